"""Copies: made for colleagues, and second versions of the project that a sync service left beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from qcoder.gui.actions.team import TeamActions
from qcoder.gui.views.files import PROJECTS, FileDoor
from qcoder.gui.views.team.moments import moment
from qcoder.gui.views.workspace import Desk
from qcoder.project.conflicted import Conflicted, conflicted_copies
from qcoder.project.handover import CopyFor, LeftOut, left_out
from qcoder.project.read import Reader
from qcoder.words import _, n_


class HandoverDialog(QDialog):
    """Asks for whom the copy is, of which documents, and whether without others' codings."""

    def __init__(self, parent: QWidget, read: Reader, me: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Make a copy for a colleague"))
        self.resize(520, 520)
        self.who = QComboBox()
        self.who.setEditable(True)
        self.who.addItems([coder.name for coder in read.study.coders() if coder.id != me])
        self.who.setCurrentText("")
        line = self.who.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("Their name, as they code under it"))
        self.who.setAccessibleName(_("For whom"))
        self.all = QRadioButton(_("All documents"))
        self.some = QRadioButton(_("Only these:"))
        self.all.setChecked(True)
        self.documents = QListWidget()
        self.documents.setAccessibleName(_("Documents in the copy"))
        for document in read.documents.all():
            item = QListWidgetItem(document.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, document.id)
            self.documents.addItem(item)
        self.blind = QCheckBox(_("Without the codings and memos of others"))
        self.blind.setToolTip(_("For coding independently: what others coded is in no byte of the copy, and their own work stays in it"))
        words = QLabel(
            _(
                "The copy can be merged back: their work is added, and nothing that the copy was made without is taken for deleted. "
                "It keeps the codebook, the study and its people. What was done before cannot be undone in it."
            )
        )
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton(_("Save the copy as…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(_("For"), self.who)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.all)
        layout.addWidget(self.some)
        layout.addWidget(self.documents, 1)
        for widget in (self.blind, words, buttons):
            layout.addWidget(widget)
        self.who.editTextChanged.connect(self._show)
        self.some.toggled.connect(self._show)
        self.documents.itemChanged.connect(self._show)
        self._show()

    def chosen(self) -> CopyFor:
        """What was asked for."""
        return CopyFor(" ".join(self.who.currentText().split()), self._ticked() if self.some.isChecked() else None, self.blind.isChecked())

    def _ticked(self) -> frozenset[int]:
        items = (self.documents.item(row) for row in range(self.documents.count()))
        return frozenset(item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked)

    def _show(self) -> None:
        self.documents.setEnabled(self.some.isChecked())
        self.go.setEnabled(bool(self.who.currentText().strip()) and (self.all.isChecked() or bool(self._ticked())))


class CopiesPage(QWidget):
    """How this file was made, second versions of it beside it, and copies for colleagues."""

    merge = Signal(object)
    """The person wants to merge the file at this path."""

    def __init__(self, desk: Desk, files: FileDoor, actions: TeamActions) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._files = files
        self._actions = actions
        self.dialog: HandoverDialog | None = None
        self.found: list[Conflicted] = []
        self.words = QLabel(
            _(
                "Give each colleague a copy of the project, code on your own laptops, and merge the copies here. A copy may hold all "
                "documents or some, and may leave out what others coded, so that it can be coded independently."
            )
        )
        self.words.setWordWrap(True)
        self.words.setProperty("role", "muted")
        self.make = QPushButton(_("Make a copy for a colleague…"))
        self.make.setProperty("role", "primary")
        self.make.clicked.connect(self.ask)
        self.setFocusProxy(self.make)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self.words)
        layout.addLayout(row)
        layout.addLayout(self.body)
        layout.addStretch(1)

    def refresh(self) -> None:
        """Look again at what lies beside the project."""
        jobs = self._desk.jobs
        jobs.ask(lambda read, _progress: (left_out(read), conflicted_copies(jobs.project.path, read)), self._show)

    def ask(self) -> None:
        """Ask what the copy should hold."""
        jobs = self._desk.jobs
        self.dialog = HandoverDialog(self, jobs.read, jobs.project.coder[0])
        self.dialog.accepted.connect(self._save)
        self.dialog.open()

    def _save(self) -> None:
        if self.dialog is None:
            return
        copy = self.dialog.chosen()
        path = self._desk.jobs.project.path
        safe = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in copy.made_for).strip() or _("a colleague")
        proposal = path.with_name(_("{project} for {name}").format(project=path.stem, name=safe) + path.suffix)
        to = self._files.save(self, _("Save the copy"), str(proposal), PROJECTS)
        if to is not None:
            said = _("Made a copy for {name}: “{file}”")
            notice = self._desk.signals.notice
            self._actions.hand_over(to, copy, lambda made: notice.emit(said.format(name=copy.made_for, file=made.name)))

    def _show(self, found: tuple[tuple[LeftOut, ...], list[Conflicted]]) -> None:
        made, self.found = found
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in made:
            self._card(_made_words(one))
        for second in self.found:
            self._card(_second_words(second), second)

    def _card(self, words: str, second: Conflicted | None = None) -> None:
        frame = QFrame()
        frame.setProperty("role", "card")
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 10, 14, 10)
        label = QLabel(words)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(label, 1)
        if second is not None:
            button = QPushButton(_("Look and merge…"))
            button.setAccessibleName(_("Look at “{name}” and merge it").format(name=second.path.name))
            button.clicked.connect(lambda _checked=False: self.merge.emit(second.path))
            button.setEnabled(self._desk.jobs.can_write)
            row.addWidget(button)
        self.body.addWidget(frame)


def _made_words(one: LeftOut) -> str:
    parts = [n_("{n} document was left out", "{n} documents were left out", len(one.documents))] if one.documents else []
    parts += [_("others' codings and memos were left out")] if one.blind else []
    what = _(" and ").join(parts) or _("everything is in it")
    sentence = _("This file is a copy that {by} made for {name} on {when}; {what}. Give it back to be merged when you are done.")
    return sentence.format(by=one.made_by or _("somebody"), name=one.made_for, when=moment(one.at), what=what)


def _second_words(second: Conflicted) -> str:
    sentence = n_(
        "“{name}” beside this project is a second version of it, as sync services make them when two computers write at once: "
        "{n} change by {who} until {when} is not in here.",
        "“{name}” beside this project is a second version of it, as sync services make them when two computers write at once: "
        "{n} changes until {when}, the last by {who}, are not in here.",
        second.steps,
    )
    return sentence.replace("{name}", second.path.name).replace("{who}", second.who).replace("{when}", moment(second.at))
