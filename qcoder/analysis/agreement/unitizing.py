"""Unitizing coefficients: agreement on stretches of a line whose boundaries every coder sets for themselves.

A line is `length` characters long. A coder's stretches are sorted, do not overlap and are half-open, as arrays of starts and ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qcoder.analysis.agreement.coefficients import Chance

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretches:
    """What one coder marked; `values` (1 and up) say as what, 0 being kept for the gaps between."""

    starts: Ints
    ends: Ints
    values: Ints


@dataclass(frozen=True, slots=True)
class Family:
    """The coefficients of 2016: on boundaries and values, on boundaries alone, and on values alone; each a scalar Chance."""

    u: Chance
    binary: Chance
    cu: Chance


def family(coders: Sequence[Stretches], length: int) -> Family:
    """u-alpha, |u-alpha (binary) and cu-alpha for nominal values, for two coders or more.

    Krippendorff, K., Mathet, Y., Bouvry, S. & Widlöcher, A. (2016), On the reliability of unitizing textual continua: further
    developments, Quality & Quantity 50, 2347-2364; also Krippendorff (2019), Content analysis, 4th edition, section 12.6. A stretch is not
    paired with itself by chance; gaps are taken as so many single characters. In cu-alpha with more than two coders, what a
    stretch must not be paired with is its own mean overlap with the others' stretches, which for two is the overlap.
    """
    pieces, of = _overlay(coders, length)
    values = np.stack([np.append(coder.values, 0)[of[rank]] for rank, coder in enumerate(coders)])
    most = max((int(coder.values.max(initial=0)) for coder in coders), default=0) + 1
    together, shared, shared_alike, within = _pairs(values, pieces)
    totals = np.zeros(most)
    itself = np.zeros(most)
    for coder in coders:
        lengths = (coder.ends - coder.starts).astype(np.float64)
        totals += np.bincount(coder.values, lengths, most)
        itself += np.bincount(coder.values, lengths**2, most)
    totals[0] = itself[0] = len(coders) * length - totals.sum()
    return Family(
        u=_chance(together, totals, itself),
        binary=_chance(
            shared + _both_gaps(values, pieces), np.array([totals[0], totals[1:].sum()]), np.array([itself[0], itself[1:].sum()])
        ),
        cu=_given_stretches(coders, of, pieces, within, shared_alike, most),
    )


def _overlay(coders: Sequence[Stretches], length: int) -> tuple[Floats, list[Ints]]:
    """Cut the line at every boundary: the pieces' lengths, and per coder the stretch each lies in (their number for a gap)."""
    bounds = np.unique(np.concatenate([[0, length], *([coder.starts, coder.ends][side] for coder in coders for side in (0, 1))]))
    begin = bounds[:-1].astype(np.int64)
    of = []
    for coder in coders:
        rank = np.searchsorted(coder.starts, begin, "right") - 1
        inside = rank >= 0
        inside[inside] = begin[inside] < coder.ends[rank[inside]]
        of.append(np.where(inside, rank, len(coder.starts)).astype(np.int64))
    return np.diff(bounds).astype(np.float64), of


def _pairs(values: Ints, pieces: Floats) -> tuple[float, float, float, Floats]:
    """Lengths summed over ordered pairs of coders and divided by the number of others: of like values, of both coded, of like coded.

    The last is per coder and piece the mean length that the others have coded there.
    """
    others = len(values) - 1
    coded = values > 0
    within = (coded.sum(axis=0) - coded) * coded * pieces / others
    alike = shared_alike = 0.0
    for i in range(len(values)):
        for j in range(len(values)):
            if i != j:
                same = values[i] == values[j]
                alike += float(pieces[same].sum()) / others
                shared_alike += float(pieces[same & coded[i]].sum()) / others
    return alike, float(within.sum()), shared_alike, within


def _both_gaps(values: Ints, pieces: Floats) -> float:
    """The length that two coders leave uncoded, summed as in `_pairs`."""
    gaps = (values == 0).sum(axis=0)
    return float((gaps * (gaps - 1) * pieces).sum()) / (len(values) - 1)


def _chance(alike: float, totals: Floats, itself: Floats) -> Chance:
    """Coincidences observed and expected; `totals` is the length of each value and `itself` what its stretches share with themselves."""
    n = totals.sum()
    pairs = n * n - itself.sum()
    apart = totals * (n - totals)
    return Chance(np.asarray((n - alike) / n if n else 0.0), np.asarray(apart.sum() / pairs if pairs > 0 else 0.0))


def _given_stretches(coders: Sequence[Stretches], of: Sequence[Ints], pieces: Floats, within: Floats, alike: float, most: int) -> Chance:
    """cu-alpha: only where two coders have both coded something."""
    totals = np.zeros(most)
    itself = np.zeros(most)
    for rank, coder in enumerate(coders):
        own = np.bincount(of[rank], within[rank], len(coder.starts) + 1)[:-1]
        totals += np.bincount(coder.values, own, most)
        itself += np.bincount(coder.values, own**2, most)
    assert len(pieces) == within.shape[1]
    return _chance(alike, totals, itself)


def u_alpha_1995(coders: Sequence[Stretches], length: int, cuts: Ints | None = None) -> Chance:
    """Krippendorff's first unitizing alpha, for one code; values are not looked at. `cuts` are places where a gap ends (documents).

    Krippendorff, K. (1995), On the reliability of unitizing continuous data, Sociological Methodology 25, 47-76, with the expected
    disagreement as corrected in Krippendorff (2004), Measuring the reliability of qualitative text analysis data, Quality & Quantity
    38, 787-800. Overlapping stretches differ by the squares of the distances between their ends, a stretch that lies wholly in
    another's gap by the square of its length; codes join by adding up both parts.
    """
    edges = np.unique(np.concatenate([[0, length], [] if cuts is None else cuts])).astype(np.int64)
    gaps = [_gaps(coder, edges) for coder in coders]
    apart = 0.0
    for i in range(len(coders)):
        for j in range(i + 1, len(coders)):
            apart += _overlaps_apart(coders[i], coders[j])
            apart += _lost_in(coders[i], *gaps[j]) + _lost_in(coders[j], *gaps[i])
    m = len(coders)
    observed = 2.0 * apart / (m * (m - 1) * float(length) ** 2)
    return Chance(np.asarray(observed), np.asarray(_expected_1995(coders, gaps, length)))


def _gaps(coder: Stretches, edges: Ints) -> tuple[Ints, Ints]:
    """The stretches between a coder's own, cut at the edges."""
    starts = np.sort(np.concatenate([coder.ends, edges[:-1]]))
    ends = np.sort(np.concatenate([coder.starts, edges[1:]]))
    real = ends > starts
    return starts[real], ends[real]


def _overlaps_apart(one: Stretches, other: Stretches) -> float:
    """The squared distances of both ends, over all pairs of stretches that overlap."""
    first = np.searchsorted(other.ends, one.starts, "right")
    count = np.maximum(np.searchsorted(other.starts, one.ends, "left") - first, 0)
    theirs = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    begin = (np.repeat(one.starts, count) - other.starts[theirs]).astype(np.float64)
    end = (np.repeat(one.ends, count) - other.ends[theirs]).astype(np.float64)
    return float((begin**2 + end**2).sum())


def _lost_in(coder: Stretches, starts: Ints, ends: Ints) -> float:
    """The squared lengths of the stretches that lie wholly in one of these gaps."""
    if not len(starts):
        return 0.0
    rank = np.searchsorted(starts, coder.starts, "right") - 1
    lost = (rank >= 0) & (coder.ends <= ends[np.maximum(rank, 0)])
    return float(((coder.ends - coder.starts)[lost].astype(np.float64) ** 2).sum())


def _expected_1995(coders: Sequence[Stretches], gaps: Sequence[tuple[Ints, Ints]], length: int) -> float:
    lengths = np.concatenate([coder.ends - coder.starts for coder in coders]).astype(np.float64)
    if not len(lengths):
        return 0.0
    room = np.sort(np.concatenate([ends - starts for starts, ends in gaps])).astype(np.float64)
    above = np.append(np.cumsum(room[::-1])[::-1], 0.0)
    first = np.searchsorted(room, lengths, "left")
    places = above[first] - (len(room) - first) * (lengths - 1.0)
    overlapping = (len(lengths) - 1) / 3.0 * (2.0 * lengths**3 - 3.0 * lengths**2 + lengths)
    everything = float(len(coders)) * length
    pairs = everything * (everything - 1.0) - (lengths * (lengths - 1.0)).sum()
    if pairs <= 0:
        return 0.0
    return float(2.0 / length * (overlapping + lengths**2 * places).sum() / pairs)
