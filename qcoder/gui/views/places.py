"""The workspaces there are, in the order of the bar, and how each is made."""

from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.words import _

PLACES = (
    ("read", _("Read"), _("Read transcripts and code passages (Ctrl+1)")),
    ("find", _("Find"), _("Find words and patterns in all transcripts (Ctrl+2)")),
    ("quotes", _("Quotes"), _("Read, sort and copy the passages of the codes you choose (Ctrl+3)")),
    ("compare", _("Compare"), _("Compare how often codes occur across localities and groups (Ctrl+4)")),
    ("suggest", _("Suggest"), _("Look at passages you may have missed (Ctrl+5)")),
    ("sort", _("Sort"), _("Sort quotes and codes as cards into piles (Ctrl+9)")),
    ("memos", _("Memos"), _("Read, search and write memos and the project's journal")),
    ("team", _("Team"), _("People, places, coders, merge and history (Ctrl+7)")),
)


def make_workspace(name: str, desk: Desk) -> Workspace:
    """Make a workspace when it is first shown; its module is read only then, so that the window opens quickly."""
    if name == "read":
        from qcoder.gui.views.read import ReadView

        return ReadView(desk)
    if name == "find":
        from qcoder.gui.views.find import FindView

        return FindView(desk)
    if name == "quotes":
        from qcoder.gui.views.quotes import QuotesView

        return QuotesView(desk)
    if name == "compare":
        from qcoder.gui.views.compare import CompareView

        return CompareView(desk, desk.files)
    if name == "suggest":
        from qcoder.gui.views.suggest import SuggestView

        return SuggestView(desk)
    if name == "sort":
        from qcoder.gui.views.sort import SortView

        return SortView(desk)
    if name == "memos":
        from qcoder.gui.views.memos.view import MemosView

        return MemosView(desk)
    from qcoder.gui.views.team import TeamView

    return TeamView(desk, desk.files)
