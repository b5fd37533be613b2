"""Tests and measures on presence: how many of the participants of each column said something. Never on passages, which one person's
interview has many of and which are therefore not independent of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, prod, sqrt

import numpy as np
import numpy.typing as npt

from qcoder.analysis.counts import Ints
from qcoder.analysis.intervals import SEED, Z_95, wilson

MOST_TABLES = 3_000_000
"""An exact test that might have to look at more tables than this is estimated by drawing instead."""
DRAWS = 20_000
Reals = npt.NDArray[np.float64]
_TIE = 1e-7
"""Tables whose probabilities differ by less than this part are equally likely, as in R."""


@dataclass(frozen=True, slots=True)
class Exact:
    """The p of Fisher's exact test; `draws` is 0 where it is exact, else how many tables were drawn to estimate it."""

    p: float
    draws: int = 0


def fisher(yes: Sequence[int], of: Sequence[int], seed: int = SEED) -> Exact | None:
    """Fisher's exact test on the 2 x c table of who said it and who did not, by column; None where there is nothing to compare.

    With more than two columns as generalised by Freeman & Halton (1951), Biometrika 38, 141-149: p is the probability, with the totals
    as they are, of all tables at most as likely as this one. Too large tables are drawn instead: (1 + as unlikely) / (1 + drawn),
    after Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1), 39. Raises ValueError for no shares.
    """
    if any(not 0 <= n <= size for n, size in zip(yes, of, strict=True)):
        raise ValueError("more said it than there are")
    columns = [(n, size) for n, size in zip(yes, of, strict=True) if size]
    total = sum(n for n, _size in columns)
    if len(columns) < 2 or not 0 < total < sum(size for _n, size in columns):
        return None
    sizes = [size for _n, size in columns]
    observed = sum(_log_choose(size, n) for n, size in columns)
    exact = _enumerate(sizes, total, observed)
    return Exact(exact) if exact is not None else _draw(sizes, total, observed, seed)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _enumerate(sizes: Sequence[int], total: int, observed: float) -> float | None:
    """Column after column, tables that are alike so far (as many said it, as likely) are gone through together."""
    if prod(size + 1 for size in sizes) > MOST_TABLES:
        return None
    whole = _log_choose(sum(sizes), total)
    sums: Ints = np.zeros(1, np.int64)
    weights: Reals = np.zeros(1)
    many: Reals = np.ones(1, np.float64)
    left = sum(sizes)
    for size in sorted(sizes, reverse=True):
        left -= size
        said: Ints = np.arange(size + 1, dtype=np.int64)
        sums = np.asarray(sums[:, None] + said, np.int64).ravel()
        weights = (weights[:, None] + np.array([_log_choose(size, int(k)) for k in said])).ravel()
        many = np.repeat(many, size + 1)
        possible = (sums <= total) & (total - sums <= left)
        keys = np.stack((sums[possible], np.round(weights[possible] * 1e9)), axis=1)
        _different, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        sums, weights = sums[possible][first], weights[possible][first]
        many = np.asarray(np.bincount(which.ravel(), weights=many[possible]), np.float64)
    unlikely = weights <= observed + _TIE
    return min(1.0, float(np.sum(many[unlikely] * np.exp(weights[unlikely] - whole))))


def _draw(sizes: Sequence[int], total: int, observed: float, seed: int) -> Exact:
    chance = np.random.default_rng(seed)
    tables = [np.array([_log_choose(size, k) for k in range(size + 1)]) for size in sizes]
    as_unlikely, done = 0, 0
    while done < DRAWS:
        some = min(20_000, DRAWS - done)
        drawn = chance.multivariate_hypergeometric(sizes, total, size=some, method="marginals")
        likely = sum(table[drawn[:, at]] for at, table in enumerate(tables))
        as_unlikely += int(np.count_nonzero(likely <= observed + _TIE))
        done += some
    return Exact((1 + as_unlikely) / (1 + DRAWS), DRAWS)


def cramers_v(yes: Sequence[int], of: Sequence[int]) -> float | None:
    """Cramer's V of the same table, 0 to 1: the root of chi-square (Pearson's, uncorrected) by the number of participants.

    Cramér, H. (1946), Mathematical Methods of Statistics, p. 282; with two rows its smaller dimension less one is 1. None where there is
    nothing to compare.
    """
    columns = [(n, size) for n, size in zip(yes, of, strict=True) if size]
    people, total = sum(size for _n, size in columns), sum(n for n, _size in columns)
    if len(columns) < 2 or not 0 < total < people:
        return None
    share = total / people
    chi_square = sum((n - size * share) ** 2 / (size * share * (1 - share)) for n, size in columns)
    return sqrt(chi_square / people)


def holm(ps: Sequence[float | None]) -> list[float | None]:
    """The p-values adjusted for being so many, those that are None left out.

    Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6, 65-70.
    """
    order = sorted((p, at) for at, p in enumerate(ps) if p is not None)
    adjusted: list[float | None] = [None] * len(ps)
    least = 0.0
    for rank, (p, at) in enumerate(order):
        least = max(least, min(1.0, p * (len(order) - rank)))
        adjusted[at] = least
    return adjusted


@dataclass(frozen=True, slots=True)
class Difference:
    """One column less another: of shares, rates or means. The odds ratio is there for shares alone; `zero` says that 0.5 was added."""

    value: float
    low: float | None
    high: float | None
    odds_ratio: float | None = None
    odds_low: float | None = None
    odds_high: float | None = None
    zero: bool = False


def difference(n: int, of: int, other_n: int, other_of: int) -> Difference | None:
    """The difference of two independent shares with its 95 % interval, and their odds ratio; None where one of them is of nobody.

    Interval: Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine 17,
    873-890, method 10 (from two Wilson intervals). Odds ratio: Woolf (1955) with its interval on the logarithm; where a count is 0, 0.5 is
    added to all four (Haldane 1956, Anscombe 1956).
    """
    one, other = wilson(n, of), wilson(other_n, other_of)
    if one is None or other is None:
        return None
    p, q = n / of, other_n / other_of
    low = p - q - sqrt((p - one[0]) ** 2 + (other[1] - q) ** 2)
    high = p - q + sqrt((one[1] - p) ** 2 + (q - other[0]) ** 2)
    counts = [float(count) for count in (n, of - n, other_n, other_of - other_n)]
    zero = 0.0 in counts
    a, b, c, d = (count + 0.5 for count in counts) if zero else counts
    ratio, spread = log(a * d / (b * c)), Z_95 * sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return Difference(p - q, max(low, -1.0), min(high, 1.0), exp(ratio), exp(ratio - spread), exp(ratio + spread), zero)
