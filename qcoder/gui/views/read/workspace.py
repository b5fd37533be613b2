"""The Read & code workspace: puts its panes together and keeps them in step with the project."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.actions.coding import CodingActions
from qcoder.gui.actions.documents import DocumentActions
from qcoder.gui.jobs import Work
from qcoder.gui.models.codes import CodesModel, RecentCodes
from qcoder.gui.views.read.codes_pane import CodesPane
from qcoder.gui.views.read.delegates import show_noted
from qcoder.gui.views.read.documents_pane import DocumentsPane
from qcoder.gui.views.read.editing import Editing
from qcoder.gui.views.read.fields import rule
from qcoder.gui.views.read.hand import Hand
from qcoder.gui.views.read.here import LineCodings
from qcoder.gui.views.read.inspector import Inspector
from qcoder.gui.views.read.later import Later
from qcoder.gui.views.read.panes import go_round
from qcoder.gui.views.read.shown import Shown
from qcoder.gui.views.read.transcript_pane import TranscriptPane
from qcoder.gui.views.read.way import Way
from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _

_ONE_PASSAGE = frozenset({"coding", "memo"})


class ReadView(Workspace):
    """Documents over codes at the left, transcript in the middle, inspector at the right."""

    name = "read"
    files_dropped = Signal(object)
    """Files (list of Path) were dropped onto the documents: they are to be imported."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        jobs = desk.jobs
        self.codes = CodesModel(self)
        self.codes.can_write = jobs.can_write
        self.document_actions = DocumentActions(jobs)
        codebook = CodebookActions(jobs)
        self.documents_pane = DocumentsPane(desk, self.document_actions)
        self.codes_pane = CodesPane(desk, codebook, self.codes, self)
        self.pane = TranscriptPane(desk, self.codes)
        self.editing = Editing(desk, self.pane)
        self.inspector = Inspector(desk, self.codes, codebook, self.document_actions)
        self.editing.versions.add_link(self.inspector.document)
        self.hand = Hand(desk, self.pane, self.codes, CodingActions(jobs))
        self.way = Way(desk, self.pane, self.codes)
        self.editing.off = (*self.hand.slots(), *self.way.slots())
        self.hand.current_code = self.way.current_code = self.codes_pane.current_id
        self.shown_codings = Shown(desk, self.pane, self.codes_pane.current_id, self._shown_anew)
        self.here = LineCodings(self.pane.view, self.pane.describe)
        self.editing.began.connect(self.here.setDisabled)
        self._showing = "start"
        self._count_soon = Later(self, 60, self._count)
        self._counting: Work | None = None
        self._lay_out()
        self._connect()
        self._connect_commands()
        self.restyle()

    # Building

    def _lay_out(self) -> None:
        self.left = QSplitter(Qt.Orientation.Vertical)
        self.left.addWidget(self.documents_pane)
        self.left.addWidget(self.codes_pane)
        self.left.setSizes([300, 400])
        self.right = QWidget()
        column = QVBoxLayout(self.right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.inspector, 1)
        column.addWidget(rule())
        column.addWidget(self.here)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.left, self.pane, self.right):
            self.across.addWidget(widget)
        self.left.setMinimumWidth(190)
        self.right.setMinimumWidth(210)
        for place, share in enumerate((1, 4, 1)):
            self.across.setStretchFactor(place, share)
        self.across.setSizes([266, 736, 296])
        for splitter in (self.left, self.across):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.across)

    def _connect(self) -> None:
        view, header = self.pane.view, self.pane.header
        hint = self.desk.commands.hint
        hint(header.reading, _("Reading settings: type, spacing, width, times, line numbers"), "reading_settings")
        hint(header.done, _("You have coded this document from end to end"), "fully_coded")
        self.documents_pane.opened.connect(self._open)
        self.documents_pane.files_dropped.connect(self.files_dropped)
        self.documents_pane.gathered.connect(self._facts_came)
        self.files_dropped.connect(self.desk.signals.files_dropped)
        self.desk.signals.found.connect(self._outline_found)
        self.codes_pane.chosen.connect(self._code_chosen)
        self.codes_pane.used.connect(lambda code_id: None if self.editing.active else self.hand.code(None, code_id))
        self.codes.passage_dropped.connect(lambda code_id, span: self.hand.code(span, code_id))
        view.marks_chosen.connect(self._marks_chosen)
        view.caret_moved.connect(self._say_where)
        view.caret_moved.connect(self.here.refresh)
        self.here.key_typed.connect(self.hand.key)
        self.here.remove_wanted.connect(self.hand.remove)
        self.here.left.connect(view.setFocus)
        view.zoomed.connect(self.shown_codings.zoom)
        header.fully_coded.connect(self._mark_fully_coded)
        header.settings_changed.connect(self.desk.signals.settings_changed)
        self.hand.coded.connect(self._after_coding)
        self.hand.memo_wanted.connect(self._write_memo)
        self.hand.serve(self.inspector.coding, self.inspector.several)
        self.inspector.code.quote_chosen.connect(self.open_passage)
        self.inspector.left.connect(view.setFocus)

    def _connect_commands(self) -> None:
        hand, codes, documents = self.hand, self.codes_pane, self.documents_pane
        slots: dict[str, Callable[[], object]] = {
            **hand.slots(),
            "coding_memo": self._memo_here,
            **self.way.slots(),
            **self.shown_codings.slots(),
            "next_document": lambda: self._neighbour(1),
            "previous_document": lambda: self._neighbour(-1),
            "next_pane": lambda: self._next_pane(1),
            "previous_pane": lambda: self._next_pane(-1),
            "fully_coded": self._toggle_fully_coded,
            "rename_document": documents.rename,
            "delete_documents": documents.delete,
            "print_transcript": self._print,
            **self.editing.slots(),
            "earlier_wordings": self._earlier_wordings,
            **codes.slots(),
        }
        for name, slot in slots.items():
            self.desk.commands.connect(name, slot)

    # What the window asks

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what changed in these tables; an empty set means everything."""
        every = not tables
        if every:
            self.codes.recent = RecentCodes(self.desk.jobs.read.codes.last_used(self.desk.jobs.project.coder[0]))
        if every or "code" in tables:
            self.codes_pane.refresh()
        self.codes_pane.again(tables)
        if every or tables & {"code", "coding"}:
            self._count_soon.ask()
        self.documents_pane.refresh(tables)
        if every or tables & {"memo", "document", "code"}:
            things = self.desk.jobs.read.memos.things
            for tree, subject in ((self.documents_pane.view, Subject.DOCUMENT), (self.codes_pane.view, Subject.CODE)):
                show_noted(tree, things(subject))
        self._refresh_document(tables)
        self.editing.refresh(tables)
        self._refresh_inspector(tables)

    def shown(self) -> None:
        """Put the focus into the transcript; when none is open yet, open the first that is not done."""
        if self.pane.document is None:
            order = self.documents_pane.model.in_order()
            facts = [self.documents_pane.model.fact(document_id) for document_id in order]
            first = next((fact.document.id for fact in facts if fact is not None and not fact.done), order[0] if order else None)
            if first is not None:
                self._open(first, True)
                return
        if not self.editing.shown():
            self._focus_home()

    def restyle(self) -> None:
        """Take theme and reading settings from the desk."""
        self.documents_pane.restyle()
        self.codes_pane.restyle()
        self.inspector.restyle()
        self.pane.restyle(self.desk.theme)
        self.editing.restyle()
        self.way.jump_box.set_theme(self.desk.theme)
        self.shown_codings.tick()
        self.here.refresh(anew=True)

    def open_passage(self, document_id: int, span: Span | None) -> None:
        """Show a document, and in it a passage, with the coding on exactly that passage selected."""
        self.editing.set_aside()
        if self.pane.document is None or self.pane.document.id != document_id:
            self._open(document_id, True)
        if span is not None and self.pane.document is not None and self.pane.document.id == document_id:
            self.pane.view.select(Span(min(span.start, len(self.pane.text)), min(span.end, len(self.pane.text))))
            fitting = [coding.id for coding in self.pane.codings.values() if coding.span == span]
            if fitting:
                self.pane.view.select_mark(fitting[-1])
        self.pane.view.setFocus()

    def _outline_found(self, document_id: int, spans: Sequence[Span]) -> None:
        """Outline what was found in the document that has just been opened."""
        if self.pane.document is not None and self.pane.document.id == document_id:
            self.pane.view.show_sought(spans)

    def open_code(self, code_id: int) -> None:
        """Show a code in the tree and the inspector."""
        if code_id in self.codes.tree.by_id:
            self.codes_pane.show_code(code_id)
            self._show_code(code_id)
            self.codes_pane.view.setFocus()

    def commit(self) -> None:
        """Hand over what is being written in the inspector; to be called before the project is closed."""
        self.inspector.commit()
        self.editing.set_aside()

    # Keeping in step

    def _refresh_document(self, tables: frozenset[str]) -> None:
        pane, every = self.pane, not tables
        before = pane.view.marks_on_line()
        facts = self.documents_pane.model
        pane.invite(bool(facts.in_order()))
        if pane.document is None:
            if every or "coding" in tables:
                facts.forget_measures()
            return
        fact = facts.fact(pane.document.id)
        if fact is None:
            pane.close_document()
            self.documents_pane.show_open(None)
            self.desk.signals.status.emit("")
            return
        differences = 0
        if fact.document.text_hash != pane.document.text_hash:
            pane.reopen(fact)
        else:
            if every or tables & {"code", "coder", "fully_coded", "coding_sample"} or ("memo" in tables and pane.notes_changed()):
                pane.repaint_marks()
            elif "coding" in tables:
                differences = pane.sync()
            if tables & {"speaker", "turn"}:
                pane.reread_turns()
        if every or "coding" in tables:
            if not differences or not tables <= _ONE_PASSAGE:
                # It happened elsewhere, or not only here.
                facts.forget_measures()
            facts.measured(pane.document.id, pane.said, pane.spans)
        if pane.view.marks_on_line() != before:
            self.here.refresh(anew=True)
        pane.show_facts(facts.fact(pane.document.id))
        self._tell_codes_here()

    def _tell_codes_here(self) -> None:
        self.codes_pane.set_here(coding.code_id for coding in self.pane.codings.values())

    def _facts_came(self) -> None:
        if self.pane.document is not None:
            self.documents_pane.show_open(self.pane.document.id)
            self.pane.show_facts(self.documents_pane.model.fact(self.pane.document.id))
        self._refresh_inspector(frozenset({"participant"}))

    def _refresh_inspector(self, tables: frozenset[str]) -> None:
        if self._showing == "code":
            self._show_code(self.inspector.code.shown, uses=bool(not tables or tables & {"coding", "code"}))
        elif self._showing in ("coding", "several") and self.pane.selected() is not None:
            if self.hand.landing and tables <= _ONE_PASSAGE:
                return  # What was just coded is about to be selected, and shown then.
            self._show_coding(uses=bool(not tables or tables & {"coding", "code"}))
        else:
            self._show_document()

    def _count(self) -> None:
        """Count codings in the background; one question at a time."""
        if self._counting is not None and not self._counting.finished:
            self._count_soon.ask()
            return

        def question(read: Reader, _progress: Progress) -> dict[int, int]:
            return read.codes.counts()

        self._counting = self.desk.jobs.ask(question, self._counted)

    def _counted(self, counts: dict[int, int]) -> None:
        self.codes.set_counts(counts)
        if self._showing in ("code", "coding"):
            self._refresh_inspector(frozenset({"counts"}))

    def _after_coding(self, code_id: int) -> None:
        if self.codes_pane.current_id() != code_id:
            self.codes_pane.show_code(code_id)
        self.codes_pane.view.viewport().update()

    # The inspector

    def _coder_names(self) -> dict[int, str]:
        return {coder.id: coder.name for coder in self.desk.jobs.read.study.coders()}

    def _marks_chosen(self, ids: tuple[int, ...]) -> None:
        coding = self.pane.codings.get(ids[0]) if ids else None
        if coding is not None:
            self._show_coding()
            self.codes_pane.show_code(coding.code_id)
        elif self._showing in ("coding", "several"):
            self._show_document()

    def _shown_anew(self) -> None:
        """Other codings are shown than before."""
        if self.documents_pane.coders != self.pane.shown_coders():
            self.documents_pane.set_coders(self.pane.shown_coders())
        if self.pane.document is not None:
            self.pane.show_facts(self.documents_pane.model.fact(self.pane.document.id))
        self.here.refresh(anew=True)
        self._refresh_inspector(frozenset())

    def _code_chosen(self, code_id: int | None) -> None:
        self._show_code(code_id)

    def _show_coding(self, *, uses: bool = True) -> None:
        coding, chosen = self.pane.selected(), self.pane.chosen()
        if len(chosen) > 1:
            self._showing = "several"
            self.inspector.show_several(chosen)
        elif coding is not None:
            self._showing = "coding"
            self.inspector.show_coding(coding, self._coder_names(), self.pane.shown_coders(), uses=uses)

    def _show_code(self, code_id: int | None, *, uses: bool = True) -> None:
        if code_id is None or code_id not in self.codes.tree.by_id:
            self._show_document()
            return
        self._showing = "code"
        self.inspector.show_code(code_id, self._coder_names(), self.pane.shown_coders(), uses=uses)

    def _show_document(self) -> None:
        facts = self.documents_pane.model.fact(self.pane.document.id if self.pane.document else None)
        self._showing = "start" if facts is None else "document"
        if facts is None:
            self.inspector.show_start()
        else:
            self.inspector.show_document(facts, len(self.pane.spans), self._coder_names())

    # What the hand does

    def _open(self, document_id: int, with_focus: bool) -> None:
        if self.pane.document is None or self.pane.document.id != document_id:
            self.inspector.commit()
            self.editing.set_aside()
            facts = self.documents_pane.model
            if not self.pane.open(document_id, facts.fact(document_id)):
                return
            facts.measured(document_id, self.pane.said, self.pane.spans)
            self.documents_pane.show_open(document_id)
            self.editing.offer()
            self._tell_codes_here()
        self.here.refresh(anew=True)
        self._show_document()
        if with_focus:
            self.editing.focus_target().setFocus()

    def _neighbour(self, step: int) -> None:
        document_id = self.documents_pane.neighbour(step)
        if document_id is not None:
            self._open(document_id, True)

    def _mark_fully_coded(self, done: bool) -> None:
        if self.pane.document is not None:
            self.document_actions.mark_fully_coded(self.pane.document.id, done)

    def _toggle_fully_coded(self) -> None:
        facts = self.documents_pane.model.fact(self.pane.document.id if self.pane.document else None)
        if facts is not None:
            self._mark_fully_coded(not facts.done)

    def _memo_here(self) -> None:
        """Write about what the inspector shows: the chosen coding, a code, or the document."""
        shown = {"code": self.inspector.code.memo, "document": self.inspector.document.memo}.get(self._showing)
        if shown is None:
            self.hand.memo()
        else:
            shown.field.setFocus()
            self.inspector.ensureWidgetVisible(shown.field)

    def _write_memo(self) -> None:
        self.inspector.coding.memo.field.setFocus()
        self.inspector.ensureWidgetVisible(self.inspector.coding.memo.field)

    def _print(self) -> None:
        if self.pane.document is not None:
            from qcoder.gui.views.read.printing import PrintChoice, PrinterDoor, PrintWindow

            shown = self.pane.shown_coders()
            window = PrintWindow(self.desk, self.pane.document, PrintChoice(shown), shown, self, PrinterDoor())
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            window.show()

    def _earlier_wordings(self) -> None:
        if self._showing not in ("code", "coding"):
            self._show_code(self.codes_pane.current_id())
        if self._showing not in ("code", "coding"):
            self.desk.signals.notice.emit(_("Choose a code in the tree first."))
        elif not self.inspector.code.show_wordings():
            self.desk.signals.notice.emit(_("The definitions of this code have not been changed since they were written."))

    def _say_where(self) -> None:
        if self.pane.document is not None and self.pane.view.hasFocus() and not self.pane.view.ends_mode():
            line = self.pane.view.accessible_line().rstrip(".").replace("; ", " · ")
            self.desk.signals.status.emit(line + "     " + _("Space code · Alt+Up/Down codings · E ends · F6 next pane"))

    # Focus

    def _focus_home(self) -> None:
        (self.documents_pane.view if self.pane.document is None else self.pane.view).setFocus()

    def _next_pane(self, step: int) -> None:
        """Go round documents, codes, transcript, inspector and the codings of the line."""
        inner: QWidget = self.inspector.code.fields["brief"] if self._showing == "code" else self.inspector.document.memo.field
        if self._showing == "coding":
            inner = self.inspector.coding.memo.field
        if self._showing == "several":
            inner = self.inspector.several.buttons["recode"]
        stops: list[tuple[QWidget, QWidget]] = [
            (self.documents_pane, self.documents_pane.view),
            (self.codes_pane, self.codes_pane.view),
            (self.pane, self.editing.focus_target()),
            (self.inspector, inner),
            (self.here, self.here.list),
        ]
        go_round(stops, step, home=2)
