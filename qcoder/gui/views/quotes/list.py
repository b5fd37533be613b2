"""The list of quotes: drawn as cards, worked by single keys, edited in place."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from math import cos, pi, sin

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from qcoder.gui.models.quotes import Index, QuotesModel
from qcoder.gui.views.quotes.card import GUTTER, PAD, Card, CardMaker, Open, star_rect
from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.longlist import LongList
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.gui.widgets.typeset import Reading
from qcoder.project.read.quotes import Quote
from qcoder.words import _

_KEPT = 300
_HEADING_PAD = 26
_BARE_LETTER = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_KEYS = {
    Qt.Key.Key_Return: "quotes_open",
    Qt.Key.Key_Enter: "quotes_open",
    Qt.Key.Key_Space: "quotes_context",
    Qt.Key.Key_S: "quotes_star",
    Qt.Key.Key_R: "quotes_recode",
    Qt.Key.Key_E: "quotes_ends",
    Qt.Key.Key_M: "quotes_memo",
    Qt.Key.Key_Delete: "quotes_remove",
}


class QuoteDelegate(QStyledItemDelegate):
    """Draws headings and cards."""

    def __init__(self, view: "QuoteList") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as what it shows."""
        view = self._view
        if view.quotes.section_at(index.row()) is not None:
            return QSize(view.viewport().width(), view.heading_font().pointSize() * 2 + _HEADING_PAD + (0 if index.row() else -10))
        card = view.card(index.row())
        return QSize(view.viewport().width(), card.height if card is not None else 3 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if self._view.quotes.section_at(index.row()) is not None:
            self._heading(painter, rect, index)
        else:
            self._quote(painter, rect, option, index.row())
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, index: Index) -> None:
        view, theme = self._view, self._view.theme
        section = view.quotes.section_at(index.row())
        if section is None:
            return
        font = view.heading_font()
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        title, count = view.quotes.title(section), view.quotes.count(section)
        line = rect.adjusted(GUTTER, 0, -PAD, -8)
        at = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        plain = view.font()
        room = line.width() - painter.fontMetrics().averageCharWidth() * (len(count) + 4)
        title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, at, title)
        line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(title) + 14)
        painter.setFont(plain)
        painter.setPen(QColor(theme.muted))
        painter.drawText(line, at, count)
        painter.setPen(QColor(theme.line))
        painter.drawLine(rect.left() + GUTTER, rect.bottom(), rect.right() - PAD, rect.bottom())

    def _quote(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, row: int) -> None:
        view, theme = self._view, self._view.theme
        card, quote = view.card(row), view.quotes.quote(row)
        ground = theme.ground
        if option.state & QStyle.StateFlag.State_Selected:
            ground = theme.selected
            painter.fillRect(rect, QColor(ground))
        if card is None or quote is None:
            painter.setPen(QColor(theme.muted))
            painter.drawText(rect.adjusted(GUTTER, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, _("This passage is no longer coded so."))
            return
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        bar = QRect(rect.left() + GUTTER - 8, rect.top() + PAD, 3, card.passage.height())
        painter.fillRect(bar, QColor(readable(quote.color or theme.accent, ground, 3.0)))
        _draw_star(painter, star_rect(rect), theme, quote.starred)
        card.draw(painter, QPointF(rect.topLeft()))


def _draw_star(painter: QPainter, box: QRectF, theme: Theme, full: bool) -> None:
    center, size = box.center(), 7.5
    points = [
        QPointF(center.x() + radius * sin(pi / 5 * n), center.y() - radius * cos(pi / 5 * n))
        for n in range(10)
        for radius in (size if n % 2 == 0 else size * 0.45,)
    ]
    painter.setPen(QPen(QColor(theme.accent if full else theme.strong_line), 1.2))
    painter.setBrush(QColor(theme.accent) if full else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF(points))


class QuoteList(LongList):
    """The quotes. Its keys ask for commands; whoever has them carries them out."""

    wanted = Signal(str)
    """A key asked for the command of that name."""
    star_clicked = Signal(object)
    """The Quote whose star was clicked."""
    copy_wanted = Signal()
    editor_left = Signal()
    """Escape was pressed, or the edited row is gone."""

    # Qt asks while the view is being made.
    _editor: QWidget | None = None
    _edited: tuple[int, str] | None = None

    def __init__(self, quotes: QuotesModel) -> None:
        super().__init__()
        self.quotes = quotes
        self.theme: Theme = LIGHT
        self._reading = Reading()
        self._needle = ""
        self._maker: CardMaker | None = None
        self._maker_width = 0
        self._cards: dict[int, Card] = {}
        self._opened: int | None = None  # the coding whose surroundings are shown
        self.setModel(quotes)
        self.setItemDelegate(QuoteDelegate(self))
        self.setAccessibleName(_("Quotes"))
        quotes.modelReset.connect(self._renewed)

    # -- look -----------------------------------------------------------------------------------------------------

    def set_look(self, theme: Theme, reading: Reading) -> None:
        """Take colours and type."""
        self.theme, self._reading = theme, reading
        self._redo()

    def set_needle(self, text: str) -> None:
        """The words that passages were looked through for: they are marked in them."""
        if text != self._needle:
            self._needle = text
            self._redo()

    def heading_font(self) -> QFont:
        """The font of headings."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() + 1.5)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def card(self, row: int) -> Card | None:
        """The quote of a row, set; None for headings and what is gone."""
        width = self.viewport().width()
        if self._maker is None or self._maker_width != width:
            self._maker, self._maker_width = CardMaker(self.theme, self._reading, self.font(), width, self._needle), width
            self._cards.clear()
        if row not in self._cards:
            quote = self.quotes.quote(row)
            if quote is None:
                return None
            if len(self._cards) > _KEPT:
                self._cards.clear()
            self._cards[row] = self._maker.card(quote, self._open_at(quote))
        return self._cards[row]

    def _open_at(self, quote: Quote) -> Open:
        opened = Open(self.quotes.around(quote) if quote.id == self._opened else None)
        if self._edited is not None and self._editor is not None and quote.id == self._edited[0]:
            opened = replace(opened, editor=self._edited[1], editor_height=self._editor.height())
        return opened

    def _redo(self) -> None:
        self._maker = None
        self._cards.clear()
        self.forget()

    def _renewed(self) -> None:
        self._cards.clear()

    def renew(self) -> None:
        """Read what is seen again: the same quotes, perhaps with other words."""
        self.quotes.forget()
        self._cards.clear()
        self.forget()

    # -- what is chosen ---------------------------------------------------------------------------------------------

    def current(self) -> Quote | None:
        """The quote under the cursor."""
        return self.quotes.quote(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def selected_ids(self) -> list[int]:
        """The codings that are selected, in the order of the list; the current one if none is."""
        selection = self.selectionModel().selection()
        ranges = sorted((selection.at(n).top(), selection.at(n).bottom()) for n in range(selection.size()))
        found = dict.fromkeys(id_ for top, bottom in ranges for id_ in self.quotes.ids_in(top, bottom))
        current = self.current()
        return list(found) or ([current.id] if current is not None else [])

    def selected_count(self) -> int:
        """How many rows with quotes are selected, counted without looking at each."""
        selection, headings = self.selectionModel().selection(), self.quotes.heading_rows()
        ends = [(selection.at(n).top(), selection.at(n).bottom()) for n in range(selection.size())]
        return sum(bottom + 1 - top - bisect_right(headings, bottom) + bisect_left(headings, top) for top, bottom in ends)

    def choose(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest quote after it."""
        index = self._selectable(row, 1)
        if index.isValid():
            self.setCurrentIndex(index)

    # -- context ----------------------------------------------------------------------------------------------------

    def toggle_context(self) -> None:
        """Show what stands around the current quote, or hide it."""
        quote = self.current()
        if quote is None:
            return
        self._opened = None if self._opened == quote.id else quote.id
        self._cards.clear()
        self.forget()
        self.scrollTo(self.currentIndex())

    @property
    def opened(self) -> int | None:
        """The coding whose surroundings are shown."""
        return self._opened

    # -- editing in place ---------------------------------------------------------------------------------------------

    def open_editor(self, editor: QWidget, kind: str) -> None:
        """Put an editor onto the current quote, in place of the passage (`ends`) or beneath it (`memo`); one at a time."""
        quote = self.current()
        self.close_editor()
        if quote is None:
            editor.deleteLater()
            return
        editor.setParent(self.viewport())
        self._editor, self._edited = editor, (quote.id, kind)
        card = self.card(self.currentIndex().row())
        editor.setFixedWidth(card.passage.width() + 8 if card is not None else 300)
        editor.installEventFilter(self)
        editor.show()
        self._resized()
        self.scrollTo(self.currentIndex())
        editor.setFocus()

    def close_editor(self) -> None:
        """Take the editor away."""
        editor, self._editor, self._edited = self._editor, None, None
        if editor is None:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is editor or (focus is not None and editor.isAncestorOf(focus))
        editor.removeEventFilter(self)
        editor.hide()
        editor.deleteLater()
        self._cards.clear()
        self.forget()
        if had_focus:
            self.setFocus()

    @property
    def editor(self) -> QWidget | None:
        """What is being edited with, if anything."""
        return self._editor

    def _resized(self) -> None:
        self._cards.clear()
        self.forget()

    def placed(self) -> None:
        """The editor goes with its row."""
        if self._editor is None or self._edited is None:
            return
        for row, y in self.in_view():
            card = self.card(row) if self.quotes.id_at(row) == self._edited[0] else None
            if card is not None:
                self._editor.move(card.editor.left(), y + card.editor.top())
                return
        self._editor.move(0, -10_000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The row grows with its editor."""
        if watched is self._editor and event.type() == QEvent.Type.Resize:
            self._resized()
        return super().eventFilter(watched, event)

    # -- the hand -----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The list's own keys are not for the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        return bool(self._command(event)) or event.matches(QKeySequence.StandardKey.Copy)

    def _command(self, event: QKeyEvent) -> str:
        return _KEYS.get(Qt.Key(event.key()), "") if event.modifiers() in _BARE_LETTER else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys are commands."""
        name = self._command(event)
        if name:
            self.wanted.emit(name)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self._opened is not None:
            self._opened = None
            self._resized()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the star is for the star alone."""
        index = self.indexAt(event.position().toPoint())
        quote = self.quotes.quote(index.row()) if index.isValid() else None
        if quote is not None and star_rect(self.visualRect(index)).contains(event.position()):
            self.star_clicked.emit(quote)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the passage in its transcript."""
        if self.quotes.quote(self.indexAt(event.position().toPoint()).row()) is not None:
            self.wanted.emit("quotes_open")
