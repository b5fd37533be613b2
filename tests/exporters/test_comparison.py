"""A comparison with all that goes with it, as files: margins, hidden figures, intervals, tests and differences."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from qcoder.analysis.compare import Comparison, Count, compare, rows_of_branch
from qcoder.analysis.statistics import Statistics, statistics
from qcoder.analysis.suppression import hide_small
from qcoder.exporters.comparison import apart, export_comparison, interval, percent, probability, said
from qcoder.project.project import Project
from tests.exporters.study import MADE, make


@pytest.fixture(name="project")
def fixture_project(tmp_path: Path) -> Iterator[Project]:
    """The small project."""
    with make(tmp_path) as project:
        yield project


def made(project: Project, count: Count, by: tuple[str, ...] = ("locality",), *, margins: bool = False) -> tuple[Comparison, Statistics]:
    """All codes, with every statistic."""
    read = project.read
    found = compare(read, rows_of_branch(read.codes.tree(), None, 9), by, count, margins=margins)
    return found, statistics(read, found, between=(0, 1), draws=200)


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a csv by column."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_tests_stand_beside_the_total_and_in_a_sheet_of_their_own(project: Project, tmp_path: Path) -> None:
    found, sure = made(project, Count.PARTICIPANTS)
    rows = rows_of(export_comparison(found, tmp_path / "a.csv", MADE, project="P", statistics=sure))
    totals = [row for row in rows if row["locality"] == "All"]
    assert [row["p"] == "" for row in rows] == [row["locality"] != "All" for row in rows]
    assert float(totals[0]["p_holm"]) == pytest.approx(sure.rows[0].p_holm, abs=1e-6)
    assert sure.rows[0].difference is not None
    assert float(totals[0]["difference"]) == pytest.approx(sure.rows[0].difference.value, abs=1e-6)
    book = load_workbook(export_comparison(found, tmp_path / "a.xlsx", MADE, project="P", statistics=sure))
    assert book.sheetnames == ["Comparison", "Cells", "Tests", "Settings"]
    head, first = list(book["Tests"].iter_rows(values_only=True))[:2]
    assert head[:4] == ("Code", "p", "p_holm", "cramers_v")
    assert first[1] == pytest.approx(sure.rows[0].p, abs=1e-6)
    settings = [row[1] for row in book["Settings"].iter_rows(values_only=True) if row[0] == "Statistics"]
    assert settings == list(sure.notes)
    word = Document(str(export_comparison(found, tmp_path / "a.docx", MADE, project="P", statistics=sure)))
    table = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert table[0][-3:] == ["p (Holm)", "V", "City − Shire"]
    assert table[1][-3] == probability(sure.rows[0].p_holm)
    assert table[1][-1] == apart("participants", sure.rows[0])
    assert all(any(note == p.text for p in word.paragraphs) for note in sure.notes)


@pytest.mark.parametrize("count", [Count.RATE, Count.WORDS, Count.SHARE, Count.MEAN, Count.CODINGS])
def test_drawn_intervals_are_written(project: Project, tmp_path: Path, count: Count) -> None:
    found, sure = made(project, count)
    rows = rows_of(export_comparison(found, tmp_path / "a.csv", MADE, project="P", statistics=sure))
    ends = [*sure.rows[0].cells, sure.rows[0].total]
    assert any(end is not None for end in ends)
    for row, end in zip(rows, ends, strict=False):
        assert (row["low"], row["high"]) == ("", "") if end is None else float(row["low"]) == pytest.approx(end[0], abs=1e-6)
    word = Document(str(export_comparison(found, tmp_path / "a.docx", MADE, project="P", statistics=sure)))
    last = word.tables[0].rows[1].cells[3].text
    assert sure.rows[0].total is not None
    assert last == f"{said(count, found.rows[0].total)}\n{interval(count, sure.rows[0].total)}"


def test_margins_are_rows_of_one_variable_alone(project: Project, tmp_path: Path) -> None:
    found, sure = made(project, Count.PARTICIPANTS, ("locality", "group"), margins=True)
    rows = rows_of(export_comparison(found, tmp_path / "a.csv", MADE, project="P", statistics=sure))
    first = [(row["locality"], row["group"]) for row in rows if row["code"] == "local"]
    crossed = [("City", "heads"), ("City", "teachers"), ("Shire", "heads"), ("Shire", "teachers")]
    assert sorted(first[:4]) == crossed
    assert sorted(first[4:8]) == [("All", "heads"), ("All", "teachers"), ("City", "All"), ("Shire", "All")]
    assert first[8:] == [("All", "All")]
    margin = next(row for row in rows if (row["code"], row["locality"], row["group"]) == ("local", "City", "All"))
    alone, _sure = made(project, Count.PARTICIPANTS)
    assert int(margin["n"]) == alone.rows[0].cells[0].n
    book = load_workbook(export_comparison(found, tmp_path / "a.xlsx", MADE, project="P"))
    assert "City: n" in next(iter(book["Comparison"].iter_rows(values_only=True)))


def test_hidden_figures_are_nowhere_in_the_files(project: Project, tmp_path: Path) -> None:
    plain, _sure = made(project, Count.PARTICIPANTS)
    found = hide_small(plain, 5)
    sure = statistics(project.read, found, between=(0, 1))
    assert all(cell.hidden for row in found.rows for cell in row.cells if not cell.nobody)
    rows = rows_of(export_comparison(found, tmp_path / "a.csv", MADE, project="P", statistics=sure))
    assert {row["hidden"] for row in rows if row["locality"] != "All"} == {"True"}
    for row in rows:
        if row["hidden"] == "True":
            assert not any(row.get(name) for name in ("value", "n", "of", "share", "low", "high", "p", "p_holm", "difference"))
    book = load_workbook(export_comparison(found, tmp_path / "a.xlsx", MADE, project="P", statistics=sure))
    assert "hidden" in list(book["Comparison"].iter_rows(values_only=True))[1]
    word = Document(str(export_comparison(found, tmp_path / "a.docx", MADE, project="P", statistics=sure)))
    assert word.tables[0].rows[1].cells[1].text == "hidden"
    assert any("fewer than 5" in p.text for p in word.paragraphs)


def test_figures_as_people_write_them(project: Project) -> None:
    assert [percent(share) for share in (0.0, 0.0394, 0.0996, 0.25, 1.0)] == ["0.0 %", "3.9 %", "10 %", "25 %", "100 %"]
    assert [probability(p) for p in (None, 0.0004, 0.034, 1.0)] == ["", "<0.001", "0.034", "1.000"]
    assert interval("participants", (0.15, 0.849)) == "15–85 %"
    assert interval("share", (0.015, 0.04)) == "1.5–4.0 %"
    assert interval("mean", (0.5, 1.25)) == "0.50–1.25"
    found, sure = made(project, Count.PARTICIPANTS)
    assert found.columns[0].label == "City"
    assert apart("participants", sure.rows[0]) == "+50 points (−27 to 91)"
