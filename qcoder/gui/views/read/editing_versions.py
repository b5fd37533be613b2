"""Versions of a text: when it was corrected and by whom, how it read then, what differs from now, and the way back."""

from dataclasses import dataclass
from html import escape
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from qcoder.changes.texts import Plan, plan_edit
from qcoder.domain.difference import alike, differences
from qcoder.domain.documents import Transcript
from qcoder.domain.errors import KnownError
from qcoder.domain.rebase import words_changed
from qcoder.gui.actions.texts import TextActions
from qcoder.gui.views.marked import colors
from qcoder.gui.views.read.coding_panel import when_words
from qcoder.gui.views.read.editing_bar import quiet_button
from qcoder.gui.views.read.editing_panel import ConsequencePanel, consequences
from qcoder.gui.views.read.transcript_pane import TranscriptPane
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.theme import Theme
from qcoder.project.read import Reader
from qcoder.project.read.versions import TextVersion, text_versions, version_text, version_transcript
from qcoder.project.write import Progress
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list; `words` differ from the version before it."""

    version: TextVersion
    words: int


class VersionsPage(QWidget):
    """The page of the transcript pane with the versions of the open document. Esc goes back to the transcript."""

    def __init__(self, desk: Desk, pane: TranscriptPane) -> None:
        super().__init__()
        self._desk = desk
        self._pane = pane
        self._actions = TextActions(desk.jobs)
        self._document_id: int | None = None
        self._transcript: Transcript | None = None
        self._wanted = 0
        self._at = -1
        self.lines: list[Line] = []
        self.count = 0
        self.setObjectName("ground")
        title = QLabel(_("Versions of this text"))
        title.setProperty("role", "subheading")
        self.words = QLabel()
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Versions of this text, newest first"))
        self.list.setFixedWidth(210)
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(self._show)
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(_("The text of that version, with what differs from now marked"))
        self.previous = quiet_button(_("Previous"), _("Go to the difference before (Shift+F3)"), lambda: self.step(-1))
        self.next = quiet_button(_("Next difference"), _("Go to the next difference (F3)"), lambda: self.step(1))
        tip = _("Make this the text of now; codings go with the words they are on, and undo takes it back")
        self.back_button = quiet_button(_("Bring back this version"), tip, self.bring_back, "primary")
        self.close_button = quiet_button(_("Close"), _("Back to the transcript (Esc)"), self.shut)
        self.panel = ConsequencePanel()
        self.panel.keep.connect(self._bring_back_now)
        self.panel.go_on.connect(self._go_on)
        self.panel.discard_button.hide()
        self.panel.go_on_button.setText(_("Leave it as it is"))
        self.panel.keep_button.setText(_("Bring it back"))
        self._lay_out(title)
        pane.stack.addWidget(self)

    def _lay_out(self, title: QLabel) -> None:
        first = QHBoxLayout()
        first.addWidget(title)
        first.addStretch(1)
        for button in (self.previous, self.next, self.close_button):
            first.addWidget(button)
        middle = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.back_button)
        middle.addLayout(left)
        middle.addWidget(self.page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 8)
        column.setSpacing(6)
        column.addLayout(first)
        column.addWidget(self.words)
        column.addLayout(middle, 1)
        column.addWidget(self.panel)

    def add_link(self, panel: QWidget) -> QPushButton:
        """Put a button that opens the versions at the end of another panel."""
        link = quiet_button(_("Versions of this text…"), _("Read the text as it was before corrections"), self.open, "link")
        self._desk.commands.hint(link, link.toolTip(), "text_versions")
        around = panel.layout()
        assert around is not None
        around.addWidget(link)
        return link

    # -- showing ----------------------------------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """True while the versions are in front."""
        return self._pane.stack.currentWidget() is self

    def open(self) -> None:
        """Show the versions of the open document."""
        document = self._pane.document
        if document is None:
            self._desk.signals.notice.emit(_("Open a document first; then its versions can be shown."))
            return
        self._document_id = document.id
        self._pane.stack.setCurrentWidget(self)
        self.panel.hide()
        self.restyle()
        self._gather()
        self.list.setFocus()

    def shut(self) -> None:
        """Go back to the transcript."""
        if self.active:
            self._pane.stack.setCurrentIndex(1 if self._pane.document is not None else 0)
            self._pane.view.setFocus()

    def refresh(self, tables: frozenset[str]) -> None:
        """The text may be another now."""
        if self.active and (self._pane.document is None or self._pane.document.id != self._document_id):
            self.shut()
        elif self.active and (not tables or "document" in tables):
            self._gather()

    def restyle(self) -> None:
        """Take the theme and the reading size."""
        self.panel.set_theme(self._desk.theme)
        font = self._pane.view.document().defaultFont()
        self.page.document().setDefaultFont(font)
        self.page.document().setDocumentMargin(16)
        if self.active and self.lines:
            self._show(self.list.currentRow())

    def _gather(self) -> None:
        document_id = self._document_id
        assert document_id is not None

        def question(read: Reader, _progress: Progress) -> list[Line]:
            found: list[Line] = []
            before = ""
            for version in text_versions(read, document_id):
                text = version_text(read, version)
                found.append(Line(version, words_changed(before, text) if found else 0))
                before = text
            return found[::-1]

        def answer(lines: list[Line]) -> None:
            if self._document_id != document_id:
                return
            self.lines = lines
            self.list.blockSignals(True)
            self.list.clear()
            for number, line in enumerate(lines):
                item = QListWidgetItem(_described(line, newest=number == 0))
                item.setToolTip(line.version.step.title if line.version.step else "")
                self.list.addItem(item)
            self.list.setCurrentRow(min(1, len(lines) - 1))
            self.list.blockSignals(False)
            self._show(self.list.currentRow())

        self._desk.jobs.ask(question, answer)

    def _show(self, row: int) -> None:
        """Show one version with what differs from now."""
        if not 0 <= row < len(self.lines):
            return
        version, theme = self.lines[row].version, self._desk.theme
        self._wanted += 1
        wanted = self._wanted
        self.panel.hide()

        def question(read: Reader, _progress: Progress) -> tuple[Transcript, str, int]:
            then, now = version_transcript(read, version), read.documents.text(version.document_id)
            return (then, *marked_page(then, now, theme))

        def answer(found: tuple[Transcript, str, int]) -> None:
            if wanted != self._wanted:
                return
            self._transcript, page, self.count = found
            self.page.setHtml(page)
            newest = row == 0
            self._at = -1
            self.words.setText(
                _("This is the text of now.")
                if newest
                else n_(
                    "{n} place differs: underlined is new, struck through is gone.",
                    "{n} places differ: underlined is new, struck through is gone.",
                    self.count,
                )
            )
            if len(self.lines) == 1:
                self.words.setText(_("The text was never corrected here; when it is, what it was before stays readable."))
            for button in (self.previous, self.next):
                button.setEnabled(self.count > 0)
            self.back_button.setEnabled(not newest and self._desk.jobs.can_write)
            if self.count:
                self.step(1)

        self._desk.jobs.ask(question, answer)

    def step(self, by: int) -> None:
        """Go to the next difference, or (-1) to the one before."""
        if self.count:
            self._at = (self._at + by) % self.count if self._at >= 0 else 0
            self.page.scrollToAnchor(f"d{self._at}")
            bar = self.page.verticalScrollBar()
            bar.setValue(bar.value() - self.page.viewport().height() // 3)

    # -- bringing back ----------------------------------------------------------------------------------------------

    def bring_back(self) -> None:
        """Make the version that is shown the text of now; when codings lose words by it, say which first."""
        if self._transcript is None or self._document_id is None or not self.back_button.isEnabled():
            return
        try:
            plan: Plan = plan_edit(self._desk.jobs.read, self._document_id, self._transcript)
        except KnownError as error:
            self._desk.errors.report(error)
            return
        found = consequences(self._desk.jobs.read, plan)
        if found:
            self.panel.show_consequences(found)
        else:
            self._bring_back_now()

    def _bring_back_now(self) -> None:
        document = self._pane.document
        if document is not None and self._transcript is not None:
            self.panel.hide()
            self._actions.bring_back(document.id, self._transcript, document.text_hash, lambda _edited: self.shut())

    def _go_on(self) -> None:
        self.panel.hide()
        self.list.setFocus()

    def event(self, event: QEvent) -> bool:
        """F3 belongs to the differences while they are in front."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F3:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; F3 goes from difference to difference."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        elif event.key() == Qt.Key.Key_F3:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


def _described(line: Line, *, newest: bool) -> str:
    step = line.version.step
    head = when_words(line.version.at) + (f" · {step.who}" if step is not None and step.who else "")
    if step is None:
        what = _("from before this file")
    else:
        what = step.why or step.title
    words = n_("{n} word changed", "{n} words changed", line.words) if line.words else ""
    return "\n".join(filter(None, (head + (" " + _("(now)") if newest else ""), what, words)))


def marked_page(then: Transcript, now: str, theme: Theme) -> tuple[str, int]:
    """The text of then as a page, turn by turn, with what went and what came since marked; and at how many places they differ."""
    came, went = colors(theme)
    places = list(differences(then.text, now, alike(then.text, now)))
    starts = {turn.span.start: turn.speaker or "" for turn in then.turns}
    parts: list[str] = []

    def put(start: int, end: int, style: str = "") -> None:
        """A stretch of the text of then, names of speakers put in where turns begin."""
        cuts = [start, *sorted(at for at in starts if start < at < end), end]
        for low, high in pairwise(cuts):
            if starts.get(low):
                parts.append(f"<b style='color: {theme.muted};'>{escape(starts.pop(low))}:</b> ")
            words = escape(then.text[low:high]).replace("\n", "<br>")
            parts.append(f"<span style='{style}'>{words}</span>" if style else words)

    at = 0
    for number, place in enumerate(places):
        put(at, place.old.start)
        parts.append(f"<a name='d{number}'></a>")
        put(place.old.start, place.old.end, f"color: {went}; text-decoration: line-through;")
        words = escape(now[place.new.start : place.new.end]).replace("\n", "<br>")
        parts.append(f"<span style='color: {came}; text-decoration: underline;'>{words}</span>")
        at = place.old.end
    put(at, len(then.text))
    return f"<div style='line-height: 140%; white-space: pre-wrap;'>{''.join(parts)}</div>", len(places)
