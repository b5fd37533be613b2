"""The past a page at a time: in order, nothing twice, nothing left out, with what merges brought under their merge."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.changes.codes import AddCode
from qcoder.domain.codings import Origin
from qcoder.merge.preview import merge
from qcoder.project.past import Asked, Place, Told, everything, page
from qcoder.project.project import Project
from tests.strategies import Small, small_project


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """Ana's study, into which two copies were merged in which Ben and Cy had worked."""
    small = small_project(tmp_path)
    for name, codes in (("Ben", ("trust", "time")), ("Cy", ("rooms",))):
        copy = small.project.save_copy(tmp_path / f"{name}.qcoder")
        with Project.open(copy, name) as theirs:
            for code in codes:
                theirs.do(AddCode(code))
        merge(small.project, copy)
    small.project.do(AddCode("later"))
    small.project.undo()
    yield small
    small.project.close()


def pages(small: Small, asked: Asked, wanted: int) -> list[Told]:
    """All lines, page by page."""
    found: list[Told] = []
    place: Place | None = None
    while True:
        one = page(small.read, asked, place, wanted)
        found += one.lines
        if one.next is None:
            return found
        place = one.next


def test_merges_are_followed_by_what_they_brought(small: Small) -> None:
    lines = pages(small, Asked(), 100)
    assert [line.seq for line in lines if not line.brought] == [step.seq for step in small.read.history.steps()]
    assert [line.undone for line in lines[:2]] == [False, True]
    told = [(line.who, line.title, line.file) for line in lines if line.brought]
    assert [(who, file.split("”")[0]) for who, _title, file in told] == [("Cy", "Merged “Cy.qcoder"), *[("Ben", "Merged “Ben.qcoder")] * 2]
    assert "time" in told[1][1]
    merges = [number for number, line in enumerate(lines) if line.origin is Origin.MERGE]
    assert all(lines[number + 1].brought for number in merges)
    assert len(lines) == small.read.history.count() + small.read.history.merged_count()


def test_what_an_undone_merge_brought_is_gone_with_it(small: Small) -> None:
    small.project.undo()
    assert {line.who for line in pages(small, Asked(), 100) if line.brought} == {"Ben"}
    small.project.redo()
    lines = pages(small, Asked(), 100)
    assert [line.who for line in lines if line.brought] == ["Cy", "Ben", "Ben"]
    assert len({line.id for line in lines}) == len(lines)


@pytest.mark.parametrize("wanted", [1, 2, 3, 5])
def test_pages_join_without_gap_or_repetition(small: Small, wanted: int) -> None:
    """Also where a page ends in the midst of what a merge brought."""
    assert pages(small, Asked(), wanted) == pages(small, Asked(), 100) == list(everything(small.read, Asked()))


def test_looking_by_person_kind_and_words(small: Small) -> None:
    assert small.read.history.names() == ["Ana", "Ben", "Cy"]
    assert [line.who for line in pages(small, Asked(who="Ben"), 100)] == ["Ben", "Ben"]
    assert {line.origin for line in pages(small, Asked(origins=frozenset({Origin.MERGE})), 100)} == {Origin.MERGE}
    assert [line.who for line in pages(small, Asked("Ben", words="TRUST ben"), 100)] == ["Ben"]
    assert [line.origin for line in pages(small, Asked("Ana", words="trust"), 100)] == [Origin.MERGE], "its reason tells what it brought"
    assert pages(small, Asked(words="nowhere"), 2) == []


def test_looking_can_be_stopped(small: Small) -> None:
    heard: list[tuple[int, int]] = []
    assert list(everything(small.read, Asked(words="nowhere"), lambda done, total: heard.append((done, total)))) == []
    assert heard[0] == (0, small.read.history.last())


@given(st.text(max_size=8), st.text(max_size=8))
def test_words_may_stand_anywhere_and_in_any_case(first: str, second: str) -> None:
    told = Told(1, 0, "Ana", f"Coded {first} in {second}", Origin.HAND, "", False, 1)
    assert Asked(words=f"{second.upper()} coded".lower()).fits(told) or second.lower() != second.upper().lower()
