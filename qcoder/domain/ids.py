"""Ids: 63-bit integers, ordered by time, unique across files."""

import secrets
import time

_last = 0


def new_id() -> int:
    """Return a new id: 40 bits of milliseconds since 2020-01-01 UTC, then 23 random bits.

    Two ids made by one process always rise, so sorting by id is sorting by making.
    """
    global _last  # the one counter of the program: ids must rise within a process even in one millisecond
    millis = int(time.time() * 1000) - _EPOCH_MS
    fresh = (millis & ((1 << 40) - 1)) << 23 | secrets.randbits(23)
    _last = fresh if fresh > _last else _last + 1 + secrets.randbits(8)
    return _last


def new_ids(count: int) -> list[int]:
    """Return `count` rising ids; cheap enough for bulk imports."""
    return [new_id() for _i in range(count)]


_EPOCH_MS = 1_577_836_800_000
