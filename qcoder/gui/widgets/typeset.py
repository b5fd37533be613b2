"""Setting a transcript in type: fonts, line height, thin blank lines between turns, muted interviewers and headings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from qcoder.gui.offsets import OffsetMap
from qcoder.gui.widgets.colors import ReadingColors
from qcoder.gui.widgets.marks import TurnLine

_SERIFS = ["Noto Serif", "Source Serif 4", "Charter", "Georgia", "Cambria", "DejaVu Serif", "serif"]
_SAMPLE = "And then she said that we could go there in the morning, before anyone else had asked."
PAGE_PADDING = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """How a transcript is set: `font_family` ("" for a serif that is there), `size` in points, `spacing` as a multiple of the size,
    `width_chars` the widest line, whether line numbers and times are shown."""

    font_family: str = ""
    size: float = 12.5
    spacing: float = 1.55
    width_chars: int = 75
    show_lines: bool = False
    show_times: bool = True

    def font(self) -> QFont:
        """The font of the text."""
        font = QFont()
        font.setFamilies([self.font_family, *_SERIFS] if self.font_family else _SERIFS)
        font.setPointSizeF(self.size)
        return font

    def column(self) -> int:
        """The width of the widest line in pixels, without padding."""
        return round(QFontMetricsF(self.font()).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * self.width_chars)

    def line_height(self) -> float:
        """The distance of lines in pixels."""
        metrics = QFontMetricsF(self.font())
        em = self.size * metrics.fontDpi() / 72
        return float(round(max(em * self.spacing, metrics.ascent() + metrics.descent())))

    def gap_heights(self) -> tuple[float, float]:
        """The height of the blank line between turns in pixels, and the same after a turn that takes a single line: its time needs
        room under the name."""
        gap = float(round(max(8.0, self.line_height() * 0.5)))
        return gap, gap + (round(self.line_height() * 0.3) if self.show_times else 0.0)

    def surely_one_line(self) -> int:
        """A paragraph of fewer characters than this takes one line of a column that is not squeezed."""
        return round(0.6 * self.width_chars)


def make_document(
    parent: QObject, text: str, turns: Sequence[TurnLine], offsets: OffsetMap, reading: Reading, colors: ReadingColors
) -> QTextDocument:
    """A document that holds exactly `text`, typeset; made apart from any view, which is the fast way."""
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(PAGE_PADDING)
    document.setDefaultFont(reading.font())
    document.setPlainText(text)
    space_lines(document, reading)
    color_turns(document, text, turns, offsets, colors)
    return document


def space_lines(document: QTextDocument, reading: Reading) -> None:
    """Give every line its height and make blank lines thin."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    heights = QTextBlockFormat.LineHeightTypes
    tall, thin, less_thin = QTextBlockFormat(), QTextBlockFormat(), QTextBlockFormat()
    # At least this high, not exactly: a line with emoji or another script may need more.
    tall.setLineHeight(reading.line_height(), heights.MinimumHeight.value)
    cursor.setBlockFormat(tall)
    gap, gap_after_one_line = reading.gap_heights()
    thin.setLineHeight(gap, heights.FixedHeight.value)
    less_thin.setLineHeight(gap_after_one_line, heights.FixedHeight.value)
    short, last = reading.surely_one_line(), 0
    block = document.begin() if document.blockCount() > 1 else document.end()
    while block.isValid():
        length = block.length()
        if length == 1:
            cursor.setPosition(block.position())
            cursor.setBlockFormat(less_thin if last < short else thin)
        last = length
        block = block.next()
    cursor.endEditBlock()


def set_blocks(
    document: QTextDocument, reading: Reading, blocks: Sequence[QTextBlock], is_said: Callable[[int], bool]
) -> None:
    """Give some lines their height anew, as `space_lines` does; a blank line of which `is_said(its place)` is one still to be written."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    kinds = QTextBlockFormat.LineHeightTypes
    gap, gap_after_one_line = reading.gap_heights()
    for block in blocks:
        made = QTextBlockFormat()
        if block.length() > 1 or is_said(block.position()):
            made.setLineHeight(reading.line_height(), kinds.MinimumHeight.value)
        else:
            short = block.previous().length() < reading.surely_one_line()
            made.setLineHeight(gap_after_one_line if short else gap, kinds.FixedHeight.value)
        cursor.setPosition(block.position())
        if cursor.blockFormat() != made:
            cursor.setBlockFormat(made)
    cursor.endEditBlock()


def set_ink(document: QTextDocument, start: int, end: int, muted: bool, colors: ReadingColors) -> None:
    """Draw a stretch (in UTF-16 units) muted or plain, and what will be typed there, too."""
    ink = QTextCharFormat()
    if muted:
        ink.setForeground(QColor(colors.muted))
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.setCharFormat(ink)
    cursor.setBlockCharFormat(ink)


def color_turns(document: QTextDocument, text: str, turns: Sequence[TurnLine], offsets: OffsetMap, colors: ReadingColors) -> None:
    """Mute interviewers' turns and what stands between turns; a text without turns stays as it is."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    muted = QTextCharFormat()
    muted.setForeground(QColor(colors.muted))
    for start, end in muted_spans(text, turns):
        cursor.setPosition(offsets.to_qt(start))
        cursor.setPosition(offsets.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(muted)
    cursor.endEditBlock()


def muted_spans(text: str, turns: Sequence[TurnLine]) -> list[tuple[int, int]]:
    """What is drawn muted, in code points: interviewers' turns and, where there are turns at all, any words between them."""
    spans: list[tuple[int, int]] = []
    last = 0
    for turn in turns:
        if text[last : turn.span.start].strip():
            spans.append((last, turn.span.start))
        if turn.interviewer:
            spans.append((turn.span.start, turn.span.end))
        last = turn.span.end
    if turns and text[last:].strip():
        spans.append((last, len(text)))
    return spans
