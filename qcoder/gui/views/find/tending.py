"""Keeps the full-text index up to date in the background, slice by slice, while nobody waits for it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from qcoder.gui.jobs import Jobs, Work
from qcoder.project.search import SearchIndex

SLICE_SECONDS = 0.1


class Tending(QObject):
    """One index, one slice at a time on a thread of its own; begins anew when the project changed meanwhile."""

    ended = Signal()
    """The index knows all documents, or cannot be written now."""

    def __init__(self, jobs: Jobs, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.index = SearchIndex(path)
        self._jobs = jobs
        self._work: Work | None = None
        self._again = False
        self._held = False
        self._best = -1

    @property
    def is_under_way(self) -> bool:
        """True while slices follow each other, or would if nothing held them up."""
        return self._work is not None or self._again

    def begin(self) -> None:
        """Something was read in, edited or removed: take it in."""
        self._best = -1
        if self._work is not None or self._held:
            self._again = True
            return
        self._slice()

    def hold(self, on: bool) -> None:
        """Give way to a search that somebody waits for; go on when it is over."""
        self._held = on
        if not on and self._again and self._work is None:
            self._again, self._best = False, -1
            self._slice()

    def _slice(self) -> None:
        index = self.index
        self._work = self._jobs.ask(lambda read, progress: index.tend(read, SLICE_SECONDS, progress), self._landed, aside=True)

    def _landed(self, answer: tuple[int, int]) -> None:
        done, total = answer
        self._work = None
        stuck, self._best = done <= self._best, max(done, self._best)
        if self._again and not self._held:
            self._again, self._best = False, -1
            self._slice()
        elif self._again or (done < total and not stuck):
            if self._held:
                self._again = True
            else:
                self._slice()
        else:
            self.ended.emit()
