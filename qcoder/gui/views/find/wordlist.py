"""The list of words in Find: counted in the background where the person looks; a word leads to its lines."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qcoder.analysis.finding import Where
from qcoder.analysis.frequencies import Counted, Frequencies
from qcoder.analysis.leaving_out import LeftOut, read_left_out
from qcoder.gui.actions.find import FindActions
from qcoder.gui.jobs import Work
from qcoder.gui.views.find.leavingout import LeavingOutPopup
from qcoder.gui.views.find.wordmodel import COLUMNS, WordsModel
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.words import _, n_

SLICE_SECONDS = 0.1


class WordTable(QTableView):
    """The table. Enter or a double click leads to a word's lines, Del leaves words out, Up on the first line goes to the filter."""

    opened = Signal(str)
    """The word whose lines are wanted."""
    unwanted = Signal(object)
    """Words (a tuple) to leave out."""
    left = Signal()
    """The person goes back to the filter."""

    def __init__(self, model: WordsModel) -> None:
        super().__init__()
        self.words = model
        self.setModel(model)
        self.setAccessibleName(_("Words by frequency"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
        header.setHighlightSections(False)
        for column, width in enumerate((300, 110, 150, 120, 130)):
            self.setColumnWidth(column, width)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda _index: self._open())

    def chosen(self) -> list[str]:
        """The words that are selected, in the order shown."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.words.rows[row].word for row in rows]

    def _open(self) -> None:
        row = self.currentIndex().row()
        if 0 <= row < len(self.words.rows):
            self.opened.emit(self.words.rows[row].word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Del, Esc and Up; the rest is the table's own."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key == Qt.Key.Key_Delete:
            if words := self.chosen():
                self.unwanted.emit(tuple(words))
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and self.currentIndex().row() <= 0):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Filter(QLineEdit):
    """Letters that the words must have; Down goes to them."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter; the rest is the line's own."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        else:
            super().keyPressEvent(event)


class WordList(QWidget):
    """Counts, and shows what was counted."""

    opened = Signal(str)
    """The word whose lines are wanted."""

    def __init__(self, desk: Desk, actions: FindActions) -> None:
        super().__init__()
        self._desk, self._actions = desk, actions
        self.model = WordsModel()
        self._left = LeftOut()
        self._where: Where | None = None
        self._counting: Frequencies | None = None
        self._work: Work | None = None
        self._counted: Counted | None = None
        self.stale = False
        """Set when other words may be counted than before."""
        self._build()
        self._connect()
        self._limit()

    def _build(self) -> None:
        self.filter = _Filter()
        self.filter.setPlaceholderText(_("Only words with these letters"))
        self.filter.setAccessibleName(_("Only words with these letters"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(230)
        self.least = QSpinBox()
        self.least.setRange(1, 30)
        self.least.setValue(3)
        self.least.setPrefix(_("at least "))
        self.least.setSuffix(_(" letters"))
        self.least.setAccessibleName(_("Only words of so many letters or more"))
        self.leave = QPushButton()
        self.popup = LeavingOutPopup(self)
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.stop, self.again = QPushButton(_("Cancel")), QPushButton(_("Count again"))
        self.stop.setAccessibleName(_("Stop counting"))
        above = QHBoxLayout()
        limits: tuple[QWidget, ...] = (self.filter, self.least, self.leave)
        progress: tuple[QWidget, ...] = (self.said, self.stop, self.again)
        for widget in limits:
            above.addWidget(widget)
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for widget in progress:
            above.addWidget(widget, 1 if widget is self.said else 0)
        self.table = WordTable(self.model)
        self.lines, self.drop = QPushButton(_("Show the lines")), QPushButton(_("Leave out  Del"))
        self.lines.setProperty("role", "primary")
        self.drop.setAccessibleName(_("Leave out the words selected"))
        self.lines.setToolTip(_("Show every place where the word is said (Enter)"))
        self.copy, self.export = QPushButton(_("Copy table")), QPushButton(_("Export…"))
        below = QHBoxLayout()
        below.addWidget(self.lines)
        below.addWidget(self.drop)
        below.addStretch(1)
        below.addWidget(self.copy)
        below.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._limit())
        self.filter.down.connect(self._to_table)
        self.least.valueChanged.connect(lambda _least: self._limit())
        self.leave.clicked.connect(lambda: self.popup.ask(self.leave, self._left, may_write=self._desk.jobs.can_write))
        self.popup.chosen.connect(self._actions.leave_out)
        self.table.opened.connect(self.opened)
        self.table.unwanted.connect(self._leave_out)
        self.table.left.connect(self.filter.setFocus)
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._show_state())
        self.lines.clicked.connect(self.table._open)
        self.drop.clicked.connect(lambda: self._leave_out(tuple(self.table.chosen())))
        self.copy.clicked.connect(self.copy_table)
        self.export.clicked.connect(self.export_table)
        self.stop.clicked.connect(self.give_up)
        self.again.clicked.connect(self._begin)

    # -- counting -------------------------------------------------------------------------------------------------------

    @property
    def is_under_way(self) -> bool:
        """True while words are being counted."""
        return self._work is not None

    def count(self, where: Where) -> None:
        """Count where it is asked; what was counted there before and is still so stays."""
        if where != self._where or self.stale or not (self._counted is not None and self._counted.finished):
            self._where = where
            self._begin()

    def _begin(self) -> None:
        self.give_up()
        if self._where is None:
            return
        self._counted = None
        self.stale = False
        self._counting = Frequencies(self._where)
        self._next()
        self._show_state()

    def _next(self) -> None:
        counting = self._counting
        assert counting is not None
        self._work = self._desk.jobs.ask(
            lambda read, _progress: counting.go_on(read, SLICE_SECONDS), lambda counted: self._landed(counting, counted)
        )

    def _landed(self, counting: Frequencies, counted: Counted) -> None:
        if counting is not self._counting:
            return
        self._counted = counted
        if counted.rows is not None:
            self._take(counted)
        if counted.finished:
            self._work = self._counting = None
        else:
            self._next()
        self._show_state()

    def _take(self, counted: Counted) -> None:
        """Show the new rows; the cursor stays on its word, and the words in view where they are if they can."""
        row = self.table.currentIndex().row()
        word = self.model.rows[row].word if 0 <= row < len(self.model.rows) else ""
        self.model.take(counted.rows or (), counted.words)
        if word and (row := self.model.row_of(word)) >= 0:
            self.table.selectRow(row)

    def give_up(self) -> None:
        """Stop counting; what was counted so far stays in view, and says so."""
        if self._work is not None:
            self._work.cancel()
        self._work = self._counting = None
        self._show_state()

    def take_left_out(self, read: Reader) -> None:
        """Show the words again without those that the project leaves out now."""
        self._left = read_left_out(read)
        self._limit()

    def _limit(self) -> None:
        self.model.limit(self._left.words, self.least.value(), self.filter.text())
        self._show_state()

    def _leave_out(self, words: tuple[str, ...]) -> None:
        if words and self._desk.jobs.can_write:
            self._actions.leave_out(self._left.with_own(" ".join((*self._left.own, *words))))

    # -- words about it -----------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        counted, shown = self._counted, len(self.model.rows)
        english = _("English words") if self._left.english else ""
        own = n_("{n} of your own", "{n} of your own", len(self._left.own)) if self._left.own else ""
        left = _(" and ").join(filter(None, (english, own))) or _("nothing")
        self.leave.setText(_("Left out: {what} ▾").format(what=left))
        self.leave.setAccessibleName(_("Words left out: {what}").format(what=left))
        self.leave.setToolTip(_("{n} words in all are left out of the list").format(n=f"{len(self._left.words):,}") if left else "")
        self.stop.setVisible(self.is_under_way)
        unfinished = counted is not None and not counted.finished and not self.is_under_way
        self.again.setVisible(unfinished)
        self.said.setText(self._words(counted, shown))
        chosen = self.table.chosen()
        self.lines.setEnabled(len(chosen) == 1)
        self.drop.setEnabled(bool(chosen) and self._desk.jobs.can_write)
        for button in (self.copy, self.export):
            button.setEnabled(bool(shown) and not self.is_under_way)

    def _words(self, counted: Counted | None, shown: int) -> str:
        if counted is None:
            return _("Counting…") if self.is_under_way else ""
        if not counted.finished:
            share = f"{counted.done:,} / {counted.total:,}"
            words = _("Counting… documents: {share}") if self.is_under_way else _("Stopped: only {share} documents are counted.")
            return words.format(share=share)
        if not counted.words:
            return _("Nobody says anything where you look; choose others under Said by, or tie speakers to participants in Team.")
        listed = n_("{n} word", "{n} words", shown)
        return _("{listed} of {different} different ones · {words} said").format(
            listed=listed, different=f"{counted.different:,}", words=f"{counted.words:,}"
        )

    # -- moving and taking away -----------------------------------------------------------------------------------------

    def _to_table(self) -> None:
        if self.model.rows:
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
            self.table.setFocus()

    def copy_table(self) -> None:
        """Put the selected words, or all shown, onto the clipboard as a table."""
        wanted = set(self.table.chosen()) if len(self.table.chosen()) > 1 else set()
        rows = [self.model.cells(row) for row in self.model.rows if not wanted or row.word in wanted]
        lines = ["\t".join(COLUMNS), *("\t".join(map(str, cells)) for cells in rows)]
        data = QMimeData()
        data.setText("\n".join(lines))
        QGuiApplication.clipboard().setMimeData(data)
        self._desk.signals.notice.emit(n_("{n} word is on the clipboard.", "{n} words are on the clipboard.", len(rows)))

    def export_table(self) -> None:
        """Write the words shown to Excel or csv."""
        if not self.model.rows or self.is_under_way:
            return
        project = self._desk.jobs.project.path
        proposal = str(project.with_name(f"{project.stem} {_('words')}.xlsx"))
        path = self._desk.files.save(self, _("Export the words"), proposal, _("Excel (*.xlsx);;Comma-separated (*.csv)"))
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".xlsx")
        rows = [self.model.cells(row) for row in self.model.rows]
        self._desk.jobs.ask(
            lambda read, _progress: _write(read, rows, target),
            lambda made: self._desk.signals.notice.emit(_("Wrote “{name}”").format(name=made.name)),
            label=_("Writing"),
        )


def _write(read: Reader, rows: list[tuple[str, int, float, int, int]], path: Path) -> Path:
    from qcoder.exporters.words import export_words

    return export_words(rows, path, datetime.now(UTC), project=read.name())
