"""A table model over plain rows: columns say how to show, check and change them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QTableView

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column. `show` gives the text; `sort` what to sort by; `checked` makes it a tick box; `change` and `check` take an edit."""

    title: str
    show: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    change: Callable[[Row, str], None] | None = None
    checked: Callable[[Row], bool] | None = None
    check: Callable[[Row, bool], None] | None = None
    choices: Callable[[Row], Sequence[str]] | None = None
    number: bool = False
    color: Callable[[Row], str] | None = None
    tip: str = ""


SORT_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows rows; edits go to the columns' functions, and the table is filled again when the project has changed."""

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        super().__init__()
        self.columns: Sequence[Column[Row]] = columns
        self.rows: Sequence[Row] = []
        self.editable = True

    def fill(self, rows: Sequence[Row], columns: Sequence[Column[Row]] | None = None) -> None:
        """Show other rows (and columns)."""
        self.beginResetModel()
        self.rows = rows
        if columns is not None:
            self.columns = columns
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """As many as there are rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """As many as there are columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The columns' titles."""
        if orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.ToolTipRole and self.columns[section].tip:
                return self.columns[section].tip
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if self.columns[section].number else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            return column.sort(row) if column.sort is not None else column.show(row).casefold()
        if column.checked is not None:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if column.checked(row) else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.title}: {column.checked(row)}"
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.show(row)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column.color is not None and column.color(row):
            return QColor(column.color(row))
        if role == Qt.ItemDataRole.ToolTipRole and len(column.show(row)) > 30:
            return column.show(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be done with a cell."""
        column = self.columns[index.column()]
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.editable and column.change is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        if self.editable and column.check is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand an edit to the column; the table shows it once the project has it."""
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and column.check is not None:
            column.check(row, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole and column.change is not None:
            text = str(value).strip()
            if text != column.show(row):
                column.change(row, text)
            return True
        return False


class RowsView(QTableView):
    """A table that sorts, filters and copies itself as text. `filter_text` keeps the rows that hold all its words."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.proxy = WordsFilter()
        self.proxy.setSortRole(SORT_ROLE)
        self.setSortingEnabled(True)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.setTabKeyNavigation(False)

    def show_model(self, model: RowsModel[Row]) -> None:
        """Show this model."""
        self.proxy.setSourceModel(model)
        self.setModel(self.proxy)

    def filter_text(self, text: str) -> None:
        """Keep the rows in which every word occurs."""
        self.proxy.set_words(text)

    def selected_rows(self) -> list[Any]:
        """The rows that are selected, in the order shown."""
        return [index.data(ROW_ROLE) for index in sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())]

    def copy_table(self) -> None:
        """Put the table as shown on the clipboard, for a spreadsheet."""
        model = self.model()
        lines = ["\t".join(str(model.headerData(c, Qt.Orientation.Horizontal) or "") for c in range(model.columnCount()))]
        lines.extend("\t".join(_cell(model.index(r, c)) for c in range(model.columnCount())) for r in range(model.rowCount()))
        QGuiApplication.clipboard().setText("\n".join(lines))


def _cell(index: QModelIndex) -> str:
    checked = index.data(Qt.ItemDataRole.CheckStateRole)
    if checked is not None:
        return "x" if Qt.CheckState(checked) == Qt.CheckState.Checked else ""
    return str(index.data() or "").replace("\t", " ").replace("\n", " ")


class WordsFilter(QSortFilterProxyModel):
    """Keeps the rows in which every word of the filter occurs in some column."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []

    def set_words(self, text: str) -> None:
        """Filter by these words."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """True if all words are somewhere in the row."""
        if not self._words:
            return True
        model = self.sourceModel()
        text = " ".join(str(model.index(row, column, parent).data() or "") for column in range(model.columnCount())).casefold()
        return all(word in text for word in self._words)
