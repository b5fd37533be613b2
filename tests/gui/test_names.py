"""What can be reached by keyboard says what it is, in every workspace; and no tooltip names a key that somebody may have changed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QMenuBar,
    QScrollBar,
    QSplitter,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qcoder.gui.actions import ALL_COMMANDS
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.places import PLACES

VIEWS = Path(__file__).resolve().parents[2] / "qcoder" / "gui"


def reachable(window: QWidget) -> Iterator[QWidget]:
    """What Tab or a click gives the focus to; not the parts that a control is made of."""
    for widget in window.findChildren(QWidget):
        inside = widget.parentWidget()
        part = isinstance(inside, QAbstractSpinBox | QComboBox) or (inside is not None and inside.inherits("QComboBoxPrivateContainer"))
        part = part or widget.objectName().startswith("qt_")
        part = part or isinstance(widget, QScrollBar | QSplitter | QMenuBar | QTabWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not part:
            yield widget


def told(widget: QWidget) -> str:
    """What a screen reader says of it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel):
        return widget.text()
    return " ".join(widget.tabText(i) for i in range(widget.count())) if isinstance(widget, QTabBar) else ""


@pytest.mark.parametrize("place", [name for name, _word, _tip in PLACES])
def test_every_control_says_what_it_is(window: MainWindow, qtbot: QtBot, place: str) -> None:
    """Also those that are hidden now and come up when there is something to do with them."""
    window.show_workspace(place)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.jobs.idle)
    silent = {
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in reachable(window)
        # Labels and buttons that are hidden get their words when they are shown.
        if not told(widget).strip() and not (isinstance(widget, QLabel | QAbstractButton) and not widget.isVisible())
    }
    assert silent == set()


def test_no_tooltip_names_a_key_of_a_command() -> None:
    """Keys can be changed; `Commands.hint` writes the one that holds."""
    keys = {command.key for command in ALL_COMMANDS if "+" in command.key or re.fullmatch(r"F\d+", command.key)}
    found = []
    for path in sorted(VIEWS.rglob("*.py")):
        if path.parent.name != "actions":
            for words in re.findall(r"(?:setToolTip|quiet_button)\((.*)", path.read_text(encoding="utf-8")):
                found += [f"{path.name}: {key}" for key in keys if re.search(rf"\({re.escape(key)}[,) ]", words)]
    assert found == []
