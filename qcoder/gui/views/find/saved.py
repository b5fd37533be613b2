"""Questions kept under a name: save the present one, ask one again, rename, delete; by mouse and by keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from qcoder.domain.codes import same_name
from qcoder.words import _

_ID = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved question as a line: its id, name, what it asks in words, and who saved it."""

    id: int
    name: str
    asks: str
    by: str


class SavedPopup(QFrame):
    """The list under its button. Enter asks, F2 renames, Del deletes, Esc closes."""

    save = Signal(str)
    """Keep the present question under this name."""
    chosen = Signal(object)
    """The id of the question to ask."""
    renamed = Signal(object, str)
    """(id, new name)."""
    deleted = Signal(object)
    """The ids (a tuple) to delete."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName(_("Saved questions"))
        self._names: dict[int, str] = {}
        self._may_write = True
        self._something = False
        self._build()
        self.box.textChanged.connect(lambda _text: self._show_state())
        self.box.returnPressed.connect(self._save)
        self.keep.clicked.connect(self._save)
        self.list.itemDoubleClicked.connect(lambda _item: self._ask())
        self.list.itemChanged.connect(self._edited)
        self.list.itemSelectionChanged.connect(self._show_state)
        self.ask_it.clicked.connect(self._ask)
        self.rename.clicked.connect(self._rename)
        self.delete.clicked.connect(self._delete)

    def _build(self) -> None:
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("Name the present question"))
        self.box.setAccessibleName(_("Name for the present question"))
        self.keep = QPushButton(_("Save"))
        self.keep.setProperty("role", "primary")
        self.keep.setAccessibleName(_("Save the present question under this name"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Saved questions"))
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.ask_it, self.rename, self.delete = QPushButton(_("Ask  Enter")), QPushButton(_("Rename  F2")), QPushButton(_("Delete  Del"))
        for button, name in ((self.ask_it, _("Ask")), (self.rename, _("Rename")), (self.delete, _("Delete"))):
            button.setAccessibleName(name)
            button.setProperty("role", "quiet")
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.box, 1)
        above.addWidget(self.keep)
        for button in (self.ask_it, self.rename, self.delete):
            below.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.about)
        layout.addLayout(below)
        for watched in (self.box, self.list):
            watched.installEventFilter(self)
        self.resize(420, 380)

    # -- showing ------------------------------------------------------------------------------------------------------

    def ask(self, under: QWidget, kept: Sequence[Kept], *, something: bool, may_write: bool) -> None:
        """Open beneath a button; `something`: there is a present question that could be saved."""
        self._something, self._may_write = something, may_write
        self.box.clear()
        self.box.setEnabled(something and may_write)
        self.box.setPlaceholderText(_("Name the present question") if something else _("Ask something first, to save it"))
        self.show_list(kept)
        corner = under.mapToGlobal(QPoint(under.width() - self.width(), under.height() + 4))
        self.move(max(corner.x(), under.window().mapToGlobal(QPoint(8, 0)).x()), corner.y())
        self.show()
        (self.list if kept else self.box).setFocus()

    def show_list(self, kept: Sequence[Kept]) -> None:
        """Show what is kept now; the line that was current stays so."""
        row = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        self._names = {one.id: one.name for one in kept}
        for one in kept:
            item = QListWidgetItem(one.name)
            item.setData(_ID, one.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(_("{asks} (saved by {name})").format(asks=one.asks, name=one.by))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, item.toolTip())
            self.list.addItem(item)
        self.list.blockSignals(False)
        if kept:
            self.list.setCurrentRow(min(max(row, 0), len(kept) - 1))
        self._show_state()

    def _show_state(self) -> None:
        chosen = self.list.selectedItems()
        typed = " ".join(self.box.text().split())
        there = any(same_name(name, typed) for name in self._names.values())
        self.keep.setText(_("Save anew") if typed and there else _("Save"))
        self.keep.setEnabled(bool(typed) and self._something and self._may_write)
        self.ask_it.setEnabled(len(chosen) == 1)
        self.rename.setEnabled(len(chosen) == 1 and self._may_write)
        self.delete.setEnabled(bool(chosen) and self._may_write)
        if not self._names:
            self.about.setText(_("No question is saved yet. What you save here everybody sees who works on this project."))
        else:
            self.about.setText(chosen[0].toolTip() if len(chosen) == 1 else "")

    # -- doing ----------------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        name = " ".join(self.box.text().split())
        if self.keep.isEnabled():
            self.hide()
            self.save.emit(name)

    def _ask(self) -> None:
        chosen = self.list.selectedItems()
        if len(chosen) == 1:
            self.hide()
            self.chosen.emit(chosen[0].data(_ID))

    def _rename(self) -> None:
        chosen = self.list.selectedItems()
        if len(chosen) == 1 and self._may_write:
            self.list.editItem(chosen[0])

    def _edited(self, item: QListWidgetItem) -> None:
        id_, name = item.data(_ID), " ".join(item.text().split())
        if name != self._names.get(id_, name):
            self.renamed.emit(id_, name)

    def _delete(self) -> None:
        ids = tuple(item.data(_ID) for item in self.list.selectedItems())
        if ids and self._may_write:
            self.deleted.emit(ids)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list, and Down from the name into it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self.box:
            if event.key() == Qt.Key.Key_Down and self.list.count():
                self.list.setFocus()
                return True
            return False
        keys: Mapping[int, object] = {Qt.Key.Key_F2: self._rename, Qt.Key.Key_Delete: self._delete, **dict.fromkeys(_ENTER, self._ask)}
        act = keys.get(event.key())
        if callable(act) and self.list.state() != QListWidget.State.EditingState:
            act()
            return True
        return False
