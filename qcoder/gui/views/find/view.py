"""The Find workspace: the question above, the places as lines, the turn of the current one, and coding them all."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QActionGroup, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qcoder.analysis.asked import Asked
from qcoder.analysis.finding import Frames, Hit, Search, Slice
from qcoder.analysis.neighbours import Order
from qcoder.analysis.query import Options
from qcoder.domain.errors import KnownError
from qcoder.gui.actions.find import FindActions
from qcoder.gui.jobs import Work
from qcoder.gui.views.find.bar import QuestionBar
from qcoder.gui.views.find.coding import PlacesCoder, extent_label
from qcoder.gui.views.find.examples import Examples
from qcoder.gui.views.find.keeping import Keeping
from qcoder.gui.views.find.preview import Preview
from qcoder.gui.views.find.results import HitList
from qcoder.gui.views.find.taking import as_lines, export_places
from qcoder.gui.views.find.tending import Tending
from qcoder.gui.views.find.wordlist import WordList
from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.settings import cache_folder
from qcoder.words import _, n_

AS_COUNTED = Options(whole_words=True, accents=True, alone=True)
"""Finds a word of the list where it was counted."""
MOST_HITS = 20_000
"""So many places are shown before the person is asked to look more closely."""
_FIRST = (0.02, 60)
_NEXT = (0.1, 1_000)
"""How long a slice looks, in seconds, and how many places it brings at most."""
_TEXT_TABLES = frozenset(
    {"document", "turn", "speaker", "participant", "place", "participant_group", "wave", "attribute", "attribute_value"}
)


def order_label(order: Order) -> str:
    """How the places are sorted, in words."""
    return {Order.PLACE: _("by document"), Order.BEFORE: _("by the word before"), Order.AFTER: _("by the word after")}[order]


class FindView(Workspace):
    """Asks, lists, opens, codes."""

    name = "find"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._actions = FindActions(desk.jobs)
        self._frames = Frames(told=True)
        self.tending = Tending(desk.jobs, cache_folder() / "search" / f"{desk.jobs.read.project_id()}.index", self)
        self._searches: list[Search] = []  # the one under way; a list, so that it can be stopped when the view has gone
        searches = self._searches
        self.destroyed.connect(lambda: _stop(searches))
        self._work: Work | None = None
        self._room = MOST_HITS
        self.finished = True
        self._names: dict[int, str] = {}
        self._build()
        self._connect()
        self.restyle()
        self._show_state()

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.bar = QuestionBar()
        self.keeping = Keeping(self.desk, self._actions, self, lambda: self.bar.asked)
        self.bar.first.addWidget(self.keeping.button)
        self.said, self.wrong, self.note = QLabel(), QLabel(), QLabel()
        for label, role in ((self.said, "muted"), (self.wrong, "warning"), (self.note, "warning")):
            label.setProperty("role", role)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.hide()
        self.more = QPushButton(_("Show more"))
        self.more.setProperty("role", "link")
        self.list = HitList()
        self.preview = Preview()
        self.down = QSplitter(Qt.Orientation.Vertical)
        self.down.addWidget(self.list)
        self.down.addWidget(self.preview)
        self.down.setChildrenCollapsible(False)
        self.down.setStretchFactor(0, 1)
        self.down.setSizes([520, 170])
        self.code = QPushButton()
        self.code.setProperty("role", "primary")
        self.reach = QPushButton()
        self.copy, self.export = QPushButton(_("Copy table")), QPushButton(_("Export…"))
        for button in (self.copy, self.export):
            button.setAccessibleName(button.text())
        self.coder = PlacesCoder(self.desk, self._actions, self, self.code, self.reach)
        self.picker = self.coder.picker
        results = QWidget()
        column = QVBoxLayout(results)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.down, 1)
        row = QHBoxLayout()
        self.order = QPushButton()
        self.desk.commands.hint(self.order, _("By document, or by the words beside the places"), "find_sort")
        for button in (self.code, self.reach):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.order)
        for button in (self.copy, self.export):
            row.addWidget(button)
        column.addLayout(row)
        self.examples = Examples()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.examples)
        self.stack.addWidget(results)
        self.words = WordList(self.desk, self._actions)
        self.stack.addWidget(self.words)
        told = QHBoxLayout()
        told.addWidget(self.said, 1)
        told.addWidget(self.wrong, 1)
        told.addWidget(self.more)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 16, 10)
        whole.setSpacing(8)
        whole.addWidget(self.bar)
        whole.addWidget(self.note)
        whole.addLayout(told)
        whole.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.bar.changed.connect(self._ask_anew)
        self.bar.down.connect(self._go_to_list)
        self.examples.chosen.connect(self.ask)
        self.examples.act.connect(lambda name: self.desk.commands[name].trigger())
        self.list.opened.connect(self._open)
        self.list.code_asked.connect(self.code_places)
        self.list.left.connect(self._go_to_query)
        self.list.moved.connect(self._show_current)
        self.code.clicked.connect(self.code_places)
        self.copy.clicked.connect(self._copy)
        self.export.clicked.connect(self._export)
        self.more.clicked.connect(self._show_more)
        self.order.clicked.connect(self._choose_order)
        self.coder.reach_changed.connect(self._show_state)
        self.picker.closed.connect(self.list.setFocus)
        self.words.opened.connect(self._show_lines)
        self.keeping.chosen.connect(self._ask_kept)
        on = self.desk.commands.connect
        for name, slot in (
            ("find_query", self._go_to_query), ("find_code", self.code_places), ("find_copy", self._copy), ("find_export", self._export),
            ("find_saved", self.keeping.open), ("find_words", self._list_words), ("find_sort", self._choose_order),
        ):  # fmt: skip
            on(name, slot)

    # -- what the window asks of a workspace ----------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """Offer what there is now, and look again where what was found may have changed."""
        read = self.desk.jobs.read
        if not tables or tables & (_TEXT_TABLES | {"code"}):
            self.bar.offer(read, read.codes.tree())
            self._names = {document_id: name for name, document_id in read.documents.names().items()}
        if not tables or tables & {"document", "turn"}:
            self.tending.begin()
        if not tables or tables & {"saved_query"}:
            self.words.take_left_out(read)
            self.keeping.refresh()
        if not tables or tables & (_TEXT_TABLES | {"coding", "code"}):
            self._forget_frame(tables)
        looked = tables & _TEXT_TABLES or (tables & {"coding", "code"} and self.bar.asked.depends_on_codings)
        if looked:
            self.words.stale = True
        if looked and not self.bar.asked.is_empty:
            self._ask(self.bar.asked)
        elif not tables & _TEXT_TABLES:
            self._show_current()
        self._show_state()

    def _forget_frame(self, tables: frozenset[str]) -> None:
        """Work out anew who speaks where, before anybody asks: so that the first places come at once."""
        where = self.bar.asked.where(self.desk.jobs.read.codes.tree())
        if tables and not tables & _TEXT_TABLES and not (where.codes or where.uncoded):
            return
        self._frames.forget()
        frames = self._frames
        self.desk.jobs.ask(lambda read, _progress: frames.frame(read, where), lambda _frame: None, aside=True)

    def shown(self) -> None:
        """Put the cursor into the query, or back into the places."""
        if self.bar.asked.listing:
            self.words.filter.setFocus()
        elif self.list.hits.hits and self.list.currentIndex().isValid():
            self.list.setFocus()
        else:
            self._go_to_query()
        self._show_state()

    def restyle(self) -> None:
        """Take the theme from the desk."""
        self.list.theme = self.preview.theme = self.desk.theme
        self.picker.set_theme(self.desk.theme)
        self.list.viewport().update()
        self._show_current()

    # -- looking --------------------------------------------------------------------------------------------------

    def ask(self, asked: Asked) -> None:
        """Look for something, as if typed."""
        self.bar.ask(asked)

    def _ask_anew(self, asked: Asked) -> None:
        self.note.hide()
        self._ask(asked)

    def _ask(self, asked: Asked) -> None:
        self._give_up()
        self.stack.setCurrentIndex(2 if asked.listing else 0)
        if asked.listing:
            self._say("")
            self.words.count(asked.where(self.desk.jobs.read.codes.tree()))
            self._show_state()
            return
        self.words.give_up()
        read = self.desk.jobs.read
        self.list.hits.begin(self._names)
        self.preview.clear()
        self._room = MOST_HITS
        if asked.is_empty:
            self._say("")
            self._show_state()
            return
        try:
            search = asked.search(read.codes.tree(), self.tending.index, self._frames)
        except KnownError as error:
            self._say(error.sentence, wrong=True)
            self._show_state()
            return
        self._searches.append(search)
        self.finished = False
        self._say(_("Looking…"))
        self._next(search, *_FIRST)
        self._show_state()

    def _next(self, search: Search, seconds: float, most: int) -> None:
        self.tending.hold(True)
        self._work = self.desk.jobs.ask(
            lambda read, _progress: _slice_or_error(search, read, seconds, most), lambda found: self._landed(search, found)
        )

    def _landed(self, search: Search, found: Slice | KnownError) -> None:
        if search not in self._searches:
            return
        if isinstance(found, KnownError):
            self._give_up()
            self._say(found.sentence, wrong=True)
            self._show_state()
            return
        self.list.hits.add(found.hits)
        self.list.begin_at_first()
        self._room -= len(found.hits)
        self.finished = found.finished
        if found.finished:
            self._searches.clear()
        elif self._room > 0:
            self._next(search, *(_NEXT if self.list.hits.hits else _FIRST))
        if found.finished or self._room <= 0:
            self.tending.hold(False)
        self._say_found(found)
        self._show_state()

    def _show_more(self) -> None:
        if self._searches and not self.finished:
            self._room = MOST_HITS
            self._next(self._searches[0], *_NEXT)
            self._show_state()

    def _give_up(self) -> None:
        self.tending.hold(False)
        given_up = list(self._searches)
        self._searches.clear()
        self.finished = True
        if self._work is not None:
            self._work.cancel()
            self._work = None
        for search in given_up:
            search.stop()
            self.desk.jobs.ask(partial(_close, search), lambda _nothing: None)

    # -- words about it -------------------------------------------------------------------------------------------

    def _say_found(self, found: Slice) -> None:
        model = self.list.hits
        places, documents = n_("{n} place", "{n} places", model.hits), n_("{n} document", "{n} documents", model.documents)
        if found.finished:
            words = _("{places} in {documents}").format(places=places, documents=documents) if model.hits else _nothing(self.bar.asked)
        elif self._room > 0:
            share = f"{found.done:,} / {found.total:,}"
            words = _("{places} so far · documents looked at: {share}").format(places=places, share=share)
        else:
            words = _("The first {places}; narrow the question, or show more.").format(places=places)
        self._say(words)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        for label, here in ((self.said, not wrong), (self.wrong, wrong)):
            label.setText(words if here else "")
            label.setVisible(here and bool(words))
        if self.isVisible():
            self.desk.signals.status.emit("" if wrong else words)

    def _show_state(self) -> None:
        model = self.list.hits
        self.more.setVisible(not self.finished and self._room <= 0)
        if not self._names:
            self.examples.show_import()
        else:
            self.examples.show_examples(self.bar.asked.by_codes)
        listing = self.bar.asked.listing
        self.stack.setCurrentIndex(2 if listing and self._names else 1 if not listing and (model.hits or not self.finished) else 0)
        self.order.setText(_("Sorted: {order} ▾").format(order=order_label(model.order)))
        self.order.setAccessibleName(self.order.text())
        self.examples.setVisible(self.stack.currentWidget() is self.examples)
        selected = len(self.list.selectionModel().selectedRows())
        ready = bool(selected) or (self.finished and bool(model.hits))
        if selected:
            self.code.setText(n_("Code {n} place selected…", "Code {n} places selected…", selected))
        else:
            self.code.setText(n_("Code {n} place…", "Code all {n} places…", model.hits))
        self.code.setAccessibleName(self.code.text())
        self.code.setEnabled(ready and self.desk.jobs.can_write)
        self.code.setToolTip(_("Put a code on them as one step (Space in the list)"))
        self.reach.setText(_("Passages: {extent} ▾").format(extent=extent_label(self.coder.extent)))
        self.reach.setAccessibleName(_("How far the passages reach: {extent}").format(extent=extent_label(self.coder.extent)))
        for button in (self.copy, self.export):
            button.setEnabled(bool(model.hits))
        if self.isVisible():
            self.desk.commands.enable(("find_copy", "find_export"), bool(model.hits))
            self.desk.commands.enable(("find_code",), self.code.isEnabled())

    def _show_current(self) -> None:
        hit = self.list.current()
        if hit is None:
            self.preview.clear()
        else:
            self.preview.show_hit(self.desk.jobs.read, hit, self.list.hits.name_of(hit.document_id))
        self._show_state()

    def _go_to_query(self) -> None:
        self.bar.line.setFocus()
        self.bar.line.selectAll()

    def _go_to_list(self) -> None:
        if self.list.hits.hits:
            self.list.begin_at_first()
            self.list.setCurrentIndex(self.list.currentIndex())
            self.list.setFocus()

    def _open(self, hit: Hit) -> None:
        """Show a place in its transcript, with all others found there outlined."""
        self.desk.signals.open_passage.emit(hit.document_id, hit.span)
        spans = [other.span for other in self.list.hits.all_hits() if other.document_id == hit.document_id]
        self.desk.signals.found.emit(hit.document_id, spans)

    def _choose_order(self) -> None:
        if self.bar.asked.listing:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for order in Order:
            action = menu.addAction(order_label(order))
            action.setCheckable(True)
            action.setChecked(order is self.list.hits.order)
            action.triggered.connect(lambda _on=False, order=order: self.sort_by(order))
            group.addAction(action)
        menu.setActiveAction(menu.actions()[list(Order).index(self.list.hits.order)])
        menu.popup(self.order.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def sort_by(self, order: Order) -> None:
        """Order the places by where they stand, or by the words beside them."""
        self.list.sort_by(order)
        self._show_state()

    def _list_words(self) -> None:
        self.bar.by_list.click()
        self.words.filter.setFocus()

    def _show_lines(self, word: str) -> None:
        """From a word of the list to its lines, in the same places."""
        self.ask(replace(self.bar.asked, listing=False, text=f'"{word}"', options=AS_COUNTED))
        self.list.setFocus()

    def _ask_kept(self, asked: Asked, missing: str) -> None:
        """Ask a kept question again; what it names and is gone is said."""
        self.ask(asked)
        self.note.setText(missing)
        self.note.setVisible(bool(missing))

    # -- coding and taking away -----------------------------------------------------------------------------------

    def code_places(self) -> None:
        """Ask for a code for the selected places, or for all; the picker says how many passages that makes."""
        if self.bar.asked.listing:
            return
        self.coder.ask(self.list.selected() or (self.list.hits.all_hits() if self.finished else []))

    def _chosen(self) -> list[Hit]:
        return self.list.selected() or self.list.hits.all_hits()

    def _copy(self) -> None:
        if self.bar.asked.listing:
            self.words.copy_table()
            return
        lines = as_lines(self._chosen(), self.list.hits.name_of)
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.desk.signals.notice.emit(n_("{n} place is on the clipboard.", "{n} places are on the clipboard.", len(lines) - 1))

    def _export(self) -> None:
        if self.bar.asked.listing:
            self.words.export_table()
        else:
            export_places(self.desk, self, self._chosen(), self.list.hits.name_of)


def _nothing(asked: Asked) -> str:
    if asked.by_codes:
        return _("No passages stand in this relation.")
    if asked.is_limited:
        return _("Nothing was found where you look; widen the limits above.")
    if asked.options.whole_words and not asked.options.regex:
        return _("Nothing was found; try the beginning of a word with a star, as in teach*, or switch Whole words off.")
    return _("Nothing was found.")


def _close(search: Search, _read: Reader, _progress: Progress) -> None:
    search.close()


def _stop(searches: list[Search]) -> None:
    for search in searches:
        search.stop()


def _slice_or_error(search: Search, read: Reader, seconds: float, most: int) -> Slice | KnownError:
    try:
        return search.go_on(read, seconds, most)
    except KnownError as error:
        search.close()
        return error
