"""Stretches: sets of positions as sorted, disjoint, half-open ranges, with the arithmetic of sets on whole arrays."""

from collections.abc import Sequence

import numpy as np

from qcoder.analysis.counts import Ints

Stretches = tuple[Ints, Ints]
"""(starts, ends), sorted and disjoint; two that touch are one."""


def together(starts: Ints, ends: Ints) -> Stretches:
    """The union of any ranges."""
    return at_least([(starts, ends)], 1) if len(starts) else (starts[:0], ends[:0])


def at_least(many: Sequence[Stretches], k: int) -> Stretches:
    """Where at least `k` ranges of all those given lie on top of each other.

    Give one union (`together`) a coder, and it is where at least `k` coders agree.
    """
    starts = np.concatenate([one[0] for one in many]) if many else np.zeros(0, np.int64)
    ends = np.concatenate([one[1] for one in many]) if many else np.zeros(0, np.int64)
    at = np.concatenate((starts, ends))
    step = np.concatenate((np.ones(len(starts), np.int64), -np.ones(len(ends), np.int64)))
    # Where one ends and another begins, the beginning comes first: what touches stays together.
    order = np.lexsort((-step, at))
    at, deep = at[order], np.cumsum(step[order])
    enough = deep >= k
    before = np.concatenate((np.zeros(min(1, len(enough)), np.bool_), enough[:-1]))
    opens, closes = at[enough & ~before], at[~enough & before]
    kept = closes > opens  # a point where one ends and another begins is no stretch
    return opens[kept].astype(np.int64), closes[kept].astype(np.int64)


def common(one: Stretches, other: Stretches) -> Stretches:
    """Where both are."""
    return at_least([one, other], 2)
