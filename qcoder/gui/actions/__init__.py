"""Every menu entry with its key, label and help; the only place in the window that builds changes, one file per noun."""

from qcoder.gui.actions.base import Command, Commands
from qcoder.gui.actions.study import STUDY_COMMANDS
from qcoder.gui.actions.window import WINDOW_COMMANDS

ALL_COMMANDS: tuple[Command, ...] = (*WINDOW_COMMANDS, *STUDY_COMMANDS)
"""Every command of the program; each file of this room adds its own."""

__all__ = ["ALL_COMMANDS", "Command", "Commands"]
