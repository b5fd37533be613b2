"""The menus of the code tree: what can be done with the chosen codes, and how codes are shown."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from qcoder.domain.arranging import Shift
from qcoder.domain.codes import PALETTE, Code
from qcoder.gui.actions.base import Commands
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.widgets.patterns import swatch
from qcoder.words import _, n_

COLOR_NAMES = (
    _("Blue"), _("Green"), _("Vermilion"), _("Pink"), _("Sky"), _("Orange"), _("Violet"), _("Brown"),
)  # fmt: skip

SORTS = ("sort_codes_arranged", "sort_codes_name", "sort_codes_own", "sort_codes_all")
COUNTS = ("counts_both", "counts_own", "counts_all", "counts_none")
VIEWS = ("codes_used_here", "filter_definitions")


class CodeMenu(QMenu):
    """What can be done with the codes that are chosen."""

    def __init__(
        self, parent: QWidget, commands: Commands, actions: CodebookActions, model: CodesModel, chosen: list[Code], can_write: bool
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands
        self._actions = actions
        self._model = model
        self._chosen = chosen
        self._ids = [code.id for code in chosen]
        if len(chosen) > 1:
            self.addSection(n_("{n} code", "{n} codes", len(chosen)))
        if chosen:
            self._change()
        self.addAction(commands["add_code"])
        if chosen:
            self.addAction(commands["add_subcode"])
        self.addSeparator()
        for name in ("color_by_branch", "take_branch"):
            self.addAction(commands[name])
        if not can_write:
            for action in self.actions():
                action.setEnabled(action is commands["copy_branch"] or action is commands["earlier_wordings"])

    def _change(self) -> None:
        names = self._commands
        if len(self._chosen) == 1:
            self._say(_("Code the passage with it\tEnter"), names["code_with_current"].trigger)
            self.addSeparator()
            self._say(_("Rename\tF2"), names["rename_code"].trigger)
            self._say(_("Memo\tCtrl+M"), names["coding_memo"].trigger)
        self._colors()
        if len(self._chosen) == 1:
            self._keys(self._chosen[0])
        moves = self.addMenu(_("Move"))
        for how, label in (
            (Shift.UP, _("Up\tCtrl+Up")),
            (Shift.DOWN, _("Down\tCtrl+Down")),
            (Shift.IN, _("Under the one above\tCtrl+Right")),
            (Shift.OUT, _("Out\tCtrl+Left")),
        ):
            moves.addAction(label, names[f"move_code_{how.value}"].trigger)
        moves.addSeparator()
        moves.addAction(names["move_code_under"])
        self.addAction(names["merge_codes"])
        self._say(_("Delete\tDel"), names["delete_codes"].trigger)
        self.addSeparator()
        if len(self._chosen) == 1:
            self.addAction(names["earlier_wordings"])
        self.addAction(names["copy_branch"])
        self.addAction(names["sort_as_cards"])
        self.addSeparator()

    def _say(self, label: str, slot: Callable[[], object]) -> None:
        self.addAction(label, slot)

    def _colors(self) -> None:
        colors = self.addMenu(_("Colour"))
        held = {code.color for code in self._chosen}
        for name, color in zip(COLOR_NAMES, PALETTE, strict=True):
            action = colors.addAction(swatch(color), name, partial(self._actions.recolor, self._ids, color))
            action.setCheckable(True)
            action.setChecked(held == {color})
        if any(self._model.tree.children(code_id) for code_id in self._ids):
            colors.addSeparator()
            with_subcodes = colors.addMenu(_("With shades for the subcodes"))
            for name, color in zip(COLOR_NAMES, PALETTE, strict=True):
                with_subcodes.addAction(swatch(color), name, partial(self._actions.recolor, self._ids, color, shades=True))
            colors.addAction(self._commands["shade_branch"])

    def _keys(self, code: Code) -> None:
        keys = self.addMenu(_("Key"))
        taken = {other.key for other in self._model.tree.by_id.values() if other.key and other.id != code.id}
        none = keys.addAction(_("None"), lambda: self._actions.edit(code.id, "key", ""))
        none.setCheckable(True)
        none.setChecked(not code.key)
        for letter in "abcdefghijklmnopqrstuvwxyz":
            if letter not in taken:
                action = keys.addAction(letter.upper(), partial(self._actions.edit, code.id, "key", letter))
                action.setCheckable(True)
                action.setChecked(code.key == letter)


def view_menu(parent: QWidget, commands: Commands, expand: Callable[[], object], collapse: Callable[[], object]) -> QMenu:
    """How codes are shown."""
    menu = QMenu(parent)
    for group in (SORTS, COUNTS, VIEWS):
        for name in group:
            menu.addAction(commands[name])
        menu.addSeparator()
    menu.addAction(_("Open all"), expand)
    menu.addAction(_("Close all"), collapse)
    return menu
