"""Comparisons as a file: xlsx and csv with figures as figures, Word as a table to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder import __version__
from qcoder.exporters import word as doc
from qcoder.exporters.files import export_to
from qcoder.exporters.frames import FRACTIONS, Cell, Column, Comparison, RowStatistics, Statistics, comparison_frame, figure_of, tests_of
from qcoder.exporters.sheets import Sheet, Value, csv_bytes, rows_of, xlsx_bytes
from qcoder.words import _

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_COLUMNS_IN_WORD = 13
ROOMY = 9


def export_comparison(
    comparison: Comparison,
    path: Path,
    made: datetime,
    *,
    project: str,
    coders: Sequence[str] = (),
    statistics: Statistics | None = None,
) -> Path:
    """Write a comparison to a .xlsx, .csv or .docx file; `coders` are the names of those whose codings were counted.

    xlsx: the table with `n` and `of` in columns of their own, every cell as a row with share and interval, tests and differences, and the
    settings. csv: every cell as a row. Raises KnownError when the file cannot be written.
    """
    return export_to(
        path,
        {
            ".xlsx": lambda: xlsx_bytes(sheets(comparison, made, project, coders, statistics), title=project, made=made),
            ".csv": lambda: csv_bytes(long(comparison, statistics)),
            ".docx": lambda: comparison_word(comparison, made, project=project, coders=coders, statistics=statistics).data(),
        },
    )


def sheets(
    comparison: Comparison, made: datetime, project: str, coders: Sequence[str], statistics: Statistics | None = None
) -> list[Sheet]:
    """One sheet a table, one for the settings."""
    found = [
        Sheet(_("Comparison"), wide(comparison), (32, *(10,) * 200), 1),
        Sheet(_("Cells"), rows_of(long(comparison, statistics)), (32, 20, 20, *(10,) * 20), 1),
    ]
    if statistics is not None and tests_of(statistics):
        found.append(Sheet(_("Tests"), tests(comparison, statistics), (32, *(14,) * 12), 1))
    return [*found, Sheet(_("Settings"), settings(comparison, made, project, coders, statistics), (24, 90))]


def _figures(count: str) -> tuple[str, ...]:
    return ("n",) if count == "codings" else (count, "n", "of") if count in FRACTIONS else ("n", "of")


def _figure(cell: Cell, name: str) -> Value:
    if cell.hidden:
        return _("hidden") if name != "of" else None
    if cell.nobody:
        return None
    return {"n": cell.n, "of": cell.of}.get(name, round(cell.value, 6))


def wide(comparison: Comparison) -> list[list[Value]]:
    """A row per code; for every column its figures side by side, empty where nobody is; margins and the total last."""
    names = _figures(comparison.count)
    columns = [*comparison.columns, *(column for side in comparison.margins for column in side), comparison.all]
    rows: list[list[Value]] = [[_("Code"), *(f"{column.label}: {name}" for column in columns for name in names)]]
    for row in comparison.rows:
        cells = [*row.cells, *(cell for side in row.margins for cell in side), row.total]
        rows.append(["  " * row.spec.depth + row.spec.label, *(_figure(cell, name) for cell in cells for name in names)])
    return rows


def long(comparison: Comparison, statistics: Statistics | None = None) -> "DataFrame":
    """A row per cell as a file has it: shares rounded to six digits, and nothing but empty figures where nobody is.

    `hidden` is there only where a figure is.
    """
    frame = comparison_frame(comparison, statistics).drop(columns="nobody").round(6)
    return frame if frame["hidden"].any() else frame.drop(columns="hidden")


def tests(comparison: Comparison, statistics: Statistics) -> list[list[Value]]:
    """A row per code: what `tests_of` names, as numbers."""
    names = tests_of(statistics)
    rows: list[list[Value]] = [[_("Code"), *names, _("tables drawn for p")]]
    for row, sure in zip(comparison.rows, statistics.rows, strict=True):
        figures = (figure_of(sure, name) for name in names)
        rows.append([row.spec.label, *(None if one is None else round(one, 6) for one in figures), sure.drawn or None])
    return rows


def settings(
    comparison: Comparison, made: datetime, project: str, coders: Sequence[str], statistics: Statistics | None = None
) -> list[list[Value]]:
    """What was counted, how, by whom, and who is in each column."""
    rows: list[list[Value]] = [
        [_("Setting"), _("Value")],
        [_("Project"), project],
        [_("Date"), f"{made:%Y-%m-%d}"],
        [_("Program"), f"qcoder {__version__}"],
        [_("Counted"), comparison.unit],
        [_("Columns"), " × ".join(comparison.by) or _("everybody together")],
        [_("Rows"), "; ".join(row.spec.label for row in comparison.rows)],
        [_("Coders"), "; ".join(coders) if coders else _("all")],
    ]
    rows += [[_("Statistics"), note] for note in _sure(comparison, statistics)]
    rows += [[_("Note"), note] for note in comparison.notes]
    columns = [*comparison.columns, *(column for side in comparison.margins for column in side), comparison.all]
    rows += [[column.label, _who(column)] for column in columns if column.labels]
    return rows


def _sure(comparison: Comparison, statistics: Statistics | None) -> Sequence[str]:
    if statistics is not None:
        return statistics.notes
    return [_("Intervals: Wilson, 95 %, of the share of participants.")] if comparison.count == "participants" else []


def _who(column: Column) -> str:
    return _("{participants} participants, {documents} documents, {words} words").format(
        participants=f"{column.participants:,}", documents=f"{column.documents:,}", words=f"{column.words:,}"
    )


def said(count: str, cell: Cell) -> str:
    """A cell as a person reads it: `4 of 8`, `312`, `2.4`, `3.9 %`; a dash where nobody is, a word where the figure is not told."""
    if cell.hidden:
        return _("hidden")
    if cell.nobody:
        return "–"
    if count == "codings":
        return f"{cell.n:,}"
    if count == "share":
        return percent(cell.value)
    if count in FRACTIONS:
        return f"{cell.value:,.2f}" if count == "mean" else f"{cell.value:,.1f}"
    return _("{n} of {of}").format(n=f"{cell.n:,}", of=f"{cell.of or 0:,}")


def percent(share: float) -> str:
    """`3.9 %`; whole per cent from ten on."""
    return f"{100 * share:.1f} %" if abs(share) < 0.0995 else f"{100 * share:.0f} %"


def interval(count: str, ends: tuple[float, float]) -> str:
    """`15–85 %` of people, `1.2–3.4` of anything else."""
    low, high = ends
    if count == "participants":
        return f"{100 * low:.0f}–{100 * high:.0f} %"
    if count == "share":
        return f"{100 * low:.1f}–{100 * high:.1f} %"
    return f"{low:,.2f}–{high:,.2f}" if count == "mean" else f"{low:,.1f}–{high:,.1f}" if count == "rate" else f"{low:,.0f}–{high:,.0f}"


def probability(p: float | None) -> str:
    """`0.034`, `<0.001`; nothing where there was no test."""
    return "" if p is None else "<0.001" if p < 0.001 else f"{p:.3f}"


def apart(count: str, row: RowStatistics) -> str:
    """The difference of two columns with its interval: `+25 points (−3 to 48)`, `+1.4 (0.2 to 2.7)`; nothing where none is told."""
    told = row.difference
    if told is None:
        return ""
    points = count in {"participants", "share"}
    times, digits = (100, 0 if count == "participants" else 1) if points else (1, 2 if count == "mean" else 1)

    def one(value: float, sign: str = "") -> str:
        rounded = round(times * value, digits) + 0.0
        return f"{rounded:{sign if rounded else ''},.{digits}f}".replace("-", "−")

    words = one(told.value, "+") + (" " + _("points") if points else "")
    if told.low is None or told.high is None:
        return words
    return _("{value} ({low} to {high})").format(value=words, low=one(told.low), high=one(told.high))


def comparison_word(
    comparison: Comparison, made: datetime, *, project: str, coders: Sequence[str] = (), statistics: Statistics | None = None
) -> doc.Word:
    """The comparison as a Word document, across the page; more columns than fit go into further tables."""
    word = doc.Word(_("Comparison"), made, project, landscape=True)
    word.paragraph(_("Comparison"), "Title")
    word.paragraph(project, "Subtitle")
    who = ", ".join(coders) if coders else _("all coders")
    word.paragraph(" · ".join((f"{made.day} {made:%B %Y}", " × ".join(comparison.by) or _("everybody together"), who)), "Details")
    put_tables(word, comparison, statistics)
    for note in (comparison.unit, *comparison.notes, *_sure(comparison, statistics)):
        word.paragraph(note, "Note")
    return word


def put_tables(word: doc.Word, comparison: Comparison, statistics: Statistics | None = None) -> None:
    """Write the table, and more of them when there are more columns than fit; tests and the difference follow the total."""
    heads = [_Head("\n".join(column.labels), f"N = {column.participants:,}") for column in (comparison.columns if comparison.by else ())]
    heads.append(_Head(comparison.all.label, f"N = {comparison.all.participants:,}"))
    told = _told(comparison, statistics)
    heads += [_Head(title, "") for title, _texts in told]
    lines: list[_Line] = []
    for number, row in enumerate(comparison.rows):
        sure = None if statistics is None else statistics.rows[number]
        ends = [*(sure.cells if sure is not None else (None,) * len(row.cells)), None if sure is None else sure.total]
        cells = [*row.cells, row.total]
        pairs = list(zip(cells, ends, strict=True))[0 if comparison.by else -1 :]
        line: list[_Figure] = [(comparison.count, cell, end) for cell, end in pairs]
        lines.append([*line, *(texts[number] for _title, texts in told)])
    for first in range(0, len(heads), MOST_COLUMNS_IN_WORD):
        some = slice(first, first + MOST_COLUMNS_IN_WORD)
        _table(word, comparison, heads[some], [line[some] for line in lines])
        word.paragraph("", "Note")


@dataclass(frozen=True, slots=True)
class _Head:
    """A column's heading, and how many are in it."""

    label: str
    size: str


def _told(comparison: Comparison, statistics: Statistics | None) -> list[tuple[str, list[str]]]:
    """The columns that follow the total: p and the difference, as far as there are any."""
    if statistics is None:
        return []
    found = []
    if any(row.p is not None for row in statistics.rows):
        found.append((_("p (Holm)"), [probability(row.p_holm) for row in statistics.rows]))
        found.append((_("V"), ["" if row.v is None else f"{row.v:.2f}" for row in statistics.rows]))
    if statistics.between is not None:
        one, other = (comparison.columns[at].label for at in statistics.between)
        found.append((f"{one} − {other}", [apart(comparison.count, row) for row in statistics.rows]))
    return found


_Figure = tuple[str, Cell, tuple[float, float] | None] | str
"""What is counted, the cell and its interval; or words as they are."""
_Line = Sequence[_Figure]


def _table(word: doc.Word, comparison: Comparison, heads: Sequence[_Head], lines: Sequence[_Line]) -> None:
    size = "Table" if len(heads) <= ROOMY else "Small"
    label_width = 3000 if len(heads) <= ROOMY else 2000
    width = min((word.width - label_width) // len(heads), 2200)
    top = [doc.Cell((doc.Run(_("Code")),), f"{size} Head")]
    top += [doc.Cell((doc.Run(head.label), *((doc.Run(f"\n{head.size}"),) if head.size else ())), f"{size} Head Right") for head in heads]
    rows = [top]
    for row, figures in zip(comparison.rows, lines, strict=True):
        line = [doc.Cell((doc.Run(row.spec.label),), f"{size} Text", indent=200 * row.spec.depth)]
        rows.append([*line, *(_word_cell(figure, f"{size} Number") for figure in figures)])
    word.table(rows, (label_width, *(width,) * len(heads)))


def _word_cell(figure: _Figure, style: str) -> doc.Cell:
    if isinstance(figure, str):
        return doc.Cell((doc.Run(figure),), style)
    count, cell, ends = figure
    runs = [doc.Run(said(count, cell))]
    if ends is None and cell.low is not None and cell.high is not None:
        ends = cell.low, cell.high
    if ends is not None and not cell.hidden and not cell.nobody:
        runs.append(doc.Run("\n" + interval(count, ends), color="3E4C59"))
    # The greater the share the deeper the fill, as on the screen; never so deep that the text on it is hard to read.
    share = cell.share if count in {"participants", "documents"} and not cell.nobody and not cell.hidden else None
    fill = "" if not share else "".join(f"{round(255 - (255 - tone) * share * 0.6):02X}" for tone in (0x6A, 0xA5, 0xC8))
    return doc.Cell(tuple(runs), style, fill=fill)
