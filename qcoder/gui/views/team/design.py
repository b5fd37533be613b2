"""The study's design: the sampling grid of localities by groups, with targets and what has been reached."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from qcoder.analysis.grid import Grid, GridCell, sampling_grid
from qcoder.domain.memos import Subject
from qcoder.gui.actions.study import StudyActions
from qcoder.gui.jobs import Work
from qcoder.gui.views.team.table_page import LARGE
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.theme import blend
from qcoder.words import _, n_


class DesignPage(QWidget):
    """Rows are localities, columns groups; each cell shows how many were reached of how many wanted, and takes a new target."""

    def __init__(self, desk: Desk, actions: StudyActions) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._actions = actions
        self._filling = False
        self._grid: Grid | None = None
        self._asked: Work | None = None
        self.words = QLabel(_("Participants interviewed, of those wanted. Type a number into a cell to set its target; 0 takes it away."))
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.table = _GridTable()
        self.table.setAccessibleName(_("Sampling grid"))
        self.table.itemChanged.connect(self._changed)
        for header, menu in ((self.table.verticalHeader(), self._place_menu), (self.table.horizontalHeader(), self._group_menu)):
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(menu)
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.missing = QLabel()
        self.missing.setWordWrap(True)
        self.missing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.empty = QLabel(
            _(
                "Add the localities and groups of your design, or read people in from a table; the grid then shows "
                "whom you still need to meet."
            )
        )
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Name of a locality or group"))
        self.name.setAccessibleName(_("Name of a locality or group"))
        self.name.setFixedWidth(260)
        row = QHBoxLayout()
        row.addWidget(self.name)
        for label, slot in ((_("Add locality"), self.add_locality), (_("Add group"), self.add_group)):
            button = QPushButton(label)
            button.clicked.connect(lambda _checked=False, slot=slot: slot())
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.addWidget(self.words)
        layout.addLayout(row)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.missing)

    def first_stop(self) -> QWidget:
        """Where the keyboard begins: the grid, or the box for names while there is none."""
        return self.name if self.table.isHidden() else self.table

    def refresh(self) -> None:
        """Count again, in the background where that takes long."""
        if self._asked is not None and not self._asked.finished:
            self._asked.cancel()
        if len(self._desk.jobs.read.documents.names()) <= LARGE:
            self._show(sampling_grid(self._desk.jobs.read))
        else:
            self._asked = self._desk.jobs.ask(lambda read, _progress: sampling_grid(read), self._show, label=_("Counting participants"))

    def _show(self, grid: Grid) -> None:
        self._grid = grid
        theme = self._desk.theme
        self._filling = True
        self.table.setRowCount(len(grid.localities))
        self.table.setColumnCount(len(grid.groups))
        self.table.setVerticalHeaderLabels([name for _id, name in grid.localities])
        self.table.setHorizontalHeaderLabels([name for _id, name in grid.groups])
        for row, cells in enumerate(grid.cells):
            for column, cell in enumerate(cells):
                item = QTableWidgetItem(_shown(cell))
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                share = min(cell.reached / cell.wanted, 1.0) if cell.wanted else 0.0
                if cell.wanted:
                    item.setBackground(QColor(blend(theme.heat_low, theme.heat_high, 0.7 * share)))
                item.setToolTip(_told(cell))
                if not self._desk.jobs.can_write:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        for column in range(self.table.columnCount()):
            self.table.setColumnWidth(column, max(self.table.columnWidth(column) + 16, 110))
        self._filling = False
        there = bool(grid.localities and grid.groups)
        self.empty.setVisible(not there)
        self.words.setVisible(there)
        self.table.setVisible(bool(grid.localities or grid.groups))
        sentences = list(grid.missing)
        if grid.elsewhere:
            sentences.append(
                n_(
                    "{n} interviewed participant has no locality or no group.",
                    "{n} interviewed participants have no locality or no group.",
                    grid.elsewhere,
                )
            )
        self.missing.setText("\n".join(sentences))

    def add_locality(self) -> None:
        """Add a locality of the name typed."""
        self._actions.add_locality(self.name.text())
        self.name.clear()

    def add_group(self) -> None:
        """Add a group of the name typed."""
        self._actions.add_group(self.name.text())
        self.name.clear()

    def _changed(self, item: QTableWidgetItem) -> None:
        if self._filling or self._grid is None:
            return
        text = item.text().split(" ")[-1]
        place, group = self._grid.localities[item.row()][0], self._grid.groups[item.column()][0]
        if text.isdecimal() and len(text) < 7:
            self._actions.set_target(place, group, int(text))
        else:
            self._desk.signals.notice.emit(_("A target is a number of participants, 0 or more."))
            self.refresh()

    def _place_menu(self, position: QPoint) -> None:
        row = self.table.verticalHeader().logicalIndexAt(position)
        if self._grid is not None and 0 <= row < len(self._grid.localities):
            place_id, name = self._grid.localities[row]
            self._menu(
                name,
                lambda new: self._actions.rename_place(place_id, new),
                lambda: self._actions.delete_place(place_id),
                lambda: self._desk.signals.write_memo.emit(Subject.PLACE, place_id),
            )

    def _group_menu(self, position: QPoint) -> None:
        column = self.table.horizontalHeader().logicalIndexAt(position)
        if self._grid is not None and 0 <= column < len(self._grid.groups):
            group_id, name = self._grid.groups[column]
            self._menu(
                name,
                lambda new: self._actions.rename_group(group_id, new),
                lambda: self._actions.delete_group(group_id),
                lambda: self._desk.signals.write_memo.emit(Subject.GROUP, group_id),
            )

    def _menu(self, name: str, rename: Callable[[str], None], delete: Callable[[], None], memo: Callable[[], None]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        typed = self.name.text().strip()
        action = menu.addAction(_("Rename “{name}” to “{typed}”").format(name=name, typed=typed or "…"))
        action.setEnabled(bool(typed))
        action.triggered.connect(partial(rename, typed))
        action.triggered.connect(self.name.clear)
        menu.addAction(_("Memo about “{name}”").format(name=name)).triggered.connect(memo)
        menu.addAction(_("Delete “{name}”").format(name=name)).triggered.connect(delete)
        menu.popup(self.cursor().pos())


class _GridTable(QTableWidget):
    """Typing a digit begins a new target."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear a cell with Delete; the rest as usual."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and item is not None:
            item.setText("0")
        else:
            super().keyPressEvent(event)


def _shown(cell: GridCell) -> str:
    return f"{cell.reached} / {cell.wanted}" if cell.wanted else str(cell.reached or "·")


def _told(cell: GridCell) -> str:
    reached = n_("{n} participant interviewed", "{n} participants interviewed", cell.reached)
    return (
        reached
        if not cell.wanted
        else _("{reached}, {wanted} wanted, {missing} still missing").format(reached=reached, wanted=cell.wanted, missing=cell.missing)
    )
