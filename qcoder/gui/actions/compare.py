"""Commands of the Compare workspace, and its pages."""

from qcoder.gui.actions.base import Command
from qcoder.words import _

COMPARE_PAGES = (("table", _("Table"), _("Who says what, where: participants, passages or words by code and column")),)
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
    Command("compare_plot_copy", _("Copy the dot plot"), _("Copy the dot plot as a picture"), "study", "", "compare"),
    Command("compare_plot_save", _("Save the dot plot…"), _("Write the dot plot as PNG or SVG"), "study", "", "compare"),
)
