"""The row of choices above the table: rows, columns, count, coders, intervals, copy and export."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from qcoder.analysis.compare import Count
from qcoder.domain.codes import CodeTree
from qcoder.domain.people import Coder
from qcoder.gui.views.compare.choice import Choice, count_label, variable_label
from qcoder.gui.views.compare.flow import FlowLayout
from qcoder.gui.views.compare.rows_popup import RowsPopup
from qcoder.words import _

V = TypeVar("V")

_LONGEST = 26


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


class ChoiceBar(QWidget):
    """Shows a Choice and lets the person change it."""

    changed = Signal(object)
    """The new Choice."""
    intervals_changed = Signal(bool)
    copy_asked = Signal()
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = Choice()
        self._tree = CodeTree(())
        self._variables: Sequence[str] = ()
        self._coders: Sequence[Coder] = ()
        self.popup = RowsPopup(self)
        self.rows = QPushButton(_("Rows"))
        self.rows.clicked.connect(self.choose_rows)
        self.columns = self._pill(_("Columns"), self._fill_columns)
        self.count = self._pill(_("Count"), self._fill_counts)
        self.coders = self._pill(_("Coders"), self._fill_coders)
        self.intervals = QPushButton(_("Intervals 95 %"))
        self.intervals.setCheckable(True)
        self.intervals.setToolTip(_("Show how far each share may lie from the true one (Wilson, 95 %)"))
        self.copy = QPushButton(_("Copy"))
        self.copy.setToolTip(_("Copy the table of figures, for a spreadsheet or a text"))
        self.export = QPushButton(_("Export…"))
        self.export.setToolTip(_("Write the table of figures to Excel, Word or csv"))
        layout = FlowLayout(self)
        for widget in (self.rows, self.columns, self.count, self.coders, self.intervals, self.copy, self.export):
            layout.addWidget(widget)
            widget.setAccessibleName(widget.text())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.intervals.toggled.connect(self.intervals_changed.emit)
        self.copy.clicked.connect(self.copy_asked.emit)
        self.export.clicked.connect(self.export_asked.emit)
        self.popup.branch_chosen.connect(lambda code_id: self._choose(replace(self.choice, branch=code_id, picked=frozenset())))
        self.popup.picked_changed.connect(lambda picked: self._choose(replace(self.choice, picked=picked)))
        self.popup.depth_changed.connect(lambda depth: self._choose(replace(self.choice, depth=depth)))

    def offer(self, tree: CodeTree, variables: Sequence[str], coders: Sequence[Coder], choice: Choice) -> None:
        """Show what there is to choose from, and what is chosen."""
        self._tree, self._variables, self._coders = tree, variables, coders
        self._show(choice)

    def choose_rows(self) -> None:
        """Open the choice of rows beneath its button."""
        self.popup.fill(self._tree, self.choice.branch, self.choice.picked, self.choice.depth)
        self.popup.move(self.rows.mapToGlobal(QPoint(0, self.rows.height() + 4)))
        self.popup.show()
        self.popup.box.setFocus()

    def _pill(self, name: str, fill: Callable[[QMenu], None]) -> QPushButton:
        button = QPushButton(name)
        menu = QMenu(button)

        def drop() -> None:
            menu.clear()
            for old in menu.findChildren(QActionGroup):
                old.deleteLater()
            fill(menu)
            menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

        button.clicked.connect(drop)
        return button

    def _choose(self, choice: Choice) -> None:
        self._show(choice)
        self.changed.emit(choice)

    def _show(self, choice: Choice) -> None:
        self.choice = choice
        crossed = " × ".join(variable_label(name) for name in choice.columns) or _("everybody together")
        named = {coder.id: coder.name for coder in self._coders}
        coders = _("all") if choice.coder_ids is None else ", ".join(named.get(id_, "?") for id_ in sorted(choice.coder_ids))
        for button, name, value in (
            (self.rows, _("Rows"), choice.title(self._tree)),
            (self.columns, _("Columns"), crossed),
            (self.count, _("Count"), count_label(choice.count)),
            (self.coders, _("Coders"), coders),
        ):
            button.setText(f"{name}: {_short(value)} ▾".replace("&", "&&"))
            button.setAccessibleName(f"{name}: {value}")
            button.setToolTip(f"{name}: {value}")
        self.coders.setVisible(len(self._coders) > 1)
        self.intervals.setEnabled(choice.count is Count.PARTICIPANTS)
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
        self.updateGeometry()

    def _fill_counts(self, menu: QMenu) -> None:
        options = [(count_label(count), count) for count in Count]
        self._radio(menu, options, self.choice.count, lambda count: replace(self.choice, count=count))

    def _fill_coders(self, menu: QMenu) -> None:
        options: list[tuple[str, frozenset[int] | None]] = [(_("All coders"), None)]
        options += [(coder.name, frozenset([coder.id])) for coder in self._coders]
        self._radio(menu, options, self.choice.coder_ids, lambda ids: replace(self.choice, coder_ids=ids))

    def _fill_columns(self, menu: QMenu) -> None:
        first = self.choice.columns[:1]
        options: list[tuple[str, tuple[str, ...]]] = [(_("Everybody together"), ())]
        options += [(variable_label(name), (name,)) for name in self._variables]
        self._radio(menu, options, first, self._with_first)
        if first and len(self._variables) > 1:
            menu.addSeparator()
            menu.addAction(_("Crossed with")).setEnabled(False)
            second: list[tuple[str, tuple[str, ...]]] = [(_("nothing"), ())]
            second += [(variable_label(name), (name,)) for name in self._variables if name not in first]
            self._radio(menu, second, self.choice.columns[1:], lambda name: replace(self.choice, columns=(*first, *name)))

    def _with_first(self, first: tuple[str, ...]) -> Choice:
        second = tuple(name for name in self.choice.columns[1:] if first and name not in first)
        return replace(self.choice, columns=(*first, *second))

    def _radio(self, menu: QMenu, options: Sequence[tuple[str, V]], chosen: V, change: Callable[[V], Choice]) -> None:
        group = QActionGroup(menu)
        for label, value in options:
            action = QAction(label.replace("&", "&&"), menu, checkable=True)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _on=False, value=value: self._choose(change(value)))
            group.addAction(action)
            menu.addAction(action)
