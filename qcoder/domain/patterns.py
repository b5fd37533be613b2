"""Telling codes apart where there are more of them than colours: another pattern for every code whose colour is like an earlier one's."""

from collections.abc import Iterable
from functools import lru_cache

from qcoder.domain.codes import Code

PATTERNS = 6
"""How many there are, the plain one included."""

_ALIKE = 60.0
"""Colours nearer to each other than this (in red, green and blue, 0 to 255 each) are alike; the palette's own are further apart."""


def code_patterns(codes: Iterable[Code]) -> dict[int, int]:
    """Code id -> pattern (0 is plain): each takes the pattern that codes made before it in colours like its own have least.

    In the order in which they were made, and not in that of the tree, since that stays when codes are moved or new ones come.
    """
    rows = sorted(codes, key=lambda code: code.id)
    colors = list(dict.fromkeys(code.color for code in rows))
    near = {color: [other for other in colors if alike(color, other)] for color in colors}
    # For each colour, how often each pattern is taken by colours like it.
    taken = {color: [0] * PATTERNS for color in colors}
    found: dict[int, int] = {}
    for code in rows:
        counts = taken[code.color]
        found[code.id] = pattern = counts.index(min(counts))
        for other in near[code.color]:
            taken[other][pattern] += 1
    return found


@lru_cache(maxsize=20_000)
def alike(color: str, other: str) -> bool:
    """True if two colours (#rrggbb) are so near that one may be taken for the other."""
    parts = ((int(color[at : at + 2], 16) - int(other[at : at + 2], 16)) ** 2 for at in (1, 3, 5))
    return bool(sum(parts) < _ALIKE**2)
