"""Transcripts on paper; nothing here changes the project."""

from qcoder.gui.actions.base import Command
from qcoder.words import _

PRINTING_COMMANDS: tuple[Command, ...] = (
    Command(
        "print_transcript",
        _("Print the transcript…"),
        _("Look at the open transcript as it comes out on paper, with its codings in the margin; print it or save it as PDF"),
        "file",
        "Ctrl+P",
        "read",
    ),
)
