"""Marks on a text and where they go: which are in sight, which lane each has, where its label stands. No Qt here."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from qcoder.domain.spans import Span

_REACH = 90


@dataclass(frozen=True, slots=True)
class Mark:
    """A coloured passage: `span` in code points, `color` "#rrggbb", `tooltip` plain text."""

    id: int
    span: Span
    color: str
    label: str
    initials: str = ""
    tooltip: str = ""


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
    """All marks of one text in reading order, each in a lane of its own side by side with those it meets.

    Lanes belong to the whole text, so they never change while scrolling or zooming; a new mark takes the first lane that is free
    around it and leaves all others where they are. Two passages that could stand on one line of the page do not share a lane: a
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

    def __len__(self) -> int:
        return len(self._marks)

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._marks)

    def get(self, mark_id: int) -> Mark | None:
        """The mark with this id, or None."""
        return self._by_id.get(mark_id)

    def lane(self, mark_id: int) -> int:
        """The lane of a mark, 0 being nearest to the text."""
        return self._lanes[mark_id]

    @property
    def lane_count(self) -> int:
        """How many lanes the text needs."""
        return max(self._lanes.values(), default=-1) + 1

    def overlapping(self, start: int, end: int) -> list[Mark]:
        """Marks with at least one code point in `start..end`, in reading order."""
        return [self._marks[i] for i in self._near(start, end) if self._marks[i].span.end > start]

    def at(self, position: int) -> list[Mark]:
        """Marks over the code point at `position`, topmost first: the shortest lies on top, of equals the last made."""
        return sorted(self.overlapping(position, position + 1), key=lambda mark: (len(mark.span), -mark.id))

    def after(self, mark: Mark | None, position: int) -> Mark | None:
        """The next mark in reading order after `mark`, or the first that starts at or after `position`."""
        i = bisect_right(self._marks, order(mark), key=order) if mark else bisect_left(self._starts, position)
        return self._marks[i] if i < len(self._marks) else None

    def before(self, mark: Mark | None, position: int) -> Mark | None:
        """The previous mark in reading order before `mark`, or the last that starts before `position`."""
        i = bisect_left(self._marks, order(mark), key=order) if mark else bisect_left(self._starts, position)
        return self._marks[i - 1] if i else None

    def add(self, mark: Mark) -> None:
        """Put a new mark in; ValueError if its id is there already."""
        if mark.id in self._by_id:
            raise ValueError(f"mark {mark.id} is there already")
        self._lanes[mark.id] = self._free_lane(mark)
        self._insert(mark)

    def remove(self, mark_id: int) -> None:
        """Take a mark out; KeyError if it is not there."""
        self._take(self._by_id[mark_id])
        del self._lanes[mark_id]

    def replace(self, mark: Mark) -> None:
        """Put `mark` in the place of the one with its id; it keeps its lane if that is free. KeyError if there is none."""
        self._take(self._by_id[mark.id])
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
        """`wish` if it is free around `mark`, else the first lane that is."""
        taken = {self._lanes[self._marks[i].id] for i in self._near(mark.span.start, self._hold(mark))}
        if wish is not None and wish not in taken:
            return wish
        return next(lane for lane in range(len(taken) + 1) if lane not in taken)

    def _assign(self) -> dict[int, int]:
        """Lanes for all marks, the lowest free one in reading order."""
        lanes: dict[int, int] = {}
        free: list[int] = []
        busy: list[tuple[int, int]] = []
        made = 0
        for mark, hold in zip(self._marks, self._holds, strict=True):
            while busy and busy[0][0] <= mark.span.start:
                heappush(free, heappop(busy)[1])
            if free:
                lane = heappop(free)
            else:
                lane, made = made, made + 1
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


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text as it stands on the page: `start..end` in code points, `top..bottom` in pixels."""

    start: int
    end: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Bracket:
    """The visible part of a mark in the margin, in pixels; `open_top` and `open_bottom` if it goes on out of sight."""

    mark: Mark
    lane: int
    top: float
    bottom: float
    open_top: bool
    open_bottom: bool


def brackets(index: MarkIndex, rows: Sequence[Row]) -> list[Bracket]:
    """Brackets for the rows in sight (in order down the page), in reading order."""
    if not rows:
        return []
    starts = [row.start for row in rows]
    ends = [row.end for row in rows]
    made = []
    for mark in index.overlapping(rows[0].start, rows[-1].end):
        first = bisect_right(ends, mark.span.start)
        last = bisect_left(starts, mark.span.end) - 1
        if first <= last:
            made.append(
                Bracket(
                    mark,
                    index.lane(mark.id),
                    rows[first].top,
                    rows[last].bottom,
                    mark.span.start < rows[first].start and first == 0,
                    mark.span.end > rows[last].end and last == len(rows) - 1,
                )
            )
    return made


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label that found a place: its bracket, its top in pixels, and how many labels just below gave way to it."""

    bracket: Bracket
    top: float
    hidden: int


def place_labels(
    shown: Sequence[Bracket], height: float, page: float, selected: int | None = None, slack: float = 0.0
) -> list[PlacedLabel]:
    """Stand a label beside each bracket, none over another, on a page of `page` pixels.

    The rule: a label stands at the top of the visible part of its bracket. The selected one is placed first; the others follow down
    the page, by lane where they begin together. One whose place is taken moves down to the next gap beside its bracket; when all that
    can have been placed, those left over take gaps as far as `slack` pixels below their brackets. What finds none gives way, and the
    label placed nearest above says how many did ("+2").
    """
    queue = sorted(shown, key=lambda b: (b.mark.id != selected, b.top, b.lane))
    owners: dict[float, Bracket] = {}
    tops: list[float] = []
    for reach in (0.0, slack):
        left_over: list[Bracket] = []
        for bracket in queue:
            wish = _wish(bracket, height, page)
            top = _gap(tops, wish, height)
            if top + height > page or top > max(bracket.bottom - height, wish) + reach:
                left_over.append(bracket)
            else:
                insort(tops, top)
                owners[top] = bracket
        queue = left_over
    hidden = dict.fromkeys(tops, 0)
    for bracket in queue if tops else ():
        hidden[tops[max(bisect_right(tops, _wish(bracket, height, page)) - 1, 0)]] += 1
    return [PlacedLabel(owners[top], top, hidden[top]) for top in tops]


def _wish(bracket: Bracket, height: float, page: float) -> float:
    """Where the label of a bracket would stand if it were alone."""
    return min(max(bracket.top, 0.0), max(page - height, 0.0))


def _gap(tops: Sequence[float], wish: float, height: float) -> float:
    """The first place at or below `wish` where `height` pixels are free between labels of that height at `tops` (sorted)."""
    for top in tops:
        if top + height <= wish:
            continue
        if top >= wish + height:
            break
        wish = top + height
    return wish
