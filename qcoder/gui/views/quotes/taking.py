"""Taking quotes away: as citations, as a table, as a file; the reading is done in the background."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from PySide6.QtCore import QMimeData

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.project.read.retrieval import Found, Section
from qcoder.project.write import Progress


def citations(read: Reader, ids: Sequence[int], form: str, progress: Progress) -> str:
    """These quotes in the person's form, a blank line between them."""
    from qcoder.exporters.citation import cite

    return "\n\n".join(cite(quote, form) for quote in QuoteFinder(read).of_ids(ids, progress))


def table_rows(read: Reader, ids: Sequence[int], progress: Progress) -> list[list[str]]:
    """These quotes with all their attributes, the names of the columns first."""
    from qcoder.exporters.frames import quotes_frame
    from qcoder.exporters.sheets import rows_of

    rows = rows_of(quotes_frame(QuoteFinder(read).of_ids(ids, progress)))
    return [["" if value is None else str(value) for value in row] for row in rows]


def table_mime(rows: Sequence[Sequence[str]]) -> QMimeData:
    """A table for spreadsheets (tabs) and for texts (html)."""
    mime = QMimeData()
    mime.setText("\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows))
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    mime.setHtml("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
    return mime


def write_file(
    read: Reader, found: Found, title: Callable[[Section], str], path: Path, about: str, progress: Progress, *, headed: bool
) -> Path:
    """Write all that was found, under the headings it stands under, to a file."""
    from qcoder.exporters.quotes import QuoteSection, export_quotes

    unique = list(dict.fromkeys(found.ids))
    known: dict[int, Quote] = {quote.id: quote for quote in QuoteFinder(read).of_ids(unique, progress)}
    sections = [
        QuoteSection(
            title(section).replace(" › ", PATH_SEPARATOR) if headed else "",
            [known[id_] for id_ in found.ids[section.first : section.first + section.count] if id_ in known],
        )
        for section in found.sections
    ]
    return export_quotes(list(known.values()), path, datetime.now(UTC), project=read.name(), sections=sections, about=about)
