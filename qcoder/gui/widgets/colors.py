"""Colours of the reading surface, and how a code's colour is made readable on it."""

from dataclasses import dataclass

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ReadingColors:
    """The colours a transcript is drawn in, each "#rrggbb"; codes bring their own."""

    ground: str = "#ffffff"
    text: str = "#1c262e"
    muted: str = "#56626c"
    faint: str = "#6b7680"
    rule: str = "#e3e6e8"
    accent: str = "#0b6aa2"
    selection: str = "#b9d7ee"

    @property
    def dark(self) -> bool:
        """True if the ground is darker than the text."""
        return luminance(self.ground) < luminance(self.text)

    @classmethod
    def night(cls) -> "ReadingColors":
        """The dark set."""
        return cls("#171c21", "#dde3e8", "#9aa6b0", "#8d99a3", "#2c353d", "#6cb6e6", "#2d587a")


def rgb(color: str) -> Rgb:
    """Read "#rrggbb"."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def hex_color(value: Rgb) -> str:
    """Write "#rrggbb"."""
    return "#{:02x}{:02x}{:02x}".format(*value)


def mix(color: str, other: str, share: float) -> str:
    """`color` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(rgb(color), rgb(other), strict=True))
    return hex_color((red, green, blue))


def luminance(color: str) -> float:
    """Relative luminance as WCAG defines it, 0 to 1."""
    red, green, blue = (c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(color: str, ground: str) -> float:
    """The WCAG contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(color), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(color: str, ground: str, ratio: float = 4.5) -> str:
    """`color`, darkened or lightened only as far as its contrast against `ground` needs; the better extreme if none suffices."""
    if contrast(color, ground) >= ratio:
        return color
    pole = max(("#000000", "#ffffff"), key=lambda extreme: contrast(extreme, ground))
    for step in range(1, 21):
        tried = mix(color, pole, step / 20)
        if contrast(tried, ground) >= ratio:
            return tried
    return pole


def underlay(color: str, colors: ReadingColors, depth: int = 1, strong: bool = False) -> str:
    """The solid colour behind text that carries a code of `color`, lying on `depth - 1` others; `strong` if it is selected.

    Deeper is a little stronger, but never so strong that words could not be read: 4.5:1 for text, muted text too.
    """
    share = 0.17 + 0.03 * min(depth - 1, 3) + (0.12 if strong else 0.0) + (0.1 if colors.dark else 0.0)
    tint = mix(colors.ground, color, share)
    while share > 0.04 and (contrast(colors.text, tint) < 4.5 or contrast(colors.muted, tint) < 4.5):
        share -= 0.02
        tint = mix(colors.ground, color, max(share, 0.0))
    return tint


def over(tint: str, colors: ReadingColors) -> str:
    """What the texture of a code is drawn in on its own `tint`: nearly the ground, on which words are read best."""
    return mix(tint, colors.ground, 0.8)
