"""The Quotes workspace: codes at the left, every passage of theirs at the right."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qcoder.domain.spans import Span
from qcoder.gui.actions.quotes import CHANGING
from qcoder.gui.jobs import Work
from qcoder.gui.models.quotes import QuotesModel
from qcoder.gui.views.empty import EmptyState
from qcoder.gui.views.quotes.bar import QuotesBar
from qcoder.gui.views.quotes.citing import CitationBox
from qcoder.gui.views.quotes.codes import CodesPane
from qcoder.gui.views.quotes.hand import QuoteHand
from qcoder.gui.views.quotes.list import QuoteList
from qcoder.gui.views.quotes.saved import SavedChoices
from qcoder.gui.views.quotes.taking import citations, table_mime, table_rows, write_file
from qcoder.gui.views.quotes.ticks import Option
from qcoder.gui.views.quotes.wording import figures, filters_in_words, heading, origin_names
from qcoder.gui.views.read.later import Later
from qcoder.gui.views.read.picker import CodePicker
from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.gui.widgets.typeset import Reading
from qcoder.project.read import Reader
from qcoder.project.read.retrieval import Found, Wanted, all_quotes, first_quotes
from qcoder.words import _, n_

_NAMES_OF_PEOPLE = frozenset({"participant", "place", "participant_group", "wave", "document", "coder", "speaker"})
_UNSEEN = frozenset({
    "rejection", "fully_coded", "target", "codebook_version", "branch_owner", "coding_review", "attribute_value", "saved_query",
    "sorting", "pile", "card",
})  # fmt: skip


class QuotesView(Workspace):
    """Reading, sorting, correcting, copying and exporting passages."""

    name = "quotes"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.model = QuotesModel(desk.jobs.read, self)
        self._works: list[Work] = []
        self._asked: Wanted | None = None
        self._keep: tuple[int | None, int, tuple[int, int], int | None] | None = None
        self._build()
        self.hand = QuoteHand(desk, self.list, self.picker)
        self._later = Later(self, 120, self._ask)
        self._connect()
        self.restyle()

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.pane, self.bar, self.list = CodesPane(), QuotesBar(), QuoteList(self.model)
        self.heading, self.figures = QLabel(), QLabel()
        self.heading.setProperty("role", "heading")
        self.figures.setProperty("role", "muted")
        for label in (self.heading, self.figures):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.nothing, self.notice = EmptyState(), EmptyState()
        self._lists = QStackedWidget()
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.nothing)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(20, 14, 8, 6)
        column.setSpacing(8)
        for widget in (self.heading, self.figures, self.bar):
            column.addWidget(widget)
        column.addWidget(self._lists, 1)
        column.addLayout(self._buttons())
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.pane)
        across.addWidget(main)
        across.setStretchFactor(1, 1)
        across.setChildrenCollapsible(False)
        across.setSizes([270, 1000])
        self.pane.setMinimumWidth(200)
        self._stack = QStackedWidget()
        self._stack.addWidget(across)
        self._stack.addWidget(self.notice)
        self._across = across
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.picker = CodePicker(main, self.pane.codes)
        self.citing = CitationBox(self)
        self.saved = SavedChoices(self.desk, self.bar.saved)

    def _buttons(self) -> QHBoxLayout:
        """What the keys do, for the mouse."""
        row = QHBoxLayout()
        row.setSpacing(4)
        row.setContentsMargins(26, 0, 0, 0)
        self.buttons: dict[str, QPushButton] = {}
        for name, label, key in (
            ("quotes_open", _("Open in Read"), _("Enter")),
            ("quotes_context", _("Context"), _("Space")),
            ("quotes_star", _("Star"), "S"),
            ("quotes_recode", _("Recode"), "R"),
            ("quotes_ends", _("Ends"), "E"),
            ("quotes_memo", _("Memo"), "M"),
            ("quotes_remove", _("Remove"), _("Del")),
            ("quotes_example", _("Use as example"), ""),
        ):
            button = QPushButton(f"{label}  {key}".strip())
            button.setProperty("role", "quiet")
            button.setAccessibleName(label)
            button.setToolTip(self.desk.commands.all[name].help)
            button.clicked.connect(self.desk.commands[name].trigger)
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.pane.changed.connect(self._choices_changed)
        self.bar.changed.connect(self._choices_changed)
        self.bar.export_asked.connect(self._export)
        self.bar.copy_menu.connect(self._offer_copying)
        self.bar.saved.clicked.connect(self._show_saved)
        self.desk.commands.hint(self.bar.saved, _("Keep this choice under a name, or come back to one"), "quotes_saved")
        self.saved.chosen.connect(self._take_saved)
        self.list.wanted.connect(lambda name: self.desk.commands[name].trigger())
        self.list.copy_wanted.connect(self._copy)
        self.list.star_clicked.connect(self.hand.star_one)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._context_menu)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._say_where())
        self.list.selectionModel().selectionChanged.connect(lambda _now, _before: self._say_where())
        self.nothing.asked.connect(lambda _name: self._clear())
        self.notice.asked.connect(self._act_on_empty)
        self.citing.taken.connect(lambda form: self.desk.signals.settings_changed.emit(replace(self.desk.settings, citation=form)))
        commands: dict[str, Callable[[], object]] = {
            "quotes_codes": self.pane.box.setFocus,
            "quotes_words": self.bar.words.setFocus,
            "quotes_clear": self._clear,
            "quotes_saved": self._show_saved,
            "quotes_next": partial(self._heading, 1),
            "quotes_previous": partial(self._heading, -1),
            "quotes_open": self._open,
            "quotes_context": self.list.toggle_context,
            "quotes_star": self.hand.star,
            "quotes_recode": self.hand.recode,
            "quotes_ends": self.hand.ends,
            "quotes_memo": self.hand.memo,
            "quotes_remove": self.hand.remove,
            "quotes_example": self.hand.example,
            "quotes_sort": lambda: self.desk.signals.sort_cards.emit(self.list.selected_ids(), []),
            "quotes_copy": self._copy,
            "quotes_copy_table": self._copy_table,
            "quotes_citation": self._choose_form,
            "quotes_export": self._export,
        }
        for name, slot in commands.items():
            self.desk.commands.connect(name, slot)

    # -- what the window asks of a workspace ----------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what has changed; where and on what the person is stays."""
        if not tables or "saved_query" in tables:
            self.saved.refresh()
        if tables and tables <= _UNSEEN:
            return
        if not tables or tables & {"code", "coding"}:
            codes = self.pane.codes
            codes.set_tree(self.desk.jobs.read.codes.tree())
            codes.chosen &= codes.tree.by_id.keys()
        wanted = self.bar.wanted
        stars_matter = wanted.starred or wanted.sort == "starred"
        if tables and (tables == {"memo"} or (tables == {"star"} and not stars_matter)):
            self.list.renew()
            return
        if self.model.rowCount():
            self.list.renew()  # at once what is seen; the rest follows
        self._ask(keep=self.model.rowCount() > 0)
        self._offer(tables)

    def shown(self) -> None:
        """The focus goes to the quotes."""
        if self._stack.currentWidget() is self.notice:
            self.notice.act.setFocus()
        elif self.model.rowCount():
            self.list.setFocus()
        else:
            self.pane.box.setFocus()
        self._enable()
        self._say_where()

    def restyle(self) -> None:
        """Take theme and type from the desk."""
        settings = self.desk.settings
        reading = Reading(settings.font_family, settings.font_size, settings.line_spacing / 100, settings.text_width)
        self.list.set_look(self.desk.theme, reading)
        self.pane.set_theme(self.desk.theme)
        self.picker.set_theme(self.desk.theme)

    # -- asking ---------------------------------------------------------------------------------------------------

    @property
    def wanted(self) -> Wanted:
        """What is chosen now."""
        return replace(self.bar.wanted, codes=self.pane.codes.chosen or None)

    def choose(self, wanted: Wanted) -> None:
        """Choose something else, as if by hand."""
        self.pane.codes.choose(wanted.codes or frozenset())
        self.bar.choose(replace(wanted, codes=None))

    def _show_saved(self) -> None:
        self.saved.open(self.wanted, self.bar.names())

    def _take_saved(self, wanted: Wanted, gone: str) -> None:
        self.choose(wanted)
        if gone:
            self.desk.signals.notice.emit(gone)
        self.list.setFocus()

    def show_code(self, code_id: int) -> None:
        """The quotes of one code and its subcodes, whatever was chosen before."""
        tree = self.desk.jobs.read.codes.tree()
        if code_id in tree.by_id:
            self.choose(Wanted(codes=frozenset(tree.branch(code_id))))

    def show_passages(self, coding_ids: Sequence[int], words: str) -> None:
        """Just these passages, whatever was chosen before; `words` say what they are."""
        self.choose(Wanted(only=frozenset(coding_ids), only_words=words))

    def _choices_changed(self) -> None:
        self._later.ask()

    def _offer(self, tables: frozenset[str]) -> None:
        """Figures beside the codes and names in the filters: asked after the first passages, which are waited for."""
        if not tables or tables & {"code", "coding"}:
            self._count()
        if not tables or tables & _NAMES_OF_PEOPLE:
            self.desk.jobs.ask(lambda reader, _progress: _options(reader), self._offered)

    def _offered(self, options: dict[str, list[Option]]) -> None:
        before = self.wanted
        self.bar.offer(options)
        if self.wanted != before:  # a filter was about somebody who is gone
            self._ask(keep=True)

    def _count(self) -> None:
        """Count the codings of every code; in large projects that takes longer than a screen may stand still."""
        self.desk.jobs.ask(lambda read, _progress: read.codes.counts(), self.pane.codes.set_counts)

    def _ask(self, keep: bool = False) -> None:
        """Ask for the first screenful, then for all; `keep` the place where the person is."""
        for work in self._works:
            work.cancel()
        if self._show_empty():
            return
        self._stack.setCurrentWidget(self._across)
        wanted = self.wanted
        self._keep = self._where() if keep else None
        self._asked = wanted
        self.list.set_needle(wanted.text)
        codes = self.pane.codes
        self.heading.setText(heading(codes.tree, codes.roots(), len(codes.chosen)))
        ask = self.desk.jobs.ask
        if self._keep is None:
            self._works = [ask(lambda read, _progress: first_quotes(read, wanted), partial(self._first, wanted))]
        else:
            self._works = [ask(lambda read, progress: all_quotes(read, wanted, progress), partial(self._put, wanted))]

    def _first(self, wanted: Wanted, found: Found) -> None:
        if wanted != self._asked:
            return
        self._put(wanted, found)
        if not found.complete:
            self._keep = (None, 0, (0, 0), None)
            self._works = [self.desk.jobs.ask(lambda read, progress: all_quotes(read, wanted, progress), partial(self._put, wanted))]

    def _put(self, wanted: Wanted, found: Found) -> None:
        if wanted != self._asked:
            return
        where = self._where() if self._keep is not None else None
        self.model.put(found, wanted.group_by)
        self.figures.setText(figures(found))
        empty = found.complete and not found.ids
        if empty:
            self._say_nothing()
        self._lists.setCurrentWidget(self.nothing if empty else self.list)
        self._go_back(where)
        self._enable()
        self._say_where()

    def _where(self) -> tuple[int | None, int, tuple[int, int], int | None]:
        """(current coding, its row, place, the coding at the top)."""
        row, place = self.list.currentIndex().row(), self.list.place
        current = self.model.id_at(row) if row >= 0 else None
        return current, max(row, 0), place, self.model.id_at(place[0]) if self.model.rowCount() else None

    def _go_back(self, where: tuple[int | None, int, tuple[int, int], int | None] | None) -> None:
        if where is None:
            self.list.go_to(0)
            self.list.choose(0)
            return
        current, row, (top, hidden), top_id = where
        top_row = self.model.row_of(top_id) if top_id is not None else None
        self.list.go_to(top if top_row is None else top_row, hidden)
        again = self.model.row_of(current) if current is not None else None
        self.list.choose(min(row, self.model.rowCount() - 1) if again is None else again)

    # -- empty states ---------------------------------------------------------------------------------------------

    def _show_empty(self) -> bool:
        read = self.desk.jobs.read
        if not read.documents.names():
            words = _("Quotes shows every passage of the codes you choose. It needs transcripts first.")
            self.notice.say(words, _("Import transcripts…"), "import_transcripts")
        elif not self._is_coded():
            words = _("Quotes shows every passage of the codes you choose. Nothing has been coded yet: code some passages first.")
            self.notice.say(words, _("Open Read and code"), "read")
        else:
            return False
        self._asked = None
        self.model.put(Found(complete=True), self.bar.wanted.group_by)
        self._stack.setCurrentWidget(self.notice)
        self._enable()
        return True

    def _is_coded(self) -> bool:
        return self.desk.jobs.read.codings.any()

    def _say_nothing(self) -> None:
        self.nothing.say(_("No passage fits these choices. Tick other codes, or take filters back."), _("Show everything again"), "clear")

    def _act_on_empty(self, name: str) -> None:
        if name == "import_transcripts":
            self.desk.commands[name].trigger()
        else:
            self.desk.signals.show_workspace.emit(name)

    def _clear(self) -> None:
        self.pane.codes.choose(frozenset())
        self.bar.clear_filters()
        self.list.setFocus()

    # -- getting about ----------------------------------------------------------------------------------------------

    def _open(self) -> None:
        quote = self.list.current()
        if quote is not None:
            self.desk.signals.open_passage.emit(quote.document_id, Span(quote.span.start, quote.span.end))

    def _heading(self, step: int) -> None:
        """To the heading after or before the one under which the cursor is."""
        rows, here = self.model.heading_rows(), self.list.currentIndex().row()
        after, before = [row for row in rows if row > here], [row for row in rows if row < here - 1]
        target = after[0] if step > 0 and after else before[-1] if step < 0 and before else None
        if target is not None:
            self.list.go_to(target)
            self.list.choose(target)
            self.list.setFocus()

    def _say_where(self) -> None:
        if not self.isVisible():
            return
        chosen = self.list.selected_count()
        words = n_("{n} passage selected", "{n} passages selected", chosen) if chosen > 1 else ""
        keys = _("Alt+Up/Down headings · Ctrl+C copies with citation · Ctrl+L codes")
        self.desk.signals.status.emit(" · ".join(filter(None, (words, keys))))

    def _enable(self) -> None:
        if not self.isVisible():
            return
        there = bool(self.model.found.ids) and self._stack.currentWidget() is self._across
        writable = self.desk.jobs.can_write
        for name in self.desk.commands.all:
            if name.startswith("quotes_") and name not in {"quotes_codes", "quotes_words", "quotes_clear", "quotes_citation"}:
                on = there and (writable or name not in CHANGING)
                self.desk.commands[name].setEnabled(on)
                if name in self.buttons:
                    self.buttons[name].setEnabled(on)
        for button in (self.bar.copy, self.bar.export):
            button.setEnabled(there)

    def _context_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in (*self.buttons, "", "quotes_sort", "quotes_copy", "quotes_copy_table"):
            menu.addAction(self.desk.commands[name]) if name else menu.addSeparator()
        menu.popup(self.list.viewport().mapToGlobal(at))

    # -- taking away ------------------------------------------------------------------------------------------------

    def _offer_copying(self, button: QWidget) -> None:
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("quotes_copy", "quotes_copy_table", "quotes_citation"):
            menu.addAction(self.desk.commands[name])
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _choose_form(self) -> None:
        self.citing.ask(self.desk.settings.citation, self.list.current(), self.bar.copy)

    def _copy(self) -> None:
        ids, form = self.list.selected_ids(), self.desk.settings.citation

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.desk.signals.notice.emit(n_("Copied {n} passage with its citation", "Copied {n} passages with their citations", len(ids)))

        if ids:
            label = _("Copying") if len(ids) > 99 else ""
            self.desk.jobs.ask(lambda read, progress: citations(read, ids, form, progress), done, label=label)

    def _copy_table(self) -> None:
        ids = self.list.selected_ids()

        def done(rows: list[list[str]]) -> None:
            QGuiApplication.clipboard().setMimeData(table_mime(rows))
            self.desk.signals.notice.emit(n_("Copied {n} passage as a table", "Copied {n} passages as a table", len(ids)))

        if ids:
            label = _("Copying") if len(ids) > 99 else ""
            self.desk.jobs.ask(lambda read, progress: table_rows(read, ids, progress), done, label=label)

    def _export(self) -> None:
        if self._asked is None:
            return
        kinds = _("Word (*.docx);;Excel (*.xlsx);;Table (*.csv);;Web page (*.html)")
        project = self.desk.jobs.project.path
        proposal = project.with_name(f"{project.stem} {_('quotes')}.docx")
        path = self.desk.files.save(self, _("Export these quotes"), str(proposal), kinds)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".docx")
        wanted, title, headed = self.wanted, self.model.title, self.bar.wanted.group_by != "nothing"
        about = " · ".join(filter(None, (self.heading.text(), filters_in_words(wanted, self.bar.names()))))
        self.desk.jobs.ask(
            lambda read, progress: write_file(read, all_quotes(read, wanted, progress), title, path, about, progress, headed=headed),
            lambda made: self.desk.signals.notice.emit(_("Wrote “{name}”").format(name=made.name)),
            label=_("Writing quotes"),
        )


def _options(read: Reader) -> dict[str, list[Option]]:
    """What there is to filter by; in large projects too much to read while somebody waits."""
    study = read.study
    return {
        "localities": [(place.id, place.name) for place in study.places() if place.parent_id is None],
        "groups": [(group.id, group.name) for group in study.groups()],
        "waves": [(wave.id, wave.name) for wave in study.waves()],
        "participants": [*study.participant_names()],
        "documents": [(document.id, document.name) for document in read.documents.all()],
        "coders": [(coder.id, coder.name) for coder in study.coders()],
        "origins": list(origin_names().items()),
    }
