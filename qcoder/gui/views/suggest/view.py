"""The Suggest workspace: a queue of passages for one code, decided by single keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSplitter, QStackedWidget, QVBoxLayout

from qcoder.domain.codes import CodeTree
from qcoder.domain.spans import Span
from qcoder.gui.actions.suggest import SuggestActions
from qcoder.gui.jobs import Work
from qcoder.gui.views.empty import EmptyState
from qcoder.gui.views.suggest.card import QueuePage, source_line, why_line
from qcoder.gui.views.suggest.code_list import CodeLine, CodeList
from qcoder.gui.views.suggest.decisions import Queue
from qcoder.gui.views.suggest.questions import LEAST_DOCUMENTS, Looker, Overview, Used, context, overview
from qcoder.gui.views.suggest.wording import NOTHING_CODED, WHAT_FOR, finished, how_good, how_used, right_of, too_few, why_not
from qcoder.gui.views.times import clock
from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.gui.widgets.typeset import Reading
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.suggest.queue import Suggestions

_DECIDING = ("suggest_accept", "suggest_reject", "suggest_ends")
_OF_INTEREST = frozenset({"coding", "code", "rejection", "document", "turn", "speaker", "fully_coded", "coder"})


class SuggestView(Workspace):
    """Codes at the left, the passage to decide about in the middle. Nothing is computed before it is asked for."""

    name = "suggest"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._actions = SuggestActions(desk.jobs)
        self._looker = Looker()
        self._tree = CodeTree(())
        self._overview = Overview(None, {})
        self._overview_work: Work | None = None
        self._work: Work | None = None
        self._looking: tuple[int, ...] = ()
        self._writing: dict[Work, tuple[Queue, int]] = {}
        self._shown: tuple[Queue, int] | None = None
        self.code_id: int | None = None
        self.queues: dict[int, Queue] = {}
        self._build()
        self._connect()
        self.restyle()

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.codes = CodeList()
        self.check_all = QPushButton(_("Check every code"))
        self.check_all.setToolTip(_("Find out for which codes suggestions are good enough, by trying them on what is coded already"))
        self.check_all.setAccessibleName(_("Check every code"))
        pane = QFrame()
        pane.setProperty("role", "pane")
        left = QVBoxLayout(pane)
        left.setContentsMargins(0, 6, 0, 8)
        left.addWidget(self.codes, 1)
        left.addWidget(self.check_all, 0, Qt.AlignmentFlag.AlignHCenter)
        self.page = QueuePage()
        self.notice = EmptyState()
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(pane)
        self._across.addWidget(self.page)
        self._across.setStretchFactor(1, 1)
        self._across.setChildrenCollapsible(False)
        self._across.setSizes([300, 1000])
        pane.setMinimumWidth(220)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._across)
        self._stack.addWidget(self.notice)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        commands = self.desk.commands
        for name, slot in (
            ("suggest_look", self.look),
            ("suggest_check_all", self.look_at_all),
            ("suggest_accept", self.accept),
            ("suggest_reject", self.reject),
            ("suggest_ends", self.page.text.begin_ends),
            ("suggest_skip", self.skip),
            ("suggest_undo", commands["undo"].trigger),
        ):
            commands.connect(name, slot)
        for name, button in self.page.buttons.items():
            button.clicked.connect(commands[name].trigger)
            button.setToolTip(commands.all[name].help)
        commands["suggest_ends"].triggered.connect(lambda _on=False: self._show_parts())
        self.page.look.clicked.connect(self.look)
        commands.hint(self.page.look, _("Look for passages that may lack this code"), "suggest_look")
        self.check_all.clicked.connect(self.look_at_all)
        self.codes.chosen.connect(self._choose)
        self.codes.look_asked.connect(self.look)
        self.page.text.kept.connect(self._accept_with)
        self.page.text.given_up.connect(self._show_parts)
        self.notice.asked.connect(self.desk.signals.show_workspace.emit)
        self.desk.jobs.ended.connect(self._ended)
        self.desk.errors.told.connect(self._told)

    # -- what the window asks of a workspace ----------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """See what has been decided, and what there is to learn from."""
        if tables and not tables & _OF_INTEREST:
            return
        self._tree = self.desk.jobs.read.codes.tree()
        self.queues = {code_id: queue for code_id, queue in self.queues.items() if code_id in self._tree.by_id}
        if self.code_id not in self._tree.by_id:
            self.code_id = None
        self._sync()
        if self._overview_work is not None:
            self._overview_work.cancel()
        tree, me = self._tree, self.desk.jobs.project.coder[0]
        self._overview_work = self.desk.jobs.ask(lambda read, _progress: overview(read, tree, me), self._show_overview)

    def shown(self) -> None:
        """The keys go to the passage if there is one, else to the list."""
        if self._stack.currentWidget() is self.notice:
            self.notice.act.setFocus()
        elif self._shown is not None:
            self.page.text.setFocus()
        else:
            self.codes.setFocus()
        self._say_status()
        self._enable()

    def restyle(self) -> None:
        """Take theme and type from the desk."""
        self.codes.theme = self.desk.theme
        self.codes.viewport().update()
        settings = self.desk.settings
        self.page.set_theme(self.desk.theme, Reading(settings.font_family, settings.font_size, settings.line_spacing / 100))

    # -- the list -------------------------------------------------------------------------------------------------

    def _show_overview(self, found: Overview) -> None:
        self._overview = found
        if not found.used:
            words = NOTHING_CODED
            self.notice.say(words, _("Open Read and code"), "read")
            self._stack.setCurrentWidget(self.notice)
        else:
            self._stack.setCurrentWidget(self._across)
        self._show_list()
        self._show_page()

    def _show_list(self) -> None:
        ready: list[CodeLine] = []
        unasked: list[CodeLine] = []
        not_yet: list[CodeLine] = []
        for _depth, code in self._tree.walk():
            used, queue = self._overview.used.get(code.id), self.queues.get(code.id)
            if used is None and queue is None:
                continue
            path = self._tree.path(code.id)
            if queue is not None and queue.found.ready:
                ready.append(CodeLine(code.name, code.id, code.color, right_of(queue.found.measured), path=path))
            elif queue is not None:
                not_yet.append(CodeLine(code.name, code.id, code.color, below=why_not(queue.found), path=path, faint=True))
            elif used is not None and used.documents < LEAST_DOCUMENTS:
                not_yet.append(CodeLine(code.name, code.id, code.color, below=too_few(used), path=path, faint=True))
            elif used is not None:
                unasked.append(CodeLine(code.name, code.id, code.color, below=how_used(used), path=path))
        lines: list[CodeLine] = []
        for heading, part in ((_("Codes that can be suggested"), ready), (_("Not asked yet"), unasked), (_("Not yet"), not_yet)):
            lines += [CodeLine(heading), *part] if part else []
        self.check_all.setVisible(bool(unasked))
        self.codes.show_lines(lines, self.code_id)

    def _choose(self, code_id: int | None) -> None:
        if code_id is not None and code_id != self.code_id:
            self.code_id = code_id
            self._sync()

    # -- looking --------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look for passages for the chosen code; a queue that is being worked on stays until the new one is there."""
        if self.code_id is not None:
            self._look((self.code_id,), _("Looking for passages"))
        else:
            self.look_at_all()

    def look_at_all(self) -> None:
        """Look for passages for every code that has not been asked about and is used enough."""
        wanted = [
            code.id
            for _depth, code in self._tree.walk()
            if code.id not in self.queues and self._overview.used.get(code.id, Used(0, 0)).documents >= LEAST_DOCUMENTS
        ]
        if wanted:
            self._look(tuple(wanted), _("Checking codes"))

    def _look(self, code_ids: tuple[int, ...], label: str) -> None:
        if self._work is not None and not self._work.finished:
            self._work.cancel()
        looker, learn_from = self._looker, self._overview.coder_id
        self._looking = code_ids
        self._work = self.desk.jobs.ask(lambda read, progress: looker.look(read, code_ids, learn_from, progress), self._found, label=label)
        if self._work.finished:
            self._looking = ()
        self._show_page()

    def _found(self, found: "dict[int, Suggestions]") -> None:
        self._looking = ()
        me = self.desk.jobs.project.coder[0]
        for code_id, suggestions in found.items():
            if code_id in self._tree.by_id:
                self.queues[code_id] = Queue(code_id, me, suggestions)
        self._sync()
        self._show_list()
        if self.isVisible() and self._shown is not None:
            self.page.text.setFocus()

    # -- deciding -------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Code the passage as proposed, or with the ends it has been given."""
        if self.page.text.moving_ends:
            self.page.text.keep()
        elif self._shown is not None:
            queue, number = self._shown
            self._accept(queue, number, queue.item(number).span)

    def reject(self) -> None:
        """Note that the passage is not this code."""
        if self._shown is not None and self.desk.jobs.can_write:
            queue, number = self._shown
            item = queue.item(number)
            self._write(queue, number, self._actions.reject(item.document_id, item.span, queue.code_id))

    def skip(self) -> None:
        """Decide later."""
        if self._shown is not None:
            self._shown[0].skip()
            self._show_page()

    def _accept_with(self, span: Span) -> None:
        if self._shown is not None:
            self._accept(*self._shown, span)

    def _accept(self, queue: Queue, number: int, span: Span) -> None:
        if not self.desk.jobs.can_write:
            return

        def done(coding_id: int) -> None:
            queue.accepted(number, coding_id)
            self._sync()

        self._write(queue, number, self._actions.accept(queue.item(number).document_id, span, queue.code_id, done))

    def _write(self, queue: Queue, number: int, work: Work) -> None:
        self._writing[work] = queue, number
        queue.begin(number)
        if work.finished:
            # So quick that it ended before it was noted here.
            self._ended(work)
            self._sync()
        self._show_page()

    def _ended(self, work: Work) -> None:
        if work in self._writing:
            queue, number = self._writing.pop(work)
            queue.end(number)
        if work is self._work and self._looking:
            # Cancelled or failed: `_found` comes after this and says otherwise.
            self._looking = ()
            self._show_page()

    def _told(self, _sentence: str, _details: str) -> None:
        """A change was refused: show the project as it is. A method, since what tells outlives this page and lets go of methods only."""
        self._sync()

    def _sync(self) -> None:
        """See what the project says about the queue that is shown; the others are looked at when they are chosen."""
        queue = self.queues.get(self.code_id) if self.code_id is not None else None
        if queue is not None:
            queue.sync(self.desk.jobs.read)
        self._show_page()

    # -- showing --------------------------------------------------------------------------------------------------

    def _show_page(self) -> None:
        queue = self.queues.get(self.code_id) if self.code_id is not None else None
        code = self._tree.by_id.get(self.code_id) if self.code_id is not None else None
        at = queue.current if queue is not None and queue.found.ready else None
        fresh = (queue, at) if queue is not None and at is not None else None
        if code is None:
            self._say(
                _("Suggest"),
                WHAT_FOR,
            )
        elif queue is None:
            used = self._overview.used.get(code.id)
            self._say(code.name, how_used(used) if used else "")
        elif not queue.found.ready:
            self._say(code.name, queue.found.why_not)
        else:
            self._say(code.name, how_good(queue), "" if fresh else finished(queue))
        if fresh is not None and code is not None and fresh != self._shown:
            self._show_passage(*fresh, code.color)
        self._shown = fresh
        self._show_parts()

    def _say(self, heading: str, about: str, words: str = "") -> None:
        self.page.heading.setText(heading)
        self.page.about.setText(about)
        self.page.words.setText(words)

    def _show_passage(self, queue: Queue, number: int, color: str) -> None:
        item = queue.item(number)
        shown = context(self.desk.jobs.read, item)
        self.page.source.setText(source_line(item.document, shown.speaker, "" if shown.time_ms is None else clock(shown.time_ms)))
        self.page.why.setText(why_line(item.because, item.nearest.text, item.nearest.document))
        self.page.text.show_passage(shown, item.because, color)
        self.page.text.setAccessibleDescription(item.text)

    def _show_parts(self) -> None:
        queue = self.queues.get(self.code_id) if self.code_id is not None else None
        look = ""
        if self.code_id is None:
            look = _("Check every code") if self.check_all.isVisibleTo(self) else ""
        elif self._shown is None:
            look = _("Look for passages") if queue is None else _("Look again")
        if self._looking and (self.code_id is None or self.code_id in self._looking):
            look = _("Looking…")
        self.page.show_passage(passage=self._shown is not None, look=look, ends=self.page.text.moving_ends)
        self.page.look.setEnabled(not self._looking)
        self._say_status()
        self._enable()

    def _say_status(self) -> None:
        if self.isVisible():
            words = [_("Nothing is coded until you accept it")]
            if not self.desk.jobs.can_write:
                words = [_("The project is open for reading only, so nothing can be accepted")]
            elif self._shown is not None:
                words.append(n_("{n} left to look at", "{n} left to look at", self._shown[0].left))
            self.desk.signals.status.emit(" · ".join(words))

    def _enable(self) -> None:
        there, write = self._shown is not None, self.desk.jobs.can_write
        states = dict.fromkeys(_DECIDING, there and write)
        states["suggest_skip"] = there
        states["suggest_undo"] = write
        states["suggest_look"] = not self._looking
        states["suggest_check_all"] = not self._looking
        for name, on in states.items():
            if name in self.page.buttons:
                self.page.buttons[name].setEnabled(on)
            if self.isVisible():
                self.desk.commands.enable([name], on)
        self.check_all.setEnabled(not self._looking)
