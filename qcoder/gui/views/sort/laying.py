"""Laying out cards: the quotes of codes, codes themselves, or what was chosen elsewhere; on a new table or one that is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QRadioButton, QSpinBox, QWidget

from qcoder.domain.codes import CodeTree
from qcoder.domain.sorting import Sorting
from qcoder.gui.views.quotes.codes import CodesPane
from qcoder.gui.views.read.fields import Section, words
from qcoder.gui.views.sort.panel import Panel
from qcoder.gui.widgets.theme import Theme
from qcoder.words import _, n_

SEED = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be laid out: quotes of these codes, or with `as_codes` the codes; `sample` 0 means all; or the quotes `given`."""

    codes: tuple[int, ...] = ()
    as_codes: bool = False
    sample: int = 0
    one_each: bool = True
    given: tuple[int, ...] = ()


class LayingPanel(Panel):
    """Says what would be laid out before it is."""

    changed = Signal()
    """Something else is asked for: it should be counted."""
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Lay out cards"))
        self._given: tuple[int, ...] = ()
        self._named = ""
        self.given = words()
        self.quotes = QRadioButton(_("Quotes of the codes ticked below"))
        self.codes = QRadioButton(_("The codes ticked below themselves"))
        self.quotes.setChecked(True)
        self.pane = CodesPane()
        self.pane.everything.setText(_("Untick all"))
        self.pane.everything.setToolTip(_("Take all ticks away"))
        self.pane.tree.setAccessibleName(_("Codes to lay out"))
        self.pane.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]  # the pane has a layout
        self.under = QCheckBox(_("with their subcodes"))
        self.under.setChecked(True)
        self.one_each = QCheckBox(_("one card where several coders coded the same words"))
        self.one_each.setChecked(True)
        self.one_each.setToolTip(_("The others’ codings go where the card goes when piles become codes"))
        self.sample = QCheckBox(_("only a sample of"))
        self.count = QSpinBox()
        self.count.setRange(2, 5000)
        self.count.setValue(40)
        self.count.setAccessibleName(_("Quotes in the sample"))
        self.sample.setToolTip(
            _("Drawn by chance and the same each time: those with the smallest SHA-256 of “{seed}:” and their id").format(seed=SEED)
        )
        self.target = QComboBox()
        self.target.setAccessibleName(_("On which table"))
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the new table"))
        self.name.setPlaceholderText(_("Name of the new table"))
        self.said = words("", "muted")
        self.lay = QPushButton(_("Lay out"))
        self.lay.setProperty("role", "primary")
        self._build()
        self._connect()

    def _build(self) -> None:
        self._choices = QWidget()
        row = QHBoxLayout()
        row.addWidget(self.sample)
        row.addWidget(self.count)
        row.addStretch(1)
        self.column.addWidget(self.given)
        for widget in (self.quotes, self.codes):
            self.column.addWidget(widget)
        self.column.addWidget(self.pane, 1)
        self.column.addWidget(self.under)
        self.column.addWidget(self.one_each)
        self.column.addLayout(row)
        self.column.addWidget(Section(_("On"), self.target))
        self.column.addWidget(self.name)
        self.column.addWidget(self.said)
        self.column.addWidget(self.lay)
        self.column.addStretch(0)

    def _connect(self) -> None:
        for button in (self.quotes, self.under, self.one_each, self.sample):
            button.toggled.connect(lambda _on: self._changed())
        self.count.valueChanged.connect(lambda _n: self._changed())
        self.pane.changed.connect(self._changed)
        self.target.currentIndexChanged.connect(lambda _row: self._changed())
        self.name.textEdited.connect(lambda _text: self._changed())
        self.name.returnPressed.connect(self.lay.click)
        self.lay.clicked.connect(self.wanted.emit)

    # -- what there is -------------------------------------------------------------------------------------------------

    def offer(self, tree: CodeTree, counts: dict[int, int], tables: Sequence[Sorting]) -> None:
        """Show the codes there are, and the tables."""
        self.pane.codes.set_tree(tree)
        self.pane.codes.set_counts(counts)
        self.pane.codes.chosen &= tree.by_id.keys()
        chosen = self.target_id
        self.target.blockSignals(True)
        self.target.clear()
        self.target.addItem(_("a new table"), None)
        for table in tables:
            self.target.addItem(_("the table “{name}”").format(name=table.name), table.id)
        self._aim(chosen)
        self.target.blockSignals(False)
        self._show()

    def _aim(self, sorting_id: int | None) -> None:
        place = next((row for row in range(self.target.count()) if self.target.itemData(row) == sorting_id), 0)
        self.target.setCurrentIndex(place)

    def begin(self, coding_ids: Sequence[int] = (), code_ids: Sequence[int] = (), table: int | None = None) -> None:
        """Ask for cards of these quotes, or else of what is ticked; codes that are given are ticked, and nothing else."""
        self._given = tuple(coding_ids)
        self._aim(table)
        if code_ids:
            tree = self.pane.codes.tree
            (self.quotes if len(code_ids) == 1 else self.codes).setChecked(True)
            self.under.setChecked(len(code_ids) == 1)
            there = [tree.branch(id_) for id_ in code_ids if id_ in tree.by_id]
            self.pane.codes.choose(frozenset(code_ids) if len(code_ids) > 1 else frozenset[int]().union(*there))
        self._changed()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.pane.set_theme(theme)

    # -- what is asked -------------------------------------------------------------------------------------------------

    @property
    def target_id(self) -> int | None:
        """The table on which the cards go; None for a new one."""
        found = self.target.currentData()
        return found if isinstance(found, int) else None

    @property
    def asked(self) -> Asked:
        """What is to be laid out."""
        if self._given:
            return Asked(given=self._given)
        codes = self.pane.codes
        chosen = codes.chosen if self.under.isChecked() else frozenset(codes.roots())
        order = tuple(code.id for _depth, code in codes.tree.walk() if code.id in chosen)
        sample = self.count.value() if self.sample.isChecked() else 0
        return Asked(order, self.codes.isChecked(), sample, self.one_each.isChecked())

    def proposal(self) -> str:
        """A name for the table: that of the code, or of the first of several."""
        roots = self.pane.codes.roots()
        tree = self.pane.codes.tree
        if self._given or not roots:
            return _("Themes")
        first = tree.by_id[roots[0]].name
        more = n_(" and {n} other", " and {n} others", len(roots) - 1) if len(roots) > 1 else ""
        return (first + more)[:200]

    def _changed(self) -> None:
        if not self.name.text().strip() or self.name.text() == self._named:
            self._named = self.proposal()
            self.name.setText(self._named)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        given = bool(self._given)
        self.given.setText(n_("{n} quote that you chose", "{n} quotes that you chose", len(self._given)))
        self.given.setVisible(given)
        quotes = self.quotes.isChecked() and not given
        for widget in (self.quotes, self.codes, self.pane, self.under):
            widget.setVisible(not given)
        for extra in (self.one_each, self.sample, self.count):
            extra.setVisible(quotes)
        self.count.setEnabled(self.sample.isChecked())
        self.name.setVisible(self.target_id is None)
        self.lay.setEnabled(False)
        self.said.setText(_("Tick the codes first.") if not given and not self.pane.codes.chosen else "")

    def say(self, there: int, drawn: int, new: int) -> None:
        """Say what would be laid out: so many there are, so many drawn of them, so many without a card on that table."""
        if not self._given and not self.pane.codes.chosen:
            return
        quotes = bool(self._given) or self.quotes.isChecked()
        if not there:
            self.said.setText(_("These codes have no quotes yet.") if quotes else _("There is nothing to lay out."))
        elif not new:
            self.said.setText(_("All of it has cards on that table already."))
        elif drawn < there:
            self.said.setText(_("{n} cards, drawn from {all} quotes by chance; the same ones each time.").format(n=drawn, all=f"{there:,}"))
        elif new < drawn:
            self.said.setText(n_("{n} new card; the others are there already.", "{n} new cards; the others are there already.", new))
        else:
            self.said.setText("")
        self.lay.setEnabled(bool(new))
        self.lay.setText(n_("Lay out {n} card", "Lay out {n} cards", new) if new else _("Lay out"))
