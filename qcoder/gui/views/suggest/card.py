"""The queue's page: how good suggestions have been, the passage, why it is proposed, and what can be done with it."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qcoder.gui.views.suggest.passage import PassageText
from qcoder.gui.widgets.theme import Theme
from qcoder.gui.widgets.typeset import Reading
from qcoder.words import _

ACTIONS = (
    ("suggest_accept", "A", _("accept")),
    ("suggest_reject", "R", _("not this code")),
    ("suggest_ends", "E", _("other ends")),
    ("suggest_skip", "S", _("later")),
    ("suggest_undo", "U", _("undo")),
)


class QueuePage(QScrollArea):
    """Heading, words on how good it has been, the card, the buttons; `look` and `again` ask for passages."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.words = QLabel()
        self.look = QPushButton(_("Look for passages"))
        self.look.setProperty("role", "primary")
        self.source = QLabel()
        self.text = PassageText()
        self.text.setAccessibleName(_("Suggested passage"))
        self.why = QLabel()
        self.help = QLabel(self.text.words_of_help())
        self.help.setProperty("role", "muted")
        for label in (self.heading, self.about, self.words, self.help):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.source, self.why):
            label.setTextFormat(Qt.TextFormat.RichText)
        for label in (self.heading, self.about, self.words, self.source, self.why, self.help):
            label.setWordWrap(True)
        self.why.setProperty("role", "muted")
        self.card = self._card()
        self.buttons = {name: QPushButton(f"{key}  {label}") for name, key, label in ACTIONS}
        self._lay_out()

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        rule = QFrame()
        rule.setProperty("role", "rule")
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (self.source, self.text, rule, self.why):
            column.addWidget(widget)
        return card

    def _lay_out(self) -> None:
        ground = QWidget()
        ground.setObjectName("ground")
        column = QVBoxLayout(ground)
        column.setContentsMargins(32, 20, 32, 20)
        column.setSpacing(12)
        self.row = QWidget()
        row = QHBoxLayout(self.row)
        row.setContentsMargins(0, 0, 0, 0)
        for (_name, key, label), button in zip(ACTIONS, self.buttons.values(), strict=True):
            button.setAccessibleName(_("{label} (key {key})").format(label=label, key=key))
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.heading, self.about, self.words, self.card, self.help, self.row):
            widget.setMaximumWidth(800)
            column.addWidget(widget)
        column.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(ground)

    def set_theme(self, theme: Theme, reading: Reading) -> None:
        """Take colours and type."""
        self.text.restyle(theme, reading)

    def show_passage(self, *, passage: bool, look: str, ends: bool = False) -> None:
        """Which parts are shown: the passage with its buttons, the button that looks (with this label), the help for moving ends."""
        for widget in (self.card, self.row):
            widget.setVisible(passage)
        self.look.setVisible(bool(look))
        self.look.setText(look)
        self.look.setAccessibleName(look or _("Look for passages"))
        self.help.setVisible(passage and ends)
        for label in (self.about, self.words):
            label.setVisible(bool(label.text()))


def source_line(document: str, speaker: str, time: str) -> str:
    """Where a passage stands, the document in bold."""
    return " · ".join(filter(None, (f"<b>{escape(document)}</b>", escape(speaker), escape(time))))


def why_line(because: tuple[str, ...], nearest: str, where: str) -> str:
    """One line of why: the words that spoke for the passage, in bold, and the coded passage most like it."""
    words = ", ".join(f"<b>{escape(word)}</b>" for word in because)
    nearest = " ".join(nearest.split())
    nearest = nearest if len(nearest) <= 120 else nearest[:119].rstrip() + "…"
    like = _("like your “{passage}” ({document})").format(passage=escape(nearest), document=escape(where))
    return (_("Because of {words}").format(words=words) + " · " if words else "") + like
