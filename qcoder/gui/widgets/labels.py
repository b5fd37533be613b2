"""Where brackets and labels stand in the margin: rows of the page in, places out. No Qt here."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil

from qcoder.gui.widgets.marks import Mark, MarkIndex


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
    """A label that found a place: its bracket, its top in pixels, and the marks just below whose labels gave way to it.

    `along` are brackets of the same code, by other coders, that it speaks for as well; `column` is its place in a row that several
    share, where all are to be shown.
    """

    bracket: Bracket
    top: float
    gave_way: tuple[Mark, ...] = ()
    along: tuple[Bracket, ...] = ()
    column: int = 0

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks that it speaks for."""
        return (self.bracket.mark, *(bracket.mark for bracket in self.along))


def place_labels(
    shown: Sequence[Bracket], height: float, page: float, selected: Collection[int] = (), slack: float = 0.0
) -> list[PlacedLabel]:
    """Stand a label beside each bracket, none over another, on a page of `page` pixels.

    The rule: passages with one code that several coders put where it touches share a label. A label stands at the top of the visible
    part of its bracket. The selected ones are placed first; the others follow down
    the page, by lane where they begin together. One whose place is taken moves down to the next gap beside its bracket; when all that
    can have been placed, those left over take gaps as far as `slack` pixels below their brackets. What finds none gives way, and the
    label placed nearest above says how many did ("+2").
    """
    shared = share_labels(shown)
    along = {first.mark.id: others for first, *others in shared}
    queue = sorted((first for first, *_others in shared), key=lambda b: (_chosen([b, *along[b.mark.id]], selected), b.top, b.lane))
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
    gave_way: dict[float, list[Mark]] = {top: [] for top in tops}
    for bracket in queue if tops else ():
        above = tops[max(bisect_right(tops, _wish(bracket, height, page)) - 1, 0)]
        gave_way[above] += [bracket.mark, *(other.mark for other in along[bracket.mark.id])]
    return [PlacedLabel(owners[top], top, tuple(gave_way[top]), tuple(along[owners[top].mark.id])) for top in tops]


def share_labels(shown: Sequence[Bracket]) -> list[list[Bracket]]:
    """Brackets that one label can speak for: of one code (by its name and colour), by different people, touching each other in turn."""
    found: list[list[Bracket]] = []
    latest: dict[tuple[str, str], list[Bracket]] = {}
    for bracket in sorted(shown, key=lambda b: (b.top, b.lane)):
        code = (bracket.mark.label, bracket.mark.color)
        before = latest.get(code)
        there = before is not None and bracket.top < max(other.bottom for other in before)
        if before is not None and there and bracket.mark.initials not in [other.mark.initials for other in before]:
            before.append(bracket)
        else:
            latest[code] = [bracket]
            found.append(latest[code])
    return found


def _chosen(brackets_: Sequence[Bracket], selected: Collection[int]) -> bool:
    """False (which sorts first) if one of them is selected."""
    return not any(bracket.mark.id in selected for bracket in brackets_)


def columns_for(count: int, height: float, page: float) -> int:
    """How many labels must share a row so that all of them find a place on the page."""
    return max(ceil(count / max(int(page // height), 1)), 1)


def spread_labels(shown: Sequence[Bracket], height: float, page: float) -> list[PlacedLabel]:
    """Stand a label for every bracket, as near to its bracket as may be, in the order of the page; several share a row where they must."""
    rows_there = max(int(page // height), 1)
    together = columns_for(len(shown), height, page)
    queue = sorted(shown, key=lambda b: (b.top, b.lane))
    placed: list[PlacedLabel] = []
    row, column = -1, together
    for i, bracket in enumerate(queue):
        # Not so far down that those after it would find no place.
        latest = rows_there - 1 - (len(queue) - 1 - i) // together
        wanted = min(max(int(_wish(bracket, height, page) // height), row + (column >= together)), latest)
        column = column + 1 if wanted == row else 1
        row = wanted
        placed.append(PlacedLabel(bracket, row * height, column=column - 1))
    return placed


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
