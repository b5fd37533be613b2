"""Finding one's way through a transcript: from coding to coding, to turns without any, to a time, line or word."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.read.jump import Jump
from qcoder.gui.views.read.transcript_pane import TranscriptPane
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.marks import Mark
from qcoder.words import _


class Way(QObject):
    """Moves the caret and what is selected; says so where there is nothing further."""

    def __init__(self, desk: Desk, pane: TranscriptPane, codes: CodesModel) -> None:
        super().__init__(pane)
        self._desk = desk
        self._pane = pane
        self._codes = codes
        self.jump_box = Jump(pane.view)
        self.current_code: Callable[[], int | None] = lambda: None

    def slots(self) -> dict[str, Callable[[], object]]:
        """Command name -> what carries it out."""
        view = self._pane.view
        return {
            "next_coding": lambda: self.coding(1),
            "previous_coding": lambda: self.coding(-1),
            "next_of_code": lambda: self.of_code(1),
            "previous_of_code": lambda: self.of_code(-1),
            "next_of_coder": lambda: self.of_coder(1),
            "previous_of_coder": lambda: self.of_coder(-1),
            "next_uncoded": lambda: self.uncoded(1),
            "previous_uncoded": lambda: self.uncoded(-1),
            "jump": self.jump,
            "cycle_codings": view.cycle_marks_at_cursor,
            "cycle_codings_back": lambda: view.cycle_marks_at_cursor(backwards=True),
        }

    def coding(self, step: int) -> None:
        """To the next (1) or previous (-1) coding."""
        self._go(step, lambda _mark: True, _("No further coding below.") if step > 0 else _("No further coding above."))

    def of_code(self, step: int) -> None:
        """To the next or previous coding with the code chosen in the tree or one of its subcodes."""
        code_id = self.current_code()
        if code_id is None:
            self._desk.signals.notice.emit(_("Choose a code in the tree first."))
            return
        branch = self._codes.tree.branch(code_id)
        name = self._codes.tree.by_id[code_id].name
        nothing = _("“{name}” is coded no more below.") if step > 0 else _("“{name}” is coded no more above.")
        self._go(step, lambda mark: self._pane.codings[mark.id].code_id in branch, nothing.format(name=name))

    def of_coder(self, step: int) -> None:
        """To the next or previous coding of the selected coding's coder, else of one's own."""
        coding = self._pane.selected()
        coder_id = self._desk.jobs.project.coder[0] if coding is None else coding.coder_id
        nothing = _("{name} coded nothing more below.") if step > 0 else _("{name} coded nothing more above.")
        words = nothing.format(name=self._pane.coder_name(coder_id))
        self._go(step, lambda mark: self._pane.codings[mark.id].coder_id == coder_id, words)

    def uncoded(self, step: int) -> None:
        """To the next or previous turn of a participant that carries no coding."""
        if self._pane.document is None:
            return
        view = self._pane.view
        span = view.uncoded_turn(step)
        if span is None:
            below, above = _("Every turn below has a coding."), _("Every turn above has a coding.")
            self._desk.signals.notice.emit(below if step > 0 else above)
            return
        view.select_mark(None)
        view.setFocus()
        view.go_to(span.start)

    def jump(self) -> None:
        """Ask where to go."""
        if self._pane.document is not None:
            self.jump_box.ask()

    def _go(self, step: int, among: Callable[[Mark], bool], nothing: str) -> None:
        if self._pane.document is None:
            return
        view = self._pane.view
        if not (view.next_mark(among) if step > 0 else view.previous_mark(among)):
            self._desk.signals.notice.emit(nothing)
