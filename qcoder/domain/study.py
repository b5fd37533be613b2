"""The study's design: places (locality > school), groups, waves, attributes, sampling targets."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Place:
    """A locality (no parent) or a school within one."""

    id: int
    name: str
    parent_id: int | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A participant group, such as classroom teachers; `position` gives the order in tables."""

    id: int
    name: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Wave:
    """A round of data collection, such as a year; `position` gives the order in time."""

    id: int
    name: str
    position: int = 0


class AttributeKind(StrEnum):
    """What an attribute's values are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A typed property of participants, such as years in post."""

    id: int
    name: str
    kind: AttributeKind = AttributeKind.TEXT
    position: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """How many participants of a group are wanted in a locality."""

    id: int
    place_id: int
    group_id: int
    wanted: int
