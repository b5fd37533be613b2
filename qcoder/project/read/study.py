"""Reading the study's design and its people."""

import sqlite3
from collections.abc import Collection

from qcoder.domain.people import Coder, Participant
from qcoder.domain.study import Attribute, AttributeKind, Group, Place, Target, Wave


class StudyReader:
    """Coders, places, groups, waves, participants, attributes and targets."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def coders(self) -> list[Coder]:
        """The team, in order of joining."""
        return [Coder(*row) for row in self._connection.execute("SELECT id, name, initials, color FROM coder ORDER BY id")]

    def places(self) -> list[Place]:
        """Localities and schools, in order."""
        return [Place(*row) for row in self._connection.execute("SELECT id, name, parent_id, position FROM place ORDER BY position, id")]

    def groups(self) -> list[Group]:
        """The participant groups, in order."""
        return [Group(*row) for row in self._connection.execute("SELECT id, name, position FROM participant_group ORDER BY position, id")]

    def waves(self) -> list[Wave]:
        """The waves, in order of time."""
        return [Wave(*row) for row in self._connection.execute("SELECT id, name, position FROM wave ORDER BY position, id")]

    def attributes(self) -> list[Attribute]:
        """The attributes of participants, in order."""
        rows = self._connection.execute("SELECT id, name, kind, position FROM attribute ORDER BY position, id")
        return [Attribute(id_, name, AttributeKind(kind), position) for id_, name, kind, position in rows]

    def participants(self) -> list[Participant]:
        """Every participant by name, with attribute values by attribute name."""
        values: dict[int, dict[str, str]] = {}
        for participant_id, name, value in self._connection.execute(
            "SELECT participant_id, attribute.name, value FROM attribute_value"
            " JOIN attribute ON attribute.id = attribute_id ORDER BY position"
        ):
            values.setdefault(participant_id, {})[name] = value
        rows = self._connection.execute("SELECT id, name, place_id, group_id FROM participant ORDER BY name, id")
        return [Participant(id_, name, place, group, values.get(id_, {})) for id_, name, place, group in rows]

    def homes_by_document(self) -> list[tuple[int, int | None, int | None]]:
        """(document id, place id, group id) of the participants who are speakers of each document, once; read without the people."""
        return self._connection.execute(
            "SELECT DISTINCT document_id, place_id, group_id FROM speaker JOIN participant ON participant.id = participant_id"
            " WHERE NOT interviewer"
        ).fetchall()

    def attribute_values(self) -> list[tuple[int, str, str]]:
        """(rank of the attribute, its name, value) for every value that any participant has, once; read without the participants."""
        return self._connection.execute(
            "SELECT DISTINCT attribute.position, attribute.name, value FROM attribute_value"
            " JOIN attribute ON attribute.id = attribute_id WHERE value != ''"
        ).fetchall()

    def participant_names(self, among: Collection[int] | None = None) -> list[tuple[int, str]]:
        """(id, name) of every participant by name (or of those that have these ids), where attributes do not matter."""
        if among is not None:
            marks = ", ".join("?" for _id in among)
            rows = self._connection.execute(f"SELECT id, name FROM participant WHERE id IN ({marks}) ORDER BY name, id", tuple(among))
            return rows.fetchall()
        return self._connection.execute("SELECT id, name FROM participant ORDER BY name, id").fetchall()

    def value_ids(self) -> dict[tuple[int, int], int]:
        """(participant id, attribute id) -> id of the value."""
        rows = self._connection.execute("SELECT participant_id, attribute_id, id FROM attribute_value")
        return {(participant, attribute): id_ for participant, attribute, id_ in rows}

    def targets(self) -> list[Target]:
        """The sampling targets."""
        return [Target(*row) for row in self._connection.execute("SELECT id, place_id, group_id, wanted FROM target ORDER BY id")]

    def locality_of(self) -> dict[int, Place]:
        """Place id -> the locality it lies in (itself when it is one)."""
        by_id = {place.id: place for place in self.places()}
        found: dict[int, Place] = {}
        for place in by_id.values():
            top = place
            while top.parent_id is not None:
                top = by_id[top.parent_id]
            found[place.id] = top
        return found
