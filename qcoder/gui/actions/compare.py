"""Commands of the Compare workspace; it changes nothing, so there is no class of actions."""

from qcoder.gui.actions.base import Command
from qcoder.words import _

COMPARE_COMMANDS = (
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
