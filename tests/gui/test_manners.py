"""The window's manners: menus, drops, small screens, large type, and nothing left of the project before."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode
from qcoder.changes.documents import RenameDocument
from qcoder.gui.actions import ALL_COMMANDS
from qcoder.gui.actions.menus import CHANGING, GROUPS, MENUS, grouped
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.import_preview import ImportPreview
from qcoder.gui.views.new_project import NewProjectDialog
from qcoder.gui.views.palette import CommandPalette
from qcoder.gui.views.read import ReadView
from qcoder.gui.widgets.navigation import Navigation
from qcoder.project.project import Project
from tests.gui.conftest import Files, Remembered
from tests.gui.test_main_window import settle


def test_menus_list_every_command_once_in_groups() -> None:
    """No command is lost or named twice, and every name in the lists is a command's."""
    for menu, _label in MENUS:
        listed = [name for group in grouped(menu, ALL_COMMANDS) for name in group]
        assert sorted(listed) == sorted(command.name for command in ALL_COMMANDS if command.menu == menu)
    known = {command.name for command in ALL_COMMANDS}
    assert {name for groups in GROUPS.values() for group in groups for name in group} <= known
    assert known >= CHANGING


def test_the_theme_in_use_is_ticked(window: MainWindow) -> None:
    """The menu says which colours are in use."""
    window.commands["theme_dark"].trigger()
    ticked = [name for name in window.commands.all if name.startswith("theme_") and window.commands[name].isChecked()]
    assert ticked == ["theme_dark"]


def test_whose_codings_are_shown_is_ticked(window: MainWindow) -> None:
    """Everybody's at first."""
    assert window.commands["show_all_codings"].isChecked()
    window.commands["show_my_codings"].trigger()
    assert window.commands["show_my_codings"].isChecked()
    assert not window.commands["show_all_codings"].isChecked()


def test_commands_that_change_are_off_while_reading_only(window: MainWindow, small_project: Project, qtbot: QtBot, files: Files) -> None:
    """In the menus as in the palette; reading and exporting stay possible."""
    remembered = Remembered()
    other = MainWindow(remembered.settings, files, remembered)
    qtbot.addWidget(other)
    other.open_path(small_project.path)
    for place in ("read", "team"):
        other.show_workspace(place)
        assert [name for name in CHANGING if other.commands[name].isEnabled()] == []
    assert other.commands["export_codebook"].isEnabled()
    other.close()


def test_nothing_of_the_project_before_stays(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    """Its Undo would act on the project that comes next."""
    assert window.desk is not None
    window.desk.jobs.do(AddCode("system"))
    settle(qtbot, window)
    assert window.toast.isVisible()
    window.errors.told.emit("Something went wrong.", "")
    assert window.notice.isVisible()
    Project.create(tmp_path / "other.qcoder", "Other", "Ana").close()
    window.open_path(tmp_path / "other.qcoder")
    assert window.title.text() == "Other"
    assert not window.toast.isVisible()
    assert not window.notice.isVisible()


def test_a_closed_project_leaves_the_start_page_with_the_recent_ones(window: MainWindow) -> None:
    """The way back to the other projects."""
    window.commands["close_project"].trigger()
    assert window.desk is None
    assert window.stack.currentWidget() is window.start
    assert not window.commands["rename_project"].isEnabled()
    assert not window.commands["close_project"].isEnabled()


def test_what_is_being_written_is_kept_when_the_project_is_closed(window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """A memo that was typed and not left yet."""
    view = window.workspaces["read"]
    assert isinstance(view, ReadView)
    QTest.keyClicks(view.inspector.document.memo.field, "come back to this")
    window.close_project()
    with Project.open(small_project.path, write=False) as again:
        assert [memo.text for memo in again.read.memos.all()] == ["come back to this"]


def drop(window: MainWindow, *paths: Path) -> bool:
    """Let files go over the middle of the window; False when they are not taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where = window.rect().center()
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(where), Qt.DropAction.CopyAction, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(window, QDropEvent(QPointF(where), Qt.DropAction.CopyAction, data, buttons, keys))
    return True


def test_transcripts_may_be_dropped_anywhere(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    """The preview comes as if they had been dropped on the documents."""
    path = tmp_path / "Holt End.txt"
    path.write_text("I: Where?\n\nJoe: Here.\n", encoding="utf-8")
    assert drop(window, path)
    qtbot.waitUntil(lambda: window.findChild(ImportPreview) is not None)
    settle(qtbot, window)
    preview = window.findChild(ImportPreview)
    assert preview is not None
    preview.reject()


def test_a_project_may_be_dropped_on_the_window(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    """It is opened, also from the start page; transcripts are not taken where there is no project."""
    Project.create(tmp_path / "other.qcoder", "Other", "Ana").close()
    window.close_project()
    assert not drop(window, tmp_path / "Holt End.txt")
    assert drop(window, tmp_path / "other.qcoder")
    qtbot.waitUntil(lambda: window.desk is not None)
    assert window.title.text() == "Other"


def test_the_window_fits_a_small_screen_whatever_documents_are_called(window: MainWindow, small_project: Project, qtbot: QtBot) -> None:
    """1366 x 768 at 150 per cent leaves 911 x 512, less what the system takes."""
    assert window.desk is not None
    document = small_project.read.documents.all()[0]
    window.desk.jobs.do(RenameDocument(document.id, "Interview with the local authority adviser for primary mathematics " * 2))
    settle(qtbot, window)
    for place in ("read", "compare", "suggest", "team"):
        window.show_workspace(place)
    assert window.minimumSizeHint().width() <= 911
    assert window.minimumSizeHint().height() <= 440


def test_the_bar_has_room_for_its_words_in_large_type(qtbot: QtBot) -> None:
    """150 per cent of the usual size."""
    font = QFont()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    QApplication.setFont(font)
    try:
        bar = Navigation((("compare", "Compare", "Compare how often codes occur"),))
        qtbot.addWidget(bar)
        button = bar.buttons["compare"]
        assert bar.width() >= button.fontMetrics().horizontalAdvance("Compare") + 8
    finally:
        font.setPointSizeF(font.pointSizeF() / 1.5)
        QApplication.setFont(font)


def test_tab_goes_to_the_workspace_that_is_lit(window: MainWindow) -> None:
    """And to no other; the arrows go on from there."""
    window.show_workspace("team")
    stops = [name for name, button in window.navigation.buttons.items() if button.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["team"]


@pytest.mark.parametrize("points", [9.0, 14.0])
def test_headings_are_larger_than_text(points: float) -> None:
    """Whatever the size of the system's font."""
    from qcoder.gui.widgets.theme import LIGHT, heading_points, style_sheet

    assert heading_points(points) > points * 1.3
    assert f"font-size: {heading_points(points):.1f}pt" in style_sheet(LIGHT, points)


def test_a_name_is_shown_from_its_beginning(window: MainWindow, small_project: Project) -> None:
    """Also where the pane is too narrow for it."""
    view = window.workspaces["read"]
    assert isinstance(view, ReadView)
    assert view.inspector.document.name.cursorPosition() == 0


def test_a_new_project_is_not_made_over_another(window: MainWindow, tmp_path: Path, files: Files) -> None:
    """The dialog says so while one types, and what was typed is not lost."""
    window.commands["new_project"].trigger()
    dialog = window.findChild(NewProjectDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.project_name, "Small")
    files.answers = [tmp_path / "small.qcoder"]
    dialog._change()
    assert not dialog.make.isEnabled()
    assert "there already" in dialog.place.text()
    files.answers = [tmp_path / "smaller.qcoder"]
    dialog._change()
    assert dialog.make.isEnabled()
    assert "-" not in dialog.codebook.itemText(1)
    dialog.reject()


def test_the_palette_puts_labels_before_help(window: MainWindow, qtbot: QtBot) -> None:
    """What begins with the word comes first, what only mentions it last; a word that nothing has is answered."""
    palette = CommandPalette(window.commands, window)
    qtbot.addWidget(palette)
    palette.box.setText("code")
    assert palette.list.item(0).text().startswith("Code ")
    assert palette.list.item(palette.list.count() - 1).text().casefold().find("code") == -1
    palette.box.setText("zzz")
    assert "No command" in palette.list.item(0).text()
    QTest.keyClick(palette.box, Qt.Key.Key_Return)


class Shows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only notes; everything goes on as it would."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_workspace_flashes_a_window(window: MainWindow) -> None:
    """A part that is shown before it has its place is a window for a moment, and takes the keyboard away."""
    shows = Shows()
    QApplication.instance().installEventFilter(shows)  # type: ignore[union-attr]  # there is one: the window is open
    for place in ("read", "compare", "suggest", "team"):
        window.show_workspace(place)
    assert shows.seen == []


def test_a_low_bar_shows_icons_without_words(window: MainWindow) -> None:
    """So that every workspace can be reached on a small screen, and none looks otherwise than the rest."""
    bar = window.navigation
    high, low = bar.sizeHint().height() + 40, bar.minimumSizeHint().height() + 20
    assert low < bar.sizeHint().height()
    for height, words in ((high, True), (low, False)):
        bar.setFixedHeight(height)
        QApplication.processEvents()
        assert {button.shows_word for button in bar.buttons.values()} == {words}
        assert max(button.geometry().bottom() for button in bar.buttons.values()) <= height
