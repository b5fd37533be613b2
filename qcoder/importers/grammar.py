"""The one line grammar: which of the labels that lines could carry are speakers, on evidence over the whole file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from qcoder.importers.marks import Clock, Mark, Style, is_direction, is_furniture, is_time, leading_clock, marks_of
from qcoder.importers.sources import Kind
from qcoder.importers.words_of_labels import OPENERS, is_role

_HEADER_LINES = 15
_HEADER_VALUE = 90


@dataclass(slots=True)
class Line:
    """One line of the file with its hints, and the labels that it could carry.

    `speaker` is given where the format itself names one (voice tag, table column). `first` is True for the first line
    of a block. `raw` is the line with the markup that `text` lost.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    bold: int = 0
    raw: str | None = None
    gap: bool = True
    first: bool = True
    speaker: str | None = None
    lead: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    marks: tuple[Mark, ...] = ()
    clock: Clock | None = None
    note: bool = False  # kept in the text, never speech

    def read(self) -> "Line":
        """Find the marks and the leading time; lines that cannot carry a label have none."""
        if self.speaker is None and self.kind in {Kind.PARAGRAPH, Kind.CUE, Kind.HEADING} and not self.note:
            self.clock = leading_clock(self.text)
            if not is_furniture(self.text) and not is_direction(self.text):
                self.marks = marks_of(self.text, self.bold)
                if self.kind is Kind.HEADING:  # a name in a heading style is a line of its own
                    self.marks = tuple(mark for mark in self.marks if mark.style in {Style.TIMED, Style.ALONE})
                if not self.first:
                    self.marks = tuple(mark for mark in self.marks if mark.style is not Style.ALONE)
        return self


@dataclass(frozen=True, slots=True)
class Labels:
    """The decision: which keys are speakers in which style, and whether unboxed leading times are times."""

    accepted: frozenset[tuple[Style, str]] = frozenset()
    open_clocks: bool = False
    header: frozenset[int] = frozenset()

    def mark(self, number: int, line: Line) -> Mark | None:
        """The label of a line, or None."""
        if number in self.header:
            return None
        return next((mark for mark in line.marks if (mark.style, mark.key) in self.accepted), None)

    def clock(self, line: Line) -> Clock | None:
        """The leading time of a line, if times are what lines of this file begin with."""
        return line.clock if line.clock is not None and (line.clock.boxed or self.open_clocks) else None


@dataclass(slots=True)
class _Tally:
    """For one style, which lines could carry which label."""

    lines: dict[str, list[tuple[int, Mark]]] = field(default_factory=dict)

    def add(self, number: int, mark: Mark) -> None:
        self.lines.setdefault(mark.key, []).append((number, mark))

    def count(self, keys: Iterable[str]) -> int:
        return sum(len(self.lines[key]) for key in keys)

    def marks(self, keys: Iterable[str]) -> list[tuple[int, Mark]]:
        return [pair for key in keys for pair in self.lines[key]]

    def name_like(self, key: str) -> bool:
        return self.lines[key][0][1].name_like

    def role(self, key: str) -> bool:
        return is_role(self.lines[key][0][1].label)


def decide(lines: list[Line]) -> Labels:
    """Weigh every label that the lines could carry and return those that are speakers. Any list of lines has a decision."""
    speech = [i for i, line in enumerate(lines) if line.kind is not Kind.VERBATIM and line.text.strip() and not line.note]
    header = _header(lines, speech)
    tallies = {style: _Tally() for style in Style}
    for i in speech:
        if i not in header:
            for mark in lines[i].marks:
                if not mark.refused and _has_words(mark, lines, i):
                    tallies[mark.style].add(i, mark)
    total = max(1, sum(_may_be_said(lines[i]) for i in speech))
    chosen = {style: _accept(style, tally, lines, total) for style, tally in tallies.items()}
    best = max(Style, key=lambda style: (tallies[style].count(chosen[style]) * (2 if style is Style.TIMED else 1), -style))
    accepted = {(best, key) for key in chosen[best]}
    # The same person may stand with a colon here and without one there; another style alone brings no new names.
    for style in (Style.TIMED, Style.COLON, Style.BOLD, Style.ALONE):
        for key in chosen[best]:
            if key in tallies[style].lines and (style is not Style.ALONE or any(mark.bold for _i, mark in tallies[style].lines[key])):
                accepted.add((style, key))
    least = tallies[best].count(chosen[best]) / 5
    if best in {Style.COLON, Style.BOLD, Style.TIMED}:
        for style in (Style.COLON, Style.BOLD, Style.TIMED):
            accepted |= {(style, key) for key in chosen[style] if tallies[style].count(chosen[style]) >= least}
    clocks = sum(1 for i in speech if lines[i].clock is not None)
    return Labels(frozenset(accepted), clocks >= 3 and clocks * 4 >= total, header)


def _may_be_said(line: Line) -> bool:
    return line.kind is not Kind.HEADING and not is_direction(line.text) and not is_time(line.text)


def _has_words(mark: Mark, lines: list[Line], number: int) -> bool:
    """A name alone on its line needs a line that is no such name after it."""
    if mark.style not in {Style.ALONE, Style.TIMED}:
        return True
    following = next((line for line in lines[number + 1 : number + 3] if line.text.strip()), None)
    if following is None or following.kind is Kind.HEADING:
        return False
    return not any(other.style is mark.style and other.bold == mark.bold and other.name_like for other in following.marks[:1])


def _header(lines: list[Line], speech: list[int]) -> frozenset[int]:
    """Lines of metadata at the top (`Date: …`, `Interviewer: Jane`): up to the last refused word, and on to the next blank line."""
    run, refused = _header_run(lines, speech)
    if not refused:
        return frozenset()
    end = refused[-1] + 1
    block = all(not lines[i].gap for i in run[1:end])
    if not (refused[0] == 0 or block or (len(refused) > 1 and 2 * len(refused) >= end)):
        return frozenset()
    further = end
    while further < len(run) and not lines[run[further]].gap:
        further += 1
    return frozenset(run[: further if further < len(run) else end])


def _header_run(lines: list[Line], speech: list[int]) -> tuple[list[int], list[int]]:
    """The first `key: value` lines until a key recurs or a value is long, with one more to mark the end; and which are refused."""
    run: list[int] = []
    refused: list[int] = []
    seen: set[str] = set()
    for i in speech[:_HEADER_LINES]:
        mark = next((mark for mark in lines[i].marks if mark.style is Style.COLON), None)
        if lines[i].kind is Kind.HEADING or (mark is None and not run):
            continue
        if mark is None or mark.key in seen or len(lines[i].text) - mark.rest > _HEADER_VALUE:
            run.append(i)
            break
        seen.add(mark.key)
        if mark.refused:
            refused.append(len(run))
        run.append(i)
    return run, refused


def _accept(style: Style, tally: _Tally, lines: list[Line], total: int) -> set[str]:
    if style is Style.TIMED:
        return _accept_timed(tally, total)
    if style in {Style.COLON, Style.BOLD}:
        return _accept_leading(tally, lines, total)
    return _accept_faint(style, tally, lines, total)


def _accept_timed(tally: _Tally, total: int) -> set[str]:
    keys = set(tally.lines)
    count = tally.count(keys)
    return keys if (count >= 2 and count * 8 >= total) or (count == 1 and total <= 4) else set()


def _strong(tally: _Tally) -> set[str]:
    """Labels that recur: twice if they look like names, else three times; a role's name once is as good."""
    return {key for key, pairs in tally.lines.items() if _is_strong(key, len(pairs), tally)}


def _is_strong(key: str, count: int, tally: _Tally) -> bool:
    if tally.name_like(key):
        return count >= 2 or tally.role(key)
    if len(key) > 1 and key.split(maxsplit=1)[0].strip(",") in OPENERS:  # the beginning of a sentence, however often it is said
        return False
    return count >= 3 or (count == 2 and tally.role(key))


def _accept_leading(tally: _Tally, lines: list[Line], total: int) -> set[str]:
    """Names before a colon, or bold at the beginning of a paragraph."""
    strong = _strong(tally)
    names = {key for key in tally.lines if tally.name_like(key)}
    share, name_share = tally.count(strong) / total, tally.count(names) / total
    clear = share >= 0.3 or (name_share >= 0.6 and len(names) >= 2)
    recurring = {key for key in strong if len(tally.lines[key]) > 1}
    roles = {key for key in strong if tally.role(key)}
    if len(recurring & names) < 2 and not roles and not clear:
        return set()
    if clear:
        strong |= {key for key in names if _fits(tally.lines[key], tally.marks(strong), lines)}
    return strong


def _fits(pairs: list[tuple[int, Mark]], pattern: list[tuple[int, Mark]], lines: list[Line]) -> bool:
    """A label met once is one more speaker only if it stands as the others stand: after a gap, in bold, with a time."""
    if not pattern:
        return True
    for of_mark in (
        lambda i, mark: lines[i].gap,
        lambda i, mark: mark.bold,
        lambda i, mark: mark.start_ms is not None,
    ):
        usual = sum(bool(of_mark(i, mark)) for i, mark in pattern)
        if usual >= 0.9 * len(pattern) and not all(of_mark(i, mark) for i, mark in pairs):
            return False
    return True


def _accept_faint(style: Style, tally: _Tally, lines: list[Line], total: int) -> set[str]:
    """Names before a tab or a dash, or alone on a line: only when the whole file is built on them."""
    strong = {key for key in _strong(tally) if len(tally.lines[key]) > 1}
    names = {key for key in tally.lines if tally.name_like(key)}
    needed = 0.2 if style is Style.ALONE else 0.5
    roles = {key for key in names if tally.role(key)}
    alike = strong | {key for key in names if _fits(tally.lines[key], tally.marks(strong), lines)}
    if tally.count(strong) / total >= needed and (len(strong) >= 2 or roles & strong):
        return alike
    if style is Style.ALONE and strong and len(alike) >= 2 and tally.count(alike) / total >= 0.4:  # names and words take turns
        return alike
    bold = {key for key in names if all(mark.bold for _i, mark in tally.lines[key])}
    if style is Style.ALONE and tally.count(bold) / total >= 0.3 and len(bold) >= 2 and bold & (roles | strong):
        return bold
    return set()
