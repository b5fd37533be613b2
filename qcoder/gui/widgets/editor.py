"""The transcript being corrected: typed into where it stands, its marks and turns going with the text."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QMenu, QWidget

from qcoder.domain.spans import Span
from qcoder.gui.widgets.editor_page import DraftPage
from qcoder.words import _

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = QKeySequence.StandardKey


class Editor(DraftPage):
    """Types into a draft. The draft is the text; what Qt shows follows it, and is compared with it after every key.

    Enter begins a new turn, Shift+Enter a new line; Backspace at the beginning of a turn joins it to the one before it; Alt+1 to Alt+9
    say who speaks; undo and redo are the draft's own.
    """

    finished = Signal()
    """The person wants the corrections kept (Ctrl+Enter)."""
    left = Signal()
    """The person wants to leave (Escape)."""
    speaker_wanted = Signal(int)
    """Alt+1 to Alt+9: 0 for the first speaker."""
    zoomed = Signal(int)

    def __init__(self, clean: Callable[[str], str], clock: Callable[[int | None], str], parent: QWidget | None = None) -> None:
        """`clean` takes out of pasted text what no text keeps; `clock` writes out a time."""
        super().__init__(clean, clock, parent)
        self.setAccessibleName(_("Text being corrected"))
        self.setAcceptRichText(False)
        # Text dragged about would be taken out in one place and put in at another behind our back.
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setAccessibleDescription(
            _("Type to correct. Enter begins a turn, Alt with a figure says who speaks, Ctrl+Enter keeps the corrections, Escape leaves.")
        )
        self.held = False
        """True: the corrections are just being kept, and nothing is to be typed that would not be."""

    # -- keys -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys that belong to the text while it is being corrected, even those that the window has shortcuts for."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
            ours = event.matches(_KEYS.Undo) or event.matches(_KEYS.Redo) or (held == _CTRL and key in (*_RETURNS, Qt.Key.Key_Y))
            ours = ours or (held == _ALT and Qt.Key.Key_1 <= key <= Qt.Key.Key_9) or (held == _NONE and key == Qt.Key.Key_Escape)
            if ours or (held in (_NONE, _SHIFT) and event.text().isprintable() and event.text()):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ours first, then Qt's for typing, moving and selecting."""
        held, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
        if self.held:
            event.accept()
            return
        if self._command(event, key, held) or self._line_key(key, held):
            event.accept()
            return
        if event.text() and event.text().isprintable() and held in (_NONE, _SHIFT):
            self._leave_air(back=True)
        super().keyPressEvent(event)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Right) and held in (_NONE, _CTRL):
            self._leave_air(back=key in (Qt.Key.Key_Up, Qt.Key.Key_Left))

    def _command(self, event: QKeyEvent, key: int, held: Qt.KeyboardModifier) -> bool:
        if event.matches(_KEYS.Undo):
            self.undo_typing()
        elif event.matches(_KEYS.Redo) or (held == _CTRL and key == Qt.Key.Key_Y):
            self.redo_typing()
        elif held == _CTRL and key in _RETURNS:
            self.finished.emit()
        elif held == _NONE and key == Qt.Key.Key_Escape:
            self.left.emit()
        elif held == _ALT and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.speaker_wanted.emit(key - Qt.Key.Key_1)
        else:
            return False
        return True

    def _line_key(self, key: int, held: Qt.KeyboardModifier) -> bool:
        """Keys that make lines and turns, or join them."""
        cursor = self.textCursor()
        if key in _RETURNS and held in (_NONE, _SHIFT):
            self._leave_air(back=True)
            if self.textCursor().hasSelection():
                self._take_out_selection()
            if held == _SHIFT:
                self.replace(Span(self.caret(), self.caret()), "\n")
            else:
                self.begin_turn()
            return True
        if key not in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) or cursor.hasSelection() or held not in (_NONE, _SHIFT, _CTRL):
            return False
        at = self.caret()
        number = self.draft.turn_at(at)
        if number is None:
            return False
        if key == Qt.Key.Key_Delete:
            return at == self.draft.turns.ends[number] and self._join(number + 1)
        return at == self.draft.turns.starts[number] and self._join(number)

    def begin_turn(self) -> None:
        """Begin a turn at the caret."""
        edits, caret = self.draft.split(self.caret())
        self._show(edits, caret)

    def _join(self, number: int | None) -> bool:
        """Join a turn to the one before it; False if that cannot be."""
        joined = None if number is None else self.draft.join(number)
        if joined is not None:
            self._show(*joined)
        return joined is not None

    def _take_out_selection(self) -> None:
        span = self.selected()
        self._show(self.draft.replace(span.start, span.end, ""), span.start)

    def _leave_air(self, *, back: bool) -> None:
        """The thin line between turns is no place to write: go on to the turn before or behind it."""
        cursor = self.textCursor()
        if cursor.hasSelection() or not len(self.draft.turns):
            return
        move = QTextCursor.MoveOperation.PreviousCharacter if back else QTextCursor.MoveOperation.NextCharacter
        while cursor.block().length() == 1 and not self._is_said(cursor.position()) and cursor.movePosition(move):
            pass
        if cursor.position() != self.textCursor().position():
            self.setTextCursor(cursor)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Accents and other scripts come in by an input method."""
        if self.held:
            event.accept()
            return
        if event.commitString() or event.preeditString():
            self._leave_air(back=True)
        super().inputMethodEvent(event)

    # -- mouse, clipboard -------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click beside the words puts the caret to the nearest."""
        super().mouseReleaseEvent(event)
        self._leave_air(back=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl asks for larger or smaller type; otherwise scroll."""
        if event.modifiers() & _CTRL:
            if event.angleDelta().y():
                self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done here, with the text's own undo."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen, number = self.textCursor().hasSelection(), self.draft.turn_at(self.caret())
        entries: tuple[tuple[str, Callable[[], object], bool] | None, ...] = (
            (_("Undo typing"), self.undo_typing, self.draft.can_undo),
            (_("Redo typing"), self.redo_typing, self.draft.can_redo),
            None,
            (_("Cut"), self.cut, chosen),
            (_("Copy"), self.copy, chosen),
            (_("Paste"), self.paste, self.canPaste()),
            None,
            (_("Begin a turn here"), self.begin_turn, True),
            (_("Join with the turn above"), lambda: self._join(number), number is not None and number > 0),
        )
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            label, slot, possible = entry
            action = menu.addAction(label)
            action.setEnabled(possible and not self.held)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        menu.popup(where)

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: the text exactly as it is."""
        data = QMimeData()
        data.setText(self.selected_words())
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, nothing else."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted text is plain, and cleaned as it is on import."""
        self.replace(self.selected(), self.clean(source.text()).strip("\n"))
