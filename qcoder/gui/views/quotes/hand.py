"""What is done with quotes: star, recode, change the ends, write a memo, remove, take as an example; each is one step."""

from PySide6.QtCore import QPoint, QRect

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.actions.coding import CodingActions
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.actions.quotes import QuoteActions
from qcoder.gui.views.memos.box import MemoField
from qcoder.gui.views.quotes.list import QuoteList
from qcoder.gui.views.read.picker import CodePicker
from qcoder.gui.views.suggest.passage import PassageText
from qcoder.gui.views.suggest.questions import Context
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.typeset import Reading
from qcoder.project.read.quotes import Quote
from qcoder.words import _


class QuoteHand:
    """Carries out what the list and the commands ask for."""

    def __init__(self, desk: Desk, quotes: QuoteList, picker: CodePicker) -> None:
        self._desk, self._list, self._picker = desk, quotes, picker
        self._stars, self._codings = QuoteActions(desk.jobs), CodingActions(desk.jobs)
        self._memos, self._codebook = MemoActions(desk.jobs), CodebookActions(desk.jobs)
        self._recoded: list[int] = []
        picker.picked.connect(self._picked)
        picker.closed.connect(quotes.setFocus)

    def _may(self) -> bool:
        if not self._desk.jobs.can_write:
            self._desk.signals.notice.emit(_("The project is open for reading only, so nothing can be changed."))
        return self._desk.jobs.can_write

    def star(self) -> None:
        """Star what is selected; if all of it is starred, take the stars off."""
        ids = self._list.selected_ids()
        if ids and self._may():
            starred = self._desk.jobs.read.stars.among(ids)
            self._stars.star(ids, len(starred) < len(ids))

    def star_one(self, quote: Quote) -> None:
        """Star one quote, or take its star off."""
        if self._may():
            self._stars.star([quote.id], not quote.starred)

    def remove(self) -> None:
        """Take the code off what is selected; the cursor goes to the next passage."""
        ids = self._list.selected_ids()
        if ids and self._may():
            self._list.close_editor()
            self._codings.remove(ids)

    def recode(self) -> None:
        """Ask for another code for what is selected."""
        ids, quote = self._list.selected_ids(), self._list.current()
        if not ids or quote is None or not self._may():
            return
        self._recoded = ids
        name = quote.code.rsplit(PATH_SEPARATOR, 1)[-1]
        view, page = self._list.viewport(), self._picker.parentWidget() or self._list.window()
        rect = self._list.visualRect(self._list.currentIndex()).intersected(view.rect())
        around = QRect(page.mapFromGlobal(view.mapToGlobal(rect.topLeft() + QPoint(30, 0))), rect.size() / 2)
        title = _("Recode “{name}” as…").format(name=name) if len(ids) == 1 else _("Recode {n} passages as…").format(n=len(ids))
        self._picker.ask(title, quote.text, around, None, may_make=False)

    def _picked(self, code_id: int) -> None:
        ids, self._recoded = self._recoded, []
        if ids:
            self._codings.recode(ids, code_id, lambda _done: None)

    def memo(self) -> None:
        """Write one's own memo about the current quote, beneath it."""
        quote = self._list.current()
        if quote is None or not self._may():
            return
        memos = self._desk.jobs.read.memos.of(Subject.CODING, quote.id)
        me = self._desk.jobs.project.coder[0]
        field = MemoField(self._desk.jobs, _("Memo"), _("What strikes you here? Esc keeps it and goes back."), least_lines=2)
        field.use(self._desk)
        field.set_theme(self._desk.theme)
        field.show_new(next((memo.text for memo in memos if memo.coder_id == me), ""))
        field.left.connect(lambda text: self._memos.write(Subject.CODING, quote.id, text))
        field.done.connect(self._list.close_editor)
        self._list.open_editor(field, "memo")

    def ends(self) -> None:
        """Move the ends of the current quote, in its place."""
        quote = self._list.current()
        if quote is None or not self._may():
            return
        around = self._list.quotes.around(quote)
        before = "" if around.before is None else f"{around.before.speaker}: {around.before.words}".removeprefix(": ")
        settings = self._desk.settings
        text = PassageText()
        text.setAccessibleName(_("Passage, its ends being moved"))
        text.setAccessibleDescription(text.words_of_help())
        text.restyle(self._desk.theme, Reading(settings.font_family, settings.font_size, settings.line_spacing / 100))
        text.kept.connect(lambda span: self._kept(quote, span))
        text.given_up.connect(self._list.close_editor)
        self._list.open_editor(text, "ends")
        text.show_passage(
            Context(around.text, around.start, quote.span, before[-300:], quote.speaker, quote.time_ms, (False, False)), (), quote.color
        )
        text.begin_ends()
        self._desk.signals.status.emit(text.words_of_help())

    def _kept(self, quote: Quote, span: Span) -> None:
        self._list.close_editor()
        if span != quote.span:
            self._codings.change_ends(quote.id, span, lambda _done: None)

    def example(self) -> None:
        """Put the current quote among the examples in its code's definition."""
        quote = self._list.current()
        if quote is None or not self._may():
            return
        from qcoder.exporters.citation import cite

        code = self._desk.jobs.read.codes.get(quote.code_id)
        words = cite(quote, self._desk.settings.citation)
        if code is None or words in code.example:
            self._desk.signals.notice.emit(_("This passage is an example of its code already."))
            return
        self._codebook.edit(code.id, "example", f"{code.example.rstrip()}\n{words}".strip())
