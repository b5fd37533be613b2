"""The command memos."""

from pathlib import Path

from docx import Document

from qcoder.changes.memos import AddJournalEntry, SetMemo
from qcoder.domain.memos import Subject
from qcoder.domain.richtext import MARK
from qcoder.project.project import Project
from tests.cli.conftest import Qcoder


def test_memos(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    with Project.open(study, coder="Ana") as project:
        local = project.read.codes.tree().find("local").id
        before = len(project.read.memos.all())
        project.do(SetMemo(Subject.CODE, local, MARK + "**too** broad"))
        project.do(AddJournalEntry("Zoë came along"))
    rows = qcoder("memos", study, "--json").json
    assert len(rows) == before + 2
    assert [(row["kind"], row["memo"]) for row in rows[:2]] == [("journal", "Zoë came along"), ("code", "too broad")]
    assert [row["memo"] for row in qcoder("memos", study, "--about", "journal", "--json").json] == ["Zoë came along"]
    assert [row["memo"] for row in qcoder("memos", study, "--text", "ZOE", "--by-coder", "ana", "--json").json] == ["Zoë came along"]
    assert "too broad" in qcoder("memos", study, "--code", "local").out
    assert "no coder “Cleo”" in qcoder("memos", study, "--by-coder", "Cleo").err
    assert qcoder("memos", study, "--code", "nowhere").code == 1
    ran = qcoder("memos", study, "--about", "code", "--out", tmp_path / "m.docx")
    assert "Wrote 1 memo to" in ran.out
    assert "too broad" in [paragraph.text for paragraph in Document(str(tmp_path / "m.docx")).paragraphs]
