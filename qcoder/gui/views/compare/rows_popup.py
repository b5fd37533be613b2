"""Choosing the rows: a click takes the branch under a code, ticks take single codes."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from qcoder.analysis.compare import Together
from qcoder.domain.codes import CodeTree
from qcoder.words import _, n_

_ID = Qt.ItemDataRole.UserRole
DEEPEST = 9


class CodePicker(QTreeWidget):
    """The codebook with a box to tick before every code."""

    branch_chosen = Signal(object)
    """A code was clicked or Enter pressed on it: its id, or None for all families."""
    ticked = Signal()
    """A tick was set or taken away."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setAccessibleName(_("Codes"))
        self.setUniformRowHeights(True)
        self.itemChanged.connect(lambda _item, _column: self.ticked.emit())

    def fill(self, tree: CodeTree, picked: frozenset[int]) -> None:
        """Show the codebook with these codes ticked."""
        self.blockSignals(True)
        self.clear()
        everything = QTreeWidgetItem(self, [_("All families")])
        everything.setData(0, _ID, None)
        items: dict[int | None, QTreeWidgetItem] = {}
        for _depth, code in tree.walk():
            item = QTreeWidgetItem(items[code.parent_id], [code.name]) if code.parent_id in items else QTreeWidgetItem(self, [code.name])
            item.setData(0, _ID, code.id)
            item.setCheckState(0, Qt.CheckState.Checked if code.id in picked else Qt.CheckState.Unchecked)
            swatch = QPixmap(10, 10)
            swatch.fill(QColor(code.color))
            item.setIcon(0, swatch)
            items[code.id] = item
        self.expandAll()
        self.blockSignals(False)

    def picked(self) -> frozenset[int]:
        """The ids of the codes that are ticked."""
        return frozenset(item.data(0, _ID) for item in self.items() if item.checkState(0) == Qt.CheckState.Checked)

    def items(self) -> Iterator[QTreeWidgetItem]:
        """Every line."""
        walk = QTreeWidgetItemIterator(self)
        while walk.value() is not None:
            yield walk.value()
            walk += 1

    def filter(self, text: str) -> None:
        """Show only codes whose name or parents' names have these letters."""
        words = text.casefold().split()
        shown: set[int] = set()
        for item in self.items():
            name, chain = "", list[int]()
            above: QTreeWidgetItem | None = item
            while above is not None:
                name += " " + above.text(0).casefold()
                chain.append(id(above))
                above = above.parent()
            if all(word in name for word in words):
                shown.update(chain)
        first = None
        for item in self.items():
            item.setHidden(id(item) not in shown)
            if first is None and not item.isHidden() and (not words or words[0] in item.text(0).casefold()):
                first = item
        if first is not None:
            self.setCurrentItem(first)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a name takes its branch; a click on the box only ticks."""
        before = self.picked()
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is not None and self.picked() == before and self.visualItemRect(item).contains(event.position().toPoint()):
            self.branch_chosen.emit(item.data(0, _ID))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the branch, Space ticks."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.branch_chosen.emit(item.data(0, _ID))
            return
        super().keyPressEvent(event)


class RowsPopup(QFrame):
    """The picker with a filter above it and the depth beneath."""

    branch_chosen = Signal(object)
    picked_changed = Signal(object)
    depth_changed = Signal(int)
    combined = Signal(object)
    """(code, other code, Together): the two ticked codes make a row together."""

    def __init__(self, parent: QWidget, *, combine: bool = True) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("Filter codes"))
        self.box.setAccessibleName(_("Filter codes"))
        self.codes = CodePicker()
        self._depth = 1
        self.levels = QLabel()
        help_words = QLabel(_("Click a code: its subcodes become the rows. Tick codes: they become the rows, one by one."))
        help_words.setWordWrap(True)
        help_words.setProperty("role", "muted")
        row = QHBoxLayout()
        self.fewer, self.more = QPushButton("−"), QPushButton("+")
        self.fewer.clicked.connect(lambda: self._set_depth(self._depth - 1, tell=True))
        self.more.clicked.connect(lambda: self._set_depth(self._depth + 1, tell=True))
        for control in (self.levels, self.fewer, self.more):
            row.addWidget(control)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        for widget in (self.box, self.codes, help_words):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.in_passage, self.by_person = QPushButton(_("In one passage")), QPushButton(_("By one participant"))
        self.in_passage.setToolTip(_("A row of the text where both ticked codes are"))
        self.by_person.setToolTip(_("A row of the participants who said both, wherever they said it"))
        together = QHBoxLayout()
        about = QLabel(_("Two ticked codes together:"))
        together.addWidget(about)
        for button, how in ((self.in_passage, Together.PASSAGE), (self.by_person, Together.PARTICIPANT)):
            button.setAccessibleName(_("Combine the two ticked codes: {how}").format(how=button.text()))
            button.clicked.connect(partial(self._combine, how))
            together.addWidget(button)
        together.addStretch(1)
        layout.addLayout(together)
        for part in (about, self.in_passage, self.by_person):
            part.setVisible(combine)
        self.resize(420, 480)
        self.box.textChanged.connect(self.codes.filter)
        self.box.installEventFilter(self)
        self.codes.branch_chosen.connect(self._branch)
        self.codes.ticked.connect(self._ticked)

    def fill(self, tree: CodeTree, branch: int | None, picked: frozenset[int], depth: int) -> None:
        """Show the codebook and what is chosen now."""
        self.codes.fill(tree, picked)
        self._set_depth(depth, tell=False)
        self._offer_together()
        self.box.clear()
        for item in self.codes.items():
            if item.data(0, _ID) == branch:
                self.codes.setCurrentItem(item)
        self.box.setFocus()

    def _ticked(self) -> None:
        self._offer_together()
        self.picked_changed.emit(self.codes.picked())

    def _offer_together(self) -> None:
        for button in (self.in_passage, self.by_person):
            button.setEnabled(len(self.codes.picked()) == 2)

    def _combine(self, how: Together) -> None:
        one, other = (item.data(0, _ID) for item in self.codes.items() if item.checkState(0) == Qt.CheckState.Checked)
        self.hide()
        self.combined.emit((one, other, how))

    def _set_depth(self, depth: int, *, tell: bool) -> None:
        self._depth = max(1, min(DEEPEST, depth))
        words = n_("{n} level of subcodes shown", "{n} levels of subcodes shown", self._depth)
        self.levels.setText(words)
        for button, name in ((self.fewer, _("Fewer levels")), (self.more, _("More levels"))):
            button.setAccessibleName(f"{name} ({words})")
        if tell:
            self.depth_changed.emit(self._depth)

    def _branch(self, code_id: int | None) -> None:
        self.hide()
        self.branch_chosen.emit(code_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter work in the tree while the letters go to the filter."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.codes.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.codes.keyPressEvent(event)
                return True
        return False
