"""A page that shows a draft and keeps in step with it: what we do to the draft is shown, what Qt types is done to the draft."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget

from qcoder.domain.draft import Draft, Edit
from qcoder.domain.spans import Span
from qcoder.gui.widgets.editor_live import LiveMarks, LiveTurns
from qcoder.gui.widgets.geometry import page_lines
from qcoder.gui.widgets.marks import Mark
from qcoder.gui.widgets.page import Page
from qcoder.gui.widgets.typeset import set_blocks, set_ink

_SELECTING = QTextCursor.MoveMode.KeepAnchor


class DraftPage(Page):
    """Shows a draft, to be typed into. The draft is the text; what Qt shows is compared with it after every key."""

    edited = Signal()
    """Text or turns changed."""

    def __init__(self, clean: Callable[[str], str], clock: Callable[[int | None], str], parent: QWidget | None = None) -> None:
        """`clean` takes out of pasted text what no text keeps."""
        self.draft = Draft("", ())
        self.clean = clean
        self._clock = clock
        self._ours = False
        self._typed_until = -1
        self._found: Sequence[Span] = ()
        self._connected: QTextDocument | None = None
        super().__init__(parent)

    def begin(self, draft: Draft, marks: Sequence[Mark], interviewers: frozenset[str]) -> None:
        """Show a draft, to be typed into; `marks` in the order of its passages."""
        self.draft = draft
        turns = LiveTurns(draft, self._clock, interviewers)
        self.set_document(draft.text, list(turns), ())
        self._turns = turns
        self._turn_starts = draft.turns.starts
        self._index = LiveMarks(marks, draft)
        self._typed_until, self._found = -1, ()
        self._connected = self.document()
        self._connected.contentsChange.connect(self._seen)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextEditorInteraction)
        self._repaint()

    def end(self) -> None:
        """Show nothing any more."""
        if self._connected is not None:
            self._connected.contentsChange.disconnect(self._seen)
            self._connected = None
        self.draft = Draft("", ())
        self.set_document("", (), ())

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show other marks, in the order of the draft's passages, which are others, too."""
        self._index = LiveMarks(marks, self.draft)
        self.select_mark(None)
        self._repaint()

    def show_interviewers(self, interviewers: frozenset[str]) -> None:
        """Say by their labels who interviews; names may have changed, too."""
        self._turns = LiveTurns(self.draft, self._clock, interviewers)
        if len(self.draft.turns):
            self._follow_turns(0, len(self.draft.turns) - 1)
        self._repaint()

    def set_marks_of(self, spans: Mapping[int, Span | None]) -> None:
        """Say exactly where passages (by number) came to lie, as the text is now; None: nowhere."""
        for number, span in spans.items():
            if span is not None:
                self.draft.passages.put(number, span)
            else:
                start = self.draft.passages.starts[number]
                self.draft.passages.put(number, Span(start, start))
        self._repaint()

    # -- what can be done -------------------------------------------------------------------------------------------

    def replace(self, span: Span, added: str) -> None:
        """Put other words in the place of a passage; the caret goes behind them."""
        self._show(self.draft.replace(span.start, span.end, added), span.start + len(added))

    def replace_all(self, spans: Sequence[Span], added: str) -> None:
        """Put the same words in the place of several passages, which are in order and apart, as one step."""
        edits: list[Edit] = []

        def work() -> None:
            for span in reversed(spans):
                edits.extend(self.draft.replace(span.start, span.end, added))

        self.draft.together(work)
        self._show(edits, self.caret())

    def undo_typing(self) -> None:
        """Take back what was done last to the text."""
        edits = self.draft.undo()
        if edits:
            self._show(edits, edits[-1].position + len(edits[-1].added))

    def redo_typing(self) -> None:
        """Bring back what was taken back."""
        edits = self.draft.redo()
        if edits:
            self._show(edits, edits[-1].position + len(edits[-1].added))

    def set_speaker(self, speaker: str | None) -> None:
        """Say who says the turn at the caret."""
        number = self.draft.turn_at(self.caret())
        if number is not None and self.draft.set_speaker(number, speaker):
            self._follow_turns(number, number)
            self._tell()

    def speaker(self) -> str | None:
        """Who says the turn at the caret."""
        number = self.draft.turn_at(self.caret())
        return None if number is None else self.draft.heads[number].speaker

    def tidy(self) -> None:
        """Take out the lines of turns of which nothing is left."""
        edits = self.draft.tidy()
        if edits:
            self._show(edits, min(self.caret(), edits[-1].position))

    def is_true(self) -> bool:
        """True if what is shown is the draft's text to the letter."""
        return self._raw(0, self.document().characterCount() - 1) == self.draft.text

    def selected(self) -> Span:
        """What is selected; an empty span at the caret when nothing is."""
        cursor = self.textCursor()
        return Span(self._offsets.to_text(cursor.selectionStart()), self._offsets.to_text(cursor.selectionEnd()))

    def selected_words(self) -> str:
        """The selected text, or nothing."""
        span = self.selected()
        return self._text[span.start : span.end]

    def set_found(self, spans: Sequence[Span]) -> None:
        """Outline the places that were found, in order."""
        self._found = spans
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page, then the outlines of what was found."""
        super().paintEvent(event)
        if not self._found:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(self._colors.accent), 1.2))
        to_qt, to_text = self._offsets.to_qt, self._offsets.to_text
        for line in page_lines(self):
            start, end = to_text(line.start), to_text(line.end)
            first = bisect_right(self._found, start, key=lambda span: span.end)
            for span in self._found[first:]:
                if span.start >= end:
                    break
                for rect in line.rects(to_qt(span.start), to_qt(span.end)):
                    painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 0), 2, 2)
        painter.end()

    # -- our edits, shown -------------------------------------------------------------------------------------------

    def _show(self, edits: Sequence[Edit], caret: int) -> None:
        """Do to the document what was done to the draft."""
        cursor = QTextCursor(self.document())
        with self._by_us():
            cursor.beginEditBlock()
            for edit in edits:
                cursor.setPosition(self._offsets.to_qt(edit.position))
                cursor.setPosition(self._offsets.to_qt(edit.position + len(edit.removed)), _SELECTING)
                cursor.insertText(edit.added)
                self._offsets.replace(edit.position, edit.removed, edit.added)
            cursor.endEditBlock()
        self._typed_until = -1
        self._take_draft()
        broken = any("\n" in edit.removed or "\n" in edit.added or not edit.removed + edit.added for edit in edits)
        if broken:
            low, high = min(edit.position for edit in edits), max(edit.position + len(edit.added) for edit in edits)
            self._follow_lines(low, min(high, len(self._text)))
        place = self.textCursor()
        place.setPosition(self._offsets.to_qt(min(caret, len(self._text))))
        self.setTextCursor(place)
        self.ensureCursorVisible()
        self._tell()

    def _take_draft(self) -> None:
        self._text = self.draft.text
        self._turn_starts = self.draft.turns.starts

    def _tell(self) -> None:
        self._gutter.update()
        self._margin.update()
        self.viewport().update()
        self.edited.emit()

    def _follow_lines(self, low: int, high: int) -> None:
        """Lines came or went between two places: set those around there as they are set when the text is read."""
        document = self.document()
        first, last = document.findBlock(self._offsets.to_qt(low)).previous(), document.findBlock(self._offsets.to_qt(high)).next()
        block = first if first.isValid() else document.begin()
        blocks = [block]
        while block != last and block.next().isValid():
            block = block.next()
            blocks.append(block)
        with self._by_us():
            set_blocks(document, self._reading, blocks, self._is_said)
        turns = [self.draft.turn_at(self._offsets.to_text(block.position())) for block in blocks]
        numbers = [number for number in turns if number is not None]
        if numbers:
            self._follow_turns(numbers[0], numbers[-1])
        self._number_lines()

    def _is_said(self, position: int) -> bool:
        """True if an empty line at a place of the document is a turn still to be written."""
        return self.draft.turn_at(self._offsets.to_text(position)) is not None or not len(self.draft.turns)

    def _follow_turns(self, first: int, last: int) -> None:
        """Draw turns in the ink of whoever says them."""
        to_qt, turns = self._offsets.to_qt, self._turns
        with self._by_us():
            for number in range(first, last + 1):
                turn = turns[number]
                set_ink(self.document(), to_qt(turn.span.start), to_qt(turn.span.end), turn.interviewer, self._colors)
        speakers = {head.speaker or "" for head in self.draft.heads}
        if speakers != self._speakers:
            self._speakers = speakers
            self._place_columns()

    @contextmanager
    def _by_us(self) -> Iterator[None]:
        """What happens to the document meanwhile is our own doing, and no typing."""
        before, self._ours = self._ours, True
        try:
            yield
        finally:
            self._ours = before

    # -- Qt's edits, followed ---------------------------------------------------------------------------------------

    def _seen(self, position: int, removed: int, added: int) -> None:
        """Somebody typed, by keys or by an input method: do the same to the draft, and make sure that it is the same."""
        if self._ours:
            return
        edit = self._edit_seen(position, removed, added)
        if edit is None:
            return
        end = edit.position + len(edit.removed)
        # The letters of one word are taken back together; so are those deleted one after the other.
        one = len(edit.added) + len(edit.removed) == 1 and "\n" not in edit.added + edit.removed
        goes_on = one and self._typed_until in (edit.position, end)
        if goes_on and edit.added and not edit.added.isspace() and self._text[edit.position - 1 : edit.position].isspace():
            goes_on = False  # the next word
        self._offsets.replace(edit.position, edit.removed, edit.added)
        self.draft.replace(edit.position, end, edit.added, joins_last=goes_on)
        self._typed_until = edit.position + len(edit.added) if one else -1
        self._take_draft()
        if self.clean(edit.added) != edit.added:
            QTimer.singleShot(0, self, lambda: self._clean_up(edit))
        if "\n" in edit.removed or "\n" in edit.added:
            QTimer.singleShot(0, self, lambda: self._follow_lines(*self._near(edit)))
        self._tell()

    def _edit_seen(self, position: int, removed: int, added: int) -> Edit | None:
        """What Qt says it did, as an edit of our text; None when only formats changed. Found by comparing where Qt's word is not enough."""
        before = self._offsets.to_qt(len(self._text))
        after = self.document().characterCount() - 1
        end = min(position + removed, before)
        come = end + after - before
        if come < position or position > before:
            return self._compared(after)
        start = self._offsets.to_text(position)
        position = self._offsets.to_qt(start)  # never within a sign that takes two places
        gone, words = self._text[start : self._offsets.to_text(end)], self._raw(position, come)
        if self._offsets.to_qt(start + len(gone)) != end:
            return self._compared(after)
        if gone == words:
            return None if self._line_is_true(position) else self._compared(after)
        edit = _least(start, gone, words)
        expected = self._text[: edit.position] + edit.added + self._text[edit.position + len(edit.removed) :]
        return edit if self._line_is_true(position, expected) else self._compared(after)

    def _line_is_true(self, position: int, text: str | None = None) -> bool:
        """True if the document's line at a place is the text's."""
        text = self._text if text is None else text
        block = self.document().findBlock(position)
        words = block.text()
        start = self._offsets.to_text(min(block.position(), position))
        return text[start : start + len(words)] == words if block.position() <= position else False

    def _compared(self, length: int) -> Edit | None:
        """The edit that makes our text what the document holds."""
        words = self._raw(0, length)
        return None if words == self._text else _least(0, self._text, words)

    def _raw(self, start: int, end: int) -> str:
        """The document's text between two of its places, as it is: no blank is taken for another."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, _SELECTING)
        return cursor.selectedText().replace("\u2029", "\n")

    def _near(self, edit: Edit) -> tuple[int, int]:
        return min(edit.position, len(self._text)), min(edit.position + len(edit.added), len(self._text))

    def _clean_up(self, edit: Edit) -> None:
        """An input method brought signs that no text keeps."""
        end = edit.position + len(edit.added)
        if self._text[edit.position : end] == edit.added:
            self.replace(Span(edit.position, end), self.clean(edit.added))


def _least(position: int, gone: str, come: str) -> Edit:
    """The edit without what both texts begin and end with."""
    least = min(len(gone), len(come))
    tail = next((n for n in range(least) if gone[-1 - n] != come[-1 - n]), least)
    head = next((n for n in range(least - tail) if gone[n] != come[n]), least - tail)
    return Edit(position + head, gone[head : len(gone) - tail], come[head : len(come) - tail])
