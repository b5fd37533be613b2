"""The tree of codes itself: what is dropped on it, and the words that say what dropping would do."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView

from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.read.delegates import ArrowTree, CodeDelegate
from qcoder.gui.widgets.passages import passage_in
from qcoder.words import _, n_

_Position = QAbstractItemView.DropIndicatorPosition


class CodeTreeView(ArrowTree):
    """Several codes can be chosen, dragged and dropped; with Shift held they are to be merged into the code they are dropped on."""

    merge_dropped = Signal(object, object)
    """(tuple of code ids, the code they were dropped on)."""
    told = Signal(str)
    """What dropping here would do; empty when nothing is carried."""

    def __init__(self, codes: CodesModel) -> None:
        super().__init__()
        self._codes = codes
        self.setModel(codes)
        self.delegate = CodeDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setAccessibleName(_("Codes"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragEnabled(True)
        self.setAutoExpandDelay(600)
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def chosen(self) -> list[int]:
        """The ids of the chosen codes, in the codebook's order."""
        found = {index.internalId() for index in self.selectionModel().selectedIndexes()}
        return [code.id for _depth, code in self._codes.tree.walk() if code.id in found]

    def choose(self, code_ids: Iterable[int], current: int | None) -> None:
        """Choose codes, as far as they are shown, and make one of them the current."""
        selection = QItemSelection()
        for code_id in code_ids:
            index = self._codes.index_of(code_id)
            if index.isValid():
                selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._codes.index_of(current), flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect)

    # Dropping

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say what would happen."""
        super().dragMoveEvent(event)
        carried, onto = self._codes.carried(event.mimeData()), self._target(event)
        if not carried:
            self.told.emit(_("Drop the passage on a code to code it") if passage_in(event.mimeData()) is not None else "")
            return
        if self._merges(event) and onto is not None:
            able = onto not in carried
            (event.accept if able else event.ignore)()
            self.told.emit(_("Merge {what} into “{name}”…").format(what=self._what(carried), name=self._name(onto)) if able else "")
        elif not event.isAccepted():
            self.told.emit(
                _("Not here")
                if self._codes.order.plain or onto is not None
                else _("Drop on a code: the order shown is no order to drop into")
            )
        elif onto is not None:
            words = _("Move {what} under “{name}” · with Shift: merge into it")
            self.told.emit(words.format(what=self._what(carried), name=self._name(onto)))
        else:
            self.told.emit(_("Move {what} here").format(what=self._what(carried)))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is carried any more."""
        super().dragLeaveEvent(event)
        self.told.emit("")

    def dropEvent(self, event: QDropEvent) -> None:
        """Merge with Shift held; else the model says what was dropped where."""
        self.told.emit("")
        carried, onto = self._codes.carried(event.mimeData()), self._target(event)
        if carried and onto is not None and self._merges(event):
            if onto not in carried:
                # Copied, not moved: the view would take away what was moved.
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.merge_dropped.emit(tuple(carried), onto)
            super().dragLeaveEvent(QDragLeaveEvent())  # ends scrolling at the edges and takes the indicator away
            return
        super().dropEvent(event)

    def _merges(self, event: QDropEvent) -> bool:
        return self._codes.can_write and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)

    def _target(self, event: QDropEvent) -> int | None:
        """The code under the pointer, unless what is meant is the gap beside it."""
        point: QPoint = event.position().toPoint()
        index = self.indexAt(point)
        if not index.isValid():
            return None
        rect = self.visualRect(index)
        # The same margins as the view's own indicator has.
        margin = max(2, min(12, round(rect.height() / 5.5)))
        between = point.y() - rect.top() < margin or rect.bottom() - point.y() < margin
        return None if between and not self._merges(event) else int(index.internalId())

    def _what(self, carried: Sequence[int]) -> str:
        if len(carried) == 1:
            return f"“{self._name(carried[0])}”"
        return n_("{n} code", "{n} codes", len(carried))

    def _name(self, code_id: int) -> str:
        return self._codes.tree.by_id[code_id].name
