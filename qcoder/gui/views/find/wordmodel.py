"""The word list as a table: sorted by any column, without the words that are left out."""

import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from qcoder.analysis.frequencies import WordRow, chosen, per_thousand
from qcoder.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
COLUMNS = (_("Word"), _("Count"), _("Per 1,000 words"), _("Documents"), _("Participants"))
_ARROW = " " * 5
"""Room at the right for the arrow that shows the order."""
_TIPS = (
    _("As it is written, in small letters; what an apostrophe or a hyphen joins is one word"),
    _("How often it is said where you look"),
    _("How often in a thousand of all words counted where you look, left out or not"),
    _("In how many documents it is said"),
    _("By how many participants it is said; each counts once, in however many documents"),
)
_KEYS: Sequence[Callable[[WordRow], object]] = (
    lambda row: unicodedata.normalize("NFKD", row.word),
    lambda row: row.count,
    lambda row: row.count,
    lambda row: row.documents,
    lambda row: row.participants,
)


class WordsModel(QAbstractTableModel):
    """The rows that are shown; `words` is how many words were counted in all."""

    def __init__(self) -> None:
        super().__init__()
        self.words = 0
        self.rows: list[WordRow] = []
        self._all: Sequence[WordRow] = ()
        self._left_out: frozenset[str] = frozenset()
        self._least = 3
        self._typed = ""
        self._column, self._order = 1, Qt.SortOrder.DescendingOrder

    def take(self, rows: Sequence[WordRow], words: int) -> None:
        """Show what was counted: rows by frequency."""
        self._all, self.words = rows, words
        self._fill()

    def limit(self, left_out: frozenset[str], least: int, typed: str) -> None:
        """Leave out words, short ones, and those without the letters typed."""
        self._left_out, self._least, self._typed = left_out, least, typed
        self._fill()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; equals stay by frequency."""
        self._column, self._order = column, order
        self._fill()

    def _fill(self) -> None:
        self.beginResetModel()
        self.rows = chosen(self._all, self._left_out, self._least, self._typed)
        down = self._order == Qt.SortOrder.DescendingOrder
        if (self._column, down) not in ((1, True), (2, True)):
            self.rows.sort(key=_KEYS[self._column], reverse=down)  # type: ignore[arg-type]  # every key compares with its like
        self.endResetModel()

    def row_of(self, word: str) -> int:
        """Where a word stands; -1 if it is not shown."""
        return next((number for number, row in enumerate(self.rows) if row.word == word), -1)

    def cells(self, row: WordRow) -> tuple[str, int, float, int, int]:
        """A row as values."""
        return (row.word, row.count, round(per_thousand(row.count, self.words), 3), row.documents, row.participants)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Words shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """The word and its four figures."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section] + _ARROW if section else COLUMNS[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _TIPS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A word, or one of its figures."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{word}: {column} {value}").format(word=row.word, column=COLUMNS[column], value=self._shown(row, column))
        return self._shown(row, column) if role == Qt.ItemDataRole.DisplayRole else None

    def _shown(self, row: WordRow, column: int) -> str:
        value = self.cells(row)[column]
        return value if isinstance(value, str) else f"{value:,.2f}" if column == 2 else f"{value:,}"
