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
    """The right to write one project file. `acquire` says whether we have it; `holder` tells who has it instead."""

    def __init__(self, project: Path) -> None:
        self._path = lock_path(project)
        self._file: IO[str] | None = None
        self.holder: Holder | None = None

    def acquire(self, who: str) -> bool:
        """Take the lock if nobody else has it; a lock left by a program that died is taken over.

        A holder written by another machine (a synced folder, a network drive) counts for 12 hours.
        """
        try:
            file = open(self._path, "a+", encoding="utf-8")  # noqa: SIM115 - kept open as long as the lock is held
        except OSError:
            return False
        if not _lock(file):
            self.holder = _read(file)
            file.close()
            return False
        held = _read(file)
        if held is not None and held.host != _host() and time.time() - held.since < 12 * 3600:
            self.holder = held
            _unlock(file)
            file.close()
            return False
        file.seek(0)
        file.truncate()
        file.write(json.dumps({"who": who or _user(), "host": _host(), "pid": os.getpid(), "since": int(time.time())}))
        file.flush()
        self._file = file
        return True

    def release(self) -> None:
        """Let go and take the lock file away."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with contextlib.suppress(OSError):
            file.seek(0)
            file.truncate()
            if sys.platform != "win32":  # Windows cannot remove an open file; elsewhere removing first leaves no gap
                self._path.unlink(missing_ok=True)
        _unlock(file)
        file.close()
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


def _read(file: IO[str]) -> Holder | None:
    try:
        file.seek(0)
        found = json.loads(file.read(4096) or "null")
        return Holder(str(found["who"]), str(found["host"]), int(found["pid"]), int(found["since"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _host() -> str:
    return platform.node()


def _user() -> str:
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
        except OSError:
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
        except OSError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
