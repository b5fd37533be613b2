"""Writing with bold, italic, lists and links: what memos can hold, and nothing that a file or the network would have to be asked for."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QToolTip

from qcoder.domain.richtext import SCHEME, Block, Kind, Run, parse, split_target, write
from qcoder.gui.widgets.richtext_blocks import STYLES, chosen_blocks, leave_list, lines_of, list_at, list_format, list_like, read_block
from qcoder.gui.widgets.richtext_paste import blocks_of_html
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _

_PAUSE = 1500
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS: dict[tuple[Qt.Key, bool], str] = {
    (Qt.Key.Key_B, False): "bold",
    (Qt.Key.Key_I, False): "italic",
    (Qt.Key.Key_L, False): "link",
    (Qt.Key.Key_Return, False): "leave",
    (Qt.Key.Key_Enter, False): "leave",
    # What Shift makes of 8 and 7 on the keyboards we know.
    **{(key, True): "bullets" for key in (Qt.Key.Key_8, Qt.Key.Key_Asterisk, Qt.Key.Key_ParenLeft)},
    **{(key, True): "numbers" for key in (Qt.Key.Key_7, Qt.Key.Key_Ampersand, Qt.Key.Key_Slash)},
}


class RichText(QTextEdit):
    """A box for a memo. `left` tells the new text when the person leaves a box that they changed."""

    left = Signal(str)
    done = Signal()
    """The person pressed Escape or Ctrl+Enter: they want back to where they came from."""
    followed = Signal(str)
    """A link was clicked: where it leads, such as `code/12`."""
    link_wanted = Signal()
    """The person wants to put a link where the cursor is."""
    paused = Signal(str)
    """What is written so far, every moment while the person types."""
    manner_changed = Signal()
    """The cursor stands in another manner."""

    def __init__(self, name: str, hint: str = "", *, grows: bool = True, least_lines: int = 1) -> None:
        super().__init__()
        self.is_there: Callable[[str], bool] = lambda _target: True
        self._kept = self._shown = ""
        self._theme: Theme = LIGHT
        self._grows, self._least = grows, least_lines
        self._brackets = False
        self.asking = False
        """True while a list is open from which a link is chosen: that is no leaving."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._tell_pause)
        self.setAcceptRichText(False)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.viewport().setMouseTracking(True)
        self.document().setIndentWidth(18)
        self.textChanged.connect(self._typed)
        self.currentCharFormatChanged.connect(lambda _format: self.manner_changed.emit())
        self.cursorPositionChanged.connect(self.manner_changed)
        if grows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())

    # -- what is written --------------------------------------------------------------------------------------------

    def text(self) -> str:
        """What is written here, as it is stored."""
        blocks, block = [], self.document().begin()
        while block.isValid():
            blocks.append(read_block(block))
            block = block.next()
        return write(blocks)

    @property
    def changed(self) -> bool:
        """True if what is written here is not what was put here."""
        return self.text() != self._shown

    def show_text(self, text: str) -> None:
        """Show what is stored, unless something else is being written here just now."""
        if (self.hasFocus() or self.asking) and self.changed:
            self._kept = text
        elif text != self._kept or self.changed:
            self._put(text)

    def show_new(self, text: str) -> None:
        """Show what is stored about another thing."""
        self._put(text)

    def show_unsaved(self, text: str) -> None:
        """Put words here that were written and never stored; leaving stores them."""
        stored = self._kept
        self._put(text)
        self._kept, self._shown = stored, write(parse(stored))

    def keep(self) -> None:
        """Hand over what was written, if it is new."""
        text = self.text()
        self._pause.stop()
        if text != self._shown:
            self._kept = self._shown = text
            self.left.emit(text)

    def _put(self, text: str) -> None:
        document = self.document()
        if not text and not self._kept and document.isEmpty() and not (document.isUndoAvailable() or document.isRedoAvailable()):
            # Most things have no memo, and to put nothing in place of nothing at every step would be felt.
            self._pause.stop()
            return
        self._kept = text
        self.document().setUndoRedoEnabled(False)
        self.clear()
        self.setCurrentCharFormat(QTextCharFormat())
        self.insert_blocks(parse(text))
        self.document().setUndoRedoEnabled(True)
        self._shown = self.text()
        self._pause.stop()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _typed(self) -> None:
        # Not anew with every letter: who types on and on is to be kept up with, too.
        if not self._pause.isActive():
            self._pause.start()

    def _tell_pause(self) -> None:
        text = self.text()
        if text != self._shown and not self.isReadOnly():
            self.paused.emit(text)

    def insert_blocks(self, blocks: Sequence[Block]) -> None:
        """Put lines where the cursor is; in one line of an item they stay in it."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        for number, block in enumerate(blocks):
            if number:
                cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            if (number or cursor.atBlockStart()) and block.kind is not Kind.TEXT:
                list_like(cursor, block.kind)
            elif number and list_at(cursor) is not None:
                leave_list(cursor)
            for run in block.runs:
                cursor.insertText(run.text, self._format(run))
        cursor.endEditBlock()
        cursor.setCharFormat(QTextCharFormat())
        self.setTextCursor(cursor)

    def _format(self, run: Run) -> QTextCharFormat:
        made = QTextCharFormat()
        if run.bold:
            made.setFontWeight(QFont.Weight.Bold)
        made.setFontItalic(run.italic)
        if run.target:
            there = self.is_there(run.target)
            made.setAnchor(True)
            made.setAnchorHref(SCHEME + run.target)
            made.setForeground(QColor(self._theme.accent if there else self._theme.muted))
            made.setFontUnderline(there)
            made.setFontStrikeOut(not there)
        return made

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of links."""
        self._theme = theme
        self.look_again()

    def look_again(self) -> None:
        """Show anew which links lead somewhere; what is being written stays as it is."""
        if not self.changed:
            place = self.textCursor().position()
            self._put(self._kept)
            cursor = self.textCursor()
            cursor.setPosition(min(place, self.document().characterCount() - 1))
            self.setTextCursor(cursor)

    # -- manner -----------------------------------------------------------------------------------------------------

    def has(self, manner: str) -> bool:
        """True if `bold`, `italic`, `bullets`, `numbers` or `link` holds at the cursor."""
        found = list_at(self.textCursor())
        style = None if found is None else found.format().style()
        return {
            "bold": self.fontWeight() >= QFont.Weight.DemiBold,
            "italic": self.fontItalic(),
            "bullets": style is STYLES[Kind.BULLET],
            "numbers": style is STYLES[Kind.NUMBER],
            "link": bool(self.target_at(self.textCursor())),
        }[manner]

    def act(self, manner: str) -> None:
        """Switch a manner for what is selected, or what is typed next; `link` asks for one, `leave` leaves."""
        if manner == "leave":
            self.keep()
            self.done.emit()
        elif self.isReadOnly():
            return
        elif manner == "link":
            self.link_wanted.emit()
        elif manner == "bold":
            self.setFontWeight(QFont.Weight.Normal if self.has("bold") else QFont.Weight.Bold)
        elif manner == "italic":
            self.setFontItalic(not self.fontItalic())
        else:
            kind = Kind.BULLET if manner == "bullets" else Kind.NUMBER
            cursor = self.textCursor()
            cursor.beginEditBlock()
            if self.has(manner):
                for block in chosen_blocks(cursor):
                    leave_list(QTextCursor(block))
            else:
                cursor.createList(list_format(kind))
            cursor.endEditBlock()
        self.manner_changed.emit()

    def insert_link(self, name: str, target: str) -> None:
        """Make what is selected a link, or put one of that name; brackets that asked for it go."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        if self._brackets and not cursor.hasSelection():
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, 2)
            cursor.removeSelectedText()
        words = cursor.selectedText().replace("\u2029", " ") or name
        old = cursor.charFormat()
        run = Run(words, old.fontWeight() >= QFont.Weight.DemiBold, old.fontItalic(), target)
        cursor.insertText(words, self._format(run))
        cursor.endEditBlock()
        cursor.setCharFormat(self._format(Run("", run.bold, run.italic)))
        self._brackets = self.asking = False
        self.setTextCursor(cursor)
        self.setFocus()

    def give_up_link(self) -> None:
        """No link after all; two brackets that were typed stay."""
        self._brackets = self.asking = False
        self.setFocus()

    def target_at(self, cursor: QTextCursor) -> str:
        """Where the link leads in which the cursor stands; nothing if there is none."""
        return cursor.charFormat().anchorHref().removeprefix(SCHEME)

    def follow(self) -> None:
        """Go where the link at the cursor leads."""
        target = self.target_at(self.textCursor())
        if split_target(target):
            self.keep()
            self.followed.emit(target)

    # -- hand -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """What this box does with keys comes before what the window does with them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> str:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape and not modifiers:
            return "leave"
        if event.key() in _ENTER and modifiers == Qt.KeyboardModifier.AltModifier:
            return "follow"
        if modifiers & ~_SHIFT == _CONTROL:
            return _KEYS.get((Qt.Key(event.key()), bool(modifiers & _SHIFT)), "")
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Manners by key; Escape and Ctrl+Enter keep what was written and leave; Enter on an empty item ends the list."""
        own = self._own(event)
        cursor = self.textCursor()
        if own:
            self.follow() if own == "follow" else self.act(own)
        elif event.key() in _ENTER and list_at(cursor) is not None and not cursor.block().text():
            leave_list(cursor)
        else:
            if event.text().isprintable() and event.text() and self._at_end_of_link(cursor):
                self.setCurrentCharFormat(self._format(Run("", self.has("bold"), self.has("italic"))))
            super().keyPressEvent(event)
            if event.text() == "[" and not self.isReadOnly() and self._two_brackets():
                self._brackets = True
                self.link_wanted.emit()

    def _two_brackets(self) -> bool:
        cursor = self.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()].endswith("[[")

    def _at_end_of_link(self, cursor: QTextCursor) -> bool:
        target = self.target_at(cursor)
        if not target or cursor.hasSelection():
            return False
        after = QTextCursor(cursor)
        moved = after.movePosition(QTextCursor.MoveOperation.Right) and after.block() == cursor.block()
        return not moved or self.target_at(after) != target

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a link follows it."""
        super().mouseReleaseEvent(event)
        target = self.anchorAt(event.position().toPoint()).removeprefix(SCHEME)
        if event.button() == Qt.MouseButton.LeftButton and split_target(target) and not self.textCursor().hasSelection():
            self.keep()
            self.followed.emit(target)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over links."""
        super().mouseMoveEvent(event)
        over = bool(self.anchorAt(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        """Over a link that leads nowhere, say so."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            target = self.anchorAt(event.pos()).removeprefix(SCHEME)
            gone = bool(target) and not self.is_there(target)
            QToolTip.showText(event.globalPos(), _("What this link led to is no longer in the project.") if gone else "", self)
            return True
        return super().viewportEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was written; a menu that opens does not count as leaving."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and not self.asking:
            self.keep()

    # -- pasting ----------------------------------------------------------------------------------------------------

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Nothing is ever loaded, from no file and no network: for pictures there is a dot that nobody sees."""
        # With no answer, or an empty picture, the document would open the file itself.
        dot = QPixmap(1, 1)
        dot.fill(Qt.GlobalColor.transparent)
        return dot

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text only; files that are dropped are for the window."""
        return (source.hasText() or source.hasHtml()) and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take text, with the manners that a memo can hold."""
        blocks = blocks_of_html(source.html()) if source.hasHtml() else ()
        if not any(block.runs for block in blocks):
            blocks = tuple(Block((Run(line),) if line else ()) for line in lines_of(source.text()))
        self.insert_blocks(blocks)
        self.ensureCursorVisible()

    # -- size -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower box is a higher one."""
        super().resizeEvent(event)
        self._grow()

    def sizeHint(self) -> QSize:
        """As high as the text, where it grows with it."""
        if not self._grows:
            return super().sizeHint()
        line = self.fontMetrics().lineSpacing()
        height = max(int(self.document().size().height()), self._least * line + 8)
        if self.document().isEmpty():
            room = self.fontMetrics().boundingRect(
                0, 0, max(self.viewport().width() - 8, 60), 4000, Qt.TextFlag.TextWordWrap, self.placeholderText()
            )
            height = max(height, room.height() + 8)
        return QSize(120, height + 6)

    def minimumSizeHint(self) -> QSize:
        """No less than that."""
        return self.sizeHint() if self._grows else super().minimumSizeHint()

    def _grow(self) -> None:
        if self._grows:
            height = self.sizeHint().height()
            if height != self.minimumHeight() or height != self.maximumHeight():
                self.setFixedHeight(height)
