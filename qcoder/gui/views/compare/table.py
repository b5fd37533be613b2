"""The first page of Compare: choices, table, dot plot, and the quotes behind a figure."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qcoder.analysis.compare import Count
from qcoder.analysis.coverage import Coverage
from qcoder.domain.errors import KnownError
from qcoder.gui.jobs import Work
from qcoder.gui.views.compare.bar import HIDE, ChoiceBar
from qcoder.gui.views.compare.choice import Choice, first_choice, usable_variables, values_to_narrow
from qcoder.gui.views.compare.empties import NOBODY_SPEAKS, act_on, what_is_missing
from qcoder.gui.views.compare.keeping import Figures, figures_of, moved
from qcoder.gui.views.compare.page import ComparePage, Hiding
from qcoder.gui.views.compare.pictures import PictureDoor
from qcoder.gui.views.compare.present import cells_of, columns_of, has_details, in_words, matrix_of, plot_of
from qcoder.gui.views.compare.questions import Answer, CellQuotes, answer, between, in_order, quotes, same_cell, sure
from qcoder.gui.views.compare.quotes_pane import QuotesPane
from qcoder.gui.views.compare.report_parts import PartSpec, of_choice
from qcoder.gui.views.compare.saved import SavedComparisons
from qcoder.gui.views.compare.slopes import slopes_of
from qcoder.gui.views.empty import EmptyState
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.dotplot import DotPlot
from qcoder.gui.widgets.matrix import Matrix
from qcoder.gui.widgets.slope import SlopeChart
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.statistics import Statistics

_NAMES = (
    "compare_rows", "compare_only", "compare_intervals", "compare_hide", "compare_copy", "compare_export", "compare_save",
)  # fmt: skip
_UNTOUCHED = frozenset({"memo", "rejection", "target", "saved_query", "summary", "suggestion", "suggesting"})
"""Tables whose rows no figure here depends on."""


class TablePage(ComparePage):
    """Who says what, where: each figure with its denominator, its interval and its quotes."""

    def __init__(self, desk: Desk, coverage: Coverage, hiding: Hiding | None = None) -> None:
        super().__init__(desk, coverage, hiding)
        self._front = False
        self._sure_work: Work | None = None
        self._before: tuple[str, Figures] | None = None
        self._order: list[int] | None = None
        self.statistics: Statistics | None = None
        self._begun = False
        self._work: Work | None = None
        self._asked: Choice | None = None
        self._cell: tuple[int, int] | None = None
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
        self.method = _label("muted")
        self.news = _label("warning")
        self.news.hide()
        self.waiting = _label("muted")
        self.cancel = QPushButton(_("Stop"))
        self.cancel.setAccessibleName(_("Stop working out how sure the figures are"))
        self.cancel.clicked.connect(self._stop)
        self.plot = DotPlot()
        self.slopes = SlopeChart()
        self.quotes = QuotesPane()
        self._behind: tuple[tuple[int, ...], str] = ((), "")
        self.notice = EmptyState()
        plot_page = QWidget()
        plot_column = QVBoxLayout(plot_page)
        plot_column.setContentsMargins(0, 10, 0, 0)
        plot_column.setSpacing(12)
        plot_column.addWidget(self.news)
        plot_column.addWidget(self.note)
        plot_column.addWidget(self.plot)
        plot_column.addWidget(self.slopes)
        plot_column.addWidget(self.method)
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
        under_way = QHBoxLayout()
        under_way.addWidget(self.waiting, 1)
        under_way.addWidget(self.cancel)
        column.addLayout(under_way)
        self._say_waiting("")
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
        self.bar.changed.connect(self._chosen)
        self.bar.ordered.connect(lambda _choice: self._show_answer())
        self.bar.intervals_changed.connect(lambda _on: self._show_answer())
        self.bar.hiding_wanted.connect(self._hide)
        self.bar.copy_asked.connect(self._copy)
        self.bar.export_asked.connect(self._export)
        self.bar.values = lambda: values_to_narrow(self.desk.jobs.read, usable_variables(self.desk.jobs.read))
        self.saved = SavedComparisons(self.desk, self.bar.saved)
        self.bar.saved_asked.connect(self._open_saved)
        self.saved.chosen.connect(self._show_saved)
        self.matrix.row_changed.connect(self._show_plot)
        self.matrix.cell_chosen.connect(self._choose_cell)
        self.plot.chosen.connect(lambda at: self._choose_cell(max(self.matrix.currentIndex().row(), 0), self._column_of_dot(at)))
        self.slopes.chosen.connect(lambda key: self._choose_cell(*key))
        self.quotes.opened.connect(self._open)
        self.quotes.all_wanted.connect(self._show_all)
        self.notice.asked.connect(self._act_on_empty)
        self.door = PictureDoor(self, self.desk, lambda: self.slopes if self.slopes.hasFocus() else self.plot)
        self.door.offer(self.plot)
        self.door.offer(self.slopes)

    def _take_commands(self) -> None:
        """The commands that the pages share are about this page now."""
        on = self.desk.commands.take
        on("compare_rows", self.bar.choose_rows)
        on("compare_only", self.bar.choose_scope)
        on("compare_intervals", self.bar.intervals.toggle)
        on("compare_hide", lambda: self._hide(HIDE[(HIDE.index(self.bar.below) + 1) % len(HIDE)] if self.bar.below in HIDE else 0))
        on("compare_copy", self._copy)
        on("compare_export", self._export)
        on("compare_save", self._open_saved)

    # -- what Compare asks of a page -------------------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """Count again, unless nothing changed that is counted here."""
        self.saved.refresh()
        self.bar.show_hiding(self.hiding.below)
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
        self.door.set_front(front)
        if front:
            self._take_commands()
        if front:
            self._say_status()
        self._enable()

    def restyle(self) -> None:
        """Take the theme from the desk."""
        for widget in (self.matrix, self.plot, self.slopes, self.quotes):
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

    def _chosen(self, _choice: Choice) -> None:
        self._before = None
        self.news.hide()
        self._ask()

    def _hide(self, below: int) -> None:
        """Hide small figures on every page; remembered as a preference."""
        self.desk.signals.settings_changed.emit(replace(self.desk.settings, hide_below=below))
        self.hiding.set_below(below)

    def _ask(self) -> None:
        for work in (self._work, self._quotes_work, self._sure_work):
            if work is not None:
                work.cancel()
        if self._show_empty():
            return
        choice, coverage, below = self.choice, self.coverage, self.hiding.below
        self.statistics = None
        self._say_waiting("")
        if self.answer is not None and self.answer.choice != choice:
            self._cell = None
            self.quotes.show_empty()
        self._asked = choice
        self.matrix.wait()
        self._work = self.desk.jobs.ask(lambda read, _progress: _answer_or_error(read, choice, coverage, below), self._answered)

    def _answered(self, found: Answer | KnownError) -> None:
        if isinstance(found, KnownError):
            self.answer = None
            self._show_notice(found.sentence, "", "")
            self.desk.errors.report(found)
            return
        if self._asked is None or replace(found.choice, order=self._asked.order) != self._asked or found.below != self.hiding.below:
            return
        if self._cell is not None and not same_cell(self.answer, found, *self._cell):
            self._cell = None
            self.quotes.show_empty()
        self.answer = found
        if found.comparison.all.participants == 0:
            self._show_notice(*NOBODY_SPEAKS)
            return
        self._stack.setCurrentWidget(self._across)
        self.bar.offer_columns([column.labels for column in found.comparison.columns] if found.comparison.by else [])
        self._show_answer()
        self._tell_moved(found)
        self._ask_sure(found)
        if self._cell is not None:
            self._ask_quotes(*self._cell)

    def _ask_sure(self, found: Answer) -> None:
        """Figures stand first; how sure they are follows."""
        coverage = self.coverage
        self._say_waiting(_("Working out how sure the figures are…"))
        self._sure_work = self.desk.jobs.ask(
            lambda read, progress: sure(read, found, coverage, progress),
            lambda got: self._show_sure(found, got),
            label=_("Working out how sure the figures are"),
        )

    def _show_sure(self, found: Answer, got: "Statistics") -> None:
        if self.answer is not None and found.comparison is self.answer.comparison:
            self.statistics = got
            self._say_waiting("")
            self._show_answer()

    def _stop(self) -> None:
        if self._sure_work is not None:
            self._sure_work.cancel()
        self._say_waiting("")

    def _say_waiting(self, words: str) -> None:
        self.waiting.setText(words)
        for widget in (self.waiting, self.cancel):
            widget.setVisible(bool(words))

    # -- empty states ---------------------------------------------------------------------------------------------

    def _show_empty(self) -> bool:
        lacking = what_is_missing(self.desk.jobs.read)
        if lacking is not None:
            self._show_notice(*lacking)
        elif self.answer is None:
            self._stack.setCurrentWidget(self._across)
        return lacking is not None

    def _show_notice(self, words: str, label: str, action: str) -> None:
        self.answer = self.answer if action == "team" else None
        self.notice.say(words, label, action)
        self._stack.setCurrentWidget(self.notice)
        self._enable()

    def _act_on_empty(self, name: str) -> None:
        act_on(self.desk, name)

    # -- showing --------------------------------------------------------------------------------------------------

    def _show_answer(self) -> None:
        found = self.answer
        if found is None:
            return
        found = self.answer = replace(found, choice=replace(found.choice, order=self.choice.order))
        comparison, intervals = found.comparison, self.bar.intervals.isChecked() and self.bar.intervals.isEnabled()
        self.heading.setText(found.choice.title(found.tree))
        self.unit.setText(comparison.unit)
        for label, lines in ((self.note, comparison.notes), (self.method, self.statistics.notes if self.statistics is not None else ())):
            label.setText("\n".join(lines))
            label.setVisible(bool(lines))
        self._order = in_order(found, self.statistics)
        table = matrix_of(comparison, found.tree, self.statistics, intervals=intervals, order=self._order)
        self.matrix.show_table(table, has_details(comparison, intervals) or between(found) is not None)
        self._show_plot(max(self.matrix.currentIndex().row(), 0))
        self._share_height()
        self._say_status()
        self._enable()

    def _row(self, shown: int) -> int:
        """The row of the comparison that stands in a line of the table."""
        return self._order[shown] if self._order is not None and 0 <= shown < len(self._order) else shown

    def _share_height(self) -> None:
        """The table gets what it needs, but leaves the plot in sight."""
        whole = sum(self._down.sizes()) or self.height()
        table = min(self.matrix.natural_height(), max(whole - 210, whole // 2))
        self._down.setSizes([table, max(whole - table, 1)])

    def _show_plot(self, row: int) -> None:
        found, row = self.answer, self._row(row)
        if found is not None and 0 <= row < len(found.comparison.rows):
            known = self.statistics.rows[row] if self.statistics is not None and row < len(self.statistics.rows) else None
            self.plot.show_plot(plot_of(found.comparison, found.comparison.rows[row], found.tree, known))
            self.slopes.show_chart(slopes_of(found.comparison, found.tree, self.statistics))
            self.slopes.setVisible(bool(self.slopes.chart.lines))

    def _column_of_dot(self, dot: int) -> int:
        """The table's column of a dot; the plot leaves out the margins."""
        found = self.answer
        if found is None or dot < len(found.comparison.columns):
            return dot
        return len(columns_of(found.comparison)) - 1

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
        if self.answer is not None:
            self._ask_quotes(self._row(row), column)

    def _ask_quotes(self, row: int, column: int) -> None:
        found, coverage = self.answer, self.coverage
        if found is None or row >= len(found.comparison.rows) or column >= len(columns_of(found.comparison)):
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
        found = self.answer
        if found is None or asked.comparison is not found.comparison or (got.row, got.column) != self._cell:
            return
        row = asked.comparison.rows[got.row]
        cell, column = cells_of(row, asked.comparison)[got.column], columns_of(asked.comparison)[got.column]
        about = in_words(asked.choice.count, cell)
        coded = n_("{n} coding", "{n} codings", got.total)
        if got.total > len(got.lines):
            coded += _(", the first {n} shown").format(n=len(got.lines))
        if cell.hidden:
            coded = _("not shown, since few participants stand behind it")
        elif got.total == 0:
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

    # -- kept -----------------------------------------------------------------------------------------------------

    def _open_saved(self) -> None:
        self.saved.open(self.choice, self.hiding.below, self.answer.comparison if self.answer is not None else None)

    def _show_saved(self, choice: Choice, below: int, before: Figures | None, name: str) -> None:
        """Compare as it was kept, and say what moved since."""
        self._before = None if before is None else (name, before)
        self.news.hide()
        self._offer(choice)
        if below != self.hiding.below:
            self._hide(below)
        else:
            self._ask()

    def _tell_moved(self, found: Answer) -> None:
        if self._before is None:
            return
        name, before = self._before
        what = moved(before, figures_of(found.comparison))
        lines = what.in_words()
        more = len(lines) - _MOST_MOVED
        shown = lines[:_MOST_MOVED] + ([n_("and {n} more", "and {n} more", more)] if more > 0 else [])
        self.news.setText("\n".join([what.summary(name, before.day), *shown]))
        self.news.show()

    def report_part(self) -> PartSpec | None:
        """The table; or the picture, when the keys are in it."""
        if self.answer is None:
            return None
        return of_choice("picture" if self.plot.hasFocus() or self.slopes.hasFocus() else "table", self.choice, self.hiding.below)

    # -- taking it away -------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        if self.answer is not None and not self.matrix.matrix.waiting:
            QGuiApplication.clipboard().setMimeData(self.matrix.matrix.table.as_mime())
            self.desk.signals.notice.emit(_("The table is on the clipboard."))

    def _export(self) -> None:
        found, known, coverage = self.answer, self.statistics, self.coverage
        if found is None:
            return
        kinds = _("Excel (*.xlsx);;Word (*.docx);;Comma-separated (*.csv)")
        path = self.desk.files.save(self, _("Export the table"), f"{found.choice.title(found.tree)}.xlsx", kinds)
        if path is not None:
            path = path if path.suffix else path.with_suffix(".xlsx")
            self.desk.jobs.ask(
                lambda read, progress: _write(read, found, known or sure(read, found, coverage, progress), path),
                self._written,
                label=_("Writing the table"),
            )

    def _written(self, path: Path) -> None:
        self.desk.signals.notice.emit(_("The table was written to {file}.").format(file=path.name))


_MOST_MOVED = 12


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _answer_or_error(read: Reader, choice: Choice, coverage: Coverage, below: int) -> Answer | KnownError:
    try:
        return answer(read, choice, coverage, below)
    except KnownError as error:
        return error


def _write(read: Reader, found: Answer, known: "Statistics", path: Path) -> Path:
    from qcoder.exporters.comparison import export_comparison

    coders = [coder.name for coder in read.study.coders() if found.choice.coder_ids is None or coder.id in found.choice.coder_ids]
    return export_comparison(found.comparison, path, datetime.now(UTC), project=read.name(), coders=coders, statistics=known)
