"""Which questions interviewers ask in one transcript after another: by number, by heading, or by the likeness of their words."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qcoder.analysis.finding import OpenDocument
from qcoder.analysis.frequencies import words_said
from qcoder.analysis.stopwords import ENGLISH
from qcoder.domain.errors import KnownError
from qcoder.domain.sentences import sentences
from qcoder.domain.spans import Span
from qcoder.project.read import Reader
from qcoder.project.write import Progress, no_progress
from qcoder.words import _

LIKENESS = 0.6
"""Two wordings are one question from this cosine on, words weighed by how rare they are."""
PROBE = 1.4
"""What is asked more often than so many times a transcript is not a question of the guide but asks on."""
SHARE = 0.15
"""Wordings and headings that fewer of the documents have are not taken for questions of the guide unless the person says so."""
_LONGEST_HEADING = 120
_ASIDE = re.compile(r"\\?\[[^\]\n]*\]|\([^)\n]*\)|[*_#\d:.]+")
_MOST_CANDIDATES = 400
_NUMBER = re.compile(
    r"\W{0,3}(?:(?:question|frage|pregunta|q)\s*\.?\s*(\d{1,3}(?:\.?[a-z])?)\b[.):]?|(\d{1,2}(?:\.?[a-z])?)[.):](?=\s|$)"
    r"|(\d{1,2}\.[a-z])(?=\s))\s*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(\d{1,2})[ \t]+(?=[A-ZÀ-ÖØ-Þ])")


_LINE = re.compile(r"^(?=\S)", re.MULTILINE)


class Kind(StrEnum):
    """How a question was recognised."""

    NUMBER = "number"
    HEADING = "heading"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a question is asked: the document, and the rank of the stretch (turn or heading) in which it stands."""

    document_id: int
    stretch: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its number if it has one, its commonest wording, where it is asked, and in how many documents.

    `opens` says that it seems to be one of the guide, which begins an answer and ends the one before.
    """

    number: str
    text: str
    kind: Kind
    asked: tuple[Asking, ...]
    documents: int
    opens: bool

    @property
    def name(self) -> str:
        """A name for the code of its answers."""
        if self.number:
            return _("q{number}").format(number=self.number)
        line = " ".join(self.text.replace(">", " ").split()).rstrip("?.!: ")
        return line if len(line) <= 60 else line[:59].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that may be a question: a sentence of an interviewer, a numbered turn, or a line between turns."""

    asking: Asking
    number: str
    text: str
    heading: bool


def recognised(read: Reader, document_ids: Sequence[int], progress: Progress = no_progress) -> list[Question]:
    """The questions asked in two of the documents or more, in the order in which they are asked; may raise Cancelled."""
    pieces: list[_Piece] = []
    interviewers = {speaker.id for speaker in read.documents.speakers() if speaker.interviewer}
    for done, document_id in enumerate(document_ids):
        progress(done, len(document_ids))
        try:
            pieces += _pieces(OpenDocument(read, document_id), interviewers)
        except KnownError:
            continue  # it has gone since
    numbered: dict[str, list[_Piece]] = {}
    loose: list[_Piece] = []
    for piece in pieces:
        (numbered.setdefault(piece.number.casefold(), []) if piece.number else loose).append(piece)
    groups = [(Kind.NUMBER, group) for group in numbered.values()]
    groups += [(Kind.HEADING if all(piece.heading for piece in group) else Kind.WORDING, group) for group in _alike(loose)]
    shared = [(kind, group) for kind, group in groups if len({piece.asking.document_id for piece in group}) > 1]
    found = [(_place(group), _question(kind, group, len(document_ids))) for kind, group in shared]
    return [question for _rank, question in sorted(found, key=lambda pair: (pair[0], pair[1].text))]


def _pieces(document: OpenDocument, interviewers: set[int]) -> Iterator[_Piece]:
    by_start = {turn.span.start: turn for turn in document.turns}
    for rank, stretch in enumerate(document.stretches):
        turn = by_start.get(stretch.start)
        text = document.text[stretch.start : stretch.end]
        asking = Asking(document.id, rank)
        speaks = turn is not None and turn.speaker_id is not None
        if speaks and (turn is None or turn.speaker_id not in interviewers):
            continue
        if speaks:
            yield from _of_interviewer(asking, text)
        elif (number := _NUMBER.match(text) or (_BARE_NUMBER.match(text) if turn is None else None)) is not None and (
            number[1] or turn is None or not interviewers
        ):
            yield _Piece(asking, _called(number), text[number.end() :].strip() or text.strip(), heading=turn is None)
        elif turn is None and _is_heading(text):
            yield _Piece(asking, "", text.strip(), heading=True)


def _of_interviewer(asking: Asking, text: str) -> Iterator[_Piece]:
    """What an interviewer asks in one turn: from every line with a number to the next, and the sentences of what is before."""
    lines = [match.start() for match in _LINE.finditer(text)]
    starts = [(start, number) for start in lines if (number := _NUMBER.match(text, start) or _BARE_NUMBER.match(text, start)) is not None]
    ends = [*(start for start, _number in starts[1:]), len(text)][: len(starts)]
    for sentence in sentences(text, Span(0, starts[0][0] if starts else len(text))):
        yield _Piece(asking, "", text[sentence.start : sentence.end], heading=False)
    for (_start, number), end in zip(starts, ends, strict=True):
        yield _Piece(asking, _called(number), text[number.end() : end].strip() or number[0].strip(), heading=False)


def _called(number: re.Match[str]) -> str:
    return next(group for group in number.groups() if group).lower()


def _is_heading(text: str) -> bool:
    """True for one short line with words in it; a time, a page number or a note in brackets is none."""
    line = text.strip()
    return len(line) <= _LONGEST_HEADING and "\n" not in line and any(map(str.isalpha, _ASIDE.sub("", line)))


def _place(group: Iterable[_Piece]) -> float:
    """Where in the interview it is asked, on the whole: the middle of the ranks of its first askings."""
    first: dict[int, int] = {}
    for piece in group:
        first[piece.asking.document_id] = min(piece.asking.stretch, first.get(piece.asking.document_id, piece.asking.stretch))
    ranks = sorted(first.values())
    return ranks[len(ranks) // 2]


def _question(kind: Kind, group: Sequence[_Piece], of: int) -> Question:
    wordings = Counter(" ".join(piece.text.split()) for piece in group)
    text = max(wordings, key=lambda wording: (wordings[wording], "?" in wording, -len(wording), wording))
    documents = len({piece.asking.document_id for piece in group})
    asked = tuple(dict.fromkeys(piece.asking for piece in group))
    words = set(words_said(text)) - ENGLISH
    usual = documents >= SHARE * of and len(asked) <= PROBE * documents
    guide = kind is Kind.NUMBER or (usual and (kind is Kind.HEADING or ("?" in text and len(words) > 1)))
    return Question(group[0].number, text, kind, asked, documents, guide)


# -- likeness ------------------------------------------------------------------------------------------------------------


def _alike(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces in groups of like words: each joins the group whose first wording is nearest, the commonest wordings first."""
    by_words: dict[tuple[str, ...], list[_Piece]] = {}
    for piece in pieces:
        words = _content(piece.text)
        if words:
            by_words.setdefault(words, []).append(piece)
    weights = _weights(by_words)
    order = sorted(by_words, key=lambda words: (-len(by_words[words]), words))
    leaders: list[tuple[Mapping[str, float], list[_Piece]]] = []
    found_by: dict[str, list[int]] = {}
    for words in order:
        vector = {word: weights[word] for word in words}
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        vector = {word: weight / length for word, weight in vector.items()}
        rare = sorted(words, key=lambda word: -weights[word])[:4]
        candidates = {number for word in rare for number in found_by.get(word, ())[:_MOST_CANDIDATES]}
        best = max(((_cosine(vector, leaders[number][0]), -number) for number in candidates), default=(0.0, 0))
        if best[0] >= LIKENESS:
            leaders[-best[1]][1].extend(by_words[words])
            continue
        for word in words:
            found_by.setdefault(word, []).append(len(leaders))
        leaders.append((vector, list(by_words[words])))
    return [group for _vector, group in leaders]


def _content(text: str) -> tuple[str, ...]:
    """The words that carry a question, each once; all of them where too few would be left."""
    words = set(words_said(_ASIDE.sub(" ", text)))
    content = words - ENGLISH
    return tuple(sorted(content if len(content) > 1 else words))


def _weights(by_words: Mapping[tuple[str, ...], Sequence[_Piece]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for words in by_words:
        counts.update(words)
    return {word: math.log(1 + len(by_words) / count) for word, count in counts.items()}


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[word] for word, weight in a.items() if word in b)
