"""Notes that two rows are one thing, with ids that are the same in every file."""

import hashlib

Pair = tuple[str, int, int]
"""(table, one id, another id) of rows that are one thing; the smaller id first."""


def pair_of(table: str, one: int, other: int) -> Pair:
    """The pair, in order."""
    return (table, min(one, other), max(one, other))


def alias_row(pair: Pair) -> tuple[int, str, int, int]:
    """A pair as a row of `alias`: (id, table, one, other)."""
    digest = hashlib.sha256(f"{pair[0]}:{pair[1]}:{pair[2]}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 1, *pair)
