"""Blocks of a memo as a text document of Qt's: lines, lists, and what stands in them."""

from PySide6.QtGui import QFont, QTextBlock, QTextBlockFormat, QTextCursor, QTextList, QTextListFormat

from qcoder.domain.richtext import SCHEME, Block, Kind, Run

STYLES = {Kind.BULLET: QTextListFormat.Style.ListDisc, Kind.NUMBER: QTextListFormat.Style.ListDecimal}
"""What marks the items of each kind of list."""


def lines_of(text: str) -> list[str]:
    """The lines of pasted text, whatever ends them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\u2028", "\n").split("\n")


def read_block(block: QTextBlock) -> Block:
    """A line of the document as it is stored; a line break within it counts as a new line."""
    found = list_at(QTextCursor(block))
    kind = Kind.TEXT if found is None else Kind.NUMBER if found.format().style() == STYLES[Kind.NUMBER] else Kind.BULLET
    runs, pieces = [], block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        form = piece.charFormat()
        target = form.anchorHref().removeprefix(SCHEME) if form.isAnchor() else ""
        bold = form.fontWeight() >= QFont.Weight.DemiBold
        runs.append(Run(piece.text().replace("\u2028", "\n").replace("\ufffc", ""), bold, form.fontItalic(), target))
        pieces += 1
    return Block(tuple(runs), kind)


def chosen_blocks(cursor: QTextCursor) -> list[QTextBlock]:
    """The lines that are selected, or the one in which the cursor stands."""
    document = cursor.document()
    block, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    found = [block]
    while block != last:
        block = block.next()
        found.append(block)
    return found


def list_format(kind: Kind) -> QTextListFormat:
    """How a list of a kind looks."""
    made = QTextListFormat()
    made.setStyle(STYLES[kind])
    made.setIndent(1)
    return made


def list_like(cursor: QTextCursor, kind: Kind) -> None:
    """Make the line an item: of the list above if that is of its kind."""
    before = cursor.block().previous()
    above = list_at(QTextCursor(before)) if before.isValid() else None
    if above is not None and above.format().style() == STYLES[kind]:
        above.add(cursor.block())
        return
    here = list_at(cursor)
    if here is None or here.format().style() != STYLES[kind]:
        cursor.createList(list_format(kind))


def list_at(cursor: QTextCursor) -> QTextList | None:
    """The list in which the cursor stands; Qt's stubs forget that there may be none."""
    return cursor.currentList()


def leave_list(cursor: QTextCursor) -> None:
    """Make the line of the cursor a line of text."""
    found = list_at(cursor)
    if found is not None:
        found.remove(cursor.block())
        plain = QTextBlockFormat()
        plain.setIndent(0)
        cursor.setBlockFormat(plain)
