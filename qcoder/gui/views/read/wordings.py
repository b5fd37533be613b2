"""What a field of a code said before: who changed it, when, and how; every wording can be brought back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from qcoder.analysis.codebook_history import FieldEdit
from qcoder.gui.views.marked import marked_html
from qcoder.gui.views.read.coding_panel import when_words
from qcoder.gui.views.read.fields import words
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _, n_


class Wordings(QWidget):
    """One line that says how often a field was changed; below it, when it is opened, every change."""

    wanted = Signal(str)
    """A wording that shall be brought back."""

    def __init__(self, field: str, can_write: bool) -> None:
        super().__init__()
        self._field = field
        self._can_write = can_write
        self._edits: tuple[FieldEdit, ...] = ()
        self._theme: Theme = LIGHT
        self.backs: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.head = QPushButton()
        self.head.setProperty("role", "link")
        self.is_open = False
        self.head.clicked.connect(lambda _checked: self.open(not self.is_open))
        self._column.addWidget(self.head)
        self._list = QWidget()
        self._column.addWidget(self._list)
        self._list.hide()
        self._say()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self._fill()

    @property
    def there(self) -> bool:
        """True if there is anything to show."""
        return len(self._edits) > 1 or any(edit.before.strip() for edit in self._edits)

    def show_edits(self, edits: Sequence[FieldEdit]) -> None:
        """Show these changes, newest first."""
        if tuple(edits) == self._edits:
            return
        self._edits = tuple(edits)
        self.setVisible(self.there)
        self.is_open = self.is_open and self.there
        self._say()
        self._fill()

    def open(self, on: bool) -> None:
        """Show the changes, or put them away."""
        if self.there and on is not self.is_open:
            self.is_open = on
            self._say()
            self._fill()

    def _say(self) -> None:
        earlier = n_("{n} change", "{n} changes", len(self._edits))
        self.head.setText(f"{earlier} {'▾' if self.is_open else '▸'}")
        how = _("{field}: {changes}, hide them") if self.is_open else _("{field}: {changes}, show who changed it and how")
        self.head.setAccessibleName(how.format(field=self._field, changes=earlier))

    def _fill(self) -> None:
        """The changes are drawn only while they are to be seen."""
        fresh = QWidget()
        self.backs = []
        if self.is_open:
            column = QVBoxLayout(fresh)
            column.setContentsMargins(10, 0, 0, 6)
            column.setSpacing(2)
            for place, edit in enumerate(self._edits):
                self._entry(column, edit, newest=place == 0)
            oldest = self._edits[-1] if self._edits else None
            if oldest is not None and oldest.before.strip():
                column.addWidget(words(_("Before that"), "muted"))
                column.addWidget(words(oldest.before))
                self._back(column, oldest.before, _("before all changes"))
        old = self._list
        self._column.replaceWidget(old, fresh)
        self._list = fresh
        fresh.setVisible(self.is_open)
        old.hide()
        old.deleteLater()

    def _entry(self, column: QVBoxLayout, edit: FieldEdit, *, newest: bool) -> None:
        when = when_words(edit.at)
        column.addWidget(words(" · ".join(filter(None, (edit.who, when, edit.title))), "muted"))
        text = QLabel(marked_html(edit.before, edit.after, self._theme))
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setWordWrap(True)
        text.setAccessibleName(
            _("before: {before}; then: {after}").format(before=edit.before or _("nothing"), after=edit.after or _("nothing"))
        )
        column.addWidget(text)
        if not newest:
            self._back(column, edit.after, when)

    def _back(self, column: QVBoxLayout, text: str, when: str) -> None:
        if text == self._edits[0].after:
            return
        button = QPushButton(_("Bring back this wording"))
        button.setProperty("role", "link")
        button.setAccessibleName(_("Bring back the wording of {when}: {text}").format(when=when, text=text or _("nothing")))
        button.setEnabled(self._can_write)
        button.clicked.connect(partial(self.wanted.emit, text))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.backs.append(button)
