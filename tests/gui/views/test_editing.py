"""Correcting a transcript in the whole window, by real keys: keeping, leaving, what is lost, drafts, and others' changes meanwhile."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments, RenameSpeaker
from qcoder.changes.memos import SetMemo
from qcoder.changes.samples import DrawSample
from qcoder.changes.study import AddCoder
from qcoder.changes.texts import EditText
from qcoder.cli import run
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.read.editing import Editing
from qcoder.gui.widgets.editor import Editor
from qcoder.importers.transcripts import read_transcript
from qcoder.project.check import check
from qcoder.project.project import Project
from qcoder.settings import data_folder
from tests.gui.conftest import Files, Remembered
from tests.gui.views.reading import ALT, CTRL, SHIFT, Key, Reading, begin


@pytest.fixture
def reading(window: MainWindow, qtbot: QtBot) -> Reading:
    return begin(window, qtbot)


def editing(reading: Reading) -> Editing:
    return reading.view.editing


def editor(reading: Reading) -> Editor:
    return editing(reading).editor


def correct(reading: Reading, at: str = "Next door") -> Editor:
    """Press F2 with the caret before some words."""
    reading.put_caret(at)
    reading.press(Key.Key_F2)
    assert editing(reading).active
    assert editor(reading).hasFocus()
    return editor(reading)


def stored(reading: Reading) -> str:
    """The text that the project holds."""
    assert reading.view.pane.document is not None
    return reading.read.documents.text(reading.view.pane.document.id)


def drafts() -> list[Path]:
    return sorted((data_folder() / "drafts").glob("*.json"))


def press_in(widget: QWidget, reading: Reading, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, held)
    reading.settle()


def test_typed_and_kept_is_one_step(reading: Reading) -> None:
    before = stored(reading)
    correct(reading)
    reading.press("Well, ")
    reading.press(Key.Key_Return, CTRL)
    assert not editing(reading).active
    assert stored(reading) == before.replace("Next", "Well, Next")
    assert reading.coded() == reading.drawn() == [("informal advice", "Next door.")]
    assert reading.window.toast.words == "Corrected “Ashgrove”: 1 word changed, 1 coding moved"
    assert reading.page.hasFocus()
    assert reading.text[reading.page.caret() :].startswith("Next")
    assert drafts() == []
    assert check(reading.read) == []
    reading.press(Key.Key_Z, CTRL)
    assert stored(reading) == reading.text == before


def test_undo_belongs_to_the_text_while_typing(reading: Reading) -> None:
    steps = reading.read.history.count()
    page = correct(reading)
    reading.press("x")
    reading.press(Key.Key_Z, CTRL)
    assert page.draft.text == stored(reading)
    reading.press(Key.Key_Z, CTRL)
    assert reading.read.history.count() == steps
    reading.press(Key.Key_Escape)
    assert not editing(reading).active
    assert not editing(reading).waiting.strip.isVisible()
    assert reading.page.hasFocus()


def test_codes_are_not_put_on_while_typing(reading: Reading) -> None:
    page = correct(reading)
    reading.press(" 1m ")
    assert "1m" in page.draft.text
    reading.view.codes_pane.used.emit(reading.code_id("informal advice"))
    reading.press(Key.Key_K, CTRL)
    reading.settle()
    assert len(reading.codings()) == 1
    assert not reading.window.commands["code_passage"].isEnabled()
    reading.press(Key.Key_Escape)
    assert reading.window.commands["code_passage"].isEnabled()


def test_what_is_lost_is_said_first(reading: Reading) -> None:
    desk = reading.window.desk
    assert desk is not None
    desk.jobs.do(SetMemo(Subject.CODING, reading.codings()[0].id, "Why there?"))
    reading.settle()
    before = stored(reading)
    page = correct(reading)
    for _letter in "Next door. ":
        reading.press(Key.Key_Delete)
    reading.press(Key.Key_Return, CTRL)
    panel = editing(reading).panel
    assert panel.isVisible()
    assert panel.words.text().startswith("1 coding would be lost")
    item = panel.list.topLevelItem(0)
    assert item is not None
    assert [item.text(at) for at in range(6)] == ["lost", "informal advice", "Ana", "Next door.", "–", "Ana: goes to the document's memo"]
    assert stored(reading) == before

    press_in(panel, reading, Key.Key_Escape)
    assert page.hasFocus()
    assert not panel.isVisible()
    reading.press(Key.Key_Return, CTRL)
    press_in(panel.keep_button, reading, Key.Key_Return, CTRL)
    assert stored(reading) == before.replace("Next door. ", "")
    assert reading.coded() == []
    assert reading.window.toast.words == "Corrected “Ashgrove”: 2 words changed, 1 lost"
    assert not editing(reading).active


def test_shortened_codings_can_be_looked_at(reading: Reading) -> None:
    page = correct(reading)
    for _letter in "Next ":
        reading.press(Key.Key_Delete)
    reading.press(Key.Key_Return, CTRL)
    panel = editing(reading).panel
    item = panel.list.topLevelItem(0)
    assert item is not None
    assert (item.text(0), item.text(3), item.text(4)) == ("shortened", "Next door.", "door.")
    page.go_to(0)
    panel.list.setCurrentItem(item)
    assert page.draft.text[page.caret() :].startswith("door.")
    editing(reading).panel.discard_button.click()
    assert editing(reading).waiting.strip.isVisible()
    assert drafts() == []
    editing(reading).waiting.strip.buttons[0].click()
    assert len(drafts()) == 1
    assert "not kept that yet" in editing(reading).waiting.strip.words.text()


def test_what_is_hidden_from_a_blind_coder_is_counted(window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """Nobody's codings are shortened unsaid; what they are stays hidden."""
    cleo = small_project.do(AddCoder("Cleo")).result
    small_project.do(DrawSample(cleo, 100, 1))
    reading = begin(window, qtbot)
    assert window.desk is not None
    window.desk.jobs.act_as("Cleo")
    reading.open()
    assert reading.codings() == []
    correct(reading)
    for _letter in "Next door. ":
        reading.press(Key.Key_Delete)
    reading.press(Key.Key_Return, CTRL)
    panel = editing(reading).panel
    assert panel.words.text().startswith("1 coding of somebody else would lose words")
    assert panel.list.topLevelItemCount() == 0
    panel.keep_button.click()
    reading.settle()
    assert "Next door" not in stored(reading)


def test_leaving_loses_nothing(reading: Reading) -> None:
    """Escape, another document, another workspace and closing the project: what was typed is there again."""
    before = stored(reading)
    correct(reading)
    reading.press("one ")
    reading.press(Key.Key_Escape)
    strip = editing(reading).waiting.strip
    assert stored(reading) == reading.text == before
    assert strip.isVisible()
    assert strip.words.text().startswith("You corrected 1 word of this text today")
    reading.open("Thornby")
    assert not strip.isVisible()
    reading.open()
    strip.buttons[0].click()
    reading.settle()
    page = editor(reading)
    assert page.draft.text == before.replace("Next", "one Next")
    assert reading.view.pane.stack.currentWidget() is editing(reading)

    reading.press("two ")
    reading.window.show_workspace("quotes")
    reading.settle()
    reading.window.show_workspace("read")
    assert page.hasFocus()
    assert not reading.window.commands["code_passage"].isEnabled()
    reading.press("three ")
    reading.view.documents_pane.opened.emit(reading.read.documents.names()["Thornby"], True)
    reading.settle()
    reading.open()
    reading.press(Key.Key_F2)
    assert page.draft.text == before.replace("Next", "one two three Next")
    reading.press(Key.Key_Return, CTRL)
    assert stored(reading) == before.replace("Next", "one two three Next")
    assert drafts() == []


def test_a_killed_program_leaves_a_draft(reading: Reading, qtbot: QtBot) -> None:
    """The file is written while typing goes on, and is whole."""
    page = correct(reading)
    reading.press("one ")
    qtbot.waitUntil(lambda: bool(drafts()))
    assert json.loads(drafts()[0].read_text(encoding="utf-8"))["text"] == page.draft.text
    while page.draft.can_undo:
        reading.press(Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not drafts())


def test_reopening_offers_the_draft(window: MainWindow, small_project: Project, qtbot: QtBot, files: Files) -> None:
    reading = begin(window, qtbot)
    correct(reading)
    reading.press("again ")
    path = small_project.path
    window.close_project()
    moved = path.with_name("renamed.qcoder")
    path.rename(moved)
    with Project.open(moved, "Ana", write=False) as project:
        assert "again" not in project.read.documents.text(project.read.documents.names()["Ashgrove"])
    window.open_path(moved)
    reading = begin(window, qtbot)
    assert editing(reading).waiting.strip.isVisible()
    editing(reading).waiting.strip.buttons[0].click()
    assert "again Next" in editor(reading).draft.text
    reading.press(Key.Key_Return, CTRL)
    assert "again Next" in stored(reading)
    assert drafts() == []


def test_a_damaged_draft_is_left_alone(reading: Reading, expect_log: Callable[[str], None]) -> None:
    expect_log("cannot be read")
    correct(reading)
    reading.press("x")
    reading.press(Key.Key_Escape)
    drafts()[0].write_text("{", encoding="utf-8")
    editing(reading).offer()
    assert not editing(reading).waiting.strip.isVisible()
    assert len(drafts()) == 1


def test_closing_while_corrections_are_being_kept(window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """They are kept, and nothing is offered that is kept already."""
    reading = begin(window, qtbot)
    correct(reading)
    reading.press("Well, ")
    editing(reading).keep()
    window.close_project()
    window.open_path(small_project.path)
    reading = begin(window, qtbot)
    assert "Well, Next" in stored(reading)
    assert not editing(reading).waiting.strip.isVisible()
    assert drafts() == []


def test_theme_and_type_change_nothing_in_the_text(reading: Reading) -> None:
    page = correct(reading)
    reading.press("x")
    text = page.draft.text
    reading.window.choose_theme("dark")
    reading.window.commands["larger_type"].trigger()
    reading.window.commands["reading_settings"].trigger()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    assert page.is_true()
    assert page.draft.text == text
    reading.press(Key.Key_Z, CTRL)
    assert not page.draft.changed
    assert not page.draft.can_undo


def test_a_draft_that_cannot_be_written_is_told_of(reading: Reading, qtbot: QtBot) -> None:
    """The corrections stay where they are, and can be kept."""
    data_folder().parent.mkdir(parents=True, exist_ok=True)
    data_folder().write_text("no folder", encoding="utf-8")
    correct(reading)
    reading.press("Well, ")
    qtbot.waitUntil(lambda: "could not be put by" in reading.window.notice.words.text())
    assert editing(reading).active
    data_folder().unlink()
    reading.press(Key.Key_Return, CTRL)
    assert "Well, Next" in stored(reading)


def test_the_text_changed_meanwhile(reading: Reading) -> None:
    """Another change of the text, not where we typed: both are in it afterwards. At the same place: ours, and it says so."""
    desk, document = reading.window.desk, reading.view.pane.document
    assert desk is not None
    assert document is not None
    text = stored(reading)
    correct(reading)
    reading.press("Ours ")
    desk.jobs.do(EditText(document.id, Transcript("", text.replace("Tuesday", "Monday"))))
    reading.settle()
    assert not editing(reading).active
    strip = editing(reading).waiting.strip
    assert strip.words.text().startswith("The text was changed meanwhile.")
    reading.page.setFocus()
    reading.press(Key.Key_F2)
    assert not editing(reading).active
    strip.buttons[0].click()
    reading.settle()
    assert editor(reading).draft.text == text.replace("Tuesday", "Monday").replace("Next", "Ours Next")
    assert editor(reading).is_true()
    reading.press(Key.Key_Escape)
    desk.jobs.do(EditText(document.id, Transcript("", text.replace("Next", "Theirs Next"))))
    reading.settle()
    strip.buttons[0].click()
    reading.settle()
    assert "Ours Next" in editor(reading).draft.text
    assert "Theirs" not in editor(reading).draft.text
    assert "met your corrections" in reading.window.toast.words


def test_other_changes_meanwhile_are_followed(reading: Reading) -> None:
    desk, document = reading.window.desk, reading.view.pane.document
    assert desk is not None
    assert document is not None
    page = correct(reading)
    reading.press("Well, ")
    speaker = next(s for s in reading.read.documents.speakers(document.id) if s.label == "Priya")
    desk.jobs.do(RenameSpeaker(speaker.id, "Priya K."))
    reading.settle()
    assert editing(reading).active
    assert editing(reading).isVisible()
    assert page.speaker() == "Priya K."
    reading.window.undo()
    reading.window.undo()
    reading.settle()
    assert editing(reading).active
    assert reading.codings() == []
    assert page._index.overlapping(0, 999) == []
    reading.press(Key.Key_Return, CTRL)
    assert [s.label for s in reading.read.documents.speakers(document.id)] == ["Interviewer", "Priya"]
    assert "Well, Next" in stored(reading)


def test_turns_and_speakers(reading: Reading) -> None:
    page = correct(reading, "She shows me")
    reading.press(Key.Key_Return)
    assert page.speaker() == "Interviewer"
    reading.press(Key.Key_2, ALT)
    box = editing(reading).bar.speaker
    assert page.speaker() == "Priya"
    reading.qtbot.waitUntil(lambda: box.currentText() == "Priya")
    box.setFocus()
    edit = box.lineEdit()
    assert edit is not None
    edit.selectAll()
    QTest.keyClicks(edit, "Karen")
    QTest.keyClick(edit, Key.Key_Return)
    assert page.hasFocus()
    reading.press(Key.Key_Return, CTRL)
    document = reading.view.pane.document
    assert document is not None
    labels = {s.id: s.label for s in reading.read.documents.speakers(document.id)}
    said = [(labels[t.speaker_id or 0], stored(reading)[t.span.start : t.span.end]) for t in reading.read.documents.turns(document.id)]
    assert said[2] == ("Karen", "She shows me her book.")
    assert [turn.speaker for turn in reading.page.turns][2] == "Karen"
    assert check(reading.read) == []


def test_only_the_turns_changed(reading: Reading) -> None:
    before = stored(reading)
    correct(reading)
    reading.press(Key.Key_1, ALT)
    reading.press(Key.Key_Return, CTRL)
    assert stored(reading) == before
    assert [turn.speaker for turn in reading.page.turns][1] == "Interviewer"
    assert reading.window.toast.words == "Corrected “Ashgrove”: turns changed"


def test_an_empty_text_is_refused_and_kept_at_hand(reading: Reading) -> None:
    page = correct(reading)
    page.selectAll()
    reading.press(Key.Key_Delete)
    reading.press(Key.Key_Return, CTRL)
    assert "is empty" in reading.window.notice.words.text()
    assert editing(reading).active
    reading.press(Key.Key_Z, CTRL)
    assert page.draft.text == stored(reading)


def test_find_and_replace(reading: Reading) -> None:
    reading.put_caret("Karen’s")
    reading.page.moveCursor(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    reading.press(Key.Key_H, CTRL)
    found = editing(reading).find_strip
    assert editing(reading).active
    assert found.isVisible()
    assert found.words.hasFocus()
    found.words.setText("She")
    assert found.count.text() == "1 of 1"
    found.words.setText("the")
    assert found.count.text().endswith("of 2")
    found.whole.setChecked(True)
    press_in(found.words, reading, Key.Key_Return)
    page = editor(reading)
    assert page.selected_words() == "the"
    found.other.setText("a")
    found.other.setFocus()
    reading.press(Key.Key_Return)
    assert page.draft.text.count(" a ") + page.draft.text.count(" a?") > stored(reading).count(" a ")
    found.words.setText("I")
    found.case.setChecked(True)
    found.other.setText("we 🙂")
    count = len(found.found)
    found.all.click()
    assert found.count.text() == f"{count} places replaced"
    assert page.is_true()
    found.words.setFocus()
    reading.press(Key.Key_Escape)
    assert page.hasFocus()
    assert editing(reading).active
    reading.press(Key.Key_Z, CTRL)
    assert "we 🙂" not in page.draft.text
    QApplication.processEvents()


def test_reading_only(window: MainWindow, small_project: Project, qtbot: QtBot, files: Files) -> None:
    """Nothing begins where nothing can be changed."""
    remembered = Remembered()
    other = MainWindow(remembered.settings, files, remembered)
    qtbot.addWidget(other)
    other.open_path(small_project.path)
    view = other.workspaces["read"]
    other.commands["correct_text"].trigger()
    view.editing.begin()  # type: ignore[attr-defined]
    assert not view.editing.active  # type: ignore[attr-defined]
    other.close()


def test_versions_are_readable_and_come_back(reading: Reading) -> None:
    """By keyboard: two corrections, the list of versions, what differs, and the first one brought back as a step."""
    first = stored(reading)
    correct(reading)
    reading.press("Well, ")
    reading.press(Key.Key_Return, CTRL)
    correct(reading, "Tuesday")
    reading.press("rainy ")
    reading.press(Key.Key_Return, CTRL)
    third = stored(reading)
    reading.press(Key.Key_H, CTRL | SHIFT)
    versions = editing(reading).versions
    assert versions.active
    assert versions.list.hasFocus()
    assert [line.words for line in versions.lines] == [1, 1, 0]
    assert "Corrected the text" in versions.list.item(0).text()
    assert "Ana" in versions.list.item(0).text()
    reading.press(Key.Key_Down)
    assert versions.list.currentRow() == 2
    assert versions.count == 2
    assert versions.words.text().startswith("2 places differ")
    shown = versions.page.toPlainText()
    assert "Interviewer: Where do you go first" in shown
    assert "Well, Next door." in shown
    reading.press(Key.Key_F3)
    versions.back_button.click()
    reading.settle()
    assert stored(reading) == reading.text == first
    assert reading.coded() == [("informal advice", "Next door.")]
    assert reading.page.hasFocus()
    assert reading.window.toast.words == "Brought back an earlier text of “Ashgrove”"
    reading.press(Key.Key_Z, CTRL)
    assert stored(reading) == third


def test_versions_say_what_bringing_back_would_lose(reading: Reading) -> None:
    correct(reading)
    reading.press("Brand new words that nobody had. ")
    reading.press(Key.Key_Return, CTRL)
    reading.select("Brand new words")
    reading.view.hand.code(reading.page.selection(), reading.code_id("cover and cost"))
    reading.settle()
    link = next(button for button in reading.view.inspector.document.findChildren(QPushButton) if button.text() == "Versions of this text…")
    link.click()
    reading.settle()
    versions = editing(reading).versions
    assert versions.list.currentRow() == 1
    versions.back_button.click()
    assert versions.panel.isVisible()
    before = stored(reading)
    press_in(versions.panel, reading, Key.Key_Escape)
    assert stored(reading) == before
    versions.back_button.click()
    versions.panel.keep_button.click()
    reading.settle()
    assert "Brand new" not in stored(reading)
    assert [code for code, _words in reading.coded()] == ["informal advice"]


def test_versions_of_a_text_that_was_never_corrected(reading: Reading) -> None:
    reading.window.commands["text_versions"].trigger()
    reading.settle()
    versions = editing(reading).versions
    assert len(versions.lines) == 1
    assert "never corrected" in versions.words.text()
    assert not versions.back_button.isEnabled()
    reading.press(Key.Key_Escape)
    assert reading.page.hasFocus()


INTERVIEW = """I: Who do you ask when a lesson does not work?

T4: I stand in Karens doorway at the end of the day. She shows me her book. Where is it? In the hall.

I: And the hub?

T4: Far."""


def coded_study(path: Path) -> Project:
    """An interview read from a file, with three passages coded."""
    file = path.with_suffix(".txt")
    file.write_text(INTERVIEW, encoding="utf-8")
    project = Project.create(path, "Study", "Ana")
    document = project.do(ImportDocuments((read_transcript(file),))).result[0]
    code = project.do(AddCode("place")).result
    text = project.read.documents.text(document)
    words = ("Karens doorway", "Where is it? In the hall.", "the hub")
    spans = [Span(text.index(passage), text.index(passage) + len(passage)) for passage in words]
    project.do(AddCodings(tuple(NewCoding(document, code, span) for span in spans)))
    return project


def as_it_is(project: Project) -> tuple[object, ...]:
    """Text, turns and coded passages."""
    (document,) = project.read.documents.all()
    labels = {s.id: s.label for s in project.read.documents.speakers()}
    turns = [(t.span, labels.get(t.speaker_id or 0), t.words) for t in project.read.documents.turns(document.id)]
    codings = [coding.span for coding in project.read.codings.of_document(document.id)]
    return project.read.documents.text(document.id), turns, codings, document.words


def test_the_command_line_does_the_same(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Corrections typed into the window, and the corrected file given to `edit`: the same text, turns and codings."""
    for name in ("window", "command"):
        coded_study(tmp_path / f"{name}.qcoder").close()
    window.open_path(tmp_path / "window.qcoder")
    reading = Reading(window, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reading.open("window")
    page = correct(reading, "s doorway")
    reading.press("'")
    page.go_to(page.draft.text.index("Where is it?"))
    reading.press(Key.Key_Return)
    page.go_to(page.draft.text.index("In the hall"))
    reading.press(Key.Key_Return)
    page.go_to(page.draft.text.index("Far."))
    reading.press("Very ")
    page.go_to(0)
    reading.press("So, ")
    assert page.is_true()
    reading.press(Key.Key_Return, CTRL)
    assert not editing(reading).active
    window.close_project()

    with Project.open(tmp_path / "window.qcoder", write=False) as typed:
        text, turns, codings, _words = here = as_it_is(typed)
    assert isinstance(text, str)
    assert isinstance(turns, list)
    assert [label for _span, label, _n in turns] == ["I", "T4", "I", "T4", "I", "T4"]
    assert isinstance(codings, list)
    assert [text[span.start : span.end] for span in codings] == ["Karen's doorway", "Where is it?\n\nIn the hall.", "the hub"]
    file = tmp_path / "command.txt"
    file.write_text("\n\n".join(f"{label}: {text[span.start : span.end]}" for span, label, _n in turns), encoding="utf-8")
    assert run(["edit", str(tmp_path / "command.qcoder"), "command", str(file)]) == 0
    with Project.open(tmp_path / "command.qcoder", write=False) as commanded:
        assert as_it_is(commanded) == here
