"""Writing summaries."""

import sqlite3
from collections.abc import Iterable

from qcoder.domain.summaries import CaseKind, Summary
from qcoder.project.write.rows import Rows


class SummaryWriter:
    """Adds, changes and removes summaries."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._rows = Rows(connection, "summary")

    def insert(self, summary: Summary) -> None:
        """Add one."""
        person = summary.case.kind is CaseKind.PARTICIPANT
        self._rows.insert(
            id=summary.id,
            participant_id=summary.case.id if person else None,
            place_id=None if person else summary.case.id,
            code_id=summary.code_id,
            coder_id=summary.coder_id,
            text=summary.text,
            basis=summary.basis,
            made_at=summary.made_at,
            changed_at=summary.changed_at,
        )

    def update(self, summary_id: int, **fields: str | int) -> None:
        """Change one: its text, its basis, its code."""
        self._rows.update(summary_id, fields)

    def delete(self, ids: Iterable[int]) -> None:
        """Remove some."""
        self._rows.delete(ids)
