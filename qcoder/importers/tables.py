"""Tables: csv, tsv and xlsx files read into rows of text, as a person sees them."""

import csv
import io
import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

from qcoder.domain.errors import KnownError
from qcoder.importers.encoding import decode, not_text
from qcoder.importers.normalise import normalise
from qcoder.importers.packages import Package, damaged
from qcoder.words import _

LARGEST = 64 * 1024**2
LARGEST_CELL = 4 * 1024**2
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")

_DELIMITERS = (",", ";", "\t", "|")
_GUARDED = re.compile(r"'[=+\-@\t\r]")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` as a spreadsheet counts it (the header is usually 1), `cells` by the column's name as `fold` gives it."""

    number: int
    cells: dict[str, str]

    def get(self, *names: str) -> str:
        """The first cell among these columns that holds something, without the white space around it."""
        return next((cell for name in names if (cell := self.cells.get(name, "").strip())), "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its file's name, the names of its columns as they stand there, its rows; blank rows are left out."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""

    def has(self, *names: str) -> bool:
        """True if one of these columns is there."""
        return any(name in {fold(title) for title in self.header} for name in names)

    def need(self, *names: str) -> None:
        """Raise KnownError, naming what is missing and what was found, unless all of these columns are there."""
        missing = [name for name in names if not self.has(name)]
        if missing:
            raise KnownError(
                _("“{file}” has no column {missing}; its columns are: {found}.").format(
                    file=self.file, missing=", ".join(f"“{name}”" for name in missing), found=", ".join(self.header)
                )
            )

    def wrong(self, row: Row, why: str) -> KnownError:
        """The error for one row: file, row number and what is wrong with it."""
        return KnownError(_("“{file}”, row {row}: {why}").format(file=self.file, row=row.number, why=why))


def fold(name: str) -> str:
    """A column's name as it is compared: small letters, single spaces, underscores and hyphens as spaces."""
    return " ".join(re.sub(r"[_\-\s]+", " ", name).casefold().split())


def read_table(path: Path, *, encoding: str | None = None) -> Table:
    """Read a csv, tsv or xlsx file, told apart by what is in it. Raises KnownError, one sentence for each way it can be wrong."""
    path = Path(path)
    data = read_bytes(path)
    if data.startswith(_OLE):
        raise KnownError(_("“{file}” is an old Excel file or has a password; save it as xlsx or csv without one.").format(file=path.name))
    if data.startswith(_ZIP):
        sheet, cells = _read_workbook(path)
        return table_of(path.name, cells, sheet)
    if path.suffix.casefold() == ".xlsx":
        raise damaged(path.name)
    text, _name, _guessed = decode(data, path.name, encoding)
    return table_of(path.name, list(enumerate(_parse(text, path), 1)))


def read_bytes(path: Path) -> bytes:
    """A file's bytes; KnownError when it is not there, not readable, empty or far too large."""
    try:
        if path.is_dir():
            raise KnownError(_("“{file}” is a folder; choose the table in it.").format(file=path.name))
        if path.stat().st_size > LARGEST:
            raise KnownError(
                _("“{file}” is larger than {limit} MB; check that it is the right file.").format(file=path.name, limit=LARGEST >> 20)
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise KnownError(_("“{file}” is not there (any more); check where it was moved.").format(file=path.name)) from None
    except PermissionError:
        raise KnownError(_("“{file}” may not be read by you; ask for permission or copy it.").format(file=path.name)) from None
    except (OSError, ValueError) as error:
        raise KnownError(_("“{file}” cannot be read; check the disk or the network.").format(file=path.name), str(error)) from None
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise KnownError(_("“{file}” is empty; check that it is the right file.").format(file=path.name))
    return data


def table_of(file: str, cells: Iterable[tuple[int, Sequence[str]]], sheet: str = "") -> Table:
    """Make a table of numbered rows of cells, the first that is not blank being the header; raises KnownError when that cannot be."""
    filled = [(number, row) for number, row in cells if any(cell.strip() for cell in row)]
    if not filled:
        raise KnownError(_("“{file}” is empty; check that it is the right file.").format(file=file))
    names = [cell.strip() for cell in filled[0][1]]
    folded = [fold(name) for name in names]
    _check_header(file, names, folded)
    rows = []
    for number, row in filled[1:]:
        if any(cell.strip() for at, cell in enumerate(row) if at >= len(names) or not folded[at]):
            raise KnownError(
                _("“{file}”, row {row}: something is in a column without a name; name the column or check the separators.").format(
                    file=file, row=number
                )
            )
        rows.append(Row(number, {name: cell for name, cell in zip(folded, row, strict=False) if name}))
    return Table(file, tuple(name for name in names if name), tuple(rows), sheet)


def _check_header(file: str, names: list[str], folded: list[str]) -> None:
    doubled = [name for name, key in zip(names, folded, strict=True) if key and folded.count(key) > 1]
    if doubled:
        raise KnownError(_("“{file}” has two columns “{name}”; rename or remove one of them.").format(file=file, name=doubled[0]))
    # Names are words: a first row of nothing but numbers is a row of data.
    if not any(re.search(r"[^\W\d_]", name) for name in names):
        raise KnownError(_("“{file}” has no row of column names at its top; add one.").format(file=file))


def _parse(text: str, path: Path) -> list[list[str]]:
    if "\0" in text:
        raise not_text(path.name)
    text, _lost = normalise(text)
    first, _newline, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first)
    if told:
        text = rest
    delimiter = told.group(1) if told else "\t" if path.suffix.casefold() == ".tsv" else _delimiter(text)
    before = csv.field_size_limit(LARGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise KnownError(_("“{file}” is not a well-formed csv table: {reason}.").format(file=path.name, reason=error)) from None
    finally:
        csv.field_size_limit(before)
    # The apostrophe that keeps spreadsheets from taking a cell for a formula, as our own export writes it.
    rows = [[cell[1:] if _GUARDED.match(cell) else cell for cell in row] for row in rows]
    return [[], *rows] if told else rows


def _delimiter(text: str) -> str:
    """The separator under which the first rows have the most columns, all the same number."""
    sample = text[:200_000]
    best, most = ",", 1.0
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 20) if row]
        except csv.Error:
            continue
        if rows and len(rows[0]) > 1:
            alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
            score = alike * alike * len(rows[0])
            if score > most:
                best, most = delimiter, score
    return best


def _read_workbook(path: Path) -> tuple[str, list[tuple[int, list[str]]]]:
    """The first sheet that holds anything, as (its name, numbered rows)."""
    with Package(path) as package:
        if not any(name.startswith("xl/") for name in package.names):
            raise KnownError(_("“{file}” is not a spreadsheet that can be read here; save it as xlsx or csv.").format(file=path.name))
        # Unpacked once under the package's limits and read as XML, so that no bomb or document type gets further.
        for name in package.names:
            if name.startswith("xl/") and name.endswith(".xml") and b"<!DOCTYPE" in package.part(name)[:4096]:
                raise KnownError(
                    _("“{file}” holds a document type declaration, which no table needs, and was not opened.").format(file=path.name)
                )
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts that it drops; we read cells alone
        try:
            book = load_workbook(path, read_only=True, data_only=True)
            try:
                for sheet in book.worksheets:
                    sheet.reset_dimensions()
                    rows = [[shown(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()]
                    if any(any(row) for row in rows):
                        return sheet.title, list(enumerate(rows, 1))
            finally:
                book.close()
        except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, SyntaxError):
            raise damaged(path.name) from None
    raise KnownError(_("“{file}” is empty; check that it is the right file.").format(file=path.name))


def shown(value: object, number_format: str = "") -> str:
    """A cell's value as a person sees it: 3.0 as 3, a share in a percent cell as 50%, dates as 2026-05-31."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if number_format.endswith("%"):
            return f"{value * 100:.12g}%"
        return f"{value:.15g}" if isinstance(value, float) and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return normalise(str(value))[0]
