"""Changes about the codebook through time: named versions, what a codebook file brings, and codings looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from qcoder.changes.codes import check_color
from qcoder.domain.codebooks import Proposal, Version
from qcoder.domain.codes import FIELDS, PATH_SEPARATOR, Code, CodeTree, clean_name, next_color
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.project.write import Write
from qcoder.words import _, n_


def _free_name(write: Write, name: str, version_id: int | None = None) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise KnownError(_("A version needs a name, such as “after the pilot”; type one."))
    for version in write.read.codebook.versions():
        if version.name.casefold() == kept.casefold() and version.id != version_id:
            raise KnownError(_("There is already a version “{name}”; choose another name.").format(name=version.name))
    return kept


def _version(write: Write, version_id: int) -> Version:
    for version in write.read.codebook.versions():
        if version.id == version_id:
            return version
    raise KnownError(_("That version of the codebook is no longer in the project."))


@dataclass(frozen=True)
class NameCodebookVersion:
    """Keep the codebook as it is now under a name. Returns the version's id."""

    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses an empty name, another version's, and an empty codebook."""
        name = _free_name(write, self.name)
        codes = [code for _depth, code in write.read.codes.tree().walk()]
        if not codes:
            raise KnownError(_("There are no codes yet, so there is no codebook to name."))
        version_id = write.new_id()
        write.team.add_version(version_id, name, write.me(), write.now, codes)
        write.say(_("Named the codebook “{name}” · {codes}").format(name=name, codes=n_("{n} code", "{n} codes", len(codes))))
        return version_id


@dataclass(frozen=True)
class RenameCodebookVersion:
    """Give a named version of the codebook another name."""

    version_id: int
    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty name and another version's."""
        version = _version(write, self.version_id)
        name = _free_name(write, self.name, version.id)
        write.team.rename_version(version.id, name)
        write.say(_("Renamed the version “{old}” to “{new}”").format(old=version.name, new=name))


@dataclass(frozen=True)
class DeleteCodebookVersion:
    """Remove a named version of the codebook; the codebook itself stays as it is."""

    version_id: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when it is gone already."""
        version = _version(write, self.version_id)
        write.team.delete_versions([version.id])
        write.say(_("Deleted the version “{name}” of the codebook").format(name=version.name))


@dataclass(frozen=True)
class ReviewCodings:
    """Note that codings were looked at again, after the definition of their code had changed, and stand. Returns how many."""

    coding_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses when none of them is there."""
        ids = sorted(write.read.codings.ids_there(self.coding_ids))
        if not ids:
            raise KnownError(_("Those codings are no longer in the project."))
        me = write.me()
        write.team.add_reviews([(write.new_id(), coding_id, me, write.now) for coding_id in ids])
        write.say(n_("Looked at {n} coding again", "Looked at {n} codings again", len(ids)))
        return len(ids)


@dataclass(frozen=True)
class TakeProposals:
    """Take in the chosen parts of a codebook file: new codes, and other texts for fields. Returns how many were taken."""

    proposals: tuple[Proposal, ...]
    source: str = ""
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> int:
        """Refuses when the codebook has changed since they were worked out. New codes come last among their siblings."""
        if not self.proposals:
            raise KnownError(_("Nothing was chosen, so nothing was taken in; tick what should come in."))
        codes = dict(write.read.codes.tree().by_id)
        before = dict(codes)
        made: dict[tuple[str, ...], int] = {}
        for one in self.proposals:
            if one.code_id is None and not one.field:
                code = _new_code(write, codes, one)
                codes[code.id] = code
                made[_key(one.path)] = code.id
        ids = _ids(codes)
        for one in self.proposals:
            if one.field == "parent":
                _take_place(codes, ids, one)
            elif one.field:
                _take_field(codes, made, one)
        _check(codes, before)
        write.codes.insert([codes[code_id] for code_id in made.values()])
        for code_id, was in before.items():
            now = codes[code_id]
            different = [name for name in (*FIELDS, "key", "name", "parent_id", "position") if getattr(now, name) != getattr(was, name)]
            write.codes.update(code_id, **{name: getattr(now, name) for name in different})
        changed = len({one.code_id for one in self.proposals if one.code_id is not None})
        parts = [n_("{n} new code", "{n} new codes", len(made))] if made else []
        parts += [n_("{n} changed code", "{n} changed codes", changed)] if changed else []
        write.say(_("Took in {what} from “{source}”").format(what=", ".join(parts), source=self.source or _("a codebook")))
        return len(made) + changed


def _key(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in path)


def _ids(codes: dict[int, Code]) -> dict[tuple[str, ...], int]:
    """Path -> id; parents come before children, as new codes are put in."""
    found: dict[tuple[str, ...], int] = {}
    for code in codes.values():
        names, current = [code.name], code.parent_id
        while current is not None:
            names.append(codes[current].name)
            current = codes[current].parent_id
        found[_key(tuple(reversed(names)))] = code.id
    return found


def _new_code(write: Write, codes: dict[int, Code], one: Proposal) -> Code:
    ids = _ids(codes)
    path = " > ".join(one.path)
    if _key(one.path) in ids:
        raise KnownError(_("There is a code “{path}” by now; compare the codebook again.").format(path=path))
    parent_id = ids.get(_key(one.path[:-1])) if len(one.path) > 1 else None
    if len(one.path) > 1 and parent_id is None:
        raise KnownError(_("“{path}” cannot be taken in without the code above it; take that in as well.").format(path=path))
    parent = None if parent_id is None else codes[parent_id]
    position = max((code.position for code in codes.values() if code.parent_id == parent_id), default=-1) + 1
    return Code(write.new_id(), clean_name(one.path[-1]), parent_id, position, color=next_color(codes, parent))


def _take_place(codes: dict[int, Code], ids: Mapping[tuple[str, ...], int], one: Proposal) -> None:
    """Put a code last under the one that the file has it under; paths are as before anything was taken."""
    path = PATH_SEPARATOR.join(one.path)
    code = codes.get(one.code_id or 0)
    if code is None or _key(one.path) not in ids:
        raise KnownError(_("“{path}” has changed since the two were compared; compare the codebook again.").format(path=path))
    parent_id = ids.get(_key(tuple(one.after.split(PATH_SEPARATOR)))) if one.after else None
    if one.after and parent_id is None:
        raise KnownError(_("“{path}” cannot be taken in without the code above it; take that in as well.").format(path=path))
    position = max((other.position for other in codes.values() if other.parent_id == parent_id), default=-1) + 1
    codes[code.id] = replace(code, parent_id=parent_id, position=position)


def _check(codes: Mapping[int, Code], before: Mapping[int, Code]) -> None:
    """Refuse what would put a code under itself, or two of one name beside each other."""
    tree = CodeTree(codes.values())
    if len(tree.walk()) != len(codes):
        raise KnownError(_("With these places taken in, a code would stand under itself; leave one of them out."))
    for code in codes.values():
        was = before.get(code.id, code)
        if (was.name, was.parent_id) != (code.name, code.parent_id):
            tree.check_place(code.id, code.name, code.parent_id)


def _take_field(codes: dict[int, Code], made: dict[tuple[str, ...], int], one: Proposal) -> None:
    code_id = one.code_id if one.code_id is not None else made.get(_key(one.path))
    if code_id is None or code_id not in codes:
        if one.code_id is None:
            return  # a field of a new code that was not chosen
        raise KnownError(_("A code of the comparison is no longer in the project; compare the codebook again."))
    code = codes[code_id]
    if one.code_id is not None and getattr(code, one.field) != one.before and one.before != str(getattr(code, one.field)).strip():
        path = PATH_SEPARATOR.join(one.path)
        raise KnownError(_("“{path}” has changed since the two were compared; compare the codebook again.").format(path=path))
    value = one.after
    if one.field == "color":
        value = check_color(value)
    if one.field == "key":
        value = value.lower()
        if len(value) != 1 or not value.isalpha() or any(other.key == value for other in codes.values()):
            return  # a key that is taken here stays where it is
    if one.field == "name":
        value = clean_name(value)
    codes[code_id] = replace(code, **{one.field: value})  # type: ignore[arg-type]  # a proposal's fields are all texts
