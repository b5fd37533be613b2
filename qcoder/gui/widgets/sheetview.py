"""A table of texts: wrapped in their cells, edited in place like in a spreadsheet, with a line beneath that says what stands behind."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)  # fmt: skip

from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _

Index = QModelIndex | QPersistentModelIndex
ROW, COLUMN = 104, 230
_PAD = 6


class _Cells(QStyledItemDelegate):
    """Paints text and the line beneath; edits in a box that may be larger than its cell."""

    def __init__(self, view: "SheetView") -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, text, what stands behind."""
        view, theme = self._view, self._view.theme
        box = QRectF(option.rect).adjusted(0, 0, -1, -1)
        warned = view.warned(index)
        painter.save()
        painter.fillRect(box, QColor(theme.warn_ground if warned else theme.paper))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(theme.selected))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        inner = box.adjusted(_PAD, 4, -_PAD, -4)
        beneath = view.beneath(index)
        small = QFont(view.font())
        small.setPointSizeF(max(small.pointSizeF() * 0.84, 7.0))
        metrics = QFontMetricsF(small)
        foot = metrics.height() if beneath else 0.0
        painter.setPen(QColor(theme.text))
        painter.setFont(view.font())
        text = str(index.data() or "")
        if text:
            painter.setClipRect(inner.adjusted(0, 0, 0, -foot - 2))
            option_ = QTextOption()
            option_.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            painter.drawText(inner.adjusted(0, 0, 0, -foot - 2), text[:900], option_)
            painter.setClipping(False)
        painter.setFont(small)
        painter.setPen(QColor(theme.warn_text if warned else theme.muted))
        words = metrics.elidedText(beneath, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), words)
        if index == view.currentIndex():
            painter.setPen(QPen(QColor(theme.accent if view.hasFocus() else theme.strong_line), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A box of plain text."""
        editor = QPlainTextEdit(parent)
        editor.setAccessibleName(_("Summary"))
        editor.setTabChangesFocus(True)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What is there."""
        if isinstance(editor, QPlainTextEdit) and not editor.document().isModified():
            editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.moveCursor(editor.textCursor().MoveOperation.End)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """What was written."""
        if isinstance(editor, QPlainTextEdit):
            index.model().setData(index, editor.toPlainText(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """As large as the cell, or larger where that would be too small to write in."""
        cell, room = option.rect, self._view.viewport().rect()
        box = QRect(cell.left(), cell.top(), max(cell.width(), 300), max(cell.height(), 150))
        box.moveLeft(max(min(box.left(), room.right() - box.width()), 0))
        box.moveTop(max(min(box.top(), room.bottom() - box.height()), 0))
        editor.setGeometry(box)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter keeps what was written and goes back to the cells; Esc leaves it as it was."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QPlainTextEdit):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(editor, event)


class SheetView(QTableView):
    """Enter, F2 or typing edits; Ctrl+Enter keeps; arrows move; the headings stay in sight."""

    place_changed = Signal(int, int)
    """The current cell is another one."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self.beneath: Callable[[Index], str] = lambda _index: ""
        self.warned: Callable[[Index], bool] = lambda _index: False
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked | triggers.AnyKeyPressed)
        self.horizontalHeader().setDefaultSectionSize(COLUMN)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.verticalHeader().setFixedWidth(150)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setCornerButtonEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.theme = theme
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which cell is current."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.place_changed.emit(current.row(), current.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, as F2 does."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.state() != QAbstractItemView.State.EditingState and self.currentIndex().isValid():
            self.edit(self.currentIndex())
            return
        super().keyPressEvent(event)
