"""The dot plot: a dot for every column, with its interval where there is one. Drawn alike on screen, in pictures and in SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.picture import Mark, Picture, small, write_title
from qcoder.gui.widgets.theme import Theme
from qcoder.words import _

LINE = 25
_TOP, _AXIS, _RIGHT = 30, 26, 150
_LABEL_MOST = 220
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Dot:
    """One line of the plot: its label and its group's ("" without), the value (None: nothing to show), an interval, the figure in words."""

    label: str
    value: float | None
    text: str
    low: float | None = None
    high: float | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """What to draw: `top` is the end of the axis; `percent` writes the axis as percentages; `color` is the dots' "#rrggbb"."""

    title: str = ""
    dots: tuple[Dot, ...] = ()
    top: float = 1.0
    percent: bool = True
    color: str = "#0072b2"


def nice_top(values: Sequence[float]) -> float:
    """A round end of an axis at or above all the values: 1, 2, 4, 5 or 8 times a power of ten."""
    most = max(values, default=0.0)
    if most <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(most))
    return next(step * unit for step in (1, 2, 4, 5, 8, 10, 20) if step * unit >= most * (1 - 1e-9))


class DotPlot(Picture):
    """Draws a Plot; text stays text in what it exports. A dot's key is its place among the dots."""

    widest = 980

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = Plot()
        self.setAccessibleName(_("Dot plot"))

    def show_plot(self, plot: Plot) -> None:
        """Show another plot."""
        self.plot = plot
        self.renew()

    def title(self) -> str:
        """The title of the plot."""
        return self.plot.title

    def height_for(self, width: int) -> int:
        """As high as its lines."""
        return _TOP + LINE * len(self.plot.dots) + _AXIS if self.plot.dots else 0

    def marks_for(self, width: int) -> list[Mark]:
        """A mark for every line."""
        return [
            Mark(QRectF(2, _TOP + LINE * rank, width - 4, LINE), " ".join(filter(None, [dot.group, dot.label + ":", dot.text])), rank)
            for rank, dot in enumerate(self.plot.dots)
        ]

    def draw(self, painter: QPainter, width: int, theme: Theme) -> None:
        """Draw the plot; `width` in pixels."""
        plot = self.plot
        write_title(painter, plot.title, width, theme)
        left, right = self._label_width() + 14, width - _RIGHT
        self._axis(painter, left, right, theme)
        for rank, dot in enumerate(plot.dots):
            same = rank > 0 and plot.dots[rank - 1].group == dot.group
            self._line(painter, dot, _TOP + LINE * rank, left, right, same, theme)

    def _label_width(self) -> int:
        metrics = QFontMetricsF(self.font())
        widest = max(metrics.horizontalAdvance(" · ".join(filter(None, (dot.group, dot.label)))) for dot in self.plot.dots)
        return round(min(widest, _LABEL_MOST)) + 4

    def _axis(self, painter: QPainter, left: int, right: int, theme: Theme) -> None:
        plot = self.plot
        bottom = _TOP + LINE * len(plot.dots)
        painter.setFont(small(self.font()))
        for step in range(_STEPS + 1):
            at = left + (right - left) * step / _STEPS
            painter.setPen(QPen(QColor(theme.line), 1, Qt.PenStyle.SolidLine if step == 0 else Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(at, _TOP - 4), QPointF(at, bottom))
            painter.setPen(QColor(theme.muted))
            box = QRectF(at - 40, bottom + 4, 80, 18)
            words = self._tick(plot.top * step / _STEPS, step)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), words)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(left, bottom), QPointF(right, bottom))
        painter.setFont(self.font())

    def _tick(self, value: float, step: int) -> str:
        if self.plot.percent:
            return f"{100 * value:g}" + (" %" if step == _STEPS else "")
        return f"{value:,.6g}"

    def _line(self, painter: QPainter, dot: Dot, top: int, left: int, right: int, same_group: bool, theme: Theme) -> None:
        middle = top + LINE / 2
        vertical = Qt.AlignmentFlag.AlignVCenter
        name = " · ".join(filter(None, (dot.group, dot.label)))
        painter.setPen(QColor(theme.muted if dot.value is None else theme.text))
        box = QRectF(2, top, left - 14, LINE)
        words = QFontMetricsF(self.font()).elidedText(name, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | vertical), words)
        if dot.group and not same_group and top > _TOP:
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(2, top), QPointF(right, top))
        painter.setPen(QColor(theme.muted if dot.value is None else theme.text))
        painter.drawText(QRectF(right + 14, top, _RIGHT - 14, LINE), int(Qt.AlignmentFlag.AlignLeft | vertical), dot.text)
        if dot.value is None:
            return
        color = QColor(readable(self.plot.color, theme.ground, 3.0))
        scale = (right - left) / self.plot.top
        if dot.low is not None and dot.high is not None:
            painter.setPen(QPen(color, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(left + scale * dot.low, middle), QPointF(left + scale * dot.high, middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(left + scale * dot.value, middle), 5.5, 5.5)
