"""Quotes as a file: Word and web pages to read, csv and xlsx to work on. Starred passages lead."""

from collections.abc import Sequence
from dataclasses import dataclass
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

_WIDTHS = (24, 8, 8, 80, 32, 14, 16, 16, 16, 16, 10, 30, 22, 12, 12, 17, 9)
_BAR = "9AA7B4"


@dataclass(frozen=True, slots=True)
class QuoteSection:
    """Quotes that stand under one heading; a quote may stand under several."""

    title: str
    quotes: Sequence[Quote]


def export_quotes(
    quotes: Sequence[Quote], path: Path, made: datetime, *, project: str, sections: Sequence[QuoteSection] | None = None, about: str = ""
) -> Path:
    """Write quotes, starred ones first and else in the order given, to a .docx, .xlsx, .csv or .html file.

    Word and html put them under `sections`, by default one a code; `about` is a sentence on what was chosen. The tables have a
    column for every attribute and can be imported as codings again. Raises KnownError when the file cannot be written.
    """
    quotes = _starred_first(quotes)
    under = _by_code(quotes) if sections is None else [QuoteSection(s.title, _starred_first(s.quotes)) for s in sections]
    return export_to(
        path,
        {
            ".docx": lambda: quotes_word(quotes, made, project=project, sections=under, about=about).data(),
            ".xlsx": lambda: xlsx_bytes([Sheet(_("Quotes"), rows_of(quotes_frame(quotes)), _WIDTHS, 1)], title=project, made=made),
            ".csv": lambda: csv_bytes(quotes_frame(quotes)),
            ".html": lambda: _page(quotes, made, project, under, about),
        },
    )


def _starred_first(quotes: Sequence[Quote]) -> Sequence[Quote]:
    return sorted(quotes, key=lambda quote: not quote.starred)


def _by_code(quotes: Sequence[Quote]) -> list[QuoteSection]:
    order = {code: rank for rank, code in enumerate(dict.fromkeys(quote.code for quote in quotes))}
    ranked = sorted(quotes, key=lambda quote: order[quote.code])
    return [QuoteSection(code, list(some)) for code, some in groupby(ranked, key=lambda quote: quote.code)]


def _facts(quotes: Sequence[Quote], made: datetime) -> str:
    documents = len({quote.document_id for quote in quotes})
    counts = n_("{n} passage", "{n} passages", len(quotes)), n_("{n} document", "{n} documents", documents)
    return " · ".join((f"{made.day} {made:%B %Y}", *counts))


def _lines(quote: Quote, heading: str) -> list[str]:
    """What stands below a passage: its source, its code unless the heading says it, its attributes, its memo."""
    source = (source_of(quote), quote.locality, quote.group, quote.wave, quote.coder, _("starred") if quote.starred else "")
    lines = [" · ".join(filter(None, source)), "" if quote.code == heading else quote.code]
    return [line for line in (*lines, " · ".join(f"{name}: {value}" for name, value in quote.attributes if value), quote.memo) if line]


def quotes_word(
    quotes: Sequence[Quote], made: datetime, *, project: str, sections: Sequence[QuoteSection] | None = None, about: str = ""
) -> Word:
    """The quotes as a Word document, by default under a heading for each code."""
    word = Word(_("Quotes"), made, project)
    word.paragraph(_("Quotes"), "Title")
    word.paragraph(project, "Subtitle")
    word.paragraph(_facts(quotes, made), "Details")
    if about:
        word.paragraph(about, "Details")
    for section in _by_code(quotes) if sections is None else sections:
        if section.title:
            word.heading(section.title, 1)
            word.paragraph(n_("{n} passage", "{n} passages", len(section.quotes)), "Code Path")
        for quote in section.quotes:
            word.paragraph(f"“{quote.text.strip()}”", "Passage", bar=_BAR)
            word.paragraph(beside("\n".join(_lines(quote, section.title)), quote.text), "Passage Source", bar=_BAR)
    return word


def _page(quotes: Sequence[Quote], made: datetime, project: str, sections: Sequence[QuoteSection], about: str) -> bytes:
    parts = ["<header>", element("h1", _("Quotes")), element("p", project), element("p", _facts(quotes, made))]
    parts += [element("p", about)] if about else []
    parts.append("</header>")
    for section in sections:
        parts += [element("h2", f"{section.title} ({len(section.quotes)})")] if section.title else []
        for quote in section.quotes:
            parts.append(element("blockquote", f"“{quote.text.strip()}”"))
            parts += [element("p", line, kind="source") for line in _lines(quote, section.title)]
    return page_bytes(_("Quotes") + " · " + project, parts)
