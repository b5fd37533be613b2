"""The codebook as Word, xlsx and csv."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from qcoder.changes.codes import ImportCodebook
from qcoder.domain.codes import CodebookRow
from qcoder.domain.errors import KnownError
from qcoder.exporters.codebook import codebook_word, example_quotes, export_codebook
from qcoder.exporters.phrases import clock, shortened
from qcoder.importers.codebook import read_codebook
from qcoder.project.project import Project
from tests.exporters.study import CODES, MADE, make

GOLDEN = Path(__file__).parent / "golden" / "codebook_document.xml"


def pretty(xml: str) -> str:
    """XML one element a line, without the namespaces that it does not use, so that a difference can be read."""
    root = etree.fromstring(xml.encode("utf-8"))
    for name in [name for name in root.attrib if str(name).endswith("Ignorable")]:
        del root.attrib[name]
    etree.cleanup_namespaces(root)
    text: str = etree.tostring(root, pretty_print=True, encoding="unicode")
    return text


def test_word_is_as_recorded(tmp_path: Path) -> None:
    """The main part equals the recorded one; if the change is meant, look at the pages and record the new one."""
    with make(tmp_path) as project:
        found = pretty(codebook_word(project.read, MADE).body_xml())
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_word_has_real_headings_and_counts(tmp_path: Path) -> None:
    """As another program reads it: heading levels follow the tree, the table has own and all, the properties are set."""
    with make(tmp_path) as project:
        path = export_codebook(project.read, tmp_path / "codes.docx", MADE)
    document = Document(str(path))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style is not None and str(p.style.name).startswith("Heading")]
    assert headings == [("Heading 1", "local"), ("Heading 2", "travel"), ("Heading 3", "roads"), ("Heading 1", "تعلم")]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("Code", "Own", "All"), ("■ local", "1", "4"), ("■ travel", "2", "3"), ("■ roads", "1", "1"), ("■ تعلم", "1", "1"),
    ]  # fmt: skip
    assert document.core_properties.title == "Codebook"
    assert document.core_properties.subject == "Roads & schools"
    assert document.core_properties.created is not None
    assert document.core_properties.created.date() == MADE.date()
    texts = [p.text for p in document.paragraphs]
    assert "31 May 2026 · 4 codes · 5 codings · 2 documents" in texts
    assert "When to use\t=always" in texts
    assert "“two hours there and back”" in texts
    assert "Hill, Priya H · 01:01" in texts


def test_word_finds_its_way(tmp_path: Path) -> None:
    """Headings have Word's own ids, names and outline levels, pages are numbered, and nothing of an empty document's past is left."""
    with make(tmp_path) as project:
        document = Document(str(export_codebook(project.read, tmp_path / "codes.docx", MADE)))
    heading = document.styles["Heading 2"]
    assert heading.style_id == "Heading2"
    assert heading.element.name_val == "heading 2"
    assert [level.val for level in heading.element.xpath("w:pPr/w:outlineLvl")] == [1]
    footer = document.sections[0].footer
    assert [code.text.strip() for code in footer._element.xpath(".//w:instrText")] == ["PAGE", "NUMPAGES"]
    assert footer.paragraphs[0].text.startswith("Codebook · Roads & schools\t")
    assert document.core_properties.author == document.core_properties.last_modified_by == "qcoder"
    assert document.core_properties.comments == ""
    used = {str(name) for name in document.element.xpath("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")}
    assert used <= {style.style_id for style in document.styles}
    with zipfile.ZipFile(tmp_path / "codes.docx") as package:
        assert not [name for name in package.namelist() if "thumbnail" in name or "app.xml" in name or "customXml" in name]
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}


def test_long_and_odd_titles(tmp_path: Path) -> None:
    """A project's name may be longer than a property of Word's, and hold what XML cannot."""
    with Project.create(tmp_path / "long.qcoder", "Long\x0b " * 100, "Ana") as project:
        document = Document(str(export_codebook(project.read, tmp_path / "long.docx", MADE)))
    assert document.core_properties.subject.startswith("Long")
    assert len(document.core_properties.subject) <= 255


def test_same_input_same_bytes(tmp_path: Path) -> None:
    """But for the date that is handed in, nothing depends on when or where it is written."""
    with make(tmp_path) as project:
        assert codebook_word(project.read, MADE).data() == codebook_word(project.read, MADE).data()
        first, second = codebook_word(project.read, MADE), codebook_word(project.read, MADE.replace(day=1))
        assert re.sub("31 May", "1 May", first.body_xml()) == second.body_xml()


def test_right_to_left(tmp_path: Path) -> None:
    """Arabic paragraphs and runs are marked as such; English ones are not."""
    with make(tmp_path) as project:
        xml = codebook_word(project.read, MADE).body_xml()
    paragraphs = re.findall(r"<w:p>.*?</w:p>", xml)
    arabic = [p for p in paragraphs if "كيف" in p or "نتعلم" in p or "03:03" in p]
    assert len(arabic) == 4
    assert all("<w:bidi/>" in p and "<w:rtl/>" in p for p in arabic)
    assert all("<w:bidi/>" not in p for p in paragraphs if "Miles and minutes" in p)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv"])
def test_comes_back_equal(tmp_path: Path, suffix: str) -> None:
    """What is exported is imported as it was, formulas, line breaks and all."""
    with make(tmp_path) as project:
        path = export_codebook(project.read, tmp_path / f"codes{suffix}", MADE)
    colors = {code.path: code.color for code in CODES}
    wanted = tuple(
        CodebookRow(c.path, c.brief, c.full, c.when, c.when_not, c.example, c.color or colors[c.path[:-1]], c.key) for c in CODES
    )
    read = read_codebook(path)
    assert read == wanted
    with Project.open(next(tmp_path.glob("*.qcoder")), write=False) as project:
        ids = [code.id for _depth, code in project.read.codes.tree().walk()]
    assert [row.id for row in read] == ([0] * len(ids) if suffix == ".docx" else ids)


def test_deeper_than_word_knows(tmp_path: Path) -> None:
    """Eleven levels: headings stop at the ninth, and the file is still well-formed."""
    with Project.create(tmp_path / "deep.qcoder", "Deep", "Ana") as project:
        project.do(ImportCodebook((CodebookRow(tuple(f"level {n}" for n in range(1, 12))),)))
        document = Document(str(export_codebook(project.read, tmp_path / "deep.docx", MADE)))
    names = [str(p.style.name) for p in document.paragraphs if p.style is not None]
    assert [name for name in names if name.startswith("Heading")][-3:] == ["Heading 9", "Heading 9", "Heading 9"]


def test_empty_codebook(tmp_path: Path) -> None:
    """Says that there are no codes."""
    with Project.create(tmp_path / "empty.qcoder", "Empty", "Ana") as project:
        document = Document(str(export_codebook(project.read, tmp_path / "empty.docx", MADE)))
    assert document.paragraphs[-1].text == "There are no codes in this project yet."


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    """Word refuses files that hold them."""
    with Project.create(tmp_path / "odd.qcoder", "Odd\x0b name", "Ana") as project:
        project.do(ImportCodebook((CodebookRow(("a",), brief="x\x00\x0cy\ufffe", example="1\r\n2"),)))
        data = codebook_word(project.read, MADE).data()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            etree.fromstring(package.read(name))
        assert "xy" in package.read("word/document.xml").decode("utf-8")


def test_quotes_are_from_different_documents(tmp_path: Path) -> None:
    """Two at most, of the code's own codings, one from each document while there are two."""
    with make(tmp_path) as project:
        tree = project.read.codes.tree()
        quotes = example_quotes(project.read)
        assert {quote.document for quote in quotes[tree.find("local > travel").id]} == {"Hill", "Vale"}
        assert [quote.document for quote in quotes[tree.find("roads").id]] == ["Vale"]


def test_csv_is_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    """No cell begins like a formula."""
    with make(tmp_path) as project:
        path = export_codebook(project.read, tmp_path / "codes.csv", MADE)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[0] == ["path", "brief", "full", "when", "when_not", "example", "color", "key", "own", "total", "id"]
    assert rows[1][3:5] == ["'=always", "'-never"]
    assert rows[1][-3:-1] == ["1", "4"]


def test_wrong_names_and_places(tmp_path: Path) -> None:
    """An unknown suffix names those supported; a missing folder and a folder's name are sentences; nothing is left lying about."""
    with make(tmp_path) as project:
        before = sorted(tmp_path.iterdir())
        with pytest.raises(KnownError, match=r"must end in \.docx, \.xlsx or \.csv"):
            export_codebook(project.read, tmp_path / "codes.pdf", MADE)
        with pytest.raises(KnownError, match=r"folder .* is not there"):
            export_codebook(project.read, tmp_path / "gone" / "codes.csv", MADE)
        (tmp_path / "folder.csv").mkdir()
        with pytest.raises(KnownError, match="is a folder"):
            export_codebook(project.read, tmp_path / "folder.csv", MADE)
        (tmp_path / "folder.csv").rmdir()
        assert sorted(tmp_path.iterdir()) == before


def test_old_file_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program holds open (Windows refuses to replace it) is as it was, and a sentence says what to do."""

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "in use")

    path = tmp_path / "codes.csv"
    path.write_text("mine", encoding="utf-8")
    with make(tmp_path) as project:
        monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(KnownError, match="close it if another program has it open"):
            export_codebook(project.read, path, MADE)
    assert path.read_text(encoding="utf-8") == "mine"
    assert not list(tmp_path.glob(".*.part"))


def test_small_words() -> None:
    """Long quotes are cut at a word, times read as people write them."""
    assert shortened("a  b\nc") == "a b c"
    assert shortened("one two three", 9) == "one two …"
    assert shortened("x" * 20, 10) == "x" * 10 + " …"
    assert [clock(ms) for ms in (0, 61_999, 3_600_000)] == ["00:00", "01:01", "1:00:00"]
