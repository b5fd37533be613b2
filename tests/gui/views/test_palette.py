"""The command palette: commands of here first, those used last before others, then documents, codes, and commands of other places."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.palette import CommandPalette


def _open(window: MainWindow) -> CommandPalette:
    window.commands["palette"].trigger()
    found = [palette for palette in window.findChildren(CommandPalette) if palette.isVisible()]
    return found[-1]


def _texts(palette: CommandPalette) -> list[str]:
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def test_a_document_is_opened_by_a_few_letters(window: MainWindow, qtbot: QtBot) -> None:
    """From any place."""
    window.show_workspace("quotes")
    palette = _open(window)
    QTest.keyClicks(palette.box, "thornb")
    assert _texts(palette) == ["Thornby    document"]
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    read = window.workspaces["read"]
    assert window.stack.currentWidget() is read
    assert read.pane.document.name == "Thornby"  # type: ignore[attr-defined]  # the window knows it as a workspace only


def test_a_code_leads_to_its_quotes(window: MainWindow, qtbot: QtBot) -> None:
    """Subcodes are found by any part of their path."""
    palette = _open(window)
    QTest.keyClicks(palette.box, "informal")
    assert _texts(palette) == ["learning > informal advice    quotes of the code"]
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.workspaces["quotes"]
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.jobs.idle)


def test_what_was_used_last_comes_first(window: MainWindow, qtbot: QtBot) -> None:
    """Among commands that are equally near to what was typed."""
    palette = _open(window)
    first = _texts(palette)[0]
    QTest.keyClicks(palette.box, "about qcoder")
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    box.close()
    again = _open(window)
    assert not first.startswith("About qcoder")
    assert _texts(again)[0].startswith("About qcoder")
    again.close()


def test_a_command_of_another_place_says_where_it_is(window: MainWindow, qtbot: QtBot) -> None:
    """Choosing it goes there; it does not run in a place that is not on the screen."""
    window.show_workspace("read")
    palette = _open(window)
    QTest.keyClicks(palette.box, "star")
    told = next(text for text in _texts(palette) if "(in Quotes" in text)
    palette.list.setCurrentRow(_texts(palette).index(told))
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.workspaces["quotes"]


@pytest.mark.parametrize("words", ["zzz", "thornby zzz"])
def test_nothing_found_is_said(window: MainWindow, qtbot: QtBot, words: str) -> None:
    """And Enter does nothing."""
    palette = _open(window)
    QTest.keyClicks(palette.box, words)
    assert len(_texts(palette)) == 1
    assert "No command" in _texts(palette)[0]
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.close()


def test_without_a_project_there_are_only_commands(window: MainWindow, qtbot: QtBot) -> None:
    """Nothing of a project that is closed can be gone to."""
    window.close_project()
    palette = _open(window)
    QTest.keyClicks(palette.box, "thornby")
    assert "No command" in _texts(palette)[0]
    palette.close()
