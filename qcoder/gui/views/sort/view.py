"""The Sort workspace: quotes and codes as cards on a board, moved about until themes appear; piles become codes."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qcoder.domain.sorting import Sorting
from qcoder.domain.spans import Span
from qcoder.gui.actions.sorting import CHANGING, SortingActions
from qcoder.gui.jobs import Work
from qcoder.gui.views.empty import EmptyState
from qcoder.gui.views.quotes.taking import table_mime
from qcoder.gui.views.read.fields import quiet_boxes
from qcoder.gui.views.read.later import Later
from qcoder.gui.views.sort.bar import SortBar
from qcoder.gui.views.sort.board import CardBoard
from qcoder.gui.views.sort.content import Content, Layout, layout_of, load
from qcoder.gui.views.sort.hand import SortHand
from qcoder.gui.views.sort.reading import CardPanel
from qcoder.gui.views.sort.taking import table_rows, write_file
from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.gui.widgets.cardpaint import SIZES, CardLook
from qcoder.gui.widgets.theme import heading_points
from qcoder.gui.widgets.typeset import Reading
from qcoder.project.read.glance import QuoteGlance
from qcoder.words import _, n_

_LAYING = frozenset({"card", "pile", "sorting"})
_ON_CARDS = frozenset(
    {"card", "coding", "code", "document", "turn", "speaker", "participant", "place", "participant_group", "memo", "coder"}
)


class SortView(Workspace):
    """Shows one table of cards at a time."""

    name = "sort"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.actions_ = SortingActions(desk.jobs)
        self.shown_id: int | None = None
        self.layout_ = Layout((), {None: []})
        self.content = Content()
        self._works: list[Work] = []
        self._build()
        self.hand = SortHand(self)
        self._later = Later(self, 120, self._show_cards)
        self._opening = Later(self, 60, self._show_card)
        self._connect()
        desk.jobs.ended.connect(self._work_ended)
        self.restyle()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        from qcoder.gui.views.sort.codes import MakeCodesPanel
        from qcoder.gui.views.sort.laying import LayingPanel

        self.bar, self.board, self.notice = SortBar(self.desk.commands), CardBoard(), EmptyState()
        self.laying, self.codes, self.card = LayingPanel(), MakeCodesPanel(), CardPanel()
        self.panels = QStackedWidget()
        self._areas: dict[QWidget, QScrollArea] = {}
        for panel in (self.laying, self.codes, self.card):
            # On a small screen a panel scrolls as a whole.
            area = self._areas[panel] = QScrollArea()
            area.setWidget(panel)
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.panels.addWidget(area)
            panel.closed.connect(self.close_panel)
        self.panels.setMinimumWidth(280)
        self.panels.hide()
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(16, 12, 10, 8)
        column.setSpacing(10)
        column.addWidget(self.bar)
        column.addWidget(self.board, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(main)
        self._stack.addWidget(self.notice)
        self._main = main
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self._stack)
        across.addWidget(self.panels)
        across.setStretchFactor(0, 1)
        across.setChildrenCollapsible(False)
        across.setSizes([1000, 370])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(across)

    def _connect(self) -> None:
        board, bar, hand = self.board, self.bar, self.hand
        bar.chosen.connect(self.show_table)
        bar.renamed.connect(hand.rename_table)
        bar.words.textChanged.connect(lambda _text: self._later.ask())
        bar.words.returnPressed.connect(self._to_cards)
        board.wanted.connect(lambda name: self.desk.commands[name].trigger())
        board.move_wanted.connect(hand.move)
        board.pile_wanted.connect(hand.add_pile)
        board.renamed.connect(hand.rename_pile)
        board.noted.connect(hand.note)
        board.menu_wanted.connect(self._menu_of_pile)
        board.card_menu_wanted.connect(self._menu_of_cards)
        board.chosen_changed.connect(self._chosen_changed)
        self.notice.asked.connect(self._act_on_empty)
        self.card.read_wanted.connect(self._read)
        self.laying.changed.connect(hand.count)
        self.laying.wanted.connect(hand.lay_out)
        self.codes.wanted.connect(hand.make_codes)
        commands: dict[str, Callable[[], object]] = {
            "cards_new": hand.ask_for_cards,
            "cards_rename": bar.rename,
            "cards_delete": hand.delete_table,
            "cards_pile": partial(hand.add_pile, []),
            "cards_pile_of_chosen": lambda: hand.add_pile(board.selected_ids()),
            "cards_rename_pile": self._rename_pile,
            "cards_note": self._write_note,
            "cards_pile_left": partial(hand.move_pile, -1),
            "cards_pile_right": partial(hand.move_pile, 1),
            "cards_delete_pile": hand.delete_pile,
            "cards_remove": hand.remove,
            "cards_make_codes": hand.ask_for_codes,
            "cards_make_code": lambda: hand.ask_for_codes(board.current.pile_id),
            "cards_open": self._toggle_card,
            "cards_size": self._next_size,
            "cards_read": self._read,
            "cards_find": bar.words.setFocus,
            "cards_copy": self._copy,
            "cards_export": self._export,
        }
        for name, slot in commands.items():
            self.desk.commands.connect(name, slot)

    # -- what the window asks of a workspace ------------------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what has changed; where and on what the person is stays."""
        if tables and not tables & (_LAYING | _ON_CARDS):
            return
        all_ = self.desk.jobs.read.sortings.all()
        if self.shown_id not in {table.id for table in all_}:
            self.shown_id = all_[-1].id if all_ else None
            self.content = Content()
        if self.is_open(self.laying):
            self.hand.offer()
        if self.shown_id is None:
            self._show_empty()
            return
        self._stack.setCurrentWidget(self._main)
        self.layout_ = self.hand.ahead_of(layout_of(self.desk.jobs.read, self.shown_id))
        unknown = any(card.id not in self.content.faces for card in self.layout_.every())
        if not tables or unknown or tables & (_ON_CARDS - {"card", "memo"}):
            self._load()
        self._show(all_)

    def shown(self) -> None:
        """The focus goes to the cards."""
        if self.is_open(self.laying):
            self.laying.pane.box.setFocus()
        elif self.is_open(self.codes):
            self.codes.place.setFocus()
        elif self.shown_id is None:
            self.notice.act.setFocus()
        else:
            self.board.current.list.setFocus()
        self._enable()
        self._say_where()

    def restyle(self) -> None:
        """Take theme and type from the desk."""
        settings, theme = self.desk.settings, self.desk.theme
        reading = Reading(settings.font_family, settings.font_size, settings.line_spacing / 100, settings.text_width)
        serif = reading.font()
        serif.setPointSizeF(max(serif.pointSizeF() * 0.9, 8))
        self.board.set_look(CardLook(theme, serif, self.font(), self._size, self.content.several_codes))
        self.laying.set_theme(theme)
        self.card.set_look(theme, reading)
        heading = f"Line[role=heading] {{ font-weight: 600; font-size: {heading_points(self.font().pointSizeF()):.1f}pt; }}"
        if quiet_boxes(theme) + heading != self.styleSheet():
            self.setStyleSheet(quiet_boxes(theme) + heading)
        self._show_card()

    def commit(self) -> None:
        """Hand over what is being written."""
        self.bar.name.keep()
        self.board.commit()

    def lay_out(self, coding_ids: list[int], code_ids: list[int]) -> None:
        """Lay out what was chosen in another workspace, after asking on which table."""
        self.hand.ask_for_cards(coding_ids, code_ids)

    # -- showing ----------------------------------------------------------------------------------------------------------

    def show_table(self, sorting_id: int) -> None:
        """Show another table."""
        if sorting_id == self.shown_id:
            return
        self.commit()
        self.shown_id, self.content = sorting_id, Content()
        self.bar.words.clear()
        if self.is_open(self.codes):
            self.close_panel()
        self.refresh(frozenset())

    @property
    def table(self) -> Sorting | None:
        """The table that is shown."""
        return None if self.shown_id is None else self.desk.jobs.read.sortings.get(self.shown_id)

    def _load(self) -> None:
        sorting_id = self.shown_id
        if sorting_id is None:
            return
        for work in self._works:
            work.cancel()

        def loaded(content: Content) -> None:
            if sorting_id == self.shown_id:
                fresh = content.several_codes != self.content.several_codes
                self.content = content
                if fresh:
                    self.restyle()
                self._show_cards()

        self._works = [self.desk.jobs.ask(lambda read, progress: load(read, sorting_id, progress), loaded)]

    def _show(self, tables: list[Sorting]) -> None:
        table = next(one for one in tables if one.id == self.shown_id)
        self.bar.show_tables(tables, table, self.desk.jobs.can_write)
        self._show_cards()
        if self.is_open(self.codes):
            self.hand.show_codes()

    def _work_ended(self, work: Work) -> None:
        self.hand.ended(work)

    def show_layout(self, layout: Layout) -> None:
        """Show how the cards lie now, or are about to."""
        self.layout_ = layout
        self._show_cards()

    def _show_cards(self) -> None:
        words = self.bar.words.text().casefold().split()
        self.board.show_layout(self.layout_, self.content, words, self.desk.jobs.can_write)
        every = self.layout_.every()
        sorted_ = len(every) - len(self.layout_.cards[None])
        figures = [n_("{n} card", "{n} cards", len(every)), _("{n} sorted").format(n=f"{sorted_:,}")]
        self.bar.figures.setText(" · ".join([*figures, n_("{n} pile", "{n} piles", len(self.layout_.piles))]))
        self._enable()
        self._say_where()
        self._opening.ask()

    def _show_empty(self) -> None:
        self.layout_ = Layout((), {None: []})
        if not self.desk.jobs.read.codings.any() and not len(self.desk.jobs.read.codes.tree()):
            words = _("Sort lays quotes and codes out as cards, to be moved about until themes appear. It needs codes first.")
            self.notice.say(words, _("Open Read and code"), "read")
        else:
            words = _(
                "Sort lays quotes and codes out as cards, to be moved onto piles until themes appear, or to split a code that has become "
                "too broad: sort its quotes, then make codes of the piles."
            )
            self.notice.say(words, _("Lay out cards…"), "cards_new")
        self.notice.act.setEnabled(self.desk.jobs.can_write)
        self._stack.setCurrentWidget(self.notice)
        self._enable()
        self._say_where()

    def _act_on_empty(self, name: str) -> None:
        if name == "read":
            self.desk.signals.show_workspace.emit(name)
        else:
            self.desk.commands[name].trigger()

    def open_panel(self, panel: QWidget) -> None:
        """Bring a panel to the right of the board."""
        self.panels.setCurrentWidget(self._areas[panel])
        self.panels.show()

    def is_open(self, panel: QWidget) -> bool:
        """True while a panel is beside the board."""
        return not self.panels.isHidden() and self.panels.currentWidget() is self._areas[panel]

    def close_panel(self) -> None:
        """Give the room back to the board."""
        if self.is_open(self.codes):
            self.codes.forget()
        self.panels.hide()
        if self.isVisible():
            self.shown()

    # -- the card under the cursor --------------------------------------------------------------------------------------------

    def _chosen_changed(self) -> None:
        self._enable()
        self._say_where()
        self._opening.ask()

    def _toggle_card(self) -> None:
        if self.is_open(self.card):
            self.close_panel()
        else:
            self.open_panel(self.card)
            self._show_card()

    def _show_card(self) -> None:
        if not self.is_open(self.card):
            return
        current = self.board.current_card()
        card = next((one for one in self.layout_.every() if one.id == current), None)
        quote = self.content.quotes.get(card.id) if card is not None else None
        read = self.desk.jobs.read
        if quote is not None:
            self.card.show_quote(quote, QuoteGlance(read).around(quote.document_id, quote.span))
            return
        tree = read.codes.tree()
        if card is not None and card.code_id in tree.by_id:
            face = self.content.face(card)
            self.card.show_code(tree.by_id[card.code_id], tree.path(card.code_id), face.below)
        else:
            self.card.show_nothing()

    def _read(self) -> None:
        quote = self.content.quotes.get(self.board.current_card() or 0)
        if quote is not None:
            self.desk.signals.open_passage.emit(quote.document_id, Span(quote.span.start, quote.span.end))

    def _rename_pile(self) -> None:
        if self.board.current.pile_id is not None:
            self.board.current.rename()

    def _write_note(self) -> None:
        if self.board.current.pile_id is not None:
            self.board.current.note.setFocus()

    @property
    def _size(self) -> str:
        size = self.desk.settings.cards_size
        return size if size in SIZES else "normal"

    def _next_size(self) -> None:
        size = SIZES[(SIZES.index(self._size) + 1) % len(SIZES)]
        self.desk.signals.settings_changed.emit(replace(self.desk.settings, cards_size=size))
        self.restyle()

    def _to_cards(self) -> None:
        """From the words to the first card that has them."""
        column = next((one for one in self.board.order() if one.list.cards.faces), self.board.unsorted)
        self.board.go_to(column)

    # -- keys and menus -------------------------------------------------------------------------------------------------------

    def _enable(self) -> None:
        if not self.isVisible():
            return
        there, writable = self.shown_id is not None, self.desk.jobs.can_write
        chosen, pile = bool(self.board.selected_ids()), self.board.current.pile_id is not None
        needs = {
            "cards_new": True, "cards_pile_of_chosen": chosen, "cards_remove": chosen, "cards_read": chosen, "cards_open": True,
            "cards_copy": bool(self.layout_.every()), "cards_make_codes": bool(self.layout_.piles),
            **dict.fromkeys(("cards_rename_pile", "cards_note", "cards_pile_left", "cards_pile_right", "cards_delete_pile"), pile),
            "cards_make_code": pile,
        }  # fmt: skip
        for name in self.desk.commands.all:
            if name.startswith("cards_"):
                on = (there or name == "cards_new") and needs.get(name, True) and (writable or name not in CHANGING)
                self.desk.commands[name].setEnabled(on)
                if name in self.bar.buttons:
                    self.bar.buttons[name].setEnabled(on)

    def _say_where(self) -> None:
        if not self.isVisible():
            return
        if self.shown_id is None:
            self.desk.signals.status.emit("")
            return
        chosen = len(self.board.selected_ids())
        words = n_("{n} card chosen", "{n} cards chosen", chosen) if chosen > 1 else ""
        keys = _("1–9 onto a pile · 0 back · Ctrl+arrows take the card along · N new pile · F2 name · Space whole card · Del off the table")
        self.desk.signals.status.emit(" · ".join(filter(None, (words, keys))))

    def _menu_of_pile(self, button: QWidget) -> None:
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.board.current.pile_id is None:
            names: tuple[str, ...] = ("cards_new", "cards_pile", "cards_pile_of_chosen")
        else:
            names = (
                "cards_rename_pile",
                "cards_note",
                "cards_pile_left",
                "cards_pile_right",
                "",
                "cards_make_code",
                "",
                "cards_delete_pile",
            )
        self._enable()
        for name in names:
            menu.addAction(self.desk.commands[name]) if name else menu.addSeparator()
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _menu_of_cards(self, at: QPoint) -> None:
        self.menu_of_cards().popup(at)

    def menu_of_cards(self) -> QMenu:
        """What can be done with the chosen cards."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        commands = self.desk.commands
        menu.addActions([commands["cards_open"], commands["cards_read"]])
        menu.addSeparator()
        onto = menu.addMenu(_("Put onto"))
        for number, column in enumerate(self.board.order()):
            key = f"\t{number}" if number <= 9 else ""
            onto.addAction(column.label.replace("&", "&&") + key, partial(self.board.put_onto, number))
        onto.setEnabled(self.desk.jobs.can_write and bool(self.board.selected_ids()))
        menu.addAction(commands["cards_pile_of_chosen"])
        menu.addAction(commands["cards_remove"])
        menu.addSeparator()
        menu.addAction(commands["cards_copy"])
        return menu

    # -- taking away ----------------------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        """The chosen cards when there are several, else the whole table."""
        sorting_id, ids = self.shown_id, self.board.selected_ids()
        if sorting_id is None:
            return
        only = set(ids) if len(ids) > 1 else None

        def done(rows: list[list[str]]) -> None:
            QGuiApplication.clipboard().setMimeData(table_mime(rows))
            self.desk.signals.notice.emit(n_("Copied {n} card as a table", "Copied {n} cards as a table", len(rows) - 1))

        self.desk.jobs.ask(lambda read, progress: table_rows(read, sorting_id, only, progress), done)

    def _export(self) -> None:
        table = self.table
        if table is None:
            return
        project = self.desk.jobs.project.path
        safe = "".join("-" if char in '\\/:*?"<>|' else char for char in table.name)[:80]
        proposal = project.with_name(f"{project.stem} {safe}.docx")
        path = self.desk.files.save(self, _("Export this table"), str(proposal), _("Word (*.docx);;Excel (*.xlsx)"))
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".docx")
        self.desk.jobs.ask(
            lambda read, progress: write_file(read, table.id, path, progress),
            lambda made: self.desk.signals.notice.emit(_("Wrote “{name}”").format(name=made.name)),
            label=_("Writing cards"),
        )
