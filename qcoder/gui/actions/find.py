"""Commands of the Find workspace, and the changes it makes: coding the places found, and keeping questions."""

from collections.abc import Callable, Sequence

from qcoder.analysis.asked import WORKSPACE
from qcoder.analysis.leaving_out import NAME, LeftOut
from qcoder.changes.autocode import AddCodeAndCodings
from qcoder.changes.codings import AddCodings
from qcoder.changes.queries import STOP_WORDS, DeleteQueries, RenameQuery, SaveQuery
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

FIND_COMMANDS: tuple[Command, ...] = (
    Command("find_query", _("Type what to find"), _("Go to the line that says what is looked for"), "edit", "Ctrl+F", "find"),
    Command(
        "find_saved", _("Saved questions…"), _("Save this question under a name, or ask one that was saved"), "edit", "Ctrl+Shift+F", "find"
    ),
    Command("find_words", _("List of words"), _("Count every word that is said, where you look"), "edit", "Ctrl+Shift+W", "find"),
    Command("find_sort", _("Sort the places…"), _("By document, by the word before, or by the word after"), "edit", "Ctrl+Shift+R", "find"),
    Command(
        "find_code",
        _("Code the places…"),
        _("Put a code on the places that are selected, or on all of them, as one step"),
        "code",
        "Ctrl+K",
        "find",
    ),
    Command("find_copy", _("Copy as a table"), _("Copy the places or words found, for a spreadsheet"), "edit", "Ctrl+Shift+C", "find"),
    Command("find_export", _("Export what was found…"), _("Write the places or words to Excel or csv"), "file", "Ctrl+Shift+E", "find"),
)


class FindActions:
    """Codes what was found, and keeps questions and the words to leave out; each an undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def code(self, passages: Sequence[tuple[int, Span]], code_id: int, then: Callable[[tuple[int, ...]], None]) -> Work:
        """Put a code on passages (document id, span); `then` gets the ids of their codings."""
        codings = tuple(NewCoding(document_id, code_id, span) for document_id, span in passages)
        return self._jobs.do(AddCodings(codings), then, label=_("Coding"))

    def code_anew(self, passages: Sequence[tuple[int, Span]], name: str, parent_id: int | None) -> Work:
        """Make a code and put it on passages, as one step."""
        return self._jobs.do(AddCodeAndCodings(name, parent_id, tuple(passages)), label=_("Coding"))

    def save(self, name: str, asked: str) -> Work:
        """Keep a question under a name."""
        return self._jobs.do(SaveQuery(WORKSPACE, name, asked))

    def rename(self, query_id: int, name: str) -> Work:
        """Give a kept question another name."""
        return self._jobs.do(RenameQuery(query_id, name))

    def delete(self, query_ids: Sequence[int]) -> Work:
        """Remove kept questions."""
        return self._jobs.do(DeleteQueries(tuple(query_ids)))

    def leave_out(self, left: LeftOut) -> Work:
        """Say which words the word list leaves out."""
        return self._jobs.do(SaveQuery(STOP_WORDS, NAME, left.to_json()))
