"""Summaries: what a coder wrote about what one case says on one theme, and on which passages that rests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class CaseKind(StrEnum):
    """What a case is."""

    PARTICIPANT = "participant"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Case:
    """A participant or a place (a school or a locality) by its id."""

    kind: CaseKind
    id: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One coder's summary of one cell: a case and a code (with all under it). Times in ms UTC.

    `basis` names the passages that were there when it was written or last confirmed, as `basis_of` writes them.
    """

    id: int
    case: Case
    code_id: int
    coder_id: int
    text: str
    basis: str
    made_at: int
    changed_at: int


def basis_of(passages: Iterable[tuple[int, int]]) -> str:
    """(coding id, length in code points) of passages as a text: `12:40 13:22`, by id."""
    return " ".join(f"{id_}:{length}" for id_, length in sorted(set(passages)))


def passages_of(basis: str) -> dict[int, int]:
    """Coding id -> length, as `basis_of` wrote it; what cannot be read is left out."""
    pairs = (part.partition(":") for part in basis.split())
    return {int(id_): int(length) for id_, colon, length in pairs if colon and id_.isdecimal() and length.isdecimal()}


@dataclass(frozen=True, slots=True)
class BasisChange:
    """How the passages of a cell differ from those on which its summary rests: how many came, went, or have other ends."""

    came: int = 0
    went: int = 0
    moved: int = 0

    def __bool__(self) -> bool:
        """True when anything differs."""
        return bool(self.came or self.went or self.moved)


def basis_change(basis: str, now: Mapping[int, int]) -> BasisChange:
    """Compare what a summary rests on with the passages that there are (coding id -> length)."""
    then = passages_of(basis)
    return BasisChange(
        came=len(now.keys() - then.keys()),
        went=len(then.keys() - now.keys()),
        moved=sum(then[id_] != now[id_] for id_ in then.keys() & now.keys()),
    )
