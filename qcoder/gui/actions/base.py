"""Commands: what the menus, the keys and the command palette offer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QMetaObject, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from qcoder.words import _


@dataclass(frozen=True, slots=True)
class Command:
    """One entry: `name` is its stable id, `menu` where it stands, `place` the workspace it belongs to ("" = everywhere)."""

    name: str
    label: str
    help: str
    menu: str
    key: str = ""
    place: str = ""


class Hint(QObject):
    """Keeps a widget's tooltip and description saying what it does and which key a command has now; lives as long as the widget."""

    def __init__(self, widget: QWidget, words: str, action: QAction) -> None:
        super().__init__(widget)
        self._widget = widget
        self._words = words
        self._action = action
        action.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        key = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        words = f"{self._words} ({key})" if key else self._words
        if self._widget.toolTip() != words:
            self._widget.setToolTip(words)
            self._widget.setAccessibleDescription(words)


class Commands:
    """The QActions of all commands, made once; whoever can carry one out connects to it."""

    def __init__(self, window: QWidget, commands: Iterable[Command]) -> None:
        self._window = window
        self.all: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._of_project: list[tuple[QAction, QMetaObject.Connection]] | None = None
        self._taken: dict[str, Callable[[], object]] = {}
        self._groups: list[QActionGroup] = []
        self.off: frozenset[str] = frozenset()
        for command in commands:
            if command.name in self.all:
                raise ValueError(f"two commands are called {command.name}")
            action = QAction(command.label, window)
            action.setObjectName(command.name)
            action.setToolTip(command.help)
            action.setStatusTip(command.help)
            window.addAction(action)
            self.all[command.name] = command
            self._actions[command.name] = action
        self.rebind({})

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def hint(self, widget: QWidget, words: str, name: str) -> None:
        """Give a widget a tooltip of these words and the key of a command, whatever that key is."""
        Hint(widget, words, self._actions[name])

    def connect(self, name: str, slot: Callable[[], object]) -> None:
        """Call `slot` when the command is chosen."""
        action = self._actions[name]
        connection = action.triggered.connect(lambda _checked=False: slot())
        if self._of_project is not None:
            self._of_project.append((action, connection))

    def take(self, name: str, slot: Callable[[], object]) -> None:
        """Call `slot`, and no longer whoever took the command before; pages that share one take it when they come to the front."""
        if name not in self._taken:
            self.connect(name, lambda: self._taken[name]())  # noqa: PLW0108  # whoever has taken it by then
        self._taken[name] = slot

    def begin_project(self) -> None:
        """What is connected from now on belongs to the project that is being opened."""
        self._of_project = []

    def end_project(self) -> None:
        """Let go of everything that the closed project's workspaces had connected."""
        for action, connection in self._of_project or []:
            action.triggered.disconnect(connection)
        self._of_project = None
        self._taken.clear()

    def enable(self, names: Iterable[str], on: bool) -> None:
        """Switch commands on or off."""
        for name in names:
            self._actions[name].setEnabled(on and name not in self.off)

    def one_of(self, names: Iterable[str]) -> None:
        """Of these commands the one that holds is ticked."""
        group = QActionGroup(self._window)
        self._groups.append(group)
        for name in names:
            self._actions[name].setCheckable(True)
            group.addAction(self._actions[name])

    def in_place(self, place: str) -> None:
        """Give the keys of place-bound commands to the workspace that is shown; those in `off` stay off."""
        for name, command in self.all.items():
            if command.place:
                self._actions[name].setEnabled(command.place == place and name not in self.off)

    # -- keys ---------------------------------------------------------------------------------------------------

    def rebind(self, keys: Mapping[str, str]) -> None:
        """Give commands the keys of `keys` (command name -> key, "" for none), the others their own unless one of those took it.

        What cannot be is passed over: unknown commands, keys that `refusal` names, and a key that two would share.
        """
        mine: dict[str, str] = {}
        for name, text in keys.items():
            if name in self.all and not self.refusal(name, text) and self._holder(name, key := normal_key(text), mine) is None:
                mine[name] = key
        self._keys = {
            name: mine[name] if name in mine else "" if self._holder(name, key := normal_key(command.key), mine) is not None else key
            for name, command in self.all.items()
        }
        for name, key in self._keys.items():
            self._actions[name].setShortcut(QKeySequence(key))

    def key(self, name: str) -> str:
        """The key that a command has now, as `Ctrl+Shift+P`; empty for none."""
        return self._keys[name]

    def key_words(self, name: str) -> str:
        """The same as people of this system write it."""
        return QKeySequence(self._keys[name]).toString(QKeySequence.SequenceFormat.NativeText)

    def own_key(self, name: str) -> str:
        """The key that a command has unless somebody changes it."""
        return normal_key(self.all[name].key)

    def changed_keys(self) -> dict[str, str]:
        """Command name -> key, for those that differ from their own."""
        return {name: key for name, key in self._keys.items() if key != self.own_key(name)}

    def holder(self, name: str, key: str) -> str | None:
        """The other command that has this key where `name` would need it; None when it is free."""
        return self._holder(name, normal_key(key), self._keys)

    def _holder(self, name: str, key: str, keys: Mapping[str, str]) -> str | None:
        if not key:
            return None
        place = self.all[name].place
        for other, held in keys.items():
            there = self.all[other].place
            if held == key and other != name and (not place or not there or place == there):
                return other
        return None

    def refusal(self, name: str, text: str) -> str:
        """Why a command cannot have a key, in a sentence; empty when it can."""
        key = normal_key(text)
        if not key:
            return _("That is no key that a command can have.") if text.strip() else ""
        last = key.rpartition("+")[2] or "+"
        plain = not any(held in key for held in ("Ctrl+", "Alt+", "Meta+"))
        if key in _KEPT:
            return _("{key} has its own work in lists and texts; take another.").format(key=key)
        if plain and len(last) == 1 and self.all[name].place in _TYPING:
            return _("Letters and digits alone are for codes and for typing; hold Ctrl or Alt with it.")
        return ""


_TYPING = ("", "read", "find", "memos")
"""Places where letters are typed or belong to codes; commands that are everywhere are there, too."""
_KEPT = frozenset({
    "Tab", "Shift+Tab", "Esc", "Return", "Enter", "Space", "Backspace", "Del", "Up", "Down", "Left", "Right", "Home", "End", "PgUp",
    "PgDown",
    "Shift+Up", "Shift+Down", "Shift+Left", "Shift+Right", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A",
})  # fmt: skip


def normal_key(text: str) -> str:
    """A key as Qt writes it in files (`Ctrl+Shift+P`), a single one and not several in a row; empty when it is none."""
    sequence = QKeySequence.fromString(text.strip(), QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.PortableText) if sequence.count() == 1 else ""
