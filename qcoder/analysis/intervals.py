"""Intervals: how far a share found in a few people may lie from the share among all of them."""

from math import sqrt

Z_95 = 1.959963984540054
DRAWS = 2_000
"""How often participants are drawn anew for a bootstrapped interval, unless somebody wants more."""
SEED = 20_260_101
"""Where draws begin: any number, but always the same, so that the same data give the same figures."""


def wilson(n: int, of: int, z: float = Z_95) -> tuple[float, float] | None:
    """The Wilson score interval of the share `n` of `of`, as (low, high) between 0 and 1; None when `of` is 0.

    Wilson (1927), without continuity correction: method 3 of Newcombe, R. G. (1998), Two-sided confidence intervals for the
    single proportion, Statistics in Medicine 17, 857-872, whose table I the tests repeat. Raises ValueError unless 0 <= n <= of.
    """
    if not 0 <= n <= of:
        raise ValueError(f"not a share: {n} of {of}")
    if of == 0:
        return None
    middle = 2 * n + z * z
    half = z * sqrt(z * z + 4 * n * (of - n) / of)
    scale = 2 * (of + z * z)
    low = 0.0 if n == 0 else max(0.0, (middle - half) / scale)
    high = 1.0 if n == of else min(1.0, (middle + half) / scale)
    return low, high
