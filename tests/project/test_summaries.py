"""Summaries of framework matrices: written, confirmed, joined, taken away, and kept when codes are merged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.codes import AddCode
from qcoder.changes.people import DeleteParticipants
from qcoder.changes.summaries import ConfirmSummaries, JoinSummaries, WriteSummaries, Written
from qcoder.domain.errors import KnownError
from qcoder.domain.summaries import BasisChange, Case, CaseKind, basis_change, basis_of, passages_of
from qcoder.project.project import Project
from tests.strategies import small_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A small project."""
    with small_project(tmp_path).project as made:
        yield made


def cell(project: Project) -> tuple[Case, int]:
    """A participant and a code."""
    return Case(CaseKind.PARTICIPANT, project.read.study.participants()[0].id), next(iter(project.read.codes.tree().by_id))


def test_a_summary_is_written_changed_and_taken_away(project: Project) -> None:
    case, code = cell(project)
    done = project.do(WriteSummaries((Written(case, code, "  Far, and dear.\r\n", "12:40"),)))
    (one,) = project.read.summaries.of_cell(case, code)
    assert (one.text, one.basis, one.coder_id) == ("Far, and dear.", "12:40", project.coder[0])
    assert done.step is not None
    assert done.step.title == "Wrote the summary of Priya · local"
    project.do(WriteSummaries((Written(case, code, "Far.", "12:41"),)))
    assert [(s.id, s.text, s.basis) for s in project.read.summaries.all()] == [(one.id, "Far.", "12:41")]
    assert project.do(WriteSummaries((Written(case, code, "Far.", "99:1"),))).step is None, "nothing is otherwise"
    project.do(ConfirmSummaries(((one.id, "99:1"),)))
    assert project.read.summaries.all()[0].basis == "99:1"
    project.do(WriteSummaries((Written(case, code, " "),)))
    assert project.read.summaries.all() == []
    project.undo()
    assert project.read.summaries.all()[0].text == "Far."


def test_each_coder_has_a_summary_until_they_are_joined(project: Project) -> None:
    case, code = cell(project)
    project.do(WriteSummaries((Written(case, code, "Ana's."),)))
    project.act_as("Ben")
    project.do(WriteSummaries((Written(case, code, "Ben's."),)))
    one, two = project.read.summaries.of_cell(case, code)
    assert [one.text, two.text] == ["Ana's.", "Ben's."]
    with pytest.raises(KnownError):
        project.do(JoinSummaries(one.id, (one.id,), "x"))
    with pytest.raises(KnownError):
        project.do(JoinSummaries(one.id, (two.id,), " "))
    project.do(JoinSummaries(one.id, (two.id,), "Both."))
    assert [(s.id, s.text) for s in project.read.summaries.all()] == [(one.id, "Both.")]
    project.undo()
    assert len(project.read.summaries.all()) == 2


def test_what_is_gone_is_refused(project: Project) -> None:
    case, code = cell(project)
    with pytest.raises(KnownError, match="case is no longer"):
        project.do(WriteSummaries((Written(Case(CaseKind.PLACE, 5), code, "x"),)))
    with pytest.raises(KnownError, match="code is no longer"):
        project.do(WriteSummaries((Written(case, 5, "x"),)))
    with pytest.raises(KnownError):
        project.do(ConfirmSummaries(((5, ""),)))
    project.do(WriteSummaries((Written(case, code, "x"),)))
    project.do(DeleteParticipants((case.id,)))
    assert project.read.summaries.all() == []
    project.undo()
    assert len(project.read.summaries.all()) == 1


def test_merging_codes_loses_no_summary(project: Project) -> None:
    case, code = cell(project)
    other = project.do(AddCode("other")).result
    third = project.do(AddCode("third")).result
    project.do(WriteSummaries((Written(case, code, "First."), Written(case, other, "Second."))))
    project.do(MergeCodes(other, third))
    assert {s.code_id: s.text for s in project.read.summaries.all()} == {code: "First.", third: "Second."}
    project.do(WriteSummaries((Written(case, code, "First."),)))
    fourth = project.do(AddCode("fourth")).result
    project.do(WriteSummaries((Written(case, fourth, "Fourth."),)))
    project.do(MergeCodes(third, fourth))
    assert {s.code_id: s.text for s in project.read.summaries.all()} == {code: "First.", fourth: "Fourth.\n\nSecond."}
    project.undo()
    assert len(project.read.summaries.all()) == 3


@given(st.dictionaries(st.integers(1, 2**62), st.integers(1, 10**6)), st.dictionaries(st.integers(1, 2**62), st.integers(1, 10**6)))
def test_what_a_summary_rests_on_is_kept_and_compared(then: dict[int, int], now: dict[int, int]) -> None:
    basis = basis_of(then.items())
    assert passages_of(basis) == then
    change = basis_change(basis, now)
    assert change == BasisChange(
        sum(id_ not in then for id_ in now),
        sum(id_ not in now for id_ in then),
        sum(now.get(id_, length) != length for id_, length in then.items()),
    )
    assert bool(change) == (then != now)
    assert passages_of("nonsense 1: :2 3:4 x:5") == {3: 4}
