"""Reading summaries."""

import sqlite3

from qcoder.domain.summaries import Case, CaseKind, Summary

_COLUMNS = "id, participant_id, place_id, code_id, coder_id, text, basis, made_at, changed_at"


def _summary(row: tuple[int, int | None, int | None, int, int, str, str, int, int]) -> Summary:
    id_, participant, place, code, coder, text, basis, made, changed = row
    case = Case(CaseKind.PARTICIPANT, participant) if participant is not None else Case(CaseKind.PLACE, place or 0)
    return Summary(id_, case, code, coder, text, basis, made, changed)


class SummaryReader:
    """What coders wrote about cases and themes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Summary]:
        """Every summary, oldest first."""
        return [_summary(row) for row in self._connection.execute(f"SELECT {_COLUMNS} FROM summary ORDER BY made_at, id")]

    def of_cell(self, case: Case, code_id: int) -> list[Summary]:
        """The summaries of one cell, oldest first; at most one by each coder."""
        column = "participant_id" if case.kind is CaseKind.PARTICIPANT else "place_id"
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM summary WHERE {column} = ? AND code_id = ? ORDER BY made_at, id", (case.id, code_id)
        )
        return [_summary(row) for row in rows]

    def get(self, summary_id: int) -> Summary | None:
        """One of them, or None when it is gone."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM summary WHERE id = ?", (summary_id,)).fetchone()
        return None if row is None else _summary(row)
