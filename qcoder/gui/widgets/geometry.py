"""Where text stands on the page: the lines in sight and the rectangles of stretches of them, right to left included."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextLayout, QTextLine
from PySide6.QtWidgets import QTextEdit

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of text in sight, in viewport pixels; `start..end` in UTF-16 units of the document.

    `top..bottom` is its slot on the page (air included), `block_start` the offset of its paragraph, `origin` where that paragraph's
    layout stands. Valid only until the document is laid out again: make them afresh for each use.
    """

    start: int
    end: int
    top: float
    bottom: float
    baseline: float
    text_top: float
    text_bottom: float
    block_start: int
    block_number: int
    first_of_block: bool
    origin: QPointF
    line: QTextLine
    right_to_left: bool

    @property
    def blank(self) -> bool:
        """True for the empty line between turns."""
        return self.start == self.end

    def x_of(self, position: int) -> float:
        """The x at which the caret stands for an offset on this line."""
        x: float = self.line.cursorToX(position - self.block_start)[0]  # type: ignore[index]  # the stubs promise a float, Qt gives a pair
        return self.origin.x() + x

    def rects(self, start: int, end: int) -> list[QRectF]:
        """What to paint behind `start..end` of this line: one rectangle, or one per run where directions mix."""
        left, right = max(start, self.start), min(end, self.end)
        if left >= right:
            return []
        spans = self._runs(left, right) if self.right_to_left else [(self.x_of(left), self.x_of(right))]
        natural = self.line.naturalTextRect()
        low, high = self.origin.x() + natural.left(), self.origin.x() + natural.right()
        rects = []
        for a, b in spans:
            a, b = max(min(a, b), low), min(max(a, b), high)
            if b > a:
                rects.append(QRectF(a, self.text_top, b - a, self.text_bottom - self.text_top))
        return rects

    def _runs(self, start: int, end: int) -> list[tuple[float, float]]:
        """Stretches of x covered by `start..end`: neighbours in the text may stand apart where directions meet."""
        edges: list[tuple[float, float]] = []
        # Caret positions will not do: at such a meeting one caret stands for two places. The boxes of the glyphs are exact.
        for run in self.line.glyphRuns(start - self.block_start, end - start):
            box = run.boundingRect()
            edges.append((self.origin.x() + box.left(), self.origin.x() + box.right()))
        runs: list[tuple[float, float]] = []
        for a, b in sorted(edges):
            if runs and a <= runs[-1][1] + 0.5:
                runs[-1] = (runs[-1][0], max(runs[-1][1], b))
            else:
                runs.append((a, b))
        return runs

    def position_at(self, x: float) -> int | None:
        """The offset of the character under `x`, or None beside the text."""
        natural = self.line.naturalTextRect()
        inside = x - self.origin.x()
        if self.blank or not natural.left() <= inside < natural.right():
            return None
        return self.block_start + self.line.xToCursor(inside, QTextLine.CursorPosition.CursorOnCharacter)


def page_lines(edit: QTextEdit, first: int | None = None) -> Iterator[PageLine]:
    """The lines in sight from the top of the viewport down, blank ones included; with `first`, all from the paragraph of that offset."""
    document = edit.document()
    layout = document.documentLayout()
    dx, dy = edit.horizontalScrollBar().value(), edit.verticalScrollBar().value()
    bottom = edit.viewport().height()
    block = edit.cursorForPosition(edit.viewport().rect().topLeft()).block() if first is None else document.findBlock(first)
    # The line above may reach into sight by its descenders; begin one paragraph early.
    block = block.previous() if first is None and block.previous().isValid() else block
    while block.isValid():
        layout.blockBoundingRect(block)
        text_layout = block.layout()
        origin = text_layout.position() - QPointF(dx, dy)
        if first is None and origin.y() - 40 > bottom:
            return
        right_to_left = is_right_to_left(block.text())
        slot = block.blockFormat().lineHeight()
        for i in range(_first_in_sight(text_layout, origin.y()) if first is None else 0, text_layout.lineCount()):
            line = text_layout.lineAt(i)
            y = origin.y() + line.y()
            low = y + line.height()
            top = low - max(slot, line.height())
            if top > bottom and first is None:
                return
            start = block.position() + line.textStart()
            # The break of a wrapped line is a space that both lines would claim; the last line stops before the paragraph's end.
            end = start + line.textLength()
            baseline = y + line.ascent()
            yield PageLine(
                start, end, top, low, baseline, baseline - line.ascent(), baseline + line.descent(), block.position(),
                block.blockNumber(), i == 0, origin, line, right_to_left,
            )  # fmt: skip
        block = block.next()


def is_right_to_left(text: str) -> bool:
    """True if anything in the text is written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def _first_in_sight(layout: QTextLayout, top: float) -> int:
    """The first line of a paragraph that is not above the page, found by halving since a paragraph may have thousands."""

    def bottom(i: int) -> float:
        line = layout.lineAt(i)
        return top + line.y() + line.height()

    return bisect_left(range(layout.lineCount()), 0.0, key=bottom)
