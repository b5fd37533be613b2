"""Writing memos and journal entries, and the commands of their workspace."""

from collections.abc import Callable, Sequence

from qcoder.changes.memos import AddJournalEntry, DeleteMemos, EditMemo, SetMemo
from qcoder.domain.memos import Subject
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

_PLACE = "memos"
MEMO_COMMANDS: tuple[Command, ...] = (
    Command("go_memos", _("Memos and journal"), _("Read, search and write memos and the project's journal"), "go", "Ctrl+8"),
    Command("journal_entry", _("New journal entry"), _("Write into the project's journal, from wherever you are"), "study", "Ctrl+Shift+J"),
    Command(
        "memo_about",
        _("Memo about…"),
        _("Write a memo about a document, a code, a participant, a place, a group or a wave"),
        "study",
        "Ctrl+Shift+M",
    ),
    Command("memos_words", _("Words in memos"), _("Show only memos with these words"), "go", "Ctrl+Shift+L", _PLACE),
    Command("memos_clear", _("Show every memo again"), _("Take all filters back"), "view", "", _PLACE),
    Command("memos_next", _("Next heading"), _("Go to the first memo under the next heading"), "go", "Alt+Down", _PLACE),
    Command("memos_previous", _("Previous heading"), _("Go to the first memo under the heading before"), "go", "Alt+Up", _PLACE),
    Command("memos_write", _("Write in the memo"), _("Put the cursor into the memo (Enter in the list)"), "code", "Ctrl+M", _PLACE),
    Command("memos_open", _("Show what it is about"), _("Open the passage, document or code of the memo"), "go", "Ctrl+Return", _PLACE),
    Command("memos_delete", _("Delete the memos"), _("Delete the selected memos of yours (Delete in the list)"), "code", "", _PLACE),
    Command("memos_copy", _("Copy the memos"), _("Copy the selected memos as text (Ctrl+C in the list)"), "edit", "", _PLACE),
    Command("memos_export", _("Export these memos…"), _("Write what is shown to Word, Excel, csv or html"), "file", "", _PLACE),
)
CHANGING = ("journal_entry", "memo_about", "memos_write", "memos_delete")
"""Those that change the project."""


class MemoActions:
    """The acting coder's memos about things; each call is one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def write(self, subject: Subject, subject_id: int | None, text: str, then: Callable[[], None] = lambda: None) -> Work:
        """Write, change or (when blank) remove one's own memo about a thing; `then` hears that it is stored."""
        return self._jobs.do(SetMemo(subject, subject_id, text), lambda _done: then())

    def add_entry(self, text: str, then: Callable[[int | None], None]) -> Work:
        """Write a journal entry; `then` gets its id, or None when nothing was written."""
        return self._jobs.do(AddJournalEntry(text), then)

    def edit(self, memo_id: int, text: str, then: Callable[[], None] = lambda: None) -> Work:
        """Change one's own memo or journal entry, or (when blank) remove it; `then` hears that it is stored."""
        return self._jobs.do(EditMemo(memo_id, text), lambda _done: then())

    def delete(self, memo_ids: Sequence[int]) -> Work:
        """Delete memos and journal entries of one's own."""
        return self._jobs.do(DeleteMemos(tuple(memo_ids)))
