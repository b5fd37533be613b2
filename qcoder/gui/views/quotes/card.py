"""How a quote is set: the passage as text is read, beside it (beneath it where there is no room) whose it is and what it was coded as."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.views.times import clock
from qcoder.gui.widgets.colors import ReadingColors, readable, underlay
from qcoder.gui.widgets.theme import Theme
from qcoder.gui.widgets.typeset import Reading
from qcoder.project.read.glance import Said, Surroundings
from qcoder.project.read.quotes import Quote
from qcoder.words import _

PAD = 11
GUTTER = 34  # star and bar, before the passage
_GAP = 32
_ASIDE = 230  # the least that is worth a column of its own
_MOST_ASIDE = 460
_LONGEST = 1500


@dataclass(slots=True)
class Paragraph:
    """Some text set to a width, to be drawn at a place within the card."""

    layout: QTextLayout
    at: QPointF
    color: str


@dataclass(slots=True)
class Card:
    """One quote, set: all places are relative to the top left of its row."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    height: int = 0
    passage: QRect = field(default_factory=QRect)
    editor: QRect = field(default_factory=QRect)

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Draw the texts."""
        for paragraph in self.paragraphs:
            painter.setPen(QColor(paragraph.color))
            paragraph.layout.draw(painter, origin + paragraph.at)


@dataclass(frozen=True, slots=True)
class Open:
    """What is open in a card: its surroundings, or an editor of some height in place of the passage (`ends`) or beneath it (`memo`)."""

    around: Surroundings | None = None
    editor: str = ""
    editor_height: int = 0


class CardMaker:
    """Sets quotes for one theme, font and width."""

    def __init__(self, theme: Theme, reading: Reading, system: QFont, width: int, needle: str = "") -> None:
        """`needle`: words that were searched for, to be marked in the passages."""
        self._needle = needle_pattern(needle)
        self._theme, self._width = theme, width
        self._serif, self._leading = reading.font(), reading.line_height()
        self._plain, self._bold = QFont(system), QFont(system)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._colors = ReadingColors(ground=theme.ground, text=theme.text, muted=theme.muted)
        room = width - GUTTER - PAD
        self.beside = room - _ASIDE - _GAP >= min(reading.column(), 420)
        self.column = max(min(reading.column(), room - (_ASIDE + _GAP if self.beside else 0)), 80)
        self._aside = min(room - self.column - _GAP, _MOST_ASIDE) if self.beside else self.column

    def card(self, quote: Quote, opened: Open) -> Card:
        """Set one quote."""
        card = Card()
        y = float(PAD)
        if opened.editor == "ends":
            card.editor = QRect(GUTTER - 4, PAD, self.column + 8, opened.editor_height)
            y += opened.editor_height
        elif opened.around is not None:
            y = self._context(card, quote, opened.around, y)
        else:
            text = quote.text.strip()
            words = text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " …"
            y = self._put(card, words, self._serif, GUTTER, y, self.column, self._theme.text, self._leading, self._found(words))
        card.passage = QRect(GUTTER, PAD, self.column, ceil(y) - PAD)
        below = y + 4
        if opened.editor == "memo":
            card.editor = QRect(GUTTER - 4, ceil(below), self.column + 8, opened.editor_height)
            below += opened.editor_height
        elif quote.memo:
            below = self._put(card, _("Memo: {text}").format(text=quote.memo), self._plain, GUTTER, below, self.column, self._theme.muted)
        side_x, side_y = (GUTTER + self.column + _GAP, float(PAD + 1)) if self.beside else (GUTTER, below)
        end = self._facts(card, quote, side_x, side_y)
        card.height = ceil(max(end, below)) + PAD
        return card

    def _facts(self, card: Card, quote: Quote, x: int, y: float) -> float:
        path, muted = quote.code.replace(PATH_SEPARATOR, " › "), readable(self._theme.muted, self._theme.selected)
        how = " · " + " · ".join(filter(None, (quote.initials or quote.coder, _origin(quote))))
        beside = QTextCharFormat()
        beside.setForeground(QColor(muted))
        beside.setFontWeight(QFont.Weight.Normal)
        length, offsets = len(path), OffsetMap(path + how)
        formats = [_range(offsets.to_qt(length), offsets.to_qt(length + len(how)) - offsets.to_qt(length), beside)]
        color = readable(quote.color or "#0072b2", self._theme.selected)
        y = self._put(card, path + how, self._bold, x, y, self._aside, color, formats=formats)
        for line in facts(quote):
            y = self._put(card, line, self._plain, x, y, self._aside, muted)
        return y

    def _context(self, card: Card, quote: Quote, around: Surroundings, y: float) -> float:
        muted = readable(self._theme.muted, self._theme.selected)
        y = self._turn(card, around.before, y, muted)
        offsets = OffsetMap(around.text)
        start, end = (offsets.to_qt(place - around.start) for place in (around.span.start, around.span.end))
        outside, inside = QTextCharFormat(), QTextCharFormat()
        outside.setForeground(QColor(muted))
        inside.setBackground(QColor(underlay(quote.color or "#0072b2", self._colors, 1)))
        whole = offsets.to_qt(len(around.text))
        formats = [_range(0, start, outside), _range(start, end - start, inside), _range(end, whole - end, outside)]
        passage = around.text[around.span.start - around.start : around.span.end - around.start]
        formats += self._found(passage, start)
        y = self._put(card, around.text, self._serif, GUTTER, y, self.column, self._theme.text, self._leading, formats)
        return self._turn(card, around.after, y + self._leading / 3, muted) if around.after is not None else y

    def _found(self, text: str, begin: int = 0) -> list[QTextLayout.FormatRange]:
        """The marks of what was searched for; `begin` is where the text begins, in UTF-16 units."""
        if self._needle is None:
            return []
        mark = QTextCharFormat()
        mark.setFontWeight(QFont.Weight.Bold)
        mark.setFontUnderline(True)
        offsets = OffsetMap(text)
        places = [(offsets.to_qt(hit.start()), offsets.to_qt(hit.end())) for hit in self._needle.finditer(text)]
        return [_range(begin + start, end - start, mark) for start, end in places]

    def _turn(self, card: Card, said: Said | None, y: float, color: str) -> float:
        if said is None:
            return y
        words = _("{speaker}: {words}").format(speaker=said.speaker, words=said.words) if said.speaker else said.words
        return self._put(card, words, self._serif, GUTTER, y, self.column, color, self._leading) + self._leading / 3

    def _put(
        self,
        card: Card,
        text: str,
        font: QFont,
        x: int,
        y: float,
        width: int,
        color: str,
        leading: float = 0.0,
        formats: Sequence[QTextLayout.FormatRange] = (),
    ) -> float:
        """Set a text and put it onto the card; returns where it ends."""
        layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        if formats:
            layout.setFormats(list(formats))
        height = max(leading, round(QFontMetricsF(font).height() * 1.15))
        layout.beginLayout()
        below = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, below + (height - line.height()) / 2))
            below += max(height, line.height())
        layout.endLayout()
        card.paragraphs.append(Paragraph(layout, QPointF(x, y), color))
        return y + below


def needle_pattern(words: str) -> re.Pattern[str] | None:
    """What finds these words in a text, case and the kind of space between them aside; None for no words."""
    parts = words.split()
    return re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE) if parts else None


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made


def _origin(quote: Quote) -> str:
    """How it came to be coded, unless by hand."""
    return {"import": _("imported"), "suggestion": _("suggested"), "autocode": _("autocoded"), "merge": _("merged")}.get(quote.origin, "")


def facts(quote: Quote) -> list[str]:
    """Who said it and when, and where: one line each."""
    who = quote.participant or quote.speaker
    said = [who, "" if quote.time_ms is None else clock(quote.time_ms)]
    wave = quote.wave if not quote.wave or _("wave") in quote.wave.casefold() else _("wave {name}").format(name=quote.wave)
    where = [quote.document if quote.document != who else "", quote.locality, quote.group, wave]
    return [" · ".join(filter(None, parts)) for parts in (said, where) if any(parts)]


def star_rect(row: QRect) -> QRectF:
    """Where the star of a row is, to be seen and clicked."""
    return QRectF(row.left() + 2, row.top() + PAD - 2, 24, 24)
