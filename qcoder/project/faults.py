"""The world's faults as sentences: what SQLite and the system report, said so that a person knows what to do."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from qcoder.domain.errors import KnownError
from qcoder.words import _


def explain(error: BaseException, path: Path) -> KnownError | None:
    """Return the sentence for a fault of disk, file or permission; None for anything that is our own fault."""
    name = path.name
    text = str(error)
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    sentences = {
        sqlite3.SQLITE_FULL: _("The disk is full, so nothing was changed in “{name}”; free some space and do it again."),
        sqlite3.SQLITE_READONLY: _("“{name}” may not be written to (it or its folder is read-only); save a copy elsewhere."),
        sqlite3.SQLITE_BUSY: _("“{name}” is in use by another program; wait a moment and do it again."),
        sqlite3.SQLITE_LOCKED: _("“{name}” is in use by another program; wait a moment and do it again."),
        sqlite3.SQLITE_CORRUPT: _("“{name}” is damaged; nothing was changed. Restore a copy of it (File, Restore a copy)."),
        sqlite3.SQLITE_NOTADB: _("“{name}” is not a qcoder project."),
        sqlite3.SQLITE_CANTOPEN: _("“{name}” cannot be opened: it or its folder is gone, or you may not read and write there."),
        sqlite3.SQLITE_IOERR: _("The disk did not take or give the data of “{name}”; nothing was changed. Check the disk."),
        sqlite3.SQLITE_PERM: _("You may not open “{name}”; ask its owner for the right to."),
        sqlite3.SQLITE_NOMEM: _("There was not enough memory, so nothing was changed in “{name}”; close other programs."),
    }
    special = {
        sqlite3.SQLITE_READONLY_DBMOVED: _("“{name}” was moved or replaced while it was open, so nothing was changed; save a copy of it."),
        sqlite3.SQLITE_READONLY_ROLLBACK: _(
            "The program that had “{name}” open died in the middle of a change, and the file may not be written to, so it cannot be put "
            "right here; copy it together with “{name}-journal” to a folder of your own and open it there."
        ),
    }
    if code in special:
        return KnownError(special[code].format(name=name), details=f"{text} ({code})")
    # What stands in a damaged file may be no text at all: neither its data nor what SQLite says of them can be told then.
    if isinstance(error, UnicodeDecodeError) or (isinstance(error, sqlite3.OperationalError) and "decode to UTF-8" in text):
        primary = sqlite3.SQLITE_CORRUPT
    if primary in sentences:
        return KnownError(sentences[primary].format(name=name), details=f"{text} ({code})")
    if isinstance(error, FileExistsError):
        return KnownError(_("There is already a file “{name}” there; choose another name.").format(name=name), details=text)
    if isinstance(error, FileNotFoundError):
        return KnownError(_("“{name}” is not there (any more); look where it was moved to.").format(name=name), details=text)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return KnownError(sentences[sqlite3.SQLITE_FULL].format(name=name), details=text)
    if isinstance(error, PermissionError):
        return KnownError(_("You may not read or write “{name}”; check its permissions.").format(name=name), details=text)
    if isinstance(error, OSError):
        sentence = _("“{name}” could not be read or written: {reason}.")
        return KnownError(sentence.format(name=name, reason=error.strerror or text), details=text)
    return None


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn faults of disk, file and permission, met while working with this project file, into KnownErrors."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        known = explain(error, path)
        if known is None:
            raise
        raise known from error


@contextlib.contextmanager
def told_of_damage(path: Path) -> Iterator[None]:
    """The same for reading from a project that is open already, where files of the person's may fail as well: only what SQLite says."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        known = explain(error, path)
        if known is None:
            raise
        raise known from error
