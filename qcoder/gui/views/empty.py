"""The empty state of a place: what it is for in one line, and the first thing to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A sentence and a button."""

    asked = Signal(str)
    """The button was pressed: the name given with it."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setMaximumWidth(560)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.act = QPushButton()
        self.act.setProperty("role", "primary")
        self.act.clicked.connect(lambda: self.asked.emit(self._name))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 40, 32, 32)
        layout.setSpacing(14)
        layout.addWidget(self.words)
        layout.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def say(self, words: str, label: str = "", name: str = "") -> None:
        """Show a sentence, and a button where there is something to do; `name` comes back with `asked`."""
        self._name = name
        self.words.setText(words)
        self.act.setText(label)
        self.act.setAccessibleName(label)
        self.act.setVisible(bool(label))
