"""Deciding where coders differ, and drawing documents for a second coder: values and the rule of the draw."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qcoder.domain.spans import Span

_CONSENSUS = 1 << 62  # the highest bit of time: it stands after all who joined, and no id of these years has it


class Verdict(StrEnum):
    """What was decided about a passage: as one coder coded it, all of it, nothing of it, or other ends."""

    ONE = "one"
    ALL = "all"
    NONE = "none"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about a passage and a code. `kept_id` is the coder who was followed, for `Verdict.ONE` only; `made_at` is UTC in ms."""

    id: int
    document_id: int
    code_id: int
    span: Span
    verdict: Verdict
    kept_id: int | None
    note: str
    coder_id: int
    made_at: int


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """When (UTC in ms), and by whom, a coding on which a decision rests was last changed after the decision."""

    at: int
    who: str


@dataclass(frozen=True, slots=True)
class CodingSample:
    """Documents drawn for a second coder: who, per cent, seed, the rule in words, when (UTC in ms), and the documents still there."""

    id: int
    coder_id: int
    percent: int
    seed: int
    rule: str
    made_at: int
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stratum:
    """One cell of a draw: what it is (empty where nothing is known), its documents, and those drawn of them."""

    label: str
    documents: tuple[int, ...]
    drawn: tuple[int, ...]


def consensus_id(project_id: int) -> int:
    """The id of the coder who stands for the team's consensus: one in all copies of a project, so that copies merge."""
    return project_id ^ _CONSENSUS


def draw(strata: Mapping[str, Sequence[int]], percent: int, seed: int) -> list[Stratum]:
    """Draw `percent` (1 to 100) of all documents, each stratum giving its share, at least one document in all.

    Shares are rounded by largest remainder, ties by label. Within a stratum come first the documents with the smallest SHA-256 of
    "seed:id", so that the same seed draws the same documents on every computer.
    """
    total = sum(len(documents) for documents in strata.values())
    wanted = max((total * percent + 50) // 100, 1) if total else 0
    shares = {label: divmod(len(documents) * wanted, max(total, 1)) for label, documents in strata.items()}
    left = wanted - sum(whole for whole, _rest in shares.values())
    first = sorted(shares, key=lambda label: (-shares[label][1], label))[:left]
    found = []
    for label in sorted(strata):
        order = sorted(strata[label], key=lambda id_: hashlib.sha256(f"{seed}:{id_}".encode()).digest())
        number = shares[label][0] + (label in first)
        found.append(Stratum(label, tuple(strata[label]), tuple(order[:number])))
    return found
