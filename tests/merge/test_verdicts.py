"""Differences between coders that both sides decided, and otherwise: one verdict holds, with what follows from it."""

import pytest

from qcoder.changes.adjudication import DecidePassage
from qcoder.changes.codings import AddCodings
from qcoder.changes.memos import SetMemo
from qcoder.domain.adjudication import Verdict, consensus_id
from qcoder.domain.codings import NewCoding
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.merge import merge, preview
from qcoder.project.project import Project
from tests.merge.people import same_whatever_ids
from tests.merge.study import code, coded, copied, document

SHORT, LONG = Span(50, 60), Span(50, 75)


@pytest.fixture
def differing(ana: Project) -> Project:
    """Ana and Ben differ on where a passage of “trust” ends; then Ben gets his copy."""
    coded(ana, "trust", "two", SHORT.start, SHORT.end)
    ana.act_as("Ben")
    coded(ana, "trust", "two", LONG.start, LONG.end)
    ana.act_as("Ana")
    return ana


def decide(project: Project, verdict: Verdict, *, span: Span = LONG, ends: Span | None = None, note: str = "") -> None:
    """Decide about the passage."""
    coders = {coder.name: coder.id for coder in project.read.study.coders()}
    kept = coders["Ana"] if verdict is Verdict.ONE else None
    project.do(DecidePassage(document(project, "two"), code(project, "trust"), span, verdict, kept, ends, note))


def consensus(project: Project) -> list[Span]:
    """What the consensus has coded."""
    return [coding.span for coding in project.read.codings.of_codes(None, [consensus_id(project.read.project_id())])]


@pytest.mark.parametrize("take", ["mine", "theirs"])
@pytest.mark.parametrize(
    ("hers", "his", "outcomes"),
    [
        ((Verdict.ALL, None), (Verdict.NONE, None), ([LONG], [])),
        ((Verdict.ONE, None), (Verdict.ALL, None), ([SHORT], [LONG])),
        ((Verdict.ENDS, Span(50, 55)), (Verdict.ENDS, Span(52, 80)), ([Span(50, 55)], [Span(52, 80)])),
        ((Verdict.NONE, None), (Verdict.ENDS, Span(52, 80)), ([], [Span(52, 80)])),
    ],
)
def test_the_chosen_verdict_holds(
    differing: Project,
    take: str,
    hers: tuple[Verdict, Span | None],
    his: tuple[Verdict, Span | None],
    outcomes: tuple[list[Span], list[Span]],
) -> None:
    ana = differing
    with copied(ana, "Ben") as ben:
        decide(ana, hers[0], ends=hers[1], note="hers")
        decide(ben, his[0], ends=his[1])
        (conflict,) = preview(ana.read, ben.read).undecided
        assert (conflict.kind, conflict.choices) == ("changed", ("mine", "theirs"))
        assert len(conflict.passages) == 1
        merge(ana, ben.path, take=take)
        chosen = outcomes[0] if take == "mine" else outcomes[1]
        assert consensus(ana) == chosen
        (decision,) = ana.read.adjudication.decisions()
        assert decision.verdict is (hers if take == "mine" else his)[0]
        assert preview(ana.read, ben.read).nothing
        assert merge(ben, ana.path).result.conflicts == ()
        assert consensus(ben) == chosen
        assert same_whatever_ids(ben) == same_whatever_ids(ana)
        assert ana.check() == ben.check() == []


def test_the_same_verdict_is_one(differing: Project) -> None:
    ana = differing
    with copied(ana, "Ben") as ben:
        for project in (ana, ben):
            decide(project, Verdict.ALL)
        assert preview(ana.read, ben.read).conflicts == ()
        merge(ana, ben.path)
        assert consensus(ana) == [LONG]
        assert len(ana.read.adjudication.decisions()) == 1


@pytest.mark.parametrize("take", ["mine", "theirs"])
def test_decisions_about_overlapping_words_are_one_question(differing: Project, take: str) -> None:
    ana = differing
    with copied(ana, "Ben") as ben:
        third = NewCoding(document(ben, "two"), code(ben, "trust"), Span(70, 90))
        ben.do(AddCodings((third,)))
        decide(ana, Verdict.ALL)
        decide(ben, Verdict.ALL, span=Span(50, 90))
        (conflict,) = preview(ana.read, ben.read).undecided
        assert conflict.id.startswith("decided:")
        merge(ana, ben.path, take=take)
        span = LONG if take == "mine" else Span(50, 90)
        assert consensus(ana) == [span]
        assert [decision.span for decision in ana.read.adjudication.decisions()] == [span]
        merge(ben, ana.path)
        assert same_whatever_ids(ben) == same_whatever_ids(ana)


def test_a_decision_made_anew_on_one_side_is_no_question(differing: Project) -> None:
    ana = differing
    decide(ana, Verdict.ALL)
    with copied(ana, "Ben") as ben:
        decide(ben, Verdict.NONE)
        assert preview(ana.read, ben.read).conflicts == ()
        merge(ana, ben.path)
        assert consensus(ana) == []


def test_what_was_written_about_the_consensus_coding_that_goes_is_kept(differing: Project) -> None:
    ana = differing
    with copied(ana, "Ben") as ben:
        decide(ana, Verdict.ALL)
        (mine,) = ana.read.codings.of_codes(None, [consensus_id(ana.read.project_id())])
        ana.do(SetMemo(Subject.CODING, mine.id, "why all of it"))
        decide(ben, Verdict.NONE)
        merge(ana, ben.path, take="theirs")
        (memo,) = ana.read.memos.all()
        assert (memo.subject, memo.text) == (Subject.DOCUMENT, "why all of it")
        merge(ben, ana.path)
        assert same_whatever_ids(ben) == same_whatever_ids(ana)
