"""The quotes behind one figure, each with its source, time and coder."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from qcoder.gui.views.compare.flow import FlowLayout
from qcoder.gui.views.times import clock
from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.project.read.quotes import Quote
from qcoder.words import _

MOST_QUOTES = 500
_LONGEST = 700
_PAD = 9
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A quote as the pane shows it."""

    quote: Quote
    color: str

    @property
    def words(self) -> str:
        """The passage in quotation marks, cut when it is very long."""
        text = " ".join(self.quote.text.split())
        return f"“{text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + '…'}”"

    @property
    def source(self) -> str:
        """Who said it, where, when in the recording, and who coded it."""
        quote = self.quote
        speaker = quote.participant or quote.speaker
        parts = [quote.document, speaker, "" if quote.time_ms is None else clock(quote.time_ms)]
        return " · ".join(filter(None, parts)) + "\n" + _("{code} · coded by {coder}").format(code=quote.code, coder=quote.coder)


def citation(line: QuoteLine) -> str:
    """A quote as it goes onto the clipboard: the whole passage and its source."""
    quote = line.quote
    where = [quote.document, quote.participant or quote.speaker, "" if quote.time_ms is None else clock(quote.time_ms)]
    return f"“{quote.text}” ({', '.join(filter(None, where))})"


class _Lines(QAbstractListModel):
    """The quotes for the list."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.lines: tuple[QuoteLine, ...] = ()

    def put(self, lines: tuple[QuoteLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.words} {line.source}"
        return line.words if role == Qt.ItemDataRole.DisplayRole else None


class _QuoteDelegate(QStyledItemDelegate):
    """Paints a bar of the code's colour, the passage, and its source beneath."""

    def __init__(self, view: "QuoteList") -> None:
        super().__init__(view)
        self._view = view

    def _boxes(self, width: int, line: QuoteLine) -> tuple[int, int]:
        room = QRect(0, 0, max(width - 2 * _PAD - 10, 60), 100_000)
        words = QFontMetrics(self._view.font()).boundingRect(room, int(_WRAP), line.words).height()
        source = QFontMetrics(self._view.small_font()).boundingRect(room, int(_WRAP), line.source).height()
        return words, source

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words, wrapped to the width of the list."""
        width = self._view.line_width()
        words, source = self._boxes(width, self._view.quotes.lines[index.row()])
        return QSize(width, words + source + 2 * _PAD + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one quote."""
        line, theme = self._view.quotes.lines[index.row()], self._view.theme
        rect: QRect = option.rect
        state = option.state
        words, source = self._boxes(self._view.line_width(), line)
        painter.save()
        ground = theme.ground
        if state & QStyle.StateFlag.State_Selected:
            ground = theme.selected
            painter.fillRect(rect, QColor(ground))
        painter.fillRect(QRect(rect.left(), rect.top() + _PAD, 3, words + source + 2), QColor(readable(line.color, ground, 3.0)))
        box = QRect(rect.left() + _PAD + 6, rect.top() + _PAD, self._view.line_width() - 2 * _PAD - 10, words)
        painter.setPen(QColor(theme.text))
        painter.setFont(self._view.font())
        painter.drawText(box, int(_WRAP), line.words)
        painter.setPen(QColor(readable(theme.muted, ground)))
        painter.setFont(self._view.small_font())
        painter.drawText(QRect(box.left(), box.bottom() + 3, box.width(), source), int(_WRAP), line.source)
        painter.restore()


class QuoteList(QListView):
    """The list itself; Enter or a double click opens a quote where it stands."""

    opened = Signal(object)
    """The Quote to show in its transcript."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self.quotes = _Lines(self)
        self.setModel(self.quotes)
        self.setItemDelegate(_QuoteDelegate(self))
        self.setAccessibleName(_("Quotes behind this figure"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(1)
        self.doubleClicked.connect(lambda _index: self.open_current())

    def line_width(self) -> int:
        """The width that words are wrapped to: the same whether the scroll bar is there or not."""
        return self.width() - self.verticalScrollBar().sizeHint().width() - 8

    def small_font(self) -> QFont:
        """The font of the sources."""
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() * 0.88, 7.0))
        return font

    def current(self) -> QuoteLine | None:
        """The quote under the cursor."""
        row = self.currentIndex().row()
        return self.quotes.lines[row] if 0 <= row < len(self.quotes.lines) else None

    def open_current(self) -> None:
        """Ask for the quote under the cursor to be shown in its transcript."""
        line = self.current()
        if line is not None:
            self.opened.emit(line.quote)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest is the list's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()


class QuotesPane(QFrame):
    """Heading, list, and what can be done with a quote."""

    opened = Signal(object)
    all_wanted = Signal()
    """All the passages behind the figure are to be shown in Quotes."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.heading = QLabel()
        self.heading.setProperty("role", "subheading")
        self.heading.setWordWrap(True)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.list = QuoteList()
        self.open = QPushButton(_("Open in Read"))
        self.open.setToolTip(_("Show this passage in its transcript (Enter)"))
        self.copy = QPushButton(_("Copy quote"))
        self.copy.setToolTip(_("Copy this passage with its source"))
        self.all = QPushButton(_("All in Quotes"))
        self.all.setToolTip(_("Show all passages behind this figure in Quotes, to be sorted, starred and exported"))
        for label in (self.heading, self.about):
            label.setTextFormat(Qt.TextFormat.PlainText)
        row = QWidget()
        buttons = FlowLayout(row, 6)
        for button in (self.open, self.copy, self.all):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 10, 12)
        layout.addWidget(self.heading)
        layout.addWidget(self.about)
        layout.addWidget(self.list, 1)
        layout.addWidget(row)
        layout.addStretch(0)
        self.open.clicked.connect(self.list.open_current)
        self.copy.clicked.connect(self._copy)
        self.all.clicked.connect(self.all_wanted.emit)
        self.list.opened.connect(self.opened.emit)
        self.show_empty()

    def show_empty(self) -> None:
        """Nothing is chosen: say what the pane is for."""
        self.heading.setText(_("Quotes"))
        self.about.setText(_("Click a figure, or press Enter on it, and the passages behind it stand here."))
        self._put(())

    def show_quotes(self, heading: str, about: str, lines: Sequence[QuoteLine]) -> None:
        """Show the quotes behind a figure."""
        self.heading.setText(heading)
        self.about.setText(about)
        self._put(tuple(lines))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.list.theme = theme
        self.list.viewport().update()

    def _put(self, lines: tuple[QuoteLine, ...]) -> None:
        self.list.quotes.put(lines)
        for widget in (self.list, self.open, self.copy, self.all):
            widget.setVisible(bool(lines))
        if lines:
            self.list.setCurrentIndex(self.list.quotes.index(0, 0))
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretch(layout.count() - 1, 0 if lines else 1)

    def _copy(self) -> None:
        line = self.list.current()
        if line is not None:
            QGuiApplication.clipboard().setText(citation(line))
