"""OpenDocument text: paragraphs, headings, lists and tables in reading order."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qcoder.domain.errors import KnownError
from qcoder.importers.packages import Package, local
from qcoder.importers.sources import Block, Kind
from qcoder.words import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset(
    {"note", "annotation", "annotation-end", "tracked-changes", "sequence-decls", "forms", "table-of-content", "desc", "title", "ruby-text"}
)
_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class _Paragraph:
    """The paragraph being read: its text in parts, and how much of its beginning is bold."""

    parts: list[str] = field(default_factory=list)
    bold: int = 0
    length: int = 0
    boxes: list["_Element"] = field(default_factory=list)

    def add(self, text: str, bold: bool) -> None:
        if self.bold == self.length and (bold or not text.strip()):
            self.bold += len(text)
        if text:
            self.parts.append(text)
            self.length += len(text)

    def add_collapsed(self, text: str | None, bold: bool) -> None:
        """Add character data, in which white space counts once and not at all at the beginning or after a space."""
        text = _BLANKS.sub(" ", text or "")
        if not self.parts or self.parts[-1][-1] in " \n":
            text = text.lstrip(" ")
        self.add(text, bold)


def blocks_of_odt(package: Package) -> list[Block]:
    """One block per paragraph that is not blank and per table row; raises KnownError if the file is damaged or locked."""
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise KnownError(_("“{file}” is protected by a password; save a copy without it and import that.").format(file=package.file))
    root = package.xml("content.xml")
    bold = _bold_styles([root, *([package.xml("styles.xml")] if "styles.xml" in package.names else [])])
    texts = [text for body in root if local(body.tag) == "body" for text in body if local(text.tag) == "text"]
    if not texts:
        raise KnownError(_("“{file}” has no text in it; check that it is the right document.").format(file=package.file))
    blocks: list[Block] = []
    _walk(texts[0], bold, blocks, [0])
    return blocks


def _attribute(element: "_Element", name: str) -> str:
    for key, value in element.attrib.items():
        if local(key) == name:
            return str(value)
    return ""


def _bold_styles(roots: list["_Element"]) -> frozenset[str]:
    bold: dict[str, bool] = {}
    parent: dict[str, str] = {}
    for root in roots:
        for style in root.iter():
            if local(style.tag) != "style":
                continue
            name = _attribute(style, "name")
            parent.setdefault(name, _attribute(style, "parent-style-name"))
            for child in style:
                weight = _attribute(child, "font-weight") if local(child.tag) == "text-properties" else ""
                if weight:
                    bold.setdefault(name, weight == "bold" or (weight.isdigit() and int(weight) >= 600))
    return frozenset(name for name in parent if _inherited(name, bold, parent))


def _inherited(name: str, bold: dict[str, bool], parent: dict[str, str]) -> bool:
    seen: set[str] = set()
    while name not in bold and parent.get(name) and name not in seen:
        seen.add(name)
        name = parent[name]
    return bold.get(name, False)


def _walk(container: "_Element", bold: frozenset[str], blocks: list[Block], tables: list[int]) -> None:
    for child in container:
        tag = local(child.tag)
        if tag in {"p", "h"}:
            _paragraph(child, bold, blocks, tables, heading=tag == "h")
        elif tag == "table":
            tables[0] += 1
            _table(child, bold, blocks, tables[0])
        elif tag and tag not in _SKIPPED:
            _walk(child, bold, blocks, tables)


def _paragraph(element: "_Element", bold: frozenset[str], blocks: list[Block], tables: list[int], *, heading: bool) -> None:
    paragraph = _Paragraph()
    _inline(element, bold, paragraph, _attribute(element, "style-name") in bold)
    text = "".join(paragraph.parts).rstrip()
    if text.strip():
        blocks.append(Block(text, Kind.HEADING if heading else Kind.PARAGRAPH, bold=min(paragraph.bold, len(text))))
    for box in paragraph.boxes:
        _walk(box, bold, blocks, tables)


def _inline(element: "_Element", bold: frozenset[str], paragraph: _Paragraph, is_bold: bool) -> None:
    paragraph.add_collapsed(element.text, is_bold)
    for child in element:
        tag = local(child.tag)
        if tag == "s":
            count = _attribute(child, "c")
            paragraph.add(" " * min(int(count) if count.isdigit() else 1, 1000), is_bold)
        elif tag == "tab":
            paragraph.add("\t", is_bold)
        elif tag == "line-break":
            paragraph.add("\n", is_bold)
        elif tag == "text-box":
            paragraph.boxes.append(child)
        elif tag == "span":
            style = _attribute(child, "style-name")
            _inline(child, bold, paragraph, style in bold or is_bold)
        elif tag and tag not in _SKIPPED:
            _inline(child, bold, paragraph, is_bold)
        paragraph.add_collapsed(child.tail, is_bold)


def _table(element: "_Element", bold: frozenset[str], blocks: list[Block], number: int) -> None:
    for row in _inside(element, "table-row"):
        cells = tuple(_cell(cell, bold) for cell in _inside(row, "table-cell"))
        if any(cell.strip() for cell in cells):
            blocks.append(Block("", Kind.ROW, cells=cells, table=number))


def _inside(element: "_Element", wanted: str) -> list["_Element"]:
    found: list[_Element] = []
    for child in element:
        tag = local(child.tag)
        if tag == wanted:
            found.append(child)
        elif tag and tag not in _SKIPPED:
            found.extend(_inside(child, wanted))
    return found


def _cell(cell: "_Element", bold: frozenset[str]) -> str:
    inner: list[Block] = []
    _walk(cell, bold, inner, [0])
    return "\n".join(block.text or "\t".join(block.cells) for block in inner)
