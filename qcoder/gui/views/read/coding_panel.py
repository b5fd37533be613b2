"""What the inspector says about one coding: who put it there, when and how, and what they thought."""

from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qcoder.domain.codings import Coding, Origin
from qcoder.domain.memos import Memo, Subject
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.jobs import Jobs
from qcoder.gui.views.read.fields import Field, Section, words
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


class MemoBox(QWidget):
    """One's own memo to write in, and under it what others wrote."""

    def __init__(self, jobs: Jobs, actions: MemoActions, subject: Subject, hint: str) -> None:
        super().__init__()
        self._jobs = jobs
        self._actions = actions
        self._subject = subject
        self._about: int | None = None
        self.field = Field(_("Memo"), hint)
        self.field.setEnabled(jobs.can_write)
        self.field.left.connect(self._left)
        self.others = words("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Section(_("Memo"), self.field))
        column.addWidget(self.others)

    def show_about(self, subject_id: int, coders: dict[int, str]) -> None:
        """Show the memos about a thing; what was being written about another one is kept there first."""
        if subject_id != self._about:
            self.field.keep()
        fresh, self._about = subject_id != self._about, subject_id
        memos = self._jobs.read.memos.of(self._subject, subject_id)
        me = self._jobs.project.coder[0]
        mine = next((memo.text for memo in memos if memo.coder_id == me), "")
        if fresh:
            self.field.show_new(mine)
        else:
            self.field.show_text(mine)
        self._show_others([memo for memo in memos if memo.coder_id != me], coders)

    def _show_others(self, memos: list[Memo], coders: dict[int, str]) -> None:
        self.others.setText("\n\n".join(f"{coders.get(memo.coder_id, '')}: {memo.text}" for memo in memos))
        self.others.setVisible(bool(memos))

    def _left(self, text: str) -> None:
        if self._about is not None:
            self._actions.write(self._subject, self._about, text)


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
