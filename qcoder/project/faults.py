"""The world's faults as sentences: what SQLite and the system report, said so that a person knows what to do."""

import sqlite3
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
        sqlite3.SQLITE_READONLY: _("“{name}” may not be written to (it, or its folder, is read-only); save a copy elsewhere and work in that."),
        sqlite3.SQLITE_BUSY: _("“{name}” is being written by another program; wait a moment and do it again."),
        sqlite3.SQLITE_LOCKED: _("“{name}” is being written by another program; wait a moment and do it again."),
        sqlite3.SQLITE_CORRUPT: _("“{name}” is damaged; nothing was changed. Restore a copy of it (File, Restore a copy)."),
        sqlite3.SQLITE_NOTADB: _("“{name}” is not a qcoder project."),
        sqlite3.SQLITE_CANTOPEN: _("“{name}” cannot be opened: it is gone, or you may not read it."),
        sqlite3.SQLITE_IOERR: _("The disk did not take or give the data of “{name}”; check the disk or the connection to it. Nothing was changed."),
        sqlite3.SQLITE_PERM: _("You may not open “{name}”; ask its owner for the right to."),
    }
    if primary in sentences:
        return KnownError(sentences[primary].format(name=name), details=f"{text} ({code})")
    if isinstance(error, FileNotFoundError):
        return KnownError(_("“{name}” is not there (any more); look where it was moved to.").format(name=name), details=text)
    if isinstance(error, PermissionError):
        return KnownError(_("You may not read or write “{name}”; check its permissions.").format(name=name), details=text)
    if isinstance(error, OSError):
        return KnownError(_("“{name}” could not be read or written: {reason}.").format(name=name, reason=error.strerror or text), details=text)
    return None
