"""What the inspector says about one coding: who put it there, when and how, and what they thought."""

from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qcoder.domain.codings import Coding, Origin
from qcoder.domain.memos import Subject
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.jobs import Jobs
from qcoder.gui.views.memos.box import MemoBox
from qcoder.gui.views.read.fields import Section, words
from qcoder.words import _, n_


def when_words(milliseconds: int, now: datetime | None = None) -> str:
    """A moment (ms UTC) in the person's own time: `today 10:42`, `yesterday 9:05`, `2026-05-31 14:00`."""
    then = datetime.fromtimestamp(milliseconds / 1000).astimezone()
    today = (now or datetime.now().astimezone()).date()
    clock = f"{then:%H:%M}"
    if then.date() == today:
        return _("today {time}").format(time=clock)
    if then.date() == today - timedelta(days=1):
        return _("yesterday {time}").format(time=clock)
    return f"{then:%Y-%m-%d} {clock}"


def origin_words(origin: Origin) -> str:
    """How a coding came about, in words."""
    return {
        Origin.HAND: _("by hand"),
        Origin.IMPORT: _("imported"),
        Origin.SUGGESTION: _("accepted from a suggestion"),
        Origin.AUTOCODE: _("autocoded"),
        Origin.MERGE: _("merged from another copy"),
        Origin.UNDO: _("brought back by undo"),
        Origin.REDO: _("brought back by redo"),
    }[origin]


class CodingPanel(QWidget):
    """One coding: facts, what can be done with it, memo."""

    recode_wanted = Signal()
    ends_wanted = Signal()
    remove_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, jobs: Jobs, memos: MemoActions) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.facts = words()
        column.addWidget(Section(_("This passage"), self.facts))
        self.neighbours = words()
        self.join = QPushButton(_("Join them  Ctrl+J"))
        self.join.clicked.connect(self.join_wanted)
        column.addWidget(self.neighbours)
        column.addWidget(self.join)
        column.addLayout(self._buttons(jobs.can_write))
        self.memo = MemoBox(jobs, memos, Subject.CODING, _("What strikes you here? (M)"))
        column.addWidget(self.memo)

    def _buttons(self, can_write: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(4)
        for column, (label, key, help_words, signal) in enumerate(
            (
                (_("Recode"), "R", _("Give this passage another code"), self.recode_wanted),
                (_("Ends"), "E", _("Change where the passage starts and ends"), self.ends_wanted),
                (_("Remove"), "Del", _("Take the code off this passage; the text stays"), self.remove_wanted),
            )
        ):
            button = QPushButton(f"{label}  {key}")
            button.setAccessibleName(label)
            button.setToolTip(help_words)
            button.setEnabled(can_write)
            button.clicked.connect(signal)
            grid.addWidget(button, 0, column)
        grid.setColumnStretch(3, 1)
        return grid

    def show_coding(self, coding: Coding, coders: dict[int, str], neighbours: int, can_write: bool) -> None:
        """Show one coding; `neighbours` is how many others of its code and coder touch or overlap it."""
        parts = (coders.get(coding.coder_id, ""), when_words(coding.made_at), origin_words(coding.origin))
        self.facts.setText(" · ".join(part for part in parts if part))
        self.neighbours.setText(
            n_("{n} passage with the same code touches or overlaps it.", "{n} passages with the same code touch or overlap it.", neighbours)
        )
        self.neighbours.setVisible(neighbours > 0)
        self.join.setVisible(neighbours > 0 and can_write)
        self.memo.show_about(coding.id, coders)


def heading(text: str = "") -> QLabel:
    """A title at the top of a panel."""
    label = words(text, "heading")
    label.setWordWrap(True)
    return label
