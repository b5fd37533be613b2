"""How a card is drawn: a bar in the code's colour, some lines of its words, and where they are from."""

import unicodedata
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from qcoder.gui.offsets import OffsetMap
from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.theme import Theme

CARD_GAP = 7
_PAD = 8
_BAR = 4
_INSET = _PAD + _BAR + 5
_SCROLL_BAR = 14
SIZES = ("compact", "normal", "large")
_LINES = {"compact": 2, "normal": 4, "large": 8}
_WIDTHS = {"compact": 230, "normal": 272, "large": 340}


@dataclass(frozen=True, slots=True)
class CardFace:
    """What a card shows: its words, `below` them where they are from, `code` in the code's colour; `spoken` is for screen readers."""

    id: int
    text: str
    color: str
    below: str = ""
    code: str = ""
    brief: str = ""
    is_code: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class CardLook:
    """Theme, the font of quotes, the font of all else, one of SIZES, and whether a line is kept for codes' names."""

    theme: Theme
    serif: QFont
    plain: QFont
    size: str = "normal"
    codes: bool = False
    heights: dict[tuple[str, str, bool], int] = field(default_factory=dict, compare=False)
    """What was worked out already: setting two thousand texts takes a fifth of a second, looking them up nothing."""

    @property
    def lines(self) -> int:
        """How many lines of a card's words are shown."""
        return _LINES[self.size]

    @property
    def leading(self) -> int:
        """The distance of lines of quotes."""
        return round(QFontMetricsF(self.serif).height() * 1.08)

    @property
    def small(self) -> QFont:
        """The font of what stands below."""
        font = QFont(self.plain)
        font.setPointSizeF(max(font.pointSizeF() * 0.92, 7))
        return font

    @property
    def footer(self) -> int:
        """The height of what stands below the words."""
        rows = (0 if self.size == "compact" else 1) + (1 if self.codes else 0)
        return rows * (QFontMetrics(self.small).height() + 1) + (4 if rows else 0)

    def height(self, face: CardFace) -> int:
        """The height of a card: as many lines as its words take, up to the most."""
        key = (face.text, face.brief, face.is_code)
        if key not in self.heights:
            self.heights[key] = 2 * _PAD + self._words_height(face) + self.footer
        return self.heights[key]

    def _words_height(self, face: CardFace) -> int:
        room = self.card_width - _INSET - _PAD
        if not face.is_code:
            return _set(face.text, self.serif, room, self.lines, self.leading)[1]
        bold = _bold(self.plain)
        leading = QFontMetrics(bold).height() + 1
        used = _set(face.text, bold, room, 2, leading)[1]
        most = max((self.lines * self.leading - used) // leading, 0)
        return used + (_set(face.brief, self.plain, room, most, leading)[1] + 1 if most and face.brief else 0)

    @property
    def card_width(self) -> int:
        """The width of a card: the pile's without the room of the scroll bar, whether or not it is there."""
        return self.width - _SCROLL_BAR

    @property
    def width(self) -> int:
        """The width of a pile."""
        return round(_WIDTHS[self.size] * max(QFontMetricsF(self.plain).averageCharWidth() / 7.0, 1.0))


def paint_card(painter: QPainter, box: QRect, face: CardFace, look: CardLook, chosen: bool, current: bool) -> None:
    """Draw one card into a box."""
    theme = look.theme
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = theme.selected if chosen else theme.raised
    edge = QPen(QColor(theme.accent), 2.5 if current else 1) if current or chosen else QPen(QColor(theme.line), 1)
    painter.setPen(edge)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(readable(face.color, ground, 2.0)))
    painter.drawRoundedRect(QRectF(box.left() + 5, box.top() + 6, _BAR, box.height() - 12), 2, 2)
    inner = box.adjusted(_INSET, _PAD - 1, -_PAD, -_PAD + 2)
    if face.is_code:
        _code(painter, inner, face, look, ground)
    else:
        _words(painter, face.text, look.serif, QColor(theme.text), QRect(inner.topLeft(), inner.size()), look.lines, look.leading)
    _below(painter, inner, face, look, ground)
    painter.restore()


def _code(painter: QPainter, inner: QRect, face: CardFace, look: CardLook, ground: str) -> None:
    bold = _bold(look.plain)
    leading = QFontMetrics(bold).height() + 1
    used = _words(painter, face.text, bold, QColor(look.theme.text), inner, 2, leading)
    room = max((look.lines * look.leading - used) // leading, 0)
    muted = QColor(readable(look.theme.muted, ground))
    if room and face.brief:
        _words(painter, face.brief, look.plain, muted, inner.adjusted(0, used + 1, 0, 0), room, leading)


def _below(painter: QPainter, inner: QRect, face: CardFace, look: CardLook, ground: str) -> None:
    """Where the words are from, and as what they are coded."""
    small, metrics = look.small, QFontMetrics(look.small)
    y = inner.bottom() + 1 - metrics.height()
    lines = []
    if look.codes:
        lines.append((face.code, readable(face.color, ground)))
    if look.size != "compact":
        lines.append((face.below, readable(look.theme.muted, ground)))
    painter.setFont(small)
    for text, color in lines:
        painter.setPen(QColor(color))
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(QRect(inner.left(), y, inner.width(), metrics.height()), Qt.AlignmentFlag.AlignVCenter, elided)
        y -= metrics.height() + 1


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def _set(text: str, font: QFont, width: int, most: int, leading: int) -> tuple[QTextLayout, int, bool]:
    """Set at most so many lines of a text; with their height, and whether there is more."""
    enough = most * max(width // 4, 8)
    layout = QTextLayout(" ".join(text[: enough * 2].split())[:enough], font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    layout.beginLayout()
    y, more = 0, False
    while (line := layout.createLine()).isValid():
        if y >= most * leading:
            more = True
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += leading
    layout.endLayout()
    return layout, y, more


def _words(painter: QPainter, text: str, font: QFont, color: QColor, box: QRect, most: int, leading: int) -> int:
    """Draw at most so many lines of a text, the last one cut short where there is more; returns the height that they take."""
    layout, height, more = _set(text, font, box.width(), most, leading)
    painter.setPen(color)
    painter.setFont(font)
    if not more:
        layout.draw(painter, QPointF(box.topLeft()))
        return height
    for number in range(most - 1):
        layout.lineAt(number).draw(painter, QPointF(box.topLeft()))
    line, drawn = layout.lineAt(most - 1), layout.text()
    left_over = drawn[OffsetMap(drawn).to_text(line.textStart()) :] + " …"
    rest = QFontMetrics(font).elidedText(left_over, Qt.TextElideMode.ElideRight, box.width())
    from_right = _reads_from_right(drawn)
    side = Qt.AlignmentFlag.AlignRight if from_right else Qt.AlignmentFlag.AlignLeft
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight)
    place = QRect(box.left(), box.top() + round(line.y()), box.width(), leading)
    painter.drawText(place, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop, rest)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return height


def _reads_from_right(text: str) -> bool:
    strong = next((side for char in text if (side := unicodedata.bidirectional(char)) in {"L", "R", "AL"}), "L")
    return strong != "L"
