"""Cards sorted into piles: what a table of cards holds, where a card goes between two others, and which quotes a sample takes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

STEP = 1024
"""The room left between two cards, so that a card that goes between them leaves all others as they are."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """A table on which cards are sorted; `cards` and `piles` are how many it has, `made_at` is UTC in ms."""

    id: int
    name: str
    coder_id: int
    made_at: int
    cards: int = 0
    piles: int = 0


@dataclass(frozen=True, slots=True)
class Pile:
    """Cards that belong together; the note says what holds them together."""

    id: int
    sorting_id: int
    name: str
    note: str
    position: int


@dataclass(frozen=True, slots=True)
class Card:
    """A code or a coded passage on a table; on no pile it is still to be sorted."""

    id: int
    sorting_id: int
    pile_id: int | None
    code_id: int | None
    coding_id: int | None
    position: int


def places_between(before: int | None, after: int | None, count: int) -> list[int] | None:
    """Rising positions for so many cards between two others (None: nothing is there); None where there is no room for them."""
    if after is None:
        start = 0 if before is None else before
        return [start + STEP * (number + 1) for number in range(count)]
    if before is None:
        return [after - STEP * (count - number) for number in range(count)]
    gap = (after - before) // (count + 1)
    return [before + gap * (number + 1) for number in range(count)] if gap else None


def placed(others: Sequence[Card], moved: Sequence[int], at: int | None) -> list[tuple[int, int]]:
    """(position, card id) of every card that has to be placed anew when `moved` go to place `at` among the others (None: the end)."""
    at = len(others) if at is None else max(0, min(at, len(others)))
    before = others[at - 1].position if at else None
    after = others[at].position if at < len(others) else None
    room = places_between(before, after, len(moved))
    if room is not None:
        return list(zip(room, moved, strict=True))
    ids = [card.id for card in others]
    return [(STEP * (number + 1), id_) for number, id_ in enumerate([*ids[:at], *moved, *ids[at:]])]


def drawn(ids: Sequence[int], count: int, seed: int) -> list[int]:
    """So many of the ids in their order: those with the smallest SHA-256 of `seed:id`, whoever draws and whenever."""
    rank = sorted(ids, key=lambda id_: hashlib.sha256(f"{seed}:{id_}".encode()).digest())
    taken = set(rank[:count])
    return [id_ for id_ in ids if id_ in taken]
