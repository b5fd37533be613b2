"""The sheet that a transcript is written on: its text, its turns, and where what stands. Marks are another matter."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from qcoder.domain.sentences import sentence_at
from qcoder.domain.spans import Span, trim
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.widgets.geometry import page_lines
from qcoder.gui.widgets.marks import TurnLine


class Sheet(QTextEdit):
    """Knows the text that it shows exactly as it is stored, and its turns. All offsets are code points."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._offsets = "", OffsetMap("")
        self._turns: Sequence[TurnLine] = ()
        self._turn_starts: list[int] = []
        self._speakers: set[str] = set()
        self._paragraphs: list[int] = []

    def _take_text(self, text: str, turns: Sequence[TurnLine]) -> None:
        """Note another text and its turns, which are in order and apart."""
        self._text, self._offsets = text, OffsetMap(text)
        self._turns = tuple(turns)
        self._turn_starts = [turn.span.start for turn in self._turns]
        self._speakers = {turn.speaker for turn in turns}
        self._number_lines()

    def _number_lines(self) -> None:
        self._paragraphs = []
        number = 0
        for line in self._text.split("\n"):
            number += bool(line.strip())
            self._paragraphs.append(number)

    @property
    def text(self) -> str:
        """The text as it is stored."""
        return self._text

    @property
    def turns(self) -> tuple[TurnLine, ...]:
        """The turns, in order."""
        return tuple(self._turns)

    # Where things are

    def caret(self) -> int:
        """Where the caret stands."""
        return self._offsets.to_text(self.textCursor().position())

    def line_number(self, position: int) -> int:
        """The number of the written line at `position`, blank lines not counted, from 1; the same at any width and size."""
        block = self.document().findBlock(self._offsets.to_qt(position)).blockNumber()
        return max(self._paragraphs[block], 1) if 0 <= block < len(self._paragraphs) else 1

    def turn_at(self, position: int) -> TurnLine | None:
        """The turn at `position`, its end included; None between turns."""
        i = bisect_right(self._turn_starts, position) - 1
        return self._turns[i] if i >= 0 and position <= self._turns[i].span.end else None

    def turn_span(self, position: int) -> Span | None:
        """The turn at `position`, or where there is none the written line; None on a blank line."""
        turn = self.turn_at(position)
        if turn is not None:
            return trim(self._text, turn.span)
        start = self._text.rfind("\n", 0, position) + 1
        end = self._text.find("\n", position)
        line = Span(start, len(self._text) if end < 0 else end)
        return trim(self._text, line) if self._text[line.start : line.end].strip() else None

    def sentence_span(self, position: int) -> Span | None:
        """The sentence at `position`; None where nothing is written."""
        around = self.turn_span(position)
        return None if around is None else sentence_at(self._text, around, position)

    def page_line_span(self) -> Span:
        """What stands on the caret's line of the page, as it is broken now."""
        cursor = self.textCursor()
        block = cursor.block()
        line = block.layout().lineForTextPosition(cursor.positionInBlock())
        start, length = (line.textStart(), line.textLength()) if line.isValid() else (0, block.length() - 1)
        first = block.position() + start
        return Span(self._offsets.to_text(first), self._offsets.to_text(first + max(length, 0)))

    def position_at(self, point: QPointF) -> int | None:
        """The code point under a point of the viewport, or None beside the text."""
        for line in page_lines(self):
            if line.top <= point.y() < line.bottom:
                at = line.position_at(point.x())
                return None if at is None else self._offsets.to_text(at)
        return None

    def text_span_rect(self, span: Span) -> QRect | None:
        """The rectangle around the visible part of a passage, in this widget's pixels; None if it is out of sight."""
        start, end = self._offsets.to_qt(span.start), self._offsets.to_qt(span.end)
        around = QRectF()
        for line in page_lines(self):
            for rect in line.rects(start, end):
                around = around.united(rect)
        seen = around.toAlignedRect().intersected(self.viewport().rect())
        return seen.translated(self.viewport().pos()) if seen.isValid() else None

    def go_to(self, position: int) -> None:
        """Put the caret at `position`, a third down the page unless it is well in sight already."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_qt(position))
        self.setTextCursor(cursor)
        self._bring_in_sight()

    def select(self, span: Span) -> None:
        """Select a passage and bring its beginning in sight."""
        self.go_to(span.start)
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_qt(span.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    # Inside

    def _bring_in_sight(self) -> None:
        rect, height = self.cursorRect(), self.viewport().height()
        if rect.top() < height * 0.08 or rect.bottom() > height * 0.8:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - height // 3)

    def _anchor(self) -> tuple[int, float]:
        """The first line in sight and how far down it is."""
        line = next((line for line in page_lines(self) if line.top >= -2), None)
        return (line.start, line.top) if line else (0, 0.0)

    def _return_to(self, anchor: tuple[int, float]) -> None:
        """Scroll so that the line of an anchor is where it was."""
        start, top = anchor
        line = next((line for line in page_lines(self, start) if start < line.end or line.blank), None)
        if line is not None and start > 0:
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + line.top - top))
