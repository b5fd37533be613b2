"""Changes to the study's design: places, groups, targets, and the team and project themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from qcoder.changes.codes import check_color
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.people import initials
from qcoder.domain.study import Attribute, Group, Place, Wave
from qcoder.project.write import Write
from qcoder.words import _


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise KnownError(_("A name is needed here; type one."))
    return kept


def next_position(siblings: Iterable[Place | Group | Wave | Attribute]) -> int:
    """The position after all of them; their number would not do, since deletions leave gaps."""
    return max((sibling.position for sibling in siblings), default=-1) + 1


def ensure_place(write: Write, locality: str, school: str) -> int | None:
    """The id of the school, or of the locality when no school is named, made when new; None when both are empty."""
    locality, school = " ".join(locality.split()), " ".join(school.split())
    parent_id = _ensure(write, locality, None) if locality else None
    return _ensure(write, school, parent_id) if school else parent_id


def _ensure(write: Write, name: str, parent_id: int | None) -> int:
    siblings = [place for place in write.read.study.places() if place.parent_id == parent_id]
    for place in siblings:
        if place.name.casefold() == name.casefold():
            return place.id
    place_id = write.new_id()
    write.study.add_place(place_id, name, parent_id, next_position(siblings))
    return place_id


def ensure_group(write: Write, name: str) -> int | None:
    """The id of the group of that name, made when new; None for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    groups = write.read.study.groups()
    for group in groups:
        if group.name.casefold() == name.casefold():
            return group.id
    group_id = write.new_id()
    write.study.add_group(group_id, name, next_position(groups))
    return group_id


@dataclass(frozen=True)
class AddPlace:
    """Add a locality (no parent) or a school in one. Returns its id."""

    name: str
    parent_id: int | None = None
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses an empty name, a name that is there already and a locality that is gone."""
        name = _name(self.name)
        if self.parent_id is not None:
            get_place(write, self.parent_id)
        siblings = [place for place in write.read.study.places() if place.parent_id == self.parent_id]
        _refuse_twin(name, None, siblings)
        place_id = write.new_id()
        write.study.add_place(place_id, name, self.parent_id, next_position(siblings))
        write.say(_("Added the place “{name}”").format(name=name))
        return place_id


def _refuse_twin(name: str, place_id: int | None, siblings: list[Place]) -> None:
    if any(place.name.casefold() == name.casefold() and place.id != place_id for place in siblings):
        raise KnownError(_("There is already a place “{name}” there; choose another name.").format(name=name))


def get_place(write: Write, place_id: int) -> Place:
    """The place; raises KnownError when it is gone."""
    for place in write.read.study.places():
        if place.id == place_id:
            return place
    raise KnownError(_("That place is no longer in the project."))


@dataclass(frozen=True)
class RenamePlace:
    """Give a place another name."""

    place_id: int
    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty name and a name that is there already."""
        place = get_place(write, self.place_id)
        name = _name(self.name)
        _refuse_twin(name, place.id, [p for p in write.read.study.places() if p.parent_id == place.parent_id])
        write.study.update_place(place.id, name=name)
        write.say(_("Renamed the place “{old}” to “{new}”").format(old=place.name, new=name))


@dataclass(frozen=True)
class DeletePlace:
    """Remove a place with the schools in it; participants stay, without a place."""

    place_id: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> None:
        """Refuses when it is gone already."""
        place = get_place(write, self.place_id)
        write.study.delete_places([place.id])
        write.say(_("Deleted the place “{name}”").format(name=place.name))


@dataclass(frozen=True)
class AddGroup:
    """Add a participant group. Returns its id."""

    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses an empty name and a name that is there already."""
        name = _name(self.name)
        groups = write.read.study.groups()
        if any(group.name.casefold() == name.casefold() for group in groups):
            raise KnownError(_("There is already a group “{name}”; choose another name.").format(name=name))
        group_id = write.new_id()
        write.study.add_group(group_id, name, next_position(groups))
        write.say(_("Added the group “{name}”").format(name=name))
        return group_id


def group_name(write: Write, group_id: int) -> str:
    """The group's name; raises KnownError when it is gone."""
    for group in write.read.study.groups():
        if group.id == group_id:
            return group.name
    raise KnownError(_("That group is no longer in the project."))


@dataclass(frozen=True)
class RenameGroup:
    """Give a group another name."""

    group_id: int
    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty name and a name that is there already."""
        old = group_name(write, self.group_id)
        name = _name(self.name)
        if any(group.name.casefold() == name.casefold() and group.id != self.group_id for group in write.read.study.groups()):
            raise KnownError(_("There is already a group “{name}”; choose another name.").format(name=name))
        write.study.update_group(self.group_id, name=name)
        write.say(_("Renamed the group “{old}” to “{new}”").format(old=old, new=name))


@dataclass(frozen=True)
class DeleteGroup:
    """Remove a group; participants stay, without a group."""

    group_id: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> None:
        """Refuses when it is gone already."""
        old = group_name(write, self.group_id)
        write.study.delete_groups([self.group_id])
        write.say(_("Deleted the group “{name}”").format(name=old))


@dataclass(frozen=True)
class SetTarget:
    """Say how many participants of a group are wanted in a locality; 0 takes the target away."""

    place_id: int
    group_id: int
    wanted: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses a negative number."""
        if not 0 <= self.wanted <= 1_000_000:
            raise KnownError(_("A target is a number of participants, 0 or more."))
        place, group = get_place(write, self.place_id), group_name(write, self.group_id)
        known = next((t for t in write.read.study.targets() if (t.place_id, t.group_id) == (self.place_id, self.group_id)), None)
        if known is None and self.wanted:
            write.study.add_target(write.new_id(), self.place_id, self.group_id, self.wanted)
        elif known is not None and self.wanted:
            write.study.update_target(known.id, self.wanted)
        elif known is not None:
            write.study.delete_targets([known.id])
        write.say(_("Set the target for {group} in {place} to {wanted}").format(group=group, place=place.name, wanted=self.wanted))


@dataclass(frozen=True)
class RenameProject:
    """Give the project another name; the file keeps its own."""

    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty name."""
        name = _name(self.name)
        write.rename_project(name)
        write.say(_("Renamed the project to “{name}”").format(name=name))


@dataclass(frozen=True)
class AddCoder:
    """Add a member of the team. Returns the id."""

    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses an empty name and a name that is there already."""
        name = _name(self.name)
        there = {coder.name.casefold() for coder in write.read.study.coders()}
        # Whoever adds somebody is in the team, too; and who adds themselves must not be in it twice.
        me = write.me()
        coders = write.read.study.coders()
        fresh = next((coder for coder in coders if coder.id == me and coder.name.casefold() not in there), None)
        if fresh is not None and fresh.name.casefold() == name.casefold():
            write.say(_("Added the coder “{name}”").format(name=name))
            return me
        if any(coder.name.casefold() == name.casefold() for coder in coders):
            raise KnownError(_("There is already a coder “{name}” in this project.").format(name=name))
        coder_id = write.new_id()
        write.study.add_coder(coder_id, name, initials(name), len(coders))
        write.say(_("Added the coder “{name}”").format(name=name))
        return coder_id


@dataclass(frozen=True)
class EditCoder:
    """Change a coder's name, initials or colour; None leaves a field as it is."""

    coder_id: int
    name: str | None = None
    initials: str | None = None
    color: str | None = None
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses another coder's name: two names that are one person are joined, not renamed."""
        coders = {coder.id: coder for coder in write.read.study.coders()}
        if self.coder_id not in coders:
            raise KnownError(_("That coder is no longer in the project."))
        fields: dict[str, int | str | None] = {}
        if self.name is not None:
            fields["name"] = _name(self.name)
            if any(c.name.casefold() == str(fields["name"]).casefold() and c.id != self.coder_id for c in coders.values()):
                raise KnownError(_("There is already a coder “{name}” in this project.").format(name=fields["name"]))
        if self.initials is not None:
            fields["initials"] = self.initials.strip()[:4]
        if self.color is not None:
            fields["color"] = check_color(self.color)
        write.study.update_coder(self.coder_id, **fields)
        write.say(_("Changed the coder “{name}”").format(name=coders[self.coder_id].name))
