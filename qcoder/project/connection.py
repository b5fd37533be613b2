"""Connections to a project file: settings, the check that it is ours, and the known schema."""

import os
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.parse import quote

from qcoder.domain.errors import KnownError
from qcoder.words import _

APPLICATION_ID = 0x71C0DE72
SCHEMA_VERSION = 3
SUFFIX = ".qcoder"


@cache
def schema_text() -> str:
    """The SQL that makes an empty project."""
    return Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")


def connect(path: Path, *, write: bool, still: bool = False) -> sqlite3.Connection:
    """Open the file for writing, or `query_only`; never creates it. Raises sqlite3.Error.

    DELETE journal, FULL sync and no cache spill: between steps there is no sidecar file, and a step that fails has not
    touched the file. `still` promises that nobody writes the file meanwhile: no lock is taken and no sidecar file looked at.
    """
    mode = "rw" if write else "ro&immutable=1" if still else "ro"
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -65536")
        if write:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA cache_spill = OFF")
            # Without this, a row that gives way to INSERT OR REPLACE would go without its before-image.
            connection.execute("PRAGMA recursive_triggers = ON")
        else:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def inspect(path: Path) -> None:
    """Raise KnownError unless the file is a project that this program can open; sqlite3.Error when it cannot be read.

    Nothing is written, with one exception: a project whose last writer died in the middle of a change gets back the state
    before that change from the journal that lies beside it.
    """
    try:
        with closing(connect(path, write=False, still=True)) as look:
            _identify_header(look, path)
    except sqlite3.DatabaseError as error:
        # In the middle of a change the header is ahead of the file; whether it is damaged, the second look tells.
        if _primary(error) != sqlite3.SQLITE_CORRUPT:
            raise
    try:
        _look(path)
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
        # Nobody holds the file now, so reading it past SQLite, and closing it, takes no lock away from anyone.
        with path.open("rb") as file:
            header = file.read(72)
        if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
            raise _not_ours(path) from error
        with closing(connect(path, write=True)) as mending:
            mending.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _look(path)


def _look(path: Path) -> None:
    with closing(connect(path, write=False)) as look:
        identify(look, path)


def _primary(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _not_ours(path: Path) -> KnownError:
    return KnownError(_("“{name}” is not a qcoder project; choose a file that ends in .qcoder.").format(name=path.name))


def _identify_header(connection: sqlite3.Connection, path: Path) -> int:
    """Return the file's version; raise KnownError unless it is a project of a version that we know."""
    name = path.name
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise _not_ours(path)
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version < 1:
        raise KnownError(_("“{name}” is not a whole qcoder project; restore a backup copy.").format(name=name))
    if version > SCHEMA_VERSION:
        raise KnownError(
            _("“{name}” was made by a newer qcoder (version {version} of the file, this one reads {known}); update qcoder.").format(
                name=name, version=version, known=SCHEMA_VERSION
            )
        )
    return version


def identify(connection: sqlite3.Connection, path: Path) -> None:
    """Raise KnownError unless this is a project of this version with exactly the schema that we know, or an older one.

    A file made by somebody else can carry triggers that run when we write; so nothing is written before this has passed.
    """
    if _identify_header(connection, path) < SCHEMA_VERSION:
        return
    foreign = foreign_objects(connection)
    if foreign:
        raise KnownError(
            _("“{name}” was changed by another program ({what}), so it was not opened for safety; restore a backup copy.").format(
                name=path.name, what=", ".join(foreign[:3])
            )
        )


def foreign_objects(connection: sqlite3.Connection) -> list[str]:
    """What differs from the known schema, as `kind name`, sorted; empty for a project of this version."""
    return sorted({f"{kind} {name}" for kind, name, _sql in _objects(connection) ^ known_objects()})


@cache
def known_objects() -> frozenset[tuple[str, str, str]]:
    """The (kind, name, SQL) of every table, index, view and trigger of an untouched project."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(schema_text())
        return _objects(connection)
    finally:
        connection.close()


def _objects(connection: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    # SQLite's own tables and indexes may come and go; a trigger or view is never its own, whatever it is called.
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type NOT IN ('table', 'index') OR name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return frozenset((kind, name, sql or "") for kind, name, sql in rows)
