"""Contrasts after WCAG 2.2 AA, worked out for every theme and every colour a code may have by itself: 4.5:1 for words, 3:1 for the rest."""

import pytest

from qcoder.domain.codes import PALETTE
from qcoder.domain.shades import shades
from qcoder.gui.views.read.transcript_pane import reading_colors
from qcoder.gui.widgets.colors import contrast, mix, over, readable, underlay
from qcoder.gui.widgets.page import SELECTION_SHARE
from qcoder.gui.widgets.theme import THEMES, Theme

CODE_COLORS = sorted({*PALETTE, *(shade for color in PALETTE for shade in shades(color, 8)), "#ffffff", "#000000", "#f0e442", "#808080"})
GROUNDS = ("ground", "paper", "raised", "hover", "selected")

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
colors_of_codes = pytest.mark.parametrize("color", CODE_COLORS)


def low(pairs: dict[str, float], least: float) -> dict[str, float]:
    """Those that have too little contrast."""
    return {what: round(ratio, 2) for what, ratio in pairs.items() if ratio < least}


@themes
def test_words_of_the_interface(theme: Theme) -> None:
    pairs = {f"{ink} on {ground}": contrast(getattr(theme, ink), getattr(theme, ground)) for ink in ("text", "muted") for ground in GROUNDS}
    pairs |= {f"accent on {ground}": contrast(theme.accent, getattr(theme, ground)) for ground in ("ground", "paper", "raised")}
    pairs |= {
        "on accent": contrast(theme.on_accent, theme.accent),
        "navigation": contrast(theme.nav_text, theme.nav),
        "navigation, chosen": contrast(theme.nav_text, theme.nav_selected),
        "warning": contrast(theme.warn_text, theme.warn_ground),
        "danger": contrast(theme.danger, theme.paper),
        "notices": contrast("#ffffff", theme.nav),
        "notices, what can be done": contrast("#9fd4ec", theme.nav),
    }
    assert low(pairs, 4.5) == {}


@themes
def test_focus_and_edges(theme: Theme) -> None:
    pairs = {f"focus on {ground}": contrast(theme.accent, getattr(theme, ground)) for ground in GROUNDS}
    pairs |= {f"strong line on {ground}": contrast(theme.strong_line, getattr(theme, ground)) for ground in ("ground", "paper", "raised")}
    assert low(pairs, 3.0) == {}


@themes
@colors_of_codes
def test_words_on_coded_text(theme: Theme, color: str) -> None:
    """Participants' and interviewers' words on underlays, single and stacked, chosen and not, with texture, and selected with the mouse."""
    colors = reading_colors(theme)
    pairs = {}
    for depth in (1, 2, 3, 4, 10):
        for strong in (False, True):
            tint = underlay(color, colors, depth, strong)
            texture = over(tint, colors)
            name = f"depth {depth}{', chosen' if strong else ''}"
            pairs[f"text, {name}"] = contrast(colors.text, tint)
            pairs[f"muted, {name}"] = contrast(colors.muted, tint)
            pairs[f"text on texture, {name}"] = contrast(colors.text, texture)
            pairs[f"muted on texture, {name}"] = contrast(colors.muted, texture)
            pairs[f"selected, {name}"] = contrast(colors.text, mix(tint, colors.selection, SELECTION_SHARE))
    assert low(pairs, 4.5) == {}


@themes
@colors_of_codes
def test_labels_brackets_and_strips(theme: Theme, color: str) -> None:
    colors = reading_colors(theme)
    assert contrast(readable(color, colors.ground), colors.ground) >= 4.5
    assert contrast(readable(color, colors.ground), underlay(color, colors)) >= 3.0
    assert contrast(readable(color, colors.ground, 3.0), colors.ground) >= 3.0


@themes
def test_what_stands_beside_the_text(theme: Theme) -> None:
    colors = reading_colors(theme)
    pairs = {"names": contrast(colors.text, colors.ground), "times": contrast(colors.faint, colors.ground)}
    assert low(pairs, 4.5) == {}
    assert contrast(colors.accent, colors.ground) >= 3.0
