"""Code points <-> UTF-16: the project counts code points, Qt counts UTF-16 units."""

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class OffsetMap:
    """Converts offsets into one text. Characters beyond the basic plane (most emoji) take two UTF-16 units."""

    def __init__(self, text: str) -> None:
        """Index `text`; costs one pass over it and memory only for its astral characters."""
        self._astral = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
        self._astral_qt = [position + count for count, position in enumerate(self._astral)]

    def to_qt(self, code_point: int) -> int:
        """The UTF-16 offset of a code-point offset."""
        return code_point + bisect_left(self._astral, code_point)

    def to_text(self, utf16: int) -> int:
        """The code-point offset of a UTF-16 offset; within a surrogate pair, that of the character it cuts."""
        return utf16 - bisect_left(self._astral_qt, utf16)

    def replace(self, position: int, removed: str, added: str) -> None:
        """Follow an edit of the text at a code-point offset; costs little where there are few astral characters."""
        low, high = bisect_left(self._astral, position), bisect_left(self._astral, position + len(removed))
        fresh = [] if added.isascii() else [position + match.start() for match in _ASTRAL.finditer(added)]
        by = len(added) - len(removed)
        if low == high and not fresh and (not by or high == len(self._astral)):
            return
        behind = self._astral[high:]
        self._astral[low:] = fresh + ([at + by for at in behind] if by else behind)
        self._astral_qt[low:] = [at + low + count for count, at in enumerate(self._astral[low:])]
