"""Find and replace in the text that is being corrected: a line over the page."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QLineEdit, QPushButton

from qcoder.domain.replacing import places
from qcoder.domain.spans import Span
from qcoder.gui.widgets.editor import Editor
from qcoder.words import _, n_


class FindStrip(QFrame):
    """Looks for words in an editor's text. Enter goes to the next place, Shift+Enter to the one before, Escape closes."""

    closed = Signal()

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self.found: list[Span] = []
        self.setProperty("role", "pane")
        self.words = self._box(_("Find in this text"))
        self.other = self._box(_("Replace with"))
        self.case = QCheckBox(_("Case"))
        self.case.setToolTip(_("Tell capital letters from small ones"))
        self.whole = QCheckBox(_("Whole words"))
        self.whole.setToolTip(_("Only where it is a word of its own, not a part of one"))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.one = self._button(_("Replace"), _("Replace this place and go to the next (Enter in the right box)"), self.replace_one)
        self.all = self._button(_("Replace all"), _("Replace every place in this text (Ctrl+Alt+Enter)"), self.replace_all)
        self.shut = self._button(_("Close"), _("Close find and replace (Esc)"), self.close_strip)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 4, 10, 4)
        grid.setSpacing(6)
        for line, widgets in enumerate(((self.words, self.case, self.whole, self.count), (self.other, self.one, self.all, self.shut))):
            for place, widget in enumerate(widgets):
                grid.addWidget(widget, line, place)
        grid.setColumnStretch(0, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self.look)
        self.words.textChanged.connect(lambda _text: self.look(go=True))
        for check in (self.case, self.whole):
            check.toggled.connect(lambda _on: self.look(go=True))
        editor.edited.connect(self._edited)
        editor.cursorPositionChanged.connect(self._show_count)
        self.hide()

    def _box(self, name: str) -> QLineEdit:
        box = QLineEdit()
        box.setPlaceholderText(name)
        box.setAccessibleName(name)
        box.setClearButtonEnabled(True)
        box.setMinimumWidth(90)
        box.installEventFilter(self)
        return box

    def _button(self, label: str, tip: str, slot: object) -> QPushButton:
        button = QPushButton(label)
        button.setProperty("role", "quiet")
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    # -- what can be done -------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the line, with the selected words in its box."""
        chosen = self._editor.selected_words()
        if chosen and "\n" not in chosen:
            self.words.setText(chosen)
        self.show()
        self.look()
        self.words.setFocus()
        self.words.selectAll()

    def close_strip(self) -> None:
        """Hide the line and go back to the text."""
        self.put_away()
        self.closed.emit()

    def put_away(self) -> None:
        """Hide the line and its outlines."""
        self._soon.stop()
        self.hide()
        self.found = []
        self._editor.set_found(())

    def look(self, *, go: bool = False) -> None:
        """Look for the words; `go`: to the place at the caret or the next one."""
        self._soon.stop()
        text = self._editor.draft.text
        self.found = places(text, self.words.text(), case=self.case.isChecked(), whole=self.whole.isChecked()) if self.isVisible() else []
        self._editor.set_found(self.found)
        if go and self.found:
            start = self._selected().start
            at = bisect_left(self.found, start, key=lambda span: span.start) % len(self.found)
            self._editor.select(self.found[at])
        self._show_count()

    def step(self, by: int) -> None:
        """Go to the next place, or (-1) to the one before; round the ends."""
        if self._soon.isActive():
            self.look()
        if not self.found:
            return
        here = self._selected()
        at = bisect_left(self.found, here.start, key=lambda span: span.start)
        if by > 0 and at < len(self.found) and self.found[at] == here:
            at += 1
        self._editor.select(self.found[(at if by > 0 else at - 1) % len(self.found)])

    def replace_one(self) -> None:
        """Replace the place that is selected and go to the next; without one, go to the next."""
        self.look()
        here = self._selected()
        if here in self.found:
            self._editor.replace(here, self._editor.clean(self.other.text()))
            self.look()
        self.step(1)

    def replace_all(self) -> None:
        """Replace every place, as one step of the text."""
        self.look()
        count = len(self.found)
        if count:
            self._editor.replace_all(self.found, self._editor.clean(self.other.text()))
            self.look()
        self.count.setText(n_("{n} place replaced", "{n} places replaced", count))

    # -- inside -----------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _selected(self) -> Span:
        return self._editor.selected()

    def _show_count(self) -> None:
        if not self.isVisible():
            return
        here = self._selected()
        if not self.words.text():
            self.count.setText("")
        elif here in self.found:
            self.count.setText(_("{at} of {n}").format(at=self.found.index(here) + 1, n=len(self.found)))
        else:
            self.count.setText(n_("{n} place", "{n} places", len(self.found)) if self.found else _("not in this text"))
        for button in (self.one, self.all):
            button.setEnabled(bool(self.found))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape in the boxes."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self._means(event):
            return super().eventFilter(watched, event)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        elif held == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier:
            self.replace_all()
        elif held == Qt.KeyboardModifier.ShiftModifier:
            self.step(-1)
        elif watched is self.other:
            self.replace_one()
        else:
            self.step(1)
        return True

    def _means(self, event: QKeyEvent) -> bool:
        modifiers = Qt.KeyboardModifier
        held = event.modifiers() & ~modifiers.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            return held == modifiers.NoModifier
        known = (modifiers.NoModifier, modifiers.ShiftModifier, modifiers.ControlModifier | modifiers.AltModifier)
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held in known
