"""Coding passages, and what can be done with codings."""

from collections.abc import Callable, Sequence

from qcoder.changes.codings import AddCodeAndCoding, AddCodings, ChangeEnds, JoinCodings, RecodeCodings, RemoveCodings
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

CODING_COMMANDS: tuple[Command, ...] = (
    Command(
        "code_passage",
        _("Code the passage…"),
        _("Choose a code for the selected text, or for the sentence at the cursor (Space, too)"),
        "code",
        "Ctrl+K",
        "read",
    ),
    Command(
        "code_in_vivo",
        _("Code in the speaker's words"),
        _("Make a code named after the passage, and code the passage with it"),
        "code",
        "Ctrl+Shift+K",
        "read",
    ),
    Command(
        "code_with_current",
        _("Code with the code chosen in the tree"),
        _("Put the code chosen in the tree on the selected text or sentence"),
        "code",
        "Ctrl+Return",
        "read",
    ),
    Command(
        "recode_coding", _("Recode…"), _("Give the chosen codings another code (R in the transcript)"), "code", "Ctrl+Shift+R", "read"
    ),
    Command(
        "change_ends",
        _("Change the ends"),
        _("Move where the selected coding starts and ends by arrow keys (E in the transcript)"),
        "code",
        "Ctrl+Shift+E",
        "read",
    ),
    Command(
        "join_codings",
        _("Join with its neighbours"),
        _("Make one coding of the chosen ones, or of the selected one and those of the same code that touch it"),
        "code",
        "Ctrl+J",
        "read",
    ),
    Command(
        "remove_coding",
        _("Remove the coding"),
        _("Take the chosen codings off their passages; the text stays (Delete in the transcript)"),
        "code",
        "",
        "read",
    ),
    Command(
        "coding_memo",
        _("Write a memo"),
        _("Write what you think about the selected coding (M in the transcript), or else about the code or document that is shown"),
        "code",
        "Ctrl+M",
        "read",
    ),
    Command("next_coding", _("Next coding"), _("Go to the next coding in this transcript"), "go", "Alt+Down", "read"),
    Command("previous_coding", _("Previous coding"), _("Go to the coding before this one"), "go", "Alt+Up", "read"),
    Command(
        "cycle_codings",
        _("Next coding at the cursor"),
        _("Select the codings at the cursor one after the other (Enter in the transcript)"),
        "go",
        "Alt+Return",
        "read",
    ),
    Command("show_my_codings", _("Show my codings only"), _("Hide the codings of other coders"), "view", "", "read"),
    Command(
        "show_all_codings",
        _("Show everybody's codings"),
        _("Show the codings of all coders, with their initials in the margin"),
        "view",
        "",
        "read",
    ),
)


class CodingActions:
    """Everything that changes codings; each call is one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def code(self, document_id: int, spans: Sequence[Span], code_id: int, then: Callable[[tuple[int, ...]], None]) -> Work:
        """Put a code on passages; `then` gets the codings' ids, those of the ones there were if they are coded so already."""
        return self._jobs.do(AddCodings(tuple(NewCoding(document_id, code_id, span) for span in spans)), then)

    def code_anew(self, name: str, parent_id: int | None, document_id: int, span: Span, then: Callable[[tuple[int, int]], None]) -> Work:
        """Make a code and put it on a passage; `then` gets (code id, coding id)."""
        return self._jobs.do(AddCodeAndCoding(name, parent_id, document_id, span), then)

    def change_ends(self, coding_id: int, span: Span, then: Callable[[None], None]) -> Work:
        """Put a coding on another stretch of its document."""
        return self._jobs.do(ChangeEnds(coding_id, span), then)

    def recode(self, coding_ids: Sequence[int], code_id: int, then: Callable[[None], None]) -> Work:
        """Give codings another code."""
        return self._jobs.do(RecodeCodings(tuple(coding_ids), code_id), then)

    def remove(self, coding_ids: Sequence[int]) -> Work:
        """Take codings away; the text stays."""
        return self._jobs.do(RemoveCodings(tuple(coding_ids)))

    def join(self, coding_ids: Sequence[int], then: Callable[[int], None]) -> Work:
        """Make one coding of several; `then` gets its id."""
        return self._jobs.do(JoinCodings(tuple(coding_ids)), then)
