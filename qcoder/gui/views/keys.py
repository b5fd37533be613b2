"""The page of keys: every command with its key, found by words or by pressing a key, and changed by pressing another."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qcoder.domain.errors import KnownError
from qcoder.exporters.files import write_whole
from qcoder.exporters.pages import element, page_bytes
from qcoder.gui.actions.base import Commands, normal_key
from qcoder.gui.actions.menus import MENUS
from qcoder.gui.errors import Errors
from qcoder.gui.views.files import FileDoor
from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.settings import Settings
from qcoder.words import _

_MODIFIERS = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown})


class KeyBox(QLineEdit):
    """A field that takes the next key pressed instead of letters; `pressed` is called with it, as `Ctrl+K`. Esc and Tab leave it."""

    def __init__(self, words: str, pressed: Callable[[str], object]) -> None:
        super().__init__()
        self._pressed = pressed
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setReadOnly(True)

    def event(self, event: QEvent) -> bool:
        """Take the key before the window's commands do."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A whole key, not a modifier alone, is told."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.focusNextPrevChild(key != Qt.Key.Key_Backtab)
        elif key not in _MODIFIERS:
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            # A sign that needs Shift on this keyboard is the sign itself.
            if held == Qt.KeyboardModifier.ShiftModifier and event.text().isprintable() and not event.text().isalnum() and event.text():
                held = Qt.KeyboardModifier.NoModifier
            self._pressed(QKeySequence(QKeyCombination(held, key)).toString(QKeySequence.SequenceFormat.PortableText))


class KeysPage(QDialog):
    """Beside the work: what is changed here holds at once, in menus, palette, tooltips and help."""

    def __init__(
        self,
        commands: Commands,
        settings: Callable[[], Settings],
        change: Callable[[Settings], object],
        files: FileDoor,
        errors: Errors,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._settings = settings
        self._change = change
        self._files = files
        self._errors = errors
        self._wanted = ""
        self.setWindowTitle(_("Keys"))
        resize_on_screen(self, 760, 600)
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Filter by words"))
        self.words.setAccessibleName(_("Filter commands by words"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(lambda _text: self._filter())
        self.by_key = KeyBox(_("or press a key to see who has it"), self._filter_by_key)
        self.table = self._table()
        self.new_key = KeyBox(_("Press the new key here"), self._propose)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.take = QPushButton(_("Take it from there"))
        self.take.clicked.connect(self._take)
        self.take.hide()
        self._lay_out()
        self.fill()
        self.words.setFocus()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setAccessibleName(_("Commands and their keys"))
        table.setHorizontalHeaderLabels([_("Command"), _("Where"), _("Key"), _("Usual key")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.installEventFilter(self)
        table.itemDoubleClicked.connect(lambda _item: self.new_key.setFocus())
        table.itemSelectionChanged.connect(self._say)
        return table

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.words, 1)
        top.addWidget(self.by_key, 1)
        change = QHBoxLayout()
        change.addWidget(self.new_key, 1)
        for label, slot in ((_("Usual key"), self._usual), (_("No key"), lambda: self._propose(""))):
            button = QPushButton(label)
            button.clicked.connect(slot)
            change.addWidget(button)
        notes = QHBoxLayout()
        notes.addWidget(self.said, 1)
        notes.addWidget(self.take)
        end = QHBoxLayout()
        self.all_usual = QPushButton(_("Usual keys for all"))
        self.all_usual.clicked.connect(lambda: self._keep({}))
        export = QPushButton(_("Save the list as a page…"))
        export.clicked.connect(self.export)
        close = QPushButton(_("Close"))
        close.clicked.connect(self.close)
        for button in (self.all_usual, export):
            end.addWidget(button)
        end.addStretch(1)
        end.addWidget(close)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(change)
        column.addLayout(notes)
        column.addLayout(end)

    def fill(self) -> None:
        """Write the table as the keys are now, keeping the row."""
        here = self.chosen()
        menus = {name: label.replace("&", "") for name, label in MENUS}
        order = {name: place for place, name in enumerate(menus)}
        names = sorted(self._commands.all, key=lambda name: (order[self._commands.all[name].menu], self._label(name).casefold()))
        self.table.setRowCount(len(names))
        changed = self._commands.changed_keys()
        for row, name in enumerate(names):
            command = self._commands.all[name]
            place = f"{menus[command.menu]} · {_in_place(command.place)}" if command.place else menus[command.menu]
            texts = (self._label(name), place, self._commands.key_words(name), _native(self._commands.own_key(name)))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, name)
                item.setToolTip(command.help)
                font = item.font()
                font.setBold(column == 2 and name in changed)
                item.setFont(font)
                self.table.setItem(row, column, item)
        for column in (1, 2, 3):
            self.table.resizeColumnToContents(column)
        self.all_usual.setEnabled(bool(changed))
        self._filter()
        self._choose(here or names[0])

    def chosen(self) -> str:
        """The name of the command in the chosen row, or nothing."""
        items = self.table.selectedItems()
        return str(items[0].data(Qt.ItemDataRole.UserRole)) if items else ""

    def _choose(self, name: str) -> None:
        for row in range(self.table.rowCount()):
            item = self.table.item(row, 0)
            if item is not None and item.data(Qt.ItemDataRole.UserRole) == name and not self.table.isRowHidden(row):
                self.table.selectRow(row)
                self.table.scrollToItem(item)
                return

    def _label(self, name: str) -> str:
        return self._commands.all[name].label.replace("&", "")

    def _filter(self, key: str = "") -> None:
        wanted = self.words.text().casefold().split()
        first = ""
        for row in range(self.table.rowCount()):
            cells = [self.table.item(row, column) for column in range(4)]
            assert cells[0] is not None
            name = str(cells[0].data(Qt.ItemDataRole.UserRole))
            told = " ".join([*(cell.text() for cell in cells if cell is not None), self._commands.all[name].help]).casefold()
            hit = self._commands.key(name) == key if key else all(word in told for word in wanted)
            self.table.setRowHidden(row, not hit)
            first = first or (name if hit else "")
        if first and (not self.chosen() or self.table.isRowHidden(self.table.currentRow())):
            self._choose(first)
        if key:
            self.said.setText("" if first else _("No command has the key {key}.").format(key=_native(key)))

    def _filter_by_key(self, key: str) -> None:
        self.by_key.setText(_native(key))
        self.words.blockSignals(True)
        self.words.clear()
        self.words.blockSignals(False)
        self._filter(normal_key(key))

    def _say(self) -> None:
        """What the chosen command is for."""
        self.take.hide()
        name = self.chosen()
        self.said.setText(self._commands.all[name].help if name else "")
        self.new_key.clear()

    def _propose(self, key: str) -> None:
        """Give the chosen command a key, or say why not; what another has is taken only when asked for."""
        name = self.chosen()
        self.take.hide()
        if not name:
            return
        self.new_key.setText(_native(key))
        refused = self._commands.refusal(name, key)
        other = self._commands.holder(name, key)
        if refused:
            self.said.setText(refused)
        elif other is not None:
            self._wanted = key
            words = _("{key} is the key of “{command}”; taking it leaves that without one.")
            self.said.setText(words.format(key=_native(key), command=self._label(other)))
            self.take.show()
        else:
            self._keep({**self._commands.changed_keys(), name: normal_key(key)})
            words = _("“{command}” now has {key}.") if key else _("“{command}” now has no key.")
            self.said.setText(words.format(command=self._label(name), key=_native(key)))

    def _take(self) -> None:
        name, key = self.chosen(), self._wanted
        other = self._commands.holder(name, key)
        keys = self._commands.changed_keys()
        while other is not None:  # a key may be free here and there only because of two places
            keys[other] = ""
            self._keep(keys)
            other = self._commands.holder(name, key)
        self._propose(key)
        self.new_key.setFocus()

    def _usual(self) -> None:
        name = self.chosen()
        if name:
            self._propose(self._commands.own_key(name))

    def _keep(self, keys: dict[str, str]) -> None:
        kept = {name: key for name, key in keys.items() if key != self._commands.own_key(name)}
        self._change(replace(self._settings(), keys=tuple(sorted(kept.items()))))
        self.fill()

    def export(self) -> None:
        """Write the list as a page to print and hang beside the desk."""
        path = self._files.save(self, _("Save the list of keys"), _("qcoder keys.html"), _("Web page (*.html)"))
        if path is None:
            return
        path = path if path.suffix.casefold() in (".html", ".htm") else path.with_name(path.name + ".html")
        rows = ["<table>"]
        for menu, label in MENUS:
            names = [name for name, one in self._commands.all.items() if one.menu == menu and self._commands.key(name)]
            rows += [f"<tr><th colspan='2'>{element('span', label.replace('&', ''))}</th></tr>"] if names else []
            rows += [f"<tr>{element('td', self._commands.key_words(name))}{element('td', self._label(name))}</tr>" for name in names]
        rows.append("</table>")
        try:
            write_whole(path, page_bytes(_("Keys"), [element("h1", _("Keys")), *rows]))
        except KnownError as error:
            self._errors.report(error)
            return
        self.said.setText(_("Wrote “{name}”").format(name=path.name))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter in the table goes to the field for the new key."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.new_key.setFocus()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self._propose("")
                return True
        return False


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _in_place(place: str) -> str:
    """What a workspace is called, for a command that belongs to it."""
    names = {
        "read": _("Read and code"), "find": _("Find"), "quotes": _("Quotes"), "compare": _("Compare"), "suggest": _("Suggest"),
        "team": _("Team and study"), "sort": _("Sort"), "memos": _("Memos"),
    }  # fmt: skip
    return names.get(place, place)
