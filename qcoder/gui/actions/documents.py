"""Documents, and who speaks in them."""

from collections.abc import Callable, Sequence

from qcoder.changes.documents import (
    DeleteDocuments,
    MarkFullyCoded,
    RenameDocument,
    RenameSpeaker,
    SetDay,
    SetInterviewer,
    SetLanguage,
    SetWave,
    TieSpeakers,
)
from qcoder.changes.people import AddParticipant
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

DOCUMENT_COMMANDS: tuple[Command, ...] = (
    Command("next_document", _("Next document"), _("Open the document below the one that is open"), "go", "Ctrl+PgDown", "read"),
    Command("previous_document", _("Previous document"), _("Open the document above the one that is open"), "go", "Ctrl+PgUp", "read"),
    Command("next_pane", _("Next pane"), _("Go from documents to codes, transcript and inspector by keyboard"), "go", "F6", "read"),
    Command("previous_pane", _("Previous pane"), _("Go the other way round by keyboard"), "go", "Shift+F6", "read"),
    Command(
        "fully_coded",
        _("Fully coded"),
        _("Say that you have coded the open document from end to end, or that you have not"),
        "study",
        "Ctrl+D",
        "read",
    ),
    Command(
        "rename_document",
        _("Rename the document"),
        _("Give the document chosen in the list another name (F2 in the list)"),
        "study",
        "",
        "read",
    ),
    Command(
        "delete_documents",
        _("Delete the documents"),
        _("Remove the documents chosen in the list with their codings (Delete in the list)"),
        "study",
        "",
        "read",
    ),
    Command(
        "reading_settings",
        _("Reading settings…"),
        _("Change type, spacing, width, times and line numbers of the transcript"),
        "view",
        "Ctrl+T",
        "read",
    ),
    Command("larger_type", _("Larger type"), _("Make the transcript's letters larger (Ctrl + wheel)"), "view", "Ctrl++", "read"),
    Command("smaller_type", _("Smaller type"), _("Make the transcript's letters smaller (Ctrl + wheel)"), "view", "Ctrl+-", "read"),
)


class DocumentActions:
    """Everything that changes documents and speakers; each call is one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def rename(self, document_id: int, name: str) -> Work:
        """Give a document another name."""
        return self._jobs.do(RenameDocument(document_id, name))

    def delete(self, document_ids: Sequence[int]) -> Work:
        """Remove documents with their codings."""
        return self._jobs.do(DeleteDocuments(tuple(document_ids)))

    def mark_fully_coded(self, document_id: int, done: bool) -> Work:
        """Say whether the acting coder has coded all of a document."""
        return self._jobs.do(MarkFullyCoded(document_id, done))

    def set_wave(self, document_ids: Sequence[int], wave: str) -> Work:
        """Put documents in a wave, by its name; a new name makes one, an empty name takes them out."""
        return self._jobs.do(SetWave(tuple(document_ids), wave))

    def set_day(self, document_ids: Sequence[int], day: str) -> Work:
        """Say on which day interviews were held, as YYYY-MM-DD; empty when it is not known."""
        return self._jobs.do(SetDay(tuple(document_ids), day))

    def set_language(self, document_ids: Sequence[int], language: str) -> Work:
        """Say in which language interviews were held, by its code; empty when nobody says."""
        return self._jobs.do(SetLanguage(tuple(document_ids), language))

    def rename_speaker(self, speaker_id: int, label: str) -> Work:
        """Give a speaker another label; one that the document has already joins the two."""
        return self._jobs.do(RenameSpeaker(speaker_id, label))

    def set_interviewer(self, speaker_id: int, interviewer: bool) -> Work:
        """Say whether a speaker asks the questions."""
        return self._jobs.do(SetInterviewer((speaker_id,), interviewer))

    def tie(self, speaker_id: int, participant_id: int | None) -> Work:
        """Say which participant a speaker is, or that it is none."""
        return self._jobs.do(TieSpeakers((speaker_id,), participant_id))

    def tie_to_new(self, speaker_id: int, name: str, then: Callable[[int], None]) -> Work:
        """Make a participant of a speaker; `then` gets the participant's id."""
        return self._jobs.do(AddParticipant(name, speaker_ids=(speaker_id,)), then)
