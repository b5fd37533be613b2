"""The whole turn in which a place stands, with the place marked and the codes it carries named."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QTextEdit, QVBoxLayout

from qcoder.analysis.finding import Hit, OpenDocument
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.views.times import clock
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.project.read import Reader
from qcoder.words import _

_AROUND = 1_500
"""Of a very long turn, so many characters before and after the place are shown."""


class Preview(QFrame):
    """Where it stands above, the words beneath."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.theme: Theme = LIGHT
        self.where = QLabel()
        self.where.setProperty("role", "subheading")
        self.codes = QLabel()
        self.codes.setProperty("role", "muted")
        self.codes.setWordWrap(True)
        for label in (self.where, self.codes):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(_("The place in its turn"))
        self.words.setUndoRedoEnabled(False)
        self.words.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 4)
        column.setSpacing(4)
        for widget in (self.where, self.words, self.codes):
            column.addWidget(widget)
        column.setStretch(1, 1)
        self.setMinimumHeight(110)

    def clear(self) -> None:
        """Nothing is chosen."""
        self.where.setText("")
        self.codes.setText("")
        self.words.setPlainText("")
        self.words.setPlaceholderText(_("Choose a line, and the whole turn stands here."))

    def show_hit(self, read: Reader, hit: Hit, name: str) -> None:
        """Show a place in what was said around it."""
        try:
            document = OpenDocument(read, hit.document_id)
        except KnownError:
            self.clear()
            return
        turn = document.turn_at(hit.span.start)
        whole = turn.span.join(hit.span) if turn is not None else Span(hit.span.start, hit.span.end)
        start, end = max(whole.start, hit.span.start - _AROUND), min(whole.end, hit.span.end + _AROUND)
        if turn is None:
            start, end = max(0, hit.span.start - 300), min(len(document.text), hit.span.end + 300)
        text = document.text[start:end]
        time = "" if hit.time_ms is None else clock(hit.time_ms)
        self.where.setText(" · ".join(filter(None, (name, hit.speaker, time))))
        self.words.setPlainText(text)
        self._mark(text, hit.span.start - start, hit.span.end - start)
        tree = read.codes.tree()
        codings = read.codings.of_document(hit.document_id)
        names = dict.fromkeys(tree.by_id[coding.code_id].name for coding in codings if coding.span.overlaps(hit.span))
        self.codes.setText(_("Coded: {codes}").format(codes=", ".join(names)) if names else _("Not coded"))

    def _mark(self, text: str, start: int, end: int) -> None:
        offsets = OffsetMap(text)
        cursor = QTextCursor(self.words.document())
        cursor.setPosition(offsets.to_qt(start))
        view = QTextCursor(cursor)
        cursor.setPosition(offsets.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setBackground(QColor(self.theme.selected))
        form.setForeground(QColor(self.theme.text))
        form.setFontUnderline(True)
        form.setUnderlineColor(QColor(self.theme.accent))
        marked = QTextEdit.ExtraSelection()
        marked.cursor = cursor
        marked.format = form
        self.words.setExtraSelections([marked])
        self.words.setTextCursor(view)
        self.words.ensureCursorVisible()
