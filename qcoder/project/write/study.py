"""Writing the study's design and its people."""

import sqlite3
from collections.abc import Iterable

from qcoder.domain.codes import PALETTE
from qcoder.domain.study import AttributeKind
from qcoder.project.write.rows import Rows, Value


class StudyWriter:
    """Adds, changes and removes coders, places, groups, waves, participants, attributes and targets."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._tables = {
            table: Rows(connection, table)
            for table in ("coder", "place", "participant_group", "wave", "attribute", "participant", "attribute_value", "target")
        }

    def add_coder(self, id_: int, name: str, initials: str, rank: int) -> None:
        """Add a member of the team; `rank` picks a colour."""
        self._tables["coder"].insert(id=id_, name=name, initials=initials, color=PALETTE[rank % len(PALETTE)])

    def update_coder(self, coder_id: int, **fields: Value) -> None:
        """Change a coder's name, initials or colour."""
        self._tables["coder"].update(coder_id, fields)

    def add_place(self, id_: int, name: str, parent_id: int | None, position: int) -> None:
        """Add a locality (no parent) or a school."""
        self._tables["place"].insert(id=id_, name=name, parent_id=parent_id, position=position)

    def update_place(self, place_id: int, **fields: Value) -> None:
        """Change a place's name, parent or position."""
        self._tables["place"].update(place_id, fields)

    def delete_places(self, ids: Iterable[int]) -> None:
        """Remove places with the schools in them; participants stay, without a place."""
        self._tables["place"].delete(ids)

    def add_group(self, id_: int, name: str, position: int) -> None:
        """Add a participant group."""
        self._tables["participant_group"].insert(id=id_, name=name, position=position)

    def update_group(self, group_id: int, **fields: Value) -> None:
        """Change a group's name or position."""
        self._tables["participant_group"].update(group_id, fields)

    def delete_groups(self, ids: Iterable[int]) -> None:
        """Remove groups; participants stay, without a group."""
        self._tables["participant_group"].delete(ids)

    def add_wave(self, id_: int, name: str, position: int) -> None:
        """Add a wave."""
        self._tables["wave"].insert(id=id_, name=name, position=position)

    def add_attribute(self, id_: int, name: str, kind: AttributeKind, position: int) -> None:
        """Add an attribute of participants."""
        self._tables["attribute"].insert(id=id_, name=name, kind=kind.value, position=position)

    def update_attribute(self, attribute_id: int, **fields: Value) -> None:
        """Change an attribute's name, kind or position."""
        self._tables["attribute"].update(attribute_id, fields)

    def delete_attributes(self, ids: Iterable[int]) -> None:
        """Remove attributes with their values."""
        self._tables["attribute"].delete(ids)

    def add_participant(self, id_: int, name: str, place_id: int | None, group_id: int | None) -> None:
        """Add a participant."""
        self._tables["participant"].insert(id=id_, name=name, place_id=place_id, group_id=group_id)

    def update_participant(self, participant_id: int, **fields: Value) -> None:
        """Change a participant's name, place or group."""
        self._tables["participant"].update(participant_id, fields)

    def delete_participants(self, ids: Iterable[int]) -> None:
        """Remove participants; what they said stays, tied to nobody."""
        self._tables["participant"].delete(ids)

    def add_value(self, id_: int, participant_id: int, attribute_id: int, value: str) -> None:
        """Give a participant a value of an attribute."""
        self._tables["attribute_value"].insert(id=id_, participant_id=participant_id, attribute_id=attribute_id, value=value)

    def update_value(self, value_id: int, value: str) -> None:
        """Change that value."""
        self._tables["attribute_value"].update(value_id, {"value": value})

    def delete_values(self, ids: Iterable[int]) -> None:
        """Take values away."""
        self._tables["attribute_value"].delete(ids)

    def add_target(self, id_: int, place_id: int, group_id: int, wanted: int) -> None:
        """Say how many participants of a group are wanted in a locality."""
        self._tables["target"].insert(id=id_, place_id=place_id, group_id=group_id, wanted=wanted)

    def update_target(self, target_id: int, wanted: int) -> None:
        """Change that number."""
        self._tables["target"].update(target_id, {"wanted": wanted})

    def delete_targets(self, ids: Iterable[int]) -> None:
        """Take targets away."""
        self._tables["target"].delete(ids)
