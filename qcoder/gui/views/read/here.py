"""The codings of one place, said in words: a list of those on the caret's line, and a menu of those under the cursor."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListWidget, QListWidgetItem, QMenu, QVBoxLayout

from qcoder.gui.widgets.marks import Mark
from qcoder.gui.widgets.patterns import swatch
from qcoder.gui.widgets.transcript import TranscriptView
from qcoder.words import _, n_

_ROWS_SEEN = 5
_ID = Qt.ItemDataRole.UserRole


class CodingsMenu(QMenu):
    """Lists marks at the cursor; the one that the arrows or the mouse are on is selected in the text, Escape brings back what was."""

    def __init__(self, view: TranscriptView, marks: Sequence[Mark], describe: Callable[[Mark], str]) -> None:
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Codings at the cursor"))
        self._view = view
        self._before = view.chosen_marks()
        self._taken = False
        for mark in marks:
            action = self.addAction(swatch(mark.color, mark.pattern), describe(mark).replace("&", "&&"))
            action.setData(mark.id)
        self.hovered.connect(self._show)
        self.triggered.connect(self._take)
        self.aboutToHide.connect(self._leave)
        if marks:
            self.setActiveAction(self.actions()[0])
            self._show(self.actions()[0])

    def _show(self, action: QAction) -> None:
        if self._view.mark(action.data()) is not None:
            self._view.select_mark(action.data())

    def _take(self, action: QAction) -> None:
        self._taken = True
        self._show(action)

    def _leave(self) -> None:
        # What was triggered is told after this, and then it stays.
        if not self._taken:
            self._view.choose_marks([mark_id for mark_id in self._before if self._view.mark(mark_id) is not None])


class _Rows(QListWidget):
    """A list that knows the transcript's keys."""

    key_typed = Signal(str)
    remove_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, Enter, Escape and codes' keys as in the transcript; arrows, Shift and Ctrl choose."""
        key, held = event.key(), event.modifiers()
        plain = held == Qt.KeyboardModifier.NoModifier
        if plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        elif plain and event.text().isprintable() and event.text().strip():
            self.key_typed.emit(event.text())
        else:
            super().keyPressEvent(event)


class LineCodings(QFrame):
    """The codings on the caret's line as a list that can be read out; what is chosen here is chosen in the text, and the other way round.

    `key_typed` carries keys that the hand knows, `remove_wanted` tells of Delete, `left` that the person wants back into the text.
    """

    key_typed = Signal(str)
    remove_wanted = Signal()
    left = Signal()

    def __init__(self, view: TranscriptView, describe: Callable[[Mark], str]) -> None:
        super().__init__()
        self._view = view
        self._describe = describe
        self._shown: list[Mark] = []
        self._quiet = False
        self.setProperty("role", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 6, 6)
        column.setSpacing(2)
        self.title = QLabel()
        self.title.setProperty("role", "muted")
        self.list = _Rows()
        self.list.setAccessibleName(_("Codings on this line"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(14, 14))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemSelectionChanged.connect(self._chosen_here)
        self.list.itemDoubleClicked.connect(lambda _item: self.left.emit())
        self.list.key_typed.connect(self.key_typed)
        self.list.remove_wanted.connect(self.remove_wanted)
        self.list.left.connect(self.left)
        self.title.setBuddy(self.list)
        column.addWidget(self.title)
        column.addWidget(self.list)
        view.marks_chosen.connect(lambda _ids: self._show_chosen())
        self.refresh(anew=True)

    def refresh(self, anew: bool = False) -> None:
        """Show the codings of the line on which the caret is now; `anew`: also if they seem to be the same."""
        marks = self._view.marks_on_line()
        if self.list.hasFocus() and self.list.count() and not anew:
            return
        if marks == self._shown and not anew:
            return
        self._shown = marks
        self._quiet = True
        self.list.clear()
        for mark in marks:
            words = self._describe(mark)
            item = QListWidgetItem(swatch(mark.color, mark.pattern), words)
            item.setData(_ID, mark.id)
            item.setToolTip(words)
            self.list.addItem(item)
        self._quiet = False
        some = n_("{n} coding on this line", "{n} codings on this line", len(marks))
        self.title.setText(some if marks else _("Nothing coded on this line"))
        self.list.setAccessibleDescription(self.title.text())
        row = max(self.list.sizeHintForRow(0), self.fontMetrics().height() + 6)
        # In a low window the inspector above needs the room more.
        seen = max(2, min(_ROWS_SEEN, self.window().height() // 170))
        self.list.setFixedHeight(max(1, min(len(marks), seen)) * row + 4)
        self._show_chosen()

    def _chosen_here(self) -> None:
        if self._quiet:
            return
        ids = [item.data(_ID) for item in self.list.selectedItems()]
        current = self.list.currentItem()
        first = [] if self.list.currentRow() < 0 or not current.isSelected() else [current.data(_ID)]
        there = [mark_id for mark_id in dict.fromkeys([*first, *ids]) if self._view.mark(mark_id) is not None]
        self._quiet = True
        self._view.choose_marks(there)
        self._quiet = False

    def _show_chosen(self) -> None:
        if self._quiet:
            return
        self._quiet = True
        chosen = self._view.chosen_marks()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setSelected(item.data(_ID) in chosen)
            if chosen and item.data(_ID) == chosen[0]:
                self.list.setCurrentItem(item, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._quiet = False
