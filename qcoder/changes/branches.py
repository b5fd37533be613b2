"""Taking in a branch of another project's codebook."""

from dataclasses import dataclass, replace
from typing import ClassVar

from qcoder.changes.codes import check_color
from qcoder.domain.branches import Meeting, meet
from qcoder.domain.codes import FIELDS, Code, CodeTree, clean_name, same_name
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.project.write import Write
from qcoder.words import _, n_


@dataclass(frozen=True)
class TakeBranch:
    """Take in codes of another project, parents first: new ones are made, empty fields filled in. Returns how many are new or changed.

    `take` holds (id there, field) of the texts that take the place of other texts here. Codings and memos do not come along.
    """

    codes: tuple[Code, ...]
    source: str
    take: frozenset[tuple[int, str]] = frozenset()
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> int:
        """Refuses when nothing was chosen, and a name that a sibling has.

        A new code keeps the id that it has in the other project. That is what tells a later merge that both are one thing, whatever they
        are called by then; and as ids are never given twice, one that is not in use here was never another code: at most this very one
        was here before and was deleted. A code that only bears the same name under the same parent keeps its own id, and no alias is
        noted: that the two are one is then for the merge to ask, since only their names say so.
        """
        if not self.codes:
            raise KnownError(_("Choose at least one code to copy."))
        tree = write.read.codes.tree()
        codes: dict[int, Code] = dict(tree.by_id)
        ids: dict[int, int] = {}  # there -> here
        fresh: list[Code] = []
        for meeting in meet(tree, self.codes):
            if meeting.here is None:
                code = self._new(codes, meeting.code, ids)
                codes[code.id] = code
                fresh.append(code)
                ids[meeting.code.id] = code.id
            else:
                ids[meeting.code.id] = meeting.here.id
                codes[meeting.here.id] = self._met(codes, meeting)
        write.codes.insert(fresh)
        changed = 0
        for code_id, before in tree.by_id.items():
            fields = {name: getattr(codes[code_id], name) for name in ("name", *FIELDS)}
            different = {name: value for name, value in fields.items() if value != getattr(before, name)}
            write.codes.update(code_id, **different)
            changed += bool(different)
        parts = [n_("{n} new code", "{n} new codes", len(fresh))] if fresh else []
        parts += [n_("{n} changed code", "{n} changed codes", changed)] if changed else []
        write.say(_("Took in {what} from “{source}”").format(what=", ".join(parts), source=self.source))
        return len(fresh) + changed

    def _new(self, codes: dict[int, Code], code: Code, ids: dict[int, int]) -> Code:
        parent_id = None if code.parent_id is None else ids.get(code.parent_id)
        siblings = [other for other in codes.values() if other.parent_id == parent_id]
        name, number = clean_name(code.name), 1
        while any(same_name(other.name, name) for other in siblings):
            number += 1  # a sibling has that name and is another code: it is the one with the id of a third
            name = f"{clean_name(code.name)} ({number})"
        key = "" if any(other.key == code.key for other in codes.values()) else code.key
        position = max((other.position for other in siblings), default=-1) + 1
        return replace(code, name=name, parent_id=parent_id, position=position, key=key, color=check_color(code.color))

    def _met(self, codes: dict[int, Code], meeting: Meeting) -> Code:
        here = meeting.here
        assert here is not None
        taken = [field for field in meeting.differs if (meeting.code.id, field) in self.take]
        changes = {field: getattr(meeting.code, field) for field in (*meeting.fills, *taken)}
        if "name" in changes:
            changes["name"] = clean_name(changes["name"])
            CodeTree(codes.values()).check_place(here.id, changes["name"], here.parent_id)
        return replace(here, **changes)
