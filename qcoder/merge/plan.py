"""From differences and decisions to one change: what is taken in, and what has to be asked first."""

from collections.abc import Collection, Iterator
from functools import partial

from qcoder.domain.richtext import join
from qcoder.merge.ancestor import Key
from qcoder.merge.compare import Differences
from qcoder.merge.decisions import BOTH, MINE, THEIRS, UNDER, Conflict, Decider
from qcoder.merge.names import Names
from qcoder.merge.nouns import NOUNS, count_words, field_words
from qcoder.merge.outcome import Plan, put
from qcoder.merge.proposals import Proposals
from qcoder.merge.rows import Rows, branch, links, roots
from qcoder.merge.under import code_named
from qcoder.merge.verdicts import COLUMNS, Verdicts
from qcoder.project.read.whole import Link, Row, Table, Value
from qcoder.words import _

_ENDS = ("span_start", "span_end")
_SHOWN = 2


class Planner:
    """The plan while it is made: each method settles one kind of difference."""

    def __init__(self, found: Differences, decider: Decider, me: int | None) -> None:
        self._found = found
        self._decider = decider
        self.names = Names(found.mine, found.theirs, found.texts.final)
        self.plan = Plan(
            added={table: dict(rows) for table, rows in found.added.items()},
            changed={key: dict(fields) for key, fields in found.changed.items()},
            pairs=set(found.pairs),
        )
        self._verdicts = Verdicts(found, decider, self.names, self.plan)
        self._proposals = Proposals(found, decider, self.names, self.plan, me)

    def run(self) -> Plan:
        """Everything but the last touches."""
        self._proposals.settle()
        self.plan.notes += self._proposals.told()
        self.fields()
        self.restore()
        self.settle()
        self.remove()
        self._verdicts.settle()
        self.break_cycles()
        return self.plan

    # -- both changed one field ---------------------------------------------------------------------------------

    def fields(self) -> None:
        """Ask about fields that both changed."""
        for key, clashing in sorted(self._found.clashes.items()):
            columns = tuple(column for column in clashing if key[0] != "decision" or column not in COLUMNS)
            ends = tuple(column for column in columns if column in _ENDS)
            groups = [(column,) for column in columns if column not in _ENDS] + ([ends] if ends else [])
            for group in groups:
                self._field(key, group)

    def _field(self, key: Key, columns: tuple[str, ...]) -> None:
        table, id_ = key
        label = "ends" if columns[0] in _ENDS else columns[0]
        answer = self._decider.ask(f"changed:{table}:{id_}:{label}", lambda: self._both_changed(key, columns, label))
        row = self._found.theirs.get(table, id_) or ()
        fields = self.plan.changed.setdefault(key, {})
        if answer == THEIRS:
            fields.update((column, self.names.value(table, row, column)) for column in columns)
        elif answer == BOTH:
            mine = str(self._found.mine.value(table, id_, columns[0]) or "")
            fields[columns[0]] = _both(mine, str(self.names.value(table, row, columns[0]) or ""))

    def _both_changed(self, key: Key, columns: tuple[str, ...], label: str) -> Conflict:
        table, id_ = key
        mine, theirs = self._found.mine.get(table, id_) or (), self._found.theirs.get(table, id_) or ()
        what = _("Both of you changed “{field}” of {thing}.").format(field=field_words(label), thing=self.names.title(table, id_))
        if label == "ends":
            what = _("Both of you changed where a passage begins or ends: {name}.").format(name=self.names.name(table, id_))
            one, other = self.names.passage(mine, theirs=False), self.names.passage(theirs, theirs=True)
            return Conflict(f"changed:{table}:{id_}:ends", "changed", what, "", one.words, other.words, passages=(one, other))
        rows = (self._found.base.get(key), mine, theirs)
        shown = ["" if row is None else self.names.shown(table, label, self.names.value(table, row, label)) for row in rows]
        passages = (self.names.passage(mine, theirs=False),) if table in ("coding", "rejection") else ()
        choices, default = ((MINE, THEIRS, BOTH), BOTH) if label in NOUNS[table].texts else ((MINE, THEIRS), MINE)
        default = self._proposals.default_side(key, label) or default
        return Conflict(f"changed:{table}:{id_}:{label}", "changed", what, shown[0], shown[1], shown[2], choices, default, passages)

    # -- deleted here, used or changed there --------------------------------------------------------------------

    def restore(self) -> None:
        """Ask about what I deleted and they have used or changed since; bring back what is decided so, with all that hung on it."""
        lost = self._found.lost
        if not lost:
            return
        wanted: dict[Key, set[Key]] = {key: {key} for key in self._found.lost_touched}
        uses = list(self._references(lost))
        for user, target, _column in uses:
            wanted.setdefault(target, set()).add(user)
        chosen: list[Key] = []
        for root, users in sorted(self._by_root(lost, wanted).items()):
            answer = self._decider.ask(f"deleted here:{root[0]}:{root[1]}", partial(self._deleted_here, root, users))
            if answer == THEIRS:
                chosen.append(root)
            elif answer != MINE:
                self._put_under(answer, branch(self._found.tables, lost, [root]), uses)
        back = branch(self._found.tables, lost, chosen)
        for name, id_ in back:
            self.plan.added.setdefault(name, {})[id_] = lost[name][id_]
        for table, link, at in links(self._found.tables):
            ids = {id_ for name, id_ in back if name == link.target}
            if link.leaves and ids:
                for used_by, _row, goal in list(self._found.theirs.pointing(table.name, link, ids)):
                    ours = self._found.mine.get(table.name, used_by)
                    if ours is not None and ours[at] is None:
                        self.plan.changed.setdefault((table.name, used_by), {})[link.column] = goal

    def _by_root(self, pool: Rows, wanted: dict[Key, set[Key]]) -> dict[Key, set[Key]]:
        found: dict[Key, set[Key]] = {}
        for key, users in wanted.items():
            for root in roots(self._found.tables, pool, key):
                found.setdefault(root, set()).update(users)
        return found

    def _references(self, pool: Rows) -> Iterator[tuple[Key, Key, str]]:
        """(user, target, column) of everything in the plan that points at a row of `pool`."""
        for table, link, at in links(self._found.tables):
            targets = pool.get(link.target)
            if not targets:
                continue
            for id_, row in self.plan.added.get(table.name, {}).items():
                if row[at] in targets:
                    yield (table.name, id_), (link.target, int(row[at] or 0)), link.column
            for (name, id_), fields in self.plan.changed.items():
                if name == table.name and fields.get(link.column) in targets:
                    yield (name, id_), (link.target, int(fields[link.column] or 0)), link.column

    def _deleted_here(self, root: Key, users: Collection[Key]) -> Conflict:
        thing, used = self.names.title(*root), _counted(users)
        what = _("You deleted {thing}; in the other file it has been used or changed since ({used}).").format(thing=thing, used=used)
        return self._deleted("deleted here", root, users, what, (_("deleted"), _("kept, with {used}").format(used=used)), THEIRS)

    def _deleted(self, kind: str, root: Key, users: Collection[Key], what: str, sides: tuple[str, str], default: str) -> Conflict:
        theirs = kind == "deleted here"
        pool = self._found.theirs if theirs else self._found.mine
        rows = [row for table, id_ in sorted(users) if table == "coding" and (row := pool.get(table, id_)) is not None]
        choices = (MINE, THEIRS, UNDER) if root[0] == "code" and any(key != root for key in users) else (MINE, THEIRS)
        passages = tuple(self.names.passage(row, theirs=theirs) for row in rows[:_SHOWN])
        id_ = f"{kind}:{root[0]}:{root[1]}"
        return Conflict(id_, kind, what, self.names.title(*root), sides[0], sides[1], choices, default, passages, len(rows) - len(passages))

    def _put_under(self, answer: str, going: Collection[Key], uses: Collection[tuple[Key, Key, str]]) -> None:
        """What was made with a code that goes is put under another one."""
        there = code_named(answer.removeprefix(UNDER + ":"), self._found.mine.all("code") | self.plan.added.get("code", {}), self.names)
        if ("code", there) in going:
            return
        for user, target, column in uses:
            if target in going and target[0] == "code" and user not in going:
                self._set(user, column, there)

    def _set(self, key: Key, column: str, value: Value) -> None:
        put(self.plan, self._found.tables[key[0]], key[1], column, value)
        self.plan.moved.add(key)

    def settle(self) -> None:
        """Leave out what cannot stand because something it hangs on stays deleted; loosen what can do without."""
        tables, plan = self._found.tables, self.plan
        again = True
        while again:
            again = False
            for table, link, at in links(tables):
                rows = plan.added.get(table.name, {})
                for id_, row in list(rows.items()):
                    if row[at] is None or self._there(link.target, row[at]):
                        continue
                    if link.leaves:
                        rows[id_] = (*row[:at], None, *row[at + 1 :])
                    else:
                        del rows[id_]
                        again = True
        for table, link, _at in links(tables):
            for (name, _id), fields in plan.changed.items():
                if name == table.name and fields.get(link.column) is not None and not self._there(link.target, fields[link.column]):
                    del fields[link.column]

    def _there(self, table: str, id_: Value) -> bool:
        return id_ in self.plan.added.get(table, ()) or self._found.mine.has(table, id_)

    # -- deleted there, used or changed here --------------------------------------------------------------------

    def remove(self) -> None:
        """Ask about what they deleted and I have used or changed since; the rest goes."""
        gone = self._found.gone
        if not gone:
            return
        kept: set[Key] = set()
        proposed = self._proposals.deletions()
        while True:
            wanted: dict[Key, set[Key]] = {key: {key} for key in self._found.gone_touched}
            uses = list(self._uses_of_gone(kept))
            for user, target, column in [use for use in uses if use[1] in self._found.joined]:
                self._set(user, column, self._found.joined[target])
            uses = [use for use in uses if use[1] not in self._found.joined]
            for user, target, _column in uses:
                wanted.setdefault(target, set()).add(user)
            by_root = self._by_root(gone, wanted)
            left = (root for root in sorted(proposed.keys() - by_root.keys() - kept))
            refused = [root for root in left if not self._proposals.asked_to_delete(root, proposed[root])]
            chosen: list[Key] = []
            for root, users in sorted(by_root.items()):
                answer = self._decider.ask(f"deleted there:{root[0]}:{root[1]}", partial(self._deleted_there, root, users))
                if answer == MINE:
                    chosen.append(root)
                elif answer != THEIRS:
                    self._put_under(answer, branch(self._found.tables, gone, [root]), uses)
            more = branch(self._found.tables, gone, chosen) - kept
            more |= self._without_gone(branch(self._found.tables, gone, refused), kept | more) - kept
            if not more:
                break
            kept |= more
        self.plan.removed = {t: {i: row for i, row in rows.items() if (t, i) not in kept} for t, rows in gone.items()}
        self._rescue(kept)
        for (table, id_), fields in self.plan.changed.items():
            for link in self._found.tables[table].links:
                ours = self._found.mine.value(table, id_, link.column)
                if link.column in fields and fields[link.column] is None and (link.target, ours) in kept:
                    del fields[link.column]

    def _without_gone(self, stays: set[Key], kept: Collection[Key]) -> set[Key]:
        """These rows but for what hangs on something else that goes, too, such as a document: about that nobody is asked once more."""
        gone, again = self._found.gone, True
        while again:
            again = False
            for table, link, at in links(self._found.tables):
                for key in [key for key in stays if key[0] == table.name and not link.leaves]:
                    above = (link.target, int(gone[table.name][key[1]][at] or 0))
                    if above[1] in gone.get(link.target, ()) and above not in stays and above not in kept and key[0] != "code":
                        stays.discard(key)
                        again = True
        return stays

    def _rescue(self, kept: Collection[Key]) -> None:
        """What I hung on something that goes, and they still have elsewhere, stays where they have it."""
        for (table, id_), (target, going), column in list(self._uses_of_gone(kept)):
            row = self._found.theirs.get(table, id_)
            if row is None or going not in self.plan.removed.get(target, ()):
                continue
            parent = self.names.value(table, row, column)
            there = parent is not None and self._there(target, parent) and parent not in self.plan.removed.get(target, ())
            if there or target == table:
                self.plan.changed.setdefault((table, id_), {})[column] = parent if there else None

    def _uses_of_gone(self, kept: Collection[Key]) -> Iterator[tuple[Key, Key, str]]:
        """(user, target, column) of everything that would stay here and points at what they deleted."""
        gone = self._found.gone
        for table, link, at in links(self._found.tables):
            targets = gone.get(link.target)
            if not targets:
                continue
            going = gone.get(table.name, {})
            for id_, row, target in self._found.mine.pointing(table.name, link, targets):
                key = (table.name, id_)
                if (link.target, target) in kept:
                    continue
                if (id_ not in going or key in kept) and self.plan.changed.get(key, {}).get(link.column, row[at]) == target:
                    yield key, (link.target, target), link.column

    def _deleted_there(self, root: Key, users: Collection[Key]) -> Conflict:
        thing, used = self.names.title(*root), _counted(users)
        what = _("In the other file {thing} was deleted; you have used or changed it since ({used}).").format(thing=thing, used=used)
        return self._deleted("deleted there", root, users, what, (_("kept, with {used}").format(used=used), _("deleted")), MINE)

    # -- moved into each other ----------------------------------------------------------------------------------

    def break_cycles(self) -> None:
        """Ask where each side moved one thing under the other, so that together they would stand under themselves."""
        for table, link, at in links(self._found.tables):
            if link.target != table.name:
                continue
            while cycle := self._cycle(table, link, at):
                answer = self._decider.ask(f"moved:{table.name}:{min(cycle)}", partial(self._moved, table, cycle))
                for id_ in cycle:
                    self._place(table, link, at, id_, answer)

    def _moved(self, table: Table, cycle: list[int]) -> Conflict:
        what = _("Moved into each other: {things}.").format(things=self.names.listed(table.name, cycle))
        pools = (self._found.mine, self._found.theirs)
        sides = ["; ".join(self._stands(table.name, id_, row) for id_ in cycle if (row := pool.get(table.name, id_))) for pool in pools]
        return Conflict(f"moved:{table.name}:{min(cycle)}", "moved", what, "", sides[0], sides[1])

    def _stands(self, table: str, id_: int, row: Row) -> str:
        name = str(self.names.value(table, row, "name"))
        parent = self.names.shown(table, "parent_id", self.names.value(table, row, "parent_id"))
        return _("{name} under {parent}").format(name=name, parent=parent)

    def _parent(self, table: Table, link: Link, at: int, id_: int) -> int | None:
        row = self.plan.added.get(table.name, {}).get(id_) or self._found.mine.get(table.name, id_)
        value = self.plan.changed.get((table.name, id_), {}).get(link.column, None if row is None else row[at])
        return value if isinstance(value, int) else None

    def _cycle(self, table: Table, link: Link, at: int) -> list[int]:
        moved = [id_ for (name, id_), fields in self.plan.changed.items() if name == table.name and link.column in fields]
        for start in sorted({*moved, *self.plan.added.get(table.name, ())}):
            chain: list[int] = []
            current: int | None = start
            while current is not None and current not in chain:
                chain.append(current)
                current = self._parent(table, link, at, current)
            if current is not None:
                return sorted(chain[chain.index(current) :])
        return []

    def _place(self, table: Table, link: Link, at: int, id_: int, side: str) -> None:
        """Give one thing in a cycle the parent that one side gave it; what the other side alone has goes to the top."""
        mine, theirs = self._found.mine.get(table.name, id_), self._found.theirs.get(table.name, id_)
        if id_ in self.plan.added.get(table.name, {}):
            row = self.plan.added[table.name][id_]
            self.plan.added[table.name][id_] = (*row[:at], row[at] if side == THEIRS else None, *row[at + 1 :])
        elif side == THEIRS and theirs is not None:
            parent = theirs[at]
            there = parent is None or self._there(link.target, parent)
            self.plan.changed.setdefault((table.name, id_), {})[link.column] = parent if there else None
        elif mine is not None:
            self.plan.changed.setdefault((table.name, id_), {}).pop(link.column, None)


def _both(mine: str, theirs: str) -> str:
    """Both texts, to be edited; one when it holds the other."""
    if theirs in mine:
        return mine
    return theirs if mine in theirs else join(mine, theirs, "\n\n")


def _counted(users: Collection[Key]) -> str:
    """`12 codings, 1 memo`."""
    counts: dict[str, int] = {}
    for table, _id in users:
        counts[table] = counts.get(table, 0) + 1
    return ", ".join(count_words(table, n) for table, n in sorted(counts.items()))
