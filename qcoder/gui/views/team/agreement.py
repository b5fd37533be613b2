"""Agreement between coders: figures code by code, the grid coder by coder, and the passages on which they differ."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qcoder.domain.errors import KnownError
from qcoder.gui.jobs import Work
from qcoder.gui.models.rows import ROW_ROLE, Column, RowsModel, RowsView
from qcoder.gui.views.compare.flow import FlowLayout
from qcoder.gui.views.empty import EmptyState
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.team.agreement_choice import AgreementChoice, Choice
from qcoder.gui.views.team.agreement_questions import MOST, Answer, Differing, measure
from qcoder.gui.views.team.agreement_words import WordsPanel
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.agreement.results import CodeAgreement


class AgreementPage(QWidget):
    """Choose coders, unit and codes; read the figures; open what they differ on. `decide_wanted` carries the Choice."""

    decide_wanted = Signal(object)

    def __init__(self, desk: Desk, files: FileDoor) -> None:
        super().__init__()
        self.setMinimumHeight(270)  # on a small screen its tables give way before the window grows too tall
        self.setObjectName("ground")
        self._desk = desk
        self._files = files
        self._work: Work | None = None
        self.answer: Answer | None = None
        self.choice = AgreementChoice(with_unit=True)
        self.choice.changed.connect(self.ask)
        self.codes: RowsModel[CodeAgreement] = RowsModel(())
        self.table = _table(_("Agreement code by code"))
        self.table.show_model(self.codes)
        self.passages: RowsModel[Differing] = RowsModel(_passage_columns())
        self.list = _table(_("Passages on which they differ"))
        self.list.show_model(self.passages)
        self.heading = QLabel()
        self.heading.setProperty("role", "subheading")
        self.words = WordsPanel()
        self.empty = EmptyState()
        self._build()
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._show_passages())
        self.list.activated.connect(self._open)
        self.empty.asked.connect(lambda name: desk.commands[name].trigger())

    def _build(self) -> None:
        self.decide = QPushButton(_("Decide differences…"))
        self.decide.setToolTip(_("Step through the passages they differ on; what you decide becomes the consensus"))
        self.decide.clicked.connect(lambda: self.decide_wanted.emit(self.choice.choice))
        self.copy = QPushButton(_("Copy table"))
        self.copy.clicked.connect(self.table.copy_table)
        self.export = QPushButton(_("Export…"))
        self.export.clicked.connect(self.export_file)
        bar = FlowLayout()
        bar.addWidget(self.choice)
        for button in (self.decide, self.copy, self.export):
            button.setAccessibleName(button.text())
            bar.addWidget(button)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.list, 1)
        self.down = QSplitter(Qt.Orientation.Vertical)
        self.down.addWidget(self.table)
        self.down.addWidget(below)
        self.down.setSizes([340, 220])
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.words)
        scroll.setMinimumWidth(220)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("What was counted"))
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.down)
        across.addWidget(scroll)
        across.setStretchFactor(0, 1)
        across.setSizes([1000, 250])
        for splitter in (self.down, across):
            splitter.setChildrenCollapsible(False)
        self.stack = QStackedWidget()
        self.stack.addWidget(across)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 8, 8)
        layout.addLayout(bar)
        layout.addWidget(self.stack, 1)

    # -- asking --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Something was coded: offer what there is now, and measure again."""
        self.choice.fill(self._desk.jobs.read)
        self.ask()

    def ask(self) -> None:
        """Measure what is chosen, in the background; the newest question wins."""
        if self._work is not None and not self._work.finished:
            self._work.cancel()
        choice = self.choice.choice
        if len(choice.coders) < 2:
            self._cannot(
                _("Agreement compares what coders did with the same documents. Choose at least two, or take a colleague's copy in.")
            )
            return

        def question(read: Reader, progress: Progress) -> Answer | str:
            try:
                return measure(read, choice, progress)
            except KnownError as error:  # here it is the answer, not an error: nothing was asked that could go wrong
                return error.sentence

        self._work = self._desk.jobs.ask(question, self._show, label=_("Measuring agreement"))

    def _cannot(self, words: str) -> None:
        self.answer = None
        self.empty.say(words)
        self.stack.setCurrentWidget(self.empty)
        self._enable()

    def _show(self, answer: Answer | str) -> None:
        if isinstance(answer, str):
            self._cannot(answer)
            return
        self.answer = answer
        chosen = {row.code_id for row in self.table.selected_rows()}
        self.codes.fill([*answer.report.worst_first, answer.report.agreement.overall], code_columns(answer))
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        _widths(self.table, 230)
        for number, code in enumerate(self.codes.rows):
            if code.code_id in chosen:
                self.table.selectRow(number)
        self.words.show_report(answer.report)
        self.stack.setCurrentIndex(0)
        self._show_passages()
        self._enable()

    def _show_passages(self) -> None:
        """Those of the selected codes and their subcodes; of all when none is selected."""
        if self.answer is None:
            return
        chosen = [row.code_id for row in self.table.selected_rows()]
        rows = self.answer.passages
        if chosen and None not in chosen:
            tree = self._desk.jobs.read.codes.tree()
            branch = set[int]().union(*(tree.branch(id_) for id_ in chosen if id_ in tree.by_id))
            rows = tuple(row for row in rows if row.one.code_id in branch)
        self.passages.fill(rows)
        self.list.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        _widths(self.list, 420)
        words = n_("{n} passage on which they differ", "{n} passages on which they differ", self.answer.total)
        if self.answer.total > MOST:
            words += _(", of which the worst {n} are listed").format(n=MOST)
        if len(rows) < len(self.answer.passages):
            words += " · " + n_("{n} with the selected code", "{n} with the selected codes", len(rows))
        self.heading.setText(words + " · " + _("Enter opens one") if rows else words)

    def _enable(self) -> None:
        there = self.answer is not None
        self.copy.setEnabled(there)
        self.export.setEnabled(there)
        self.decide.setEnabled(there)
        self._desk.commands.enable(("export_agreement",), there)

    # -- what the hand does --------------------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        row: Differing = index.data(ROW_ROLE)
        self._desk.signals.open_passage.emit(row.one.document_id, row.one.span)

    def export_file(self) -> None:
        """Ask where to, and write the figures as they are shown."""
        if self.answer is None:
            return
        report, path = self.answer.report, self._desk.jobs.project.path
        proposal = str(path.with_name(f"{path.stem} " + _("agreement.xlsx")))
        to = self._files.save(self, _("Export the agreement"), proposal, _("Excel (*.xlsx);;Word (*.docx);;Table (*.csv)"))
        if to is None:
            return

        def question(read: Reader, _progress: Progress) -> str:
            from qcoder.exporters.agreement import export_agreement

            return export_agreement(report, to, datetime.now().astimezone(), project=read.name()).name

        def done(name: str) -> None:
            self._desk.signals.notice.emit(_("Wrote “{name}”").format(name=name))

        self._desk.jobs.ask(question, done, label=_("Writing"))

    def chosen(self) -> Choice:
        """What is asked."""
        return self.choice.choice


def _table(name: str) -> RowsView:
    view = RowsView(name)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setMinimumHeight(120)
    return view


def _widths(view: RowsView, widest: int) -> None:
    view.resizeColumnsToContents()
    for column in range(view.model().columnCount()):
        view.setColumnWidth(column, min(view.columnWidth(column) + 6, widest))


def code_columns(answer: Answer) -> "tuple[Column[CodeAgreement], ...]":
    """The columns of the table code by code."""
    from qcoder.analysis.agreement.report import kappa_name, two_digits, with_interval

    report = answer.report
    u_alphas, remarks = report.u_alphas, report.remarks
    kappa = kappa_name(len(report.agreement.coders))

    def least(value: float | None) -> float:
        return 2.0 if value is None else value

    return (
        Column(_("Code"), lambda c: c.code),
        Column("n", lambda c: f"{c.n:,}", sort=lambda c: c.n, number=True, tip=_("Units, each one decision by each coder")),
        Column(
            _("Prevalence"),
            lambda c: f"{c.prevalence:.1%}",
            sort=lambda c: c.prevalence,
            number=True,
            tip=_("The share of all decisions that were for the code"),
        ),
        Column(
            _("Alike"),
            lambda c: f"{c.agree:.1%}",
            sort=lambda c: c.agree,
            number=True,
            tip=_("Per cent agreement: the share of decisions on which two coders agree; high for every rare code"),
        ),
        Column(kappa, lambda c: with_interval(c.kappa), sort=lambda c: least(c.kappa.value), number=True, tip=_("With its 95 % interval")),
        Column(
            "alpha",
            lambda c: with_interval(c.alpha),
            sort=lambda c: least(c.alpha.value),
            number=True,
            tip=_("Krippendorff's alpha with its 95 % interval"),
        ),
        Column("AC1", lambda c: two_digits(c.ac1.value), sort=lambda c: least(c.ac1.value), number=True, tip=_("Gwet's AC1")),
        Column(
            "u-alpha",
            lambda c: two_digits(u_alphas.get(c.code_id)),
            sort=lambda c: least(u_alphas.get(c.code_id)),
            number=True,
            tip=_("Krippendorff's alpha for where passages begin and end, whatever the unit"),
        ),
        Column(_("Remark"), lambda c: remarks.get(c.code_id, "")),
    )


def _passage_columns() -> tuple[Column[Differing], ...]:
    return (
        Column(_("Code"), lambda r: r.code),
        Column(_("Document"), lambda r: r.document),
        Column(
            _("Words"),
            lambda r: f"{r.one.words:,.0f}",
            sort=lambda r: r.one.words,
            number=True,
            tip=_("Words in dispute, weighed by the share of pairs of coders who differ"),
        ),
        Column(_("Who"), lambda r: "; ".join(f"{name}: {did}" for _id, name, did in r.who)),
        Column(_("Decided"), lambda r: _("decided") if r.decided else ""),
        Column(_("Passage"), lambda r: " ".join(r.text.split())),
    )
