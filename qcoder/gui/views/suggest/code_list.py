"""The codes at the left: those with suggestions, those not asked about yet, and those that cannot be helped with, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _

_PAD = 12
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of the list: a heading when `code_id` is None, else a code with words at its right and words beneath."""

    label: str
    code_id: int | None = None
    color: str = ""
    right: str = ""
    below: str = ""
    path: str = ""
    faint: bool = False


class _Lines(QAbstractListModel):
    """The lines for the list; headings cannot be chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[CodeLine, ...] = ()

    def put(self, lines: tuple[CodeLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.lines[index.row()]
        return Qt.ItemFlag.NoItemFlags if line.code_id is None else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.path or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (line.label, line.right, line.below)))
        return None


class _Delegate(QStyledItemDelegate):
    """Paints a heading, or a code with its words."""

    def __init__(self, view: "CodeList") -> None:
        super().__init__(view)
        self._view = view

    def _below(self, width: int, line: CodeLine) -> int:
        if not line.below:
            return 0
        room = QRect(0, 0, max(width - 2 * _PAD - 20, 60), 10_000)
        return QFontMetrics(self._view.small_font()).boundingRect(room, int(_WRAP), line.below).height() + 2

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words."""
        line, height = self._view.lines.lines[index.row()], QFontMetrics(self._view.font()).height()
        width = self._view.line_width()
        if line.code_id is None:
            return QSize(width, height + (10 if index.row() == 0 else 24))
        return QSize(width, height + 10 + self._below(width, line))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        line, theme = self._view.lines.lines[index.row()], self._view.theme
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self._view.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(bold)
        if line.code_id is None:
            painter.setFont(bold)
            painter.setPen(QColor(theme.muted))
            box = rect.adjusted(_PAD, 0, -_PAD, -4)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), line.label)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = theme.selected if chosen else theme.hover if option.state & QStyle.StateFlag.State_MouseOver else theme.ground
        painter.fillRect(rect, QColor(ground))
        if chosen and theme.name == "contrast":
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        self._code(painter, rect, line, ground, bold if chosen else self._view.font(), metrics)
        painter.restore()

    def _code(self, painter: QPainter, rect: QRect, line: CodeLine, ground: str, font: QFont, metrics: QFontMetrics) -> None:
        theme = self._view.theme
        top, left = rect.top() + 5, rect.left() + _PAD
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(line.color))
        painter.setOpacity(0.55 if line.faint else 1.0)
        painter.drawRoundedRect(QRectF(left, top + metrics.height() / 2 - 6, 12, 12), 3, 3)
        painter.setOpacity(1.0)
        muted = QColor(readable(theme.muted, ground))
        right = metrics.horizontalAdvance(line.right) + 8 if line.right else 0
        box = QRect(left + 20, top, rect.right() - _PAD - left - 20 - right, metrics.height())
        painter.setFont(font)
        painter.setPen(muted if line.faint else QColor(theme.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), metrics.elidedText(line.label, Qt.TextElideMode.ElideRight, box.width()))
        painter.setPen(muted)
        painter.setFont(self._view.small_font() if line.below and not line.right else self._view.font())
        painter.drawText(QRect(rect.right() - _PAD - right, top, right, metrics.height()), int(Qt.AlignmentFlag.AlignRight), line.right)
        if line.below:
            painter.setFont(self._view.small_font())
            below = QRect(box.left(), box.bottom() + 2, rect.right() - _PAD - box.left(), self._below(self._view.line_width(), line))
            painter.drawText(below, int(_WRAP), line.below)


class CodeList(QListView):
    """The list; arrows choose, Enter or a double click looks for passages."""

    chosen = Signal(object)
    """The id of the code under the cursor."""
    look_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self.lines = _Lines(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setAccessibleName(_("Codes"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(lambda _index: self.look_asked.emit())

    def show_lines(self, lines: Sequence[CodeLine], chosen: int | None) -> None:
        """Show other lines with this code chosen; nobody is told."""
        place = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self.lines.put(tuple(lines))
        row = next((row for row, line in enumerate(lines) if line.code_id is not None and line.code_id == chosen), None)
        if row is not None:
            self.setCurrentIndex(self.lines.index(row, 0))
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(place)
        if row is not None:
            self.scrollTo(self.lines.index(row, 0))

    def line_width(self) -> int:
        """The width that words are wrapped to: the same whether the scroll bar is there or not."""
        return self.width() - self.verticalScrollBar().sizeHint().width() - 4

    def small_font(self) -> QFont:
        """The font of the words beneath."""
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() * 0.88, 7.0))
        return font

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks; the rest is the list's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.look_asked.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.lines.lines[current.row()].code_id)
