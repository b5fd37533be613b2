"""Word documents on python-docx: paragraphs and tables in a few named styles; the same input gives the same bytes."""

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from qcoder.exporters.files import strip_controls
from qcoder.exporters.word_styles import DEEPEST_HEADING, TABLE, dress, style_id

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.table import CT_Row, CT_Tc
    from docx.oxml.text.paragraph import CT_P
    from docx.oxml.text.run import CT_R
    from lxml.etree import _Element

TEXT_WIDTH = 9072  # twentieths of a point between the margins of an A4 page
_SHORT, _LONG, _MARGIN, _TO_FOOTER = 11906, 16838, 1417, 709  # A4, in twentieths of a point
_LONGEST_PROPERTY = 255
_FIRST_DATE_OF_ZIP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner; `style` is a character style, `color` six hex digits."""

    text: str
    style: str = ""
    bold: bool = False
    italic: bool = False
    color: str = ""
    strike: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its runs, the style of its paragraph, an indent in twentieths of a point, a fill in six hex digits."""

    runs: tuple[Run, ...]
    style: str = "Table Text"
    indent: int = 0
    fill: str = ""


class Word:
    """A document in the making; add to it in order, then ask for its `data`."""

    def __init__(self, title: str, made: datetime, subject: str = "", *, landscape: bool = False, foot: str = "") -> None:
        import docx  # not at the top: it takes a tenth of a second, and not every export is to Word

        self._made, self._landscape = made, landscape
        self._document: Document = docx.Document()
        dress(self._document)
        self._describe(strip_controls(title), strip_controls(subject))
        self._lay_out()
        self._foot(" · ".join(part for part in (title, subject, foot) if part))
        # Paragraphs go in before it; asking python-docx to find the place every time makes long transcripts slow.
        self._end = self._document.sections[-1]._sectPr

    @property
    def width(self) -> int:
        """The width of the text in twentieths of a point."""
        return TEXT_WIDTH + _LONG - _SHORT if self._landscape else TEXT_WIDTH

    def paragraph(self, runs: str | Sequence[Run], style: str = "Normal", *, bar: str = "") -> None:
        """Add a paragraph; `bar` draws a line of that colour (six hex digits) where its lines begin."""
        from docx.oxml.parser import OxmlElement

        paragraph = cast("CT_P", OxmlElement("w:p"))
        _fill(paragraph, [Run(runs)] if isinstance(runs, str) else runs, style, bar=bar)
        self._end.addprevious(paragraph)

    def heading(self, text: str, level: int, *, bar: str = "") -> None:
        """Add a heading of a level from 1; deeper than Word knows, it stays at the deepest."""
        self.paragraph(text, f"Heading {min(level, DEEPEST_HEADING)}", bar=bar)

    def table(self, rows: Sequence[Sequence[Cell]], widths: Sequence[int], header: int = 1) -> None:
        """Add a table of fixed column widths in twentieths of a point; the first `header` rows come back on every page."""
        from docx.oxml.ns import qn
        from docx.shared import Twips

        table = self._document.add_table(len(rows), len(widths), TABLE)
        table.autofit = False
        for wide in table._tbl.tblPr.findall(qn("w:tblW")):
            wide.set(qn("w:type"), "dxa")
            wide.set(qn("w:w"), str(sum(widths)))
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Twips(width)
        # The elements themselves: python-docx lists all cells of a table again whenever one is asked for.
        for number, (line, row) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
            _line(line, row, widths, repeated=number < header)

    def caption(self, kind: str, number: int, text: str) -> None:
        """Add a numbered caption, `Table 3. …`; the number is a field, so that Word counts anew when parts are moved about."""
        from docx.oxml.parser import OxmlElement

        paragraph = cast("CT_P", OxmlElement("w:p"))
        _fill(paragraph, [Run(f"{kind} ")], "Caption")
        _add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(number))
        _add_run(paragraph, Run(f". {text}"))
        self._end.addprevious(paragraph)

    def picture(self, png: bytes, width: int, said: str) -> None:
        """Add a picture of that width in twentieths of a point, never wider than the text; `said` is for those who cannot see it."""
        from docx.shared import Twips

        paragraph = self._document.add_paragraph(style="Picture")
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Twips(min(width, self.width)))
        shape._inline.docPr.set("descr", strip_controls(said))
        shape._inline.docPr.set("name", strip_controls(said)[:60])

    def new_page(self) -> None:
        """What follows begins on a new page."""
        from docx.oxml.parser import OxmlElement

        paragraph = cast("CT_P", OxmlElement("w:p"))
        paragraph.add_r().append(_element("w:br", type="page"))
        self._end.addprevious(paragraph)

    def body_xml(self) -> str:
        """The main part of the document."""
        blob: bytes = self._document.part.blob
        return blob.decode("utf-8")

    def data(self) -> bytes:
        """The finished file; the same input gives the same bytes."""
        packed, data = io.BytesIO(), io.BytesIO()
        self._document.save(packed)
        # python-docx dates the entries of the package by the clock.
        with zipfile.ZipFile(packed) as package, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as dated:
            for name in package.namelist():
                entry = zipfile.ZipInfo(name, _FIRST_DATE_OF_ZIP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                dated.writestr(entry, package.read(name))
        return data.getvalue()

    def _describe(self, title: str, subject: str) -> None:
        properties = self._document.core_properties
        properties.title, properties.subject = title[:_LONGEST_PROPERTY], subject[:_LONGEST_PROPERTY]
        properties.author = properties.last_modified_by = "qcoder"
        properties.comments = properties.keywords = ""
        moment = self._made.astimezone(UTC).replace(tzinfo=None)
        properties.created = properties.modified = moment

    def _lay_out(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Twips

        section = self._document.sections[0]
        wide, high = (_LONG, _SHORT) if self._landscape else (_SHORT, _LONG)
        section.orientation = WD_ORIENT.LANDSCAPE if self._landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Twips(wide), Twips(high)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Twips(_MARGIN)
        section.header_distance = section.footer_distance = Twips(_TO_FOOTER)

    def _foot(self, text: str) -> None:
        """What it is on the left, `3 / 24` on the right."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Twips

        footer = self._document.sections[0].footer.paragraphs[0]
        footer.paragraph_format.tab_stops.add_tab_stop(Twips(self.width), WD_TAB_ALIGNMENT.RIGHT)
        _add_run(footer._p, Run(text))
        footer.add_run("\t")
        _add_field(footer._p, "PAGE")
        footer.add_run(" / ")
        _add_field(footer._p, "NUMPAGES")


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


def _fill(paragraph: "CT_P", runs: Sequence[Run], style: str, *, bar: str = "", indent: int = 0) -> None:
    """Style, direction and runs, into an empty paragraph; what it is made of comes in the order that Word asks for."""
    from docx.oxml.parser import OxmlElement
    from docx.shared import Twips

    paragraph.style = style_id(style)
    properties = paragraph.get_or_add_pPr()
    rtl = bool(runs) and is_rtl(runs[-1].text)  # the text decides, not the label before it
    if bar:
        borders = OxmlElement("w:pBdr")
        borders.append(_element(f"w:{'right' if rtl else 'left'}", val="single", sz="24", space="8", color=bar))
        properties.append(borders)
    if rtl:
        properties.append(OxmlElement("w:bidi"))
    if indent:
        properties.ind_left = Twips(indent)
    for run in runs:
        if run.text:
            _add_run(paragraph, run)


def _add_run(paragraph: "CT_P", run: Run) -> None:
    from docx.shared import RGBColor
    from docx.text.font import Font

    element: CT_R = paragraph.add_r()
    if run.style:
        element.style = style_id(run.style)
    font = Font(element)
    if run.bold:
        font.bold = font.cs_bold = True
    if run.italic:
        font.italic = font.cs_italic = True
    if run.strike:
        font.strike = True
    if run.underline:
        font.underline = True
    if run.color:
        font.color.rgb = RGBColor.from_string(run.color)
    if is_rtl(run.text):
        font.rtl = True
    element.text = strip_controls(run.text)


def _element(tag: str, **attributes: str) -> "_Element":
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    return OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})


def _add_field(paragraph: "CT_P", code: str, shown: str = "1") -> None:
    """A field that Word works out; until it has, it shows what it is given."""
    instruction = _element("w:instrText")
    instruction.text = f" {code} "
    for kind in ("begin", "separate", "end"):
        paragraph.add_r().append(_element("w:fldChar", fldCharType=kind))
        if kind == "begin":
            paragraph.add_r().append(instruction)
        elif kind == "separate":
            paragraph.add_r().text = shown


def _line(line: "CT_Row", row: Sequence[Cell], widths: Sequence[int], *, repeated: bool) -> None:
    manner = line.get_or_add_trPr()
    manner.append(_element("w:cantSplit"))
    if repeated:
        manner.append(_element("w:tblHeader"))
    for place, cell, width in zip(line.tc_lst, row, widths, strict=True):
        _fill_cell(place, cell, width)


def _fill_cell(place: "CT_Tc", cell: Cell, width: int) -> None:
    from docx.shared import Twips

    place.width = Twips(width)
    if cell.fill:
        place.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=cell.fill))
    _fill(place.p_lst[0], cell.runs, cell.style, indent=cell.indent)
