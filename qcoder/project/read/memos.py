"""Reading memos."""

import sqlite3

from qcoder.domain.memos import Memo, Subject

_COLUMNS = "id, document_id, code_id, coding_id, participant_id, coder_id, text, made_at, changed_at"


def _memo(row: tuple[int, int | None, int | None, int | None, int | None, int, str, int, int]) -> Memo:
    id_, document, code, coding, participant, coder, text, made_at, changed_at = row
    for subject, subject_id in (
        (Subject.DOCUMENT, document),
        (Subject.CODE, code),
        (Subject.CODING, coding),
        (Subject.PARTICIPANT, participant),
    ):
        if subject_id is not None:
            return Memo(id_, subject, subject_id, coder, text, made_at, changed_at)
    return Memo(id_, Subject.PROJECT, None, coder, text, made_at, changed_at)


class MemoReader:
    """What coders wrote about things."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, subject: Subject, subject_id: int | None) -> list[Memo]:
        """The memos about one thing, oldest first; at most one by each coder."""
        if subject is Subject.PROJECT:
            values: tuple[int | None, ...] = ()
            where = "document_id IS NULL AND code_id IS NULL AND coding_id IS NULL AND participant_id IS NULL"
        else:
            where, values = f"{subject.value}_id = ?", (subject_id,)
        return [_memo(row) for row in self._connection.execute(f"SELECT {_COLUMNS} FROM memo WHERE {where} ORDER BY id", values)]

    def all(self) -> list[Memo]:
        """Every memo, oldest first."""
        return [_memo(row) for row in self._connection.execute(f"SELECT {_COLUMNS} FROM memo ORDER BY id")]

    def of_codings(self) -> dict[int, str]:
        """Coding id -> its memos' text, joined by line breaks."""
        found: dict[int, str] = {}
        for coding_id, text in self._connection.execute("SELECT coding_id, text FROM memo WHERE coding_id IS NOT NULL ORDER BY id"):
            found[coding_id] = f"{found[coding_id]}\n{text}" if coding_id in found else text
        return found
