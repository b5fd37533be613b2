"""The window for autocoding: which passages, with which code, a preview, and all of them as one step."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from qcoder.analysis.asked import Asked
from qcoder.analysis.autocoding import EXAMPLES, ByQuestion, BySearch, BySpeaker, Plan, Role, Rule, plan, target_of
from qcoder.analysis.finding import Extent, Whose
from qcoder.analysis.questions import Question, recognised
from qcoder.changes.autocode import CodeTarget
from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.gui.actions.autocode import AutocodeActions
from qcoder.gui.jobs import Work
from qcoder.gui.views.autocode.codebox import CodeBox
from qcoder.gui.views.autocode.examples import ExamplesTable
from qcoder.gui.views.autocode.questions import QuestionsTable, role_label
from qcoder.gui.views.find.bar import QuestionBar
from qcoder.gui.views.find.coding import extent_label
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_

PAUSE_MS = 300
_TEXTS = frozenset({"document", "turn", "speaker", "participant", "place", "participant_group", "wave", "attribute_value"})


class Source(StrEnum):
    """Where the passages come from."""

    FOUND = "found"
    SAID = "said"
    ANSWERS = "answers"


class AutocodeDialog(QDialog):
    """Beside the work, not in its way; what changes in the project changes the preview."""

    def __init__(self, desk: Desk, parent: QWidget, asked: Asked | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._actions = AutocodeActions(desk.jobs)
        self.source = Source.FOUND
        self.plan: Plan | None = None
        self._work: Work | None = None
        self._listed: frozenset[object] | None = None
        self._names: dict[int, str] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.setWindowTitle(_("Autocode"))
        self.resize(1040, 640)
        self._build()
        self._connect()
        self._offer()
        if asked is not None and not asked.is_empty and not asked.listing:
            self.bar.ask(asked)
        self._show_source()
        self.bar.line.setFocus()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.sources: dict[Source, QPushButton] = {}
        group, above = QButtonGroup(self), QHBoxLayout()
        labels = (_("What is found"), _("All that somebody says"), _("Answers to questions"))
        for source, label in zip(Source, labels, strict=True):
            button = QPushButton(label)
            button.setCheckable(True)
            button.setAutoDefault(False)
            group.addButton(button)
            above.addWidget(button)
            self.sources[source] = button
        self.sources[self.source].setChecked(True)
        above.addStretch(1)
        self.bar = QuestionBar(whole=False)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.table, self.examples = QuestionsTable(), ExamplesTable()
        self.table.questions.theme = self.desk.theme
        self.questions = self._questions()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        below = QWidget()
        beneath = QVBoxLayout(below)
        beneath.setContentsMargins(0, 0, 0, 0)
        beneath.addWidget(self.said)
        beneath.addWidget(self.examples, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.questions)
        self.split.addWidget(below)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([260, 200])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(above)
        whole.addWidget(self.about)
        whole.addWidget(self.bar)
        whole.addLayout(self._how())
        whole.addWidget(self.split, 1)
        whole.addLayout(self._buttons())

    def _questions(self) -> QWidget:
        """The questions recognised, with what the selected ones do for the mouse."""
        widget, row = QWidget(), QHBoxLayout()
        self.roles: dict[Role, QPushButton] = {}
        for role in Role:
            button = QPushButton(role_label(role))
            button.setAutoDefault(False)
            button.setProperty("role", "quiet")
            button.clicked.connect(partial(self.table.set_role, role))
            row.addWidget(button)
            self.roles[role] = button
        row.addStretch(1)
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        return widget

    def _how(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.code_label, self.under_label = QLabel(_("Code")), QLabel(_("New codes under"))
        self.code = CodeBox(_("The code to put on the passages"), _("A code, or a new name"))
        self.under = QComboBox()
        self.under.setAccessibleName(_("The code under which new codes are made"))
        self.reach_label = QLabel(_("Passages"))
        self.reach = QComboBox()
        self.reach.setAccessibleName(_("How far the passages reach"))
        for extent in Extent:
            self.reach.addItem(extent_label(extent), extent.value)
        self.answers = QComboBox()
        self.answers.setAccessibleName(_("What a passage is"))
        self.answers.addItem(_("each turn of an answer"), False)
        self.answers.addItem(_("the whole answer, with what is asked in between"), True)
        for label, box in ((self.code_label, self.code), (self.under_label, self.under), (self.reach_label, self.reach)):
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box)
        row.addWidget(self.answers)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.go, self.stop, self.close_it = QPushButton(), QPushButton(_("Cancel")), QPushButton(_("Close"))
        self.go.setProperty("role", "primary")
        self.stop.setAccessibleName(_("Stop looking"))
        for button in (self.go, self.stop, self.close_it):
            button.setAutoDefault(False)
        row.addStretch(1)
        row.addWidget(self.stop)
        row.addWidget(self.close_it)
        row.addWidget(self.go)
        return row

    def _connect(self) -> None:
        for source, button in self.sources.items():
            button.clicked.connect(partial(self.choose_source, source))
        self.bar.changed.connect(lambda _asked: self._soon())
        self.bar.down.connect(self.examples.setFocus)
        self.code.chosen.connect(self._soon)
        self.under.currentIndexChanged.connect(lambda _index: self._soon())
        self.reach.currentIndexChanged.connect(lambda _index: self._soon())
        self.answers.currentIndexChanged.connect(lambda _index: self._soon())
        self.table.questions.changed.connect(self._soon)
        self.examples.activated.connect(lambda index: self._open(index.row()))
        self.go.clicked.connect(self._carry_out)
        self.stop.clicked.connect(self._stop)
        self.close_it.clicked.connect(self.close)
        self.desk.jobs.changed.connect(self._changed)

    # -- what is chosen -------------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        read = self.desk.jobs.read
        tree = read.codes.tree()
        self._names = {document_id: name for name, document_id in read.documents.names().items()}
        self.bar.offer(read, tree)
        self.code.offer(tree)
        chosen = self.under.currentData()
        self.under.blockSignals(True)
        self.under.clear()
        self.under.addItem(_("no other code (at the top)"), None)
        for depth, code in tree.walk():
            self.under.addItem("    " * depth + code.name, code.id)
        self.under.setCurrentIndex(max(self.under.findData(chosen), 0))
        self.under.blockSignals(False)

    def choose_source(self, source: Source) -> None:
        """Say where the passages come from."""
        self.source = source
        self._show_source()

    def _show_source(self) -> None:
        found, answers = self.source is Source.FOUND, self.source is Source.ANSWERS
        asked = self.bar.asked
        if asked.listing is found:
            whose = Whose.PARTICIPANTS if self.source is Source.SAID and asked.whose is Whose.EVERYBODY else asked.whose
            self.bar.ask(replace(asked, listing=not found, whose=whose))
        self.questions.setVisible(answers)
        for widget, shown in (
            (self.code_label, not answers), (self.code, not answers), (self.under_label, answers), (self.under, answers),
            (self.reach_label, found or answers), (self.reach, found), (self.answers, answers),
        ):  # fmt: skip
            widget.setVisible(shown)
        self.about.setText(_ABOUT[self.source])
        self._soon()

    def _changed(self, tables: frozenset[str]) -> None:
        """The project has changed: offer what there is now, and look again."""
        if tables & _TEXTS:
            self._listed = None
        if tables & (_TEXTS | {"code"}):
            self._offer()
        if tables & (_TEXTS | {"code", "coding"}):
            self._soon()

    def _soon(self) -> None:
        self.plan = None
        self._pause.start()
        self._show_state(_("Looking…"))

    # -- looking --------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Work out in the background what would be coded."""
        self._stop_work()
        try:
            tree = self.desk.jobs.read.codes.tree()
            if self.source is Source.ANSWERS:
                if self._listed != self.bar.asked.documents:
                    self._recognise()
                    return
                rule, targets = self._by_question(tree)
            else:
                rule, targets = self._one_code(tree)
        except KnownError as error:
            self._show_state(error.sentence)
            return
        coder = self.desk.jobs.project.coder[0]
        self._start(lambda read, progress: plan(read, rule, targets, coder, progress), self._planned)

    def _one_code(self, tree: CodeTree) -> tuple[Rule, list[CodeTarget]]:
        asked = self.bar.asked
        if self.source is Source.FOUND:
            if asked.is_empty:
                raise KnownError(_("Say above what to look for."))
            asked.search(tree, None).close()  # raises what is wrong with it at once
            rule: Rule = BySearch(asked, Extent(self.reach.currentData()))
        else:
            if not asked.is_limited:
                raise KnownError(_("Say above whose words are meant."))
            rule = BySpeaker(asked.where(tree))
        if not self.code.currentText().strip():
            # What would be found can be seen before there is a code for it.
            return rule, [CodeTarget(None, "")]
        return rule, [target_of(tree, self.code.currentText())]

    def _recognise(self) -> None:
        chosen = self.bar.asked.documents
        ids = [document.id for document in self.desk.jobs.read.documents.all() if not chosen or document.id in chosen]

        def listed(questions: list[Question]) -> None:
            self._listed = chosen
            self.table.questions.take(questions, len(ids))
            if questions:
                self.table.selectRow(0)
            self._look()

        self._start(lambda read, progress: recognised(read, ids, progress), listed)

    def _by_question(self, tree: CodeTree) -> tuple[Rule, list[CodeTarget]]:
        model, under = self.table.questions, self.under.currentData()
        if not model.questions:
            raise KnownError(_("No question is asked in two transcripts or more; say in Team which speakers are interviewers."))
        targets = [
            target_of(tree, typed, under) if role is Role.CODE else CodeTarget(None, question.name)
            for question, role, typed in zip(model.questions, model.roles, model.codes, strict=True)
        ]
        where = self.bar.asked.where(tree)
        return ByQuestion(tuple(model.questions), tuple(model.roles), where, bool(self.answers.currentData())), targets

    def _start(self, question: Callable[[Reader, Progress], object], then: Callable[..., None]) -> None:
        def safely(read: Reader, progress: Progress) -> object:
            try:
                return question(read, progress)
            except KnownError as error:
                return error

        def landed(answer: object) -> None:
            self._work = None
            if isinstance(answer, KnownError):
                self._show_state(answer.sentence)
            else:
                then(answer)

        self._work = self.desk.jobs.ask(safely, landed, label=_("Looking for passages"))
        self._show_state(_("Looking…"))

    def _planned(self, found: Plan) -> None:
        self.plan = found
        tree = self.desk.jobs.read.codes.tree()
        codes = [tree.by_id[t.code_id].name if t.code_id in tree.by_id else t.name for t in found.targets]
        self.examples.examples.take(found.examples, self._names, codes)
        self._show_state(_figures(found))

    def _stop_work(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None

    def _stop(self) -> None:
        self._pause.stop()
        self._stop_work()
        self._show_state(_("Stopped; change something above to look again."))

    # -- doing ----------------------------------------------------------------------------------------------------------

    def _show_state(self, words: str) -> None:
        ready = self.plan is not None and bool(self.plan.passages)
        named = self.source is Source.ANSWERS or bool(self.code.currentText().strip())
        if self.plan is None:
            self.examples.examples.take((), {}, ())
        count = len(self.plan.passages) if self.plan is not None else 0
        self.said.setText(words + (_(" Choose a code for them.") if ready and not named else ""))
        self.go.setText(n_("Code {n} passage", "Code {n} passages", count) if count else _("Code"))
        self.go.setEnabled(ready and named and self.desk.jobs.can_write)
        self.stop.setVisible(self._work is not None)

    def _carry_out(self) -> None:
        found = self.plan
        if found is not None and found.passages:
            self.go.setEnabled(False)
            self.close()
            self._actions.carry_out(found, lambda _coded: None)

    def _open(self, row: int) -> None:
        """Show an example in its transcript; the window stays."""
        shown = self.examples.examples.examples
        if 0 <= row < len(shown):
            self.desk.signals.open_passage.emit(shown[row].document_id, shown[row].span)

    def done(self, result: int) -> None:
        """However it is closed: look no longer."""
        self._pause.stop()
        self._stop_work()
        super().done(result)


_ABOUT = {
    Source.FOUND: _("Every place that the question finds gets a code, by itself or with the sentence or turn around it."),
    Source.SAID: _(
        "Every turn of the people you name gets a code: of some speakers, of a group or locality, or with a value of an attribute."
    ),
    Source.ANSWERS: _(
        "Questions that are asked in several transcripts, recognised by their number, as headings, or by like words. What participants say "
        "until the next question is the answer. Look through them before you code."
    ),
}


def _figures(found: Plan) -> str:
    """What would be coded, in words."""
    if not found.passages and not found.skipped:
        return _("Nothing is found.")
    passages, documents = n_("{n} passage", "{n} passages", len(found.passages)), n_("{n} document", "{n} documents", found.documents)
    codes = sum(1 for count in found.by_target if count)
    words = _("{passages} in {documents}").format(passages=passages, documents=documents)
    if codes > 1:
        words += _(", with {codes}").format(codes=n_("{n} code", "{n} codes", codes))
    words += "."
    if found.skipped:
        words += " " + n_("{n} is coded so already and stays as it is.", "{n} are coded so already and stay as they are.", found.skipped)
    if len(found.passages) > EXAMPLES:
        words += " " + _("The first {n}:").format(n=EXAMPLES)
    return words
