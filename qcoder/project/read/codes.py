"""Reading the codebook."""

import sqlite3

from qcoder.domain.codes import Code, CodeTree

_COLUMNS = "id, name, parent_id, position, brief, full_definition, when_to_use, when_not_to_use, example, color, key"


class CodeReader:
    """The codes and how often they occur."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def tree(self) -> CodeTree:
        """The whole codebook."""
        return CodeTree(Code(*row) for row in self._connection.execute(f"SELECT {_COLUMNS} FROM code"))

    def get(self, code_id: int) -> Code | None:
        """One code, or None when it is gone."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM code WHERE id = ?", (code_id,)).fetchone()
        return None if row is None else Code(*row)

    def counts(self) -> dict[int, int]:
        """How many codings each code has of its own; codes without any are absent."""
        return dict(self._connection.execute("SELECT code_id, count(*) FROM coding GROUP BY code_id"))

    def document_counts(self) -> dict[int, int]:
        """In how many documents each code is used."""
        return dict(self._connection.execute("SELECT code_id, count(DISTINCT document_id) FROM coding GROUP BY code_id"))

    def last_used(self, coder_id: int, limit: int = 9) -> list[int]:
        """The codes that this coder used last, latest first."""
        rows = self._connection.execute(
            "SELECT code_id FROM (SELECT id, code_id FROM coding WHERE coder_id = ? ORDER BY id DESC LIMIT 500)"
            " GROUP BY code_id ORDER BY max(id) DESC LIMIT ?",
            (coder_id, limit),
        )
        return [row[0] for row in rows]
