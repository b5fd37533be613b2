"""Writing codes."""

import sqlite3
from collections.abc import Iterable

from qcoder.domain.codes import Code
from qcoder.project.write.rows import Rows, Value

_COLUMN = {"full": "full_definition", "when": "when_to_use", "when_not": "when_not_to_use"}


class CodeWriter:
    """Adds, changes and removes codes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._rows = Rows(connection, "code")

    def insert(self, codes: Iterable[Code]) -> None:
        """Add codes, parents before children."""
        self._rows.insert_many(
            (
                "id",
                "name",
                "parent_id",
                "position",
                "brief",
                "full_definition",
                "when_to_use",
                "when_not_to_use",
                "example",
                "color",
                "key",
            ),
            [(c.id, c.name, c.parent_id, c.position, c.brief, c.full, c.when, c.when_not, c.example, c.color, c.key) for c in codes],
        )

    def update(self, code_id: int, **fields: Value) -> None:
        """Change fields of one code by the names they have in `Code`."""
        self._rows.update(code_id, {_COLUMN.get(name, name): value for name, value in fields.items()})

    def place(self, positions: Iterable[tuple[int, int]]) -> None:
        """Set the order among siblings: (position, code id) each."""
        self._rows.update_many("position", positions)

    def delete(self, ids: Iterable[int]) -> None:
        """Remove codes with their subcodes, codings and memos."""
        self._rows.delete(ids)
