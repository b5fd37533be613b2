"""Choosing codes: the codebook with a box before each; a tick takes the subcodes with it, none means all."""

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QStyleOptionViewItem, QVBoxLayout, QWidget

from qcoder.gui.models.codes import CodesModel, Index
from qcoder.gui.views.read.delegates import ArrowTree, CodeDelegate
from qcoder.gui.widgets.theme import Theme
from qcoder.words import _

_BOX = 23


class TickedCodes(CodesModel):
    """The codebook with ticks; nothing is renamed or moved here."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.can_write = False
        self.chosen: frozenset[int] = frozenset()

    def choose(self, chosen: frozenset[int]) -> None:
        """Tick exactly these."""
        self.chosen = chosen & self.tree.by_id.keys()
        self.touch()
        self.ticked.emit()

    def toggle(self, code_id: int) -> None:
        """Tick a code with its subcodes, or take their ticks away; what stands above or beside them stays as it is."""
        branch = self.tree.branch(code_id)
        self.choose(self.chosen - branch if code_id in self.chosen else self.chosen | branch)

    def roots(self) -> list[int]:
        """The ticked codes that stand under none that is ticked, in the codebook's order."""
        return [
            code.id
            for _depth, code in self.tree.walk()
            if code.id in self.chosen and (code.parent_id is None or code.parent_id not in self.chosen)
        ]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only to be ticked."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsUserCheckable if index.isValid() else flag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The tick; the rest is the codebook's."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid():
            return Qt.CheckState.Checked if index.internalId() in self.chosen else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return super().setData(index, value, role)
        self.toggle(index.internalId())
        return True


class _TickDelegate(CodeDelegate):
    """As everywhere, with room for the box."""

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> QRect:
        return super()._ground(painter, option, index).adjusted(_BOX, 0, 0, 0)

    def _keys(self, _painter: QPainter, _rect: QRect, _index: Index, _font: QFont, right: int) -> int:
        """The codes' keys do nothing here, and names need the room."""
        return right - 4


class CodeTree(ArrowTree):
    """The tree itself: a click anywhere on a line, Space or Enter ticks it."""

    def __init__(self, codes: TickedCodes) -> None:
        super().__init__()
        self._codes = codes
        self.delegate = _TickDelegate(self)
        self.setModel(codes)
        self.setItemDelegate(self.delegate)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setAccessibleName(_("Codes whose passages are shown"))
        codes.modelReset.connect(self.expandAll)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick, unless it is the arrow that is meant."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.visualRect(index).contains(event.position().toPoint()):
            self.setCurrentIndex(index)
            self._codes.toggle(index.internalId())
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What there is to do was done when the button went down."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks are two clicks."""
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter tick."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._codes.toggle(index.internalId())
            return
        super().keyPressEvent(event)


class CodesPane(QFrame):
    """Heading, filter and tree."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.codes = TickedCodes()
        self.tree = CodeTree(self.codes)
        title = QLabel(_("Codes"))
        title.setProperty("role", "subheading")
        self.everything = QPushButton(_("All codes"))
        self.everything.setProperty("role", "quiet")
        self.everything.setToolTip(_("Take all ticks away, so that the passages of all codes are shown"))
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("Filter codes"))
        self.box.setAccessibleName(_("Filter codes"))
        self.box.setClearButtonEnabled(True)
        top = QHBoxLayout()
        top.addWidget(title)
        top.addStretch(1)
        top.addWidget(self.everything)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 8, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.box)
        column.addWidget(self.tree, 1)
        self.box.textChanged.connect(self.codes.set_filter)
        self.box.installEventFilter(self)
        self.everything.clicked.connect(lambda: self.codes.choose(frozenset()))
        self.codes.ticked.connect(self.changed.emit)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.tree.theme = self.tree.delegate.theme = theme
        self.tree.viewport().update()

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # only widgets are watched
        """From the filter, Down goes to the tree, Enter ticks the first code found."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.tree.setFocus()
                if not self.tree.currentIndex().isValid():
                    self.tree.setCurrentIndex(self.codes.index(0, 0))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.codes.filter:
                found = self._first_found()
                if found.isValid():
                    self.codes.toggle(found.internalId())
                return True
        return False

    def _first_found(self) -> QModelIndex:
        """The first code whose own name has the letters; those it stands under are shown, too."""
        letters = self.codes.filter.casefold()
        for _depth, code in self.codes.tree.walk():
            index = self.codes.index_of(code.id)
            if index.isValid() and letters in code.name.casefold():
                return index
        return self.codes.index(0, 0)
