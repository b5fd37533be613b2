"""Proposals: what somebody changed in a branch of the codebook that others look after; they say whether it is taken."""

from functools import partial

from qcoder.merge.ancestor import Key
from qcoder.merge.compare import Differences
from qcoder.merge.decisions import LEAVE, MINE, PROPOSAL, TAKE, THEIRS, Conflict, Decider, Passage
from qcoder.merge.names import Names
from qcoder.merge.nouns import count_words, field_words
from qcoder.merge.outcome import Plan, put
from qcoder.merge.owners import Branch, Owners
from qcoder.merge.rows import branch, roots
from qcoder.project.read.whole import Row
from qcoder.words import _, n_

FIELDS = ("name", "parent_id", "brief", "full_definition", "when_to_use", "when_not_to_use", "example")
"""What an owner looks after; colour, key and place among siblings are nobody's."""
_MOST = 6


class Proposals:
    """Asks about what they did in branches of others; `me` is who merges, None where nobody is known."""

    def __init__(self, found: Differences, decider: Decider, names: Names, plan: Plan, me: int | None) -> None:
        self._found = found
        self._decider = decider
        self._names = names
        self._plan = plan
        self._me = me
        self._owners = Owners(found)
        self._table = found.tables["code"]

    def settle(self) -> None:
        """Leave out what is not taken of their fields and new codes."""
        if self._owners:
            self._fields()
            self._new()

    def default_side(self, key: Key, column: str) -> str:
        """Where both changed a field: the side of the one who looks after the code, if only one of them does."""
        if key[0] != "code" or column not in FIELDS or not self._owners:
            return ""
        mine, theirs = (self._stranger(key[1], self._writer(key, column, theirs=side), theirs=side) is not None for side in (False, True))
        return "" if mine == theirs else THEIRS if mine else MINE

    def deletions(self) -> dict[Key, tuple[Branch, frozenset[int]]]:
        """What they deleted in branches of others, by the top of each: (the branch, whose it was)."""
        found: dict[Key, tuple[Branch, frozenset[int]]] = {}
        gone = self._found.gone
        for id_ in sorted(gone.get("code", ())) if self._owners else ():
            side = self._found.their_side
            authors = self._owners.authors(side.deleter(("code", self._found.own_id("code", id_))), theirs=True)
            bothered = self._owners.bothered(id_, authors, self._found.mine)
            if bothered is not None:
                for root in roots(self._found.tables, gone, ("code", id_)):
                    found.setdefault(root, (bothered, authors))
        return found

    def asked_to_delete(self, root: Key, whose: tuple[Branch, frozenset[int]]) -> bool:
        """True if a proposed deletion is taken."""
        return self._ask(f"proposal:code:{root[1]}:gone", partial(self._gone, root, *whose))

    def told(self) -> list[str]:
        """What was changed here in branches of others: nothing to decide here, since they are asked when they take it in."""
        sentences = []
        for id_ in sorted(self._changed_here()) if self._owners else ():
            steps = self._steps_here(id_)
            for authors in dict.fromkeys(self._owners.authors(step, theirs=False) for step in steps):
                bothered = self._owners.bothered(id_, authors, self._found.mine, self._found.theirs)
                if bothered is not None:
                    sentence = _("{who} changed {thing} here: a proposal, about which {owners} will be asked when they merge this file.")
                    thing, owners = self._names.title("code", id_), self._owners.people(bothered.owners)
                    sentences.append(sentence.format(who=self._owners.people(authors), thing=thing, owners=owners))
        left = len(sentences) - _MOST
        more = [n_("There is {n} more such proposal.", "There are {n} more such proposals.", left)] if left > 0 else []
        return sentences[:_MOST] + more

    # -- fields -------------------------------------------------------------------------------------------------

    def _writer(self, key: Key, column: str, *, theirs: bool) -> int | None:
        found = self._found
        side, pool = (found.their_side, found.theirs) if theirs else (found.my_side, found.mine)
        own = (key[0], found.own_id(*key) if theirs else key[1])
        return side.writer(own, self._table.columns.index(column), pool.raw(*own))

    def _stranger(self, id_: int, step: int | None, *, theirs: bool) -> tuple[Branch, frozenset[int]] | None:
        authors = self._owners.authors(step, theirs=theirs)
        bothered = self._owners.bothered(id_, authors, self._found.mine, self._found.theirs)
        return None if bothered is None else (bothered, authors)

    def _fields(self) -> None:
        for key in sorted(key for key in self._plan.changed if key[0] == "code"):
            fields = self._plan.changed[key]
            for column in [column for column in FIELDS if column in fields]:
                whose = self._stranger(key[1], self._writer(key, column, theirs=True), theirs=True)
                if whose is not None and not self._ask(f"proposal:code:{key[1]}:{column}", partial(self._field, key, column, *whose)):
                    del fields[column]

    def _field(self, key: Key, column: str, bothered: Branch, authors: frozenset[int]) -> Conflict:
        mine, theirs = (pool.value("code", key[1], column) for pool in (self._found.mine, self._found.theirs))
        sentence = _("Proposed by {who}: another “{field}” for {thing}.")
        what = sentence.format(who=self._owners.people(authors), field=field_words(column), thing=self._names.title("code", key[1]))
        shown = [self._names.shown("code", column, value) for value in (mine, theirs)]
        return self._conflict(f"{key[1]}:{column}", what, bothered, (shown[0], shown[1]), adds=mine == "")

    # -- new codes ----------------------------------------------------------------------------------------------

    def _new(self) -> None:
        added = self._plan.added.get("code", {})
        asked: set[int] = set()
        for id_ in sorted(added, key=lambda id_: (self._depth(id_), id_)):
            parent = self._parent(id_)
            if parent in asked:
                asked.add(id_)  # decided with the one above it
                continue
            own = ("code", self._found.own_id("code", id_))
            authors = self._owners.authors(self._found.their_side.maker(own), theirs=True)
            bothered = None if parent is None else self._owners.bothered(parent, authors, self._found.mine, self._found.theirs)
            if bothered is not None and parent is not None:
                asked.add(id_)
                if not self._ask(f"proposal:code:{id_}:new", partial(self._new_code, id_, parent, bothered, authors)):
                    self._leave(id_, parent)

    def _parent(self, id_: int) -> int | None:
        row = self._plan.added.get("code", {}).get(id_)
        value = self._found.theirs.value("code", id_, "parent_id") if row is None else self._names.value("code", row, "parent_id")
        return value if isinstance(value, int) else None

    def _depth(self, id_: int) -> int:
        depth, current, seen = 0, self._parent(id_), {id_}
        while current is not None and current not in seen:
            seen.add(current)
            depth, current = depth + 1, self._parent(current)
        return depth

    def _new_code(self, id_: int, parent: int, bothered: Branch, authors: frozenset[int]) -> Conflict:
        what = _("Proposed by {who}: a new code “{code}”.").format(who=self._owners.people(authors), code=self._names.name("code", id_))
        users = [row for _user, row in self._users("coding", self._under(id_))]
        count = count_words("coding", len(users))
        left = _("not taken; {codings} with it go to “{parent}”").format(codings=count, parent=self._names.name("code", parent))
        sides = (left if users else _("not taken"), _("new, with {codings}").format(codings=count))
        passages = tuple(self._names.passage(row, theirs=True) for row in users[:2])
        return self._conflict(f"{id_}:new", what, bothered, sides, adds=True, passages=passages, more=len(users) - len(passages))

    def _under(self, id_: int) -> set[int]:
        """A new code and the new codes under it."""
        return {key[1] for key in branch(self._found.tables, {"code": self._plan.added.get("code", {})}, [("code", id_)])}

    def _users(self, table: str, codes: set[int]) -> list[tuple[int, Row]]:
        """What comes or changes and would be of one of these codes, as they have it."""
        at = self._found.tables[table].columns.index("code_id")
        rows = [(id_, row) for id_, row in self._plan.added.get(table, {}).items() if row[at] in codes]
        for (name, id_), fields in self._plan.changed.items():
            if name == table and fields.get("code_id") in codes and (row := self._found.theirs.get(table, id_)) is not None:
                rows.append((id_, row))
        return sorted(rows)

    def _leave(self, id_: int, parent: int) -> None:
        """Without the code, but with all that was coded and written with it: that goes to the one above."""
        codes = self._under(id_)
        for table in ("coding", "memo"):
            for user, _row in self._users(table, codes):
                put(self._plan, self._found.tables[table], user, "code_id", parent)
                self._plan.moved.add((table, user))
        for code in codes:
            del self._plan.added["code"][code]

    # -- deleted ------------------------------------------------------------------------------------------------

    def _gone(self, root: Key, bothered: Branch, authors: frozenset[int]) -> Conflict:
        going = branch(self._found.tables, self._found.gone, [root])
        counts = {table: sum(1 for name, id_ in going if name == table and (name, id_) != root) for table in ("code", "coding", "memo")}
        used = ", ".join(count_words(table, n) for table, n in counts.items() if n)
        what = _("Proposed by {who}: delete {thing}.").format(who=self._owners.people(authors), thing=self._names.title(*root))
        rows = [self._found.gone["coding"][id_] for name, id_ in sorted(going) if name == "coding"]
        passages = tuple(self._names.passage(row, theirs=False) for row in rows[:2])
        sides = (_("kept"), _("deleted, with {used}").format(used=used) if used else _("deleted"))
        return self._conflict(f"{root[1]}:gone", what, bothered, sides, adds=False, passages=passages, more=len(rows) - len(passages))

    # -- here ---------------------------------------------------------------------------------------------------

    def _changed_here(self) -> set[int]:
        """The codes that were made, changed or deleted here and that they have not heard of."""
        found = self._found
        kept = {id_ for (table, id_), fields in found.kept.items() if table == "code" and set(fields) & set(FIELDS)}
        return kept | set(found.ours.get("code", ())) | set(found.went.get("code", ()))

    def _steps_here(self, id_: int) -> list[int]:
        side, key = self._found.my_side, ("code", id_)
        if id_ in self._found.went.get("code", ()):
            return [side.deleter(key) or 0]
        if id_ in self._found.ours.get("code", ()):
            return [side.maker(key)]
        fields = [column for column in FIELDS if column in self._found.kept.get(key, {})]
        return [self._writer(key, column, theirs=False) or 0 for column in fields]

    # -- asking -------------------------------------------------------------------------------------------------

    def _ask(self, id_: str, make: partial[Conflict]) -> bool:
        return self._decider.ask(id_, make) == TAKE

    def _conflict(
        self,
        id_: str,
        what: str,
        bothered: Branch,
        sides: tuple[str, str],
        *,
        adds: bool,
        passages: tuple[Passage, ...] = (),
        more: int = 0,
    ) -> Conflict:
        """A question; what most would choose is chosen.

        It is taken only if nobody else is bothered: where it adds, a subcode or words where there were none, and takes nothing from
        what the owners wrote or anybody coded. All else stays as the owners have it until somebody says otherwise. But whoever merges
        and does not look after the branch passes it on, or the owners would never be asked.
        """
        passes_on = self._me is not None and self._me not in bothered.owners
        after = _("{owners} looks after “{branch}”.") if len(bothered.owners) == 1 else _("{owners} look after “{branch}”.")
        looks = after.format(owners=self._owners.people(bothered.owners), branch=self._names.name("code", bothered.code_id))
        default = TAKE if adds or passes_on else LEAVE
        return Conflict(f"proposal:code:{id_}", PROPOSAL, f"{what} {looks}", "", *sides, (TAKE, LEAVE), default, passages, more)
