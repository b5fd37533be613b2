"""Labels: what a coder's codings and rejections say about each segment."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qcoder.domain.codings import Coding
from qcoder.domain.documents import count_words
from qcoder.domain.spans import Span, union
from qcoder.project.read.codings import Rejection
from qcoder.suggest.segments import Segment

Bools = np.ndarray[Any, np.dtype[np.bool_]]

SHORTEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Labels:
    """One truth value a segment: coded mainly so; rejected, by place or wording; of use as an example; may be proposed."""

    positive: Bools
    rejected: Bools
    example: Bools
    candidate: Bools


def wording(text: str) -> str:
    """A passage's words alone, for telling that two passages say the same."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def label(segments: Sequence[Segment], codings: Sequence[Coding], rejections: Sequence[Rejection], read_through: Collection[int]) -> Labels:
    """Label segments by the codings of a code; `read_through` are documents whose uncoded segments count as "not this code".

    A segment is positive when at least half of it is coded, or when it holds at least half of a coding. A segment that a coding merely
    touches is neither example nor candidate.
    """
    coded = _Spans([(coding.document_id, coding.span) for coding in codings])
    refused = _Spans([(rejection.document_id, rejection.span) for rejection in rejections])
    refused_words = {wording(rejection.passage) for rejection in rejections} - {""}
    size = len(segments)
    positive, touched, rejected, known = (np.zeros(size, dtype=bool) for _ in range(4))
    for row, segment in enumerate(segments):
        positive[row] = coded.mainly(segment)
        touched[row] = coded.touches(segment)
        rejected[row] = refused.mainly(segment)
        known[row] = segment.document_id in read_through
    refused_words |= {wording(segments[int(row)].text) for row in np.flatnonzero(rejected)} - {""}
    if refused_words:
        rejected |= np.array([wording(segment.text) in refused_words for segment in segments], dtype=bool)
    rejected &= ~positive
    long_enough = np.array([count_words(segment.text) >= SHORTEST_WORDS for segment in segments], dtype=bool)
    return Labels(positive, rejected, positive | rejected | (known & ~touched), ~touched & ~positive & ~rejected & long_enough)


class _Spans:
    """Spans by document: all of them, and their union without overlaps."""

    def __init__(self, spans: Sequence[tuple[int, Span]]) -> None:
        by_document: dict[int, list[Span]] = {}
        for document_id, span in spans:
            by_document.setdefault(document_id, []).append(span)
        self._all = by_document
        self._joined = {document_id: union(found) for document_id, found in by_document.items()}
        self._ends = {document_id: [span.end for span in found] for document_id, found in self._joined.items()}

    def touches(self, segment: Segment) -> bool:
        return self._covered(segment) > 0

    def mainly(self, segment: Segment) -> bool:
        covered = self._covered(segment)
        if not covered or 2 * covered >= len(segment.span):
            return covered > 0
        parts = ((span, span.intersection(segment.span)) for span in self._all[segment.document_id])
        return any(part is not None and 2 * len(part) >= len(span) for span, part in parts)

    def _covered(self, segment: Segment) -> int:
        joined = self._joined.get(segment.document_id)
        if joined is None:
            return 0
        total = 0
        for span in joined[bisect_left(self._ends[segment.document_id], segment.span.start + 1) :]:
            part = span.intersection(segment.span)
            if part is None:
                break
            total += len(part)
        return total
