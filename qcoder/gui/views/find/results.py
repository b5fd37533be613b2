"""The places found as lines: what stands before, the place itself, what stands after; under the name of their document."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from qcoder.analysis.finding import Hit
from qcoder.analysis.neighbours import Order, key_of
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _, n_

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_PAD = 8
_LONG = 60
"""A place of more letters is not set in bold."""
_SHOWN = 400
"""No line has room for more."""


@dataclass(slots=True)
class Head:
    """The line above a document's places."""

    document_id: int
    name: str
    count: int = 0

    @property
    def words(self) -> str:
        """Its name and how many places it has."""
        return f"{self.name} · " + n_("{n} place", "{n} places", self.count)


def one_line(text: str) -> str:
    """The text with every white space a blank, so that it stays on its line."""
    return "".join(" " if letter.isspace() else letter for letter in text)


class HitsModel(QAbstractListModel):
    """Heads and hits in one list, which grows at its end while the search goes on; or hits alone, by the words beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.order = Order.PLACE
        self._sorted: list[tuple[tuple[tuple[str, ...], tuple[str, ...]], int, Hit]] = []
        self._found: list[Hit] = []
        self.rows: list[Head | Hit] = []
        self.hits = 0
        self.documents = 0
        self._names: Mapping[int, str] = {}
        self._head: tuple[int, Head] | None = None

    def begin(self, names: Mapping[int, str]) -> None:
        """Forget everything; `names` are those of the documents."""
        self.beginResetModel()
        self.rows, self.hits, self.documents, self._head, self._names = [], 0, 0, None, names
        self._sorted, self._found = [], []
        self.endResetModel()

    def sort_by(self, order: Order) -> None:
        """Order the hits by where they stand, or by the words beside them."""
        found = self._found
        self.order = order
        self.begin(self._names)
        self.add(found)

    def add(self, hits: Sequence[Hit]) -> None:
        """Add hits, which come document by document."""
        if not hits:
            return
        self._found += hits
        if self.order is Order.PLACE:
            self._add_in_place(hits)
        else:
            self._add_sorted(hits)

    def _add_sorted(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self._sorted += [(key_of(hit, self.order), self.hits + number, hit) for number, hit in enumerate(hits)]
        self._sorted.sort(key=lambda one: (one[0], one[1]))
        self.rows = [hit for _key, _number, hit in self._sorted]
        self.hits += len(hits)
        self.documents = len({hit.document_id for hit in self._found})
        self.endResetModel()

    def _add_in_place(self, hits: Sequence[Hit]) -> None:
        fresh: list[Head | Hit] = []
        at = len(self.rows)
        touched = self._head[0] if self._head is not None and self._head[1].document_id == hits[0].document_id else None
        for hit in hits:
            if self._head is None or self._head[1].document_id != hit.document_id:
                self._head = (at + len(fresh), Head(hit.document_id, self._names.get(hit.document_id, "")))
                fresh.append(self._head[1])
                self.documents += 1
            self._head[1].count += 1
            fresh.append(hit)
        self.beginInsertRows(NOWHERE, at, at + len(fresh) - 1)
        self.rows += fresh
        self.hits += len(hits)
        self.endInsertRows()
        if touched is not None:
            self.dataChanged.emit(self.index(touched), self.index(touched))

    def hit_at(self, row: int) -> Hit | None:
        """The hit of a row; None for heads and beyond the end."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Hit) else None

    @property
    def first_row(self) -> int:
        """The row of the first hit."""
        return 0 if self.order is not Order.PLACE else 1

    def row_of(self, hit: Hit) -> int:
        """Where a hit stands; -1 if it is not there."""
        return next((number for number, row in enumerate(self.rows) if row is hit), -1)

    def who(self, hit: Hit) -> str:
        """What stands before a line: the speaker, and the document where no head names it."""
        if self.order is Order.PLACE:
            return one_line(hit.speaker)
        return " · ".join(filter(None, (self.name_of(hit.document_id), one_line(hit.speaker))))

    def all_hits(self) -> list[Hit]:
        """Every hit, in order."""
        return [row for row in self.rows if isinstance(row, Hit)]

    def name_of(self, document_id: int) -> str:
        """The name of a document."""
        return self._names.get(document_id, "")

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Heads and hits together."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be selected."""
        if self.hit_at(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line as words; painting is the delegate's."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.rows[index.row()]
        if isinstance(row, Head):
            return row.words
        line = one_line(f"{row.before}{row.text[:_SHOWN]}{row.after}").strip()
        if role == Qt.ItemDataRole.DisplayRole:
            return line
        return f"{one_line(row.text[:_SHOWN])}. {self.name_of(row.document_id)}, {row.speaker}: {line}"


class HitDelegate(QStyledItemDelegate):
    """Paints a line: speaker, what is before, the place in the middle, what is after."""

    def __init__(self, view: "HitList") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All lines are equally high."""
        return QSize(200, option.fontMetrics.height() + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        row = self._view.hits.rows[index.row()]
        rect: QRect = option.rect
        painter.save()
        if isinstance(row, Head):
            self._head(painter, rect, option.font, row)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect, QColor(self._view.theme.selected))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QColor(self._view.theme.accent))
                painter.drawRect(rect.adjusted(0, 0, -1, -1))
            self._hit(painter, rect, option.font, row)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, plain: QFont, head: Head) -> None:
        theme = self._view.theme
        font = QFont(plain)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        room = rect.adjusted(_PAD, 4, -_PAD, 0)
        name = QFontMetrics(font).elidedText(head.name, Qt.TextElideMode.ElideRight, room.width() - 120)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(plain)
        painter.setPen(QColor(theme.muted))
        beside = room.adjusted(QFontMetrics(font).horizontalAdvance(name) + 10, 0, 0, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, n_("{n} place", "{n} places", head.count))
        painter.setPen(QColor(theme.line))
        painter.drawLine(rect.left() + _PAD, rect.bottom(), rect.right() - _PAD, rect.bottom())

    def _hit(self, painter: QPainter, rect: QRect, plain: QFont, hit: Hit) -> None:
        theme, metrics = self._view.theme, QFontMetrics(plain)
        bold = QFont(plain)
        bold.setWeight(QFont.Weight.DemiBold)
        who = min(max(rect.width() // 8, 90), 170 if self._view.hits.order is Order.PLACE else 230)
        if len(hit.text) > _LONG:  # a whole passage
            bold = plain
        painter.setFont(plain)
        painter.setPen(QColor(theme.muted))
        speaker = metrics.elidedText(self._view.hits.who(hit), Qt.TextElideMode.ElideRight, who - 14)
        painter.drawText(QRect(rect.left() + _PAD + 8, rect.top(), who, rect.height()), Qt.AlignmentFlag.AlignVCenter, speaker)
        painter.setPen(QColor(theme.text))
        left = rect.left() + _PAD + 8 + who
        middle = left + int((rect.right() - left) * 0.42)
        text = one_line(hit.text[:_SHOWN])
        before, after = one_line(hit.before), one_line(hit.after)
        if _reads_leftwards(text):
            before, after = after, before
        wide = min(QFontMetrics(bold).horizontalAdvance(text), rect.right() - _PAD - middle)
        painter.drawText(
            QRect(left, rect.top(), middle - left, rect.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextIncludeTrailingSpaces,
            metrics.elidedText(before, Qt.TextElideMode.ElideLeft, middle - left),
        )
        rest = QRect(middle + wide, rect.top(), rect.right() - _PAD - middle - wide, rect.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(after, Qt.TextElideMode.ElideRight, rest.width()))
        painter.setFont(bold)
        painter.setPen(QColor(theme.accent))
        place = QRect(middle, rect.top(), wide + 1, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, QFontMetrics(bold).elidedText(text, Qt.TextElideMode.ElideRight, wide + 1))


def _reads_leftwards(text: str) -> bool:
    """True if the first letter with a direction is one of those that are read from right to left."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


class HitList(QTableView):
    """The list. Enter or a double click opens a place, Space asks for a code, Up on the first line and Esc go back to the query."""

    opened = Signal(object)
    """The Hit to show in its transcript."""
    code_asked = Signal()
    left = Signal()
    """The person wants to go back to the query."""
    moved = Signal()
    """Another line is current, or others are selected."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self.hits = HitsModel()
        self.setModel(self.hits)
        self.setItemDelegate(HitDelegate(self))
        self.setAccessibleName(_("Places found"))
        # A table of one column, since a list asks for every line each time some are added.
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _index: self._open())
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.moved.emit())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.moved.emit())

    def current(self) -> Hit | None:
        """The hit under the cursor."""
        return self.hits.hit_at(self.currentIndex().row())

    def selected(self) -> list[Hit]:
        """The hits that are selected, in order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [hit for row in rows if (hit := self.hits.hit_at(row)) is not None]

    def begin_at_first(self) -> None:
        """Put the cursor on the first place, without selecting it, unless it stands somewhere."""
        if not self.currentIndex().isValid() and self.hits.rowCount() > self.hits.first_row:
            self._stand_at(self.hits.first_row)

    def sort_by(self, order: Order) -> None:
        """Order the places; where some are selected, the cursor stays on its own."""
        current = self.current() if self.selected() else None
        self.hits.sort_by(order)
        row = self.hits.row_of(current) if current is not None else -1
        if row >= 0:
            self._stand_at(row)
            self.scrollTo(self.hits.index(row))
        self.begin_at_first()

    def _stand_at(self, row: int) -> None:
        self.selectionModel().setCurrentIndex(self.hits.index(row), self.selectionModel().SelectionFlag.NoUpdate)

    def _open(self) -> None:
        hit = self.current()
        if hit is not None:
            self.opened.emit(hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space and Esc; the rest is the list's own, but arrows step over heads."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key == Qt.Key.Key_Space and not event.modifiers():
            self.code_asked.emit()
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and self.currentIndex().row() <= self.hits.first_row):
            self.left.emit()
        else:
            super().keyPressEvent(event)
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(key))
            row = self.currentIndex().row()
            if step is not None and row >= 0 and self.hits.hit_at(row) is None and self.hits.hit_at(row + step) is not None:
                super().keyPressEvent(event) if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) else self._go(row + step)

    def _go(self, row: int) -> None:
        self.setCurrentIndex(self.hits.index(row))
