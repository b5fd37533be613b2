"""What corrections would shorten or lose, before anything is written: each coding with its words before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout

from qcoder.changes.texts import Plan
from qcoder.domain.memos import Subject
from qcoder.gui.views.read.editing_bar import quiet_button
from qcoder.gui.widgets.theme import Theme
from qcoder.project.read import Reader
from qcoder.words import _, n_

_NUMBER = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Consequence:
    """One coding that loses words; `after` is empty when all are gone, `memo` says whose memo is on it."""

    coding_id: int
    code: str
    coder: str
    before: str
    after: str
    memo: str


def consequences(read: Reader, plan: Plan) -> list[Consequence]:
    """The codings that lose words by a correction."""
    codings = {coding.id: coding for coding, _span in plan.codings}
    codes = read.codes.tree().by_id
    coders = {coder.id: coder.name for coder in read.study.coders()}
    found = []
    for coding_id, before, after in (*plan.edited.shortened, *((id_, text, "") for id_, text, _code in plan.edited.lost)):
        coding = codings[coding_id]
        memo = ", ".join(coders.get(memo.coder_id, "") for memo in read.memos.of(Subject.CODING, coding_id))
        if memo and not after:
            memo = _("{who}: goes to the document's memo").format(who=memo)
        found.append(Consequence(coding_id, codes[coding.code_id].name, coders.get(coding.coder_id, ""), before, after, memo))
    return found


class ConsequencePanel(QFrame):
    """Lists consequences under the text. Enter or a click shows the passage; Escape goes on correcting; Ctrl+Enter keeps."""

    keep = Signal()
    go_on = Signal()
    discard = Signal()
    chosen = Signal(object)
    """The id of the coding whose passage is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "subheading")
        self.list = QTreeWidget()
        self.list.setAccessibleName(_("Codings that lose words"))
        self.list.setHeaderLabels([_("What"), _("Code"), _("Coder"), _("Before"), _("After"), _("Memo")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setTabKeyNavigation(False)
        self.list.currentItemChanged.connect(self._current)
        self.list.installEventFilter(self)
        header = self.list.header()
        header.setStretchLastSection(False)
        for at in (3, 4):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.keep_button = quiet_button(
            _("Keep the corrections"), _("Change the text, and these codings with it (Ctrl+Enter)"), self.keep.emit, "primary"
        )
        self.go_on_button = quiet_button(_("Go on correcting"), _("Back to the text; nothing is written (Esc)"), self.go_on.emit, "")
        self.discard_button = quiet_button(_("Discard"), _("Leave the text as it was before the corrections"), self.discard.emit)
        row = QHBoxLayout()
        row.addWidget(self.keep_button)
        row.addWidget(self.go_on_button)
        row.addStretch(1)
        row.addWidget(self.discard_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.list)
        column.addLayout(row)
        self.hide()

    def show_consequences(self, found: Sequence[Consequence], hidden: int = 0) -> None:
        """List them and take the focus; those lost come first. `hidden` is how many more there are that must not be shown."""
        lost = sum(not one.after for one in found)
        parts = [n_("{n} coding would be lost", "{n} codings would be lost", lost)] if lost else []
        shorter = len(found) - lost
        if shorter and lost:
            parts.append(n_("{n} would keep only some of its words", "{n} would keep only some of their words", shorter))
        elif shorter:
            parts.append(n_("{n} coding would keep only some of its words", "{n} codings would keep only some of their words", shorter))
        parts += [n_("{n} coding of somebody else would lose words", "{n} codings of others would lose words", hidden)] if hidden else []
        self.words.setText(_("{what}. Ctrl+Z brings everything back afterwards.").format(what=_(" and ").join(parts)))
        self.setAccessibleName(self.words.text())
        self.list.blockSignals(True)
        self.list.clear()
        for one in sorted(found, key=lambda one: bool(one.after)):
            what = _("shortened") if one.after else _("lost")
            item = QTreeWidgetItem([what, one.code, one.coder, _one_line(one.before), _one_line(one.after) or "–", one.memo])
            for column, whole in ((3, one.before), (4, one.after), (5, one.memo)):
                item.setToolTip(column, whole)
            item.setData(0, _NUMBER, one.coding_id)
            self.list.addTopLevelItem(item)
        self.list.blockSignals(False)
        for column in (0, 1, 2, 5):
            self.list.resizeColumnToContents(column)
            self.list.setColumnWidth(column, min(self.list.columnWidth(column), 150))
        rows = min(max(len(found), 1), 6)
        self.list.setFixedHeight(self.list.header().sizeHint().height() + rows * max(self.list.sizeHintForRow(0), 22) + 8)
        self.show()
        self.keep_button.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a line shows its passage."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._current(self.list.currentItem())
            return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter belongs to the panel while it has the focus, whatever the window has it for."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_keep(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back, Ctrl+Enter keeps."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_on.emit()
        elif self._is_keep(event):
            self.keep.emit()
        else:
            super().keyPressEvent(event)

    def _is_keep(self, event: QKeyEvent) -> bool:
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def _current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None = None) -> None:
        if item is not None:
            self.chosen.emit(item.data(0, _NUMBER))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.setStyleSheet(f"ConsequencePanel {{ background: {theme.ground}; border: 0; border-top: 2px solid {theme.warn_line}; }}")


def _one_line(text: str) -> str:
    return " ".join(text.split())
