"""Quotes as a file: Word and web pages to read, csv and xlsx to work on."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from qcoder.exporters.files import export_to
from qcoder.exporters.frames import quotes_frame
from qcoder.exporters.pages import element, page_bytes
from qcoder.exporters.phrases import source_of
from qcoder.exporters.sheets import Sheet, csv_bytes, rows_of, xlsx_bytes
from qcoder.exporters.word import Word, beside
from qcoder.project.read.quotes import Quote
from qcoder.words import _, n_

_WIDTHS = (24, 8, 8, 80, 32, 14, 16, 16, 16, 16, 10, 30, 22)


def export_quotes(quotes: Sequence[Quote], path: Path, made: datetime, *, project: str) -> Path:
    """Write quotes, in the order given, to a .docx, .xlsx, .csv or .html file; in Word and html under a heading per code.

    The tables can be imported as codings again. Raises KnownError when the file cannot be written.
    """
    return export_to(
        path,
        {
            ".docx": lambda: quotes_word(quotes, made, project=project).data(),
            ".xlsx": lambda: xlsx_bytes([Sheet(_("Quotes"), rows_of(quotes_frame(quotes)), _WIDTHS, 1)], title=project, made=made),
            ".csv": lambda: csv_bytes(quotes_frame(quotes)),
            ".html": lambda: _page(quotes, made, project),
        },
    )


def _by_code(quotes: Sequence[Quote]) -> list[tuple[str, list[Quote]]]:
    order = {code: rank for rank, code in enumerate(dict.fromkeys(quote.code for quote in quotes))}
    return [(code, list(some)) for code, some in groupby(sorted(quotes, key=lambda quote: order[quote.code]), key=lambda quote: quote.code)]


def _facts(quotes: Sequence[Quote], made: datetime) -> str:
    documents = len({quote.document_id for quote in quotes})
    counts = n_("{n} passage", "{n} passages", len(quotes)), n_("{n} document", "{n} documents", documents)
    return " · ".join((f"{made.day} {made:%B %Y}", *counts))


def _source(quote: Quote) -> str:
    return " · ".join(part for part in (source_of(quote), quote.locality, quote.group, quote.coder) if part)


def quotes_word(quotes: Sequence[Quote], made: datetime, *, project: str) -> Word:
    """The quotes as a Word document."""
    word = Word(_("Quotes"), made, project)
    word.paragraph(_("Quotes"), "Title")
    word.paragraph(project, "Subtitle")
    word.paragraph(_facts(quotes, made), "Details")
    for code, some in _by_code(quotes):
        word.heading(code, 1)
        word.paragraph(n_("{n} passage", "{n} passages", len(some)), "Code Path")
        for quote in some:
            word.paragraph(f"“{quote.text.strip()}”", "Passage", bar="9AA7B4")
            below = _source(quote) + (f"\n{quote.memo}" if quote.memo else "")
            word.paragraph(beside(below, quote.text), "Passage Source", bar="9AA7B4")
    return word


def _page(quotes: Sequence[Quote], made: datetime, project: str) -> bytes:
    parts = ["<header>", element("h1", _("Quotes")), element("p", project), element("p", _facts(quotes, made)), "</header>"]
    for code, some in _by_code(quotes):
        parts.append(element("h2", f"{code} ({len(some)})"))
        for quote in some:
            parts += [element("blockquote", f"“{quote.text.strip()}”"), element("p", _source(quote), kind="source")]
            parts += [element("p", quote.memo, kind="source")] if quote.memo else []
    return page_bytes(_("Quotes") + " · " + project, parts)
