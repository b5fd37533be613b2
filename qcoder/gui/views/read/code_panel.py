"""What the inspector says about one code: its fields, to be written in place, its counts and the last quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qcoder.analysis.codebook_history import FieldEdit, field_edits
from qcoder.domain.codes import FIELDS, PATH_SEPARATOR, Code
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.jobs import Jobs, Work
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.memos.box import MemoBox
from qcoder.gui.views.read.fields import Field, Line, Section, words
from qcoder.gui.views.read.later import Later
from qcoder.gui.views.read.wordings import Wordings
from qcoder.gui.widgets.theme import Theme
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_

_TITLES = {
    "brief": (_("Brief definition"), _("In one line: what is it?")),
    "full": (_("Full definition"), _("What belongs to it, in full?")),
    "when": (_("When to use"), _("What must a passage show?")),
    "when_not": (_("When not to use"), _("What looks like it and is not? Which code then?")),
    "example": (_("Example"), _("A passage that shows it well")),
}


@dataclass(frozen=True, slots=True)
class LastQuote:
    """A passage coded lately: where it is, and its words cut short."""

    document_id: int
    document: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class CodeUse:
    """Where a code is used: in how many documents, and its last quotes, starred ones first and else the latest."""

    documents: int
    quotes: tuple[LastQuote, ...]


def code_use(read: Reader, code_id: int, coder_ids: frozenset[int] | None) -> CodeUse:
    """Look up where a code is used by some coders (all when None)."""
    codings = list(read.codings.of_codes([code_id], coder_ids))
    quotes = []
    stars = read.stars.among([coding.id for coding in codings])
    for coding in sorted(codings, key=lambda coding: (coding.id not in stars, -coding.id))[:3]:
        document = read.documents.get(coding.document_id)
        if document is not None:
            text = " ".join(read.documents.text(coding.document_id)[coding.span.start : coding.span.end].split())
            quotes.append(LastQuote(document.id, document.name, coding.span, text if len(text) < 161 else text[:160].rstrip() + "…"))
    return CodeUse(len({coding.document_id for coding in codings}), tuple(quotes))


class CodePanel(QWidget):
    """One code. Its fields are saved one by one on leaving; a quote that is clicked is shown in its place."""

    quote_chosen = Signal(object, object)
    """(document id, Span)."""

    def __init__(self, jobs: Jobs, actions: CodebookActions, memos: MemoActions, codes: CodesModel) -> None:
        super().__init__()
        self._jobs = jobs
        self._actions = actions
        self._codes = codes
        self._id: int | None = None
        self._asked: Work | None = None
        self._shown_coders: frozenset[int] | None = None
        self._worded: Code | None = None  # as it was when its earlier wordings were asked for: coding does not change them
        self._look_up_soon = Later(self, 90, self._look_up)
        self._quotes: Sequence[LastQuote] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.name = Line(_("Name of the code"))
        self.name.setProperty("role", "title")
        self.place = words("", "muted")
        self.between = QVBoxLayout()
        self.between.setContentsMargins(0, 0, 0, 0)
        for item in (self.name, self.place):
            column.addWidget(item)
        column.addLayout(self.between)
        self.name.left.connect(self._rename)
        self.fields: dict[str, Field] = {}
        self.wordings: dict[str, Wordings] = {}
        for field in FIELDS:
            title, hint = _TITLES[field]
            self.fields[field] = Field(title, hint)
            self.fields[field].left.connect(partial(self._edit, field))
            column.addWidget(Section(title, self.fields[field]))
            self.wordings[field] = Wordings(title, jobs.can_write)
            self.wordings[field].wanted.connect(partial(self._edit, field))
            column.addWidget(self.wordings[field])
        self.key = Line(_("Key"), _("One letter"))
        self.key.setMaxLength(1)
        self.key.setToolTip(
            _("Pressed in the transcript, this letter puts the code on the passage. While a coding is selected, E, M and R change it.")
        )
        self.key.left.connect(partial(self._edit, "key"))
        column.addWidget(Section(_("Key"), self.key))
        self.memo = MemoBox(jobs, memos, Subject.CODE, _("How has the code changed? What is unclear?"))
        column.addWidget(self.memo)
        self.last = [self._quote_label(column) for _n in range(3)]
        for box in (self.name, self.key, *self.fields.values()):
            box.setEnabled(jobs.can_write)
        self._accent = "#0b6688"

    def _quote_label(self, column: QVBoxLayout) -> QLabel:
        if column.count() and not hasattr(self, "last_title"):
            self.last_title = words(_("Last quotes"), "muted")
            column.addWidget(self.last_title)
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard)
        label.linkActivated.connect(self._go)
        label.hide()
        column.addWidget(label)
        return label

    def set_colors(self, text: str, accent: str) -> None:
        """Take the colours of quotes and their links."""
        self._text_color, self._accent = text, accent
        self._show_quotes()

    _text_color = "#1d2329"

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.set_colors(theme.text, theme.accent)
        for wordings in self.wordings.values():
            wordings.set_theme(theme)

    def show_wordings(self) -> bool:
        """Open what the fields said before, those of the field with the focus or else of all; or put it away. False if there is none."""
        there = {field: wordings for field, wordings in self.wordings.items() if wordings.there}
        here = [field for field in there if self.fields[field].hasFocus()]
        meant = [there[field] for field in here] or list(there.values())
        on = not all(wordings.is_open for wordings in meant)
        for wordings in meant:
            wordings.open(on)
        if meant:
            meant[0].head.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(meant)

    def commit(self) -> None:
        """Hand over what is being written."""
        self.name.keep()
        self.key.keep()
        for field in self.fields.values():
            field.keep()
        self.memo.field.keep()

    @property
    def shown(self) -> int | None:
        """The id of the code shown."""
        return self._id

    def show_code(self, code: Code, coders: dict[int, str], shown_coders: frozenset[int] | None, *, uses: bool = True) -> None:
        """Show a code; `uses`: look its quotes up afresh, in the background."""
        fresh = code.id != self._id
        if fresh:
            self.commit()
        self._id = code.id
        self._show_place(code)
        boxes: list[tuple[Line | Field, str]] = [(self.name, code.name), (self.key, code.key.upper())]
        boxes += [(self.fields[field], getattr(code, field)) for field in FIELDS]
        for box, text in boxes:
            if fresh:
                box.show_new(text)
            else:
                box.show_text(text)
        self.memo.show_about(code.id, coders)
        if fresh:
            self._quotes = ()
            self._show_quotes()
            self._worded = None
            for wordings in self.wordings.values():
                wordings.show_edits(())
        if fresh or uses:
            self._shown_coders = shown_coders
            self._look_up_soon.ask()

    def _show_place(self, code: Code, documents: int | None = None) -> None:
        own, every = self._codes.own_count(code.id), self._codes.all_count(code.id)
        parts = [self._codes.tree.path(code.id).replace(PATH_SEPARATOR, " › "), n_("{n} coding", "{n} codings", own)]
        if every != own:
            parts.append(n_("{n} with subcodes", "{n} with subcodes", every))
        if documents is not None:
            parts.append(n_("in {n} document", "in {n} documents", documents))
        self.place.setText(" · ".join(parts))

    def _look_up(self) -> None:
        """Ask in the background where the code is used."""
        if self._asked is not None and not self._asked.finished:
            self._asked.cancel()
        if self._id is None:
            return
        code_id, coder_ids = self._id, self._shown_coders

        def question(read: Reader, _progress: Progress) -> CodeUse:
            return code_use(read, code_id, coder_ids)

        self._asked = self._jobs.ask(question, partial(self._answered, code_id))
        code = self._codes.tree.by_id.get(code_id)
        if code is not None and code != self._worded:
            self._worded = code
            self._jobs.ask(lambda read, _progress: field_edits(read, code_id), partial(self._worded_before, code_id), aside=True)

    def _worded_before(self, code_id: int, edits: dict[str, tuple[FieldEdit, ...]]) -> None:
        if code_id == self._id:
            for field, wordings in self.wordings.items():
                wordings.show_edits(edits[field])

    def _answered(self, code_id: int, use: CodeUse) -> None:
        code = self._codes.tree.by_id.get(code_id)
        if code_id == self._id and code is not None:
            self._quotes = use.quotes
            self._show_place(code, use.documents)
            self._show_quotes()

    def _show_quotes(self) -> None:
        from html import escape

        self.last_title.setVisible(bool(self._quotes))
        for number, label in enumerate(self.last):
            label.setVisible(number < len(self._quotes))
            if number < len(self._quotes):
                quote = self._quotes[number]
                link = f"<a href='{number}' style='color: {self._accent}; text-decoration: none'>{escape(quote.document)}</a>"
                label.setText(f"“{escape(quote.text)}” — {link}")
                label.setAccessibleName(_("“{text}”, {document}").format(text=quote.text, document=quote.document))

    def _go(self, number: str) -> None:
        quote = self._quotes[int(number)]
        self.quote_chosen.emit(quote.document_id, quote.span)

    def _rename(self, name: str) -> None:
        if self._id is not None:
            self._settle(self._actions.rename(self._id, name))

    def _edit(self, field: str, text: str) -> None:
        if self._id is not None:
            self._settle(self._actions.edit(self._id, field, text))

    def _settle(self, work: Work) -> None:
        """Once it is done or refused, show what the project has."""

        def ended(which: Work) -> None:
            if which is work:
                self._jobs.ended.disconnect(ended)
                code = self._jobs.read.codes.get(self._id) if self._id is not None else None
                if code is not None:
                    self.name.show_text(code.name)
                    self.key.show_text(code.key.upper())

        self._jobs.ended.connect(ended)
