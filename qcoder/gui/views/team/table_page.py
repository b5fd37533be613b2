"""What the pages of Team & study share: a line of words, buttons, a filter, a table, and a line when it is empty."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from qcoder.gui.jobs import Work
from qcoder.gui.models.rows import ROW_ROLE, Column, Index, Row, RowsModel, RowsView
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.words import _

Answer = TypeVar("Answer")
LARGE = 300
"""With more documents than this, tables are read in the background."""


class ChoiceDelegate(QStyledItemDelegate):
    """Edits a cell of a column that has choices with an editable list; other cells as usual."""

    def __init__(self, model: RowsModel[Row]) -> None:
        super().__init__()
        self._model: RowsModel[Row] = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list with the choices, in which something new may be typed."""
        column = self._model.columns[index.column()]
        if column.choices is None:
            return super().createEditor(parent, option, index)
        box = QComboBox(parent)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(list(column.choices(index.data(ROW_ROLE))))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what the cell holds."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()
        else:
            super().setEditorData(editor, index)


class TablePage(QWidget):
    """One page: `say` above, buttons and filter, the table, and `empty` in its place when there are no rows."""

    def __init__(self, desk: Desk, name: str, empty: str) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._asked: Work | None = None
        self._waiting: Callable[[], None] | None = None
        self.stops: list[QWidget] = []
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "muted")
        self.bar = QHBoxLayout()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter…"))
        self.filter.setAccessibleName(_("Filter: {table}").format(table=name))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(90)
        self.filter.setMaximumWidth(200)
        self.copy = QPushButton(_("Copy table"))
        self.copy.setProperty("role", "quiet")
        self.view = RowsView(name)
        self.copy.clicked.connect(self.view.copy_table)
        self.filter.textChanged.connect(self.view.filter_text)
        self.empty = QLabel(empty)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.bar.addStretch(1)
        self.bar.addWidget(self.filter)
        self.bar.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.addWidget(self.words)
        layout.addLayout(self.bar)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.view, 1)
        self._delegate: ChoiceDelegate | None = None
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.view.copy_table)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes as one reads; said here, since the order is lost when the page is put into the window."""
        super().showEvent(event)
        for before, after in pairwise([*self.stops, self.filter, self.copy, self.view]):
            QWidget.setTabOrder(before, after)

    def use(self, model: RowsModel[Row]) -> None:
        """Show this model in the table."""
        self._delegate = ChoiceDelegate(model)
        self._delegate.closeEditor.connect(lambda *_which: QTimer.singleShot(0, self, self._fill_now))
        self.view.setItemDelegate(self._delegate)
        self.view.show_model(model)
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        model.modelReset.connect(lambda: self._reset(model))
        self._reset(model)

    def button(self, label: str, tip: str, slot: Callable[[], object]) -> QPushButton:
        """Add a button at the left."""
        button = QPushButton(label)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.clicked.connect(lambda _checked=False: slot())
        self.bar.insertWidget(self.bar.count() - 3, button)
        self.stops.append(button)
        return button

    def gather(self, question: Callable[[Reader], Answer], then: Callable[[Answer], None]) -> None:
        """Read what the table shows, at once or, in a large project, in the background; a cell that is being written in is left alone."""

        def fill(answer: Answer) -> None:
            self._waiting = lambda: then(answer)
            self._fill_now()

        if self._asked is not None and not self._asked.finished:
            self._asked.cancel()
        if len(self._desk.jobs.read.documents.names()) <= LARGE:
            fill(question(self._desk.jobs.read))
        else:
            self._asked = self._desk.jobs.ask(lambda read, _progress: question(read), fill, label=_("Reading the table"))

    def _fill_now(self) -> None:
        if self._waiting is not None and not self.view.is_editing():
            fill, self._waiting = self._waiting, None
            fill()

    def first_stop(self) -> QWidget:
        """Where the keyboard begins: the table, or the first button while it is empty."""
        return self.stops[0] if self.stops and self.view.isHidden() else self.view

    def edit(self, row: object, column: int) -> None:
        """Put the cursor into a cell of a row."""
        for number in range(self.view.model().rowCount()):
            index: QModelIndex = self.view.model().index(number, column)
            if index.data(ROW_ROLE) == row:
                self.view.setFocus()
                self.view.setCurrentIndex(index)
                self.view.scrollTo(index)
                self.view.edit(index)
                return

    def _reset(self, model: RowsModel[Row]) -> None:
        self.empty.setVisible(not model.rows)
        for widget in (self.view, self.words, self.filter, self.copy):
            widget.setVisible(bool(model.rows))
        # A last column of numbers stays beside the others; words may have the rest of the width.
        self.view.horizontalHeader().setStretchLastSection(bool(model.columns) and not model.columns[-1].number)
        self.view.resizeColumnsToContents()
        for column in range(model.columnCount()):
            self.view.setColumnWidth(column, min(max(self.view.columnWidth(column) + 20, 60), 460))


def columns_from(*columns: Column[Row]) -> Sequence[Column[Row]]:
    """The columns as they are, typed by their rows."""
    return columns
