"""The rows of two files, fetched when they are asked for, with my ids for what both files have."""

from collections.abc import Collection, Iterator, Mapping

from qcoder.merge.ancestor import Key
from qcoder.merge.inside import follow
from qcoder.merge.nouns import NOUNS
from qcoder.project.read.whole import Link, Row, Table, Value, WholeReader

Rows = dict[str, dict[int, Row]]
"""Table -> id -> row."""


class Aliases:
    """Which of their ids stand for rows that have another id here."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._mine: dict[str, dict[int, int]] = {}
        self._own: dict[str, dict[int, int]] = {}
        self._folded: dict[str, dict[int, list[int]]] = {}

    def add(self, table: str, theirs: int, mine: int) -> None:
        """Note that their row is mine under another id."""
        self._mine.setdefault(table, {})[theirs] = mine
        self._own.setdefault(table, {})[mine] = theirs

    def fold(self, table: str, theirs: int, mine: int) -> None:
        """Note that their row is part of one that both files have: it is here no more, and what hangs on it hangs on that one."""
        self._mine.setdefault(table, {})[theirs] = mine
        self._folded.setdefault(table, {}).setdefault(mine, []).append(theirs)

    def folded(self, table: str, mine: int) -> list[int]:
        """Their ids of the rows that are part of one of mine."""
        return self._folded.get(table, {}).get(mine, [])

    def is_folded(self, table: str, theirs: Value) -> bool:
        """True for a row of theirs that is part of another."""
        return any(theirs in parts for parts in self._folded.get(table, {}).values())

    def mine(self, table: str, theirs: int) -> int:
        """My id of one of their rows."""
        return self._mine.get(table, {}).get(theirs, theirs)

    def own(self, table: str, mine: int) -> int | None:
        """Their id of a row, by mine; None when that number is another row's own id."""
        own = self._own.get(table, {}).get(mine)
        return own if own is not None else None if mine in self._mine.get(table, ()) else mine

    def row(self, table: str, row: Row) -> Row:
        """One of their rows with my ids."""
        if not self._mine:
            return row
        values = list(row)
        values[0] = self.mine(table, int(row[0] or 0))
        for link in self._tables[table].links:
            at = self._tables[table].columns.index(link.column)
            target = row[at]
            if isinstance(target, int):
                values[at] = self.mine(link.target, target)
        for column, how in NOUNS[table].inside:
            at = self._tables[table].columns.index(column)
            values[at] = follow(how, str(row[at]), self.mine)
        return tuple(values)


class Pool:
    """The rows of one file; `put` lays another row, or None, over what the file says."""

    def __init__(self, whole: WholeReader, aliases: Aliases, *, theirs: bool) -> None:
        self.whole = whole
        self._aliases = aliases if theirs else Aliases(whole.tables)
        self._laid = aliases  # what is laid over may be one of their rows in either pool
        self._raw: dict[str, dict[int, Row | None]] = {name: {} for name in whole.tables}
        self._all: set[str] = set()
        self.over: dict[str, dict[int, Row | None]] = {}

    def load(self, table: str, ids: Collection[int]) -> None:
        """Fetch these rows (their own ids) at once."""
        raw = self._raw[table]
        wanted = [id_ for id_ in ids if id_ not in raw]
        if wanted and table not in self._all:
            raw.update(dict.fromkeys(wanted))
            raw.update(self.whole.some_rows(table, wanted))

    def get(self, table: str, id_: int) -> Row | None:
        """A row by my id."""
        over = self.over.get(table)
        if over is not None and id_ in over:
            laid = over[id_]
            return None if laid is None else self._laid.row(table, laid)
        own = self._aliases.own(table, id_)
        if own is None:
            return None
        row = self.raw(table, own)
        return None if row is None else self._aliases.row(table, row)

    def raw(self, table: str, own: int) -> Row | None:
        """A row as the file has it, by its own id."""
        if own not in self._raw[table]:
            self.load(table, (own,))
        return self._raw[table].get(own)

    def has(self, table: str, id_: Value) -> bool:
        """True if there is such a row."""
        return isinstance(id_, int) and self.get(table, id_) is not None

    def text(self, document_id: int) -> str:
        """The text of a document as the file has it, empty when it has not."""
        own = self._aliases.own("document", document_id)
        if own is None or self.raw("document", own) is None:
            return ""
        return self.whole.long_texts("document", (own,))["text"][own]

    def value(self, table: str, id_: int, column: str) -> Value:
        """One field; None also when there is no such row."""
        row = self.get(table, id_)
        return None if row is None else row[self.whole.tables[table].columns.index(column)]

    def put(self, table: str, id_: int, row: Row | None) -> None:
        """Lay another row over what the file says."""
        self.over.setdefault(table, {})[id_] = row

    def all(self, table: str) -> dict[int, Row]:
        """The whole table, by my ids."""
        if table not in self._all:
            self._raw[table] = dict(self.whole.rows(table))
            self._all.add(table)
        ids = [self._aliases.mine(table, own) for own, row in self._raw[table].items() if row is not None]
        rows = ((id_, self.get(table, id_)) for id_ in dict.fromkeys([*ids, *self.over.get(table, ())]))
        return {id_: row for id_, row in rows if row is not None}

    def pointing(self, table: str, link: Link, targets: Collection[int]) -> Iterator[tuple[int, Row, int]]:
        """(id, row, target) of the rows whose link leads to one of these, by my ids."""
        at = self.whole.tables[table].columns.index(link.column)
        own = [id_ for target in targets if (id_ := self._aliases.own(link.target, target)) is not None]
        own += [id_ for target in targets for id_ in self._aliases.folded(link.target, target)]
        found = self.whole.pointing(table, link.column, own) if own else []
        self.load(table, found)
        for id_ in dict.fromkeys([*(self._aliases.mine(table, id_) for id_ in found), *self.over.get(table, ())]):
            row = self.get(table, id_)
            if row is not None and isinstance(target := row[at], int) and target in targets:
                yield id_, row, target


def links(tables: Mapping[str, Table]) -> Iterator[tuple[Table, Link, int]]:
    """Every link of every table, with the place of its column."""
    for table in tables.values():
        for link in table.links:
            yield table, link, table.columns.index(link.column)


def roots(tables: Mapping[str, Table], pool: Rows, key: Key) -> set[Key]:
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


def branch(tables: Mapping[str, Table], pool: Rows, tops: Collection[Key]) -> set[Key]:
    """These rows and all of `pool` that hangs on them."""
    under: dict[Key, list[Key]] = {}
    for table, link, at in links(tables):
        if not link.leaves:
            for id_, row in pool.get(table.name, {}).items():
                if isinstance(target := row[at], int):
                    under.setdefault((link.target, target), []).append((table.name, id_))
    found: set[Key] = set()
    stack = list(tops)
    while stack:
        current = stack.pop()
        if current not in found:
            found.add(current)
            stack.extend(under.get(current, ()))
    return found
