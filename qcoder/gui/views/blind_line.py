"""The line that says in every workspace that something is hidden, why, and until when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from qcoder.gui.views.workspace import Signals
from qcoder.project.read import Reader
from qcoder.words import _, n_

_NAMED = 1
_LONGEST = 40


class BlindLine(QFrame):
    """There while the acting coder has documents to code blind; its button opens the first of them."""

    def __init__(self, signals: Signals) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._signals = signals
        self._first: int | None = None
        self.words = QLabel()
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.open = QPushButton()
        self.open.setProperty("role", "quiet")
        self.open.clicked.connect(lambda _checked=False: self._open())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 12, 2)
        row.addWidget(self.words, 1)
        row.addWidget(self.open)
        self.hide()

    def show_for(self, read: Reader | None) -> None:
        """Say what is hidden from whoever reads through this, or nothing."""
        documents = [] if read is None or not read.blind else [one for one in read.documents.all() if one.id in read.blind]
        if not documents:
            self._first = None
            self.hide()
            return
        self._first = documents[0].id
        words = blind_words([document.name for document in documents])
        self.words.setText(words)
        self.setAccessibleName(words)
        self.open.setText(_("Open “{name}”").format(name=_short(documents[0].name)))
        self.show()

    def _open(self) -> None:
        if self._first is not None:
            self._signals.open_passage.emit(self._first, None)


def blind_words(names: list[str]) -> str:
    """What is hidden and until when, in one sentence."""
    named = ", ".join(f"“{_short(name)}”" for name in names[:_NAMED])
    if len(names) > _NAMED:
        named = n_("{named} and {n} more document", "{named} and {n} more documents", len(names) - _NAMED).replace("{named}", named)
    until = _("until you mark it as fully coded.") if len(names) == 1 else _("until you mark each as fully coded.")
    return _("You are coding {named} blind: others' codings, stars and memos there are hidden").format(named=named) + " " + until


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[:_LONGEST].rstrip() + "…"
