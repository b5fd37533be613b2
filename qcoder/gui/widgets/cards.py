"""Cards as a list: only those in sight are drawn; taken up by mouse and put down between others."""

import json
from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from qcoder.gui.widgets.cardpaint import CARD_GAP, CardFace, CardLook, paint_card
from qcoder.gui.widgets.theme import LIGHT
from qcoder.words import n_

Index = QModelIndex | QPersistentModelIndex
_LONGEST_TIP = 1200
CARD_MIME = "application/x-qcoder-cards"


def cards_mime(ids: Sequence[int]) -> QMimeData:
    """Cards by their ids, to be carried."""
    data = QMimeData()
    data.setData(CARD_MIME, json.dumps(list(ids)).encode())
    return data


def cards_in(data: QMimeData) -> list[int]:
    """The cards that are carried; none if what is carried are not cards."""
    try:
        found = json.loads(bytes(data.data(CARD_MIME).data()) or b"[]")
    except ValueError:
        return []
    return [id_ for id_ in found if isinstance(id_, int)] if isinstance(found, list) else []


class CardsModel(QAbstractListModel):
    """The cards of a pile, as they lie."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.faces: Sequence[CardFace] = ()

    def put(self, faces: Sequence[CardFace]) -> bool:
        """Show these; False when they are what is shown already."""
        if list(faces) == list(self.faces):
            return False
        self.beginResetModel()
        self.faces = list(faces)
        self.endResetModel()
        return True

    def row_of(self, card_id: int) -> int | None:
        """The row of a card, or None."""
        return next((row for row, face in enumerate(self.faces) if face.id == card_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self.faces)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """To be chosen and carried."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled if index.isValid() else flag.ItemIsDropEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words, what a screen reader says, and the whole for whoever rests the pointer on a card."""
        if not index.isValid():
            return None
        face = self.faces[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return face.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return face.spoken or face.text
        if role == Qt.ItemDataRole.ToolTipRole:
            words = face.text if len(face.text) <= _LONGEST_TIP else face.text[:_LONGEST_TIP].rstrip() + " …"
            lines = [words, face.brief, " · ".join(filter(None, (face.below, face.code)))]
            return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
        return None


class _CardDelegate(QStyledItemDelegate):
    """Draws a card; its list says how."""

    def __init__(self, cards: "CardList") -> None:
        super().__init__(cards)
        self._cards = cards

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words ask."""
        look = self._cards.look
        return QSize(look.card_width, look.height(self._cards.cards.faces[index.row()]) + CARD_GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The card, lit when it is chosen, framed when it is the one the keys are about."""
        cards = self._cards
        state = option.state
        current = cards.hasFocus() and index.row() == cards.currentIndex().row()
        box = QRect(option.rect.left() + 1, option.rect.top() + 1, cards.look.card_width - 2, option.rect.height() - CARD_GAP)
        paint_card(painter, box, cards.cards.faces[index.row()], cards.look, bool(state & QStyle.StateFlag.State_Selected), current)


class CardList(QListView):
    """One pile. What the keys and the mouse want is told; nothing is moved here."""

    dropped = Signal(object, object)
    """(ids, id of the card before which they are put, or None for the end)."""
    touched = Signal(bool)
    """Somebody chose here; False: only here, so what is chosen on other piles is let go."""
    current_changed = Signal()
    visited = Signal()
    """Cards are being carried over this list."""
    opened = Signal()
    """A card was double clicked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.cards = CardsModel(self)
        self.look = CardLook(LIGHT, QFont(), QFont())
        self.carried: Callable[[], list[int]] = self.selected_ids
        self.may_drop = True
        self._mark: int | None = None
        self.setModel(self.cards)
        self.setItemDelegate(_CardDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setAutoScrollMargin(40)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(24)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.current_changed.emit())

    # -- content ------------------------------------------------------------------------------------------------------

    def set_look(self, look: CardLook) -> None:
        """Draw cards otherwise."""
        self.look = look
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def put(self, faces: Sequence[CardFace]) -> None:
        """Show these cards; the cursor stays on its card, or goes to the one that took its place; what is scrolled stays."""
        row, current, chosen = self.currentIndex().row(), self.current_id(), set(self.selected_ids())
        place = self.verticalScrollBar().value()
        if not self.cards.put(faces):
            return
        self.doItemsLayout()
        again = None if current is None else self.cards.row_of(current)
        if again is None:
            chosen.clear()
        if self.cards.faces and row >= 0:
            index = self.cards.index(min(row, len(self.cards.faces) - 1) if again is None else again)
            flag = self.selectionModel().SelectionFlag
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect if self.hasFocus() and not chosen else flag.NoUpdate)
        self.choose(chosen, move=False)
        self.verticalScrollBar().setValue(place)

    # -- what is chosen ------------------------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        """The card under the cursor."""
        row = self.currentIndex().row()
        return self.cards.faces[row].id if 0 <= row < len(self.cards.faces) else None

    def selected_ids(self) -> list[int]:
        """The cards that are chosen, as they lie."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.cards.faces[row].id for row in rows]

    def choose(self, ids: set[int], *, move: bool = True) -> None:
        """Choose these of the cards, besides what is chosen; with `move` the cursor goes to the first of them."""
        flag = self.selectionModel().SelectionFlag
        rows = [row for row, face in enumerate(self.cards.faces) if face.id in ids]
        for row in rows:
            self.selectionModel().select(self.cards.index(row), flag.Select)
        if rows and move:
            self.selectionModel().setCurrentIndex(self.cards.index(rows[0]), flag.Select)
            self.scrollTo(self.cards.index(rows[-1]))
            self.scrollTo(self.cards.index(rows[0]))

    def choose_at(self, y: int) -> None:
        """Put the cursor on the card at a height of the list, or on the nearest."""
        if self.cards.faces:
            index = self.indexAt(QPoint(10, min(max(y, 1), self.viewport().height() - 1)))
            self.setCurrentIndex(index if index.isValid() else self.cards.index(len(self.cards.faces) - 1))

    def current_y(self) -> int:
        """The height at which the cursor is."""
        return self.visualRect(self.currentIndex()).center().y() if self.currentIndex().isValid() else 10

    # -- by mouse ------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A plain click chooses here alone, unless what is pressed is chosen already and may be about to be carried."""
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        index = self.indexAt(event.position().toPoint())
        carrying = index.isValid() and self.selectionModel().isSelected(index)
        if not carrying:
            self.touched.emit(bool(held))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on one of several chosen cards that was not carried off chooses it alone."""
        super().mouseReleaseEvent(event)
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if not held and event.button() is Qt.MouseButton.LeftButton:
            self.touched.emit(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the card where it comes from."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by Tab chooses the card they come to."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.touched.emit(False)
        if not self.currentIndex().isValid() and self.cards.faces:
            self.setCurrentIndex(self.cards.index(0))
        self.current_changed.emit()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry what is chosen, on other piles as well."""
        ids = self.carried()
        if ids:
            drag = QDrag(self)
            drag.setMimeData(cards_mime(ids))
            drag.setPixmap(self._picture(len(ids)))
            drag.exec(Qt.DropAction.MoveAction)

    def _picture(self, count: int) -> QPixmap:
        words = n_("{n} card", "{n} cards", count)
        theme, metrics = self.look.theme, QFontMetrics(self.font())
        ratio = self.devicePixelRatioF()
        box = QRectF(1, 1, metrics.horizontalAdvance(words) + 28, metrics.height() + 12)
        picture = QPixmap(round((box.width() + 2) * ratio), round((box.height() + 2) * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
        return picture

    # -- putting down --------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cards are welcome."""
        if self.may_drop and cards_in(event.mimeData()):
            event.acceptProposedAction()
            self.visited.emit()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where they would come to lie; near the edges the list moves on."""
        super().dragMoveEvent(event)
        if not (self.may_drop and cards_in(event.mimeData())):
            event.ignore()
            return
        self._set_mark(self._row_at(event.position().toPoint()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing comes to lie here."""
        super().dragLeaveEvent(event)
        self._set_mark(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was put down, and before which card."""
        ids = cards_in(event.mimeData())
        row = self._row_at(event.position().toPoint())
        self._set_mark(None)
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        if ids and self.may_drop:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self.dropped.emit(ids, self.before(row, ids))

    def before(self, row: int, moved: Sequence[int]) -> int | None:
        """The first card at or after a row that is not itself moved; None for the end."""
        return next((face.id for face in self.cards.faces[row:] if face.id not in moved), None)

    def _row_at(self, at: QPoint) -> int:
        index = self.indexAt(at)
        if not index.isValid():
            return 0 if at.y() < 0 else len(self.cards.faces)
        return index.row() + (1 if at.y() > self.visualRect(index).center().y() else 0)

    def _set_mark(self, row: int | None) -> None:
        if row != self._mark:
            self._mark = row
            self.viewport().update()

    # -- drawing -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cards, and a line where something is about to be put down."""
        super().paintEvent(event)
        if self._mark is None:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(self.look.theme.accent), 3))
        count = len(self.cards.faces)
        rect = self.visualRect(self.cards.index(min(self._mark, count - 1))) if count else QRect(0, 2, 0, 0)
        y = rect.top() if self._mark < count or not count else rect.bottom()
        painter.drawLine(2, max(y - 1, 1), self.viewport().width() - 3, max(y - 1, 1))

    def keyboardSearch(self, _search: str) -> None:
        """Keys are commands here, not the first letters of cards."""
