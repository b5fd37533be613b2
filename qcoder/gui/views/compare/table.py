"""The first page of Compare: choices, table, dot plot, and the quotes behind a figure."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLabel, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qcoder.analysis.compare import Count
from qcoder.analysis.coverage import Coverage
from qcoder.domain.errors import KnownError
from qcoder.gui.jobs import Work
from qcoder.gui.views.compare.bar import ChoiceBar
from qcoder.gui.views.compare.choice import Choice, first_choice, usable_variables
from qcoder.gui.views.compare.page import ComparePage, Hiding
from qcoder.gui.views.compare.present import has_details, in_words, matrix_of, plot_of
from qcoder.gui.views.compare.questions import Answer, CellQuotes, answer, quotes, same_cell
from qcoder.gui.views.compare.quotes_pane import QuotesPane
from qcoder.gui.views.empty import EmptyState
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.dotplot import DotPlot
from qcoder.gui.widgets.matrix import Matrix
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote
from qcoder.words import _, n_

_NAMES = ("compare_rows", "compare_intervals", "compare_copy", "compare_export", "compare_plot_copy", "compare_plot_save")
_UNTOUCHED = frozenset({"memo", "rejection", "fully_coded", "target"})
"""Tables whose rows no figure here depends on."""


class TablePage(ComparePage):
    """Who says what, where: each figure with its denominator, its interval and its quotes."""

    def __init__(self, desk: Desk, coverage: Coverage, hiding: Hiding | None = None) -> None:
        super().__init__(desk, coverage, hiding)
        self._front = False
        self._begun = False
        self._work: Work | None = None
        self._asked: Choice | None = None
        self._cell: tuple[int, int | None] | None = None
        self._quotes_work: Work | None = None
        self.answer: Answer | None = None
        self._build()
        self._connect()
        self.restyle()

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.heading = _label("heading")
        self.unit = _label("muted")
        self.bar = ChoiceBar()
        self.matrix = Matrix()
        self.note = _label("warning")
        self.plot = DotPlot()
        self.quotes = QuotesPane()
        self._behind: tuple[tuple[int, ...], str] = ((), "")
        self.notice = EmptyState()
        plot_page = QWidget()
        plot_column = QVBoxLayout(plot_page)
        plot_column.setContentsMargins(0, 10, 0, 0)
        plot_column.setSpacing(12)
        plot_column.addWidget(self.note)
        plot_column.addWidget(self.plot)
        plot_column.addStretch(1)
        self._plot_scroll = QScrollArea()
        self._plot_scroll.setWidgetResizable(True)
        self._plot_scroll.setWidget(plot_page)
        self._plot_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot_page.setObjectName("ground")
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.addWidget(self.matrix)
        self._down.addWidget(self._plot_scroll)
        self._down.setChildrenCollapsible(False)
        self.matrix.setMinimumHeight(90)
        self._plot_scroll.setMinimumHeight(60)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(20, 14, 16, 8)
        column.setSpacing(8)
        for widget in (self.heading, self.unit, self.bar):
            column.addWidget(widget)
        column.addWidget(self._down, 1)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        main.setMinimumSize(380, 300)
        self._across.addWidget(main)
        self._across.addWidget(self.quotes)
        self._across.setStretchFactor(0, 3)
        self._across.setStretchFactor(1, 1)
        self._across.setChildrenCollapsible(False)
        self._across.setSizes([1000, 330])
        self.quotes.setMinimumWidth(240)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._across)
        self._stack.addWidget(self.notice)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.bar.changed.connect(lambda _choice: self._ask())
        self.bar.intervals_changed.connect(lambda _on: self._show_answer())
        self.bar.copy_asked.connect(self._copy)
        self.bar.export_asked.connect(self._export)
        self.matrix.row_changed.connect(self._show_plot)
        self.matrix.cell_chosen.connect(self._choose_cell)
        self.quotes.opened.connect(self._open)
        self.quotes.all_wanted.connect(self._show_all)
        self.notice.asked.connect(self._act_on_empty)
        on = self.desk.commands.connect
        on("compare_rows", self.bar.choose_rows)
        on("compare_intervals", self.bar.intervals.toggle)
        on("compare_copy", self._copy)
        on("compare_export", self._export)
        on("compare_plot_copy", self._copy_plot)
        on("compare_plot_save", self._save_plot)
        for name in ("compare_plot_copy", "compare_plot_save"):
            action = QAction(self.desk.commands[name].text(), self.plot)
            action.triggered.connect(self.desk.commands[name].trigger)
            self.plot.addAction(action)
        self.plot.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # -- what Compare asks of a page -------------------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """Count again, unless nothing changed that is counted here."""
        if tables and tables <= _UNTOUCHED:
            return
        self._offer()
        self._ask()

    def first_stop(self) -> QWidget:
        """The table, or what to do while there is none."""
        return self.notice.act if self._stack.currentWidget() is self.notice else self.matrix

    def set_front(self, front: bool) -> None:
        """Its commands are on only while it is in front."""
        self._front = front
        if front:
            self._say_status()
        self._enable()

    def restyle(self) -> None:
        """Take the theme from the desk."""
        for widget in (self.matrix, self.plot, self.quotes):
            widget.set_theme(self.desk.theme)

    # -- asking ---------------------------------------------------------------------------------------------------

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        return self.bar.choice

    def choose(self, choice: Choice) -> None:
        """Choose something else, as if by hand."""
        self._offer(choice)
        self._ask()

    def _offer(self, choice: Choice | None = None) -> None:
        read = self.desk.jobs.read
        tree, variables, coders = read.codes.tree(), usable_variables(read), read.study.coders()
        if not self._begun and len(tree):
            choice = choice or first_choice(read, tree, variables)
            self._begun = True
        choice = (choice or self.choice).fitted(tree, variables, [coder.id for coder in coders])
        if not choice.columns and not self.choice.columns and variables and not self._was_counted():
            choice = first_choice(read, tree, variables)
        self.bar.offer(tree, variables, coders, choice)

    def _was_counted(self) -> bool:
        """Whether there has ever been a table with somebody in it."""
        return self.answer is not None and self.answer.comparison.all.participants > 0

    def _ask(self) -> None:
        for work in (self._work, self._quotes_work):
            if work is not None:
                work.cancel()
        if self._show_empty():
            return
        choice, coverage = self.choice, self.coverage
        if self.answer is not None and self.answer.choice != choice:
            self._cell = None
            self.quotes.show_empty()
        self._asked = choice
        self.matrix.wait()
        self._work = self.desk.jobs.ask(lambda read, _progress: _answer_or_error(read, choice, coverage), self._answered)

    def _answered(self, found: Answer | KnownError) -> None:
        if isinstance(found, KnownError):
            self.answer = None
            self._show_notice(found.sentence, "", "")
            self.desk.errors.report(found)
            return
        if found.choice != self._asked:
            return
        if self._cell is not None and not same_cell(self.answer, found, *self._cell):
            self._cell = None
            self.quotes.show_empty()
        self.answer = found
        if found.comparison.all.participants == 0:
            words = _("Compare counts what participants say, and nobody who speaks is tied to a participant yet. Say who they are first.")
            self._show_notice(words, _("Open Team and study"), "team")
            return
        self._stack.setCurrentWidget(self._across)
        self._show_answer()
        if self._cell is not None:
            self._ask_quotes(*self._cell)

    # -- empty states ---------------------------------------------------------------------------------------------

    def _show_empty(self) -> bool:
        read = self.desk.jobs.read
        to_read = _("Open Read and code")
        if not read.documents.names():
            words = _("Compare shows who says what across localities and groups. It needs transcripts first.")
            self._show_notice(words, _("Import transcripts…"), "import_transcripts")
        elif not len(read.codes.tree()):
            self._show_notice(_("Compare shows how often codes occur across localities and groups. Make a code first."), to_read, "read")
        elif not read.codings.count():
            self._show_notice(_("Nothing has been coded yet, so there is nothing to count. Code some passages first."), to_read, "read")
        else:
            if self.answer is None:
                self._stack.setCurrentWidget(self._across)
            return False
        return True

    def _show_notice(self, words: str, label: str, action: str) -> None:
        self.answer = self.answer if action == "team" else None
        self.notice.say(words, label, action)
        self._stack.setCurrentWidget(self.notice)
        self._enable()

    def _act_on_empty(self, name: str) -> None:
        if name == "import_transcripts":
            self.desk.commands[name].trigger()
        else:
            self.desk.signals.show_workspace.emit(name)

    # -- showing --------------------------------------------------------------------------------------------------

    def _show_answer(self) -> None:
        found = self.answer
        if found is None:
            return
        comparison, intervals = found.comparison, self.bar.intervals.isChecked()
        self.heading.setText(found.choice.title(found.tree))
        self.unit.setText(comparison.unit)
        self.note.setText("\n".join(comparison.notes))
        self.note.setVisible(bool(comparison.notes))
        self.matrix.show_table(matrix_of(comparison, found.tree, intervals), has_details(comparison, intervals))
        self._show_plot(max(self.matrix.currentIndex().row(), 0))
        self._share_height()
        self._say_status()
        self._enable()

    def _share_height(self) -> None:
        """The table gets what it needs, but leaves the plot in sight."""
        whole = sum(self._down.sizes()) or self.height()
        table = min(self.matrix.natural_height(), max(whole - 210, whole // 2))
        self._down.setSizes([table, max(whole - table, 1)])

    def _show_plot(self, row: int) -> None:
        found = self.answer
        if found is not None and 0 <= row < len(found.comparison.rows):
            self.plot.show_plot(plot_of(found.comparison, found.comparison.rows[row], found.tree))

    def _say_status(self) -> None:
        if not self._front or not self.isVisible():
            return
        words = [_("Subcodes rolled up")]
        if self.choice.count is Count.PARTICIPANTS:
            words = [_("Participants are counted once however often they said it"), _("subcodes rolled up")]
        if self.answer is not None:
            everybody = self.answer.comparison.all
            words.append(n_("{n} participant", "{n} participants", everybody.participants))
            words.append(n_("{n} document", "{n} documents", everybody.documents))
        self.desk.signals.status.emit(" · ".join(words))

    def _enable(self) -> None:
        there = self._front and self.answer is not None and self._stack.currentWidget() is self._across
        self.desk.commands.enable(_NAMES, there)

    # -- quotes ---------------------------------------------------------------------------------------------------

    def _choose_cell(self, row: int, column: int) -> None:
        found = self.answer
        if found is not None:
            self._ask_quotes(row, column if found.comparison.by and column < len(found.comparison.columns) else None)

    def _ask_quotes(self, row: int, column: int | None) -> None:
        found, coverage = self.answer, self.coverage
        if found is None or row >= len(found.comparison.rows) or (column or 0) >= max(len(found.comparison.columns), 1):
            self._cell = None
            self.quotes.show_empty()
            return
        self._cell = (row, column)
        if self._quotes_work is not None:
            self._quotes_work.cancel()
        self._quotes_work = self.desk.jobs.ask(
            lambda read, _progress: quotes(read, found, row, column, coverage), lambda got: self._show_quotes(found, got)
        )

    def _show_quotes(self, asked: Answer, got: CellQuotes) -> None:
        if asked is not self.answer or (got.row, got.column) != self._cell:
            return
        row = asked.comparison.rows[got.row]
        cell = row.total if got.column is None else row.cells[got.column]
        column = asked.comparison.all if got.column is None else asked.comparison.columns[got.column]
        about = in_words(asked.choice.count, cell)
        coded = n_("{n} coding", "{n} codings", got.total)
        if got.total > len(got.lines):
            coded += _(", the first {n} shown").format(n=len(got.lines))
        if got.total == 0:
            coded = _("no passages here")
        self._behind = (got.ids, f"{row.spec.label} · {column.label}")
        self.quotes.show_quotes(self._behind[1], f"{about} · {coded}", got.lines)

    def _show_all(self) -> None:
        """All the passages behind the figure, in Quotes."""
        ids, words = self._behind
        if ids:
            self.desk.signals.show_passages.emit(ids, words)

    def _open(self, quote: Quote) -> None:
        self.desk.signals.open_passage.emit(quote.document_id, quote.span)

    # -- taking it away -------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        if self.answer is not None and not self.matrix.matrix.waiting:
            QGuiApplication.clipboard().setMimeData(self.matrix.matrix.table.as_mime())
            self.desk.signals.notice.emit(_("The table is on the clipboard."))

    def _export(self) -> None:
        found = self.answer
        if found is None:
            return
        kinds = _("Excel (*.xlsx);;Word (*.docx);;Comma-separated (*.csv)")
        path = self.desk.files.save(self, _("Export the table"), f"{found.choice.title(found.tree)}.xlsx", kinds)
        if path is not None:
            path = path if path.suffix else path.with_suffix(".xlsx")
            self.desk.jobs.ask(lambda read, _progress: _write(read, found, path), self._written, label=_("Writing the table"))

    def _written(self, path: Path) -> None:
        self.desk.signals.notice.emit(_("The table was written to {file}.").format(file=path.name))

    def _copy_plot(self) -> None:
        QGuiApplication.clipboard().setImage(self.plot.picture())
        self.desk.signals.notice.emit(_("The dot plot is on the clipboard."))

    def _save_plot(self) -> None:
        path = self.desk.files.save(self, _("Save the dot plot"), _("dot plot") + ".svg", _("Picture for editing (*.svg);;Picture (*.png)"))
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".svg")
        try:
            if path.suffix.lower() == ".png":
                if not self.plot.picture().save(str(path)):
                    raise OSError("the picture could not be written")
            else:
                path.write_bytes(self.plot.svg())
        except OSError as error:
            sentence = _("The picture could not be written to {file}; choose another folder.").format(file=path.name)
            self.desk.errors.report(KnownError(sentence, str(error)))
            return
        self.desk.signals.notice.emit(_("The dot plot was written to {file}.").format(file=path.name))


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _answer_or_error(read: Reader, choice: Choice, coverage: Coverage) -> Answer | KnownError:
    try:
        return answer(read, choice, coverage)
    except KnownError as error:
        return error


def _write(read: Reader, found: Answer, path: Path) -> Path:
    from qcoder.exporters.comparison import export_comparison

    coders = [coder.name for coder in read.study.coders() if found.choice.coder_ids is None or coder.id in found.choice.coder_ids]
    return export_comparison(found.comparison, path, datetime.now(UTC), project=read.name(), coders=coders)
