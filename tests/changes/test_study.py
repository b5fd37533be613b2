"""Changes to the study's design and its team."""

from qcoder.changes.study import (
    AddCoder,
    AddGroup,
    AddPlace,
    DeleteGroup,
    DeletePlace,
    EditCoder,
    RenameGroup,
    RenamePlace,
    RenameProject,
    SetTarget,
)
from tests.changes.test_codes import refused
from tests.strategies import Small, content


def place_names(small: Small) -> list[str]:
    """Localities and schools, in order."""
    return [place.name for place in small.read.study.places()]


def test_places(small: Small) -> None:
    shire = small.project.do(AddPlace(" الريف  🌾 ")).result
    assert small.title() == "Added the place “الريف 🌾”"
    small.project.do(RenamePlace(shire, "Shire"))
    assert small.title() == "Renamed the place “الريف 🌾” to “Shire”"
    small.project.do(AddPlace("Ashgrove", shire))
    assert place_names(small).count("Ashgrove") == 2, "two localities may each have one"
    assert "needed" in refused(small, AddPlace(" "))
    assert "already a place" in refused(small, AddPlace("SHIRE"))
    assert "already a place" in refused(small, RenamePlace(shire, "city"))
    assert "no longer" in refused(small, AddPlace("x", 1))
    assert "no longer" in refused(small, RenamePlace(1, "x"))


def test_delete_place(small: Small) -> None:
    small.project.do(SetTarget(small.city, small.teachers, 2))
    before = content(small.read)
    small.project.do(DeletePlace(small.city))
    assert (place_names(small), small.read.study.targets()) == ([], [])
    assert small.read.study.participants()[0].place_id is None
    assert small.title() == "Deleted the place “City”"
    small.project.undo()
    assert content(small.read) == before


def test_new_places_come_last(small: Small) -> None:
    ids = [small.project.do(AddPlace(name)).result for name in ("A", "B", "C")]
    small.project.do(DeletePlace(small.city))
    small.project.do(DeletePlace(ids[0]))
    small.project.do(AddPlace("D"))
    assert place_names(small) == ["B", "C", "D"]


def test_groups(small: Small) -> None:
    heads = small.project.do(AddGroup("heads 🎓")).result
    small.project.do(RenameGroup(heads, "מנהלים"))
    assert small.title() == "Renamed the group “heads 🎓” to “מנהלים”"
    assert "already a group" in refused(small, RenameGroup(heads, "Teachers"))
    assert "already a group" in refused(small, AddGroup("TEACHERS"))
    small.project.do(DeleteGroup(small.teachers))
    small.project.do(AddGroup("last"))
    assert [group.name for group in small.read.study.groups()] == ["מנהלים", "last"]
    assert small.read.study.participants()[0].group_id is None
    assert "no longer" in refused(small, DeleteGroup(small.teachers))


def test_targets(small: Small) -> None:
    small.project.do(SetTarget(small.city, small.teachers, 3))
    assert small.title() == "Set the target for teachers in City to 3"
    small.project.do(SetTarget(small.city, small.teachers, 2))
    assert [(t.place_id, t.group_id, t.wanted) for t in small.read.study.targets()] == [(small.city, small.teachers, 2)]
    small.project.do(SetTarget(small.city, small.teachers, 0))
    assert small.read.study.targets() == []
    assert "0 or more" in refused(small, SetTarget(small.city, small.teachers, -1))
    assert "group is no longer" in refused(small, SetTarget(small.city, 1, 1))
    assert "place is no longer" in refused(small, SetTarget(1, small.teachers, 1))


def test_rename_project(small: Small) -> None:
    small.project.do(RenameProject("Local  learning 🏫"))
    assert small.read.name() == "Local learning 🏫"
    assert small.title() == "Renamed the project to “Local learning 🏫”"
    assert "needed" in refused(small, RenameProject(""))


def test_coders(small: Small) -> None:
    ben = small.project.do(AddCoder("بن يوسف")).result
    coder = next(c for c in small.read.study.coders() if c.id == ben)
    assert coder.initials == "بي"
    small.project.do(EditCoder(ben, name="Ben", initials=" BYXYZ ", color="#ABCDEF"))
    coder = next(c for c in small.read.study.coders() if c.id == ben)
    assert (coder.name, coder.initials, coder.color) == ("Ben", "BYXY", "#abcdef")
    assert small.title() == "Changed the coder “بن يوسف”"
    assert "already a coder" in refused(small, AddCoder("BEN"))
    assert "already a coder" in refused(small, EditCoder(ben, name="ana"))
    assert "not a colour" in refused(small, EditCoder(ben, color="red"))
    assert "no longer" in refused(small, EditCoder(1, name="x"))


def test_acting_coder_who_is_added_by_hand(small: Small) -> None:
    """Somebody who has acted nowhere yet and is then added by name is one person, not two."""
    small.project.act_as("Ben")
    small.project.do(AddCoder("Ben"))
    small.project.act_as("Ben")
    small.project.do(RenameProject("By Ben"))
    assert [coder.name for coder in small.read.study.coders()] == ["Ana", "Ben"]
