"""Reading which codings are starred."""

import json
import sqlite3
from collections.abc import Collection


class StarReader:
    """The passages that somebody picked out as telling."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def coding_ids(self) -> set[int]:
        """The ids of all starred codings."""
        return {row[0] for row in self._connection.execute("SELECT coding_id FROM star").fetchall()}

    def among(self, coding_ids: Collection[int]) -> set[int]:
        """Those of the codings that are starred."""
        rows = self._connection.execute(
            "SELECT coding_id FROM star WHERE coding_id IN (SELECT value FROM json_each(?))", (json.dumps(list(coding_ids)),)
        )
        return {row[0] for row in rows.fetchall()}
