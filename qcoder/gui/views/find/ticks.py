"""A list to tick under a button: which documents, localities, groups, speakers or codes are meant."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from qcoder.words import _

_VALUE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Tick:
    """One line: what it stands for, its words, and how deep it is set in."""

    value: Hashable
    label: str
    depth: int = 0


class TicksPopup(QFrame):
    """Lines with boxes, a filter above; ticks tell at once. Space ticks, Esc closes."""

    changed = Signal(object)
    """The frozenset of the values ticked."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName(name)
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("Filter"))
        self.box.setAccessibleName(_("Filter: {name}").format(name=name))
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
        self.none = QPushButton(_("Clear"))
        self.none.setAccessibleName(_("Clear: {name}").format(name=name))
        self.done = QPushButton(_("Done"))
        row = QHBoxLayout()
        row.addWidget(self.none)
        row.addStretch(1)
        row.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.addWidget(self.box)
        layout.addWidget(self.list)
        layout.addLayout(row)
        self.resize(340, 380)
        self.box.textChanged.connect(self._filter)
        self.box.installEventFilter(self)
        self.list.itemChanged.connect(lambda _item: self.changed.emit(self.ticked()))
        self.list.itemActivated.connect(lambda _item: self.hide())
        self.none.clicked.connect(self._clear)
        self.done.clicked.connect(self.hide)

    def ask(self, under: QWidget, ticks: Sequence[Tick], ticked: frozenset[Hashable]) -> None:
        """Open beneath a button with these lines."""
        self.list.blockSignals(True)
        self.list.clear()
        for tick in ticks:
            item = QListWidgetItem("    " * tick.depth + tick.label)
            item.setData(_VALUE, tick.value)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if tick.value in ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.box.clear()
        self.box.setVisible(len(ticks) > 8)
        self.move(under.mapToGlobal(QPoint(0, under.height() + 4)))
        self.show()
        if self.list.count():
            self.list.setCurrentRow(0)
        (self.list if self.box.isHidden() else self.box).setFocus()

    def ticked(self) -> frozenset[Hashable]:
        """The values that are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return frozenset(item.data(_VALUE) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _clear(self) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.changed.emit(frozenset())

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(not all(word in item.text().casefold() for word in words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the filter into the list."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            shown = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
            if shown:
                self.list.setCurrentRow(shown[0])
            self.list.setFocus()
            return True
        return False
