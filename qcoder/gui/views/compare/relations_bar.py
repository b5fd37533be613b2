"""The choices above codes with codes."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from qcoder.domain.codes import CodeTree
from qcoder.domain.people import Coder
from qcoder.gui.views.compare.choice import Choice
from qcoder.gui.views.compare.pills import PillBar
from qcoder.gui.views.compare.relating import FIGURES, HOW, SHOWN, Asked, figure_label, how_label, shown_label
from qcoder.gui.views.compare.rows_popup import RowsPopup
from qcoder.gui.views.compare.scope_popup import ScopePopup
from qcoder.words import _


class RelationsBar(PillBar):
    """Shows what is asked and lets the person change it."""

    changed = Signal(object)
    """The new Asked."""
    shown_as = Signal(str)
    """One of SHOWN."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = Asked(Choice())
        self.shown = SHOWN[0]
        self._tree = CodeTree(())
        self._coders: Sequence[Coder] = ()
        self.values: Callable[[], Sequence[tuple[str, Sequence[str]]]] = lambda: ()
        self.popup, self.narrowing = RowsPopup(self, combine=False), ScopePopup(self)
        self.rows = QPushButton(_("Codes"))
        self.rows.clicked.connect(self.choose_rows)
        self.how = self.pill(_("Together"), self._fill_how)
        self.coders = self.pill(_("Coders"), self._fill_coders)
        self.only = QPushButton(_("Only"))
        self.only.clicked.connect(self.choose_scope)
        self.as_what = self.pill(_("Shown as"), self._fill_shown)
        self.figure = self.pill(_("Figure"), self._fill_figure)
        self.copy, self.export = QPushButton(_("Copy")), QPushButton(_("Export…"))
        self.copy.setToolTip(_("Copy the matrix or the list, for a spreadsheet or a text"))
        self.export.setToolTip(_("Write pairs and matrix to Excel, Word or csv"))
        self.put(self.rows, self.how, self.coders, self.only, self.as_what, self.figure, self.copy, self.export)
        self.popup.branch_chosen.connect(lambda code: self._pick(replace(self.asked.choice, branch=code, picked=frozenset())))
        self.popup.picked_changed.connect(lambda picked: self._pick(replace(self.asked.choice, picked=picked)))
        self.popup.depth_changed.connect(lambda depth: self._pick(replace(self.asked.choice, depth=depth)))
        self.narrowing.changed.connect(self._pick)

    def offer(self, tree: CodeTree, coders: Sequence[Coder], asked: Asked) -> None:
        """Show what there is to choose from, and what is chosen."""
        self._tree, self._coders = tree, coders
        self._show(asked)

    def choose_rows(self) -> None:
        """Open the choice of codes."""
        choice = self.asked.choice
        self.popup.fill(self._tree, choice.branch, choice.picked, choice.depth)
        self.beneath(self.popup, self.rows)
        self.popup.box.setFocus()

    def choose_scope(self) -> None:
        """Open the choice of what is looked at."""
        self.narrowing.fill(self.asked.choice, self.values(), len(self._coders))
        self.beneath(self.narrowing, self.only)
        self.narrowing.values.setFocus()

    def take(self, asked: Asked) -> None:
        """Ask something else."""
        self._show(asked)
        self.changed.emit(asked)

    def _pick(self, choice: Choice) -> None:
        self.take(replace(self.asked, choice=choice))

    def _show(self, asked: Asked) -> None:
        self.asked = asked
        choice, names = asked.choice, {coder.id: coder.name for coder in self._coders}
        coders = _("all") if choice.coder_ids is None else ", ".join(names.get(id_, "?") for id_ in sorted(choice.coder_ids))
        self.say(self.rows, _("Codes"), choice.title(self._tree))
        self.say(self.how, _("Together"), how_label(asked))
        self.say(self.coders, _("Coders"), coders)
        self.say(self.only, _("Only"), choice.narrowed_words())
        self.say(self.as_what, _("Shown as"), shown_label(self.shown))
        self.say(self.figure, _("Figure"), figure_label(asked))
        self.figure.setVisible(self.shown == "matrix")
        self.coders.setVisible(len(self._coders) > 1)
        self.lay_out_anew()

    def _fill_how(self, menu: QMenu) -> None:
        options = [(how_label(replace(self.asked, how=how)), how) for how in HOW[:3]]
        self.radio(menu, options, self.asked.how, lambda how: self.take(replace(self.asked, how=how)))
        menu.addSeparator()
        menu.addAction(_("One after the other, within")).setEnabled(False)
        after = [
            (how_label(Asked(Choice(), "sequence", within, same)), (within, same)) for same in (False, True) for within in (1, 2, 3, 5, 10)
        ]
        now = (self.asked.within, self.asked.same_speaker) if self.asked.how == "sequence" else (0, False)
        self.radio(menu, after, now, lambda pair: self.take(replace(self.asked, how="sequence", within=pair[0], same_speaker=pair[1])))

    def _fill_coders(self, menu: QMenu) -> None:
        options: list[tuple[str, frozenset[int] | None]] = [(_("All coders"), None)]
        options += [(coder.name, frozenset([coder.id])) for coder in self._coders]
        self.radio(menu, options, self.asked.choice.coder_ids, lambda ids: self._pick(replace(self.asked.choice, coder_ids=ids)))

    def _fill_figure(self, menu: QMenu) -> None:
        options = [(figure_label(replace(self.asked, figure=figure)), figure) for figure in FIGURES]
        self.radio(menu, options, self.asked.figure, lambda figure: self.take(replace(self.asked, figure=figure)))

    def _fill_shown(self, menu: QMenu) -> None:
        self.radio(menu, [(shown_label(one), one) for one in SHOWN], self.shown, self.show_as)

    def show_as(self, shown: str) -> None:
        """As a matrix, a list of pairs, or a network."""
        self.shown = shown
        self._show(self.asked)
        self.shown_as.emit(shown)
