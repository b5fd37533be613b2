"""Who holds a project: a lock file beside it, whose lock the system lets go of when its program dies."""

import contextlib
import getpass
import json
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a project open, as they wrote it down; `since` in seconds UTC."""

    who: str
    host: str
    pid: int
    since: int


def lock_path(project: Path) -> Path:
    """`study.qcoder` -> `.study.qcoder.lock` in the same folder."""
    return project.with_name(f".{project.name}.lock")


class Lock:
    """The right to write one project file. `acquire` says whether we have it; else `holder` tells who has it, or `fault` what is wrong."""

    def __init__(self, project: Path) -> None:
        self._path = lock_path(project.resolve())  # a link to the file must not have a lock of its own
        self._file: IO[str] | None = None
        self.holder: Holder | None = None
        self.fault: OSError | None = None

    def acquire(self, who: str) -> bool:
        """Take the lock if nobody else has it; a lock left by a program that died is taken over.

        A holder written by another machine (a synced folder, a network drive) counts for 12 hours.
        """
        try:
            file = _opened_and_locked(self._path)
        except OSError as error:
            self.fault = error
            return False
        if not file.locked:
            self.holder = _read(file.file)
            file.file.close()
            return False
        held = _read(file.file)
        if held is not None and held.host != _host() and time.time() - held.since < 12 * 3600:
            self.holder = held
            _unlock(file.file)
            file.file.close()
            return False
        # On a full disk the note of who holds it may fail; the lock itself takes no room.
        with contextlib.suppress(OSError):
            note = json.dumps({"who": who or user_name(), "host": _host(), "pid": os.getpid(), "since": int(time.time())})
            os.ftruncate(file.file.fileno(), 0)
            os.write(file.file.fileno(), note.encode("utf-8"))
        self._file = file.file
        return True

    def release(self) -> None:
        """Let go and take the lock file away."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with contextlib.suppress(OSError):
            os.ftruncate(file.fileno(), 0)
        with contextlib.suppress(OSError):
            if sys.platform != "win32":  # Windows cannot remove an open file; elsewhere removing first leaves no gap
                self._path.unlink(missing_ok=True)
        _unlock(file)
        with contextlib.suppress(OSError):
            file.close()
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Opened:
    file: IO[str]
    locked: bool


def _opened_and_locked(path: Path) -> _Opened:
    """Open the lock file and try to lock it; raises OSError when it cannot be made or this drive knows no locks."""
    while True:
        file = open(path, "a+", encoding="utf-8")  # noqa: SIM115 - kept open as long as the lock is held
        with contextlib.suppress(OSError):
            path.chmod(0o666)  # a colleague in a shared folder must be able to take over what a program that died has left
        try:
            locked = _lock(file)
        except OSError:
            file.close()
            raise
        if not locked:
            return _Opened(file, locked=False)
        # Its last holder may have taken it away between our opening and our locking: then we hold a file that nobody else sees.
        if _is_at(file, path):
            return _Opened(file, locked=True)
        _unlock(file)
        file.close()


def _is_at(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _read(file: IO[str]) -> Holder | None:
    try:
        file.seek(0)
        found = json.loads(file.read(4096) or "null")
        return Holder(str(found["who"]), str(found["host"]), int(found["pid"]), int(found["since"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _host() -> str:
    return platform.node()


def user_name() -> str:
    """What the system calls the person at the keyboard."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


if sys.platform == "win32":
    import msvcrt

    # Far beyond what is written, so that others can still read who holds the file.
    _FAR = 1 << 20

    def _lock(file: IO[str]) -> bool:
        try:
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        with contextlib.suppress(OSError):
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
