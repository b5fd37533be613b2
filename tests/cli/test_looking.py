"""The commands find, quotes, compare, suggest, export, history, undo, redo and check."""

import csv
from pathlib import Path

import pytest

from qcoder.project.project import Project
from tests.cli.conftest import Qcoder
from tests.strategies import content


def test_find(qcoder: Qcoder, study: Path) -> None:
    ran = qcoder("find", study, "ACROSS the\tring", "--json")
    assert [(row["document"], row["speaker"], row["match"]) for row in ran.json] == [
        ("Head", "Dana", "across the ring"),
        ("Teacher", "T4", "across the ring"),
    ]
    with Project.open(study, write=False) as project:
        text = project.read.documents.text(project.read.documents.find("Teacher").id)
    row = ran.json[1]
    assert text[row["start"] : row["end"]] == row["match"]
    assert text[: row["start"]].endswith(row["before"])
    assert text[row["end"] :].startswith(row["after"])
    assert len(qcoder("find", study, "ring", "--limit", 1, "--json").json) == 1
    assert [row["speaker"] for row in qcoder("find", study, "ring", "--speaker", "dana", "--json").json] == ["Dana"]
    assert qcoder("find", study, "الاجْتماع", "--json").json[0]["match"] == "الاجتماع"
    assert qcoder("find", study, "nowhere", "--json").json == []
    assert "2 places found." in qcoder("find", study, "ring").out
    assert qcoder("find", study, "ring", "--speaker", "Zoe").code == 1


def test_find_regex(qcoder: Qcoder, study: Path) -> None:
    ran = qcoder("find", study, r"\btuesdays?\b", "--regex", "--json")
    assert [row["match"] for row in ran.json] == ["Tuesdays", "Tuesday"]
    wrong = qcoder("find", study, "(", "--regex", "--json")
    assert (wrong.code, wrong.out) == (1, "")
    assert "not a regular expression" in wrong.err


def test_quotes(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    (row,) = qcoder("quotes", study, "--code", "local", "--json").json
    keys = ("document", "text", "code", "coder", "speaker", "participant", "locality", "group", "memo")
    assert [row[key] for key in keys] == [
        "Teacher", "across the ring road", "local > distance", "Ana", "T4", "Priya", "City", "teachers", "far 🙂",
    ]  # fmt: skip
    assert row["end"] - row["start"] == 20
    assert qcoder("quotes", study, "--code", "local", "--by-coder", "ana", "--json").json == [row]
    assert "no coder “Zoe”" in qcoder("quotes", study, "--code", "local", "--by-coder", "Zoe").err
    assert "“across the ring road”" in qcoder("quotes", study, "--code", "distance").out
    for suffix in ("docx", "xlsx", "csv", "html"):
        assert qcoder("quotes", study, "--code", "local", "--out", tmp_path / f"q.{suffix}").code == 0
        assert (tmp_path / f"q.{suffix}").stat().st_size > 100
    wrong = qcoder("quotes", study, "--code", "local", "--out", tmp_path / "q.pdf")
    assert wrong.code == 1
    assert ".docx" in wrong.err
    assert qcoder("quotes", study, "--code", "local", "--code", "learning", "--json").json == [row]


def test_compare(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    found = qcoder("compare", study, "--codes", "local", "learning", "--by", "locality,group", "--json").json
    assert (found["count"], found["columns"]) == ("participants", ["City · teachers"])
    assert [row["code"] for row in found["rows"]] == ["local", "learning"]
    cell = found["rows"][0]["cells"][0]
    assert (cell["value"], cell["n"], cell["of"]) == (1, 1, 1)
    assert 0 < cell["low"] < cell["high"] == 1
    assert found["rows"][1]["cells"][0]["value"] == 0
    for count in ("codings", "documents", "words", "rate"):
        assert qcoder("compare", study, "--count", count, "--json").json["count"] == count
    assert qcoder("compare", study, "--children", "--codes", "local", "--json").json["rows"][0]["code"] == "local > distance"
    assert "1 of 1" in qcoder("compare", study).out
    assert qcoder("compare", study, "--by", "nonsense").code == 1
    assert qcoder("compare", study, "--count", "nonsense").code == 2
    assert qcoder("compare", study, "--by", "locality", "--out", tmp_path / "c.csv").code == 0
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) > 2


def test_a_wide_comparison_is_turned(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    far = "the far end of the shire " * 4
    (tmp_path / "people.csv").write_text(f"participant,document,locality\nDana,Head,{far}\n", encoding="utf-8")
    qcoder("people", study, tmp_path / "people.csv")
    lines = qcoder("compare", study, "--codes", "local").out.splitlines()
    assert lines[0].split() == ["locality", "local"]
    assert [line.split()[-3:] for line in lines[1:4]] == [["1", "of", "1"], ["0", "of", "1"], ["1", "of", "2"]]


def test_suggest_while_there_is_too_little(qcoder: Qcoder, study: Path) -> None:
    found = qcoder("suggest", study, "--code", "distance", "--json").json
    assert (found["code"], found["ready"], found["items"]) == ("local > distance", False, [])
    assert found["measured"]["positives"] == 1
    assert "at least 10" in found["why_not"]
    assert qcoder("suggest", study, "--code", "distance").out.strip() == found["why_not"]


def test_export(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    for suffix in ("docx", "xlsx", "csv"):
        ran = qcoder("export", study, "--codebook", tmp_path / f"book.{suffix}", "--json")
        assert ran.json == {"file": str(tmp_path / f"book.{suffix}"), "losses": []}
    assert qcoder("codes", study, "--import", tmp_path / "book.csv").out.startswith("Nothing was different")
    for suffix in ("docx", "html"):
        assert qcoder("export", study, "--document", "Teacher", "--out", tmp_path / f"t.{suffix}").code == 0
    assert "Karen" in (tmp_path / "t.html").read_text(encoding="utf-8")
    assert qcoder("export", study).code == 2
    assert qcoder("export", study, "--document", "Teacher").code == 2
    assert qcoder("export", study, "--document", "Lost", "--out", tmp_path / "l.html").code == 1


def test_history_undo_redo(qcoder: Qcoder, study: Path) -> None:
    with Project.open(study, write=False) as project:
        before = content(project.read)
    (undone,) = qcoder("undo", study, "--coder", "Ben", "--json").json
    assert (undone["who"], undone["origin"], undone["undone"]) == ("Ben", "undo", False)
    assert undone["what"] == "Undid: Coded “across the ring road” as “distance”"
    assert undone["when"].endswith("Z")
    steps = qcoder("history", study, "--json").json
    assert [step["step"] for step in steps] == list(range(len(steps), 0, -1))
    assert steps[1]["undone"]
    assert "(undone)" in qcoder("history", study).out.splitlines()[2]
    (redone,) = qcoder("redo", study, "--json").json
    assert redone["origin"] == "redo"
    assert len(qcoder("history", study, "--limit", 2, "--json").json) == 2
    with Project.open(study, write=False) as project:
        assert content(project.read) == before
    nothing = qcoder("redo", study, "--json")
    assert (nothing.code, nothing.out) == (1, "")
    assert nothing.err.strip() == "There is nothing to redo in this project."


def test_undo_to_the_beginning(qcoder: Qcoder, study: Path) -> None:
    while (ran := qcoder("undo", study)).code == 0:
        assert ran.out.startswith("Undid: ")
    assert "nothing to undo" in ran.err
    assert qcoder("codes", study).out.strip() == "There are no codes in this project yet."


def test_check(qcoder: Qcoder, study: Path) -> None:
    assert qcoder("check", study, "--json").json == {"ok": True, "problems": []}
    damaged = bytearray(study.read_bytes())
    at = damaged.index(b"Karen's doorway")
    damaged[at : at + 5] = b"Katie"
    study.write_bytes(bytes(damaged))
    ran = qcoder("check", study, "--json")
    assert (ran.code, ran.json["ok"], len(ran.json["problems"])) == (1, False, 1)
    assert "Teacher" in ran.json["problems"][0]
    assert qcoder("check", study).code == 1


def test_reading_writes_nothing(qcoder: Qcoder, study: Path) -> None:
    before, files = study.read_bytes(), sorted(study.parent.iterdir())
    for arguments in (
        ("find", study, "x"),
        ("quotes", study, "--code", "local"),
        ("compare", study),
        ("codes", study),
        ("history", study),
        ("check", study),
    ):
        assert qcoder(*arguments).code == 0
    assert (study.read_bytes(), sorted(study.parent.iterdir())) == (before, files)


@pytest.mark.parametrize("text", ["👩‍👩‍👧‍👦", "数学", "e\u0301", "مرحبا", "x" * 200])
def test_tables_stand_in_line(qcoder: Qcoder, study: Path, text: str) -> None:
    qcoder("codes", study, "--add", text)
    lines = qcoder("codes", study).out.splitlines()
    assert len(lines) == 5
    assert lines[-1].split()[-2:] == ["0", "0"]


def test_find_where(qcoder: Qcoder, study: Path) -> None:
    """Limits by speaker, place, document and code; operators as in the window; case and accents when they are asked for."""

    def found(*options: object) -> list[tuple[str, str]]:
        return [(row["document"], row["match"]) for row in qcoder("find", study, *options, "--json").json]

    assert found("across") == [("Head", "across"), ("Teacher", "across")]
    assert found("across NOT everybody") == [("Teacher", "across")]
    assert found("ring", "--document", "Head") == [("Head", "ring")]
    assert found("ring", "--locality", "City") == [("Teacher", "ring")]
    assert found("ring", "--group", "TEACHERS") == [("Teacher", "ring")]
    assert found("ring", "--code", "local") == [("Teacher", "ring")]
    assert found("ring", "--uncoded") == [("Head", "ring")]
    assert found("RING", "--case") == []
    assert found("NEAR(across road, 2)", "--document", "Head") == [("Head", "across the ring road")]
    assert found("ring", "--said-by", "interviewers") == []
    for option in ("--locality", "--group", "--document", "--code"):
        assert qcoder("find", study, "ring", option, "Nowhere").code == 1
    wrong = qcoder("find", study, "(ring")
    assert (wrong.code, "not closed" in wrong.err) == (1, True)


def test_codes_with_codes(qcoder: Qcoder, study: Path) -> None:
    """Each relation by its name; both sides are needed."""
    ran = qcoder("find", study, "--a", "local", "--relation", "within", "--b", "local", "--json")
    assert [row["match"] for row in ran.json] == ["across the ring road"]
    assert qcoder("find", study, "--a", "local", "--relation", "not", "--b", "local", "--json").json == []
    assert "both sides" in qcoder("find", study, "--a", "local").err
    assert qcoder("find", study, "ring", "--a", "local", "--b", "local").code == 2
    assert qcoder("find", study).code == 2


def test_saved_questions(qcoder: Qcoder, study: Path) -> None:
    """Kept with the project, asked again by name; one that names a code that is gone says so."""
    first = qcoder("find", study, "across", "--code", "local", "--save", "far off", "--coder", "Ana", "--json")
    assert [row["document"] for row in first.json] == ["Teacher"]
    assert qcoder("find", study, "--saved", "FAR off", "--json").json == first.json
    assert qcoder("find", study, "--questions", "--json").json == [{"name": "far off", "asks": "across", "coder": "Ana"}]
    assert "far off" in qcoder("find", study, "--questions").out
    assert "there are: “far off”" in qcoder("find", study, "--saved", "near").err
    qcoder("codes", study, "--delete", "local")
    again = qcoder("find", study, "--saved", "far off", "--json")
    assert len(again.json) == 2
    assert "also names “local”, no longer in the project" in again.err


def test_find_by_attribute_and_wave(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    """Attributes by name and value; of one attribute any will do."""
    table = tmp_path / "people.csv"
    table.write_text("participant,speaker,document,wave,role\nPriya,T4,Teacher,first,lead\n", encoding="utf-8")
    assert qcoder("people", study, table).code == 0

    def found(*options: object) -> list[str]:
        return [row["document"] for row in qcoder("find", study, "across", *options, "--json").json]

    assert found("--attribute", "role=lead") == ["Teacher"]
    assert found("--wave", "first") == ["Teacher"]
    assert "role=other" in qcoder("find", study, "across", "--attribute", "role=other").err


def test_words(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    """How often each word is said; participants' by default, those of little meaning left out."""
    ran = qcoder("words", study, "--json")
    rows = {row["word"]: row for row in ran.json["rows"]}
    assert rows["ring"]["count"] == 2
    assert rows["ring"]["documents"] == 2
    assert "the" not in rows
    assert ran.json["words"] > ran.json["different"] >= len(rows)
    assert rows["ring"]["per_1000_words"] == round(2000 / ran.json["words"], 3)
    everything = qcoder("words", study, "--said-by", "everybody", "--all-words", "--json").json
    assert "the" in {row["word"] for row in everything["rows"]}
    assert everything["words"] > ran.json["words"]
    more = tmp_path / "more.txt"
    more.write_text("Ring road", encoding="utf-8")
    fewer = qcoder("words", study, "--leave-out", more, "--limit", 3, "--json").json["rows"]
    assert len(fewer) == 3
    assert "ring" not in {row["word"] for row in fewer}
    assert qcoder("words", study, "--leave-out", tmp_path / "none.txt").code == 1
    assert "words listed" in qcoder("words", study).out
    for suffix in ("csv", "xlsx"):
        assert qcoder("words", study, "--out", tmp_path / f"w.{suffix}").code == 0
    with (tmp_path / "w.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["word"] for row in csv.DictReader(file)] == [row["word"] for row in ran.json["rows"]]
