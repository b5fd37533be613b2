"""The code tree: filter, counts, keys; made, named, moved, coloured and removed in place."""

from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QTreeView, QVBoxLayout

from qcoder.domain.codes import PALETTE, Code
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.read.delegates import ArrowTree, CodeDelegate
from qcoder.gui.views.read.fields import words
from qcoder.gui.views.workspace import Desk
from qcoder.words import _

_CTRL = Qt.KeyboardModifier.ControlModifier


class CodesPane(QFrame):
    """Codes to choose from. `chosen` carries the current code's id or None, `used` the id of one that was double-clicked or entered."""

    chosen = Signal(object)
    used = Signal(object)

    def __init__(self, desk: Desk, actions: CodebookActions, model: CodesModel) -> None:
        super().__init__()
        self._desk = desk
        self._actions = actions
        self.model = model
        self._open: set[int] = set()
        self._before_filter: set[int] | None = None
        self._quiet = False
        self._new_under: tuple[int | None, int | None] = (None, None)
        self._wish: int | None = None
        self.setProperty("role", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 6, 6)
        column.setSpacing(4)
        column.addLayout(self._head())
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText(_("Filter codes…"))
        self.filter_box.setAccessibleName(_("Filter codes"))
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(self._filter)
        self.filter_box.installEventFilter(self)
        column.addWidget(self.filter_box)
        self.name_box = QLineEdit()
        self.name_box.setAccessibleName(_("Name of the new code"))
        self.name_box.installEventFilter(self)
        self.name_box.hide()
        column.addWidget(self.name_box)
        self.hint = words(_("Codes name what a passage is about. Make the first with +, or import a codebook (File menu)."), "muted")
        column.addWidget(self.hint)
        self.view = self._tree()
        column.addWidget(self.view, 1)
        model.moved.connect(self._move)
        model.renamed.connect(actions.rename)

    # Building

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = QLabel(_("Codes"))
        title.setProperty("role", "subheading")
        self.legend = QLabel(_("own / with subcodes"))
        self.legend.setProperty("role", "muted")
        self.add_button = QToolButton()
        self.add_button.setText("+")
        self.add_button.setProperty("role", "quiet")
        self.add_button.setAccessibleName(_("New code"))
        self.add_button.setToolTip(_("New code (Ctrl+Shift+N), new subcode (Ctrl+Alt+N)"))
        self.add_button.setEnabled(self._desk.jobs.can_write)
        self.add_button.clicked.connect(lambda: self.begin_new(False))
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(self.legend)
        row.addWidget(self.add_button)
        self._head_width = title.sizeHint().width() + self.legend.sizeHint().width() + self.add_button.sizeHint().width() + 48
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what the two figures are where there is room for all of it."""
        super().resizeEvent(event)
        self.legend.setVisible(self.width() >= self._head_width)

    def _tree(self) -> ArrowTree:
        view = ArrowTree()
        view.setModel(self.model)
        self.delegate = CodeDelegate(view)
        view.setItemDelegate(self.delegate)
        view.setHeaderHidden(True)
        view.setIndentation(16)
        view.setUniformRowHeights(True)
        view.setAccessibleName(_("Codes"))
        view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDefaultDropAction(Qt.DropAction.MoveAction)
        view.setDragEnabled(True)
        view.setAutoExpandDelay(600)
        view.setExpandsOnDoubleClick(False)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        view.doubleClicked.connect(self._use)
        view.selectionModel().currentChanged.connect(lambda now, _before: self._current_changed(now))
        view.expanded.connect(lambda index: self._open.add(index.internalId()))
        view.collapsed.connect(lambda index: self._open.discard(index.internalId()))
        view.installEventFilter(self)
        return view

    # Showing

    def refresh(self) -> None:
        """Read the codebook again; what was open stays open, what was chosen stays chosen."""
        chosen, top = self._wish or self.current_id(), self.view.verticalScrollBar().value()
        first = len(self.model.tree) == 0
        opened = set(self._open)
        self._quiet = True
        moved = self.model.set_tree(self._desk.jobs.read.codes.tree())
        if moved:
            self._open = opened if not first else {code.id for code in self.model.tree.children(None)}
            self._expand()
            self._set_current(chosen)
            self.view.verticalScrollBar().setValue(top)
        self._quiet = False
        if self._wish is not None and self._wish in self.model.tree.by_id:
            self.show_code(self._wish, unfilter=True)
            self._wish = None
        elif self.current_id() != chosen:
            self.chosen.emit(self.current_id())
        self.hint.setVisible(len(self.model.tree) == 0)

    def restyle(self) -> None:
        """Take the theme's colours."""
        self.delegate.theme = self.view.theme = self._desk.theme
        self.view.viewport().update()

    def current(self) -> Code | None:
        """The code chosen in the tree."""
        return self.model.code(self.view.currentIndex())

    def current_id(self) -> int | None:
        """Its id."""
        code = self.current()
        return None if code is None else code.id

    def show_code(self, code_id: int, *, quiet: bool = True, unfilter: bool = False) -> None:
        """Choose a code and bring it in sight; `quiet`: without telling. One that is filtered out stays so unless `unfilter`."""
        if unfilter and not self.model.index_of(code_id).isValid():
            self.filter_box.clear()
        if not self.model.index_of(code_id).isValid():
            return
        before, self._quiet = self._quiet, quiet
        for above in self.model.tree.ancestors(code_id)[:-1]:
            self.view.setExpanded(self.model.index_of(above.id), True)
        self._set_current(code_id)
        self.view.scrollTo(self.view.currentIndex())
        self._quiet = before

    def _set_current(self, code_id: int | None) -> None:
        self.view.selectionModel().setCurrentIndex(self.model.index_of(code_id), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _current_changed(self, now: QModelIndex) -> None:
        if not self._quiet:
            code = self.model.code(now)
            self.chosen.emit(None if code is None else code.id)

    def _expand(self) -> None:
        if self.model.filter:
            self.view.expandAll()
            return
        for code_id in list(self._open):
            index = self.model.index_of(code_id)
            if index.isValid():
                self.view.setExpanded(index, True)
            else:
                self._open.discard(code_id)

    def _filter(self, typed: str) -> None:
        if self._before_filter is None:
            self._before_filter = set(self._open)
        chosen = self.current_id()
        self._quiet = True
        self.model.set_filter(typed)
        if not self.model.filter:
            self._open, self._before_filter = self._before_filter, None
        self._expand()
        self._set_current(chosen)
        self._quiet = False

    # Making, moving, removing

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

    def delete(self) -> None:
        """Remove the chosen code with all under it."""
        code = self.current()
        if code is not None:
            below = self.view.indexBelow(self.view.currentIndex())
            following = self.model.code(below)
            if following is not None and following.id not in self.model.tree.branch(code.id):
                self._wish = following.id
            self._actions.delete([code.id])

    def move_code(self, how: str) -> None:
        """Move the chosen code `up` or `down` among its siblings, `in` under the one above, or `out` beside its parent."""
        code = self.current()
        if code is None:
            return
        siblings = [sibling.id for sibling in self.model.tree.children(code.parent_id)]
        at = siblings.index(code.id)
        if how == "up" and at > 0:
            self._move(code.id, code.parent_id, at - 1)
        elif how == "down" and at < len(siblings) - 1:
            self._move(code.id, code.parent_id, at + 1)
        elif how == "in" and at > 0:
            self._move(code.id, siblings[at - 1], None)
        elif how == "out" and code.parent_id is not None:
            parent = self.model.tree.by_id[code.parent_id]
            aunts = [aunt.id for aunt in self.model.tree.children(parent.parent_id)]
            self._move(code.id, parent.parent_id, aunts.index(parent.id) + 1)

    def _move(self, code_id: int, parent_id: int | None, position: int | None) -> None:
        if parent_id is not None:
            self._open.add(parent_id)
        self._wish = code_id
        self._actions.move(code_id, parent_id, position)

    def _use(self, index: QModelIndex) -> None:
        code = self.model.code(index)
        if code is not None:
            self.used.emit(code.id)

    # Menu and keys

    def menu(self) -> QMenu:
        """What can be done with the chosen code."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        code = self.current()
        if code is not None:
            menu.addAction(_("Code the passage with it\tEnter"), lambda: self.used.emit(code.id))
            menu.addSeparator()
            menu.addAction(_("Rename\tF2"), self.rename)
            colors = menu.addMenu(_("Colour"))
            for name, color in zip(COLOR_NAMES, PALETTE, strict=True):
                colors.addAction(swatch(color), name, partial(self._actions.edit, code.id, "color", color))
            self._key_menu(menu, code)
            moves = menu.addMenu(_("Move"))
            for how, label in (("up", _("Up\tCtrl+Up")), ("down", _("Down\tCtrl+Down")), ("in", _("Under the one above\tCtrl+Right")),
                               ("out", _("Out\tCtrl+Left"))):  # fmt: skip
                moves.addAction(label, partial(self.move_code, how))
            menu.addAction(_("Delete\tDel"), self.delete)
            menu.addSeparator()
        menu.addAction(self._desk.commands["add_code"])
        if code is not None:
            menu.addAction(self._desk.commands["add_subcode"])
        for action in menu.actions():
            action.setEnabled(self._desk.jobs.can_write)
        return menu

    def _key_menu(self, menu: QMenu, code: Code) -> None:
        keys = menu.addMenu(_("Key"))
        taken = {other.key for other in self.model.tree.by_id.values() if other.key and other.id != code.id}
        none = keys.addAction(_("None"), lambda: self._actions.edit(code.id, "key", ""))
        none.setCheckable(True)
        none.setChecked(not code.key)
        for letter in "abcdefghijklmnopqrstuvwxyz":
            if letter not in taken:
                action = keys.addAction(letter.upper(), partial(self._actions.edit, code.id, "key", letter))
                action.setCheckable(True)
                action.setChecked(code.key == letter)

    def _menu(self, point: QPoint) -> None:
        index = self.view.indexAt(point)
        if not index.isValid():
            self.view.setCurrentIndex(QModelIndex())
        self.menu().popup(self.view.viewport().mapToGlobal(point))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the tree, the filter and the name box."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self.view:
            return self.view.state() != QTreeView.State.EditingState and self._tree_key(event)
        return self._name_key(event) if watched is self.name_box else self._filter_key(event)

    def _tree_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        ways = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Right: "in", Qt.Key.Key_Left: "out"}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CTRL:
            self._use(self.view.currentIndex())
        elif key == Qt.Key.Key_Delete:
            self.delete()
        elif key == Qt.Key.Key_Escape:
            self.view.setCurrentIndex(QModelIndex())
            self.view.clearSelection()
        elif event.modifiers() == _CTRL and key in ways:
            self.move_code(ways[Qt.Key(key)])
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


def swatch(color: str) -> QIcon:
    """A small square of a colour."""
    picture = QPixmap(28, 28)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(QRectF(2, 2, 24, 24), 6, 6)
    painter.end()
    picture.setDevicePixelRatio(2)
    return QIcon(picture)


COLOR_NAMES = (
    _("Blue"), _("Green"), _("Vermilion"), _("Pink"), _("Sky"), _("Orange"), _("Violet"), _("Brown"),
)  # fmt: skip
