"""Tallies: how many units each pattern of coders has, and the coefficients and intervals that follow from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from qcoder.analysis.agreement.coefficients import Chance, cohen, fleiss, gwet, krippendorff
from qcoder.analysis.agreement.results import FEWEST
from qcoder.analysis.agreement.units import Line, Marks

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

RESAMPLES = 1_000
SEED = 20_160_229  # any number, but always the same: the same data give the same report
ENOUGH = 0.95  # of the resamples must hold the code, or an interval would be one of luck
_AT_ONCE = 4_000_000  # numbers held at once while resampling


@dataclass(frozen=True, slots=True)
class Tallies:
    """Units counted by code and cluster: [codes, clusters, features].

    The features are, in this order: units that 0, 1 .. all coders gave the code; units that each coder gave it; and units that both
    coders of each pair gave it.
    """

    coders: int
    table: Floats

    def sums(self) -> Floats:
        """Over all clusters: [codes, features]."""
        return np.asarray(self.table.sum(axis=1), np.float64)


@dataclass(frozen=True, slots=True)
class Chances:
    """The disagreements behind all coefficients, each [..., codes] by its name; `pairs` holds one for each pair of coders."""

    of: dict[str, Chance]
    pairs: tuple[Chance, ...]


def tally(line: Line, marks: Marks, codes: int, coders: int) -> Tallies:
    """Count the units of every pattern; units that nobody coded are among them."""
    code, start, end, active = _atoms(line, marks, coders)
    clusters = len(line.clusters)
    limits = np.append(line.clusters, line.total)
    first = np.searchsorted(line.clusters, start, "right") - 1
    count = np.searchsorted(line.clusters, end, "left") - first
    row = np.repeat(np.arange(len(code)), count)
    cluster = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    length = (np.minimum(end[row], limits[cluster + 1]) - np.maximum(start[row], limits[cluster])).astype(np.float64)
    cell, active = code[row] * clusters + cluster, active[row]

    def counted(weights: Floats) -> Floats:
        return np.asarray(np.bincount(cell, weights, codes * clusters).reshape(codes, clusters), np.float64)

    hits = active.sum(axis=1)
    by_hits = [counted(length * (hits == number)) for number in range(1, coders + 1)]
    nobody = np.diff(limits)[None, :] - sum(by_hits)
    alone = [counted(length * active[:, rank]) for rank in range(coders)]
    both = [counted(length * (active[:, i] & active[:, j])) for i, j in combinations(range(coders), 2)]
    return Tallies(coders, np.stack([nobody, *by_hits, *alone, *both], axis=-1))


def _atoms(line: Line, marks: Marks, coders: int) -> tuple[Ints, Ints, Ints, npt.NDArray[np.bool_]]:
    """The ranges of steps within which nothing changes for a code and somebody gave it: code, start, end, and who gave it."""
    stride = line.total + 1
    keys = np.concatenate([marks.code * stride + marks.starts, marks.code * stride + marks.ends])
    change = np.repeat(np.array([1.0, -1.0]), len(marks.code))
    bounds, rank = np.unique(keys, return_inverse=True)
    who = np.concatenate([marks.coder, marks.coder])
    steps = np.bincount(rank * coders + who, change, len(bounds) * coders).reshape(len(bounds), coders)
    active = np.cumsum(steps, axis=0)[:-1] > 0.5
    some = active.any(axis=1)
    begin, finish = bounds[:-1][some], bounds[1:][some]
    return begin // stride, begin % stride, finish - begin // stride * stride, active[some]


def chances(sums: Floats, coders: int) -> Chances:
    """All coefficients from tallies [..., features]."""
    hits = np.arange(coders + 1.0)
    counts = np.stack([coders - hits, hits], axis=-1)
    weights = sums[..., : coders + 1]
    n = weights.sum(axis=-1)
    alone = sums[..., coders + 1 : 2 * coders + 1]
    both = sums[..., 2 * coders + 1 :]
    pairs = []
    for rank, (i, j) in enumerate(combinations(range(coders), 2)):
        yes, first, second = both[..., rank], alone[..., i], alone[..., j]
        table = np.stack([n - first - second + yes, second - yes, first - yes, yes], axis=-1)
        pairs.append(cohen(table.reshape(*n.shape, 2, 2)))
    of = {"fleiss": fleiss(counts, weights), "alpha": krippendorff(counts, weights), "ac1": gwet(counts, weights)}
    if coders == 2:
        of["cohen"] = pairs[0]
    return Chances(of, tuple(pairs))


@dataclass(frozen=True, slots=True)
class Bounds:
    """95 % intervals by name of the coefficient, [codes] or scalar, NaN where there is none."""

    low: dict[str, Floats]
    high: dict[str, Floats]


def resample(tallies: Tallies, used: Sequence[int]) -> tuple[Bounds, Bounds]:
    """Intervals for every code and for the used codes pooled: percentiles over clusters drawn with replacement.

    Observed and expected disagreement are both taken anew from every resample (Efron & Tibshirani 1993, An introduction to the bootstrap,
    chapter 13). Whole clusters are drawn since the units within one are not independent of each other (Davison & Hinkley
    1997, Bootstrap methods and their application, section 3.8).
    """
    codes, clusters, features = tallies.table.shape
    names = ["fleiss", "alpha", "ac1", *(["cohen"] if tallies.coders == 2 else [])]
    low = {name: np.full(codes, np.nan) for name in names}
    high = {name: np.full(codes, np.nan) for name in names}
    pooled = {name: (np.zeros(RESAMPLES), np.zeros(RESAMPLES)) for name in names}
    if clusters < FEWEST or not used:
        nothing = {name: np.asarray(np.nan) for name in names}
        return Bounds(low, high), Bounds(nothing, nothing)
    draws = np.random.default_rng(SEED).multinomial(clusters, np.full(clusters, 1.0 / clusters), RESAMPLES).astype(np.float64)
    step = max(1, _AT_ONCE // (RESAMPLES * features))
    for at in range(0, len(used), step):
        some = np.array(used[at : at + step])
        drawn = draws @ tallies.table[some].transpose(1, 0, 2).reshape(clusters, -1)
        found = chances(drawn.reshape(RESAMPLES, len(some), features), tallies.coders)
        for name in names:
            low[name][some], high[name][some] = _percentiles(found.of[name].coefficient())
            pooled[name][0][:] += found.of[name].observed.sum(axis=1)
            pooled[name][1][:] += found.of[name].expected.sum(axis=1)
    ends = {name: _percentiles(Chance(*pooled[name]).coefficient()[:, None]) for name in names}
    return Bounds(low, high), Bounds({name: end[0][0] for name, end in ends.items()}, {name: end[1][0] for name, end in ends.items()})


def _percentiles(values: Floats) -> tuple[Floats, Floats]:
    """The 2.5 % and 97.5 % points down the columns of [resamples, n], NaN in columns with too many undefined values."""
    ordered = np.sort(values, axis=0)  # undefined ones go last
    defined = np.count_nonzero(~np.isnan(values), axis=0)
    ends = []
    for share in (0.025, 0.975):
        place = share * np.maximum(defined - 1, 0)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(defined - 1, 0))
        column = np.arange(values.shape[1])
        point = ordered[below, column] + (place - below) * (ordered[above, column] - ordered[below, column])
        ends.append(np.where(defined >= ENOUGH * len(values), point, np.nan))
    return ends[0], ends[1]
