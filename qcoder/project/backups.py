"""Backup copies: made by themselves in the person's data folder, thinned with age, never written over an original."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from qcoder.domain.errors import KnownError
from qcoder.project.connection import SUFFIX, connect
from qcoder.project.copies import save_copy
from qcoder.project.faults import explain
from qcoder.project.project import Project
from qcoder.words import _

EVERY = timedelta(minutes=15)
KEPT: tuple[tuple[str, int], ...] = (("%Y-%m-%d", 12), ("%G-%V", 10), ("%Y-%m", 9))
"""Of how many days, weeks and months the latest copy is kept, besides the newest copies of all."""
RECENT = 12

_STAMP = "%Y-%m-%d %H.%M.%S"
_NAME = re.compile(r"(?P<name>.*) (?P<at>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d) UTC(?: \((?P<again>\d+)\))?\.qcoder")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup copy: the project's name then, when it was made (UTC), its size in bytes, and where it is."""

    path: Path
    project_id: int
    name: str
    at: datetime
    size: int


Copies = list[Backup]


class Backups:
    """The backup copies of every project of this person, one subfolder per project id, below `folder`.

    Every method may be called from any thread; a copy holds up the writing of steps for as long as it takes to make and compare it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def guard(self, project: Project) -> None:
        """Have a backup made before every grave change of this project; when that fails, the change is not made."""
        project.before_grave = lambda: self.make_if_changed(project)

    def make(self, project: Project | Path, now: datetime | None = None) -> Backup:
        """Make a copy of an open project or a project file, checked against it, then thin; raises KnownError."""
        path = project if isinstance(project, Path) else project.path
        with _explained(path):
            project_id, name, _last = _who(path) if isinstance(project, Path) else _who_is_open(project)
        at = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
        to = self._free_name(project_id, name, at)
        save_copy(project, to) if isinstance(project, Path) else project.save_copy(to)
        with contextlib.suppress(OSError):
            to.chmod(0o600)  # interviews are private, whatever the original's folder allows
        self._thin(self.list(project_id), at)
        return Backup(to, project_id, name, at, to.stat().st_size)

    def make_if_changed(self, project: Project, now: datetime | None = None) -> Backup | None:
        """Make a copy unless the newest one already holds the project as it is; raises KnownError."""
        return self.make(project, now) if self._changed(project) else None

    def due(self, project: Project, now: datetime) -> bool:
        """True if the project has changed since its newest copy and that copy is 15 minutes old or more."""
        with _explained(project.path):
            project_id, _name, _last = _who_is_open(project)
        copies = self.list(project_id)
        # A copy from the future was made while the clock was wrong; it must not stop the next ones.
        return (not copies or not timedelta(0) <= now - copies[0].at < EVERY) and self._changed(project)

    def list(self, project_id: int) -> Copies:
        """The copies of one project, newest first; empty when there are none."""
        found = []
        for path in _files(self._of(project_id)):
            match = _NAME.fullmatch(path.name)
            with contextlib.suppress(OSError, ValueError):
                if match is not None:
                    at = datetime.strptime(match["at"], _STAMP).replace(tzinfo=UTC)
                    again = int(match["again"] or 1)
                    found.append((at, again, Backup(path, project_id, match["name"], at, path.stat().st_size)))
        return [backup for _at, _again, backup in sorted(found, key=lambda item: item[:2], reverse=True)]

    def projects(self) -> dict[int, str]:
        """Project id -> the project's name in its newest copy, for every project that has copies, also one whose file is gone."""
        found: dict[int, str] = {}
        for folder in _files(self.folder):
            if re.fullmatch(r"\d{1,19}", folder.name) and (copies := self.list(int(folder.name))):
                found[copies[0].project_id] = copies[0].name
        return found

    def thin(self, now: datetime) -> int:
        """Delete copies of every project that are no longer needed and return how many went.

        Kept are the 12 newest and the latest of each of the last 12 days, 10 weeks and 9 months that have any.
        """
        return sum(self._thin(self.list(project_id), now) for project_id in self.projects())

    def restore(self, copy: Backup, to: Path) -> Path:
        """Save a backup copy as a project of its own and return its path; raises KnownError when the name is taken: nothing is replaced."""
        return save_copy(copy.path, to)

    def _of(self, project_id: int) -> Path:
        return self.folder / str(project_id)

    def _free_name(self, project_id: int, name: str, at: datetime) -> Path:
        folder = self._of(project_id)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            sentence = _("The folder for backup copies, “{folder}”, cannot be made ({reason}); choose another in the settings.")
            raise KnownError(sentence.format(folder=folder, reason=error.strerror or error)) from error
        # Copies of one second are numbered whatever the project was called, so that the newest is known.
        stamp = at.strftime(_STAMP)
        names = [match for path in _files(folder) if (match := _NAME.fullmatch(path.name))]
        taken = [int(match["again"] or 1) for match in names if match["at"] == stamp]
        again = max(taken, default=0) + 1
        return folder / (f"{_readable(name)} {stamp} UTC" + (f" ({again})" if again > 1 else "") + SUFFIX)

    def _changed(self, project: Project) -> bool:
        with _explained(project.path):
            project_id, _name, last = _who_is_open(project)
        copies = self.list(project_id)
        if not copies:
            return True
        try:
            return _who(copies[0].path)[2] != last
        except (sqlite3.Error, OSError):
            return True  # a copy that cannot be read is none

    def _thin(self, copies: Copies, now: datetime) -> int:
        past = [copy for copy in copies if copy.at <= now]
        kept = {copy.path for copy in past[:RECENT]}
        for period, count in KEPT:
            latest: dict[str, Path] = {}
            for copy in past:
                latest.setdefault(copy.at.strftime(period), copy.path)
            kept.update(list(latest.values())[:count])
        gone = 0
        for copy in past:
            if copy.path not in kept:
                with contextlib.suppress(OSError):
                    copy.path.unlink()
                    gone += 1
        return gone


def _files(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _readable(name: str) -> str:
    """The project's name as every file system takes it."""
    kept = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]+', " ", name).encode("utf-8", "replace")[:120].decode("utf-8", "ignore")
    return " ".join(kept.split()).strip(". ") or _("project")


def _who(path: Path) -> tuple[int, str, int]:
    """(project id, name, id of the last step) of a file; raises sqlite3.Error."""
    with closing(connect(path, write=False)) as connection:
        return _said_by(connection)


def _who_is_open(project: Project) -> tuple[int, str, int]:
    try:
        reader = project.reader()  # a connection of its own: this may be another thread than the one that writes
    except KnownError:
        return _said_by(project.read.connection)  # the file is gone, what is open is not
    try:
        return _said_by(reader.connection)
    finally:
        reader.close()


def _said_by(connection: sqlite3.Connection) -> tuple[int, str, int]:
    project_id, name = connection.execute("SELECT id, name FROM project").fetchone()
    last = connection.execute("SELECT id FROM step ORDER BY seq DESC LIMIT 1").fetchone()
    return project_id, name, 0 if last is None else last[0]


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        known = explain(error, path)
        if known is None:
            raise
        raise known from error
