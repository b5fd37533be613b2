"""A list of hundreds of thousands of rows, each as high as its text: only what is in view is ever measured or drawn.

The scroll bar counts rows, not pixels, since nobody knows how high the rows are that were never seen.
"""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
_STEP = 64  # what a row counts on the scroll bar
_AWAY = 100_000  # out of sight, for rows whose place is not worked out
_LINE = 20
_KEPT = 4_000
Action = QAbstractItemView.CursorAction


class LongList(QListView):
    """A list view that asks its delegate for the heights of visible rows only; rows that cannot be selected are passed over by keys."""

    def __init__(self) -> None:
        super().__init__()
        self._top = 0
        self._hidden = 0  # pixels of the top row above the view
        self._heights: dict[int, int] = {}
        self._anchor = 0
        self._extending = False
        self._setting_bar = False
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(False)

    # -- heights ------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> int:
        """How many rows there are."""
        model: QAbstractItemModel | None = self.model()  # there is none while Qt makes the view
        return 0 if model is None else model.rowCount()

    def row_height(self, row: int) -> int:
        """The height of a row in pixels, measured when it is first needed."""
        if row not in self._heights:
            if len(self._heights) > _KEPT:
                self._heights.clear()
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            self._heights[row] = self.itemDelegate().sizeHint(option, self.model().index(row, 0)).height()
        return self._heights[row]

    def forget(self, row: int | None = None) -> None:
        """Measure a row (all when None) again, because what it shows has changed."""
        if row is None:
            self._heights.clear()
        else:
            self._heights.pop(row, None)
        self._settle(self._top, self._hidden)

    def in_view(self) -> list[tuple[int, int]]:
        """(row, y) of every row that is seen, from the top."""
        found = []
        y, row, bottom, rows = -self._hidden, self._top, self.viewport().height(), self.rows
        while y < bottom and row < rows:
            found.append((row, y))
            y += self.row_height(row)
            row += 1
        return found

    # -- place ----------------------------------------------------------------------------------------------------

    @property
    def place(self) -> tuple[int, int]:
        """(top row, how many of its pixels are above the view)."""
        return self._top, self._hidden

    def go_to(self, row: int, hidden: int = 0) -> None:
        """Put a row at the top."""
        self._settle(row, hidden)

    def scroll_by(self, pixels: int) -> None:
        """Move down (up if negative)."""
        self._settle(self._top, self._hidden + pixels)

    def _settle(self, top: int, hidden: int) -> None:
        """Take a place, brought within what there is."""
        rows = self.rows
        top = max(0, min(top, rows - 1))
        while rows and hidden < 0 and top > 0:
            top -= 1
            hidden += self.row_height(top)
        while rows and top < rows - 1 and hidden >= self.row_height(top):
            hidden -= self.row_height(top)
            top += 1
        last, last_hidden = self._lowest()
        if (top, hidden) > (last, last_hidden):
            top, hidden = last, last_hidden
        self._top, self._hidden = top, max(0, hidden)
        self._set_bar((last, last_hidden))
        self.viewport().update()
        self.placed()

    def placed(self) -> None:
        """Called when rows have another place; for those who put something onto a row."""

    def _lowest(self) -> tuple[int, int]:
        """The place at which the last row ends with the view."""
        room, row = self.viewport().height(), self.rows
        while row > 0 and room > 0:
            row -= 1
            room -= self.row_height(row)
        return max(row, 0), max(-room, 0)

    def _value(self, place: tuple[int, int]) -> int:
        row, hidden = place
        return row * _STEP + (hidden * _STEP // max(self.row_height(row), 1) if self.rows else 0)

    def _set_bar(self, lowest: tuple[int, int]) -> None:
        bar = self.verticalScrollBar()
        self._setting_bar = True
        bar.setRange(0, self._value(lowest))
        bar.setSingleStep(_STEP // 2)
        bar.setPageStep(max(self.rows - lowest[0], 1) * _STEP)
        bar.setValue(self._value((self._top, self._hidden)))
        self._setting_bar = False

    # -- what Qt asks of a view -----------------------------------------------------------------------------------

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        if self._setting_bar:
            return
        row, part = divmod(self.verticalScrollBar().value(), _STEP)
        if row < self.rows:
            self._settle(row, part * self.row_height(row) // _STEP)

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)  # QListView's own would look at every row

    def updateGeometries(self) -> None:
        self._settle(self._top, self._hidden)

    def reset(self) -> None:
        """Another list: nothing is known of it yet."""
        self._heights.clear()
        super().reset()

    def visualRect(self, index: Index) -> QRect:
        row, width = index.row(), self.viewport().width()
        if not index.isValid() or row >= self.rows:
            return QRect()
        if row < self._top:
            return QRect(0, -_AWAY, width, 1)
        for seen, y in self.in_view():
            if seen == row:
                return QRect(0, y, width, self.row_height(row))
        return QRect(0, _AWAY, width, 1)

    def indexAt(self, p: QPoint) -> QModelIndex:
        for row, y in self.in_view():
            if y <= p.y() < y + self.row_height(row):
                return self.model().index(row, 0)
        return QModelIndex()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        if not index.isValid():
            return
        row, room = index.row(), self.viewport().height()
        hints = QAbstractItemView.ScrollHint
        if hint is hints.PositionAtCenter:
            self._settle(row, -max(room - self.row_height(row), 0) // 2)
        elif hint is hints.PositionAtTop or row < self._top or (row == self._top and self._hidden):
            self._settle(row, 0)
        else:
            rect = self.visualRect(index)
            if rect.bottom() >= room or rect.top() >= _AWAY or hint is hints.PositionAtBottom:
                self._settle(row, min(self.row_height(row) - room, 0))

    def moveCursor(self, cursorAction: Action, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        row, rows = self.currentIndex().row(), self.rows
        if cursorAction in (Action.MoveDown, Action.MoveRight, Action.MoveNext):
            return self._selectable(row + 1, 1)
        if cursorAction in (Action.MoveUp, Action.MoveLeft, Action.MovePrevious):
            return self._selectable(row - 1, -1)
        if cursorAction is Action.MoveHome:
            self._settle(0, 0)
            return self._selectable(0, 1)
        if cursorAction is Action.MoveEnd:
            return self._selectable(rows - 1, -1)
        down = cursorAction is Action.MovePageDown
        before = self.place
        self.scroll_by((1 if down else -1) * max(self.viewport().height() - 2 * _LINE, _LINE))
        if self.place == before:
            return self._selectable(rows - 1, -1) if down else self._selectable(0, 1)
        return self._selectable(self._top + (1 if self._hidden else 0), 1)

    def _selectable(self, row: int, step: int) -> QModelIndex:
        """The nearest row from here on that can be selected; the current one if there is none."""
        while 0 <= row < self.rows:
            index = self.model().index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                return index
            row += step
        return self.currentIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        model = self.model()
        if command & QItemSelectionModel.SelectionFlag.Current:
            ends = sorted((self._anchor, max(self.currentIndex().row(), 0)))
        else:
            row = self.indexAt(rect.topLeft()).row()
            if row < 0:
                self.selectionModel().select(QItemSelection(), command)
                return
            ends = [row, row]
        self.selectionModel().select(QItemSelection(model.index(ends[0], 0), model.index(ends[1], 0)), command)

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def currentChanged(self, current: Index, previous: Index) -> None:
        if not self._extending:
            self._anchor = max(current.row(), 0)
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyboardSearch(self, _search: str) -> None:
        """Letters are commands here, and looking through all rows would take long."""

    # -- the hand and the eye ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().keyPressEvent(event)
        self._extending = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._extending = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._extending = True
        super().mouseMoveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta().y() or round(event.angleDelta().y() / 120 * 3 * _LINE)
        self.scroll_by(-pixels)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self._heights.clear()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        usual, width, selection = option.state, self.viewport().width(), self.selectionModel()
        for row, y in self.in_view():
            rect = QRect(0, y, width, self.row_height(row))
            if not rect.intersects(event.rect()):
                continue
            index = self.model().index(row, 0)
            option.rect, option.state = rect, usual
            if selection.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if index == self.currentIndex() and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            self.itemDelegate().paint(painter, option, index)
        painter.end()
