"""Small parts of the merge page."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qcoder.merge.decisions import BOTH, LEAVE, MINE, ONE, PROPOSAL, TAKE, THEIRS, TWO
from qcoder.words import _, n_


def card() -> tuple[QFrame, QVBoxLayout]:
    """A frame to put words into."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(14, 10, 14, 10)
    layout.setSpacing(4)
    return frame, layout


def clear_out(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            clear_out(inner)


def kind_words(kind: str, n: int, them: str) -> tuple[str, dict[str, str]]:
    """What conflicts of a kind are called, and the choices for all of them."""
    theirs = _("as {who} has it").format(who=them) if them else _("as they have it")
    sides = {MINE: _("as I have it"), THEIRS: theirs, BOTH: _("keep both")}
    words = {
        "changed": (n_("All {n} that both changed:", "All {n} that both changed:", n), sides),
        "text": (n_("All {n} corrected texts:", "All {n} corrected texts:", n), sides),
        "moved": (n_("All {n} moved into each other:", "All {n} moved into each other:", n), sides),
        "same name": (n_("All {n} of one name:", "All {n} of one name:", n), {ONE: _("one thing"), TWO: _("two things")}),
        "deleted there": (n_("All {n} deleted there:", "All {n} deleted there:", n), {MINE: _("keep"), THEIRS: _("delete")}),
        PROPOSAL: (n_("All {n} proposals:", "All {n} proposals:", n), {TAKE: _("take"), LEAVE: _("leave")}),
        "deleted here": (n_("All {n} deleted here:", "All {n} deleted here:", n), {THEIRS: _("bring back"), MINE: _("leave deleted")}),
    }
    return words[kind]
