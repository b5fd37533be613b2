"""Places in their lines ordered by the words beside them, as concordances are read."""

from enum import StrEnum

from qcoder.analysis.finding import Hit
from qcoder.domain.folding import fold, words_in

_WORDS = 5
_NEAR = 80
"""Of what stands around a place so many characters are looked at."""


class Order(StrEnum):
    """How the places of a search are ordered."""

    PLACE = "place"
    BEFORE = "before"
    AFTER = "after"


def key_of(hit: Hit, order: Order) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a place is ordered by: the words beside it, nearest first, then those at its other side."""
    before = tuple(words_in(fold(hit.before[-_NEAR:]).text)[::-1][:_WORDS])
    after = tuple(words_in(fold(hit.after[:_NEAR]).text)[:_WORDS])
    return (before, after) if order is Order.BEFORE else (after, before)
