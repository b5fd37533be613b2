"""The questions recognised, to be reviewed: what each does, and the code that its answers get."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from qcoder.analysis.autocoding import Role
from qcoder.analysis.questions import Question
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_CODE = 3
_ORDER = (Role.CODE, Role.ENDS, Role.NOTHING)


def role_label(role: Role) -> str:
    """What a question does, in words."""
    return {
        Role.CODE: _("Code the answers"),
        Role.ENDS: _("Only ends an answer"),
        Role.NOTHING: _("Not a question"),
    }[role]


class QuestionsModel(QAbstractTableModel):
    """One row a question; its role and the code of its answers can be changed."""

    changed = Signal()
    """A role or a code was changed."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self.of = 0
        self.questions: list[Question] = []
        self.roles: list[Role] = []
        self.codes: list[str] = []

    def take(self, questions: Sequence[Question], of: int) -> None:
        """Show these, found in so many documents; what was chosen for one that is there still stays chosen."""
        before = {(q.number, q.text): (role, code) for q, role, code in zip(self.questions, self.roles, self.codes, strict=True)}
        self.beginResetModel()
        self.of, self.questions = of, list(questions)
        usual = [(Role.CODE if question.opens else Role.NOTHING, question.name) for question in questions]
        kept = [before.get((q.number, q.text), mine) for q, mine in zip(questions, usual, strict=True)]
        self.roles, self.codes = [role for role, _name in kept], [name for _role, name in kept]
        self.endResetModel()

    def set_role(self, rows: Sequence[int], role: Role) -> None:
        """Say what some questions do."""
        for row in rows:
            self.roles[row] = role
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), _CODE))
            self.changed.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Questions."""
        return 0 if parent.isValid() else len(self.questions)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Role, question, documents, code."""
        return 0 if parent.isValid() else _CODE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Space changes"), _("Question"), _("Documents"), _("Code for the answers (F2)"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Codes can be written where answers are coded."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        edits = index.column() == _CODE and self.roles[index.row()] is Role.CODE
        return usual | Qt.ItemFlag.ItemIsEditable if edits else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is shown and said."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        question, does = self.questions[row], self.roles[row]
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self.theme.text if does is Role.CODE else self.theme.muted)
        if role == Qt.ItemDataRole.ToolTipRole:
            return question.text
        if role == Qt.ItemDataRole.EditRole and column == _CODE:
            return self.codes[row]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{question.text}. {role_label(does)}. {self.codes[row] if does is Role.CODE else ''}"
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        number = f"{question.number} · " if question.number else ""
        documents = _("{n} of {of}").format(n=f"{question.documents:,}", of=f"{self.of:,}")
        code = self.codes[row] if does is Role.CODE else "–"
        return (role_label(does), number + " ".join(question.text.split()), documents, code)[column]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write the code of a question's answers; a blank one puts the usual name back."""
        if role != Qt.ItemDataRole.EditRole or index.column() != _CODE:
            return False
        self.codes[index.row()] = " ".join(str(value).split()) or self.questions[index.row()].name
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True


class QuestionsTable(QTableView):
    """The table. Space changes what the selected questions do, F2 writes the code."""

    def __init__(self) -> None:
        super().__init__()
        self.questions = QuestionsModel()
        self.setModel(self.questions)
        self.setAccessibleName(_("Questions recognised"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in ((0, 160), (2, 100), (_CODE, 260)):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self._turn() if index.column() == 0 else None)

    def chosen(self) -> list[int]:
        """The rows that are selected."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def set_role(self, role: Role) -> None:
        """Say what the selected questions do."""
        self.questions.set_role(self.chosen(), role)

    def _turn(self) -> None:
        row = self.currentIndex().row()
        if row >= 0:
            role = self.questions.roles[row]
            self.questions.set_role(self.chosen() or [row], _ORDER[(_ORDER.index(role) + 1) % len(_ORDER)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and F2; the rest is the table's own."""
        if event.key() == Qt.Key.Key_Space:
            self._turn()
        elif event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.edit(self.questions.index(self.currentIndex().row(), _CODE))
        else:
            super().keyPressEvent(event)
