"""Marks and turns that are where a draft says: they go with the text while it is being corrected."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from qcoder.domain.draft import Draft
from qcoder.gui.widgets.marks import Mark, MarkIndex, TurnLine


class LiveMarks(MarkIndex):
    """Marks whose passages are those of a draft; lanes stay as they were at the beginning."""

    def __init__(self, marks: Sequence[Mark], draft: Draft) -> None:
        """`marks` in the order of the draft's passages."""
        super().__init__([replace(mark, span=draft.passages.span(number)) for number, mark in enumerate(marks)], draft.text)
        self._draft = draft
        self._numbers = {mark.id: number for number, mark in enumerate(marks)}
        self._shown = list(marks)
        self._last: tuple[tuple[int, int, int], list[Mark]] = ((-1, 0, 0), [])

    def overlapping(self, start: int, end: int) -> list[Mark]:
        """Marks with at least one code point in `start..end`, in reading order."""
        passages = self._draft.passages
        asked = (passages.moves, start, end)
        if self._last[0] == asked:  # text and margin ask for the same
            return self._last[1]
        near = [
            (low, -high, number)
            for number, (low, high) in enumerate(zip(passages.starts, passages.ends, strict=True))
            if low < end and high > start and low < high
        ]
        self._last = (asked, [self._now(number) for _low, _high, number in sorted(near)])
        return self._last[1]

    def get(self, mark_id: int) -> Mark | None:
        """The mark with this id as it is now, or None."""
        number = self._numbers.get(mark_id)
        return None if number is None else self._now(number)

    def _now(self, number: int) -> Mark:
        return replace(self._shown[number], span=self._draft.passages.span(number))


class LiveTurns(Sequence[TurnLine]):
    """The turns of a draft as the gutter shows them."""

    def __init__(self, draft: Draft, clock: Callable[[int | None], str], interviewers: frozenset[str]) -> None:
        """`clock` writes out a time; `interviewers` are labels."""
        self._draft = draft
        self._clock = clock
        self.interviewers = interviewers

    def __len__(self) -> int:
        return len(self._draft.turns)

    def __getitem__(self, number):  # type: ignore[no-untyped-def]  # a Sequence declares it twice, for numbers and for slices
        """One turn, or those of a slice."""
        if isinstance(number, slice):
            return [self[at] for at in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        head = self._draft.heads[number]
        label = head.speaker or ""
        return TurnLine(self._draft.turns.span(number), label, self._clock(head.start_ms), label in self.interviewers)

    def __iter__(self) -> Iterator[TurnLine]:
        return (self[number] for number in range(len(self)))
