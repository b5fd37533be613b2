"""The row of choices above the table: what is compared, of whom, how it is shown, and what is done with it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from qcoder.analysis.compare import Count
from qcoder.domain.codes import CodeTree
from qcoder.domain.people import Coder
from qcoder.gui.views.compare.choice import Both, Choice, Labels, Order, count_label, variable_label
from qcoder.gui.views.compare.pills import PillBar
from qcoder.gui.views.compare.rows_popup import RowsPopup
from qcoder.gui.views.compare.scope_popup import ScopePopup
from qcoder.words import _, n_

HIDE = (0, 5, 10)
"""Below how many participants figures can be hidden; 0 shows all."""


class ChoiceBar(PillBar):
    """Shows a Choice and lets the person change it."""

    changed = Signal(object)
    """The new Choice."""
    intervals_changed = Signal(bool)
    ordered = Signal(object)
    """The new Choice, which differs in its order alone."""
    hiding_wanted = Signal(int)
    """Hide figures of fewer participants than this; 0: none."""
    copy_asked = Signal()
    export_asked = Signal()
    saved_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = Choice()
        self.below = 0
        self._tree = CodeTree(())
        self._variables: Sequence[str] = ()
        self._coders: Sequence[Coder] = ()
        self._columns: Sequence[Labels] = ()
        self.values: Callable[[], Sequence[tuple[str, Sequence[str]]]] = lambda: ()
        self.popup = RowsPopup(self)
        self.narrowing = ScopePopup(self)
        self.rows = QPushButton(_("Rows"))
        self.rows.clicked.connect(self.choose_rows)
        self.columns = self.pill(_("Columns"), self._fill_columns)
        self.count = self.pill(_("Count"), self._fill_counts)
        self.coders = self.pill(_("Coders"), self._fill_coders)
        self.only = QPushButton(_("Only"))
        self.only.clicked.connect(self.choose_scope)
        self.difference = self.pill(_("Difference"), self._fill_difference)
        self.show_how = self.pill(_("Show"), self._fill_show)
        self.intervals = QPushButton(_("Intervals 95 %"))
        self.intervals.setCheckable(True)
        self.intervals.setToolTip(_("Show how far each figure may lie from the true one: Wilson for shares, bootstrap for the rest"))
        self.saved = QPushButton(_("Saved ▾"))
        self.saved.setToolTip(_("Keep this comparison under a name, or come back to one and see what moved"))
        self.copy = QPushButton(_("Copy"))
        self.copy.setToolTip(_("Copy the table of figures, for a spreadsheet or a text"))
        self.export = QPushButton(_("Export…"))
        self.export.setToolTip(_("Write the table of figures to Excel, Word or csv"))
        self.put(
            self.rows, self.columns, self.count, self.coders, self.only, self.difference, self.show_how, self.intervals, self.saved,
            self.copy, self.export,
        )  # fmt: skip
        self.saved.setAccessibleName(_("Saved comparisons"))
        self.intervals.toggled.connect(self.intervals_changed.emit)
        self.copy.clicked.connect(self.copy_asked.emit)
        self.export.clicked.connect(self.export_asked.emit)
        self.saved.clicked.connect(self.saved_asked.emit)
        self.narrowing.changed.connect(self._choose)
        self.popup.branch_chosen.connect(lambda code_id: self._choose(replace(self.choice, branch=code_id, picked=frozenset(), both=())))
        self.popup.picked_changed.connect(lambda picked: self._choose(replace(self.choice, picked=picked)))
        self.popup.depth_changed.connect(lambda depth: self._choose(replace(self.choice, depth=depth)))
        self.popup.combined.connect(self._combine)

    def offer(self, tree: CodeTree, variables: Sequence[str], coders: Sequence[Coder], choice: Choice) -> None:
        """Show what there is to choose from, and what is chosen."""
        self._tree, self._variables, self._coders = tree, variables, coders
        self._show(choice)

    def offer_columns(self, columns: Sequence[Labels]) -> None:
        """The columns that a difference can be of."""
        self._columns = columns
        self.difference.setEnabled(len(columns) > 1)

    def show_hiding(self, below: int) -> None:
        """Say below how many participants figures are hidden."""
        self.below = below
        self._show(self.choice)

    def choose_rows(self) -> None:
        """Open the choice of rows beneath its button."""
        self.popup.fill(self._tree, self.choice.branch, self.choice.picked, self.choice.depth)
        self.beneath(self.popup, self.rows)
        self.popup.box.setFocus()

    def choose_scope(self) -> None:
        """Open the choice of what is looked at."""
        self.narrowing.fill(self.choice, self.values(), len(self._coders))
        self.beneath(self.narrowing, self.only)
        self.narrowing.values.setFocus()

    def _choose(self, choice: Choice) -> None:
        self._show(choice)
        self.changed.emit(choice)

    def _combine(self, pair: Both) -> None:
        if pair not in self.choice.both:
            self._choose(replace(self.choice, picked=frozenset(), both=(*self.choice.both, pair)))

    def _show(self, choice: Choice) -> None:
        self.choice = choice
        crossed = " × ".join(variable_label(name) for name in choice.columns) or _("everybody together")
        named = {coder.id: coder.name for coder in self._coders}
        coders = _("all") if choice.coder_ids is None else ", ".join(named.get(id_, "?") for id_ in sorted(choice.coder_ids))
        apart = _("none") if choice.difference is None else " − ".join(" · ".join(labels) for labels in choice.difference)
        for button, name, value in (
            (self.rows, _("Rows"), choice.title(self._tree)),
            (self.columns, _("Columns"), crossed),
            (self.count, _("Count"), count_label(choice.count)),
            (self.coders, _("Coders"), coders),
            (self.only, _("Only"), choice.narrowed_words()),
            (self.difference, _("Difference"), apart),
            (self.show_how, _("Show"), self._shown_words()),
        ):
            self.say(button, name, value)
        self.coders.setVisible(len(self._coders) > 1)
        self.intervals.setEnabled(choice.count is not Count.DOCUMENTS)
        self.lay_out_anew()

    def _shown_words(self) -> str:
        parts = [_("below {n} hidden").format(n=self.below)] if self.below > 1 else [_("all figures")]
        if self.choice.margins and len(self.choice.columns) == 2:
            parts.append(_("margins"))
        if self.choice.order is not Order.CODEBOOK:
            parts.append(_order_label(self.choice.order))
        return ", ".join(parts)

    def _fill_counts(self, menu: QMenu) -> None:
        options = [(count_label(count), count) for count in Count]
        self.radio(menu, options, self.choice.count, lambda count: self._choose(replace(self.choice, count=count)))

    def _fill_coders(self, menu: QMenu) -> None:
        options: list[tuple[str, frozenset[int] | None]] = [(_("All coders"), None)]
        options += [(coder.name, frozenset([coder.id])) for coder in self._coders]
        self.radio(menu, options, self.choice.coder_ids, lambda ids: self._choose(replace(self.choice, coder_ids=ids)))

    def _fill_columns(self, menu: QMenu) -> None:
        first = self.choice.columns[:1]
        options: list[tuple[str, tuple[str, ...]]] = [(_("Everybody together"), ())]
        options += [(variable_label(name), (name,)) for name in self._variables]
        self.radio(menu, options, first, lambda names: self._choose(self._with_first(names)))
        if first and len(self._variables) > 1:
            menu.addSeparator()
            menu.addAction(_("Crossed with")).setEnabled(False)
            second: list[tuple[str, tuple[str, ...]]] = [(_("nothing"), ())]
            second += [(variable_label(name), (name,)) for name in self._variables if name not in first]
            self.radio(menu, second, self.choice.columns[1:], lambda name: self._choose(self._with_columns((*first, *name))))

    def _with_first(self, first: tuple[str, ...]) -> Choice:
        second = tuple(name for name in self.choice.columns[1:] if first and name not in first)
        return self._with_columns((*first, *second))

    def _with_columns(self, columns: tuple[str, ...]) -> Choice:
        return replace(self.choice, columns=columns, difference=self.choice.difference if columns == self.choice.columns else None)

    def _fill_difference(self, menu: QMenu) -> None:
        plain = menu.addAction(_("No difference"))
        plain.triggered.connect(lambda: self._choose(replace(self.choice, difference=None)))
        menu.addSeparator()
        for labels in self._columns:
            inner = menu.addMenu(" · ".join(labels).replace("&", "&&"))
            inner.addAction(_("less")).setEnabled(False)
            others = [(" · ".join(other), (labels, other)) for other in self._columns if other != labels]
            self.radio(inner, others, self.choice.difference, lambda pair: self._choose(replace(self.choice, difference=pair)))

    def _fill_show(self, menu: QMenu) -> None:
        margins = QAction(_("Each variable alone as well"), menu, checkable=True)
        margins.setChecked(self.choice.margins)
        margins.setEnabled(len(self.choice.columns) == 2)
        margins.triggered.connect(lambda on: self._choose(replace(self.choice, margins=on)))
        menu.addAction(margins)
        menu.addSeparator()
        menu.addAction(_("Small figures")).setEnabled(False)
        group = QActionGroup(menu)
        for below in HIDE if self.below in HIDE else (*HIDE, self.below):
            words = n_("Hide below {n} participant", "Hide below {n} participants", below) if below else _("Show all")
            action = QAction(words, menu, checkable=True)
            action.setChecked(below == self.below)
            action.triggered.connect(lambda _on=False, below=below: self.hiding_wanted.emit(below))
            group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("Rows in the order of")).setEnabled(False)
        ranks = QActionGroup(menu)
        for order in Order:
            action = QAction(_order_label(order), menu, checkable=True)
            action.setChecked(order is self.choice.order)
            action.triggered.connect(lambda _on=False, order=order: self.set_order(order))
            ranks.addAction(action)
            menu.addAction(action)

    def set_order(self, order: Order) -> None:
        """Order the rows otherwise; nothing is counted anew."""
        self._show(replace(self.choice, order=order))
        self.ordered.emit(self.choice)


def _order_label(order: Order) -> str:
    return {
        Order.CODEBOOK: _("the codebook"),
        Order.TOTAL: _("the total, largest first"),
        Order.P: _("p, smallest first"),
        Order.NAME: _("the name"),
    }[order]
