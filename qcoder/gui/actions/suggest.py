"""Deciding about suggested passages."""

from collections.abc import Callable

from qcoder.changes.suggestions import AcceptSuggestion, RejectSuggestion
from qcoder.domain.spans import Span
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

SUGGEST_COMMANDS = (
    Command("suggest_look", _("Look for passages"), _("Look for passages that may lack the chosen code"), "code", "Ctrl+Return", "suggest"),
    Command(
        "suggest_check_all",
        _("Check every code"),
        _("Find out for which codes suggestions are good enough, by trying them on what is coded already"),
        "code",
        "",
        "suggest",
    ),
    Command("suggest_accept", _("Accept the passage"), _("Code the suggested passage"), "code", "A", "suggest"),
    Command(
        "suggest_reject", _("Not this code"), _("Note that the passage is not this code; it does not come again"), "code", "R", "suggest"
    ),
    Command("suggest_ends", _("Accept with other ends"), _("Move the ends of the passage, then accept it"), "code", "E", "suggest"),
    Command("suggest_skip", _("Skip the passage"), _("Decide later: the passage comes again at the end"), "code", "S", "suggest"),
    Command("suggest_undo", _("Take back the last decision"), _("Undo the last step; the passage comes back"), "code", "U", "suggest"),
)


class SuggestActions:
    """Accepting and rejecting, each one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def accept(self, document_id: int, span: Span, code_id: int, then: Callable[[int], None]) -> Work:
        """Code the passage; `then` gets the coding's id."""
        return self._jobs.do(AcceptSuggestion(document_id, span, code_id), then)

    def reject(self, document_id: int, span: Span, code_id: int) -> Work:
        """Note that the passage is not this code."""
        return self._jobs.do(RejectSuggestion(document_id, span, code_id))
