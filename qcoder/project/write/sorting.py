"""Writing tables of cards."""

import sqlite3
from collections.abc import Iterable

from qcoder.domain.sorting import Card, Pile, Sorting
from qcoder.project.write.rows import Rows


class SortingWriter:
    """Adds, changes and removes tables, piles and cards."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sortings = Rows(connection, "sorting")
        self._piles = Rows(connection, "pile")
        self._cards = Rows(connection, "card")

    def insert(self, sorting: Sorting) -> None:
        """Add a table."""
        self._sortings.insert(id=sorting.id, name=sorting.name, coder_id=sorting.coder_id, made_at=sorting.made_at)

    def rename(self, sorting_id: int, name: str) -> None:
        """Give a table another name."""
        self._sortings.update(sorting_id, {"name": name})

    def delete(self, sorting_id: int) -> None:
        """Remove a table with its piles and cards."""
        self._sortings.delete([sorting_id])

    def insert_pile(self, pile: Pile) -> None:
        """Add a pile."""
        self._piles.insert(id=pile.id, sorting_id=pile.sorting_id, name=pile.name, note=pile.note, position=pile.position)

    def change_pile(self, pile_id: int, **fields: str) -> None:
        """Change name or note of a pile."""
        self._piles.update(pile_id, fields)

    def place_piles(self, positions: Iterable[tuple[int, int]]) -> None:
        """Set the order of piles: (position, pile id) each."""
        self._piles.update_many("position", positions)

    def delete_pile(self, pile_id: int) -> None:
        """Remove a pile; its cards stay on the table."""
        self._piles.delete([pile_id])

    def insert_cards(self, cards: Iterable[Card]) -> None:
        """Add cards."""
        self._cards.insert_many(
            ("id", "sorting_id", "pile_id", "code_id", "coding_id", "position"),
            [(c.id, c.sorting_id, c.pile_id, c.code_id, c.coding_id, c.position) for c in cards],
        )

    def put_cards(self, card_ids: Iterable[int], pile_id: int | None) -> None:
        """Put cards onto a pile, or back to those still to be sorted."""
        self._cards.update_many("pile_id", [(pile_id, card_id) for card_id in card_ids])

    def place_cards(self, positions: Iterable[tuple[int, int]]) -> None:
        """Set where cards lie on their piles: (position, card id) each."""
        self._cards.update_many("position", positions)

    def hand_over(self, column: str, pairs: Iterable[tuple[int, int]]) -> None:
        """Let cards show what took the place of what they show, (from, to) ids in `code_id` or `coding_id`; where that has a card on
        the table already, it is the one that stays."""
        self._connection.executemany(
            f"UPDATE card SET {column} = ? WHERE {column} = ?"
            f" AND NOT EXISTS (SELECT 1 FROM card AS other WHERE other.sorting_id = card.sorting_id AND other.{column} = ?)",
            [(to, from_, to) for from_, to in pairs],
        )

    def delete_cards(self, card_ids: Iterable[int]) -> None:
        """Take cards off the table; codings and codes stay."""
        self._cards.delete(card_ids)
