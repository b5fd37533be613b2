"""Making, naming, placing and removing codes."""

from collections.abc import Callable, Sequence

from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, MoveCode, RenameCode
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

CODEBOOK_COMMANDS: tuple[Command, ...] = (
    Command("add_code", _("New code…"), _("Make a code beside the one chosen in the tree"), "code", "Ctrl+Shift+N", "read"),
    Command("add_subcode", _("New subcode…"), _("Make a code under the one chosen in the tree"), "code", "Ctrl+Alt+N", "read"),
    Command("rename_code", _("Rename the code"), _("Give the code chosen in the tree another name (F2 in the tree)"), "code", "", "read"),
    Command(
        "delete_codes",
        _("Delete the code"),
        _("Remove the code chosen in the tree with its subcodes and codings (Delete in the tree)"),
        "code",
        "",
        "read",
    ),
    Command("move_code_up", _("Move the code up"), _("Change places with the code above (Ctrl+Up in the tree)"), "code", "", "read"),
    Command("move_code_down", _("Move the code down"), _("Change places with the code below (Ctrl+Down in the tree)"), "code", "", "read"),
    Command(
        "move_code_in",
        _("Move the code under the one above"),
        _("Make it a subcode of the code above it (Ctrl+Right in the tree)"),
        "code",
        "",
        "read",
    ),
    Command(
        "move_code_out", _("Move the code out"), _("Put it beside the code it stands under (Ctrl+Left in the tree)"), "code", "", "read"
    ),
    Command("filter_codes", _("Filter the codes"), _("Type a few letters to see only the codes that have them"), "go", "Ctrl+L", "read"),
)


class CodebookActions:
    """Everything that changes the codebook; each call is one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def add(self, name: str, parent_id: int | None, position: int | None, then: Callable[[int], None]) -> Work:
        """Make a code; `then` gets its id."""
        return self._jobs.do(AddCode(name, parent_id, position), then)

    def rename(self, code_id: int, name: str) -> Work:
        """Give a code another name."""
        return self._jobs.do(RenameCode(code_id, name))

    def move(self, code_id: int, parent_id: int | None, position: int | None) -> Work:
        """Put a code under a parent, at a place among the siblings there (itself left out; None: last)."""
        return self._jobs.do(MoveCode(code_id, parent_id, position))

    def edit(self, code_id: int, field: str, text: str) -> Work:
        """Write one of the codebook's fields: brief, full, when, when_not, example, color or key."""
        return self._jobs.do(EditCode(code_id, **{field: text}))

    def delete(self, code_ids: Sequence[int]) -> Work:
        """Remove codes with their subcodes and codings."""
        return self._jobs.do(DeleteCodes(tuple(code_ids)))
