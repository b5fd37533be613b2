"""The command autocode."""

from pathlib import Path

from tests.cli.conftest import Qcoder


def test_by_search(qcoder: Qcoder, study: Path) -> None:
    """Preview writes nothing; then one step, which undo takes back; a second time all is there."""
    arguments = ("autocode", study, "ring road", "--as", "local > road", "--extent", "sentence")
    seen = qcoder(*arguments, "--preview", "--json").json
    assert seen == {"passages": 2, "documents": 2, "skipped": 0, "codes": [{"code": "road", "passages": 2}], "applied": False}
    shown = qcoder(*arguments, "--preview")
    assert "Would code 2 passages in 2 documents." in shown.out
    assert "ring road" in shown.out
    assert "road" not in {row["name"] for row in qcoder("codes", study, "--json").json}
    assert qcoder(*arguments, "--json").json == {**seen, "applied": True}
    assert {row["origin"] for row in qcoder("history", study, "--limit", 1, "--json").json} == {"autocode"}
    again = qcoder(*arguments, "--json").json
    assert (again["passages"], again["skipped"], again["applied"]) == (0, 2, False)
    assert "already" in qcoder(*arguments).out
    assert qcoder("undo", study).code == 0
    assert "road" not in {row["name"] for row in qcoder("codes", study, "--json").json}


def test_by_speaker(qcoder: Qcoder, study: Path) -> None:
    found = qcoder("autocode", study, "--group", "teachers", "--as", "teachers say", "--json").json
    assert found["applied"]
    assert found["documents"] == 1
    assert "whose words" in qcoder("autocode", study, "--as", "everything").err


def test_by_question(qcoder: Qcoder, tmp_path: Path) -> None:
    project = tmp_path / "p.qcoder"
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"I: Q1. Who are you?\n\nP: {name}.\n\nI: Q2. And why?\n\nP: Because.\n", encoding="utf-8")
    assert qcoder("new", project).code == 0
    assert qcoder("import", project, tmp_path / "a.txt", tmp_path / "b.txt").code == 0
    listed = qcoder("autocode", project, "--questions", "--list", "--json").json
    assert [(row["number"], row["text"], row["documents"], row["code"]) for row in listed] == [
        ("1", "Who are you?", 2, "q1"), ("2", "And why?", 2, "q2"),
    ]  # fmt: skip
    assert "Who are you?" in qcoder("autocode", project, "--questions", "--list").out
    assert qcoder("codes", project, "--add", "answers").code == 0
    first = qcoder("autocode", project, "--questions", "--under", "answers", "--only", "1", "--json").json
    assert (first["passages"], first["codes"]) == (2, [{"code": "q1", "passages": 2}])
    second = qcoder("autocode", project, "--questions", "--name", "2=why", "--json").json
    assert second["codes"] == [{"code": "why", "passages": 2}]
    assert [row["text"] for row in qcoder("quotes", project, "--code", "answers > q1", "--json").json] == ["a.", "b."]
    assert "no question 9" in qcoder("autocode", project, "--questions", "--only", "9").err


def test_wrong_usage(qcoder: Qcoder, study: Path) -> None:
    for arguments in (("word",), ("word", "--questions"), ()):
        assert qcoder("autocode", study, *arguments).code == 2
    assert "“nowhere”" in qcoder("autocode", study, "ring", "--as", "nowhere > x").err
