"""Tests and measures on presence, against published worked examples and other people's programs."""

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from scipy.stats.contingency import association
from statsmodels.stats.contingency_tables import Table2x2  # type: ignore[import-untyped]  # it has none
from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]  # it has none

from qcoder.analysis import presence
from qcoder.analysis.presence import cramers_v, difference, fisher, holm

SHARES = st.lists(st.integers(0, 9).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=1, max_size=5)


def table(shares: list[tuple[int, int]]) -> np.ndarray:
    """Said it and did not, by column."""
    return np.array([[n for n, _of in shares], [of - n for n, of in shares]])


def test_the_lady_tasting_tea() -> None:
    """Fisher (1935), The Design of Experiments: 3 of 4 cups right; two-sided p = 34/70 (Agresti 2002, section 3.5.2: 0.486)."""
    found = fisher((3, 1), (4, 4))
    assert found is not None
    assert found.p == pytest.approx(34 / 70)
    assert found.draws == 0


def by_hand(shares: list[tuple[int, int]]) -> float:
    """Every table with these totals, one by one, in whole numbers."""
    sizes, total = [of for _n, of in shares], sum(n for n, _of in shares)

    def ways(said: tuple[int, ...]) -> int:
        found = 1
        for n, size in zip(said, sizes, strict=True):
            found *= comb(size, n)
        return found

    observed = ways(tuple(n for n, _of in shares))
    tables = [ways(said) for said in product(*(range(size + 1) for size in sizes)) if sum(said) == total]
    return sum(many for many in tables if many <= observed) / sum(tables)


@given(SHARES)
def test_fisher_equals_going_through_every_table(shares: list[tuple[int, int]]) -> None:
    """Any number of columns; nothing where nobody or everybody said it, or there is one column only."""
    found = fisher([n for n, _of in shares], [of for _n, of in shares])
    total, people = sum(n for n, _of in shares), sum(of for _n, of in shares)
    if sum(of > 0 for _n, of in shares) < 2 or total in (0, people):
        assert found is None
    else:
        assert found is not None
        assert found.p == pytest.approx(by_hand(shares))


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=2, max_size=2))
def test_fisher_equals_scipy_on_two_columns(counts: list[tuple[int, int]]) -> None:
    """Another program, larger tables."""
    found = fisher([yes for yes, _no in counts], [yes + no for yes, no in counts])
    assert found is not None
    assert found.p == pytest.approx(fisher_exact(np.array(counts)).pvalue)


def test_what_is_too_large_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Close to the exact p, the same every time, and it says so."""
    yes, of = (3, 7, 5, 1), (10, 9, 12, 8)
    exact = fisher(yes, of)
    assert exact is not None
    monkeypatch.setattr(presence, "MOST_TABLES", 3)
    drawn = fisher(yes, of)
    assert drawn is not None
    assert drawn.draws == presence.DRAWS
    assert drawn.p == pytest.approx(exact.p, abs=4 * (exact.p * (1 - exact.p) / drawn.draws) ** 0.5)
    assert fisher(yes, of) == drawn


@given(SHARES)
def test_cramers_v_equals_scipy(shares: list[tuple[int, int]]) -> None:
    """Pearson's chi-square without correction."""
    there = [(n, of) for n, of in shares if of]
    found = cramers_v([n for n, _of in shares], [of for _n, of in shares])
    if len(there) < 2 or sum(n for n, _of in there) in (0, sum(of for _n, of in there)):
        assert found is None
    else:
        assert found == pytest.approx(association(table(there), method="cramer", correction=False))


def test_holm_published() -> None:
    """Wright (1992), Adjusted p-values for simultaneous inference, Biometrics 48: p 0.01, 0.04, 0.03, 0.005 give 0.03, 0.06, 0.06, 0.02."""
    assert holm([0.01, 0.04, None, 0.03, 0.005]) == [pytest.approx(p) if p else None for p in (0.03, 0.06, None, 0.06, 0.02)]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_equals_statsmodels(ps: list[float]) -> None:
    """Another program."""
    assert holm(ps) == pytest.approx(list(multipletests(ps, method="holm")[1]))


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 10), 0.6075, 1.0),
        ((5, 56, 0, 29), -0.0381, 0.1926),
    ],
)
def test_newcombe_table_ii(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, table II, method 10: contrasts (a), (b), (h) and (e)."""
    found = difference(*counts)
    assert found is not None
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@given(st.tuples(*[st.integers(1, 40)] * 4))
@settings(max_examples=50)
def test_odds_ratio_equals_statsmodels(counts: tuple[int, int, int, int]) -> None:
    """Where no count is 0."""
    a, b, c, d = counts
    found, other = difference(a, a + b, c, c + d), Table2x2(np.array([[a, b], [c, d]]))
    assert found is not None
    assert not found.zero
    assert found.odds_ratio == pytest.approx(other.oddsratio)
    assert [found.odds_low, found.odds_high] == pytest.approx(list(other.oddsratio_confint()))


def test_a_zero_is_said() -> None:
    """0.5 is added to all four counts; nobody is no share."""
    found = difference(0, 5, 3, 5)
    assert found is not None
    assert found.odds_ratio == pytest.approx((0.5 * 2.5) / (5.5 * 3.5))
    assert found.zero
    assert difference(0, 0, 3, 5) is None
    with pytest.raises(ValueError, match="more said it"):
        fisher((3, 1), (2, 4))
