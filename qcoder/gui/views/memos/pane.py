"""One memo at the right: what it is about, as far as it can be shown, and the words, to be written in."""

from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.memos import Memo, Subject, kind_words
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.views.memos.about import About, about
from qcoder.gui.views.memos.box import MemoField, MemoTools
from qcoder.gui.views.memos.drafts import MemoDraft, MemoDrafts
from qcoder.gui.views.read.coding_panel import when_words
from qcoder.gui.views.read.fields import words
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.colors import ReadingColors, underlay
from qcoder.gui.widgets.theme import heading_points
from qcoder.gui.widgets.typeset import Reading
from qcoder.words import _

_HIGHEST = 230


class MemoPane(QWidget):
    """Shows one memo, or takes a new one."""

    left = Signal()
    """The person pressed Escape or Ctrl+Enter in the memo."""
    open_asked = Signal()
    delete_asked = Signal()
    adopted = Signal(object)
    """A new memo has been stored: its id."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._actions, self._drafts = MemoActions(desk.jobs), MemoDrafts(desk.jobs)
        self.memo: Memo | None = None
        self.subject: Subject | None = None
        self.subject_id: int | None = None
        self._about = About("", "")
        self._build()

    def _build(self) -> None:
        self.kind = words("", "muted")
        self.title = QPushButton()
        self.title.setProperty("role", "link")
        self.title.setToolTip(_("Show it (Ctrl+Enter in the list)"))
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.fields = words("", "muted")
        self.fields.setTextFormat(Qt.TextFormat.RichText)
        self.context = QLabel()
        self.context.setTextFormat(Qt.TextFormat.RichText)
        self.context.setWordWrap(True)
        self.context.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.context.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.around = QScrollArea()
        inner = QWidget()
        inner.setObjectName("ground")
        both = QVBoxLayout(inner)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self.fields)
        both.addWidget(self.context)
        both.addStretch(1)
        self.around.setWidget(inner)
        self.around.setWidgetResizable(True)
        self.around.setFrameShape(QFrame.Shape.NoFrame)
        self.around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.around.setAccessibleName(_("What the memo is about"))
        self.field = MemoField(self._desk.jobs, _("Memo"), _("Write here. Esc keeps it and goes back to the list."), grows=False)
        self.field.use(self._desk)
        self.tools = MemoTools(self.field)
        self.facts = words("", "muted")
        self.mine = QPushButton(_("Write one of my own"))
        self.open = QPushButton(_("Show what it is about"))
        self.delete = QPushButton(_("Delete"))
        self.nothing = words(_("Choose a memo in the list, or write a new one."), "muted")
        head = QHBoxLayout()
        head.addWidget(self.facts, 1)
        head.addWidget(self.tools)
        foot = QHBoxLayout()
        for button in (self.open, self.mine, self.delete):
            button.setProperty("role", "quiet")
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 20, 8)
        column.setSpacing(6)
        for widget in (self.kind, self.title, self.around):
            column.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.field, 1)
        column.addLayout(foot)
        column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        self.field.left.connect(self._left)
        self.field.paused.connect(self._paused)
        self.field.done.connect(self.left)
        self.title.clicked.connect(self.open_asked)
        self.open.clicked.connect(self.open_asked)
        self.delete.clicked.connect(self.delete_asked)
        self.mine.clicked.connect(self._write_mine)
        self.clear()

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_memo(self, memo_id: int) -> None:
        """Show a memo; what was being written in another one is kept first."""
        self.keep()
        memo = self._desk.jobs.read.memos.get(memo_id)
        if memo is None:
            self.clear()
            return
        self.memo, self.subject, self.subject_id = memo, memo.subject, memo.subject_id
        self.field.show_new(memo.text)
        self._show()

    def begin(self, subject: Subject, subject_id: int | None) -> None:
        """Take a new memo about a thing; one's own that is there already is gone on with. The journal takes a new entry."""
        self.keep()
        if subject is not Subject.PROJECT:
            mine = self._own(subject, subject_id)
            if mine is not None:
                self.show_memo(mine.id)
                self.field.setFocus()
                return
        self.memo, self.subject, self.subject_id = None, subject, subject_id
        self.field.show_new("")
        self._show()
        self.field.setFocus()

    def clear(self) -> None:
        """Show nothing."""
        self.memo, self.subject, self.subject_id = None, None, None
        self.field.show_new("")
        self._show()

    def refresh(self) -> None:
        """Show what is stored now; what is being written stays."""
        if self.memo is not None:
            memo = self._desk.jobs.read.memos.get(self.memo.id)
            if memo is None:
                self.clear()
                return
            self.memo = memo
            self.field.show_text(memo.text)
            self.field.look_again()
        self._show()

    def keep(self) -> None:
        """Hand over what is being written."""
        self.field.keep()

    @property
    def is_open(self) -> bool:
        """True while a memo is shown or a new one is written."""
        return self.subject is not None

    def _own(self, subject: Subject, subject_id: int | None) -> Memo | None:
        me = self._desk.jobs.project.coder[0]
        return next((memo for memo in self._desk.jobs.read.memos.of(subject, subject_id) if memo.coder_id == me), None)

    def _show(self) -> None:
        memo, there = self.memo, self.is_open
        mine = memo is None or memo.coder_id == self._desk.jobs.project.coder[0]
        can_write = self._desk.jobs.can_write
        for widget in (self.kind, self.title, self.around, self.field, self.tools, self.facts, self.open, self.mine, self.delete):
            widget.setVisible(there)
        self.nothing.setVisible(not there)
        if self.subject is None:
            return
        self._about = about(self._desk.jobs.read, self.subject, self.subject_id)
        kind = kind_words(self.subject)
        self.kind.setText(kind[:1].upper() + kind[1:])
        self.kind.setVisible(self.subject is not Subject.PROJECT)
        title = self._about.title.replace(PATH_SEPARATOR, " › ")
        self.title.setText(title.replace("&", "&&"))
        self.title.setAccessibleName(_("Show {thing}").format(thing=title))
        has_place = self.subject is not Subject.PROJECT
        self.title.setEnabled(has_place)
        self.open.setVisible(has_place)
        self.field.setReadOnly(not (mine and can_write))
        self.tools.setVisible(mine and can_write)
        self.delete.setVisible(memo is not None and mine and can_write)
        self.mine.setVisible(not mine and can_write and self.subject is not Subject.PROJECT)
        self.facts.setText(self._facts_words(memo, mine))
        self._show_context()

    def _facts_words(self, memo: Memo | None, mine: bool) -> str:
        if memo is None:
            return _("New entry") if self.subject is Subject.PROJECT else _("New memo")
        coders = {coder.id: coder.name for coder in self._desk.jobs.read.study.coders()}
        parts = [coders.get(memo.coder_id, ""), when_words(memo.made_at)]
        if memo.changed_at != memo.made_at:
            parts.append(_("changed {time}").format(time=when_words(memo.changed_at)))
        if not mine:
            parts.append(_("only they can change it"))
        return " · ".join(filter(None, parts))

    def _show_context(self) -> None:
        theme = self._desk.theme
        colors = ReadingColors(ground=theme.ground, text=theme.text, muted=theme.muted)
        lines = [(f"<b>{escape(name)}</b>&nbsp; " if name else "") + escape(text) for name, text in self._about.fields]
        self.fields.setText("".join(f"<p style='margin: 0 0 4px 0'>{line}</p>" for line in lines).replace("\n", "<br>"))
        self.fields.setVisible(bool(lines))
        passage = ""
        if self._about.passage:
            ground = underlay(self._about.color or theme.accent, colors, 1)
            before, after = (
                f"<span style='color: {theme.muted}'>{escape(text)}</span>" for text in (self._about.before, self._about.after)
            )
            marked = f"<span style='background-color: {ground}'>{escape(self._about.passage)}</span>"
            passage = f"<p style='margin: 0; line-height: 140%'>{before}{marked}{after}</p>".replace("\n", "<br>")
        self.context.setText(passage)
        self.context.setVisible(bool(passage))
        self.around.setVisible(bool(lines or passage))
        self._fit()

    def _fit(self) -> None:
        width = max(self.width() - 60, 120)
        shown = (self.fields, self._about.fields), (self.context, self._about.passage)
        height = sum(label.heightForWidth(width) + 6 for label, there in shown if there)
        self.around.setFixedHeight(min(height + 2, _HIGHEST, max(self.height() // 3, 60)))

    def resizeEvent(self, event: object) -> None:
        """What the memo is about takes as much room as it needs, within bounds."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        if self.is_open:
            self._fit()

    def restyle(self) -> None:
        """Take theme and type from the desk."""
        theme, settings = self._desk.theme, self._desk.settings
        points = heading_points(self.font().pointSizeF()) - 2
        self.title.setStyleSheet(
            f"QPushButton {{ font-size: {points:.1f}pt; font-weight: 600; padding: 0; }} :disabled {{ color: {theme.text}; }}"
        )
        self.context.setFont(Reading(settings.font_family, settings.font_size).font())
        self.field.set_theme(theme)
        self._show()

    # -- writing ----------------------------------------------------------------------------------------------------

    def _left(self, text: str) -> None:
        if self.subject is None:
            return
        draft = self._draft(text)
        # Until it is stored: what it is about may be gone, or the disk full.
        self._drafts.note(draft)
        forget = partial(self._drafts.forget, draft)
        if self.memo is not None:
            self._actions.edit(self.memo.id, text, forget)
        elif self.subject is Subject.PROJECT:
            self._actions.add_entry(text, partial(self._adopt, draft))
        else:
            self._actions.write(self.subject, self.subject_id, text, forget)

    def _adopt(self, draft: MemoDraft, memo_id: int | None) -> None:
        """What was new is stored: writing goes on in it."""
        self._drafts.forget(draft)
        if memo_id is not None and self.memo is None and self.subject is Subject.PROJECT:
            self.memo = self._desk.jobs.read.memos.get(memo_id)
            self._show()
            self.adopted.emit(memo_id)

    def look_for_new(self) -> None:
        """After a step: the memo about a thing that was new may be stored now."""
        if self.memo is None and self.subject is not None and self.subject is not Subject.PROJECT:
            mine = self._own(self.subject, self.subject_id)
            if mine is not None:
                self.memo = mine
                self._show()
                self.adopted.emit(mine.id)

    def _write_mine(self) -> None:
        if self.subject is not None:
            self.begin(self.subject, self.subject_id)

    def _paused(self, text: str) -> None:
        if self.subject is not None:
            self._drafts.note(self._draft(text))

    def _draft(self, text: str) -> MemoDraft:
        subject = self.subject or Subject.PROJECT
        return MemoDraft(subject, self.subject_id, self.memo.id if self.memo else None, self.memo.text if self.memo else "", text)
