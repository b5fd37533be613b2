"""Earlier texts of a document, out of the journal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.changes.documents import DeleteDocuments, RenameDocument, RenameSpeaker
from qcoder.changes.texts import EditText
from qcoder.domain.documents import Transcript
from qcoder.domain.errors import KnownError
from qcoder.project.read.versions import text_versions, version_text, version_transcript
from tests.strategies import TEACHER, Small, small_project, transcript


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """The small project."""
    made = small_project(tmp_path)
    yield made
    made.project.close()


def corrected(old: str, new: str) -> Transcript:
    return transcript("Teacher", *((speaker, words.replace(old, new)) for speaker, words in TEACHER), interviewers=("I",))


def titles(small: Small) -> list[str]:
    return [version.step.title if version.step else "" for version in text_versions(small.read, small.teacher)]


def test_a_document_that_was_never_corrected(small: Small) -> None:
    (only,) = text_versions(small.read, small.teacher)
    assert version_text(small.read, only) == small.read.documents.text(small.teacher)
    assert only.step is not None
    assert (only.step.who, only.step.origin.value) == ("Ana", "import")


def test_every_text_there_was(small: Small) -> None:
    first = small.read.documents.text(small.teacher)
    small.project.do(RenameDocument(small.teacher, "Class teacher"))
    small.project.act_as("Ben")
    small.project.do(EditText(small.teacher, corrected("hub", "HUB 🙂")))
    second = small.read.documents.text(small.teacher)
    small.project.do(RenameDocument(small.teacher, "Teacher"))
    small.project.do(EditText(small.teacher, corrected("ring road", "river")))
    third = small.read.documents.text(small.teacher)
    versions = text_versions(small.read, small.teacher)
    assert [version_text(small.read, version) for version in versions] == [first, second, third]
    assert [version.step.who for version in versions if version.step] == ["Ana", "Ben", "Ben"]
    small.project.undo()
    assert [version_text(small.read, version) for version in text_versions(small.read, small.teacher)] == [first, second, third, second]
    assert titles(small)[-1].startswith("Undid: Corrected")


def test_turns_as_they_were_and_speakers_as_they_are_called_now(small: Small) -> None:
    before = version_transcript(small.read, text_versions(small.read, small.teacher)[0])
    assert [(turn.speaker, before.text[turn.span.start : turn.span.end]) for turn in before.turns] == list(TEACHER)
    assert before.interviewers == {"I"}
    small.project.do(EditText(small.teacher, transcript("Teacher", TEACHER[0], ("Dana", "Quite another answer."), interviewers=("I",))))
    small.project.do(RenameSpeaker(small.speaker(small.teacher, "I"), "Asker"))
    then = version_transcript(small.read, text_versions(small.read, small.teacher)[0])
    assert [turn.span for turn in then.turns] == [turn.span for turn in before.turns]
    assert [turn.speaker for turn in then.turns] == ["Asker", "T4", "Asker", "T4"]
    small.project.do(EditText(small.teacher, then, earlier=True))
    assert small.read.documents.text(small.teacher) == before.text
    assert small.title() == "Brought back an earlier text of “Teacher”"
    now = version_transcript(small.read, text_versions(small.read, small.teacher)[-1])
    assert now.turns == then.turns


def test_a_document_that_was_deleted_and_came_back(small: Small) -> None:
    text = small.read.documents.text(small.teacher)
    small.project.do(DeleteDocuments((small.teacher,)))
    with pytest.raises(KnownError, match="no longer"):
        text_versions(small.read, small.teacher)
    small.project.undo()
    versions = text_versions(small.read, small.teacher)
    assert [version_text(small.read, version) for version in versions] == [text]
    assert len(version_transcript(small.read, versions[0]).turns) == 4
