"""A card opened: the whole quote with what was said before and after, or all that the codebook says of a code."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPushButton, QTextEdit

from qcoder.domain.codes import PATH_SEPARATOR, Code
from qcoder.gui.views.read.fields import words
from qcoder.gui.views.sort.panel import Panel
from qcoder.gui.views.times import clock
from qcoder.gui.widgets.colors import ReadingColors, readable, underlay
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.gui.widgets.typeset import Reading
from qcoder.project.read.glance import Said, Surroundings
from qcoder.project.read.quotes import Quote
from qcoder.words import _


class CardPanel(Panel):
    """Follows the card under the cursor while it is open."""

    read_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Card"))
        self._theme: Theme = LIGHT
        self._reading = Reading()
        self.source = words("", "muted")
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("The card's words in their context"))
        self.text.setTabChangesFocus(True)
        self.open = QPushButton(_("Open in Read  Ctrl+Enter"))
        self.open.setAccessibleName(_("Open in Read"))
        self.open.clicked.connect(self.read_wanted.emit)
        self.column.addWidget(self.source)
        self.column.addWidget(self.text, 1)
        self.column.addWidget(self.open)

    def set_look(self, theme: Theme, reading: Reading) -> None:
        """Take colours and type."""
        self._theme, self._reading = theme, reading

    def show_nothing(self) -> None:
        """No card is chosen."""
        self._begin(_("Card"), _("Choose a card to see it whole."), False)

    def show_quote(self, quote: Quote, around: Surroundings) -> None:
        """A quote where it stands."""
        who = quote.participant or quote.speaker
        time = "" if quote.time_ms is None else clock(quote.time_ms)
        source = dict.fromkeys((who, quote.document, quote.locality, quote.group, time))
        lines = [" · ".join(filter(None, source)), _("coded by {coder}").format(coder=quote.coder)]
        self._begin(quote.code.replace(PATH_SEPARATOR, " › "), "\n".join(lines), True)
        theme = self._theme
        colors = ReadingColors(ground=theme.paper, text=theme.text, muted=theme.muted)
        plain, muted, lit = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(theme.text))
        muted.setForeground(QColor(readable(theme.muted, theme.paper)))
        lit.setForeground(QColor(theme.text))
        lit.setBackground(QColor(underlay(quote.color or "#0072b2", colors, 1)))
        cursor = self._cursor()
        self._said(cursor, around.before, muted)
        start, end = quote.span.start - around.start, quote.span.end - around.start
        for text, form in ((around.text[:start], muted), (around.text[start:end], lit), (around.text[end:], muted)):
            cursor.insertText(text, form)
        if around.after is not None:
            cursor.insertText("\n\n", plain)
            self._said(cursor, around.after, muted)
        if quote.memo:
            cursor.insertText("\n\n" + _("Memo: {text}").format(text=quote.memo), plain)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def show_code(self, code: Code, path: str, source: str) -> None:
        """What the codebook says of a code."""
        self._begin(path.replace(PATH_SEPARATOR, " › "), source, False)
        bold, plain = QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        for form in (bold, plain):
            form.setForeground(QColor(self._theme.text))
        cursor = self._cursor()
        parts = (
            (_("In short"), code.brief),
            (_("Definition"), code.full),
            (_("When to use it"), code.when),
            (_("When not to use it"), code.when_not),
            (_("Example"), code.example),
        )
        if not any(text for _label, text in parts):
            cursor.insertText(_("The codebook says nothing about this code yet."), plain)
        for label, text in parts:
            if text:
                cursor.insertText(label + "\n", bold)
                cursor.insertText(text + "\n\n", plain)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _begin(self, title: str, source: str, is_quote: bool) -> None:
        self.heading.setText(title)
        self.source.setText(source)
        self.open.setVisible(is_quote)
        self.text.clear()

    def _cursor(self) -> QTextCursor:
        self.text.document().setDefaultFont(self._reading.font())
        cursor = QTextCursor(self.text.document())
        form = QTextBlockFormat()
        form.setLineHeight(self._reading.line_height(), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor.setBlockFormat(form)
        return cursor

    def _said(self, cursor: QTextCursor, said: Said | None, form: QTextCharFormat) -> None:
        if said is not None:
            words_said = _("{speaker}: {words}").format(speaker=said.speaker, words=said.words) if said.speaker else said.words
            cursor.insertText(words_said + "\n\n", form)
