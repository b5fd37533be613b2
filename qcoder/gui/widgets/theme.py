"""The look in one place: colours of the light, dark and high-contrast themes, spacing and type."""

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

_STYLE = Path(__file__).resolve().parents[3] / "resources" / "style.qss"

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


def style_sheet(theme: Theme, points: float) -> str:
    """The style sheet of the whole window; `points` is the size of the system's font, which headings go by.

    Properties used: `role` = heading | subheading | muted | warning | primary | quiet | card.
    """
    names = {name: str(value) for name, value in asdict(theme).items()}
    names["heading_points"] = f"{heading_points(points):.1f}"
    for icon in ("down", "up", "check"):
        names[icon] = (_STYLE.parent / "icons" / f"{icon}-{theme.name}.svg").as_posix()
    return Template(_STYLE.read_text(encoding="utf-8")).substitute(names)


def heading_points(points: float) -> float:
    """How large headings are beside text of so many points."""
    return max(points, 7.0) * 1.5


def blend(low: str, high: str, share: float) -> str:
    """The colour a share (0 to 1) of the way from `low` to `high`, as #rrggbb."""
    share = max(0.0, min(1.0, share))
    a, b = QColor(low), QColor(high)
    return QColor(
        round(a.red() + (b.red() - a.red()) * share),
        round(a.green() + (b.green() - a.green()) * share),
        round(a.blue() + (b.blue() - a.blue()) * share),
    ).name()
