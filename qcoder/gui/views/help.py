"""Help: the pages of `resources/help`, one for each place, and the list of all commands with their keys."""

from pathlib import Path, PurePosixPath

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from qcoder import __version__
from qcoder.gui.actions.base import Commands
from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.settings import EXPLAINED, cache_folder, config_folder, data_folder
from qcoder.words import _

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "help"
PAGES = (
    ("start", _("Starting")),
    ("import", _("Importing")),
    ("read", _("Read and code")),
    ("find", _("Find")),
    ("quotes", _("Quotes")),
    ("compare", _("Compare")),
    ("framework", _("Framework")),
    ("suggest", _("Suggest")),
    ("sort", _("Sort")),
    ("memos", _("Memos and journal")),
    ("team", _("Team and study")),
    ("merge", _("Merging")),
    ("agreement", _("Agreement between coders")),
    ("safety", _("Safety and backups")),
    ("settings", _("Settings")),
    ("command-line", _("Command line")),
    ("project-file", _("The project file")),
    ("commands", _("All commands and keys")),
)


_PADDING = 14


def page_text(name: str, commands: Commands) -> str:
    """The Markdown of a page; those of commands and settings are made from them, so that they are never out of date."""
    if name == "commands":
        return commands_page(commands)
    if name == "settings":
        return settings_page()
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def commands_page(commands: Commands) -> str:
    """A table of every command: what it does and the key that it has now."""
    lines = ["# " + _("All commands and keys"), "", f"| {_('Command')} | {_('Key')} | {_('What it does')} |", "|---|---|---|"]
    lines += [f"| {one.label.replace('|', '/')} | {commands.key_words(name)} | {one.help} |" for name, one in commands.all.items()]
    return "\n".join(lines)


def settings_page() -> str:
    """A table of every setting, made from what the settings say of themselves."""
    lines = ["# " + _("Settings"), "", _("Your preferences are yours, not the project's; they are kept in a file of your own."), ""]
    lines += [f"| {_('What you can set')} | {_('Its name in the file')} |", "|---|---|"]
    lines += [f"| {words} | {name} |" for name, words in EXPLAINED.items()]
    return "\n".join(lines)


class HelpText(QTextBrowser):
    """Shows pages with the pictures that lie beside them, as wide as there is room; nothing else is ever loaded."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of `resources/help/pictures`, or nothing."""
        wanted = PurePosixPath(name.toString() if isinstance(name, QUrl) else name)
        if kind != QTextDocument.ResourceType.ImageResource.value or wanted.parent != PurePosixPath("pictures"):
            return None
        image = QImage(str(FOLDER / "pictures" / wanted.name))
        if image.isNull():
            return None
        ratio = self.devicePixelRatioF()
        room = round((self.viewport().width() - 2 * _PADDING) * ratio)
        if image.width() > room > 0:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image


class HelpWindow(QDialog):
    """A window of its own beside the work: pages at the left, text at the right. Loads nothing from outside."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self._been: list[str] = []
        self.setWindowTitle(_("Help"))
        resize_on_screen(self, 960, 680)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search in help"))
        self.search.setAccessibleName(_("Search in help"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._find_next)
        self.back = QPushButton(_("Back"))
        self.back.setAutoDefault(False)
        self.back.setToolTip(_("The page before: Alt+Left"))
        self.back.setShortcut("Alt+Left")
        self.back.clicked.connect(self.go_back)
        self.pages = QListWidget()
        self.pages.setAccessibleName(_("Help pages"))
        for name, title in PAGES:
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.pages.addItem(item)
        self.none = QLabel(_("No page has these words."))
        self.none.setProperty("role", "muted")
        self.none.hide()
        self.text = HelpText()
        self.text.document().setDocumentMargin(_PADDING)
        self.text.setAccessibleName(_("Help text"))
        self.text.setOpenLinks(False)
        self.text.setOpenExternalLinks(False)
        self.text.anchorClicked.connect(lambda url: self.open_page(url.fileName().removesuffix(".md")))
        self.pages.currentItemChanged.connect(lambda item, _before: self._show(item))
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        for widget in (self.search, self.pages, self.none, self.back):
            left.addWidget(widget)
            widget.setMaximumWidth(230)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addLayout(left)
        row.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(buttons)

    def open_page(self, name: str) -> None:
        """Show a page by its name; an unknown one shows the first."""
        names = [page for page, _title in PAGES]
        self.search.clear()
        self.pages.setCurrentRow(names.index(name) if name in names else 0)

    def page(self) -> str:
        """The name of the page that is shown."""
        return "" if self.pages.currentRow() < 0 else str(self.pages.currentItem().data(Qt.ItemDataRole.UserRole))

    def go_back(self) -> None:
        """Show the page that was read before this one."""
        if len(self._been) > 1:
            self._been.pop()
            self.open_page(self._been.pop())

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        name = str(item.data(Qt.ItemDataRole.UserRole))
        if self._been[-1:] != [name]:
            self._been.append(name)
        self.back.setEnabled(len(self._been) > 1)
        self.text.setMarkdown(page_text(name, self._commands))
        self._mark()

    def _search(self, text: str) -> None:
        """Leave only the pages that have all the words, and mark these."""
        words = text.casefold().split()
        shown = []
        for row in range(self.pages.count()):
            item = self.pages.item(row)
            told = f"{item.text()}\n{page_text(str(item.data(Qt.ItemDataRole.UserRole)), self._commands)}".casefold()
            item.setHidden(not all(word in told for word in words))
            if not item.isHidden():
                shown.append(item)
        self.none.setVisible(not shown)
        if shown and self.pages.currentItem() not in shown:
            self.pages.setCurrentItem(shown[0])
        self._mark()

    def _mark(self) -> None:
        """Mark what is searched for, and show the first place."""
        marks = []
        for word in self.search.text().split():
            found = self.text.document().find(word)
            while not found.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = found
                mark.format = QTextCharFormat()
                mark.format.setBackground(self.palette().highlight())
                marks.append(mark)
                found = self.text.document().find(word, found)
        self.text.setExtraSelections(marks)
        if marks:
            cursor = QTextCursor(marks[0].cursor)
            cursor.setPosition(cursor.selectionStart())
            self.text.setTextCursor(cursor)

    def _find_next(self) -> None:
        """Go to the next place on this page, from the last one to the first."""
        words = self.search.text().split()
        if words and not self.text.find(words[0]):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(words[0])


def about_text() -> str:
    """Version, licence, and where a person's data lie."""
    return _(
        "qcoder {version}, MIT licence. It opens no connection to any network.\n\n"
        "Backup copies: {data}\nPreferences: {config}\nIndexes, which may be deleted: {cache}"
    ).format(version=__version__, data=data_folder(), config=config_folder(), cache=cache_folder())
