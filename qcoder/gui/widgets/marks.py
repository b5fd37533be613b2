"""Marks on a text and where they go: which are in sight, and which lane each has. No Qt here."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from qcoder.domain.spans import Span

_REACH = 90


@dataclass(frozen=True, slots=True)
class Mark:
    """A coloured passage: `span` in code points, `color` "#rrggbb", `tooltip` plain text.

    `pattern` tells apart marks of one colour (0 is plain); marks of one `group` share lanes, groups stand side by side in order.
    Behind the label of one that is `noted` stands a pencil.
    """

    id: int
    span: Span
    color: str
    label: str
    initials: str = ""
    tooltip: str = ""
    pattern: int = 0
    group: int = 0
    noted: bool = False


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turn as the gutter shows it: `span` in code points, `time` already written out, both may be empty."""

    span: Span
    speaker: str
    time: str
    interviewer: bool


def order(mark: Mark) -> tuple[int, int, int]:
    """Reading order: by start, the longer first, then by id."""
    return mark.span.start, -mark.span.end, mark.id


class MarkIndex:
    """All marks of one text in reading order, each in a lane of its own side by side with those of its group that it meets.

    Lanes belong to the whole text, so they never change while scrolling or zooming; a new mark takes the first lane that is free
    around it and leaves all others in theirs. Two passages that could stand on one line of the page do not share a lane: a
    mark holds its lane for `reach` code points beyond its end, or up to the next line break.
    """

    def __init__(self, marks: Iterable[Mark] = (), text: str = "", reach: int = _REACH) -> None:
        """Sort `marks` and give them lanes; O(n log n)."""
        self._text = text
        self._reach = reach
        self._marks = sorted(marks, key=order)
        self._by_id = {mark.id: mark for mark in self._marks}
        self._starts = [mark.span.start for mark in self._marks]
        self._holds: list[int] = [self._hold(mark) for mark in self._marks]
        self._furthest: list[int] = []
        self._follow(0)
        self._lanes = self._assign()
        self._widths: dict[int, int] | None = None

    def __len__(self) -> int:
        return len(self._marks)

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._marks)

    def get(self, mark_id: int) -> Mark | None:
        """The mark with this id, or None."""
        return self._by_id.get(mark_id)

    def lane(self, mark_id: int) -> int:
        """The lane of a mark within its group, 0 being nearest to the text."""
        return self._lanes[mark_id]

    def lane_counts(self) -> dict[int, int]:
        """How many lanes each group needs in the whole text, groups in order."""
        if self._widths is None:
            widths: dict[int, int] = {}
            for mark_id, lane in self._lanes.items():
                group = self._by_id[mark_id].group
                widths[group] = max(widths.get(group, 0), lane + 1)
            self._widths = dict(sorted(widths.items()))
        return self._widths

    def overlapping(self, start: int, end: int) -> list[Mark]:
        """Marks with at least one code point in `start..end`, in reading order."""
        return [self._marks[i] for i in self._near(start, end) if self._marks[i].span.end > start]

    def at(self, position: int) -> list[Mark]:
        """Marks over the code point at `position`, topmost first: the shortest lies on top, of equals the last made."""
        return sorted(self.overlapping(position, position + 1), key=lambda mark: (len(mark.span), -mark.id))

    def after(self, mark: Mark | None, position: int, among: Callable[[Mark], bool] = lambda _mark: True) -> Mark | None:
        """The next of those marks in reading order after `mark`, or the first that starts at or after `position`."""
        i = bisect_right(self._marks, order(mark), key=order) if mark else bisect_left(self._starts, position)
        return next((self._marks[at] for at in range(i, len(self._marks)) if among(self._marks[at])), None)

    def before(self, mark: Mark | None, position: int, among: Callable[[Mark], bool] = lambda _mark: True) -> Mark | None:
        """The previous of those marks in reading order before `mark`, or the last that starts before `position`."""
        i = bisect_left(self._marks, order(mark), key=order) if mark else bisect_left(self._starts, position)
        return next((self._marks[at] for at in range(i - 1, -1, -1) if among(self._marks[at])), None)

    def add(self, mark: Mark) -> None:
        """Put a new mark in; ValueError if its id is there already."""
        if mark.id in self._by_id:
            raise ValueError(f"mark {mark.id} is there already")
        self._lanes[mark.id] = self._free_lane(mark)
        if self._widths is not None and self._lanes[mark.id] >= self._widths.get(mark.group, 0):
            self._widths = None
        self._insert(mark)

    def remove(self, mark_id: int) -> None:
        """Take a mark out; KeyError if it is not there."""
        self._take(self._by_id[mark_id])
        self._widths = None
        del self._lanes[mark_id]

    def replace(self, mark: Mark) -> None:
        """Put `mark` in the place of the one with its id; it keeps its lane if that is free. KeyError if there is none."""
        self._take(self._by_id[mark.id])
        self._widths = None
        self._lanes[mark.id] = self._free_lane(mark, self._lanes.pop(mark.id))
        self._insert(mark)

    def _insert(self, mark: Mark) -> None:
        insort(self._marks, mark, key=order)
        i = bisect_left(self._marks, order(mark), key=order)
        self._starts.insert(i, mark.span.start)
        self._holds.insert(i, self._hold(mark))
        self._by_id[mark.id] = mark
        self._follow(i)

    def _take(self, mark: Mark) -> None:
        i = bisect_left(self._marks, order(mark), key=order)
        del self._marks[i], self._starts[i], self._holds[i], self._by_id[mark.id]
        self._follow(i)

    def _follow(self, first: int) -> None:
        """Recompute, from `first` on, how far anything up to here holds its lane."""
        del self._furthest[first:]
        furthest = self._furthest[-1] if self._furthest else 0
        for hold in self._holds[first:]:
            furthest = max(furthest, hold)
            self._furthest.append(furthest)

    def _hold(self, mark: Mark) -> int:
        """Where the lane is free again after `mark`."""
        end = mark.span.end
        line_break = self._text.find("\n", end, end + self._reach)
        return end + self._reach if line_break < 0 else line_break

    def _near(self, start: int, end: int) -> list[int]:
        """Indices of marks that start before `end` and hold their lane beyond `start`."""
        found: list[int] = []
        for i in range(bisect_left(self._starts, end) - 1, -1, -1):
            if self._furthest[i] <= start:
                break
            if self._holds[i] > start:
                found.append(i)
        return found[::-1]

    def _free_lane(self, mark: Mark, wish: int | None = None) -> int:
        """`wish` if it is free around `mark`, else the first lane of its group that is."""
        near = (self._marks[i] for i in self._near(mark.span.start, self._hold(mark)))
        taken = {self._lanes[other.id] for other in near if other.group == mark.group}
        if wish is not None and wish not in taken:
            return wish
        return next(lane for lane in range(len(taken) + 1) if lane not in taken)

    def _assign(self) -> dict[int, int]:
        """Lanes for all marks, the lowest free one of their group in reading order."""
        lanes: dict[int, int] = {}
        groups: dict[int, tuple[list[int], list[tuple[int, int]]]] = {}
        for mark, hold in zip(self._marks, self._holds, strict=True):
            free, busy = groups.setdefault(mark.group, ([], []))
            while busy and busy[0][0] <= mark.span.start:
                heappush(free, heappop(busy)[1])
            # A group has as many lanes as were free or busy so far.
            lane = heappop(free) if free else len(busy)
            lanes[mark.id] = lane
            heappush(busy, (hold, lane))
        return lanes


def segments(marks: Sequence[Mark], start: int, end: int) -> list[tuple[int, int, tuple[Mark, ...]]]:
    """Cut `start..end` where marks begin and end: (start, end, the marks that cover it), bare stretches left out."""
    cuts = {start, end}
    for mark in marks:
        cuts.add(min(max(mark.span.start, start), end))
        cuts.add(min(max(mark.span.end, start), end))
    edges = sorted(cuts)
    pieces = []
    for left, right in pairwise(edges):
        over = tuple(mark for mark in marks if mark.span.start <= left and right <= mark.span.end)
        if over:
            pieces.append((left, right, over))
    return pieces
