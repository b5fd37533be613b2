"""The command palette: type a few letters, press Enter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from qcoder.gui.actions.base import Command, Commands
from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.words import _

_MOST_PLACES = 12
_HELP = 10
_MOST_ELSEWHERE = 6


@dataclass(frozen=True, slots=True)
class Goal:
    """Something of the project that one can go to: its name, what it is, and how to get there."""

    name: str
    kind: str
    go: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Around:
    """What the palette knows beyond the commands: `goals` are documents and codes, `recent` the commands used last, newest first.

    `used` is told which command was run; `places` are the workspaces by name with their words, and `go_to` shows one.
    """

    goals: Sequence[Goal] = ()
    recent: Sequence[str] = ()
    used: Callable[[str], object] = lambda _name: None
    places: Mapping[str, str] = field(default_factory=dict)
    go_to: Callable[[str], object] = lambda _name: None


class CommandPalette(QDialog):
    """Lists every command that can be used now, with its key; then documents and codes, and commands of other places."""

    def __init__(self, commands: Commands, parent: QWidget, around: Around | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._commands = commands
        self._around = around or Around()
        self._folded = [goal.name.casefold() for goal in self._around.goals]
        self._rows: list[Callable[[], object] | None] = []
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("A command, a document, or a code"))
        self.box.setAccessibleName(_("A command, a document, or a code"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.box)
        layout.addWidget(self.list)
        resize_on_screen(self, 560, 380)
        self.box.textChanged.connect(self._filter)
        self.box.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self._run())
        self.list.itemClicked.connect(lambda _item: self._run())
        self._filter("")

    def _filter(self, text: str) -> None:
        self.list.clear()
        self._rows = []
        here, told, elsewhere = self._matching(text)
        self._add_commands(here)
        words = text.casefold().split()
        for goal in self._goals(words):
            self._add(f"{goal.name}    {goal.kind}", "", goal.go)
        self._add_commands(told)
        for name in elsewhere if words else ():
            command = self._commands.all[name]
            label = command.label.replace("&", "")
            place = self._around.places[command.place]
            words_of_it = _("{command} (in {place}: go there)").format(command=label, place=place)
            self._add(words_of_it, command.help, partial(self._around.go_to, command.place))
        if not self._rows:
            self._add(_("No command that can be used now, document or code has these words."), "", None)
        self.list.setCurrentRow(0)

    def _add_commands(self, names: Sequence[str]) -> None:
        for name in names:
            key = self._commands.key_words(name)
            label = self._commands[name].text().replace("&", "")
            self._add(f"{label}    {key}" if key else label, self._commands.all[name].help, partial(self._trigger, name))

    def _matching(self, text: str) -> tuple[list[str], list[str], list[str]]:
        """The commands that have these words: in their names, the nearest and last used first; in their help only; and of other places."""
        recent = {name: place for place, name in enumerate(self._around.recent)}
        here, elsewhere = [], []
        for name, command in self._commands.all.items():
            far = _distance(text, command)
            if far is None or name == "palette":
                continue
            if self._commands[name].isEnabled():
                here.append((far, recent.get(name, len(recent)), name))
            elif command.place in self._around.places and name not in self._commands.off and far < _HELP:
                elsewhere.append((far, name))
        # Sorting is stable, so what is equally near stays in the order of the menus.
        here.sort(key=itemgetter(0, 1))
        elsewhere.sort(key=itemgetter(0))
        near = [name for far, _recent, name in here if far < _HELP]
        return near, [name for far, _recent, name in here if far >= _HELP], [name for _far, name in elsewhere[:_MOST_ELSEWHERE]]

    def _goals(self, words: Sequence[str]) -> list[Goal]:
        """The documents and codes that have all the words, those that begin with them first."""
        if not words:
            return []
        hits = [i for i, name in enumerate(self._folded) if all(word in name for word in words)]
        hits.sort(key=lambda i: (not self._folded[i].startswith(words[0]), len(self._folded[i])))
        return [self._around.goals[i] for i in hits[:_MOST_PLACES]]

    def _add(self, words: str, told: str, run: Callable[[], object] | None) -> None:
        item = QListWidgetItem(words)
        item.setToolTip(told)
        if run is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)
        self._rows.append(run)

    def _trigger(self, name: str) -> None:
        self._around.used(name)
        self._commands[name].trigger()

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
        row = self.list.currentRow()
        run = self._rows[row] if 0 <= row < len(self._rows) else None
        if run is not None:
            self.close()
            run()


def _distance(text: str, command: Command) -> int | None:
    """How far what was typed is from a command: words in its label are near, words in its help far; None when one is in neither."""
    label, told = command.label.replace("&", "").casefold(), command.help.casefold()
    far = 0
    for word in text.casefold().split():
        if label.startswith(word):
            far += label[len(word) : len(word) + 1].isalnum()  # the whole word is nearer than its beginning
        elif f" {word}" in label:
            far += 2
        elif word in label:
            far += 3
        elif f" {word}" in told or told.startswith(word):
            far += _HELP
        else:
            return None
    return far
