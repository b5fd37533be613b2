"""The ground of every picture: drawn by ourselves, walked by keys, taken away as SVG with real text or as PNG for print."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)  # fmt: skip
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _

PRINT = Theme(
    "print", False, ground="#ffffff", paper="#ffffff", raised="#ffffff", line="#c8c8c8", strong_line="#606060", text="#000000",
    muted="#444444", accent="#004c6d", on_accent="#ffffff", hover="#f2f2f2", selected="#e6e6e6", nav="#000000", nav_text="#ffffff",
    nav_selected="#444444", warn_ground="#ffffff", warn_line="#606060", warn_text="#000000", danger="#000000", heat_low="#f7f7f7",
    heat_high="#5d93b8",
)  # fmt: skip
"""What is taken away is drawn on white, in colours that stay apart when printed in grey."""
PRINTED_PIXELS = 760
"""How many pixels wide a picture is laid out for print; `millimetres` of paper are that wide."""
MILLIMETRES = 160.0
DPI = 300
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0), Qt.Key.Key_Right: QPointF(1, 0), Qt.Key.Key_Up: QPointF(0, -1), Qt.Key.Key_Down: QPointF(0, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Something in a picture that can be gone to: where it is, what it says, and what it stands for (None: nothing behind it)."""

    where: QRectF
    said: str
    key: object = None


class Picture(QWidget):
    """A picture. Subclasses say how high they are, draw themselves in a theme's colours, and name their marks."""

    chosen = Signal(object)
    """The key of the mark that was clicked, or on which Enter was pressed."""

    widest = 1100

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.current = -1
        self._marks: list[Mark] | None = None
        self.setAccessibleName(_("Picture"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    # -- what subclasses answer -----------------------------------------------------------------------------------

    def title(self) -> str:
        """What the picture shows, in a line."""
        return ""

    def said(self) -> str:
        """The picture as sentences, for those who cannot see it."""
        return ". ".join(filter(None, [self.title(), *(mark.said for mark in self.marks())]))

    def height_for(self, width: int) -> int:
        """How high the picture is when so wide; 0 while there is nothing to show."""
        return 0

    def draw(self, painter: QPainter, width: int, theme: Theme) -> None:
        """Draw it from the painter's origin."""

    def marks_for(self, width: int) -> list[Mark]:
        """What can be gone to, in the order of reading."""
        return []

    # -- shown -----------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """What is shown has changed."""
        before = self.mark()
        self._marks = None
        marks = self.marks()
        keys = [mark.key for mark in marks]
        self.current = keys.index(before.key) if before is not None and before.key is not None and before.key in keys else -1
        self.setAccessibleDescription(self.said())
        self.setMinimumHeight(self.height_for(self._wide()))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.theme = theme
        self.update()

    def marks(self) -> list[Mark]:
        """The marks as they lie now."""
        if self._marks is None:
            self._marks = self.marks_for(self._wide()) if self.height_for(self._wide()) else []
        return self._marks

    def mark(self) -> Mark | None:
        """The mark that the keys are on."""
        return self._marks[self.current] if self._marks is not None and 0 <= self.current < len(self._marks) else None

    def sizeHint(self) -> QSize:
        """As high as what it shows."""
        return QSize(560, self.height_for(self._wide()))

    def _wide(self) -> int:
        return max(min(self.width(), self.widest), 280)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, and a ring around the mark that the keys are on."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.height_for(self._wide()):
            self.draw(painter, self._wide(), self.theme)
        mark = self.mark()
        if mark is not None and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRoundedRect(mark.where.adjusted(-3, -3, 3, 3), 3, 3)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._marks = None
            self.setMinimumHeight(self.height_for(self._wide()))

    # -- walked ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the nearest mark in their direction, Home and End to the first and last, Enter chooses."""
        marks, key = self.marks(), Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if not marks or not plain:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._go(0 if self.current < 0 else self._next(_ARROWS[key]))
        elif key == Qt.Key.Key_Home:
            self._go(0)
        elif key == Qt.Key.Key_End:
            self._go(len(marks) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.mark())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes with Tab stands on the first mark."""
        super().focusInEvent(event)
        if self.current < 0 and self.marks() and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._go(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the focus."""
        super().focusOutEvent(event)
        self.update()

    def _go(self, at: int) -> None:
        self.current = at
        mark = self.mark()
        if mark is not None:
            self.setAccessibleDescription(mark.said)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
            self._bring_into_sight(mark)
        self.update()

    def _bring_into_sight(self, mark: Mark) -> None:
        """Let whatever scrolls this picture follow the keys."""
        from PySide6.QtWidgets import QScrollArea

        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        inside = above.widget() if above is not None else None
        if above is not None and inside is not None:
            at = self.mapTo(inside, mark.where.center().toPoint())
            above.ensureVisible(at.x(), at.y(), 60, 40)

    def _next(self, way: QPointF) -> int:
        """The mark that lies nearest in a direction; what lies aside counts as three times as far."""
        marks = self.marks()
        here = marks[self.current].where.center()
        best, least = self.current, float("inf")
        for at, mark in enumerate(marks):
            there = mark.where.center() - here
            ahead = QPointF.dotProduct(there, way)
            aside = abs(QPointF.dotProduct(there, QPointF(way.y(), way.x())))
            if at != self.current and ahead > 0.5 and ahead + 3 * aside < least:
                best, least = at, ahead + 3 * aside
        return best

    def mark_at(self, at: QPointF) -> Mark | None:
        """The mark under a point: the smallest of those that are there."""
        here = [mark for mark in self.marks() if mark.where.adjusted(-2, -2, 2, 2).contains(at)]
        return min(here, key=lambda mark: mark.where.width() * mark.where.height(), default=None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        mark = self.mark_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if mark is not None and mark.key is not None else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        mark = self.mark_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and mark is not None:
            self.current = self.marks().index(mark)
            self.update()
            self._choose(mark)

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), mark.said if mark is not None else "", self)
            return True
        return super().event(event)

    def _choose(self, mark: Mark | None) -> None:
        if mark is not None and mark.key is not None:
            self.chosen.emit(mark.key)

    # -- taken away --------------------------------------------------------------------------------------------------

    def svg(self, width: int = PRINTED_PIXELS) -> bytes:
        """The picture as SVG for print, its words as text."""
        height = self.height_for(width)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        made = QSvgGenerator()
        made.setOutputDevice(buffer)
        made.setSize(QSize(width, height))
        made.setViewBox(QRectF(0, 0, width, height))
        made.setTitle(self.title())
        made.setDescription(self.said())
        made.setResolution(96)
        painter = QPainter(made)
        painter.setFont(self.font())
        painter.fillRect(QRectF(0, 0, width, height), QColor(PRINT.ground))
        self.draw(painter, width, PRINT)
        painter.end()
        buffer.close()
        return bytes(data.data())

    def image(self, millimetres: float = MILLIMETRES, dpi: int = DPI, width: int = PRINTED_PIXELS) -> QImage:
        """The picture for print: so wide on paper, in so many dots to the inch."""
        height = max(self.height_for(width), 1)
        scale = millimetres / 25.4 * dpi / width
        image = QImage(QSize(round(width * scale), round(height * scale)), QImage.Format.Format_RGB32)
        image.fill(QColor(PRINT.ground))
        # Type is laid out as on the screen and scaled with all else, so that it does not depend on the dots to the inch.
        image.setDotsPerMeterX(round(96 / 0.0254))
        image.setDotsPerMeterY(round(96 / 0.0254))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.setFont(self.font())
        self.draw(painter, width, PRINT)
        painter.end()
        image.setDotsPerMeterX(round(dpi / 0.0254))
        image.setDotsPerMeterY(round(dpi / 0.0254))
        return image

    def png(self, millimetres: float = MILLIMETRES, dpi: int = DPI, width: int = PRINTED_PIXELS) -> bytes:
        """The picture as PNG, which says how many dots to the inch it has."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not self.image(millimetres, dpi, width).save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs want bytes, Qt wants str
            raise OSError("the picture could not be encoded")
        buffer.close()
        return bytes(data.data())

    def mime(self) -> QMimeData:
        """The picture for the clipboard, with its words beside it."""
        data = QMimeData()
        data.setImageData(self.image())
        data.setText(self.said())
        return data


def small(font: QFont, part: float = 0.88) -> QFont:
    """The same font, smaller, but never too small to read."""
    less = QFont(font)
    less.setPointSizeF(max(font.pointSizeF() * part, 7.0))
    return less


def bold(font: QFont) -> QFont:
    """The same font, heavier."""
    heavy = QFont(font)
    heavy.setWeight(QFont.Weight.DemiBold)
    return heavy


def write_title(painter: QPainter, text: str, width: float, theme: Theme) -> None:
    """The title at the top left."""
    font = painter.font()
    painter.setFont(bold(font))
    painter.setPen(QColor(theme.text))
    painter.drawText(QPointF(2, 16), QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, width - 4))
    painter.setFont(font)
