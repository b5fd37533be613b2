"""Pills: a row of buttons that say what is chosen and open what there is to choose from."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from qcoder.gui.views.compare.flow import FlowLayout

V = TypeVar("V")
_LONGEST = 26


def short(words: str) -> str:
    """As much as fits on a pill."""
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


class PillBar(QWidget):
    """The row; goes on in the next line when the window is narrow."""

    def put(self, *widgets: QWidget) -> None:
        """Lay these out, each named by its words."""
        layout = FlowLayout(self)
        for widget in widgets:
            layout.addWidget(widget)
            if isinstance(widget, QPushButton):
                widget.setAccessibleName(widget.text())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, button: QPushButton, name: str, value: str) -> None:
        """What is chosen of something, in short on the pill and whole to whoever asks."""
        button.setText(f"{name}: {short(value)} ▾".replace("&", "&&"))
        button.setAccessibleName(f"{name}: {value}")
        button.setToolTip(f"{name}: {value}")

    def lay_out_anew(self) -> None:
        """Pills have become wider or narrower."""
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
        self.updateGeometry()

    def beneath(self, popup: QWidget, button: QWidget) -> None:
        """Open a popup under a pill, within the window."""
        corner = button.mapToGlobal(QPoint(0, button.height() + 4))
        right = self.window().mapToGlobal(QPoint(self.window().width(), 0)).x()
        popup.move(max(min(corner.x(), right - popup.width() - 8), 0), corner.y())
        popup.show()

    def pill(self, name: str, fill: Callable[[QMenu], None]) -> QPushButton:
        """A pill with a menu that is filled when it opens."""
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

    def radio(self, menu: QMenu, options: Sequence[tuple[str, V]], chosen: V, take: Callable[[V], None]) -> None:
        """One of several; what is chosen now has the mark."""
        group = QActionGroup(menu)
        for label, value in options:
            action = QAction(label.replace("&", "&&"), menu, checkable=True)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _on=False, value=value: take(value))
            group.addAction(action)
            menu.addAction(action)
