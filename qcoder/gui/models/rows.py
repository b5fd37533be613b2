"""A table model over plain rows: columns say how to show, check and change them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
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


ROW_ROLE = Qt.ItemDataRole.UserRole + 1


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows rows, sorted and filtered; edits go to the columns' functions, and the table is filled again when the project has changed.

    `key` says by what a row is known when it comes again changed. `rows` holds all of them as they were given, `order` the numbers
    of those that are shown, as they are shown.
    """

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], object] | None = None) -> None:
        super().__init__()
        self.columns: Sequence[Column[Row]] = columns
        self.rows: Sequence[Row] = []
        self.order: list[int] = []
        self.editable = True
        self._key = key
        self._by: tuple[int, bool] | None = None
        self._words: list[str] = []
        self._texts: list[str] | None = None

    def fill(self, rows: Sequence[Row], columns: Sequence[Column[Row]] | None = None) -> None:
        """Show other rows (and columns)."""
        self.beginResetModel()
        self.rows = rows
        self._texts = None
        if columns is not None:
            self.columns = columns
        self._arrange()
        self.endResetModel()

    def append(self, rows: Sequence[Row]) -> None:
        """Show more rows after those that are there, without sorting or filtering: for lists that come in the order they are shown in."""
        if rows:
            last = len(self.rows)
            self.beginInsertRows(NOWHERE, len(self.order), len(self.order) + len(rows) - 1)
            self.rows = [*self.rows, *rows]
            self.order.extend(range(last, len(self.rows)))
            self._texts = None
            self.endInsertRows()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1: as the rows were given."""
        self._by = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._rearrange()

    def set_words(self, text: str) -> None:
        """Keep the rows in which every word of the text occurs in some column."""
        self._words = text.casefold().split()
        self._rearrange()

    def row_at(self, place: int) -> Row:
        """The row at a place of the table."""
        return self.rows[self.order[place]]

    def key_at(self, place: int) -> object:
        """By what the row at a place is known."""
        return self.order[place] if self._key is None else self._key(self.row_at(place))

    def place_of(self, key: object) -> int | None:
        """Where the row is that is known by this."""
        return next((place for place in range(len(self.order)) if self.key_at(place) == key), None)

    def _rearrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self.order[index.row()] for index in before]
        self._arrange()
        places = {number: place for place, number in enumerate(self.order)}
        there = [self.index(places[n], i.column()) if n in places else NOWHERE for n, i in zip(numbers, before, strict=True)]
        self.changePersistentIndexList(before, there)
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        # In Python and at once: Qt's own sorting asks for every cell many times over, which takes seconds for 20,000 rows.
        numbers = list(range(len(self.rows)))
        if self._words:
            if self._texts is None:
                self._texts = [" ".join([column.show(row) for column in self.columns]).casefold() for row in self.rows]
            texts = self._texts
            numbers = [number for number in numbers if all(word in texts[number] for word in self._words)]
        if self._by is not None and self._by[0] < len(self.columns):
            column, falling = self.columns[self._by[0]], self._by[1]
            by = column.sort or (lambda row: column.show(row).casefold())
            numbers.sort(key=lambda number: by(self.rows[number]), reverse=falling)
        self.order = numbers

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """As many as are shown."""
        return 0 if parent.isValid() else len(self.order)

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
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.row_at(index.row())
        if role == ROW_ROLE:
            return row
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
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        column = self.columns[index.column()]
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.editable and column.change is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        if self.editable and column.check is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand an edit to the column; the table shows it once the project has it."""
        column, row = self.columns[index.column()], self.row_at(index.row())
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
    """A table that sorts, filters and copies itself as text, and keeps its place when it is filled again."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows: RowsModel[Any] | None = None
        self._place: tuple[object, int, list[object]] | None = None
        self.setSortingEnabled(True)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setResizeContentsPrecision(200)
        self.setTabKeyNavigation(False)

    def show_model(self, model: RowsModel[Row]) -> None:
        """Show this model."""
        self._rows = model
        model.modelAboutToBeReset.connect(self._note_place)
        self.setModel(model)
        model.modelReset.connect(self._find_place)

    def filter_text(self, text: str) -> None:
        """Keep the rows in which every word occurs."""
        if self._rows is not None:
            self._rows.set_words(text)

    def is_editing(self) -> bool:
        """True while a cell is being written in."""
        return self.state() == QTableView.State.EditingState

    def _note_place(self) -> None:
        current, model = self.currentIndex(), self._rows
        if model is not None and current.isValid():
            chosen = [model.key_at(index.row()) for index in self.selectionModel().selectedRows()]
            self._place = (model.key_at(current.row()), current.column(), chosen)

    def _find_place(self) -> None:
        """The cell one was in is current again, so that the keyboard goes on from there."""
        place, self._place = self._place, None
        model = self._rows
        if place is None or model is None or (row := model.place_of(place[0])) is None:
            return
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(model.index(row, min(place[1], model.columnCount() - 1)), flag.NoUpdate)
        # Looking many up one by one would take long, and nobody knows them by heart.
        for key in place[2][:50]:
            if (row := model.place_of(key)) is not None:
                self.selectionModel().select(model.index(row, 0), flag.Select | flag.Rows)

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
