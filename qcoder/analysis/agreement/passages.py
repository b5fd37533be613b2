"""Disagreements: the passages that coders coded differently, the worst first."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import comb

from qcoder.analysis.agreement.measure import texts
from qcoder.analysis.agreement.results import Disagreement
from qcoder.analysis.agreement.scope import CodingRow, Scope, scope
from qcoder.domain.documents import count_words
from qcoder.domain.spans import Span, union
from qcoder.project.read import Reader


@dataclass(frozen=True, slots=True)
class _Speech:
    """A document's text and its turns, sorted."""

    text: str
    turns: list[Span]
    starts: list[int]

    def words(self, span: Span) -> int:
        """How many words of turns a span covers, wholly or in part."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        found = 0
        for turn in self.turns[first : bisect_left(self.starts, span.end)]:
            part = turn.intersection(span)
            found += count_words(self.text[part.start : part.end]) if part else 0
        return found


def disagreements(
    read: Reader,
    coder_ids: Sequence[int],
    code_ids: Collection[int] | None = None,
    document_ids: Collection[int] | None = None,
    limit: int | None = None,
) -> list[Disagreement]:
    """The passages on which coders differ, by words in dispute and then by their share of the passage; `limit` keeps the worst.

    A passage is a longest stretch of one document that at least one of the coders gave the code. Codes that are listed count with
    their subcodes; when all are meant (None) each stands for itself, so that no passage comes again for its parents. Differences
    that hold no word of a turn are none. Documents, coders and KnownError as in `agree`.
    """
    asked = scope(read, coder_ids, code_ids, document_ids)
    listed: dict[int, list[int]] = {}
    for code in asked.codes:
        for id_ in (code.id,) if code_ids is None else code.branch:
            listed.setdefault(id_, []).append(code.id)
    text = texts(read)
    by_document: dict[int, list[CodingRow]] = {}
    for row in asked.rows:
        by_document.setdefault(row[1], []).append(row)
    turns: dict[int, list[Span]] = {}
    for document, start, end, _speaker, _words in read.documents.turn_table(list(asked.documents)):
        turns.setdefault(document, []).append(Span(start, end))
    found = []
    for document, rows in sorted(by_document.items()):
        found += _of_document(asked, document, rows, listed, turns.get(document), text)
    found.sort(key=lambda one: (-one.words, -one.share, one.document_id, one.span, one.code_id))
    return found[:limit]


def _of_document(
    asked: Scope,
    document: int,
    rows: Sequence[CodingRow],
    listed: dict[int, list[int]],
    turns: list[Span] | None,
    text: Callable[[int], str],
) -> list[Disagreement]:
    words = text(document)
    turns = [Span(0, len(words))] if turns is None else turns
    speech = _Speech(words, turns, [turn.start for turn in turns])
    spans: dict[int, dict[int, list[Span]]] = {}
    own: dict[int, list[tuple[int, int, int]]] = {coder.id: [] for coder in asked.coders}
    for code, _document, start, end, coder in rows:
        own[coder].append((start, end, code))
        for id_ in listed.get(code, ()):
            spans.setdefault(id_, {}).setdefault(coder, []).append(Span(start, end))
    for some in own.values():
        some.sort()
    everybody = [coder.id for coder in asked.coders]
    found = []
    for code, by_coder in spans.items():
        merged = {coder: union(by_coder.get(coder, ())) for coder in everybody}
        for passage in union(span for some in merged.values() for span in some):
            parts = [(coder, _inside(merged[coder], passage)) for coder in everybody]
            one = _passage(document, code, passage, parts, own, speech)
            if one is not None:
                found.append(one)
    return found


def _inside(spans: Sequence[Span], passage: Span) -> tuple[Span, ...]:
    first = bisect_left(spans, passage.start, key=lambda span: span.start)
    stop = bisect_left(spans, passage.end, key=lambda span: span.start)
    return tuple(spans[first:stop])


def _passage(
    document: int,
    code: int,
    passage: Span,
    parts: Sequence[tuple[int, tuple[Span, ...]]],
    own: dict[int, list[tuple[int, int, int]]],
    speech: _Speech,
) -> Disagreement | None:
    if all(spans == (passage,) for _coder, spans in parts):
        return None
    disputed = 0.0
    total = 0
    pairs = comb(len(parts), 2)
    bounds = sorted({bound for _coder, spans in parts for span in spans for bound in (span.start, span.end)})
    for start, end in pairwise(bounds):
        hits = sum(1 for _coder, spans in parts if any(span.start <= start < span.end for span in spans))
        words = speech.words(Span(start, end))
        total += words
        disputed += words * hits * (len(parts) - hits) / pairs
    if not disputed:
        return None
    instead = tuple((coder, _codes_on(own[coder], passage)) for coder, spans in parts if not spans)
    return Disagreement(document, code, passage, tuple(parts), instead, disputed, disputed / total)


def _codes_on(rows: Iterable[tuple[int, int, int]], passage: Span) -> tuple[int, ...]:
    """The codes of rows that overlap the passage, in order of place, each once."""
    return tuple(dict.fromkeys(code for start, end, code in rows if start < passage.end and passage.start < end))
