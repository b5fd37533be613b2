"""Tables: separators, encodings, spreadsheets, and one sentence for each way they can be wrong."""

import contextlib
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.errors import KnownError
from qcoder.importers.tables import Row, fold, read_table, shown, table_of

ROWS = [["Participant", "Years in post", "note"], ["Priya", "5", 'says "no", twice'], ["", "", ""], ["Zoë", "12", "two\nlines"]]
WANTED = (
    Row(2, {"participant": "Priya", "years in post": "5", "note": 'says "no", twice'}),
    Row(4, {"participant": "Zoë", "years in post": "12", "note": "two\nlines"}),
)


def quoted(cell: str, separator: str) -> str:
    """One csv cell, in quotation marks where it needs them."""
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in f'"\n{separator}') else cell


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_of_every_kind(tmp_path: Path, separator: str, encoding: str, newline: str) -> None:
    """The separator and the encoding are found out; blank rows count in row numbers, as a spreadsheet shows them."""
    path = tmp_path / "people.csv"
    text = newline.join(separator.join(quoted(cell, separator) for cell in row) for row in ROWS) + newline
    path.write_bytes(text.encode(encoding))
    table = read_table(path)
    assert table.header == ("Participant", "Years in post", "note")
    assert table.rows == WANTED


def test_xlsx_as_a_person_sees_it(tmp_path: Path) -> None:
    """Whole floats lose their .0, dates are ISO, shares are percentages; the first sheet that holds anything is read."""
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    sheet = book.create_sheet("People")
    sheet.append(["participant", "years", "met", "at", "share", "active", "number"])
    sheet.append(["Priya", 3.0, date(2026, 5, 31), datetime.fromisoformat("2026-05-31T09:30"), 0.25, True, 0.1 + 0.2])
    sheet["E2"].number_format = "0%"
    sheet.append([None, None, None, None, None, None, None])
    sheet.append(["Zoë", 12, None, None, None, None, 7])
    path = tmp_path / "people.xlsx"
    book.save(path)
    table = read_table(path)
    assert table.sheet == "People"
    assert [row.number for row in table.rows] == [2, 4]
    assert list(table.rows[0].cells.values()) == ["Priya", "3", "2026-05-31", "2026-05-31 09:30:00", "25%", "TRUE", "0.3"]
    assert table.rows[1].get("years") == "12"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (3.5, "3.5"), (-2.0, "-2"), (1e20, "1e+20"), (time(9, 5), "09:05:00"), (False, "FALSE"), (10**17, str(10**17))],
)
def test_shown(value: object, text: str) -> None:
    """Single values."""
    assert shown(value) == text


def test_separator_line_of_excel(tmp_path: Path) -> None:
    """`sep=;` in the first line says the separator and is no row of data."""
    path = tmp_path / "a.csv"
    path.write_text("sep=;\na;b\n1,5;2\n", encoding="utf-8")
    assert read_table(path).rows == (Row(3, {"a": "1,5", "b": "2"}),)


def test_one_column(tmp_path: Path) -> None:
    """A list of names is a table too, whatever commas its cells hold between quotation marks."""
    path = tmp_path / "a.csv"
    path.write_text('code\nlocal\n"a, b"\n', encoding="utf-8")
    assert [row.get("code") for row in read_table(path).rows] == ["local", "a, b"]


BAD = {
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"\xef\xbb\xbf \r\n\n", "is empty"),
    "binary.csv": (bytes(range(256)) * 20, "is not a text"),
    "doubled.csv": (b"code,Code \n1,2\n", "two columns"),
    "numbers.csv": (b"1,2\n3,4\n", "no row of column names"),
    "wide.csv": (b"a,b\n1,2,3\n", "row 2: something is in a column without a name"),
    "old.xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel file or has a password"),
    "cut.xlsx": (b"PK\x03\x04 and then nothing", "damaged or incomplete"),
    "text.xlsx": (b"a,b\n1,2\n", "damaged or incomplete"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_say_one_sentence(tmp_path: Path, name: str) -> None:
    """Empty, binary, without names, with doubled names, cut off: each says what is wrong and names the file."""
    data, says = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(KnownError, match=says) as caught:
        read_table(path)
    assert name in caught.value.sentence


def test_missing_file_and_folder(tmp_path: Path) -> None:
    """What is not there, and what is a folder."""
    with pytest.raises(KnownError, match="is not there"):
        read_table(tmp_path / "gone.csv")
    with pytest.raises(KnownError, match="is a folder"):
        read_table(tmp_path)


def test_hostile_workbooks(tmp_path: Path) -> None:
    """A bomb, a document type and an archive that is no workbook are refused."""
    for name, members, says in (
        ("bomb.xlsx", {"xl/workbook.xml": b"\0" * 60_000_000}, "unpacks to"),
        ("doctype.xlsx", {"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "document type"),
        ("other.xlsx", {"readme.txt": b"hello"}, "not a spreadsheet"),
        ("empty.xlsx", {"xl/workbook.xml": b"<workbook/>"}, "damaged"),
    ):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for member, data in members.items():
                package.writestr(member, data)
        with pytest.raises(KnownError, match=says):
            read_table(path)


def test_need_names_what_is_missing() -> None:
    """And what was found instead."""
    table = table_of("a.csv", [(1, ["Name", "Doc-ID"]), (2, ["x", "y"])])
    assert table.has("doc id")
    with pytest.raises(KnownError, match="no column “code”, “end”; its columns are: Name, Doc-ID"):
        table.need("name", "code", "end")


@given(st.lists(st.lists(st.text(max_size=4), min_size=1, max_size=4), max_size=5))
def test_any_cells_make_a_table_or_a_sentence(cells: list[list[str]]) -> None:
    """No combination of cells is our fault."""
    rows: tuple[Row, ...] = ()
    names: set[str] = set()
    with contextlib.suppress(KnownError):
        table = table_of("a.csv", list(enumerate(cells, 1)))
        rows, names = table.rows, {fold(name) for name in table.header}
    assert all(set(row.cells) <= names for row in rows)
