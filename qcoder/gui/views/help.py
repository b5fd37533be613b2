"""Help: the pages of `resources/help`, one for each place, and the list of all commands with their keys."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QListWidget, QTextBrowser, QVBoxLayout, QWidget

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
    ("suggest", _("Suggest")),
    ("sort", _("Sort")),
    ("team", _("Team and study")),
    ("merge", _("Merging")),
    ("agreement", _("Agreement between coders")),
    ("safety", _("Safety and backups")),
    ("settings", _("Settings")),
    ("command-line", _("Command line")),
    ("project-file", _("The project file")),
    ("commands", _("All commands and keys")),
)


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
    lines += [f"| {_('Setting')} | {_('What it means')} |", "|---|---|"]
    lines += [f"| {name} | {words} |" for name, words in EXPLAINED.items()]
    return "\n".join(lines)


class HelpWindow(QDialog):
    """A window of its own beside the work: pages at the left, text at the right. Loads nothing from outside."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setWindowTitle(_("Help"))
        resize_on_screen(self, 900, 640)
        self.pages = QListWidget()
        self.pages.setAccessibleName(_("Help pages"))
        self.pages.setMaximumWidth(220)
        for _name, title in PAGES:
            self.pages.addItem(title)
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("Help text"))
        self.text.setOpenLinks(False)
        self.text.setOpenExternalLinks(False)
        self.text.anchorClicked.connect(lambda url: self.open_page(url.fileName().removesuffix(".md")))
        self.pages.currentRowChanged.connect(lambda row: self._show(PAGES[row][0]))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.pages)
        row.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(buttons)

    def open_page(self, name: str) -> None:
        """Show a page by its name; an unknown one shows the first."""
        names = [page for page, _title in PAGES]
        self.pages.setCurrentRow(names.index(name) if name in names else 0)

    def _show(self, name: str) -> None:
        self.text.setMarkdown(page_text(name, self._commands))


def about_text() -> str:
    """Version, licence, and where a person's data lie."""
    return _(
        "qcoder {version}, MIT licence. It opens no connection to any network.\n\n"
        "Backup copies: {data}\nPreferences: {config}\nIndexes, which may be deleted: {cache}"
    ).format(version=__version__, data=data_folder(), config=config_folder(), cache=cache_folder())
