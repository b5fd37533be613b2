"""Commands of the Quotes workspace, and what it changes beside codings and memos."""

from collections.abc import Sequence

from qcoder.changes.queries import DeleteQueries, RenameQuery, SaveQuery
from qcoder.changes.stars import StarCodings
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

_PLACE = "quotes"
QUOTES_COMMANDS: tuple[Command, ...] = (
    Command("quotes_codes", _("Choose codes"), _("Go to the codes whose passages are shown"), "go", "Ctrl+L", _PLACE),
    Command("quotes_words", _("Words in the passage"), _("Show only passages with these words"), "go", "Ctrl+Shift+L", _PLACE),
    Command(
        "quotes_saved", _("Saved choices…"), _("Keep this choice of codes and filters under a name, or come back to one"), "edit",
        "Ctrl+Shift+F", _PLACE,
    ),
    Command("quotes_clear", _("Show everything again"), _("Take all choices and filters back"), "view", "", _PLACE),
    Command("quotes_next", _("Next heading"), _("Go to the first passage under the next heading"), "go", "Alt+Down", _PLACE),
    Command("quotes_previous", _("Previous heading"), _("Go to the first passage under the heading before"), "go", "Alt+Up", _PLACE),
    Command(
        "quotes_open", _("Open in Read"), _("Show this passage in its transcript (Enter in the list)"), "go", "Ctrl+Return", _PLACE
    ),
    Command(
        "quotes_context",
        _("Show what stands around it"),
        _("Show or hide what was said before and after this passage (Space in the list)"),
        "view",
        "Ctrl+Shift+Space",
        _PLACE,
    ),
    Command("quotes_star", _("Star"), _("Pick these passages out, or take the star off (S in the list)"), "code", "Ctrl+D", _PLACE),
    Command("quotes_recode", _("Recode…"), _("Give these passages another code (R in the list)"), "code", "Ctrl+Shift+R", _PLACE),
    Command(
        "quotes_ends",
        _("Change the ends"),
        _("Move where this passage starts and ends by arrow keys (E in the list)"),
        "code",
        "Ctrl+Shift+E",
        _PLACE,
    ),
    Command("quotes_memo", _("Write a memo"), _("Write what you think about this passage (M in the list)"), "code", "Ctrl+M", _PLACE),
    Command("quotes_remove", _("Remove the coding"), _("Take the code off; the text stays (Delete in the list)"), "code", "", _PLACE),
    Command(
        "quotes_example",
        _("Use as the code's example"),
        _("Put this passage among the examples in its code's definition"),
        "code",
        "Ctrl+Shift+X",
        _PLACE,
    ),
    Command("quotes_sort", _("Sort as cards…"), _("Lay the selected passages out as cards in Sort"), "study", "", _PLACE),
    Command("quotes_copy", _("Copy with citation"), _("Copy these passages with their source (Ctrl+C in the list)"), "edit", "", _PLACE),
    Command(
        "quotes_copy_table", _("Copy as a table"), _("Copy the selected passages with all attributes, for a spreadsheet"), "edit",
        "Ctrl+Shift+C", _PLACE,
    ),
    Command("quotes_citation", _("Form of citation…"), _("Choose or write how copied passages are cited"), "edit", "", _PLACE),
    Command("quotes_export", _("Export these quotes…"), _("Write what is shown to Word, Excel, csv or html"), "file", "", _PLACE),
)  # fmt: skip
CHANGING = ("quotes_star", "quotes_recode", "quotes_ends", "quotes_memo", "quotes_remove", "quotes_example", "quotes_sort")
"""Those that change the project."""


class QuoteActions:
    """What changes quotes as quotes; each call is one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def star(self, coding_ids: Sequence[int], on: bool) -> Work:
        """Star passages, or take their stars off."""
        return self._jobs.do(StarCodings(tuple(coding_ids), on))


class QuoteQuestions:
    """Choices of quotes kept under a name; each call is one undoable step."""

    WORKSPACE = "quotes"

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def save(self, name: str, asked: str) -> Work:
        """Keep a choice, written as JSON, under a name; one of that name shows this from now on."""
        return self._jobs.do(SaveQuery(self.WORKSPACE, name, asked))

    def rename(self, query_id: int, name: str) -> Work:
        """Give a kept choice another name."""
        return self._jobs.do(RenameQuery(query_id, name))

    def delete(self, query_ids: Sequence[int]) -> Work:
        """Remove kept choices."""
        return self._jobs.do(DeleteQueries(tuple(query_ids)))
