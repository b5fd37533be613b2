"""Jobs: the only threads. `do` makes a change, `ask` a question; answers come back to the window's own thread."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from qcoder.gui.errors import Errors
from qcoder.project.project import Change, Done, Project
from qcoder.project.read import Reader
from qcoder.project.read.blind import HIDING
from qcoder.project.write import Cancelled, Progress

T = TypeVar("T")


class Work:
    """Something under way: its label, how far it is, and a way to cancel it."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.done = 0
        self.total = 0
        self.finished = False
        self._cancel = threading.Event()

    def cancel(self) -> None:
        """Ask it to stop; everything stays as it was."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        """True once cancel was pressed."""
        return self._cancel.is_set()

    def progress(self, done: int, total: int) -> None:
        """Note how far it is; raises Cancelled when the person cancelled."""
        self.done, self.total = done, total
        if self._cancel.is_set():
            raise Cancelled


class Jobs(QObject):
    """One thread writes, one answers questions, one looks after what nobody waits for; the window reads through a connection of its own."""

    changed = Signal(object)
    """After a step: the frozenset of the tables it touched."""
    said = Signal(str, bool)
    """After a step: its title, and whether undo should be offered with it."""
    started = Signal(object)
    """A Work has begun."""
    ended = Signal(object)
    """That Work has ended, one way or another."""
    _back = Signal(object)

    def __init__(self, project: Project, errors: Errors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.read = project.reader()
        self.read.hide_from(project.coder[0])
        self._errors = errors
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="qcoder-writer")
        self._asker = ThreadPoolExecutor(1, thread_name_prefix="qcoder-asker")
        self._tender = ThreadPoolExecutor(1, thread_name_prefix="qcoder-tender")
        self._open: set[Work] = set()
        self._written: list[Future[Any]] = []  # what the writing thread was asked and nobody has heard of yet
        # Queued, also for a task that has ended before we come back: nobody is answered before they have their Work.
        self._back.connect(self._run_here, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        """True when nothing is under way."""
        return not self._open

    @property
    def can_write(self) -> bool:
        """False when the project is open for reading only."""
        return not self.project.read_only

    def do(self, change: Change[T], then: Callable[[T], None] | None = None, *, label: str = "", quiet: bool = False) -> Work:
        """Make a change on the writing thread; `then` gets its result. `quiet`: say nothing when it is done."""
        work = Work(label)

        def finish(done: Done[T]) -> None:
            self._settle(done, quiet)
            if then is not None:
                then(done.result)

        return self._start(self._writer, work, lambda: self.project.do(change, progress=work.progress), finish)

    def undo(self) -> None:
        """Take back the newest step."""
        self._start(self._writer, Work(""), self.project.undo, lambda done: self._settle(done, False, offer=False))

    def redo(self) -> None:
        """Bring back what was undone last."""
        self._start(self._writer, Work(""), self.project.redo, lambda done: self._settle(done, False, offer=True))

    def run(self, task: Callable[[Project, Progress], T], then: Callable[[T], None], *, label: str = "") -> Work:
        """Run a task with the project on the writing thread (save a copy, back up, merge); `then` gets its answer."""
        work = Work(label)
        return self._start(self._writer, work, lambda: task(self.project, work.progress), then)

    def settle(self, done: Done[T]) -> None:
        """Tell the window about a step that a task of `run` made."""
        self._settle(done, False)

    def ask(
        self,
        question: Callable[[Reader, Progress], T],
        then: Callable[[T], None],
        *,
        label: str = "",
        aside: bool = False,
        whole: bool = False,
    ) -> Work:
        """Ask something that may take long, with a reader of its own; `then` gets the answer unless it was cancelled.

        `aside`: nobody waits for it, so it runs beside the other questions and holds none of them up. `whole`: nothing is hidden from
        a coder who codes blind; only for what must treat the file as a whole, such as merging.
        """
        work = Work(label)

        def answer() -> T:
            reader = self.project.reader()
            try:
                if not whole:
                    reader.hide_from(self.project.coder[0])
                return question(reader, work.progress)
            finally:
                reader.close()

        return self._start(self._tender if aside else self._asker, work, answer, then)

    def act_as(self, name: str) -> None:
        """Make the next changes as this coder, and show what they may see."""
        self.project.act_as(name)
        self.changed.emit(frozenset({"coder"}) | self._uncovered())

    def close(self) -> bool:
        """Wait for what is being written, cancel the rest, and close the project. False, and told, when something was not written."""
        for work in self._open:
            work.cancel()
        self._asker.shutdown(wait=True, cancel_futures=True)
        self._tender.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        errors = [future.exception() for future in self._written if not future.cancelled()]
        self._open.clear()
        self._written.clear()
        self.read.close()
        self.project.close()
        failed = [error for error in errors if error is not None and not isinstance(error, Cancelled)]
        for error in failed:
            self._errors.report(error)
        return not failed

    def _start(self, pool: ThreadPoolExecutor, work: Work, task: Callable[[], T], then: Callable[[T], None]) -> Work:
        self._open.add(work)
        self.started.emit(work)
        future = pool.submit(task)
        if pool is self._writer:
            self._written.append(future)
        future.add_done_callback(lambda done: self._back.emit(lambda: self._land(work, done, then)))
        return work

    def _run_here(self, landed: Callable[[], None]) -> None:
        landed()

    def _land(self, work: Work, future: "Future[T]", then: Callable[[T], None]) -> None:
        if work not in self._open:
            return
        self._open.discard(work)
        if future in self._written:
            self._written.remove(future)
        work.finished = True
        self.ended.emit(work)
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            if not work.cancelled or pool_result_counts(future):
                then(future.result())
        elif not isinstance(error, Cancelled):
            self._errors.report(error)

    def _settle(self, done: Done[T], quiet: bool, *, offer: bool = True) -> None:
        if done.step is None:
            return
        self.changed.emit(done.tables | self._uncovered())
        if not quiet:
            self.said.emit(done.step.title, offer)

    def _uncovered(self) -> frozenset[str]:
        """Hide what the acting coder may not see now; the tables that look otherwise than before."""
        return HIDING if self.read.hide_from(self.project.coder[0]) else frozenset()


def pool_result_counts(future: "Future[T]") -> bool:
    """A change that was done before the cancel arrived has happened and must be shown; an answer nobody wants is dropped."""
    return isinstance(future.result(), Done)
