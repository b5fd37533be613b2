"""The transcript view: a page that can be read, marked and moved about in by mouse or by keyboard alone."""

from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from qcoder.domain.spans import Span, trim
from qcoder.gui.widgets.adjustable import AdjustablePage
from qcoder.gui.widgets.marks import Mark
from qcoder.gui.widgets.passages import code_in, passage_mime
from qcoder.words import _

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Among = Callable[[Mark], bool]


def _any(_mark: Mark) -> bool:
    return True


class TranscriptView(AdjustablePage):
    """A read-only transcript with marks. It knows no project: it shows what it is given and tells what the hand wants.

    Keys: Space or Ctrl+K asks for a code on the selection, else on the caret's sentence; Alt+Down and Alt+Up go to the next and
    previous mark; Alt+Shift+Left/Right moves the selected mark's end by a word, Alt+Ctrl+Left/Right its start; E (a mark being
    selected, no text) begins changing its ends: Left/Right by a character, with Ctrl by a word, E again for the other end, Enter to
    keep, Escape to leave; Escape otherwise drops the selection. Any other printable key is passed on by `key_typed`. Ctrl with a click
    chooses one more mark.
    Offsets in signals are code points. After `mark_ends_changed` the mark is drawn as the hand left it: the owner answers with
    `replace_mark` or, refusing, with `restore_ends`.
    """

    selection_changed = Signal()
    caret_moved = Signal()
    code_dropped = Signal(str, int, int)
    code_requested = Signal(int, int)
    key_typed = Signal(str)
    context_requested = Signal(QPoint)
    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed_at: QPointF | None = None
        self.setAccessibleName(_("Transcript"))
        self.setAccessibleDescription(
            _("Read-only text. Arrow keys move, Shift selects, Space codes the selection or sentence, Alt+Down goes to the next coding.")
        )
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.selectionChanged.connect(self.selection_changed)
        self.cursorPositionChanged.connect(self.caret_moved)

    # Selection, caret, marks

    def selection(self) -> Span | None:
        """The selected text, or None."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        return Span(self._offsets.to_text(cursor.selectionStart()), self._offsets.to_text(cursor.selectionEnd()))

    def sentence_span_at_cursor(self) -> Span | None:
        """The sentence that holds the caret, within its turn; None where nothing is written."""
        return self.sentence_span(self.caret())

    def turn_span_at_cursor(self) -> Span | None:
        """The turn that holds the caret, or outside all turns the written line; None on a blank line."""
        return self.turn_span(self.caret())

    def passage(self) -> Span | None:
        """What a code would be put on: the selection without white space around it, else the sentence at the caret."""
        chosen = self.selection()
        return trim(self._text, chosen) if chosen else self.sentence_span_at_cursor()

    def marks_at_caret(self) -> list[Mark]:
        """The marks over the caret, topmost first; at the end of a passage those that it just left."""
        at = self.caret()
        return self.marks_at(at) or (self.marks_at(at - 1) if at else [])

    def marks_on_line(self) -> list[Mark]:
        """The marks on the caret's line of the page, in reading order."""
        line = self.page_line_span()
        return self._index.overlapping(line.start, max(line.end, line.start + 1))

    def cycle_marks_at_cursor(self, backwards: bool = False) -> bool:
        """Select the topmost mark at the caret, or the one under (over) it if it is selected already; False if there is none."""
        return self._cycle(self.marks_at_caret(), backwards)

    def next_mark(self, among: Among = _any) -> bool:
        """Select and go to the next of these marks after the selected one, else after the caret; False at the last."""
        return self._go_to_mark(self._index.after(self._selected_mark(), self.caret(), among))

    def previous_mark(self, among: Among = _any) -> bool:
        """Select and go to the one of these marks before the selected one, else before the caret; False at the first."""
        return self._go_to_mark(self._index.before(self._selected_mark(), self.caret(), among))

    def uncoded_turn(self, step: int) -> Span | None:
        """The next (1) or previous (-1) turn, not an interviewer's, that carries no mark; counted from the caret's own turn."""
        here = bisect_right(self._turn_starts, self.caret()) - 1
        for i in range(here + 1, len(self._turns)) if step > 0 else range(min(here, len(self._turns)) - 1, -1, -1):
            turn = self._turns[i]
            if not turn.interviewer and len(turn.span) and not self._index.overlapping(turn.span.start, turn.span.end):
                return turn.span
        return None

    def accessible_line(self) -> str:
        """A sentence for a screen reader: the line of the caret, who speaks, and the codes there."""
        at = self.caret()
        around = self.turn_span(at)
        marks = self._index.overlapping(around.start, around.end) if around else []
        line_start, line_end = self._text.rfind("\n", 0, at) + 1, self._text.find("\n", at)
        here = [mark.label for mark in marks if mark.span.end > line_start and (line_end < 0 or mark.span.start < line_end)]
        turn = self.turn_at(at)
        parts = [_("Line {n}").format(n=self.line_number(at))]
        if turn is not None and turn.speaker:
            parts.append(turn.speaker)
        parts.append(_("coded {codes}").format(codes=", ".join(dict.fromkeys(here))) if here else _("not coded"))
        return "; ".join(parts) + "."

    def _cycle(self, marks: list[Mark], backwards: bool = False) -> bool:
        ids = [mark.id for mark in marks]
        if not ids:
            return False
        step = -1 if backwards else 1
        self.select_mark(ids[(ids.index(self._selected) + step) % len(ids)] if self._selected in ids else ids[-1 if backwards else 0])
        return True

    def _toggle_at(self, position: int | None) -> None:
        """Choose one more of the marks at a place: the topmost not chosen yet; when all are, let go of them."""
        ids = [] if position is None else [mark.id for mark in self.marks_at(position)]
        fresh = next((mark_id for mark_id in ids if mark_id not in self.chosen_marks()), None)
        if fresh is not None:
            self.toggle_mark(fresh)
        elif ids:
            self.choose_marks([mark_id for mark_id in self.chosen_marks() if mark_id not in ids])

    def _go_to_mark(self, mark: Mark | None) -> bool:
        if mark is not None:
            self.select_mark(mark.id)
            self.go_to(mark.span.start)
        return mark is not None

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ours first, then Qt's for moving and selecting."""
        done = self._ends_key(event) if self.ends_mode() else self._command_key(event)
        if done:
            event.accept()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.textCursor().block().length() == 1:
            # The thin line between turns is air, not a place to stand.
            super().keyPressEvent(event)

    def _ends_key(self, event: QKeyEvent) -> bool:
        """Keys while ends are being changed; all others wait."""
        key = event.key()
        if key in _ARROWS:
            self._nudge(key == Qt.Key.Key_Right, bool(event.modifiers() & _CTRL))
        elif key in _RETURNS:
            self.keep_ends()
        elif key == Qt.Key.Key_Escape:
            self.cancel_ends()
        elif key == Qt.Key.Key_E and self._ends is not None:
            self._show_ends(self._ends.other_end())
        return True

    def _command_key(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if (key == Qt.Key.Key_Space and held == _NONE) or (key == Qt.Key.Key_K and held == _CTRL):
            if not event.isAutoRepeat():
                self._request_code()
        elif key in _ARROWS and held in (_ALT | _SHIFT, _ALT | _CTRL):
            if self.begin_ends(by_keys=False, moving_start=held == _ALT | _CTRL):
                self._nudge(key == Qt.Key.Key_Right, by_word=True)
                self.keep_ends()
        elif key == Qt.Key.Key_Down and held == _ALT:
            self.next_mark()
        elif key == Qt.Key.Key_Up and held == _ALT:
            self.previous_mark()
        elif key == Qt.Key.Key_Escape and held == _NONE:
            return self._drop_selection()
        elif key == Qt.Key.Key_E and held == _NONE and self.selection() is None and self.begin_ends():
            pass
        elif held in (_NONE, _SHIFT) and key != Qt.Key.Key_Space and event.text() and event.text().isprintable():
            # A key held down would code the passage over and over.
            if not event.isAutoRepeat():
                self.key_typed.emit(event.text())
        else:
            return False
        return True

    def _request_code(self) -> None:
        wanted = self.passage()
        if wanted is None and len(self.chosen_marks()) > 1:
            # On a blank line still: several chosen marks are meant.
            selected = self._selected_mark()
            wanted = None if selected is None else selected.span
        if wanted is not None:
            self.code_requested.emit(wanted.start, wanted.end)

    def _drop_selection(self) -> bool:
        """Let go of the selected text, else of the selected mark; False if there is neither."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)
            return True
        had = self._selected is not None
        self.select_mark(None)
        return had

    def event(self, event: QEvent) -> bool:
        """While ends are being changed, every key is ours, even those that the window has shortcuts for."""
        if event.type() == QEvent.Type.ShortcutOverride and self.ends_mode():
            event.accept()
            return True
        return super().event(event)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a handle, or begin a selection or a click."""
        handle = self._handle_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if handle is not None:
            self.cancel_ends()
            self.begin_ends(by_keys=False, moving_start=handle == 0)
            return
        self._pressed_at = event.position() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the held end, else let Qt select."""
        if self._ends is not None and not self._ends_by_keys:
            at = self.cursorForPosition(event.position().toPoint()).position()
            self._show_ends(self._ends.moved_to(self._offsets.to_text(at), len(self._text)))
            y, bar = event.position().y(), self.verticalScrollBar()
            if not 0 <= y <= self.viewport().height():
                bar.setValue(bar.value() + (20 if y > 0 else -20))
            return
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            on_handle = self._handle_at(event.position()) is not None
            self.viewport().setCursor(Qt.CursorShape.SplitHCursor if on_handle else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the held end; a click on text selects the mark there, the next click the one under it."""
        if self._ends is not None and not self._ends_by_keys:
            self.keep_ends()
            return
        super().mouseReleaseEvent(event)
        pressed, self._pressed_at = self._pressed_at, None
        if pressed is None or event.modifiers() & _SHIFT or self.textCursor().hasSelection():
            return
        if (event.position() - pressed).manhattanLength() < QApplication.startDragDistance():
            at = self.position_at(event.position())
            if event.modifiers() & _CTRL:
                self._toggle_at(at)
            elif at is None or not self._cycle(self.marks_at(at)):
                self.select_mark(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask the owner for a menu; a mark that was clicked beside the selection becomes the selected one."""
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        elif self.selection() is None:
            at = self.position_at(QPointF(self.viewport().mapFromGlobal(where)))
            marks = [] if at is None else self.marks_at(at)
            if marks and self._selected not in [mark.id for mark in marks]:
                self.select_mark(marks[0].id)
        self.context_requested.emit(where)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl asks for larger or smaller type; otherwise scroll."""
        if event.modifiers() & _CTRL:
            if event.angleDelta().y():
                self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what the marks under the mouse are."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.position_at(QPointF(event.pos()))
            marks = [] if at is None else self.marks_at(at)
            if marks:
                QToolTip.showText(event.globalPos(), self.tip(marks), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    # Drag and drop

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied or dragged: the text exactly as stored, and where it is."""
        span = self.selection()
        return passage_mime(self._text, trim(self._text, span)) if span else QMimeData()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Nothing is ever put into the text."""
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let codes in, nothing else."""
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Outline the passage that would be coded."""
        self._consider(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the outline away."""
        self._outline(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which code was dropped on which passage."""
        code = code_in(event.mimeData())
        span = self._drop_span(event.position())
        self._outline(None)
        if code is None or span is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.code_dropped.emit(code, span.start, span.end)

    def _consider(self, event: QDragMoveEvent) -> None:
        span = None if code_in(event.mimeData()) is None else self._drop_span(event.position())
        self._outline(span)
        if span is None and code_in(event.mimeData()) is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _outline(self, span: Span | None) -> None:
        self._drop = span
        self.viewport().update()

    def _drop_span(self, point: QPointF) -> Span | None:
        """The selection if the point is on it, else the sentence nearest to the point."""
        at = self._offsets.to_text(self.cursorForPosition(point.toPoint()).position())
        chosen = self.selection()
        if chosen is not None and chosen.start <= at <= chosen.end:
            return trim(self._text, chosen)
        return self.sentence_span(at)
