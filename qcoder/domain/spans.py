"""Span: a half-open stretch of a document's text, counted in Unicode code points."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

_PLACE = attrgetter("start", "end")  # several times faster than comparing spans with each other


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """`text[start:end]`; `start` inclusive, `end` exclusive, both in code points of the stored text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        """A span is always something, even when it is empty."""
        return True

    def overlaps(self, other: "Span") -> bool:
        """True if at least one code point lies in both."""
        return self.start < other.end and other.start < self.end

    def touches(self, other: "Span") -> bool:
        """True if the two overlap or meet end to start."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: "Span") -> bool:
        """True if `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def intersection(self, other: "Span") -> "Span | None":
        """The code points that lie in both, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def join(self, other: "Span") -> "Span":
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


def union(spans: Iterable[Span]) -> list[Span]:
    """Merge overlapping and touching spans; sorted, disjoint, nothing counted twice."""
    merged: list[Span] = []
    for span in sorted(spans, key=_PLACE):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def trim(text: str, span: Span) -> Span:
    """Take white space off both ends; an all-blank span stays as it is."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else span
