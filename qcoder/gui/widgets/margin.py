"""The margin at the right of a transcript: a bracket in a lane for each mark, and its label in the code's colour."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from qcoder.gui.widgets.colors import ReadingColors, readable, underlay
from qcoder.gui.widgets.marks import Bracket, Mark, PlacedLabel, place_labels

_LANE = 6.5
_LEFT = 12.0
_SLACK = 6


@dataclass(frozen=True, slots=True)
class MarginPage:
    """All that the margin shows, in viewport pixels: `lanes` is the number the whole text needs."""

    brackets: Sequence[Bracket]
    lanes: int
    selected: int | None
    initials: bool


class Margin(QWidget):
    """Draws what `page()` returns, afresh at each paint; `pressed` carries the id of the mark whose label or bracket was clicked."""

    pressed = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        page: Callable[[], MarginPage],
        tip: Callable[[Sequence[Mark]], str],
        on_wheel: Callable[[QWheelEvent], None],
    ) -> None:
        """`tip` writes the tooltip of some marks as rich text; `on_wheel` takes wheel turns."""
        super().__init__(parent)
        self._page = page
        self._tip = tip
        self._on_wheel = on_wheel
        self._colors = ReadingColors()
        self._plain = QFont()
        self._bold = QFont()
        self._inks: dict[str, str] = {}
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_look(self, colors: ReadingColors, size: float) -> None:
        """Take colours and the text's size in points; labels are set smaller, in the interface's font."""
        self._colors = colors
        self._inks = {}
        self._plain = QFont(self.font())
        self._plain.setPointSizeF(size * 0.73)
        self._plain.setWeight(QFont.Weight.DemiBold)
        self._bold = QFont(self._plain)
        self._bold.setWeight(QFont.Weight.ExtraBold)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw brackets, then labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(self._colors.ground))
        page = self._page()
        for bracket in page.brackets:
            self._draw_bracket(painter, bracket, page)
        for label in self._labels(page):
            self._draw_label(painter, label, page)
        painter.end()

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark whose label or bracket is under a point of the margin."""
        page = self._page()
        for label in self._labels(page):
            if label.top <= point.y() < label.top + self._row() and point.x() >= self._label_x(label, page) - 3:
                return label.bracket.mark
        near = [
            (abs(self._x(bracket.lane, page) - point.x()), i)
            for i, bracket in enumerate(page.brackets)
            if bracket.top <= point.y() <= bracket.bottom
        ]
        distance, i = min(near, default=(99.0, 0))
        return page.brackets[i].mark if distance <= 6 else None

    def label_rects(self) -> dict[int, QRectF]:
        """Where each label that found a place stands, by mark id, in pixels of the margin."""
        page = self._page()
        rects = {}
        for label in self._labels(page):
            x = self._label_x(label, page)
            rects[label.bracket.mark.id] = QRectF(x, label.top, self.width() - x, self._row())
        return rects

    def _row(self) -> float:
        return float(round(QFontMetricsF(self._plain).height() + 2))

    def _labels(self, page: MarginPage) -> list[PlacedLabel]:
        row = self._row()
        return place_labels(page.brackets, row, self.height(), page.selected, slack=_SLACK * row)

    def _pitch(self, page: MarginPage) -> float:
        """The distance of lanes: narrower when there are many, so that labels keep over half of the margin."""
        return min(_LANE, (self.width() * 0.42) / max(page.lanes, 1))

    def _x(self, lane: int, page: MarginPage) -> float:
        return _LEFT + (lane + 0.5) * self._pitch(page)

    def _label_x(self, label: PlacedLabel, page: MarginPage) -> float:
        """To the right of every bracket that passes the label."""
        low, high = label.top, label.top + self._row()
        # One that had to move below its bracket lines up with those that did not.
        low = min(low, label.bracket.bottom - 1)
        beside = [b.lane for b in page.brackets if b.top < high and low < b.bottom]
        return self._x(max([*beside, label.bracket.lane]), page) + 8.0

    def _ink(self, color: str) -> str:
        if color not in self._inks:
            self._inks[color] = readable(color, self._colors.ground)
        return self._inks[color]

    def _draw_bracket(self, painter: QPainter, bracket: Bracket, page: MarginPage) -> None:
        """An upright line with a short arm at each end that is in sight."""
        chosen = bracket.mark.id == page.selected
        x, arm = self._x(bracket.lane, page), min(5.0, self._pitch(page) - 1.0)
        top, bottom = bracket.top + 3, bracket.bottom - 1
        path = QPainterPath()
        if bracket.open_top:
            path.moveTo(x, -2)
        else:
            path.moveTo(x - arm, top)
            path.lineTo(x - 1.5, top)
            path.quadTo(x, top, x, top + 1.5)
        if bracket.open_bottom:
            path.lineTo(x, self.height() + 2)
        else:
            path.lineTo(x, bottom - 1.5)
            path.quadTo(x, bottom, x - 1.5, bottom)
            path.lineTo(x - arm, bottom)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._ink(bracket.mark.color)), 2.6 if chosen else 1.4))
        painter.drawPath(path)

    def _draw_label(self, painter: QPainter, label: PlacedLabel, page: MarginPage) -> None:
        mark = label.bracket.mark
        x = self._label_x(label, page)
        chosen = mark.id == page.selected
        font = self._bold if chosen else self._plain
        metrics = QFontMetricsF(font)
        tail = "".join((f" · {mark.initials}" if page.initials and mark.initials else "", f"  +{label.hidden}" if label.hidden else ""))
        room = self.width() - x - 4
        name = metrics.elidedText(mark.label, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(tail))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(underlay(mark.color, self._colors)))
            painter.drawRoundedRect(QRectF(x - 4, label.top, min(metrics.horizontalAdvance(name) + 8, room + 4), self._row()), 3, 3)
        painter.setFont(font)
        painter.setPen(QColor(self._ink(mark.color)))
        rect = QRectF(x, label.top, room, self._row())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        if tail:
            painter.setFont(self._plain)
            painter.setPen(QColor(self._colors.faint))
            rect.setLeft(x + metrics.horizontalAdvance(name))
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tail)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which mark was clicked; beside all of them, None."""
        if event.button() == Qt.MouseButton.LeftButton:
            mark = self.mark_at(event.position())
            self.pressed.emit(mark.id if mark else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done all; the page under the margin is not to hear of it."""
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Say what a label or bracket stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(QPointF(event.pos()))
            if mark is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._tip([mark]), self)
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text."""
        self._on_wheel(event)
