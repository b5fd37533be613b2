"""The board: piles side by side, those not sorted yet always at the left; arrows go from card to card, Ctrl+arrows take cards along."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qcoder.gui.views.sort.column import NewPile, PileColumn
from qcoder.gui.views.sort.content import Content, Layout
from qcoder.gui.widgets.cardpaint import CardLook
from qcoder.words import _

_KEYS = {
    Qt.Key.Key_Space: "cards_open",
    Qt.Key.Key_Return: "cards_open",
    Qt.Key.Key_Enter: "cards_open",
    Qt.Key.Key_Delete: "cards_remove",
    Qt.Key.Key_Backspace: "cards_remove",
    Qt.Key.Key_F2: "cards_rename_pile",
    Qt.Key.Key_N: "cards_pile",
    Qt.Key.Key_M: "cards_note",
    Qt.Key.Key_Z: "cards_size",
}
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class CardBoard(QFrame):
    """Shows a layout; what the person wants is told, nothing is moved here."""

    wanted = Signal(str)
    """The name of a command."""
    move_wanted = Signal(object, object, object, bool)
    """(card ids, pile or None, id of the card before which they are put or None for the end, whether the cursor goes with them)."""
    pile_wanted = Signal(object)
    renamed = Signal(object, str)
    noted = Signal(object, str)
    menu_wanted = Signal(object)
    card_menu_wanted = Signal(object)
    """The place on the screen where the menu of the chosen cards belongs."""
    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.columns: dict[int | None, PileColumn] = {}
        self.look: CardLook | None = None
        self._current: int | None = None
        self.unsorted = self._column(None)
        self.new_pile = NewPile()
        self.new_pile.begun.connect(self.pile_wanted.emit)
        inside = QWidget()
        inside.setObjectName("ground")
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(10, 0, 8, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self.new_pile, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = QFrame()
        line.setProperty("role", "rule")
        line.setStyleSheet("max-width: 1px; min-width: 1px; max-height: 100000px;")
        left = QVBoxLayout()
        left.addWidget(self.unsorted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addLayout(left)
        row.addWidget(line)
        row.addWidget(self.area, 1)

    def _column(self, pile_id: int | None) -> PileColumn:
        column = PileColumn(pile_id)
        column.list.carried = self.selected_ids
        column.list.installEventFilter(self)
        column.list.touched.connect(partial(self._touched, column))
        column.list.current_changed.connect(partial(self._went_to, column))
        column.list.selectionModel().selectionChanged.connect(lambda _now, _before: self.chosen_changed.emit())
        column.list.dropped.connect(lambda ids, before: self.move_wanted.emit(ids, pile_id, before, True))
        column.list.visited.connect(partial(self._visited, column))
        column.list.opened.connect(lambda: self.wanted.emit("cards_read"))
        column.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        column.list.customContextMenuRequested.connect(lambda at: self.card_menu_wanted.emit(column.list.viewport().mapToGlobal(at)))
        column.dropped_on_head.connect(lambda ids: self.move_wanted.emit(ids, pile_id, None, True))
        column.renamed.connect(lambda name: self.renamed.emit(pile_id, name))
        column.noted.connect(lambda note: self.noted.emit(pile_id, note))
        column.menu_wanted.connect(partial(self._menu, column))
        self.columns[pile_id] = column
        if self.look is not None:
            column.set_look(self.look)
        return column

    # -- content ------------------------------------------------------------------------------------------------------

    def show_layout(self, layout: Layout, content: Content, filtered: list[str], can_write: bool) -> None:
        """Show the piles and of their cards those that have all the words."""
        wanted: list[int | None] = [None, *(pile.id for pile in layout.piles)]
        for pile_id in [one for one in self.columns if one not in wanted]:
            self._drop_column(pile_id)
        for place, pile in enumerate(layout.piles):
            column = self.columns.get(pile.id) or self._column(pile.id)
            if self._row.indexOf(column) != place:
                self._row.insertWidget(place, column)
        for number, pile_id in enumerate(wanted):
            cards = layout.cards[pile_id]
            shown = [card for card in cards if content.fits(card, filtered)] if filtered else cards
            column = self.columns[pile_id]
            column.list.put([content.face(card) for card in shown])
            empty = "" if shown else self._empty_words(number, bool(cards), bool(layout.every()))
            shown_pile = None if pile_id is None else layout.piles[number - 1]
            column.show_pile(shown_pile, number, content.figures(cards, len(shown)), empty, can_write)
        self.new_pile.setVisible(can_write)
        if self._current not in self.columns:
            self._current = None
        self._order_of_tab(wanted)

    def _drop_column(self, pile_id: int | None) -> None:
        column = self.columns.pop(pile_id)
        had_focus = column.isAncestorOf(QApplication.focusWidget() or self)
        column.blockSignals(True)
        column.list.removeEventFilter(self)
        self._row.removeWidget(column)
        column.hide()
        column.deleteLater()
        if had_focus:
            self.unsorted.list.setFocus()

    def _empty_words(self, number: int, filtered_out: bool, any_cards: bool) -> str:
        if filtered_out:
            return _("No card here has these words.")
        if number > 9:
            return _("Put cards here: drag them, or take them along with Ctrl and the arrows.")
        if number:
            return _("Put cards here: drag them, or press {n}.").format(n=number)
        return _("Everything is sorted.") if any_cards else _("No cards on this table. Lay some out with “New table or more cards”.")

    def _order_of_tab(self, wanted: list[int | None]) -> None:
        chain: list[QWidget] = []
        for pile_id in wanted:
            column = self.columns[pile_id]
            chain += [column.list] if pile_id is None else [column.name, column.note, column.list]
        for one, other in zip([*chain, self.new_pile][:-1], [*chain, self.new_pile][1:], strict=True):
            QWidget.setTabOrder(one, other)

    def set_look(self, look: CardLook) -> None:
        """Take theme, fonts and size."""
        self.look = look
        for column in self.columns.values():
            column.set_look(look)

    def commit(self) -> None:
        """Hand over what is being written."""
        for column in self.columns.values():
            column.commit()

    # -- what is chosen ------------------------------------------------------------------------------------------------

    def order(self) -> list[PileColumn]:
        """The columns from the left."""
        items = [self._row.itemAt(place) for place in range(self._row.count())]
        placed = [item.widget() for item in items if item is not None]
        return [self.unsorted, *(widget for widget in placed if isinstance(widget, PileColumn))]

    @property
    def current(self) -> PileColumn:
        """The pile that the keys are about."""
        return self.columns.get(self._current, self.unsorted)

    def current_card(self) -> int | None:
        """The card that the keys are about."""
        return self.current.list.current_id()

    def selected_ids(self) -> list[int]:
        """The chosen cards, pile by pile; the current one if none is."""
        found = [id_ for column in self.order() for id_ in column.list.selected_ids()]
        current = self.current_card()
        return found or ([] if current is None else [current])

    def choose(self, ids: list[int]) -> None:
        """Choose these cards, wherever they lie, and go to the first."""
        wanted = set(ids)
        for column in self.order():
            column.list.clearSelection()
        first = next((one for one in self.order() if any(face.id in wanted for face in one.list.cards.faces)), None)
        for one in self.order():
            one.list.choose(wanted, move=one is first)
        if first is not None:
            self.go_to(first, choose=False)

    def go_to(self, column: PileColumn, *, choose: bool = True) -> None:
        """Put the focus on a pile, with `choose` on the card at the height of the one where it was."""
        before = self.current
        y = before.list.viewport().mapToGlobal(before.list.rect().topLeft()).y() + before.list.current_y()
        if choose:
            self._let_go(column)
        self._current = column.pile_id
        if column is not self.unsorted:
            self.area.ensureWidgetVisible(column, 20, 0)
        column.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if choose:
            column.list.choose_at(y - column.list.viewport().mapToGlobal(column.list.rect().topLeft()).y())
        self.chosen_changed.emit()

    def show_column(self, column: PileColumn) -> None:
        """Scroll to a pile that has just come."""
        QTimer.singleShot(0, column, lambda: self.area.ensureWidgetVisible(column, 20, 0))

    def _let_go(self, kept: PileColumn) -> None:
        for column in self.columns.values():
            if column is not kept:
                column.list.clearSelection()

    def _visited(self, column: PileColumn) -> None:
        """Whoever carries cards to a pile that is half in sight wants to see all of it, and then the next one."""
        if column is not self.unsorted:
            self.area.ensureWidgetVisible(column, 20, 0)

    def _touched(self, column: PileColumn, also: bool) -> None:
        self._current = column.pile_id
        if not also:
            self._let_go(column)

    def _went_to(self, column: PileColumn) -> None:
        if column.list.hasFocus():
            self._current = column.pile_id
        self.chosen_changed.emit()

    def _menu(self, column: PileColumn, button: QWidget) -> None:
        self.go_to(column)
        self.menu_wanted.emit(button)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the lists; theirs go before the window's."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            deed = self._deed(event)
            if deed is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    deed()
                return True
        return super().eventFilter(watched, event)

    def _deed(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does, or None when it is not ours."""
        modifier, key = Qt.KeyboardModifier, Qt.Key(event.key())
        held = event.modifiers() & ~modifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            return partial(self.wanted.emit, "cards_copy")
        if key in _ARROWS and held == modifier.ControlModifier:
            return partial(self._take_along, key)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and held == modifier.NoModifier:
            return partial(self._go_beside, 1 if key == Qt.Key.Key_Right else -1)
        if key == Qt.Key.Key_N and held == modifier.ShiftModifier:
            return partial(self.wanted.emit, "cards_pile_of_chosen")
        if held != modifier.NoModifier:
            return None
        if Qt.Key.Key_0.value <= key.value <= Qt.Key.Key_9.value:
            return partial(self.put_onto, key.value - Qt.Key.Key_0.value)
        name = _KEYS.get(key)
        return None if name is None else partial(self.wanted.emit, name)

    def _go_beside(self, step: int) -> None:
        order = self.order()
        place = order.index(self.current) + step
        if 0 <= place < len(order):
            self.go_to(order[place])

    def put_onto(self, number: int) -> None:
        """The chosen cards go onto a pile (0: back), the cursor stays and comes to the next one."""
        order, ids = self.order(), self.selected_ids()
        if number < len(order) and ids:
            self.move_wanted.emit(ids, order[number].pile_id, None, False)

    def _take_along(self, key: Qt.Key) -> None:
        ids, order, column = self.selected_ids(), self.order(), self.current
        if not ids:
            return
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            place = order.index(column) + (1 if key == Qt.Key.Key_Right else -1)
            if 0 <= place < len(order):
                self.move_wanted.emit(ids, order[place].pile_id, None, True)
            return
        faces = column.list.cards.faces
        rows = [row for row, face in enumerate(faces) if face.id in ids]
        if not rows or (key == Qt.Key.Key_Up and rows[0] == 0) or (key == Qt.Key.Key_Down and rows[-1] == len(faces) - 1):
            return
        row = rows[0] - 1 if key == Qt.Key.Key_Up else rows[-1] + 2
        self.move_wanted.emit(ids, column.pile_id, column.list.before(row, ids), True)
