"""How sure a comparison can be: what is drawn adds up to what is shown, and nothing tells what is hidden."""

import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcoder.analysis.bootstrap import Amounts, Pairs, difference_interval, intervals
from qcoder.analysis.compare import Comparison, Count, Together, combination, compare, row_of_code
from qcoder.analysis.coverage import Coverage
from qcoder.analysis.statistics import _amounts, statistics
from qcoder.analysis.suppression import hide_small
from qcoder.project.write import Cancelled
from tests.analysis.build import Mark, Said, Study, Talk, make, spans_of
from tests.analysis.test_compare import BYS, random_study

DRAWN = (Count.CODINGS, Count.RATE, Count.MEAN, Count.WORDS, Count.SHARE)


@given(st.integers(0, 2**32), st.sampled_from(BYS), st.sampled_from(DRAWN), st.sampled_from((None, *Together)))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_what_is_drawn_adds_up_to_what_is_shown(seed: int, by: tuple[str, ...], count: Count, both: Together | None) -> None:
    """By column and in all, whoever shares passages, whatever the row is."""
    study = random_study(seed)
    with tempfile.TemporaryDirectory() as folder:
        project, ids = make(Path(folder), study)
        with project:
            tree, coverage = project.read.codes.tree(), Coverage()
            rows = [row_of_code(tree, code_id) for code_id in ids.codes]
            rows += [combination(row, rows[-1], both) for row in rows] if both is not None else []
            found = compare(project.read, rows, by, count, coverage=coverage)
            for columns, names in ((found.columns, by), ((found.all,), ())):
                amounts = _amounts(project.read, found, coverage, names)
                for row, counted in zip(found.rows, amounts.counted, strict=True):
                    sums = np.bincount(amounts.pairs.column, weights=counted, minlength=len(columns))
                    cells = row.cells if names == by and (by or len(columns) > 1) else (row.total,)
                    assert sums.tolist() == pytest.approx([cell.n for cell in cells])
                    if amounts.divided_by is not None and len(amounts.pairs.column):
                        below = np.bincount(amounts.pairs.column, weights=amounts.divided_by, minlength=len(columns))
                        assert below.tolist() == pytest.approx([cell.of for cell in cells])


def by_hand(counted: list[float], below: list[float], draws: int) -> tuple[float, float]:
    """A percentile interval with the standard library alone."""
    chance, found = Random(5), []
    for _draw in range(draws):
        some = [chance.randrange(len(counted)) for _person in counted]
        found.append(1000 * sum(counted[at] for at in some) / sum(below[at] for at in some))
    low, high = np.percentile(found, (2.5, 97.5))
    return float(low), float(high)


def people(values: list[tuple[int, int, float, float]], *, divided: bool = True) -> Amounts:
    """Amounts of (column, participant, counted, words)."""
    column, person, counted, words = (np.array(part) for part in zip(*values, strict=True))
    pairs = Pairs(column.astype(np.int64), person.astype(np.int64), words.astype(np.float64), np.zeros(0, np.int64))
    return Amounts(pairs, counted[None, :].astype(np.float64), words.astype(np.float64) if divided else None, 1000.0 if divided else 1.0)


def test_the_interval_is_that_of_drawing_by_hand() -> None:
    """Twelve people's passages by their words; the two ways of drawing differ by chance alone."""
    counted = [0.0, 1, 4, 2, 0, 7, 3, 1, 0, 2, 5, 1]
    words = [400.0, 950, 800, 1200, 300, 1500, 700, 650, 500, 900, 1100, 600]
    amounts = people([(0, at, n, w) for at, (n, w) in enumerate(zip(counted, words, strict=True))])
    found = intervals(amounts, 1, draws=20_000)[0][0]
    assert found == pytest.approx(by_hand(counted, words, 20_000), rel=0.03)
    assert intervals(amounts, 1, draws=500) == intervals(amounts, 1, draws=500)
    assert intervals(amounts, 1, draws=500, seed=2) != intervals(amounts, 1, draws=500)


def test_who_stands_in_both_columns_is_drawn_once_for_both() -> None:
    """Everybody says exactly one more in the second wave: the difference is certain, though neither wave is."""
    values = [(wave, person, float(person % 4 + wave), 1.0) for wave in (0, 1) for person in range(10)]
    assert difference_interval(people(values, divided=False), 1, 0) == [(10.0, 10.0)]
    apart = [(wave, person + 10 * wave, counted, words) for wave, person, counted, words in values]
    low, high = difference_interval(people(apart, divided=False), 1, 0)[0] or (0, 0)
    assert low < 10 < high
    assert intervals(people(values[:1], divided=False), 1)[0][0] is None


def study(passages: tuple[int, ...], *, waves: bool = False) -> Study:
    """Twelve people in two places, each with one talk (or two, in two waves) and so many marked turns of four."""
    talks: list[Talk] = []
    marks: list[Mark] = []
    for person, many in enumerate(passages):
        for wave in (0, 1) if waves else (None,):
            talk = Talk(((person, False),), tuple(Said(0, "we learn here together") for _turn in range(4)), wave)
            marks += [Mark(len(talks), 0, span.start, span.end) for span in spans_of(talk)[:many]]
            talks.append(talk)
    return Study(tuple((person % 2, 0) for person in range(len(passages))), tuple(talks), (None, None), tuple(marks))


def compared(folder: Path, of: Study, count: Count, by: tuple[str, ...], below: int = 0, between: tuple[int, int] | None = None):  # type: ignore[no-untyped-def]  # two values
    """The comparison of both codes and its statistics."""
    project, ids = make(folder, of, f"s{len(list(folder.iterdir()))}")
    with project:
        rows = [row_of_code(project.read.codes.tree(), code) for code in ids.codes]
        found: Comparison = hide_small(compare(project.read, rows, by, count), below)
        return found, statistics(project.read, found, between=between, draws=200)


def test_tests_and_differences(tmp_path: Path) -> None:
    """On presence alone; the second code was never used, so there is nothing to test for it."""
    found, told = compared(tmp_path, study((1, 0, 2, 0, 1, 0, 3, 1, 1, 0, 0, 0)), Count.PARTICIPANTS, ("locality",), between=(0, 1))
    assert [cell.n for cell in found.rows[0].cells] == [5, 1]
    assert told.rows[0].p == pytest.approx(0.0801, abs=1e-4)  # R: fisher.test(matrix(c(5,1,1,5),2)): 0.08009
    assert told.rows[0].p_holm == told.rows[0].p
    assert told.rows[0].difference is not None
    assert told.rows[0].difference.value == pytest.approx(4 / 6)
    assert told.rows[0].difference.odds_ratio == pytest.approx(25.0)
    assert (told.rows[1].p, told.rows[1].v) == (None, None)
    assert any("Fisher" in note for note in told.notes)
    assert any("read the counts" in note for note in found.notes)


def test_waves_are_not_tested(tmp_path: Path) -> None:
    """The same people are in both: no test, no Newcombe; rates are compared with people drawn once for both."""
    for count in (Count.PARTICIPANTS, Count.RATE):
        _found, told = compared(tmp_path, study((1, 0, 2, 1), waves=True), count, ("wave",), between=(0, 1))
        assert told.rows[0].p is None
        assert any("several columns" in note for note in told.notes)
        assert (told.rows[0].difference is None) == (count is Count.PARTICIPANTS)


@pytest.mark.parametrize("count", list(Count))
def test_nothing_tells_what_is_hidden(tmp_path: Path, count: Count) -> None:
    """No interval, test or difference where a figure is hidden."""
    found, told = compared(tmp_path, study((1, 0, 2, 0, 1, 1, 3, 0, 1, 0, 0, 0)), count, ("locality",), 5, (0, 1))
    assert any(cell.hidden for cell in found.rows[0].cells)
    row = told.rows[0]
    assert all(ends is None for cell, ends in zip(found.rows[0].cells, row.cells, strict=True) if cell.hidden)
    assert (row.p, row.v, row.difference) == (None, None, None)


def test_it_can_be_stopped_and_refuses_nonsense(tmp_path: Path) -> None:
    """Progress is told by column; the two columns of a difference are two."""
    project, ids = make(tmp_path, study((1, 0, 2, 0)))
    with project:
        found = compare(project.read, [row_of_code(project.read.codes.tree(), ids.codes[0])], ("locality",), Count.RATE)
        seen: list[tuple[int, int]] = []

        def stop(done: int, of: int) -> None:
            seen.append((done, of))
            if done == 1:
                raise Cancelled

        with pytest.raises(Cancelled):
            statistics(project.read, found, progress=stop)
        assert seen == [(0, 3), (1, 3)]
        for between in ((0, 0), (0, 2), (-1, 0)):
            with pytest.raises(ValueError, match="not two columns"):
                statistics(project.read, found, between=between)
        assert statistics(project.read, replace(found, rows=())).rows == ()
