"""The passage that is proposed, where it stands: the turn before it muted, itself underlaid, the words that spoke for it bold."""

import re
from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from qcoder.domain.spans import Span
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.views.suggest.questions import Context
from qcoder.gui.widgets.colors import ReadingColors, underlay
from qcoder.gui.widgets.ends import Ends, next_word_edge
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.gui.widgets.typeset import Reading
from qcoder.words import _

_MORE = "… "
_TALLEST = 460
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


def bold_spans(passage: str, because: Sequence[str]) -> list[Span]:
    """Where the words that spoke for a passage stand in it, in code points of the passage; pairs of words meet any gap between them."""
    found = []
    for term in because:
        if not re.search(r"\w", term):
            continue
        parts = [re.escape(word) for word in term.split()]
        pattern = r"(?<!\w)" + r"\W+".join(parts) + r"(?!\w)"
        found += [Span(*match.span()) for match in re.finditer(pattern, passage, re.IGNORECASE)]
    return found


class PassageText(QTextEdit):
    """Shows one passage in its context, and lets its ends be moved by keys or by marking other words.

    While ends are moved: Left and Right by a word, with Shift by a character, E for the other end, Enter keeps, Esc gives up.
    """

    kept = Signal(object)
    """The Span, in code points of the document, with which to accept."""
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(0)  # nothing is typed here; the end that moves is underlined
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.theme: Theme = LIGHT
        self.reading = Reading()
        self.color = "#0072b2"
        self._context: Context | None = None
        self._because: tuple[str, ...] = ()
        self._offsets = OffsetMap("")
        self._lead = 0
        self._ends: Ends | None = None
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    @property
    def moving_ends(self) -> bool:
        """True while the ends are being moved."""
        return self._ends is not None

    @property
    def span(self) -> Span | None:
        """The passage as it stands now, in code points of the document."""
        if self._context is None:
            return None
        return self._context.span if self._ends is None else self._ends.span

    def show_passage(self, context: Context, because: Sequence[str], color: str) -> None:
        """Show a passage."""
        self._context, self._because, self.color, self._ends = context, tuple(because), color, None
        self._offsets = OffsetMap(context.text)
        self._draw()

    def restyle(self, theme: Theme, reading: Reading) -> None:
        """Take colours and type."""
        self.theme, self.reading = theme, reading
        self.setStyleSheet(
            "QTextEdit { border: 1px solid transparent; border-radius: 6px; padding: 2px 0; }"
            f" QTextEdit:focus {{ border: 1px solid {theme.accent}; padding: 2px 0; }}"
        )
        self._draw()

    def begin_ends(self) -> None:
        """Start moving the ends."""
        if self._context is not None and self._ends is None:
            self._ends = Ends(0, self._context.span, self._context.span)
            self._draw()
            self.setFocus()

    def stop_ends(self) -> None:
        """Give up moving the ends; the passage is as it was proposed."""
        if self._ends is not None:
            self._ends = None
            self._draw()
            self.given_up.emit()

    def keep(self) -> None:
        """Say with which ends to accept."""
        if self._ends is not None:
            span = self._ends.span
            self._ends = None
            self._draw()
            self.kept.emit(span)

    # -- drawing --------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        shown = self._context
        if shown is None:
            return
        theme = self.theme
        colors = ReadingColors(ground=theme.paper, text=theme.text, muted=theme.muted)
        plain, muted, under, bold = QTextCharFormat(), QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setFont(self.reading.font())
        plain.setForeground(QColor(theme.text))
        muted.setFont(self.reading.font())
        muted.setForeground(QColor(theme.muted))
        under.setBackground(QColor(underlay(self.color, colors, 2, strong=True)))
        bold.setFontWeight(QFont.Weight.Bold)
        self.clear()
        cursor = self.textCursor()
        line = QTextBlockFormat()
        line.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        line.setBottomMargin(6)
        cursor.setBlockFormat(line)
        if shown.before:
            cursor.insertText(" ".join(shown.before.split()), muted)
            cursor.insertBlock(line)
        if shown.cut[0]:
            cursor.insertText(_MORE, muted)
        self._lead = cursor.position()
        # One block for the whole turn, so that offsets stay simple: a line break within it stays a line break.
        cursor.insertText(shown.text.replace("\n", "\u2028"), plain)
        if shown.cut[1]:
            cursor.insertText(" …", muted)
        span = self.span
        if span is not None:
            self._merge(span, under)
            passage = shown.text[shown.span.start - shown.start : shown.span.end - shown.start]
            for words in bold_spans(passage, self._because):
                self._merge(Span(words.start + shown.span.start, words.end + shown.span.start), bold)
            if self._ends is not None:
                self._show_end(span)
        self._fit()

    def _merge(self, span: Span, form: QTextCharFormat) -> None:
        self._select(span).mergeCharFormat(form)

    def _select(self, span: Span) -> QTextCursor:
        shown = self._context
        cursor = QTextCursor(self.document())
        if shown is not None:
            inside = span.intersection(Span(shown.start, shown.start + len(shown.text))) or Span(shown.start, shown.start)
            cursor.setPosition(self._lead + self._offsets.to_qt(inside.start - shown.start))
            cursor.setPosition(self._lead + self._offsets.to_qt(inside.end - shown.start), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _show_end(self, span: Span) -> None:
        """Underline the word at the end that moves: it can be seen in every theme."""
        if self._ends is None or self._context is None:
            return
        shown, place = self._context, self._ends.place - self._context.start
        forward = self._ends.moving_start
        other = next_word_edge(shown.text, place, starts=not forward, forward=forward)
        word = Span(*sorted((place, other)))
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(QColor(self.theme.accent))
        part = Span(word.start + shown.start, word.end + shown.start).intersection(span)
        if part is not None:
            self._merge(part, form)

    def _fit(self) -> None:
        """As high as its words; what is very long scrolls."""
        frame = self.height() - self.viewport().height()
        whole = ceil(self.document().size().height()) + frame
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if whole > _TALLEST else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(max(min(whole, _TALLEST), 30))

    # -- the hand -------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """While ends are moved, every key is ours, even those that the window has shortcuts for."""
        if event.type() == QEvent.Type.ShortcutOverride and self.moving_ends:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the ends, or leave the key to the window."""
        key = event.key()
        if self._ends is None or self._context is None:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._nudge(key == Qt.Key.Key_Right, by_word=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif key == Qt.Key.Key_E:
            self._ends = self._ends.other_end()
            self._draw()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_A):
            self.keep()
        elif key == Qt.Key.Key_Escape:
            self.stop_ends()

    def _nudge(self, forward: bool, *, by_word: bool) -> None:
        ends, shown = self._ends, self._context
        if ends is None or shown is None:
            return
        place = ends.place - shown.start
        to = next_word_edge(shown.text, place, ends.moving_start, forward) if by_word else place + (1 if forward else -1)
        self._ends = ends.moved_to(shown.start + max(0, min(to, len(shown.text))), shown.start + len(shown.text))
        self._draw()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Words marked while ends are moved become the passage."""
        super().mouseReleaseEvent(event)
        shown, cursor = self._context, self.textCursor()
        if self._ends is None or shown is None or not cursor.hasSelection():
            return
        start, end = (
            max(0, min(self._offsets.to_text(max(0, at - self._lead)), len(shown.text)))
            for at in (cursor.selectionStart(), cursor.selectionEnd())
        )
        if start < end:
            self._ends = Ends(0, self._ends.original, Span(shown.start + start, shown.start + end))
            self._draw()

    def words_of_help(self) -> str:
        """What the keys do while ends are moved."""
        return _(
            "← → move the end by a word (with Shift by a character), E takes the other end, or mark the words. Enter accepts, Esc gives up."
        )
