"""The page of a transcript: text in one column, gutter at its left, margin at its right, marks painted behind the words."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QWidget

from qcoder.domain.spans import Span
from qcoder.gui.widgets.colors import ReadingColors, readable, rgb
from qcoder.gui.widgets.geometry import PageLine, page_lines
from qcoder.gui.widgets.gutter import Gutter, GutterPage, GutterRow
from qcoder.gui.widgets.labels import Row, brackets
from qcoder.gui.widgets.margin import Margin, MarginPage
from qcoder.gui.widgets.marks import Mark, MarkIndex, TurnLine
from qcoder.gui.widgets.sheet import Sheet
from qcoder.gui.widgets.typeset import PAGE_PADDING, Reading, color_turns, make_document, space_lines
from qcoder.gui.widgets.underlay import Sight, Underlays, end_points, paint_handles

SELECTION_SHARE = 2 / 3
"""How much of the colour of a selection there is; the rest is what lies under it."""

_LEAST_TEXT, _LEAST_MARGIN, _MARGIN = 180, 150, 220


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


class Page(Sheet):
    """Shows a text with its turns and marks. One mark may be the selected one; others may be chosen along with it."""

    mark_selected = Signal(object)
    """The id of the mark that is now the selected one, or None."""
    marks_chosen = Signal(object)
    """The ids (a tuple) of all marks now chosen, the selected one first."""
    more_wanted = Signal(object, QPoint)
    """The ids of marks whose labels gave way, asked for at a point of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = MarkIndex()
        self._selected: int | None = None
        self._along: tuple[int, ...] = ()
        self._handles_moving: int | None = None
        self._drop: Span | None = None
        self._sought: tuple[Span, ...] = ()
        self._colors, self._reading = ReadingColors(), Reading()
        self._coders_shown = False
        self._group_names: tuple[str, ...] = ()
        self._own_document: QTextDocument | None = None
        self._widths = (0, 0, 0)
        self._laid_out = -1
        self._underlays = Underlays()
        self._gutter = Gutter(self, self._gutter_page, self.wheelEvent)
        self._margin = Margin(self, self._margin_page, self.tip, self.wheelEvent)
        self._margin.pressed.connect(self._margin_pressed)
        self._margin.more_pressed.connect(self.more_wanted)
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
        self._sought = ()
        self._take_text(text, turns)
        self._index = MarkIndex(marks, text)
        document = make_document(self, text, self._turns, self._offsets, self._reading, self._colors)
        old, self._own_document = self._own_document, document
        self.setDocument(document)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse)
        if old is not None:
            old.deleteLater()
        self._place_columns()
        self._repaint()

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show other marks on the same text; what was chosen stays chosen if it is among them."""
        self._index = MarkIndex(marks, self._text)
        self._choose([mark_id for mark_id in self.chosen_marks() if self._index.get(mark_id) is not None])
        self._repaint()

    def add_mark(self, mark: Mark) -> None:
        """Show one more mark; ValueError if its id is there already."""
        self._index.add(mark)
        self._repaint()

    def remove_mark(self, mark_id: int) -> None:
        """Take one mark away; KeyError if it is not there."""
        if mark_id in self.chosen_marks():
            self._choose([other for other in self.chosen_marks() if other != mark_id])
        self._index.remove(mark_id)
        self._repaint()

    def replace_mark(self, mark: Mark) -> None:
        """Show `mark` instead of the one with its id; KeyError if there is none."""
        self._index.replace(mark)
        self._repaint()

    def select_mark(self, mark_id: int | None) -> None:
        """Make one mark the selected one, or none, and let go of the others; KeyError if it is not there."""
        self.choose_marks([] if mark_id is None else [mark_id])

    def choose_marks(self, mark_ids: Sequence[int]) -> None:
        """Choose these marks, the first being the selected one; KeyError if one is not there. Tells when that changes anything."""
        for mark_id in mark_ids:
            if self._index.get(mark_id) is None:
                raise KeyError(mark_id)
        self._choose(mark_ids)

    def toggle_mark(self, mark_id: int) -> None:
        """Choose one more mark, which becomes the selected one, or let go of it."""
        others = [other for other in self.chosen_marks() if other != mark_id]
        self.choose_marks(others if len(others) < len(self.chosen_marks()) else [mark_id, *others])

    def selected_mark(self) -> int | None:
        """The id of the selected mark, or None."""
        return self._selected

    def chosen_marks(self) -> tuple[int, ...]:
        """The ids of all marks chosen, the selected one first."""
        return () if self._selected is None else (self._selected, *self._along)

    def _choose(self, mark_ids: Sequence[int]) -> None:
        before, fresh = self.chosen_marks(), tuple(dict.fromkeys(mark_ids))
        if fresh == before:
            return
        selected = self._selected
        self._selected, self._along = (fresh[0], fresh[1:]) if fresh else (None, ())
        self._repaint()
        if self._selected != selected:
            self.mark_selected.emit(self._selected)
        # Unless whoever was told has chosen others by now.
        if self.chosen_marks() == fresh:
            self.marks_chosen.emit(fresh)

    def _margin_pressed(self, mark_id: int | None, along: bool) -> None:
        if along and mark_id is not None:
            self.toggle_mark(mark_id)
        elif not along:
            self.select_mark(mark_id)

    def mark(self, mark_id: int) -> Mark | None:
        """The mark with this id, or None."""
        return self._index.get(mark_id)

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
        look += f"selection-background-color: rgba({red}, {green}, {blue}, {round(255 * SELECTION_SHARE)});"
        self.setStyleSheet(f"QTextEdit, QTextEdit:focus {{ {look} }}")
        color_turns(self.document(), self._text, self._turns, self._offsets, colors)
        self._set_look()
        self._place_columns()
        self._repaint()

    def set_coders_shown(self, shown: bool, groups: Sequence[str] = ()) -> None:
        """Write coders' initials behind the labels, or not; `groups` are written over the lanes of the groups of marks, in order."""
        self._coders_shown, self._group_names = shown, tuple(groups)
        self._margin.update()

    def set_all_labels(self, on: bool) -> None:
        """Show every label of what is in sight, over the text where they need the room, until told otherwise."""
        self._margin.set_all_labels(on)
        self._place_columns()
        self._repaint()

    def all_labels(self) -> bool:
        """True while every label is shown."""
        return self._margin.all_labels

    def tip(self, marks: Sequence[Mark]) -> str:
        """The tooltip of some marks as rich text; nothing in a mark's own text is taken for markup."""
        parts = (escape(mark.tooltip or mark.label) for mark in marks)
        return "<p style='white-space:pre-wrap'>" + "\n\n".join(parts) + "</p>"

    # Inside

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
        wider = max(0, min(self._margin.width_of_all(), widths[1] + widths[2] - _LEAST_TEXT) - widths[2]) if self.all_labels() else 0
        self._margin.setGeometry(widths[0] + widths[1] - wider, 0, widths[2] + wider, view.height())

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
        chosen = frozenset(self.chosen_marks())
        return MarginPage(brackets(self._index, rows), self._index.lane_counts(), chosen, self._coders_shown, self._group_names)

    def _handles(self) -> tuple[QRectF | None, QRectF | None]:
        """The end handles of the selected mark, as far as they are in sight."""
        mark = None if self._selected is None else self._index.get(self._selected)
        return (None, None) if mark is None else end_points(list(page_lines(self)), self._offsets, mark.span)

    @property
    def sought(self) -> tuple[Span, ...]:
        """What is outlined because it was looked for."""
        return self._sought

    def show_sought(self, spans: Iterable[Span]) -> None:
        """Outline the words that were looked for, until another text is shown; spans beyond the text are passed over."""
        self._sought = tuple(sorted(span for span in spans if span.end <= len(self._text)))
        self.viewport().update()

    def _sight(self, lines: Sequence[PageLine]) -> Sight:
        scrolled = self.verticalScrollBar().value()
        along, drop, sought = frozenset(self._along), self._drop, self._sought
        return Sight(lines, self._index, self._offsets, self._colors, self._selected, along, drop, scrolled, sought)

    # What Qt asks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and underlays, then Qt's own text, selection and caret, then the selected mark's handles."""
        lines = [line for line in page_lines(self) if not line.blank]
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._colors.ground))
        self._underlays.paint(painter, self._sight(lines))
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
