"""The card of one difference: the passage in its context, who did what side by side, a note, and the keys to decide by."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qcoder.gui.actions.agreement import FOLLOWING
from qcoder.gui.actions.base import Commands
from qcoder.gui.views.suggest.passage import PassageText
from qcoder.gui.views.suggest.questions import Context
from qcoder.gui.views.team.agreement_questions import Differing
from qcoder.gui.views.times import clock
from qcoder.gui.widgets.theme import Theme
from qcoder.gui.widgets.typeset import Reading
from qcoder.words import _

_BUTTONS = (
    ("adjudicate_all", "B", _("all of it")),
    ("adjudicate_none", "N", _("not this code")),
    ("adjudicate_ends", "E", _("other ends")),
    ("adjudicate_later", "S", _("later")),
    ("adjudicate_open", "O", _("open")),
)
_SIDE_BY_SIDE = 4
"""So many coders stand beside each other; more go on in a second row."""


class Card(QScrollArea):
    """Shows one difference; what its buttons do is in the commands."""

    followed = Signal(int)
    """The consensus is to code what the coder of this rank coded."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self._commands = commands
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.code, self.source = QLabel(), QLabel()
        self.code.setProperty("role", "heading")
        self.code.setWordWrap(True)
        self.source.setProperty("role", "muted")
        for label in (self.code, self.source):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.text = PassageText()
        self.text.setAccessibleName(_("The passage in its context"))
        self.help = QLabel()
        self.help.setProperty("role", "muted")
        self.help.setWordWrap(True)
        self.who = QGridLayout()
        self.who.setHorizontalSpacing(10)
        self.follow: list[QPushButton] = []
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText(_("Why it is decided so: a note on the discussion, kept with the decision"))
        self.note.setAccessibleName(_("Note on the decision"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(54)
        self._lay_out()

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("role", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for widget in (self.code, self.source, self.text, self.help):
            column.addWidget(widget)
        column.addLayout(self.who)
        row = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        for name, key, label in _BUTTONS:
            button = QPushButton(f"{key}  {label}")
            button.setToolTip(self._commands[name].toolTip())
            button.setAccessibleName(self._commands[name].text())
            button.clicked.connect(lambda _checked=False, name=name: self._commands[name].trigger())
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.note)
        ground = QWidget()
        ground.setObjectName("ground")
        outer = QVBoxLayout(ground)
        outer.setContentsMargins(0, 4, 8, 0)
        outer.addWidget(frame)
        outer.addStretch(1)
        self.setWidget(ground)

    def show_case(self, case: Differing, context: Context, color: str, theme: Theme) -> None:
        """Show a difference."""
        self.code.setText(case.code)
        when = "" if context.time_ms is None else clock(context.time_ms)
        self.source.setText(" · ".join(part for part in (case.document, context.speaker, when) if part))
        self.text.show_passage(context, (), color)
        self._show_who(case, theme)
        self.show_help()
        self.ensureVisible(0, 0)

    def _show_who(self, case: Differing, theme: Theme) -> None:
        while (item := self.who.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.follow = []
        for rank, (_coder_id, name, did) in enumerate(case.who):
            cell = QFrame()
            cell.setObjectName("who")
            cell.setStyleSheet(f"QFrame#who {{ border: 1px solid {theme.line}; border-radius: 8px; background: {theme.ground}; }}")
            column = QVBoxLayout(cell)
            column.setContentsMargins(10, 8, 10, 8)
            label, words = QLabel(name), QLabel(did)
            label.setProperty("role", "subheading")
            for each in (label, words):
                each.setTextFormat(Qt.TextFormat.PlainText)
                each.setWordWrap(True)
                column.addWidget(each)
            column.addStretch(1)
            key = f"{rank + 1}  " if rank < len(FOLLOWING) else ""
            button = QPushButton(key + _("as {name} did").format(name=name))
            button.clicked.connect(lambda _checked=False, rank=rank: self.followed.emit(rank))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.follow.append(button)
            across = min(len(case.who), _SIDE_BY_SIDE)
            self.who.addWidget(cell, rank // across, rank % across)
        for rank in range(_SIDE_BY_SIDE):
            self.who.setColumnStretch(rank, 1 if rank < len(case.who) else 0)

    def begin_ends(self) -> None:
        """Start moving the ends."""
        self.text.begin_ends()
        self.show_help()

    def show_help(self) -> None:
        """What the keys do while ends are moved; nothing else needs saying."""
        self.help.setText(self.text.words_of_help() if self.text.moving_ends else "")
        self.help.setVisible(self.text.moving_ends)

    def set_enabled(self, can_write: bool) -> None:
        """Nothing is decided while the project is open for reading only."""
        for button in (*self.follow, *(self.buttons[name] for name in ("adjudicate_all", "adjudicate_none", "adjudicate_ends"))):
            button.setEnabled(can_write)
        self.note.setEnabled(can_write)

    def set_theme(self, theme: Theme, reading: Reading) -> None:
        """Take colours and type."""
        self.text.restyle(theme, reading)
