"""The changes of the codebook in Word, as Word would read them."""

import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from qcoder.analysis.codebook_history import codebook_difference, find_state
from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, RenameCode
from qcoder.changes.versions import NameCodebookVersion
from qcoder.domain.errors import KnownError
from qcoder.exporters.codebook_changes import COME, GONE, changes_word, counted, export_changes
from tests.strategies import small_project

MADE = datetime(2026, 5, 31, 12, tzinfo=UTC)


def test_marked_in_word(tmp_path: Path) -> None:
    """What went is struck through, what came underlined, each in its colour; the rest is plain."""
    small = small_project(tmp_path)
    with small.project as project:
        project.do(EditCode(small.distance, brief="How far it is", color="#000001"))
        project.do(NameCodebookVersion("pilot & <co>"))
        project.do(EditCode(small.distance, brief="How near it is to them", color="#000002"))
        project.do(RenameCode(small.local, "near"))
        project.do(AddCode("trust"))
        project.do(DeleteCodes((small.learning,)))
        found = codebook_difference(find_state(project.read, "pilot & <co>"), find_state(project.read, "now"))
        assert counted(found.changes) == "1 code added, 1 code removed, 2 codes changed"
        path = export_changes(found, tmp_path / "changes.docx", MADE, project="Small")
        assert path.read_bytes() == changes_word(found, MADE, "Small").data()
        with pytest.raises(KnownError, match="must end in"):
            export_changes(found, tmp_path / "changes.odt", MADE)
        assert "Nothing differs." in changes_word(codebook_difference(found.older, found.older), MADE).body_xml()
    document = docx.Document(io.BytesIO(path.read_bytes()))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    struck = [run.text for run in runs if run.font.strike]
    lined = [run.text for run in runs if run.font.underline]
    assert {"far", "local", "learning"} <= set(struck)
    assert {"near", " to them", "trust"} <= set(lined)
    assert {str(run.font.color.rgb) for run in runs if run.font.strike} == {GONE.upper()}
    assert {str(run.font.color.rgb) for run in runs if run.font.underline} == {COME.upper()}
    brief = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("Brief definition"))
    assert "".join(run.text for run in brief.runs if not run.font.strike) == "Brief definition\tHow near it is to them"
    assert "".join(run.text for run in brief.runs if not run.font.underline) == "Brief definition\tHow far it is"
    assert any("“pilot & <co>” (" in paragraph.text for paragraph in document.paragraphs)
