"""The button *Saved* of Compare and what is beneath it."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from qcoder.analysis.compare import Comparison
from qcoder.gui.actions.compare import KeptComparisons
from qcoder.gui.views.compare.choice import Choice
from qcoder.gui.views.compare.keeping import WORKSPACE, as_json, described, from_json
from qcoder.gui.views.find.saved import Kept, SavedPopup
from qcoder.gui.views.workspace import Desk


class SavedComparisons(QObject):
    """`chosen` carries (Choice, hide below, Figures or None, its name)."""

    chosen = Signal(object, int, object, str)

    def __init__(self, desk: Desk, button: QPushButton) -> None:
        super().__init__(button)
        self._desk, self._button = desk, button
        self._actions = KeptComparisons(desk.jobs)
        self._present: tuple[Choice, int, Comparison | None] = (Choice(), 0, None)
        self.popup = SavedPopup(button)
        self.popup.save.connect(self._save)
        self.popup.chosen.connect(self._ask)
        self.popup.renamed.connect(self._actions.rename)
        self.popup.deleted.connect(self._actions.delete)

    def open(self, choice: Choice, below: int, comparison: Comparison | None) -> None:
        """Show what is kept; the present comparison is what would be saved."""
        self._present = (choice, below, comparison)
        self.popup.ask(self._button, self._kept(), something=comparison is not None, may_write=self._desk.jobs.can_write)

    def refresh(self) -> None:
        """What is kept has changed."""
        if self.popup.isVisible():
            self.popup.show_list(self._kept())

    def _save(self, name: str) -> None:
        self._actions.save(WORKSPACE, name, as_json(*self._present, datetime.now(UTC)))

    def _kept(self) -> list[Kept]:
        read = self._desk.jobs.read
        tree, who = read.codes.tree(), {coder.id: coder.name for coder in read.study.coders()}
        return [
            Kept(one.id, one.name, described(from_json(one.asked)[0], tree), who.get(one.coder_id, ""))
            for one in read.queries.of(WORKSPACE)
        ]

    def _ask(self, query_id: int) -> None:
        kept = self._desk.jobs.read.queries.get(query_id)
        if kept is not None:
            choice, below, before = from_json(kept.asked)
            self.chosen.emit(choice, below, before, kept.name)
