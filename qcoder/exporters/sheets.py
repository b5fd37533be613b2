"""Sheets: csv and xlsx with figures as figures, and no cell that a spreadsheet would run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from qcoder.exporters.files import strip_controls

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from pandas import DataFrame

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


def rows_of(frame: "DataFrame") -> list[list[Value]]:
    """A frame as rows of plain values with the names of its columns first; what is missing is None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [[str(name) for name in frame.columns], *plain.to_numpy().tolist()]


def csv_bytes(frame: "DataFrame") -> bytes:
    """The frame as csv: commas, LF, UTF-8 with a mark so that Excel reads accents; what is missing is empty.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, unless it is a plain number.
    """
    safe = frame.rename(columns=_guarded)
    for rank, kind in enumerate(safe.dtypes):
        if kind == "str":
            safe.isetitem(rank, [_guarded(text) for text in safe.iloc[:, rank]])
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def csv_of_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of text as csv, as `csv_bytes` writes it; for tables that are too long to be frames."""
    data = io.StringIO()
    csv.writer(data, lineterminator="\n").writerows([_guarded(text) for text in row] for row in rows)
    return data.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    text = strip_controls(text)
    return "'" + text if _RISKY.match(text) and not _NUMERIC.fullmatch(text) else text


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
        text, head = WriteOnlyCell(page, ""), WriteOnlyCell(page, "")
        text.alignment = head.alignment = wrapped
        head.font = bold
        for number, row in enumerate(sheet.rows):
            cells: list[Cell | Value] = []
            for value in row:
                if not isinstance(value, str) or not value:
                    cells.append(None if value == "" else value)  # a cell with nothing in it would take room and time
                    continue
                cell = WriteOnlyCell(page, _short(value))
                cell.data_type = "s"  # or a text that begins with = would be a formula
                # Setting a style by its parts would take half of the time of all; openpyxl's stubs do not know what holds it.
                cell._style = text._style if number else head._style  # type: ignore[attr-defined]
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
