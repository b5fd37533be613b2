"""Writing what the team agrees on: versions of the codebook, owners of branches, codings looked at again, and who is one person."""

import json
import sqlite3
from collections.abc import Iterable

from qcoder.domain.aliases import Pair, alias_row
from qcoder.domain.codebooks import code_as_json
from qcoder.domain.codes import Code
from qcoder.project.journal import DATA_TABLES
from qcoder.project.write.rows import Rows


class TeamWriter:
    """Adds and changes versions, owners and reviews, and hands one coder's things to another."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._versions = Rows(connection, "codebook_version")
        self._owners = Rows(connection, "branch_owner")
        self._reviews = Rows(connection, "coding_review")

    def add_version(self, id_: int, name: str, coder_id: int, made_at: int, codes: Iterable[Code]) -> None:
        """Keep the codes as a named version."""
        content = json.dumps([code_as_json(code) for code in codes], ensure_ascii=False)
        self._versions.insert(id=id_, name=name, coder_id=coder_id, made_at=made_at, content=content)

    def rename_version(self, version_id: int, name: str) -> None:
        """Give a version another name."""
        self._versions.update(version_id, {"name": name})

    def delete_versions(self, ids: Iterable[int]) -> None:
        """Remove versions; the codebook stays."""
        self._versions.delete(ids)

    def add_owner(self, id_: int, code_id: int, coder_id: int, since: int) -> None:
        """Say that a coder looks after a branch."""
        self._owners.insert(id=id_, code_id=code_id, coder_id=coder_id, since=since)

    def set_since(self, ids: Iterable[int], since: int) -> None:
        """List changes by others from another moment on."""
        self._owners.update_many("since", [(since, id_) for id_ in ids])

    def delete_owners(self, ids: Iterable[int]) -> None:
        """Take ownerships away."""
        self._owners.delete(ids)

    def add_reviews(self, reviews: Iterable[tuple[int, int, int, int]]) -> None:
        """Note codings that were looked at again: (id, coding id, coder id, when in milliseconds UTC) each."""
        self._reviews.insert_many(("id", "coding_id", "coder_id", "made_at"), reviews)

    def hand_over_all(self, from_id: int, to_id: int) -> None:
        """Give everything that names one coder to another, in every table; of what may be there once only, the receiver's stays."""
        for table, column in self._coder_columns():
            for unique in self._unique(table, column):
                same = " AND ".join(f"other.{name} IS {table}.{name}" for name in unique if name != column)
                twin = f"SELECT 1 FROM {table} AS other WHERE other.{column} = ? AND {same}"
                self._connection.execute(f"DELETE FROM {table} WHERE {column} = ? AND EXISTS ({twin})", (from_id, to_id))
            self._connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (to_id, from_id))

    def delete_coder(self, coder_id: int) -> None:
        """Remove a coder to whom nothing belongs any more."""
        self._connection.execute("DELETE FROM coder WHERE id = ?", (coder_id,))

    def note_one(self, pair: Pair) -> None:
        """Note that two rows are one thing, for copies that have both."""
        row = alias_row(pair)
        if self._connection.execute("SELECT 1 FROM alias WHERE id = ?", row[:1]).fetchone() is None:
            self._connection.execute("INSERT INTO alias(id, table_name, one, other) VALUES (?, ?, ?, ?)", row)

    def _coder_columns(self) -> list[tuple[str, str]]:
        return [
            (table, column)
            for table in DATA_TABLES
            for (column,) in self._connection.execute(
                "SELECT \"from\" FROM pragma_foreign_key_list(?) WHERE \"table\" = 'coder' ORDER BY id", (table,)
            ).fetchall()
        ]

    def _unique(self, table: str, column: str) -> list[tuple[str, ...]]:
        """The groups of columns of a table that may occur once only, and that hold this column."""
        indexes = self._connection.execute("SELECT name FROM pragma_index_list(?) WHERE \"unique\" AND origin = 'c'", (table,)).fetchall()
        groups = [
            tuple(row[0] for row in self._connection.execute("SELECT name FROM pragma_index_info(?)", (index,))) for (index,) in indexes
        ]
        return [group for group in groups if column in group]
