"""Decisions about differences between coders, and the consensus that they make."""

from dataclasses import dataclass

import pytest

from qcoder.changes.adjudication import AdoptAgreed, DecidePassage, NoteDecision, TakeWidest, WithdrawDecisions
from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.codes import DeleteCodes
from qcoder.changes.codings import AddCodings
from qcoder.changes.study import AddCoder
from qcoder.changes.texts import EditText
from qcoder.domain.adjudication import Verdict, consensus_id
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from tests.strategies import TEACHER, Small, content, transcript


@dataclass
class Team:
    """The small project with two coders who differ on where a passage about learning ends."""

    small: Small
    ana: int
    ben: int
    short: Span
    long: Span

    @property
    def consensus(self) -> list[Span]:
        """What the consensus has coded as learning."""
        id_ = consensus_id(self.small.read.project_id())
        return [coding.span for coding in self.small.read.codings.of_codes([self.small.learning], [id_])]

    def decide(self, verdict: Verdict, kept: int | None = None, ends: Span | None = None, note: str = "") -> int:
        """Decide about the passage that they differ on."""
        change = DecidePassage(self.small.teacher, self.small.learning, self.long, verdict, kept, ends, note)
        return self.small.project.do(change).result


@pytest.fixture
def team(small: Small) -> Team:
    ben = small.project.do(AddCoder("Ben")).result
    ana = next(coder.id for coder in small.read.study.coders() if coder.name == "Ana")
    short, long = small.span(small.teacher, "stand in Karen's doorway"), small.span(small.teacher, "stand in Karen's doorway 🙂 at the end")
    small.project.do(
        AddCodings(
            (
                NewCoding(small.teacher, small.learning, short, ana),
                NewCoding(small.teacher, small.learning, long, ben),
            )
        )
    )
    return Team(small, ana, ben, short, long)


def test_each_verdict_codes_what_it_says(team: Team) -> None:
    """Every decision replaces the one before it on the same passage, with the codings that followed from it."""
    other = Span(team.short.start, team.short.start + 5)
    for verdict, kept, ends, coded in (
        (Verdict.ONE, team.ana, None, [team.short]),
        (Verdict.ONE, team.ben, None, [team.long]),
        (Verdict.ALL, None, None, [team.long]),
        (Verdict.ENDS, None, other, [other]),
        (Verdict.NONE, None, None, []),
    ):
        team.decide(verdict, kept, ends, "we talked")
        assert team.consensus == coded
        decisions = team.small.read.adjudication.decisions()
        assert [(d.verdict, d.kept_id, d.note, d.coder_id, d.span) for d in decisions] == [
            (verdict, kept, "we talked", team.ana, team.long)
        ]
    assert len(team.small.read.codings.of_document(team.small.teacher)) == 3, "the coders' own codings are as they were"


def test_the_consensus_joins_the_team_with_the_first_decision_and_goes_with_its_undo(team: Team) -> None:
    before = content(team.small.read)
    team.decide(Verdict.ALL)
    coders = team.small.read.study.coders()
    assert [coder.name for coder in coders] == ["Ana", "Ben", "Consensus"]
    assert team.small.title() == "Decided about “stand in Karen's doorway 🙂 at the end” and “learning”: all of it"
    team.small.project.undo()
    assert content(team.small.read) == before


def test_a_coder_who_is_called_consensus_is_somebody_else(team: Team) -> None:
    """The consensus is known by its id, never by its name."""
    team.small.project.do(AddCoder("consensus"))
    team.decide(Verdict.ALL)
    assert [coder.name for coder in team.small.read.study.coders()][-1] == "Consensus (2)"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda t: DecidePassage(1, t.small.learning, t.long, Verdict.ALL), "no longer in the project"),
        (lambda t: DecidePassage(t.small.teacher, 1, t.long, Verdict.ALL), "code is no longer"),
        (lambda t: DecidePassage(t.small.teacher, t.small.learning, Span(0, 10**6), Verdict.ALL), "passage is no longer"),
        (lambda t: DecidePassage(t.small.teacher, t.small.learning, t.long, Verdict.ONE, 1), "coder to be followed"),
        (lambda t: DecidePassage(t.small.teacher, t.small.learning, t.long, Verdict.ENDS, None, Span(0, 2)), "touch the passage"),
        (lambda t: DecidePassage(t.small.teacher, t.small.learning, t.long, Verdict.ENDS), "Other ends"),
        (lambda _t: WithdrawDecisions((1,)), "decision is no longer"),
        (lambda _t: WithdrawDecisions(()), "Select a decision"),
        (lambda _t: NoteDecision(1, "x"), "decision is no longer"),
        (lambda _t: AdoptAgreed((), ()), "nothing to take over"),
        (lambda _t: AdoptAgreed((), (1,)), "document is no longer"),
        (lambda _t: TakeWidest(()), "no passage"),
    ],
)
def test_what_is_gone_is_refused(team: Team, change: object, sentence: str) -> None:
    """In a sentence, and nothing is written."""
    before = content(team.small.read)
    with pytest.raises(KnownError, match=sentence):
        team.small.project.do(change(team))  # type: ignore[operator]  # one of the lambdas above
    assert content(team.small.read) == before


def test_a_decision_is_taken_back_and_its_note_changed(team: Team) -> None:
    decision = team.decide(Verdict.ALL)
    team.small.project.do(NoteDecision(decision, " because "))
    assert team.small.read.adjudication.decisions()[0].note == "because"
    assert team.small.project.do(NoteDecision(decision, "because")).step is None, "the same note again is no change"
    team.small.project.do(WithdrawDecisions((decision,)))
    assert (team.consensus, team.small.read.adjudication.decisions()) == ([], [])


def test_what_is_alike_is_taken_over_once(team: Team) -> None:
    small = team.small
    passages = ((small.teacher, small.learning, team.short),)
    assert small.project.do(AdoptAgreed(passages, (small.teacher, small.head))).result == 1
    assert team.consensus == [team.short]
    id_ = consensus_id(small.read.project_id())
    assert {document for document, coders in small.read.documents.fully_coded().items() if id_ in coders} == {small.teacher, small.head}
    assert small.project.do(AdoptAgreed(passages, (small.teacher,))).step is None


def test_the_widest_ends_are_taken_in_one_step(team: Team) -> None:
    small = team.small
    steps = small.read.history.count()
    small.project.do(TakeWidest(((small.teacher, small.learning, team.long), (small.head, small.learning, Span(0, 4)))))
    assert small.read.history.count() == steps + 1
    assert [decision.verdict for decision in small.read.adjudication.decisions()] == [Verdict.ALL, Verdict.ALL]
    assert sorted(team.consensus) == sorted([team.long, Span(0, 4)])


def test_decisions_follow_a_code_that_is_merged_and_go_with_one_that_is_deleted(team: Team) -> None:
    team.decide(Verdict.ALL)
    team.small.project.do(MergeCodes(team.small.learning, team.small.distance))
    assert [decision.code_id for decision in team.small.read.adjudication.decisions()] == [team.small.distance]
    team.small.project.do(DeleteCodes((team.small.distance,)))
    assert team.small.read.adjudication.decisions() == []


def test_decisions_follow_a_corrected_text(team: Team) -> None:
    """The passage is found at its new place; where all of it is gone, so is the decision."""
    small = team.small
    team.decide(Verdict.ALL)
    turns = list(TEACHER)
    turns[0] = ("I", "Now then. " + turns[0][1])
    small.project.do(EditText(small.teacher, transcript("Teacher", *turns, interviewers=("I",))))
    decision = small.read.adjudication.decisions()[0]
    assert small.read.documents.text(small.teacher)[decision.span.start : decision.span.end] == "stand in Karen's doorway 🙂 at the end"
    small.project.do(EditText(small.teacher, transcript("Teacher", turns[0], turns[2], turns[3], interviewers=("I",))))
    assert small.read.adjudication.decisions() == []
