"""Codes: the tree, its rules, the six fields of a codebook, and the colours."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qcoder.domain.errors import KnownError
from qcoder.words import _

PATH_SEPARATOR = " > "

# Okabe & Ito (2008), the colour-blind-safe palette, without black; yellow last because it is faint on white.
PALETTE = ("#0072b2", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#e69f00", "#6a51a3", "#8c6d31")


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the codebook. The six fields follow MacQueen and others (1998): name, brief, full, when, when_not, example."""

    id: int
    name: str
    parent_id: int | None = None
    position: int = 0
    brief: str = ""
    full: str = ""
    when: str = ""
    when_not: str = ""
    example: str = ""
    color: str = PALETTE[0]
    key: str = ""


FIELDS = ("brief", "full", "when", "when_not", "example")


@dataclass(frozen=True, slots=True)
class CodebookRow:
    """One code of a codebook file, placed by its path from the root; parents come before children.

    `id` says which code it is, in a project that has it, whatever it is called there; 0 where the file does not say.
    """

    path: tuple[str, ...]
    brief: str = ""
    full: str = ""
    when: str = ""
    when_not: str = ""
    example: str = ""
    color: str = ""
    key: str = ""
    id: int = field(default=0, compare=False)


def clean_name(name: str) -> str:
    """Return the name as it is kept (NFC, single spaces); raise KnownError if it cannot be a code's name."""
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not kept:
        raise KnownError(_("A code needs a name; type one."))
    if PATH_SEPARATOR.strip() in kept:
        raise KnownError(_("“{name}” cannot be a code's name: “>” separates parents from children; leave it out.").format(name=kept))
    if len(kept) > 200:
        raise KnownError(_("The code name “{name}…” is longer than 200 characters; shorten it.").format(name=kept[:40]))
    return kept


def same_name(a: str, b: str) -> bool:
    """True if two names would be one name to a reader (case and Unicode form do not count)."""
    return unicodedata.normalize("NFC", a).casefold() == unicodedata.normalize("NFC", b).casefold()


class CodeTree:
    """The codebook as a tree: look up by id or path, walk in order, ask for ancestors and branches.

    Shapes: `codes` is any iterable of Code with unique ids; siblings are ordered by (position, id).
    """

    def __init__(self, codes: Iterable[Code]) -> None:
        self.by_id: dict[int, Code] = {code.id: code for code in codes}
        self._children: dict[int | None, list[Code]] = {}
        for code in sorted(self.by_id.values(), key=lambda c: (c.position, c.id)):
            self._children.setdefault(code.parent_id, []).append(code)
        self._walked: list[tuple[int, Code]] | None = None

    def __len__(self) -> int:
        return len(self.by_id)

    def children(self, parent_id: int | None) -> list[Code]:
        """The direct children in order; `None` gives the families at the root."""
        return list(self._children.get(parent_id, ()))

    def walk(self, root_id: int | None = None) -> list[tuple[int, Code]]:
        """Every code below `root_id` (all when None) as (depth, code), parents before children; the root itself is not in it."""
        if root_id is None and self._walked is not None:
            return list(self._walked)
        found: list[tuple[int, Code]] = []
        stack = [(0, code) for code in reversed(self.children(root_id))]
        while stack:
            depth, code = stack.pop()
            found.append((depth, code))
            stack.extend((depth + 1, child) for child in reversed(self._children.get(code.id, ())))
        if root_id is None:
            self._walked = list(found)
        return found

    def branch(self, code_id: int) -> set[int]:
        """The ids of a code and all that lies under it."""
        return {code_id} | {code.id for _depth, code in self.walk(code_id)}

    def ancestors(self, code_id: int) -> list[Code]:
        """From the root down to the code itself."""
        chain: list[Code] = []
        current: int | None = code_id
        while current is not None:
            code = self.by_id[current]
            chain.append(code)
            current = code.parent_id
            if len(chain) > len(self.by_id):
                raise ValueError("the code tree has a cycle")
        return chain[::-1]

    def path(self, code_id: int) -> str:
        """`local > boundaries > hub region`."""
        return PATH_SEPARATOR.join(code.name for code in self.ancestors(code_id))

    def find(self, path: str) -> Code:
        """The code at a path; a bare name serves while it is unique. Raises KnownError otherwise."""
        wanted = [part.strip() for part in path.split(PATH_SEPARATOR.strip())]
        matches = [code for code in self.by_id.values() if self._ends_with(code, wanted)]
        exact = [code for code in matches if len(self.ancestors(code.id)) == len(wanted)]
        if len(exact) == 1:
            return exact[0]
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise KnownError(_("There is no code “{path}” in this project; `codes` lists them.").format(path=path))
        paths = "; ".join(sorted(self.path(code.id) for code in matches)[:4])
        raise KnownError(_("“{path}” could be several codes ({paths}); give the whole path.").format(path=path, paths=paths))

    def _ends_with(self, code: Code, wanted: list[str]) -> bool:
        chain = self.ancestors(code.id) if len(wanted) > 1 else [code]
        tail = chain[-len(wanted) :]
        return len(tail) == len(wanted) and all(same_name(c.name, w) for c, w in zip(tail, wanted, strict=True))

    def check_place(self, code_id: int | None, name: str, parent_id: int | None) -> None:
        """Raise KnownError if a code of this name cannot stand under this parent (cycle, or a sibling of that name)."""
        if parent_id is not None and parent_id not in self.by_id:
            raise KnownError(_("The code that “{name}” should stand under is no longer there; choose another.").format(name=name))
        if code_id is not None and parent_id is not None and parent_id in self.branch(code_id):
            raise KnownError(_("“{name}” cannot be moved under itself or one of its own subcodes.").format(name=name))
        for sibling in self.children(parent_id):
            if sibling.id != code_id and same_name(sibling.name, name):
                raise KnownError(
                    _("There is already a code “{name}” there; choose another name or merge the two.").format(name=sibling.name)
                )


def next_color(codes: Mapping[int, Code] | Iterable[Code], parent: Code | None) -> str:
    """A colour for a new code: its parent's, or the palette colour least used among the families."""
    if parent is not None:
        return parent.color
    rows = list(codes.values()) if isinstance(codes, Mapping) else list(codes)
    used = [code.color for code in rows if code.parent_id is None]
    return min(PALETTE, key=lambda color: (used.count(color), PALETTE.index(color)))
