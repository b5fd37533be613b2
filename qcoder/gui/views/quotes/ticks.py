"""A small window of boxes to tick, with letters to find them by: for localities as well as for twenty thousand participants."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from qcoder.words import _

Index = QModelIndex | QPersistentModelIndex
Option = tuple[object, str]
"""(what it stands for, its name)."""


class TicksModel(QAbstractListModel):
    """The options with a box before each."""

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._options: Sequence[Option] = ()
        self._shown: Sequence[Option] = ()
        self.chosen: frozenset[object] = frozenset()

    def put(self, options: Sequence[Option], chosen: frozenset[object]) -> None:
        """Show other options."""
        self.beginResetModel()
        self._options = self._shown = options
        self.chosen = chosen
        self.endResetModel()

    def filter(self, letters: str) -> None:
        """Show only the options that have these letters."""
        wanted = letters.casefold().split()
        self.beginResetModel()
        self._shown = [option for option in self._options if all(word in option[1].casefold() for word in wanted)]
        self.endResetModel()

    def toggle(self, row: int) -> None:
        """Tick an option, or take its tick away."""
        if 0 <= row < len(self._shown):
            self.chosen ^= {self._shown[row][0]}
            self.dataChanged.emit(self.index(row), self.index(row))
            self.ticked.emit()

    def clear(self) -> None:
        """Take all ticks away."""
        self.put(self._options, frozenset())
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """All can be ticked."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name and tick."""
        if not index.isValid():
            return None
        value, name = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if value in self.chosen else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, _value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.CheckStateRole:
            self.toggle(index.row())
            return True
        return False


class TicksPopup(QFrame):
    """The options beneath the button that asked for them; nothing ticked means all."""

    changed = Signal(object)
    """The frozenset of what is ticked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("Letters of the name"))
        self.box.setAccessibleName(_("Letters of the name"))
        self.model = TicksModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("What to show"))
        self.everything = QPushButton(_("All"))
        self.everything.setToolTip(_("Take all ticks away, so that everything is shown"))
        row = QHBoxLayout()
        row.addWidget(self.everything)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        for widget in (self.box, self.list):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.box.textChanged.connect(self.model.filter)
        self.box.installEventFilter(self)
        self.everything.clicked.connect(self.model.clear)
        self.model.ticked.connect(lambda: self.changed.emit(self.model.chosen))
        self.list.clicked.connect(self._clicked)
        self._before = frozenset[object]()
        self.list.pressed.connect(self._pressed)

    def ask(self, name: str, options: Sequence[Option], chosen: frozenset[object], button: QWidget) -> None:
        """Open beneath a button."""
        self.setAccessibleName(name)
        self.list.setAccessibleName(name)
        self.model.put(options, chosen)
        self.box.setVisible(len(options) > 8)
        self.box.clear()
        rows = min(len(options), 14)
        self.resize(300, 70 + (40 if len(options) > 8 else 0) + rows * max(self.list.sizeHintForRow(0), 22))
        self.move(button.mapToGlobal(QPoint(0, button.height() + 3)))
        self.show()
        self.list.setCurrentIndex(self.model.index(0))
        (self.box if self.box.isVisible() else self.list).setFocus()

    def _pressed(self, _index: QModelIndex) -> None:
        self._before = self.model.chosen

    def _clicked(self, index: QModelIndex) -> None:
        """The whole line ticks, not the box alone."""
        if self.model.chosen == self._before:
            self.model.toggle(index.row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list and Enter ticks while letters go to the box."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self.list.currentIndex().row()
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.list.setCurrentIndex(self.model.index(max(0, row + (1 if event.key() == Qt.Key.Key_Down else -1))))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.model.toggle(max(row, 0))
                return True
        return False
