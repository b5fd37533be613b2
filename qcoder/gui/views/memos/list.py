"""The list of memos: what each is about, its first lines, who wrote it and when."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qcoder.domain.richtext import plain
from qcoder.gui.models.memos import Index, MemosModel, about_words
from qcoder.gui.views.read.coding_panel import when_words
from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.longlist import LongList
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.project.read.memo_list import MemoLine
from qcoder.words import _, n_

_PAD, _LEFT, _LINES, _KEPT, _SEEN = 9, 14, 2, 300, 600
_KEYS = {
    Qt.Key.Key_Return: "memos_write",
    Qt.Key.Key_Enter: "memos_write",
    Qt.Key.Key_M: "memos_write",
    Qt.Key.Key_Delete: "memos_delete",
}


@dataclass(slots=True)
class _Row:
    """A memo, set to the width of the list."""

    excerpt: QTextLayout
    height: int


class MemoDelegate(QStyledItemDelegate):
    """Draws headings and memos."""

    def __init__(self, view: "MemoList") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as what it shows."""
        view = self._view
        if view.memos.section_at(index.row()) is not None:
            return QSize(view.viewport().width(), QFontMetrics(view.heading_font()).height() + (24 if index.row() else 12))
        line = view.memos.line_at(index.row())
        return QSize(view.viewport().width(), view.set_row(index.row(), line).height if line is not None else 3 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        rect: QRect = option.rect
        line = self._view.memos.line_at(index.row())
        if line is None:
            self._heading(painter, rect, index.row())
        else:
            self._memo(painter, rect, option, index.row(), line)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, row: int) -> None:
        view, theme = self._view, self._view.theme
        section = view.memos.section_at(row)
        if section is None:
            return
        painter.setFont(view.heading_font())
        painter.setPen(QColor(theme.text))
        line = rect.adjusted(_LEFT, 0, -_PAD, -6)
        at = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        count = n_("{n} memo", "{n} memos", section.count)
        room = line.width() - view.fontMetrics().horizontalAdvance(count) - 24
        title = painter.fontMetrics().elidedText(view.memos.title(section), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, at, title)
        line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(title) + 12)
        painter.setFont(view.font())
        painter.setPen(QColor(theme.muted))
        painter.drawText(line, at, count)
        painter.setPen(QColor(theme.line))
        painter.drawLine(rect.left() + _LEFT, rect.bottom(), rect.right() - _PAD, rect.bottom())

    def _memo(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, row: int, line: MemoLine) -> None:
        view, theme = self._view, self._view.theme
        ground = theme.ground
        if option.state & QStyle.StateFlag.State_Selected:
            ground = theme.selected
            painter.fillRect(rect, QColor(ground))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        if line.color:
            bar = QRect(rect.left() + 5, rect.top() + _PAD, 3, rect.height() - 2 * _PAD)
            painter.fillRect(bar, QColor(readable(line.color, ground, 3.0)))
        muted = QColor(readable(theme.muted, ground))
        inner = rect.adjusted(_LEFT, _PAD, -_PAD, -_PAD)
        metrics = view.fontMetrics()
        when = " · ".join((line.coder, when_words(line.changed_at)))
        painter.setPen(muted)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, when)
        room = inner.width() - metrics.horizontalAdvance(when) - 16
        bold = view.bold_font()
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        about = QFontMetrics(bold).elidedText(about_words(line), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, about)
        y = inner.top() + metrics.height() + 3
        painter.setFont(view.font())
        if line.span is not None:
            painter.setPen(muted)
            passage = metrics.elidedText(f"“{view.memos.passage(line)}”", Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(QRect(inner.left(), y, inner.width(), metrics.height()), Qt.AlignmentFlag.AlignLeft, passage)
            y += metrics.height() + 2
        painter.setPen(QColor(theme.text))
        view.set_row(row, line).excerpt.draw(painter, QPointF(inner.left(), y))


class MemoList(LongList):
    """The memos. Its keys ask for commands; whoever has them carries them out."""

    wanted = Signal(str)
    """A key asked for the command of that name."""

    def __init__(self, memos: MemosModel) -> None:
        super().__init__()
        self.memos = memos
        self.theme: Theme = LIGHT
        self._rows: dict[int, _Row] = {}
        self._width = 0
        self.setModel(memos)
        self.setItemDelegate(MemoDelegate(self))
        self.setAccessibleName(_("Memos"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        memos.modelReset.connect(self._rows.clear)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.theme = theme
        self._rows.clear()
        self.forget()

    def heading_font(self) -> QFont:
        """The font of headings."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() + 1)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def bold_font(self) -> QFont:
        """The font of what a memo is about."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def set_row(self, row: int, line: MemoLine) -> _Row:
        """The first lines of a memo, set to the width of the list."""
        width = self.viewport().width()
        if width != self._width or len(self._rows) > _KEPT:
            self._rows.clear()
            self._width = width
        if row not in self._rows:
            layout, height = _excerpt(plain(line.text), self.font(), max(width - _LEFT - _PAD, 60))
            metrics = self.fontMetrics()
            above = metrics.height() + 3 + (metrics.height() + 2 if line.span is not None else 0)
            self._rows[row] = _Row(layout, 2 * _PAD + above + height)
        return self._rows[row]

    def current(self) -> MemoLine | None:
        """The memo under the cursor."""
        return self.memos.line_at(self.currentIndex().row())

    def selected(self) -> list[MemoLine]:
        """The memos that are selected, in the order of the list; the current one if none is."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        found = [line for row in rows if (line := self.memos.line_at(row)) is not None]
        current = self.current()
        return found or ([current] if current is not None else [])

    def choose(self, row: int) -> None:
        """Put the cursor on a row, or on the next one that is a memo."""
        while 0 <= row < self.memos.rowCount() and self.memos.line_at(row) is None:
            row += 1
        if 0 <= row < self.memos.rowCount():
            self.setCurrentIndex(self.memos.index(row))

    def event(self, event: QEvent) -> bool:
        """The list's own keys are not for the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> str:
        if event.matches(QKeySequence.StandardKey.Copy):
            return "memos_copy"
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return ""
        return _KEYS.get(Qt.Key(event.key()), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and M write, Delete deletes, Ctrl+C copies; the rest moves."""
        name = self._own(event)
        if name:
            self.wanted.emit(name)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click writes."""
        if self.memos.line_at(self.indexAt(event.position().toPoint()).row()) is not None:
            self.wanted.emit("memos_write")


def _excerpt(text: str, font: QFont, width: int) -> tuple[QTextLayout, int]:
    """The first lines of a memo, the last one cut short where there are more."""
    words = "  ".join(line.strip() for line in text[:_SEEN].splitlines() if line.strip())
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    metrics = QFontMetrics(font)
    starts = _break(layout, width)
    if len(starts) > _LINES:
        # The rest of the last line that there is room for, with dots where it goes on.
        rest = metrics.elidedText(words[starts[_LINES - 1] :], Qt.TextElideMode.ElideRight, width)
        layout = QTextLayout(words[: starts[_LINES - 1]] + rest, font)
        layout.setTextOption(option)
        starts = _break(layout, width, _LINES)
    return layout, len(starts) * metrics.height()


def _break(layout: QTextLayout, width: int, most: int = _LINES + 1) -> list[int]:
    """Break a text into lines; returns where each begins."""
    height = QFontMetrics(layout.font()).height()
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, len(starts) * height))
        starts.append(line.textStart())
    layout.endLayout()
    return starts
