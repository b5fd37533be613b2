"""Keys of one's own: found, changed, taken away, brought back; never two commands on one key, never a key that is needed elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qcoder.gui.actions import ALL_COMMANDS, Commands
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.keys import KeysPage
from qcoder.settings import Settings, load, save
from tests.gui.conftest import Files

NAMES = [command.name for command in ALL_COMMANDS]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def commands(qtbot: QtBot) -> Iterator[Commands]:
    """All commands, in no window that is shown."""
    ground = QWidget()
    qtbot.addWidget(ground)
    yield Commands(ground, ALL_COMMANDS)
    ground.close()


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> KeysPage:
    """The page of keys, opened by its command."""
    window.commands["keys"].trigger()
    found = window.findChild(KeysPage)
    assert isinstance(found, KeysPage)
    return found


def _button(page: KeysPage, words: str) -> QPushButton:
    return next(button for button in page.findChildren(QPushButton) if button.text() == words)


def _go_to(page: KeysPage, words: str) -> None:
    """Type in the filter, then down into the table."""
    page.words.clear()
    QTest.keyClicks(page.words, words)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.new_key.hasFocus()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keys=st.dictionaries(
        st.sampled_from([*NAMES, "no_such_command"]),
        st.sampled_from(["", "Ctrl+K", "Ctrl+1", "F9", "A", "1", "Space", "Ctrl+Z", "nonsense", "Ctrl+K, Ctrl+L", "Alt+Down", "ctrl+g"]),
        max_size=12,
    )
)
def test_no_two_commands_share_a_key_whatever_was_stored(commands: Commands, keys: dict[str, str]) -> None:
    """Everywhere-commands against all, others within their place; and what one chose wins over what another had by custom."""
    commands.rebind(keys)
    for one in ALL_COMMANDS:
        for other in ALL_COMMANDS:
            if one.name < other.name and commands.key(one.name) and commands.key(one.name) == commands.key(other.name):
                assert one.place, other.place
                assert one.place != other.place
                assert other.place
        assert not commands.refusal(one.name, commands.key(one.name)) or commands.key(one.name) == commands.own_key(one.name)
        assert commands[one.name].shortcut() == QKeySequence(commands.key(one.name))
    commands.rebind(commands.changed_keys())
    before = {name: commands.key(name) for name in NAMES}
    commands.rebind({})
    assert {name: commands.own_key(name) for name in NAMES} == {name: commands.key(name) for name in NAMES}
    commands.rebind(keys)
    assert {name: commands.key(name) for name in NAMES} == before


def test_usual_keys_are_all_allowed(commands: Commands) -> None:
    """What the rules refuse, we do not ship."""
    assert {name: commands.refusal(name, commands.own_key(name)) for name in NAMES if commands.refusal(name, commands.own_key(name))} == {}


def test_a_command_gets_another_key_and_works_by_it(page: KeysPage, window: MainWindow, qtbot: QtBot) -> None:
    """At once, in menu, palette button and help; it is stored; and the old key does nothing any more."""
    _go_to(page, "compare how often")
    assert page.chosen() == "go_compare"
    QTest.keyClick(page.new_key, Qt.Key.Key_F9)
    assert window.commands.key("go_compare") == "F9"
    assert dict(window.settings.keys) == {"go_compare": "F9"}
    assert "F9" in page.said.text()
    page.close()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.stack.currentWidget() is window.workspaces["compare"]
    window.show_workspace("read")
    QTest.keyClick(window, Qt.Key.Key_4, CTRL)
    assert window.stack.currentWidget() is window.workspaces["read"]


def test_a_key_that_another_has_is_taken_only_when_asked(page: KeysPage, window: MainWindow) -> None:
    """First who has it, then the button; the other is left without, and gets its own back with the usual keys."""
    _go_to(page, "compare how often")
    QTest.keyClick(page.new_key, Qt.Key.Key_Z, CTRL)
    assert "Undo" in page.said.text()
    assert window.commands.key("undo") == "Ctrl+Z"
    QTest.mouseClick(page.take, Qt.MouseButton.LeftButton)
    assert (window.commands.key("go_compare"), window.commands.key("undo")) == ("Ctrl+Z", "")
    assert not page.take.isVisible()
    QTest.mouseClick(page.all_usual, Qt.MouseButton.LeftButton)
    assert (window.commands.key("go_compare"), window.commands.key("undo")) == ("Ctrl+4", "Ctrl+Z")
    assert window.settings.keys == ()


@pytest.mark.parametrize(
    ("key", "held"),
    [(Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_C, CTRL)],
)
def test_keys_with_work_of_their_own_are_refused(page: KeysPage, window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    """Letters belong to codes and to typing, Space and Ctrl+C to lists and texts: one sentence, nothing changed."""
    _go_to(page, "compare how often")
    QTest.keyClick(page.new_key, key, held)
    assert page.said.text().endswith((".",))
    assert window.commands.key("go_compare") == "Ctrl+4"


def test_no_key_usual_key_and_leaving_the_field(page: KeysPage, window: MainWindow, qtbot: QtBot) -> None:
    """Delete in the table takes the key away; the button brings the usual one back; Esc leaves the field without closing the page."""
    _go_to(page, "compare how often")
    QTest.keyClick(page.new_key, Qt.Key.Key_Escape)
    assert not page.new_key.hasFocus()
    assert page.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert window.commands.key("go_compare") == ""
    QTest.mouseClick(_button(page, "Usual key"), Qt.MouseButton.LeftButton)
    assert window.commands.key("go_compare") == "Ctrl+4"


def test_who_has_this_key(page: KeysPage) -> None:
    """Pressing a key in the second field shows its commands, those of every place."""
    QTest.keyClick(page.by_key, Qt.Key.Key_M, CTRL)
    shown = [page.table.item(row, 0) for row in range(page.table.rowCount()) if not page.table.isRowHidden(row)]
    names = {item.data(Qt.ItemDataRole.UserRole) for item in shown if item is not None}
    assert {"coding_memo", "quotes_memo"} <= names
    QTest.keyClick(page.by_key, Qt.Key.Key_F12, CTRL | SHIFT)
    assert "No command" in page.said.text()


def test_the_list_is_saved_as_a_page(page: KeysPage, window: MainWindow, tmp_path: Path) -> None:
    """With the keys as they are now."""
    files = window.files
    assert isinstance(files, Files)
    files.answers = [tmp_path / "keys"]
    page.export()
    text = (tmp_path / "keys.html").read_text(encoding="utf-8")
    assert "Ctrl+Shift+P" in text
    assert "Command palette…" in text


def test_keys_are_stored_and_damage_is_passed_over(tmp_path: Path) -> None:
    """What is no pair of words is left out."""
    save(Settings(keys=(("undo", "F9"),)), tmp_path / "settings.json")
    assert load(tmp_path / "settings.json").keys == (("undo", "F9"),)
    (tmp_path / "settings.json").write_text('{"keys": [["a", "b"], ["c"], 4, ["d", 5], "e"]}', encoding="utf-8")
    assert load(tmp_path / "settings.json").keys == (("a", "b"),)
    (tmp_path / "settings.json").write_text('{"keys": {"a": "b"}}', encoding="utf-8")
    assert load(tmp_path / "settings.json").keys == ()
