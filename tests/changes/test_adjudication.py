"""Decisions about differences between coders, and the consensus that they make."""

from dataclasses import dataclass

import pytest

from qcoder.analysis.agreement import Unit, agree
from qcoder.changes.adjudication import AdoptAgreed, DecidePassage, NoteDecision, TakeWidest, WithdrawDecisions
from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.codes import DeleteCodes
from qcoder.changes.codings import AddCodings, ChangeEnds, RecodeCodings, RemoveCodings
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


# -- codings that change after the decision --------------------------------------------------------------------------


def changed(team: Team) -> set[int]:
    """The decisions that rest on codings that have changed since."""
    return set(team.small.read.adjudication.changed_since(consensus_id(team.small.read.project_id())))


def theirs(team: Team, coder_id: int) -> int:
    """The coding of one of them."""
    (found,) = [c.id for c in team.small.read.codings.of_codes([team.small.learning], [coder_id]) if c.span.overlaps(team.long)]
    return found


def test_a_decision_rests_on_the_codings_of_then(team: Team) -> None:
    """Recoded, removed, other ends, or somebody codes the passage anew: it is told, until that is undone."""
    project, small = team.small.project, team.small
    ben = theirs(team, team.ben)
    project.do(ChangeEnds(ben, Span(team.long.start, team.long.end - 1)))
    project.undo()
    decision = team.decide(Verdict.ALL)
    assert changed(team) == set(), "what was done before it is in it"
    for change in (
        RecodeCodings((ben,), small.distance),
        RemoveCodings((ben,)),
        ChangeEnds(ben, Span(team.long.start, team.long.end - 3)),
        AddCodings((NewCoding(small.teacher, small.learning, Span(team.short.start, team.short.start + 3)),)),
    ):
        project.act_as("Cem")
        project.do(change)
        (told,) = small.read.adjudication.changed_since(consensus_id(small.read.project_id())).values()
        assert told.who == "Cem", change
        project.undo()
        assert changed(team) == set(), change
    assert [one.id for one in small.read.adjudication.decisions()] == [decision]


def test_other_codes_other_words_and_the_consensus_itself_change_nothing(team: Team) -> None:
    """Nor does a correction of the text that moves everything along."""
    project, small = team.small.project, team.small
    team.decide(Verdict.ALL)
    project.do(AddCodings((NewCoding(small.teacher, small.distance, team.short), NewCoding(small.teacher, small.learning, Span(0, 3)))))
    (own,) = [c.id for c in small.read.codings.of_codes([small.learning], [consensus_id(small.read.project_id())])]
    project.do(ChangeEnds(own, team.short))
    said = [("I", f"Well now. {TEACHER[0][1]}"), *TEACHER[1:]]
    project.do(EditText(small.teacher, transcript("Teacher", *said, interviewers=("I",))))
    assert changed(team) == set()
    project.do(RemoveCodings((theirs_anywhere(team, team.ben),)))
    assert len(changed(team)) == 1


def theirs_anywhere(team: Team, coder_id: int) -> int:
    """The longest coding of one of them, wherever the text has moved it."""
    return max(team.small.read.codings.of_codes([team.small.learning], [coder_id]), key=lambda coding: len(coding.span)).id


def test_deciding_anew_rests_on_the_codings_of_now(team: Team) -> None:
    """The new decision knows what has changed."""
    project = team.small.project
    team.decide(Verdict.ALL)
    project.do(ChangeEnds(theirs(team, team.ben), Span(team.long.start, team.long.end - 3)))
    assert len(changed(team)) == 1
    team.decide(Verdict.NONE)
    assert changed(team) == set()


def test_agreement_after_counts_the_codings_of_now(team: Team) -> None:
    """Who recodes after the decision agrees with the consensus less; the consensus stays as decided."""
    project, small = team.small.project, team.small
    team.decide(Verdict.ALL)
    consensus = consensus_id(small.read.project_id())

    def alike() -> float:
        return agree(small.read, [team.ben, consensus], None, Unit.CHARACTER, [small.teacher]).pairs[0].agree

    assert alike() == 1
    project.do(ChangeEnds(theirs(team, team.ben), team.short))
    assert alike() < 1
    assert team.consensus == [team.long]
