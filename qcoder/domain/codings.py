"""Codings: which coder put which code on which passage, when, and how it came about."""

from dataclasses import dataclass
from enum import StrEnum

from qcoder.domain.spans import Span


class Origin(StrEnum):
    """How a coding or a step came about."""

    HAND = "hand"
    IMPORT = "import"
    SUGGESTION = "suggestion"
    AUTOCODE = "autocode"
    MERGE = "merge"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one passage by one coder; `made_at` in milliseconds UTC since 1970."""

    id: int
    document_id: int
    code_id: int
    coder_id: int
    span: Span
    origin: Origin
    made_at: int


@dataclass(frozen=True, slots=True)
class NewCoding:
    """A coding to be made; the project gives it its id, coder and time unless they are stated (import, merge)."""

    document_id: int
    code_id: int
    span: Span
    coder_id: int | None = None
    memo: str = ""
