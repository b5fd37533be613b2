"""Documents and what is said in them: text kept exactly, turns as spans over it, speakers by label."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.words import _

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def text_hash(text: str) -> str:
    """SHA-256 of the text's UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def count_words(text: str) -> int:
    """How many words a person would count: runs of letters and digits, `don't` and `twenty-one` being one each.

    In scripts written without spaces a run of letters counts as one word.
    """
    return len(_WORD.findall(text))


def word_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where each of the words that `count_words` would count in `text[start:end]` starts and ends within the text."""
    return [match.span() for match in _WORD.finditer(text, start, end)]


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of speech in a transcript as an importer understood it.

    `span` covers what was said, never the label; `speaker` is the label without its punctuation, or None
    when nobody is named; `start_ms` and `end_ms` are milliseconds from the start of the recording; `lead` is the
    label and time as they stood in the file, so that exports can write them back.
    """

    span: Span
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What an importer made of one file: normalised text, its turns in order, and what the person should know.

    `name` is the proposed document name (the file's stem). `interviewers` are the labels taken to be interviewers'.
    `warnings` are sentences. Turns are sorted, do not overlap, and lie within `text`.
    """

    name: str
    text: str
    turns: tuple[Turn, ...] = ()
    interviewers: frozenset[str] = field(default_factory=frozenset)
    warnings: tuple[str, ...] = ()
    source: str = ""
    encoding: str = ""

    @property
    def speakers(self) -> tuple[str, ...]:
        """The labels met, in order of first speech."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker is not None))


def read_day(words: str) -> str:
    """The day as YYYY-MM-DD, empty for nothing; raises KnownError for what is no day."""
    words = words.strip()
    if not words:
        return ""
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise KnownError(_("“{words}” is not a day; write it as year-month-day, such as 2024-03-05.").format(words=words)) from None


@dataclass(frozen=True, slots=True)
class Document:
    """A transcript in the project, without its text: `characters` in code points, `words` those spoken in all turns.

    `held_on` is the day of the interview as YYYY-MM-DD, `language` a code such as `en`; both are empty when nobody said.
    """

    id: int
    name: str
    text_hash: str
    characters: int
    words: int
    wave_id: int | None = None
    source: str = ""
    held_on: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label within one document; tied to a participant when it is known who that is."""

    id: int
    document_id: int
    label: str
    interviewer: bool = False
    participant_id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as the project holds it."""

    id: int
    document_id: int
    span: Span
    speaker_id: int | None
    start_ms: int | None
    end_ms: int | None
    lead: str
    words: int
