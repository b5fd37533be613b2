"""Changes to memos."""

import pytest

from qcoder.changes.codings import JoinCodings
from qcoder.changes.documents import SetWave
from qcoder.changes.memos import AddJournalEntry, DeleteMemos, EditMemo, SetMemo
from qcoder.changes.team import JoinCoders
from qcoder.domain.memos import Subject
from qcoder.domain.richtext import MARK, Block, Run, parse
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


def test_the_journal_has_any_number_of_entries(small: Small) -> None:
    small.project.do(SetMemo(Subject.PROJECT, None, "before there was a journal"))
    first, second = (small.project.do(AddJournalEntry(text)).result for text in ("Monday ", "Tuesday"))
    assert small.title() == "Wrote a journal entry"
    assert first is not None
    assert second is not None
    texts = [memo.text for memo in small.read.memos.of(Subject.PROJECT, None)]
    assert texts == ["before there was a journal", "Monday", "Tuesday"]
    small.project.do(EditMemo(first, "Monday, later"))
    assert small.title() == "Changed a journal entry"
    small.project.do(SetMemo(Subject.PROJECT, None, ""))
    small.project.do(EditMemo(second, MARK + "- "))
    assert small.title() == "Removed a journal entry"
    assert [memo.text for memo in small.read.memos.of(Subject.PROJECT, None)] == ["Monday, later"]
    assert small.project.do(AddJournalEntry(" \n")).step is None


def test_deleting_is_one_step_and_comes_back(small: Small) -> None:
    small.project.do(SetMemo(Subject.CODE, small.local, "a memo"))
    small.project.do(AddJournalEntry("an entry"))
    before = small.read.memos.all()
    small.project.do(DeleteMemos(tuple(memo.id for memo in before)))
    assert small.title() == "Deleted 3 memos"
    assert small.read.memos.all() == []
    small.project.undo()
    assert small.read.memos.all() == before


def test_nobody_changes_what_another_wrote(small: Small) -> None:
    small.project.do(SetMemo(Subject.CODE, small.local, "Ana's"))
    (memo,) = small.read.memos.of(Subject.CODE, small.local)
    assert small.project.do(EditMemo(memo.id, "Ana's")).step is None
    small.project.act_as("Ben")
    for change in (EditMemo(memo.id, "Ben's"), DeleteMemos((memo.id,))):
        assert "Only who wrote a memo" in refused(small, change)
    for gone in (EditMemo(1, "x"), DeleteMemos((memo.id, 1))):
        assert "no longer in the project" in refused(small, gone)


def test_memos_that_become_one_keep_the_manner_of_both(small: Small) -> None:
    one, other = small.code(small.head, "We", small.local), small.code(small.head, "meet", small.local)
    small.project.do(SetMemo(Subject.CODING, one, "2 * 3 [sic]"))
    small.project.do(SetMemo(Subject.CODING, other, MARK + "**far**"))
    small.project.do(JoinCodings((one, other)))
    (memo,) = small.read.memos.of(Subject.CODING, one)
    assert parse(memo.text) == (Block((Run("2 * 3 [sic]"),)), Block((Run("far", bold=True),)))


def test_joined_coders_keep_every_entry_of_the_journal(small: Small) -> None:
    small.project.do(AddJournalEntry("Ana's"))
    ana = small.project.coder[0]
    small.project.act_as("A. Nowak")
    small.project.do(AddJournalEntry("also Ana's"))
    other = small.project.coder[0]
    small.project.do(JoinCoders(other, ana))
    assert [(memo.text, memo.coder_id) for memo in small.read.memos.of(Subject.PROJECT, None)] == [("Ana's", ana), ("also Ana's", ana)]
