"""A copy made for a colleague comes back: their work is added, and what the copy was made without is not taken for deleted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qcoder.changes.codes import AddCode, EditCode
from qcoder.changes.codings import AddCodings, RemoveCodings
from qcoder.changes.documents import RenameDocument
from qcoder.changes.memos import SetMemo
from qcoder.domain.codings import NewCoding
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.merge import merge, preview
from qcoder.project.handover import CopyFor, hand_over, merge_notes
from qcoder.project.project import Project
from tests.merge.study import begin, code, document
from tests.strategies import Content, content


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Project]:
    """Ana's project, in which Ben coded as well."""
    project = begin(tmp_path)
    project.act_as("Ben")
    project.do(AddCodings((NewCoding(document(project, "one"), code(project, "trust"), Span(46, 60), memo="Ben's"),)))
    project.act_as("Ana")
    project.do(SetMemo(Subject.CODE, code(project, "trust"), "Ana on trust"))
    yield project
    project.close()


def given_to(ana: Project, copy: CopyFor) -> Project:
    """A copy, opened by whom it is for."""
    return Project.open(hand_over(ana, ana.path.with_name("copy.qcoder"), copy), copy.made_for)


def missing(before: Content, after: Content) -> dict[str, set[int]]:
    """Rows that were there and are not any more."""
    gone = {table: set(before[table]) - set(after[table]) for table in before}
    return {table: ids for table, ids in gone.items() if ids}


COPIES: dict[str, Callable[[Project], CopyFor]] = {
    "all": lambda _project: CopyFor("Cy"),
    "blind": lambda _project: CopyFor("Cy", blind=True),
    "blind for Ben": lambda _project: CopyFor("Ben", blind=True),
    "some": lambda project: CopyFor("Cy", frozenset({document(project, "one")})),
    "some, blind": lambda project: CopyFor("Cy", frozenset({document(project, "one")}), blind=True),
}


@pytest.mark.parametrize("kind", COPIES)
def test_untouched_it_brings_nothing_and_takes_nothing(ana: Project, kind: str) -> None:
    """Merging it straight back changes nothing."""
    copy = given_to(ana, COPIES[kind](ana))
    copy.close()
    before = content(ana.read)
    merge(ana, copy.path)
    after = content(ana.read)
    told = {"merged_step"}  # that the copy was made is history
    assert {table: rows for table, rows in after.items() if table not in told} == {t: rows for t, rows in before.items() if t not in told}


@pytest.mark.parametrize("kind", COPIES)
def test_the_colleagues_work_is_added_and_nothing_is_lost(ana: Project, kind: str) -> None:
    """Also when both went on meanwhile; and what the colleague did delete is deleted."""
    one, trust = document(ana, "one"), code(ana, "trust")
    with given_to(ana, COPIES[kind](ana)) as copy:
        fresh = copy.do(AddCode("talk", code(copy, "local"))).result
        kept, withdrawn = copy.do(AddCodings((NewCoding(one, fresh, Span(0, 5), memo="mine"), NewCoding(one, trust, Span(0, 5))))).result
        copy.do(RemoveCodings((withdrawn,)))
        copy.do(EditCode(trust, brief="To rely on somebody"))
        copy.do(RenameDocument(one, "One"))
        path = copy.path
    ana.do(AddCodings((NewCoding(document(ana, "two"), trust, Span(0, 5)),)))
    before = content(ana.read)
    merge(ana, path)
    after = content(ana.read)
    assert missing(before, after) == {}
    assert set(after["coding"]) - set(before["coding"]) == {kept}
    found = ana.read.codes.get(trust)
    assert found is not None
    assert found.brief == "To rely on somebody"
    assert "One" in ana.read.documents.names()
    assert ana.check() == []
    merge(ana, path)
    assert content(ana.read)["coding"] == after["coding"]
    ana.undo()
    assert content(ana.read) == before


def test_a_coding_that_the_colleague_deleted_is_deleted(ana: Project) -> None:
    """Their own, from before the copy was made."""
    (own,) = [c.id for c in ana.read.codings.of_codes() if c.coder_id != ana.coder[0]]
    with given_to(ana, CopyFor("Ben", blind=True)) as copy:
        copy.do(RemoveCodings((own,)))
        path = copy.path
    before = content(ana.read)
    merge(ana, path)
    assert missing(before, content(ana.read))["coding"] == {own}


def test_the_original_taken_into_a_blind_copy(ana: Project) -> None:
    """The person is told that it can bring others' work in; whatever comes in, the copy stays whole and loses nothing."""
    with given_to(ana, CopyFor("Cy", blind=True)) as copy:
        (note,) = merge_notes(copy.read, ana.read)
        assert "can bring in" in note
        assert note in preview(copy.read, ana.read).notes
        copy.do(AddCodings((NewCoding(document(copy, "one"), code(copy, "trust"), Span(0, 5)),)))
        before = content(copy.read)
        fresh = ana.do(AddCodings((NewCoding(document(ana, "two"), code(ana, "trust"), Span(0, 5)),))).result
        ana.do(SetMemo(Subject.CODING, next(iter(ana.read.codings.of_codes())).id, "on a coding that the copy does not have"))
        merge(copy, ana.path)
        after = content(copy.read)
        assert missing(before, after) == {}
        assert set(fresh) <= set(after["coding"])
        assert copy.check() == []
