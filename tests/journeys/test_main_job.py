"""The whole job by the command line on the demo study: import, people, codebook, codings of two coders, merge, compare, export, undo.

What is printed has the shapes that other programs rely on.
"""

import csv
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from qcoder.cli import run
from qcoder.starters import DEMO

pytestmark = pytest.mark.journey


class Shell:
    """Types commands and reads their JSON."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *arguments: object, code: int = 0) -> Any:
        """Run a command with --json; what it prints is one JSON value and nothing else."""
        self._capfd.readouterr()
        found = run([*map(str, arguments), "--json"])
        out, err = self._capfd.readouterr()
        assert found == code, err
        return json.loads(out) if out else err


@pytest.fixture
def shell(capfd: pytest.CaptureFixture[str]) -> Shell:
    """Where commands are typed."""
    return Shell(capfd)


def codings_of(coder: str, to: Path) -> Path:
    """The demo's codings by one coder, as a table."""
    with (DEMO / "codings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row["coder"] == coder)
    return to


def test_main_job(shell: Shell, tmp_path: Path) -> None:
    study, copy = tmp_path / "study.qcoder", tmp_path / "ben.qcoder"
    made = shell("new", study, "--codebook", "local-learning-systems", "--coder", "Ana")
    assert set(made) == {"project", "codes"}

    files = sorted((DEMO / "transcripts").glob("*.txt"))
    preview = shell("import", study, *files, "--preview")
    imported = shell("import", study, *files, "--coder", "Ana")
    assert [{**row, "id": None} for row in imported] == preview
    assert len({row["id"] for row in imported}) == len(files) == 24
    for row in imported:
        assert {"file", "document", "id", "words", "characters", "turns", "warnings"} <= set(row)
        assert row["warnings"] == []
        assert all(set(turn) == {"speaker", "text", "start", "end", "time"} for turn in row["turns"])
        assert all(re.fullmatch(r"\d\d:\d\d:\d\d", turn["time"]) for turn in row["turns"])

    people = shell("people", study, DEMO / "people.csv")
    assert people["unmatched"] == []
    assert people["participants"] == 25

    ana = shell("code", study, codings_of("Ana", tmp_path / "ana.csv"), "--coder", "Ana")
    assert (ana["documents"], ana["codes"], ana["unmatched"]) == (0, 0, [])

    copy.write_bytes(study.read_bytes())
    ben = shell("code", copy, codings_of("Ben", tmp_path / "ben.csv"), "--coder", "Ben")
    assert shell("codes", copy, "--add", "learning > corridor talk", "--coder", "Ben")[-1]["path"]
    merged = shell("merge", study, copy, "--coder", "Ana")
    assert {"ancestor", "added", "changed", "deleted", "conflicts", "applied"} <= set(merged)
    assert (merged["applied"], merged["conflicts"], merged["added"]["coding"], merged["added"]["coder"]) == (True, [], ben["codings"], 1)
    assert not shell("merge", study, copy)["applied"]

    codes = shell("codes", study)
    assert "learning > corridor talk" in {code["path"] for code in codes}
    assert sum(code["own"] for code in codes) == ana["codings"] + ben["codings"]
    compare_and_write(shell, study, tmp_path)
    history_and_back(shell, study)


def compare_and_write(shell: Shell, study: Path, folder: Path) -> None:
    """Retrieval, comparison, suggestions, exports."""
    quotes = shell("quotes", study, "--code", "travel and distance", "--out", folder / "quotes.docx")
    assert {quote["coder"] for quote in quotes} == {"Ana", "Ben"}
    assert all(quote["locality"] in {"City", "Town", "Shire"} for quote in quotes if quote["participant"])
    found = shell("find", study, quotes[0]["text"])
    assert (quotes[0]["document"], quotes[0]["start"], quotes[0]["end"]) in {(row["document"], row["start"], row["end"]) for row in found}

    table = shell("compare", study, "--codes", "local", "learning", "system", "--by", "locality,group", "--out", folder / "table.xlsx")
    assert len(table["columns"]) == 12
    assert {cell["of"] for row in table["rows"] for cell in row["cells"]} == {2, 3}
    assert all(cell["low"] <= cell["n"] / cell["of"] <= cell["high"] for row in table["rows"] for cell in row["cells"])

    suggested = shell("suggest", study, "--code", "travel and distance", "--limit", 5)
    assert {"code", "ready", "why_not", "measured", "items"} <= set(suggested)
    assert suggested["ready"] == bool(suggested["items"])
    coded = {(quote["document"], quote["start"], quote["end"]) for quote in quotes}
    assert not coded & {(item["document"], item["start"], item["end"]) for item in suggested["items"]}

    assert shell("export", study, "--codebook", folder / "codebook.docx") == {"file": str(folder / "codebook.docx"), "losses": []}
    with zipfile.ZipFile(folder / "codebook.docx") as package:
        assert b"corridor talk" in package.read("word/document.xml")
    assert len(shell("codes", folder.joinpath("again.qcoder"), code=1).splitlines()) == 1
    shell("new", folder / "again.qcoder", "--codebook", folder / "codebook.docx")
    again = {code["path"]: code["full"] for code in shell("codes", folder / "again.qcoder")}
    assert again == {code["path"]: code["full"] for code in shell("codes", study)}


def history_and_back(shell: Shell, study: Path) -> None:
    """Every step back to the empty project and forth again; the file stays whole."""
    before = shell("codes", study)
    steps = shell("history", study)
    assert set(steps[0]) == {"step", "when", "who", "what", "origin", "undone"}
    assert steps[0]["origin"] == "merge"
    for step in steps:
        assert shell("undo", study)[0]["what"] == f"Undid: {step['what']}"
    assert shell("codes", study) == []
    assert "nothing to undo" in shell("undo", study, code=1)
    for _step in steps:
        shell("redo", study)
    assert shell("codes", study) == before
    assert shell("check", study) == {"ok": True, "problems": []}


def test_demo(shell: Shell, tmp_path: Path) -> None:
    made = shell("demo", tmp_path / "demo study")
    assert all(Path(file).stat().st_size for file in made["files"])
    assert {Path(file).suffix for file in made["files"]} >= {".docx", ".xlsx", ".csv", ".txt", ".qcoder"}
    assert shell("check", made["project"])["ok"]
    team = {quote["coder"] for quote in shell("quotes", made["project"], "--code", "learning")}
    assert team == {"Ana", "Ben"}
    again = shell("demo", tmp_path / "demo study")
    assert Path(again["project"]).parent == tmp_path / "demo study-2"
