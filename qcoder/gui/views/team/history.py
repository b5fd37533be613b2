"""The history of every change: who, when, what, how; and undo back to a point."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QAbstractItemView

from qcoder.domain.codings import Origin
from qcoder.gui.models.rows import Column, RowsModel
from qcoder.gui.views.team.table_page import TablePage
from qcoder.gui.views.workspace import Desk
from qcoder.project.history import Step
from qcoder.words import _, n_

SHOWN = 5000


def origin_words(origin: Origin) -> str:
    """How a change came about, in words."""
    return {
        Origin.HAND: _("by hand"),
        Origin.IMPORT: _("import"),
        Origin.SUGGESTION: _("suggestion accepted or rejected"),
        Origin.AUTOCODE: _("autocoding"),
        Origin.MERGE: _("merge"),
        Origin.UNDO: _("undo"),
        Origin.REDO: _("redo"),
    }[origin]


class HistoryPage(TablePage):
    """The steps, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("History"), _("Every change will be listed here, with who made it and when."))
        muted = desk.theme.muted
        self.model: RowsModel[Step] = RowsModel(
            (
                Column(_("Step"), lambda s: f"{s.seq:,}", sort=lambda s: s.seq, number=True),
                Column(
                    _("When"),
                    lambda s: datetime.fromtimestamp(s.at / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S"),
                    sort=lambda s: s.seq,
                ),
                Column(_("Who"), lambda s: s.who),
                Column(_("What"), lambda s: s.title + (_(" (undone)") if s.undone else ""), color=lambda s: muted if s.undone else ""),
                Column(_("How"), lambda s: origin_words(s.origin)),
                Column(_("Why"), lambda s: s.why),
            ),
            lambda step: step.seq,
        )
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.button(_("Undo"), _("Take back the newest change"), desk.commands["undo"].trigger)
        self.button(_("Redo"), _("Bring back what was undone last"), desk.commands["redo"].trigger)
        self.use(self.model)

    def refresh(self) -> None:
        """Read the steps again."""
        history = self._desk.jobs.read.history
        steps = history.steps(SHOWN)
        self.model.fill(steps)
        total = history.count()
        shown = _("; the newest {n} are shown").format(n=f"{SHOWN:,}") if total > SHOWN else ""
        self.words.setText(
            n_(
                "{n} change since the project was made{shown}. Times are this computer's.",
                "{n} changes since the project was made{shown}. Times are this computer's.",
                total,
            ).replace("{shown}", shown)
        )
