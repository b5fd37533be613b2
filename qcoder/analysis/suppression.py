"""Suppression: which figures of a table to hide so that nobody can tell who the few people behind a small one are.

First the small figures are hidden, then as many others as it takes, so that none can be worked out from what is left: not from a row's
total or the totals of one variable, not from the rows of a code's subcodes, nor from the code above them. What the reader of the table is
taken to know is strict: that 0 is hidden nowhere but in rows and columns that are hidden whole, how many people are in each column, and
that figures which happen to add up do so of necessity. After Willenborg, L. & de Waal, T. (2001), Elements of statistical disclosure
control, chapters 4 and 5: there primary and secondary suppression.

Small is how many said something. That all but a few said it is not hidden: 9 of 10 tells of one who was silent, and to be silent in an
interview tells nothing about anybody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import inf

from qcoder.analysis.compare import Cell, Column, Comparison, Count, Row
from qcoder.words import _, n_

FEWEST = 3
"""Hiding what is below 2 hides the ones alone, and says by that what they are."""

_PATIENCE, _BREADTH = 60, 4
"""How many moves are tried, and how many ways at each, before a figure is taken for one that can be worked out; then more is hidden than
perhaps need be."""


@dataclass(frozen=True, slots=True)
class Table:
    """Whole numbers by row and column; `people` are the participants behind each.

    `most` is the largest figure there can be in each column, None without a bound. `sums` says of a column which others are parts of it.
    `under` holds for each row that has others within it the next rows within. A `most` of 0 marks a column that nobody is in.
    """

    counts: Sequence[Sequence[int]]
    people: Sequence[Sequence[int]]
    most: Sequence[int | None]
    sums: Sequence[tuple[int, tuple[int, ...]]]
    under: Sequence[tuple[int, tuple[int, ...]]] = ()


def nesting(rows: Sequence[Collection[int]]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Which rows lie within which others: for each row that has some, the largest of the sets of codes within its own."""
    sets = [frozenset(row) for row in rows]
    found = []
    for at, whole in enumerate(sets):
        inside = [other for other, part in enumerate(sets) if other != at and part and part <= whole and (part != whole or other > at)]
        direct = tuple(other for other in inside if not any(sets[other] < sets[between] < whole for between in inside))
        if direct:
            found.append((at, direct))
    return tuple(found)


def hidden_cells(table: Table, below: int) -> set[tuple[int, int]]:
    """The (row, column) of every figure to hide; the column of the totals of all is the last.

    Small is a figure from 1 to below - 1, and one behind which so few participants stand. Raises ValueError for less than FEWEST.
    """
    if below < FEWEST:
        raise ValueError(f"nothing can be hidden below {below}")
    search = _Search(table, below)
    search.run()
    return search.hidden


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What every reader knows of some figures: their sum, each times 1 or -1, is at least `low` and at most `high` larger than it is."""

    terms: tuple[tuple[Place, int], ...]
    low: float
    high: float


class _Search:
    """Hides until every hidden figure could as well be another."""

    def __init__(self, table: Table, below: int) -> None:
        self._table = table
        self._below = below
        self._last = len(table.most) - 1
        self._rules: dict[Place, list[_Rule]] = {}
        self._by_id: list[_Rule] = []
        self._signs: dict[Place, list[tuple[int, int]]] = {}
        self._whole_rows: set[int] = set()
        self._queue: list[Place] = []
        self.hidden: set[Place] = set()
        for row in range(len(table.counts)):
            self._know_row(row)
        for row, within in table.under:
            self._know_nested(row, within)

    # -- what the reader knows ------------------------------------------------------------------------------------

    def _know(self, terms: Sequence[tuple[Place, int]], slack_down: float, slack_up: float) -> None:
        rule = _Rule(tuple(terms), -slack_down, slack_up)
        self._by_id.append(rule)
        for place, sign in terms:
            self._rules.setdefault(place, []).append(rule)
            self._signs.setdefault(place, []).append((len(self._by_id) - 1, sign))

    def _know_row(self, row: int) -> None:
        counts = self._table.counts[row]
        for whole, parts in self._table.sums:
            columns = [column for column in parts if self._table.most[column] != 0]
            more = sum(counts[column] for column in columns) - counts[whole]
            self._know([*(((row, column), 1) for column in columns), ((row, whole), -1)], more, inf if more else 0)
            for column in columns if more else ():  # somebody counts in several columns
                self._know([((row, whole), 1), ((row, column), -1)], counts[whole] - counts[column], inf)

    def _know_nested(self, row: int, within: Sequence[int]) -> None:
        for column, most in enumerate(self._table.most):
            if most == 0:
                continue
            whole, parts = self._value((row, column)), [self._value((part, column)) for part in within]
            more = sum(parts) - whole
            # Parts that add up are taken to do so of necessity; others to overlap, or to leave something over, as they do.
            self._know(
                [*(((part, column), 1) for part in within), ((row, column), -1)],
                more if more >= 0 else inf,
                -more if more <= 0 else inf,
            )
            for part, count in zip(within, parts, strict=True):
                self._know([((row, column), 1), ((part, column), -1)], whole - count, inf)

    def _value(self, place: Place) -> int:
        return self._table.counts[place[0]][place[1]]

    def _could_be(self, place: Place, value: int) -> bool:
        """Whether a reader who knows that it is hidden, and no more, can take it to be this."""
        most = self._table.most[place[1]]
        zero = place[0] in self._whole_rows or most == 1 or self._value(place) == 0
        return (0 if zero else 1) <= value and (most is None or value <= most)

    # -- hiding ---------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Hide the small ones, then what gives them away."""
        for row, (counts, people) in enumerate(zip(self._table.counts, self._table.people, strict=True)):
            if self._small(counts[-1]) or self._small(people[-1]):
                # Hidden as a whole: with its zeros in sight, the rest would be known to be ones often enough.
                self._whole_rows.add(row)
                for column in range(len(counts)):
                    self._hide((row, column))
            for column, (count, some) in enumerate(zip(counts, people, strict=True)):
                if self._small(count) or self._small(some):
                    self._hide((row, column))
        safe: set[Place] = set()
        while self._queue:
            place = self._queue.pop()
            while place not in safe:
                moved = self._another(place)
                safe.update(moved)
                if not moved and not self._hide_more(place):
                    break

    def _small(self, count: int) -> bool:
        return 0 < count < self._below

    def _hide(self, place: Place) -> None:
        most = self._table.most[place[1]]
        if place in self.hidden or most == 0:
            return
        self.hidden.add(place)
        self._queue.append(place)
        if most == 1:  # beside a 0 in sight, whatever is hidden in a column of one is 1
            for row in range(len(self._table.counts)):
                self._hide((row, place[1]))

    def _hide_more(self, place: Place) -> bool:
        """Hide one more figure, the smallest in a rule with this one or with what is hidden beside it; False if none is left."""
        for zeros in (False, True):
            seen, edge = {place}, [place]
            while edge:
                beside = {other for at in edge for rule in self._rules.get(at, ()) for other, _sign in rule.terms}
                shown = [other for other in beside if other not in self.hidden and (zeros or self._value(other))]
                if shown:
                    self._hide(min(shown, key=lambda at: (at[1] == self._last, self._value(at), at)))
                    return True
                edge = [other for other in beside if other in self.hidden and other not in seen]
                seen.update(edge)
        return False

    # -- could it be another? -------------------------------------------------------------------------------------

    def _another(self, place: Place) -> list[Place]:
        """Hidden figures, this one among them, that could all be one more or one less at once with nothing else different; or none."""
        for step in (1, -1):
            if self._could_be(place, self._value(place) + step):
                moves: dict[Place, int] = {}
                self._left = _PATIENCE
                if self._move(place, step, moves, {}):
                    return list(moves)
        return []

    def _move(self, place: Place, step: int, moves: dict[Place, int], drift: dict[int, int]) -> bool:
        """Change one figure, and others until all rules hold again, or none. `drift` is by how much rules are off."""
        self._left -= 1
        if self._left < 0:
            return False
        moves[place] = step
        off = self._shifted(place, step, drift)
        best: list[tuple[int, Place, int]] | None = None
        for rule_id, by in off.items():
            rule = self._by_id[rule_id]
            if rule.low <= by <= rule.high:
                continue
            ways = self._ways(rule, 1 if by < rule.low else -1, moves, off)
            if best is None or len(ways) < len(best):
                best = ways
            if not ways:
                break
        if best is None:
            return True
        for _broken, other, change in sorted(best)[:_BREADTH]:
            if self._move(other, change, moves, off):
                return True
        del moves[place]
        return False

    def _shifted(self, place: Place, step: int, drift: dict[int, int]) -> dict[int, int]:
        off = dict(drift)
        for rule_id, sign in self._signs[place]:
            off[rule_id] = off.get(rule_id, 0) + sign * step
            if not off[rule_id]:
                del off[rule_id]
        return off

    def _ways(self, rule: _Rule, wanted: int, moves: dict[Place, int], off: dict[int, int]) -> list[tuple[int, Place, int]]:
        """The hidden figures that could put a rule right, each with how many rules would be off after it."""
        found = []
        for other, sign in rule.terms:
            change = sign * wanted
            if other in self.hidden and other not in moves and self._could_be(other, self._value(other) + change):
                broken = 0
                for rule_id, its in self._signs[other]:
                    by = off.get(rule_id, 0) + its * change
                    one = self._by_id[rule_id]
                    broken += not one.low <= by <= one.high
                found.append((broken, other, change))
        return found


def hide_small(comparison: Comparison, below: int) -> Comparison:
    """The comparison without figures behind which fewer than `below` participants stand, nor those that would give them away.

    With 0 nothing is hidden. A hidden cell carries no figure. Raises ValueError for 1 or 2, which would say what they hide.
    """
    if not below or comparison.hidden_below == below:
        return comparison
    columns = [*comparison.columns, *(column for margin in comparison.margins for column in margin), comparison.all]
    lines = [[*row.cells, *(cell for margin in row.margins for cell in margin), row.total] for row in comparison.rows]
    hidden = hidden_cells(
        Table(
            counts=[[cell.n for cell in line] for line in lines],
            people=[[cell.people for cell in line] for line in lines],
            most=[_most(comparison.count, column) for column in columns],
            sums=_sums(comparison),
            under=nesting([_codes_of(row) for row in comparison.rows]),
        ),
        below,
    )
    rows = tuple(
        _without(row, [_hidden(cell) if (number, at) in hidden else cell for at, cell in enumerate(line)])
        for number, (row, line) in enumerate(zip(comparison.rows, lines, strict=True))
    )
    return replace(comparison, rows=rows, hidden_below=below, notes=(*comparison.notes, *_said(below, len(hidden))))


def _most(count: Count, column: Column) -> int | None:
    if not column.participants:
        return 0
    return {Count.PARTICIPANTS: column.participants, Count.DOCUMENTS: column.documents}.get(count)


def _codes_of(row: Row) -> frozenset[int]:
    """What a row is a part of: combinations are rows by themselves."""
    return row.spec.code_ids if row.spec.also is None else frozenset()


def _sums(comparison: Comparison) -> list[tuple[int, tuple[int, ...]]]:
    count = len(comparison.columns)
    total = count + sum(len(margin) for margin in comparison.margins)
    # With the totals of both variables, that the cells make up the whole follows from the rest.
    found = [] if comparison.margins else [(total, tuple(range(count)))]
    first = count
    for place, margin in enumerate(comparison.margins):
        found.append((total, tuple(range(first, first + len(margin)))))
        for rank, column in enumerate(margin):
            parts = tuple(at for at, one in enumerate(comparison.columns) if one.labels[place] == column.labels[0])
            found.append((first + rank, parts))
        first += len(margin)
    return found


def _hidden(cell: Cell) -> Cell:
    return Cell(0.0, 0, None, nobody=cell.nobody, hidden=True)


def _without(row: Row, line: list[Cell]) -> Row:
    cells, rest = tuple(line[: len(row.cells)]), line[len(row.cells) : -1]
    margins = []
    for margin in row.margins:
        margins.append(tuple(rest[: len(margin)]))
        rest = rest[len(margin) :]
    return Row(row.spec, cells, line[-1], tuple(margins))


def _said(below: int, hidden: int) -> tuple[str, ...]:
    if not hidden:
        return (_("Figures behind which fewer than {below} participants stand would be hidden; there are none.").format(below=below),)
    words = n_(
        "{n} figure is hidden: fewer than {below} participants stand behind it, or it would give such a one away.",
        "{n} figures are hidden: fewer than {below} participants stand behind them, or they would give such figures away.",
        hidden,
    )
    return (words.replace("{below}", str(below)),)
