"""Memos of two copies: the journal is both people's entries, and a memo that both changed keeps the words and the manner of both."""

from pathlib import Path

import pytest

from qcoder.changes.memos import AddJournalEntry, SetMemo
from qcoder.domain.memos import Subject
from qcoder.domain.richtext import MARK, Block, Kind, Run, parse
from qcoder.merge import merge, preview
from tests.merge.study import begin, code, copied


def test_journals_of_both_stand_side_by_side(tmp_path: Path) -> None:
    """Two entries by one coder on two machines are two, whereas two memos by them about one code are one question."""
    with begin(tmp_path) as ana, copied(ana, "elsewhere") as elsewhere:
        elsewhere.act_as(ana.coder[1])
        ana.do(AddJournalEntry("at the office"))
        elsewhere.do(AddJournalEntry("on the train"))
        assert preview(ana.read, elsewhere.read).conflicts == ()
        merge(ana, elsewhere.path)
        assert [memo.text for memo in ana.read.memos.of(Subject.PROJECT, None)] == ["at the office", "on the train"]


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("2 * 3", MARK + "**far**", (Block((Run("2 * 3"),)), Block(), Block((Run("far", bold=True),)))),
        (MARK + "- one", "[sic]", (Block((Run("one"),), Kind.BULLET), Block(), Block((Run("[sic]"),)))),
        (MARK + "*a*", MARK + "1. b", (Block((Run("a", italic=True),)), Block(), Block((Run("b"),), Kind.NUMBER))),
    ],
)
def test_both_texts_of_a_memo_keep_their_manner(tmp_path: Path, mine: str, theirs: str, both: tuple[Block, ...]) -> None:
    with begin(tmp_path) as ana:
        trust = code(ana, "trust")
        ana.do(SetMemo(Subject.CODE, trust, "at first"))
        with copied(ana, "elsewhere") as elsewhere:
            elsewhere.act_as(ana.coder[1])
            ana.do(SetMemo(Subject.CODE, trust, mine))
            elsewhere.do(SetMemo(Subject.CODE, trust, theirs))
            (conflict,) = preview(ana.read, elsewhere.read).conflicts
            assert MARK not in conflict.mine + conflict.theirs
            merge(ana, elsewhere.path, {conflict.id: "both"})
        (memo,) = ana.read.memos.of(Subject.CODE, trust)
        assert parse(memo.text) == both
