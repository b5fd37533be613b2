"""All memos as one list."""

from datetime import UTC, datetime

import pytest

from qcoder.changes.codes import AddCode
from qcoder.changes.memos import AddJournalEntry, SetMemo
from qcoder.domain.memos import Subject
from qcoder.domain.richtext import MARK
from qcoder.project.project import Project
from qcoder.project.read.memo_list import GROUPINGS, SORTS, FoundMemos, WantedMemos, find_memos
from qcoder.project.write import no_progress
from tests.strategies import Small


def found(project: Project, **wanted: object) -> FoundMemos:
    """What is found."""
    return find_memos(project.read, WantedMemos(**wanted), no_progress)  # type: ignore[arg-type]  # as each test says


def texts(project: Project, **wanted: object) -> list[str]:
    """The texts of what is found, in order."""
    return [line.text for line in found(project, **wanted).lines]


@pytest.fixture
def full(small: Small) -> Small:
    for subject, id_, text in (
        (Subject.DOCUMENT, small.head, "the head spoke long"),
        (Subject.CODE, small.local, MARK + "**Zoë** agrees"),
        (Subject.PARTICIPANT, small.priya, "new to the school"),
        (Subject.PLACE, small.school, "by the ring road"),
        (Subject.GROUP, small.teachers, "tired"),
    ):
        small.project.do(SetMemo(subject, id_, text))
    small.project.act_as("Ben")
    small.project.do(AddJournalEntry("Monday"))
    return small


def test_every_memo_says_what_it_is_about(full: Small) -> None:
    lines = {line.text: line for line in found(full.project).lines}
    assert len(lines) == found(full.project).of == 7
    coding = lines["far 🙂"]
    assert (coding.subject, coding.document_id, coding.span) == (Subject.CODING, full.teacher, full.read.codings.get(full.coding).span)  # type: ignore[union-attr]
    assert coding.thing == full.read.codes.tree().path(coding.code_id or 0)
    assert lines["the head spoke long"].document == lines["the head spoke long"].thing
    assert lines["new to the school"].thing == "Priya"
    assert lines["by the ring road"].thing.endswith(")")
    assert (lines["Monday"].subject, lines["Monday"].thing, lines["Monday"].coder) == (Subject.PROJECT, "", "Ben")


def test_choosing(full: Small) -> None:
    project = full.project
    assert texts(project, kinds=frozenset({Subject.PROJECT, Subject.GROUP})) == ["Monday", "tired"]
    assert texts(project, coders=frozenset({project.coder[0]})) == ["Monday"]
    assert set(texts(project, documents=frozenset({full.teacher, full.head}))) == {"far 🙂", "the head spoke long"}
    assert texts(project, text="zoe AGREES") == [MARK + "**Zoë** agrees"]
    assert texts(project, text="priya") == ["new to the school"]
    assert texts(project, text="**") == []
    now = int(datetime.now(UTC).timestamp() * 1000)
    assert texts(project, since=now + 60_000) == []
    assert len(texts(project, since=now - 3_600_000, until=now + 60_000)) == 7


def test_a_code_stands_for_its_branch(full: Small) -> None:
    child = full.project.do(AddCode("below", full.local)).result
    full.project.do(SetMemo(Subject.CODE, child, "of the child"))
    assert "of the child" in texts(full.project, codes=frozenset({full.local}))
    assert texts(full.project, codes=frozenset({child})) == ["of the child"]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("group_by", GROUPINGS)
def test_every_memo_stands_once_under_its_heading(full: Small, sort: str, group_by: str) -> None:
    some = found(full.project, sort=sort, group_by=group_by)
    assert sorted(line.id for line in some.lines) == sorted(memo.id for memo in full.read.memos.all())
    assert [section.first for section in some.sections] == [sum(s.count for s in some.sections[:n]) for n in range(len(some.sections))]
    assert sum(section.count for section in some.sections) == len(some.lines)
    assert len({section.key for section in some.sections}) == len(some.sections)


def test_order(full: Small) -> None:
    assert texts(full.project, sort="made", group_by="nothing")[0] == "Monday"
    full.project.act_as("Ana")
    full.project.do(SetMemo(Subject.GROUP, full.teachers, "tired, still"))
    assert texts(full.project, sort="changed", group_by="nothing")[0] == "tired, still"
    assert texts(full.project, sort="made", group_by="nothing")[0] == "Monday"
    kinds = [line.subject for line in found(full.project, sort="thing", group_by="nothing").lines]
    assert kinds == sorted(kinds, key=list(Subject).index)
