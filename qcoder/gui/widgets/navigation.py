"""The narrow bar at the left that switches between workspaces."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout

from qcoder.gui.widgets.icons import icon
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _


class NavigationButton(QAbstractButton):
    """Icon over word; the one of the workspace shown is lit."""

    def __init__(self, name: str, word: str, tip: str) -> None:
        super().__init__()
        self.name = name
        self.theme = LIGHT
        self.setText(word)
        self.setToolTip(tip)
        self.setAccessibleName(word)
        self.setAccessibleDescription(tip)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def shows_word(self) -> bool:
        """True where the bar has room for words: all of its buttons or none, though the layout may give one of them a pixel more."""
        bar = self.parentWidget()
        return bar is None or bar.height() >= bar.sizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """On a small screen the icon alone; its word is said by the tip."""
        return QSize(self.sizeHint().width(), 30)

    def sizeHint(self) -> QSize:
        """64 pixels wide, wider and taller with a larger system font."""
        return QSize(max(64, self.fontMetrics().horizontalAdvance(self.text()) + 12), 33 + self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, icon, word, and a frame when it has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(4, 2, -4, -2)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.nav_selected))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QColor(self.theme.nav_text))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        color = "#ffffff" if self.isChecked() else self.theme.nav_text
        icon(self.name, color).paint(painter, QRect(0, 6 if self.shows_word else (self.height() - 22) // 2, self.width(), 22))
        if not self.shows_word:
            return
        font = self.font()
        font.setPointSizeF(max(font.pointSizeF() - 1, 7))
        painter.setFont(font)
        painter.setPen(QColor(color))
        painter.drawText(QRect(0, 30, self.width(), self.fontMetrics().height()), Qt.AlignmentFlag.AlignCenter, self.text())


class Navigation(QFrame):
    """The bar: one button a workspace."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(_("Workspaces"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 6, 2, 6)
        layout.setSpacing(4)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, NavigationButton] = {}
        for name, word, tip in places:
            button = NavigationButton(name, word, tip)
            button.clicked.connect(lambda _checked=False, place=name: self.chosen.emit(place))
            self._group.addButton(button)
            self.buttons[name] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self.setFixedWidth(max(button.sizeHint().width() for button in self.buttons.values()) + 4)

    def show_place(self, name: str) -> None:
        """Light the button of the workspace that is shown."""
        self.buttons[name].setChecked(True)
        for place, button in self.buttons.items():
            # Tab goes to the one that is lit; the arrows go on from there.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == name else Qt.FocusPolicy.ClickFocus)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.setStyleSheet(f"Navigation {{ background: {theme.nav}; border: 0; }}")
        for button in self.buttons.values():
            button.theme = theme
            button.update()
