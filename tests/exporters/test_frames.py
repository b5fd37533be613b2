"""Tables as pandas frames, and how they become csv and plain rows."""

import csv
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.compare import Comparison, Count, compare, rows_of_branch
from qcoder.changes.documents import DeleteDocuments
from qcoder.domain.spans import Span
from qcoder.exporters.comparison import export_comparison
from qcoder.exporters.frames import FRACTIONS, QUOTE_COLUMNS, comparison_frame, frame_of, quotes_frame
from qcoder.exporters.sheets import csv_bytes, rows_of
from qcoder.project.project import Project
from qcoder.project.read.quotes import Quote, QuoteFinder
from tests.exporters.study import MADE, make

ROOT = Path(__file__).resolve().parents[2]
WHOLE = ("value", "n", "of")


def compared(project: Project, count: Count, by: tuple[str, ...] = ("locality", "group")) -> Comparison:
    """The families compared."""
    return compare(project.read, rows_of_branch(project.read.codes.tree(), None), by, count)


@pytest.mark.parametrize("count", list(Count))
def test_a_row_for_every_cell(tmp_path: Path, count: Count) -> None:
    """Every cell and total in order, each with its labels; whole numbers are whole and a rate is not."""
    with make(tmp_path) as project:
        found = compared(project, count)
    frame = comparison_frame(found)
    assert list(frame.columns) == ["code", "locality", "group", "value", "n", "of", "share", "low", "high", "nobody", "hidden"]
    wanted: list[list[object]] = []
    for row in found.rows:
        for head, cell in zip((*found.columns, found.all), (*row.cells, row.total), strict=True):
            labels = head.labels if head is not found.all else ("All", "All")
            figures = (None,) * 6 if cell.nobody else (cell.value, cell.n, cell.of, cell.share, cell.low, cell.high)
            wanted.append([row.spec.label, *labels, *figures, cell.nobody, False])
    assert rows_of(frame)[1:] == wanted
    assert [str(frame[name].dtype) for name in WHOLE] == ["Float64" if count in FRACTIONS else "Int64", "Int64", "Int64"]
    assert str(frame["share"].dtype) == "Float64"


def test_nobody_is_empty_and_numbers_stay_whole(tmp_path: Path) -> None:
    """An empty cell does not turn its neighbours into fractions; a comparison by nothing has totals only."""
    with make(tmp_path) as project:
        project.do(DeleteDocuments((project.read.documents.find("Vale").id,)))
        found = compared(project, Count.PARTICIPANTS, ("locality",))
        path = export_comparison(found, tmp_path / "a.csv", MADE, project="P")
        alone = comparison_frame(compared(project, Count.PARTICIPANTS, ()))
    frame = comparison_frame(found)
    shire = frame[frame["locality"] == "Shire"]
    assert shire["nobody"].all()
    assert shire[list(WHOLE)].isna().all(axis=None)
    lines = path.read_bytes().decode("utf-8-sig").split("\n")
    assert lines[0] == "code,locality,value,n,of,share,low,high"
    assert lines[1].startswith("local,City,2,2,2,1.0,")
    assert lines[2] == "local,Shire,,,,,,"
    assert lines[-1] == ""
    assert list(alone["column"]) == ["All", "All"]


def test_variables_called_like_our_columns(tmp_path: Path) -> None:
    """No column is lost when an attribute is called `n` or `code`."""
    with make(tmp_path) as project:
        found = replace(compared(project, Count.CODINGS), by=("n", "code"))
    frame = comparison_frame(found)
    assert list(frame.columns)[:5] == ["code", "n (variable)", "code (variable)", "value", "n"]
    assert list(frame["code"].unique()) == [row.spec.label for row in found.rows]


def test_quotes(tmp_path: Path) -> None:
    """One row a quote in the order given; ids keep every digit as text; no quotes are a header alone."""
    with make(tmp_path) as project:
        quotes = QuoteFinder(project.read).of_codes(None)
    frame = quotes_frame(quotes)
    assert tuple(frame.columns) == QUOTE_COLUMNS
    assert list(frame["id"]) == [str(quote.id) for quote in quotes]
    assert list(frame["quote"]) == [quote.text for quote in quotes]
    assert str(frame["start"].dtype) == str(frame["end"].dtype) == "Int64"
    assert rows_of(quotes_frame([])) == [list(QUOTE_COLUMNS)]
    assert csv_bytes(quotes_frame([])).decode("utf-8-sig") == ",".join(QUOTE_COLUMNS) + "\n"


def test_big_ids_and_unknown_times() -> None:
    """63 bits survive, and a time that nobody wrote down is empty, not nan."""
    quote = Quote(2**63 - 1, 1, "Hill", Span(0, 2), "Hm", 3, "local", "Ana", "", "", "", "", None, "", "hand", 0)
    row = ["Hill", 0, 2, "Hm", "local", "Ana", "", "", "", "", "", "", "9223372036854775807", "", "hand", "1970-01-01 00:00", ""]
    assert rows_of(quotes_frame([quote]))[1] == row


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r"))


@given(st.lists(st.tuples(texts, st.none() | st.integers(-(2**63), 2**63 - 1)), max_size=5))
def test_csv_comes_back(rows: list[tuple[str, int | None]]) -> None:
    """What csv holds is what went in, but for line ends and the apostrophe; nothing begins like a formula."""
    frame = frame_of({"text": ("str", [text for text, _n in rows]), "=n": ("Int64", [n for _text, n in rows])})
    found = list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"), newline="")))
    assert found[0] == ["text", "'=n"]
    assert [number for _text, number in found[1:]] == ["" if n is None else str(n) for _text, n in rows]
    for (text, _n), (read, _number) in zip(rows, found[1:], strict=True):
        plain = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c not in "\ufffe\uffff")
        assert read in (plain, "'" + plain)
        try:
            float(read.replace(",", "."))
        except ValueError:
            assert not read.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_rows_are_plain_values() -> None:
    """No NaN, no numpy number and no pandas NA leaves a frame for a sheet."""
    frame = frame_of({"a": ("Int64", [1, None]), "b": ("Float64", [None, 0.5]), "c": ("str", ["", "x"]), "d": ("bool", [True, False])})
    rows = rows_of(frame)
    assert rows == [["a", "b", "c", "d"], [1, None, "", True], [None, 0.5, "x", False]]
    assert {type(value) for row in rows[1:] for value in row} == {int, float, str, bool, type(None)}
    assert frame["a"].isna().to_list() == [False, True]
    assert isinstance(frame, pd.DataFrame)


def test_rooms_are_light() -> None:
    """Neither pandas nor Word's and Excel's libraries come in before somebody writes a file."""
    files = [path for room in ("exporters", "analysis") for path in sorted((ROOT / "qcoder" / room).rglob("*.py"))]
    modules = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__") for path in files]
    assert {"qcoder.exporters.word", "qcoder.exporters.frames", "qcoder.analysis.compare"} <= set(modules)
    script = f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
    script += "print(*[guest for guest in ('pandas', 'docx', 'openpyxl') if guest in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
