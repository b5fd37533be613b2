"""Which words the word list leaves out: the English ones, and the project's own."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from qcoder.analysis.leaving_out import LeftOut
from qcoder.words import _


class LeavingOutPopup(QFrame):
    """A box to tick, and words to write, under a button. Esc closes and keeps what was."""

    chosen = Signal(object)
    """The LeftOut that is wanted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName(_("Words left out"))
        self._left = LeftOut()
        self.english = QCheckBox(_("English words of little meaning (the, and, you, um …)"))
        about = QLabel(_("And these, a blank or a line between them. They are kept with the project, so that a team counts alike:"))
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        self.own = QPlainTextEdit()
        self.own.setAccessibleName(_("Your own words to leave out"))
        self.own.setTabChangesFocus(True)
        self.apply, self.cancel = QPushButton(_("Leave them out")), QPushButton(_("Cancel"))
        self.apply.setProperty("role", "primary")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.apply)
        layout = QVBoxLayout(self)
        for widget in (self.english, about, self.own):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.resize(380, 320)
        self.cancel.clicked.connect(self.hide)
        self.apply.clicked.connect(self._apply)

    def ask(self, under: QWidget, left: LeftOut, *, may_write: bool) -> None:
        """Open beneath a button."""
        self._left = left
        self.english.setChecked(left.english)
        self.own.setPlainText("\n".join(left.own))
        for widget in (self.english, self.own, self.apply):
            widget.setEnabled(may_write)
        self.move(under.mapToGlobal(QPoint(0, under.height() + 4)))
        self.show()
        (self.own if may_write else self.cancel).setFocus()

    def _apply(self) -> None:
        self.hide()
        wanted = LeftOut((), self.english.isChecked()).with_own(self.own.toPlainText())
        if wanted != self._left:
            self.chosen.emit(wanted)
