"""Every menu entry with its key, label and help; the only place in the window that builds changes, one file per noun."""

from qcoder.gui.actions.agreement import AGREEMENT_COMMANDS
from qcoder.gui.actions.autocode import AUTOCODE_COMMANDS
from qcoder.gui.actions.base import Command, Commands
from qcoder.gui.actions.codebook import CODEBOOK_COMMANDS
from qcoder.gui.actions.coding import CODING_COMMANDS
from qcoder.gui.actions.compare import COMPARE_COMMANDS
from qcoder.gui.actions.documents import DOCUMENT_COMMANDS
from qcoder.gui.actions.find import FIND_COMMANDS
from qcoder.gui.actions.framework import FRAMEWORK_COMMANDS
from qcoder.gui.actions.memos import MEMO_COMMANDS
from qcoder.gui.actions.printing import PRINTING_COMMANDS
from qcoder.gui.actions.quotes import QUOTES_COMMANDS
from qcoder.gui.actions.reading import READING_COMMANDS
from qcoder.gui.actions.sorting import SORTING_COMMANDS
from qcoder.gui.actions.study import STUDY_COMMANDS
from qcoder.gui.actions.suggest import SUGGEST_COMMANDS
from qcoder.gui.actions.team import TEAM_COMMANDS
from qcoder.gui.actions.texts import TEXT_COMMANDS
from qcoder.gui.actions.window import WINDOW_COMMANDS

ALL_COMMANDS: tuple[Command, ...] = (
    *WINDOW_COMMANDS,
    *DOCUMENT_COMMANDS,
    *TEXT_COMMANDS,
    *CODEBOOK_COMMANDS,
    *CODING_COMMANDS,
    *READING_COMMANDS,
    *PRINTING_COMMANDS,
    *QUOTES_COMMANDS,
    *COMPARE_COMMANDS,
    *FRAMEWORK_COMMANDS,
    *FIND_COMMANDS,
    *AUTOCODE_COMMANDS,
    *SUGGEST_COMMANDS,
    *MEMO_COMMANDS,
    *SORTING_COMMANDS,
    *STUDY_COMMANDS,
    *AGREEMENT_COMMANDS,
    *TEAM_COMMANDS,
)
"""Every command of the program; each file of this room adds its own."""

__all__ = ["ALL_COMMANDS", "Command", "Commands"]
