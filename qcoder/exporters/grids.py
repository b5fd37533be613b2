"""A plain table as a file: figures as numbers in a spreadsheet, words to read in Word; with what was asked on a sheet of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qcoder import __version__
from qcoder.exporters import word as doc
from qcoder.exporters.files import export_to
from qcoder.exporters.report import Grid
from qcoder.exporters.sheets import Sheet, Value, csv_of_rows, xlsx_bytes
from qcoder.words import _


@dataclass(frozen=True, slots=True)
class GridFile:
    """A title, rows of values with the heading first, the sentences that go with them, and the widths of columns in characters."""

    title: str
    rows: Sequence[Sequence[Value]]
    sentences: Sequence[str] = ()
    widths: Sequence[int] = ()
    frozen: int = 1


def export_grid(table: GridFile, path: Path, made: datetime, *, project: str) -> Path:
    """Write to a .xlsx (the table and the settings), .csv or .docx file; raises KnownError when it cannot be written."""
    return export_to(
        path,
        {
            ".xlsx": lambda: xlsx_bytes(
                [Sheet(table.title, table.rows, table.widths, table.frozen), _settings(table, made, project)], title=project, made=made
            ),
            ".csv": lambda: csv_of_rows([[plain(value) for value in row] for row in table.rows]),
            ".docx": lambda: _word(table, made, project).data(),
        },
    )


def _settings(table: GridFile, made: datetime, project: str) -> Sheet:
    rows: list[list[Value]] = [
        [_("Setting"), _("Value")], [_("Project"), project], [_("Date"), f"{made:%Y-%m-%d}"], [_("Program"), f"qcoder {__version__}"],
    ]  # fmt: skip
    return Sheet(_("Settings"), [*rows, *([_("Note"), sentence] for sentence in table.sentences)], (20, 100))


def _word(table: GridFile, made: datetime, project: str) -> doc.Word:
    word = doc.Word(table.title, made, project, landscape=True)
    word.paragraph(table.title, "Title")
    word.paragraph(project, "Subtitle")
    grid_of(table).put(word)
    for sentence in table.sentences:
        word.paragraph(sentence, "Note")
    return word


def grid_of(table: GridFile) -> Grid:
    """The table to read, its figures at the right."""
    numeric = {at for row in table.rows[1:] for at, value in enumerate(row) if isinstance(value, int | float)}
    words = {at for row in table.rows[1:] for at, value in enumerate(row) if isinstance(value, str) and value}
    return Grid([[plain(value) for value in row] for row in table.rows], frozenset(numeric - words))


def plain(value: Value) -> str:
    """A value as text; numbers without a tail of digits."""
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
