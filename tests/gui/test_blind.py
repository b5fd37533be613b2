"""Blind second coding in the whole window: every workspace hides the same, and says so."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode
from qcoder.changes.memos import SetMemo
from qcoder.changes.samples import DrawSample
from qcoder.changes.stars import StarCodings
from qcoder.changes.study import AddCoder
from qcoder.domain.memos import Subject
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.blind_line import blind_words
from qcoder.gui.views.places import PLACES
from qcoder.gui.views.quotes import QuotesView
from qcoder.gui.views.read import ReadView
from qcoder.gui.views.team import TeamView
from qcoder.project.project import Project


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way."""
    assert window.desk is not None
    desk = window.desk
    qtbot.waitUntil(lambda: desk.jobs.idle)


@pytest.fixture
def cleo(small_project: Project) -> int:
    """The interview that Ana coded, starred and wrote about is drawn for Cleo."""
    project = small_project
    (coding,) = project.read.codings.of_codes(None)
    project.do(StarCodings((coding.id,)))
    project.do(SetMemo(Subject.CODING, coding.id, "Ana thinks so"))
    cleo = project.do(AddCoder("Cleo")).result
    project.do(DrawSample(cleo, 50, 1))
    assert project.read.adjudication.blind(cleo) == {coding.document_id}
    return cleo


@pytest.fixture
def blind(window: MainWindow, cleo: int, qtbot: QtBot) -> MainWindow:
    """The window with all workspaces made while Ana looked at them, and Cleo at the keyboard."""
    assert cleo
    for name, _word, _tip in PLACES:
        window.show_workspace(name)
        settle(qtbot, window)
    assert window.desk is not None
    assert window.blind_line.isHidden()
    window.desk.jobs.act_as("Cleo")
    settle(qtbot, window)
    return window


def codings_shown(window: MainWindow, qtbot: QtBot, number: int) -> None:
    """Go through the workspaces as a person does: quotes, codings in the tree of codes, codings of Ana on the coders' page."""
    window.show_workspace("quotes")
    quotes = window.workspaces["quotes"]
    assert isinstance(quotes, QuotesView)
    qtbot.waitUntil(lambda: quotes.model.found.passages == number)
    window.show_workspace("read")
    read = window.workspaces["read"]
    assert isinstance(read, ReadView)
    codes = read.codes_pane.model
    qtbot.waitUntil(lambda: sum(codes.own_count(code_id) for code_id in codes.tree.by_id) == number)
    window.show_workspace("team")
    team = window.workspaces["team"]
    assert isinstance(team, TeamView)
    team.open_page("coders")
    qtbot.waitUntil(lambda: next(row for row in team.coders.model.rows if row.coder.name == "Ana").codings == number)


def test_nothing_of_it_shows_anywhere(blind: MainWindow, qtbot: QtBot) -> None:
    """Quotes, the tree of codes and Team count nothing of it; when Cleo is done all do."""
    codings_shown(blind, qtbot, 0)
    blind.show_workspace("read")
    read = blind.workspaces["read"]
    assert isinstance(read, ReadView)
    QTest.mouseClick(blind.blind_line.open, Qt.MouseButton.LeftButton)
    settle(qtbot, blind)
    read.pane.header.done.click()
    settle(qtbot, blind)
    assert blind.blind_line.isHidden()
    codings_shown(blind, qtbot, 1)
    blind.undo()
    settle(qtbot, blind)
    codings_shown(blind, qtbot, 0)


def test_every_workspace_says_so_in_a_line(blind: MainWindow, qtbot: QtBot) -> None:
    for name, _word, _tip in PLACES:
        blind.show_workspace(name)
        settle(qtbot, blind)
        assert blind.blind_line.isVisible()
        assert "“Ashgrove” blind" in blind.blind_line.words.text()
        assert "until you mark it as fully coded" in blind.blind_line.accessibleName()


def test_the_line_names_one_and_counts_the_others() -> None:
    assert "“A” blind" in blind_words(["A"])
    assert "“A” and 1 more document blind" in blind_words(["A", "B"])
    assert "“A” and 3 more documents" in blind_words(["A", "B", "C", "D"])
    assert "until you mark each" in blind_words(["A", "B"])
    assert len(blind_words(["n" * 90, "B"])) < 190, "one line in a window of 1366"


def test_who_codes_blind_merges_and_checks_the_whole_file(blind: MainWindow, small_project: Project, qtbot: QtBot, tmp_path: Path) -> None:
    """What is hidden from Cleo is neither taken for deleted by a merge nor for missing by a check."""
    copy = small_project.save_copy(tmp_path / "ben.qcoder")
    with Project.open(copy, "Ben") as theirs:
        theirs.do(AddCode("trust"))
    blind.show_workspace("team")
    team = blind.workspaces["team"]
    assert isinstance(team, TeamView)
    team.open_page("merge")
    team.merge.compare(copy)
    settle(qtbot, blind)
    found = team.merge._found
    assert found is not None
    assert (dict(found.deleted), dict(found.changed), found.conflicts) == ({}, {}, ())
    team.merge.go.click()
    settle(qtbot, blind)
    assert "trust" in {code.name for code in small_project.read.codes.tree().by_id.values()}
    assert small_project.read.codings.count() == 1
    blind.commands["check_project"].trigger()
    settle(qtbot, blind)
    assert "is whole" in blind.toast.words
