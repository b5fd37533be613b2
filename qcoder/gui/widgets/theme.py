"""The look in one place: colours of the light, dark and high-contrast themes, spacing and type."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

SPACE = 8
"""The unit of space: margins and gaps are whole or half multiples of it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours (#rrggbb); `ground` is behind everything, `paper` behind text, `accent` the one colour of the interface."""

    name: str
    dark: bool
    ground: str
    paper: str
    raised: str
    line: str
    strong_line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    hover: str
    selected: str
    nav: str
    nav_text: str
    nav_selected: str
    warn_ground: str
    warn_line: str
    warn_text: str
    danger: str
    heat_low: str
    heat_high: str


LIGHT = Theme(
    "light", False, ground="#fbfbf9", paper="#ffffff", raised="#ffffff", line="#e4e4de", strong_line="#8a8f94",
    text="#1d2329", muted="#5a646e",
    accent="#0b6688", on_accent="#ffffff", hover="#eef3f6", selected="#e0ebf0", nav="#232f38", nav_text="#d4dde3", nav_selected="#37454f",
    warn_ground="#fff6dd", warn_line="#e5c56a", warn_text="#4d3b05", danger="#b3261e", heat_low="#eef3f8", heat_high="#4f8fb5",
)  # fmt: skip
DARK = Theme(
    "dark", True, ground="#1a1e22", paper="#1f2428", raised="#262c31", line="#343b41", strong_line="#828c95",
    text="#e4e7e9", muted="#a3adb5",
    accent="#6cbbdc", on_accent="#0c1c24", hover="#2a3238", selected="#2f3f49", nav="#12161a", nav_text="#c3ccd2", nav_selected="#2b363e",
    warn_ground="#3a3219", warn_line="#7a6526", warn_text="#f3e3b0", danger="#f2948d", heat_low="#253039", heat_high="#3d83ab",
)  # fmt: skip
CONTRAST = Theme(
    "contrast", True, ground="#000000", paper="#000000", raised="#000000", line="#ffffff", strong_line="#ffffff",
    text="#ffffff", muted="#e6e6e6",
    accent="#ffe14d", on_accent="#000000", hover="#262626", selected="#1a3a5c", nav="#000000", nav_text="#ffffff", nav_selected="#1a3a5c",
    warn_ground="#332b00", warn_line="#ffe14d", warn_text="#fff3b0", danger="#ff9d96", heat_low="#101820", heat_high="#2f6f9f",
)  # fmt: skip
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}


def choose(name: str) -> Theme:
    """The theme of that name; `system` follows the system."""
    if name in THEMES:
        return THEMES[name]
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's palette, for what the style sheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    for key, color in (
        (role.Window, theme.ground), (role.Base, theme.paper), (role.AlternateBase, theme.ground), (role.Text, theme.text),
        (role.WindowText, theme.text), (role.Button, theme.raised), (role.ButtonText, theme.text), (role.Highlight, theme.selected),
        (role.HighlightedText, theme.text), (role.PlaceholderText, theme.muted),
        (role.ToolTipBase, theme.raised), (role.ToolTipText, theme.text),
        (role.Link, theme.accent), (role.Mid, theme.line), (role.Dark, theme.strong_line), (role.Light, theme.raised),
    ):  # fmt: skip
        made.setColor(key, QColor(color))
    for key in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.strong_line))
    return made


def style_sheet(theme: Theme) -> str:
    """The style sheet of the whole window. Properties used: `role` = heading | subheading | muted | warning | primary | quiet | card."""
    t = theme
    return f"""
* {{ color: {t.text}; selection-background-color: {t.selected}; selection-color: {t.text}; }}
QMainWindow, QDialog, QWidget#ground {{ background: {t.ground}; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.strong_line}; padding: 4px; }}
QLabel[role="heading"] {{ font-weight: 600; font-size: 14pt; }}
QLabel[role="subheading"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {t.muted}; }}
QLabel[role="warning"] {{
    background: {t.warn_ground}; color: {t.warn_text}; border: 1px solid {t.warn_line}; border-radius: 8px;
    padding: 10px 12px;
}}
QFrame[role="card"] {{ background: {t.paper}; border: 1px solid {t.line}; border-radius: 8px; }}
QFrame[role="pane"] {{ background: {t.ground}; border: 0; }}
QFrame[role="rule"] {{ background: {t.line}; border: 0; max-height: 1px; min-height: 1px; }}
QPushButton, QToolButton {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 13px; padding: 4px 12px; min-height: 18px; }}
QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {{ background: {t.selected}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {t.accent}; padding: 3px 11px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {t.strong_line}; }}
QPushButton[role="primary"] {{ background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent}; font-weight: 600; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[role="primary"]:disabled {{ background: {t.selected}; color: {t.muted}; border-color: {t.line}; }}
QPushButton[role="quiet"], QToolButton[role="quiet"] {{ border: 1px solid transparent; background: transparent; padding: 4px 8px; }}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus {{ border: 2px solid {t.accent}; padding: 3px 7px; }}
QPushButton[role="link"] {{
    border: 1px solid transparent; background: transparent; color: {t.accent}; padding: 2px 4px; text-align: left;
}}
QPushButton[role="link"]:focus {{ border: 1px solid {t.accent}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox, QDateEdit {{
    background: {t.paper}; border: 1px solid {t.line}; border-radius: 6px; padding: 4px 6px;
}}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus {{
    border: 2px solid {t.accent}; padding: 3px 5px;
}}
QComboBox QAbstractItemView {{ background: {t.raised}; border: 1px solid {t.strong_line}; }}
QTreeView, QListView, QTableView, QListWidget, QTreeWidget, QTableWidget {{
    background: {t.ground}; border: 1px solid transparent; outline: 0; alternate-background-color: {t.paper};
}}
QTreeView:focus, QListView:focus, QTableView:focus {{ border: 1px solid {t.accent}; }}
QTreeView::item, QListView::item {{ padding: 3px 2px; border: 0; }}
QTreeView::item:hover, QListView::item:hover, QTableView::item:hover {{ background: {t.hover}; }}
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {{ background: {t.selected}; color: {t.text}; }}
QTreeView::branch {{ background: transparent; }}
QHeaderView {{ background: {t.ground}; border: 0; }}
QHeaderView::section {{
    background: {t.ground}; color: {t.muted}; border: 0; border-bottom: 1px solid {t.line}; padding: 4px 6px;
    font-weight: 600;
}}
QTableCornerButton::section {{ background: {t.ground}; border: 0; border-bottom: 1px solid {t.line}; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QTableView {{ gridline-color: {t.line}; }}
QMenuBar {{ background: {t.ground}; }}
QMenuBar::item:selected {{ background: {t.selected}; }}
QMenu {{ background: {t.raised}; border: 1px solid {t.strong_line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.selected}; }}
QMenu::item:disabled {{ color: {t.strong_line}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
QStatusBar {{ background: {t.ground}; border-top: 1px solid {t.line}; color: {t.muted}; }}
QStatusBar QLabel {{ color: {t.muted}; }}
QStatusBar::item {{ border: 0; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {t.strong_line}; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QTabBar::tab {{ background: transparent; padding: 6px 12px; border: 0; border-bottom: 2px solid transparent; color: {t.muted}; }}
QTabBar::tab:selected {{ border-bottom: 2px solid {t.accent}; color: {t.text}; font-weight: 600; }}
QTabBar::tab:focus {{ color: {t.accent}; }}
QTabWidget::pane {{ border: 0; }}
QProgressBar {{ background: {t.line}; border: 0; border-radius: 3px; max-height: 6px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; }}
QCheckBox:focus, QRadioButton:focus {{ color: {t.accent}; }}
"""


def blend(low: str, high: str, share: float) -> str:
    """The colour a share (0 to 1) of the way from `low` to `high`, as #rrggbb."""
    share = max(0.0, min(1.0, share))
    a, b = QColor(low), QColor(high)
    return QColor(
        round(a.red() + (b.red() - a.red()) * share),
        round(a.green() + (b.green() - a.green()) * share),
        round(a.blue() + (b.blue() - a.blue()) * share),
    ).name()
