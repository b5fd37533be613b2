"""The first passages of a plan: where, by whom, their words, and the code they would get."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from qcoder.analysis.autocoding import Example
from qcoder.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class ExamplesModel(QAbstractTableModel):
    """Rows of examples."""

    def __init__(self) -> None:
        super().__init__()
        self.examples: Sequence[Example] = ()
        self._names: Mapping[int, str] = {}
        self._codes: Sequence[str] = ()

    def take(self, examples: Sequence[Example], names: Mapping[int, str], codes: Sequence[str]) -> None:
        """Show these; `names` are those of the documents, `codes` those of the targets."""
        self.beginResetModel()
        self.examples, self._names, self._codes = examples, names, codes
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Examples."""
        return 0 if parent.isValid() else len(self.examples)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Document, speaker, passage, code."""
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Document"), _("Speaker"), _("Passage"), _("Code"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is shown."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        one = self.examples[index.row()]
        words = " ".join(one.text.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return words
        return (self._names.get(one.document_id, ""), one.speaker, words, self._codes[one.target])[index.column()]


class ExamplesTable(QTableView):
    """The table of examples; Enter and double click open the place, by `activated`."""

    def __init__(self) -> None:
        super().__init__()
        self.examples = ExamplesModel()
        self.setModel(self.examples)
        self.setAccessibleName(_("The first passages that would be coded"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in ((0, 190), (1, 110), (3, 200)):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
