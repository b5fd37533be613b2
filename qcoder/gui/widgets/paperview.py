"""A look at pages before they are printed: one under the other, as wide as the window allows."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from qcoder.gui.widgets.paper import Paper
from qcoder.words import _

_AIR = 14
_STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class PaperView(QAbstractScrollArea):
    """Shows the pages of a `Paper`; Page Up and Down leaf through it, Ctrl + wheel or + and - zoom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: Paper | None = None
        self._zoom = 1.0
        self._desk = QColor("#9aa0a6")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._say())

    def set_paper(self, paper: Paper) -> None:
        """Show other pages, staying where we are as far as may be."""
        self._paper = paper
        self._measure()
        self._say()
        self.viewport().update()

    def set_desk(self, color: str) -> None:
        """The colour around the pages."""
        self._desk = QColor(color)
        self.viewport().update()

    def page(self) -> int:
        """The number of the page at the top, from 0."""
        if self._paper is None:
            return 0
        step = self._page_height() + _AIR
        return min(int((self.verticalScrollBar().value() + step * 0.4) // step), len(self._paper.pages) - 1)

    def go_to(self, page: int) -> None:
        """Bring a page to the top."""
        self.verticalScrollBar().setValue(round(page * (self._page_height() + _AIR)))

    def zoom(self, steps: int) -> None:
        """Larger or smaller by some steps."""
        nearest = min(range(len(_STEPS)), key=lambda i: abs(_STEPS[i] - self._zoom))
        here = self.page()
        self._zoom = _STEPS[min(max(nearest + steps, 0), len(_STEPS) - 1)]
        self._measure()
        self.go_to(here)
        self.viewport().update()

    def _scale(self) -> float:
        assert self._paper is not None
        return (self.viewport().width() - 2 * _AIR) / self._paper.width * self._zoom

    def _page_height(self) -> float:
        return 1.0 if self._paper is None else self._paper.height * self._scale()

    def _measure(self) -> None:
        if self._paper is None:
            return
        whole = len(self._paper.pages) * (self._page_height() + _AIR) + _AIR
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        sizes = (whole, self.viewport().height()), (self._paper.width * self._scale() + 2 * _AIR, self.viewport().width())
        for bar, (need, there) in zip(bars, sizes, strict=True):
            bar.setPageStep(there)
            bar.setSingleStep(40)
            bar.setRange(0, max(round(need - there), 0))

    def _say(self) -> None:
        if self._paper is not None:
            words = _("Preview, page {page} of {pages}").format(page=self.page() + 1, pages=len(self._paper.pages))
            self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._desk)
        if self._paper is not None:
            scale, height = self._scale(), self._page_height()
            top, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
            for number in range(len(self._paper.pages)):
                y = _AIR + number * (height + _AIR) - top
                if y + height < 0 or y > self.viewport().height():
                    continue
                painter.save()
                painter.translate(max(_AIR - left, (self.viewport().width() - self._paper.width * scale) / 2 - left), y)
                painter.scale(scale, scale)
                painter.fillRect(QRectF(0, 0, self._paper.width, self._paper.height), QColor("#ffffff"))
                self._paper.paint(painter, number)
                painter.restore()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page."""
        here = self.page()
        super().resizeEvent(event)
        self._measure()
        self.go_to(here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaf and zoom."""
        keys = Qt.Key
        last = 0 if self._paper is None else len(self._paper.pages) - 1
        turns = {keys.Key_PageDown: self.page() + 1, keys.Key_PageUp: self.page() - 1, keys.Key_Home: 0, keys.Key_End: last}
        key = keys(event.key())
        if key in turns:
            self.go_to(min(max(turns[key], 0), last))
        elif key in (keys.Key_Plus, keys.Key_Equal):
            self.zoom(1)
        elif key == keys.Key_Minus:
            self.zoom(-1)
        elif key in (keys.Key_Down, keys.Key_Up):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + (bar.singleStep() if key == keys.Key_Down else -bar.singleStep()))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
