"""The command compare: what it counts, how sure it is, what it hides, and what it writes."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from qcoder.__main__ import draw
from qcoder.cli import run
from tests.cli.conftest import Qcoder


def people(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    """A second participant, elsewhere."""
    (tmp_path / "people.csv").write_text("participant,document,locality\nDana,Head,Shire\n", encoding="utf-8")
    assert qcoder("people", study, tmp_path / "people.csv").code == 0


def test_json_has_what_the_table_has(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    people(qcoder, study, tmp_path)
    found = qcoder("compare", study, "--codes", "local", "learning", "--difference", "City", "Shire", "--json").json
    assert set(found) >= {"count", "columns", "rows", "tests"}
    assert found["columns"] == ["City", "Shire"]
    assert [set(cell) >= {"value", "n", "of", "low", "high", "hidden"} for row in found["rows"] for cell in row["cells"]] == [True] * 4
    first = found["tests"][0]
    assert (first["code"], first["p"], first["p_holm"], first["drawn"]) == ("local", 1.0, 1.0, 0)
    assert first["difference"]["value"] == 1.0
    assert found["tests"][1]["p"] is None, "nobody said it"
    assert qcoder("compare", study, "--difference", "City", "Mars").code == 1
    assert "there are: City, Shire" in qcoder("compare", study, "--difference", "City", "Mars").err
    assert qcoder("compare", study, "--difference", "City", "city").code == 1


def test_draws_are_repeated_by_their_seed(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    people(qcoder, study, tmp_path)
    again = [qcoder("compare", study, "--count", "rate", "--by", "", "--seed", "7", "--json").json for _time in range(2)]
    assert again[0] == again[1]
    total = again[0]["rows"][0]["total"]
    assert total["low"] <= total["value"] <= total["high"]
    assert any("2,000 times, seed 7" in note for note in again[0]["notes"])


def test_small_figures_are_not_told(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    people(qcoder, study, tmp_path)
    found = qcoder("compare", study, "--hide-below", "5", "--json").json
    for cell in [cell for row in found["rows"] for cell in row["cells"]]:
        assert cell == {**cell, "hidden": True, "value": None, "n": None, "of": None, "low": None, "high": None}
    assert found["hidden_below"] == 5
    out = tmp_path / "t.xlsx"
    assert qcoder("compare", study, "--hide-below", "5", "--out", out).code == 0
    table = list(load_workbook(out)["Comparison"].iter_rows(values_only=True))
    assert "hidden" in table[1]


def test_narrowing_and_combining(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    people(qcoder, study, tmp_path)
    found = qcoder("compare", study, "--where", "locality=Shire|Elsewhere", "--by-coder", "Ana", "--without-suggestions", "--json").json
    assert found["rows"][0]["total"]["of"] == 1
    assert any("Only locality: Elsewhere, Shire." in note for note in found["notes"])
    assert qcoder("compare", study, "--where", "locality").code == 1
    assert qcoder("compare", study, "--where", "nonsense=1").code == 1
    both = qcoder("compare", study, "--both", "local", "distance", "--both-people", "local", "learning", "--json").json
    assert [row["code"] for row in both["rows"]] == ["local + distance", "local & learning, by one participant"]
    assert [row["total"]["n"] for row in both["rows"]] == [1, 0]
    assert qcoder("compare", study, "--agreed-by", "2", "--json").json["rows"][0]["total"]["n"] == 0
    assert qcoder("compare", study, "--fully-coded", "--json").json["rows"][0]["total"]["of"] == 0
    margins = qcoder("compare", study, "--by", "locality,group", "--margins", "--json").json
    assert margins["margins"][0] == ["City", "Shire"]
    assert margins["rows"][0]["margins"][0][0]["n"] == 1


def test_pictures_are_drawn_where_there_is_no_screen(
    qcoder: Qcoder, study: Path, tmp_path: Path, qapp: QApplication, capfd: pytest.CaptureFixture[str]
) -> None:
    people(qcoder, study, tmp_path)
    wrong = qcoder("compare", study, "--out", tmp_path / "a.png")
    assert wrong.code == 1
    assert "xlsx" in wrong.err
    for name in ("a.png", "a.svg"):
        assert run(["compare", str(study), "--out", str(tmp_path / name)], draw=draw) == 0
        assert name in capfd.readouterr().out
    assert QImage(str(tmp_path / "a.png")).width() == round(160 / 25.4 * 300)
    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert "<text" in svg
    assert "1 of 1" in svg


def test_cooccur(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    """Pairs of codes on overlapping text, and the other ways in which codes go together."""
    table = tmp_path / "more.csv"
    table.write_text("document,quote,code\nTeacher,ring road,learning\n", encoding="utf-8")
    assert qcoder("code", study, table).code == 0
    (pair,) = qcoder("cooccur", study, "--json").json
    assert {key: pair[key] for key in ("a", "b", "passages", "documents")} == {
        "a": "local > distance", "b": "learning", "passages": 1, "documents": 1,
    }  # fmt: skip
    assert 0 < pair["jaccard"] < 1 < pair["lift"]
    (rolled,) = qcoder("cooccur", study, "--codes", "local", "learning", "--json").json
    assert rolled["a"] == "local"
    for by in ("turn", "participant", "sequence"):
        assert qcoder("cooccur", study, "--by", by, "--json").code == 0
    (hidden,) = qcoder("cooccur", study, "--hide-below", "3", "--json").json
    assert (hidden["passages"], hidden["hidden"]) == (None, True)
    assert (hidden["jaccard"], hidden["lift"]) == (None, None)
    assert qcoder("cooccur", study, "--hide-below", "3", "--out", tmp_path / "hidden.xlsx").code == 0
    matrix = load_workbook(tmp_path / "hidden.xlsx")["Matrix"]
    figures = {value for row in matrix.iter_rows(min_row=2, values_only=True) for value in row if isinstance(value, int)}
    assert figures == {0}, "how often a code is there alone is as small as the pair; only those that are nowhere are told"
    for command in (("cooccur", study), ("compare", study, "--codes", "local")):
        assert qcoder(*command, "--hide-below", "2").code == 2, "what is hidden below 2 is known to be 1"
    after = qcoder("cooccur", study, "--by", "sequence", "--within", "2", "--json").json
    assert qcoder("cooccur", study, "--sequence", "2", "--json").json == after
    assert qcoder("cooccur", study, "--least", "2", "--json").json == []
    assert "Jaccard" in qcoder("cooccur", study).out
    for suffix in ("xlsx", "csv", "docx"):
        assert qcoder("cooccur", study, "--out", tmp_path / f"pairs.{suffix}").code == 0
    book = load_workbook(tmp_path / "pairs.xlsx")
    assert book.sheetnames == ["Pairs", "Matrix", "Settings"]
    assert list(book["Pairs"].iter_rows(values_only=True))[1][:4] == ("local > distance", "learning", 1, 1)
    assert qcoder("cooccur", study, "--codes", "nonsense").code == 1
