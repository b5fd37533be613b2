"""Who looks after which branch of the codebook, and what others changed there."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qcoder.analysis.codebook_history import OthersEdit, changed_by_others
from qcoder.gui.actions.team import TeamActions
from qcoder.gui.models.rows import Column, RowsModel, RowsView
from qcoder.gui.views.team.moments import moment
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch that somebody looks after, with what others changed in it since they last looked."""

    code_id: int
    path: str
    owner_ids: tuple[int, ...]
    owners: str
    edits: tuple[OthersEdit, ...]


def branch_rows(read: Reader) -> list[BranchRow]:
    """The branches in the order of the tree."""
    owners: dict[int, list[int]] = {}
    for owner in read.codebook.owners():
        owners.setdefault(owner.code_id, []).append(owner.coder_id)
    names = {coder.id: coder.name for coder in read.study.coders()}
    edits = changed_by_others(read)
    tree = read.codes.tree()
    return [
        BranchRow(
            code.id,
            tree.path(code.id),
            tuple(owners[code.id]),
            ", ".join(names[id_] for id_ in owners[code.id]),
            tuple(edit for edit in edits if edit.branch_id == code.id),
        )
        for _depth, code in tree.walk()
        if code.id in owners
    ]


class OwnersDialog(QDialog):
    """Asks for a branch and who looks after it."""

    def __init__(self, parent: QWidget, read: Reader, row: BranchRow | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Who looks after a branch"))
        self.resize(420, 340)
        tree = read.codes.tree()
        self.code = QComboBox()
        self.code.setAccessibleName(_("Branch"))
        for _depth, code in tree.walk():
            self.code.addItem(tree.path(code.id), code.id)
        self.coders = QListWidget()
        self.coders.setAccessibleName(_("Who looks after it"))
        owners = row.owner_ids if row is not None else ()
        if row is not None:
            self.code.setCurrentIndex(self.code.findData(row.code_id))
        for coder in read.study.coders():
            item = QListWidgetItem(coder.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if coder.id in owners else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, coder.id)
            self.coders.addItem(item)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(_("Branch"), self.code)
        form.addRow(_("Coders"), self.coders)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def chosen(self) -> tuple[int, tuple[int, ...]]:
        """(code, coders)."""
        items = (self.coders.item(row) for row in range(self.coders.count()))
        ids = tuple(item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked)
        return self.code.currentData(), ids


class BranchesPart(QWidget):
    """The branches above, what others changed in the selected one below."""

    def __init__(self, desk: Desk, actions: TeamActions) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._actions = actions
        self.dialog: OwnersDialog | None = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "muted")
        self.model: RowsModel[BranchRow] = RowsModel(
            (
                Column(_("Branch"), lambda r: r.path),
                Column(_("Looked after by"), lambda r: r.owners),
                Column(_("Changes by others"), lambda r: f"{len(r.edits):,}", sort=lambda r: len(r.edits), number=True),
            )
        )
        self.edits: RowsModel[OthersEdit] = RowsModel(
            (
                Column(_("When"), lambda e: moment(e.edit.at), sort=lambda e: e.edit.at),
                Column(_("Who"), lambda e: e.edit.who),
                Column(_("What"), lambda e: e.edit.title),
            )
        )
        self.view, self.list = RowsView(_("Branches")), RowsView(_("Changes by others"))
        self.view.show_model(self.model)
        self.list.show_model(self.edits)
        for view in (self.view, self.list):
            view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.view.selectionModel().selectionChanged.connect(lambda *_which: self._show_edits())
        self.set_button = QPushButton(_("Say who looks after a branch…"))
        self.set_button.clicked.connect(lambda _checked=False: self.ask())
        self.seen = QPushButton(_("All seen"))
        self.seen.setToolTip(_("List changes by others in the selected branch from now on"))
        self.seen.clicked.connect(lambda _checked=False: self.mark_seen())
        self.setFocusProxy(self.set_button)
        self.told = QLabel()
        self.told.setProperty("role", "subheading")
        self.told.setWordWrap(True)
        row = QHBoxLayout()
        for widget in (self.set_button, self.seen):
            row.addWidget(widget)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.words)
        layout.addLayout(row)
        layout.addWidget(self.view)
        layout.addWidget(self.told)
        layout.addWidget(self.list, 1)
        self._air = QWidget()  # keeps the words at the top while there is no list
        layout.addWidget(self._air, 1)

    def refresh(self) -> None:
        """Read them again."""
        self._desk.jobs.ask(lambda read, _progress: branch_rows(read), self._show, label=_("Reading the history"))

    def ask(self) -> None:
        """Ask who looks after a branch."""
        rows = self.view.selected_rows()
        self.dialog = OwnersDialog(self, self._desk.jobs.read, rows[0] if rows else None)
        self.dialog.accepted.connect(self._set)
        self.dialog.open()

    def mark_seen(self) -> None:
        """The changes listed for the selected branch were seen."""
        rows = self.view.selected_rows()
        if rows:
            self._actions.set_owners(rows[0].code_id, rows[0].owner_ids)

    def _set(self) -> None:
        if self.dialog is not None and self.dialog.code.currentData() is not None:
            self._actions.set_owners(*self.dialog.chosen())

    def _show(self, rows: list[BranchRow]) -> None:
        writing = self._desk.jobs.can_write
        self.set_button.setEnabled(writing)
        self.model.fill(rows)
        self.words.setText(
            _("Everybody may change every code; what others change in a branch is listed for those who look after it.")
            if rows
            else _(
                "In a large team a few people may look after a branch of the codebook each. Everybody may still change it, and what "
                "others change is listed here for them."
            )
        )
        for widget in (self.view, self.told):
            widget.setVisible(bool(rows))
        self.seen.setVisible(bool(rows) and writing)
        self.view.resizeColumnsToContents()
        high = self.view.verticalHeader().defaultSectionSize()
        self.view.setFixedHeight(self.view.horizontalHeader().sizeHint().height() + min(len(rows), 7) * high + 6)
        if rows:
            self.view.selectRow(0)
        self._show_edits()

    def _show_edits(self) -> None:
        rows = self.view.selected_rows()
        edits = rows[0].edits if rows else ()
        self.edits.fill(edits)
        self.list.setVisible(bool(edits))
        self._air.setVisible(not edits)
        if rows:
            changed = n_("{n} change by others in “{branch}”", "{n} changes by others in “{branch}”", len(edits))
            nothing = _("Nothing in “{branch}” was changed by others since they last looked.")
            self.told.setText((changed if edits else nothing).replace("{branch}", rows[0].path))
        self.seen.setEnabled(bool(edits))
        self.list.resizeColumnsToContents()
