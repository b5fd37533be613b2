"""Sheets: csv and xlsx with figures as figures, and no cell that a spreadsheet would run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from qcoder.exporters.files import strip_controls

Value = str | int | float | None

LONGEST_CELL = 32_767  # what Excel can hold
_RISKY = re.compile(r"[=+\-@\t\r]")
_NUMERIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, its rows with the header first, and the widths of its columns in characters."""

    title: str
    rows: Sequence[Sequence[Value]]
    widths: Sequence[int] = ()
    frozen_columns: int = 0


def csv_bytes(rows: Iterable[Sequence[Value]]) -> bytes:
    """The rows as csv: commas, UTF-8 with a mark so that Excel reads accents, CRLF.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, unless it is a plain number.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _guarded(cell: Value) -> Value:
    if not isinstance(cell, str):
        return cell
    risky = _RISKY.match(cell) and not _NUMERIC.fullmatch(cell)
    return "'" + cell if risky else cell


def xlsx_bytes(sheets: Sequence[Sheet], *, title: str, made: datetime) -> bytes:
    """The sheets as a workbook: bold first rows that stay in view, text wrapped, numbers as numbers, never a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    bold, wrapped = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    for sheet in sheets:
        page = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", sheet.title)[:31])
        page.freeze_panes = f"{get_column_letter(sheet.frozen_columns + 1)}2"
        for rank, width in enumerate(sheet.widths):
            page.column_dimensions[get_column_letter(rank + 1)].width = width
        for number, row in enumerate(sheet.rows):
            cells = []
            for value in row:
                cell = WriteOnlyCell(page, _short(value))
                if isinstance(value, str):
                    cell.data_type = "s"  # or a text that begins with = would be a formula
                    cell.alignment = wrapped
                if number == 0:
                    cell.font = bold
                cells.append(cell)
            page.append(cells)
    book.properties.title = strip_controls(title)
    book.properties.creator = "qcoder"
    book.properties.created = made.replace(tzinfo=None)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _short(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    text = strip_controls(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
