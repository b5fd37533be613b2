"""The frame of Compare: pages made when first shown, read again only when they are in front, reached by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.gui.actions.compare import COMPARE_PAGES
from qcoder.gui.app import make_window
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.compare.pages import ORIGINS
from qcoder.gui.views.compare.view import CompareView
from qcoder.settings import Settings
from qcoder.starters import make_demo


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on the demo, in Compare."""
    project = make_demo(tmp_path / "demo.qcoder")
    made = make_window(settings=Settings(coder="Ana"), remember=lambda _settings: None)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_project(project)
    made.show_workspace("compare")
    settle(made, qtbot)
    yield made
    made.close()


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until every question is answered."""
    assert window.desk is not None
    jobs = window.desk.jobs
    qtbot.waitUntil(lambda: jobs.idle, timeout=20_000)


def compare_of(window: MainWindow) -> CompareView:
    """The workspace."""
    found = window.findChild(CompareView)
    assert isinstance(found, CompareView)
    return found


def test_every_page_has_a_title_an_origin_and_a_page_of_help(window: MainWindow) -> None:
    assert [key for key, _title, _help in COMPARE_PAGES] == list(ORIGINS)


def test_every_page_opens_by_its_command_and_says_something(window: MainWindow, qtbot: QtBot) -> None:
    view = compare_of(window)
    for key, _title, _help in COMPARE_PAGES:
        window.commands[f"compare_page_{key}"].trigger()
        settle(window, qtbot)
        page = view.page(key)
        assert view.key == key
        assert page.isVisible()
        stop = page.first_stop()
        assert stop.isVisible(), key
        assert page.focusWidget() is not None or stop.hasFocus(), key


def test_keys_go_round_the_pages(window: MainWindow, qtbot: QtBot) -> None:
    view = compare_of(window)
    seen = []
    for _turn in COMPARE_PAGES:
        QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        settle(window, qtbot)
        seen.append(view.key)
    assert sorted(seen) == sorted(ORIGINS)
    assert seen[-1] == "table"


def test_another_theme_reaches_every_page(window: MainWindow, qtbot: QtBot) -> None:
    view = compare_of(window)
    for key in ORIGINS:
        view.open_page(key)
        settle(window, qtbot)
    window.choose_theme("dark")
    settle(window, qtbot)
    window.choose_theme("contrast")
    settle(window, qtbot)
