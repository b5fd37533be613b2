"""The panel at the right of the board: a heading, something to look at or to fill in, and a way to close it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from qcoder.words import _


class Panel(QFrame):
    """The ground of all panels. Escape closes it."""

    closed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.heading = QLabel(title)
        self.heading.setProperty("role", "subheading")
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.close_it = QPushButton(_("Close"))
        self.close_it.setProperty("role", "quiet")
        self.close_it.setToolTip(_("Close this (Esc)"))
        self.close_it.clicked.connect(self.closed.emit)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.close_it)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 10, 12, 10)
        self.column.setSpacing(8)
        self.column.addLayout(head)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
