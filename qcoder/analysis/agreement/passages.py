"""Disagreements: the passages that coders coded differently, the worst first."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from itertools import accumulate, pairwise
from math import comb

from qcoder.analysis.agreement.measure import texts
from qcoder.analysis.agreement.results import Disagreement
from qcoder.analysis.agreement.scope import CodingRow, Scope, scope
from qcoder.domain.documents import count_words, word_spans
from qcoder.domain.spans import Span, union
from qcoder.project.read import Reader
from qcoder.project.write import Progress, no_progress

_MANY = 400
"""With more passages in a document than this, all its words are found once instead of some of them again and again."""


class _Speech:
    """A document's text and its turns, sorted; answers how many words of turns a stretch covers, wholly or in part."""

    def __init__(self, text: str, turns: list[Span], passages: int) -> None:
        self._text = text
        self._turns = turns
        self._starts = [turn.start for turn in turns]
        self._words: tuple[list[int], list[int]] | None = None
        if passages > _MANY:
            found = [word for turn in turns for word in word_spans(text, turn.start, turn.end)]
            self._words = [start for start, _end in found], [end for _start, end in found]

    def words(self, start: int, end: int) -> int:
        """How many there are."""
        if self._words is not None and end - start > 1:  # a single sign may be the hyphen of a word
            return bisect_left(self._words[0], end) - bisect_right(self._words[1], start)
        first = max(bisect_right(self._starts, start) - 1, 0)
        return sum(
            count_words(self._text[max(start, turn.start) : min(end, turn.end)])
            for turn in self._turns[first : bisect_left(self._starts, end)]
            if turn.end > start
        )


class _Rows:
    """What one coder coded in a document, of any code, by place."""

    def __init__(self, rows: list[tuple[int, int, int]]) -> None:
        self._rows = sorted(rows)
        self._starts = [start for start, _end, _code in self._rows]
        self._reach = list(accumulate((end for _start, end, _code in self._rows), max))

    def on(self, passage: Span) -> tuple[int, ...]:
        """The codes on a passage, in order of place, each once."""
        some = self._rows[bisect_right(self._reach, passage.start) : bisect_left(self._starts, passage.end)]
        return tuple(dict.fromkeys(code for _start, end, code in some if passage.start < end))


def disagreements(
    read: Reader,
    coder_ids: Sequence[int],
    code_ids: Collection[int] | None = None,
    document_ids: Collection[int] | None = None,
    limit: int | None = None,
    progress: Progress = no_progress,
) -> list[Disagreement]:
    """The passages on which coders differ, by words in dispute and then by their share of the passage; `limit` keeps the worst.

    A passage is a longest stretch of one document that at least one of the coders gave the code. Codes that are listed count with
    their subcodes; when all are meant (None) each stands for itself, so that no passage comes again for its parents. Differences
    that hold no word of a turn are none. Documents, coders and KnownError as in `agree`.
    `progress` hears how many documents were looked through and may raise to stop.
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
    for done, (document, rows) in enumerate(sorted(by_document.items())):
        progress(done, len(by_document))
        found += _of_document(asked, document, rows, listed, turns.get(document), text)
    found.sort(key=lambda one: (-one.words, -one.share, one.document_id, one.span.start, one.span.end, one.code_id))
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
    speech = _Speech(words, turns, len(rows))
    spans: dict[int, dict[int, list[Span]]] = {}
    own: dict[int, list[tuple[int, int, int]]] = {coder.id: [] for coder in asked.coders}
    for code, _document, start, end, coder in rows:
        own[coder].append((start, end, code))
        for id_ in listed.get(code, ()):
            spans.setdefault(id_, {}).setdefault(coder, []).append(Span(start, end))
    beside = {coder: _Rows(some) for coder, some in own.items()}
    everybody = [coder.id for coder in asked.coders]
    found = []
    for code, by_coder in spans.items():
        merged = {coder: union(by_coder.get(coder, ())) for coder in everybody}
        for passage in union(span for some in merged.values() for span in some):
            parts = [(coder, _inside(merged[coder], passage)) for coder in everybody]
            one = _passage(document, code, passage, parts, beside, speech)
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
    beside: dict[int, _Rows],
    speech: _Speech,
) -> Disagreement | None:
    if all(spans == (passage,) for _coder, spans in parts):
        return None
    disputed = 0.0
    total = 0
    pairs = comb(len(parts), 2)
    change: dict[int, int] = {}
    for _coder, spans in parts:
        for span in spans:
            change[span.start] = change.get(span.start, 0) + 1
            change[span.end] = change.get(span.end, 0) - 1
    hits = 0
    for start, end in pairwise(sorted(change)):
        hits += change[start]
        words = speech.words(start, end)
        total += words
        disputed += words * hits * (len(parts) - hits) / pairs
    if not disputed:
        return None
    instead = tuple((coder, beside[coder].on(passage)) for coder, spans in parts if not spans)
    return Disagreement(document, code, passage, tuple(parts), instead, disputed, disputed / total)
