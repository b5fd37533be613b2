"""Commands and changes of the framework matrix."""

from collections.abc import Sequence

from qcoder.changes.summaries import ConfirmSummaries, JoinSummaries, WriteSummaries, Written
from qcoder.domain.summaries import Case
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

FRAMEWORK_COMMANDS = (
    Command(
        "framework_next_gap",
        _("Next cell without summary"),
        _("Go to the next cell that has passages but no summary yet"),
        "study",
        "Ctrl+Shift+G",
        "compare",
    ),
    Command(
        "framework_next_changed",
        _("Next changed cell"),
        _("Go to the next summary whose quotes changed since it was written"),
        "study",
        "Ctrl+Alt+J",
        "compare",
    ),
    Command(
        "framework_confirm",
        _("Still right"),
        _("Say that the summary still holds for the quotes as they are now"),
        "study",
        "Ctrl+Alt+Y",
        "compare",
    ),
    Command(
        "framework_join",
        _("Join the summaries of this cell"),
        _("Make one summary of those that several coders wrote"),
        "study",
        "",
        "compare",
    ),
    Command(
        "framework_cite",
        _("Put the quote into the summary"),
        _("Add the chosen quote with its source to the summary of the cell"),
        "study",
        "Ctrl+Shift+U",
        "compare",
    ),
    Command(
        "framework_shown",
        _("Summaries or quotes"),
        _("Show in the cells what was summarised, or the quotes themselves"),
        "study",
        "Ctrl+Alt+M",
        "compare",
    ),
)


class FrameworkActions:
    """Each an undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def write(self, case: Case, code_id: int, text: str, basis: str) -> Work:
        """Write my summary of a cell, which rests on these passages."""
        return self._jobs.do(WriteSummaries((Written(case, code_id, text, basis),)), quiet=True)

    def confirm(self, summaries: Sequence[tuple[int, str]]) -> Work:
        """They are still right."""
        return self._jobs.do(ConfirmSummaries(tuple(summaries)))

    def join(self, keep_id: int, gone_ids: Sequence[int], text: str) -> Work:
        """One of several."""
        return self._jobs.do(JoinSummaries(keep_id, tuple(gone_ids), text))
