"""Codebooks from tables and from Word."""

from pathlib import Path

import pytest

from qcoder.domain.codes import CodebookRow
from qcoder.domain.errors import KnownError
from qcoder.importers.codebook import read_codebook, starter_codebooks


def rows(folder: Path, text: str, name: str = "codes.csv") -> list[tuple[str, ...]]:
    """The paths that a csv of this text gives."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [row.path for row in read_codebook(path)]


@pytest.mark.parametrize(
    "text",
    [
        "path,brief\na,x\na > b,\na > b > c,\nd,\n",
        "Code Path;brief definition\na;x\na>b;\na>b>c;\nd;\n",
        "code,parent,Definition\na,,x\nb,a,\nc,b,\nd,,\n",
        "code,parent\nc,b\nb,a\nd,\n",
        "name,level\na,1\nb,2\nc,3\nd,1\n",
        "code,description\na,x\na > b,\na > b > c,\nd,\n",
        "path\na > b > c\nd\n",
    ],
)
def test_shapes(tmp_path: Path, text: str) -> None:
    """By path, by parent in any order, by level, by bare code; parents come first and are made where they are missing."""
    found = rows(tmp_path, text)
    assert set(found) == {("a",), ("a", "b"), ("a", "b", "c"), ("d",)}
    assert all(path[:-1] in found[:at] for at, path in enumerate(found) if len(path) > 1)


def test_all_fields_under_common_names(tmp_path: Path) -> None:
    """As people head their columns."""
    path = tmp_path / "codes.csv"
    path.write_text(
        "Code,Brief definition,Full Definition,When to use,When_not_to-use,Example,Colour,Key\n"
        "travel,Miles,\"Long\nroads\",far,near,'=a,D55E00,t\n",
        encoding="utf-8",
    )
    assert read_codebook(path) == (CodebookRow(("travel",), "Miles", "Long\nroads", "far", "near", "=a", "#d55e00", "t"),)


def test_doubles_are_joined_or_refused(tmp_path: Path) -> None:
    """A second row may fill what the first left empty, and may not contradict it."""
    path = tmp_path / "codes.csv"
    path.write_text("path,brief,full\na,x,\nA,,y\n", encoding="utf-8")
    assert read_codebook(path) == (CodebookRow(("a",), "x", "y"),)
    path.write_text("path,brief\na,x\nb,\na,z\n", encoding="utf-8")
    with pytest.raises(KnownError, match="row 4: “a” is in row 2 already with another brief"):
        read_codebook(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title,words\na,b\n", "no column “path” or “code”"),
        ("path\n\n", "no codes"),
        ("path,brief\na,\n > b,x\n", "row 3: A code needs a name"),
        ("name,level\na,1\nb,3\n", "row 3: the level is “3”; it must be a number from 1 to 2"),
        ("code,parent\na,b\nb,a\n", "lies under itself"),
        ("code,parent\nx,a\na,\na,c\nc,\n", "several codes “a”"),
        ("path,color\na,red\n", "row 2: the colour is “red”"),
    ],
)
def test_bad_codebooks(tmp_path: Path, text: str, says: str) -> None:
    """Each says what is wrong and in which row."""
    with pytest.raises(KnownError, match=says):
        rows(tmp_path, text)


def test_starter_codebooks_are_whole() -> None:
    """Every starter codebook reads, and every code of it has all six fields and a colour."""
    starters = starter_codebooks()
    assert "local-learning-systems" in starters
    for path in starters.values():
        for row in read_codebook(path):
            assert all((row.brief, row.full, row.when, row.when_not, row.example, row.color)), (path.name, row.path)


def test_any_word_table(tmp_path: Path) -> None:
    """A Word document without headings is read from its first table."""
    from docx import Document

    document = Document()
    document.add_paragraph("Our codes")
    table = document.add_table(rows=0, cols=3)
    for cells in (("Code", "Parent", "When to use"), ("a", "", "often"), ("b", "a", "")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    path = tmp_path / "codes.docx"
    document.save(str(path))
    assert read_codebook(path) == (CodebookRow(("a",), when="often"), CodebookRow(("a", "b")))


def test_word_headings_of_others(tmp_path: Path) -> None:
    """Headings are codes and labelled paragraphs their fields, however the document was made; free text is passed over."""
    from docx import Document

    document = Document()
    document.add_paragraph("Introduction")
    document.add_heading("local", 1)
    document.add_paragraph("When to use: always")
    document.add_paragraph("Some more thoughts.")
    document.add_heading("travel", 2)
    document.add_paragraph("Definition: miles")
    path = tmp_path / "codes.docx"
    document.save(str(path))
    assert read_codebook(path) == (CodebookRow(("local",), when="always"), CodebookRow(("local", "travel"), full="miles"))


def test_word_without_codes(tmp_path: Path) -> None:
    """A letter is not a codebook."""
    from docx import Document

    document = Document()
    document.add_paragraph("Dear all")
    path = tmp_path / "letter.docx"
    document.save(str(path))
    with pytest.raises(KnownError, match="neither headings nor a table"):
        read_codebook(path)
