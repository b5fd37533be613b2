"""What is done with the codes chosen in the tree: moved, merged, coloured, removed, copied to another project."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from qcoder.domain.arranging import Shift
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.models.code_order import CodeSort
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.views.read.branch_panel import BranchPanel
from qcoder.gui.views.read.code_tree import CodeTreeView
from qcoder.gui.views.read.merge_panel import MergePanel
from qcoder.gui.views.read.picker import CodePicker
from qcoder.gui.views.workspace import Desk
from qcoder.words import _, n_


class CodeHand(QObject):
    """Carries out on the chosen codes what keys, menus and drops ask for; each is one undoable step."""

    wished = Signal(object)
    """The id of the code that shall be chosen once the change is done, or None."""
    opened = Signal(object)
    """The id of a code under which something is about to be put: it shall be seen."""

    def __init__(self, desk: Desk, actions: CodebookActions, view: CodeTreeView, model: CodesModel, page: QWidget) -> None:
        super().__init__(view)
        self._desk = desk
        self._actions = actions
        self._view = view
        self._model = model
        self._page = page
        self._ids: list[int] = []
        self._picked: Callable[[int], object] = lambda _code_id: None
        self.picker = CodePicker(page, self._model)
        self.merge_panel = MergePanel(page, view, desk.jobs, actions, self._model)
        self.branch_panel = BranchPanel(page, view, desk, actions)
        self.picker.picked.connect(self._take_pick)
        self.picker.closed.connect(self._back)
        self.merge_panel.closed.connect(self._back)
        self.branch_panel.closed.connect(self._back)
        self._view.merge_dropped.connect(self.ask_merge)

    def restyle(self) -> None:
        """Take the theme's colours."""
        for part in (self.picker, self.merge_panel, self.branch_panel):
            part.set_theme(self._desk.theme)

    def _take_pick(self, code_id: int) -> None:
        self._picked(code_id)

    def _back(self) -> None:
        if not (self.merge_panel.isVisible() or self.branch_panel.isVisible()):
            self._view.setFocus()

    def _chosen(self) -> list[int]:
        """The chosen codes; a sentence where there is none."""
        found = self._view.chosen()
        if not found:
            self._desk.signals.notice.emit(_("Choose a code in the tree first; Shift and Ctrl choose several."))
        return found

    def move(self, code_ids: Sequence[int], parent_id: int | None, position: int | None) -> None:
        """Put codes under a parent, at a place among those there that stay."""
        if parent_id is not None:
            self.opened.emit(parent_id)
        self._keep_in_sight(code_ids)
        self._actions.move(code_ids, parent_id, position)

    def shift(self, how: Shift) -> None:
        """Move the chosen codes one place further."""
        chosen = self._chosen()
        if not chosen or not self._desk.jobs.can_write:
            return
        if self._model.order.sort is not CodeSort.ARRANGED and how in (Shift.UP, Shift.DOWN):
            self._desk.signals.notice.emit(_("The codes are not shown in their own order; show them in it to move them up and down."))
            return
        if how is Shift.IN:
            self._open_above(chosen[0])
        self._keep_in_sight(chosen)
        self._actions.shift(chosen, how)

    def _open_above(self, code_id: int) -> None:
        siblings = [code.id for code in self._model.tree.children(self._model.tree.by_id[code_id].parent_id)]
        at = siblings.index(code_id)
        if at > 0:
            self.opened.emit(siblings[at - 1])

    def _keep_in_sight(self, code_ids: Sequence[int]) -> None:
        code = self._model.code(self._view.currentIndex())
        current = None if code is None else code.id
        self.wished.emit(current if current in code_ids else code_ids[0] if code_ids else None)
        if current not in code_ids:
            self._view.choose(code_ids, code_ids[0])

    def delete(self) -> None:
        """Remove the chosen codes with all under them; what comes after them is chosen then."""
        chosen = self._chosen()
        if not chosen or not self._desk.jobs.can_write:
            return
        gone = set[int]().union(*(self._model.tree.branch(code_id) for code_id in chosen))
        below = self._view.currentIndex()
        while (code := self._model.code(below)) is not None and code.id in gone:
            below = self._view.indexBelow(below)
        self.wished.emit(None if code is None else code.id)
        self._actions.delete(chosen)

    def shade(self) -> None:
        """Give the subcodes of the chosen codes shades of their colour."""
        for color, ids in self._by_color(self._chosen()).items():
            self._actions.recolor(ids, color, shades=True)

    def _by_color(self, chosen: Sequence[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for code_id in chosen:
            found.setdefault(self._model.tree.by_id[code_id].color, []).append(code_id)
        return found

    # Asking for a code

    def ask_under(self) -> None:
        """Ask for the code that the chosen ones shall stand under."""
        self._ask(_("Move {what} under…"), lambda code_id: self.move(self._ids, code_id, None))

    def ask_into(self) -> None:
        """Ask for the code that the chosen ones shall be merged into."""
        self._ask(_("Merge {what} into…"), lambda code_id: self.ask_merge(tuple(self._ids), code_id))

    def ask_merge(self, code_ids: Sequence[int], into_id: int) -> None:
        """Show what merging would do."""
        going = [code_id for code_id in code_ids if code_id != into_id]
        if not going:
            self._desk.signals.notice.emit(_("A code cannot be merged into itself; choose another."))
            return
        self._view.choose([into_id], into_id)
        self.merge_panel.ask(going, into_id)

    def _ask(self, title: str, then: Callable[[int], object]) -> None:
        chosen = self._chosen()
        if not chosen or not self._desk.jobs.can_write:
            return
        self._ids, self._picked = chosen, then
        name = f"“{self._model.tree.by_id[chosen[0]].name}”"
        what = name if len(chosen) == 1 else n_("{n} code", "{n} codes", len(chosen))
        rect = self._view.visualRect(self._view.currentIndex())
        corner = self._view.viewport().mapTo(self._page, QPoint(rect.left(), rect.top()))
        listed = ", ".join(self._model.tree.by_id[code_id].name for code_id in chosen) if len(chosen) > 1 else ""
        self.picker.ask(title.format(what=what), listed, QRect(corner, rect.size()), None, may_make=False)

    # Other projects

    def copy_branch(self) -> None:
        """Copy the chosen codes with what stands under them to another project."""
        chosen = self._chosen()
        if chosen:
            self.branch_panel.ask_copy(chosen)

    def take_branch(self) -> None:
        """Take codes from another project."""
        self.branch_panel.ask_take()
