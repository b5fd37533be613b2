"""The box to write a memo in, wherever a thing is shown: small tools above, and under it what others wrote."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from qcoder.domain.memos import Memo, Subject
from qcoder.domain.richtext import Block, Blocks, Run, parse, targets, write
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.jobs import Jobs
from qcoder.gui.views.memos.drafts import MemoDraft, MemoDrafts
from qcoder.gui.views.memos.linking import LinkPicker, follow, is_there
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.richtext import RichText
from qcoder.gui.widgets.theme import Theme
from qcoder.words import _


class MemoField(RichText):
    """A box for memos that knows the project: its links lead somewhere, and new ones are chosen by letters."""

    def __init__(self, jobs: Jobs, name: str, hint: str = "", *, grows: bool = True, least_lines: int = 1) -> None:
        super().__init__(name, hint, grows=grows, least_lines=least_lines)
        self._jobs = jobs
        self._desk: Desk | None = None
        self._picker: LinkPicker | None = None
        self.is_there = lambda target: is_there(jobs.read, target)
        self.link_wanted.connect(self._pick)
        self.followed.connect(self._follow)

    def use(self, desk: Desk) -> None:
        """Links may lead out of here."""
        self._desk = desk

    @property
    def picker(self) -> LinkPicker:
        """The list of what a link can lead to, made when it is first wanted."""
        if self._picker is None:
            self._picker = LinkPicker(self._jobs, self, _("Link to"), _("Letters of a code or document, or words of a passage"))
            self._picker.picked.connect(self.insert_link)
            self._picker.closed.connect(self.give_up_link)
        return self._picker

    def _pick(self) -> None:
        self.asking = True
        self.picker.ask(self.viewport().mapToGlobal(self.cursorRect().bottomLeft() + QPoint(0, 4)))

    def _follow(self, target: str) -> None:
        if self._desk is not None:
            follow(self._desk, target)


class MemoTools(QWidget):
    """Bold, italic, lists and link, for the mouse; the keys do the same, so Tab passes them over."""

    def __init__(self, field: RichText) -> None:
        super().__init__()
        self._field = field
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        self.buttons: dict[str, QToolButton] = {}
        for manner, sign, name, key in (
            ("bold", "B", _("Bold"), "Ctrl+B"),
            ("italic", "I", _("Italic"), "Ctrl+I"),
            ("bullets", "•", _("Bullets"), "Ctrl+Shift+8"),
            ("numbers", "1.", _("Numbers"), "Ctrl+Shift+7"),
            ("link", "[[", _("Link to a code, passage or document"), "Ctrl+L"),
        ):
            button = QToolButton()
            button.setText(sign)
            button.setProperty("role", "quiet")
            button.setCheckable(manner != "link")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({key})")
            font = QFont(button.font())
            font.setBold(manner == "bold")
            font.setItalic(manner == "italic")
            button.setFont(font)
            button.clicked.connect(lambda _checked=False, manner=manner: self._act(manner))
            self.buttons[manner] = button
            row.addWidget(button)
        self.setStyleSheet("QToolButton { padding: 0px 5px; min-height: 16px; border-radius: 4px; }")
        field.manner_changed.connect(self._show)

    def _act(self, manner: str) -> None:
        self._field.setFocus()
        self._field.act(manner)

    def _show(self) -> None:
        for manner, button in self.buttons.items():
            if button.isCheckable():
                button.setChecked(self._field.has(manner))


def quiet_memo(theme: Theme) -> str:
    """Style of memos that look like text until one goes there."""
    return (
        "RichText { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 1px; margin-left: -4px; }"
        f" RichText:hover {{ border: 1px solid {theme.line}; background: {theme.paper}; }}"
        f" RichText:focus {{ border: 2px solid {theme.accent}; background: {theme.paper}; padding: 0px; }}"
        f" RichText:disabled {{ color: {theme.text}; }} RichText[readOnly='true'] {{ color: {theme.muted}; }}"
    )


class MemoBox(QWidget):
    """One's own memo to write in, and under it what others wrote."""

    shown = Signal()
    """Another memo, or other words, are shown."""

    def __init__(self, jobs: Jobs, actions: MemoActions, subject: Subject, hint: str) -> None:
        super().__init__()
        self._jobs, self._actions, self._drafts = jobs, actions, MemoDrafts(jobs)
        self.subject = subject
        self.about: int | None = None
        self.field = MemoField(jobs, _("Memo"), hint)
        self.field.setReadOnly(not jobs.can_write)
        self.field.left.connect(self._left)
        self.field.paused.connect(self._paused)
        self.tools = MemoTools(self.field)
        self.title = QLabel(_("Memo"))
        self.title.setProperty("role", "muted")
        font = self.title.font()
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.title.setBuddy(self.field)
        self.others = MemoField(jobs, _("Memos of others"))
        self.others.setReadOnly(True)
        self.others.setVisible(False)
        keep = self.tools.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        keep.setHorizontalPolicy(QSizePolicy.Policy.Fixed)
        self.tools.setSizePolicy(keep)
        head = QHBoxLayout()
        head.setContentsMargins(0, 4, 0, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addWidget(self.others)
        # Not before it has its place, or it would be a window for a moment and take the keyboard away.
        self.tools.setVisible(jobs.can_write)

    def use(self, desk: Desk) -> None:
        """Links may lead out of here."""
        for field in (self.field, self.others):
            field.use(desk)

    def restyle(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.setStyleSheet(quiet_memo(theme))
        for field in (self.field, self.others):
            field.set_theme(theme)

    def show_about(self, subject_id: int, coders: dict[int, str]) -> None:
        """Show the memos about a thing; what was being written about another one is kept there first."""
        if subject_id != self.about:
            self.field.keep()
        fresh, self.about = subject_id != self.about, subject_id
        memos = self._jobs.read.memos.of(self.subject, subject_id)
        me = self._jobs.project.coder[0]
        mine = next((memo.text for memo in memos if memo.coder_id == me), "")
        if fresh:
            self.field.show_new(mine)
        else:
            self.field.show_text(mine)
            if targets(mine):
                self.field.look_again()
        self._base = mine
        others = [memo for memo in memos if memo.coder_id != me]
        self.others.show_new(write(of_others(others, coders)))
        self.others.setVisible(bool(others))
        self.shown.emit()

    _base = ""

    def _left(self, text: str) -> None:
        if self.about is not None:
            draft = MemoDraft(self.subject, self.about, None, self._base, text)
            # Until it is stored: what it is about may be gone, or the disk full.
            self._drafts.note(draft)
            self._actions.write(self.subject, self.about, text, lambda: self._drafts.forget(draft))

    def _paused(self, text: str) -> None:
        if self.about is not None:
            self._drafts.note(MemoDraft(self.subject, self.about, None, self._base, text))


def of_others(memos: list[Memo], coders: dict[int, str]) -> Blocks:
    """What others wrote, each with their name before it."""
    blocks: list[Block] = []
    for memo in memos:
        first, *rest = parse(memo.text)
        name = Run(f"{coders.get(memo.coder_id, '')}: ", bold=True)
        blocks += [Block()] if blocks else []
        blocks += [Block((name, *first.runs)), *rest] if first.kind is first.kind.TEXT else [Block((name,)), first, *rest]
    return tuple(blocks)
