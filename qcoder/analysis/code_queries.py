"""Codes with codes: which passages of one code stand in a relation to those of another. Pure: passages in, passages out.

A passage is (document id, start, end) in code points, end exclusive, never empty. Answers are sorted and none is there twice.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate

Passage = tuple[int, int, int]
Ends = tuple[int, int]


class Relation(StrEnum):
    """How the passages of A must stand to those of B."""

    AND = "and"
    OR = "or"
    NOT = "not"
    OVERLAPS = "overlaps"
    WITHIN = "within"
    CONTAINS = "contains"
    FOLLOWED_BY = "followed by"
    SAME_PARTICIPANT = "same participant"


def related(
    a: Iterable[Passage],
    b: Iterable[Passage],
    relation: Relation,
    *,
    turns: Mapping[int, Sequence[Ends]] | None = None,
    within_turns: int = 1,
    people: Callable[[Passage], Collection[int]] | None = None,
) -> list[Passage]:
    """The passages that `relation` asks for.

    AND: the text that carries both. OR: the text that carries either. NOT: passages of A that no B overlaps. OVERLAPS, WITHIN, CONTAINS:
    passages of A that share text with a B, lie wholly in a B, hold a B wholly. FOLLOWED_BY: from an A to the end of the first B that
    starts after it and at most `within_turns` of the document's `turns` later. SAME_PARTICIPANT: passages of A in words of a participant
    (`people` of a passage) in whose words there is a B somewhere.
    """
    if relation is Relation.SAME_PARTICIPANT:
        assert people is not None, "who spoke must be known"
        return _of_same(a, b, people)
    mine, others = _by_document(a), _by_document(b)
    found: list[Passage] = []
    for document_id in mine.keys() | (others.keys() if relation is Relation.OR else set()):
        ours, theirs = mine.get(document_id, []), others.get(document_id, [])
        if relation is Relation.FOLLOWED_BY:
            spans = _followed(ours, theirs, (turns or {}).get(document_id, ()), within_turns)
        else:
            spans = _RULES[relation](ours, theirs)
        found += [(document_id, start, end) for start, end in spans]
    return sorted(set(found))


def _by_document(passages: Iterable[Passage]) -> dict[int, list[Ends]]:
    found: dict[int, set[Ends]] = {}
    for document_id, start, end in passages:
        found.setdefault(document_id, set()).add((start, end))
    return {document_id: sorted(spans) for document_id, spans in found.items()}


def _joined(spans: Iterable[Ends]) -> list[Ends]:
    """Overlapping and touching stretches made one."""
    found: list[Ends] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _either(a: list[Ends], b: list[Ends]) -> list[Ends]:
    return _joined(a + b)


def _both(a: list[Ends], b: list[Ends]) -> list[Ends]:
    left, right = _joined(a), _joined(b)
    found, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            found.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return found


def _reach(spans: list[Ends]) -> list[int]:
    """For each of the sorted spans, the farthest end of it and those before it."""
    return list(accumulate((end for _start, end in spans), max))


def _overlapping(a: list[Ends], b: list[Ends]) -> list[Ends]:
    reach = _reach(b)
    return [(start, end) for start, end in a if (rank := bisect_left(b, (end, 0))) and reach[rank - 1] > start]


def _apart(a: list[Ends], b: list[Ends]) -> list[Ends]:
    touched = set(_overlapping(a, b))
    return [span for span in a if span not in touched]


def _within(a: list[Ends], b: list[Ends]) -> list[Ends]:
    starts, reach = [start for start, _end in b], _reach(b)
    return [(start, end) for start, end in a if (rank := bisect_right(starts, start)) and reach[rank - 1] >= end]


def _containing(a: list[Ends], b: list[Ends]) -> list[Ends]:
    starts = [start for start, _end in b]
    nearest = list(accumulate((end for _start, end in reversed(b)), min))[::-1]
    return [(start, end) for start, end in a if (rank := bisect_left(starts, start)) < len(b) and nearest[rank] <= end]


_RULES: Mapping[Relation, Callable[[list[Ends], list[Ends]], list[Ends]]] = {
    Relation.AND: _both,
    Relation.OR: _either,
    Relation.NOT: _apart,
    Relation.OVERLAPS: _overlapping,
    Relation.WITHIN: _within,
    Relation.CONTAINS: _containing,
}


def _followed(a: list[Ends], b: list[Ends], turns: Sequence[Ends], most: int) -> list[Ends]:
    begins = [start for start, _end in turns]
    found = []
    for start, end in a:
        rank = bisect_left(b, (end, 0))
        if rank < len(b) and bisect_right(begins, b[rank][0]) - bisect_right(begins, end - 1) <= most:
            found.append((start, b[rank][1]))
    return found


def _of_same(a: Iterable[Passage], b: Iterable[Passage], people: Callable[[Passage], Collection[int]]) -> list[Passage]:
    there: set[int] = set()
    for passage in set(b):
        there.update(people(passage))
    return sorted(passage for passage in set(a) if not there.isdisjoint(people(passage)))
