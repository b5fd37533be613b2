"""Agreement, differences and second coding in the whole window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.analysis.agreement import Unit
from qcoder.changes.codings import AddCodings, RemoveCodings
from qcoder.changes.study import AddCoder
from qcoder.domain.adjudication import Verdict, consensus_id
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.read import ReadView
from qcoder.gui.views.team import TeamView
from qcoder.project.project import Project
from tests.gui.conftest import Files


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way."""
    assert window.desk is not None
    desk = window.desk
    qtbot.waitUntil(lambda: desk.jobs.idle)


def words(project: Project, text: str) -> Span:
    """Where some words stand in Ashgrove."""
    start = project.read.documents.text(document(project)).index(text)
    return Span(start, start + len(text))


def document(project: Project) -> int:
    """The interview that both have coded."""
    return project.read.documents.find("Ashgrove").id


@pytest.fixture
def ben(small_project: Project) -> int:
    """Ben agrees with Ana on one passage, codes one that she did not, and one with other ends."""
    project = small_project
    ben = project.do(AddCoder("Ben")).result
    tree = project.read.codes.tree()
    advice, cover = tree.find("informal advice").id, tree.find("cover and cost").id
    here = document(project)
    project.do(
        AddCodings(
            (
                NewCoding(here, advice, words(project, "Next door."), ben),
                NewCoding(here, advice, words(project, "She shows me her book"), ben),
                NewCoding(here, cover, words(project, "Nobody can cover me"), ben),
                NewCoding(here, cover, words(project, "Nobody can cover me on a Tuesday")),
            )
        )
    )
    return ben


@pytest.fixture
def team(window: MainWindow, ben: int, qtbot: QtBot) -> TeamView:
    """Team & study, in front."""
    assert ben
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_workspace("team")
    view = window.workspaces["team"]
    assert isinstance(view, TeamView)
    return view


def passage(team: TeamView) -> str:
    """The passage that is to be decided about, or an empty string."""
    return "" if team.adjudication.case is None else team.adjudication.case.text


def decided(project: Project) -> list[tuple[Verdict, str]]:
    """Verdicts and notes, oldest first."""
    return [(decision.verdict, decision.note) for decision in project.read.adjudication.decisions()]


def test_figures_and_passages(team: TeamView, window: MainWindow, qtbot: QtBot) -> None:
    """The two who coded most are compared; the passages are those on which they differ, the longest first."""
    window.commands["measure_agreement"].trigger()
    settle(qtbot, window)
    page = team.agreement
    assert page.answer is not None
    assert [coder.name for coder in page.answer.report.agreement.coders] == ["Ana", "Ben"]
    assert page.codes.rows[-1].code_id is None
    assert [row.text for row in page.passages.rows] == ["She shows me her book", "Nobody can cover me on a Tuesday"]
    assert [did for _id, _name, did in page.passages.rows[0].who] == ["nothing here", "all of it"]
    assert "only “Nobody can cover me”" in page.passages.rows[1].who[1][2]
    assert "1 document: Ashgrove" in page.words.documents.text()
    assert "Left out: Thornby" in page.words.documents.text()
    assert len(page.words.grid.cells) == 1
    row = next(number for number, code in enumerate(page.codes.rows) if code.code.endswith("cover and cost"))
    page.table.selectRow(row)
    assert [row.code for row in page.passages.rows] == ["learning > cover and cost"]


def test_another_unit_and_one_branch_are_measured(team: TeamView, window: MainWindow, qtbot: QtBot) -> None:
    team.open_page("agreement")
    settle(qtbot, window)
    page = team.agreement
    page.choice.unit.setCurrentIndex(page.choice.unit.findData("turn"))
    page.choice.codes.setCurrentIndex(page.choice.codes.findText("cover and cost", Qt.MatchFlag.MatchContains))
    page.choice.changed.emit()
    settle(qtbot, window)
    assert page.answer is not None
    assert page.answer.report.agreement.unit.value == "turn"
    assert [code.code for code in page.answer.report.agreement.codes] == ["learning > cover and cost"]


def test_what_cannot_be_compared_is_said_in_words(team: TeamView, window: MainWindow, qtbot: QtBot) -> None:
    """One coder alone, or two who share no document: a sentence stands where the figures would."""
    team.open_page("agreement")
    settle(qtbot, window)
    choice = team.agreement.choice
    next(action for action in choice._menu.actions() if action.text() == "Ben").trigger()
    assert team.agreement.stack.currentWidget() is team.agreement.empty
    assert "at least two" in team.agreement.empty.words.text()
    assert not team.agreement.export.isEnabled()
    team._actions.add_coder("Cleo")
    settle(qtbot, window)
    next(action for action in choice._menu.actions() if action.text() == "Cleo").trigger()
    settle(qtbot, window)
    assert "all worked on" in team.agreement.empty.words.text()


def test_the_figures_are_exported(team: TeamView, window: MainWindow, files: Files, tmp_path: Path, qtbot: QtBot) -> None:
    team.open_page("agreement")
    settle(qtbot, window)
    files.answers = [tmp_path / "agreement.csv"]
    team.agreement.export.click()
    settle(qtbot, window)
    assert "learning > informal advice" in (tmp_path / "agreement.csv").read_text(encoding="utf-8-sig")


def test_a_passage_opens_in_read(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    team.open_page("agreement")
    settle(qtbot, window)
    team.agreement.list.setFocus()
    team.agreement.list.selectRow(0)
    team.agreement.list.setCurrentIndex(team.agreement.list.model().index(0, 0))
    QTest.keyClick(team.agreement.list, Qt.Key.Key_Return)
    settle(qtbot, window)
    read = window.workspaces["read"]
    assert isinstance(read, ReadView)
    assert read.pane.document is not None
    assert read.pane.document.id == document(small_project)


def test_differences_are_decided_by_keys(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """2 follows Ben, with the note; N is not the code; each is one step, and undo brings the passage back."""
    team.open_page("agreement")
    settle(qtbot, window)
    team.agreement.decide.click()
    settle(qtbot, window)
    page = team.adjudication
    assert team.tabs.currentWidget() is page
    assert passage(team) == "She shows me her book"
    steps = small_project.read.history.count()
    page.card.note.setPlainText("Karen helps, so it is advice")
    page.card.text.setFocus()
    QTest.keyClick(page.card.text, Qt.Key.Key_2)
    settle(qtbot, window)
    assert decided(small_project) == [(Verdict.ONE, "Karen helps, so it is advice")]
    assert small_project.read.history.count() == steps + 1
    assert page.card.note.toPlainText() == ""
    assert passage(team) == "Nobody can cover me on a Tuesday"
    QTest.keyClick(page.card.text, Qt.Key.Key_N)
    settle(qtbot, window)
    assert [verdict for verdict, _note in decided(small_project)] == [Verdict.ONE, Verdict.NONE]
    assert passage(team) == ""
    assert "Every difference" in page.empty.words.text()
    assert [row.verdict for row in page.decisions.rows] == ["not this code", "as Ben did"]
    window.undo()
    settle(qtbot, window)
    assert passage(team) == "Nobody can cover me on a Tuesday"


def test_five_coders_have_a_key_each(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """The fifth is followed by 5; with ten coders the tenth is followed by a click, and no key is left over."""
    here, code = document(small_project), small_project.read.codes.tree().find("cover and cost").id
    for number in range(8):
        coder = small_project.do(AddCoder(f"Coder {number}")).result
        small_project.do(AddCodings((NewCoding(here, code, words(small_project, "So I do not go."), coder),)))
    team.open_page("differences")
    settle(qtbot, window)
    page = team.adjudication
    page.choose(replace(page.choice.choice, coders=tuple(coder.id for coder in small_project.read.study.coders())[:5]))
    settle(qtbot, window)
    assert page.case is not None
    assert [button.text()[0] for button in page.card.follow] == ["1", "2", "3", "4", "5"]
    assert window.commands["adjudicate_fifth"].isEnabled()
    assert not window.commands["adjudicate_sixth"].isEnabled()
    fifth = page.case.who[4][0]
    page.card.text.setFocus()
    QTest.keyClick(page.card.text, Qt.Key.Key_5)
    settle(qtbot, window)
    assert [decision.kept_id for decision in small_project.read.adjudication.decisions()] == [fifth]
    page.choose(
        replace(page.choice.choice, coders=tuple(coder.id for coder in small_project.read.study.coders() if coder.name != "Consensus"))
    )
    settle(qtbot, window)
    assert page.case is not None
    tenth, button = page.case.who[9][0], page.card.follow[9]
    assert not button.text()[0].isdigit()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert small_project.read.adjudication.decisions()[-1].kept_id == tenth


def test_every_unit_is_offered(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """Sentence, turn, character, document and participant; each gives figures or says in words why there are none."""
    team.open_page("agreement")
    settle(qtbot, window)
    page = team.agreement
    offered = [page.choice.unit.itemData(row) for row in range(page.choice.unit.count())]
    assert set(offered) == {unit.value for unit in Unit}
    for row, unit in enumerate(offered):
        page.choice.unit.setCurrentIndex(row)
        page.choice.changed.emit()
        settle(qtbot, window)
        if unit == "participant":
            assert "no speaker is tied" in page.empty.words.text()
        else:
            assert page.answer is not None
            assert page.answer.report.agreement.unit.value == unit


def test_other_ends_and_later(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """S puts a passage off; E, arrows and Enter decide for other ends."""
    window.commands["adjudicate"].trigger()
    settle(qtbot, window)
    page = team.adjudication
    page.card.text.setFocus()
    QTest.keyClick(page.card.text, Qt.Key.Key_S)
    assert page.case is not None
    assert page.case.text == "Nobody can cover me on a Tuesday"
    QTest.keyClick(page.card.text, Qt.Key.Key_E)
    assert page.card.help.isVisible()
    QTest.keyClick(page.card.text, Qt.Key.Key_Left)
    QTest.keyClick(page.card.text, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert decided(small_project) == [(Verdict.ENDS, "")]
    consensus = consensus_id(small_project.read.project_id())
    coded = list(small_project.read.codings.of_codes(None, [consensus]))
    assert [coding.span for coding in coded] == [words(small_project, "Nobody can cover me on a")]
    assert page.case.text == "She shows me her book"


def test_what_is_alike_and_the_widest_ends_go_into_the_consensus(
    team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot
) -> None:
    """After both, and one decision for Ana, the consensus agrees with Ana wholly; the grid says so."""
    team.open_page("differences")
    settle(qtbot, window)
    page = team.adjudication
    page.adopt.click()
    settle(qtbot, window)
    assert "All that they coded alike" in page.alike.text()
    assert not page.adopt.isVisible()
    page.widest.click()
    settle(qtbot, window)
    assert not page.widest.isVisible()
    QTest.keyClick(page.card.text, Qt.Key.Key_1)
    settle(qtbot, window)
    assert [verdict for verdict, _note in decided(small_project)] == [Verdict.ALL, Verdict.ONE]
    ana = next(coder.id for coder in small_project.read.study.coders() if coder.name == "Ana")
    consensus = consensus_id(small_project.read.project_id())
    qtbot.waitUntil(lambda: (ana, consensus) in page.grid.cells and page.grid.cells[ana, consensus].startswith("1.00"))
    page.list.selectRow(0)
    page.withdraw.click()
    settle(qtbot, window)
    assert len(decided(small_project)) == 1
    assert page.case is not None


def test_single_keys_belong_to_the_page_alone(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """On another page nothing is decided; typing a note decides nothing either."""
    team.open_page("differences")
    settle(qtbot, window)
    assert window.commands["adjudicate_all"].isEnabled()
    assert not window.commands["adjudicate_third"].isEnabled()
    team.adjudication.card.note.setFocus()
    QTest.keyClicks(team.adjudication.card.note, "Both 12")
    assert team.adjudication.card.note.toPlainText() == "Both 12"
    team.open_page("coders")
    assert not window.commands["adjudicate_all"].isEnabled()
    window.show_workspace("read")
    window.show_workspace("team")
    assert not window.commands["adjudicate_all"].isEnabled()
    assert decided(small_project) == []


def test_a_sample_is_drawn_and_coded_blind(team: TeamView, window: MainWindow, small_project: Project, ben: int, qtbot: QtBot) -> None:
    """While Cleo has a drawn interview open, she sees nobody else's codings; once it is done, she does."""
    team._actions.add_coder("Cleo")
    settle(qtbot, window)
    team.open_page("samples")
    page = team.samples
    assert page.coder.currentText() == "Cleo"
    page.percent.setValue(50)
    settle(qtbot, window)
    assert "50 % of the 1 documents" in page.preview.text()
    page.draw.click()
    settle(qtbot, window)
    assert [(row.coder, row.document, row.done) for row in page.model.rows] == [("Cleo", "Ashgrove", False)]
    assert window.desk is not None
    window.desk.jobs.act_as("Cleo")
    window.show_workspace("read")
    read = window.workspaces["read"]
    assert isinstance(read, ReadView)
    read.open_passage(document(small_project), None)
    assert read.pane.codings == {}
    assert read.pane.header.coders.text() == "Coded blind"
    assert not read.pane.header.coders.isEnabled()
    read.pane.header.done.click()
    settle(qtbot, window)
    assert len(read.pane.codings) == 5
    assert read.pane.header.coders.isEnabled()
    window.undo()
    settle(qtbot, window)
    assert read.pane.codings == {}
    window.show_workspace("team")
    page.view.selectRow(0)
    assert "SHA-256" in page.rule.text()
    page.delete.click()
    settle(qtbot, window)
    assert small_project.read.adjudication.samples() == []


def test_a_read_only_project_is_looked_at_only(small_project: Project, ben: int, window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    """Figures and differences show; what would change the project is off."""
    assert ben
    copy = small_project.save_copy(tmp_path / "copy.qcoder")
    window.open_project(Project.open(copy, write=False))
    window.show_workspace("team")
    view = window.workspaces["team"]
    assert isinstance(view, TeamView)
    view.open_page("differences")
    settle(qtbot, window)
    assert view.adjudication.case is not None
    assert not window.commands["adjudicate_all"].isEnabled()
    assert window.commands["adjudicate_open"].isEnabled()
    assert not view.adjudication.card.buttons["adjudicate_all"].isEnabled()
    assert not view.adjudication.adopt.isEnabled()
    view.open_page("samples")
    assert not view.samples.draw.isEnabled()


def test_a_decision_whose_codings_change_says_so(
    team: TeamView, window: MainWindow, small_project: Project, ben: int, qtbot: QtBot
) -> None:
    """It stays as decided, and the list says who changed what it rests on."""
    team.open_page("differences")
    settle(qtbot, window)
    page = team.adjudication
    page.card.text.setFocus()
    QTest.keyClick(page.card.text, Qt.Key.Key_2)
    settle(qtbot, window)
    (row,) = page.decisions.rows
    assert row.since == ""
    decision = row.decision
    mine = next(c for c in small_project.read.codings.of_document(decision.document_id)
                if c.coder_id == ben and c.code_id == decision.code_id and c.span.overlaps(decision.span))  # fmt: skip
    assert window.desk is not None
    window.desk.jobs.do(RemoveCodings((mine.id,)))
    settle(qtbot, window)
    page.refresh()
    settle(qtbot, window)
    assert page.decisions.rows[0].since.startswith("its codings were changed: Ana")
    assert page.heading.text() == "1 decision · 1 rests on codings that have changed since"
