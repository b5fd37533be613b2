"""The looks of our Word documents: a few named styles over the headings and titles that Word itself knows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle

INK, GREY, PALE = "1F2933", "5F6C7B", "D5DBE1"
FONT, SIZE = "Calibri", 10.5
HANGING = 107.7
"""Where the text of a field begins, in points: 3.8 cm."""
TABLE = "Qcoder Table"
DEEPEST_HEADING = 9

_HEADING_SIZES = (17, 14, 12.5, 11.5, 11, 10.5, 10.5, 10.5, 10.5)
# Word's own styles that we use; the rest of what python-docx brings along would only fill Word's lists.
_BUILT_IN = {"Normal", "Title", "Subtitle", "footer", "caption", "Normal Table", "Default Paragraph Font", "No List"}
_BUILT_IN |= {f"heading {level}" for level in range(1, DEEPEST_HEADING + 1)}
# Parts of python-docx's empty document that ours have no use for: a picture of it, who wrote it with what, lists, old copies of styles.
_IDLE = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects", "/numbering", "/webSettings")


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style: sizes and room in points, colours in six hex digits; empty or None is as in the style it is based on."""

    name: str
    based: str = "Normal"
    size: float = 0
    color: str = ""
    bold: bool = False
    italic: bool = False
    before: float | None = None
    after: float | None = None
    tight: bool = False
    left: float = 0
    hanging: float = 0
    right_aligned: bool = False
    with_next: bool = False
    unbroken: bool = False
    new_page: bool = False
    ruled: bool = False


def _headings() -> tuple[Look, ...]:
    return tuple(
        Look(f"Heading {level}", size=size, color=INK, bold=True, before=18 if level == 1 else 14, after=4, tight=True,
             with_next=True, unbroken=True)
        for level, size in enumerate(_HEADING_SIZES, 1)
    )  # fmt: skip


LOOKS = (
    *_headings(),
    Look("Title", size=26, color=INK, bold=True, before=0, after=2, tight=True),
    Look("Subtitle", size=14, color=INK, before=0, after=3),
    Look("Footer", size=8.5, color=GREY, after=0),
    Look("Details", size=9.5, color=GREY, before=0, after=10),
    Look("Section", size=10, color=GREY, bold=True, before=18, after=8, with_next=True, ruled=True),
    Look("New Page Section", "Section", new_page=True),
    Look("Code Path", size=9, color=GREY, before=0, after=4, with_next=True),
    Look("Code Field", after=4, left=HANGING, hanging=HANGING, unbroken=True),
    Look("Quote Text", italic=True, before=4, after=0, left=HANGING, with_next=True, unbroken=True),
    Look("Quote Source", size=9, color=GREY, before=0, after=5, left=HANGING, unbroken=True),
    Look("Passage", before=7, after=0, left=8.5, with_next=True, unbroken=True),
    Look("Passage Source", size=9, color=GREY, before=0, after=6, left=8.5),
    Look("Note", size=9.5, color=GREY, before=5, after=5),
    Look("Caption", size=9.5, color=INK, bold=True, before=12, after=5, tight=True, with_next=True, unbroken=True),
    Look("Picture", before=6, after=0, with_next=True),
    Look("Speech", before=0, after=7),
    Look("Table Text", size=9.5, color=INK, before=1.5, after=1.5, tight=True),
    Look("Table Number", "Table Text", right_aligned=True),
    Look("Table Head", "Table Text", size=9, color=GREY, bold=True, with_next=True),
    Look("Table Head Right", "Table Head", right_aligned=True),
    Look("Small Text", "Table Text", size=8, color=INK),
    Look("Small Number", "Table Number", size=8, color=INK),
    Look("Small Head", "Table Head", size=7, color=GREY, bold=True),
    Look("Small Head Right", "Table Head Right", size=7, color=GREY, bold=True),
)


def style_id(name: str) -> str:
    """What a style is called inside the file: its name without spaces."""
    return name.replace(" ", "")


def dress(document: "Document") -> None:
    """Give python-docx's empty document our styles, and take away what it brings along for the looks of others."""
    for package in (document.part.package, document.part):
        for key in [key for key, relation in package.rels.items() if relation.reltype.endswith(_IDLE)]:
            del package.rels[key]
    for element in list(document.styles.element.style_lst):
        if element.name_val not in _BUILT_IN:
            element.delete()
    _set_defaults(document)
    for look in LOOKS:
        _style(document, look)
    _add_label(document)
    _add_table_style(document)


def _set_defaults(document: "Document") -> None:
    """Our letters and room between lines for all that has no style; and no mode of an older Word."""
    from docx.oxml.ns import nsdecls, qn
    from docx.oxml.parser import parse_xml

    styles = document.styles.element
    styles.remove(styles.find(qn("w:docDefaults")))
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    half_points = round(SIZE * 2)
    styles.insert(
        0,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/><w:lang w:val="en-GB" w:eastAsia="en-US" w:bidi="ar-SA"/>'
            '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
            "</w:docDefaults>"
        ),
    )
    for old in document.settings.element.xpath("w:compat/w:useFELayout"):
        old.getparent().remove(old)
    for mode in document.settings.element.xpath('w:compat/w:compatSetting[@w:name="compatibilityMode"]'):
        mode.set(qn("w:val"), "15")


def _style(document: "Document", look: Look) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    style = _undressed(document, look.name) or document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[look.based]
    style.quick_style = True
    style.hidden = style.unhide_when_used = False
    _letter(style, look.size, look.color, bold=look.bold, italic=look.italic)
    manner = style.paragraph_format
    manner.keep_with_next, manner.keep_together = look.with_next or None, look.unbroken or None
    manner.page_break_before = look.new_page or None
    manner.space_before = None if look.before is None else Pt(look.before)
    manner.space_after = None if look.after is None else Pt(look.after)
    manner.line_spacing = 1.0 if look.tight else None
    manner.left_indent = Pt(look.left) if look.left else None
    if look.hanging:
        manner.first_line_indent = Pt(-look.hanging)
        manner.tab_stops.add_tab_stop(Pt(look.hanging))
    if look.right_aligned:
        manner.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if look.ruled:
        _rule_below(style)
    if look.name.startswith("Heading "):
        style.next_paragraph_style = document.styles["Normal"]
        style.element.get_or_add_pPr().get_or_add_outlineLvl().val = int(look.name[-1]) - 1


def _undressed(document: "Document", name: str) -> "ParagraphStyle | None":
    """One of Word's own styles without the looks that it came with, if it is one."""
    from docx.oxml.ns import qn

    if name not in document.styles:
        return None
    style: ParagraphStyle = document.styles[name]
    for tag in ("w:pPr", "w:rPr", "w:link"):
        for part in style.element.findall(qn(tag)):
            style.element.remove(part)
    return style


def _letter(style: "ParagraphStyle", size: float, color: str, *, bold: bool, italic: bool) -> None:
    """Letters, and the same for scripts such as Arabic, which Word keeps apart."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt, RGBColor

    font = style.font
    font.bold = font.cs_bold = bold or None
    font.italic = font.cs_italic = italic or None
    if color:
        font.color.rgb = RGBColor.from_string(color)
    if size:
        font.size = Pt(size)
        properties = style.element.get_or_add_rPr()
        properties.find(qn("w:sz")).addnext(OxmlElement("w:szCs", {qn("w:val"): str(round(size * 2))}))


def _rule_below(style: "ParagraphStyle") -> None:
    border = _border_element("bottom", size=4, space=4, color=PALE)
    style.element.get_or_add_pPr().insert_element_before(border, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _border_element(side: str, *, size: int, space: int, color: str) -> "BaseOxmlElement":
    """A paragraph's border on one side: eighths of a point thick, so many points away."""
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    line = f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")


def _add_label(document: "Document") -> None:
    from docx.enum.style import WD_STYLE_TYPE

    style = document.styles.add_style("Field Label", WD_STYLE_TYPE.CHARACTER)
    style.quick_style = True
    _letter(style, 9.5, GREY, bold=True, italic=False)


def _add_table_style(document: "Document") -> None:
    """Lines above, below and under the first row; thin ones between rows. python-docx has no way to say this but XML."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    style = document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    style.base_style = document.styles["Normal Table"]
    style.quick_style = True
    thin = f'w:val="single" w:sz="4" w:space="0" w:color="{PALE}"'
    dark = f'w:val="single" w:sz="8" w:space="0" w:color="{GREY}"'
    room = '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    lines = f"<w:top {dark}/><w:bottom {dark}/><w:insideH {thin}/>"
    parts = (
        f"<w:tblPr {nsdecls('w')}><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{room}</w:tblCellMar></w:tblPr>",
        f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {dark}/></w:tcBorders></w:tcPr></w:tblStylePr>',
    )
    for part in parts:
        style.element.append(parse_xml(part))
