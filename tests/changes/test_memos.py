"""Changes to memos."""

import pytest

from qcoder.changes.documents import SetWave
from qcoder.changes.memos import SetMemo
from qcoder.domain.memos import Subject
from tests.changes.test_codes import refused
from tests.strategies import Small


@pytest.mark.parametrize("subject", list(Subject))
def test_write_change_remove(small: Small, subject: Subject) -> None:
    small.project.do(SetWave((small.head,), "2024"))
    of = {
        Subject.PROJECT: None,
        Subject.DOCUMENT: small.head,
        Subject.CODE: small.local,
        Subject.CODING: small.code(small.head, "We", small.local),
        Subject.PARTICIPANT: small.priya,
        Subject.PLACE: small.school,
        Subject.GROUP: small.teachers,
        Subject.WAVE: small.read.study.waves()[0].id,
    }
    subject_id = of[subject]
    small.project.do(SetMemo(subject, subject_id, "first 🙂\nمذكرة  "))
    assert small.title() == "Wrote a memo"
    (memo,) = small.read.memos.of(subject, subject_id)
    assert (memo.text, memo.subject, memo.subject_id) == ("first 🙂\nمذكرة", subject, subject_id)
    assert small.project.do(SetMemo(subject, subject_id, "first 🙂\nمذكرة")).step is None
    small.project.do(SetMemo(subject, subject_id, "second"))
    assert small.title() == "Changed a memo"
    small.project.do(SetMemo(subject, subject_id, " \n"))
    assert small.title() == "Removed a memo"
    assert small.read.memos.of(subject, subject_id) == []


def test_each_coder_has_their_own(small: Small) -> None:
    small.project.do(SetMemo(Subject.CODE, small.local, "Ana's"))
    small.project.act_as("Ben")
    small.project.do(SetMemo(Subject.CODE, small.local, "Ben's"))
    small.project.do(SetMemo(Subject.CODE, small.local, ""))
    assert [memo.text for memo in small.read.memos.of(Subject.CODE, small.local)] == ["Ana's"]


def test_nothing_written_is_no_step(small: Small) -> None:
    """Not even by somebody new, who joins the team with their first change only."""
    small.project.act_as("Ben")
    assert small.project.do(SetMemo(Subject.PROJECT, None, "  ")).step is None
    assert len(small.read.study.coders()) == 1


def test_refusals(small: Small) -> None:
    for subject in (Subject.CODING, Subject.CODE, Subject.DOCUMENT, Subject.PARTICIPANT):
        assert "no longer in the project" in refused(small, SetMemo(subject, 1, "x"))
