"""A coded transcript on sheets of paper: text, speakers, and the margin with a bracket and a name for every coding.

All lengths here are tenths of a point (1/720 inch), whatever it is drawn on: screen, printer or PDF.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QTextCharFormat, QTextLayout, QTextOption

from qcoder.gui.offsets import OffsetMap
from qcoder.gui.widgets.colors import ReadingColors, readable, underlay
from qcoder.gui.widgets.geometry import PageLine, is_right_to_left
from qcoder.gui.widgets.labels import Bracket, PlacedLabel, Row, brackets, place_labels, spread_labels
from qcoder.gui.widgets.marks import Mark, MarkIndex, TurnLine, segments
from qcoder.gui.widgets.patterns import pattern_pen
from qcoder.gui.widgets.typeset import Reading, muted_spans
from qcoder.words import _

PAPERS = {"A4": (5953.0, 8419.0), "Letter": (6120.0, 7920.0)}
"""Name -> width and height."""
UNITS_PER_INCH = 720.0

_EDGE = 480.0
_GUTTER = 700.0
_NUMBER = 190.0
_GAP = 110.0
_PITCH = 62.0
_WIDE_MARGIN = 0.31
_STRIPS = 4


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One code in the list at the end: its path, how it is drawn, and how many passages of it there are."""

    path: str
    color: str
    pattern: int
    passages: int


@dataclass(frozen=True, slots=True)
class PaperText:
    """What is to be printed. `facts` stand under the title, `foot` at the bottom of every page; `marks` are the codings shown."""

    title: str
    facts: tuple[str, ...]
    foot: str
    text: str
    turns: Sequence[TurnLine]
    marks: Sequence[Mark]
    legend: Sequence[LegendLine] = ()


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """How: `paper` a key of PAPERS, `size` in points, `shade` if coded words are tinted, `initials` if the margin says who coded."""

    paper: str = "A4"
    family: str = ""
    size: int = 10
    shade: bool = True
    times: bool = True
    numbers: bool = False
    initials: bool = False
    legend: bool = True


@dataclass(slots=True)
class _Line:
    """A line of text on its page; `layout` keeps the paragraph alive that it belongs to."""

    page: PageLine
    layout: QTextLayout
    turn: TurnLine | None


@dataclass(slots=True)
class Sheet:
    """One page: lines of the transcript, headings above them, and lines of the list of codes."""

    lines: list[_Line]
    headings: list[tuple[QTextLayout, bool]]
    legend: list[tuple[float, float, LegendLine]]


class Paper:
    """A transcript laid out on pages; `pages` may be painted in any order, on anything."""

    def __init__(self, what: PaperText, style: PaperStyle) -> None:
        """Break the text into pages: a few hundredths of a second for 10,000 words."""
        self.what = what
        self.style = style
        self.width, self.height = PAPERS[style.paper]
        self._colors = ReadingColors()
        self._offsets = OffsetMap(what.text)
        self._index = MarkIndex(what.marks, what.text)
        self._font = _serif(style)
        self._names = _sans(style.size * 0.82, QFont.Weight.DemiBold)
        self._small = _sans(style.size * 0.76)
        self._labels = _sans(style.size * 0.78, QFont.Weight.DemiBold)
        has_names = any(turn.speaker or (style.times and turn.time) for turn in what.turns)
        self._left = _EDGE + (_GUTTER if has_names else 0.0) + (_NUMBER if style.numbers else 0.0)
        self._margin = self.width * _WIDE_MARGIN if what.marks else _EDGE
        self._column = self.width - self._left - self._margin
        self._bottom = self.height - _EDGE - 220.0
        self.pages: list[Sheet] = []
        self._set()

    @property
    def lanes(self) -> int:
        """How many brackets stand side by side at the most."""
        return sum(self._index.lane_counts().values())

    # -- laying out ---------------------------------------------------------------------------------------------

    def _set(self) -> None:
        self.pages = [Sheet([], [], [])]
        y = self._set_headings()
        y = self._set_text(y)
        if self.style.legend and self.what.legend:
            self._set_legend(y)

    def _set_headings(self) -> float:
        y = _EDGE
        title = _sans(self.style.size * 1.7, QFont.Weight.DemiBold)
        for font, words, strong in ((title, self.what.title, True), *((self._small, fact, False) for fact in self.what.facts)):
            layout = QTextLayout(words, font)
            layout.setTextOption(_wrapping())
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(self.width - 2 * _EDGE)
                line.setPosition(QPointF(_EDGE, y))
                y += line.height() * 1.15
            layout.endLayout()
            self.pages[0].headings.append((layout, strong))
        return y + 200.0

    def _set_text(self, y: float) -> float:
        text, turns = self.what.text, self.what.turns
        pitch = float(round(max(self.style.size * 10 * 1.45, QFontMetricsF(self._font).height())))
        muted = _Walk(muted_spans(text, turns))
        begins = {turn.span.start: turn for turn in turns}
        starts = sorted(begins)
        start, place, short = 0, 0, False
        for number, words in enumerate(text.split("\n")):
            end = start + len(words)
            first = place
            while place < len(starts) and starts[place] <= end:
                place += 1
            here = [begins[at] for at in starts[first:place]]
            if not words:
                y += pitch * (0.85 if short and self.style.times else 0.5)
            else:
                layout, count = self._paragraph(words, start, muted.within(start, end))
                y = self._place(layout, count, (start, end, number), y, pitch, here)
                short = count == 1
            start = end + 1
        return y

    def _paragraph(self, words: str, start: int, muted: Sequence[tuple[int, int]]) -> tuple[QTextLayout, int]:
        layout = QTextLayout(words, self._font)
        layout.setTextOption(_wrapping())
        grey = QTextCharFormat()
        grey.setForeground(QColor(self._colors.muted))
        zero = self._offsets.to_qt(start)
        formats = []
        for low, high in muted:
            ranged = QTextLayout.FormatRange()
            ranged.start, ranged.length, ranged.format = self._offsets.to_qt(low) - zero, 0, grey
            ranged.length = self._offsets.to_qt(high) - zero - ranged.start
            formats.append(ranged)
        layout.setFormats(formats)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._column)
        layout.endLayout()
        return layout, layout.lineCount()

    def _place(
        self, layout: QTextLayout, count: int, where: tuple[int, int, int], y: float, pitch: float, turns: Sequence[TurnLine]
    ) -> float:
        """Stand the lines of a paragraph on pages; neither its first nor its last line is left alone."""
        start, _end, number = where
        zero = self._offsets.to_qt(start)
        right_to_left = is_right_to_left(layout.text())
        for i in range(count):
            line = layout.lineAt(i)
            step = max(pitch, line.height())
            alone = (i == 0 and count > 1) or (count > 2 and i == count - 2)
            if y + step * (2 if alone else 1) > self._bottom and self.pages[-1].lines:
                self.pages.append(Sheet([], [], []))
                y = _EDGE
            top = y + step - line.height()
            line.setPosition(QPointF(0.0, top))
            low = zero + line.textStart()
            high = low + line.textLength()
            baseline = top + line.ascent()
            begun = next((turn for turn in turns if low <= self._offsets.to_qt(turn.span.start) <= high), None)
            turns = [turn for turn in turns if turn is not begun]
            page = PageLine(
                low, high, y, y + step, baseline, top, baseline + line.descent(), zero, number, i == 0,
                QPointF(self._left, 0.0), line, right_to_left,
            )  # fmt: skip
            self.pages[-1].lines.append(_Line(page, layout, begun))
            y += step
        return y

    def _set_legend(self, y: float) -> None:
        step = QFontMetricsF(self._small).height() * 1.35
        y += step
        if y + 4 * step > self._bottom:
            self.pages.append(Sheet([], [], []))
            y = _EDGE
        heading = QTextLayout(_("Codes on these pages"), self._names)
        heading.beginLayout()
        line = heading.createLine()
        line.setLineWidth(self.width)
        line.setPosition(QPointF(_EDGE, y))
        heading.endLayout()
        self.pages[-1].headings.append((heading, True))
        y += step * 1.4
        half = (self.width - 2 * _EDGE) / 2
        for i, entry in enumerate(self.what.legend):
            if i % 2 == 0 and i:
                y += step
            if i % 2 == 0 and y + step > self._bottom:
                self.pages.append(Sheet([], [], []))
                y = _EDGE
            self.pages[-1].legend.append((_EDGE + half * (i % 2), y, entry))

    # -- painting -----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint a page (0 is the first); the painter stands at its upper left corner, one unit a tenth of a point."""
        sheet = self.pages[number]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = [line.page for line in sheet.lines]
        if self.style.shade and lines:
            self._shade(painter, lines)
        painter.setPen(QColor(self._colors.text))
        for line in sheet.lines:
            line.page.line.draw(painter, line.page.origin)
            self._draw_side(painter, line)
        for layout, strong in sheet.headings:
            painter.setPen(QColor(self._colors.text if strong else self._colors.muted))
            layout.draw(painter, QPointF(0.0, 0.0))
        self._draw_margin(painter, lines)
        for x, y, entry in sheet.legend:
            self._draw_legend(painter, x, y, entry)
        self._draw_foot(painter, number)

    def _shade(self, painter: QPainter, lines: Sequence[PageLine]) -> None:
        """A soft ground behind coded words in the colour of the shortest passage, and a thin line below for each other one."""
        to_qt, to_text = self._offsets.to_qt, self._offsets.to_text
        marks = self._index.overlapping(to_text(lines[0].start), to_text(lines[-1].end))
        for line in lines if marks else ():
            start, end = to_text(line.start), to_text(line.end)
            here = [mark for mark in marks if mark.span.start < end and start < mark.span.end]
            for low, high, over in segments(here, start, end):
                stack = sorted(over, key=lambda mark: (len(mark.span), -mark.id))
                ground = QColor(underlay(stack[0].color, self._colors, len(stack)))
                for rect in line.rects(to_qt(low), to_qt(high)):
                    painter.fillRect(rect, ground)
                    for i, mark in enumerate(stack[1:_STRIPS]):
                        strip = QRectF(rect.left(), rect.bottom() + 12.0 * i, rect.width(), 9.0)
                        painter.fillRect(strip, QColor(readable(mark.color, self._colors.ground, 1.8)))

    def _draw_side(self, painter: QPainter, line: _Line) -> None:
        """Speaker and time before a turn's first line, and the number of the paragraph."""
        page, turn = line.page, line.turn
        right = self._left - _GAP
        names, small = QFontMetricsF(self._names), QFontMetricsF(self._small)
        if turn is not None and turn.speaker:
            painter.setFont(self._names)
            painter.setPen(QColor(self._colors.muted if turn.interviewer else self._colors.text))
            room = _GUTTER - _GAP
            painter.drawText(
                QRectF(right - room, page.baseline - names.ascent(), room, names.height()),
                Qt.AlignmentFlag.AlignRight,
                names.elidedText(turn.speaker, Qt.TextElideMode.ElideRight, room),
            )
        painter.setFont(self._small)
        painter.setPen(QColor(self._colors.faint))
        if turn is not None and turn.time and self.style.times:
            top = page.baseline + (names.descent() if turn.speaker else -small.ascent())
            painter.drawText(QRectF(_EDGE, top, right - _EDGE, small.height()), Qt.AlignmentFlag.AlignRight, turn.time)
        if self.style.numbers and page.first_of_block and not page.blank:
            at = QRectF(_EDGE, page.baseline - small.ascent(), _NUMBER, small.height())
            painter.drawText(at, Qt.AlignmentFlag.AlignLeft, str(page.block_number + 1))
        painter.setPen(QColor(self._colors.text))

    def _draw_margin(self, painter: QPainter, lines: Sequence[PageLine]) -> None:
        shown = self.brackets_on(lines)
        if not shown:
            return
        lanes = max(self._lane(bracket) for bracket in shown) + 1
        room = self._margin - _EDGE - _GAP
        pitch = min(_PITCH, room * 0.4 / lanes)
        left = self._left + self._column + _GAP
        for bracket in shown:
            self._draw_bracket(painter, bracket, left + (self._lane(bracket) + 0.5) * pitch, pitch, lines)
        row = QFontMetricsF(self._labels).height() + 12.0
        at = left + lanes * pitch + 60.0
        width = self.width - _EDGE * 0.6 - at
        placed = self.labels_on(shown, row)
        together = 1 + max(label.column for label in placed)
        for label in placed:
            each = width / together
            self._draw_label(painter, label, QRectF(at + each * label.column, label.top + lines[0].top, each - 20.0, row))

    def brackets_on(self, lines: Sequence[PageLine]) -> list[Bracket]:
        """The brackets beside these lines, measured from the top of the first."""
        if not lines:
            return []
        zero = lines[0].top
        to_text = self._offsets.to_text
        return brackets(self._index, [Row(to_text(p.start), to_text(p.end), p.top - zero, p.bottom - zero) for p in lines if not p.blank])

    def labels_on(self, shown: Sequence[Bracket], row: float) -> list[PlacedLabel]:
        """A name for every bracket: on paper none may give way, so where they would, several share a row."""
        height = max(*(bracket.bottom for bracket in shown), row)
        placed = place_labels(shown, row, height, slack=6 * row)
        return placed if len(placed) == len(shown) else spread_labels(shown, row, height)

    def _lane(self, bracket: Bracket) -> int:
        """The lane of a bracket counted over all groups."""
        before = sum(count for group, count in self._index.lane_counts().items() if group < bracket.mark.group)
        return before + bracket.lane

    def _draw_bracket(self, painter: QPainter, bracket: Bracket, x: float, pitch: float, lines: Sequence[PageLine]) -> None:
        zero = lines[0].top
        arm = min(45.0, pitch - 10.0)
        top, bottom = bracket.top + zero + 25.0, bracket.bottom + zero - 10.0
        path = QPainterPath()
        if bracket.open_top:
            path.moveTo(x, top - 40.0)
        else:
            path.moveTo(x - arm, top)
            path.lineTo(x, top)
        if bracket.open_bottom:
            path.lineTo(x, bottom + 40.0)
        else:
            path.lineTo(x, bottom)
            path.lineTo(x - arm, bottom)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pattern_pen(readable(bracket.mark.color, self._colors.ground), 13.0, bracket.mark.pattern))
        painter.drawPath(path)

    def _draw_label(self, painter: QPainter, label: PlacedLabel, room: QRectF) -> None:
        mark = label.bracket.mark
        metrics = QFontMetricsF(self._labels)
        tail = f" · {mark.initials}" if self.style.initials and mark.initials else ""
        head = "… " if label.bracket.open_top else ""
        name = metrics.elidedText(head + mark.label, Qt.TextElideMode.ElideRight, room.width() - metrics.horizontalAdvance(tail))
        painter.setFont(self._labels)
        painter.setPen(QColor(readable(mark.color, self._colors.ground)))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        if tail:
            painter.setPen(QColor(self._colors.faint))
            room.setLeft(room.left() + metrics.horizontalAdvance(name))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, tail)

    def _draw_legend(self, painter: QPainter, x: float, y: float, entry: LegendLine) -> None:
        metrics = QFontMetricsF(self._small)
        middle = y + metrics.height() / 2
        painter.setPen(pattern_pen(readable(entry.color, self._colors.ground), 20.0, entry.pattern))
        painter.drawLine(QPointF(x, middle), QPointF(x + 160.0, middle))
        painter.setFont(self._small)
        painter.setPen(QColor(self._colors.text))
        room = (self.width - 2 * _EDGE) / 2 - 240.0
        count = f"  {entry.passages}"
        words = metrics.elidedText(entry.path, Qt.TextElideMode.ElideLeft, room - metrics.horizontalAdvance(count)) + count
        painter.drawText(QRectF(x + 200.0, y, room, metrics.height()), Qt.AlignmentFlag.AlignLeft, words)

    def _draw_foot(self, painter: QPainter, number: int) -> None:
        metrics = QFontMetricsF(self._small)
        y = self.height - _EDGE - metrics.height()
        painter.setFont(self._small)
        painter.setPen(QColor(self._colors.faint))
        words = _("Page {page} of {pages}").format(page=number + 1, pages=len(self.pages))
        wide = metrics.horizontalAdvance(words) + 100.0
        room = QRectF(_EDGE, y, self.width - 2 * _EDGE, metrics.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight, words)
        foot = metrics.elidedText(self.what.foot, Qt.TextElideMode.ElideMiddle, room.width() - wide)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, foot)


class _Walk:
    """Spans in order, asked for by ever later stretches."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._at = 0

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of the spans that lie in `start..end`."""
        while self._at < len(self._spans) and self._spans[self._at][1] <= start:
            self._at += 1
        return list(self._cut(start, end))

    def _cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = self._at
        while at < len(self._spans) and self._spans[at][0] < end:
            yield max(self._spans[at][0], start), min(self._spans[at][1], end)
            at += 1


def paint_all(
    paper: Paper, painter: QPainter, dots_per_inch: float, turn: Callable[[], object], progress: Callable[[int, int], object]
) -> None:
    """Paint every page on a device of this resolution; `turn` begins the next sheet, `progress` is told (pages done, pages)."""
    scale = dots_per_inch / UNITS_PER_INCH
    for number in range(len(paper.pages)):
        progress(number, len(paper.pages))
        if number:
            turn()
        painter.save()
        painter.scale(scale, scale)
        paper.paint(painter, number)
        painter.restore()


def _serif(style: PaperStyle) -> QFont:
    return _sized(Reading(style.family).font(), style.size)


def _sans(points: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont()
    font.setWeight(weight)
    return _sized(font, points)


def _sized(font: QFont, points: float) -> QFont:
    """Pixels, not points: only they mean the same on every device. One is a tenth of a point."""
    font.setPixelSize(round(points * 10))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
