"""The coding hand: what keys, drops and the picker do to passages of the open document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.spans import Span
from qcoder.gui.actions.coding import CodingActions
from qcoder.gui.jobs import Work
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.read.coding_panel import CodingPanel
from qcoder.gui.views.read.grip import Grip
from qcoder.gui.views.read.here import CodingsMenu
from qcoder.gui.views.read.several_panel import SeveralPanel
from qcoder.gui.views.read.transcript_pane import TranscriptPane
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.marks import Mark
from qcoder.gui.widgets.patterns import swatch
from qcoder.words import _, n_

_IN_VIVO_LENGTH = 60


def in_vivo_name(passage: str) -> str:
    """A code's name in the speaker's own words: one line, no quotation marks around it, cut at a word."""
    line = " ".join(passage.replace(PATH_SEPARATOR.strip(), " ").split()).strip(" \"'“”‘’«».,;:!?…—–-")
    if len(line) <= _IN_VIVO_LENGTH:
        return line
    cut = line[: _IN_VIVO_LENGTH + 1].rsplit(" ", 1)[0] if " " in line[: _IN_VIVO_LENGTH + 1] else line[:_IN_VIVO_LENGTH]
    return cut.rstrip(" ,;:.—–-") + "…"


@dataclass(frozen=True, slots=True)
class Made:
    """A coding that a single key put on the sentence at the caret; the same key again widens it to the turn."""

    coding_id: int
    code_id: int
    caret: int


class Hand(Grip):
    """Turns what the person does to passages into changes: coding by key, picker, drop and menu."""

    def __init__(self, desk: Desk, pane: TranscriptPane, codes: CodesModel, actions: CodingActions) -> None:
        super().__init__(desk, pane, codes, actions)
        self._span: Span | None = None
        self._first: Span | None = None
        self._caret: int | None = None
        self._too: tuple[Span, ...] = ()
        self._made: Made | None = None
        self._landing: Work | None = None
        view, picker = pane.view, pane.picker
        view.code_requested.connect(lambda start, end: self.ask(None if self.several() else Span(start, end)))
        view.code_dropped.connect(self._dropped)
        view.key_typed.connect(self.key)
        view.context_requested.connect(self._menu)
        view.more_wanted.connect(lambda ids, where: self.list_codings([mark for mark in map(view.mark, ids) if mark], where))
        picker.picked.connect(self._picked)
        picker.anew.connect(self._anew)
        picker.in_vivo.connect(self._in_vivo)
        picker.widened.connect(self._widen)
        picker.closed.connect(self._closed)

    def serve(self, one: CodingPanel, several: SeveralPanel) -> None:
        """Do what the buttons of these panels ask for."""
        super().serve(one, several)
        several.code_wanted.connect(self.ask)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Command name -> what carries it out."""
        return {
            "code_passage": self.ask,
            "code_in_vivo": self.in_vivo,
            "code_with_current": self.with_current,
            "recode_coding": self.recode,
            "change_ends": self.change_ends,
            "join_codings": self.join,
            "remove_coding": self.remove,
            "coding_memo": self.memo,
            "list_codings": self.list_codings,
        }

    # Which passage

    def passage(self) -> Span | None:
        """What would be coded now; says so when there is nothing."""
        span = self._pane.view.passage() if self._pane.document is not None else None
        if span is None:
            self._desk.signals.notice.emit(_("Select a passage first, or put the cursor into a sentence."))
        return span

    # The picker

    def several(self) -> tuple[Span, ...]:
        """The passages of the chosen codings if there are several and no text is selected: then all of them are meant."""
        spans = dict.fromkeys(coding.span for coding in self._pane.chosen())
        return tuple(spans) if len(self._pane.chosen()) > 1 and self._pane.view.selection() is None else ()

    def ask(self, span: Span | None = None) -> None:
        """Ask for a code for a passage (by default what is selected, else several chosen codings', else the sentence at the caret)."""
        too = () if span else self.several()
        if too and self._may_change():
            self._too, self._recoding, self._span = too, (), None
            words = n_("{n} passage", "{n} passages", len(too))
            self._open_picker(_("Code these too…"), too[0], may_make=False, passage=words)
            return
        span = span or self.passage()
        if span is None or not self._may_change():
            return
        view = self._pane.view
        self._recoding, self._too = (), ()
        self._span = self._first = span
        self._caret = None if view.selection() is not None else view.caret()
        if self._caret is not None:
            view.select_quietly(span)
        self._open_picker(_("Code…"), span, may_make=True)

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
        if self._recoding:
            self._recode_as(code_id)
        elif self._too:
            self.code_too(self._too, code_id)
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
        self._caret, self._span, self._first, self._recoding, self._too = None, None, None, (), ()
        self._pane.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # Coding

    def code(self, span: Span | None, code_id: int) -> None:
        """Put a code on a passage (None: what is selected, else several chosen codings', else the sentence at the caret)."""
        if span is None and self.several():
            self.code_too(self.several(), code_id)
            return
        if span is None and self._widen_made(code_id):
            return
        by_caret = span is None and self._pane.view.selection() is None
        span = span or self.passage()
        document = self._pane.document
        if span is None or document is None:
            return
        me = self._desk.jobs.project.coder[0]
        there = self._desk.jobs.read.codings.same(document.id, code_id, me, span)
        twin = any(coding.span == span for coding in there)
        if twin:
            words = _("You coded this passage “{code}” already.").format(code=self._codes.tree.by_id[code_id].name)
            self._desk.signals.notice.emit(words)

        def landed(ids: tuple[int, ...]) -> None:
            self._made = Made(ids[0], code_id, self._pane.view.caret()) if by_caret and not twin else None
            self._landed(ids, code_id)

        work = self._actions.code(document.id, (span,), code_id, landed)
        self._landing = None if twin else work

    def code_too(self, spans: Sequence[Span], code_id: int) -> None:
        """Put one more code on several passages, as one step."""
        if self._pane.document is not None:
            self._actions.code(self._pane.document.id, spans, code_id, lambda ids: self._landed(ids, code_id))

    @property
    def landing(self) -> bool:
        """True while a coding is on its way that will be selected as soon as it is there."""
        return self._landing is not None

    def _ended(self, work: Work) -> None:
        super()._ended(work)
        if work is self._landing:
            # What it did is shown before this comes; refused, it leaves nothing waiting.
            QTimer.singleShot(0, self, self._landed_or_refused)

    def _landed_or_refused(self) -> None:
        self._landing = None

    def _widen_made(self, code_id: int) -> bool:
        """The same key once more, and nothing done since: from the sentence to its turn. False if there is nothing to widen."""
        made, view = self._made, self._pane.view
        coding = self._pane.codings.get(made.coding_id) if made else None
        if made is None or coding is None or view.selection() is not None:
            return False
        if (made.code_id, made.caret, made.coding_id) != (code_id, view.caret(), view.selected_mark()):
            return False
        turn = view.turn_span(coding.span.start)
        self._made = None
        if turn is None or turn == coding.span or not turn.contains(coding.span):
            return False
        self._actions.change_ends(coding.id, turn, lambda _none: self._landed((coding.id,), code_id))
        return True

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

    def _dropped(self, code: str, start: int, end: int) -> None:
        if code.isdecimal() and int(code) in self._codes.tree.by_id:
            self.code(Span(start, end), int(code))

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
        menu.addAction(commands["list_codings"])
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

    # Several codings in one place

    def list_codings(self, marks: Sequence[Mark] = (), where: QPoint | None = None) -> None:
        """List some codings (by default those at the caret, else on its line) at a point of the screen, to choose from by arrows."""
        view = self._pane.view
        found = list(marks) or view.marks_at_caret() or view.marks_on_line()
        if not found:
            self._desk.signals.notice.emit(_("Nothing is coded here."))
            return
        menu = CodingsMenu(view, found, self._pane.describe)
        menu.popup(where or view.viewport().mapToGlobal(view.cursorRect().bottomLeft()))
