"""Above the board: which table, its name, words to find cards by, and what can be done with the whole."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from qcoder.domain.sorting import Sorting
from qcoder.gui.actions.base import Commands
from qcoder.gui.views.compare.flow import FlowLayout
from qcoder.gui.views.read.fields import Line
from qcoder.words import _, n_


class SortBar(QWidget):
    """Two lines: the table's name with its figures, and the controls, which go on in a third where the window is narrow."""

    chosen = Signal(object)
    """A table (its id) is to be shown."""
    renamed = Signal(str)

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self._commands = commands
        self._tables: Sequence[Sorting] = ()
        self._shown: int | None = None
        self.name = Line(_("Name of the table"))
        self.name.setProperty("role", "heading")
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.figures = QLabel()
        self.figures.setProperty("role", "muted")
        self.tables = QPushButton(_("Tables ▾"))
        self.tables.setAccessibleName(_("Tables of cards"))
        self.tables.setToolTip(_("Show another table, or lay one out"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Find cards"))
        self.words.setAccessibleName(_("Words on the cards"))
        self.words.setClearButtonEnabled(True)
        self.words.setFixedWidth(190)
        self.buttons: dict[str, QPushButton] = {}
        row = FlowLayout(None, 6)
        row.addWidget(self.tables)
        for name, label in (
            ("cards_new", _("Lay out cards…")),
            ("cards_open", _("Whole card  Space")),
            ("cards_size", _("Size  Z")),
            ("cards_make_codes", _("Make codes…")),
            ("cards_copy", _("Copy")),
            ("cards_export", _("Export…")),
        ):
            button = QPushButton(label)
            button.setAccessibleName(commands.all[name].label)
            button.setToolTip(commands.all[name].help)
            button.clicked.connect(commands[name].trigger)
            self.buttons[name] = button
            if name == "cards_make_codes":
                row.addWidget(self.words)
            row.addWidget(button)
        self.buttons["cards_make_codes"].setProperty("role", "primary")
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.figures)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(row)
        self.tables.clicked.connect(self._drop)
        self.name.left.connect(self.renamed.emit)

    def show_tables(self, tables: Sequence[Sorting], shown: Sorting, can_write: bool) -> None:
        """Show which table it is, and offer the others."""
        self._tables, self._shown = tables, shown.id
        self.name.show_text(shown.name)
        self.name.setReadOnly(not can_write)
        self.tables.setText(_("Tables ({n}) ▾").format(n=len(tables)) if len(tables) > 1 else _("Tables ▾"))

    def rename(self) -> None:
        """Let the person write another name."""
        self.name.setFocus()
        self.name.selectAll()

    def menu(self) -> QMenu:
        """The tables there are, and what can be done with this one."""
        menu = QMenu(self)
        for table in self._tables:
            action = menu.addAction(f"{table.name}  ({n_('{n} card', '{n} cards', table.cards)})".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(table.id == self._shown)
            action.triggered.connect(lambda _checked=False, id_=table.id: self.chosen.emit(id_))
        menu.addSeparator()
        menu.addActions([self._commands[name] for name in ("cards_new", "cards_rename", "cards_delete")])
        return menu

    def _drop(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.tables.mapToGlobal(QPoint(0, self.tables.height() + 2)))
