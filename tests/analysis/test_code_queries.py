"""Codes with codes against brute force, character by character."""

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.code_queries import Passage, Relation, related

DOCUMENTS, LENGTH = 2, 24


@st.composite
def passages(draw: st.DrawFn) -> list[Passage]:
    """A few passages in two short documents."""
    found = []
    for _number in range(draw(st.integers(0, 7))):
        start = draw(st.integers(0, LENGTH - 1))
        found.append((draw(st.integers(1, DOCUMENTS)), start, draw(st.integers(start + 1, LENGTH))))
    return found


def letters(some: list[Passage]) -> set[tuple[int, int]]:
    """Every character covered."""
    return {(document, at) for document, start, end in some for at in range(start, end)}


@given(a=passages(), b=passages())
def test_and_or_are_the_text_of_both_and_of_either(a: list[Passage], b: list[Passage]) -> None:
    for relation, wanted in ((Relation.AND, letters(a) & letters(b)), (Relation.OR, letters(a) | letters(b))):
        answer = related(a, b, relation)
        assert letters(answer) == wanted
        assert sum(end - start for _document, start, end in answer) == len(wanted), "nothing twice"
        for document, start, end in answer:
            assert (document, start - 1) not in wanted
            assert (document, end) not in wanted


def overlap(one: Passage, other: Passage) -> bool:
    """Some character is in both."""
    return bool(letters([one]) & letters([other]))


@given(a=passages(), b=passages())
def test_relations_of_passages(a: list[Passage], b: list[Passage]) -> None:
    rules: dict[Relation, Callable[[Passage], bool]] = {
        Relation.OVERLAPS: lambda x: any(overlap(x, y) for y in b),
        Relation.NOT: lambda x: not any(overlap(x, y) for y in b),
        Relation.WITHIN: lambda x: any(letters([x]) <= letters([y]) for y in b),
        Relation.CONTAINS: lambda x: any(letters([y]) <= letters([x]) for y in b),
    }
    for relation, holds in rules.items():
        assert related(a, b, relation) == sorted({x for x in a if holds(x)}), relation


@st.composite
def turns(draw: st.DrawFn) -> dict[int, list[tuple[int, int]]]:
    """Turns that cover some of each document."""
    found = {}
    for document in range(1, DOCUMENTS + 1):
        cuts = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
        found[document] = list(pairwise(cuts))
    return found


@given(a=passages(), b=passages(), where=turns(), most=st.integers(0, 3))
def test_followed_by(a: list[Passage], b: list[Passage], where: dict[int, list[tuple[int, int]]], most: int) -> None:
    def number(document: int, place: int) -> int:
        return sum(start <= place for start, _end in where[document])

    wanted = set()
    for document, start, end in a:
        later = sorted((s, e) for d, s, e in b if d == document and s >= end)
        if later and number(document, later[0][0]) - number(document, end - 1) <= most:
            wanted.add((document, start, later[0][1]))
    assert related(a, b, Relation.FOLLOWED_BY, turns=where, within_turns=most) == sorted(wanted)


@given(a=passages(), b=passages(), who=st.lists(st.sets(st.integers(1, 3)), min_size=LENGTH, max_size=LENGTH))
def test_same_participant(a: list[Passage], b: list[Passage], who: list[set[int]]) -> None:
    def people(passage: Passage) -> set[int]:
        return set().union(*who[passage[1] : passage[2]])

    wanted = sorted({x for x in a if any(people(x) & people(y) for y in b)})
    assert related(a, b, Relation.SAME_PARTICIPANT, people=people) == wanted
