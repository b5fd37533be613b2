"""Codebooks in Word: headings with labelled paragraphs below, as our own export writes them, or one table."""

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.errors import KnownError
from qcoder.importers.packages import Package, local
from qcoder.importers.tables import Row, Table, fold, table_of
from qcoder.words import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"heading ([1-9])")
_LABELLED = re.compile(r"\s*([^\t:\n]{2,40}?)\s*(?:\t|:\s)\s*(.*)", re.DOTALL)


def read_word_codebook(path: Path) -> Table:
    """The codes of a Word document as a table: from its headings, or, when it has none, from its first table.

    A heading is a code and its level the depth; paragraphs below such as `When to use: …` are its fields; the colour is that of the
    square before its path. Rows are numbered by code. Raises KnownError when the file cannot be read or holds neither.
    """
    with Package(path) as package:
        names = _style_names(package)
        body = next((part for part in package.xml(_main_part(package)) if local(part.tag) == "body"), None)
        if body is None:
            raise KnownError(_("“{file}” has no text in it; check that it is the right document.").format(file=path.name))
        rows = _by_headings(body, names)
        if rows:
            header = dict.fromkeys(name for row in rows for name in row.cells)
            return Table(path.name, tuple(header), tuple(rows))
        for table in (part for part in body if local(part.tag) == "tbl"):
            cells = [["\n".join(_text(p) for p in _within(cell, "p")) for cell in _within(row, "tc")] for row in _within(table, "tr")]
            return table_of(path.name, list(enumerate(cells, 1)))
    raise KnownError(_("“{file}” has neither headings nor a table, so no codes were found in it.").format(file=path.name))


def _main_part(package: Package) -> str:
    for relation in package.xml("_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(relation.get("Target", "").lstrip("/"))
    return "word/document.xml"


def _style_names(package: Package) -> dict[str, str]:
    """Style id -> its name in English, which Word keeps in every language for its own styles."""
    if "word/styles.xml" not in package.names:
        return {}
    found = {}
    for style in package.xml("word/styles.xml"):
        if local(style.tag) == "style":
            name = next((_value(part) for part in style if local(part.tag) == "name"), "")
            found[_attribute(style, "styleId")] = name.casefold()
    return found


def _by_headings(body: "_Element", names: dict[str, str]) -> list[Row]:
    rows: list[Row] = []
    path: list[str] = []
    for part in body:
        if local(part.tag) != "p":
            continue
        style = names.get(next((_value(s) for s in part.iter() if local(s.tag) == "pStyle"), ""), "")
        text = _text(part)
        heading = _HEADING.fullmatch(style)
        if heading and text.strip():
            path = [*path[: int(heading.group(1)) - 1], " ".join(text.split())]
            rows.append(Row(len(rows) + 1, {"path": PATH_SEPARATOR.join(path)}))
        elif rows and style == "code path":
            color = next((_value(c) for c in part.iter() if local(c.tag) == "color"), "")
            rows[-1].cells["color"] = color
        elif rows and (labelled := _LABELLED.fullmatch(text)):
            rows[-1].cells.setdefault(fold(labelled.group(1)), labelled.group(2).strip())
    return rows


def _text(paragraph: "_Element") -> str:
    """A paragraph's text; tabs and line breaks as such."""
    parts = []
    for part in paragraph.iter():
        tag = local(part.tag)
        if tag == "t":
            parts.append(part.text or "")
        elif tag in {"br", "cr"}:
            parts.append("\n")
        elif tag == "tab" and local(getattr(part.getparent(), "tag", "")) == "r":
            parts.append("\t")
    return "".join(parts)


def _within(element: "_Element", wanted: str) -> list["_Element"]:
    return [part for part in element.iter() if local(part.tag) == wanted]


def _attribute(element: "_Element", name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if local(key) == name), "")


def _value(element: "_Element") -> str:
    return _attribute(element, "val")
