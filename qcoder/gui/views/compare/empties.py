"""What a page of Compare says while there is nothing to show, and what one can do about it."""

from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.words import _

Lacking = tuple[str, str, str]
"""What is said, what the button says, and what it does."""
NOBODY_SPEAKS: Lacking = (
    _("Compare counts what participants say, and nobody who speaks is tied to a participant yet. Say who they are first."),
    _("Open Team and study"),
    "team",
)


def what_is_missing(read: Reader, *, codings: bool = True) -> Lacking | None:
    """What has to be there before anything can be compared; None when it is."""
    to_read = _("Open Read and code")
    if not read.documents.names():
        words = _("Compare shows who says what across localities and groups. It needs transcripts first.")
        return words, _("Import transcripts…"), "import_transcripts"
    if not codings:
        return None
    if not len(read.codes.tree()):
        return _("Compare shows how often codes occur across localities and groups. Make a code first."), to_read, "read"
    if not read.codings.count():
        return _("Nothing has been coded yet, so there is nothing to count. Code some passages first."), to_read, "read"
    return None


def act_on(desk: Desk, name: str) -> None:
    """Do what the button says."""
    if name == "import_transcripts":
        desk.commands[name].trigger()
    else:
        desk.signals.show_workspace.emit(name)
