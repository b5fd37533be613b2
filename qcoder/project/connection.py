"""Connections to a project file: settings, the check that it is ours, and the known schema."""

import sqlite3
from functools import cache
from pathlib import Path
from urllib.parse import quote

from qcoder.domain.errors import KnownError
from qcoder.words import _

APPLICATION_ID = 0x71C0DE72
SCHEMA_VERSION = 1
SUFFIX = ".qcoder"


@cache
def schema_text() -> str:
    """The SQL that makes an empty project."""
    return Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file for writing, or `query_only`; never creates it. Raises sqlite3.Error.

    DELETE journal, FULL sync and no cache spill: between steps there is no sidecar file, and a step that fails has not
    touched the file.
    """
    mode = "rw" if write else "ro"
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -65536")
        if write:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA cache_spill = OFF")
        else:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def identify(connection: sqlite3.Connection, path: Path) -> None:
    """Raise KnownError unless this is a project of this version with exactly the schema that we know.

    A file made by somebody else can carry triggers that run when we write; so nothing is written before this has passed.
    """
    name = path.name
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise KnownError(_("“{name}” is not a qcoder project; choose a file that ends in .qcoder.").format(name=name))
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise KnownError(
            _("“{name}” was made by a newer qcoder (file version {version}, this one reads up to {known}); update qcoder to open it.").format(
                name=name, version=version, known=SCHEMA_VERSION
            )
        )
    if version == SCHEMA_VERSION:
        foreign = _objects(connection) ^ known_objects()
        if foreign:
            what = ", ".join(sorted(f"{kind} {thing}" for kind, thing, _sql in foreign)[:3])
            raise KnownError(
                _("“{name}” was changed by another program ({what}), so it was not opened for safety; restore a backup copy.").format(
                    name=name, what=what
                )
            )


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
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return frozenset((kind, name, sql or "") for kind, name, sql in rows)
