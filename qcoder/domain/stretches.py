"""Stretches of a text that go with it while it is being edited: many at once, as plain numbers, so that a keystroke costs little."""

from collections.abc import Iterable

from qcoder.domain.difference import in_word
from qcoder.domain.spans import Span

Touched = dict[int, tuple[int, int]]
"""Number of a stretch -> where it was before an edit that touched it."""


class Stretches:
    """Stretches by number, in the order given. All positions are code points."""

    def __init__(self, spans: Iterable[Span], *, sticky: bool) -> None:
        """`sticky`: what is put in at the very ends belongs to the stretch, as typing at the end of a turn does."""
        pairs = [(span.start, span.end) for span in spans]
        self.starts = [start for start, _end in pairs]
        self.ends = [end for _start, end in pairs]
        self._sticky = sticky
        self.moves = 0
        """Counts every time that stretches moved."""

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, number: int) -> Span:
        """Where a stretch is now."""
        return Span(self.starts[number], self.ends[number])

    def put(self, number: int, span: Span) -> None:
        """Say where a stretch is now."""
        self.starts[number], self.ends[number] = span.start, span.end
        self.moves += 1

    def edit(self, text: str, start: int, end: int, added: str) -> Touched:
        """Follow `text[start:end]` giving way to `added`; returns the stretches it touched as they were."""
        touched: Touched = {
            number: (low, high)
            for number, (low, high) in enumerate(zip(self.starts, self.ends, strict=True))
            if low <= end and start <= high
        }
        self._shift(end, len(added) - (end - start))
        for number, (low, high) in touched.items():
            self.starts[number], self.ends[number] = self._landed(text, low, high, start, end, added)
        return touched

    def take_back(self, start: int, removed: int, added: int, touched: Touched) -> None:
        """Follow an edit being taken back that had put `added` code points in the place of `removed`."""
        self._shift(start + added, removed - added)
        for number, (low, high) in touched.items():
            self.starts[number], self.ends[number] = low, high

    def _shift(self, beyond: int, by: int) -> None:
        self.moves += 1
        if by:
            self.starts = [at + by if at > beyond else at for at in self.starts]
            self.ends = [at + by if at > beyond else at for at in self.ends]

    def _landed(self, text: str, low: int, high: int, start: int, end: int, added: str) -> tuple[int, int]:
        by, behind = len(added) - (end - start), start + len(added)
        if low == high and not self._sticky:
            place = low if low <= start else low + by if low >= end else start
            return place, place
        if start == end:
            return self._with_typed(text, low, high, start, added)
        if end <= low:
            return low + by, high + by
        if high <= start:
            return low, high
        # What stands in the place of its very first or last words belongs to it.
        head = low if low <= start else behind
        tail = high + by if high >= end else start
        return (head, tail) if head < tail or self._sticky else (start, start)

    def _with_typed(self, text: str, low: int, high: int, at: int, added: str) -> tuple[int, int]:
        by = len(added)
        if low < at < high or (self._sticky and low <= at <= high):
            return low, high + by
        if at == high:  # letters that complete its last word belong to it
            own = in_word(text[at - 1 : at] + added[:1], 1) and not in_word(text, at)
            return low, high + by if own else high
        return low + by, high + by
