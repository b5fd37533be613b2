"""Notices: the passing line at the bottom with its Undo, and the line at the top when something went wrong."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from qcoder.gui.widgets.theme import Theme
from qcoder.words import _

SHOWN_MS = 7000


class Toast(QFrame):
    """Says what was just done, over the lower edge of its parent, with Undo while that makes sense."""

    undo = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._undo = QPushButton(_("Undo"))
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.setCursor(Qt.CursorShape.PointingHandCursor)
        self._undo.clicked.connect(self._undone)
        self._act = QPushButton()
        self._act.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._act.setCursor(Qt.CursorShape.PointingHandCursor)
        self._slot: Callable[[], object] = lambda: None
        self._act.clicked.connect(self._acted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.addWidget(self._words)
        layout.addWidget(self._act)
        layout.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """White on dark in every theme, so that it stands off the page."""
        edge = theme.strong_line if theme.dark else theme.nav
        self.setStyleSheet(
            f"Toast {{ background: {theme.nav}; border: 1px solid {edge}; border-radius: 8px; }} Toast QLabel {{ color: #ffffff; }}"
            " Toast QPushButton { color: #9fd4ec; background: transparent; border: 0; font-weight: 600; padding: 2px 6px; }"
        )

    def say(self, words: str, *, undo: bool) -> None:
        """Show the words for a while; a new notice takes the place of the old."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self._undo.setVisible(undo)
        self._act.hide()
        self._lay_out()
        self._timer.start(SHOWN_MS)

    def offer(self, label: str, slot: Callable[[], object]) -> None:
        """Add to what is said one thing that can be done about it; the label names its key, for the keyboard stays where it is."""
        self._act.setText(label)
        self._act.setAccessibleName(label)
        self._slot = slot
        self._act.show()
        self.setAccessibleName(f"{self.words} · {label}")
        self._lay_out()
        self._timer.start(SHOWN_MS)

    @property
    def offered(self) -> str:
        """What is offered now besides Undo; empty: nothing."""
        return self._act.text() if self._act.isVisibleTo(self) and self.isVisible() else ""

    def _acted(self) -> None:
        self.hide()
        self._slot()

    def _lay_out(self) -> None:
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()

    @property
    def words(self) -> str:
        """What it says now, or said last."""
        return self._words.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge when the parent changes its size."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.resize(min(self.sizeHint().width(), parent.width() - 32), self.sizeHint().height())
            self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 24)

    def _undone(self) -> None:
        self.hide()
        self.undo.emit()


class NoticeBar(QFrame):
    """One sentence at the top of the window that stays until it is closed: what happened, to what, what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._details = ""
        self._slot: Callable[[], object] = lambda: None
        self.act = QPushButton()
        self.act.clicked.connect(lambda _checked=False: self._slot())
        self._copy = QPushButton(_("Copy details"))
        self._copy.clicked.connect(self._copied)
        close = QPushButton(_("Close"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.act)
        layout.addWidget(self._copy)
        layout.addWidget(close)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the warning colours."""
        self.setStyleSheet(
            f"NoticeBar {{ background: {theme.warn_ground}; border: 0; border-bottom: 1px solid {theme.warn_line}; }}"
            f" NoticeBar QLabel {{ color: {theme.warn_text}; }}"
        )

    def say(self, sentence: str, details: str = "") -> None:
        """Show a sentence; the details stay behind their button."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self._details = details
        self._copy.setVisible(bool(details))
        self.act.hide()
        self.show()

    def offer(self, label: str, slot: Callable[[], object]) -> None:
        """Add to the sentence that is shown a button with what can be done about it."""
        self.act.setText(label)
        self.act.setAccessibleName(label)
        self._slot = slot
        self.act.show()

    def _copied(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.words.text()}\n{self._details}")
