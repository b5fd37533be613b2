"""Reading a project: one file per noun, domain values out, never a write."""

import sqlite3

from qcoder.project.history import History
from qcoder.project.read.adjudication import AdjudicationReader
from qcoder.project.read.blind import hide
from qcoder.project.read.codebook import CodebookReader
from qcoder.project.read.codes import CodeReader
from qcoder.project.read.codings import CodingReader
from qcoder.project.read.documents import DocumentReader
from qcoder.project.read.memos import MemoReader
from qcoder.project.read.queries import QueryReader
from qcoder.project.read.sorting import SortingReader
from qcoder.project.read.stars import StarReader
from qcoder.project.read.study import StudyReader
from qcoder.project.read.summaries import SummaryReader


class Reader:
    """All that can be asked of a project, by noun. Cheap to make; sees whatever its connection sees."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.documents = DocumentReader(connection)
        self.codes = CodeReader(connection)
        self.codebook = CodebookReader(connection)
        self.codings = CodingReader(connection)
        self.study = StudyReader(connection)
        self.memos = MemoReader(connection)
        self.adjudication = AdjudicationReader(connection)
        self.stars = StarReader(connection)
        self.queries = QueryReader(connection)
        self.sortings = SortingReader(connection)
        self.summaries = SummaryReader(connection)
        self.history = History(connection)
        self.blind: frozenset[int] = frozenset()
        self._blind_coder = 0

    def name(self) -> str:
        """The project's name."""
        return str(self.connection.execute("SELECT name FROM project").fetchone()[0])

    def project_id(self) -> int:
        """The id that all copies of this project share."""
        return int(self.connection.execute("SELECT id FROM project").fetchone()[0])

    def hide_from(self, coder_id: int) -> bool:
        """Hide others' work in the documents that this coder is coding blind; True when these are others than before.

        For connections that only read: whoever writes must see everything.
        """
        documents = frozenset(self.adjudication.blind(coder_id))
        if (coder_id if documents else 0, documents) == (self._blind_coder, self.blind):
            return False
        hide(self.connection, coder_id, documents)
        self._blind_coder, self.blind = (coder_id if documents else 0), documents
        return True

    def close(self) -> None:
        """Close the connection beneath."""
        self.connection.close()


__all__ = ["Reader"]
