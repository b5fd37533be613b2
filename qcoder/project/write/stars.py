"""Writing which codings are starred."""

import sqlite3
from collections.abc import Iterable, Sequence

from qcoder.project.write.rows import Rows


class StarWriter:
    """Gives stars to codings and takes them away."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows = Rows(connection, "star")

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Star codings that are not starred yet: (id of the star, coding id) each."""
        self._rows.insert_many(("id", "coding_id"), pairs)

    def remove(self, coding_ids: Iterable[int]) -> None:
        """Take the stars off codings."""
        self._connection.executemany("DELETE FROM star WHERE coding_id = ?", [(coding_id,) for coding_id in coding_ids])

    def hand_over(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Let codings that become others, (from, to) ids each, keep their star; a star that is there already stays the one."""
        self._connection.executemany("UPDATE OR IGNORE star SET coding_id = ? WHERE coding_id = ?", [(to, from_) for from_, to in pairs])
