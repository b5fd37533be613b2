"""The command for autocoding, and the one change it makes."""

from collections.abc import Callable

from qcoder.analysis.autocoding import Plan
from qcoder.changes.autocode import Autocode, Autocoded
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

AUTOCODE_COMMANDS: tuple[Command, ...] = (
    Command(
        "autocode",
        _("Autocode…"),
        _("Code what is found, what somebody says, or the answers to each question, after a preview, as one step"),
        "code",
        "F7",
    ),
)


class AutocodeActions:
    """Codes a plan."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def carry_out(self, plan: Plan, then: Callable[[Autocoded], None]) -> Work:
        """Code the passages of a plan, as one step; `then` hears what came of it."""
        return self._jobs.do(Autocode(plan.passages, plan.targets), then, label=_("Coding"))
