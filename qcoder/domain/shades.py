"""Colours by branch: shades of one colour for what stands under a code, and a palette colour for every family."""

from qcoder.domain.codes import PALETTE, CodeTree

_DARKEST, _LIGHTEST, _STEPS = -0.34, 0.46, 8


def shades(color: str, n: int) -> list[str]:
    """`n` shades of a #rrggbb colour, none of them the colour itself, from dark to light; beyond eight they come again."""
    steps = min(n, _STEPS)
    amounts = [_DARKEST + (_LIGHTEST - _DARKEST) * (place + 0.5) / steps for place in range(steps)]
    # Shades nearer to the colour than this could not be told from it.
    amounts = [amount if abs(amount) >= 0.1 else (0.1 if amount >= 0 else -0.1) for amount in amounts]
    return [_mixed(color, amounts[place % steps]) for place in range(n)]


def branch_colors(tree: CodeTree, code_id: int, color: str) -> dict[int, str]:
    """Code id -> colour for a branch: the colour itself for its head, shades of it below, by the order of the tree."""
    below = [code.id for _depth, code in tree.walk(code_id)]
    return {code_id: color, **dict(zip(below, shades(color, len(below)), strict=True))}


def all_colors(tree: CodeTree) -> dict[int, str]:
    """Code id -> colour: the palette's colours for the families in their order, shades of them below."""
    found: dict[int, str] = {}
    for place, family in enumerate(tree.children(None)):
        found.update(branch_colors(tree, family.id, PALETTE[place % len(PALETTE)]))
    return found


def _mixed(color: str, amount: float) -> str:
    """Towards white for an amount above 0, towards black below."""
    pole = 255 if amount > 0 else 0
    parts = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (pole - part) * abs(amount)):02x}" for part in parts)
