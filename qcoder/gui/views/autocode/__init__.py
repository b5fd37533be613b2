"""Autocoding: many passages by a rule, seen before they are coded."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qcoder.gui.views.autocode.dialog import AutocodeDialog
from qcoder.gui.views.find import FindView
from qcoder.gui.views.workspace import Desk

__all__ = ["AutocodeDialog", "open_autocode"]


def open_autocode(desk: Desk, page: QWidget) -> AutocodeDialog:
    """Show the window, with what is asked in Find if that is where the person is; there is one at a time."""
    for there in page.window().findChildren(AutocodeDialog):
        there.close()
    dialog = AutocodeDialog(desk, page, page.bar.asked if isinstance(page, FindView) else None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog
