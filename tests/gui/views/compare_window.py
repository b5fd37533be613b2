"""The window on the demo, in Compare, for tests of its pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from qcoder.gui.app import make_window
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.compare.page import ComparePage
from qcoder.gui.views.compare.view import CompareView
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.workspace import Desk
from qcoder.project.project import Project
from qcoder.settings import Settings
from qcoder.starters import make_demo

P = TypeVar("P", bound=ComparePage)


class Doors(FileDoor):
    """Answers for the file dialogs."""

    def __init__(self) -> None:
        self.answer: Path | None = None

    def save(self, parent: QWidget, title: str, proposal: str, kinds: str) -> Path | None:
        """What the test put there."""
        return self.answer

    def open(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """What the test put there."""
        return self.answer


class Shown:
    """A window on a project, with Compare in front."""

    def __init__(self, window: MainWindow, qtbot: QtBot, doors: Doors) -> None:
        self.window, self.qtbot, self.doors = window, qtbot, doors
        assert window.desk is not None
        self.desk: Desk = window.desk
        self.desk.files = doors
        view = window.findChild(CompareView)
        assert isinstance(view, CompareView)
        self.view = view

    def settle(self) -> None:
        """Wait until every question is answered."""
        self.qtbot.waitUntil(lambda: self.desk.jobs.idle, timeout=20_000)

    def page(self, key: str, kind: type[P]) -> P:
        """Bring a page to the front and wait for it."""
        self.view.open_page(key)
        self.settle()
        page = self.view.page(key)
        assert isinstance(page, kind)
        return page


@contextmanager
def compare_window(folder: Path, qtbot: QtBot, project: Callable[[Path], Project] = make_demo) -> Iterator[Shown]:
    """The window; closed afterwards."""
    window = make_window(settings=Settings(coder="Ana"), remember=lambda _settings: None)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_project(project(folder / "study.qcoder"))
    window.show_workspace("compare")
    shown = Shown(window, qtbot, Doors())
    shown.settle()
    try:
        yield shown
    finally:
        window.close()
