"""The arithmetic of what meets: which things lie near each other in a line, and in how many documents, with how many people."""

from collections.abc import Callable, Iterator

import numpy as np

from qcoder.analysis.compare import RowSpec
from qcoder.analysis.counts import NOBODY, SHIFT, Bools, Ints, Speech

Progress = Callable[[int, int], None]
CHUNK = 1_000_000
"""So many pairs are held at a time."""


def line(speech: Speech, same_speaker: bool) -> tuple[Ints, Ints, Ints]:
    """(place of each turn, first and last place of the same run by place): runs are documents, or one speaker's turns in a document."""
    turns = len(speech.starts)
    document = speech.starts >> SHIFT
    run = document * (len(speech.speakers) + 2) + speech.speaker + 1 if same_speaker else document
    order = np.lexsort((np.arange(turns), run))
    place = np.empty(turns, np.int64)
    place[order] = np.arange(turns)
    in_order = run[order]
    first = np.searchsorted(in_order, in_order, "left").astype(np.int64)
    return place, first, np.searchsorted(in_order, in_order, "right").astype(np.int64) - 1


def distinct(values: Ints) -> Ints:
    """The different values in order; for numbers all over the place sorting is several times quicker than np.unique, which hashes."""
    in_order = np.sort(values)
    new = np.ones(len(in_order), np.bool_)
    new[1:] = in_order[1:] != in_order[:-1]
    return in_order[new]


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
        self._documents.append(distinct((key << SHIFT) + document))

    def people(self, key: Ints, person: Ints) -> None:
        """These pairs meet with these participants (ranks, or NOBODY)."""
        known = person != NOBODY
        self._people.append(distinct((key[known] << SHIFT) + person[known]))

    def told(self) -> tuple[Ints, Ints]:
        """How many documents and participants by pair."""
        if self._known[0] is not None and self._known[1] is not None:
            return self._known[0], self._known[1]
        both = [np.bincount(distinct(np.concatenate(some)) >> SHIFT, minlength=self._size) for some in (self._documents, self._people)]
        return both[0].astype(np.int64), both[1].astype(np.int64)


class Told:
    """Things that belong to rows (turns, say), each with a tag (its document, its speaker): how many different tags some of them have.

    A tag of NOBODY is none.
    """

    def __init__(self, row: Ints, tag: Ints, size: int) -> None:
        self._size = size
        keys = (row << SHIFT) + tag + 1
        different = distinct(keys)
        self._at = np.searchsorted(different, keys)
        known = (different & ((1 << SHIFT) - 1)) > 0
        self._row = np.where(known, different >> SHIFT, size)

    def of(self, chosen: Bools) -> Ints:
        """By row, of the things chosen."""
        there = np.zeros(len(self._row), np.bool_)
        there[self._at[chosen]] = True
        return np.bincount(self._row[there], minlength=self._size + 1)[: self._size].astype(np.int64)
