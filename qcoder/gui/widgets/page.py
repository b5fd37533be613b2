"""The page of a transcript: text in one column, gutter at its left, margin at its right, marks painted behind the words."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from qcoder.domain.sentences import sentence_at
from qcoder.domain.spans import Span, trim
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.widgets.colors import ReadingColors, readable, rgb
from qcoder.gui.widgets.geometry import PageLine, page_lines
from qcoder.gui.widgets.gutter import Gutter, GutterPage, GutterRow
from qcoder.gui.widgets.margin import Margin, MarginPage
from qcoder.gui.widgets.marks import Mark, MarkIndex, Row, TurnLine, brackets
from qcoder.gui.widgets.typeset import PAGE_PADDING, Reading, color_turns, make_document, space_lines
from qcoder.gui.widgets.underlay import Sight, Underlays, end_points, paint_handles

_LEAST_TEXT, _LEAST_MARGIN, _MARGIN = 180, 132, 210


def columns(available: int, gutter: int, text: int, margin: int = _MARGIN) -> tuple[int, int, int]:
    """Share `available` pixels among gutter, text and margin: what is too much goes to both sides, what lacks is taken from the
    margin first, then from the text."""
    lack = gutter + text + margin - available
    if lack <= 0:
        left = gutter - lack // 2
        return left, text, available - left - text
    margin_width = max(margin - lack, _LEAST_MARGIN)
    text_width = max(available - gutter - margin_width, _LEAST_TEXT)
    return gutter, text_width, max(available - gutter - text_width, 0)


class Page(QTextEdit):
    """Shows a text exactly as it is stored, with turns and marks. All offsets are code points; `mark_selected` carries an id or None."""

    mark_selected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._offsets = "", OffsetMap("")
        self._turns: tuple[TurnLine, ...] = ()
        self._turn_starts: list[int] = []
        self._speakers: set[str] = set()
        self._paragraphs: list[int] = []
        self._index = MarkIndex()
        self._selected: int | None = None
        self._handles_moving: int | None = None
        self._drop: Span | None = None
        self._colors, self._reading = ReadingColors(), Reading()
        self._coders_shown = False
        self._own_document: QTextDocument | None = None
        self._widths = (0, 0, 0)
        self._laid_out = -1
        self._underlays = Underlays()
        self._gutter = Gutter(self, self._gutter_page, self.wheelEvent)
        self._margin = Margin(self, self._margin_page, self.tip, self.wheelEvent)
        self._margin.pressed.connect(self.select_mark)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.cursorPositionChanged.connect(self._gutter.update)
        self.set_document("", (), ())
        self.set_theme(self._colors)

    # What is shown

    def set_document(self, text: str, turns: Sequence[TurnLine], marks: Iterable[Mark]) -> None:
        """Show another text from its beginning; `turns` in order and apart, `marks` in any order. No mark is selected."""
        self.select_mark(None)
        self._text, self._offsets = text, OffsetMap(text)
        self._turns = tuple(turns)
        self._turn_starts = [turn.span.start for turn in self._turns]
        self._speakers = {turn.speaker for turn in turns}
        self._index = MarkIndex(marks, text)
        self._paragraphs = []
        number = 0
        for line in text.split("\n"):
            number += bool(line.strip())
            self._paragraphs.append(number)
        document = make_document(self, text, self._turns, self._offsets, self._reading, self._colors)
        old, self._own_document = self._own_document, document
        self.setDocument(document)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse)
        if old is not None:
            old.deleteLater()
        self._place_columns()
        self._repaint()

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show other marks on the same text; the selected one stays selected if it is among them."""
        self._index = MarkIndex(marks, self._text)
        if self._selected is not None and self._index.get(self._selected) is None:
            self.select_mark(None)
        self._repaint()

    def add_mark(self, mark: Mark) -> None:
        """Show one more mark; ValueError if its id is there already."""
        self._index.add(mark)
        self._repaint()

    def remove_mark(self, mark_id: int) -> None:
        """Take one mark away; KeyError if it is not there."""
        if self._selected == mark_id:
            self.select_mark(None)
        self._index.remove(mark_id)
        self._repaint()

    def replace_mark(self, mark: Mark) -> None:
        """Show `mark` instead of the one with its id; KeyError if there is none."""
        self._index.replace(mark)
        self._repaint()

    def select_mark(self, mark_id: int | None) -> None:
        """Make one mark the selected one, or none; KeyError if it is not there. Tells by `mark_selected` when that changes anything."""
        if mark_id is not None and self._index.get(mark_id) is None:
            raise KeyError(mark_id)
        if mark_id != self._selected:
            self._selected = mark_id
            self._repaint()
            self.mark_selected.emit(mark_id)

    def selected_mark(self) -> int | None:
        """The id of the selected mark, or None."""
        return self._selected

    def marks_at(self, position: int) -> list[Mark]:
        """Marks over the code point at `position`, topmost (the shortest) first."""
        return self._index.at(position)

    def set_reading(self, font_family: str, size: float, spacing: float, width_chars: int, show_lines: bool, show_times: bool) -> None:
        """Set the type anew (see `Reading`); the line at the top of the page stays there."""
        self._reading = Reading(font_family, size, spacing, width_chars, show_lines, show_times)
        anchor = self._anchor()
        self.document().setDefaultFont(self._reading.font())
        space_lines(self.document(), self._reading)
        self._set_look()
        self._place_columns()
        self._return_to(anchor)
        self._repaint()

    def set_theme(self, colors: ReadingColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        red, green, blue = rgb(colors.selection)
        # A style sheet of its own, or the window's would give the page borders, padding and an opaque selection; the selection is
        # translucent so that marks stay visible under it.
        look = f"border: 0; padding: 0; background: {colors.ground}; color: {colors.text}; selection-color: {colors.text}; "
        look += f"selection-background-color: rgba({red}, {green}, {blue}, 170);"
        self.setStyleSheet(f"QTextEdit, QTextEdit:focus {{ {look} }}")
        color_turns(self.document(), self._text, self._turns, self._offsets, colors)
        self._set_look()
        self._place_columns()
        self._repaint()

    def set_coders_shown(self, shown: bool) -> None:
        """Write coders' initials behind the labels, or not."""
        self._coders_shown = shown
        self._margin.update()

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

    def tip(self, marks: Sequence[Mark]) -> str:
        """The tooltip of some marks as rich text; nothing in a mark's own text is taken for markup."""
        parts = (escape(mark.tooltip or mark.label) for mark in marks)
        return "<p style='white-space:pre-wrap'>" + "\n\n".join(parts) + "</p>"

    # Inside

    def _bring_in_sight(self) -> None:
        rect, height = self.cursorRect(), self.viewport().height()
        if rect.top() < height * 0.08 or rect.bottom() > height * 0.8:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - height // 3)

    def _repaint(self) -> None:
        self.viewport().update()
        self._gutter.update()
        self._margin.update()

    def _set_look(self) -> None:
        self._gutter.set_look(self._colors, self._reading.size)
        self._margin.set_look(self._colors, self._reading.size)

    def _place_columns(self) -> None:
        """Give gutter, text and margin their widths; the text is laid out again only if its own width changes."""
        available = self.width() - self.verticalScrollBar().sizeHint().width()
        gutter = self._gutter.width_for(self._speakers, self._reading.show_lines, min(max(available // 8, 70), 150))
        widths = columns(available, gutter, self._reading.column() + 2 * PAGE_PADDING)
        if widths != self._widths:
            self._widths = widths
            self.setViewportMargins(widths[0], 0, widths[2], 0)
        view = self.viewport().geometry()
        self._gutter.setGeometry(0, 0, widths[0], view.height())
        self._margin.setGeometry(widths[0] + widths[1], 0, widths[2], view.height())

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

    def _gutter_page(self) -> GutterPage:
        rows: list[GutterRow] = []
        tick: tuple[float, float] | None = None
        caret = self.textCursor().position()
        last_turn = -1
        for line in page_lines(self):
            if self.hasFocus() and line.start <= caret <= line.end:
                tick = (line.text_top, line.text_bottom)
            turn = bisect_right(self._turn_starts, self._offsets.to_text(line.end)) - 1
            number = str(self._paragraphs[line.block_number]) if self._reading.show_lines and line.first_of_block and not line.blank else ""
            name = not line.blank and turn >= 0 and turn != last_turn and line.baseline > 8
            begins = name and self._turns[turn].span.start >= self._offsets.to_text(line.start)
            goes_on = name and not rows and self._turns[turn].span.end > self._offsets.to_text(line.end)
            if name and (begins or goes_on):
                last_turn = turn
                rows.append(self._turn_row(line, self._turns[turn], number, begins))
            elif number:
                rows.append(GutterRow(line.baseline, number=number))
        return GutterPage(rows, tick)

    def _turn_row(self, line: PageLine, turn: TurnLine, number: str, begins: bool) -> GutterRow:
        """The name and time of a turn; for one that began above the page the name alone."""
        time = turn.time if begins and self._reading.show_times else ""
        return GutterRow(line.baseline, turn.speaker, time, number, turn.interviewer or not begins)

    def _margin_page(self) -> MarginPage:
        to_text = self._offsets.to_text
        rows = [Row(to_text(line.start), to_text(line.end), line.text_top, line.text_bottom) for line in page_lines(self) if not line.blank]
        return MarginPage(brackets(self._index, rows), self._index.lane_count, self._selected, self._coders_shown)

    def _handles(self) -> tuple[QRectF | None, QRectF | None]:
        """The end handles of the selected mark, as far as they are in sight."""
        mark = None if self._selected is None else self._index.get(self._selected)
        return (None, None) if mark is None else end_points(list(page_lines(self)), self._offsets, mark.span)

    # What Qt asks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and underlays, then Qt's own text, selection and caret, then the selected mark's handles."""
        lines = [line for line in page_lines(self) if not line.blank]
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._colors.ground))
        self._underlays.paint(painter, Sight(lines, self._index, self._offsets, self._colors, self._selected, self._drop))
        painter.end()
        super().paintEvent(event)
        mark = None if self._selected is None else self._index.get(self._selected)
        if mark is not None:
            painter = QPainter(self.viewport())
            handles = end_points(lines, self._offsets, mark.span)
            paint_handles(painter, handles, readable(mark.color, self._colors.ground), self._handles_moving)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width; the line at the top of the page stays there."""
        anchor = self._anchor()
        self._place_columns()
        width, height = self.viewport().width(), self.viewport().height()
        if width != self._laid_out:
            self._laid_out = width
            super().resizeEvent(event)
            self._return_to(anchor)
        else:
            # Qt would lay out the whole text again, which a long one feels; only the scroll bar has to know.
            bar = self.verticalScrollBar()
            known = bar.maximum() + bar.pageStep()
            bar.setPageStep(height)
            bar.setRange(0, max(0, known - height))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll gutter and margin along."""
        super().scrollContentsBy(dx, dy)
        self._gutter.update()
        self._margin.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the caret is."""
        super().focusInEvent(event)
        self._gutter.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the caret's tick away."""
        super().focusOutEvent(event)
        self._gutter.update()
