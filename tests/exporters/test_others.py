"""Quotes, comparisons and transcripts as files."""

import csv
import io
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from qcoder.analysis.compare import Comparison, Count, compare, rows_of_branch
from qcoder.changes.documents import DeleteDocuments, RenameSpeaker
from qcoder.domain.errors import KnownError
from qcoder.exporters.comparison import export_comparison, said
from qcoder.exporters.quotes import export_quotes
from qcoder.exporters.transcript import export_document
from qcoder.importers.codings import read_codings
from qcoder.project.project import Project
from qcoder.project.read.quotes import Quote, QuoteFinder
from tests.exporters.study import LINES, MADE, make


def all_quotes(project: Project) -> list[Quote]:
    """Every quote of the study."""
    return QuoteFinder(project.read).of_codes(None)


def rows_of_csv(path: Path) -> list[list[str]]:
    """The rows of a csv file as written."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_quotes_come_back_as_codings(tmp_path: Path, suffix: str) -> None:
    """Tables of quotes are tables of codings: same documents, spans and codes."""
    with make(tmp_path) as project:
        quotes = all_quotes(project)
        path = export_quotes(quotes, tmp_path / f"quotes{suffix}", MADE, project="P")
    found = read_codings(path).passages
    assert [(p.document, p.span, p.code, p.coder, p.memo) for p in found] == [(q.document, q.span, q.code, q.coder, q.memo) for q in quotes]


def test_quotes_in_csv_are_safe(tmp_path: Path) -> None:
    """A quote that begins with = is text, with an apostrophe; a number with a sign stays a number."""
    with make(tmp_path) as project:
        rows = rows_of_csv(export_quotes(all_quotes(project), tmp_path / "quotes.csv", MADE, project="P"))
    assert [row[3] for row in rows if "SUM" in row[3]] == ["'" + LINES[2][1]]
    assert [row[11] for row in rows if row[11]] == ["memo", "+1"]


def test_quotes_in_xlsx_are_no_formulas(tmp_path: Path) -> None:
    """Spans are numbers, ids keep all their digits, nothing is a formula."""
    with make(tmp_path) as project:
        quotes = all_quotes(project)
        sheet = load_workbook(export_quotes(quotes, tmp_path / "quotes.xlsx", MADE, project="P")).worksheets[0]
    cells = [list(row) for row in sheet.iter_rows(min_row=2)]
    assert all(cell.data_type != "f" for row in cells for cell in row)
    assert [row[1].value for row in cells] == [quote.span.start for quote in quotes]
    assert [row[12].value for row in cells] == [str(quote.id) for quote in quotes]


def test_quotes_to_read(tmp_path: Path) -> None:
    """Word and html: under a heading for each code, with their source; html escapes what is in the text."""
    with make(tmp_path) as project:
        quotes = all_quotes(project)
        document = Document(str(export_quotes(quotes, tmp_path / "quotes.docx", MADE, project="Roads & schools")))
        page = export_quotes(quotes, tmp_path / "quotes.html", MADE, project="Roads & <schools>").read_text(encoding="utf-8")
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert sorted(headings) == ["local", "local > travel", "local > travel > roads", "تعلم"]
    assert any(p.text == "Hill, Priya H · 01:01 · City · teachers · Ana\n+1" for p in document.paragraphs)
    assert "Roads &amp; &lt;schools&gt;" in page
    assert "cover &amp; cake" in page
    assert "<script" not in page
    assert page.count("<blockquote") == len(quotes)


def comparison(project: Project, count: Count, by: tuple[str, ...] = ("locality", "group")) -> Comparison:
    """The families compared."""
    return compare(project.read, rows_of_branch(project.read.codes.tree(), None), by, count)


def test_comparison_in_xlsx(tmp_path: Path) -> None:
    """Figures are numbers with n and of beside each other; a sheet says what was counted."""
    with make(tmp_path) as project:
        found = comparison(project, Count.PARTICIPANTS)
        book = load_workbook(export_comparison(found, tmp_path / "a.xlsx", MADE, project="P", coders=["Ana"]))
    table, cells, settings = (list(book[name].iter_rows(values_only=True)) for name in ("Comparison", "Cells", "Settings"))
    assert table[0][:3] == ("Code", "City · teachers: n", "City · teachers: of")
    assert table[1][0] == "local"
    assert table[1][-2:] == (3, 4)
    assert table[2][-2:] == (1, 4)
    assert cells[0] == ("code", "locality", "group", "value", "n", "of", "share", "low", "high")
    assert ("local", "All", "All", 3, 3, 4, 0.75) in [row[:7] for row in cells]
    assert ("Counted", found.unit) in settings
    assert ("Coders", "Ana") in settings


def test_comparison_in_csv_and_word(tmp_path: Path) -> None:
    """Every count writes; what a person reads names the denominator."""
    with make(tmp_path) as project:
        for count in Count:
            found = comparison(project, count, ("locality",))
            rows = rows_of_csv(export_comparison(found, tmp_path / f"{count}.csv", MADE, project="P"))
            assert [row[:2] for row in rows[1:4]] == [["local", "City"], ["local", "Shire"], ["local", "All"]]
            assert [float(row[2]) for row in rows[1:4]] == pytest.approx(
                [cell.value for cell in (*found.rows[0].cells, found.rows[0].total)], abs=1e-5
            )
            document = Document(str(export_comparison(found, tmp_path / f"{count}.docx", MADE, project="P")))
            texts = [[cell.text.split("\n")[0] for cell in row.cells] for row in document.tables[0].rows]
            assert texts[0] == ["Code", "City", "Shire", "All"]
            assert texts[1] == ["local", *(said(count, cell) for cell in (*found.rows[0].cells, found.rows[0].total))]
        people = comparison(project, Count.PARTICIPANTS, ())
        assert said(people.count, people.rows[0].total) == "3 of 4"
        rows = rows_of_csv(export_comparison(people, tmp_path / "all.csv", MADE, project="P"))
        assert [row[:2] for row in rows] == [["code", "column"], ["local", "All"], ["تعلم", "All"]]


def test_nobody_is_empty_not_zero(tmp_path: Path) -> None:
    """A column in which nobody speaks has empty cells in tables and a dash in Word."""
    with make(tmp_path) as project:
        vale = project.read.documents.find("Vale")
        project.do(DeleteDocuments((vale.id,)))
        found = comparison(project, Count.PARTICIPANTS, ("locality",))
        rows = rows_of_csv(export_comparison(found, tmp_path / "a.csv", MADE, project="P"))
        document = Document(str(export_comparison(found, tmp_path / "a.docx", MADE, project="P")))
    assert rows[2] == ["local", "Shire", "", "", "", "", "", ""]
    assert document.tables[0].rows[1].cells[2].text == "–"


def test_transcript_to_read(tmp_path: Path) -> None:
    """Labels and times are written back, what is between turns stays, Arabic reads from right to left."""
    with make(tmp_path) as project:
        hill = project.read.documents.find("Hill")
        document = Document(str(export_document(project.read, hill.id, tmp_path / "hill.docx", MADE)))
        page = export_document(project.read, hill.id, tmp_path / "hill.html", MADE).read_text(encoding="utf-8")
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Hill"
    assert texts[2:5] == ["Interview at the school", "Interviewer [0:01]: Well?", f"Priya [1:01]: {LINES[1][1]}"]
    assert "[laughs]" in texts
    assert "cover &amp; cake" in page
    assert 'dir="auto"' in page


def test_renamed_speaker_is_not_given_away(tmp_path: Path) -> None:
    """The label as it stood in the file is not written back once the speaker has another name."""
    with make(tmp_path) as project:
        hill = project.read.documents.find("Hill")
        priya = next(s for s in project.read.documents.speakers(hill.id) if s.label == "Priya")
        project.do(RenameSpeaker(priya.id, "T4"))
        page = export_document(project.read, hill.id, tmp_path / "hill.html", MADE).read_text(encoding="utf-8")
    assert "Priya" not in page
    assert "T4 [01:01]:" in page


def test_gone_document_and_wrong_suffix(tmp_path: Path) -> None:
    """Sentences."""
    with make(tmp_path) as project:
        with pytest.raises(KnownError, match="no longer in the project"):
            export_document(project.read, 5, tmp_path / "a.docx", MADE)
        with pytest.raises(KnownError, match=r"must end in \.docx, \.xlsx, \.csv or \.html"):
            export_quotes([], tmp_path / "a.odt", MADE, project="P")
