"""A page on which the ends of the selected mark can be moved: by its handles, by keys in a mode of their own, or a word at a time."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from qcoder.domain.spans import Span
from qcoder.gui.widgets.ends import Ends, next_word_edge
from qcoder.gui.widgets.marks import Mark
from qcoder.gui.widgets.page import Page


class AdjustablePage(Page):
    """Moves ends on the page and tells the owner when the hand has finished.

    `mark_ends_changed` carries id, start and end in code points. After it the mark is drawn as the hand left it: the owner answers
    with `replace_mark` or, refusing, with `restore_ends`.
    """

    mark_ends_changed = Signal(object, int, int)
    ends_mode_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends: Ends | None = None
        self._ends_by_keys = False
        self._last_told: Mark | None = None
        self.mark_selected.connect(self._leave_other_mark)

    def begin_ends(self, moving_start: bool = False, by_keys: bool = True) -> bool:
        """Begin changing the selected mark's ends, until `keep_ends` or `cancel_ends`; False if none is selected."""
        mark = self._selected_mark()
        if mark is None:
            return False
        self._show_ends(Ends(mark.id, mark.span, mark.span, moving_start))
        self._ends_by_keys = by_keys
        if by_keys:
            self.ends_mode_changed.emit(True)
        return True

    def keep_ends(self) -> None:
        """Finish changing ends and tell what came of it, if anything did."""
        ends = self._finish_ends()
        if ends is not None and ends.changed:
            self.mark_ends_changed.emit(ends.mark_id, ends.span.start, ends.span.end)

    def cancel_ends(self) -> None:
        """Stop changing ends; the mark is as it was."""
        ends = self._finish_ends()
        if ends is not None:
            self._redraw_mark(ends.mark_id, ends.original)

    def restore_ends(self) -> None:
        """Draw the mark told of last as it was before: the owner's answer when its new ends are refused."""
        if self._last_told is not None and self._index.get(self._last_told.id) is not None:
            self.replace_mark(self._last_told)

    def ends_mode(self) -> bool:
        """True while ends are being changed by keyboard."""
        return self._ends is not None and self._ends_by_keys

    def _show_ends(self, ends: Ends) -> None:
        self._ends = ends
        self._handles_moving = 0 if ends.moving_start else 1
        self._redraw_mark(ends.mark_id, ends.span)

    def _finish_ends(self) -> Ends | None:
        ends, self._ends, self._handles_moving = self._ends, None, None
        if ends is not None:
            mark = self._index.get(ends.mark_id)
            self._last_told = None if mark is None else replace(mark, span=ends.original)
            if self._ends_by_keys:
                self.ends_mode_changed.emit(False)
            self._repaint()
        return ends

    def _redraw_mark(self, mark_id: int, span: Span) -> None:
        mark = self._index.get(mark_id)
        if mark is not None:
            self.replace_mark(replace(mark, span=span))

    def _leave_other_mark(self, mark_id: int | None) -> None:
        if self._ends is not None and self._ends.mark_id != mark_id:
            self.cancel_ends()

    def _nudge(self, forward: bool, by_word: bool) -> None:
        """Move the moving end one step; where the text runs right to left, the arrows do too."""
        if self._ends is None:
            return
        place = self._ends.place
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_qt(place))
        if cursor.block().textDirection() == Qt.LayoutDirection.RightToLeft:
            forward = not forward
        if by_word:
            target = next_word_edge(self._text, place, self._ends.moving_start, forward)
        else:
            move = QTextCursor.MoveOperation.NextCharacter if forward else QTextCursor.MoveOperation.PreviousCharacter
            cursor.movePosition(move)
            target = self._offsets.to_text(cursor.position())
        self._show_ends(self._ends.moved_to(target, len(self._text)))

    def _selected_mark(self) -> Mark | None:
        return None if self._selected is None else self._index.get(self._selected)

    def _handle_at(self, point: QPointF) -> int | None:
        """0 or 1 if the selected mark's start or end handle is under `point`."""
        if self._selected is None:
            return None
        for i, rect in enumerate(self._handles()):
            if rect is not None and _reach_of(rect, i).contains(point):
                return i
        return None


def _reach_of(rect: QRectF, which: int) -> QRectF:
    """Where the mouse takes hold of a handle: outwards from the mark by more than inwards, so that a click on its text is not caught."""
    outside, inside = 7.0, 3.0
    return rect.adjusted(-outside, -6, inside, 2) if which == 0 else rect.adjusted(-inside, -2, outside, 6)
