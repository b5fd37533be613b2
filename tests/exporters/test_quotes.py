"""Quotes as files: starred ones lead, every attribute is there, headings as asked; and citing in a form of one's own."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from qcoder.changes.stars import StarCodings
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.exporters.citation import FIELDS, FORMS, check_form, cite
from qcoder.exporters.quotes import QuoteSection, export_quotes
from qcoder.importers.codings import read_codings
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.settings import EXPLAINED, Settings
from tests.exporters.study import MADE, make

QUOTE = Quote(
    1, 2, "Hill", Span(0, 4), "Go. (no)", 3, "local > travel", "Ana", "Priya", "Priya H", "City", "teachers", 61_000, "", "hand", 0
)  # fmt: skip
BARE = replace(QUOTE, participant="", locality="", group="", time_ms=None)


def test_starred_quotes_lead(tmp_path: Path) -> None:
    """In tables and under each heading; the column and the line say so."""
    with make(tmp_path) as project:
        last = QuoteFinder(project.read).of_codes(None)[-1]
        project.do(StarCodings((last.id,)))
        quotes = QuoteFinder(project.read).of_codes(None)
        table = export_quotes(quotes, tmp_path / "q.csv", MADE, project="P").read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(table, newline="")))
        titled = [QuoteSection("All of them", quotes)]
        page = export_quotes(quotes, tmp_path / "q.html", MADE, project="P", sections=titled, about="Only a few").read_text("utf-8")
        word = Document(str(export_quotes(quotes, tmp_path / "q.docx", MADE, project="P", sections=titled)))
    column = rows[0].index("starred")
    assert [row[column] for row in rows[1:]] == ["★"] + [""] * (len(quotes) - 1)
    assert rows[1][rows[0].index("id")] == str(last.id)
    assert page.index("starred") < page.index("</blockquote>", page.index("</blockquote>") + 1)
    assert "Only a few" in page
    assert [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Heading 1"] == ["All of them"]


def test_every_attribute_is_exported(tmp_path: Path) -> None:
    """As a column of the tables, as a line in Word; the tables still come back as codings."""
    with make(tmp_path) as project:
        quotes = QuoteFinder(project.read).of_codes(None)
        named = [replace(quote, attributes=(("years in post", "7"), ("group", "x"))) for quote in quotes]
        path = export_quotes(named, tmp_path / "q.xlsx", MADE, project="P")
        word = Document(str(export_quotes(named, tmp_path / "q.docx", MADE, project="P")))
    head, first = (next(load_workbook(path).worksheets[0].iter_rows(min_row=n, max_row=n, values_only=True)) for n in (1, 2))
    assert head[-2:] == ("years in post", "group (attribute)")
    assert first[-2:] == ("7", "x")
    assert any("years in post: 7 · group: x" in paragraph.text for paragraph in word.paragraphs)
    assert [p.span for p in read_codings(path).passages] == [quote.span for quote in quotes]


def test_the_finder_knows_quotes_by_id(tmp_path: Path) -> None:
    """In the order asked for, whoever is gone left out."""
    with make(tmp_path) as project:
        finder = QuoteFinder(project.read)
        quotes = finder.of_codes(None)[::-1]
        assert finder.of_ids([quotes[0].id, 5, *(quote.id for quote in quotes[1:])]) == quotes


@pytest.mark.parametrize(
    ("form", "whole", "bare"),
    [
        (FORMS[0], "“Go. (no)” (Priya H, City, 01:01)", "“Go. (no)” (Priya)"),
        (FORMS[1], "“Go. (no)” (teachers, City)", "“Go. (no)”"),
        (FORMS[2], "“Go. (no)” (Hill, 01:01)", "“Go. (no)” (Hill)"),
        (FORMS[3], "“Go. (no)” — Priya H, teachers", "“Go. (no)” — Priya"),
        (FORMS[4], "Go. (no)", "Go. (no)"),
        ("{time} {text} [{locality}] {code}", "01:01 Go. (no) [City] local > travel", "Go. (no) local > travel"),
        ("{text}\n{memo}", "Go. (no)", "Go. (no)"),
    ],
)
def test_citing(form: str, whole: str, bare: str) -> None:
    """What is not known leaves no comma, dash or bracket; the passage's own are never touched."""
    assert cite(QUOTE, form) == whole
    assert cite(BARE, form) == bare


@given(st.text(min_size=1).filter(lambda text: text.strip() == text), st.sampled_from(FORMS))
def test_nobodys_words_are_tidied(text: str, form: str) -> None:
    """Whatever the passage holds, it is cited as it is."""
    assert text in cite(replace(BARE, text=text), form)


@pytest.mark.parametrize(("form", "words"), [("{text", "brace"), ("{who}", "{who}"), ("nothing", "without fields"), ("{}", "{}")])
def test_forms_that_cannot_be_filled_in(form: str, words: str) -> None:
    """A sentence says what is wrong."""
    with pytest.raises(KnownError, match=r"field|brace") as caught:
        check_form(form)
    assert words in caught.value.sentence


def test_the_setting_is_a_form_and_its_fields_are_explained() -> None:
    """The default can be filled in, and the help names every field."""
    assert check_form(Settings().citation) == FORMS[0]
    assert [name for name in FIELDS if f"{{{name}}}" not in EXPLAINED["citation"]] == []
