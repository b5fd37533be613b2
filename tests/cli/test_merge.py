"""The command merge."""

import json
from pathlib import Path

import pytest

from qcoder.project.project import Project
from tests.cli.conftest import Qcoder
from tests.strategies import content


@pytest.fixture
def theirs(study: Path, qcoder: Qcoder) -> Path:
    """Ben's copy, in which he coded something."""
    with Project.open(study, write=False) as project:
        copy = project.save_copy(study.with_name("ben.qcoder"))
    table = study.with_name("ben.csv")
    table.write_text("document,quote,code,coder\nHead,We meet on Tuesdays,learning > meetings,Ben\n", encoding="utf-8")
    assert qcoder("code", copy, table, "--coder", "Ben").code == 0
    return copy


def test_merge(qcoder: Qcoder, study: Path, theirs: Path) -> None:
    before = study.read_bytes()
    shown = qcoder("merge", study, theirs, "--preview", "--json").json
    assert (shown["added"]["coding"], shown["added"]["code"], shown["conflicts"], shown["applied"]) == (1, 1, [], False)
    assert shown["ancestor"]["what"].startswith("Coded")
    assert study.read_bytes() == before
    done = qcoder("merge", study, theirs, "--json").json
    assert done == {**shown, "applied": True}
    assert qcoder("quotes", study, "--code", "meetings", "--json").json[0]["coder"] == "Ben"
    assert qcoder("history", study, "--limit", 1, "--json").json[0]["origin"] == "merge"
    again = qcoder("merge", study, theirs)
    assert (again.code, again.out.strip()) == (0, "There is nothing to merge: yours has all that is in theirs.")
    assert qcoder("check", study).code == 0


def test_conflicts_stop_it_until_they_are_decided(qcoder: Qcoder, study: Path, theirs: Path, tmp_path: Path) -> None:
    qcoder("codes", study, "--rename", "local", "place")
    qcoder("codes", theirs, "--rename", "local", "where")
    before = study.read_bytes()
    stopped = qcoder("merge", study, theirs, "--json")
    assert stopped.code == 1
    assert "1 conflict must be decided" in stopped.err
    (conflict,) = stopped.json["conflicts"]
    assert set(conflict) == {"id", "kind", "what", "base", "mine", "theirs", "choices"}
    assert not stopped.json["applied"]
    assert [conflict[side].split()[-1] for side in ("base", "mine", "theirs")] == ["local", "place", "where"]
    assert study.read_bytes() == before
    decisions = tmp_path / "decisions.json"
    decisions.write_text(json.dumps([{"id": conflict["id"], "choice": "theirs"}]), encoding="utf-8")
    assert qcoder("merge", study, theirs, "--decide", decisions, "--json").json["applied"]
    assert "where" in {row["path"] for row in qcoder("codes", study, "--json").json}
    qcoder("undo", study)
    assert qcoder("merge", study, theirs, "--take", "mine").code == 0
    assert "place" in {row["path"] for row in qcoder("codes", study, "--json").json}


@pytest.mark.parametrize("text", ["", "[1]", '{"a": "nonsense"}', '"mine"', "3"])
def test_decisions_that_are_none(qcoder: Qcoder, study: Path, theirs: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "d.json").write_text(text, encoding="utf-8")
    ran = qcoder("merge", study, theirs, "--decide", tmp_path / "d.json", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "holds no decisions" in ran.err
    assert qcoder("merge", study, theirs, "--decide", tmp_path / "lost.json").code == 1


def test_other_projects(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    qcoder("new", tmp_path / "other.qcoder")
    ran = qcoder("merge", study, tmp_path / "other.qcoder")
    assert (ran.code, ran.out) == (1, "")
    assert "two projects" in ran.err
    with Project.open(study, write=False) as project:
        before = content(project.read)
    same = qcoder("merge", study, study)
    assert same.code in {0, 1}
    with Project.open(study, write=False) as project:
        assert content(project.read) == before
