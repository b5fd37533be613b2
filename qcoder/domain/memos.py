"""Memos: what a coder wrote about a thing."""

from dataclasses import dataclass
from enum import StrEnum

from qcoder.words import _


class Subject(StrEnum):
    """What a memo can be about."""

    PROJECT = "project"
    DOCUMENT = "document"
    CODE = "code"
    CODING = "coding"
    PARTICIPANT = "participant"
    PLACE = "place"
    GROUP = "group"
    WAVE = "wave"


@dataclass(frozen=True, slots=True)
class Memo:
    """One coder's memo about one thing; `subject_id` is None for a memo about the project. Times in ms UTC."""

    id: int
    subject: Subject
    subject_id: int | None
    coder_id: int
    text: str
    made_at: int
    changed_at: int


def kind_words(subject: Subject) -> str:
    """What a person calls the things of a kind."""
    return {
        Subject.PROJECT: _("journal"),
        Subject.DOCUMENT: _("document"),
        Subject.CODE: _("code"),
        Subject.CODING: _("passage"),
        Subject.PARTICIPANT: _("participant"),
        Subject.PLACE: _("place"),
        Subject.GROUP: _("group"),
        Subject.WAVE: _("wave"),
    }[subject]
