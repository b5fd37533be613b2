"""Correcting transcripts that were coded already."""

from collections.abc import Callable

from qcoder.changes.texts import Edited, EditText
from qcoder.domain.documents import Transcript
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

TEXT_COMMANDS: tuple[Command, ...] = (
    Command(
        "correct_text",
        _("Correct the text"),
        _("Type corrections into the open transcript; codings go with the words they are on (F2 in the transcript)"),
        "edit",
        "Ctrl+F2",
        "read",
    ),
    Command(
        "replace_in_text",
        _("Find and replace in the text…"),
        _("Put other words in the place of some, a misheard name for example, in the open transcript"),
        "edit",
        "Ctrl+H",
        "read",
    ),
    Command(
        "text_versions",
        _("Versions of this text…"),
        _("Read the open transcript as it was before corrections, see what differs, and bring an earlier version back"),
        "edit",
        "Ctrl+Shift+H",
        "read",
    ),
)


class TextActions:
    """Everything that changes the text of a document; each call is one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def correct(self, document_id: int, transcript: Transcript, base_hash: str, then: Callable[[Edited], None]) -> Work:
        """Keep corrections that were made on the text of that hash; `then` says what became of the codings."""
        return self._jobs.do(EditText(document_id, transcript, base_hash), then, quiet=True)

    def bring_back(self, document_id: int, transcript: Transcript, base_hash: str, then: Callable[[Edited], None]) -> Work:
        """Make an earlier text that of now again, as a correction of the text of that hash."""
        return self._jobs.do(EditText(document_id, transcript, base_hash, earlier=True), then)
