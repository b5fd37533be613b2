"""Word documents: paragraphs and tables in a few named styles, written as the package that Word reads.

Written out directly: every byte follows from what goes in, and a codebook takes milliseconds.
"""

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from qcoder.exporters.files import strip_controls
from qcoder.exporters.word_parts import CONTENT_TYPES, FOOTER, NAMESPACES, PACKAGE_RELATIONS, RELATIONS, SETTINGS, styles_xml

TEXT_WIDTH = 9072  # twentieths of a point between the margins of an A4 page
DEEPEST_HEADING = 9


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner; `style` is a character style, `color` six hex digits."""

    text: str
    style: str = ""
    bold: bool = False
    italic: bool = False
    color: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its runs, the style of its paragraph, an indent in twentieths of a point, a fill in six hex digits."""

    runs: tuple[Run, ...]
    style: str = "TableText"
    indent: int = 0
    fill: str = ""


class Word:
    """A document in the making; add to it in order, then ask for its `data`."""

    def __init__(self, title: str, made: datetime, subject: str = "", *, landscape: bool = False) -> None:
        self._title, self._made, self._subject, self._landscape = title, made, subject, landscape
        self._body: list[str] = []

    @property
    def width(self) -> int:
        """The width of the text in twentieths of a point."""
        return TEXT_WIDTH + 4932 if self._landscape else TEXT_WIDTH

    def paragraph(self, runs: str | Sequence[Run], style: str = "", *, bar: str = "") -> None:
        """Add a paragraph; `bar` draws a line of that colour (six hex digits) where its lines begin."""
        self._body.append(_paragraph([Run(runs)] if isinstance(runs, str) else runs, style, bar=bar))

    def heading(self, text: str, level: int, *, bar: str = "") -> None:
        """Add a heading of a level from 1; deeper than Word knows, it stays at the deepest."""
        self.paragraph(text, f"Heading{min(level, DEEPEST_HEADING)}", bar=bar)

    def table(self, rows: Sequence[Sequence[Cell]], widths: Sequence[int], header: int = 1) -> None:
        """Add a table of fixed column widths in twentieths of a point; the first `header` rows come back on every page."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        manner = (
            f'<w:tblStyle w:val="QcoderTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1"/>'
        )
        parts = [f"<w:tbl><w:tblPr>{manner}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"]
        for number, row in enumerate(rows):
            repeat = "<w:tblHeader/>" if number < header else ""
            cells = "".join(_cell(cell, width) for cell, width in zip(row, widths, strict=True))
            parts.append(f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>")
        parts.append("</w:tbl>")
        self._body.append("".join(parts))

    def body_xml(self) -> str:
        """The main part of the document."""
        wide, high = (16838, 11906) if self._landscape else (11906, 16838)
        orient = ' w:orient="landscape"' if self._landscape else ""
        section = (
            '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
            f'<w:pgSz w:w="{wide}" w:h="{high}"{orient}/>'
            '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
        )
        return f"{_DECLARATION}<w:document {NAMESPACES}><w:body>{''.join(self._body)}{section}</w:body></w:document>"

    def data(self) -> bytes:
        """The finished file; the same input gives the same bytes."""
        moment = self._made.strftime("%Y-%m-%dT%H:%M:%SZ")
        footer = _run(Run(" · ".join(part for part in (self._title, self._subject) if part)))
        core = (
            f'{_DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{_escaped(self._title)}</dc:title><dc:subject>{_escaped(self._subject)}</dc:subject><dc:creator>qcoder</dc:creator>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
        )
        parts = {
            "[Content_Types].xml": _DECLARATION + CONTENT_TYPES,
            "_rels/.rels": _DECLARATION + PACKAGE_RELATIONS,
            "docProps/core.xml": core,
            "word/document.xml": self.body_xml(),
            "word/_rels/document.xml.rels": _DECLARATION + RELATIONS,
            "word/styles.xml": _DECLARATION + styles_xml(),
            "word/settings.xml": _DECLARATION + SETTINGS,
            "word/footer1.xml": _DECLARATION + FOOTER.replace("{text}", footer).replace("{width}", str(self.width)),
        }
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in parts.items():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, text.encode("utf-8"))
        return data.getvalue()


_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def is_rtl(text: str) -> bool:
    """True if the text reads from right to left, which its first letter decides."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def beside(text: str, other: str) -> str:
    """The text, made to read in the direction of the other one above it."""
    return ("\u200f" if is_rtl(other) else "") + text


def _escaped(text: str) -> str:
    return escape(strip_controls(text), quote=False)


def _run(run: Run) -> str:
    properties = [f'<w:rStyle w:val="{run.style}"/>'] if run.style else []
    properties += ["<w:b/><w:bCs/>"] if run.bold else []
    properties += ["<w:i/><w:iCs/>"] if run.italic else []
    properties += [f'<w:color w:val="{run.color}"/>'] if run.color else []
    properties += ["<w:rtl/>"] if is_rtl(run.text) else []
    inner = []
    for number, line in enumerate(strip_controls(run.text).split("\n")):
        inner += ["<w:br/>"] if number else []
        for rank, piece in enumerate(line.split("\t")):
            inner += ["<w:tab/>"] if rank else []
            inner += [f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'] if piece else []
    manner = f"<w:rPr>{''.join(properties)}</w:rPr>" if properties else ""
    return f"<w:r>{manner}{''.join(inner)}</w:r>"


def _paragraph(runs: Sequence[Run], style: str, *, bar: str = "", indent: int = 0) -> str:
    properties = [f'<w:pStyle w:val="{style}"/>'] if style else []
    rtl = bool(runs) and is_rtl(runs[-1].text)  # the text decides, not the label before it
    side = "right" if rtl else "left"
    properties += [f'<w:pBdr><w:{side} w:val="single" w:sz="24" w:space="8" w:color="{bar}"/></w:pBdr>'] if bar else []
    properties += ["<w:bidi/>"] if rtl else []
    properties += [f'<w:ind w:left="{indent}"/>'] if indent else []
    manner = f"<w:pPr>{''.join(properties)}</w:pPr>" if properties else ""
    return f"<w:p>{manner}{''.join(_run(run) for run in runs if run.text)}</w:p>"


def _cell(cell: Cell, width: int) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
    inner = _paragraph(cell.runs, cell.style, indent=cell.indent)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{inner}</w:tc>'
