"""What every workspace is given and must answer to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.gui.actions.base import Commands
from qcoder.gui.errors import Errors
from qcoder.gui.jobs import Jobs
from qcoder.gui.views.files import FileDoor
from qcoder.gui.widgets.theme import Theme
from qcoder.settings import Settings


class Signals(QObject):
    """What workspaces say to the window. Ids are 63 bits wide, so they travel as objects."""

    open_passage = Signal(object, object)
    """(document id, Span or None): show it in Read & code."""
    open_code = Signal(object)
    """A code's id: show it in Read & code."""
    write_memo = Signal(object, object)
    """(Subject, id or None): write a memo about it in Memos; about the project, an entry of the journal."""
    found = Signal(object, object)
    """(document id, spans): what was looked for and found in the document that has just been opened."""
    show_workspace = Signal(str)
    """Switch to the workspace of that name."""
    show_passages = Signal(object, str)
    """(ids of codings, what they are): show these in Quotes."""
    notice = Signal(str)
    """Say something in passing, at the bottom of the window."""
    offer = Signal(str, object)
    """Add to what is said at the bottom of the window one thing that can be done about it: its label, and what does it."""
    status = Signal(str)
    """Say where the person is, at the left of the status bar."""
    files_dropped = Signal(object)
    """Files (a list of Path) were dropped, to be imported."""
    sort_cards = Signal(object, object)
    """(coding ids, code ids): lay them out as cards in Sort."""
    settings_changed = Signal(object)
    """The person's preferences were changed: the new Settings."""


@dataclass(slots=True)
class Desk:
    """What a workspace works with; `theme` and `settings` are replaced when the person changes them."""

    jobs: Jobs
    commands: Commands
    errors: Errors
    signals: Signals
    settings: Settings
    theme: Theme
    files: FileDoor = field(default_factory=FileDoor)


class Workspace(QWidget):
    """One of the places of the window. `name` is its stable id, such as `read`."""

    name = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("ground")

    def refresh(self, tables: frozenset[str]) -> None:
        """Something changed in these tables: show it. Called only while this workspace is shown, or when it is shown next."""

    def shown(self) -> None:
        """This workspace has come to the front: put the focus where work goes on."""

    def restyle(self) -> None:
        """Theme or reading settings changed: take them from the desk."""

    def open_passage(self, document_id: int, span: Span | None) -> None:
        """Show a passage; only Read & code can."""

    def lay_out(self, coding_ids: list[int], code_ids: list[int]) -> None:
        """Lay quotes and codes out as cards; only Sort can."""

    def show_code(self, code_id: int) -> None:
        """Show what there is of a code; only Quotes can."""

    def show_passages(self, coding_ids: Sequence[int], words: str) -> None:
        """Show just these passages; only Quotes can."""

    def open_code(self, code_id: int) -> None:
        """Show a code; only Read & code can."""

    def write_memo(self, subject: Subject, subject_id: int | None) -> None:
        """Begin a memo about a thing, or a journal entry; only Memos can."""

    def choose_memo(self) -> None:
        """Ask what a memo should be about; only Memos can."""

    def commit(self) -> None:
        """Hand over what is being written: the project is about to be closed."""

    def help_page(self) -> str:
        """The name of the help page for this place."""
        return self.name
