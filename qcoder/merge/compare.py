"""Comparing two files of one project, row by row and field by field, against what both once were."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from qcoder.domain.errors import KnownError
from qcoder.merge.ancestor import Ancestor, Key, Past, common_step
from qcoder.merge.nouns import ASIDE, QUIET, SAME, as_key, key_of
from qcoder.project.read import Reader
from qcoder.project.read.whole import Row, Table, Value, WholeReader
from qcoder.words import _

Rows = dict[str, dict[int, Row]]
"""Table -> id -> row."""


@dataclass(slots=True)
class Differences:
    """What two files differ in. `theirs` speaks in my ids: things made on both sides that are one thing have mine.

    `added`: theirs alone, new. `changed`: fields that only they changed. `clashes`: fields that both changed. `gone`: deleted by
    them, still here; of these `gone_touched` were changed here since. `lost`: deleted here, still there; of these `lost_touched`
    were changed there since. `base` holds the common forebear of rows in `clashes`.
    """

    ancestor: Ancestor
    tables: dict[str, Table]
    mine: Rows
    theirs: Rows
    one: list[Key] = field(default_factory=list)
    added: Rows = field(default_factory=dict)
    changed: dict[Key, dict[str, Value]] = field(default_factory=dict)
    clashes: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    base: dict[Key, Row] = field(default_factory=dict)
    gone: Rows = field(default_factory=dict)
    gone_touched: set[Key] = field(default_factory=set)
    lost: Rows = field(default_factory=dict)
    lost_touched: set[Key] = field(default_factory=set)


def differences(mine: Reader, theirs: Reader) -> Differences:
    """Everything in which their file differs from mine. Raises KnownError for unrelated projects and for corrected transcripts."""
    return _Comparison(mine, theirs).run()


class _Comparison:
    """The two sides while they are compared."""

    def __init__(self, mine: Reader, theirs: Reader) -> None:
        ancestor = common_step(mine, theirs)
        my_whole, their_whole = WholeReader(mine), WholeReader(theirs)
        self._my_past = Past(my_whole, mine.history.steps(), ancestor.mine)
        self._their_past = Past(their_whole, theirs.history.steps(), ancestor.theirs)
        self._aliases: dict[str, dict[int, int]] = {}
        self._own_ids: dict[Key, int] = {}
        self._found = Differences(
            ancestor,
            my_whole.tables,
            {name: my_whole.rows(name) for name in my_whole.tables},
            {name: their_whole.rows(name) for name in my_whole.tables},
        )

    def run(self) -> Differences:
        found = self._found
        for table in found.tables.values():
            self._meet(table)
            self._compare(table)
        return found

    # -- things made on both sides ------------------------------------------------------------------------------

    def _meet(self, table: Table) -> None:
        """Give their rows my ids where both sides made the same thing; parents first, so that children can meet too."""
        name = table.name
        raw = self._found.theirs[name]
        touched = any(link.target in self._aliases for link in table.links)
        rows = {id_: self._translated(table, row) for id_, row in raw.items()} if touched else dict(raw)
        inner = any(link.target == name for link in table.links)
        while name not in ASIDE and (pairs := self._twins(table, rows)):
            aliases = self._aliases.setdefault(name, {})
            aliases.update(pairs)
            for their_id, my_id in pairs.items():
                row = rows.pop(their_id)
                rows[my_id] = (my_id, *row[1:])
                self._own_ids[name, my_id] = their_id
                self._found.one.append((name, my_id))
            if not inner:
                break
            rows = {id_: self._translated(table, row) for id_, row in rows.items()}
        self._found.theirs[name] = rows

    def _translated(self, table: Table, row: Row) -> Row:
        """Their row with my ids in its links."""
        values: list[Value] | None = None
        for link in table.links:
            aliases = self._aliases.get(link.target)
            at = table.columns.index(link.column) if aliases else 0
            if aliases and row[at] in aliases:
                values = values or list(row)
                values[at] = aliases[row[at]]  # type: ignore[index]  # a link's column holds ids
        return row if values is None else tuple(values)

    def _twins(self, table: Table, rows: dict[int, Row]) -> dict[int, int]:
        """Their id -> my id of rows that are one thing though they were made twice."""
        columns, mine = SAME[table.name], self._found.mine[table.name]
        once = columns in table.unique or tuple(reversed(columns)) in table.unique
        fresh = [id_ for id_ in rows.keys() - mine.keys() if once or _is_new(self._my_past, (table.name, id_))]
        if not fresh:
            return {}
        key = key_of(table, columns)
        known: dict[tuple[Value, ...], int] = {}
        for id_ in sorted(mine.keys() - rows.keys(), reverse=True):
            if once or _is_new(self._their_past, (table.name, id_)):
                known[key(mine[id_])] = id_
        pairs: dict[int, int] = {}
        for id_ in sorted(fresh):
            twin = known.get(key(rows[id_]))
            if twin is not None and (table.name != "participant" or _one_person(table, rows[id_], mine[twin])):
                pairs[id_] = known.pop(key(rows[id_]))
        return pairs

    # -- row by row ---------------------------------------------------------------------------------------------

    def _compare(self, table: Table) -> None:
        mine, theirs = self._found.mine[table.name], self._found.theirs[table.name]
        for id_, row in theirs.items():
            ours = mine.get(id_)
            if ours is None:
                self._not_here(table, id_, row)
            elif ours != row:
                self._both(table, id_, ours, row)
        for id_ in mine.keys() - theirs.keys():
            self._not_there(table, id_, mine[id_])

    def _not_here(self, table: Table, id_: int, row: Row) -> None:
        key = (table.name, id_)
        past = self._my_past
        base = past.at_ancestor(key, None)
        if base is None and past.had(key):
            base = past.went(key)
        if base is None:
            self._found.added.setdefault(table.name, {})[id_] = row
            return
        self._found.lost.setdefault(table.name, {})[id_] = row
        if _differ(table, row, base) and (past.went(key) is None or _differ(table, row, past.went(key))):
            self._found.lost_touched.add(key)

    def _not_there(self, table: Table, id_: int, row: Row) -> None:
        key = (table.name, id_)
        past = self._their_past
        base = past.at_ancestor(key, None)
        if base is None and past.had(key):
            base = past.went(key)
        if base is None:
            return
        self._found.gone.setdefault(table.name, {})[id_] = row
        went = past.went(key)
        if _differ(table, row, self._translated(table, base)) and (went is None or _differ(table, row, self._translated(table, went))):
            self._found.gone_touched.add(key)

    def _both(self, table: Table, id_: int, ours: Row, row: Row) -> None:
        """Field by field: what one side alone changed since the forebear is taken, what both changed is a clash."""
        key = (table.name, id_)
        base, my_merged, their_merged = self._forebears(table, key, ours, row)
        taken: dict[str, Value] = {}
        clash: list[str] = []
        for at, column in enumerate(table.columns):
            mine, theirs = ours[at], row[at]
            if mine == theirs or (my_merged is not None and my_merged[at] == theirs):
                continue  # alike, or taken in by an earlier merge and changed here since
            if column == "name" and (_numbered(mine, theirs) or _numbered(theirs, mine)):
                continue  # an earlier merge numbered it to tell it from another of that name
            verdict = _verdict(table.name, column, mine, theirs, base, at)
            if verdict == "theirs" or (their_merged is not None and their_merged[at] == mine):
                taken[column] = theirs
            elif verdict == "clash":
                clash.append(column)
        if "text_hash" in taken or "text_hash" in clash:
            _refuse_correction(table, ours)
        self._keep_ends_together(table, ours, row, taken, clash)
        if taken:
            self._found.changed[key] = taken
        if clash:
            self._found.clashes[key] = tuple(clash)
            if base is not None:
                self._found.base[key] = base

    @staticmethod
    def _keep_ends_together(table: Table, ours: Row, row: Row, taken: dict[str, Value], clash: list[str]) -> None:
        """Both ends of a passage are one question as soon as one of them is, or where one end from each side would cross."""
        ends = ("span_start", "span_end")
        if not any(end in taken or end in clash for end in ends):
            return
        places = [table.columns.index(end) for end in ends]
        start, end = (int(taken.get(name, ours[at]) or 0) for name, at in zip(ends, places, strict=True))
        if start < end and not any(name in clash for name in ends):
            return
        for name, at in zip(ends, places, strict=True):
            taken.pop(name, None)
            if ours[at] != row[at] and name not in clash:
                clash.append(name)

    def _forebears(self, table: Table, key: Key, ours: Row, row: Row) -> tuple[Row | None, Row | None, Row | None]:
        """The row at the ancestor, as my last merge left it, and as their last merge left it, all in my ids."""
        own = (table.name, self._own_ids.get(key, key[1]))
        base = self._my_past.at_ancestor(key, ours)
        if base is None and own != key:
            base = self._my_past.at_ancestor(own, None)
        my_merged = self._my_past.merged(key, ours)
        their_merged = self._their_past.merged(own, row)
        if their_merged is not None:
            their_merged = self._translated(table, their_merged)
        return base or my_merged or their_merged, my_merged, their_merged


def _is_new(past: Past, key: Key) -> bool:
    """True if the other side never had this row: it was not at the ancestor, nor made or brought there since."""
    return past.at_ancestor(key, None) is None and not past.had(key)


def _one_person(table: Table, theirs: Row, mine: Row) -> bool:
    """Participants of one name are one person unless place or group say otherwise."""
    places = [table.columns.index(column) for column in ("place_id", "group_id")]
    return all(theirs[at] == mine[at] or theirs[at] is None or mine[at] is None for at in places)


def _differ(table: Table, row: Row, other: Row | None) -> bool:
    """True if two states of a row differ in anything that a person would argue about."""
    if other is None:
        return True
    quiet: Collection[str] = QUIET.get(table.name, ())
    return any(a != b and column not in quiet for column, a, b in zip(table.columns, row, other, strict=True))


def _verdict(table: str, column: str, mine: Value, theirs: Value, base: Row | None, at: int) -> str:
    """Whose value of a field stands: `mine`, `theirs`, or `clash`."""
    if base is None:
        # Made on both sides: what only one of them filled in is taken, and looks are mine.
        if column in ("name", "label") and as_key(mine) == as_key(theirs):
            return "mine"
        if mine in ("", None) and column not in QUIET.get(table, ()):
            return "theirs"
        return "mine" if theirs in ("", None) or column in QUIET.get(table, ()) else "clash"
    if base[at] == mine:
        return "theirs"
    if base[at] == theirs:
        return "mine"
    if column == "changed_at":
        return "theirs" if int(theirs or 0) > int(mine or 0) else "mine"
    return "mine" if column in QUIET.get(table, ()) else "clash"


def _numbered(name: Value, other: Value) -> bool:
    """True if `name` is `other` with a number in brackets."""
    return isinstance(name, str) and re.fullmatch(re.escape(str(other)) + r" \(\d+\)", name) is not None


def _refuse_correction(table: Table, row: Row) -> None:
    name = row[table.columns.index("name")]
    raise KnownError(
        _("The transcript “{name}” has different text in the two files, so it cannot be merged; make it the same in both first.").format(
            name=name
        )
    )
