"""Reading a project whole, table by table and with its history: for merge, which treats all nouns alike."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from qcoder.project.journal import DATA_TABLES, columns_of
from qcoder.project.read import Reader

Value = int | str | None
Row = tuple[Value, ...]

# Long texts stay in the file until they are needed; a hash beside them stands for them.
_HEAVY = {("document", "text"): "text_hash"}


@dataclass(frozen=True, slots=True)
class Link:
    """A column that holds the id of a row of `target`; `leaves` when a row outlives what it points at (ON DELETE SET NULL)."""

    column: str
    target: str
    leaves: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A data table: `columns` in order without long texts, `id` first; `unique` are column groups that may occur once only."""

    name: str
    columns: tuple[str, ...]
    links: tuple[Link, ...]
    unique: tuple[tuple[str, ...], ...]


class WholeReader:
    """Whole tables and the journal of one project. Rows are tuples in the order of `Table.columns`."""

    def __init__(self, read: Reader) -> None:
        if read.blind:
            raise AssertionError("whole tables are asked of a reader from which nothing is hidden")
        self._connection = read.connection
        self.tables = {name: self._table(name) for name in DATA_TABLES}

    def rows(self, table: str) -> dict[int, Row]:
        """Every row of a table by its id."""
        rows = self._connection.execute(f"SELECT {', '.join(self.tables[table].columns)} FROM {table}")
        return {row[0]: row for row in rows}

    def ids(self, table: str) -> list[int]:
        """The ids of a table."""
        return [row[0] for row in self._connection.execute(f"SELECT id FROM {table}")]

    def some_rows(self, table: str, ids: Collection[int]) -> dict[int, Row]:
        """The rows of a table that have these ids, those that are there."""
        query = f"SELECT {', '.join(self.tables[table].columns)} FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
        return {row[0]: row for row in self._connection.execute(query, (json.dumps(sorted(ids)),))}

    def pointing(self, table: str, column: str, targets: Collection[int]) -> list[int]:
        """The ids of the rows of a table whose column holds one of these ids."""
        query = f"SELECT id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self._connection.execute(query, (json.dumps(sorted(targets)),))]

    def long_texts(self, table: str, ids: Collection[int]) -> dict[str, dict[int, str]]:
        """Column -> id -> text of the long texts that `rows` leaves out."""
        found: dict[str, dict[int, str]] = {}
        for owner, column in _HEAVY:
            if owner == table:
                query = f"SELECT {column} FROM {table} WHERE id = ?"
                found[column] = {id_: str(self._connection.execute(query, (id_,)).fetchone()[0]) for id_ in ids}
        return found

    def step_ids(self) -> list[tuple[int, int]]:
        """(seq, id) of every step, oldest first; ids are unique across files, so a shared one is shared history."""
        return self._connection.execute("SELECT seq, id FROM step ORDER BY seq").fetchall()

    def images_after(self, seq: int) -> Iterator[tuple[int, str, int, str | None]]:
        """Stream (step seq, table, row id, before-image) of all that was done after a step, latest first."""
        first = self._connection.execute("SELECT min(first_image) FROM step WHERE seq > ?", (seq,)).fetchone()[0]
        if first is None:
            return
        starts = self._connection.execute("SELECT first_image, seq FROM step WHERE seq > ? ORDER BY seq DESC", (seq,)).fetchall()
        position = 0
        for image, table, row_id, before in self._connection.execute(
            "SELECT seq, table_name, row_id, before FROM image WHERE seq >= ? ORDER BY seq DESC", (first,)
        ):
            while starts[position][0] > image:
                position += 1
            yield starts[position][1], table, row_id, before

    def merged_ids(self) -> set[int]:
        """The ids of the steps of other files that were taken in by merges."""
        return {row[0] for row in self._connection.execute("SELECT id FROM merged_step")}

    def steps_for_others(self) -> dict[int, Row]:
        """Every step of this file, and those that it took in, by id, as rows of `merged_step`."""
        own = self._connection.execute(
            "SELECT step.id, step.at, step.coder_id, step.who, step.title, step.origin, step.why, taken_back.id FROM step"
            " LEFT JOIN step AS taken_back ON taken_back.seq = step.reverses ORDER BY step.seq"
        )
        return {row[0]: row for row in own} | self.rows("merged_step")

    def long_text_of(self, table: str, column: str, before: str) -> str:
        """One of the long texts that rows leave out, from a before-image."""
        if (table, column) not in _HEAVY:
            raise AssertionError(f"{table}.{column} is no long text")
        return str(json.loads(before)[column])

    def row_of(self, table: str, before: str) -> Row:
        """A before-image as a row."""
        values = json.loads(before)
        return tuple(values.get(column) for column in self.tables[table].columns)

    def _table(self, name: str) -> Table:
        columns = tuple(column for column in columns_of(self._connection, name) if (name, column) not in _HEAVY)
        links = self._connection.execute('SELECT "from", "table", on_delete FROM pragma_foreign_key_list(?) ORDER BY id', (name,))
        indexes = self._connection.execute("SELECT name FROM pragma_index_list(?) WHERE \"unique\" AND origin = 'c' ORDER BY name", (name,))
        unique = tuple(
            tuple(row[0] for row in self._connection.execute("SELECT name FROM pragma_index_info(?)", (index,)))
            for (index,) in indexes.fetchall()
        )
        return Table(name, columns, tuple(Link(column, target, rule == "SET NULL") for column, target, rule in links), unique)
