"""Going round the panes of a workspace by keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def go_round(stops: Sequence[tuple[QWidget, QWidget]], step: int, home: int) -> None:
    """Give the focus to the next (1) or previous (-1) pane; a stop is a pane and what takes its focus, `home` where one begins."""
    focus = QApplication.focusWidget()
    here = next((i for i, (area, _w) in enumerate(stops) if focus is not None and (area is focus or area.isAncestorOf(focus))), home)
    for offset in range(1, len(stops) + 1):
        target = stops[(here + step * offset) % len(stops)][1]
        if target.isVisible() and target.isEnabled():
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
