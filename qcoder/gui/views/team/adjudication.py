"""Adjudication: the passages on which coders differ, one after the other, each decided by a key; the result is a consensus coder."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qcoder.domain.adjudication import Verdict
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.gui.actions.agreement import FOLLOWING, AgreementActions
from qcoder.gui.jobs import Work
from qcoder.gui.models.rows import ROW_ROLE, Column, RowsModel, RowsView
from qcoder.gui.views.empty import EmptyState
from qcoder.gui.views.read.later import Later
from qcoder.gui.views.suggest.questions import context
from qcoder.gui.views.team.adjudication_card import Card
from qcoder.gui.views.team.agreement_choice import AgreementChoice, Choice
from qcoder.gui.views.team.agreement_questions import Cases, Differing, Told, cases, compared
from qcoder.gui.views.team.agreement_words import PairGrid
from qcoder.gui.views.times import day
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.typeset import Reading
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.agreement.results import Agreement

Key = tuple[int, int, Span]
_DECIDING = (*FOLLOWING, "adjudicate_all", "adjudicate_none", "adjudicate_ends")
_LOOKING = ("adjudicate_later", "adjudicate_open")


def key_of(case: Differing) -> Key:
    """What tells one passage from another."""
    return case.one.document_id, case.one.code_id, case.one.span


class AdjudicationPage(QWidget):
    """The passage and who did what at the left, the consensus so far at the right, decisions below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setMinimumHeight(270)  # on a small screen its tables give way before the window grows too tall
        self.setObjectName("ground")
        self._desk = desk
        self._actions = AgreementActions(desk.jobs)
        self._work: Work | None = None
        self._later: list[Key] = []
        self._pending: dict[Work, Key] = {}
        self._settled: set[Key] = set()
        self._front = False
        self.cases: Cases | None = None
        self.case: Differing | None = None
        self.choice = AgreementChoice(with_unit=False)
        self.choice.changed.connect(self.ask)
        self.card = Card(desk.commands)
        self.empty = EmptyState()
        self.decisions: RowsModel[Told] = RowsModel(self._columns())
        self.list = RowsView(_("Decisions"))
        self.list.show_model(self.decisions)
        self._compare_soon = Later(self, 600, self._compare)
        self._build()
        self._connect()
        self.restyle()

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.choice)
        bar.addStretch(1)
        self.progress = QLabel()
        self.progress.setProperty("role", "muted")
        bar.addWidget(self.progress)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.card)
        self.stack.addWidget(self.empty)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(self.stack)
        self.across.addWidget(self._consensus())
        self.across.setStretchFactor(0, 1)
        self.across.setSizes([900, 280])
        self.down = QSplitter(Qt.Orientation.Vertical)
        self.down.addWidget(self.across)
        self.below = self._decided()
        self.down.addWidget(self.below)
        self.down.setSizes([500, 140])
        for splitter in (self.across, self.down):
            splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 8, 8)
        layout.addLayout(bar)
        layout.addWidget(self.down, 1)

    def _consensus(self) -> QWidget:
        page = QWidget()
        page.setMinimumWidth(240)
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 0, 8, 0)
        column.setSpacing(8)
        title = QLabel(_("The consensus"))
        title.setProperty("role", "subheading")
        self.alike = QLabel()
        self.alike.setWordWrap(True)
        self.adopt = QPushButton(_("Take them over"))
        self.adopt.setToolTip(_("Give the coder “Consensus” what all of them coded alike; one step, can be undone"))
        self.adopt.setAccessibleName(_("Take over what is coded alike"))
        self.ends = QLabel()
        self.ends.setWordWrap(True)
        self.widest = QPushButton(_("Take all of each"))
        self.widest.setToolTip(_("Decide for the widest ends wherever all of them coded something; one step, can be undone"))
        self.widest.setAccessibleName(_("Take all of each passage that differs in its ends alone"))
        self.grid = PairGrid()
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self.figures.setProperty("role", "muted")
        for widget in (title, self.alike, self.adopt, self.ends, self.widest, self.grid, self.figures):
            column.addWidget(widget)
        column.addStretch(1)
        return page

    def _decided(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        row = QHBoxLayout()
        self.heading = QLabel()
        self.heading.setProperty("role", "subheading")
        self.withdraw = QPushButton(_("Take back"))
        self.withdraw.setToolTip(_("Forget the selected decisions, with the consensus' codings there; their passages are asked again"))
        self.copy = QPushButton(_("Copy table"))
        self.copy.setProperty("role", "quiet")
        row.addWidget(self.heading)
        row.addStretch(1)
        row.addWidget(self.withdraw)
        row.addWidget(self.copy)
        self.list.setMinimumHeight(56)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        return page

    def _columns(self) -> tuple[Column[Told], ...]:
        return (
            Column(_("Code"), lambda r: r.code),
            Column(_("Decided"), lambda r: r.verdict),
            Column(_("Since then"), lambda r: r.since, tip=_("A decision stands as made; decide again where its codings have changed")),
            Column(_("Document"), lambda r: r.document),
            Column(_("Passage"), lambda r: r.text),
            Column(_("Note"), lambda r: r.decision.note, change=self._note, tip=_("Double-click, or F2, to write")),
            Column(_("By"), lambda r: r.who),
            Column(_("When"), lambda r: day(r.decision.made_at), sort=lambda r: r.decision.id),
        )

    def _connect(self) -> None:
        on = self._desk.commands.connect
        for rank, name in enumerate(FOLLOWING):
            on(name, partial(self.follow, rank))
        on("adjudicate_all", lambda: self.decide(Verdict.ALL))
        on("adjudicate_none", lambda: self.decide(Verdict.NONE))
        on("adjudicate_ends", self.card.begin_ends)
        on("adjudicate_later", self.put_off)
        on("adjudicate_open", self.open_passage)
        self.card.followed.connect(self.follow)
        self.card.text.kept.connect(lambda span: self.decide(Verdict.ENDS, ends=span))
        self.card.text.given_up.connect(self.card.show_help)
        self._desk.jobs.ended.connect(self._written)
        self.adopt.clicked.connect(self._adopt)
        self.widest.clicked.connect(self._take_widest)
        self.withdraw.clicked.connect(self._withdraw)
        self.copy.clicked.connect(self.list.copy_table)
        self.list.activated.connect(lambda index: self._open_told(index.data(ROW_ROLE)))

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Something was coded or decided: see what is left."""
        self.choice.fill(self._desk.jobs.read)
        self.ask()

    def restyle(self) -> None:
        """Take theme and type."""
        settings = self._desk.settings
        self.card.set_theme(self._desk.theme, Reading(settings.font_family, settings.font_size, settings.line_spacing / 100))

    def begin(self) -> None:
        """Put the keyboard where the deciding is done. (A focus proxy would take what stands before it out of the way of Tab.)"""
        self.card.text.setFocus()

    def set_front(self, front: bool) -> None:
        """The single keys belong to this page, and only while it is in front."""
        self._front = front
        self._enable()

    def choose(self, choice: Choice) -> None:
        """Decide about what was chosen elsewhere."""
        self.choice.fill(self._desk.jobs.read)
        self.choice.choose(choice)
        self.ask()

    def ask(self) -> None:
        """Look for what is open, in the background; the newest question wins."""
        if self._work is not None and not self._work.finished:
            self._work.cancel()
        choice = self.choice.choice
        if len(choice.coders) < 2:
            self._cannot(_("Differences are between two coders or more. Choose at least two, or take a colleague's copy in."))
            return

        def question(read: Reader, progress: Progress) -> Cases | str:
            try:
                return cases(read, choice, progress)
            except KnownError as error:  # here it is the answer, not an error
                return error.sentence

        self._work = self._desk.jobs.ask(question, self._found, label=_("Looking for differences"))

    # -- showing -------------------------------------------------------------------------------------------------

    def _found(self, found: Cases | str) -> None:
        self._settled.clear()
        if isinstance(found, str):
            self._cannot(found)
            return
        self.cases = found
        self.decisions.editable = self._desk.jobs.can_write
        self.decisions.fill(found.decisions)
        self.list.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.list.resizeColumnsToContents()
        for column in range(self.decisions.columnCount()):
            self.list.setColumnWidth(column, min(self.list.columnWidth(column) + 12, 320))
        self.below.setVisible(bool(found.decisions))
        resting = sum(bool(one.since) for one in found.decisions)
        heading = n_("{n} decision", "{n} decisions", len(found.decisions))
        changed = n_("{n} rests on codings that have changed since", "{n} rest on codings that have changed since", resting)
        self.heading.setText(f"{heading} · {changed}" if resting else heading)
        self.withdraw.setEnabled(bool(found.decisions) and self._desk.jobs.can_write)
        self._show_consensus(found)
        self._next()
        self._compare_soon.ask()

    def _cannot(self, words: str) -> None:
        self.cases, self.case = None, None
        self.empty.say(words)
        self.stack.setCurrentWidget(self.empty)
        self.progress.setText("")
        for widget in (self.alike, self.adopt, self.ends, self.widest, self.grid, self.figures, self.below):
            widget.hide()
        self._enable()

    def _next(self) -> None:
        """Show the next open passage: the worst first, those put off last."""
        found = self.cases
        if found is None:
            return
        under_way = self._settled.union(self._pending.values())
        open_ = {key_of(case): case for case in found.open if key_of(case) not in under_way}
        first = next((key for key in open_ if key not in self._later), None)
        key = first or next((key for key in self._later if key in open_), None)
        left = len(open_)
        self.progress.setText(
            _("{left} of {total} differences left to decide").format(left=f"{left:,}", total=f"{found.total:,}") if found.total else ""
        )
        if key is None:
            self.case = None
            none = _("These coders differ on no passage that holds a word.")
            self.empty.say(_("Every difference between these coders is decided.") if found.total else none)
            self.stack.setCurrentWidget(self.empty)
        elif self.case is None or key_of(self.case) != key or self.case.who != open_[key].who or self.stack.currentWidget() is self.empty:
            self._show_case(open_[key])
        self._enable()

    def _show_case(self, case: Differing) -> None:
        self.case = case
        read = self._desk.jobs.read
        if read.documents.get(case.one.document_id) is None:
            return  # it is being taken out; the answer to that is under way
        code = read.codes.get(case.one.code_id)
        self.card.show_case(case, context(read, case.one), code.color if code is not None else "#0072b2", self._desk.theme)
        self.stack.setCurrentWidget(self.card)

    def _show_consensus(self, found: Cases) -> None:
        alike = len(found.alike)
        if alike:
            words = n_(
                "{n} passage is coded alike by all of them and not in the consensus yet.",
                "{n} passages are coded alike by all of them and not in the consensus yet.",
                alike,
            )
        elif found.documents:
            words = _("The consensus has not been told yet which documents it is about.")
        else:
            words = _("All that they coded alike is in the consensus.")
        self.alike.setText(words)
        self.alike.show()
        self.figures.show()
        self.adopt.setVisible(bool(alike or found.documents))
        self.adopt.setEnabled(self._desk.jobs.can_write)
        ends = len(found.ends_only)
        self.ends.setText(
            n_("On {n} open passage they differ in its ends alone.", "On {n} open passages they differ in the ends alone.", ends)
        )
        for widget in (self.ends, self.widest):
            widget.setVisible(bool(ends))
        self.widest.setEnabled(self._desk.jobs.can_write)

    def _compare(self) -> None:
        choice = self.choice.choice
        if len(choice.coders) >= 2:
            self._desk.jobs.ask(lambda read, _progress: compared(read, choice), self._show_compared)

    def _show_compared(self, found: "Agreement | None") -> None:
        self.grid.setVisible(found is not None)
        if found is None:
            self.figures.setText(_("Agreement before and after shows here once the consensus has something in these documents."))
            return
        self.grid.show_pairs(found)
        left = 0 if self.cases is None else len(self.cases.open)
        words = _("Kappa, and the share of decisions alike: between the coders before, and of each with the consensus after.")
        words += " " + found.unit_rule
        if left:
            words += " " + n_(
                "{n} difference is open: there the consensus has nothing yet.",
                "{n} differences are open: there the consensus has nothing yet.",
                left,
            )
        self.figures.setText(words)

    def _enable(self) -> None:
        can, there = self._desk.jobs.can_write, self._front and self.case is not None
        coders = 0 if self.case is None else len(self.case.who)
        commands = self._desk.commands
        commands.enable(_DECIDING, there and can)
        commands.enable(_LOOKING, there)
        commands.enable(FOLLOWING[coders:], False)
        self.card.set_enabled(can)

    # -- deciding ------------------------------------------------------------------------------------------------

    def follow(self, rank: int) -> None:
        """The consensus codes what the coder of that rank coded."""
        if self.case is not None and rank < len(self.case.who):
            self.decide(Verdict.ONE, kept_id=self.case.who[rank][0])

    def decide(self, verdict: Verdict, kept_id: int | None = None, ends: Span | None = None) -> None:
        """Keep a decision about the passage that is shown, and go on to the next."""
        case = self.case
        if case is None or not self._desk.jobs.can_write:
            return
        if self.card.text.moving_ends:
            blocker = QSignalBlocker(self.card.text)
            self.card.text.stop_ends()
            blocker.unblock()
        one = case.one
        work = self._actions.decide(one.document_id, one.code_id, one.span, verdict, kept_id, ends, self.card.note.toPlainText())
        self._pending[work] = key_of(case)
        self.card.note.clear()
        self._next()
        self.card.text.setFocus()

    def _written(self, work: Work) -> None:
        """A decision was written, or refused: what is open now is asked again, and until then its passage does not come back."""
        if work in self._pending:
            self._settled.add(self._pending.pop(work))
            self.ask()

    def put_off(self) -> None:
        """The passage comes again at the end."""
        if self.case is not None:
            key = key_of(self.case)
            self._later = [other for other in self._later if other != key] + [key]
            self._next()

    def open_passage(self) -> None:
        """Show the passage in Read & code."""
        if self.case is not None:
            self._desk.signals.open_passage.emit(self.case.one.document_id, self.case.one.span)

    def _open_told(self, told: Told) -> None:
        self._desk.signals.open_passage.emit(told.decision.document_id, told.decision.span)

    def _note(self, told: Told, text: str) -> None:
        self._actions.note(told.decision.id, text)

    def _adopt(self) -> None:
        if self.cases is not None:
            self._actions.adopt(self.cases.alike, self.cases.documents)

    def _take_widest(self) -> None:
        if self.cases is not None:
            self._actions.take_all(self.cases.ends_only)

    def _withdraw(self) -> None:
        rows: list[Told] = self.list.selected_rows()
        if rows:
            self._actions.withdraw([row.decision.id for row in rows])
        else:
            self._desk.signals.notice.emit(_("Select a decision first."))
