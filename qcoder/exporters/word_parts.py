"""The fixed parts of our Word documents: styles, settings, footer, and the lists that hold the package together."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"

NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'

CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPES}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPES}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)

PACKAGE_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
)

RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_R}/footer" Target="footer1.xml"/></Relationships>'
)

SETTINGS = (
    f'<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    "</w:settings>"
)


def _field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


FOOTER = (
    f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>'
    '<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs></w:pPr>{text}<w:r><w:tab/></w:r>'
    f'{_field("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
)

INK, GREY, PALE = "1F2933", "5F6C7B", "D5DBE1"
HANGING = 2154  # where the text of a field begins: 3.8 cm



def _letters(size: int, color: str = INK, extra: str = "") -> str:
    """Run properties: half-points, colour, and what comes before the colour."""
    return f'{extra}<w:color w:val="{color}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _room(before: int, after: int, *, left: int = 0, tight: bool = False) -> str:
    """Paragraph properties: the air around it and its indent, in twentieths of a point."""
    line = ' w:line="240" w:lineRule="auto"' if tight else ""
    indent = f'<w:ind w:left="{left}"/>' if left else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{line}/>{indent}'


_BOLD, _ITALIC, _TOGETHER = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>", "<w:keepNext/><w:keepLines/>"
_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{PALE}"/></w:pBdr>'
_HUNG = (
    f'<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="{HANGING}"/></w:tabs>'
    f'<w:spacing w:after="80"/><w:ind w:left="{HANGING}" w:hanging="{HANGING}"/>'
)

# (name, based on, paragraph properties, run properties); the id is the name without spaces
_PARAGRAPHS = (
    ("Title", "Normal", _room(0, 40, tight=True), _letters(52, extra=_BOLD)),
    ("Subtitle", "Normal", _room(0, 60), _letters(28)),
    ("Details", "Normal", _room(0, 200), _letters(19, GREY)),
    ("Section", "Normal", f"<w:keepNext/>{_RULE}{_room(360, 160)}", _letters(20, GREY, _BOLD)),
    ("New Page Section", "Section", "<w:keepNext/><w:pageBreakBefore/>", ""),
    ("Code Path", "Normal", f"<w:keepNext/>{_room(0, 80)}", _letters(18, GREY)),
    ("Code Field", "Normal", _HUNG, ""),
    ("Quote Text", "Normal", _TOGETHER + _room(80, 0, left=HANGING), _ITALIC),
    ("Quote Source", "Normal", "<w:keepLines/>" + _room(0, 100, left=HANGING), _letters(18, GREY)),
    ("Passage", "Normal", _TOGETHER + _room(140, 0, left=170), ""),
    ("Passage Source", "Normal", _room(0, 120, left=170), _letters(18, GREY)),
    ("Note", "Normal", _room(100, 100), _letters(19, GREY)),
    ("Speech", "Normal", _room(0, 140), ""),
    ("Table Text", "Normal", _room(30, 30, tight=True), _letters(19)),
    ("Table Number", "TableText", '<w:jc w:val="right"/>', ""),
    ("Table Head", "TableText", "<w:keepNext/>", _letters(18, GREY, _BOLD)),
    ("Table Head Right", "TableHead", '<w:jc w:val="right"/>', ""),
    ("Small Text", "TableText", "", _letters(16)),
    ("Small Number", "TableNumber", "", _letters(16)),
    ("Small Head", "TableHead", "", _letters(14, GREY, _BOLD)),
    ("Small Head Right", "TableHeadRight", "", _letters(14, GREY, _BOLD)),
    ("footer", "Normal", '<w:spacing w:after="0"/>', _letters(17, GREY)),
)

_HEADING_SIZES = (34, 28, 25, 23, 22, 21, 21, 21, 21)


def _style(name: str, based: str, paragraph: str, run: str) -> str:
    id_ = name.replace(" ", "").replace("footer", "Footer")
    return (
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, size: int) -> str:
    before = 360 if level == 1 else 280
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
        '<w:next w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="80" w:line="240" w:lineRule="auto"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:bCs/><w:color w:val="{INK}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def styles_xml() -> str:
    """The styles: real headings, so that Word's navigation and tables of contents work, and ours by name."""
    fonts = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="21"/><w:szCs w:val="21"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    label = (
        '<w:style w:type="character" w:styleId="FieldLabel"><w:name w:val="Field Label"/><w:qFormat/>'
        f'<w:rPr><w:b/><w:bCs/><w:color w:val="{GREY}"/><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:style>'
    )
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{PALE}"'
    dark = f'w:val="single" w:sz="8" w:space="0" w:color="{GREY}"'
    tables = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="QcoderTable"><w:name w:val="Qcoder Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders><w:top {dark}/><w:bottom {dark}/><w:insideH {line}/></w:tblBorders></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {dark}/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
    )
    headings = "".join(_heading(level, size) for level, size in enumerate(_HEADING_SIZES, 1))
    ours = "".join(_style(*style) for style in _PARAGRAPHS)
    return f'<w:styles xmlns:w="{_W}">{defaults}{normal}{headings}{ours}{label}{tables}</w:styles>'
