"""Commands of the Compare workspace, and its pages."""

from collections.abc import Sequence

from qcoder.changes.queries import DeleteQueries, RenameQuery, SaveQuery
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

COMPARE_PAGES = (
    ("table", _("Table"), _("Who says what, where: participants, passages or words by code and column")),
    ("relations", _("Codes with codes"), _("Which codes go together, and which follow which: matrix, list and network")),
    ("framework", _("Framework"), _("Cases by themes with a summary in each cell, or the quotes themselves")),
    ("saturation", _("Saturation"), _("How many new codes each further interview brings")),
    ("report", _("Report"), _("Tables, pictures and quotes in an order of your own, written to Word")),
)
"""Key, title and help of every page, in the order of the tabs; each has a command of its own."""

COMPARE_COMMANDS = (
    *(
        Command(f"compare_page_{key}", _("Compare: {page}").format(page=title), about, "go", "", "compare")
        for key, title, about in COMPARE_PAGES
    ),
    Command("compare_next_page", _("Next page of Compare"), _("Show the page to the right"), "go", "Ctrl+PgDown", "compare"),
    Command("compare_previous_page", _("Previous page of Compare"), _("Show the page to the left"), "go", "Ctrl+PgUp", "compare"),
    Command(
        "compare_rows",
        _("Choose rows…"),
        _("Choose whose figures the rows show: a branch of the codebook, or single codes"),
        "study",
        "Ctrl+Shift+R",
        "compare",
    ),
    Command(
        "compare_intervals",
        _("Show intervals"),
        _("Show how far each share may lie from the true one (Wilson, 95 %)"),
        "study",
        "Ctrl+Shift+I",
        "compare",
    ),
    Command(
        "compare_copy",
        _("Copy the table"),
        _("Copy the table of figures, for a spreadsheet or a text"),
        "study",
        "Ctrl+Shift+C",
        "compare",
    ),
    Command(
        "compare_export",
        _("Export the table…"),
        _("Write the table of figures to Excel, Word or csv"),
        "study",
        "Ctrl+Shift+E",
        "compare",
    ),
    Command(
        "compare_only",
        _("Narrow the comparison…"),
        _("Look only at some values of a variable, at fully coded documents, or at what several coders coded alike"),
        "study",
        "Ctrl+Shift+L",
        "compare",
    ),
    Command(
        "compare_hide",
        _("Hide small figures"),
        _("Hide figures behind which fewer than 5, or 10, participants stand, and what would give them away; then show all again"),
        "study",
        "Ctrl+Shift+H",
        "compare",
    ),
    Command(
        "compare_save",
        _("Saved comparisons…"),
        _("Keep this comparison under a name, or come back to one and see what moved"),
        "study",
        "Ctrl+Shift+K",
        "compare",
    ),
    Command(
        "compare_to_report",
        _("Put this into the report"),
        _("Add what the page shows to the report, counted anew whenever that is written"),
        "study",
        "Ctrl+Shift+Y",
        "compare",
    ),
    Command("compare_report_write", _("Write the report…"), _("Write the report to Word"), "study", "", "compare"),
    Command("compare_report_up", _("Part of the report up"), _("Move the chosen part of the report up"), "study", "", "compare"),
    Command("compare_report_down", _("Part of the report down"), _("Move the chosen part of the report down"), "study", "", "compare"),
    Command(
        "compare_relations_shown",
        _("Matrix, list or network"),
        _("Show codes with codes as a matrix, as a list of pairs, as a network, in turn"),
        "study",
        "Ctrl+Alt+S",
        "compare",
    ),
    Command("compare_picture_copy", _("Copy the picture"), _("Copy the picture in front, drawn for print"), "study", "", "compare"),
    Command(
        "compare_picture_save",
        _("Save the picture…"),
        _("Write the picture in front as SVG, its words as text, or as PNG in 300 dots to the inch"),
        "study",
        "",
        "compare",
    ),
)


class KeptComparisons:
    """Comparisons kept under a name, each an undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def save(self, workspace: str, name: str, asked: str) -> Work:
        """Keep what is asked under a name; one of the same name asks this from now on."""
        return self._jobs.do(SaveQuery(workspace, name, asked))

    def rename(self, query_id: int, name: str) -> Work:
        """Give it another name."""
        return self._jobs.do(RenameQuery(query_id, name))

    def delete(self, query_ids: Sequence[int]) -> Work:
        """Remove them."""
        return self._jobs.do(DeleteQueries(tuple(query_ids)))
