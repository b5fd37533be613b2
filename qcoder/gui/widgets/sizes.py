"""How large dialogs are: as large as is good, never larger than the screen."""

from PySide6.QtWidgets import QWidget


def resize_on_screen(widget: QWidget, width: int, height: int) -> None:
    """Give a window this size in pixels at the usual font of 9 points, more with a larger one, and nine tenths of the screen at most."""
    screen = widget.screen().availableSize()
    scale = max(1.0, widget.font().pointSizeF() / 9)
    widget.resize(min(round(width * scale), screen.width() * 9 // 10), min(round(height * scale), screen.height() * 9 // 10))
