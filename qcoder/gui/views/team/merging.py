"""Merging a colleague's copy: what each side did, what has to be decided, then one undoable step."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qcoder.gui.actions.merging import MergeActions
from qcoder.gui.views.files import PROJECTS, FileDoor
from qcoder.gui.views.workspace import Desk
from qcoder.merge.decisions import Conflict
from qcoder.merge.preview import MergePreview
from qcoder.words import _, n_


class MergePage(QWidget):
    """Choose a file, read what would happen, decide, merge."""

    def __init__(self, desk: Desk, files: FileDoor) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._files = files
        self._actions = MergeActions(desk.jobs)
        self._path: Path | None = None
        self.decisions: dict[str, str] = {}
        self._groups: list[QButtonGroup] = []
        self.choose = QPushButton(_("Choose a colleague's file…"))
        self.choose.clicked.connect(self.choose_file)
        self.go = QPushButton(_("Merge (one step, can be undone)"))
        self.go.setProperty("role", "primary")
        self.go.clicked.connect(self._merge)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self.clear)
        self.title = QLabel()
        self.title.setProperty("role", "subheading")
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        for widget in (self.choose, self.cancel, self.go):
            head.addWidget(widget)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        inner = QWidget()
        inner.setObjectName("ground")
        inner.setLayout(self.body)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        self.clear()

    def choose_file(self) -> None:
        """Ask for the colleague's file and compare."""
        path = self._files.open_one(self, _("A colleague's copy of this project"), PROJECTS)
        if path is not None:
            self.compare(path)

    def compare(self, path: Path) -> None:
        """Compare with this file."""
        self._path = path
        self.decisions = {}
        self._preview()

    def refresh(self) -> None:
        """The project has changed: what was compared no longer holds, so compare again."""
        self.choose.setEnabled(self._desk.jobs.can_write)
        if self._path is not None and self._path.exists():
            self._preview()
        else:
            self.clear()

    def clear(self) -> None:
        """Back to the beginning; nothing has been written."""
        self._path = None
        self.decisions = {}
        self._empty_body()
        self.title.setText(_("Merge a colleague's copy"))
        self._say(
            _(
                "Give a colleague a copy of this project (File, Save a copy), code on your own laptops, and bring the work together here. "
                "You see first what would happen; nothing is written until you say so, and one undo takes it all back."
            )
        )
        self.body.addStretch(1)
        self.go.hide()
        self.cancel.hide()

    def _preview(self) -> None:
        path = self._path
        if path is not None:
            self._actions.preview(path, self.decisions, lambda found: self._show(path, found))

    def _show(self, path: Path, found: MergePreview) -> None:
        if path != self._path:
            return
        self._empty_body()
        self.title.setText(_("Merge “{name}”").format(name=path.name))
        self.cancel.show()
        self.go.setVisible(not found.nothing)
        self.go.setEnabled(not found.undecided)
        if found.nothing:
            self._say(_("There is nothing in that file that is not in this project already."))
        if found.sentences:
            card = self._card()
            for sentence in found.sentences:
                self._say(sentence, card)
        for note in found.notes:
            self._say(note)
        if found.conflicts:
            left = len(found.undecided)
            heading = QLabel(
                n_("{n} thing to decide", "{n} things to decide", len(found.conflicts)) + ("" if left else " · " + _("all decided"))
            )
            heading.setProperty("role", "subheading")
            self.body.addWidget(heading)
            self._all_of_them(found)
        for conflict in found.conflicts:
            self._show_conflict(conflict)
        if not found.nothing:
            self._say(_("A copy of your project as it is now is kept before the merge."))
        self.body.addStretch(1)

    def _all_of_them(self, found: MergePreview) -> None:
        row = QHBoxLayout()
        for choice, label in (("mine", _("All as in mine")), ("theirs", _("All as in theirs"))):
            button = QPushButton(label)
            button.clicked.connect(
                lambda _checked=False, choice=choice: self._decide({c.id: choice for c in found.conflicts if choice in c.choices})
            )
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _show_conflict(self, conflict: Conflict) -> None:
        card = self._card()
        title = QLabel(conflict.what)
        title.setProperty("role", "subheading")
        title.setWordWrap(True)
        card.addWidget(title)
        grid = QGridLayout()
        group = QButtonGroup(self)
        self._groups.append(group)
        columns = [(_("Before"), conflict.base, ""), (_("Mine"), conflict.mine, "mine"), (_("Theirs"), conflict.theirs, "theirs")]
        for column, (label, text, choice) in enumerate(columns):
            head: QWidget
            if choice and choice in conflict.choices:
                radio = QRadioButton(label)
                radio.setAccessibleName(f"{conflict.what}: {label}: {text}")
                radio.setChecked(self.decisions.get(conflict.id) == choice)
                radio.clicked.connect(lambda _checked=False, choice=choice: self._decide({conflict.id: choice}))
                group.addButton(radio)
                head = radio
            else:
                head = QLabel(label)
                head.setProperty("role", "muted")
            words = QLabel(text or "–")
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(head, 0, column)
            grid.addWidget(words, 1, column)
            grid.setColumnStretch(column, 1)
        card.addLayout(grid)

    def _decide(self, choices: dict[str, str]) -> None:
        self.decisions.update(choices)
        self._preview()

    def _merge(self) -> None:
        if self._path is not None:
            self.go.setEnabled(False)
            self._actions.merge(self._path, self.decisions, lambda _found: None)

    def _card(self) -> QVBoxLayout:
        frame = QFrame()
        frame.setProperty("role", "card")
        layout = QVBoxLayout(frame)
        self.body.addWidget(frame)
        return layout

    def _say(self, words: str, into: QVBoxLayout | None = None) -> None:
        label = QLabel(words)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        (into or self.body).addWidget(label)

    def _empty_body(self) -> None:
        self._groups = []
        _empty(self.body)


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            _empty(inner)
