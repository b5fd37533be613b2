"""Rebasing: what became of the passages of a text when the text was corrected, and joining two corrections of one text."""

from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass

from qcoder.domain.difference import Difference, alike, count_tokens, differences, in_word, spelled
from qcoder.domain.spans import Span

_FEW = 3  # no more letters than one in so many, of the passage as it was and of what is there now, is not the same passage

_SCRAP = 20  # nor are no more letters than one in so many of the passage as it was


@dataclass(frozen=True, slots=True)
class Landed:
    """Where a passage came to lie; `shortened` when words of it went without others in their place."""

    span: Span
    shortened: bool


class EditMap:
    """Says where the passages of `old` are in `new`. Time and memory are linear in the texts; positions in code points."""

    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new
        self.blocks = tuple(spelled(old, new, alike(old, new)))
        self._starts = [block[0] for block in self.blocks]
        self._ends = [block[0] + block[2] for block in self.blocks]

    def differences(self) -> tuple[Difference, ...]:
        """The places where the texts differ, in order."""
        return tuple(differences(self._old, self._new, self.blocks))

    def span(self, span: Span) -> Span | None:
        """What is left of a passage, from its first to its last surviving sign; None when no word of it is left.

        What was put into the passage belongs to it, and so does what was put in place of its first or last words; what was put
        before or behind it does not. A few words that chance left in quite another passage are nothing.
        """
        landed = self.land(span)
        return None if landed is None else landed.span

    def land(self, span: Span) -> Landed | None:
        """As `span`, and whether the passage lost words."""
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end) - 1
        if first > last or not len(span):
            return None
        untouched = first == last and self._starts[first] <= span.start and span.end <= self._ends[first]
        if not untouched and not self._is_left(span, first, last):
            return None
        start, head = self._head(span, first)
        end, tail = self._tail(span, last)
        while head and start < end and self._new[start].isspace():
            start += 1
        while tail and start < end and self._new[end - 1].isspace():
            end -= 1
        if start == end:  # nothing but blanks had been coded
            return None
        if untouched:
            return Landed(Span(start, end), shortened=False)
        fewer = count_tokens(self._new, Span(start, end)) < count_tokens(self._old, span)
        return Landed(Span(start, end), fewer or any(self._held_a_word(cut) for cut in (head, tail) if cut is not None))

    def _is_left(self, span: Span, first: int, last: int) -> bool:
        """True if enough letters survived of the passage as it was or in what stands in its place; without letters, any sign will do."""
        whole = _letters(self._old[span.start : span.end])
        if not whole:
            return True
        parts = [Span(max(span.start, self._starts[at]), min(span.end, self._ends[at])) for at in range(first, last + 1)]
        shift_first, shift_last = (self.blocks[at][1] - self.blocks[at][0] for at in (first, last))
        start, end = parts[0].start + shift_first, parts[-1].end + shift_last
        # Where words at the ends went, others may have come in their place: as many of them count as went.
        head, tail = _cut(self._old, Span(span.start, parts[0].start)), _cut(self._old, Span(parts[-1].end, span.end))
        before = self._new[max(self._end_of(first - 1)[1], start - 2 * len(head)) : start]
        behind = self._new[end : min(self._start_of(last + 1)[1], end + 2 * len(tail))]
        now = _letters(self._new[start:end]) + min(_letters(head), _letters(before)) + min(_letters(tail), _letters(behind))
        left = sum(_letters(_cut(self._old, part)) for part in parts)
        return _FEW * left > min(whole, now) and _SCRAP * left > whole

    def _head(self, span: Span, first: int) -> tuple[int, Span | None]:
        """The new start, and what was cut off before it in the old text."""
        at_old, at_new, _length = self.blocks[first]
        gone_at, come_at = self._end_of(first - 1)
        if at_old <= span.start:
            start = at_new + span.start - at_old
            if at_old == span.start and not in_word(self._old, at_old):
                while start > come_at and in_word(self._new, start):
                    start -= 1  # letters that complete the first word
            return start, None
        if gone_at == span.start and _is_correction(self._old[gone_at:at_old], self._new[come_at:at_new]):
            return come_at, None
        return at_new, Span(span.start, at_old)

    def _tail(self, span: Span, last: int) -> tuple[int, Span | None]:
        """The new end, and what was cut off behind it in the old text."""
        end_old, end_new = self._end_of(last)
        gone_to, come_to = self._start_of(last + 1)
        if span.end <= end_old:
            end = end_new - (end_old - span.end)
            if span.end == end_old and not in_word(self._old, end_old):
                while end < come_to and in_word(self._new, end):
                    end += 1
            return end, None
        if gone_to == span.end and _is_correction(self._old[end_old:gone_to], self._new[end_new:come_to]):
            return come_to, None
        return end_new, Span(end_old, span.end)

    def _end_of(self, number: int) -> tuple[int, int]:
        if number < 0:
            return 0, 0
        at_old, at_new, length = self.blocks[number]
        return at_old + length, at_new + length

    def _start_of(self, number: int) -> tuple[int, int]:
        return self.blocks[number][:2] if number < len(self.blocks) else (len(self._old), len(self._new))

    def _held_a_word(self, cut: Span) -> bool:
        """True if what was cut off is more than a part of a word."""
        return count_tokens(self._old, cut) > sum(in_word(self._old, end) for end in (cut.start, cut.end))


def words_changed(old: str, new: str) -> int:
    """How many words a person would say were changed: of each place that differs, the words gone or those come, whichever are more."""
    found = 0
    for place in differences(old, new, alike(old, new)):
        found += max(count_tokens(old, place.old), count_tokens(new, place.new))
    return found


def merge_texts(base: str, mine: str, theirs: str) -> str | None:
    """Both corrections of `base` in one text; None when they changed the same place differently. Compared word by word."""
    if mine == theirs:
        return mine
    one = deque(differences(base, mine, alike(base, mine)))
    other = deque(differences(base, theirs, alike(base, theirs)))
    parts: list[str] = []
    at = 0
    while one or other:
        if one and other and _meet(one[0].old, other[0].old):
            if one[0].old != other[0].old or _cut(mine, one[0].new) != _cut(theirs, other[0].new):
                return None
            other.popleft()
        side, text = (one, mine) if one and (not other or one[0].old < other[0].old) else (other, theirs)
        change = side.popleft()
        parts += (base[at : change.old.start], _cut(text, change.new))
        at = change.old.end
    return "".join((*parts, base[at:]))


def _meet(span: Span, other: Span) -> bool:
    return span.start <= other.end and other.start <= span.end


def _cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _is_correction(gone: str, come: str) -> bool:
    """True if some words stand for others, not a new passage where one was taken out."""
    return bool(gone and come) and come.count("\n") <= gone.count("\n") and len(come) <= 3 * len(gone) + 12
