"""Who looks after which branch of the codebook, and whose a change was."""

from collections.abc import Iterator
from dataclasses import dataclass

from qcoder.domain.codings import Origin
from qcoder.merge.ancestor import BEGINNING, Key, Side
from qcoder.merge.compare import Differences
from qcoder.merge.rows import Pool
from qcoder.project.history import Step
from qcoder.project.read.whole import Row


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch and the coders who look after it."""

    code_id: int
    owners: frozenset[int]


class Owners:
    """Knows the owners of both files. A branch within a branch is its own owners', not those of the one above."""

    def __init__(self, found: Differences) -> None:
        self._found = found
        self._authors: dict[tuple[bool, int], frozenset[int]] = {}
        self._steps: dict[bool, dict[int, Step]] = {}
        self._carried: dict[bool, dict[int, set[int]]] = {}
        self._owners: dict[int, set[int]] = {}
        self._people: dict[int, str] = {}
        rows = {id_: row for pool in (found.theirs, found.mine) for id_, row in pool.all("branch_owner").items()}
        self._base: dict[int, set[int]] = {}
        for id_, row in rows.items():
            if self._made(id_) is None:
                self._base.setdefault(self._of(row)[0], set()).add(self._of(row)[1])
        for id_, row in rows.items():
            code_id, coder_id = self._of(row)
            if self._counts(id_, self._base.get(code_id, set())):
                self._owners.setdefault(code_id, set()).add(coder_id)

    def __bool__(self) -> bool:
        """True if somebody looks after something."""
        return bool(self._owners)

    def bothered(self, code_id: int, authors: frozenset[int], *pools: Pool) -> Branch | None:
        """The branch of others, in one of these files, in which a code stands; None too where nobody knows whose the change is."""
        for pool in pools:
            branch = self._nearest(code_id, pool)
            if branch is not None and authors and not authors & branch.owners:
                return branch
        return None

    def authors(self, step: int | None, *, theirs: bool) -> frozenset[int]:
        """Whose a step is: of a merge the one who made it, and all whose work it took in."""
        if step is None or step == BEGINNING:
            return frozenset()
        if (theirs, step) not in self._authors:
            self._authors[theirs, step] = frozenset(self._who(step, theirs))
        return self._authors[theirs, step]

    def people(self, coders: frozenset[int]) -> str:
        """Their names; also of those who have changed something and coded nothing yet."""
        if not self._people:
            for theirs in (True, False):
                for step in self._side(theirs).steps:
                    self._people[self._mine(step.coder_id or 0, theirs)] = step.who
                columns = self._found.tables["merged_step"].columns
                for row in self._side(theirs).whole.rows("merged_step").values():
                    self._people.setdefault(self._mine(int(row[columns.index("coder_id")] or 0), theirs), str(row[columns.index("who")]))
            at = self._found.tables["coder"].columns.index("name")
            self._people |= {id_: str(row[at]) for pool in (self._found.theirs, self._found.mine) for id_, row in pool.all("coder").items()}
        return ", ".join(sorted(self._people.get(id_, "?") for id_ in coders))

    # -- rows of owners -----------------------------------------------------------------------------------------

    def _of(self, row: Row) -> tuple[int, int]:
        columns = self._found.tables["branch_owner"].columns
        return int(row[columns.index("code_id")] or 0), int(row[columns.index("coder_id")] or 0)

    def _made(self, id_: int) -> frozenset[int] | None:
        """Who made an owner since the ancestor; None for one whom both files had."""
        for theirs in (False, True):
            side, key = self._side(theirs), self._key("branch_owner", id_, theirs)
            if side.log(key) and (maker := side.maker(key)) != BEGINNING:
                return self.authors(maker, theirs=theirs)
        return None

    def _counts(self, id_: int, base: set[int]) -> bool:
        """Nobody becomes an owner of what others look after, or takes that from them, by a change of their own copy alone."""
        made = self._made(id_)
        if made is not None:
            return not base or bool(made & base)
        for theirs in (False, True):
            deleter = self._side(theirs).deleter(self._key("branch_owner", id_, theirs))
            pool = self._found.theirs if theirs else self._found.mine
            if deleter is not None and not pool.has("branch_owner", id_) and self.authors(deleter, theirs=theirs) & base:
                return False
        return True

    def _nearest(self, code_id: int, pool: Pool) -> Branch | None:
        seen: set[int] = set()
        current: object = code_id
        while isinstance(current, int) and current not in seen:
            if current in self._owners:
                return Branch(current, frozenset(self._owners[current]))
            seen.add(current)
            current = pool.value("code", current, "parent_id")
        return None

    # -- steps --------------------------------------------------------------------------------------------------

    def _side(self, theirs: bool) -> Side:
        return self._found.their_side if theirs else self._found.my_side

    def _key(self, table: str, id_: int, theirs: bool) -> Key:
        return (table, self._found.own_id(table, id_) if theirs else id_)

    def _who(self, step: int, theirs: bool) -> Iterator[int]:
        if theirs not in self._steps:
            self._steps[theirs] = {one.id: one for one in self._side(theirs).steps}
        one = self._steps[theirs].get(step)
        if one is not None:
            coders = {one.coder_id} | (self._taken_in(theirs).get(step, set()) if one.origin is Origin.MERGE else set())
            yield from (self._mine(coder, theirs) for coder in coders if coder is not None)

    def _taken_in(self, theirs: bool) -> dict[int, set[int]]:
        """Step of a merge -> the coders whose steps it took in."""
        if theirs not in self._carried:
            side, found = self._side(theirs), dict[int, set[int]]()
            at = self._found.tables["merged_step"].columns.index("coder_id")
            for id_, row in side.whole.rows("merged_step").items():
                if (coder := row[at]) is not None:
                    found.setdefault(side.carrier(id_), set()).add(int(coder))
            self._carried[theirs] = found
        return self._carried[theirs]

    def _mine(self, coder: int, theirs: bool) -> int:
        aliases = self._found.aliases
        return coder if aliases is None or not theirs else aliases.mine("coder", coder)
