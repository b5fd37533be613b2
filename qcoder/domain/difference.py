"""Which stretches of two texts are the same: by lines, sentences, words and letters, in linear time."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isqrt

from qcoder.domain.spans import Span

_SIGNS = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts written without spaces: each of their signs counts as a word."""
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f"
_LETTER = re.compile(f"[^\\W{_SIGNS}]|[{_MARKS}]")
WORD = re.compile(f"[{_SIGNS}]|(?:{_LETTER.pattern})+")
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^\n.!?…؟।。！？]+")

_AT_ONCE = 64  # so many differences are looked for at once; with more, the best way so far is taken and the search goes on from there
_DEEPEST = 8
_LONG = 12  # a match of more letters than these is never chance
_PAIRED = 8  # so many words in a row may each have been spelled anew
_ENDLESS = 200  # two spellings with more letters are no words; what they have in common at their ends is no chance

Block = tuple[int, int, int]
"""(start in the old text, start in the new text, length) of a stretch that survived."""
Gap = tuple[int, int, int, int]
"""(start, end in the old text, start, end in the new text) of what lies between two blocks."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two texts differ: `old` was replaced by `new`; either may be empty."""

    old: Span
    new: Span


def count_tokens(text: str, span: Span) -> int:
    """How many words lie in the span, whole or in part; in scripts without spaces, how many signs."""
    return sum(1 for _found in WORD.finditer(text, span.start, span.end))


def in_word(text: str, at: int) -> bool:
    """True if the place is between two letters of one word."""
    return 0 < at < len(text) and bool(_LETTER.match(text, at - 1) and _LETTER.match(text, at))


# -- what is the same -------------------------------------------------------------------------------------------------


def alike(old: str, new: str) -> list[Block]:
    """The stretches of whole words that both texts have in the same order: by lines, where these differ by sentences, then by words."""
    blocks = _with_ends(old, new, [])
    for pattern in (_LINE, _SENTENCE, WORD):
        more = [block for gap in _gaps(old, new, blocks) for block in _by_tokens(old, new, gap, pattern)]
        blocks = _joined([*blocks, *more])
    blocks = _without_chance(old, new, _with_ends(old, new, blocks))
    return _whole_signs(old, new, _with_ends(old, new, blocks))


def spelled(old: str, new: str, blocks: list[Block]) -> list[Block]:
    """The same with the letters that are left of words that were spelled anew."""
    more = [block for gap in _gaps(old, new, blocks) for block in _by_letters(old, new, gap)]
    return _whole_signs(old, new, _joined([*blocks, *more])) if more else blocks


def _gaps(old: str, new: str, blocks: Sequence[Block]) -> Iterator[Gap]:
    """What lies between blocks, with something on at least one side."""
    before, behind = 0, 0
    for at_old, at_new, length in (*blocks, (len(old), len(new), 0)):
        if before < at_old or behind < at_new:
            yield before, at_old, behind, at_new
        before, behind = at_old + length, at_new + length


def differences(old: str, new: str, blocks: Sequence[Block]) -> Iterator[Difference]:
    """What lies between the blocks, as places where the texts differ."""
    for low, high, left, right in _gaps(old, new, blocks):
        yield Difference(Span(low, high), Span(left, right))


def _joined(blocks: list[Block]) -> list[Block]:
    """In order, with those that meet in both texts made one, and empty ones left out."""
    found: list[Block] = []
    for at_old, at_new, length in sorted(block for block in blocks if block[2]):
        if found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (at_old, at_new):
            found[-1] = (found[-1][0], found[-1][1], found[-1][2] + length)
        else:
            found.append((at_old, at_new, length))
    return found


def _with_ends(old: str, new: str, blocks: list[Block]) -> list[Block]:
    """Blocks drawn out over what their gaps have in common at both ends, as far as that cuts no word."""
    more: list[Block] = []
    for low, high, left, right in _gaps(old, new, blocks):
        if low == high or left == right:
            continue
        start = _common(old[low:high], new[left:right])
        while start and (in_word(old, low + start) or in_word(new, left + start)):
            start -= 1
        rest_old, rest_new = old[low + start : high], new[left + start : right]
        end = _common(rest_old[::-1], rest_new[::-1])
        while end and (in_word(old, high - end) or in_word(new, right - end)):
            end -= 1
        more += ((low, left, start), (high - end, right - end, end))
    return _joined([*blocks, *more])


def _common(text: str, other: str) -> int:
    """How many code points two texts have in common at their beginning; compares halves, since slices compare fast."""
    low, high = 0, min(len(text), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if text[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _by_tokens(old: str, new: str, gap: Gap, pattern: re.Pattern[str]) -> Iterator[Block]:
    low, high, left, right = gap
    if low == high or left == right:
        return
    ours, theirs = list(pattern.finditer(old, low, high)), list(pattern.finditer(new, left, right))
    for i, j in _pairs([token[0] for token in ours], [token[0] for token in theirs]):
        yield ours[i].start(), theirs[j].start(), len(ours[i][0])


def _by_letters(old: str, new: str, gap: Gap) -> Iterator[Block]:
    """The letters two spellings share, word by word where as many words stand on both sides."""
    low, high, left, right = gap
    ours, theirs = list(WORD.finditer(old, low, high)), list(WORD.finditer(new, left, right))
    if 1 < len(ours) == len(theirs) <= _PAIRED:
        for word, other in zip(ours, theirs, strict=True):
            yield from _by_spelling(old, new, (*word.span(), *other.span()))
    elif low < high and left < right:
        yield from _by_spelling(old, new, gap)


def _by_spelling(old: str, new: str, gap: Gap) -> Iterator[Block]:
    """The letters in common if they are most of both, else nothing: `cat` is spelled anew in `bat`, not in `dog`."""
    low, high, left, right = gap
    both = high - low + right - left
    start = _common(old[low:high], new[left:right])
    end = _common(old[low + start : high][::-1], new[left + start : right][::-1])
    ours, theirs = old[low + start : high - end], new[left + start : right - end]
    most = min(both // 2, max(16, isqrt(8 * both)))
    pairs, at, there = ([], -1, -1) if abs(len(ours) - len(theirs)) > most else _shortest(ours, theirs, 0, 0, most)
    if (at, there) == (len(ours), len(theirs)):
        yield from ((low + start + i, left + start + j, 1) for i, j in pairs)
    elif both < _ENDLESS:
        return
    yield from ((low, left, start), (high - end, right - end, end))


def _without_chance(old: str, new: str, blocks: list[Block]) -> list[Block]:
    """Leave out the few words that two quite different passages happen to share."""
    found: list[Block] = []
    for follower in (*blocks, (len(old), len(new), 0)):
        while found and _is_chance(old, found, follower):
            found.pop()
        found.append(follower)
    return found[:-1]


def _is_chance(old: str, blocks: list[Block], follower: Block) -> bool:
    """True if much was replaced both before and behind the last of the blocks, and it is short."""
    at_old, at_new, length = blocks[-1]
    before = (blocks[-2][0] + blocks[-2][2], blocks[-2][1] + blocks[-2][2]) if len(blocks) > 1 else (0, 0)
    replaced = min(at_old - before[0], at_new - before[1], follower[0] - at_old - length, follower[1] - at_new - length)
    if replaced <= 0 or length > 4 * _LONG:
        return False
    letters = sum(1 for sign in old[at_old : at_old + length] if sign.isalnum())
    return letters <= _LONG and 2 * letters < replaced


# -- the longest common course of two lists of words -------------------------------------------------------------------


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of equal tokens, rising on both sides: anchored at tokens that both have once, then by the fewest differences."""
    found: list[tuple[int, int]] = []
    todo = [(0, len(ours), 0, len(theirs), 0)]
    while todo:
        low, high, left, right, depth = todo.pop()
        while low < high and left < right and ours[low] == theirs[left]:
            found.append((low, left))
            low, left = low + 1, left + 1
        while low < high and left < right and ours[high - 1] == theirs[right - 1]:
            high, right = high - 1, right - 1
            found.append((high, right))
        if low == high or left == right:
            continue
        anchors = _anchors(ours, theirs, (low, high, left, right)) if depth < _DEEPEST else []
        if not anchors:
            found += ((low + i, left + j) for i, j in _fewest(ours[low:high], theirs[left:right]))
            continue
        found += anchors
        for i, j in (*anchors, (high, right)):
            todo.append((low, i, left, j, depth + 1))
            low, left = i + 1, j + 1
    return sorted(found)


def _anchors(ours: Sequence[str], theirs: Sequence[str], gap: Gap) -> list[tuple[int, int]]:
    """Tokens that occur once on either side, as many of them as are in the same order on both."""
    low, high, left, right = gap
    here, there = Counter(ours[low:high]), Counter(theirs[left:right])
    places = {token: j for j, token in enumerate(theirs[left:right], left) if there[token] == 1 and here[token] == 1}
    pairs = [(i, places[token]) for i, token in enumerate(ours[low:high], low) if token in places]
    tops: list[int] = []  # the smallest end of a rising course of each length
    chain: list[tuple[int, int]] = []  # (pair, link before it)
    heads: list[int] = []
    for number, (_i, j) in enumerate(pairs):
        rank = bisect_left(tops, j)
        tops[rank : rank + 1] = [j]
        heads[rank : rank + 1] = [number]
        chain.append((number, heads[rank - 1] if rank else -1))
    found = []
    at = heads[-1] if heads else -1
    while at >= 0:
        found.append(pairs[at])
        at = chain[at][1]
    return found[::-1]


def _fewest(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Equal tokens by the fewest differences, piece by piece so that quite different lists take no more than linear time."""
    here, there = set(ours), set(theirs)
    rows = [i for i, token in enumerate(ours) if token in there]
    columns = [j for j, token in enumerate(theirs) if token in here]
    left, right = [ours[i] for i in rows], [theirs[j] for j in columns]
    found: list[tuple[int, int]] = []
    at, over = 0, 0
    while at < len(left) and over < len(right):
        pairs, at, over = _shortest(left, right, at, over, _AT_ONCE)
        found += ((rows[i], columns[j]) for i, j in pairs)
    return found


def _shortest(ours: Sequence[str], theirs: Sequence[str], at: int, over: int, most: int) -> tuple[list[tuple[int, int]], int, int]:
    """Myers' search from (at, over) for the way with the fewest differences, given up after `most`; the pairs, and how far it came."""
    n, m = len(ours) - at, len(theirs) - over
    furthest = [0] * (2 * most + 3)  # by diagonal; negative ones lie at the end of the list
    trace: list[list[int]] = []
    for cost in range(most + 1):
        trace.append(furthest[:])
        for k in range(-cost, cost + 1, 2):
            x = furthest[k + 1] if k == -cost or (k != cost and furthest[k - 1] < furthest[k + 1]) else furthest[k - 1] + 1
            y = x - k
            while x < n and y < m and ours[at + x] == theirs[over + y]:
                x, y = x + 1, y + 1
            furthest[k] = x
            if x >= n and y >= m:
                return _walked(trace, k, x, at, over), len(ours), len(theirs)
    x, k = max(((furthest[k], k) for k in range(-most, most + 1, 2) if furthest[k] <= n and furthest[k] - k <= m), key=_sum_of)
    return _walked(trace, k, x, at, over), at + x, over + x - k


def _sum_of(reached: tuple[int, int]) -> int:
    return 2 * reached[0] - reached[1]


def _walked(trace: list[list[int]], k: int, x: int, at: int, over: int) -> list[tuple[int, int]]:
    """The pairs on the way to `x` on diagonal `k`, read backwards."""
    found: list[tuple[int, int]] = []
    for cost in range(len(trace) - 1, -1, -1):
        before = trace[cost]
        down = cost > 0 and (k == -cost or (k != cost and before[k - 1] < before[k + 1]))
        landing = 0 if not cost else before[k + 1] if down else before[k - 1] + 1
        while x > landing:
            x -= 1
            found.append((at + x, over + x - k))
        if cost:
            k = k + 1 if down else k - 1
            x = before[k]
    return found[::-1]


# -- what a person sees as one sign -----------------------------------------------------------------------------------


def _whole_signs(old: str, new: str, blocks: list[Block]) -> list[Block]:
    """Blocks whose ends cut no sign: no letter from its accents, no emoji from its parts, no flag in two."""
    found: list[Block] = []
    for at_old, at_new, length in blocks:
        while length and (_cuts_sign(old, at_old) or _cuts_sign(new, at_new)):
            at_old, at_new, length = at_old + 1, at_new + 1, length - 1
        while length and (_cuts_sign(old, at_old + length) or _cuts_sign(new, at_new + length)):
            length -= 1
        if length:
            found.append((at_old, at_new, length))
    return found


def _cuts_sign(text: str, at: int) -> bool:
    if not 0 < at < len(text) or (text[at] < "\u0300" and text[at - 1] < "\u0300"):
        return False
    sign, before = text[at], text[at - 1]
    if before == "\u200d" or sign == "\u200d" or "\U0001f3fb" <= sign <= "\U0001f3ff" or "\U000e0020" <= sign <= "\U000e007f":
        return True
    if _is_flag_half(sign) and _is_flag_half(before):
        first = at
        while first and _is_flag_half(text[first - 1]):
            first -= 1
        return (at - first) % 2 == 1
    return unicodedata.category(sign).startswith("M")


def _is_flag_half(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
