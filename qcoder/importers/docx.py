"""Word documents: paragraphs and tables in reading order, straight from the XML (python-docx takes ten times as long)."""

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qcoder.domain.errors import KnownError
from qcoder.importers.packages import Package, local
from qcoder.importers.sources import Block, Kind
from qcoder.words import _

if TYPE_CHECKING:
    from lxml.etree import _Element

# Deleted and moved-away text, field codes, notes, and the second copy of a text box are not in what a reader sees.
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "sdtPr"})
_OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class _Styles:
    """Which style ids are bold and which are headings."""

    bold: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Paragraph:
    """The paragraph being read: its text, and how much of its beginning is bold."""

    parts: list[str] = field(default_factory=list)
    bold: int = 0
    length: int = 0
    boxes: list["_Element"] = field(default_factory=list)

    def add(self, text: str, bold: bool) -> None:
        self.parts.append(text)
        if self.bold == self.length and (bold or not text.strip()):
            self.bold += len(text)
        self.length += len(text)


def blocks_of_docx(package: Package) -> list[Block]:
    """One block per paragraph that is not blank and per table row; raises KnownError if the file is damaged."""
    root = package.xml(_main_part(package))
    body = next((child for child in root if local(child.tag) == "body"), None)
    if body is None:
        raise KnownError(_("“{file}” has no text in it; check that it is the right document.").format(file=package.file))
    styles = _styles(package)
    blocks: list[Block] = []
    _walk(body, styles, blocks, [0])
    return blocks


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package.names:
        for relation in package.xml("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(relation.get("Target", "").lstrip("/"))
    return "word/document.xml"


def _styles(package: Package) -> _Styles:
    if "word/styles.xml" not in package.names:
        return _Styles()
    bold: dict[str, bool] = {}
    parent: dict[str, str] = {}
    headings: set[str] = set()
    for style in package.xml("word/styles.xml"):
        if local(style.tag) != "style":
            continue
        name = _attribute(style, "styleId")
        for child in style:
            tag, value = local(child.tag), _attribute(child, "val")
            if tag == "name" and value.casefold().startswith(("heading", "title", "subtitle")):
                headings.add(name)
            elif tag == "basedOn":
                parent[name] = value
            elif tag == "rPr":
                own = _bold(child, None)
                if own is not None:
                    bold[name] = own
    return _Styles(frozenset(name for name in {*bold, *parent} if _inherited(name, bold, parent)), frozenset(headings))


def _inherited(name: str, bold: dict[str, bool], parent: dict[str, str]) -> bool:
    seen: set[str] = set()
    while name not in bold and name in parent and name not in seen:
        seen.add(name)
        name = parent[name]
    return bold.get(name, False)


def _attribute(element: "_Element", name: str) -> str:
    for key, value in element.attrib.items():
        if local(key) == name:
            return str(value)
    return ""


def _bold(properties: "_Element", styles: _Styles | None) -> bool | None:
    """What run properties say about bold: yes, no, or nothing. Right-to-left runs have a mark of their own."""
    says: bool | None = None
    complex_bold: bool | None = None
    right_to_left = False
    for child in properties:
        tag = local(child.tag)
        if tag == "b":
            says = _attribute(child, "val") not in _OFF
        elif tag == "bCs":
            complex_bold = _attribute(child, "val") not in _OFF
        elif tag == "rtl":
            right_to_left = True
        elif tag == "rStyle" and styles is not None and says is None and _attribute(child, "val") in styles.bold:
            says = True
    return complex_bold if right_to_left and complex_bold is not None else says


def _walk(container: "_Element", styles: _Styles, blocks: list[Block], tables: list[int]) -> None:
    for child in container:
        tag = local(child.tag)
        if tag == "p":
            _paragraph(child, styles, blocks, tables)
        elif tag == "tbl":
            tables[0] += 1
            _table(child, styles, blocks, tables[0])
        elif tag and tag not in _SKIPPED:
            _walk(child, styles, blocks, tables)


def _paragraph(element: "_Element", styles: _Styles, blocks: list[Block], tables: list[int]) -> None:
    paragraph, heading = _read_paragraph(element, styles)
    text = "".join(paragraph.parts)
    if text.strip():
        blocks.append(Block(text.rstrip(), Kind.HEADING if heading else Kind.PARAGRAPH, bold=min(paragraph.bold, len(text.rstrip()))))
    for box in paragraph.boxes:
        _walk(box, styles, blocks, tables)


def _read_paragraph(element: "_Element", styles: _Styles) -> tuple[_Paragraph, bool]:
    bold = heading = False
    paragraph = _Paragraph()
    for child in element:
        if local(child.tag) == "pPr":
            for mark in child:
                if local(mark.tag) == "pStyle":
                    style = _attribute(mark, "val")
                    bold, heading = style in styles.bold, style in styles.headings
    _inline(element, styles, paragraph, bold)
    return paragraph, heading


def _inline(element: "_Element", styles: _Styles, paragraph: _Paragraph, bold: bool) -> None:
    for child in element:
        tag = local(child.tag)
        if tag == "t":
            paragraph.add(child.text or "", bold)
        elif tag == "r":
            own = None if len(child) == 0 or local(child[0].tag) != "rPr" else _bold(child[0], styles)
            _inline(child, styles, paragraph, bold if own is None else own)
        elif tag in {"tab", "ptab"}:
            paragraph.add("\t", bold)
        elif tag in {"br", "cr"}:
            if _attribute(child, "type") not in {"page", "column"}:
                paragraph.add("\n", bold)
        elif tag == "noBreakHyphen":
            paragraph.add("\u2011", bold)
        elif tag == "softHyphen":
            paragraph.add("\xad", bold)
        elif tag == "txbxContent":
            paragraph.boxes.append(child)
        elif tag and tag not in _SKIPPED:
            _inline(child, styles, paragraph, bold)


def _table(element: "_Element", styles: _Styles, blocks: list[Block], number: int) -> None:
    for row in _inside(element, "tr"):
        cells = tuple(_cell(cell, styles) for cell in _inside(row, "tc"))
        if any(cell.strip() for cell in cells):
            blocks.append(Block("", Kind.ROW, cells=cells, table=number))


def _inside(element: "_Element", wanted: str) -> list["_Element"]:
    """The nearest descendants of a kind, through content controls and tracked changes but not into them."""
    found: list[_Element] = []
    for child in element:
        tag = local(child.tag)
        if tag == wanted:
            found.append(child)
        elif tag and tag not in _SKIPPED:
            found.extend(_inside(child, wanted))
    return found


def _cell(cell: "_Element", styles: _Styles) -> str:
    inner: list[Block] = []
    _walk(cell, styles, inner, [0])
    return "\n".join(block.text or "\t".join(block.cells) for block in inner)
