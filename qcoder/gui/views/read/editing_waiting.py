"""Corrections that wait: put by in their file while somebody types, and offered over the document until they are kept or dropped."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from qcoder.domain.documents import Document
from qcoder.domain.draft import Draft
from qcoder.domain.errors import KnownError
from qcoder.domain.rebase import words_changed
from qcoder.gui.views.read.coding_panel import when_words
from qcoder.gui.views.read.editing_bar import DraftStrip
from qcoder.gui.views.read.editing_drafts import DraftFiles, StoredDraft, now
from qcoder.gui.views.read.transcript_pane import TranscriptPane
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.settings import data_folder
from qcoder.words import _, n_


class Waiting:
    """The strip over the transcript and the files behind it."""

    def __init__(
        self, desk: Desk, pane: TranscriptPane, go_on: Callable[[], object], put_on: Callable[[], object], drop: Callable[[], object]
    ) -> None:
        """`go_on`, `put_on` and `drop` carry out what the strip offers."""
        self._desk = desk
        self._pane = pane
        self._go_on, self._put_on, self._drop = go_on, put_on, drop
        self.files = DraftFiles(data_folder() / "drafts", desk.jobs.read.project_id(), desk.jobs.project.path)
        self.strip = DraftStrip()
        around = pane.layout()
        assert isinstance(around, QVBoxLayout)
        around.insertWidget(around.indexOf(pane.stack), self.strip)

    def put_by(self, document: Document, draft: Draft, caret: int, *, aside: bool = False) -> None:
        """Write a draft to its file, or take the file away when there is nothing in it; what cannot be written is said.

        `aside`: beside other work, so that nobody's typing waits for the disk.
        """
        if not draft.changed:
            self.files.remove(document.id)
            return
        stored = StoredDraft(document.name, document.text_hash, draft.base, draft.text, draft.all_turns(), now(), caret)
        number = self.files.number()

        def write(_read: Reader | None = None, _progress: Progress | None = None) -> OSError | None:
            try:
                self.files.save(document.id, stored, number)
            except OSError as error:
                return error
            return None

        def written(error: OSError | None) -> None:
            if error is not None:
                sentence = _("Your corrections of “{name}” could not be put by ({reason}); keep them before you close the window.")
                self._desk.errors.report(KnownError(sentence.format(name=document.name, reason=error.strerror or error)))

        if aside:
            self._desk.jobs.ask(write, written, aside=True)
        else:
            written(write())

    def offer(self) -> None:
        """Say over the open document that it has corrections which are not kept, if it has."""
        document = self._pane.document
        stored = None if document is None or not self._desk.jobs.can_write else self.files.load(document.id)
        if document is not None and stored is not None and stored.text == self._pane.text and stored.base_hash != document.text_hash:
            self.files.remove(document.id)  # they were kept when nobody could take the file away any more
            stored = None
        if document is None or stored is None:
            self.strip.hide()
            return
        count = words_changed(stored.base, stored.text)
        words = n_("{n} word", "{n} words", count) if count else _("the turns")
        discard = (_("Discard"), _("Drop these corrections"), self._drop)
        if stored.base_hash == document.text_hash:
            sentence = _("You corrected {words} of this text {when} and have not kept that yet.")
            go_on = (_("Go on correcting"), _("Go on where you left (F2)"), self._go_on)
        else:
            sentence = _(
                "The text was changed meanwhile. Your corrections of {words} ({when}) are put by; they can be put on the text of now."
            )
            go_on = (_("Put them on this text"), _("Look at them on the text as it is now; nothing is written yet"), self._put_on)
        self.strip.say(sentence.format(words=words, when=when_words(stored.at)), go_on, discard)

    def discard(self) -> None:
        """Drop the corrections of the open document; the strip brings them back for as long as it stands there."""
        document = self._pane.document
        if document is None:
            return
        self.files.discard(document.id)
        self.strip.say(
            _("Discarded the corrections of “{name}”.").format(name=document.name),
            (_("Undo"), _("Bring the corrections back"), lambda: self._bring_back(document.id)),
            (_("Close"), _("Close this line"), self.strip.hide),
        )

    def _bring_back(self, document_id: int) -> None:
        self.files.bring_back(document_id)
        self.offer()
