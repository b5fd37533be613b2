"""Codebooks through time: what differs between two states of one, word by word, and what a codebook file would change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qcoder.domain.codes import FIELDS, PATH_SEPARATOR, Code, CodebookRow, CodeTree, clean_name
from qcoder.domain.difference import alike, differences

DEFINITION = ("brief", "full", "when", "when_not")
"""The fields that say when a code applies; when one of them changes, codings made before it may no longer be right."""


@dataclass(frozen=True, slots=True)
class Version:
    """The codebook as it was when somebody named it; `made_at` in milliseconds UTC, codes in the order of the tree."""

    id: int
    name: str
    coder_id: int
    made_at: int
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """A coder who looks after a branch, and since when (milliseconds UTC) changes by others are listed."""

    id: int
    code_id: int
    coder_id: int
    since: int


class Kind(StrEnum):
    """What happened to a code between two states of the codebook."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Mark(StrEnum):
    """What happened to a stretch of text between two wordings."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what happened to it."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class CodeChange:
    """One code in two states: `before` None when it was added, `after` None when it was removed.

    `fields` names what differs: `name`, `parent` (it stands elsewhere), and any of FIELDS, `color` and `key`.
    """

    kind: Kind
    path: str
    path_before: str
    before: Code | None
    after: Code | None
    fields: tuple[str, ...]


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """The new text with what went and came, word by word: what is SAME or GONE makes the old one, what is SAME or COME the new one."""
    pieces: list[Piece] = []
    at = 0
    for place in differences(old, new, alike(old, new)):
        pieces.append(Piece(Mark.SAME, old[at : place.old.start]))
        pieces.append(Piece(Mark.GONE, old[place.old.start : place.old.end]))
        pieces.append(Piece(Mark.COME, new[place.new.start : place.new.end]))
        at = place.old.end
    pieces.append(Piece(Mark.SAME, old[at:]))
    return tuple(piece for piece in pieces if piece.text)


def compare_codebooks(old: Iterable[Code], new: Iterable[Code]) -> tuple[CodeChange, ...]:
    """What differs, in the order of the newer tree, with removed codes after their former parent's branch; codes are met by id.

    Where a code stands among its siblings is not compared.
    """
    before, after = CodeTree(old), CodeTree(new)
    found: list[CodeChange] = []
    for _depth, code in after.walk():
        known = before.by_id.get(code.id)
        path = after.path(code.id)
        if known is None:
            found.append(CodeChange(Kind.ADDED, path, "", None, code, ()))
        elif fields := _differing(known, code):
            found.append(CodeChange(Kind.CHANGED, path, before.path(code.id), known, code, fields))
    gone = [code for _depth, code in before.walk() if code.id not in after.by_id]
    return (*found, *(CodeChange(Kind.REMOVED, before.path(code.id), before.path(code.id), code, None, ()) for code in gone))


def _differing(before: Code, after: Code) -> tuple[str, ...]:
    fields = [name for name in ("name", *FIELDS, "color", "key") if getattr(before, name) != getattr(after, name)]
    if before.parent_id != after.parent_id:
        fields.insert(1 if "name" in fields else 0, "parent")
    return tuple(fields)


def definition(code: Code) -> tuple[str, ...]:
    """What the code says about when it applies."""
    return tuple(getattr(code, name) for name in DEFINITION)


# -- a codebook file against the codebook -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that a codebook file would change: a new code (`code_id` None, `field` empty), or another text, name or place of one.

    `path` is the code's path as it is here, or as it would be made.
    """

    path: tuple[str, ...]
    code_id: int | None
    field: str
    before: str
    after: str

    @property
    def fills(self) -> bool:
        """True if nothing that is here would be lost."""
        return not self.before and self.field != "parent"

    @property
    def path_words(self) -> str:
        """`local > boundaries`."""
        return PATH_SEPARATOR.join(self.path)


class _Met:
    """Which codes here the rows of a file are: by their ids, whatever they are called there, else by their path (case does not count)."""

    def __init__(self, tree: CodeTree, rows: Sequence[CodebookRow]) -> None:
        self._tree = tree
        self._placed: dict[tuple[str, ...], int] = {}
        for row in rows:
            if row.id in tree.by_id and row.id not in self._placed.values():
                self._placed[_key(clean_name(name) for name in row.path)] = row.id
        self._taken = set(self._placed.values())

    def find(self, key: tuple[str, ...]) -> int | None:
        """The code that stands at this path of the file."""
        if key in self._placed:
            return self._placed[key]
        above = self.find(key[:-1]) if len(key) > 1 else None
        if len(key) > 1 and above is None:
            return None
        here = self._tree.children(above)
        return next((code.id for code in here if (code.name.casefold() == key[-1] and code.id not in self._taken)), None)

    def names(self, key: tuple[str, ...], names: Sequence[str]) -> tuple[str, ...]:
        """A path of the file as it is here, as far as its codes are here."""
        for depth in range(len(key), 0, -1):
            code_id = self.find(key[:depth])
            if code_id is not None:
                return (*_names(self._tree, code_id), *names[depth:])
        return tuple(names)


def met_by_id(tree: CodeTree, rows: Sequence[CodebookRow]) -> tuple[CodebookRow, ...]:
    """The rows with the paths that their codes have here, so that a code that was renamed or moved there is not a new one."""
    met = _Met(tree, rows)
    cleaned = [tuple(clean_name(name) for name in row.path) for row in rows]
    return tuple(replace(row, path=met.names(_key(names), names)) for row, names in zip(rows, cleaned, strict=True))


def proposals(tree: CodeTree, rows: Sequence[CodebookRow]) -> tuple[Proposal, ...]:
    """What a codebook file has that is not here, or otherwise; empty fields say nothing.

    Codes are met by id where the file has ids that are known here, and then another name (`name`) or place (`parent`, as paths) is
    proposed like any other field; else by path. A new code comes first, then its fields; parents that the file does not list are new, too.
    """
    met = _Met(tree, rows)
    made: dict[tuple[str, ...], tuple[str, ...]] = {}
    found: list[Proposal] = []
    for row in rows:
        names = tuple(clean_name(name) for name in row.path)
        for depth in range(1, len(names) + 1):
            key = _key(names[:depth])
            if met.find(key) is None and key not in made:
                above = made.get(key[:-1]) or met.names(key[:-1], names[: depth - 1])
                made[key] = (*above, names[depth - 1])
                found.append(Proposal(made[key], None, "", "", ""))
        key = _key(names)
        code_id = met.find(key)
        code = None if code_id is None else tree.by_id[code_id]
        path = made[key] if code_id is None else _names(tree, code_id)
        if code is not None and code.id == row.id:
            found.extend(_place(code, path, names, made.get(key[:-1]) or met.names(key[:-1], names[:-1])))
        for name in (*FIELDS, *(("color",) if code is None else ()), "key"):
            text, here = str(getattr(row, name)).strip(), "" if code is None else str(getattr(code, name)).strip()
            if text and text != here and (name != "key" or not here):
                found.append(Proposal(path, code_id, name, here, text))
    return tuple(found)


def _place(code: Code, path: tuple[str, ...], names: tuple[str, ...], above: tuple[str, ...]) -> Iterator[Proposal]:
    """Another name, another place."""
    if names[-1] != code.name:
        yield Proposal(path, code.id, "name", code.name, names[-1])
    if _key(above) != _key(path[:-1]):
        yield Proposal(path, code.id, "parent", PATH_SEPARATOR.join(path[:-1]), PATH_SEPARATOR.join(above))


def _key(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names)


def _names(tree: CodeTree, code_id: int) -> tuple[str, ...]:
    return tuple(code.name for code in tree.ancestors(code_id))


def code_as_json(code: Code) -> dict[str, int | str | None]:
    """A code as a version keeps it: every field by its name."""
    return {name: getattr(code, name) for name in _KEPT}


def code_from_json(values: Mapping[str, object]) -> Code:
    """The code again; fields that a version does not know are as in a new code."""
    return Code(**{name: values[name] for name in _KEPT if name in values})  # type: ignore[arg-type]  # what code_as_json wrote


_KEPT = ("id", "name", "parent_id", "position", *FIELDS, "color", "key")
