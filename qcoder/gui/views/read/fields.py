"""Text that can be read like text and written into at once: saved on leaving, taken back by Escape."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from qcoder.gui.widgets.theme import Theme


class Field(QPlainTextEdit):
    """A box as high as its text. `left` tells the new text when the person leaves a box that they changed."""

    left = Signal(str)
    done = Signal()
    """The person pressed Escape or Ctrl+Enter: they want back to where they came from."""

    def __init__(self, name: str, hint: str, least_lines: int = 1) -> None:
        super().__init__()
        self._kept = ""
        self._least = least_lines
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())

    def show_text(self, text: str) -> None:
        """Show what is stored, unless something else is being written here just now."""
        if self.changed and self.hasFocus():
            self._kept = text
        elif text != self._kept or text != self.toPlainText():
            self._kept = text
            self.setPlainText(text)

    def show_new(self, text: str) -> None:
        """Show what is stored about another thing."""
        self._kept = text
        if text != self.toPlainText():
            self.setPlainText(text)

    @property
    def changed(self) -> bool:
        """True if what is written here is not what is stored."""
        return self.toPlainText() != self._kept

    def keep(self) -> None:
        """Hand over what was written, if it is new."""
        if self.changed:
            self._kept = self.toPlainText()
            self.left.emit(self._kept)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was written; a menu that opens does not count as leaving."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was written, Ctrl+Enter keeps it; both leave."""
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._kept)
            self.done.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep()
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Escape and Ctrl+Enter are for this box before they are for the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            leave = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if leave or event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower box is a higher one."""
        super().resizeEvent(event)
        self._grow()

    def sizeHint(self) -> QSize:
        """As high as the text."""
        lines = max(int(self.document().size().height()), self._least)
        height = lines * self.fontMetrics().lineSpacing()
        if not self.toPlainText():
            room = QRect(0, 0, max(self.viewport().width() - 8, 60), 4000)
            height = max(height, self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.placeholderText()).height())
        return QSize(120, height + 14)

    def minimumSizeHint(self) -> QSize:
        """No less than that."""
        return self.sizeHint()

    def _grow(self) -> None:
        height = self.sizeHint().height()
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)


class Line(QLineEdit):
    """One line with the same manners as a Field."""

    left = Signal(str)
    done = Signal()

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self._kept = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.returnPressed.connect(self._entered)

    def show_text(self, text: str) -> None:
        """Show what is stored, unless something else is being written here just now."""
        if self.text() != self._kept and self.hasFocus():
            self._kept = text
        elif text != self._kept or text != self.text():
            self._put(text)

    def keep(self) -> None:
        """Hand over what was written, if it is new."""
        if self.text() != self._kept:
            self._kept = self.text()
            self.left.emit(self._kept)

    def show_new(self, text: str) -> None:
        """Show what is stored about another thing."""
        self._put(text)

    def _put(self, text: str) -> None:
        """The beginning is what one knows it by, where there is no room for the whole."""
        self._kept = text
        self.setText(text)
        self.setToolTip(text if len(text) > 20 else "")
        if not self.hasFocus():
            self.setCursorPosition(0)

    def _entered(self) -> None:
        self.keep()
        self.done.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was written."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was written and leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._kept)
            self.done.emit()
        else:
            super().keyPressEvent(event)


class Section(QWidget):
    """A small title over something."""

    def __init__(self, title: str, inner: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        self.title = QLabel(title)
        self.title.setProperty("role", "muted")
        font = self.title.font()
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.title.setBuddy(inner)
        column.addWidget(self.title)
        column.addWidget(inner)


def words(text: str = "", role: str = "") -> QLabel:
    """A label that wraps and takes nothing for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def rule() -> QFrame:
    """A thin line between sections."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def quiet_boxes(theme: Theme) -> str:
    """Style of boxes that look like text until one goes there."""
    return (
        "Field, Line { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 2px 3px; margin-left: -4px; }"
        f" Field:hover, Line:hover {{ border: 1px solid {theme.line}; background: {theme.paper}; }}"
        f" Field:focus, Line:focus {{ border: 2px solid {theme.accent}; background: {theme.paper}; padding: 1px 2px; }}"
        f" Field:disabled, Line:disabled {{ color: {theme.text}; }}"
    )
