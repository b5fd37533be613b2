"""The coding hand: what keys, drops and the picker do to passages and codings of the open document."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.codings import Coding
from qcoder.domain.spans import Span
from qcoder.gui.actions.coding import CodingActions
from qcoder.gui.jobs import Work
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.read.codes_pane import swatch
from qcoder.gui.views.read.transcript_pane import TranscriptPane
from qcoder.gui.views.workspace import Desk
from qcoder.words import _

_IN_VIVO_LENGTH = 60


def in_vivo_name(passage: str) -> str:
    """A code's name in the speaker's own words: one line, no quotation marks around it, cut at a word."""
    line = " ".join(passage.replace(PATH_SEPARATOR.strip(), " ").split()).strip(" \"'“”‘’«».,;:!?…—–-")
    if len(line) <= _IN_VIVO_LENGTH:
        return line
    cut = line[: _IN_VIVO_LENGTH + 1].rsplit(" ", 1)[0] if " " in line[: _IN_VIVO_LENGTH + 1] else line[:_IN_VIVO_LENGTH]
    return cut.rstrip(" ,;:.—–-") + "…"


class Hand(QObject):
    """Turns what the person does in the transcript into changes. `coded` carries the id of a code that was just used."""

    coded = Signal(object)
    memo_wanted = Signal()

    def __init__(self, desk: Desk, pane: TranscriptPane, codes: CodesModel, actions: CodingActions) -> None:
        super().__init__(pane)
        self._desk = desk
        self._pane = pane
        self._codes = codes
        self._actions = actions
        self._span: Span | None = None
        self._first: Span | None = None
        self._caret: int | None = None
        self._recoding: int | None = None
        self._waiting: dict[Work, Callable[[], object]] = {}
        self.current_code: Callable[[], int | None] = lambda: None
        view, picker = pane.view, pane.picker
        view.code_requested.connect(lambda start, end: self.ask(Span(start, end)))
        view.code_dropped.connect(self._dropped)
        view.key_typed.connect(self.key)
        view.mark_ends_changed.connect(self._ends_changed)
        view.ends_mode_changed.connect(self._ends_mode)
        view.remove_wanted.connect(self.remove)
        view.context_requested.connect(self._menu)
        picker.picked.connect(self._picked)
        picker.anew.connect(self._anew)
        picker.in_vivo.connect(self._in_vivo)
        picker.widened.connect(self._widen)
        picker.closed.connect(self._closed)
        desk.jobs.ended.connect(self._ended)

    # Which passage

    def passage(self) -> Span | None:
        """What would be coded now; says so when there is nothing."""
        span = self._pane.view.passage() if self._pane.document is not None else None
        if span is None:
            self._desk.signals.notice.emit(_("Select a passage first, or put the cursor into a sentence."))
        return span

    def _quote(self, span: Span) -> str:
        return self._pane.text[span.start : span.end]

    # The picker

    def ask(self, span: Span | None = None) -> None:
        """Ask for a code for a passage (by default what is selected, else the sentence at the caret)."""
        span = span or self.passage()
        if span is None or not self._may_change():
            return
        view = self._pane.view
        self._recoding = None
        self._span = self._first = span
        self._caret = None if view.selection() is not None else view.caret()
        if self._caret is not None:
            view.select_quietly(span)
        self._open_picker(_("Code…"), span, may_make=True)

    def recode(self) -> None:
        """Ask for another code for the selected coding."""
        coding = self._selected()
        if coding is not None and self._may_change():
            self._recoding, self._span, self._caret = coding.id, None, None
            name = self._codes.tree.by_id[coding.code_id].name
            self._open_picker(_("Recode “{name}” as…").format(name=name), coding.span, may_make=False)

    def _open_picker(self, title: str, span: Span, *, may_make: bool) -> None:
        view = self._pane.view
        seen = view.text_span_rect(span)
        around = QRect(view.width() // 3, view.height() // 3, 1, 1) if seen is None else seen
        self._pane.picker.ask(title, self._quote(span), around, self._new_under(), may_make)

    def _new_under(self) -> int | None:
        """Where a new code goes: under the code chosen in the tree if it has subcodes or is a family, else beside it."""
        code = self._codes.tree.by_id.get(self.current_code() or 0)
        if code is None:
            return None
        return code.id if code.parent_id is None or self._codes.tree.children(code.id) else code.parent_id

    def _widen(self) -> None:
        """From the passage to its turn, and back."""
        if self._span is None or self._first is None:
            return
        turn = self._pane.view.turn_span(self._span.start)
        wider = turn if turn is not None and turn.contains(self._first) and turn != self._span else self._first
        self._span = wider
        self._pane.view.select_quietly(wider)
        self._pane.picker.show_passage(self._quote(wider))

    def _picked(self, code_id: int) -> None:
        if self._recoding is not None:
            coding_id = self._recoding
            self._actions.recode([coding_id], code_id, lambda _none: self._landed((coding_id,), code_id))
        elif self._span is not None:
            self.code(self._span, code_id)

    def _anew(self, name: str, parent_id: int | None) -> None:
        if self._span is not None and self._pane.document is not None:
            self._actions.code_anew(name, parent_id, self._pane.document.id, self._span, lambda made: self._landed((made[1],), made[0]))

    def _in_vivo(self) -> None:
        if self._span is not None:
            self._anew(in_vivo_name(self._quote(self._span)), self._new_under())

    def _closed(self) -> None:
        if self._caret is not None:
            self._pane.view.place_caret(self._caret)
        self._caret, self._span, self._first, self._recoding = None, None, None, None
        self._pane.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # Coding

    def code(self, span: Span | None, code_id: int) -> None:
        """Put a code on a passage (None: what is selected, else the sentence at the caret)."""
        span = span or self.passage()
        document = self._pane.document
        if span is None or document is None:
            return
        me = self._desk.jobs.project.coder[0]
        there = self._desk.jobs.read.codings.same(document.id, code_id, me, span)
        if any(coding.span == span for coding in there):
            words = _("You coded this passage “{code}” already.").format(code=self._codes.tree.by_id[code_id].name)
            self._desk.signals.notice.emit(words)
        self._actions.code(document.id, span, code_id, lambda ids: self._landed(ids, code_id))

    def in_vivo(self) -> None:
        """Make a code of the passage's own words and code it."""
        span = self.passage()
        if span is not None and self._may_change():
            self._span = span
            self._in_vivo()
            self._span = None

    def with_current(self) -> None:
        """Code with the code chosen in the tree."""
        code_id = self.current_code()
        if code_id is None:
            self._desk.signals.notice.emit(_("Choose a code in the tree first."))
        else:
            self.code(None, code_id)

    def _landed(self, ids: tuple[int, ...], code_id: int) -> None:
        """Something was coded: select it, and say what it touches."""
        self._codes.recent.used(code_id)
        if ids and ids[0] in self._pane.codings:
            self._pane.view.select_mark(ids[0])
            neighbours = len(self._family(self._pane.codings[ids[0]])) - 1
            if neighbours:
                self._desk.signals.status.emit(_("It touches a passage with the same code · Ctrl+J joins them"))
        self.coded.emit(code_id)

    def _dropped(self, code: str, start: int, end: int) -> None:
        if code.isdecimal() and int(code) in self._codes.tree.by_id:
            self.code(Span(start, end), int(code))

    # Codings

    def join(self) -> None:
        """Make one coding of the selected one and those of its code and coder that touch it, directly or in a chain."""
        coding = self._selected()
        if coding is None:
            return
        family = self._family(coding)
        if len(family) < 2:
            self._desk.signals.notice.emit(_("No other passage with this code touches the selected one."))
        else:
            self._actions.join([other.id for other in family], lambda joined: self._landed((joined,), coding.code_id))

    def _family(self, coding: Coding) -> list[Coding]:
        span = coding.span
        while True:
            found = self._desk.jobs.read.codings.same(coding.document_id, coding.code_id, coding.coder_id, span)
            wider = span
            for other in found:
                wider = wider.join(other.span)
            if wider == span:
                return found
            span = wider

    def remove(self) -> None:
        """Take the selected coding away; the next one at the same place is selected."""
        coding = self._selected()
        if coding is not None:
            self._actions.remove([coding.id])

    def memo(self) -> None:
        """Go and write about the selected coding."""
        if self._selected() is not None:
            self.memo_wanted.emit()

    def change_ends(self) -> None:
        """Begin changing the selected coding's ends by keyboard."""
        if self._selected() is not None and self._may_change():
            self._pane.view.setFocus()
            self._pane.view.begin_ends()

    def _ends_changed(self, coding_id: int, start: int, end: int) -> None:
        if coding_id not in self._pane.codings:
            return
        code_id = self._pane.codings[coding_id].code_id
        self._pane.drawn_otherwise(coding_id)
        made: list[bool] = []

        def done(_none: None) -> None:
            made.append(True)
            self._landed((coding_id,), code_id)

        # When it was refused, show what the project has.
        self._waiting[self._actions.change_ends(coding_id, Span(start, end), done)] = lambda: made or self._pane.sync()

    def _ended(self, work: Work) -> None:
        then = self._waiting.pop(work, None)
        if then is not None:
            # The answer itself comes right after this.
            QTimer.singleShot(0, self, then)

    def _ends_mode(self, on: bool) -> None:
        if on:
            words = _("Left and Right move the end, with Ctrl by words · E other end · Enter keep · Esc leave")
            self._desk.signals.status.emit(words)

    def _selected(self) -> Coding | None:
        coding = self._pane.selected()
        if coding is None:
            self._desk.signals.notice.emit(_("Select a coding first: click on it, or go to it with Alt+Down."))
        return coding

    def _may_change(self) -> bool:
        if self._desk.jobs.can_write:
            return True
        self._desk.signals.notice.emit(_("This project is open for reading only; nothing can be changed."))
        return False

    # Keys and menu

    def key(self, typed: str) -> None:
        """A digit is one of the codes used last; a letter is a code's key, or (a coding being selected) E, M or R."""
        if typed in "123456789":
            code_id = self._codes.recent.at(int(typed))
            if code_id is not None:
                self.code(None, code_id)
            return
        own = {"e": self.change_ends, "m": self.memo, "r": self.recode}.get(typed.lower())
        marked = self._pane.view.selection() is not None
        code = self._codes.with_key(typed)
        if own is not None and self._pane.selected() is not None and not (marked and code is not None):
            own()
        elif code is not None:
            self.code(None, code.id)
        elif typed.isalnum():
            self._desk.signals.status.emit(_("No code has the key {key} · Space chooses a code").format(key=typed.upper()))

    def menu(self) -> QMenu:
        """What can be done here."""
        view, commands = self._pane.view, self._desk.commands
        menu = QMenu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(commands["code_passage"])
        for code_id in self._codes.recent.latest_first():
            code = self._codes.tree.by_id[code_id]
            label = code.name.replace("&", "&&") + f"\t{self._codes.recent.digit_of(code_id)}"
            action = menu.addAction(swatch(code.color), label, partial(self.code, None, code_id))
            action.setEnabled(self._desk.jobs.can_write)
        menu.addAction(commands["code_in_vivo"])
        if self._pane.selected() is not None:
            menu.addSeparator()
            for name in ("recode_coding", "change_ends", "coding_memo", "join_codings", "remove_coding"):
                menu.addAction(commands[name])
        menu.addSeparator()
        copy = menu.addAction(_("Copy\tCtrl+C"), view.copy)
        copy.setEnabled(view.selection() is not None)
        return menu

    def _menu(self, where: QPoint) -> None:
        self.menu().popup(where)
