"""A sheet that lies over a page without stopping it: Enter does what it says, Escape puts it away, everything else goes on beside it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qcoder.gui.widgets.theme import Theme
from qcoder.words import _

_MARGIN = 16


class Sheet(QFrame):
    """Title, what is to be seen, and the buttons below; hidden until it is shown with `open_over`."""

    closed = Signal()
    """It was put away, or has done what it was for: the focus should go back."""

    def __init__(self, page: QWidget, beside: QWidget, name: str, size: QSize) -> None:
        """`beside` stays in sight where there is room for both."""
        super().__init__(page)
        self._page = page
        self._beside = beside
        self._wanted = size
        self.setObjectName("sheet")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("role", "heading")
        self.title.setWordWrap(True)
        self.go = QPushButton()
        self.go.setProperty("role", "primary")
        self.go.clicked.connect(self.carry_out)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setToolTip(_("Escape"))
        self.cancel.clicked.connect(self.put_away)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 14)
        self.column.setSpacing(10)
        self.column.addWidget(self.title)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(36)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 80))
        self.setGraphicsEffect(shadow)
        page.installEventFilter(self)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.setStyleSheet(
            f"QFrame#sheet {{ background: {theme.raised}; border: 1px solid {theme.strong_line}; border-radius: 10px; }}"
            " QFrame#sheet QLabel { background: transparent; }"
        )

    def open_over(self) -> None:
        """Show it in the middle of the page, with the focus in it."""
        self._place()
        self.show()
        self.raise_()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def carry_out(self) -> None:
        """Do what the sheet is for."""
        raise NotImplementedError

    def put_away(self) -> None:
        """Close it; nothing has happened."""
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the page changes its size."""
        if watched is self._page and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Enter and Escape are for the sheet before they are for the window."""
        ours = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ours:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a button is that button, elsewhere it is the sheet's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QAbstractButton) and focus.hasFocus():
                focus.click()
            elif self.go.isEnabled():
                self.carry_out()
        elif event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        width = min(self._wanted.width(), self._page.width() - 2 * _MARGIN)
        height = min(self._wanted.height(), self._page.height() - 2 * _MARGIN)
        left = self._beside.mapTo(self._page, self._beside.rect().topRight()).x()
        room = self._page.width() - left
        x = left + (room - width) // 2 if room >= width + 2 * _MARGIN else (self._page.width() - width) // 2
        self.setGeometry(x, max((self._page.height() - height) // 3, _MARGIN), width, height)


def scrolled(inner: QWidget, name: str) -> QScrollArea:
    """Something that may be longer than the room for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    inner.setObjectName("inner")
    area.setStyleSheet("QScrollArea, QWidget#inner { background: transparent; }")
    area.setWidget(inner)
    return area
