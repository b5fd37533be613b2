"""Reading saved questions."""

import sqlite3

from qcoder.domain.queries import SavedQuery

_COLUMNS = "id, workspace, name, asked, coder_id, made_at"


class QueryReader:
    """The questions that are kept with the project."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, query_id: int) -> SavedQuery | None:
        """One of them, or None when it is gone."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM saved_query WHERE id = ?", (query_id,)).fetchone()
        return None if row is None else SavedQuery(*row)

    def of(self, workspace: str) -> list[SavedQuery]:
        """Those of one workspace, by name."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM saved_query WHERE workspace = ?", (workspace,)).fetchall()
        return sorted((SavedQuery(*row) for row in rows), key=lambda query: (query.name.casefold(), query.id))
