"""One document while it is being corrected: as it was at the beginning, its draft, and the codings that go with it."""

from collections.abc import Sequence

from qcoder.changes.texts import Edited
from qcoder.domain.codings import Coding
from qcoder.domain.documents import Document, Transcript, Turn
from qcoder.domain.draft import Draft
from qcoder.gui.views.read.editing_drafts import StoredDraft
from qcoder.gui.views.read.transcript_pane import TranscriptPane
from qcoder.gui.widgets.marks import Mark
from qcoder.project.read import Reader
from qcoder.words import _, n_


class Session:
    """The codings are in the order of the draft's passages; only those are here that the transcript shows."""

    def __init__(self, read: Reader, pane: TranscriptPane, document: Document, stored: StoredDraft | None) -> None:
        """Begin with the document as it is, or go on from what was stored on the same text."""
        self.document = document
        self._read = read
        self._pane = pane
        self.codings = self._shown()
        speakers = {speaker.id: speaker for speaker in read.documents.speakers(document.id)}
        self._labels = {id_: speaker.label for id_, speaker in speakers.items()}
        self.interviewers = frozenset(speaker.label for speaker in speakers.values() if speaker.interviewer)
        turns = [
            Turn(turn.span, None if turn.speaker_id is None else self._labels[turn.speaker_id], turn.start_ms, turn.end_ms, turn.lead)
            for turn in read.documents.turns(document.id)
        ]
        self.draft = Draft(pane.text, turns, [coding.span for coding in self.codings])
        if stored is not None:
            self.draft.resume(stored.text, stored.turns)

    def transcript(self) -> Transcript:
        """The corrected transcript."""
        return self.draft.transcript(self.document.name, self.interviewers)

    def marks(self) -> list[Mark]:
        """The codings as the transcript draws them."""
        found = (self._pane.view.mark(coding.id) for coding in self.codings)
        return [mark for mark in found if mark is not None]

    def speakers(self) -> Sequence[str]:
        """Who can be said to speak: those of the document first."""
        return list(dict.fromkeys([*self._labels.values(), *(head.speaker for head in self.draft.heads if head.speaker)]))

    def number_of(self, coding_id: int) -> int | None:
        """The number of a coding's passage in the draft."""
        return next((number for number, coding in enumerate(self.codings) if coding.id == coding_id), None)

    def follow_codings(self) -> None:
        """Codings came, went or changed in the project."""
        self.codings = self._shown()
        self.draft.set_passages(coding.span for coding in self.codings)

    def follow_speakers(self) -> None:
        """Speakers got other names, or are known to interview."""
        speakers = self._read.documents.speakers(self.document.id)
        fresh = {speaker.id: speaker.label for speaker in speakers}
        self.draft.relabel({label: fresh[id_] for id_, label in self._labels.items() if fresh.get(id_, label) != label})
        self._labels = fresh
        self.interviewers = frozenset(speaker.label for speaker in speakers if speaker.interviewer)

    def _shown(self) -> list[Coding]:
        return [coding for coding in self._pane.codings.values() if self._pane.view.mark(coding.id) is not None]


def counts(edited: Edited, words: int) -> list[str]:
    """What corrections change, in words."""
    parts = [n_("{n} word changed", "{n} words changed", words) if words else _("turns changed")]
    parts += [n_("{n} coding moved", "{n} codings moved", edited.moved)] if edited.moved else []
    parts += [n_("{n} shortened", "{n} shortened", len(edited.shortened))] if edited.shortened else []
    parts += [n_("{n} lost", "{n} lost", len(edited.lost))] if edited.lost else []
    return parts
