"""Writing saved questions."""

import sqlite3
from collections.abc import Iterable

from qcoder.domain.queries import SavedQuery
from qcoder.project.write.rows import Rows


class QueryWriter:
    """Adds, changes and removes saved questions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._rows = Rows(connection, "saved_query")

    def insert(self, query: SavedQuery) -> None:
        """Keep a question."""
        self._rows.insert(
            id=query.id, workspace=query.workspace, name=query.name, asked=query.asked, coder_id=query.coder_id, made_at=query.made_at
        )

    def update(self, query_id: int, **fields: str | int) -> None:
        """Give a question another name, or let it ask something else."""
        self._rows.update(query_id, fields)

    def delete(self, ids: Iterable[int]) -> None:
        """Remove questions."""
        self._rows.delete(ids)
