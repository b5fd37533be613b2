"""Writing a project: what a change gets in its hand while it runs."""

import sqlite3
import time
from collections.abc import Callable

from qcoder.domain.ids import new_id
from qcoder.domain.people import initials
from qcoder.project.read import Reader
from qcoder.project.write.codes import CodeWriter
from qcoder.project.write.codings import CodingWriter
from qcoder.project.write.documents import DocumentWriter
from qcoder.project.write.memos import MemoWriter
from qcoder.project.write.queries import QueryWriter
from qcoder.project.write.rows import Rows
from qcoder.project.write.sorting import SortingWriter
from qcoder.project.write.stars import StarWriter
from qcoder.project.write.study import StudyWriter
from qcoder.project.write.summaries import SummaryWriter
from qcoder.project.write.team import TeamWriter

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise Cancelled, and then nothing has happened."""


class Cancelled(Exception):
    """The person pressed Cancel; shown to nobody."""


def no_progress(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


class Write:
    """The writers by noun, the reader that sees the change so far, and who is making it.

    A change must `say` its title: the sentence that history, undo and the message after it show.
    """

    def __init__(self, connection: sqlite3.Connection, coder_id: int, coder_name: str, progress: Progress) -> None:
        self.connection = connection
        self.read = Reader(connection)
        self.codes = CodeWriter(connection)
        self.documents = DocumentWriter(connection)
        self.codings = CodingWriter(connection)
        self.study = StudyWriter(connection)
        self.memos = MemoWriter(connection)
        self.stars = StarWriter(connection)
        self.queries = QueryWriter(connection)
        self.sortings = SortingWriter(connection)
        self.summaries = SummaryWriter(connection)
        self.team = TeamWriter(connection)
        self.now = int(time.time() * 1000)
        self.progress = progress
        self.title = ""
        self._coder = (coder_id, coder_name)

    def say(self, title: str) -> None:
        """Give the step its title, in the past: `Coded “…” as informal advice`."""
        self.title = title

    @property
    def coder_name(self) -> str:
        """The acting coder's name, whether or not they are in the team yet."""
        return self._coder[1]

    def me(self) -> int:
        """The acting coder's id; joins the team with this step when they were not in it yet."""
        coder_id, name = self._coder
        if self.connection.execute("SELECT 1 FROM coder WHERE id = ?", (coder_id,)).fetchone() is None:
            self.study.add_coder(coder_id, name, initials(name), len(self.read.study.coders()))
        return coder_id

    def rename_project(self, name: str) -> None:
        """Give the project another name."""
        self.connection.execute("UPDATE project SET name = ?", (name,))

    def rows(self, table: str) -> Rows:
        """Any data table by its name, for merge."""
        return Rows(self.connection, table)

    def new_id(self) -> int:
        """A fresh id."""
        return new_id()


__all__ = ["Cancelled", "Progress", "Write", "no_progress"]
