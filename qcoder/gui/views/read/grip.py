"""What is done to codings that are there: recoded, removed, joined, their ends moved, written about; one or several at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect, QTimer, Signal

from qcoder.domain.codings import Coding
from qcoder.domain.spans import Span
from qcoder.gui.actions.coding import CodingActions
from qcoder.gui.jobs import Work
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.read.coding_panel import CodingPanel
from qcoder.gui.views.read.several_panel import SeveralPanel
from qcoder.gui.views.read.transcript_pane import TranscriptPane
from qcoder.gui.views.workspace import Desk
from qcoder.words import _, n_


class Grip(QObject):
    """Turns what the person does to the chosen codings into changes. `coded` carries the id of a code that was just used."""

    coded = Signal(object)
    memo_wanted = Signal()

    def __init__(self, desk: Desk, pane: TranscriptPane, codes: CodesModel, actions: CodingActions) -> None:
        super().__init__(pane)
        self._desk = desk
        self._pane = pane
        self._codes = codes
        self._actions = actions
        self._recoding: tuple[int, ...] = ()
        self._waiting: dict[Work, Callable[[], object]] = {}
        self.current_code: Callable[[], int | None] = lambda: None
        view = pane.view
        view.mark_ends_changed.connect(self._ends_changed)
        view.ends_mode_changed.connect(self._ends_mode)
        view.remove_wanted.connect(self.remove)
        desk.jobs.ended.connect(self._ended)

    def serve(self, one: CodingPanel, several: SeveralPanel) -> None:
        """Do what the buttons of these panels ask for."""
        one.ends_wanted.connect(self.change_ends)
        for panel in (one, several):
            panel.recode_wanted.connect(self.recode)
            panel.remove_wanted.connect(self.remove)
            panel.join_wanted.connect(self.join)

    # The picker

    def recode(self) -> None:
        """Ask for another code for the chosen codings."""
        codings = self._chosen()
        if codings and self._may_change():
            self._recoding = tuple(coding.id for coding in codings)
            name = self._codes.tree.by_id[codings[0].code_id].name
            title = _("Recode “{name}” as…").format(name=name)
            if len(codings) > 1:
                title = n_("Recode {n} coding as…", "Recode {n} codings as…", len(codings))
            self._open_picker(title, codings[0].span, may_make=False)

    def _open_picker(self, title: str, span: Span, *, may_make: bool, passage: str = "") -> None:
        view = self._pane.view
        seen = view.text_span_rect(span)
        around = QRect(view.width() // 3, view.height() // 3, 1, 1) if seen is None else seen
        self._pane.picker.ask(title, passage or self._quote(span), around, self._new_under(), may_make)

    def _quote(self, span: Span) -> str:
        return self._pane.text[span.start : span.end]

    def _new_under(self) -> int | None:
        """Where a new code goes: under the code chosen in the tree if it has subcodes or is a family, else beside it."""
        code = self._codes.tree.by_id.get(self.current_code() or 0)
        if code is None:
            return None
        return code.id if code.parent_id is None or self._codes.tree.children(code.id) else code.parent_id

    def _recode_as(self, code_id: int) -> None:
        ids = self._recoding
        self._actions.recode(ids, code_id, lambda _none: self._landed(ids, code_id))

    # Codings

    def join(self) -> None:
        """Make one coding of those chosen, if they are of one code and coder; of one alone, and those like it that touch it."""
        codings = self._chosen()
        if not codings:
            return
        alike = len({(coding.code_id, coding.coder_id) for coding in codings}) == 1
        family = codings if len(codings) > 1 and alike else self._family(codings[0])
        if len(codings) > 1 and not alike:
            self._desk.signals.notice.emit(_("Only codings of one code by one coder can be joined; choose such ones."))
        elif len(family) < 2:
            self._desk.signals.notice.emit(_("No other passage with this code touches the selected one."))
        else:
            self._actions.join([other.id for other in family], lambda joined: self._landed((joined,), codings[0].code_id))

    def _family(self, coding: Coding) -> list[Coding]:
        """The coding and those of its code and coder that touch it, directly or in a chain."""
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
        """Take the chosen codings away."""
        codings = self._chosen()
        if codings:
            self._actions.remove([coding.id for coding in codings])

    def memo(self) -> None:
        """Go and write about the selected coding."""
        if self._chosen():
            self.memo_wanted.emit()

    def change_ends(self) -> None:
        """Begin changing the selected coding's ends by keyboard."""
        if self._chosen() and self._may_change():
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

    def _landed(self, ids: Sequence[int], code_id: int) -> None:
        """Something was coded: choose it, and offer to join what it touches."""
        self._codes.recent.used(code_id)
        there = [coding_id for coding_id in ids if coding_id in self._pane.codings]
        if there:
            self._pane.view.choose_marks(there)
            neighbours = len(self._family(self._pane.codings[there[0]])) - 1 if len(there) == 1 else 0
            if neighbours:
                words = n_("Join with the one it touches", "Join with the {n} it touches", neighbours)
                self._desk.signals.offer.emit(f"{words}  Ctrl+J", self.join)
        elif ids and code_id in self._codes.tree.by_id and not self._pane.shows(code_id):
            name = self._codes.tree.by_id[code_id].name
            self._desk.signals.status.emit(_("Coded “{name}”, which is not shown: only one branch is").format(name=name))
        self.coded.emit(code_id)

    def _chosen(self) -> list[Coding]:
        """The chosen codings, the selected one first; says so when there is none."""
        codings = self._pane.chosen()
        if not codings:
            self._desk.signals.notice.emit(_("Select a coding first: click on it, or go to it with Alt+Down."))
        return codings

    def _may_change(self) -> bool:
        if self._desk.jobs.can_write:
            return True
        self._desk.signals.notice.emit(_("This project is open for reading only; nothing can be changed."))
        return False
