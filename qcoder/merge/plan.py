"""From differences and decisions to one change: what is taken in, and what has to be asked first."""

from collections.abc import Collection, Iterator, Mapping

from qcoder.merge.ancestor import Key
from qcoder.merge.compare import Differences, Rows
from qcoder.merge.decisions import MINE, NO_DECISIONS, THEIRS, Conflict, Plan
from qcoder.merge.names import Names
from qcoder.merge.nouns import count_words, field_words
from qcoder.merge.tidy import tidy
from qcoder.project.read.whole import Link, Row, Table, Value
from qcoder.words import _


def make_plan(found: Differences, decisions: Mapping[str, str] = NO_DECISIONS, take: str = "") -> Plan:
    """Work out what to take in. `decisions` maps conflict ids to `mine` or `theirs`; `take` decides all others so."""
    planner = _Planner(found, decisions, take)
    planner.fields()
    planner.restore()
    planner.settle()
    planner.remove()
    planner.break_cycles()
    tidy(found, planner.plan, planner.names)
    return planner.plan


class _Planner:
    """The plan while it is made: each method settles one kind of difference."""

    def __init__(self, found: Differences, decisions: Mapping[str, str], take: str) -> None:
        self._found = found
        self._decisions = decisions
        self._take = take
        self._asked: set[str] = set()
        self.names = Names(found)
        self.plan = Plan(
            added={table: dict(rows) for table, rows in found.added.items()},
            changed={key: dict(fields) for key, fields in found.changed.items()},
        )

    def _decide(self, conflict: Conflict) -> str:
        """What was decided; `mine` while nothing was."""
        decision = self._decisions.get(conflict.id) or self._take
        if conflict.id not in self._asked:
            self._asked.add(conflict.id)
            self.plan.conflicts.append(conflict)
            if decision not in conflict.choices:
                self.plan.undecided.append(conflict)
        return decision if decision in conflict.choices else MINE

    # -- both changed one field ---------------------------------------------------------------------------------

    def fields(self) -> None:
        """Ask about fields that both changed."""
        found, names = self._found, self.names
        for (table, id_), columns in sorted(found.clashes.items()):
            sides = []
            for row in (found.base.get((table, id_)), found.mine[table][id_], found.theirs[table][id_]):
                shown = [(column, "" if row is None else names.shown(table, column, names.value(table, row, column))) for column in columns]
                sides.append("; ".join(f"{field_words(column)}: {text}" for column, text in shown if row is not None))
            what = _("Both changed {thing}: {fields}.").format(
                thing=names.title(table, id_), fields=", ".join(field_words(column) for column in columns)
            )
            if self._decide(Conflict(f"changed:{table}:{id_}", "changed", what, sides[0], sides[1], sides[2])) == THEIRS:
                row = found.theirs[table][id_]
                self.plan.changed.setdefault((table, id_), {}).update((column, names.value(table, row, column)) for column in columns)

    # -- deleted here, used or changed there --------------------------------------------------------------------

    def restore(self) -> None:
        """Ask about what I deleted and they have used or changed since; bring back what is decided so, with all that hung on it."""
        lost = self._found.lost
        if not lost:
            return
        wanted: dict[Key, list[Key]] = {key: [key] for key in self._found.lost_touched}
        for user, target in self._references(lost):
            wanted.setdefault(target, []).append(user)
        roots: dict[Key, set[Key]] = {}
        for key, users in wanted.items():
            for root in _roots(self._found.tables, lost, key):
                roots.setdefault(root, set()).update(users)
        chosen = [root for root, users in sorted(roots.items()) if self._decide(self._deleted_here(root, users)) == THEIRS]
        back = _branch(self._found.tables, lost, chosen)
        for name, id_ in back:
            self.plan.added.setdefault(name, {})[id_] = lost[name][id_]
        for table, link, at in _links(self._found.tables):
            if link.leaves and link.target in lost:
                for id_, row in self._found.theirs[table.name].items():
                    ours = self._found.mine[table.name].get(id_)
                    if ours is not None and ours[at] is None and (link.target, row[at]) in back:
                        self.plan.changed.setdefault((table.name, id_), {})[link.column] = row[at]

    def _references(self, pool: Rows) -> Iterator[tuple[Key, Key]]:
        """(user, target) of everything in the plan that points at a row of `pool`."""
        for table, link, at in _links(self._found.tables):
            targets = pool.get(link.target)
            if not targets:
                continue
            for id_, row in self.plan.added.get(table.name, {}).items():
                if row[at] in targets:
                    yield (table.name, id_), (link.target, int(row[at] or 0))
            for (name, id_), fields in self.plan.changed.items():
                if name == table.name and fields.get(link.column) in targets:
                    yield (name, id_), (link.target, int(fields[link.column] or 0))

    def _deleted_here(self, root: Key, users: Collection[Key]) -> Conflict:
        thing, used = self.names.title(*root), _counted(users)
        what = _("You deleted {thing}; in the other file it has been used or changed since ({used}).").format(thing=thing, used=used)
        kept = _("kept, with {used}").format(used=used)
        return Conflict(f"deleted here:{root[0]}:{root[1]}", "deleted here", what, thing, _("deleted"), kept)

    def settle(self) -> None:
        """Leave out what cannot stand because something it hangs on stays deleted; loosen what can do without."""
        tables, plan = self._found.tables, self.plan
        again = True
        while again:
            again = False
            for table, link, at in _links(tables):
                rows = plan.added.get(table.name, {})
                for id_, row in list(rows.items()):
                    if row[at] is None or self._there(link.target, row[at]):
                        continue
                    if link.leaves:
                        rows[id_] = (*row[:at], None, *row[at + 1 :])
                    else:
                        del rows[id_]
                        again = True
        for table, link, _at in _links(tables):
            for (name, _id), fields in plan.changed.items():
                if name == table.name and fields.get(link.column) is not None and not self._there(link.target, fields[link.column]):
                    del fields[link.column]

    def _there(self, table: str, id_: Value) -> bool:
        return id_ in self._found.mine[table] or id_ in self.plan.added.get(table, ())

    # -- deleted there, used or changed here --------------------------------------------------------------------

    def remove(self) -> None:
        """Ask about what they deleted and I have used or changed since; the rest goes."""
        gone = self._found.gone
        if not gone:
            return
        kept: set[Key] = set()
        while True:
            wanted: dict[Key, set[Key]] = {key: {key} for key in self._found.gone_touched}
            for user, target in self._uses_of_gone(kept):
                wanted.setdefault(target, set()).add(user)
            roots: dict[Key, set[Key]] = {}
            for key, users in wanted.items():
                for root in _roots(self._found.tables, gone, key):
                    roots.setdefault(root, set()).update(users)
            chosen = [root for root, users in sorted(roots.items()) if self._decide(self._deleted_there(root, users)) == MINE]
            more = _branch(self._found.tables, gone, chosen) - kept
            if not more:
                break
            kept |= more
        self.plan.removed = {t: {i: row for i, row in rows.items() if (t, i) not in kept} for t, rows in gone.items()}
        self._rescue(kept)
        for (table, id_), fields in self.plan.changed.items():
            for link in self._found.tables[table].links:
                ours = self.names.value(table, self._found.mine[table][id_], link.column)
                if link.column in fields and fields[link.column] is None and (link.target, ours) in kept:
                    del fields[link.column]

    def _rescue(self, kept: Collection[Key]) -> None:
        """What I hung on something that goes, and they still have elsewhere, stays where they have it."""
        for (table, id_), (target, going) in list(self._uses_of_gone(kept)):
            row = self._found.theirs[table].get(id_)
            if row is None or going not in self.plan.removed.get(target, ()):
                continue
            for link in self._found.tables[table].links:
                at = self._found.tables[table].columns.index(link.column)
                if link.target == target and self._found.mine[table][id_][at] == going:
                    there = row[at] is not None and self._there(target, row[at]) and row[at] not in self.plan.removed.get(target, ())
                    if there or link.target == table:
                        self.plan.changed.setdefault((table, id_), {})[link.column] = row[at] if there else None

    def _uses_of_gone(self, kept: Collection[Key]) -> Iterator[tuple[Key, Key]]:
        """(user, target) of everything that would stay here and points at what they deleted."""
        gone = self._found.gone
        for table, link, at in _links(self._found.tables):
            targets = gone.get(link.target)
            if not targets:
                continue
            going = gone.get(table.name, {})
            for id_, row in self._found.mine[table.name].items():
                if row[at] in targets and (id_ not in going or (table.name, id_) in kept):
                    key = (table.name, id_)
                    if self.plan.changed.get(key, {}).get(link.column, row[at]) == row[at]:
                        yield key, (link.target, int(row[at] or 0))

    def _deleted_there(self, root: Key, users: Collection[Key]) -> Conflict:
        thing, used = self.names.title(*root), _counted(users)
        what = _("In the other file {thing} was deleted; you have used or changed it since ({used}).").format(thing=thing, used=used)
        kept = _("kept, with {used}").format(used=used)
        return Conflict(f"deleted there:{root[0]}:{root[1]}", "deleted there", what, thing, kept, _("deleted"))

    # -- moved into each other ----------------------------------------------------------------------------------

    def break_cycles(self) -> None:
        """Ask where each side moved one thing under the other, so that together they would stand under themselves."""
        for table, link, at in _links(self._found.tables):
            if link.target != table.name:
                continue
            while cycle := self._cycle(table, link, at):
                what = _("Moved into each other: {things}.").format(things=self.names.listed(table.name, cycle))
                sides = ["; ".join(self._stands(table.name, id_, rows) for id_ in cycle if id_ in rows) for rows in self._sides(table.name)]
                decision = self._decide(Conflict(f"moved:{table.name}:{min(cycle)}", "moved", what, "", sides[0], sides[1]))
                for id_ in cycle:
                    self._put(table, link, at, id_, decision)

    def _sides(self, table: str) -> tuple[dict[int, Row], dict[int, Row]]:
        return self._found.mine[table], self._found.theirs[table]

    def _stands(self, table: str, id_: int, rows: dict[int, Row]) -> str:
        name = str(self.names.value(table, rows[id_], "name"))
        parent = self.names.shown(table, "parent_id", self.names.value(table, rows[id_], "parent_id"))
        return _("{name} under {parent}").format(name=name, parent=parent)

    def _parent(self, table: Table, link: Link, at: int, id_: int) -> int | None:
        row = self.plan.added.get(table.name, {}).get(id_) or self._found.mine[table.name][id_]
        value = self.plan.changed.get((table.name, id_), {}).get(link.column, row[at])
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

    def _put(self, table: Table, link: Link, at: int, id_: int, side: str) -> None:
        """Give one thing in a cycle the parent that one side gave it; what the other side alone has goes to the top."""
        mine, theirs = self._sides(table.name)
        fields = self.plan.changed.setdefault((table.name, id_), {})
        if id_ in self.plan.added.get(table.name, {}):
            row = self.plan.added[table.name][id_]
            self.plan.added[table.name][id_] = (*row[:at], row[at] if side == THEIRS else None, *row[at + 1 :])
        elif side == THEIRS and id_ in theirs:
            parent = theirs[id_][at]
            fields[link.column] = parent if parent is None or self._there(link.target, parent) else None
        elif id_ in mine:
            fields.pop(link.column, None)


def _links(tables: Mapping[str, Table]) -> Iterator[tuple[Table, Link, int]]:
    for table in tables.values():
        for link in table.links:
            yield table, link, table.columns.index(link.column)


def _roots(tables: Mapping[str, Table], pool: Rows, key: Key) -> set[Key]:
    """The rows of `pool` at the top of all that this one hangs on: what was really deleted."""
    found: set[Key] = set()
    stack, seen = [key], set[Key]()
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        table = tables[current[0]]
        row = pool[current[0]][current[1]]
        above = [
            (link.target, int(value))
            for link in table.links
            if not link.leaves and (value := row[table.columns.index(link.column)]) is not None and value in pool.get(link.target, ())
        ]
        stack.extend(above)
        if not above:
            found.add(current)
    return found


def _branch(tables: Mapping[str, Table], pool: Rows, roots: Collection[Key]) -> set[Key]:
    """These rows and all of `pool` that hangs on them."""
    under: dict[Key, list[Key]] = {}
    for table, link, at in _links(tables):
        if not link.leaves:
            for id_, row in pool.get(table.name, {}).items():
                if isinstance(target := row[at], int):
                    under.setdefault((link.target, target), []).append((table.name, id_))
    found: set[Key] = set()
    stack = list(roots)
    while stack:
        current = stack.pop()
        if current not in found:
            found.add(current)
            stack.extend(under.get(current, ()))
    return found


def _counted(users: Collection[Key]) -> str:
    """`12 codings, 1 memo`."""
    counts: dict[str, int] = {}
    for table, _id in users:
        counts[table] = counts.get(table, 0) + 1
    return ", ".join(count_words(table, n) for table, n in sorted(counts.items()))
