"""Autocoding: which passages a rule finds, which questions are recognised, and what would come of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from qcoder.analysis.asked import Asked
from qcoder.analysis.autocoding import ByQuestion, BySearch, BySpeaker, Plan, Role, Rule, plan, target_of
from qcoder.analysis.finding import Extent, Where, Whose
from qcoder.analysis.questions import Kind, Question, recognised
from qcoder.changes.autocode import Autocode, CodeTarget
from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from qcoder.project.write import Cancelled

GUIDE = (
    "Thank you for coming 🙂. Where do you go first for advice about maths?",
    "What makes it hard to get to the hub?",
    "If you could change one thing about training, what would it be?",
)


def interview(name: str, *said: tuple[str | None, str]) -> Transcript:
    """An interview; nobody says what stands between turns."""
    text, turns = "", []
    for speaker, words in said:
        text += "\n\n" if text else ""
        if speaker is not None:
            turns.append(Turn(Span(len(text), len(text) + len(words)), speaker))
        text += words
    return Transcript(name, text, tuple(turns), frozenset({"I"}))


ONE = interview(
    "one",
    ("I", GUIDE[0]), ("P", "Next door."), ("I", "Can you say more?"), ("P", "Karen knows."), ("I", "Can you say more?"),
    ("P", "Not really."),
    ("I", GUIDE[1]), ("P", "The ring road 😀. Nobody covers."), ("I", GUIDE[2]), ("P", "More time."),
)  # fmt: skip
TWO = interview(
    "two",
    ("I", "So, where do you go first for maths advice?"), ("Q", "The office."), ("I", "Can you say more?"), ("Q", "No."),
    ("I", "And what makes it hard for you to get to the hub?"), ("Q", "Nothing."), ("R", "The road, for me."),
)  # fmt: skip
NUMBERED = (
    interview("n1", ("I", "Q1. Who are you?"), ("P", "A head."), ("I", "7. And the hub?"), ("P", "Far."), ("P", "At 7.30 it is shut.")),
    interview("n2", ("I", "Question 1: who are you"), ("S", "A teacher."), ("I", "(7) Well, the hub?"), ("S", "Near.")),
    interview("n3", (None, "Getting there"), ("P", "By bus."), (None, "Cost"), ("P", "Too much.")),
    interview("n4", (None, "Getting there"), ("S", "By car."), (None, "Cost"), ("S", "Nothing."), ("S", "Really.")),
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two interviews from one guide, each in its own words."""
    with Project.create(tmp_path / "p.qcoder", "P", "Ana") as made:
        made.do(ImportDocuments((ONE, TWO)))
        yield made


def ids(project: Project) -> list[int]:
    """All documents."""
    return [document.id for document in project.read.documents.all()]


def words(project: Project, planned: Plan) -> list[tuple[str, int]]:
    """(text, target) of every passage."""
    texts = dict(project.read.documents.texts())
    return [(texts[one.document_id][one.span.start : one.span.end], one.target) for one in planned.passages]


def planned(project: Project, rule: Rule, *targets: CodeTarget) -> Plan:
    """What would be coded with a new code, or with these."""
    return plan(project.read, rule, targets or (CodeTarget(None, "new"),), project.coder[0])


def answers(questions: Sequence[Question], roles: Sequence[Role] = (), where: Where = Where(), *, whole: bool = False) -> ByQuestion:  # noqa: B008  # frozen
    """The rule for the questions that seem to be of the guide."""
    usual = tuple(Role.CODE if question.opens else Role.NOTHING for question in questions)
    return ByQuestion(tuple(questions), tuple(roles) or usual, where, whole)


def test_questions_are_recognised_by_their_words(project: Project) -> None:
    found = recognised(project.read, ids(project))
    assert [(question.documents, len(question.asked), question.opens) for question in found] == [(2, 2, True), (2, 3, False), (2, 2, True)]
    assert "advice" in found[0].text
    assert found[1].text == "Can you say more?", "asked on and on: not a question of the guide"
    assert {question.kind for question in found} == {Kind.WORDING}
    assert found[2].name.casefold().endswith("get to the hub")


def test_by_number_and_by_heading(tmp_path: Path) -> None:
    with Project.create(tmp_path / "n.qcoder", "N", "Ana") as project:
        project.do(ImportDocuments(NUMBERED))
        found = recognised(project.read, ids(project))
        assert [(q.kind, q.number, q.name, q.documents) for q in found if q.number] == [
            (Kind.NUMBER, "1", "q1", 2), (Kind.NUMBER, "7", "q7", 2),
        ]  # fmt: skip
        assert [(q.kind, q.text, q.opens) for q in found if not q.number] == [
            (Kind.HEADING, "Getting there", True), (Kind.HEADING, "Cost", True),
        ]  # fmt: skip
        targets = [target_of(project.read.codes.tree(), question.name) for question in found]
        got = words(project, planned(project, answers(found), *targets))
        by_name: dict[str, list[str]] = {}
        for text, target in got:
            by_name.setdefault(found[target].name, []).append(text)
        assert by_name == {
            "q1": ["A head.", "A teacher."],
            "q7": ["Far.", "At 7.30 it is shut.", "Near."],
            "Getting there": ["By bus.", "By car."],
            "Cost": ["Too much.", "Nothing.", "Really."],
        }


def test_several_numbers_in_one_turn(tmp_path: Path) -> None:
    """The answer is one to all that is asked before it; a line between turns may have its number without a mark."""
    said = "1. Read the tab.\n1.a Was it enough?\nAnything else?\n1.b If not, what more?"
    talks = [interview(name, (None, "2 Log in"), ("P", "Done."), ("I", said), ("P", f"Yes, {name}.")) for name in ("a", "b")]
    with Project.create(tmp_path / "n.qcoder", "N", "Ana") as project:
        project.do(ImportDocuments(tuple(talks)))
        found = recognised(project.read, ids(project))
        assert sorted((q.number, q.text) for q in found) == [
            ("1", "Read the tab."), ("1.a", "Was it enough? Anything else?"), ("1.b", "If not, what more?"), ("2", "Log in"),
        ]  # fmt: skip
        got = words(project, planned(project, answers(found), *(CodeTarget(None, q.name) for q in found)))
        assert sorted((text, found[target].number) for text, target in got) == [
            ("Done.", "2"), ("Done.", "2"), ("Yes, a.", "1"), ("Yes, a.", "1.a"), ("Yes, a.", "1.b"),
            ("Yes, b.", "1"), ("Yes, b.", "1.a"), ("Yes, b.", "1.b"),
        ]  # fmt: skip


def test_answers(project: Project) -> None:
    found = recognised(project.read, ids(project))
    targets = [CodeTarget(None, question.name) for question in found]
    assert words(project, planned(project, answers(found), *targets)) == [
        ("Next door.", 0), ("Karen knows.", 0), ("Not really.", 0), ("The ring road 😀. Nobody covers.", 2), ("More time.", 2),
        ("The office.", 0), ("No.", 0), ("Nothing.", 2), ("The road, for me.", 2),
    ]  # fmt: skip
    whole = words(project, planned(project, answers(found, whole=True), *targets))
    assert whole[0] == ("Next door.\n\nCan you say more?\n\nKaren knows.\n\nCan you say more?\n\nNot really.", 0)
    assert len(whole) == 4
    ends = words(project, planned(project, answers(found, (Role.CODE, Role.ENDS, Role.NOTHING)), *targets))
    assert ends == [("Next door.", 0), ("The office.", 0)]
    one_of_them = Where(labels=frozenset({"r"}))
    assert words(project, planned(project, answers(found, where=one_of_them), *targets)) == [("The road, for me.", 2)]


def test_by_search_as_far_as_it_is_said(project: Project) -> None:
    asked = Asked(text="road")
    assert [text for text, _t in words(project, planned(project, BySearch(asked)))] == ["road", "road"]
    assert [text for text, _t in words(project, planned(project, BySearch(asked, Extent.SENTENCE)))] == [
        "The ring road 😀.",
        "The road, for me.",
    ]
    assert words(project, planned(project, BySearch(asked, Extent.TURN)))[0][0] == "The ring road 😀. Nobody covers."
    with pytest.raises(KnownError, match="not closed"):
        planned(project, BySearch(Asked(text="(road")))


def test_by_speaker(project: Project) -> None:
    assert words(project, planned(project, BySpeaker(Where(labels=frozenset({"R"}))))) == [("The road, for me.", 0)]
    everybody = words(project, planned(project, BySpeaker(Where(whose=Whose.PARTICIPANTS))))
    assert len(everybody) == 9
    assert planned(project, BySpeaker(Where(whose=Whose.PARTICIPANTS))).documents == 2


def test_within_a_code(project: Project) -> None:
    """Only text that carries it: what reaches beyond is cut."""
    document = project.read.documents.find("one").id
    text = project.read.documents.text(document)
    start = text.index("ring road")
    code = project.do(AddCode("travel")).result
    project.do(AddCodings((NewCoding(document, code, Span(start, text.index(" covers"))),)))
    inside = Where(codes=frozenset({code}))
    asked = Asked(text="road", codes=frozenset({code}))
    assert words(project, planned(project, BySearch(asked))) == [("road", 0)]
    assert words(project, planned(project, BySearch(asked, Extent.SENTENCE))) == [("ring road 😀.", 0)]
    assert words(project, planned(project, BySearch(asked, Extent.TURN))) == [("ring road 😀. Nobody", 0)]
    assert words(project, planned(project, BySpeaker(inside))) == [("ring road 😀. Nobody", 0)]
    found = recognised(project.read, ids(project))
    targets = [CodeTarget(None, question.name) for question in found]
    assert words(project, planned(project, answers(found, where=inside), *targets)) == [("ring road 😀. Nobody", 2)]
    outside = words(project, planned(project, BySpeaker(Where(labels=frozenset({"P"}), uncoded=True))))
    assert ("covers.", 0) in outside
    assert ("The", 0) in outside


def test_what_is_coded_so_is_not_planned(project: Project) -> None:
    code = project.do(AddCode("road")).result
    rule = BySearch(Asked(text="road"), Extent.SENTENCE)
    first = planned(project, rule, CodeTarget(code))
    assert (len(first.passages), first.skipped, first.documents, first.by_target) == (2, 0, 2, (2,))
    assert [one.text for one in first.examples] == ["The ring road 😀.", "The road, for me."]
    assert [one.speaker for one in first.examples] == ["P", "R"]
    project.do(Autocode(first.passages, first.targets))
    again = planned(project, BySearch(Asked(text="road")), target_of(project.read.codes.tree(), "ROAD"))
    assert (len(again.passages), again.skipped) == (0, 2)
    other = plan(project.read, rule, (CodeTarget(code),), None)
    assert len(other.passages) == 2, "what others have coded is theirs"


def test_it_can_be_stopped(project: Project) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    for rule in (BySpeaker(Where()), BySearch(Asked(text="a"))):
        with pytest.raises(Cancelled):
            plan(project.read, rule, (CodeTarget(None, "x"),), None, stop)
    with pytest.raises(Cancelled):
        recognised(project.read, ids(project), stop)


def test_what_a_typed_path_means(project: Project) -> None:
    family = project.do(AddCode("travel")).result
    road = project.do(AddCode("road", family)).result
    tree = project.read.codes.tree()
    assert target_of(tree, "Travel > ROAD") == CodeTarget(road)
    assert target_of(tree, " road ").code_id == road
    assert target_of(tree, "q1", family) == CodeTarget(None, "q1", family)
    assert target_of(tree, "travel > q1") == CodeTarget(None, "q1", family)
    for typed, why in ((" ", "Type the name"), ("a >", "Type the name"), ("nowhere > q1", "no code “nowhere”")):
        with pytest.raises(KnownError, match=why):
            target_of(tree, typed)
