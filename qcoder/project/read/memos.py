"""Reading memos."""

import sqlite3
from collections.abc import Collection

from qcoder.domain.memos import Memo, Subject
from qcoder.domain.richtext import plain

_SUBJECTS = tuple(subject for subject in Subject if subject is not Subject.PROJECT)
_COLUMNS = ", ".join(["id", *(f"{subject.value}_id" for subject in _SUBJECTS), "coder_id", "text", "made_at", "changed_at"])


def _memo(row: tuple[int | str | None, ...]) -> Memo:
    id_, *about = row[: len(_SUBJECTS) + 1]
    coder, text, made_at, changed_at = row[len(_SUBJECTS) + 1 :]
    filled = ((subject, int(found)) for subject, found in zip(_SUBJECTS, about, strict=True) if found is not None)
    subject, subject_id = next(filled, (Subject.PROJECT, None))
    return Memo(int(id_ or 0), subject, subject_id, int(coder or 0), str(text), int(made_at or 0), int(changed_at or 0))


class MemoReader:
    """What coders wrote about things."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, subject: Subject, subject_id: int | None) -> list[Memo]:
        """The memos about one thing, oldest first; at most one by each coder, but any number about the project."""
        if subject is Subject.PROJECT:
            values: tuple[int | None, ...] = ()
            where = " AND ".join(f"{subject.value}_id IS NULL" for subject in _SUBJECTS)
        else:
            where, values = f"{subject.value}_id = ?", (subject_id,)
        return [_memo(row) for row in self._connection.execute(f"SELECT {_COLUMNS} FROM memo WHERE {where} ORDER BY id", values)]

    def all(self) -> list[Memo]:
        """Every memo, oldest first."""
        return [_memo(row) for row in self._connection.execute(f"SELECT {_COLUMNS} FROM memo ORDER BY id")]

    def of_ids(self, ids: Collection[int]) -> list[Memo]:
        """These memos, oldest first, without those that are gone."""
        found: list[Memo] = []
        wanted = sorted(set(ids))
        for first in range(0, len(wanted), 500):
            some = wanted[first : first + 500]
            marks = ", ".join("?" * len(some))
            found += [
                _memo(row) for row in self._connection.execute(f"SELECT {_COLUMNS} FROM memo WHERE id IN ({marks}) ORDER BY id", some)
            ]
        return found

    def get(self, memo_id: int) -> Memo | None:
        """One memo, or None when it is gone."""
        return next(iter(self.of_ids([memo_id])), None)

    def things(self, subject: Subject) -> set[int]:
        """The ids of the things of a kind about which there is a memo; of none for the project."""
        if subject is Subject.PROJECT:
            return set()
        column = f"{subject.value}_id"
        return {row[0] for row in self._connection.execute(f"SELECT DISTINCT {column} FROM memo WHERE {column} IS NOT NULL")}

    def codings_in(self, document_id: int) -> frozenset[int]:
        """The codings in a document about which there is a memo."""
        ask = "SELECT coding_id FROM memo WHERE coding_id IN (SELECT id FROM coding WHERE document_id = ?)"
        return frozenset(row[0] for row in self._connection.execute(ask, (document_id,)))

    def of_codings(self) -> dict[int, str]:
        """Coding id -> its memos' text as it reads, joined by line breaks."""
        found: dict[int, str] = {}
        for coding_id, text in self._connection.execute("SELECT coding_id, text FROM memo WHERE coding_id IS NOT NULL ORDER BY id"):
            text = plain(text)
            found[coding_id] = f"{found[coding_id]}\n{text}" if coding_id in found else text
        return found
