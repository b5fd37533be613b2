"""Laying out a network: what is tied closely comes to lie near each other. The same network is always laid out alike."""

from collections.abc import Callable, Sequence

import numpy as np

ROUNDS = 250


def spring(
    count: int, lines: Sequence[tuple[int, int, float]], progress: Callable[[int, int], None] | None = None
) -> list[tuple[float, float]]:
    """Places of `count` nodes in the unit square; `lines` tie them.

    Fruchterman, T. & Reingold, E. (1991), Graph drawing by force-directed placement, Software: Practice and Experience 21, 1129-1164,
    begun from a circle instead of by chance. `progress` may raise to stop.
    """
    if count < 2:
        return [(0.5, 0.5)] * count
    angle = np.arange(count) * 2 * np.pi / count
    at = np.stack((np.cos(angle), np.sin(angle)), axis=1) * (1 + 0.01 * np.arange(count)[:, None] / count)
    pull = np.zeros((count, count))
    for one, other, strength in lines:
        pull[one, other] = pull[other, one] = 0.25 + 0.75 * strength
    near = 1.6 / np.sqrt(count)
    for turn in range(ROUNDS):
        if progress is not None and turn % 25 == 0:
            progress(turn, ROUNDS)
        apart = at[:, None, :] - at[None, :, :]
        far = np.maximum(np.sqrt((apart**2).sum(axis=2)), 0.01)
        force = (near * near / far**2)[:, :, None] * apart - (pull * far / near)[:, :, None] * apart
        step = force.sum(axis=1) - 0.3 * at  # what is tied to nothing stays in sight
        length = np.maximum(np.sqrt((step**2).sum(axis=1)), 1e-9)
        warm = 0.12 * (1 - turn / ROUNDS) + 0.002
        at = at + step / length[:, None] * np.minimum(length, warm)[:, None]
    low, high = at.min(axis=0), at.max(axis=0)
    placed = (at - low) / np.maximum(high - low, 1e-9)
    # Half by how far, half by which comes first: what lies far out does not squeeze all others into the middle.
    rank = np.argsort(np.argsort(placed, axis=0, kind="stable"), axis=0, kind="stable") / (count - 1)
    placed = (placed + rank) / 2
    return [(round(float(x), 4), round(float(y), 4)) for x, y in placed]
