"""How often which words are said: counted turn by turn in the places that are asked about, a slice at a time.

Counted from the stored text and never from the index, which knows neither who speaks nor what has gone since.
"""

import heapq
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from qcoder.analysis.finding import Frame, Frames, Where, cut, meant
from qcoder.domain.errors import KnownError
from qcoder.domain.folding import word_class
from qcoder.domain.spans import Span
from qcoder.project.read import Reader

_ASCII = re.compile(r"\w+(?:['-]\w+)*", re.ASCII)
FIRST_ROWS = 2_000
"""While the counting goes on, so many of the most frequent words are told."""


@cache
def _any_script() -> re.Pattern[str]:
    return re.compile(rf"{word_class()}+(?:['-]{word_class()}+)*")


def words_said(text: str) -> list[str]:
    """The words of a text in order, in small letters; what an apostrophe or a hyphen joins is one word, accents count."""
    if text.isascii():
        return _ASCII.findall(text.lower())
    return _any_script().findall(unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()).replace("’", "'"))


@dataclass(frozen=True, slots=True)
class WordRow:
    """One word: how often it is said, in how many documents, by how many participants."""

    word: str
    count: int
    documents: int
    participants: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How far the counting is: documents done, words counted in all, different ones; `rows` by frequency, all of them when finished.

    `rows` is None where nothing new is told yet.
    """

    done: int
    total: int
    words: int
    different: int
    rows: tuple[WordRow, ...] | None
    finished: bool


class Frequencies:
    """A count under way. Ask for slices, one after the other, from any thread but one at a time."""

    def __init__(self, where: Where, frames: Frames | None = None) -> None:
        self._where = where
        self._frames = frames or Frames()
        self._frame: Frame | None = None
        self._order: list[int] = []
        self._who: dict[int, int] = {}
        self._last: dict[int, int] = {}
        self._said: dict[int, set[str]] = {}
        self._counts: Counter[str] = Counter()
        self._documents: Counter[str] = Counter()
        self._people: Counter[str] = Counter()
        self._done = 0
        self._words = 0
        self._began = 0.0
        self._next_rows = 0.3

    def go_on(self, read: Reader, seconds: float) -> Counted:
        """Count on for about so long; the words are told first after a short while, then ever more rarely, at last in full."""
        now = time.monotonic()
        until = now + seconds
        if self._frame is None:
            self._began = now
            self._prepare(read)
        while self._done < len(self._order):
            self._count(read, self._order[self._done])
            self._done += 1
            if time.monotonic() >= until:
                break
        finished = self._done >= len(self._order)
        return Counted(self._done, len(self._order), self._words, len(self._counts), self._rows(finished=finished), finished)

    def _prepare(self, read: Reader) -> None:
        self._frame = self._frames.frame(read, self._where)
        self._order = list(self._frame.documents)
        ranks = {document_id: rank for rank, document_id in enumerate(self._order)}
        for speaker in read.documents.speakers():
            if speaker.participant_id is not None and not speaker.interviewer and speaker.document_id in ranks:
                self._who[speaker.id] = speaker.participant_id
                self._last[speaker.participant_id] = max(ranks[speaker.document_id], self._last.get(speaker.participant_id, 0))

    def _count(self, read: Reader, document_id: int) -> None:
        by_person: dict[int, list[str]] = {}
        for person, piece in self._pieces(read, document_id):
            by_person.setdefault(person, []).append(piece)
        here: Counter[str] = Counter()
        for person, pieces in by_person.items():
            said = Counter(words_said("\n".join(pieces)))
            here.update(said)
            if person:
                self._said.setdefault(person, set()).update(said)
        self._words += here.total()
        self._counts.update(here)
        self._documents.update(here.keys())
        # A participant counts once, however many documents they speak in: when the last of them is done.
        for person in [person for person in self._said if self._last[person] <= self._done]:
            self._people.update(self._said.pop(person))

    def _pieces(self, read: Reader, document_id: int) -> Iterable[tuple[int, str]]:
        """What is said in a document where it is looked: the participant's id, or 0, and the words."""
        assert self._frame is not None
        try:
            text = read.documents.text(document_id)
        except KnownError:
            return  # it has gone since
        speakers = self._frame.speakers
        turns = read.documents.turn_table([document_id])
        spans = [(start, end, speaker) for _document, start, end, speaker, _words in turns if speakers is None or speaker in speakers]
        stretches = meant(read, self._where, document_id, len(text))
        for start, end, speaker in spans:
            who = self._who.get(speaker or 0, 0)
            for piece in cut(Span(start, end), stretches):
                yield who, text[piece.start : piece.end]

    def _rows(self, *, finished: bool) -> tuple[WordRow, ...] | None:
        since = time.monotonic() - self._began
        if not finished and since < self._next_rows:
            return None
        self._next_rows = 2 * since
        key = _by_frequency
        found = sorted(self._counts.items(), key=key) if finished else heapq.nsmallest(FIRST_ROWS, self._counts.items(), key=key)
        documents, people = self._documents, self._people
        return tuple(WordRow(word, count, documents[word], people[word]) for word, count in found)


def _by_frequency(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def count_words_said(read: Reader, where: Where) -> Counted:
    """Every word in one go."""
    counting = Frequencies(where)
    counted = counting.go_on(read, 1.0)
    while not counted.finished:
        counted = counting.go_on(read, 1.0)
    return counted


def per_thousand(count: int, words: int) -> float:
    """How often a word is said in a thousand."""
    return 1000 * count / words if words else 0.0


def chosen(rows: Sequence[WordRow], left_out: frozenset[str], least_letters: int, typed: str = "") -> list[WordRow]:
    """The rows of words that are long enough, not left out, and have the letters typed."""
    letters = unicodedata.normalize("NFKC", typed).casefold().replace("’", "'").strip()
    return [row for row in rows if len(row.word) >= least_letters and row.word not in left_out and letters in row.word]
