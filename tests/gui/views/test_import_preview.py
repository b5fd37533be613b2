"""The import preview: what was understood is shown, corrected, and only then written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from qcoder.gui.views.import_preview import INTERVIEWER, NAME, SPEAKER, ImportPreview
from qcoder.gui.views.workspace import Desk
from qcoder.project.project import Project

INTERVIEW = """Fictional, written for this test.

I: Where do you go first?

Priya: Next door.

I: And then?

Prya: To the car park.

Note: it rained.

I: Thank you.

Priya: Thank you.
"""


@pytest.fixture
def preview(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Callable[..., ImportPreview]:
    """Opens a preview on files and waits until they are read."""

    def make(*paths: Path) -> ImportPreview:
        dialog = ImportPreview(desk, paths, ground(desk))
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: desk.jobs.idle)
        return dialog

    return make


def ground(desk: Desk) -> QWidget:
    """The ground on which the desk stands."""
    found = desk.jobs.parent()
    assert isinstance(found, QWidget)
    return found


def write(folder: Path, name: str, text: str = INTERVIEW) -> Path:
    """A transcript file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def cell(dialog: ImportPreview, label: str, column: int) -> QTableWidgetItem:
    """The cell of a label in the table of speakers."""
    entry = dialog.entry
    assert entry is not None
    found = dialog.speakers.item(list(entry.labels).index(label), column)
    assert found is not None
    return found


def test_nothing_is_written_before_import(preview: Callable[..., ImportPreview], small_project: Project, tmp_path: Path) -> None:
    """Looking and cancelling leave the history as it was."""
    steps = small_project.read.history.count()
    dialog = preview(write(tmp_path, "Holt End.txt"))
    assert dialog.name.text() == "Holt End"
    assert dialog.go.isEnabled()
    assert "Next door." in dialog.text.toPlainText()
    dialog.reject()
    assert small_project.read.history.count() == steps


def test_speakers_are_joined_refused_and_marked(
    preview: Callable[..., ImportPreview], desk: Desk, small_project: Project, tmp_path: Path, qtbot: QtBot
) -> None:
    """A slip of the typist is joined by its name, an interviewer is marked, and what goes in is what was shown."""
    dialog = preview(write(tmp_path, "Holt End.txt"))
    cell(dialog, "Prya", NAME).setText("Priya")
    entry = dialog.entry
    assert entry is not None
    assert entry.transcript is not None
    assert entry.transcript.speakers == ("I", "Priya")
    assert entry.transcript.interviewers == {"I"}
    cell(dialog, "I", INTERVIEWER).setCheckState(Qt.CheckState.Unchecked)
    cell(dialog, "Priya", INTERVIEWER).setCheckState(Qt.CheckState.Checked)
    dialog.go.click()
    qtbot.waitUntil(lambda: desk.jobs.idle)
    document = small_project.read.documents.find("Holt End")
    assert {(s.label, s.interviewer) for s in small_project.read.documents.speakers(document.id)} == {("I", False), ("Priya", True)}
    assert small_project.read.history.steps(1)[0].title == "Imported “Holt End”"


def test_a_label_that_is_no_speaker_goes_back_into_the_text(preview: Callable[..., ImportPreview], tmp_path: Path) -> None:
    """Unticking Speaker puts the words back, and ticking it again takes them out."""
    dialog = preview(write(tmp_path, "Holt End.txt"))
    cell(dialog, "Prya", SPEAKER).setCheckState(Qt.CheckState.Unchecked)
    entry = dialog.entry
    assert entry is not None
    assert entry.transcript is not None
    assert "Prya: To the car park." in entry.transcript.text
    cell(dialog, "Prya", SPEAKER).setCheckState(Qt.CheckState.Checked)
    assert "Prya" in entry.transcript.speakers


def test_a_bad_file_is_told_and_the_others_go_in(
    preview: Callable[..., ImportPreview], desk: Desk, small_project: Project, tmp_path: Path, qtbot: QtBot
) -> None:
    """An empty file has its sentence; the good one is imported."""
    good, bad = write(tmp_path, "Holt End.txt"), write(tmp_path, "empty.txt", "")
    dialog = preview(bad, good)
    assert "empty.txt" in dialog.notes.text()
    assert dialog.go.text() == "Import 1 document"
    dialog.go.click()
    qtbot.waitUntil(lambda: desk.jobs.idle)
    assert "Holt End" in small_project.read.documents.names()
    assert "empty" not in small_project.read.documents.names()


def test_a_name_that_is_taken_must_be_changed(preview: Callable[..., ImportPreview], tmp_path: Path, qtbot: QtBot) -> None:
    """The sentence goes away with another name."""
    dialog = preview(write(tmp_path, "Ashgrove.txt"))
    assert "already a document" in dialog.notes.text()
    assert not dialog.go.isEnabled()
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "Ashgrove 2")
    assert dialog.go.isEnabled()
    assert not dialog.notes.isVisible()


def test_another_encoding_reads_the_file_again(preview: Callable[..., ImportPreview], desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    """What was guessed can be overruled."""
    path = tmp_path / "Łódź.txt"
    path.write_bytes("I: Skąd?\n\nOla: Z Łodzi, gdzie żyją gęsi.\n\nI: Tak?\n\nOla: Tak.".encode("cp1250"))
    dialog = preview(path)
    dialog.encoding.setCurrentIndex(dialog.encoding.findData("cp1250"))
    dialog._recoded(0)
    qtbot.waitUntil(lambda: desk.jobs.idle)
    assert "Łodzi, gdzie żyją gęsi" in dialog.text.toPlainText()


def test_of_two_files_of_one_name_the_first_goes_in(preview: Callable[..., ImportPreview], tmp_path: Path) -> None:
    """The other says why it cannot, in the list too, until it has a name of its own."""
    (tmp_path / "copy").mkdir()
    dialog = preview(write(tmp_path, "Ashby.txt"), write(tmp_path / "copy", "Ashby.txt"))
    assert dialog.go.text() == "Import 1 document"
    assert "cannot" not in dialog.files.item(0).text()
    assert "cannot go in" in dialog.files.item(1).text()
    assert "Ashby" in dialog.files.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert dialog.files.item(1).foreground().color().name() == dialog._desk.theme.danger
    dialog.files.setCurrentRow(1)
    assert "another name" in dialog.notes.text()
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "Ashby 2")
    assert dialog.go.text() == "Import 2 documents"


def test_a_transcript_read_from_right_to_left_is_shown_so(preview: Callable[..., ImportPreview], tmp_path: Path) -> None:
    """And the next one as usual."""
    arabic = "المحاور: كيف تتعلم المدرسة؟\n\nسلمى: نزور المدرسة المجاورة 😀 كل يوم.\n"  # it is Arabic
    dialog = preview(write(tmp_path, "a.txt", arabic), write(tmp_path, "b.txt"))
    assert dialog.text.document().defaultTextOption().textDirection() == Qt.LayoutDirection.RightToLeft
    dialog.files.setCurrentRow(1)
    assert dialog.text.document().defaultTextOption().textDirection() != Qt.LayoutDirection.RightToLeft
