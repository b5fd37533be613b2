"""The choices above the quotes: heading, order, filters, words, copy and export."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from qcoder.gui.views.compare.flow import FlowLayout
from qcoder.gui.views.quotes.ticks import Option, TicksPopup
from qcoder.gui.views.quotes.wording import FILTERS, grouping_words, sort_words
from qcoder.project.read.retrieval import Wanted
from qcoder.words import _

_LONGEST = 24


class QuotesBar(QWidget):
    """Shows a Wanted, all but its codes, and lets the person change it."""

    changed = Signal()
    copy_menu = Signal(object)
    """The copy button, beneath which the choices of copying belong."""
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self._options: dict[str, list[Option]] = {}
        self._asked = ""
        self.popup = TicksPopup(self)
        self.popup.changed.connect(self._ticked)
        self.grouping = self._menu_pill(grouping_words(), "group_by")
        self.sorting = self._menu_pill(sort_words(), "sort")
        self.filters = {name: QPushButton(label) for name, label in FILTERS}
        for name, button in self.filters.items():
            button.clicked.connect(partial(self._ask, name))
        self.starred = QPushButton(_("★ Starred"))
        self.starred.setCheckable(True)
        self.starred.setAccessibleName(_("Starred passages only"))
        self.starred.setToolTip(_("Show only the passages that are starred"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Words in the passage"))
        self.words.setAccessibleName(_("Words in the passage"))
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(190)
        self.only = QPushButton()
        self.only.setProperty("role", "chip")
        self.only.setToolTip(_("Only these passages are shown; press to show all again"))
        self.only.clicked.connect(lambda: self._take(replace(self.wanted, only=None, only_words="")))
        self.saved = QPushButton(_("Saved ▾"))
        self.saved.setAccessibleName(_("Saved choices"))
        self.clear = QPushButton(_("Clear filters"))
        self.clear.setProperty("role", "quiet")
        self.copy = QPushButton(_("Copy ▾"))
        self.copy.setAccessibleName(_("Copy"))
        self.export = QPushButton(_("Export…"))
        self.export.setToolTip(_("Write what is shown to Word, Excel, csv or html"))
        layout = FlowLayout(self, 6)
        controls = (self.only, self.grouping, self.sorting, *self.filters.values(), self.starred, self.words)
        for widget in (*controls, self.clear, self.saved, self.copy, self.export):
            layout.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.starred.toggled.connect(lambda on: self._take(replace(self.wanted, starred=on)))
        self.words.textChanged.connect(lambda text: self._take(replace(self.wanted, text=text)))
        self.clear.clicked.connect(self.clear_filters)
        self.copy.clicked.connect(lambda: self.copy_menu.emit(self.copy))
        self.export.clicked.connect(self.export_asked.emit)
        self._show()

    # -- what there is ----------------------------------------------------------------------------------------------

    def offer(self, options: Mapping[str, list[Option]]) -> None:
        """Show what there is to filter by; a filter about what is gone is taken back."""
        self._options = dict(options)
        for name, _label in FILTERS:
            chosen = getattr(self.wanted, name)
            if chosen is not None:
                there = chosen & {value for value, _name in self._options[name]}
                self.wanted = replace(self.wanted, **{name: there or None})  # type: ignore[arg-type]  # the options of a filter are of its kind
        self._show()

    def names(self) -> dict[str, dict[object, str]]:
        """Filter -> what it is about -> its name."""
        return {name: dict(options) for name, options in self._options.items()}

    @property
    def filtered(self) -> bool:
        """True if anything is left out."""
        wanted = self.wanted
        chosen = any(getattr(wanted, name) is not None for name, _label in FILTERS) or wanted.only is not None
        return chosen or wanted.starred or bool(wanted.text.strip())

    def clear_filters(self) -> None:
        """Leave nothing out any more."""
        fresh = replace(Wanted(), group_by=self.wanted.group_by, sort=self.wanted.sort)
        for control in (self.starred, self.words):
            control.blockSignals(True)
        self.starred.setChecked(False)
        self.words.clear()
        for control in (self.starred, self.words):
            control.blockSignals(False)
        self._take(fresh)

    def choose(self, wanted: Wanted) -> None:
        """Take other choices, as if by hand."""
        for control in (self.starred, self.words):
            control.blockSignals(True)
        self.starred.setChecked(wanted.starred)
        self.words.setText(wanted.text)
        for control in (self.starred, self.words):
            control.blockSignals(False)
        self._take(wanted)

    # -- choosing ---------------------------------------------------------------------------------------------------

    def _take(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._show()
        self.changed.emit()

    def _ask(self, name: str) -> None:
        self._asked = name
        chosen = getattr(self.wanted, name) or frozenset()
        self.popup.ask(dict(FILTERS)[name], self._options.get(name, []), chosen, self.filters[name])

    def _ticked(self, chosen: frozenset[object]) -> None:
        self._take(replace(self.wanted, **{self._asked: chosen or None}))  # type: ignore[arg-type]  # the options of a filter are of its kind

    def _menu_pill(self, options: Mapping[str, str], field: str) -> QPushButton:
        button = QPushButton()
        menu = QMenu(button)
        group = QActionGroup(menu)
        for value, label in options.items():
            action = QAction(label, menu, checkable=True)
            action.setData(value)
            action.triggered.connect(self._setter(field, value))
            group.addAction(action)
            menu.addAction(action)

        def drop() -> None:
            for action in menu.actions():
                action.setChecked(action.data() == getattr(self.wanted, field))
            menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

        button.clicked.connect(drop)
        return button

    def _setter(self, field: str, value: str) -> Callable[[], None]:
        return lambda: self._take(replace(self.wanted, **{field: value}))  # type: ignore[arg-type]  # both fields are text

    def _show(self) -> None:
        wanted = self.wanted
        pills = [
            (self.grouping, _("Grouped by"), grouping_words()[wanted.group_by]),
            (self.sorting, _("Order"), sort_words()[wanted.sort]),
        ]
        for name, label in FILTERS:
            chosen, options = getattr(wanted, name), self._options.get(name, [])
            first = next((text for value, text in options if chosen is not None and value in chosen), "")
            value = _("all") if chosen is None else first if len(chosen) == 1 else f"{len(chosen):,}"
            pills.append((self.filters[name], label, value))
            self.filters[name].setVisible(len(options) > 1 or chosen is not None)
        for button, label, value in pills:
            short = value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"
            plain = value == _("all")
            button.setText((f"{label} ▾" if plain else f"{label}: {short} ▾").replace("&", "&&"))
            button.setAccessibleName(f"{label}: {value}")
            button.setToolTip(f"{label}: {value}")
        words = _("Only: {what}  ✕").format(what=wanted.only_words or _("chosen passages"))
        self.only.setText(words.replace("&", "&&"))
        self.only.setAccessibleName(_("Only {what} are shown; show all").format(what=wanted.only_words or _("chosen passages")))
        self.only.setVisible(wanted.only is not None)
        self.clear.setVisible(self.filtered)
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
        self.updateGeometry()
