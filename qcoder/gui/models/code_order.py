"""Which codes of the tree are shown and in which order: a view of the codebook, whose own order stays as it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from qcoder.domain.codes import FIELDS, PATH_SEPARATOR, Code, CodeTree
from qcoder.gui.models.matching import folded, match


class CodeSort(StrEnum):
    """The order among siblings."""

    ARRANGED = "arranged"
    NAME = "name"
    OWN = "own"
    ALL = "all"


class Counts(StrEnum):
    """The columns of figures beside the codes."""

    BOTH = "both"
    OWN = "own"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CodeOrder:
    """What is asked of the view: letters to look for, in definitions too; only these codes (None: all); sorted how."""

    typed: str = ""
    definitions: bool = False
    only: frozenset[int] | None = None
    sort: CodeSort = CodeSort.ARRANGED

    @property
    def plain(self) -> bool:
        """True if all codes stand where the codebook has them."""
        return not self.typed and self.only is None and self.sort is CodeSort.ARRANGED


def arranged(tree: CodeTree, order: CodeOrder, own: Mapping[int, int], every: Mapping[int, int]) -> dict[int | None, list[Code]]:
    """Parent id -> the codes shown under it, in order; with each code that is asked for comes what it stands under."""
    shown = _shown(tree, order)
    found: dict[int | None, list[Code]] = {}
    for parent_id in (None, *tree.by_id):
        children = tree.children(parent_id)
        if shown is not None:
            children = [code for code in children if code.id in shown]
        if order.sort is CodeSort.NAME:
            children.sort(key=lambda code: code.name.casefold())
        elif order.sort is not CodeSort.ARRANGED:
            counts = own if order.sort is CodeSort.OWN else every
            children.sort(key=lambda code: -counts.get(code.id, 0))
        if children:
            found[parent_id] = children
    return found


def _shown(tree: CodeTree, order: CodeOrder) -> Collection[int] | None:
    """The codes asked for and what they stand under; None for all."""
    if not order.typed and order.only is None:
        return None
    paths: dict[int | None, str] = {}
    shown: set[int] = set()
    wanted = folded(" ".join(order.typed.split()))
    for _depth, code in tree.walk():
        above = paths.get(code.parent_id)
        path = paths[code.id] = code.name if above is None else f"{above}{PATH_SEPARATOR}{code.name}"
        if order.only is not None and code.id not in order.only:
            continue
        if not wanted or match(wanted, code.name, path) is not None or (order.definitions and _says(code, wanted)):
            current: int | None = code.id
            while current is not None and current not in shown:
                shown.add(current)
                current = tree.by_id[current].parent_id
    return shown


def _says(code: Code, wanted: str) -> bool:
    return any(wanted in folded(text) for field in FIELDS if (text := getattr(code, field)))
