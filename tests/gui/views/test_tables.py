"""The tables of Team & study: keyboard, keeping one's place, names that are one's own, and large projects."""

import pytest
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.documents import SetInterviewer
from qcoder.changes.people import AddAttribute, AddParticipant
from qcoder.domain.study import AttributeKind
from qcoder.gui.main_window import MainWindow
from qcoder.gui.models.rows import Column, RowsModel, RowsView
from qcoder.gui.views.read import ReadView, documents_pane
from qcoder.gui.views.team import TeamView, design, table_page
from qcoder.gui.views.team.people import AttributeDialog
from qcoder.project.project import Project
from tests.gui.test_main_window import settle


@pytest.fixture
def team(window: MainWindow) -> TeamView:
    """Team & study, in front."""
    window.show_workspace("team")
    view = window.workspaces["team"]
    assert isinstance(view, TeamView)
    return view


def words(model: QAbstractItemModel, column: int = 0) -> list[str]:
    """What a column shows, from the top."""
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


@pytest.fixture
def model(qapp: QApplication) -> RowsModel[tuple[str, int]]:
    """Three names with a number each, watched by Qt's own tester of models."""
    made: RowsModel[tuple[str, int]] = RowsModel(
        (Column("Name", lambda row: row[0]), Column("Number", lambda row: f"{row[1]:,}", sort=lambda row: row[1], number=True)),
        lambda row: row[0],
    )
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.fill([("cover", 2000), ("Advice", 30), ("barriers", 4)])
    return made


def test_rows_sort_by_what_the_column_means(model: RowsModel[tuple[str, int]]) -> None:
    """Numbers as numbers, words whatever their case, and back to the order they came in."""
    model.sort(1)
    assert words(model, 1) == ["4", "30", "2,000"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert words(model) == ["cover", "barriers", "Advice"]
    model.sort(-1)
    assert words(model) == ["cover", "Advice", "barriers"]


def test_rows_filter_and_come_back(model: RowsModel[tuple[str, int]]) -> None:
    """All words must be in the row, in any column; an index that is held follows its row."""
    held = QPersistentModelIndex(model.index(2, 0))
    model.sort(0)
    assert held.data() == "barriers"
    model.set_words("r 2,0")
    assert words(model) == ["cover"]
    assert not held.isValid()
    model.set_words("")
    assert words(model) == ["Advice", "barriers", "cover"]


def test_a_table_keeps_its_place_when_it_is_filled_again(model: RowsModel[tuple[str, int]], qtbot: QtBot) -> None:
    """By what the row is known, wherever it stands now."""
    view = RowsView("Names")
    qtbot.addWidget(view)
    view.show_model(model)
    view.setCurrentIndex(model.index(1, 1))
    model.fill([("barriers", 4), ("cover", 2000), ("new", 1), ("Advice", 31)])
    assert (view.currentIndex().row(), view.currentIndex().column()) == (3, 1)
    assert [row[0] for row in view.selected_rows()] == ["Advice"]


def test_an_edit_by_keyboard_leaves_one_in_the_cell(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """F2, type, Enter: the table is read again, and the arrows go on from there."""
    for name in ("T1", "T2", "T3"):
        small_project.do(AddParticipant(name))
    team.refresh(frozenset({"participant"}))
    view = team.people.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = next(box for box in view.findChildren(QLineEdit) if box.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, "T2b")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words(view.model()) == ["T1", "T2b", "T3"])
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 2


def test_a_cell_that_is_being_written_in_is_left_alone(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """A change that arrives meanwhile is shown once the cell is left."""
    small_project.do(AddParticipant("T1"))
    team.refresh(frozenset({"participant"}))
    view = team.people.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = next(box for box in view.findChildren(QLineEdit) if box.isVisible())
    small_project.do(AddParticipant("T2"))
    team.refresh(frozenset({"participant"}))
    assert view.is_editing()
    assert words(view.model()) == ["T1"]
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: words(view.model()) == ["T1", "T2"])


def test_the_focus_is_where_one_sees_it(team: TeamView, window: MainWindow, small_project: Project) -> None:
    """On the first button while a page is empty, else in its table."""
    assert QApplication.focusWidget() is team.people.stops[0]
    small_project.do(AddParticipant("T1"))
    team.refresh(frozenset({"participant"}))
    team.shown()
    assert QApplication.focusWidget() is team.people.view
    team.open_page("design")
    team.shown()
    assert QApplication.focusWidget() is team.design.name
    team.open_page("merge")
    team.shown()
    assert isinstance(QApplication.focusWidget(), QTabBar)


def test_tab_goes_through_a_page_as_one_reads(team: TeamView, window: MainWindow, small_project: Project) -> None:
    """Buttons, filter, copy, table."""
    small_project.do(AddParticipant("T1"))
    team.refresh(frozenset({"participant"}))
    page = team.people
    stops: list[QWidget] = [*page.stops, page.filter, page.copy, page.view]
    stops[0].setFocus()
    for stop in stops[1:]:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is stop


def test_who_gives_themselves_another_name_stays_themselves(
    team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot
) -> None:
    """The header says it, and the next time the project is opened it is still the same coder."""
    me = small_project.coder[0]
    team.open_page("coders")
    model = team.coders.model
    model.setData(model.index(0, 0), "Ana Maria")
    settle(qtbot, window)
    assert "Ana Maria" in window.who.text()
    assert window.settings.coder == "Ana Maria"
    assert small_project.coder == (me, "Ana Maria")


def test_an_attribute_needs_a_name_of_its_own(team: TeamView, window: MainWindow, small_project: Project) -> None:
    """Add is off until there is one."""
    small_project.do(AddAttribute("years in post", AttributeKind.NUMBER))
    team.refresh(frozenset({"attribute"}))
    window.commands["add_attribute"].trigger()
    dialog = team.findChild(AttributeDialog)
    assert dialog is not None
    assert not dialog.make.isEnabled()
    QTest.keyClicks(dialog.name, "Years in post")
    assert not dialog.make.isEnabled()
    QTest.keyClicks(dialog.name, " here")
    assert dialog.make.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("kind", list(AttributeKind))
def test_an_attribute_is_added_with_its_kind(
    team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot, kind: AttributeKind
) -> None:
    """Typed and entered by keys; undone as one step."""
    window.commands["add_attribute"].trigger()
    dialog = next(found for found in team.findChildren(AttributeDialog) if found.isVisible())
    QTest.keyClicks(dialog.name, "hours a week")
    for _step in range(list(AttributeKind).index(kind)):
        QTest.keyClick(dialog.kind, Qt.Key.Key_Down)
    QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert [(one.name, one.kind) for one in small_project.read.study.attributes()] == [("hours a week", kind)]
    window.undo()
    settle(qtbot, window)
    assert small_project.read.study.attributes() == []


def test_an_attribute_is_deleted_and_comes_back(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """From the column the cursor is in; in another column a line says what to do."""
    small_project.do(AddParticipant("T1"))
    small_project.do(AddAttribute("years in post", AttributeKind.NUMBER))
    team.refresh(frozenset({"attribute"}))
    view = team.people.view
    view.setCurrentIndex(view.model().index(0, 0))
    window.commands["delete_attribute"].trigger()
    assert "attribute" in window.toast.words
    view.setCurrentIndex(view.model().index(0, 4))
    window.commands["delete_attribute"].trigger()
    settle(qtbot, window)
    assert small_project.read.study.attributes() == []
    window.undo()
    settle(qtbot, window)
    assert [attribute.name for attribute in small_project.read.study.attributes()] == ["years in post"]


def test_large_tables_are_read_behind_the_window(
    team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page answers at once and is filled when the answer is there."""
    for module in (table_page, design):
        monkeypatch.setattr(module, "LARGE", 0)
    small_project.do(AddParticipant("T1"))
    team.refresh(frozenset({"participant"}))
    assert team.people.model.rows == []
    settle(qtbot, window)
    assert words(team.people.model) == ["T1"]
    team.open_page("speakers")
    assert team.speakers.model.rows == []
    settle(qtbot, window)
    assert len(team.speakers.model.rows) == 4
    team.open_page("design")
    settle(qtbot, window)
    assert team.design.table.rowCount() == 0


def test_documents_of_a_large_project_follow_their_people(
    window: MainWindow, small_project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who speaks where is looked up behind the window; a tick is put at once."""
    from qcoder.changes.people import MakeParticipants
    from qcoder.changes.placing import PlaceParticipants

    monkeypatch.setattr(documents_pane, "LARGE", 0)
    view = window.workspaces["read"]
    assert isinstance(view, ReadView)
    assert window.desk is not None
    jobs = window.desk.jobs
    jobs.do(MakeParticipants())
    settle(qtbot, window)
    people = tuple(person.id for person in small_project.read.study.participants())
    jobs.do(PlaceParticipants(people, "Shire", None, None))
    settle(qtbot, window)
    shown = view.documents_pane.model
    assert str(shown.index(0, 0).data()) == "Shire · 2"
    document = shown.in_order()[0]
    view.document_actions.mark_fully_coded(document, True)
    settle(qtbot, window)
    fact = shown.fact(document)
    assert fact is not None
    assert fact.done
    assert fact.localities == ("Shire",)
    speaker = next(s.id for s in small_project.read.documents.speakers(document) if not s.interviewer)
    jobs.do(SetInterviewer((speaker,), True))
    settle(qtbot, window)
    assert str(shown.index(1, 0).data()) == "No locality yet · 1"


def test_a_coders_colour_is_seen_not_spelled(team: TeamView, window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """Nobody knows colours by their numbers."""
    team.open_page("coders")
    shown = team.coders.model
    colours = [shown.index(0, column).data() for column in range(shown.columnCount())]
    assert not any(str(words).startswith("#") for words in colours)
    team._actions.edit_coder(small_project.coder[0], color="#aa3377")
    settle(qtbot, window)
    column = [c.title for c in shown.columns].index("Colour")
    assert shown.index(0, column).data(Qt.ItemDataRole.ForegroundRole).name() == "#aa3377"
