"""Painting marks behind the text: soft the topmost mark's underlay, a strip for each one under it, the selected strongest."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from qcoder.domain.spans import Span
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.widgets.colors import ReadingColors, over, readable, underlay
from qcoder.gui.widgets.geometry import PageLine
from qcoder.gui.widgets.marks import Mark, MarkIndex, segments
from qcoder.gui.widgets.patterns import pattern_brush, pattern_pen

_STRIPS = 4


@dataclass(frozen=True, slots=True)
class Sight:
    """What is in sight and how it is to be shown."""

    lines: Sequence[PageLine]
    index: MarkIndex
    offsets: OffsetMap
    colors: ReadingColors
    selected: int | None
    along: frozenset[int]
    drop: Span | None
    scrolled: int
    found: Sequence[Span] = ()

    def chosen(self, mark: Mark) -> bool:
        """True for the selected mark and those chosen along with it."""
        return mark.id == self.selected or mark.id in self.along


class Underlays:
    """Paints underlays; remembers tints and pens, which are few and cost a little to work out."""

    def __init__(self) -> None:
        self._tints: dict[tuple[str, int, bool, int, ReadingColors], tuple[QColor, QBrush | None]] = {}
        self._pens: dict[tuple[str, int, str], QPen] = {}

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """Paint all marks in sight, then outlines of what was found and of what a drop would code."""
        if sight.lines:
            self._paint_marks(painter, sight)
        if sight.lines and sight.found:
            self._paint_found(painter, sight)
        if sight.drop is not None:
            self._paint_drop(painter, sight, sight.drop)

    def _paint_marks(self, painter: QPainter, sight: Sight) -> None:
        to_qt, to_text = sight.offsets.to_qt, sight.offsets.to_text
        visible = sight.index.overlapping(to_text(sight.lines[0].start), to_text(sight.lines[-1].end))
        strips: list[tuple[QRectF, list[Mark]]] = []
        # Textures belong to the text, not to the window: they move along when it is scrolled.
        painter.setBrushOrigin(QPointF(0, -(sight.scrolled % 64)))
        for line in sight.lines if visible else ():
            start, end = to_text(line.start), to_text(line.end)
            here = [mark for mark in visible if mark.span.start < end and start < mark.span.end]
            for left, right, over_it in segments(here, start, end):
                stack = self._stack(over_it, sight)
                tint, texture = self._tint(stack[0], len(stack), sight.chosen(stack[0]), sight.colors)
                for rect in line.rects(to_qt(left), to_qt(right)):
                    strips.append((rect, stack))
                    painter.fillRect(rect, tint)
                    if texture is not None:
                        painter.fillRect(rect, texture)
        # After all tints, so that the next line's do not cover what hangs below this one.
        drawn: dict[tuple[str, int], list[QLineF]] = {}
        for rect, stack in strips:
            self._paint_strips(painter, sight, rect, stack, drawn)
        for (color, pattern), lines in drawn.items():
            painter.setPen(self._pen(color, pattern, sight.colors))
            painter.drawLines(lines)

    def _stack(self, over_it: Sequence[Mark], sight: Sight) -> list[Mark]:
        """Marks from the top down: the selected one, those chosen along with it, then the shortest first, as a click finds them."""
        if len(over_it) < 2:
            return list(over_it)
        return sorted(over_it, key=lambda mark: (mark.id != sight.selected, mark.id not in sight.along, len(mark.span), -mark.id))

    def _paint_strips(
        self, painter: QPainter, sight: Sight, rect: QRectF, stack: Sequence[Mark], drawn: dict[tuple[str, int], list[QLineF]]
    ) -> None:
        """The underline of a chosen mark; and, for `drawn` by colour and pattern, a strip for each mark that lies under the topmost."""
        left, right, y = rect.left(), rect.right(), round(rect.bottom())
        if sight.chosen(stack[0]):
            painter.fillRect(QRectF(left, y - 2, right - left, 2), QColor(readable(stack[0].color, sight.colors.ground, 3.0)))
        elif len(stack) > 2:
            y -= 2
        for i, mark in enumerate(stack[1 : 1 + _STRIPS]):
            drawn.setdefault((mark.color, mark.pattern), []).append(QLineF(left, y + 2 * i + 1, right, y + 2 * i + 1))

    def _pen(self, color: str, pattern: int, colors: ReadingColors) -> QPen:
        key = (color, pattern, colors.ground)
        if key not in self._pens:
            self._pens[key] = pattern_pen(readable(color, colors.ground, 3.0), 2.0, pattern)
        return self._pens[key]

    def _tint(self, top: Mark, depth: int, chosen: bool, colors: ReadingColors) -> tuple[QColor, QBrush | None]:
        """The topmost mark's colour alone, mixed with those beneath it it would be no code's colour at all; and its texture, if any."""
        key = (top.color, depth, chosen, top.pattern, colors)
        if key not in self._tints:
            tint = underlay(top.color, colors, depth, chosen)
            self._tints[key] = QColor(tint), pattern_brush(over(tint, colors), top.pattern)
        return self._tints[key]

    def _paint_found(self, painter: QPainter, sight: Sight) -> None:
        """A thin outline around the words that were looked for, which no code has; `found` is in order."""
        to_qt, to_text = sight.offsets.to_qt, sight.offsets.to_text
        first, last = to_text(sight.lines[0].start), to_text(sight.lines[-1].end)
        painter.setPen(QPen(QColor(sight.colors.accent), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for span in sight.found[max(bisect_left(sight.found, first, key=lambda span: span.start) - 1, 0) :]:
            if span.start >= last:
                break
            for line in sight.lines:
                for rect in line.rects(to_qt(span.start), to_qt(span.end)):
                    painter.drawRoundedRect(rect.adjusted(-1.5, 0.5, 1.5, -0.5), 3, 3)

    def _paint_drop(self, painter: QPainter, sight: Sight, drop: Span) -> None:
        """A dashed outline around the passage that would be coded."""
        painter.setPen(QPen(QColor(sight.colors.accent), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in sight.lines:
            for rect in line.rects(sight.offsets.to_qt(drop.start), sight.offsets.to_qt(drop.end)):
                painter.drawRect(rect.adjusted(-1, 0, 1, 0))


def end_points(lines: Sequence[PageLine], offsets: OffsetMap, span: Span) -> tuple[QRectF | None, QRectF | None]:
    """The handles at a mark's start and end as thin upright rectangles in viewport pixels; None for one out of sight."""
    start, end = offsets.to_qt(span.start), offsets.to_qt(span.end)
    first = next((line for line in lines if line.start <= start < line.end), None)
    last = next((line for line in lines if line.start < end <= line.end), None)
    return _upright(first, start), _upright(last, end)


def _upright(line: PageLine | None, position: int) -> QRectF | None:
    if line is None:
        return None
    # At a wrapped line's end the caret would stand before the next line's first letter; the edge of the last letter is meant.
    x = line.rects(position - 1, position)[-1:] if position == line.end and not line.right_to_left else []
    at = x[0].right() if x else line.x_of(position)
    return QRectF(at - 1.0, line.text_top, 2.0, line.text_bottom - line.text_top)


def paint_handles(painter: QPainter, handles: Sequence[QRectF | None], color: str, moving: int | None) -> None:
    """Draw the two handles: a stem and a knob, above for the start and below for the end; `moving` (0 or 1) is the larger."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    for i, rect in enumerate(handles):
        if rect is not None:
            size = 5.5 if moving == i else 3.5
            painter.drawRect(rect)
            knob = QPointF(rect.center().x(), rect.top() - 1 if i == 0 else rect.bottom() + 1)
            painter.drawEllipse(knob, size, size)
