"""The gutter at the left of a transcript: who speaks, when, and on request the line numbers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from qcoder.gui.widgets.colors import ReadingColors

_GAP = 16
_NUMBER_WIDTH = 40


@dataclass(frozen=True, slots=True)
class GutterRow:
    """One thing in the gutter, at a text line's `baseline` in viewport pixels; empty strings are not drawn.

    `quiet` for interviewers and for a name repeated at the top because its turn began out of sight.
    """

    baseline: float
    speaker: str = ""
    time: str = ""
    number: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class GutterPage:
    """All that the gutter shows: its rows and, when the text has the focus, the stretch of y where the caret's line is."""

    rows: Sequence[GutterRow]
    caret: tuple[float, float] | None


class Gutter(QWidget):
    """Draws what `page()` returns, afresh at each paint."""

    def __init__(self, parent: QWidget, page: Callable[[], GutterPage], on_wheel: Callable[[QWheelEvent], None]) -> None:
        """`on_wheel` takes wheel turns, so that the page scrolls under the mouse wherever it is."""
        super().__init__(parent)
        self._page = page
        self._on_wheel = on_wheel
        self._colors = ReadingColors()
        self._names = QFont()
        self._times = QFont()
        self._natural = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_look(self, colors: ReadingColors, size: float) -> None:
        """Take colours and the text's size in points; names and times are set a little smaller, in the interface's font."""
        self._colors = colors
        self._names = QFont(self.font())
        self._names.setPointSizeF(size * 0.76)
        self._names.setWeight(QFont.Weight.DemiBold)
        self._times = QFont(self.font())
        self._times.setPointSizeF(size * 0.72)
        self.update()

    def width_for(self, speakers: Iterable[str], numbers: bool, widest_name: int) -> int:
        """The width that shows these names, those wider than `widest_name` pixels cut short."""
        metrics = QFontMetricsF(self._names)
        widest = max((metrics.horizontalAdvance(name) for name in set(speakers)), default=0.0)
        room = _NUMBER_WIDTH if numbers else 0
        self._natural = round(min(max(widest + 4, 44.0), widest_name)) + _GAP + 10 + room if widest else _GAP + 10 + room
        return self._natural

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, times, numbers and the caret's tick."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._colors.ground))
        page = self._page()
        if page.caret is not None:
            top, bottom = page.caret
            painter.fillRect(QRectF(self.width() - 4.0, top, 3.0, bottom - top), QColor(self._colors.accent))
        for row in page.rows:
            self._draw(painter, row)
        painter.end()

    def _draw(self, painter: QPainter, row: GutterRow) -> None:
        numbers = _NUMBER_WIDTH if row.number else 0
        right = self.width() - _GAP
        metrics = QFontMetricsF(self._names)
        if row.speaker:
            name = metrics.elidedText(row.speaker, Qt.TextElideMode.ElideRight, self._natural - _GAP - 6 - numbers)
            painter.setFont(self._names)
            painter.setPen(QColor(self._colors.muted if row.quiet else self._colors.text))
            painter.drawText(QRectF(0, row.baseline - metrics.ascent(), right, metrics.height()), Qt.AlignmentFlag.AlignRight, name)
        small = QFontMetricsF(self._times)
        painter.setFont(self._times)
        painter.setPen(QColor(self._colors.faint))
        if row.time:
            top = row.baseline + (metrics.descent() if row.speaker else -small.ascent())
            painter.drawText(QRectF(0, top, right, small.height()), Qt.AlignmentFlag.AlignRight, row.time)
        if row.number:
            at = QRectF(self.width() - self._natural + 6, row.baseline - small.ascent(), _NUMBER_WIDTH - 8, small.height())
            painter.drawText(at, Qt.AlignmentFlag.AlignLeft, row.number)

    def event(self, event: QEvent) -> bool:
        """Show a name in full where it was cut short."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = next((r for r in self._page().rows if r.speaker and -16 <= event.pos().y() - r.baseline <= 20), None)
            if row is not None:
                QToolTip.showText(event.globalPos(), " ".join(filter(None, (row.speaker, row.time))), self)
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text."""
        self._on_wheel(event)
