"""Making, naming, placing, merging and removing codes, and copying branches between projects."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from qcoder.changes.arranging import ColorByBranch, ColorCodes, MoveCodes, ShiftCodes
from qcoder.changes.branches import TakeBranch
from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, RenameCode
from qcoder.domain.arranging import Shift
from qcoder.domain.codes import Code
from qcoder.domain.errors import KnownError
from qcoder.domain.merging import Wording
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.project.backups import Backups
from qcoder.project.history import Step
from qcoder.project.project import Project
from qcoder.project.write import Progress
from qcoder.words import _

CODEBOOK_COMMANDS: tuple[Command, ...] = (
    Command("add_code", _("New code…"), _("Make a code beside the one chosen in the tree"), "code", "Ctrl+Shift+N", "read"),
    Command("add_subcode", _("New subcode…"), _("Make a code under the one chosen in the tree"), "code", "Ctrl+Alt+N", "read"),
    Command("rename_code", _("Rename the code"), _("Give the code chosen in the tree another name (F2 in the tree)"), "code", "", "read"),
    Command(
        "delete_codes",
        _("Delete the codes"),
        _("Remove the codes chosen in the tree with their subcodes and codings (Delete in the tree)"),
        "code", "", "read",
    ),
    Command("move_code_up", _("Move the codes up"), _("Change places with the code above (Ctrl+Up in the tree)"), "code", "", "read"),
    Command("move_code_down", _("Move the codes down"), _("Change places with the code below (Ctrl+Down in the tree)"), "code", "", "read"),
    Command(
        "move_code_in",
        _("Move the codes under the one above"),
        _("Demote them: make them subcodes of the code above (Ctrl+Right in the tree)"),
        "code", "", "read",
    ),
    Command(
        "move_code_out",
        _("Move the codes out"),
        _("Promote them: put them beside the code they stand under (Ctrl+Left in the tree)"),
        "code", "", "read",
    ),
    Command(
        "move_code_under",
        _("Move the codes under…"),
        _("Choose the code that the codes chosen in the tree shall stand under"),
        "code", "Ctrl+Alt+U", "read",
    ),
    Command(
        "merge_codes",
        _("Merge the codes into…"),
        _("Choose a code that takes over the codings, subcodes and definitions of those chosen in the tree; a preview comes first"),
        "code", "Ctrl+Alt+M", "read",
    ),
    Command(
        "shade_branch",
        _("Shades for the subcodes"),
        _("Give what stands under the codes chosen in the tree shades of their colour"),
        "code", "", "read",
    ),
    Command(
        "color_by_branch",
        _("Colour all codes by branch"),
        _("Give every family a colour of its own and what stands under it shades of that"),
        "code", "", "read",
    ),
    Command(
        "copy_branch",
        _("Copy the branch to another project…"),
        _("Take the codes chosen in the tree, with subcodes and definitions, over into another project"),
        "code", "", "read",
    ),
    Command(
        "take_branch",
        _("Take a branch from another project…"),
        _("Take codes with subcodes and definitions over from another project into this one"),
        "code", "", "read",
    ),
    Command(
        "earlier_wordings",
        _("Earlier wordings of the definitions"),
        _("Show who changed the definitions of the code, when and how, to bring a wording back"),
        "code", "Ctrl+Alt+H", "read",
    ),
    Command("filter_codes", _("Filter the codes"), _("Type a few letters to see only the codes that have them"), "go", "Ctrl+L", "read"),
    Command(
        "filter_definitions",
        _("Look into definitions when filtering codes"),
        _("The filter above the codes finds words of their definitions, too"),
        "view", "", "read",
    ),
    Command(
        "codes_used_here",
        _("Only codes used in this document"),
        _("Show only the codes that the open document is coded with"),
        "view", "Ctrl+Alt+L", "read",
    ),
    Command("sort_codes_arranged", _("Codes in their own order"), _("Show the codes as the codebook has them"), "view", "", "read"),
    Command("sort_codes_name", _("Sort codes by name"), _("Show siblings by name; their order in the codebook stays"), "view", "", "read"),
    Command(
        "sort_codes_own",
        _("Sort codes by codings"),
        _("Show the codes with most codings of their own first; their order in the codebook stays"),
        "view", "", "read",
    ),
    Command(
        "sort_codes_all",
        _("Sort codes by codings with subcodes"),
        _("Show the codes with most codings, subcodes included, first; their order in the codebook stays"),
        "view", "", "read",
    ),
    Command("counts_both", _("Count codings: own and with subcodes"), _("Show both figures beside the codes"), "view", "", "read"),
    Command("counts_own", _("Count codings: own"), _("Show how many codings each code has of its own"), "view", "", "read"),
    Command("counts_all", _("Count codings: with subcodes"), _("Show how many codings each has with its subcodes"), "view", "", "read"),
    Command("counts_none", _("Count no codings"), _("Show no figures beside the codes"), "view", "", "read"),
)  # fmt: skip


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

    def move(self, code_ids: Sequence[int], parent_id: int | None, position: int | None) -> Work:
        """Put codes under a parent, at a place among those there that stay (None: last)."""
        return self._jobs.do(MoveCodes(tuple(code_ids), parent_id, position))

    def shift(self, code_ids: Sequence[int], how: Shift) -> Work:
        """Move codes one place further."""
        return self._jobs.do(ShiftCodes(tuple(code_ids), how))

    def recolor(self, code_ids: Sequence[int], color: str, *, shades: bool = False) -> Work:
        """Give codes a colour; `shades`: and what stands under them shades of it."""
        return self._jobs.do(ColorCodes(tuple(code_ids), color, shades))

    def color_by_branch(self) -> Work:
        """Colour all codes."""
        return self._jobs.do(ColorByBranch())

    def merge(self, code_ids: Sequence[int], into_id: int, wordings: Mapping[str, Wording], then: Callable[[int], None]) -> Work:
        """Put all that codes have under another one and remove them; `then` gets the number of codings."""
        return self._jobs.do(MergeCodes(code_ids[0], into_id, tuple(code_ids[1:]), tuple(wordings.items())), then)

    def take_branch(self, codes: Sequence[Code], source: str, take: frozenset[tuple[int, str]]) -> Work:
        """Take codes of another project over into this one."""
        return self._jobs.do(TakeBranch(tuple(codes), source, take))

    def copy_branch(
        self, to: Path, codes: Sequence[Code], take: frozenset[tuple[int, str]], backups: Backups, then: Callable[[Step | None], None]
    ) -> Work:
        """Take codes of this project over into another one, as a step there; `then` gets that step, or None when it had all of them."""

        def task(here: Project, _progress: Progress) -> Step | None:
            with Project.open(to, here.coder[1], before_migration=lambda: backups.make(to)) as there:
                if there.read_only:
                    sentence = _("Nothing was copied to “{name}”: nothing can be changed in it now. {why}")
                    raise KnownError(sentence.format(name=to.name, why=there.read_only))
                backups.guard(there)
                return there.do(TakeBranch(tuple(codes), here.path.name, take)).step

        return self._jobs.run(task, then, label=_("Copying codes"))

    def edit(self, code_id: int, field: str, text: str) -> Work:
        """Write one of the codebook's fields: brief, full, when, when_not, example, color or key."""
        return self._jobs.do(EditCode(code_id, **{field: text}))

    def delete(self, code_ids: Sequence[int]) -> Work:
        """Remove codes with their subcodes and codings."""
        return self._jobs.do(DeleteCodes(tuple(code_ids)))
