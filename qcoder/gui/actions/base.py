"""Commands: what the menus, the keys and the command palette offer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QMetaObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """One entry: `name` is its stable id, `menu` where it stands, `place` the workspace it belongs to ("" = everywhere)."""

    name: str
    label: str
    help: str
    menu: str
    key: str = ""
    place: str = ""


class Commands:
    """The QActions of all commands, made once; whoever can carry one out connects to it."""

    def __init__(self, window: QWidget, commands: Iterable[Command]) -> None:
        self._window = window
        self.all: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._of_project: list[tuple[QAction, QMetaObject.Connection]] | None = None
        self._groups: list[QActionGroup] = []
        self.off: frozenset[str] = frozenset()
        for command in commands:
            if command.name in self.all:
                raise ValueError(f"two commands are called {command.name}")
            action = QAction(command.label, window)
            action.setObjectName(command.name)
            action.setToolTip(command.help)
            action.setStatusTip(command.help)
            if command.key:
                action.setShortcut(QKeySequence(command.key))
            window.addAction(action)
            self.all[command.name] = command
            self._actions[command.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def connect(self, name: str, slot: Callable[[], object]) -> None:
        """Call `slot` when the command is chosen."""
        action = self._actions[name]
        connection = action.triggered.connect(lambda _checked=False: slot())
        if self._of_project is not None:
            self._of_project.append((action, connection))

    def begin_project(self) -> None:
        """What is connected from now on belongs to the project that is being opened."""
        self._of_project = []

    def end_project(self) -> None:
        """Let go of everything that the closed project's workspaces had connected."""
        for action, connection in self._of_project or []:
            action.triggered.disconnect(connection)
        self._of_project = None

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
