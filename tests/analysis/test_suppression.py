"""Small cells: whatever is hidden could as well be another, by integer programming over what the reader can know."""

from collections.abc import Sequence
from math import inf
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from qcoder.analysis.suppression import Place, Table, hidden_cells, nesting


def random_table(seed: int, *, crossed: bool, overlapping: bool, bounded: bool) -> Table:
    """People with columns and codes drawn at random, counted: so every figure is consistent with every other."""
    chance = Random(seed)
    width = (2, 2) if crossed else (chance.randint(1, 4), 1)
    columns = width[0] * width[1]
    people = chance.randint(1, 14)
    where = [
        {chance.randrange(columns)} | ({chance.randrange(columns)} if overlapping and chance.random() < 0.4 else set())
        for _p in range(people)
    ]
    rows = chance.choice([[{0}], [{0}, {1}], [{0, 1}, {0}, {1}], [{0, 1, 2}, {0, 1}, {0}, {1}, {2}], [{0, 1}, {0}]])
    said = [{code for code in range(3) if chance.random() < chance.choice((0.1, 0.4, 0.8))} for _p in range(people)]
    times = [chance.choice((1, 1, 2, 5)) if not bounded else 1 for _p in range(people)]

    def figure(codes: set[int], within: set[int]) -> tuple[int, int]:
        hit = [p for p in range(people) if where[p] & within and said[p] & codes]
        return sum(times[p] * (1 if bounded else len(where[p] & within)) for p in hit), len(hit)

    groups: list[set[int]] = [{column} for column in range(columns)]
    sums: list[tuple[int, tuple[int, ...]]] = []
    if crossed:
        groups += [{0, 1}, {2, 3}, {0, 2}, {1, 3}]
        sums = [(4, (0, 1)), (5, (2, 3)), (6, (0, 2)), (7, (1, 3)), (8, (4, 5)), (8, (6, 7))]
    groups.append(set(range(columns)))
    if not crossed:
        sums.append((len(groups) - 1, tuple(range(columns))))
    cells = [[figure(codes, within) for within in groups] for codes in rows]
    here = [sum(1 for p in range(people) if where[p] & within) for within in groups]
    most: list[int | None] = [count if bounded or not count else None for count in here]
    return Table([[n for n, _p in line] for line in cells], [[p for _n, p in line] for line in cells], most, sums, nesting(rows))


class Reader:
    """Somebody who knows the table as it is published and how such tables come about, and tries every value."""

    def __init__(self, table: Table, hidden: set[Place]) -> None:
        self.table, self.hidden = table, sorted(hidden)
        self.known = {
            (row, column): count
            for row, line in enumerate(table.counts)
            for column, count in enumerate(line)
            if (row, column) not in hidden
        }
        self.rules: list[tuple[list[tuple[Place, int]], float, float]] = []
        for row, line in enumerate(table.counts):
            implied = [(8, (0, 1, 2, 3))] if len(table.sums) > 1 else []
            for whole, parts in [*table.sums, *implied]:
                self.add([(row, part) for part in parts if table.most[part] != 0], (row, whole), line)
        for row, within in table.under:
            for column, most in enumerate(table.most):
                if most != 0:
                    self.add([(part, column) for part in within], (row, column), None)

    def value(self, place: Place) -> int:
        """What a figure is."""
        return self.table.counts[place[0]][place[1]]

    def add(self, parts: Sequence[Place], whole: Place, line: Sequence[int] | None) -> None:
        """Parts that add up are known to do so; else it is known on which side the sum lies, and no part is more than the whole."""
        terms = [*((part, 1) for part in parts), (whole, -1)]
        more = sum(self.value(part) for part in parts) - self.value(whole)
        if more == 0:
            self.rules.append((terms, 0, 0))
        elif more > 0:
            self.rules.append((terms, 0, inf))
        else:
            self.rules.append((terms, -inf, 0))
        for part in parts if more or line is None else ():
            self.rules.append(([(whole, 1), (part, -1)], 0, inf))

    def could_be_other(self, place: Place) -> bool:
        """Whether there is a table like the published one in which this figure is another: integer programming knows for certain."""
        at = {other: rank for rank, other in enumerate(self.hidden)}
        rows, lows, highs = [], [], []
        for terms, low, high in self.rules:
            line, known = np.zeros(len(at)), 0
            for other, sign in terms:
                if other in at:
                    line[at[other]] += sign
                else:
                    known += sign * self.known[other]
            rows.append(line)
            lows.append(low - known)
            highs.append(high - known)
        domains = [self.domain(other) for other in self.hidden]
        bounds = Bounds([domain.start for domain in domains], [domain.stop - 1 for domain in domains])
        constraints = LinearConstraint(np.array(rows), lows, highs)
        for sign in (1, -1):
            aim = np.zeros(len(at))
            aim[at[place]] = sign
            found = milp(aim, constraints=constraints, bounds=bounds, integrality=np.ones(len(at), np.int64))
            assert found.success, "what is really there is a solution"
            if round(found.x[at[place]]) != self.value(place):
                return True
        return False

    def domain(self, place: Place) -> range:
        """From 0 or 1 to the most that there can be."""
        row, column = place
        whole_row = all((row, at) in self.hidden or self.table.most[at] == 0 for at in range(len(self.table.most)))
        whole_column = all((at, column) in self.hidden for at in range(len(self.table.counts)))
        most = self.table.most[column]
        return range(0 if whole_row or whole_column else 1, (self.value(place) + 3 if most is None else most) + 1)


@given(st.integers(0, 2**32), st.booleans(), st.booleans(), st.booleans(), st.sampled_from((3, 5)))
@settings(max_examples=150, deadline=None)
def test_nothing_hidden_can_be_worked_out(seed: int, crossed: bool, overlapping: bool, bounded: bool, below: int) -> None:
    """Small figures are hidden, zeros in sight are true, and every hidden figure has a table in which it is another."""
    table = random_table(seed, crossed=crossed, overlapping=overlapping, bounded=bounded)
    hidden = hidden_cells(table, below)
    for row, line in enumerate(table.counts):
        for column, count in enumerate(line):
            small = 0 < count < below or 0 < table.people[row][column] < below
            assert not small or (row, column) in hidden
    reader = Reader(table, hidden)
    for place in hidden:
        if table.most[place[1]] == 1 and all((row, place[1]) in hidden for row in range(len(table.counts))):
            continue  # a column of one person is hidden whole
        assert reader.could_be_other(place), (place, table, sorted(hidden))


def test_the_search_finds_what_is_not_hidden_well() -> None:
    """With the small figures alone hidden, a total gives one away: the test above would see it."""
    table = Table([[2, 7, 8, 17]], [[2, 7, 8, 17]], [10, 10, 10, 30], [(3, (0, 1, 2))])
    assert not Reader(table, {(0, 0)}).could_be_other((0, 0))
    hidden = hidden_cells(table, 5)
    assert (0, 0) in hidden
    assert len(hidden) == 2


def test_a_parent_gives_its_subcodes_away() -> None:
    """3 of 9 under one subcode, 6 under the other, 9 in all: all hidden in one column would leave it open."""
    table = Table([[9, 9], [3, 3], [6, 6]], [[9, 9], [3, 3], [6, 6]], [20, 20], [(1, (0,))], nesting([{0, 1}, {0}, {1}]))
    hidden = hidden_cells(table, 5)
    assert {(1, 0), (1, 1)} <= hidden
    assert all(Reader(table, hidden).could_be_other(place) for place in hidden)


def test_nothing_small_nothing_hidden() -> None:
    """And hiding below 2 is refused."""
    table = Table([[9, 0, 9]], [[9, 0, 9]], [20, 20, 40], [(2, (0, 1))])
    assert hidden_cells(table, 5) == set()
    with pytest.raises(ValueError, match="below 2"):
        hidden_cells(table, 2)
