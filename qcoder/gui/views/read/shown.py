"""What of a transcript's codings is shown, and how: whose, of which branch, side by side, with all labels, patterns; and how large."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from qcoder.gui.views.read.header import LARGEST, SMALLEST
from qcoder.gui.views.read.transcript_pane import TranscriptPane
from qcoder.gui.views.workspace import Desk
from qcoder.words import _


class Shown(QObject):
    """Carries out the commands that change how codings are shown; none of them changes the project."""

    def __init__(self, desk: Desk, pane: TranscriptPane, current_code: Callable[[], int | None], shown_anew: Callable[[], object]) -> None:
        """`current_code` is the code chosen in the tree; `shown_anew` is told when other codings are shown than before."""
        super().__init__(pane)
        self._desk = desk
        self._pane = pane
        self._current_code = current_code
        self._shown_anew = shown_anew
        pane.header.coders_chosen.connect(self.show_coders)
        pane.header.coder_ticked.connect(self._tick_coder)
        pane.header.everything_wanted.connect(lambda: self.only_branch(None))
        pane.header.apart_chosen.connect(self._apart)
        for name in ("coders_apart", "all_labels", "code_patterns"):
            desk.commands[name].setCheckable(True)
        desk.commands["show_all_codings"].setChecked(True)
        self.tick()

    def slots(self) -> dict[str, Callable[[], object]]:
        """Command name -> what carries it out."""
        return {
            "only_branch": self._only_current,
            "all_branches": lambda: self.only_branch(None),
            "coders_apart": lambda: self._apart(not self._desk.settings.coders_apart),
            "code_patterns": self._toggle_patterns,
            "all_labels": self._all_labels,
            "show_my_codings": lambda: self.show_coders("mine"),
            "show_all_codings": lambda: self.show_coders("all"),
            "reading_settings": self._reading_settings,
            "larger_type": lambda: self.zoom(1),
            "smaller_type": lambda: self.zoom(-1),
        }

    def tick(self) -> None:
        """Tick the commands whose state holds."""
        settings = self._desk.settings
        self._desk.commands["coders_apart"].setChecked(settings.coders_apart)
        self._desk.commands["code_patterns"].setChecked(settings.code_patterns)
        self._desk.commands["all_labels"].setChecked(self._pane.view.all_labels())

    def show_coders(self, which: str) -> None:
        """Show the codings of all coders ("all"), or the acting coder's only ("mine")."""
        self._pane.whose = which
        self._pane.hidden_coders = frozenset()
        self._show_whose()

    def _tick_coder(self, coder_id: int, on: bool) -> None:
        """Show one coder's codings, or hide them; the last one who is shown stays."""
        pane = self._pane
        me = self._desk.jobs.project.coder[0]
        hidden = pane.hidden_coders if pane.whose == "all" else frozenset(pane.coders) - {me}
        hidden = hidden - {coder_id} if on else hidden | {coder_id}
        if not frozenset(pane.coders) - hidden:
            self._desk.signals.notice.emit(_("Somebody's codings must be shown; tick another coder first."))
        else:
            pane.whose, pane.hidden_coders = "all", hidden & frozenset(pane.coders)
        self._show_whose()

    def _show_whose(self) -> None:
        which = self._pane.whose
        self._desk.commands["show_my_codings" if which == "mine" else "show_all_codings"].setChecked(True)
        self._pane.repaint_marks()
        self._shown_anew()

    def zoom(self, step: int) -> None:
        """Set the text larger (1) or smaller (-1)."""
        size = max(SMALLEST, min(LARGEST, self._desk.settings.font_size + step))
        if size != self._desk.settings.font_size:
            self._desk.signals.settings_changed.emit(replace(self._desk.settings, font_size=size))

    def _reading_settings(self) -> None:
        if self._pane.document is not None:
            self._pane.header.show_reading()

    def only_branch(self, code_id: int | None) -> None:
        """Show only the codings of a branch; None: of all codes."""
        self._pane.show_only(code_id)
        self._shown_anew()
        if code_id is None:
            self._pane.view.setFocus()

    def _only_current(self) -> None:
        code_id = self._current_code()
        if code_id is None:
            self._desk.signals.notice.emit(_("Choose a code in the tree first."))
        else:
            self.only_branch(code_id)

    def _all_labels(self) -> None:
        self._pane.view.set_all_labels(not self._pane.view.all_labels())
        self.tick()

    def _apart(self, on: bool) -> None:
        self._desk.signals.settings_changed.emit(replace(self._desk.settings, coders_apart=on))
        self.tick()

    def _toggle_patterns(self) -> None:
        settings = self._desk.settings
        self._desk.signals.settings_changed.emit(replace(settings, code_patterns=not settings.code_patterns))
        self.tick()
