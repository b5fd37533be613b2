"""`codes`: promoting, colours, merging with a choice of wording, branches between projects, earlier wordings."""

from pathlib import Path

import pytest

from qcoder.project.project import Project
from tests.cli.conftest import Qcoder


@pytest.fixture
def other(tmp_path: Path) -> Path:
    Project.create(tmp_path / "other.qcoder", "Other", "Ben").close()
    return tmp_path / "other.qcoder"


def paths(qcoder: Qcoder, project: Path) -> list[str]:
    return [row["path"] for row in qcoder("codes", project, "--json").json]


def test_promote_and_demote(qcoder: Qcoder, study: Path) -> None:
    assert qcoder("codes", study, "--promote", "distance").out.splitlines()[0] == "Moved “distance” out."
    assert paths(qcoder, study) == ["local", "distance", "learning"]
    qcoder("codes", study, "--demote", "learning")
    assert paths(qcoder, study) == ["local", "distance", "distance > learning"]
    assert qcoder("codes", study, "--promote", "local").out.startswith("Nothing was different")


def test_colours(qcoder: Qcoder, study: Path) -> None:
    ran = qcoder("codes", study, "--color", "local", "#112233", "--shades", "--json")
    colors = {row["path"]: row["color"] for row in ran.json}
    assert colors["local"] == "#112233"
    assert colors["local > distance"] not in ("#112233", colors["learning"])
    assert qcoder("codes", study, "--color-by-branch").out.startswith("Coloured all codes by branch.")
    assert (qcoder("codes", study, "--color", "local", "red").code, qcoder("codes", study, "--shades").code) == (1, 2)


@pytest.mark.parametrize(("wording", "brief"), [(None, "near\nhow"), ("kept", "near"), ("taken", "how"), ("both", "near\nhow")])
def test_merge_with_a_choice_of_wording(qcoder: Qcoder, study: Path, wording: str | None, brief: str) -> None:
    qcoder("codes", study, "--set", "learning", "brief", "how")
    qcoder("codes", study, "--set", "local", "brief", "near")
    ran = qcoder("codes", study, "--merge", "learning", "local", *(("--wording", wording) if wording else ()), "--json")
    assert ran.json[0]["brief"] == brief
    assert qcoder("codes", study, "--wording", "both").code == 2


def test_a_branch_to_another_project_and_back(qcoder: Qcoder, study: Path, other: Path) -> None:
    preview = qcoder("codes", study, "--copy-to", "distance", other, "--preview").out
    assert preview.splitlines()[:2] == ["New: local", "New: local > distance"]
    assert paths(qcoder, other) == []
    assert qcoder("codes", study, "--copy-to", "distance", other).out == "Took in 2 new codes from “small.qcoder”.\n"
    assert paths(qcoder, other) == ["local", "local > distance"]
    assert qcoder("codes", study, "--copy-to", "distance", other).out == "“other.qcoder” had all of it already.\n"
    assert qcoder("history", other, "--limit", "1", "--json").json[0]["origin"] == "import"
    ids = {row["path"]: row["id"] for row in qcoder("codes", study, "--json").json}
    assert {row["path"]: row["id"] for row in qcoder("codes", other, "--json").json}.items() <= ids.items()
    qcoder("codes", other, "--set", "distance", "brief", "far away")
    qcoder("codes", study, "--set", "distance", "brief", "far off")
    assert "local > distance, brief: far [-off-]{+away+}" in qcoder("codes", study, "--take-from", other, "distance", "--preview").out
    assert qcoder("codes", study, "--take-from", other, "distance").out.startswith("Nothing was different")
    qcoder("codes", study, "--take-from", other, "distance", "--replace")
    assert {row["path"]: row["brief"] for row in qcoder("codes", study, "--json").json}["local > distance"] == "far away"
    qcoder("undo", other)
    qcoder("undo", other)
    assert paths(qcoder, other) == []


def test_what_a_branch_brings_as_json(qcoder: Qcoder, study: Path, other: Path) -> None:
    qcoder("codes", study, "--set", "local", "brief", "where")
    qcoder("codes", other, "--add", "local")
    assert qcoder("codes", study, "--copy-to", "local", other, "--preview", "--json").json == [
        {"path": "local", "new": False, "differs": {}, "fills": {"brief": ["", "where"]}},
        {"path": "local > distance", "new": True, "differs": {}, "fills": {}},
    ]
    done = qcoder("codes", study, "--copy-to", "local", other, "--json").json
    assert (done["codes"], done["step"]) == (2, "Took in 1 new code, 1 changed code from “small.qcoder”")
    assert qcoder("codes", study, "--copy-to", "local", other, "--json").json["step"] is None
    assert qcoder("codes", study, "--take-from", other, "local", "--preview", "--json").json[0]["new"] is False


def test_a_branch_that_cannot_be_copied(qcoder: Qcoder, study: Path, other: Path, tmp_path: Path) -> None:
    ran = qcoder("codes", study, "--copy-to", "local", study)
    assert (ran.code, "the project itself" in ran.err) == (1, True)
    ran = qcoder("codes", study, "--copy-to", "local", tmp_path / "nowhere.qcoder")
    assert (ran.code, "is not there" in ran.err) == (1, True)
    with Project.open(other, "Ben"):
        ran = qcoder("codes", study, "--copy-to", "local", other)
    assert (ran.code, "Ben has it open" in ran.err) == (1, True)
    assert qcoder("codes", study, "--preview").code == 2


def test_earlier_wordings(qcoder: Qcoder, study: Path) -> None:
    assert "never had one" in qcoder("codes", study, "--wordings", "local").out
    for text in ("where they live", "where they teach"):
        qcoder("codes", study, "--set", "local", "brief", text, "--coder", "Ben")
    lines = qcoder("codes", study, "--wordings", "local").out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("brief, ")
    assert lines[0].endswith(" Ben: where they [-live-]{+teach+}")
    found = qcoder("codes", study, "--wordings", "local", "--json").json["brief"]
    assert [(edit["who"], edit["what"], edit["before"], edit["after"]) for edit in found] == [
        ("Ben", "", "where they live", "where they teach"),
        ("Ben", "", "", "where they live"),
    ]
