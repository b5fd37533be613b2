"""Help: a page for every place, every command and every setting, and nothing that is loaded from outside."""

import re
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.gui.actions import ALL_COMMANDS, Commands
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.help import FOLDER, PAGES, HelpWindow, commands_page, page_text, settings_page
from qcoder.gui.views.places import PLACES
from qcoder.gui.views.workspace import Desk
from qcoder.settings import Settings

MADE = {"commands", "settings"}  # these pages are made when they are shown


def test_every_place_has_its_page() -> None:
    """F1 finds something everywhere."""
    names = {name for name, _title in PAGES}
    assert {name for name, _word, _tip in PLACES} <= names
    for name in names - MADE:
        assert (FOLDER / f"{name}.md").stat().st_size > 300, name
    assert {path.stem for path in FOLDER.glob("*.md")} == names - MADE


def test_every_command_is_listed_with_its_key(desk: Desk) -> None:
    """The page is made from the commands, so none can be missing; none breaks the table; a changed key is shown as it is now."""
    desk.commands.rebind({"go_find": "F9"})
    page = commands_page(desk.commands)
    rows = page.split("\n")[4:]
    assert len(rows) == len(ALL_COMMANDS)
    for command, row in zip(ALL_COMMANDS, rows, strict=True):
        assert row.count("|") == 4
        assert command.help in row
        assert f"| {desk.commands.key_words(command.name)} |" in row
        assert ("| F9 |" in row) == (command.name == "go_find")


def test_every_setting_is_documented() -> None:
    """A field of Settings without a line in help fails here."""
    assert re.findall(r"^\| \w.* \| (\w+) \|$", settings_page(), re.MULTILINE) == [field.name for field in fields(Settings)]


@pytest.mark.parametrize("name", [name for name, _title in PAGES])
def test_pages_are_shown(name: str, qtbot: QtBot, window: MainWindow) -> None:
    """Each page begins with a heading and links to nothing outside."""
    help_window = HelpWindow(window.commands, window)
    qtbot.addWidget(help_window)
    help_window.open_page(name)
    assert len(help_window.text.toPlainText()) > 200
    assert page_text(name, window.commands).startswith("# ")
    assert "http" not in page_text(name, window.commands)


def test_f1_opens_the_page_of_the_place(window: MainWindow) -> None:
    """In Team and study it is that page."""
    window.show_workspace("team")
    window.commands["help_here"].trigger()
    found = window.findChild(HelpWindow)
    assert found is not None
    assert found.isVisible()
    assert found.pages.currentItem().text() == "Team and study"
    found.close()


def test_commands_are_known_by_one_name(qtbot: QtBot) -> None:
    """Two commands of one name are a mistake that is noticed at once."""
    from PySide6.QtWidgets import QWidget

    ground = QWidget()
    qtbot.addWidget(ground)
    with pytest.raises(ValueError, match="two commands"):
        Commands(ground, (*ALL_COMMANDS, ALL_COMMANDS[0]))


def test_searching_leaves_the_pages_that_have_the_words(window: MainWindow, qtbot: QtBot) -> None:
    """By keys: type, see what is marked, go on with Enter, clear it; what nobody wrote of is said."""
    help_window = HelpWindow(window.commands, window)
    qtbot.addWidget(help_window)
    help_window.open_page("start")
    QTest.keyClicks(help_window.search, "kappa")
    shown = [help_window.pages.item(row) for row in range(help_window.pages.count()) if not help_window.pages.item(row).isHidden()]
    assert 0 < len(shown) < len(PAGES)
    assert help_window.page() != "start"
    assert help_window.text.extraSelections()
    QTest.keyClick(help_window.search, Qt.Key.Key_Return)
    assert help_window.text.textCursor().selectedText().casefold() == "kappa"
    QTest.keyClicks(help_window.search, "zzz")
    assert not help_window.none.isHidden()
    help_window.search.clear()
    assert help_window.none.isHidden()
    assert not any(help_window.pages.item(row).isHidden() for row in range(help_window.pages.count()))


def test_back_goes_to_the_page_before(window: MainWindow, qtbot: QtBot) -> None:
    """Through links as through the list, and no further than to the first."""
    help_window = HelpWindow(window.commands, window)
    qtbot.addWidget(help_window)
    help_window.open_page("start")
    assert not help_window.back.isEnabled()
    help_window.text.anchorClicked.emit(QUrl("find.md"))
    help_window.open_page("quotes")
    help_window.go_back()
    assert help_window.page() == "find"
    help_window.go_back()
    assert help_window.page() == "start"
    help_window.go_back()
    assert help_window.page() == "start"


@pytest.mark.parametrize(
    "name", ["../../style.qss", "/etc/hostname", "file:///etc/hostname", "http://localhost/a.png", "pictures/../../icons/read.svg"]
)
def test_help_loads_nothing_but_its_own_pictures(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Whatever a page might name."""
    help_window = HelpWindow(window.commands, window)
    qtbot.addWidget(help_window)
    assert help_window.text.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name)) is None
    assert help_window.text.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl(name)) is None


def test_every_workspace_has_its_picture_and_no_picture_is_unused(window: MainWindow, qtbot: QtBot) -> None:
    """Each with words for those who cannot see it, small enough to be carried along, and shown no wider than the page."""
    used = {
        path.stem: re.findall(r"!\[([^\]]*)\]\(pictures/([\w-]+\.png)\)", path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.md")
    }
    there = {path.name: path for path in (FOLDER / "pictures").iterdir()}
    assert {picture for found in used.values() for _alt, picture in found} == set(there)
    help_window = HelpWindow(window.commands, window)
    qtbot.addWidget(help_window)
    help_window.show()
    for name, _word, _tip in PLACES:
        ((alt, picture),) = used[name]
        assert len(alt) > 40
        assert there[picture].stat().st_size < 150_000
        image = help_window.text.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"pictures/{picture}"))
        assert isinstance(image, QImage)
        assert 100 < image.width() <= help_window.text.viewport().width()
