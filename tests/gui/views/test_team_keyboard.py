"""Every control of every page of Team & study is reached by Tab, and a screen reader has a name for it."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode, EditCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.people import AddParticipant
from qcoder.changes.samples import DrawSample
from qcoder.changes.study import AddCoder, AddGroup, AddPlace
from qcoder.changes.team import SetBranchOwners
from qcoder.changes.versions import NameCodebookVersion
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.team import TeamView
from qcoder.project.project import Project

PAGES = ("people", "speakers", "design", "coders", "copies", "merge", "codebook", "agreement", "differences", "samples", "history")
CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QSpinBox, QPlainTextEdit, QAbstractItemView)


@pytest.fixture
def team(window: MainWindow, small_project: Project, qtbot: QtBot) -> TeamView:
    """Two coders who differ, a named version, an owned branch, a drawn sample: all pages have something to show."""
    project = small_project
    here = project.read.documents.find("Ashgrove").id
    code = project.read.codes.tree().find("cover and cost").id
    ben = project.do(AddCoder("Ben")).result
    project.do(EditCode(code, brief="Who stands in"))
    project.do(AddCodings((NewCoding(here, code, Span(0, 20)), NewCoding(here, code, Span(0, 30), ben))))
    made = project.read.codings.of_document(here)[0].made_at
    qtbot.waitUntil(lambda: int(time.time() * 1000) > made + 1)  # so that the definition changed after the coding
    project.do(EditCode(code, brief="Who stands in, and what it costs"))
    project.do(NameCodebookVersion("pilot"))
    project.do(SetBranchOwners(code, (ben,)))
    project.do(DrawSample(project.do(AddCoder("Cleo")).result, 50, 1))
    project.do(AddParticipant("Priya", project.do(AddPlace("City")).result, project.do(AddGroup("teachers")).result))
    project.do(AddCode("trust"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_workspace("team")
    view = window.workspaces["team"]
    assert isinstance(view, TeamView)
    return view


def controls(page: QWidget) -> set[QWidget]:
    """What a person could use on a page now; not the parts that controls are made of."""
    found = {widget for widget in page.findChildren(QWidget) if isinstance(widget, CONTROLS)}
    usable = {
        widget for widget in found if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    }
    return {widget for widget in usable if not isinstance(widget.parentWidget(), CONTROLS)}


def reached(page: QWidget, first: QWidget) -> set[QWidget]:
    """What Tab comes by, once round."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    met: set[QWidget] = set()
    for _press in range(300):
        now = QApplication.focusWidget()
        assert now is not None
        if now in met and now is first:
            break
        met.add(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return met


@pytest.mark.parametrize(("name", "part"), [*((name, 0) for name in PAGES), ("codebook", 1), ("codebook", 2)])
def test_every_control_is_reached_and_named(team: TeamView, window: MainWindow, qtbot: QtBot, name: str, part: int) -> None:
    team.open_page(name)
    team.codebook.parts.setCurrentIndex(part)
    assert window.desk is not None
    desk = window.desk
    qtbot.waitUntil(lambda: desk.jobs.idle)
    assert part != 1 or team.codebook.again.view.isVisible()
    page = team.pages[name]
    there = controls(page)
    met = reached(page, team.tabs.tabBar())
    missing = {widget for widget in there if widget not in met and widget.focusProxy() not in met}
    assert [(type(widget).__name__, widget.accessibleName() or widget.objectName()) for widget in missing] == []
    nameless = [widget for widget in there if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))]
    assert nameless == []
