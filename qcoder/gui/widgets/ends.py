"""Changing where a mark begins and ends: what the hand has done so far, before the owner is told."""

import re
from dataclasses import dataclass, replace

from qcoder.domain.spans import Span

_WORD = re.compile(r"\S+")
_WINDOW = 400


@dataclass(frozen=True, slots=True)
class Ends:
    """A mark whose ends are being moved: `span` as it stands now, `moving_start` if the start is the one that moves."""

    mark_id: int
    original: Span
    span: Span
    moving_start: bool = False

    @property
    def place(self) -> int:
        """Where the moving end is, in code points."""
        return self.span.start if self.moving_start else self.span.end

    @property
    def changed(self) -> bool:
        """True if the ends are not where they were."""
        return self.span != self.original

    def other_end(self) -> "Ends":
        """The same with the other end moving."""
        return replace(self, moving_start=not self.moving_start)

    def moved_to(self, position: int, length: int) -> "Ends":
        """With the moving end at `position`, kept within a text of `length` and at least one code point from the other end."""
        if self.moving_start:
            return replace(self, span=Span(max(0, min(position, self.span.end - 1)), self.span.end))
        return replace(self, span=Span(self.span.start, min(length, max(position, self.span.start + 1))))


def next_word_edge(text: str, position: int, starts: bool, forward: bool) -> int:
    """The nearest beginning (`starts`) or end of a word strictly after or before `position`; `position` if there is none near."""
    if forward:
        for match in _WORD.finditer(text, max(0, position - _WINDOW), min(len(text), position + _WINDOW)):
            edge = match.start() if starts else match.end()
            if edge > position:
                return edge
        return position
    best = position
    for match in _WORD.finditer(text, max(0, position - _WINDOW), min(len(text), position + 1)):
        edge = match.start() if starts else match.end()
        if edge < position:
            best = edge
    return best
