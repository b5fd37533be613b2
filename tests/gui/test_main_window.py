"""The window: start page, projects, undo, notices, palette, themes, and what is said when something goes wrong."""

import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode
from qcoder.domain.codings import Origin
from qcoder.gui.actions import ALL_COMMANDS
from qcoder.gui.actions.menus import MENUS
from qcoder.gui.app import make_window
from qcoder.gui.errors import CrashDialog
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.backups import BackupsDialog
from qcoder.gui.views.new_project import NewProjectDialog
from qcoder.gui.views.palette import CommandPalette
from qcoder.gui.views.places import PLACES
from qcoder.gui.widgets.theme import THEMES
from qcoder.project.project import Project
from qcoder.project.write import Write
from qcoder.settings import THEME_NAMES, Settings
from tests.gui.conftest import Files, Remembered, transcript


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way."""
    desk = window.desk
    assert desk is not None
    qtbot.waitUntil(lambda: desk.jobs.idle)


@pytest.fixture
def empty_window(qtbot: QtBot, files: Files) -> MainWindow:
    """A window without a project."""
    remembered = Remembered()
    window = make_window(settings=remembered.settings, files=files, remember=remembered)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_every_command_has_label_help_menu_and_a_key_of_its_own() -> None:
    """Law 9, for all commands of all rooms."""
    menus = {name for name, _label in MENUS}
    keys: dict[tuple[str, str], str] = {}
    for command in ALL_COMMANDS:
        assert command.label, command
        assert len(command.help) > 8, command
        assert command.menu in menus, command
        if command.key:
            for place in {command.place, ""}:
                assert (command.key, place) not in keys, f"{command.name} and {keys[command.key, place]} share {command.key}"
            keys[command.key, command.place] = command.name
    assert len({command.name for command in ALL_COMMANDS}) == len(ALL_COMMANDS)


def test_every_command_does_something(window: MainWindow) -> None:
    """No entry of a menu is a dummy: each is connected once every workspace has been shown."""
    for name in ("read", "compare", "suggest", "team"):
        window.show_workspace(name)
    dead = [name for name in window.commands.all if window.commands[name].receivers("2triggered(bool)") == 0]
    assert dead == []


def test_the_start_page_offers_demo_new_and_open(empty_window: MainWindow) -> None:
    """Commands that need a project are off until there is one."""
    assert empty_window.stack.currentWidget() is empty_window.start
    assert not empty_window.commands["save_copy"].isEnabled()
    assert empty_window.commands["open_project"].isEnabled()
    assert not empty_window.navigation.isVisible()
    assert empty_window.start.buttons[0].hasFocus()


def test_a_new_project_is_made_from_a_starter_codebook(empty_window: MainWindow, files: Files, tmp_path: Path, qtbot: QtBot) -> None:
    """Name, coder and codebook are asked for; the project opens on Read and the coder is remembered."""
    empty_window.commands["new_project"].trigger()
    dialog = empty_window.findChild(NewProjectDialog)
    assert dialog is not None
    assert not dialog.make.isEnabled()
    QTest.keyClicks(dialog.project_name, "Learning: schools")
    dialog.coder.setText("Priya")
    dialog.codebook.setCurrentIndex(1)
    files.answers = [tmp_path / "learning.qcoder"]
    dialog._change()
    dialog.make.click()
    assert empty_window.desk is not None
    assert (tmp_path / "learning.qcoder").exists()
    read = empty_window.desk.jobs.read
    assert read.name() == "Learning: schools"
    assert len(read.codes.tree()) > 30
    assert empty_window.settings.coder == "Priya"
    assert empty_window.settings.recent[0] == str(tmp_path / "learning.qcoder")


def test_a_file_that_is_no_project_leaves_a_sentence(empty_window: MainWindow, files: Files, tmp_path: Path) -> None:
    """The start page stays, the sentence names the file."""
    wrong = tmp_path / "letter.qcoder"
    wrong.write_bytes(b"Dear all")
    files.answers = [wrong]
    empty_window.commands["open_project"].trigger()
    assert empty_window.desk is None
    assert "letter.qcoder" in empty_window.notice.words.text()
    assert empty_window.notice.isVisible()


def test_the_demo_study_opens_and_keeps_what_was_done(
    empty_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """It is made once in the person's folder; opened again it still has what the person added."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    empty_window.commands["open_demo"].trigger()
    assert empty_window.desk is not None
    assert len(empty_window.desk.jobs.read.documents.all()) == 24
    empty_window.desk.jobs.do(AddCode("mine"))
    settle(qtbot, empty_window)
    empty_window.close_project()
    empty_window.commands["open_demo"].trigger()
    assert empty_window.desk is not None
    assert empty_window.desk.jobs.read.codes.tree().find("mine").name == "mine"


def test_undo_and_redo_name_what_they_do(window: MainWindow, qtbot: QtBot) -> None:
    """The menu says which change; the notice offers Undo; Ctrl+Z and Ctrl+Shift+Z work from the keyboard."""
    assert window.desk is not None
    window.desk.jobs.do(AddCode("system"))
    settle(qtbot, window)
    assert window.commands["undo"].text() == "Undo: Added the code “system”"
    assert window.toast.words == "Added the code “system”"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert window.commands["redo"].text() == "Redo: Added the code “system”"
    assert [code.name for code in window.desk.jobs.read.codes.tree().children(None)] == ["learning"]
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, window)
    assert [code.name for code in window.desk.jobs.read.codes.tree().children(None)] == ["learning", "system"]


def test_a_project_held_by_another_window_opens_for_reading(
    small_project: Project, empty_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    """It says who holds it; a change is refused in words and nothing happens."""
    empty_window.open_path(small_project.path)
    assert empty_window.desk is not None
    assert not empty_window.desk.jobs.can_write
    assert "Ana" in empty_window.notice.words.text()
    assert not empty_window.commands["undo"].isEnabled()
    empty_window.desk.jobs.do(AddCode("no"))
    settle(qtbot, empty_window)
    assert "Nothing can be changed" in empty_window.notice.words.text()
    assert len(small_project.read.codes.tree()) == 3


class Bug:
    """A change with a mistake of ours in it."""

    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Does half its work and breaks."""
        write.rename_project("half done")
        raise ZeroDivisionError("a mistake of ours")


def test_a_bug_shows_its_details_and_loses_nothing(window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """The crash dialog has the details to copy; the half-done change was taken back."""
    assert window.desk is not None
    window.desk.jobs.do(Bug())
    settle(qtbot, window)
    dialog = window.findChild(CrashDialog)
    assert dialog is not None
    assert "ZeroDivisionError: a mistake of ours" in dialog.details.toPlainText()
    assert "qcoder" in dialog.details.toPlainText()
    assert small_project.read.name() == "Small study"
    dialog.close()


def test_the_palette_finds_and_runs_a_command(window: MainWindow, qtbot: QtBot) -> None:
    """A few letters and Enter; only commands that can be used are listed."""
    window.commands["palette"].trigger()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    QTest.keyClicks(palette.box, "team and")
    assert palette.list.count() == 1
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.workspaces["team"]


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_theme_can_be_chosen(window: MainWindow, name: str) -> None:
    """The choice is remembered and the desk has the theme."""
    window.commands[f"theme_{name}"].trigger()
    assert window.settings.theme == name
    assert window.desk is not None
    assert window.desk.theme.name == (name if name in THEMES else window.desk.theme.name)


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours, by WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_text_stands_off_its_ground_in_every_theme(name: str) -> None:
    """At least 4.5:1 for words and 3:1 for lines that carry meaning (WCAG 2.2, 1.4.3 and 1.4.11)."""
    theme = THEMES[name]
    for text, ground in (
        (theme.text, theme.ground),
        (theme.text, theme.paper),
        (theme.text, theme.selected),
        (theme.text, theme.hover),
        (theme.text, theme.heat_low),
        (theme.muted, theme.ground),
        (theme.muted, theme.paper),
        (theme.accent, theme.ground),
        (theme.on_accent, theme.accent),
        (theme.nav_text, theme.nav),
        (theme.nav_text, theme.nav_selected),
        (theme.warn_text, theme.warn_ground),
        (theme.danger, theme.ground),
    ):
        assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(theme.strong_line, theme.ground) >= 3


def test_a_copy_is_saved_whole(window: MainWindow, files: Files, tmp_path: Path, qtbot: QtBot) -> None:
    """Save a copy writes a project that opens by itself."""
    files.answers = [tmp_path / "copy.qcoder"]
    window.commands["save_copy"].trigger()
    settle(qtbot, window)
    with Project.open(tmp_path / "copy.qcoder", write=False) as copy:
        assert copy.read.name() == "Small study"
        assert copy.read.codings.count() == 1
    assert "copy.qcoder" in window.toast.words


def test_a_backup_is_made_before_a_grave_change_and_restored_beside(
    window: MainWindow, small_project: Project, files: Files, tmp_path: Path, qtbot: QtBot
) -> None:
    """Restoring never touches the project: it opens the copy under a name of its own."""
    from qcoder.changes.documents import ImportDocuments

    window.project_files.backups.guard(small_project)
    small_project.do(ImportDocuments((transcript("Long Marsh"),)))
    window.commands["restore_copy"].trigger()
    dialog = window.findChild(BackupsDialog)
    assert dialog is not None
    assert dialog.list.count() == 1
    files.answers = [tmp_path / "before.qcoder"]
    dialog.accept()
    assert window.project_path == tmp_path / "before.qcoder"
    assert window.desk is not None
    assert len(window.desk.jobs.read.documents.all()) == 2
    with Project.open(small_project.path, write=False) as original:
        assert len(original.read.documents.all()) == 3


def test_checking_says_that_all_is_well(window: MainWindow, qtbot: QtBot) -> None:
    """A whole project is called whole."""
    window.commands["check_project"].trigger()
    settle(qtbot, window)
    assert "whole" in window.toast.words


def test_people_come_in_from_a_table_with_what_did_not_fit(window: MainWindow, files: Files, tmp_path: Path, qtbot: QtBot) -> None:
    """The rest goes in; the row that names a missing document is told in words."""
    table = tmp_path / "people.csv"
    rows = "participant,speaker,document,group,locality\nT4,Priya,Ashgrove,teachers,City\nT5,Joe,Nowhere,teachers,Shire\n"
    table.write_text(rows, encoding="utf-8")
    files.answers = [table]
    window.commands["import_people"].trigger()
    settle(qtbot, window)
    assert window.desk is not None
    assert [p.name for p in window.desk.jobs.read.study.participants()] == ["T4", "T5"]
    assert "Nowhere" in window.notice.words.text()


def test_a_codebook_with_a_fault_changes_nothing(window: MainWindow, files: Files, tmp_path: Path, qtbot: QtBot) -> None:
    """The sentence names the file and what is missing."""
    table = tmp_path / "codes.csv"
    table.write_text("colour,thing\nred,apple\n", encoding="utf-8")
    files.answers = [table]
    window.commands["import_codebook"].trigger()
    settle(qtbot, window)
    assert "codes.csv" in window.notice.words.text()
    assert window.desk is not None
    assert len(window.desk.jobs.read.codes.tree()) == 3


def test_no_dialog_is_left_when_the_window_closes(window: MainWindow) -> None:
    """Closing closes the project; the file can be opened again for writing at once."""
    assert window.desk is not None
    path = window.desk.jobs.project.path
    window.close()
    assert not [widget for widget in window.findChildren(QDialog) if widget.isVisible()]
    with Project.open(path, coder="Ana") as again:
        assert again.read_only == ""


@pytest.mark.skipif(sys.platform == "win32", reason="the offscreen start is the same there, but paths differ")
def test_the_program_starts_on_a_file_and_survives_a_missing_one(tmp_path: Path) -> None:
    """`python -m qcoder missing.qcoder` shows the start page with a sentence; it is closed from within."""
    script = (
        "import sys; from PySide6.QtCore import QTimer; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from qcoder.gui.app import make_window; from pathlib import Path;"
        f"window = make_window(Path({str(tmp_path / 'gone.qcoder')!r})); window.show();"
        "QTimer.singleShot(0, window.close); app.exec(); print(window.notice.words.text())"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True, env=environment)
    assert "gone.qcoder" in done.stdout


def test_preferences_that_cannot_be_saved_are_told(qtbot: QtBot, files: Files) -> None:
    """The window goes on; the sentence says so."""
    from qcoder.domain.errors import KnownError

    def refuse(_settings: Settings) -> None:
        raise KnownError("Your preferences could not be saved in the moon; check that folder.")

    window = make_window(settings=Settings(coder="Ana", theme="light"), files=files, remember=refuse)
    qtbot.addWidget(window)
    window.show()
    window.choose_theme("dark")
    assert "could not be saved" in window.notice.words.text()
    assert window.settings.theme == "dark"


def test_files_dropped_on_the_documents_are_previewed(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    """What is dropped is shown before it is taken in."""
    from qcoder.gui.views.import_preview import ImportPreview

    path = tmp_path / "Holt End.txt"
    path.write_text("I: Where?\n\nJoe: Here.\n\nI: And?\n\nJoe: There.\n", encoding="utf-8")
    assert window.desk is not None
    window.desk.signals.files_dropped.emit([path])
    settle(qtbot, window)
    preview = window.findChild(ImportPreview)
    assert preview is not None
    assert preview.go.text() == "Import 1 document"
    preview.reject()


def test_the_window_stays_when_the_last_words_were_not_saved(window: MainWindow) -> None:
    """Closing at the moment when a change is refused: the sentence is there to be read, and the second close goes through."""
    assert window.desk is not None
    window.desk.jobs.do(AddCode("  "))
    assert window.close() is False
    assert window.isVisible()
    assert window.notice.isVisible()
    assert window.project_path is None
    assert window.close() is True


@pytest.mark.parametrize("place", [name for name, _word, _tip in PLACES])
def test_a_closed_project_s_workspaces_hear_nothing_any_more(window: MainWindow, qtbot: QtBot, place: str) -> None:
    """What lives as long as the window goes on speaking; nobody who is gone may be called."""
    window.show_workspace(place)
    settle(qtbot, window)
    window.close_project()
    window.errors.told.emit("A sentence.", "")
    window.signals.notice.emit("Another.")
    window.signals.settings_changed.emit(window.settings)
    window.commands.rebind({"undo": "F9"})
    window.commands.rebind({})
    assert window.notice.isVisible()
