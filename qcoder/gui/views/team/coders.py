"""The team: who codes, in which colour, and how much."""

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QAbstractItemView, QColorDialog

from qcoder.domain.people import Coder
from qcoder.gui.actions.study import StudyActions
from qcoder.gui.models.rows import Column, RowsModel
from qcoder.gui.views.team.table_page import TablePage
from qcoder.gui.views.workspace import Desk
from qcoder.words import _


@dataclass(frozen=True, slots=True)
class Member:
    """A coder with what they have done."""

    coder: Coder
    codings: int
    fully_coded: int


class CodersPage(TablePage):
    """The coders; the one who is working now is marked."""

    def __init__(self, desk: Desk, actions: StudyActions) -> None:
        super().__init__(desk, _("Coders"), _("Coders appear here with their first change."))
        self._actions = actions
        self.model: RowsModel[Member] = RowsModel(
            (
                Column(_("Coder"), lambda r: r.coder.name, change=self._rename),
                Column(_("Initials"), lambda r: r.coder.initials, change=lambda r, text: actions.edit_coder(r.coder.id, initials=text)),
                Column(
                    _("Colour"),
                    lambda r: "■■■" if r.coder.color else "",
                    color=lambda r: r.coder.color,
                    tip=_("The button “Colour…” changes it"),
                ),
                Column(_("Codings"), lambda r: f"{r.codings:,}", sort=lambda r: r.codings, number=True),
                Column(
                    _("Fully coded"),
                    lambda r: f"{r.fully_coded:,}",
                    sort=lambda r: r.fully_coded,
                    number=True,
                    tip=_("Transcripts marked as fully coded"),
                ),
                Column("", lambda r: _("you") if r.coder.id == desk.jobs.project.coder[0] else ""),
            ),
            lambda row: row.coder.id,
        )
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.button(_("Add"), _("Add a member of the team"), self.add)
        self.button(_("I am this one"), _("Make the next changes as the selected coder, on this computer"), self.become)
        self.button(_("Colour…"), _("Choose the selected coder's colour"), self.recolor)
        self.use(self.model)

    def refresh(self) -> None:
        """Read the team again."""
        read = self._desk.jobs.read
        codings = read.codings.coder_counts()
        full: dict[int, int] = {}
        for coders in read.documents.fully_coded().values():
            for coder_id in coders:
                full[coder_id] = full.get(coder_id, 0) + 1
        self.model.editable = self._desk.jobs.can_write
        self.model.fill([Member(coder, codings.get(coder.id, 0), full.get(coder.id, 0)) for coder in read.study.coders()])
        self.words.setText(
            _("Every coding says who made it. You are {name}.").format(name=self._desk.jobs.project.coder[1] or _("nobody yet"))
        )

    def add(self) -> None:
        """Add a coder with a name to be changed at once."""
        taken = {row.coder.name for row in self.model.rows}
        number = len(taken) + 1
        while (name := _("Coder {n}").format(n=number)) in taken:
            number += 1
        self._actions.add_coder(name, self._begin)

    def _begin(self, coder_id: int) -> None:
        for row in self.model.rows:
            if row.coder.id == coder_id:
                self.edit(row, 0)

    def _rename(self, row: Member, name: str) -> None:
        """A person who gives themselves another name is still the same coder the next time."""

        def renamed(_nothing: object) -> None:
            if row.coder.id == self._desk.jobs.project.coder[0]:
                self._act_as(name)

        self._actions.edit_coder(row.coder.id, name=name, then=renamed)

    def _act_as(self, name: str) -> None:
        self._desk.jobs.act_as(name)
        self._desk.signals.settings_changed.emit(replace(self._desk.settings, coder=self._desk.jobs.project.coder[1]))

    def become(self) -> None:
        """Act as the selected coder from now on."""
        rows = self.view.selected_rows()
        if rows:
            self._act_as(rows[0].coder.name)
        else:
            self._desk.signals.notice.emit(_("Select a coder first."))

    def recolor(self) -> None:
        """Choose a colour for the selected coder."""
        rows = self.view.selected_rows()
        if rows:
            dialog = QColorDialog(rows[0].coder.color, self)
            dialog.colorSelected.connect(lambda color: self._actions.edit_coder(rows[0].coder.id, color=color.name()))
            dialog.open()
