"""Agreement as a file."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qcoder.analysis.agreement.report import Report, report
from qcoder.changes.codings import AddCodings
from qcoder.changes.study import AddCoder
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.exporters.agreement import export_agreement
from tests.strategies import small_project

MADE = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)


@pytest.fixture
def found(tmp_path: Path) -> Iterator[Report]:
    """Ana and Ben, who calls himself by what a spreadsheet would run."""
    small = small_project(tmp_path)
    ben = small.project.do(AddCoder("=Ben()")).result
    span = small.span(small.teacher, "on a Tuesday")
    small.project.do(AddCodings((NewCoding(small.teacher, small.distance, span, ben),)))
    yield report(small.read, [next(c.id for c in small.read.study.coders() if c.name == "Ana"), ben])
    small.project.close()


def test_a_table_of_figures(found: Report, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = export_agreement(found, tmp_path / "a.xlsx", MADE, project="Study")
    book = load_workbook(path)
    assert book.sheetnames == ["Agreement", "Coder by coder", "What was counted"]
    rows = list(book["Agreement"].iter_rows(values_only=True))
    head = [str(name) for name in rows[0]]
    assert head[:4] == ["code", "n", "coded by Ana", "coded by =Ben()"]
    line = dict(zip(head, next(row for row in rows if row[0] == "local > distance"), strict=True))
    code = next(code for code in found.agreement.codes if code.code == "local > distance")
    assert line["n"] == code.n
    assert line["kappa"] == pytest.approx(code.kappa.value, abs=1e-4)
    assert rows[-1][0] == "All codes"
    assert {cell.data_type for row in book["Agreement"].iter_rows() for cell in row} <= {"s", "n"}, "no formula"
    rules = {row[0]: row[1] for row in book["What was counted"].iter_rows(values_only=True)}
    assert rules["Documents"] == "Teacher"
    assert rules["Left out"] == "Head"


def test_csv_is_the_table_alone(found: Report, tmp_path: Path) -> None:
    import pandas as pd

    path = export_agreement(found, tmp_path / "a.csv", MADE, project="Study")
    frame = pd.read_csv(io.BytesIO(path.read_bytes()), encoding="utf-8-sig")
    assert list(frame["code"]) == [*(code.code for code in found.worst_first), "All codes"]
    assert {"kappa", "kappa_low", "alpha", "ac1", "u_alpha", "remark", "prevalence"} <= set(frame.columns)
    assert frame.loc[frame["code"] == "learning", "kappa"].isna().all(), "undefined is empty"


def test_a_page_to_read(found: Report, tmp_path: Path) -> None:
    import docx

    path = export_agreement(found, tmp_path / "a.docx", MADE, project="Study")
    document = docx.Document(str(path))
    cells = [cell.text for cell in document.tables[0].rows[0].cells]
    assert "Cohen's kappa" in cells
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert found.agreement.unit_rule in text
    assert "Ana, =Ben()" in text
    assert export_agreement(found, tmp_path / "b.docx", MADE, project="Study").read_bytes() == path.read_bytes()


def test_other_kinds_are_refused(found: Report, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="must end in"):
        export_agreement(found, tmp_path / "a.pdf", MADE, project="Study")
