"""The dot plot: a dot for every column, with its interval where there is one. Drawn alike on screen, in pictures and in SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QSizePolicy, QWidget

from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.theme import LIGHT, Theme
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

    def in_words(self) -> str:
        """The plot as sentences, for those who cannot see it."""
        return ". ".join([self.title, *(" ".join(filter(None, [dot.group, dot.label + ":", dot.text])) for dot in self.dots)])


def nice_top(values: Sequence[float]) -> float:
    """A round end of an axis at or above all the values: 1, 2, 4, 5 or 8 times a power of ten."""
    most = max(values, default=0.0)
    if most <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(most))
    return next(step * unit for step in (1, 2, 4, 5, 8, 10, 20) if step * unit >= most * (1 - 1e-9))


class DotPlot(QWidget):
    """Draws a Plot; text stays text in what it exports."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = Plot()
        self.theme: Theme = LIGHT
        self.setAccessibleName(_("Dot plot"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_plot(self, plot: Plot) -> None:
        """Show another plot."""
        self.plot = plot
        self.setAccessibleDescription(plot.in_words())
        self.setMinimumHeight(self._height())
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(560, self._height())

    def _height(self) -> int:
        return _TOP + LINE * len(self.plot.dots) + _AXIS if self.plot.dots else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it as wide as there is room, within reason."""
        painter = QPainter(self)
        self.draw(painter, min(self.width(), 980))
        painter.end()

    def draw(self, painter: QPainter, width: int) -> None:
        """Draw the plot from the painter's origin; `width` in pixels."""
        plot, theme = self.plot, self.theme
        if not plot.dots:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(2, 16), QFontMetricsF(bold).elidedText(plot.title, Qt.TextElideMode.ElideMiddle, width - 4))
        painter.setFont(self.font())
        left, right = self._label_width() + 14, width - _RIGHT
        self._axis(painter, left, right)
        for rank, dot in enumerate(plot.dots):
            self._line(painter, dot, _TOP + LINE * rank, left, right, rank > 0 and plot.dots[rank - 1].group == dot.group)

    def _label_width(self) -> int:
        metrics = QFontMetricsF(self.font())
        widest = max(metrics.horizontalAdvance(" · ".join(filter(None, (dot.group, dot.label)))) for dot in self.plot.dots)
        return round(min(widest, _LABEL_MOST)) + 4

    def _axis(self, painter: QPainter, left: int, right: int) -> None:
        plot, theme = self.plot, self.theme
        bottom = _TOP + LINE * len(plot.dots)
        small = QFont(self.font())
        small.setPointSizeF(max(small.pointSizeF() * 0.88, 7.0))
        painter.setFont(small)
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

    def _line(self, painter: QPainter, dot: Dot, top: int, left: int, right: int, same_group: bool) -> None:
        theme, middle = self.theme, top + LINE / 2
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

    def picture(self, width: int = 900, scale: float = 2.0) -> QImage:
        """The plot as an image on its ground, `scale` times as sharp as on screen."""
        height = max(self._height(), 1)
        image = QImage(QSize(round(width * scale), round(height * scale)), QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(scale)
        image.fill(QColor(self.theme.ground))
        painter = QPainter(image)
        self.draw(painter, width)
        painter.end()
        return image

    def svg(self, width: int = 900) -> bytes:
        """The plot as SVG, its words as text."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        made = QSvgGenerator()
        made.setOutputDevice(buffer)
        made.setSize(QSize(width, self._height()))
        made.setViewBox(QRectF(0, 0, width, self._height()))
        made.setTitle(self.plot.title)
        painter = QPainter(made)
        self.draw(painter, width)
        painter.end()
        buffer.close()
        return bytes(data.data())
