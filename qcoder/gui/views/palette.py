"""The command palette: type a few letters, press Enter."""

from operator import itemgetter

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from qcoder.gui.actions.base import Command, Commands
from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.words import _


class CommandPalette(QDialog):
    """Lists every command that can be used now, with its key."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._commands = commands
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("Type a command"))
        self.box.setAccessibleName(_("Command"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.addWidget(self.box)
        layout.addWidget(self.list)
        resize_on_screen(self, 520, 360)
        self.box.textChanged.connect(self._filter)
        self.box.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self._run())
        self.list.itemClicked.connect(lambda _item: self._run())
        self._filter("")

    def _filter(self, text: str) -> None:
        self.list.clear()
        usable = [(name, command) for name, command in self._commands.all.items() if name != "palette" and self._commands[name].isEnabled()]
        found = [(far, name) for name, command in usable if (far := _distance(text, command)) is not None]
        for _far, name in sorted(found, key=itemgetter(0)):
            action = self._commands[name]
            label = action.text().replace("&", "")
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            item = QListWidgetItem(f"{label}    {key}" if key else label)
            item.setToolTip(self._commands.all[name].help)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        if self.list.count() == 0:
            none = QListWidgetItem(_("No command that can be used now has these words."))
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(none)
        self.list.setCurrentRow(0)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the letters go to the box."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return False

    def _run(self) -> None:
        item = self.list.currentItem()
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.close()
            self._commands[item.data(Qt.ItemDataRole.UserRole)].trigger()


def _distance(text: str, command: Command) -> int | None:
    """How far what was typed is from a command: words in its label are near, words in its help far; None when one is in neither."""
    label, told = command.label.replace("&", "").casefold(), command.help.casefold()
    far = 0
    for word in text.casefold().split():
        if label.startswith(word):
            continue
        if f" {word}" in label:
            far += 1
        elif word in label:
            far += 2
        elif word in told:
            far += 10
        else:
            return None
    return far
