"""Changes to the codebook."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from qcoder.domain.codebooks import met_by_id
from qcoder.domain.codes import FIELDS, PATH_SEPARATOR, Code, CodebookRow, CodeTree, clean_name, next_color, same_name
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.project.write import Write
from qcoder.words import _, n_


def _there(tree: CodeTree, code_id: int) -> Code:
    code = tree.by_id.get(code_id)
    if code is None:
        raise KnownError(_("That code is no longer in the project."))
    return code


def _reorder(write: Write, siblings: Sequence[Code]) -> None:
    write.codes.place([(position, code.id) for position, code in enumerate(siblings) if code.position != position])


def _check_key(tree: CodeTree, code_id: int | None, key: str) -> str:
    key = key.strip().lower()
    if not key:
        return ""
    if len(key) != 1 or not key.isalpha():
        raise KnownError(_("A code's key is one letter (the digits are kept for the codes used last); “{key}” is not.").format(key=key))
    for other in tree.by_id.values():
        if other.key == key and other.id != code_id:
            raise KnownError(
                _("The key {key} belongs to “{name}” already; choose another.").format(key=key.upper(), name=tree.path(other.id))
            )
    return key


@dataclass(frozen=True)
class AddCode:
    """Add a code under a parent (None: as a family), last among its siblings unless `position` is given. Returns its id."""

    name: str
    parent_id: int | None = None
    position: int | None = None
    color: str = ""
    brief: str = ""
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses an empty name, a sibling's name and a colour that is not #rrggbb."""
        tree = write.read.codes.tree()
        name = clean_name(self.name)
        tree.check_place(None, name, self.parent_id)
        color = check_color(self.color) if self.color else ""
        parent = None if self.parent_id is None else tree.by_id[self.parent_id]
        siblings = tree.children(self.parent_id)
        at = len(siblings) if self.position is None else max(0, min(self.position, len(siblings)))
        code = Code(write.new_id(), name, self.parent_id, at, brief=self.brief, color=color or next_color(tree.by_id, parent))
        write.codes.insert([code])
        _reorder(write, [*siblings[:at], code, *siblings[at:]])
        write.say(_("Added the code “{name}”").format(name=name))
        return code.id


@dataclass(frozen=True)
class RenameCode:
    """Give a code another name."""

    code_id: int
    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty name and a sibling's name."""
        tree = write.read.codes.tree()
        code = _there(tree, self.code_id)
        name = clean_name(self.name)
        tree.check_place(code.id, name, code.parent_id)
        write.codes.update(code.id, name=name)
        write.say(_("Renamed “{old}” to “{new}”").format(old=code.name, new=name))


@dataclass(frozen=True)
class MoveCode:
    """Put a code with its subcodes under another parent (None: the root), at `position` among the siblings there (None: last)."""

    code_id: int
    parent_id: int | None
    position: int | None = None
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses a cycle and a parent that has a child of that name."""
        tree = write.read.codes.tree()
        code = _there(tree, self.code_id)
        tree.check_place(code.id, code.name, self.parent_id)
        siblings = [sibling for sibling in tree.children(self.parent_id) if sibling.id != code.id]
        at = len(siblings) if self.position is None else max(0, min(self.position, len(siblings)))
        if code.parent_id != self.parent_id:
            write.codes.update(code.id, parent_id=self.parent_id)
        _reorder(write, [*siblings[:at], code, *siblings[at:]])
        place = _("the top") if self.parent_id is None else f"“{tree.path(self.parent_id)}”"
        write.say(_("Moved “{name}” to {place}").format(name=code.name, place=place))


@dataclass(frozen=True)
class EditCode:
    """Change some of a code's fields: None leaves a field as it is."""

    code_id: int
    brief: str | None = None
    full: str | None = None
    when: str | None = None
    when_not: str | None = None
    example: str | None = None
    color: str | None = None
    key: str | None = None
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses a colour that is not #rrggbb and a key that is taken."""
        tree = write.read.codes.tree()
        code = _there(tree, self.code_id)
        fields: dict[str, int | str | None] = {name: getattr(self, name) for name in FIELDS if getattr(self, name) is not None}
        if self.color is not None:
            fields["color"] = check_color(self.color)
        if self.key is not None:
            fields["key"] = _check_key(tree, code.id, self.key)
        write.codes.update(code.id, **fields)
        write.say(_("Changed the code “{name}”").format(name=code.name))


def check_color(color: str) -> str:
    """Return the colour as #rrggbb in lower case; raises KnownError for anything else."""
    kept = color.strip().lower()
    if len(kept) != 7 or kept[0] != "#" or any(digit not in "0123456789abcdef" for digit in kept[1:]):
        raise KnownError(_("“{color}” is not a colour; write it as #rrggbb, such as #0072b2.").format(color=color))
    return kept


@dataclass(frozen=True)
class DeleteCodes:
    """Remove codes with their subcodes, codings and memos."""

    code_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> int:
        """Returns how many codings went with them."""
        tree = write.read.codes.tree()
        codes = [tree.by_id[code_id] for code_id in dict.fromkeys(self.code_ids) if code_id in tree.by_id]
        if not codes:
            raise KnownError(_("That code is no longer in the project."))
        branch = set[int]().union(*(tree.branch(code.id) for code in codes))
        counts = write.read.codes.counts()
        codings = sum(counts.get(code_id, 0) for code_id in branch)
        write.codes.delete([code.id for code in codes])
        names = ", ".join(f"“{code.name}”" for code in codes[:3]) + ("…" if len(codes) > 3 else "")
        under = len(branch) - len(codes)
        title = _("Deleted the code {names}").format(names=names)
        if under:
            title += " " + n_("with {n} subcode", "with {n} subcodes", under)
        if codings:
            title += " " + n_("and {n} coding", "and {n} codings", codings)
        write.say(title)
        return codings


@dataclass(frozen=True)
class SplitCode:
    """Make subcodes of a code, for its passages to be sorted into. Returns their ids."""

    code_id: int
    names: tuple[str, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> tuple[int, ...]:
        """Refuses names that siblings have."""
        code = _there(write.read.codes.tree(), self.code_id)
        if not self.names:
            raise KnownError(_("Name at least one subcode to split “{name}” into.").format(name=code.name))
        made = tuple(AddCode(name, code.id).run(write) for name in self.names)
        write.say(_("Split “{name}” into {names}").format(name=code.name, names=", ".join(self.names)))
        return made


@dataclass(frozen=True)
class ImportCodebook:
    """Take in a codebook: codes are met by path; new ones are added, fields that are empty here are filled in. Returns the number added."""

    rows: tuple[CodebookRow, ...]
    source: str = ""
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> int:
        """Fields that differ are left as they are here."""
        tree = write.read.codes.tree()
        ids = {tuple(code.name.casefold() for code in tree.ancestors(code_id)): code_id for code_id in tree.by_id}
        codes = dict(tree.by_id)
        keys = {code.key for code in codes.values() if code.key}
        children: dict[int | None, int] = {}
        for code in codes.values():
            children[code.parent_id] = max(children.get(code.parent_id, 0), code.position + 1)
        fresh: list[Code] = []
        for row in met_by_id(tree, self.rows):
            names = tuple(clean_name(name) for name in row.path)
            for depth in range(1, len(names) + 1):
                path = tuple(name.casefold() for name in names[:depth])
                if path not in ids:
                    parent_id = ids[path[:-1]] if depth > 1 else None
                    parent = codes.get(parent_id) if parent_id is not None else None
                    color = next_color(codes, parent)
                    code = Code(write.new_id(), names[depth - 1], parent_id, children.get(parent_id, 0), color=color)
                    children[parent_id] = code.position + 1
                    ids[path] = code.id
                    codes[code.id] = code
                    fresh.append(code)
            code_id = ids[tuple(name.casefold() for name in names)]
            codes[code_id] = _filled(codes[code_id], row, keys, new=code_id not in tree.by_id)
        write.codes.insert([codes[code.id] for code in fresh])
        for code_id, before in tree.by_id.items():
            after = codes[code_id]
            filled = [name for name in (*FIELDS, "key") if getattr(after, name) != getattr(before, name)]
            write.codes.update(code_id, **{name: getattr(after, name) for name in filled})
        title = n_("Took in {n} code", "Took in {n} codes", len(fresh))
        write.say(title + (" " + _("from “{source}”").format(source=self.source) if self.source else ""))
        return len(fresh)


def _filled(code: Code, row: CodebookRow, keys: set[str], *, new: bool) -> Code:
    """The code with its empty fields taken from the row; colour only for a new code, key only while it is free."""
    changes = {name: getattr(row, name) for name in FIELDS if not getattr(code, name) and getattr(row, name)}
    if new and row.color:
        changes["color"] = check_color(row.color)
    key = row.key.strip().lower()
    if key and not code.key and len(key) == 1 and key.isalpha() and key not in keys:
        keys.add(key)
        changes["key"] = key
    return replace(code, **changes)


def path_of(names: Sequence[str]) -> str:
    """`("local", "boundaries")` -> `local > boundaries`."""
    return PATH_SEPARATOR.join(names)


@dataclass(frozen=True)
class AddCodePath:
    """Add a code by its path, with the parents that are missing. Returns the id of the last."""

    path: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses a path that is there already."""
        names = [clean_name(name) for name in self.path.split(PATH_SEPARATOR.strip())]
        parent_id: int | None = None
        for depth, name in enumerate(names):
            found = next((c for c in write.read.codes.tree().children(parent_id) if same_name(c.name, name)), None)
            if found is not None and depth == len(names) - 1:
                raise KnownError(_("There is already a code “{path}”.").format(path=path_of(names)))
            parent_id = found.id if found is not None else AddCode(name, parent_id).run(write)
        if parent_id is None:
            raise KnownError(_("A code needs a name; type one."))
        write.say(_("Added the code “{path}”").format(path=path_of(names)))
        return parent_id
