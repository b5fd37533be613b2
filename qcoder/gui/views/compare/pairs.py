"""Pairs of codes as a table that can be sorted by any of its columns."""

from html import escape

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from qcoder.exporters.relations import RelationsTable
from qcoder.words import _

Index = QModelIndex | QPersistentModelIndex
Key = tuple[int, int]


class PairModel(QAbstractTableModel):
    """The pairs, strongest first until somebody sorts them otherwise; hidden ones stay last."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[tuple[str, str, float, float, float, float | None, float | None], bool, Key]] = []
        self._heads: tuple[str, ...] = ("",) * 7

    def put(self, table: RelationsTable, keys: list[Key]) -> None:
        """Show other pairs; `keys` says which two rows each is of."""
        self.beginResetModel()
        self._heads = (
            _("First code") if table.directed else _("Code"), _("Second code") if table.directed else _("With"), _("Together"),
            _("Documents"), _("Participants"), table.measure.capitalize(), _("Lift"),
        )  # fmt: skip
        self._rows = [
            ((p.a, p.b, p.n, p.documents, p.participants, p.jaccard, p.lift), p.hidden, key)
            for p, key in zip(table.pairs, keys, strict=True)
        ]
        self.endResetModel()

    def as_mime(self) -> QMimeData:
        """The pairs as they stand, for spreadsheets and for word processors."""
        across = range(len(self._heads))
        lines = [list(self._heads)]
        lines += [[" ".join(str(self.index(row, column).data() or "").split()) for column in across] for row in range(len(self._rows))]
        data = QMimeData()
        data.setText("\n".join("\t".join(line) for line in lines) + "\n")
        rows = ["".join(f"<td>{escape(part)}</td>" for part in line) for line in lines]
        data.setHtml(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        return data

    def key(self, row: int) -> Key:
        """The two codes of a line."""
        return self._rows[row][2]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """How many pairs."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Two codes and five figures."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the columns are."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((Qt.AlignmentFlag.AlignLeft if section < 2 else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words and figures."""
        if not index.isValid():
            return None
        values, hidden, _key = self._rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole and column > 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            if column < 2:
                return values[column]
            if hidden:
                return _("hidden") if column == 2 else ""
            value = values[column]
            return "" if value is None else f"{value:,.2f}" if column > 4 else f"{value:,.0f}"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; pairs that are alike in it stay as they stood."""
        self.beginResetModel()
        down = order == Qt.SortOrder.DescendingOrder

        def rank(row: tuple[tuple[str | float | None, ...], bool, Key]) -> tuple[str, float]:
            value = row[0][column]
            return (value.casefold(), 0.0) if isinstance(value, str) else ("", -1.0 if value is None else value)

        self._rows.sort(key=rank, reverse=down)
        self._rows.sort(key=lambda row: row[1])
        self.endResetModel()


class PairTable(QTableView):
    """Enter or a click on a pair shows its passages."""

    chosen = Signal(object)
    """The two rows."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs = PairModel()
        self.setModel(self.pairs)
        self.setAccessibleName(_("Pairs of codes"))
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((260, 260, 110, 120, 130, 110, 90)):
            self.setColumnWidth(column, width)
            if column < 2:
                self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.activated.connect(self._choose)
        self.clicked.connect(self._choose)

    def show_pairs(self, table: RelationsTable, keys: list[Key]) -> None:
        """Show other pairs, sorted as those before them, with the cursor on the same pair if it is still there."""
        before = self.pairs.key(self.currentIndex().row()) if self.currentIndex().isValid() else None
        self.pairs.put(table, keys)
        head = self.horizontalHeader()
        if head.sortIndicatorSection() >= 0:
            self.pairs.sort(head.sortIndicatorSection(), head.sortIndicatorOrder())
        row = next((row for row in range(self.pairs.rowCount()) if self.pairs.key(row) == before), 0)
        self.setCurrentIndex(self.pairs.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.pairs.key(index.row()))
