"""Merging codes, shown before it is done: both definitions side by side, and what becomes of codings, memos, subcodes, key and colour."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qcoder.domain.codes import FIELDS
from qcoder.domain.errors import KnownError
from qcoder.domain.merging import Wording
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.jobs import Jobs, Work
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.marked import labels
from qcoder.gui.views.read.fields import words
from qcoder.gui.views.read.over import Sheet, scrolled
from qcoder.gui.widgets.patterns import swatch
from qcoder.project.code_merging import MergeOutlook, merge_outlook
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_


class MergePanel(Sheet):
    """Asks how codes shall become one. It keeps up with the project while it is open."""

    def __init__(self, page: QWidget, beside: QWidget, jobs: Jobs, actions: CodebookActions, codes: CodesModel) -> None:
        super().__init__(page, beside, _("Merge codes"), QSize(860, 620))
        self._jobs = jobs
        self._actions = actions
        self._codes = codes
        self._ids: tuple[int, ...] = ()
        self._into = 0
        self._asked: Work | None = None
        self.outlook: MergeOutlook | None = None
        self.choices: dict[str, QComboBox] = {}
        self._wordings: dict[str, Wording] = {}
        self.summary = words()
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.grid_page = QWidget()
        self._grid = QVBoxLayout(self.grid_page)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self.around = QPushButton(_("The other way round"))
        self.around.setToolTip(_("Keep the other code, and merge this one into it"))
        self.around.clicked.connect(self._turn)
        self.buttons.insertWidget(0, self.around)
        self.go.setText(_("Merge"))
        self.go.setToolTip(_("Enter"))
        self.column.addWidget(self.summary)
        self.column.addWidget(scrolled(self.grid_page, _("Both definitions")), 1)
        self.column.addLayout(self.buttons)

    def ask(self, code_ids: Sequence[int], into_id: int) -> None:
        """Show what merging these codes into that one would do."""
        self._ids, self._into = tuple(code_ids), into_id
        self._wordings = {}
        self.outlook = None
        self.go.setEnabled(False)
        self.title.setText(self._heading())
        self.summary.setText(_("Looking what would happen…"))
        self._clear()
        self.around.setVisible(len(code_ids) == 1)
        self.open_over()
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # not a button, which Enter would press before there is anything to see
        self._look()

    def again(self, tables: frozenset[str]) -> None:
        """The project changed: show what would happen now."""
        if self.isVisible() and (not tables or tables & {"code", "coding", "memo", "rejection"}):
            self._look()

    def carry_out(self) -> None:
        """Merge, as one step."""
        if self.outlook is None:
            return
        into = self._into
        self.hide()
        self._actions.merge(
            self._ids, into, {field: self._wordings.get(field, Wording.BOTH) for field in self.outlook.differing}, self._done
        )

    def _done(self, _codings: int) -> None:
        self.closed.emit()

    @property
    def into(self) -> int:
        """The code that stays."""
        return self._into

    def _heading(self) -> str:
        tree = self._codes.tree
        names = [f"“{tree.by_id[code_id].name}”" for code_id in self._ids if code_id in tree.by_id]
        into = tree.by_id.get(self._into)
        listed = ", ".join(names[:4]) + (" " + _("and {n} more").format(n=len(names) - 4) if len(names) > 4 else "")
        return _("Merge {names} into “{into}”").format(names=listed, into=into.name if into is not None else "")

    def _turn(self) -> None:
        self.ask((self._into,), self._ids[0])

    def _look(self) -> None:
        if self._asked is not None and not self._asked.finished:
            self._asked.cancel()
        ids, into = self._ids, self._into

        def question(read: Reader, _progress: Progress) -> MergeOutlook | str:
            try:
                return merge_outlook(read, ids, into)
            except KnownError as error:
                return error.sentence

        self._asked = self._jobs.ask(question, partial(self._answered, (ids, into)))

    def _answered(self, asked: tuple[tuple[int, ...], int], answer: MergeOutlook | str) -> None:
        if asked != (self._ids, self._into) or not self.isVisible():
            return
        self._clear()
        if isinstance(answer, str):
            self.outlook = None
            self.go.setEnabled(False)
            self.summary.setText(answer)
            return
        self.outlook = answer
        self.title.setText(self._heading())
        self.summary.setText("\n".join(f"·  {line}" for line in said(answer)))
        self._show_texts(answer)
        self.go.setEnabled(True)
        if self.hasFocus():
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    # The definitions

    def _clear(self) -> None:
        self.choices = {}
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _show_texts(self, outlook: MergeOutlook) -> None:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        others = outlook.codes[0].name if len(outlook.codes) == 1 else n_("{n} code", "{n} codes", len(outlook.codes))
        for column, (name, color) in enumerate(((outlook.into.name, outlook.into.color), (others, outlook.codes[0].color)), start=1):
            grid.addWidget(_head(_("“{name}” stays") if column == 1 else _("“{name}” goes"), name, color), 0, column)
        row = 1
        titles = labels()
        for field in FIELDS:
            ours, theirs = outlook.texts(field)
            if not ours.strip() and not theirs.strip():
                continue
            label = words(titles[field], "muted")
            label.setFixedWidth(110)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in ((1, ours), (2, theirs)):
                grid.addWidget(words(text.strip() or "–", "" if text.strip() else "muted"), row, column, Qt.AlignmentFlag.AlignTop)
            if field in outlook.differing:
                row += 1
                grid.addWidget(self._choice(field, titles[field]), row, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
            row += 1
            grid.addWidget(_rule(), row, 0, 1, 3)
            row += 1
        if row == 1:
            grid.addWidget(words(_("None of them has a definition yet."), "muted"), 1, 0, 1, 3)
        self._grid.addWidget(table)
        self._grid.addStretch(1)

    def _choice(self, field: str, title: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(_("Which wording stays: {field}").format(field=title))
        for wording, label in (
            (Wording.BOTH, _("Keep both, one below the other")),
            (Wording.KEPT, _("Keep the left one")),
            (Wording.TAKEN, _("Take the right one")),
        ):
            box.addItem(label, wording.value)
        box.setCurrentIndex(box.findData(self._wordings.get(field, Wording.BOTH).value))
        box.currentIndexChanged.connect(lambda _index: self._wordings.update({field: Wording(str(box.currentData()))}))
        self.choices[field] = box
        return box


def said(outlook: MergeOutlook) -> list[str]:
    """What would happen, in sentences."""
    into, count = outlook.into.name, len(outlook.codings)
    lines = [n_("{n} coding comes to “{name}”.", "{n} codings come to “{name}”.", count).replace("{name}", into)]
    if not count:
        lines = [_("There are no codings to come along.")]
    if outlook.twins:
        lines[0] += " " + n_(
            "{n} of them lies on a passage that the same coder coded so already; the two become one, with both memos.",
            "{n} of them lie on passages that the same coder coded so already; they become one, with all memos.",
            len(outlook.twins),
        )
    if outlook.subcodes:
        listed = ", ".join(code.name for code in outlook.subcodes[:5]) + ("…" if len(outlook.subcodes) > 5 else "")
        lines.append(
            n_("{n} subcode comes under it: {names}.", "{n} subcodes come under it: {names}.", len(outlook.subcodes)).replace(
                "{names}", listed
            )
        )
    if outlook.memos:
        lines.append(n_("{n} memo about what goes is kept with it.", "{n} memos about what goes are kept with it.", outlook.memos))
    if outlook.key and not outlook.into.key:
        lines.append(_("It gets the key {key}.").format(key=outlook.key.upper()))
    for key in outlook.freed:
        lines.append(_("The key {key} becomes free.").format(key=key.upper()))
    if any(code.color != outlook.into.color for code in outlook.codes):
        lines.append(_("“{name}” keeps its colour.").format(name=into))
    if outlook.rejections:
        lines.append(
            n_(
                "{n} passage that was said not to be it is forgotten.",
                "{n} passages that were said not to be it are forgotten.",
                outlook.rejections,
            )
        )
    return lines


def _head(sentence: str, name: str, color: str) -> QWidget:
    label = QLabel(f"{sentence.format(name=name)}")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "subheading")
    label.setWordWrap(True)
    square = QLabel()
    square.setPixmap(swatch(color).pixmap(14, 14))
    square.setFixedWidth(18)
    frame = QWidget()
    row = QGridLayout(frame)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(square, 0, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 0, 1)
    row.setColumnStretch(1, 1)
    return frame


def _rule() -> QFrame:
    line = QFrame()
    line.setProperty("role", "rule")
    return line
