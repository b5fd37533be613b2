"""Changes to the codebook's order and colours: several codes at once, each change one step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from qcoder.changes.codes import check_color
from qcoder.domain.arranging import Arrangement, Shift, tops
from qcoder.domain.codes import CodeTree
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.shades import all_colors, branch_colors
from qcoder.project.write import Write
from qcoder.words import _, n_


def named(tree: CodeTree, code_ids: Iterable[int]) -> str:
    """`“a”, “b”, “c”…`: the codes as a title names them."""
    names = [f"“{tree.by_id[code_id].name}”" for code_id in code_ids]
    return ", ".join(names[:3]) + ("…" if len(names) > 3 else "")


def those_there(tree: CodeTree, code_ids: Iterable[int]) -> list[int]:
    """The codes that are in the project, each once; raises KnownError when none is."""
    found = [code_id for code_id in dict.fromkeys(code_ids) if code_id in tree.by_id]
    if not found:
        raise KnownError(_("That code is no longer in the project."))
    return found


def _arrange(write: Write, arrangement: Arrangement) -> None:
    arrangement.check()
    for code_id, parent_id in arrangement.parents.items():
        write.codes.update(code_id, parent_id=parent_id)
    write.codes.place(arrangement.positions)


@dataclass(frozen=True)
class MoveCodes:
    """Put codes with their subcodes under a parent (None: the top), at `position` among those that stay there (None: last)."""

    code_ids: tuple[int, ...]
    parent_id: int | None
    position: int | None = None
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Their order is kept; refuses a cycle and a parent that has a child of such a name."""
        tree = write.read.codes.tree()
        found = those_there(tree, self.code_ids)
        arrangement = Arrangement(tree)
        arrangement.move(found, self.parent_id, self.position)
        _arrange(write, arrangement)
        place = _("the top") if self.parent_id is None else f"“{tree.path(self.parent_id)}”"
        write.say(_("Moved {names} to {place}").format(names=named(tree, tops(tree, found)), place=place))


@dataclass(frozen=True)
class ShiftCodes:
    """Move codes one place up or down, in under the one above, or out beside their parent."""

    code_ids: tuple[int, ...]
    how: Shift
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Nothing happens where a code is at the end already; refuses a place where one of that name stands."""
        tree = write.read.codes.tree()
        found = those_there(tree, self.code_ids)
        arrangement = Arrangement(tree)
        arrangement.shift(found, self.how)
        _arrange(write, arrangement)
        sentences = {
            Shift.UP: _("Moved {names} up"),
            Shift.DOWN: _("Moved {names} down"),
            Shift.IN: _("Moved {names} under the code above"),
            Shift.OUT: _("Moved {names} out"),
        }
        write.say(sentences[self.how].format(names=named(tree, tops(tree, found))))


@dataclass(frozen=True)
class ColorCodes:
    """Give codes a colour; `shades`: and what stands under them shades of it."""

    code_ids: tuple[int, ...]
    color: str
    shades: bool = False
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses a colour that is not #rrggbb."""
        tree, color = write.read.codes.tree(), check_color(self.color)
        found = those_there(tree, self.code_ids)
        colors = dict.fromkeys(found, color)
        if self.shades:
            for code_id in tops(tree, found):
                colors.update(branch_colors(tree, code_id, color))
        _paint(write, tree, colors)
        title = _("Coloured {names}").format(names=named(tree, found))
        under = len(colors) - len(found)
        write.say(title + (" " + n_("with {n} subcode", "with {n} subcodes", under) if under else ""))


@dataclass(frozen=True)
class ColorByBranch:
    """Give every family a colour of the palette, and what stands under it shades of that."""

    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses a codebook without codes."""
        tree = write.read.codes.tree()
        if not len(tree):
            raise KnownError(_("There are no codes to colour yet; make one first."))
        _paint(write, tree, all_colors(tree))
        write.say(_("Coloured all codes by branch"))


def _paint(write: Write, tree: CodeTree, colors: dict[int, str]) -> None:
    for code_id, color in colors.items():
        if tree.by_id[code_id].color != color:
            write.codes.update(code_id, color=color)
