"""Reading tables of cards: what lies on which pile, and whose words those are."""

import json
import sqlite3
from collections.abc import Collection

from qcoder.domain.sorting import Card, Pile, Sorting

_SORTING = (
    "SELECT id, name, coder_id, made_at, (SELECT count(*) FROM card WHERE sorting_id = sorting.id),"
    " (SELECT count(*) FROM pile WHERE sorting_id = sorting.id) FROM sorting"
)
_CARD = "SELECT id, sorting_id, pile_id, code_id, coding_id, position FROM card"
_PILE = "SELECT id, sorting_id, name, note, position FROM pile"


class SortingReader:
    """The tables of cards."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Sorting]:
        """Every table, the oldest first."""
        return [Sorting(*row) for row in self._connection.execute(f"{_SORTING} ORDER BY id")]

    def get(self, sorting_id: int) -> Sorting | None:
        """One table, or None when it is gone."""
        row = self._connection.execute(f"{_SORTING} WHERE id = ?", (sorting_id,)).fetchone()
        return None if row is None else Sorting(*row)

    def piles(self, sorting_id: int) -> list[Pile]:
        """The piles of a table in order."""
        rows = self._connection.execute(f"{_PILE} WHERE sorting_id = ? ORDER BY position, id", (sorting_id,))
        return [Pile(*row) for row in rows.fetchall()]

    def pile(self, pile_id: int) -> Pile | None:
        """One pile, or None when it is gone."""
        row = self._connection.execute(f"{_PILE} WHERE id = ?", (pile_id,)).fetchone()
        return None if row is None else Pile(*row)

    def cards(self, sorting_id: int) -> list[Card]:
        """The cards of a table in the order in which they lie on their piles, without those of codings that may not be seen now."""
        rows = self._connection.execute(
            f"{_CARD} WHERE sorting_id = ? AND (coding_id IS NULL OR EXISTS (SELECT 1 FROM coding WHERE coding.id = card.coding_id))"
            " ORDER BY position, id",
            (sorting_id,),
        )
        return [Card(*row) for row in rows.fetchall()]

    def cards_of(self, card_ids: Collection[int]) -> list[Card]:
        """Those of the cards that are there."""
        rows = self._connection.execute(f"{_CARD} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(card_ids)),))
        return [Card(*row) for row in rows.fetchall()]

    def people(self, sorting_id: int) -> dict[int, list[tuple[int, int | None]]]:
        """Card -> (participant, their place) of everybody of whose words its quote covers some; interviewers are none of them."""
        rows = self._connection.execute(
            "SELECT DISTINCT card.id, participant.id, participant.place_id FROM card JOIN coding ON coding.id = card.coding_id"
            " JOIN turn ON turn.document_id = coding.document_id AND turn.span_start < coding.span_end"
            " AND turn.span_end > coding.span_start"
            " JOIN speaker ON speaker.id = turn.speaker_id AND speaker.interviewer = 0"
            " JOIN participant ON participant.id = speaker.participant_id WHERE card.sorting_id = ?",
            (sorting_id,),
        )
        found: dict[int, list[tuple[int, int | None]]] = {}
        for card_id, participant_id, place_id in rows.fetchall():
            found.setdefault(card_id, []).append((participant_id, place_id))
        return found
