"""The choice of codes and of what is looked at, as the pages beside the table have it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from qcoder.domain.codes import CodeTree
from qcoder.domain.people import Coder
from qcoder.gui.views.compare.choice import Choice, usable_variables, values_to_narrow
from qcoder.gui.views.compare.pills import PillBar
from qcoder.gui.views.compare.rows_popup import RowsPopup
from qcoder.gui.views.compare.scope_popup import ScopePopup
from qcoder.project.read import Reader
from qcoder.words import _


class CodeBar(PillBar):
    """Shows a Choice as far as these pages need it; `more` stands behind the common pills."""

    changed = Signal(object)
    """The new Choice."""

    def __init__(self, read: Callable[[], Reader], *more: QWidget, codes: bool = True) -> None:
        super().__init__()
        self.choice = Choice()
        self._read = read
        self._tree = CodeTree(())
        self._coders: Sequence[Coder] = ()
        self.popup, self.narrowing = RowsPopup(self, combine=False), ScopePopup(self)
        self.rows, self.only = QPushButton(_("Codes")), QPushButton(_("Only"))
        self.coders = self.pill(_("Coders"), self._fill_coders)
        self.put(*((self.rows,) if codes else ()), self.coders, self.only, *more)
        if not codes:
            self.rows.setParent(self)
            self.rows.hide()
        self.rows.clicked.connect(self.choose_rows)
        self.only.clicked.connect(self.choose_scope)
        self.popup.branch_chosen.connect(lambda code: self.take(replace(self.choice, branch=code, picked=frozenset())))
        self.popup.picked_changed.connect(lambda picked: self.take(replace(self.choice, picked=picked)))
        self.popup.depth_changed.connect(lambda depth: self.take(replace(self.choice, depth=depth)))
        self.narrowing.changed.connect(self.take)

    def offer(self, read: Reader, choice: Choice) -> None:
        """Show what there is to choose from, and what is chosen, as far as it is still there."""
        self._tree, self._coders = read.codes.tree(), read.study.coders()
        self._show(choice.fitted(self._tree, usable_variables(read), [coder.id for coder in self._coders]))

    def choose_rows(self) -> None:
        """Open the choice of codes."""
        self.popup.fill(self._tree, self.choice.branch, self.choice.picked, self.choice.depth)
        self.beneath(self.popup, self.rows)
        self.popup.box.setFocus()

    def choose_scope(self) -> None:
        """Open the choice of what is looked at."""
        read = self._read()
        self.narrowing.fill(self.choice, values_to_narrow(read, usable_variables(read)), len(self._coders))
        self.beneath(self.narrowing, self.only)
        self.narrowing.values.setFocus()

    def take(self, choice: Choice) -> None:
        """Choose something else."""
        self._show(choice)
        self.changed.emit(choice)

    def _show(self, choice: Choice) -> None:
        self.choice = choice
        names = {coder.id: coder.name for coder in self._coders}
        coders = _("all") if choice.coder_ids is None else ", ".join(names.get(id_, "?") for id_ in sorted(choice.coder_ids))
        self.say(self.rows, _("Codes"), choice.title(self._tree))
        self.say(self.coders, _("Coders"), coders)
        self.say(self.only, _("Only"), choice.narrowed_words())
        self.coders.setVisible(len(self._coders) > 1)
        self.lay_out_anew()

    def _fill_coders(self, menu: QMenu) -> None:
        options: list[tuple[str, frozenset[int] | None]] = [(_("All coders"), None)]
        options += [(coder.name, frozenset([coder.id])) for coder in self._coders]
        self.radio(menu, options, self.choice.coder_ids, lambda ids: self.take(replace(self.choice, coder_ids=ids)))
