"""Comparisons as a file: xlsx and csv with figures as figures, Word as a table to read."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder.exporters import word as doc
from qcoder.exporters.files import export_to
from qcoder.exporters.frames import Cell, Column, Comparison, comparison_frame
from qcoder.exporters.sheets import Sheet, Value, csv_bytes, rows_of, xlsx_bytes
from qcoder.words import _

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_COLUMNS_IN_WORD = 13
ROOMY = 9


def export_comparison(comparison: Comparison, path: Path, made: datetime, *, project: str, coders: Sequence[str] = ()) -> Path:
    """Write a comparison to a .xlsx, .csv or .docx file; `coders` are the names of those whose codings were counted.

    xlsx: the table with `n` and `of` in columns of their own, every cell as a row with share and interval, and the settings.
    csv: every cell as a row. Raises KnownError when the file cannot be written.
    """
    return export_to(
        path,
        {
            ".xlsx": lambda: xlsx_bytes(
                [
                    Sheet(_("Comparison"), wide(comparison), (32, *(10,) * 200), 1),
                    Sheet(_("Cells"), rows_of(long(comparison)), (32, 20, 20, 10, 10, 10, 10, 10, 10), 1),
                    Sheet(_("Settings"), settings(comparison, made, project, coders), (24, 90)),
                ],
                title=project,
                made=made,
            ),
            ".csv": lambda: csv_bytes(long(comparison)),
            ".docx": lambda: comparison_word(comparison, made, project=project, coders=coders).data(),
        },
    )


def _figures(count: str) -> tuple[str, ...]:
    return {"codings": ("n",), "rate": ("rate", "n", "of")}.get(count, ("n", "of"))


def _figure(cell: Cell, name: str) -> Value:
    if cell.nobody:
        return None
    return {"n": cell.n, "of": cell.of, "rate": round(cell.value, 4)}[name]


def wide(comparison: Comparison) -> list[list[Value]]:
    """A row per code; for every column its figures side by side, empty where nobody is; below the rows, how many are in each column."""
    names = _figures(comparison.count)
    columns = [*comparison.columns, comparison.all]
    rows: list[list[Value]] = [[_("Code"), *(f"{column.label}: {name}" for column in columns for name in names)]]
    for row in comparison.rows:
        cells = [*row.cells, row.total]
        rows.append(["  " * row.spec.depth + row.spec.label, *(_figure(cell, name) for cell in cells for name in names)])
    return rows


def long(comparison: Comparison) -> "DataFrame":
    """A row per cell as a file has it: shares rounded to six digits, and nothing but empty figures where nobody is."""
    return comparison_frame(comparison).drop(columns="nobody").round(6)


def settings(comparison: Comparison, made: datetime, project: str, coders: Sequence[str]) -> list[list[Value]]:
    """What was counted, how, by whom, and who is in each column."""
    rows: list[list[Value]] = [
        [_("Setting"), _("Value")],
        [_("Project"), project],
        [_("Date"), f"{made:%Y-%m-%d}"],
        [_("Counted"), comparison.unit],
        [_("Columns"), " × ".join(comparison.by) or _("everybody together")],
        [_("Rows"), "; ".join(row.spec.label for row in comparison.rows)],
        [_("Coders"), "; ".join(coders) if coders else _("all")],
        [_("Intervals"), _("Wilson score intervals of the share of participants, 95 %")],
    ]
    rows += [[_("Note"), note] for note in comparison.notes]
    rows += [[column.label, _who(column)] for column in (*comparison.columns, comparison.all) if column.labels]
    return rows


def _who(column: Column) -> str:
    return _("{participants} participants, {documents} documents, {words} words").format(
        participants=f"{column.participants:,}", documents=f"{column.documents:,}", words=f"{column.words:,}"
    )


def said(count: str, cell: Cell) -> str:
    """A cell as a person reads it: `4 of 8`, `312`, `2.4`; a dash where nobody is."""
    if cell.nobody:
        return "–"
    if count == "codings":
        return f"{cell.n:,}"
    if count == "rate":
        return f"{cell.value:,.1f}"
    return _("{n} of {of}").format(n=f"{cell.n:,}", of=f"{cell.of or 0:,}")


def comparison_word(comparison: Comparison, made: datetime, *, project: str, coders: Sequence[str] = ()) -> doc.Word:
    """The comparison as a Word document, across the page; more columns than fit go into further tables."""
    word = doc.Word(_("Comparison"), made, project, landscape=True)
    word.paragraph(_("Comparison"), "Title")
    word.paragraph(project, "Subtitle")
    who = ", ".join(coders) if coders else _("all coders")
    word.paragraph(" · ".join((f"{made.day} {made:%B %Y}", " × ".join(comparison.by) or _("everybody together"), who)), "Details")
    columns = [*(comparison.columns if comparison.by else ()), comparison.all]
    for first in range(0, len(columns), MOST_COLUMNS_IN_WORD):
        _table(word, comparison, first, columns[first : first + MOST_COLUMNS_IN_WORD])
        word.paragraph("", "Note")
    for note in (comparison.unit, *comparison.notes):
        word.paragraph(note, "Note")
    return word


def _table(word: doc.Word, comparison: Comparison, first: int, columns: Sequence[Column]) -> None:
    size = "Table" if len(columns) <= ROOMY else "Small"
    label_width = 3000 if len(columns) <= ROOMY else 2000
    width = min((word.width - label_width) // len(columns), 2200)
    head = [doc.Cell((doc.Run(_("Code")),), f"{size} Head")]
    head += [
        doc.Cell((doc.Run("\n".join(column.labels)), doc.Run(f"\nN = {column.participants:,}")), f"{size} Head Right") for column in columns
    ]
    rows = [head]
    for row in comparison.rows:
        cells = [*(row.cells if comparison.by else ()), row.total][first : first + len(columns)]
        line = [doc.Cell((doc.Run(row.spec.label),), f"{size} Text", indent=200 * row.spec.depth)]
        rows.append([*line, *(_word_cell(comparison.count, cell, f"{size} Number") for cell in cells)])
    word.table(rows, (label_width, *(width,) * len(columns)))


def _word_cell(count: str, cell: Cell, style: str) -> doc.Cell:
    runs = [doc.Run(said(count, cell))]
    if cell.low is not None and cell.high is not None:
        runs.append(doc.Run(f"\n{cell.low * 100:.0f}–{cell.high * 100:.0f} %", color="3E4C59"))
    # The greater the share the deeper the fill, as on the screen; never so deep that the text on it is hard to read.
    share = cell.share if count in {"participants", "documents"} and not cell.nobody else None
    fill = "" if not share else "".join(f"{round(255 - (255 - tone) * share * 0.6):02X}" for tone in (0x6A, 0xA5, 0xC8))
    return doc.Cell(tuple(runs), style, fill=fill)
