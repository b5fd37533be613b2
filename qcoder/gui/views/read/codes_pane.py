"""The code tree: filter, order, counts, keys; made, named, moved, coloured, merged and removed in place."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QTreeView, QVBoxLayout, QWidget

from qcoder.domain.arranging import Shift
from qcoder.domain.codes import Code
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.models.code_order import CodeOrder, CodeSort, Counts
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.read.code_hand import CodeHand
from qcoder.gui.views.read.code_menus import COUNTS, SORTS, CodeMenu, view_menu
from qcoder.gui.views.read.code_tree import CodeTreeView
from qcoder.gui.views.read.fields import words
from qcoder.gui.views.workspace import Desk
from qcoder.words import _

_CTRL = Qt.KeyboardModifier.ControlModifier


class CodesPane(QFrame):
    """Codes to choose from. `chosen` carries the current code's id or None, `used` the id of one that was double-clicked or entered."""

    chosen = Signal(object)
    used = Signal(object)

    def __init__(self, desk: Desk, actions: CodebookActions, model: CodesModel, page: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._actions = actions
        self.model = model
        self._open: set[int] = set()
        self._here: frozenset[int] = frozenset()
        self._quiet = False
        self._kept: tuple[list[int], int | None] = ([], None)
        self._new_under: tuple[int | None, int | None] = (None, None)
        self.wish: int | None = None
        self.setProperty("role", "pane")
        self.view = self._tree()
        self.hand = CodeHand(desk, actions, self.view, model, page)
        self.hand.wished.connect(self._wishes)
        self.hand.opened.connect(self._open.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 6, 6)
        column.setSpacing(4)
        column.addLayout(self._head())
        self.filter_box = QLineEdit()
        self.filter_box.setAccessibleName(_("Filter codes"))
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(lambda typed: self._show_as(replace(self.model.order, typed=typed)))
        self.filter_box.installEventFilter(self)
        column.addWidget(self.filter_box)
        self.state = QPushButton()
        self.state.setProperty("role", "link")
        self.state.setMinimumWidth(60)  # a narrow pane cuts its words; the tooltip has them all
        self.state.clicked.connect(self.show_all)
        column.addWidget(self.state)
        self.name_box = QLineEdit()
        self.name_box.setAccessibleName(_("Name of the new code"))
        self.name_box.installEventFilter(self)
        self.name_box.hide()
        column.addWidget(self.name_box)
        self.hint = words("", "muted")
        column.addWidget(self.hint)
        column.addWidget(self.view, 1)
        model.moved.connect(self.hand.move)
        model.renamed.connect(actions.rename)
        self._say_state()

    # Building

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        title = QLabel(_("Codes"))
        title.setProperty("role", "subheading")
        self.legend = QLabel()
        self.legend.setProperty("role", "muted")
        self.legend.setMinimumWidth(1)  # the pane may be narrower: then it is hidden
        self.view_button = self._button("⋮", _("How codes are shown"))
        self.view_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.view_button.setMenu(view_menu(self, self._desk.commands, self.view.expandAll, self.view.collapseAll))
        self.add_button = self._button("+", _("New code"))
        self._desk.commands.hint(self.add_button, _("New code or subcode"), "add_code")
        self.add_button.setEnabled(self._desk.jobs.can_write)
        self.add_button.clicked.connect(lambda: self.begin_new(False))
        row.addWidget(title)
        row.addStretch(1)
        for widget in (self.legend, self.view_button, self.add_button):
            row.addWidget(widget)
        self._title = title
        return row

    def _button(self, sign: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setProperty("role", "quiet")
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what the figures are where there is room for all of it."""
        super().resizeEvent(event)
        others = sum(widget.sizeHint().width() for widget in (self._title, self.view_button, self.add_button))
        self.legend.setVisible(bool(self.legend.text()) and self.width() >= others + self.legend.sizeHint().width() + 30)

    def _tree(self) -> CodeTreeView:
        view = CodeTreeView(self.model)
        self.delegate = view.delegate
        view.customContextMenuRequested.connect(self._menu)
        view.doubleClicked.connect(self._use)
        view.selectionModel().currentChanged.connect(lambda now, _before: self._current_changed(now))
        view.expanded.connect(lambda index: self._opened(index.internalId(), True))
        view.collapsed.connect(lambda index: self._opened(index.internalId(), False))
        view.told.connect(self._desk.signals.status)
        view.installEventFilter(self)
        return view

    def slots(self) -> dict[str, Callable[[], object]]:
        """Command -> what carries it out here."""
        hand = self.hand
        found: dict[str, Callable[[], object]] = {
            "add_code": lambda: self.begin_new(False),
            "add_subcode": lambda: self.begin_new(True),
            "rename_code": self.rename,
            "delete_codes": hand.delete,
            "move_code_under": hand.ask_under,
            "merge_codes": hand.ask_into,
            "shade_branch": hand.shade,
            "color_by_branch": self._actions.color_by_branch,
            "copy_branch": hand.copy_branch,
            "take_branch": hand.take_branch,
            "sort_as_cards": lambda: self._desk.signals.sort_cards.emit([], self.view.chosen()),
            "filter_codes": self.go_to_filter,
            "codes_used_here": self._used_here,
            "filter_definitions": lambda: self._show_as(replace(self.model.order, definitions=not self.model.order.definitions)),
        }
        for how in Shift:
            found[f"move_code_{how.value}"] = partial(hand.shift, how)
        for sort in CodeSort:
            found[f"sort_codes_{sort.value}"] = partial(self.sort_by, sort)
        for counts in Counts:
            found[f"counts_{counts.value}"] = partial(self._count, counts)
        commands = self._desk.commands
        commands.one_of(SORTS)
        commands.one_of(COUNTS)
        for name in ("codes_used_here", "filter_definitions"):
            commands[name].setCheckable(True)
        self._say_state()
        return found

    # Showing

    def refresh(self) -> None:
        """Read the codebook again; what was open stays open, what was chosen stays chosen."""
        chosen, top = self.wish or self.current_id(), self.view.verticalScrollBar().value()
        several = self.view.chosen() if self.wish is None or self.wish in self.view.chosen() else [self.wish]
        first = len(self.model.tree) == 0
        opened = set(self._open)
        self._quiet = True
        moved = self.model.set_tree(self._desk.jobs.read.codes.tree())
        if moved:
            self._open = opened if not first else {code.id for code in self.model.tree.children(None)}
            self._expand()
            self.view.choose(several or ([chosen] if chosen is not None else []), chosen)
            self.view.verticalScrollBar().setValue(top)
        self._quiet = False
        if self.wish is not None and self.wish in self.model.tree.by_id:
            self.show_code(self.wish, unfilter=True, several=several)
            self.wish = None
        elif self.current_id() != chosen:
            self.chosen.emit(self.current_id())
        self._say_hint()

    def again(self, tables: frozenset[str]) -> None:
        """Something changed in these tables: what is shown of a merge to come may be otherwise."""
        self.hand.merge_panel.again(tables)

    def restyle(self) -> None:
        """Take the theme's colours."""
        self.delegate.theme = self.view.theme = self._desk.theme
        self.model.counts = _counts(self._desk.settings.codes_counts)
        self.model.patterned = self._desk.settings.code_patterns
        self.hand.restyle()
        self._say_state()
        self.view.viewport().update()

    def current(self) -> Code | None:
        """The code chosen in the tree, the one with the focus where there are several."""
        return self.model.code(self.view.currentIndex())

    def current_id(self) -> int | None:
        """Its id."""
        code = self.current()
        return None if code is None else code.id

    def _wishes(self, code_id: int | None) -> None:
        self.wish = code_id

    def show_code(self, code_id: int, *, quiet: bool = True, unfilter: bool = False, several: Iterable[int] = ()) -> None:
        """Choose a code and bring it in sight; `quiet`: without telling. One that is filtered out stays so unless `unfilter`."""
        if unfilter and not self.model.index_of(code_id).isValid():
            self.filter_box.clear()
            self._show_as(replace(self.model.order, only=None, typed=""))
        if not self.model.index_of(code_id).isValid():
            return
        before, self._quiet = self._quiet, quiet
        for above in self.model.tree.ancestors(code_id)[:-1]:
            self.view.setExpanded(self.model.index_of(above.id), True)
        chosen = [id_ for id_ in several if id_ in self.model.tree.by_id]
        self.view.choose(chosen if code_id in chosen else [code_id], code_id)
        self.view.scrollTo(self.view.currentIndex())
        self._quiet = before

    def _current_changed(self, now: QModelIndex) -> None:
        if not self._quiet:
            self._kept = ([], None)
            code = self.model.code(now)
            self.chosen.emit(None if code is None else code.id)

    def _opened(self, code_id: int, is_open: bool) -> None:
        """Remember what is open; while only some codes are shown, all of them are, and that says nothing."""
        if not self._narrowed():
            (self._open.add if is_open else self._open.discard)(code_id)

    def _narrowed(self) -> bool:
        return bool(self.model.order.typed) or self.model.order.only is not None

    def _expand(self) -> None:
        if self._narrowed():
            self.view.expandAll()
            return
        for code_id in list(self._open):
            index = self.model.index_of(code_id)
            if index.isValid():
                if self.model.hasChildren(index):
                    self.view.setExpanded(index, True)
            elif code_id not in self.model.tree.by_id:
                self._open.discard(code_id)

    def _show_as(self, order: CodeOrder) -> None:
        chosen, several = self.current_id(), self.view.chosen()
        if several:
            self._kept = (several, chosen)
        else:  # what was filtered out is chosen again once it is back
            several, chosen = self._kept
        self._quiet = True
        before = self.model.order
        self.model.set_order(order)
        if replace(self.model.order, sort=before.sort) != before:
            self._expand()
            self.view.choose(several, chosen)
        self._quiet = False
        self._say_state()
        self._say_hint()

    def show_all(self) -> None:
        """All codes in their own order again."""
        self._show_as(replace(self.model.order, only=None, sort=CodeSort.ARRANGED))
        self.view.setFocus()

    def sort_by(self, sort: CodeSort) -> None:
        """Show siblings in this order; their order in the codebook stays."""
        self._show_as(replace(self.model.order, sort=sort))

    def set_here(self, code_ids: Iterable[int]) -> None:
        """The open document is coded with these."""
        here = frozenset(code_ids)
        if here != self._here:
            self._here = here
            if self.model.order.only is not None:
                self._show_as(replace(self.model.order, only=here))

    def _used_here(self) -> None:
        self._show_as(replace(self.model.order, only=self._here if self.model.order.only is None else None))

    def _count(self, counts: Counts) -> None:
        self._desk.signals.settings_changed.emit(replace(self._desk.settings, codes_counts=counts.value))

    def _say_state(self) -> None:
        """Ticks in the menus, and the line that says that this is not the codebook as it stands."""
        order, commands = self.model.order, self._desk.commands
        commands[f"sort_codes_{order.sort.value}"].setChecked(True)
        commands[f"counts_{self.model.counts.value}"].setChecked(True)
        commands["codes_used_here"].setChecked(order.only is not None)
        commands["filter_definitions"].setChecked(order.definitions)
        self.filter_box.setPlaceholderText(_("Filter codes and definitions…") if order.definitions else _("Filter codes…"))
        sorts = {CodeSort.NAME: _("by name"), CodeSort.OWN: _("by codings"), CodeSort.ALL: _("by codings with subcodes")}
        said = [sorts[order.sort]] if order.sort in sorts else []
        said += [_("used here")] if order.only is not None else []
        self.state.setText("✕  " + " · ".join(said))
        self.state.setAccessibleName(_("Codes shown: {how}; show all in their own order").format(how=", ".join(said)))
        self.state.setToolTip(_("Codes shown: {how}. Click to show all in their own order.").format(how=", ".join(said)))
        self.state.setVisible(bool(said))
        legends = {Counts.BOTH: _("own · all"), Counts.OWN: _("own"), Counts.ALL: _("all"), Counts.NONE: ""}
        self.legend.setText(legends[self.model.counts])
        self.legend.setToolTip(_("Codings of the code itself, and with its subcodes"))

    def _say_hint(self) -> None:
        """One line for a tree in which there is nothing."""
        words = ""
        if len(self.model.tree) == 0:
            words = _("Codes name what a passage is about. Make the first with +, or import a codebook (File menu).")
        elif self.model.rowCount() == 0 and self.model.order.typed:
            words = _("No code has “{typed}” in its name.").format(typed=self.model.order.typed)
            if self.model.order.definitions:
                words = _("No code has “{typed}” in its name or definitions.").format(typed=self.model.order.typed)
        elif self.model.rowCount() == 0:
            words = _("This document is not coded yet.")
        self.hint.setText(words)
        self.hint.setVisible(bool(words))

    # Making and naming

    def begin_new(self, under: bool) -> None:
        """Ask for the name of a new code: under the chosen one, or beside it."""
        if not self._desk.jobs.can_write:
            return
        code = self.current()
        if code is None:
            self._new_under = (None, None)
        elif under:
            self._new_under = (code.id, None)
        else:
            siblings = [sibling.id for sibling in self.model.tree.children(code.parent_id)]
            self._new_under = (code.parent_id, siblings.index(code.id) + 1)
        parent_id = self._new_under[0]
        if parent_id is None:
            self.name_box.setPlaceholderText(_("Name of a new code at the top"))
        else:
            name = self.model.tree.by_id[parent_id].name
            self.name_box.setPlaceholderText(_("Name of a new code under “{name}”").format(name=name))
        self.name_box.clear()
        self.name_box.setAccessibleName(self.name_box.placeholderText())
        self.name_box.setToolTip(_("Enter makes the code, Escape closes this line"))
        self.name_box.show()
        self.name_box.setFocus()
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.view.scrollTo(self.view.currentIndex())

    def _make_new(self) -> None:
        name = self.name_box.text()
        if name.strip():
            self._actions.add(name, *self._new_under, self._made)
            if self._new_under[1] is not None:
                self._new_under = (self._new_under[0], self._new_under[1] + 1)
            self.name_box.clear()

    def _made(self, code_id: int) -> None:
        """Choose the new code; the box stays, for one seldom makes only one."""
        self.show_code(code_id, unfilter=True)
        self.chosen.emit(code_id)

    def rename(self) -> None:
        """Edit the name of the chosen code."""
        if self.current() is not None:
            self.view.setFocus()
            self.view.edit(self.view.currentIndex())

    def _use(self, index: QModelIndex) -> None:
        code = self.model.code(index)
        if code is not None:
            self.used.emit(code.id)

    # Menu and keys

    def menu(self) -> QMenu:
        """What can be done with the chosen codes."""
        chosen = [self.model.tree.by_id[code_id] for code_id in self.view.chosen()]
        return CodeMenu(self, self._desk.commands, self._actions, self.model, chosen, self._desk.jobs.can_write)

    def _menu(self, point: QPoint) -> None:
        index = self.view.indexAt(point)
        if not index.isValid():
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
        self.menu().popup(self.view.viewport().mapToGlobal(point))

    def go_to_filter(self) -> None:
        """Into the filter box, with what stands there ready to be written over."""
        self.filter_box.setFocus()
        self.filter_box.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the tree, the filter and the name box."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self.view:
            return self.view.state() != QTreeView.State.EditingState and self._tree_key(event)
        return self._name_key(event) if watched is self.name_box else self._filter_key(event)

    def _tree_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        ways = {Qt.Key.Key_Up: Shift.UP, Qt.Key.Key_Down: Shift.DOWN, Qt.Key.Key_Right: Shift.IN, Qt.Key.Key_Left: Shift.OUT}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CTRL:
            self._use(self.view.currentIndex())
        elif key == Qt.Key.Key_Delete:
            self.hand.delete()
        elif key == Qt.Key.Key_Escape:
            self.view.setCurrentIndex(QModelIndex())
            self.view.clearSelection()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _CTRL and key in ways:
            self.hand.shift(ways[Qt.Key(key)])
        else:
            return False
        return True

    def _name_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._make_new()
        elif event.key() == Qt.Key.Key_Escape:
            self.name_box.hide()
            self.view.setFocus()
        else:
            return False
        return True

    def _filter_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.filter_box.clear()
            self.view.setFocus()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.view.setFocus()
            if not self.view.currentIndex().isValid() or self.model.filter:
                self._choose_first_match()
        else:
            return False
        return True

    def _choose_first_match(self) -> None:
        from qcoder.gui.models.matching import best

        tree = self.model.tree
        found = best(self.model.filter, [(code.id, code.name, tree.path(code.id)) for _depth, code in tree.walk()], limit=1)
        if found:
            self.show_code(found[0][0], quiet=False)


def _counts(name: str) -> Counts:
    """The setting, or the default where it says nothing that is known."""
    return Counts(name) if name in set(Counts) else Counts.BOTH
