"""Copies of a project file: whole, compared row by row with the original, and put in place in one go or not at all."""

import contextlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from qcoder.domain.errors import KnownError
from qcoder.project.connection import SUFFIX, connect, inspect
from qcoder.project.faults import explain
from qcoder.project.lock import Lock
from qcoder.project.write import Progress, no_progress
from qcoder.words import _

_BATCH = 256
_PAGES = 4096  # 16 MB at once
_SIDECARS = ("-journal", "-wal", "-shm")


def as_it_is(_fresh: Path) -> None:
    """Leave a fresh copy as it is."""


def save_copy(
    source: Path,
    to: Path,
    *,
    overwrite: bool = False,
    opened: sqlite3.Connection | None = None,
    shape: Callable[[Path], object] = as_it_is,
    progress: Progress = no_progress,
) -> Path:
    """Copy the project file `source`, history and all, to `to`, and return the copy's path (`.qcoder` is added when it is missing).

    `opened` is copied instead of the file when given: for a project whose file is gone. `shape` may change the copy, once it was found
    to be whole and before it gets its name. `progress` hears how many rows were compared, of how many, and may raise to stop. Raises
    KnownError, and then there is no copy, and an older file at `to` is as it was.
    """
    source, to = source.absolute(), with_suffix(to.absolute())
    _refuse_place(source, to, overwrite=overwrite)
    fresh = temporary(to)
    with _taken(to), _said(source, to):
        try:
            if opened is None:
                inspect(source)
            with contextlib.nullcontext(opened) if opened is not None else closing(connect(source, write=False)) as original:
                _copy(original, fresh, progress)
            shape(fresh)
            with contextlib.suppress(OSError):
                shutil.copymode(source, fresh)
            put_in_place(fresh, to, overwrite=overwrite)
        finally:
            remove(fresh)
    return to


def with_suffix(path: Path) -> Path:
    """The path with `.qcoder` at its end."""
    return path if path.suffix.casefold() == SUFFIX else path.with_name(path.name + SUFFIX)


def temporary(path: Path) -> Path:
    """A name in the same folder for the file while it is being made; nobody else uses it."""
    return path.with_name(f".{path.name[:150]}.{os.getpid()}.{secrets.token_hex(4)}.new")


def remove(fresh: Path) -> None:
    """Take a file that was being made away, if it is there, with what SQLite left beside it."""
    for name in (fresh.name, *(fresh.name + end for end in _SIDECARS)):
        with contextlib.suppress(OSError):
            fresh.with_name(name).unlink(missing_ok=True)


def refuse_leftovers(path: Path) -> None:
    """Raise KnownError when a sidecar file of another project lies where ours would be looked for: SQLite would play it into our file."""
    for end in _SIDECARS:
        if os.path.lexists(path.with_name(path.name + end)):
            raise KnownError(
                _("There is a “{leftover}” there, remains of another file that may be needed; choose another name or folder.").format(
                    leftover=path.name + end
                )
            )


def put_in_place(fresh: Path, path: Path, *, overwrite: bool = False) -> None:
    """Give a finished file its name, all at once and safe from a power cut; raises FileExistsError when the name is taken, or OSError."""
    descriptor = os.open(fresh, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if overwrite:
        fresh.replace(path)
    elif not _linked(fresh, path):
        # A folder without hard links (some sticks and network drives): looking first is the next best.
        if os.path.lexists(path):
            raise FileExistsError(path)
        fresh.rename(path)
    if os.name != "nt":
        with contextlib.suppress(OSError):  # some network drives do not sync folders; the file itself is safe by now
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _linked(fresh: Path, path: Path) -> bool:
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _refuse_place(source: Path, to: Path, *, overwrite: bool) -> None:
    if not to.parent.is_dir():
        raise KnownError(_("There is no folder “{folder}”; choose one that is there.").format(folder=to.parent))
    if to.is_dir():
        raise KnownError(_("“{name}” is a folder; choose another name for the copy.").format(name=to.name))
    if to == source or (to.exists() and source.exists() and to.samefile(source)):
        raise KnownError(_("“{name}” is the project itself; choose another name or folder for the copy.").format(name=to.name))
    if os.path.lexists(to) and not overwrite:
        raise _taken_name(to)
    refuse_leftovers(to)


def _taken_name(to: Path) -> KnownError:
    return KnownError(_("There is already a file “{name}” there; choose another name.").format(name=to.name))


@contextlib.contextmanager
def _taken(to: Path) -> Iterator[None]:
    """Hold the lock of a file that is about to be replaced, so that nobody has it open for writing."""
    if not to.exists():
        yield
        return
    lock = Lock(to)
    if not lock.acquire(""):
        raise KnownError(_("“{name}” is open in another window or program, so it was not replaced; close it first.").format(name=to.name))
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _said(source: Path, to: Path) -> Iterator[None]:
    """Turn the faults of copying into sentences that name the right file."""
    try:
        yield
    except FileExistsError:
        raise _taken_name(to) from None
    except (sqlite3.Error, OSError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        reading = code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_BUSY}
        known = explain(error, source if reading else to)
        if known is None:
            raise
        sentence = _("The copy “{name}” was not made. {reason}").format(name=to.name, reason=known.sentence)
        raise KnownError(sentence, known.details) from error


def _copy(original: sqlite3.Connection, fresh: Path, progress: Progress) -> None:
    """Copy page by page and compare row by row, both as of one moment."""
    own_look = not original.in_transaction
    if own_look:
        original.execute("BEGIN")
    try:
        original.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment: from here on the original stands still for us
        with closing(sqlite3.connect(fresh, isolation_level=None)) as copy:
            original.backup(copy, pages=_PAGES, progress=lambda _status, _left, _all: progress(0, 0))
            copy.execute("PRAGMA journal_mode = DELETE")
        with closing(connect(fresh, write=False, still=True)) as copy:
            _compare(original, copy, fresh, progress)
    finally:
        if own_look:
            original.execute("ROLLBACK")


def _compare(original: sqlite3.Connection, copy: sqlite3.Connection, fresh: Path, progress: Progress) -> None:
    """Raise KnownError unless the copy is sound and says in every row what the original says."""
    found = [row[0] for row in copy.execute("PRAGMA quick_check(3)")]
    if found == ["ok"]:
        found = [name for name in ("application_id", "user_version") if len({_pragma(original, name), _pragma(copy, name)}) > 1]
        tables = [row[0] for row in original.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        rows = {table: int(original.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in ["sqlite_master", *tables]}
        done = 0
        for table, number in rows.items():
            found += [] if _same_rows(original, copy, table, done, sum(rows.values()), progress) else [table]
            done += number
    if found:
        raise KnownError(
            _("The copy did not come out the same as the original and was thrown away; check the disk, and the project with “check”."),
            details="; ".join(map(str, found)) + f" ({fresh})",
        )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _same_rows(original: sqlite3.Connection, copy: sqlite3.Connection, table: str, done: int, total: int, progress: Progress) -> bool:
    ours, theirs = (connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid') for connection in (original, copy))
    while True:
        progress(done, total)
        batch = ours.fetchmany(_BATCH)
        if batch != theirs.fetchmany(_BATCH):
            return False
        if not batch:
            return True
        done += len(batch)
