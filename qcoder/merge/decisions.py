"""What a merge asks, and what it will do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from qcoder.merge.ancestor import Key
from qcoder.merge.compare import Rows
from qcoder.project.read.whole import Value

MINE, THEIRS = "mine", "theirs"
NO_DECISIONS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Conflict:
    """What only a person can decide. `id` is the same whenever these files are compared; base, mine and theirs are in words."""

    id: str
    kind: str
    what: str
    base: str
    mine: str
    theirs: str
    choices: tuple[str, ...] = (MINE, THEIRS)


@dataclass(slots=True)
class Plan:
    """What a merge will do, given the decisions so far; it may be carried out once `undecided` is empty."""

    added: Rows = field(default_factory=dict)
    changed: dict[Key, dict[str, Value]] = field(default_factory=dict)
    removed: Rows = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    undecided: list[Conflict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
