"""Tables of people."""

from pathlib import Path

import pytest

from qcoder.changes.people import ImportPeople
from qcoder.domain.errors import KnownError
from qcoder.domain.study import AttributeKind
from qcoder.importers.people import PersonRow, kind_of, read_people
from qcoder.project.project import Project


def table(folder: Path, text: str) -> Path:
    """The text as a csv file."""
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_people_with_attributes(tmp_path: Path) -> None:
    """Fixed columns by name or alias, in any order and case; all others are attributes, empty ones left out."""
    text = "Group,PARTICIPANT,Years in post,place,School,Speaker,Role\nleaders, Priya  K ,5,City,Ashgrove,P1,Head\nteachers,Tom,,Town,,,\n"
    found = read_people(table(tmp_path, text))
    assert found.rows == (
        PersonRow("Priya K", "P1", "", "leaders", "City", "Ashgrove", "", {"Years in post": "5", "Role": "Head"}, 2),
        PersonRow("Tom", "", "", "teachers", "Town", "", "", {}, 3),
    )
    assert dict(found.kinds) == {"Years in post": AttributeKind.NUMBER, "Role": AttributeKind.TEXT}


def test_taken_in_by_the_change(tmp_path: Path) -> None:
    """What is read is what `ImportPeople` takes."""
    found = read_people(table(tmp_path, "participant,locality,school,group,age\nA,City,Hill,leaders,40\nB,City,,teachers,30\n"))
    with Project.create(tmp_path / "p.qcoder", "P", "Ana") as project:
        taken = project.do(ImportPeople(found.rows, found.kinds)).result
        people = {person.name: person for person in project.read.study.participants()}
        kinds = {attribute.name: attribute.kind for attribute in project.read.study.attributes()}
    assert (taken.participants, taken.places, taken.unmatched) == (2, 2, ())
    assert people["A"].attributes == {"age": "40"}
    assert kinds == {"age": AttributeKind.NUMBER}


def test_same_person_twice(tmp_path: Path) -> None:
    """One person in two documents is two rows that agree; rows that do not are refused with both their numbers."""
    found = read_people(table(tmp_path, "participant,document,group\nA,Talk 1,leaders\na,Talk 2,\n"))
    assert [row.document for row in found.rows] == ["Talk 1", "Talk 2"]
    with pytest.raises(KnownError, match="row 3: a has group “teachers” here but “leaders” in row 2"):
        read_people(table(tmp_path, "participant,document,group\nA,Talk 1,leaders\na,Talk 2,teachers\n"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,group\nA,x\n", "no column “participant”; its columns are: name, group"),
        ("participant,group\nA,x\n,y\n", "row 3: there is no participant"),
        ("participant,school\nA,Hill\n", "row 2: “Hill” needs a locality"),
    ],
)
def test_bad_tables(tmp_path: Path, text: str, says: str) -> None:
    """Each says what is wrong and in which row."""
    with pytest.raises(KnownError, match=says):
        read_people(table(tmp_path, text))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([], AttributeKind.TEXT),
        (["5", "12", "-3.5", "0"], AttributeKind.NUMBER),
        (["007", "012"], AttributeKind.TEXT),
        (["5", "about 6"], AttributeKind.TEXT),
        (["2026-05-31", "2025-01-01"], AttributeKind.DATE),
        (["2026-02-30", "2025-01-01"], AttributeKind.TEXT),
        (["Head", "Teacher", "head"], AttributeKind.CHOICE),
        ([str(n) + "th" for n in range(30)] * 2, AttributeKind.TEXT),
        (["nan", "inf"], AttributeKind.TEXT),
    ],
)
def test_kinds_are_guessed(values: list[str], kind: AttributeKind) -> None:
    """Over the whole column."""
    assert kind_of(values) is kind
