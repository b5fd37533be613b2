"""Memos as files: under their headings, with the passages they are about, in their manner."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from qcoder.changes.memos import AddJournalEntry, SetMemo
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.richtext import MARK
from qcoder.exporters.memos import MEMO_COLUMNS, MemoSheaf, export_memos
from qcoder.project.project import Project
from qcoder.project.read.memo_list import MemoLine, WantedMemos, find_memos
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.project.write import no_progress
from tests.exporters.study import MADE, make

RICH = MARK + "**far** <away>\n- one\n- *two*\n1. first\nsee [it](qcoder:code/1)"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make(tmp_path) as made:
        coding = next(iter(made.read.codings.of_codes()))
        made.do(SetMemo(Subject.CODING, coding.id, RICH))
        made.do(AddJournalEntry("=1+1, said nobody"))
        yield made


def taken(project: Project) -> tuple[list[MemoLine], dict[int, Quote]]:
    """All memos, and the passages of those that have one."""
    lines = list(find_memos(project.read, WantedMemos(sort="made", group_by="nothing"), no_progress).lines)
    ids = [line.subject_id for line in lines if line.subject is Subject.CODING and line.subject_id is not None]
    return lines, {quote.id: quote for quote in QuoteFinder(project.read).of_ids(ids)}


def test_tables_hold_the_words(project: Project, tmp_path: Path) -> None:
    lines, quotes = taken(project)
    text = export_memos([MemoSheaf("", lines)], quotes, tmp_path / "m.csv", MADE, project="P").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == MEMO_COLUMNS
    assert rows[0]["memo"].startswith("'=1+1")
    rich = next(row for row in rows if row["kind"] == "passage" and row["memo"].startswith("far"))
    quote = next(iter(quotes.values()))
    assert rich["memo"] == "far <away>\n• one\n• two\n1. first\nsee it"
    assert (rich["passage"], rich["document"], int(rich["start"])) == (quote.text, quote.document, quote.span.start)
    sheet = load_workbook(export_memos([MemoSheaf("", lines)], quotes, tmp_path / "m.xlsx", MADE, project="P")).worksheets[0]
    assert next(sheet.iter_rows(min_row=2, max_row=2, values_only=True))[10] == "=1+1, said nobody"


def test_word_and_pages_keep_the_manner(project: Project, tmp_path: Path) -> None:
    lines, quotes = taken(project)
    sheaves = [MemoSheaf("All <of them>", lines)]
    word = Document(str(export_memos(sheaves, quotes, tmp_path / "m.docx", MADE, project="P", about="Journal only")))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert {"Journal only", "All <of them>", "far <away>", "• one", "1. first"} <= set(texts)
    far = next(paragraph for paragraph in word.paragraphs if paragraph.text == "far <away>")
    assert [(run.text, run.bold) for run in far.runs] == [("far", True), (" <away>", None)]
    assert any(next(iter(quotes.values())).text.strip() in text for text in texts)
    page = export_memos(sheaves, quotes, tmp_path / "m.html", MADE, project="P").read_text("utf-8")
    assert '<b>far</b> &lt;away&gt;</p>\n<ul><li dir="auto">one</li><li dir="auto"><i>two</i></li></ul>' in page
    assert "All &lt;of them&gt;" in page


def test_other_suffixes_are_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="docx"):
        export_memos([], {}, tmp_path / "m.odt", MADE, project="P")
