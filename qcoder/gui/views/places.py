"""The workspaces there are, in the order of the bar, and how each is made."""

import importlib

from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.words import _

PLACES = (
    ("read", _("Read"), _("Read transcripts and code passages")),
    ("find", _("Find"), _("Find words and patterns in all transcripts")),
    ("quotes", _("Quotes"), _("Read, sort and copy the passages of the codes you choose")),
    ("compare", _("Compare"), _("Compare how often codes occur across localities and groups")),
    ("suggest", _("Suggest"), _("Look at passages you may have missed")),
    ("sort", _("Sort"), _("Sort quotes and codes as cards into piles")),
    ("memos", _("Memos"), _("Read, search and write memos and the project's journal")),
    ("team", _("Team"), _("People, places, coders, merge and history")),
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

        return CompareView(desk)
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


def read_modules() -> None:
    """Read the modules of all workspaces, so that nobody waits for that when they first go there. Fit for any thread."""
    for name, _word, _tip in PLACES:
        importlib.import_module(f"qcoder.gui.views.{name}")
