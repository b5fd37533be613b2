"""Painting marks behind the text: soft underlays, stacked strips where codes overlap, the selected mark strongest."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from qcoder.domain.spans import Span
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.widgets.colors import ReadingColors, readable, underlay
from qcoder.gui.widgets.geometry import PageLine
from qcoder.gui.widgets.marks import Mark, MarkIndex, segments

_STRIPS = 4


@dataclass(frozen=True, slots=True)
class Sight:
    """What is in sight and how it is to be shown."""

    lines: Sequence[PageLine]
    index: MarkIndex
    offsets: OffsetMap
    colors: ReadingColors
    selected: int | None
    drop: Span | None


class Underlays:
    """Paints underlays; remembers tints, which are few and cost a little to work out."""

    def __init__(self) -> None:
        self._tints: dict[tuple[tuple[str, ...], bool, ReadingColors], QColor] = {}

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """Paint all marks in sight, then the outline of what a drop would code."""
        if sight.lines:
            self._paint_marks(painter, sight)
        if sight.drop is not None:
            self._paint_drop(painter, sight, sight.drop)

    def _paint_marks(self, painter: QPainter, sight: Sight) -> None:
        to_qt, to_text = sight.offsets.to_qt, sight.offsets.to_text
        visible = sight.index.overlapping(to_text(sight.lines[0].start), to_text(sight.lines[-1].end))
        for line in sight.lines if visible else ():
            start, end = to_text(line.start), to_text(line.end)
            here = [mark for mark in visible if mark.span.start < end and start < mark.span.end]
            for left, right, over in segments(here, start, end):
                for rect in line.rects(to_qt(left), to_qt(right)):
                    self._paint_piece(painter, sight, rect, over)

    def _paint_piece(self, painter: QPainter, sight: Sight, rect: QRectF, over: Sequence[Mark]) -> None:
        """One stretch under the same marks: a tint of all their colours and, if there are several, a strip for each."""
        chosen = next((mark for mark in over if mark.id == sight.selected), None)
        painter.fillRect(rect, self._tint(over, chosen, sight.colors))
        if chosen is not None:
            color = QColor(readable(chosen.color, sight.colors.ground, 3.0))
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 2.0, rect.width(), 2.0), color)
        if len(over) > 1:
            others = sorted((mark for mark in over if mark is not chosen), key=lambda mark: sight.index.lane(mark.id))
            for i, mark in enumerate(others[:_STRIPS]):
                color = QColor(readable(mark.color, sight.colors.ground, 2.0))
                painter.fillRect(QRectF(rect.left(), rect.bottom() + i * 2.5 + 0.5, rect.width(), 1.5), color)

    def _tint(self, over: Sequence[Mark], chosen: Mark | None, colors: ReadingColors) -> QColor:
        # The selected mark's colour alone, so that it can be told from those it lies among.
        codes = (chosen.color,) if chosen else tuple(mark.color for mark in over)
        key = (codes, chosen is not None, colors)
        if key not in self._tints:
            if len(self._tints) > 2000:
                self._tints.clear()
            self._tints[key] = QColor(underlay(list(codes), colors.ground, colors.text, strong=chosen is not None))
        return self._tints[key]

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
