"""Codes in their places: several moved at once, their order kept, and what of the tree is different then."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from qcoder.domain.codes import CodeTree, same_name
from qcoder.domain.errors import KnownError
from qcoder.words import _


class Shift(StrEnum):
    """One place further: among the siblings, under the one above, or out beside the parent."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


def tops(tree: CodeTree, code_ids: Iterable[int]) -> list[int]:
    """Those of the codes that stand under none of the others, in the order of the tree; with them the others go along."""
    chosen = set(code_ids)
    return [
        code.id
        for _depth, code in tree.walk()
        if code.id in chosen and not any(above.id in chosen for above in tree.ancestors(code.id)[:-1])
    ]


class Arrangement:
    """The order of all codes, to be changed; `parents` and `positions` say what is different then. Nothing is written."""

    def __init__(self, tree: CodeTree) -> None:
        self._tree = tree
        self._children: dict[int | None, list[int]] = {
            parent_id: [code.id for code in tree.children(parent_id)] for parent_id in (None, *tree.by_id)
        }
        self._parent: dict[int, int | None] = {code.id: code.parent_id for code in tree.by_id.values()}
        self._moved: set[int] = set()
        self._touched: set[int | None] = set()

    def move(self, code_ids: Collection[int], parent_id: int | None, position: int | None = None) -> None:
        """Put codes under a parent at a place among those there that do not move (None: last). Raises KnownError where they cannot be."""
        tree, moving = self._tree, tops(self._tree, code_ids)
        if parent_id is not None and parent_id not in tree.by_id:
            name = tree.by_id[moving[0]].name if moving else ""
            raise KnownError(_("The code that “{name}” should stand under is no longer there; choose another.").format(name=name))
        for code_id in moving:
            if parent_id is not None and parent_id in tree.branch(code_id):
                name = tree.by_id[code_id].name
                raise KnownError(_("“{name}” cannot be moved under itself or one of its own subcodes.").format(name=name))
        rest = [id_ for id_ in self._children[parent_id] if id_ not in moving]
        at = len(rest) if position is None else max(0, min(position, len(rest)))
        self._place(moving, parent_id, [*rest[:at], *moving, *rest[at:]])

    def shift(self, code_ids: Collection[int], how: Shift) -> None:
        """Move codes one place further, each among its own siblings; neighbours stay neighbours. What is at the end already stays."""
        moving = tops(self._tree, code_ids)
        groups: dict[int | None, list[int]] = {}
        for code_id in moving:
            groups.setdefault(self._parent[code_id], []).append(code_id)
        for parent_id, group in groups.items():
            if how is Shift.OUT:
                self._out(parent_id, group)
            elif how is Shift.IN:
                self._in(parent_id, group)
            else:
                self._along(parent_id, set(group), how)

    def _along(self, parent_id: int | None, group: set[int], how: Shift) -> None:
        order = list(self._children[parent_id])
        if how is Shift.DOWN:
            order.reverse()
        for at in range(1, len(order)):
            if order[at] in group and order[at - 1] not in group:
                order[at - 1], order[at] = order[at], order[at - 1]
        if how is Shift.DOWN:
            order.reverse()
        self._children[parent_id] = order
        self._touched.add(parent_id)

    def _in(self, parent_id: int | None, group: list[int]) -> None:
        order = self._children[parent_id]
        first = order.index(group[0])
        above = [id_ for id_ in order[:first] if id_ not in group]
        if above:
            self._place(group, above[-1], [*self._children[above[-1]], *group])

    def _out(self, parent_id: int | None, group: list[int]) -> None:
        if parent_id is None:
            return
        above = self._parent[parent_id]
        aunts = [id_ for id_ in self._children[above] if id_ not in group]
        at = aunts.index(parent_id) + 1
        self._place(group, above, [*aunts[:at], *group, *aunts[at:]])

    def _place(self, moving: Sequence[int], parent_id: int | None, order: list[int]) -> None:
        for code_id in moving:
            before = self._parent[code_id]
            if before != parent_id:
                self._children[before] = [id_ for id_ in self._children[before] if id_ != code_id]
                self._touched.add(before)
                self._parent[code_id] = parent_id
                self._moved.add(code_id)
        self._children[parent_id] = order
        self._touched.add(parent_id)

    def check(self) -> None:
        """Raise KnownError if a code that moved stands beside one of its name now."""
        codes = self._tree.by_id
        for code_id in self._moved:
            for other in self._children[self._parent[code_id]]:
                if other != code_id and same_name(codes[other].name, codes[code_id].name):
                    raise KnownError(
                        _("There is already a code “{name}” there; choose another name or merge the two.").format(name=codes[other].name)
                    )

    @property
    def parents(self) -> dict[int, int | None]:
        """Code id -> its parent, where that is another now."""
        return {id_: self._parent[id_] for id_ in self._moved if self._parent[id_] != self._tree.by_id[id_].parent_id}

    @property
    def positions(self) -> list[tuple[int, int]]:
        """(position, code id) where that is another now."""
        return [
            (position, id_)
            for parent_id in self._touched
            for position, id_ in enumerate(self._children[parent_id])
            if self._tree.by_id[id_].position != position
        ]
