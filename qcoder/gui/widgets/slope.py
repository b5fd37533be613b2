"""The slope chart: how figures go from one wave to the next, with intervals where there are any, and labels that do not collide."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.picture import Mark, Picture, small, write_title
from qcoder.gui.widgets.theme import Theme
from qcoder.words import _

_TOP, _BOTTOM, _HIGH = 34, 28, 250
_LINE = 16.0
_DASHES = (
    Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DashDotDotLine,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SlopePoint:
    """Where a line is at one wave (counted from 0); `value` None breaks the line. `key` is what is chosen with it."""

    at: int
    value: float | None
    text: str
    low: float | None = None
    high: float | None = None
    key: object = None


@dataclass(frozen=True, slots=True)
class SlopeLine:
    """One line and its label."""

    label: str
    points: tuple[SlopePoint, ...]
    color: str = "#0072b2"


@dataclass(frozen=True, slots=True)
class Slopes:
    """The chart: its waves in order, its lines, the end of the axis, and whether values are shares."""

    title: str = ""
    waves: tuple[str, ...] = ()
    lines: tuple[SlopeLine, ...] = ()
    top: float = 1.0
    percent: bool = True


def spread(wanted: list[float], apart: float, low: float, high: float) -> list[float]:
    """Heights as near to those wanted as can be while none is nearer than `apart` to the next; in the order given."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = [0.0] * len(wanted)
    last = low - apart
    for at in order:
        last = max(wanted[at], last + apart)
        placed[at] = last
    over = max(0.0, last - high)
    above = high
    for at in reversed(order):
        if over <= 0:
            break
        placed[at] = min(placed[at], above)
        above = placed[at] - apart
    return placed


class SlopeChart(Picture):
    """Draws Slopes; lines are told apart by colour, dash and label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = Slopes()
        self.setAccessibleName(_("Slope chart over waves"))

    def show_chart(self, chart: Slopes) -> None:
        """Show another chart."""
        if chart != self.chart:
            self.chart = chart
            self.renew()

    def title(self) -> str:
        """What it shows."""
        return self.chart.title

    def height_for(self, width: int) -> int:
        """High enough for its labels."""
        return round(max(_TOP + _HIGH + _BOTTOM, _TOP + _BOTTOM + _LINE * len(self.chart.lines))) if self.chart.lines else 0

    def marks_for(self, width: int) -> list[Mark]:
        """A mark for every point that has a value."""
        found = []
        for line in self.chart.lines:
            for point in line.points:
                if point.value is not None:
                    at = self._place(point, width)
                    said = f"{line.label}, {self.chart.waves[point.at]}: {point.text}"
                    found.append(Mark(QRectF(at.x() - 6, at.y() - 6, 12, 12), said, point.key))
        return found

    def _sides(self, width: int) -> tuple[float, float]:
        metrics = QFontMetricsF(self.font())
        widest = max((metrics.horizontalAdvance(self._end(line)) for line in self.chart.lines), default=80.0)
        return 46.0, width - min(widest + 16, width * 0.45)

    def _end(self, line: SlopeLine) -> str:
        last = next((point for point in reversed(line.points) if point.value is not None), None)
        return f"{line.label}  {last.text}" if last is not None else line.label

    def _place(self, point: SlopePoint, width: int) -> QPointF:
        left, right = self._sides(width)
        across = left + 14 + (right - left - 24) * point.at / max(len(self.chart.waves) - 1, 1)
        return QPointF(across, self._down(point.value or 0.0, width))

    def _down(self, value: float, width: int) -> float:
        high = self.height_for(width) - _TOP - _BOTTOM
        return _TOP + high * (1 - min(value / self.chart.top, 1.0))

    def draw(self, painter: QPainter, width: int, theme: Theme) -> None:
        """Axis, lines, labels at the right."""
        chart = self.chart
        write_title(painter, chart.title, width, theme)
        left, right = self._sides(width)
        bottom = self._down(0, width)
        painter.setFont(small(self.font()))
        for step in range(5):
            y = self._down(chart.top * step / 4, width)
            painter.setPen(QPen(QColor(theme.line), 1, Qt.PenStyle.SolidLine if step == 0 else Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            painter.setPen(QColor(theme.muted))
            value = chart.top * step / 4
            words = f"{100 * value:g} %" if chart.percent else f"{value:,.4g}"
            painter.drawText(QRectF(0, y - 9, left - 6, 18), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        for at, wave in enumerate(chart.waves):
            x = self._place(SlopePoint(at, 0, ""), width).x()
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(x, _TOP), QPointF(x, bottom))
            painter.setPen(QColor(theme.text))
            painter.drawText(QRectF(x - 70, bottom + 5, 140, 18), int(Qt.AlignmentFlag.AlignHCenter), wave)
        painter.setFont(self.font())
        for rank, line in enumerate(chart.lines):
            self._line(painter, line, rank, width, theme)
        self._labels(painter, width, theme)

    def _line(self, painter: QPainter, line: SlopeLine, rank: int, width: int, theme: Theme) -> None:
        color = QColor(readable(line.color, theme.ground, 3.0))
        across = (rank % 5 - 2) * 3.0  # intervals of several lines stand beside each other
        for point in line.points:
            if point.low is not None and point.high is not None:
                x = self._place(point, width).x() + across
                painter.setPen(QPen(color, 1.4))
                painter.drawLine(QPointF(x, self._down(point.low, width)), QPointF(x, self._down(min(point.high, self.chart.top), width)))
        painter.setPen(QPen(color, 2.2, _DASHES[rank % len(_DASHES)]))
        for one, other in pairwise(line.points):
            if one.value is not None and other.value is not None and other.at == one.at + 1:
                painter.drawLine(self._place(one, width), self._place(other, width))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for point in line.points:
            if point.value is not None:
                painter.drawEllipse(self._place(point, width), 4.5, 4.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _labels(self, painter: QPainter, width: int, theme: Theme) -> None:
        _left, right = self._sides(width)
        ends = []
        for line in self.chart.lines:
            last = next((point for point in reversed(line.points) if point.value is not None), None)
            ends.append((line, None if last is None else self._place(last, width)))
        shown = [(line, place) for line, place in ends if place is not None]
        heights = spread([place.y() for _line, place in shown], _LINE, _TOP, self.height_for(width) - _BOTTOM)
        for (line, place), y in zip(shown, heights, strict=True):
            color = readable(line.color, theme.ground, 3.0)
            painter.setPen(QPen(QColor(color), 1))
            painter.drawLine(QPointF(place.x() + 6, place.y()), QPointF(right + 4, y))
            painter.setPen(QColor(theme.text))
            box = QRectF(right + 8, y - 9, width - right - 10, 18)
            words = QFontMetricsF(painter.font()).elidedText(self._end(line), Qt.TextElideMode.ElideMiddle, box.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
