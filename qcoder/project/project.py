"""Project: the one gate through which every change of a project file goes."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, Protocol, Self, TypeVar

from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.ids import new_id
from qcoder.domain.people import initials
from qcoder.project import journal
from qcoder.project.check import check
from qcoder.project.conflicted import Conflicted, conflicted_copies, conflicted_words
from qcoder.project.connection import APPLICATION_ID, SCHEMA_VERSION, SUFFIX, connect, identify, inspect, schema_text
from qcoder.project.copies import as_it_is, put_in_place, refuse_leftovers, remove, save_copy, temporary
from qcoder.project.faults import told
from qcoder.project.history import Step
from qcoder.project.lock import Holder, Lock, user_name
from qcoder.project.migrations import migrate
from qcoder.project.older import is_older, remove_stand_in, stand_in
from qcoder.project.places import sync_service
from qcoder.project.read import Reader
from qcoder.project.write import Progress, Write, no_progress
from qcoder.words import _

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Change(Protocol[T_co]):
    """An undoable change: `run` does it, says its title, and returns what the asker wants to know.

    `origin` says how it came about; `grave` changes (import, merge, deletions in bulk) are preceded by a backup.
    """

    origin: ClassVar[Origin]
    grave: ClassVar[bool]

    def run(self, write: Write) -> T_co:
        """Make the change; raise KnownError to refuse it, and nothing has happened."""
        ...


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a change did: its step (None when nothing was different), the tables touched, and its result."""

    step: Step | None
    tables: frozenset[str]
    result: T


class Project:
    """An open project file. One thread at a time writes; others read through `reader()`.

    `read_only` says why nothing can be changed here, or is empty. `notes` are sentences the person should see on opening;
    `second_versions` lay beside the file when it was opened.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: Lock | None, read_only: str, stand_in: Path | None = None) -> None:
        self.path = path
        self._stand_in = stand_in
        self.read_only = read_only
        self.notes: list[str] = []
        self.second_versions: list[Conflicted] = []
        self.before_grave: Callable[[], object] = lambda: None
        self._connection = connection
        self._lock = lock
        self._identity = _identity(path)
        self._reader = Reader(connection)
        self._coder: tuple[int, str] = (new_id(), "")

    # -- making, opening, closing -------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, name: str, coder: str) -> "Project":
        """Make an empty project with one coder; raises KnownError when the file exists or cannot be made."""
        path = path.absolute()
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        with told(path):
            if path.exists():
                raise KnownError(_("There is already a file “{name}” there; choose another name.").format(name=path.name))
            refuse_leftovers(path)
            fresh = temporary(path)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_empty(fresh, name, coder)
                put_in_place(fresh, path)
            finally:
                remove(fresh)
        return cls.open(path, coder=coder)

    @classmethod
    def open(cls, path: Path, coder: str = "", *, write: bool = True, before_migration: Callable[[], object] = lambda: None) -> "Project":
        """Open a project; for reading only when it is held by another program or may not be written.

        Raises KnownError when there is no such file, it is not a project, it is newer than this program or was tampered with.
        """
        path = path.absolute()
        with told(path):
            if not path.exists():
                raise KnownError(_("“{name}” is not there (any more); look where it was moved to.").format(name=path.name))
            if path.is_dir():
                raise KnownError(_("“{name}” is a folder; choose a file that ends in .qcoder.").format(name=path.name))
            inspect(path)
        lock, why = (None, _("It was opened for reading.")) if not write else _lock(path, coder)
        with contextlib.ExitStack() as undone:  # what is let go of again when opening fails
            if lock is not None:
                undone.callback(lock.release)
            copy = None
            with told(path):
                if lock is None and is_older(path):
                    copy = stand_in(path)
                    undone.callback(remove_stand_in, copy)
                connection = connect(copy or path, write=lock is not None)
                undone.callback(connection.close)
                if lock is not None:
                    migrate(connection, before_migration)
                    journal.install(connection)
                identify(connection, path)
            undone.pop_all()
        project = cls(path, connection, lock, why, copy)
        service = sync_service(path)
        if service and lock is not None:
            project.notes.append(
                _("“{name}” lies in a folder that {service} copies: let it finish before another computer opens it.").format(
                    name=path.name, service=service
                )
            )
        if lock is not None:
            project.second_versions = conflicted_copies(path, project.read)
            project.notes.extend(filter(None, [conflicted_words(project.second_versions)]))
        if coder.strip() or lock is not None:
            project.act_as(coder.strip() or user_name())  # no change is made by nobody
        return project

    def close(self) -> None:
        """Close the file and let go of it."""
        self._connection.close()
        if self._stand_in is not None:
            remove_stand_in(self._stand_in)
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    # -- copies and health --------------------------------------------------------------------------------------

    def save_copy(
        self, to: Path, *, overwrite: bool = False, shape: Callable[[Path], object] = as_it_is, progress: Progress = no_progress
    ) -> Path:
        """Save the whole project, history and all, as another file, and return its path; raises KnownError when that fails.

        `shape` may change the copy before it gets its name; `progress` may raise to stop, and then there is no copy.

        From any thread, as long as the file is where it was opened. When it is gone, what is open is saved, by the thread that writes.
        """
        opened = None if self._is_in_place() else self._connection
        return save_copy(self.path, to, overwrite=overwrite, opened=opened, shape=shape, progress=progress)

    def check(self) -> list[str]:
        """Look through the whole file on a connection of its own and return what is wrong, in sentences; empty when all is well."""
        reader = self.reader()
        try:
            return check(reader)
        finally:
            reader.close()

    # -- reading ------------------------------------------------------------------------------------------------

    @property
    def read(self) -> Reader:
        """Reads through the writing connection: for the thread that writes."""
        return self._reader

    def reader(self) -> Reader:
        """A reader with a connection of its own, `query_only`, for another thread; raises KnownError when the file is gone."""
        self._refuse_if_elsewhere()
        with told(self.path):
            return Reader(connect(self._stand_in or self.path, write=False))

    # -- who ----------------------------------------------------------------------------------------------------

    def act_as(self, name: str) -> None:
        """Say who makes the next changes; somebody new joins the team with their first change."""
        name = " ".join(name.split())
        for coder in self._reader.study.coders():
            if coder.name.casefold() == name.casefold():
                self._coder = (coder.id, coder.name)
                return
        self._coder = (new_id(), name)

    @property
    def coder(self) -> tuple[int, str]:
        """(id, name) of the acting coder; the id is in the project once they have changed something."""
        return self._coder

    # -- changing -----------------------------------------------------------------------------------------------

    def do(self, change: Change[T], *, why: str = "", progress: Progress = no_progress) -> Done[T]:
        """Run a change as one step. Raises KnownError, and then the file is byte for byte as it was."""
        self._refuse_if_read_only()
        if change.grave:
            self._back_up()
        with told(self.path), self._step(change.origin, why, None, progress) as (write, done):
            result = change.run(write)
            done.title = write.title
        return Done(done.step, done.tables, result)

    def undo(self) -> Done[str]:
        """Take back the newest step in effect; the result is its title. Raises KnownError when there is none."""
        self._refuse_if_read_only()
        step = self._reader.history.to_undo()
        if step is None:
            raise KnownError(_("There is nothing to undo in this project."))
        return self._reverse(step, Origin.UNDO, _("Undid: {title}").format(title=step.title), step.title)

    def redo(self) -> Done[str]:
        """Bring back the step that was undone last; the result is its title. Raises KnownError when there is none."""
        self._refuse_if_read_only()
        undo = self._reader.history.to_redo()
        if undo is None or undo.reverses is None:
            raise KnownError(_("There is nothing to redo in this project."))
        title = self._reader.history.step(undo.reverses).title
        return self._reverse(undo, Origin.REDO, title, title)

    def _reverse(self, step: Step, origin: Origin, title: str, result: str) -> Done[str]:
        first, end = self._reader.history.images_of(step.seq)
        with told(self.path), self._step(origin, "", step.seq, no_progress) as (_write, done):
            journal.replay(self._connection, first, end)
            done.title = title
        return Done(done.step, done.tables, result)

    def _refuse_if_read_only(self) -> None:
        if self._lock is None:
            raise KnownError(_("Nothing can be changed in “{name}” now. {why}").format(name=self.path.name, why=self.read_only))
        self._refuse_if_elsewhere()

    def _refuse_if_elsewhere(self) -> None:
        if self._is_in_place():
            return
        if self.path.exists():
            sentence = _("Another file took the place of “{name}” while it was open, so this was not done; save a copy of what is open.")
        else:
            sentence = _("“{name}” is no longer where it was opened, so this was not done; put it back, or save a copy.")
        raise KnownError(sentence.format(name=self.path.name))

    def _is_in_place(self) -> bool:
        return _identity(self.path) == self._identity

    def _back_up(self) -> None:
        try:
            self.before_grave()
        except KnownError as error:
            sentence = _("No backup copy could be made before this change, so it was not made either. {reason}")
            raise KnownError(sentence.format(reason=error.sentence), error.details) from error

    @contextlib.contextmanager
    def _step(self, origin: Origin, why: str, reverses: int | None, progress: Progress) -> "Iterator[tuple[Write, _Doing]]":
        """One transaction: everything within is one step, or nothing has happened."""
        connection = self._connection
        done = _Doing()
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            first = int(connection.execute("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'image'), 0) + 1").fetchone()[0])
            connection.execute("INSERT INTO temp.open_step VALUES (1)")
            write = Write(connection, *self._coder, progress)
            yield write, done
            rows = connection.execute("SELECT DISTINCT table_name FROM image WHERE seq >= ?", (first,))
            done.tables = frozenset(row[0] for row in rows)
            if done.tables or reverses is not None:
                done.step = self._note(done.title, origin, why, reverses, first, write.now)
            connection.execute("DELETE FROM temp.open_step")
            if done.step:
                self._refuse_if_elsewhere()
            connection.execute("COMMIT" if done.step else "ROLLBACK")
        except BaseException:
            # What went wrong first is what the person must read, even when the disk does not let us clean up after it either.
            with contextlib.suppress(sqlite3.Error):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            raise

    def _note(self, title: str, origin: Origin, why: str, reverses: int | None, first: int, now: int) -> Step:
        if not title:
            raise AssertionError("a change must say its title")
        coder_id, who = self._coder
        step_id = new_id()
        row = self._connection.execute(
            "INSERT INTO step(id, at, coder_id, who, title, origin, why, reverses, first_image)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq",
            (step_id, now, coder_id, who, title, origin.value, why, reverses, first),
        ).fetchone()
        return Step(int(row[0]), step_id, now, coder_id, who, title, origin, why, reverses, first)


@dataclass(slots=True)
class _Doing:
    """What is known of a step once it is done."""

    title: str = ""
    tables: frozenset[str] = frozenset()
    step: Step | None = None


def _lock(path: Path, coder: str) -> tuple[Lock | None, str]:
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return None, _("The file or its folder is read-only; save a copy elsewhere and work in that.")
    lock = Lock(path)
    if lock.acquire(coder):
        return lock, ""
    if lock.fault is not None:
        reason = lock.fault.strerror or str(lock.fault)
        return None, _("It cannot be locked in its folder ({reason}); save a copy elsewhere and work in that.").format(reason=reason)
    return None, _held(lock.holder)


def _held(holder: Holder | None) -> str:
    if holder is None:
        return _("Another program has it open.")
    since = time.strftime("%H:%M", time.localtime(holder.since))
    return _("{who} has it open on {host} since {since}; close it there first.").format(who=holder.who, host=holder.host, since=since)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of the same name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _write_empty(path: Path, name: str, coder: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(f"BEGIN; {schema_text()}")
        now = int(time.time() * 1000)
        connection.execute("INSERT INTO project(id, name, made_at) VALUES (?, ?, ?)", (new_id(), name, now))
        if coder:
            connection.execute("INSERT INTO coder(id, name, initials) VALUES (?, ?, ?)", (new_id(), coder, initials(coder)))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    finally:
        connection.close()
