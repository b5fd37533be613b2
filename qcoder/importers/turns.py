"""From lines and the decision who speaks to the stored text and its turns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from qcoder.domain.documents import Turn
from qcoder.domain.spans import Span, trim
from qcoder.importers.grammar import Labels, Line
from qcoder.importers.marks import Mark, Style, final_clock, is_direction, is_furniture, is_time
from qcoder.importers.normalise import break_long
from qcoder.importers.sources import Kind
from qcoder.importers.words_of_labels import ASIDES

_PAUSE_MS = 2_000
_PARAGRAPH = 600
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।", "”", '"', "»")


@dataclass(slots=True)
class Segment:
    """A stretch of the stored text: a turn if `spoken`, else what lies between turns."""

    pieces: list[str] = field(default_factory=list)
    spoken: bool = False
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    lead: str = ""
    joint: str = "\n"

    @property
    def text(self) -> str:
        """The pieces as they stand in the stored text."""
        joined = self.joint.join(self.pieces)
        return break_long(joined) if self.joint == " " else joined


@dataclass(frozen=True, slots=True)
class Naming:
    """How marks become speakers: the name shown for each key, and which labels are to stay in the text."""

    names: Mapping[str, str]
    not_speakers: frozenset[str] = frozenset()

    def speaker(self, mark: Mark) -> str | None:
        """The speaker's name, or None if the label is no speaker's."""
        return None if mark.key in self.not_speakers else self.names[mark.key]


class Builder:
    """Lays lines one after the other and cuts them into turns.

    `unlabelled` says that lines without a label are turns of their own (only interviewers are named, or what comes before the first
    label is speech too): "none", "before" the first label, or "all".
    """

    def __init__(self, labels: Labels, naming: Naming, unlabelled: str = "none", *, wrapped: bool = False) -> None:
        self._labels = labels
        self._naming = naming
        self._unlabelled = unlabelled
        self._wrapped = wrapped
        self._segments: list[Segment] = []
        self._open: Segment | None = None
        self._speaker: str | None = None
        self._known = False
        self._in_table = False
        self._waiting: tuple[str, int | None, int | None] | None = None

    def build(self, lines: list[Line]) -> list[Segment]:
        """All segments in order; none is empty."""
        for number, line in enumerate(lines):
            if line.text.strip():
                self._line(number, line)
        self._flush_waiting()
        self._close()
        return self._segments

    def _line(self, number: int, line: Line) -> None:
        mark = self._labels.mark(number, line)
        speaker = line.speaker if line.speaker is not None else self._naming.speaker(mark) if mark is not None else None
        if speaker is not None:
            self._labelled(line, mark, speaker)
        elif number in self._labels.header or self._is_between(line):
            self._between(line)
        else:
            self._unnamed(line)

    def _labelled(self, line: Line, mark: Mark | None, speaker: str) -> None:
        self._in_table = line.kind is Kind.ROW
        raw = line.text if line.raw is None else line.raw
        said = line.text[mark.rest :] if mark is not None else line.text
        lead = raw[: len(raw) - len(said)] if mark is not None else line.lead
        clock = self._labels.clock(line)
        starts = (line.start_ms, mark.start_ms if mark else None, clock.start_ms if clock else None)
        start = next((time for time in starts if time is not None), None)
        end = line.end_ms if line.end_ms is not None else mark.end_ms if mark else None
        if line.kind is Kind.CUE and self._open is not None and self._open.speaker == speaker and self._waiting is None:
            self._add(said, end)
            return
        if line.kind is Kind.ROW and not line.lead and self._open is not None and self._open.speaker == speaker:
            self._add(said, end)
            return
        self._start(speaker, lead, start, end, joint=" " if line.kind is Kind.CUE else "\n")
        self._add(said, end)

    def _is_between(self, line: Line) -> bool:
        if line.note or line.kind in {Kind.ASIDE, Kind.HEADING} or is_furniture(line.text) or self._in_table:
            return True
        if line.kind is Kind.CUE:
            return False
        if is_direction(line.text):
            return self._open is None or bool(self._open.pieces)
        return self._known and line.gap and any(_is_aside(mark, line) for mark in line.marks)

    def _between(self, line: Line) -> None:
        self._flush_waiting()
        self._close()
        text = line.text if line.raw is None else line.raw
        last = self._segments[-1] if self._segments else None
        if last is not None and not last.spoken and not line.gap:
            last.pieces.append(text)
        else:
            self._segments.append(Segment([text]))

    def _unnamed(self, line: Line) -> None:
        raw = line.text if line.raw is None else line.raw
        clock = self._labels.clock(line)
        if clock is not None:
            rest = line.text[clock.rest :].strip()
            self._wait(raw[: len(raw) - len(line.text) + clock.rest], clock.start_ms, clock.end_ms)
            if not rest:
                return
            raw = rest
        if line.start_ms is not None and self._open is None:
            self._waiting = self._waiting or ("", line.start_ms, line.end_ms)
        alone = self._unlabelled == "all" or (self._unlabelled == "before" and not self._known)
        if alone and not (self._wrapped and not line.gap and self._open is not None and self._waiting is None):
            self._start(None, *(self._take_waiting() or ("", None, None)), joint=" " if line.kind is Kind.CUE else "\n")
        elif self._open is None or self._waiting is not None:
            if not self._known:
                self._between_words(raw, line)
                return
            self._start(self._speaker, *(self._take_waiting() or ("", None, None)), joint=" " if line.kind is Kind.CUE else "\n")
        self._add(raw, line.end_ms)

    def _between_words(self, text: str, line: Line) -> None:
        lead = self._take_waiting()
        self._close()
        text = (lead[0] if lead else "") + text
        last = self._segments[-1] if self._segments else None
        if last is not None and not last.spoken and not line.gap:
            last.pieces.append(text)
        else:
            self._segments.append(Segment([text]))

    def _start(self, speaker: str | None, lead: str, start: int | None, end: int | None, *, joint: str) -> None:
        waiting = self._take_waiting()
        self._close()
        if waiting is not None:
            lead = waiting[0] + ("\n" if waiting[0] and not waiting[0].endswith((" ", "\t", "\n")) else "") + lead
            start, end = (waiting[1], waiting[2]) if start is None else (start, end)
        self._open = Segment([], True, speaker, start, end, lead, joint)
        self._speaker = speaker
        if speaker is not None:
            self._known = True

    def _add(self, said: str, end: int | None) -> None:
        if self._open is None:
            return
        if said.strip():
            self._open.pieces.append(said.strip() if not self._open.pieces or self._open.joint == " " else said.rstrip())
        if end is not None and self._open.joint == " ":
            self._open.end_ms = end

    def _wait(self, lead: str, start: int | None, end: int | None) -> None:
        self._flush_waiting()
        self._waiting = (lead, start, end)

    def _take_waiting(self) -> tuple[str, int | None, int | None] | None:
        waiting, self._waiting = self._waiting, None
        return waiting

    def _flush_waiting(self) -> None:
        """A time that no words followed stays in the text."""
        waiting = self._take_waiting()
        if waiting is not None and waiting[0].strip():
            self._close()
            self._segments.append(Segment([waiting[0].strip()]))

    def _close(self) -> None:
        if self._open is not None:
            if not self._open.pieces:  # a name without words is no turn, but it stays readable
                self._open = Segment([self._open.lead.strip()]) if self._open.lead.strip() else None
            if self._open is not None:
                self._segments.append(self._open)
            self._open = None


def _is_aside(mark: Mark, line: Line) -> bool:
    """`Summary: …` and `Break: [10:05]` are the transcriber's words."""
    said = line.text[mark.rest :].strip()
    return mark.style is Style.COLON and mark.refused and (mark.key in ASIDES or not said or is_time(said))


def build_nameless(lines: list[Line], labels: Labels) -> list[Segment]:
    """Nobody is named: one turn per paragraph; cues run together until a sentence ends at a pause or a paragraph is full."""
    segments: list[Segment] = []
    wrapped = is_wrapped(lines)
    waiting: Segment | None = None  # a time alone on its line, for the words that follow
    for line in lines:
        segment = _nameless(line, labels)
        if not segment.text.strip():
            if segment.lead.strip():
                segments.extend([Segment([waiting.lead.strip()])] if waiting else [])
                waiting = segment
            continue
        last = segments[-1] if segments else None
        if last is not None and waiting is None and last.spoken == segment.spoken and _continues(last, segment, line, wrapped):
            last.pieces.extend(segment.pieces)
            last.end_ms = segment.end_ms if segment.end_ms is not None else last.end_ms
            continue
        if waiting is not None and segment.spoken and segment.start_ms is None:
            segment.start_ms, segment.end_ms, segment.lead = waiting.start_ms, waiting.end_ms, waiting.lead
        elif waiting is not None:
            segments.append(Segment([waiting.lead.strip()]))
        waiting = None
        segments.append(segment)
    segments.extend([Segment([waiting.lead.strip()])] if waiting else [])
    return segments


def _nameless(line: Line, labels: Labels) -> Segment:
    """A line by itself: its words as a turn of nobody's, or as text where it cannot be speech."""
    raw = line.text if line.raw is None else line.raw
    if line.kind is Kind.ASIDE or line.note or is_furniture(line.text):
        return Segment([raw])
    clock = labels.clock(line)
    if clock is None:
        return Segment([raw.strip()], True, None, line.start_ms, line.end_ms, "", " " if line.kind is Kind.CUE else "\n")
    rest = line.text[clock.rest :]
    return Segment([rest.strip()], True, None, clock.start_ms, clock.end_ms, raw[: len(raw) - len(rest)], " ")


def _continues(last: Segment, segment: Segment, line: Line, wrapped: bool) -> bool:
    if not segment.spoken:
        return not line.gap
    ended = last.pieces[-1].rstrip().endswith(_SENTENCE_ENDS)
    size = sum(map(len, last.pieces))
    if line.kind is Kind.CUE:
        pause = line.start_ms is not None and last.end_ms is not None and line.start_ms - last.end_ms >= _PAUSE_MS
        return not (ended and (pause or size >= _PARAGRAPH)) and size < 4 * _PARAGRAPH
    if segment.joint == " ":  # one caption per line: a sentence cut in the middle is one sentence
        return last.joint == " " and not ended and size < _PARAGRAPH
    if line.kind is Kind.HEADING or (not line.first and line.gap):
        return False
    return not line.first or (not line.gap and (wrapped or line.kind is Kind.VERBATIM))


def is_wrapped(lines: list[Line]) -> bool:
    """True if lines look cut at a fixed width, so that only blank lines part paragraphs."""
    inner = [len(line.text) for line, following in pairwise(lines) if not following.gap and line.kind is Kind.PARAGRAPH]
    return len(inner) >= 3 and 40 <= max(inner) <= 140 and sum(size >= 0.75 * max(inner) for size in inner) >= 0.8 * len(inner)


def render(segments: list[Segment]) -> tuple[str, tuple[Turn, ...]]:
    """The stored text, segments parted by a blank line, and the turns over it."""
    texts: list[str] = []
    turns: list[Turn] = []
    position = 0
    for segment in segments:
        text = segment.text
        if not text.strip():
            continue
        if segment.spoken:
            turns.append(_turn(segment, text, position))
        texts.append(text)
        position += len(text) + 2
    return "\n\n".join(texts), tuple(turns)


def _turn(segment: Segment, text: str, position: int) -> Turn:
    end, end_ms = len(text), segment.end_ms
    final = final_clock(text)
    if final is not None and final[0] > 0:  # the time after the words stays in the text but is not said
        end, end_ms = final
    inner = trim(text, Span(0, end))
    return Turn(Span(position + inner.start, position + inner.end), segment.speaker, segment.start_ms, end_ms, segment.lead)
