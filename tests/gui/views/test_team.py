"""Team & study in the whole window: people, speakers, design, coders, merge, history."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QRadioButton
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode, RenameCode
from qcoder.changes.people import AddParticipant
from qcoder.domain.study import AttributeKind
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.team import TeamView
from qcoder.merge.preview import merge
from qcoder.project.project import Project
from tests.gui.conftest import Files

pytestmark = pytest.mark.usefixtures("qtbot")


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way."""
    assert window.desk is not None
    desk = window.desk
    qtbot.waitUntil(lambda: desk.jobs.idle)


@pytest.fixture
def team(window: MainWindow) -> TeamView:
    """Team & study, in front."""
    window.show_workspace("team")
    view = window.workspaces["team"]
    assert isinstance(view, TeamView)
    return view


def test_participants_are_made_of_the_speakers(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """One for each speaker who is no interviewer; the table shows their interviews, and one undo takes them back."""
    assert team.people.empty.isVisible()
    window.commands["make_participants"].trigger()
    settle(qtbot, window)
    assert [row.participant.name for row in team.people.model.rows] == ["Priya (Ashgrove)", "Priya (Thornby)"]
    assert team.people.model.rows[0].interviews == ("Ashgrove",)
    assert not team.people.empty.isVisible()
    window.undo()
    settle(qtbot, window)
    assert team.people.model.rows == []
    assert small_project.read.study.participants() == []


def test_typing_a_new_locality_into_a_cell_makes_it(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """F2, type, Enter: the place is made, the participant is there, and undo takes both back in one step."""
    small_project.do(AddParticipant("T4"))
    team.refresh(frozenset({"participant"}))
    index = team.people.view.model().index(0, 1)
    team.people.view.setCurrentIndex(index)
    team.people.view.edit(index)
    editor = team.people.view.findChild(QComboBox)
    assert editor is not None
    line = editor.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "Shire")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(small_project.read.study.places()))
    settle(qtbot, window)
    assert [place.name for place in small_project.read.study.places()] == ["Shire"]
    assert team.people.model.rows[0].locality == "Shire"
    window.undo()
    settle(qtbot, window)
    assert small_project.read.study.places() == []


def test_a_value_of_the_wrong_kind_is_refused_in_words(team: TeamView, window: MainWindow, qtbot: QtBot) -> None:
    """The sentence stands at the top of the window, and the value stays as it was."""
    assert window.desk is not None
    window.desk.jobs.do(AddParticipant("T4"))
    settle(qtbot, window)
    team._actions.add_attribute("years in post", AttributeKind.NUMBER)
    settle(qtbot, window)
    column = [c.title for c in team.people.model.columns].index("years in post")
    team.people.model.setData(team.people.model.index(0, column), "many")
    settle(qtbot, window)
    assert "not a number" in window.notice.words.text()
    assert window.notice.isVisible()
    team.people.model.setData(team.people.model.index(0, column), "7")
    settle(qtbot, window)
    assert team.people.model.rows[0].participant.attributes == {"years in post": "7"}


def test_speakers_become_interviewers_and_are_tied(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """The tick box and the list of participants change the speaker."""
    team.open_page("speakers")
    model = team.speakers.model
    titles = [column.title for column in model.columns]
    row = next(number for number, voice in enumerate(model.rows) if voice.speaker.label == "Priya")
    model.setData(model.index(row, titles.index("Participant")), "T4")
    settle(qtbot, window)
    assert model.rows[row].participant == "T4"
    model.setData(model.index(row, titles.index("Interviewer")), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    settle(qtbot, window)
    speaker = next(s for s in small_project.read.documents.speakers() if s.id == model.rows[row].speaker.id)
    assert speaker.interviewer
    assert speaker.participant_id is None


def test_the_grid_takes_targets_and_says_who_is_missing(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """Add a locality and a group, type a target; 0 takes it away."""
    team.open_page("design")
    for name, add in (("Shire", team.design.add_locality), ("classroom teachers", team.design.add_group)):
        team.design.name.setText(name)
        add()
        settle(qtbot, window)
    item = team.design.table.item(0, 0)
    assert item is not None
    item.setText("4")
    settle(qtbot, window)
    assert [target.wanted for target in small_project.read.study.targets()] == [4]
    shown = team.design.table.item(0, 0)
    assert shown is not None
    assert shown.text() == "0 / 4"
    assert "4" in team.design.missing.text()
    shown.setText("none")
    assert [target.wanted for target in small_project.read.study.targets()] == [4]
    again = team.design.table.item(0, 0)
    assert again is not None
    again.setText("0")
    settle(qtbot, window)
    assert small_project.read.study.targets() == []


def test_acting_as_another_coder_is_remembered(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """Choosing "I am this one" makes the next changes theirs."""
    team.open_page("coders")
    team._actions.add_coder("Ben")
    settle(qtbot, window)
    team.coders.view.selectRow(1)
    team.coders.become()
    assert window.settings.coder == "Ben"
    small_project.do(AddCode("new"))
    assert small_project.read.history.steps(1)[0].who == "Ben"
    assert "Ben" in window.who.text()


def test_a_colleagues_copy_is_previewed_decided_and_merged(
    team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot, tmp_path: Path
) -> None:
    """Both renamed one code: nothing is written before the choice; then one step, which one undo takes back."""
    assert window.desk is not None
    copy = small_project.save_copy(tmp_path / "ben.qcoder")
    code = small_project.read.codes.tree().find("informal advice")
    small_project.do(RenameCode(code.id, "advice"))
    with Project.open(copy, coder="Ben") as theirs:
        theirs.do(RenameCode(code.id, "advice from colleagues"))
        theirs.do(AddCode("hub model"))
    steps = small_project.read.history.count()
    team.open_page("merge")
    team.merge.compare(copy)
    settle(qtbot, window)
    assert small_project.read.history.count() == steps
    mine_button = next(button for button in team.merge.findChildren(QRadioButton) if button.text() == "Mine")
    assert mine_button.isChecked(), "what most would choose is chosen, and seen to be"
    theirs_button = next(button for button in team.merge.findChildren(QRadioButton) if button.text() == "Ben's")
    theirs_button.click()
    settle(qtbot, window)
    assert team.merge.go.isEnabled()
    team.merge.go.click()
    settle(qtbot, window)
    names = {c.name for c in small_project.read.codes.tree().by_id.values()}
    assert {"advice from colleagues", "hub model"} <= names
    assert small_project.read.history.count() == steps + 1
    settle(qtbot, window)
    window.undo()
    settle(qtbot, window)
    names = {c.name for c in small_project.read.codes.tree().by_id.values()}
    assert "advice" in names
    assert "hub model" not in names


def test_a_file_that_is_no_project_is_refused_in_words(team: TeamView, window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """The sentence names the file; the page stays usable."""
    wrong = tmp_path / "notes.qcoder"
    wrong.write_text("not a project", encoding="utf-8")
    team.open_page("merge")
    team.merge.compare(wrong)
    settle(qtbot, window)
    assert "notes.qcoder" in window.notice.words.text()


def test_the_history_lists_every_change_with_who_and_how(team: TeamView, window: MainWindow, qtbot: QtBot) -> None:
    """Newest first; an undone step says so."""
    team.open_page("history")
    settle(qtbot, window)
    before = len(team.history.model.rows)
    window.undo()
    settle(qtbot, window)
    assert len(team.history.model.rows) == before + 1
    assert team.history.model.rows[0].origin.value == "undo"
    assert team.history.model.rows[1].undone
    shown = team.history.view.model()
    assert "(undone)" in str(shown.index(1, 3).data())


def test_the_history_is_looked_through_and_written(
    team: TeamView, window: MainWindow, small_project: Project, files: Files, qtbot: QtBot, tmp_path: Path
) -> None:
    """By person, kind and words, what a merge brought included; what is looked for goes to a csv file."""
    copy = small_project.save_copy(tmp_path / "ben.qcoder")
    with Project.open(copy, "Ben") as theirs:
        theirs.do(AddCode("trust"))
        theirs.do(AddCode("time"))
    merge(small_project, copy)
    team.open_page("history")
    settle(qtbot, window)
    page = team.history
    merged = next(row for row in page.model.rows if row.origin.value == "merge" and not row.brought)
    brought = [row for row in page.model.rows if row.brought]
    assert [(row.who, row.seq, row.file) for row in brought] == [("Ben", merged.seq, merged.title)] * 2
    assert str(page.view.model().index(1, 0).data()) == f"with {merged.seq}"
    assert "and 2 that merges brought" in page.words.text()
    page.who.setCurrentIndex(page.who.findText("Ben"))
    page.who.activated.emit(page.who.currentIndex())
    settle(qtbot, window)
    assert [row.who for row in page.model.rows] == ["Ben", "Ben"]
    QTest.keyClicks(page.filter, "TRUST")
    qtbot.waitUntil(lambda: len(page.model.rows) == 1)
    files.answers = [tmp_path / "past.csv"]
    page.export_button.click()
    settle(qtbot, window)
    lines = (tmp_path / "past.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "step,when_utc,who,what,how,why,undone,came_with,id"
    assert len(lines) == 2
    assert "trust" in lines[1]
    QTest.keyClicks(page.filter, " nowhere")
    qtbot.waitUntil(page.empty.isVisible)
    assert "No change is like that" in page.empty.text()
    assert page.filter.isVisible()


def test_the_history_is_read_as_far_as_one_scrolls(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """The first lines are there at once, the others when the end comes in sight."""
    for number in range(200):
        small_project.do(AddCode(f"code {number}"))
        small_project.undo()
    team.open_page("history")
    settle(qtbot, window)
    page = team.history
    steps = small_project.read.history.count()
    assert len(page.model.rows) == 300 < steps
    page.view.scrollToBottom()
    qtbot.waitUntil(lambda: len(page.model.rows) == steps)
    assert [row.seq for row in page.model.rows] == list(range(steps, 0, -1))
    assert not page.model.canFetchMore(page.view.rootIndex())


def test_tables_filter_and_copy_themselves(team: TeamView, window: MainWindow, qtbot: QtBot) -> None:
    """The filter keeps rows with all words; the copy is what is shown."""
    from PySide6.QtGui import QGuiApplication

    team.open_page("speakers")
    team.speakers.filter.setText("priya thornby")
    assert team.speakers.view.model().rowCount() == 1
    team.speakers.copy.click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:3] == ["Document", "Wave", "Speaker"]
    assert lines[1].split("\t")[2] == "Priya"
    assert len(lines) == 2
