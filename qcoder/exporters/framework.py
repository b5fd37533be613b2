"""A framework matrix as a file: the summaries, how many passages each cell has, and the quotes with their sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qcoder import __version__
from qcoder.exporters import word as doc
from qcoder.exporters.files import export_to
from qcoder.exporters.phrases import source_of
from qcoder.exporters.report import Grid
from qcoder.exporters.sheets import Sheet, Value, xlsx_bytes
from qcoder.project.read.quotes import Quote
from qcoder.words import _

MOST_COLUMNS_IN_WORD = 6


@dataclass(frozen=True, slots=True)
class FrameworkFile:
    """Cases (name, what is known of them) by themes: texts, numbers of passages (None: not told), and (case, theme, quote)."""

    cases: Sequence[tuple[str, Sequence[str]]]
    themes: Sequence[str]
    cells: Sequence[Sequence[str]]
    passages: Sequence[Sequence[int | None]]
    quotes: Sequence[tuple[str, str, Quote]]
    sentences: Sequence[str] = ()


def export_framework(table: FrameworkFile, path: Path, made: datetime, *, project: str) -> Path:
    """Write to a .xlsx (summaries, passages, quotes, settings) or .docx file; raises KnownError when it cannot be written."""
    return export_to(
        path,
        {
            ".xlsx": lambda: xlsx_bytes(_sheets(table, made, project), title=project, made=made),
            ".docx": lambda: _word(table, made, project).data(),
        },
    )


def _sheets(table: FrameworkFile, made: datetime, project: str) -> list[Sheet]:
    summaries: list[list[Value]] = [[_("Case"), _("Known of it"), *table.themes]]
    numbers: list[list[Value]] = [[_("Case"), *table.themes]]
    for (name, facts), texts, counts in zip(table.cases, table.cells, table.passages, strict=True):
        summaries.append([name, " · ".join(facts), *texts])
        numbers.append([name, *(_("hidden") if n is None else n for n in counts)])
    quotes: list[list[Value]] = [[_("Case"), _("Theme"), _("Quote"), _("Code"), _("Source"), _("Coder")]]
    quotes += [[case, theme, quote.text, quote.code, source_of(quote), quote.coder] for case, theme, quote in table.quotes]
    settings: list[list[Value]] = [
        [_("Setting"), _("Value")], [_("Project"), project], [_("Date"), f"{made:%Y-%m-%d}"], [_("Program"), f"qcoder {__version__}"],
    ]  # fmt: skip
    settings += [[_("Note"), sentence] for sentence in table.sentences]
    return [
        Sheet(_("Framework"), summaries, (24, 28, *(44,) * len(table.themes)), 1),
        Sheet(_("Passages"), numbers, (24, *(14,) * len(table.themes)), 1),
        Sheet(_("Quotes"), quotes, (24, 24, 80, 30, 40, 16), 1),
        Sheet(_("Settings"), settings, (20, 100)),
    ]


def _word(table: FrameworkFile, made: datetime, project: str) -> doc.Word:
    word = doc.Word(_("Framework"), made, project, landscape=True)
    word.paragraph(_("Framework"), "Title")
    word.paragraph(project, "Subtitle")
    for first in range(0, max(len(table.themes), 1), MOST_COLUMNS_IN_WORD):
        some = slice(first, first + MOST_COLUMNS_IN_WORD)
        grid_of(table, some).put(word)
        word.paragraph("", "Note")
    for sentence in table.sentences:
        word.paragraph(sentence, "Note")
    return word


def grid_of(table: FrameworkFile, some: slice) -> Grid:
    """Some of the themes as a table to read."""
    rows = [[_("Case"), *table.themes[some]]]
    rows += [["\n".join([name, *facts]), *texts[some]] for (name, facts), texts in zip(table.cases, table.cells, strict=True)]
    return Grid(rows, frozenset(), 2200)
