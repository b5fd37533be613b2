"""Correcting the text of the open document where it stands: begin, keep, leave, and never lose a word."""

import contextlib
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qcoder.changes.texts import Edited, Plan, plan_edit
from qcoder.domain.documents import Document
from qcoder.domain.errors import KnownError
from qcoder.domain.rebase import words_changed
from qcoder.gui.actions.texts import TextActions
from qcoder.gui.jobs import Work
from qcoder.gui.views.read.blind import is_blind
from qcoder.gui.views.read.editing_bar import EditingBar
from qcoder.gui.views.read.editing_drafts import StoredDraft
from qcoder.gui.views.read.editing_panel import ConsequencePanel, consequences
from qcoder.gui.views.read.editing_session import Session, counts
from qcoder.gui.views.read.editing_versions import VersionsPage
from qcoder.gui.views.read.editing_waiting import Waiting
from qcoder.gui.views.read.transcript_pane import TranscriptPane, clock, reading_colors
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.editor import Editor
from qcoder.gui.widgets.editor_find import FindStrip
from qcoder.importers.normalise import break_long, normalise
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _

SAVE_MS, SETTLE_MS, WHERE_MS = 1000, 500, 40


class Editing(QWidget):
    """The page of the transcript pane that a document is corrected on. `off` are the commands that wait meanwhile."""

    began = Signal(bool)
    """True: a document is being corrected from now on; False: not any more."""

    def __init__(self, desk: Desk, pane: TranscriptPane) -> None:
        super().__init__()
        self._desk = desk
        self._pane = pane
        self._actions = TextActions(desk.jobs)
        self._session: Session | None = None
        self._keeping = False
        self._work: Work | None = None
        self._place = (0, 0)
        self.off: Sequence[str] = ()
        self.waiting = Waiting(desk, pane, self.begin, self._put_on, self.discard)
        self.bar = EditingBar()
        desk.commands.hint(self.bar.find_button, self.bar.find_button.toolTip(), "replace_in_text")
        self.editor = Editor(lambda text: break_long(normalise(text)[0]), clock)
        self.find_strip = FindStrip(self.editor)
        self.panel = ConsequencePanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.bar, self.find_strip, self.editor, self.panel):
            column.addWidget(widget, 1 if widget is self.editor else 0)
        pane.stack.addWidget(self)
        self.versions = VersionsPage(desk, pane)
        self._where_soon = self._timer(WHERE_MS, self._say_where)
        self._save_soon, self._settle_soon = self._timer(SAVE_MS, lambda: self.save(aside=True)), self._timer(SETTLE_MS, self._settle)
        self._connect()

    def _timer(self, milliseconds: int, task: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(task)
        return timer

    def _connect(self) -> None:
        editor, bar, panel = self.editor, self.bar, self.panel
        editor.edited.connect(self._edited)
        editor.cursorPositionChanged.connect(self._where_soon.start)
        editor.finished.connect(self.keep)
        editor.left.connect(self.leave)
        editor.speaker_wanted.connect(self._speaker_by_number)
        editor.zoomed.connect(self._pane.view.zoomed)
        bar.keep.connect(self.keep)
        bar.leave.connect(self.leave)
        bar.find_wanted.connect(self.find_strip.open)
        bar.speaker_chosen.connect(self._speaker_by_name)
        self.find_strip.closed.connect(editor.setFocus)
        panel.keep.connect(self._keep_now)
        panel.go_on.connect(self._go_on)
        panel.discard.connect(self.discard)
        panel.chosen.connect(self._show_coding)
        self._pane.view.installEventFilter(self)
        self._desk.jobs.ended.connect(self._ended)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Command -> what it does here."""
        return {"correct_text": self.begin, "replace_in_text": self.begin_replacing, "text_versions": self.show_versions}

    # -- beginning --------------------------------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """True while a document is being corrected."""
        return self._session is not None

    def begin(self) -> None:
        """Correct the open document, going on from corrections that were not kept; the caret stays where it is."""
        document = self._pane.document
        if self.active:
            self.editor.setFocus()
            return
        if document is None or not self._desk.jobs.can_write:
            return
        stored = self.waiting.files.load(document.id)
        if stored is not None and stored.base_hash != document.text_hash:
            self.offer()
            return
        self._begin(document, stored)

    def begin_replacing(self) -> None:
        """Correct the open document by find and replace."""
        chosen = "" if self.active else self._pane.view.textCursor().selectedText()
        self.begin()
        if self.active:
            if chosen and "\u2029" not in chosen:
                self.find_strip.words.setText(chosen)
            self.find_strip.open()

    def show_versions(self) -> None:
        """Show what the text was before it was corrected; corrections under way are put by."""
        self.set_aside()
        self.versions.open()

    def _begin(self, document: Document, stored: StoredDraft | None) -> None:
        pane = self._pane
        session = self._session = Session(self._desk.jobs.read, pane, document, stored)
        caret, top = pane.view.caret(), pane.view.verticalScrollBar().value()
        pane.view.select_mark(None)
        self.waiting.strip.hide()
        self.restyle()
        self.editor.begin(session.draft, session.marks(), session.interviewers)
        self.editor.set_coders_shown(pane.whose == "all" and len(pane.coders) > 1)
        pane.stack.setCurrentWidget(self)
        self.editor.verticalScrollBar().setValue(top + self._above())
        self.editor.go_to(min(caret if stored is None else stored.caret, len(session.draft.text)))
        self.editor.setFocus()
        self._desk.commands.enable(self.off, False)
        self.began.emit(True)
        self._say_what(None)
        self._say_where()
        if stored is not None:
            self._settle()

    def _above(self) -> int:
        """How much lower the page begins than that of the transcript: the words stay where they stand."""
        around = self.layout()
        if around is not None:
            around.activate()
        return self.editor.y()

    # -- while it goes on -------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        if self._session is not None:
            if self.panel.isVisible():
                self.panel.hide()
            self._settle_soon.start()
            if not self._save_soon.isActive():
                self._save_soon.start()
            self._where_soon.start()

    def save(self, *, aside: bool = False) -> None:
        """Write the draft to its file."""
        session = self._session
        if session is not None:
            self._save_soon.stop()
            self.waiting.put_by(session.document, session.draft, self.editor.caret(), aside=aside)

    def _settle(self) -> None:
        """Ask where the codings come to lie, exactly as they will when the corrections are kept."""
        session = self._session
        if session is None:
            return
        transcript, codings = session.transcript(), session.codings
        if transcript.text == session.draft.base:
            self.editor.set_marks_of({number: coding.span for number, coding in enumerate(codings)})
            self._say_what(None)
            return

        def question(read: Reader, _progress: Progress) -> tuple[Plan, int] | None:
            with contextlib.suppress(KnownError):
                plan = plan_edit(read, session.document.id, transcript)
                return plan, words_changed(session.draft.base, transcript.text)
            return None

        def answer(found: tuple[Plan, int] | None) -> None:
            if found is None or self._session is not session or session.draft.text != transcript.text or session.codings is not codings:
                return
            spans = {coding.id: span for coding, span in found[0].codings}
            self.editor.set_marks_of({number: spans[coding.id] for number, coding in enumerate(codings) if coding.id in spans})
            self._say_what(found[0].edited, found[1])

        self._desk.jobs.ask(question, answer)

    def _say_what(self, edited: Edited | None, words: int = 0) -> None:
        session = self._session
        if session is None:
            return
        if edited is None:
            turns = session.draft.changed
            self.bar.what.show_text(_("The turns are changed") if turns else _("Nothing is changed yet"))
            return
        self.bar.what.show_text(" · ".join(counts(edited, words)))

    def _say_where(self) -> None:
        session = self._session
        if session is None:
            return
        number = session.draft.turn_at(self.editor.caret())
        self.bar.show_speaker(session.speakers(), self.editor.speaker(), in_turn=number is not None)
        line = _("Line {n}").format(n=self.editor.line_number(self.editor.caret()))
        self._desk.signals.status.emit(
            " · ".join(filter(None, (line, self.editor.speaker())))
            + "     "
            + _("Ctrl+Enter keeps · Esc leaves · Enter new turn · Alt+1 … speaker · Ctrl+H replace")
        )

    def _speaker_by_number(self, number: int) -> None:
        if number < len(self.bar.speakers):
            self.editor.set_speaker(self.bar.speakers[number])

    def _speaker_by_name(self, name: str) -> None:
        self.editor.setFocus()
        self.editor.set_speaker(name or None)

    # -- keeping ----------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the corrections; when codings lose words by them, say which first."""
        session = self._session
        if session is None or self._keeping:
            return
        self.find_strip.put_away()
        if session.draft.changed:
            self.editor.tidy()
        if not session.draft.changed:
            self.leave()
            return
        self.save()
        if not self.editor.is_true():
            raise AssertionError("the page does not show the draft; the draft is in its file")
        try:
            plan = plan_edit(self._desk.jobs.read, session.document.id, session.transcript())
        except KnownError as error:
            self._desk.errors.report(error)
            return
        found, hidden = consequences(self._desk.jobs.read, plan), self._hidden_losses(plan)
        if found or hidden:
            self.panel.show_consequences(found, hidden)
        else:
            self._keep_now()

    def _hidden_losses(self, plan: Plan) -> int:
        """How many codings that the person must not see yet, since they code blind, would lose words."""
        session = self._session
        if session is None or not is_blind(self._desk.jobs, session.document):
            return 0
        whole = self._desk.jobs.project.reader()
        try:
            edited = plan_edit(whole, session.document.id, session.transcript()).edited
        finally:
            whole.close()
        return len(edited.shortened) + len(edited.lost) - len(plan.edited.shortened) - len(plan.edited.lost)

    def _keep_now(self) -> None:
        session = self._session
        if session is None or self._keeping:
            return
        transcript, base = session.transcript(), session.draft.base
        self._keeping = True
        self.panel.setEnabled(False)
        self.editor.held = True

        def kept(edited: Edited) -> None:
            words = _("Corrected “{name}”: {what}").format(
                name=session.document.name, what=", ".join(counts(edited, words_changed(base, transcript.text)))
            )
            self.waiting.files.remove(session.document.id)
            self.waiting.strip.hide()
            self._desk.jobs.said.emit(words, True)

        self._place = self.editor.caret(), self.editor.verticalScrollBar().value() - self.editor.y()
        self._work = self._actions.correct(session.document.id, transcript, session.document.text_hash, kept)

    def _ended(self, work: Work) -> None:
        if work is self._work:
            # Once the window has heard of it; when it failed, the corrections are still here to be kept.
            QTimer.singleShot(0, self, self._not_kept)

    def _not_kept(self) -> None:
        self._work, self._keeping, self.editor.held = None, False, False
        self.panel.setEnabled(True)

    def _go_on(self) -> None:
        self.panel.hide()
        self.editor.setFocus()

    def _show_coding(self, coding_id: int) -> None:
        """Show where a coding of the list is, or was."""
        session = self._session
        number = None if session is None else session.number_of(coding_id)
        if number is not None and session is not None:
            span = session.draft.passages.span(number)
            self.editor.go_to(min(span.start, len(session.draft.text)))
            self.editor.select_mark(coding_id)

    # -- leaving ----------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Show the text as it is in the project again; what was typed is put by and offered."""
        if self._session is None:
            return
        self.set_aside()
        self._pane.view.setFocus()
        self._pane.view.caret_moved.emit()

    def set_aside(self) -> None:
        """Stop correcting; corrections that are not kept are put by in their file and offered when the document is shown."""
        session = self._session
        if session is None:
            return
        self.save()
        caret, top = self.editor.caret(), self.editor.verticalScrollBar().value() - self.editor.y()
        self._end()
        if self._pane.document is not None and self._pane.document.id == session.document.id:
            self._show_place(caret, top)
        self.offer()
        if self.waiting.strip.isVisible():  # the words stay where they stand
            bar = self._pane.view.verticalScrollBar()
            bar.setValue(bar.value() + self.waiting.strip.sizeHint().height())

    def _show_place(self, caret: int, top: int) -> None:
        """Show in the transcript what was in sight while it was corrected."""
        self._pane.view.place_caret(min(caret, len(self._pane.text)))
        self._pane.view.verticalScrollBar().setValue(top)

    def discard(self) -> None:
        """Drop the corrections; they can be brought back for as long as the document is open."""
        if self._session is not None:
            self.save()
            self._end()
        self.waiting.discard()
        self._pane.view.setFocus()

    def offer(self) -> None:
        """Say over the open document that it has corrections which are not kept, if it has."""
        if not self.active:
            self.waiting.offer()

    def _put_on(self) -> None:
        """Go on with corrections of a text that is another by now: both changes where they do not meet, else as they were typed."""
        document = self._pane.document
        stored = None if document is None else self.waiting.files.load(document.id)
        if document is None or stored is None:
            return
        self._begin(document, None)
        session = self._session
        assert session is not None
        both = session.draft.put_on(stored.base, stored.text, stored.turns)
        self.editor.begin(session.draft, session.marks(), session.interviewers)
        self.save()
        self._settle()
        self._desk.signals.notice.emit(
            _("Both the corrections and what was changed meanwhile are in this text; look through it before you keep it.")
            if both
            else _(
                "What was changed meanwhile met your corrections, so this is the text as you typed it; look through it before you keep it."
            )
        )

    def _end(self) -> None:
        self._session, self._keeping, self.editor.held = None, False, False
        for timer in (self._save_soon, self._settle_soon, self._where_soon):
            timer.stop()
        self.find_strip.put_away()
        self.panel.hide()
        self.panel.setEnabled(True)
        if self._pane.stack.currentWidget() is self:
            self._pane.stack.setCurrentIndex(1 if self._pane.document is not None else 0)
        self.editor.end()
        self._desk.commands.enable(self.off, self._desk.commands["correct_text"].isEnabled())
        self.began.emit(False)

    # -- what the workspace tells -----------------------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """Something changed in these tables: follow it, or, when the text itself is another now, put the corrections by."""
        session = self._session
        if session is None:
            self.versions.refresh(tables)
            if not tables or "document" in tables:
                self.offer()
            return
        document = self._desk.jobs.read.documents.get(session.document.id)
        if document is None or document.text_hash != session.document.text_hash or self._pane.document is None:
            if self._keeping:
                self._end()
                self._show_place(*self._place)
                self._pane.view.setFocus()
                self._pane.view.caret_moved.emit()
            else:
                self.set_aside()
            return
        self._pane.stack.setCurrentWidget(self)
        if not tables or tables & {"speaker", "turn"}:
            session.follow_speakers()
            self.editor.show_interviewers(session.interviewers)
            self._say_where()
        if not tables or tables & {"coding", "code", "coder", "fully_coded"}:
            session.follow_codings()
            self.editor.show_marks(session.marks())
            self._settle()

    def shown(self) -> bool:
        """The workspace came to the front: True if a document is being corrected, which has the focus then."""
        if self.active:
            self._desk.commands.enable(self.off, False)
            self.editor.setFocus()
        elif self.versions.active:
            self.versions.list.setFocus()
        return self.active or self.versions.active

    def focus_target(self) -> QWidget:
        """What has the keyboard in the middle of the workspace."""
        if self.versions.active:
            return self.versions.list
        return self.editor if self.active else self._pane.view

    def restyle(self) -> None:
        """Take theme and reading settings."""
        settings, theme = self._desk.settings, self._desk.theme
        for widget in (self.bar, self.waiting.strip, self.panel):
            widget.set_theme(theme)
        self.versions.restyle()
        if self.active:
            self.editor.set_theme(reading_colors(theme))
            self.editor.set_reading(
                settings.font_family,
                float(settings.font_size),
                settings.line_spacing / 100,
                settings.text_width,
                settings.show_line_numbers,
                settings.show_times,
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F2 in the transcript begins."""
        plain = isinstance(event, QKeyEvent) and event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.type() == QEvent.Type.KeyPress and plain and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F2:
            self.begin()
            return True
        return super().eventFilter(watched, event)
