"""Where the passages of a table of codings stand in a transcript, also where the table was made on another copy of its text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.words import _


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """One row of a table of codings: a span, or a quote that must be found exactly once; `line` is where it stands in the table.

    With both, the span counts where the quote stands there; spans of another text, say one with labels, would lead astray.
    """

    line: int
    document: str
    code: str
    span: Span | None = None
    quote: str = ""
    coder: str = ""
    memo: str = ""


def locate(text: str, labels: Sequence[str], rows: Sequence[CodedPassage]) -> list[Span | KnownError]:
    """The span of each row of one document, or why it has none; `labels` are the speakers', which may stand in quotes.

    A quote is searched for as it is, then with other white space, then without labels. Where it stands more than once and the
    row has a span, the order in which the table's other passages follow each other decides, if it leaves one place only.
    """
    texts = _Text(text, labels)
    found = {number: places for number, row in enumerate(rows) if (places := texts.places(row))}
    order = _Order(rows, found)
    return [order.choose(row, found[number]) if number in found else _lost(text, row) for number, row in enumerate(rows)]


class _Text:
    """One transcript's text, and the labels that have left it."""

    def __init__(self, text: str, labels: Sequence[str]) -> None:
        self._text = text
        either = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True) if label)
        self._label = re.compile(rf"^\s*(?:{either})\s*(?:[(\[][\d:.,]+[)\]])?\s*[:：]", re.MULTILINE) if either else None

    def places(self, row: CodedPassage) -> list[Span]:
        """Every place where the row's passage may be: one where a span is right, none where nothing fits."""
        span = row.span
        if span is not None and 0 < len(span) <= span.end <= len(self._text) and (not row.quote or self._agree(span, row.quote)):
            return [span]
        return self._of_words(row.quote) or (self._of_words(self._label.sub("\n", row.quote)) if self._label is not None else [])

    def _agree(self, span: Span, quote: str) -> bool:
        """True if the quote is what stands at the span, or the sentence around it; white space does not count.

        A span as long as its quote means all of it: were a part enough, a shift by one would cut off a letter unseen.
        """
        stands, meant = self._text[span.start : span.end], " ".join(quote.split())
        there = " ".join(stands.split())
        if there == meant:
            return True
        part = len(span) not in {len(quote), len(quote.strip()), len(meant)} and stands == stands.strip()
        return bool(there) and part and there in meant

    def _of_words(self, quote: str) -> list[Span]:
        """Where these words stand, with the same white space if they do so anywhere."""
        quote = quote.strip()
        if not quote:
            return []
        exact = _all(re.escape(quote), self._text)
        words = quote.split()
        return exact or (_all(r"\s+".join(map(re.escape, words)), self._text) if len(words) > 1 else [])


def _all(pattern: str, text: str) -> list[Span]:
    """Every match, also of those that overlap."""
    spans = []
    expression = re.compile(pattern)
    match = expression.search(text)
    while match is not None:
        spans.append(Span(match.start(), match.end()))
        match = expression.search(text, match.start() + 1)
    return spans


class _Order:
    """The passages of which the place is certain, in the order that the table's own offsets give them."""

    def __init__(self, rows: Sequence[CodedPassage], found: dict[int, list[Span]]) -> None:
        known = [(row.span, found[number]) for number, row in enumerate(rows) if row.span is not None and number in found]
        certain = sorted((span.start, places[0].start) for span, places in known if len(places) == 1)
        self._theirs = [theirs for theirs, _ours in certain]
        self._ours = [ours for _theirs, ours in certain]
        self._kept = self._ours == sorted(self._ours)

    def choose(self, row: CodedPassage, places: list[Span]) -> Span | KnownError:
        """The one place that it can be."""
        if len(places) > 1 and row.span is not None and self._kept:
            before, after = bisect_left(self._theirs, row.span.start), bisect_right(self._theirs, row.span.start)
            first = self._ours[before] if before < after else self._ours[before - 1] if before else 0
            last = self._ours[after - 1] if before < after else self._ours[after] if after < len(self._ours) else None
            places = [place for place in places if first <= place.start and (last is None or place.start <= last)] or places
        if len(places) == 1:
            return places[0]
        return KnownError(
            _("the passage “{quote}…” is in “{name}” more than once; make it longer").format(quote=row.quote[:40], name=row.document)
        )


def _lost(text: str, row: CodedPassage) -> KnownError:
    if row.span is not None and not row.quote:
        return KnownError(
            _("the passage {start}–{end} does not lie within “{name}”, which has {n} characters").format(
                start=row.span.start, end=row.span.end, name=row.document, n=len(text)
            )
        )
    return KnownError(_("the passage “{quote}…” is not in “{name}”").format(quote=row.quote[:40], name=row.document))
