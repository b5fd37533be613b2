"""Commands of the Find workspace, and the one change it makes: coding the places that were found."""

from collections.abc import Callable, Sequence

from qcoder.changes.codings import AddCodings
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

FIND_COMMANDS: tuple[Command, ...] = (
    Command("find_query", _("Type what to find"), _("Go to the line that says what is looked for"), "edit", "Ctrl+F", "find"),
    Command(
        "find_code",
        _("Code the places…"),
        _("Put a code on the places that are selected, or on all of them, as one step"),
        "code",
        "Ctrl+K",
        "find",
    ),
    Command("find_copy", _("Copy the places as a table"), _("Copy the places found, for a spreadsheet"), "edit", "Ctrl+Shift+C", "find"),
    Command("find_export", _("Export the places…"), _("Write the places found to Excel or csv"), "file", "Ctrl+Shift+E", "find"),
)


class FindActions:
    """Codes what was found; one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def code(self, passages: Sequence[tuple[int, Span]], code_id: int, then: Callable[[tuple[int, ...]], None]) -> Work:
        """Put a code on passages (document id, span); `then` gets the ids of their codings."""
        codings = tuple(NewCoding(document_id, code_id, span) for document_id, span in passages)
        return self._jobs.do(AddCodings(codings), then, label=_("Coding"))
