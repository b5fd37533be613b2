"""Copies for colleagues, the codebook through time, and coders who are one person, in the whole window."""

import shutil
import time
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode, EditCode
from qcoder.changes.codings import AddCodings
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.codebook_differences import CodebookDifferences
from qcoder.gui.views.team import TeamView
from qcoder.project.handover import left_out
from qcoder.project.project import Project
from tests.gui.conftest import Files

pytestmark = pytest.mark.usefixtures("qtbot")


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way."""
    assert window.desk is not None
    desk = window.desk
    qtbot.waitUntil(lambda: desk.jobs.idle)


def tick() -> None:
    """Wait until the clock shows another millisecond, so that one thing is later than another."""
    now = int(time.time() * 1000)
    while int(time.time() * 1000) <= now + 1:
        pass


@pytest.fixture
def team(window: MainWindow, qtbot: QtBot) -> TeamView:
    """Team & study, in front."""
    window.show_workspace("team")
    view = window.workspaces["team"]
    assert isinstance(view, TeamView)
    settle(qtbot, window)
    return view


def press(button: QPushButton) -> None:
    """Click it as a person would."""
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_copy_for_a_colleague(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot, files: Files) -> None:
    """Name, documents, blind; the button waits for a name and a document; the copy holds what was asked for."""
    window.commands["copy_for_colleague"].trigger()
    dialog = team.copies.dialog
    assert dialog is not None
    assert not dialog.go.isEnabled()
    line = dialog.who.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "Ben")
    assert dialog.go.isEnabled()
    dialog.some.setChecked(True)
    assert not dialog.go.isEnabled()
    dialog.documents.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.blind.setChecked(True)
    files.answers = [small_project.path.with_name("for ben.qcoder")]
    press(dialog.go)
    settle(qtbot, window)
    assert window.toast.words == "Made a copy for Ben: “for ben.qcoder”"
    with Project.open(small_project.path.with_name("for ben.qcoder"), write=False) as copy:
        (made,) = left_out(copy.read)
        assert (made.made_for, made.blind, len(made.documents)) == ("Ben", True, 1)
        assert [document.name for document in copy.read.documents.all()] == ["Ashgrove"]
        assert copy.read.codings.count() == 0


def test_a_copy_says_that_it_is_one(window: MainWindow, small_project: Project, qtbot: QtBot, files: Files) -> None:
    """On the page Copies, in words."""
    window.show_workspace("team")
    view = window.workspaces["team"]
    assert isinstance(view, TeamView)
    files.answers = [small_project.path.with_name("for ben.qcoder")]
    window.commands["copy_for_colleague"].trigger()
    assert view.copies.dialog is not None
    view.copies.dialog.who.setCurrentText("Ben")
    press(view.copies.dialog.go)
    settle(qtbot, window)
    window.open_path(small_project.path.with_name("for ben.qcoder"))
    window.show_workspace("team")
    other = window.workspaces["team"]
    assert isinstance(other, TeamView)
    other.open_page("copies")
    settle(qtbot, window)
    assert other.copies.body.count() == 1
    assert not window.commands["undo"].isEnabled()


def test_a_second_version_is_offered_for_merge(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """Its card leads to the page where it can be merged."""
    second = small_project.path.with_name("small (conflicted copy 2026-05-01).qcoder")
    shutil.copy(small_project.path, second)
    with Project.open(second, "Ben") as other:
        other.do(AddCode("trust"))
    team.open_page("copies")
    settle(qtbot, window)
    assert [found.path for found in team.copies.found] == [second]
    (button,) = [b for b in team.copies.findChildren(QPushButton) if b.text() == "Look and merge…"]
    press(button)
    settle(qtbot, window)
    assert team.tabs.currentWidget() is team.merge
    assert team.merge._path == second


def test_a_second_version_is_merged_from_the_notice_on(window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """Notice, card, preview, merge: all by the buttons shown; then nothing is offered any more, and one undo takes it back."""
    second = small_project.path.with_name("small (conflicted copy 2026-05-01).qcoder")
    shutil.copy(small_project.path, second)
    with Project.open(second, "Ben") as other:
        other.do(AddCode("trust"))
    window.close_project()
    window.open_path(small_project.path)
    press(window.notice.act)
    settle(qtbot, window)
    view = window.workspaces["team"]
    assert isinstance(view, TeamView)
    (button,) = [b for b in view.copies.findChildren(QPushButton) if b.text() == "Look and merge…"]
    press(button)
    settle(qtbot, window)
    press(view.merge.go)
    settle(qtbot, window)

    def codes() -> set[str]:
        assert window.desk is not None
        return {code.name for code in window.desk.jobs.read.codes.tree().by_id.values()}

    assert "trust" in codes()
    view.open_page("copies")
    settle(qtbot, window)
    assert view.copies.found == []
    window.undo()
    settle(qtbot, window)
    assert "trust" not in codes()


def test_the_codebook_is_sent_and_taken_in_from_its_page(
    team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot, files: Files, tmp_path: Path
) -> None:
    """There and back: a code that was renamed on the way is known by its id, and shown before anything is taken in."""
    team.open_page("codebook")
    settle(qtbot, window)
    book = tmp_path / "book.csv"
    files.answers = [book]
    press(team.codebook.send)
    settle(qtbot, window)
    text = book.read_text(encoding="utf-8-sig")
    assert "informal advice" in text
    book.write_text(text.replace("informal advice", "advice over the fence"), encoding="utf-8")
    files.answers = [book]
    press(team.codebook.take)
    settle(qtbot, window)
    (dialog,) = window.findChildren(CodebookDifferences)
    assert [(one.field, one.before, one.after) for one in dialog.proposals] == [("name", "informal advice", "advice over the fence")]
    dialog.reject()
    assert "advice over the fence" not in {code.name for code in small_project.read.codes.tree().by_id.values()}


def test_opening_beside_a_second_version_offers_to_look(window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """The notice has a button that leads to the page Copies; the next notice has none."""
    second = small_project.path.with_name("small-LAPTOP.qcoder")
    shutil.copy(small_project.path, second)
    with Project.open(second, "Ben") as other:
        other.do(AddCode("trust"))
    window.close_project()
    assert not window.notice.act.isVisible()
    window.open_path(small_project.path)
    assert "small-LAPTOP.qcoder" in window.notice.words.text()
    press(window.notice.act)
    settle(qtbot, window)
    view = window.workspaces["team"]
    assert isinstance(view, TeamView)
    assert view.tabs.currentWidget() is view.copies
    assert not window.notice.isVisible()
    window.notice.say("something else")
    assert not window.notice.act.isVisible()


def test_versions_and_what_changed(
    team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot, files: Files, tmp_path: Path
) -> None:
    """Named by typing a name; then every change shows at once, and goes to Word."""
    window.commands["name_version"].trigger()
    settle(qtbot, window)
    part = team.codebook.changes
    QTest.keyClicks(part.name, "pilot")
    QTest.keyClick(part.name, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert [version.name for version in small_project.read.codebook.versions()] == ["pilot"]
    assert part.name.text() == ""
    advice = small_project.read.codes.tree().find("informal advice").id
    assert window.desk is not None
    window.desk.jobs.do(EditCode(advice, brief="Asking <b>next door</b>"))
    settle(qtbot, window)
    part.older.setCurrentIndex(1)
    settle(qtbot, window)
    assert "Asking <b>next door</b>" in part.page.toPlainText()
    assert "1 code changed" in part.page.toPlainText()
    files.answers = [tmp_path / "changes.docx"]
    press(part.word)
    settle(qtbot, window)
    assert any("next door" in paragraph.text for paragraph in docx.Document(str(tmp_path / "changes.docx")).paragraphs)
    press(part.delete_button)
    settle(qtbot, window)
    assert small_project.read.codebook.versions() == []
    assert part.older.currentData() == "beginning"


def test_versions_are_renamed_and_deleted_by_keys(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """F2 renames the selected one, Delete removes it, undo brings it back; a name that is taken is refused in words."""

    def names() -> list[str]:
        return [version.name for version in small_project.read.codebook.versions()]

    window.commands["name_version"].trigger()
    settle(qtbot, window)
    part = team.codebook.changes
    assert not part.list.isVisible()
    for name in ("pilot", "first round"):
        QTest.keyClicks(part.name, name)
        QTest.keyClick(part.name, Qt.Key.Key_Return)
        settle(qtbot, window)
    assert [row.name for row in part.versions.rows] == ["first round", "pilot"]
    for row, name in ((0, "first round"), (1, "pilot")):
        part.list.selectRow(row)
        settle(qtbot, window)
        assert part.older.currentText().startswith(name)
    part.list.setFocus()

    def type_name(name: str) -> None:
        QTest.keyClick(part.list, Qt.Key.Key_F2)
        editor = next(box for box in part.list.findChildren(QLineEdit) if box.isVisible())
        editor.setText(name)
        QTest.keyClick(editor, Qt.Key.Key_Return)

    type_name("first round")
    qtbot.waitUntil(lambda: "first round" in window.notice.words.text())
    assert names() == ["pilot", "first round"]
    settle(qtbot, window)
    type_name("trial")
    qtbot.waitUntil(lambda: names() == ["trial", "first round"])
    settle(qtbot, window)
    part.list.setFocus()
    QTest.keyClick(part.list, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert names() == ["first round"]
    assert "trial" in window.toast.words
    window.undo()
    settle(qtbot, window)
    assert names() == ["trial", "first round"]


def test_codings_to_look_at_again(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """Listed with what was said then and now; opened in Read; let stand, they are gone from the list."""
    advice = small_project.read.codes.tree().find("informal advice").id
    document = small_project.read.documents.all()[0].id
    assert window.desk is not None
    jobs = window.desk.jobs
    jobs.do(EditCode(advice, brief="Asking near by"))
    settle(qtbot, window)
    tick()
    jobs.do(AddCodings((NewCoding(document, advice, Span(0, 9)),)))
    settle(qtbot, window)
    tick()
    jobs.do(EditCode(advice, brief="Asking next door"))
    settle(qtbot, window)
    team.open_page("codebook")
    team.codebook.parts.setCurrentWidget(team.codebook.again)
    settle(qtbot, window)
    part = team.codebook.again
    assert len(part.model.rows) == 1
    assert part.definition.toPlainText() == "Asking near bynext door"
    part.undefined.setChecked(True)
    settle(qtbot, window)
    assert len(part.model.rows) == 2
    part.undefined.setChecked(False)
    settle(qtbot, window)
    with qtbot.waitSignal(window.signals.open_passage) as opened:
        press(part.open_button)
    assert opened.args == [document, Span(0, 9)]
    window.show_workspace("team")
    press(part.stand)
    settle(qtbot, window)
    assert part.model.rows == []
    assert "are listed here" in part.words.text()


def test_who_looks_after_what(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """A branch gets its owner by a dialog; what others change in it is listed until it is seen."""
    team.open_page("codebook")
    team.codebook.parts.setCurrentWidget(team.codebook.branches)
    settle(qtbot, window)
    part = team.codebook.branches
    press(part.set_button)
    assert part.dialog is not None
    part.dialog.coders.item(0).setCheckState(Qt.CheckState.Checked)
    part.dialog.accept()
    settle(qtbot, window)
    assert [(row.path, row.owners, row.edits) for row in part.model.rows] == [("learning", "Ana", ())]
    tick()
    small_project.act_as("Ben")
    assert window.desk is not None
    window.desk.jobs.do(AddCode("trust", small_project.read.codes.tree().find("learning").id))
    settle(qtbot, window)
    assert [edit.edit.title for edit in part.edits.rows] == ["Added the code “trust”"]
    tick()
    press(part.seen)
    settle(qtbot, window)
    assert part.edits.rows == ()


def test_join_coders(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """Whoever worked under the name that goes works under the other from then on."""
    assert window.desk is not None
    small_project.act_as("A. Perez")
    window.desk.jobs.do(AddCode("trust"))
    document, learning = small_project.read.documents.all()[0].id, small_project.read.codes.tree().find("learning").id
    window.desk.jobs.do(AddCodings((NewCoding(document, learning, Span(0, 5)),)))
    settle(qtbot, window)
    window.commands["join_coders"].trigger()
    dialog = team.joining
    assert dialog is not None
    assert [dialog.coder.itemText(row) for row in range(2)] == ["Ana · 1 coding", "A. Perez · 1 coding"]
    dialog.coder.setCurrentIndex(0)
    dialog.into.setCurrentIndex(0)
    assert not dialog.go.isEnabled()
    dialog.coder.setCurrentIndex(1)
    press(dialog.go)
    settle(qtbot, window)
    assert [coder.name for coder in small_project.read.study.coders()] == ["Ana"]
    assert small_project.coder[1] == "Ana"
    assert window.toast.words.startswith("Joined the coder “A. Perez” with “Ana”")


def test_a_codebook_file_is_shown_before_it_is_taken_in(
    window: MainWindow, small_project: Project, qtbot: QtBot, files: Files, tmp_path: Path
) -> None:
    """What is new is ticked, what differs waits for a tick; nothing happens before."""
    advice = small_project.read.codes.tree().find("informal advice").id
    small_project.do(EditCode(advice, brief="Ours"))
    book = tmp_path / "book.csv"
    book.write_text("path,brief,full\nlearning > informal advice,Theirs,In full\ntrust,To rely,\n", encoding="utf-8")
    files.answers = [book]
    steps = small_project.read.history.count()
    window.commands["import_codebook"].trigger()
    (dialog,) = window.findChildren(CodebookDifferences)
    assert [(one.field, one.fills) for one in dialog.proposals] == [("brief", False), ("full", True), ("", True), ("brief", True)]
    assert dialog.go.text() == "Take in 3 (one step)"
    assert small_project.read.history.count() == steps
    assert dialog.detail.toPlainText() == "OursTheirs"
    first = dialog.list.topLevelItem(0)
    assert first is not None
    first.setCheckState(0, Qt.CheckState.Checked)
    press(dialog.go)
    settle(qtbot, window)
    code = small_project.read.codes.get(advice)
    assert code is not None
    assert (code.brief, code.full) == ("Theirs", "In full")
    assert small_project.read.codes.tree().find("trust").brief == "To rely"
    assert small_project.read.history.count() == steps + 1
    window.undo()
    settle(qtbot, window)
    assert small_project.read.codes.get(advice).brief == "Ours"  # type: ignore[union-attr]  # it is there
