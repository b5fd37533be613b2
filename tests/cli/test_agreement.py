"""The commands agree and edit."""

from pathlib import Path

import pytest

from tests.cli.conftest import Qcoder
from tests.strategies import TEACHER

FIXED = {"code", "n", "agree", "kappa", "kappa_low", "kappa_high", "alpha", "ac1"}


@pytest.fixture
def coded(study: Path, qcoder: Qcoder) -> Path:
    """Ben has coded the passage that Ana coded, and another."""
    table = study.with_name("ben.csv")
    table.write_text(
        "document,quote,code,coder\nTeacher,across the ring road,distance,Ben\nTeacher,She shows me her book,learning,Ben\n",
        encoding="utf-8",
    )
    assert qcoder("code", study, table, "--coder", "Ben").code == 0
    return study


def test_agree(qcoder: Qcoder, coded: Path) -> None:
    before = coded.read_bytes()
    found = qcoder("agree", coded, "--coders", "Ana,Ben", "--passages", 5, "--json").json
    assert (found["unit"], found["coders"], found["documents"], found["left_out"]) == ("sentence", ["Ana", "Ben"], ["Teacher"], ["Head"])
    assert all(code.keys() >= FIXED for code in [*found["codes"], found["overall"]])
    by_code = {code["code"]: code for code in found["codes"]}
    assert (by_code["local > distance"]["kappa"], by_code["local > distance"]["agree"]) == (1.0, 1.0)
    assert by_code["learning"]["positives"] == {"Ana": 0, "Ben": 1}
    assert [(one["code"], one["text"], one["coded"]["Ana"]) for one in found["passages"]] == [("learning", "She shows me her book", [])]
    assert coded.read_bytes() == before


def test_agree_takes_units_codes_and_documents(qcoder: Qcoder, coded: Path) -> None:
    found = qcoder("agree", coded, "--coders", "Ben", "Ana", "--unit", "turn", "--codes", "local", "--documents", "Teacher", "--json").json
    assert (found["unit"], found["coders"], [code["code"] for code in found["codes"]], found["units"]) == (
        "turn",
        ["Ben", "Ana"],
        ["local"],
        4,
    )


@pytest.mark.parametrize(("unit", "units"), [("sentence", 6), ("character", None), ("turn", 4), ("document", 1), ("participant", 1)])
def test_agree_on_every_unit(qcoder: Qcoder, coded: Path, unit: str, units: int | None) -> None:
    """The same shape on each; `n` is how many units there are."""
    found = qcoder("agree", coded, "--coders", "Ana,Ben", "--unit", unit, "--json").json
    assert found["unit"] == unit
    assert {code["n"] for code in found["codes"]} == {found["units"]}
    assert units is None or found["units"] == units
    assert units is not None or found["units"] == sum(len(said) for _speaker, said in TEACHER)
    assert all(code.keys() >= FIXED for code in [*found["codes"], found["overall"]])


def test_agree_for_people_and_to_a_file(qcoder: Qcoder, coded: Path, tmp_path: Path) -> None:
    shown = qcoder("agree", coded, "--coders", "Ana,Ben", "--passages", 1)
    assert "Cohen's kappa" in shown.out
    assert "She shows me her book" in shown.out
    assert "Units are all sentences" in shown.out
    out = tmp_path / "agreement.csv"
    assert qcoder("agree", coded, "--coders", "Ana,Ben", "--out", out).code == 0
    assert out.read_text(encoding="utf-8-sig").startswith("code,n,coded by Ana,coded by Ben,")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--coders", "Ana"), 1, "at least two different coders"),
        (("--coders", "Ana,Cleo"), 1, "no coder “Cleo”"),
        (("--coders", "Ana,Ben", "--documents", "Head"), 1, "no document that Ana and Ben have all worked on"),
        (("--coders", "Ana,Ben", "--unit", "page"), 2, "page"),
    ],
)
def test_agree_refuses_in_words(qcoder: Qcoder, coded: Path, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    ran = qcoder("agree", coded, *arguments)
    assert ran.code == code
    assert sentence in ran.err


def test_edit(qcoder: Qcoder, coded: Path, tmp_path: Path) -> None:
    """Ana's and Ben's codings of the ring road move; Ben's other one is lost; preview says so before."""
    turns = [*TEACHER[:1], ("T4", "I just go and stand in Karen's doorway."), TEACHER[2], ("T4", "Well. " + TEACHER[3][1])]
    file = tmp_path / "corrected.txt"
    file.write_text("\n\n".join(f"{speaker}: {words}" for speaker, words in turns), encoding="utf-8")
    before = coded.read_bytes()
    shown = qcoder("edit", coded, "Teacher", file, "--preview", "--json").json
    assert (shown["document"], shown["kept"], shown["moved"], shown["shortened"]) == ("Teacher", 0, 2, [])
    assert [(one["text"], one["code"]) for one in shown["lost"]] == [("She shows me her book", "learning")]
    assert coded.read_bytes() == before
    told = qcoder("edit", coded, "Teacher", file, "--preview")
    assert "Would correct Teacher" in told.out
    assert "Lost: “She shows me her book” (learning)" in told.out
    assert qcoder("edit", coded, "Teacher", file, "--json").json == shown
    quotes = qcoder("quotes", coded, "--code", "distance", "--json").json
    assert {quote["text"] for quote in quotes} == {"across the ring road"}
    assert qcoder("check", coded).code == 0
    again = qcoder("edit", coded, "Teacher", file)
    assert (again.code, "the same as before" in again.err) == (1, True)


def test_edit_of_a_document_that_is_not_there(qcoder: Qcoder, coded: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("A: Hello.\n\nB: Yes.", encoding="utf-8")
    ran = qcoder("edit", coded, "Nobody", file)
    assert (ran.code, "no document “Nobody”" in ran.err) == (1, True)
