"""How sure a comparison can be: intervals, tests and differences for the figures of one table, none of which tells what is hidden."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qcoder.analysis import bootstrap, counts
from qcoder.analysis.bootstrap import Amounts, Reals
from qcoder.analysis.compare import Cell, Comparison, Count, counted_rows
from qcoder.analysis.coverage import Coverage
from qcoder.analysis.intervals import DRAWS, SEED
from qcoder.analysis.presence import Difference, cramers_v, difference, fisher, holm
from qcoder.project.read import Reader
from qcoder.words import _, n_

Interval = tuple[float, float]
Progress = Callable[[int, int], None]
MOST_TESTED = 40
"""More columns than this are not tested: that they are not all alike says nothing then."""


@dataclass(frozen=True, slots=True)
class RowStatistics:
    """One row: an interval for every column and for the total, the test of presence by column, and the difference asked for.

    `p` is Fisher's, `p_holm` adjusted over the rows shown, `drawn` how many tables it was estimated from (0: exact), `v` Cramer's.
    """

    cells: tuple[Interval | None, ...]
    total: Interval | None
    p: float | None = None
    p_holm: float | None = None
    drawn: int = 0
    v: float | None = None
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """For every row of a comparison, and in words what was done and what to beware of. `between` are the columns of the difference."""

    rows: tuple[RowStatistics, ...]
    notes: tuple[str, ...]
    between: tuple[int, int] | None = None
    draws: int = 0
    seed: int = 0


def statistics(
    read: Reader,
    comparison: Comparison,
    coverage: Coverage | None = None,
    between: tuple[int, int] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Statistics:
    """Intervals, tests and, for two columns, differences. The same seed gives the same intervals; `progress` may raise to stop.

    Raises ValueError when `between` does not name two different columns.
    """
    count = len(comparison.columns)
    if between is not None and (between[0] == between[1] or not all(0 <= at < count for at in between)):
        raise ValueError(f"not two columns: {between}")
    coverage = coverage or Coverage()
    drawn = comparison.count not in (Count.PARTICIPANTS, Count.DOCUMENTS)
    cells, totals, apart = _drawn(read, comparison, coverage, between, draws, seed, progress) if drawn else _wilson(comparison)
    tests = _tests(comparison, progress) if 1 < count <= MOST_TESTED else None
    rows = []
    for number, row in enumerate(comparison.rows):
        p, adjusted, tables, v = tests[number] if tests is not None else (None, None, 0, None)
        told = None
        if between is not None:
            told = _between(comparison, row.cells[between[0]], row.cells[between[1]], apart[number] if apart is not None else None)
        shown = tuple(None if cell.hidden else ends for cell, ends in zip(row.cells, cells[number], strict=True))
        rows.append(RowStatistics(shown, None if row.total.hidden else totals[number], p, adjusted, tables, v, told))
    notes = _notes(comparison, rows, between, drawn, draws, seed)
    return Statistics(tuple(rows), notes, between, draws if drawn else 0, seed if drawn else 0)


Found = tuple[list[list[Interval | None]], list[Interval | None], list[Interval | None] | None]


def _wilson(comparison: Comparison) -> Found:
    def ends(cell: Cell) -> Interval | None:
        return None if cell.low is None or cell.high is None else (cell.low, cell.high)

    return [[ends(cell) for cell in row.cells] for row in comparison.rows], [ends(row.total) for row in comparison.rows], None


# -- intervals by drawing ---------------------------------------------------------------------------------------------


def _drawn(
    read: Reader,
    comparison: Comparison,
    coverage: Coverage,
    between: tuple[int, int] | None,
    draws: int,
    seed: int,
    progress: Progress | None,
) -> Found:
    columns = len(comparison.columns)

    def told(done: int, _of: int) -> None:
        if progress is not None:
            progress(done, columns + 1)

    by_column = _amounts(read, comparison, coverage, comparison.by)
    cells = bootstrap.intervals(by_column, columns, draws, seed, told)
    if progress is not None:
        progress(columns, columns + 1)
    everybody = _amounts(read, comparison, coverage, ())
    totals = [row[0] for row in bootstrap.intervals(everybody, 1, draws, seed)]
    apart = None if between is None else bootstrap.difference_interval(by_column, *between, draws, seed)
    return cells, totals, apart


def _amounts(read: Reader, comparison: Comparison, coverage: Coverage, by: tuple[str, ...]) -> Amounts:
    """By row and by participant in each column what is counted, and what it is divided by."""
    speech = coverage.speech(read)
    _layout, seating = coverage.seats(read, by, comparison.scope)
    pairs = bootstrap.pairs_of(speech, seating)
    rows = counted_rows(read, comparison, coverage)
    found: Reals = np.zeros((len(rows), len(pairs.column)))
    for number, row in enumerate(rows):
        if row.both is not None:
            row_seating = row.narrowed(speech, seating, whole=not by)
            found[number] = _of_rows(read, comparison, coverage, bootstrap.pairs_of(speech, row_seating), [row], pairs)[0]
    plain = [number for number, row in enumerate(rows) if row.both is None]
    if plain:
        found[plain] = _of_rows(read, comparison, coverage, pairs, [rows[number] for number in plain], pairs)
    times, divided_by = 1.0, None
    if comparison.count is Count.RATE:
        times, divided_by = 1000.0, pairs.words
    elif comparison.count is Count.SHARE:
        divided_by = pairs.words
    elif comparison.count is Count.MEAN:
        divided_by = np.ones(len(pairs.column))
    return Amounts(pairs, found, divided_by, times)


def _of_rows(
    read: Reader, comparison: Comparison, coverage: Coverage, pairs: bootstrap.Pairs, rows: list[counts.Counted], all_pairs: bootstrap.Pairs
) -> Reals:
    """The amounts of rows, in the order of all pairs; `pairs` may be fewer."""
    speech = coverage.speech(read)
    found: Reals = np.zeros((len(rows), len(pairs.column)))
    shared: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        shared.setdefault(id(row.passages), []).append(number)
    for numbers in shared.values():
        passages, chosen = rows[numbers[0]].passages, [rows[number].rows for number in numbers]
        if comparison.count in (Count.WORDS, Count.SHARE):
            _layout, seating = coverage.seats(read, comparison.by, comparison.scope)
            words = counts.count_covered_words(speech, seating, passages, chosen, coverage.words, read.documents.text, pairs.turn)
            found[numbers] = np.array([line[:-1] for line in words], np.float64).reshape(len(numbers), -1)
        else:
            found[numbers] = bootstrap.passages_by_pair(passages, pairs, chosen)
    if pairs is all_pairs:
        return found
    most = int(all_pairs.participant.max(initial=0)) + 1
    place = np.searchsorted(all_pairs.column * most + all_pairs.participant, pairs.column * most + pairs.participant)
    whole: Reals = np.zeros((len(rows), len(all_pairs.column)))
    whole[:, place] = found
    return whole


# -- tests and differences --------------------------------------------------------------------------------------------


def _disjoint(comparison: Comparison) -> bool:
    return sum(column.participants for column in comparison.columns) == comparison.all.participants


def _tests(comparison: Comparison, progress: Progress | None) -> list[tuple[float | None, float | None, int, float | None]] | None:
    """Fisher's p, Holm's, tables drawn and V by row; nothing where people stand in several columns, or a figure is hidden."""
    if not _disjoint(comparison):
        return None
    of = [column.participants for column in comparison.columns]
    found: list[tuple[float | None, int, float | None]] = []
    for done, row in enumerate(comparison.rows):
        if progress is not None:
            progress(done, len(comparison.rows))
        if any(cell.hidden for cell in (*row.cells, row.total)):
            found.append((None, 0, None))
            continue
        yes = [cell.people for cell in row.cells]
        exact = fisher(yes, of)
        found.append((exact.p if exact else None, exact.draws if exact else 0, cramers_v(yes, of)))
    adjusted = holm([p for p, _drawn, _v in found])
    return [(p, one, drawn, v) for (p, drawn, v), one in zip(found, adjusted, strict=True)]


def _between(comparison: Comparison, one: Cell, other: Cell, ends: Interval | None) -> Difference | None:
    if one.hidden or other.hidden or one.nobody or other.nobody:
        return None
    if comparison.count is Count.PARTICIPANTS:
        return difference(one.n, one.of or 0, other.n, other.of or 0) if _disjoint(comparison) else None
    if comparison.count is Count.DOCUMENTS:
        return None  # documents of one participant, or of one place, are not independent of each other
    return Difference(one.value - other.value, *(ends or (None, None)))


def _notes(
    comparison: Comparison, rows: list[RowStatistics], between: tuple[int, int] | None, drawn: bool, draws: int, seed: int
) -> tuple[str, ...]:
    notes = []
    if comparison.count is Count.PARTICIPANTS:
        notes.append(_("Intervals: Wilson, 95 %, of the share of participants."))
    elif drawn:
        sentence = _("Intervals: cluster bootstrap, 95 %: participants drawn anew within each column, {draws} times, seed {seed}.")
        notes.append(sentence.format(draws=f"{draws:,}", seed=seed))
    if len(comparison.columns) > 1:
        notes += _test_notes(comparison, rows)
    if between is not None:
        notes += _difference_notes(comparison, rows, between)
    return tuple(notes)


def _test_notes(comparison: Comparison, rows: list[RowStatistics]) -> list[str]:
    if len(comparison.columns) > MOST_TESTED:
        return [_("No test: with more than {n} columns it says nothing; choose fewer.").format(n=MOST_TESTED)]
    if not _disjoint(comparison):
        return [_("No test: some participants stand in several columns, so that the columns are not independent of each other.")]
    tested = sum(1 for row in rows if row.p is not None)
    notes = [
        n_(
            "p: Fisher's exact test of who said it and who did not, by column.",
            "p: Fisher's exact test of who said it and who did not, by column; adjusted by Holm for {n} rows.",
            tested,
        )
    ]
    most = max((row.drawn for row in rows), default=0)
    if most:
        notes.append(_("Where there were too many tables to go through, p was estimated from {n} drawn at random.").format(n=f"{most:,}"))
    if any(cell.hidden for row in comparison.rows for cell in (*row.cells, row.total)):
        notes.append(_("Rows with hidden figures are not tested: p would tell of them."))
    return notes


def _difference_notes(comparison: Comparison, rows: list[RowStatistics], between: tuple[int, int]) -> list[str]:
    one, other = (comparison.columns[at].label for at in between)
    notes = [_("Difference: {one} less {other}.").format(one=one, other=other)]
    if comparison.count is Count.PARTICIPANTS:
        if not _disjoint(comparison):
            return [*notes, _("No interval: some participants stand in several columns.")]
        notes.append(_("Its interval: Newcombe's method 10, 95 %. Odds ratio: Woolf, 95 %."))
        if any(row.difference is not None and row.difference.zero for row in rows):
            notes.append(_("Where nobody or everybody said it, 0.5 was added to all four counts for the odds ratio."))
    elif comparison.count is Count.DOCUMENTS:
        notes.append(_("For documents none is told: those of one participant or one place are not independent of each other."))
    return notes
