"""Changes to participants and their attributes."""

from dataclasses import dataclass, field

import pytest

from qcoder.changes.documents import ImportDocuments, SetInterviewer, TieSpeakers
from qcoder.changes.people import (
    AddAttribute,
    AddParticipant,
    DeleteAttribute,
    DeleteParticipants,
    EditParticipant,
    ImportPeople,
    MakeParticipants,
    SetAttribute,
)
from qcoder.domain.people import Participant
from qcoder.domain.study import AttributeKind
from tests.changes.test_codes import refused
from tests.strategies import Small, content, transcript


@dataclass(frozen=True)
class Row:
    """A row of a table of people."""

    participant: str
    speaker: str = ""
    document: str = ""
    group: str = ""
    locality: str = ""
    school: str = ""
    wave: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def person(small: Small, name: str) -> Participant:
    """The participant of that name."""
    return next(p for p in small.read.study.participants() if p.name == name)


def tied(small: Small, document_id: int, label: str) -> int | None:
    """Who a speaker is."""
    return next(s.participant_id for s in small.read.documents.speakers(document_id) if s.label == label)


def test_add_and_edit(small: Small) -> None:
    dana = small.project.do(AddParticipant(" دانا  🙂 ", small.city, None, (small.speaker(small.head, "Dana"),))).result
    assert person(small, "دانا 🙂").place_id == small.city
    assert tied(small, small.head, "Dana") == dana
    assert small.title() == "Added the participant “دانا 🙂”"
    small.project.do(EditParticipant(dana, "Dana", None, small.teachers))
    assert person(small, "Dana") == Participant(dana, "Dana", None, small.teachers)


def test_add_refusals(small: Small) -> None:
    assert "needs a name" in refused(small, AddParticipant(" "))
    assert "already a participant “Priya”" in refused(small, AddParticipant("PRIYA"))
    assert "place is no longer" in refused(small, AddParticipant("x", 1))
    assert "group is no longer" in refused(small, AddParticipant("x", None, 1))
    assert "speaker is no longer" in refused(small, AddParticipant("x", None, None, (1,)))
    assert "participant is no longer" in refused(small, EditParticipant(1, "x", None, None))
    assert "place is no longer" in refused(small, EditParticipant(small.priya, "x", 1, None))


def test_delete(small: Small) -> None:
    before = content(small.read)
    small.project.do(DeleteParticipants((small.priya, 1)))
    assert small.title() == "Deleted the participant “Priya”"
    assert tied(small, small.teacher, "T4") is None
    small.project.undo()
    assert content(small.read) == before
    assert "no longer" in refused(small, DeleteParticipants((1,)))


def test_attributes(small: Small) -> None:
    years = small.project.do(AddAttribute("years in post", AttributeKind.NUMBER)).result
    started = small.project.do(AddAttribute("started", AttributeKind.DATE)).result
    small.project.do(SetAttribute(small.priya, years, " 5 "))
    assert small.title() == "Set years in post of “Priya” to “5”"
    small.project.do(SetAttribute(small.priya, started, "2021-09-01"))
    assert person(small, "Priya").attributes == {"years in post": "5", "started": "2021-09-01"}
    assert "is not a number" in refused(small, SetAttribute(small.priya, years, "five"))
    assert "is not a number" in refused(small, SetAttribute(small.priya, years, "nan"))
    assert "is not a date" in refused(small, SetAttribute(small.priya, started, "1.9.2021"))
    small.project.do(SetAttribute(small.priya, years, ""))
    small.project.do(DeleteAttribute(started))
    assert small.title() == "Deleted the attribute “started”"
    assert person(small, "Priya").attributes == {}


def test_attribute_refusals(small: Small) -> None:
    assert "needs a name" in refused(small, AddAttribute(""))
    assert "already an attribute “School”" in refused(small, AddAttribute("School"))
    assert "attribute is no longer" in refused(small, SetAttribute(small.priya, 1, "x"))
    assert "attribute is no longer" in refused(small, DeleteAttribute(1))


def test_import(small: Small) -> None:
    rows = (
        Row("Priya", "T4", "teacher", "teachers", "city", "Ashgrove", "1", {"years": "5", "role": "Year 4 🙂"}),
        Row("Dana", "", "Head", "heads", "المدينة", "", "1", {"years": "8", "role": ""}),
        Row("Nobody", "", "Lost interview", "", "", "", "", {}),
        Row("Wrong", "T9", "Head", "", "", "", "", {}),
    )
    taken = small.project.do(ImportPeople(rows, (("years", AttributeKind.NUMBER),))).result
    assert (taken.participants, taken.places, taken.attributes) == (4, 1, 2)
    assert taken.unmatched == ("Nobody: there is no document “Lost interview”.", "Wrong: there is no speaker “T9” in “Head”.")
    assert small.title() == "Took in 4 participants from a table"
    assert person(small, "Priya").place_id == small.school
    assert person(small, "Dana").attributes == {"years": "8"}
    assert tied(small, small.head, "Dana") == person(small, "Dana").id
    assert [(a.name, a.kind) for a in small.read.study.attributes()] == [("years", AttributeKind.NUMBER), ("role", AttributeKind.TEXT)]
    assert small.project.do(ImportPeople(rows, ())).step is None, "the same table again changes nothing"


def test_import_updates_by_name_and_keeps_what_is_empty(small: Small) -> None:
    small.project.do(ImportPeople((Row("priya", locality="Town", attributes={"role": "lead"}),)))
    small.project.do(ImportPeople((Row("PRIYA", attributes={"role": "head", "age": ""}),)))
    priya = person(small, "Priya")
    assert (priya.attributes, priya.group_id) == ({"role": "head"}, small.teachers)
    assert {p.name for p in small.read.study.places()} == {"City", "Ashgrove", "Town"}


def test_import_one_label_in_every_document(small: Small) -> None:
    again = transcript("Again", ("I", "And now?"), ("T4", "Better."), interviewers=("I",))
    (document_id,) = small.project.do(ImportDocuments((again,))).result
    small.project.do(ImportPeople((Row("Priya", "t4", wave="2"),)))
    assert tied(small, document_id, "T4") == tied(small, small.teacher, "T4") == small.priya


def test_import_asks_which_speaker(small: Small) -> None:
    pair = transcript("Pair", ("A", "one"), ("B", "two"))
    small.project.do(ImportDocuments((pair,)))
    taken = small.project.do(ImportPeople((Row("Ann", document="Pair"),))).result
    assert taken.unmatched == ("Ann: “Pair” has several speakers; say which in the column speaker.",)


def test_import_with_a_row_without_a_speaker_to_be_tied(small: Small) -> None:
    small.project.do(SetInterviewer((small.speaker(small.head, "Dana"),), True))
    taken = small.project.do(ImportPeople((Row("Dana", document="Head"),))).result
    assert taken.unmatched == ("Dana: “Head” has no speaker who is not an interviewer; say which in the column speaker.",)


def test_turns_that_nobody_is_named_for_are_the_participants(small: Small) -> None:
    """Where a transcript names only who asks, or nobody, the table says whose words they are."""
    asked = transcript("Asked", ("I", "And?"), (None, "It rained."), (None, "All day."), interviewers=("I",))
    alone = transcript("Alone", (None, "It rained."))
    asked_id, alone_id = small.project.do(ImportDocuments((asked, alone))).result
    before = content(small.read)
    rows = (Row("Ann", document="Asked", wave="2"), Row("Bo", "B1", document="Alone"))
    assert small.project.do(ImportPeople(rows)).result.unmatched == ()
    assert tied(small, asked_id, "Ann") == person(small, "Ann").id
    assert tied(small, alone_id, "B1") == person(small, "Bo").id
    assert all(turn.speaker_id is not None for turn in small.read.documents.turns(asked_id))
    small.project.undo()
    assert content(small.read) == before


def test_import_refusals(small: Small) -> None:
    assert "has no participant" in refused(small, ImportPeople((Row(" "),)))
    bad = Row("x", attributes={"years": "many"})
    assert "is not a number" in refused(small, ImportPeople((bad,), (("years", AttributeKind.NUMBER),)))


@pytest.mark.parametrize(("same_label", "made"), [(True, 1), (False, 2)])
def test_make_participants(small: Small, same_label: bool, made: int) -> None:
    one, two = (transcript(name, ("I", "?"), ("Σοφία", "ναι"), interviewers=("I",)) for name in ("One", "Two"))
    ids = small.project.do(ImportDocuments((one, two))).result
    small.project.do(TieSpeakers((small.speaker(small.head, "Dana"),), small.priya))
    assert small.project.do(MakeParticipants(same_label)).result == made
    people = {tied(small, document_id, "Σοφία") for document_id in ids}
    assert len(people) == made
    assert None not in people
    assert small.project.do(MakeParticipants(same_label)).step is None
