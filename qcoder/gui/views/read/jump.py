"""Going to a time, a line or a word of the transcript: a small box over the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit

from qcoder.domain.spans import Span
from qcoder.gui.widgets.marks import TurnLine
from qcoder.gui.widgets.theme import Theme
from qcoder.gui.widgets.transcript import TranscriptView
from qcoder.words import _

_TIME = re.compile(r"\s*(?:(\d+):)?(\d{1,3}):(\d{2})\s*")
_LINE = re.compile(r"\s*(?:l(?:ine)?\s*)?(\d+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """Where what was typed leads: a place or passage, and in words what was found there; no passage: nothing."""

    span: Span | None
    words: str
    again: bool = False
    """True if typing Enter again leads to another place."""


def find_target(typed: str, text: str, turns: Sequence[TurnLine], caret: int, step: int = 1) -> Target:
    """A time leads to the turn that runs then, a number (or `l 140`) to that written line, anything else to where it stands next.

    Words are looked for from the caret on, or backwards from it when `step` is -1, round the end of the text, letters large or small.
    """
    if not typed.strip():
        return Target(None, _("A time (12:30), a line (l 140) or a word"))
    time = _TIME.fullmatch(typed)
    if time is not None:
        return _at_time(seconds(typed.strip()) or 0, turns)
    line = _LINE.fullmatch(typed)
    if line is not None:
        return _at_line(int(line[1]), text)
    return _at_words(typed, text, caret, step)


def seconds(clock: str) -> int | None:
    """`1:02:14` or `02:14` in seconds; None for anything else."""
    match = _TIME.fullmatch(clock)
    return None if match is None else int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])


def _at_time(wanted: int, turns: Sequence[TurnLine]) -> Target:
    timed = [(at, turn) for turn in turns if (at := seconds(turn.time)) is not None]
    if not timed:
        return Target(None, _("No times are known in this transcript."))
    began = [turn for at, turn in timed if at <= wanted]
    turn = began[-1] if began else timed[0][1]
    return Target(Span(turn.span.start, turn.span.start), _("{time}, {speaker}").format(time=turn.time, speaker=turn.speaker or "—"))


def _at_line(wanted: int, text: str) -> Target:
    place = number = 0
    last = Span(0, 0)
    for line in text.split("\n"):
        if line.strip():
            number += 1
            last = Span(place, place)
            if number >= wanted:
                break
        place += len(line) + 1
    if not number:
        return Target(None, _("This transcript has no lines."))
    words = _("Line {n}") if number == max(wanted, 1) else _("The last line is {n}")
    return Target(last, words.format(n=number))


def _at_words(typed: str, text: str, caret: int, step: int) -> Target:
    pattern = re.compile(r"\s+".join(re.escape(word) for word in typed.split()), re.IGNORECASE)
    found = [Span(match.start(), match.end()) for match in pattern.finditer(text)]
    if not found:
        return Target(None, _("“{words}” does not stand in this transcript.").format(words=" ".join(typed.split())))
    if step > 0:
        at = next((i for i, span in enumerate(found) if span.start >= caret), 0)
    else:
        at = next((i for i in range(len(found) - 1, -1, -1) if found[i].end <= caret), len(found) - 1)
    return Target(found[at], _("{i} of {n} · Enter next, Shift+Enter back").format(i=at + 1, n=len(found)), len(found) > 1)


class Jump(QFrame):
    """The box. Enter goes, and with words on to the next place; Escape closes, and the passage that was found stays selected."""

    closed = Signal()

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self._found: Span | None = None
        self.setAccessibleName(_("Go to"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 12, 6)
        self.box = QLineEdit()
        self.box.setAccessibleName(_("Time, line or word"))
        self.box.setPlaceholderText(_("12:30, l 140, or a word"))
        self.box.setFixedWidth(190)
        self.box.textChanged.connect(self._typed)
        self.box.installEventFilter(self)
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self.box)
        row.addWidget(self.said)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.setStyleSheet(
            f"Jump {{ background: {theme.raised}; border: 1px solid {theme.strong_line}; border-radius: 8px; }}"
            f" Jump QLabel {{ color: {theme.muted}; background: transparent; }}"
        )

    def ask(self) -> None:
        """Open at the top of the page, what was typed last in it."""
        self.box.selectAll()
        self._typed(self.box.text())
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close; the text has the focus again."""
        if self.isVisible():
            self.hide()
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.closed.emit()

    def go(self, step: int = 1) -> None:
        """Go to what is typed; words stay open for the next place, times and lines close the box."""
        at = self._view.caret()
        if self._found is not None and self._view.selection() == self._found:
            at = self._found.end if step > 0 else self._found.start
        target = self._target(at, step)
        self._say(target.words)
        if target.span is None:
            return
        self._found = target.span
        if len(target.span):
            self._view.select(target.span)
        else:
            self._view.go_to(target.span.start)
        if not target.again:
            self.dismiss()

    def _target(self, at: int, step: int) -> Target:
        return find_target(self.box.text(), self._view.text, self._view.turns, at, step)

    def _typed(self, _text: str) -> None:
        target = self._target(self._view.caret(), 1)
        self._say(target.words)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.box.setAccessibleDescription(words)
        self.adjustSize()
        self.move(max(8, (self._view.width() - self.width()) // 2), 8)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter and Escape are for this box before they are for the window; whoever goes elsewhere closes it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
                event.accept()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return False
