"""The transcript of the open document with its codings as marks, kept in step with the project."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from qcoder.domain.codings import Coding
from qcoder.domain.documents import Document
from qcoder.domain.people import Coder, initials
from qcoder.domain.spans import Span
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.models.documents import DocumentFacts
from qcoder.gui.views.read.blind import is_blind
from qcoder.gui.views.read.fields import words
from qcoder.gui.views.read.header import Header
from qcoder.gui.views.read.picker import CodePicker
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.colors import ReadingColors
from qcoder.gui.widgets.marks import Mark, TurnLine
from qcoder.gui.widgets.theme import Theme, blend
from qcoder.gui.widgets.transcript import TranscriptView
from qcoder.words import _

# Beyond so many differences it is quicker to set all marks anew.
_FEW = 40
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_QUOTED = 60


class ReadTranscript(TranscriptView):
    """The transcript with the keys that need the project: Delete, Enter, and tooltips that are read when they are shown."""

    remove_wanted = Signal()

    def __init__(self, explain: Callable[[int], str]) -> None:
        super().__init__()
        self._explain = explain

    def tip(self, marks: Sequence[Mark]) -> str:
        """The tooltip of some marks: code, coder, memos."""
        return super().tip([replace(mark, tooltip=self._explain(mark.id)) for mark in marks])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the chosen codings, Enter goes through those at the caret, with Shift the other way."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = held == Qt.KeyboardModifier.NoModifier and not self.ends_mode()
        if plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        elif plain and event.key() in _RETURNS:
            self.cycle_marks_at_cursor()
        elif held == Qt.KeyboardModifier.ShiftModifier and event.key() in _RETURNS and not self.ends_mode():
            self.cycle_marks_at_cursor(backwards=True)
        else:
            super().keyPressEvent(event)

    def place_caret(self, position: int) -> None:
        """Put the caret somewhere without scrolling further than it takes to see it."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_qt(position))
        self.setTextCursor(cursor)

    def select_quietly(self, span: Span) -> None:
        """Select a passage, the caret at its start, without scrolling further than it takes to see that."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_qt(span.end))
        cursor.setPosition(self._offsets.to_qt(span.start), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def minimumSizeHint(self) -> QSize:
        """Small windows must be able to be small."""
        return QSize(260, 160)


class TranscriptPane(QFrame):
    """Header and transcript of one document, or a word on how to begin. It reads; what changes things is elsewhere."""

    def __init__(self, desk: Desk, codes: CodesModel) -> None:
        super().__init__()
        self._desk = desk
        self._codes = codes
        self.document: Document | None = None
        self.text = ""
        self.codings: dict[int, Coding] = {}
        self.coders: dict[int, Coder] = {}
        self._drawn_otherwise: set[int] = set()
        self.whose = "all"
        self.hidden_coders: frozenset[int] = frozenset()
        self.branch: int | None = None
        self.said: list[Span] = []
        self.spans: list[Span] = []
        self._ranks: dict[int, int] = {}
        self._look: tuple[bool, bool] | None = None
        self.setObjectName("paper")
        self.header = Header(lambda: desk.settings)
        self.view = ReadTranscript(self.explain)
        self.empty = self._empty()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.stack, 1)
        self.picker = CodePicker(self.stack, codes)
        self.header.hide()

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(40, 40, 40, 40)
        column.addStretch(1)
        self.invitation: QLabel = words("", "muted")
        self.invitation.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.invitation)
        column.addStretch(2)
        return page

    # Showing

    def open(self, document_id: int, facts: DocumentFacts | None) -> bool:
        """Show a document from its beginning; False if it is gone."""
        read = self._desk.jobs.read
        document = read.documents.get(document_id)
        if document is None:
            self.close_document()
            return False
        self.document = document
        self._read_coders()
        self.text = read.documents.text(document_id)
        turns = self._turns()
        self.codings = self._of_document()
        self.view.set_document(self.text, turns, [self._mark(coding) for coding in self.codings.values()])
        self.view.setAccessibleName(_("Transcript {name}").format(name=document.name))
        self.stack.setCurrentIndex(1)
        self.show_facts(facts)
        return True

    def reopen(self, facts: DocumentFacts) -> None:
        """The text itself was changed: show it anew, about where we are."""
        caret, top = self.view.caret(), self.view.verticalScrollBar().value()
        self.picker.dismiss()
        if self.open(facts.document.id, facts):
            self.view.place_caret(min(caret, len(self.text)))
            self.view.verticalScrollBar().setValue(top)

    def close_document(self) -> None:
        """Show that no document is open."""
        self.picker.dismiss()
        self.document, self.text, self.codings, self.said, self.spans = None, "", {}, [], []
        self.view.set_document("", (), ())
        self.stack.setCurrentIndex(0)
        self.header.hide()

    def show_facts(self, facts: DocumentFacts | None) -> None:
        """Write the header."""
        self.header.show_document(facts, len(self.spans), self._desk.jobs.can_write)
        names = [(coder.id, coder.name) for coder in sorted(self.coders.values(), key=lambda coder: coder.name.casefold())]
        blind = is_blind(self._desk.jobs, self.document)
        hidden = self.hidden_coders if self.whose == "all" else frozenset(self.coders) - {self._desk.jobs.project.coder[0]}
        self.header.show_coders(self.whose, names, hidden, blind=blind)

    def invite(self, any_documents: bool) -> None:
        """Say how to begin when no document is open."""
        self.invitation.setText(
            _("Choose a document at the left to read and code it.")
            if any_documents
            else _("Transcripts that you import are read and coded here. Drop them at the left, or press Ctrl+I.")
        )

    def sync(self) -> int:
        """Show the document's codings as they are now, touching only the marks that differ; returns how many did."""
        if self.document is None:
            return 0
        now = self._of_document()
        gone = [coding_id for coding_id in self.codings if coding_id not in now]
        fresh = [coding for coding_id, coding in now.items() if coding_id not in self.codings]
        other = [
            coding for id_, coding in now.items() if id_ in self.codings and (coding != self.codings[id_] or id_ in self._drawn_otherwise)
        ]
        self.codings, self._drawn_otherwise = now, set()
        differences = len(gone) + len(fresh) + len(other)
        if differences > _FEW:
            self.view.set_marks([self._mark(coding) for coding in now.values()])
            return differences
        for coding_id in gone:
            self.view.remove_mark(coding_id)
        for coding in fresh:
            self.view.add_mark(self._mark(coding))
        for coding in other:
            self.view.replace_mark(self._mark(coding))
        return differences

    def repaint_marks(self) -> None:
        """Names or colours of codes, coders, or who is shown changed: make all marks anew."""
        if self.document is None:
            return
        self._read_coders()
        self.codings = self._of_document()
        self.view.set_marks([self._mark(coding) for coding in self.codings.values()])

    def reread_turns(self) -> None:
        """Speakers changed: show their names, and stay where we are."""
        if self.document is None:
            return
        caret, selected, top = self.view.caret(), self.view.selected_mark(), self.view.verticalScrollBar().value()
        self.view.set_document(self.text, self._turns(), [self._mark(coding) for coding in self.codings.values()])
        self.view.go_to(caret)
        self.view.select_mark(selected if selected in self.codings else None)
        self.view.verticalScrollBar().setValue(top)

    def drawn_otherwise(self, coding_id: int) -> None:
        """Note that a mark is drawn with other ends than the project has, until the next `sync`."""
        self._drawn_otherwise.add(coding_id)

    def selected(self) -> Coding | None:
        """The selected coding."""
        selected = self.view.selected_mark()
        return None if selected is None else self.codings.get(selected)

    def chosen(self) -> list[Coding]:
        """The chosen codings, the selected one first."""
        return [self.codings[coding_id] for coding_id in self.view.chosen_marks() if coding_id in self.codings]

    def show_only(self, code_id: int | None) -> None:
        """Show only codings of one branch of the codebook; None: of all."""
        self.branch = code_id
        self.repaint_marks()

    def shows(self, code_id: int) -> bool:
        """Whether codings with a code are shown at present."""
        return self.branch is None or code_id in self._codes.tree.branch(self.branch)

    def describe(self, mark: Mark) -> str:
        """One coding in a line: code, coder if there are several, and how its passage begins."""
        coding = self.codings.get(mark.id)
        passage = " ".join(self.text[mark.span.start : min(mark.span.end, mark.span.start + 2 * _QUOTED)].split())
        if len(passage) > _QUOTED:
            passage = passage[:_QUOTED].rstrip() + "…"
        who = self.coder_name(coding.coder_id) if coding is not None and len(self.coders) > 1 else ""
        return " · ".join(part for part in (mark.label, who, f"“{passage}”", _("has a memo") if mark.noted else "") if part)

    def explain(self, coding_id: int) -> str:
        """Code, coder and memos of a coding, as plain text."""
        coding = self.codings.get(coding_id)
        if coding is None or coding.code_id not in self._codes.tree.by_id:
            return ""
        from qcoder.domain.memos import Subject
        from qcoder.domain.richtext import plain

        lines = [self._codes.tree.path(coding.code_id), self.coder_name(coding.coder_id)]
        lines += [plain(memo.text) for memo in self._desk.jobs.read.memos.of(Subject.CODING, coding_id)]
        return "\n".join(lines)

    def coder_name(self, coder_id: int) -> str:
        """A coder's name."""
        coder = self.coders.get(coder_id)
        return "" if coder is None else coder.name

    def shown_coders(self) -> frozenset[int] | None:
        """The coders whose codings are shown; None: all."""
        if self.whose != "all" or is_blind(self._desk.jobs, self.document):
            return frozenset({self._desk.jobs.project.coder[0]})
        return frozenset(self.coders) - self.hidden_coders if self.hidden_coders & self.coders.keys() else None

    def restyle(self, theme: Theme) -> None:
        """Take theme and reading settings."""
        settings = self._desk.settings
        self.setStyleSheet(f"QFrame#paper {{ background: {theme.paper}; }}")
        self.header.setStyleSheet(f"Header {{ background: {theme.ground}; border: 0; border-bottom: 1px solid {theme.line}; }}")
        self.picker.set_theme(theme)
        look = (settings.coders_apart, settings.code_patterns)
        if look != self._look:
            self._look = look
            self.repaint_marks()
        self.view.set_theme(reading_colors(theme))
        self.view.set_reading(
            settings.font_family,
            float(settings.font_size),
            settings.line_spacing / 100,
            settings.text_width,
            settings.show_line_numbers,
            settings.show_times,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picker would be left standing."""
        super().resizeEvent(event)
        self.picker.dismiss()

    # Reading

    _noted: frozenset[int] = frozenset()

    def _read_coders(self) -> None:
        self.coders = {coder.id: coder for coder in self._desk.jobs.read.study.coders()}
        several, settings = self.whose == "all" and len(self.coders) > 1, self._desk.settings
        me = self._desk.jobs.project.coder[0]
        seen = [coder for coder in self.coders.values() if coder.id not in self.hidden_coders]
        order = sorted(seen, key=lambda coder: (coder.id != me, coder.name.casefold(), coder.id))
        apart = several and settings.coders_apart
        self._ranks = {coder.id: rank for rank, coder in enumerate(order)} if apart else {}
        self.view.set_coders_shown(several, [self._short(coder) for coder in order] if apart else ())
        if self.branch is not None and self.branch not in self._codes.tree.by_id:
            self.branch = None
        self.header.show_only("" if self.branch is None else self._codes.tree.by_id[self.branch].name)

    def _of_document(self) -> dict[int, Coding]:
        """The codings that are shown; `spans` takes what the shown coders coded, also outside the branch that is shown."""
        assert self.document is not None
        shown, tree = self.shown_coders(), self._codes.tree
        self._noted = self._desk.jobs.read.memos.codings_in(self.document.id)
        found = [
            coding
            for coding in self._desk.jobs.read.codings.of_document(self.document.id)
            if coding.code_id in tree.by_id and (shown is None or coding.coder_id in shown)
        ]
        self.spans = [coding.span for coding in found]
        branch = None if self.branch is None else tree.branch(self.branch)
        return {coding.id: coding for coding in found if branch is None or coding.code_id in branch}

    def notes_changed(self) -> bool:
        """True if other codings have memos now than the margin shows."""
        return self.document is not None and self._noted != self._desk.jobs.read.memos.codings_in(self.document.id)

    def _short(self, coder: Coder) -> str:
        return coder.initials or initials(coder.name)

    def _mark(self, coding: Coding) -> Mark:
        code = self._codes.tree.by_id[coding.code_id]
        coder = self.coders.get(coding.coder_id)
        short = "" if coder is None else self._short(coder)
        pattern, group = self._codes.pattern(code), self._ranks.get(coding.coder_id, 0)
        return Mark(coding.id, coding.span, code.color, code.name, short, "", pattern, group, coding.id in self._noted)

    def _turns(self) -> list[TurnLine]:
        assert self.document is not None
        read = self._desk.jobs.read.documents
        speakers = {speaker.id: speaker for speaker in read.speakers(self.document.id)}
        lines: list[TurnLine] = []
        self.said = []
        for turn in read.turns(self.document.id):
            speaker = speakers.get(turn.speaker_id) if turn.speaker_id is not None else None
            asks = speaker is not None and speaker.interviewer
            lines.append(TurnLine(turn.span, speaker.label if speaker else "", clock(turn.start_ms), asks))
            if not asks:
                self.said.append(turn.span)
        if not lines:
            self.said = [Span(0, len(self.text))]
        return lines


def clock(milliseconds: int | None) -> str:
    """`02:14`, or `1:02:14` from an hour on; nothing when no time is known."""
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def reading_colors(theme: Theme) -> ReadingColors:
    """The theme as the colours of the reading surface."""
    selection = blend(theme.paper, theme.accent, 0.4 if theme.dark else 0.3)
    return ReadingColors(theme.paper, theme.text, theme.muted, theme.muted, theme.line, theme.accent, selection)
