"""The start page: demo, new, open, recent."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qcoder.words import _


class StartPage(QWidget):
    """What a person sees who has no project open."""

    demo = Signal()
    new = Signal()
    open_file = Signal()
    recent = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(12)
        outer.addLayout(column, 2)
        outer.addStretch(1)
        column.addStretch(1)
        title = QLabel("qcoder")
        title.setProperty("role", "heading")
        column.addWidget(title)
        words = QLabel(_("Read interviews, mark passages, compare places. Everything stays on this computer."))
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        column.addWidget(words)
        self.buttons = [
            self._card(
                column,
                _("Open the demo study"),
                _("24 fictional interviews from three localities, partly coded: try everything on it"),
                self.demo,
                True,
            ),
            self._card(column, _("New project"), _("Empty, or with the starter codebook for local learning systems"), self.new),
            self._card(column, _("Open a project"), _("A file that ends in .qcoder"), self.open_file),
        ]
        self._recent_title = QLabel(_("Recent projects"))
        self._recent_title.setProperty("role", "subheading")
        column.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column.addLayout(self._recent)
        column.addStretch(2)

    def _card(self, column: QVBoxLayout, title: str, words: str, signal: object, primary: bool = False) -> QPushButton:
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        text = QLabel(words)
        text.setWordWrap(True)
        text.setProperty("role", "muted")
        button = QPushButton(title)
        button.setMinimumWidth(180)
        button.setAccessibleDescription(words)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda _checked=False: signal.emit())  # type: ignore[attr-defined]  # a bound signal, which PySide types as Signal
        row.addWidget(button)
        row.addWidget(text, 1)
        column.addWidget(card)
        return button

    def show_recent(self, paths: Sequence[str]) -> None:
        """List the projects opened last that are still there."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        there = [path for path in paths if Path(path).exists()][:6]
        self._recent_title.setVisible(bool(there))
        for path in there:
            button = QPushButton(f"{Path(path).stem}   —   {Path(path).parent}")
            button.setProperty("role", "link")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked=False, which=path: self.recent.emit(which))
            self._recent.addWidget(button)
