"""Writing memos."""

import sqlite3
from collections.abc import Iterable

from qcoder.domain.memos import Subject
from qcoder.project.write.rows import Rows


class MemoWriter:
    """Adds, changes and removes memos."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows = Rows(connection, "memo")

    def insert(self, id_: int, subject: Subject, subject_id: int | None, coder_id: int, text: str, made_at: int) -> None:
        """Add a memo about a thing (about the project when `subject_id` is None)."""
        about = {} if subject is Subject.PROJECT else {f"{subject.value}_id": subject_id}
        self._rows.insert(id=id_, coder_id=coder_id, text=text, made_at=made_at, changed_at=made_at, **about)

    def update(self, memo_id: int, text: str, changed_at: int) -> None:
        """Change a memo's text."""
        self._rows.update(memo_id, {"text": text, "changed_at": changed_at})

    def delete(self, ids: Iterable[int]) -> None:
        """Remove memos."""
        self._rows.delete(ids)

    def hand_over(self, column: str, pairs: Iterable[tuple[int, int]]) -> None:
        """Make the memos about one thing be about another: (from, to) ids each, `column` being `code_id` or `coding_id`."""
        self._connection.executemany(f"UPDATE memo SET {column} = ? WHERE {column} = ?", [(to, from_) for from_, to in pairs])
