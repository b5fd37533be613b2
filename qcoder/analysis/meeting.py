"""The arithmetic of what meets: which things lie near each other in a line, and in how many documents, with how many people."""

from collections.abc import Callable, Iterator

import numpy as np

from qcoder.analysis.compare import RowSpec
from qcoder.analysis.counts import NOBODY, SHIFT, Ints, Speech

Progress = Callable[[int, int], None]
CHUNK = 1_000_000
"""So many pairs are held at a time."""


def line(speech: Speech, same_speaker: bool) -> tuple[Ints, Ints]:
    """(place of each turn, last place of the same run by place): runs are documents, or one speaker's turns in a document."""
    turns = len(speech.starts)
    document = speech.starts >> SHIFT
    run = document * (len(speech.speakers) + 2) + speech.speaker + 1 if same_speaker else document
    order = np.lexsort((np.arange(turns), run))
    place = np.empty(turns, np.int64)
    place[order] = np.arange(turns)
    in_order = run[order]
    return place, np.searchsorted(in_order, in_order, "right").astype(np.int64) - 1


def nested(one: RowSpec, other: RowSpec) -> bool:
    """Whether one row lies within the other, or shares codes with it."""
    return bool(one.code_ids & other.code_ids)


def expanded(many: Ints, progress: Progress) -> Iterator[tuple[Ints, Ints]]:
    """(i, j) for every i and the `many[i]` places right after it, some at a time."""
    many = np.maximum(many, 0)
    upto = np.cumsum(many)
    start, size = 0, len(many)
    while start < size:
        progress(start, size)
        done = int(upto[start - 1]) if start else 0
        stop = max(int(np.searchsorted(upto, done + CHUNK, "right")), start + 1)
        some = many[start:stop]
        i = np.repeat(np.arange(start, stop), some)
        j = np.arange(len(i)) - np.repeat(np.cumsum(some) - some, some) + i + 1
        yield i, j
        start = stop


class Met:
    """In which documents and with whom pairs meet; each counts once."""

    def __init__(self, size: int, documents: Ints | None = None, people: Ints | None = None) -> None:
        """`documents` and `people` by pair, where they are known already."""
        self._size = size * size
        self._known = documents, people
        self._documents: list[Ints] = [np.zeros(0, np.int64)]
        self._people: list[Ints] = [np.zeros(0, np.int64)]

    def documents(self, key: Ints, document: Ints) -> None:
        """These pairs meet in these documents (ranks)."""
        self._documents.append(np.unique((key << SHIFT) + document))

    def people(self, key: Ints, person: Ints) -> None:
        """These pairs meet with these participants (ranks, or NOBODY)."""
        known = person != NOBODY
        self._people.append(np.unique((key[known] << SHIFT) + person[known]))

    def told(self) -> tuple[Ints, Ints]:
        """How many documents and participants by pair."""
        if self._known[0] is not None and self._known[1] is not None:
            return self._known[0], self._known[1]
        both = [np.bincount(np.unique(np.concatenate(some)) >> SHIFT, minlength=self._size) for some in (self._documents, self._people)]
        return both[0].astype(np.int64), both[1].astype(np.int64)
