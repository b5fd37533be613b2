"""Find's saved questions: the button and its list, joined to the project and to the question above."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from qcoder.analysis.asked import WORKSPACE, Asked, from_json, missing_sentence, there_is, to_json
from qcoder.gui.actions.find import FindActions
from qcoder.gui.views.find.saved import Kept, SavedPopup
from qcoder.gui.views.workspace import Desk
from qcoder.words import _


class Keeping(QObject):
    """Saves what `present` gives; `chosen` brings a question back, with a sentence where something that it names is gone."""

    chosen = Signal(object, str)
    """(the Asked, the sentence or nothing)."""

    def __init__(self, desk: Desk, actions: FindActions, page: QWidget, present: Callable[[], Asked]) -> None:
        super().__init__(page)
        self._desk, self._actions, self._present = desk, actions, present
        self.button = QPushButton(_("Saved ▾"))
        desk.commands.hint(self.button, _("Save this question under a name, or ask one that was saved"), "find_saved")
        self.button.setAccessibleName(_("Saved questions"))
        self.popup = SavedPopup(page)
        self.button.clicked.connect(self.open)
        self.popup.save.connect(self.save)
        self.popup.chosen.connect(self._ask)
        self.popup.renamed.connect(actions.rename)
        self.popup.deleted.connect(actions.delete)

    def open(self) -> None:
        """Show the list under its button."""
        something, may_write = not self._present().is_empty, self._desk.jobs.can_write
        self.popup.ask(self.button, self._kept(), something=something, may_write=may_write)

    def refresh(self) -> None:
        """The questions are others now."""
        if self.popup.isVisible():
            self.popup.show_list(self._kept())

    def save(self, name: str) -> None:
        """Keep the present question under a name."""
        self._actions.save(name, to_json(self._present(), there_is(self._desk.jobs.read).names))

    def _kept(self) -> list[Kept]:
        read = self._desk.jobs.read
        queries = read.queries.of(WORKSPACE)
        if not queries:
            return []
        tree, there, coders = read.codes.tree(), there_is(read), {coder.id: coder.name for coder in read.study.coders()}
        asks = [from_json(query.asked, there).asked for query in queries]
        return [
            Kept(query.id, query.name, _("list of words") if asked.listing else asked.title(tree), coders.get(query.coder_id, ""))
            for query, asked in zip(queries, asks, strict=True)
        ]

    def _ask(self, query_id: int) -> None:
        read = self._desk.jobs.read
        query = read.queries.get(query_id)
        if query is not None:
            restored = from_json(query.asked, there_is(read))
            self.chosen.emit(restored.asked, missing_sentence(restored.missing))
