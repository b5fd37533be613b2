"""The lines over a transcript that is being corrected, or that has corrections which are not kept yet."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from qcoder.gui.views.read.header import ElidedLabel
from qcoder.gui.widgets.theme import Theme
from qcoder.words import _


def quiet_button(label: str, tip: str, slot: Callable[[], object], role: str = "quiet") -> QPushButton:
    """A button that does one thing."""
    button = QPushButton(label)
    button.setProperty("role", role)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: slot())
    return button


class EditingBar(QFrame):
    """Says that the text is being corrected, how to keep it or leave, who speaks, and what would become of the codings."""

    keep = Signal()
    leave = Signal()
    find_wanted = Signal()
    speaker_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._speakers: list[str] = []
        title = QLabel(_("Correcting the text"))
        title.setProperty("role", "subheading")
        self.hint = ElidedLabel()
        self.hint.setProperty("role", "muted")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hint.setMinimumWidth(0)
        self.hint.show_text(_("Esc leaves without changes · Ctrl+Enter keeps · Enter begins a turn"))
        self.find_button = quiet_button(_("Replace…"), _("Find and replace in this text"), self.find_wanted.emit)
        self.leave_button = quiet_button(
            _("Leave"), _("Leave without changing the text; what you typed stays at hand (Esc)"), self.leave.emit
        )
        self.keep_button = quiet_button(_("Keep"), _("Keep the corrections (Ctrl+Enter)"), self.keep.emit, "primary")
        self.keep_button.setAccessibleName(_("Keep the corrections"))
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(title)
        first.addWidget(self.hint, 1)
        for button in (self.find_button, self.leave_button, self.keep_button):
            first.addWidget(button)
        self.speaker = self._speaker_box()
        label = QLabel(_("Speaker"))
        label.setProperty("role", "muted")
        label.setBuddy(self.speaker)
        self.what = ElidedLabel()
        self.what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(label)
        second.addWidget(self.speaker)
        second.addWidget(self.what, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 5, 10, 5)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)

    def _speaker_box(self) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setAccessibleName(_("Who says this turn"))
        box.setToolTip(_("Who says the turn at the cursor: Alt+1 for the first in the list, Alt+2 for the second …; type a new name"))
        box.setMinimumWidth(170)
        box.activated.connect(lambda _row: self._chosen())
        edit = box.lineEdit()
        assert edit is not None
        edit.returnPressed.connect(self._chosen)
        return box

    @property
    def speakers(self) -> Sequence[str]:
        """The speakers that can be chosen, in the order of their keys."""
        return self._speakers

    def show_speaker(self, speakers: Sequence[str], speaker: str | None, *, in_turn: bool = True) -> None:
        """Say who says the turn at the caret; outside all turns there is nobody to choose."""
        self.speaker.setEnabled(in_turn)
        if list(speakers) != self._speakers:
            self._speakers = list(speakers)
            self.speaker.blockSignals(True)
            self.speaker.clear()
            for number, name in enumerate(speakers, 1):
                self.speaker.addItem(name)
                if number <= 9:
                    self.speaker.setItemData(number - 1, f"Alt+{number}", Qt.ItemDataRole.ToolTipRole)
            self.speaker.blockSignals(False)
        if not self.speaker.hasFocus():
            self.speaker.setCurrentText(speaker or "")

    def _chosen(self) -> None:
        self.speaker_chosen.emit(" ".join(self.speaker.currentText().split()))

    def set_theme(self, theme: Theme) -> None:
        """A calm colour of its own, so that nobody types without knowing."""
        self.setStyleSheet(
            f"EditingBar {{ background: {theme.selected}; border: 0; border-bottom: 2px solid {theme.accent}; }}"
            f" EditingBar QLabel {{ color: {theme.text}; }}"
        )


class DraftStrip(QFrame):
    """One line that offers what can be done with corrections that are not kept; it is gone when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 5, 10, 5)
        self._row.setSpacing(6)
        self._row.addWidget(self.words, 1)
        self.buttons: list[QPushButton] = []
        self.hide()

    def say(self, sentence: str, *offers: tuple[str, str, Callable[[], object]]) -> None:
        """Show a sentence with buttons: (label, tooltip, what it does)."""
        for button in self.buttons:
            button.setParent(None)
            button.deleteLater()
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.buttons = [quiet_button(label, tip, slot, "") for label, tip, slot in offers]
        for button in self.buttons:
            self._row.addWidget(button)
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of what waits for somebody."""
        self.setStyleSheet(
            f"DraftStrip {{ background: {theme.warn_ground}; border: 0; border-bottom: 1px solid {theme.warn_line}; }}"
            f" DraftStrip QLabel {{ color: {theme.warn_text}; }}"
        )
