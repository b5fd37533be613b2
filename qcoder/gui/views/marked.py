"""What changed in the codebook as a readable page: text with what came and went marked by colour and by line."""

from html import escape

from qcoder.analysis.codebook_history import CodebookDifference
from qcoder.domain.codebooks import CodeChange, Kind, Mark, marked
from qcoder.domain.codes import FIELDS
from qcoder.exporters.codebook_changes import counted
from qcoder.gui.widgets.theme import Theme
from qcoder.words import _


def labels() -> dict[str, str]:
    """Field -> what a person calls it."""
    return {
        "brief": _("Brief definition"),
        "full": _("Full definition"),
        "when": _("When to use"),
        "when_not": _("When not to use"),
        "example": _("Example"),
        "key": _("Key"),
    }


def colors(theme: Theme) -> tuple[str, str]:
    """(what came, what went)."""
    return ("#8fd19e" if theme.dark else "#1a7f37"), theme.danger


def marked_html(old: str, new: str, theme: Theme) -> str:
    """One text with its changes; what is in it is never taken for markup."""
    came, went = colors(theme)
    spans = {
        Mark.SAME: "{text}",
        Mark.COME: f"<span style='color: {came}; text-decoration: underline;'>{{text}}</span>",
        Mark.GONE: f"<span style='color: {went}; text-decoration: line-through;'>{{text}}</span>",
    }
    return "".join(spans[p.mark].replace("{text}", escape(p.text).replace("\n", "<br>")) for p in marked(old, new))


def difference_html(difference: CodebookDifference, theme: Theme) -> str:
    """The whole page: counts, then code by code."""
    parts = [f"<p style='color: {theme.muted}; margin-bottom: 10px;'>{escape(counted(difference.changes))}</p>"]
    parts += [_code(change, theme) for change in difference.changes]
    return "".join(parts)


def _code(change: CodeChange, theme: Theme) -> str:
    if change.kind is Kind.CHANGED:
        head, kind = marked_html(change.path_before, change.path, theme), ""
    else:
        added = change.kind is Kind.ADDED
        head = marked_html("" if added else change.path, change.path if added else "", theme)
        kind = f" <span style='color: {theme.muted};'>· {escape(_('new') if added else _('removed'))}</span>"
    parts = [f"<p style='margin-top: 16px; margin-bottom: 4px;'><b>{head}</b>{kind}</p>"]
    for name, label in labels().items():
        before = str(getattr(change.before, name)) if change.before is not None else ""
        after = str(getattr(change.after, name)) if change.after is not None else ""
        shown = name in change.fields if change.kind is Kind.CHANGED else name in FIELDS and bool(before or after)
        if shown:
            label_html = f"<span style='color: {theme.muted};'>{escape(label)}:</span> "
            parts.append(f"<p style='margin: 2px 0 2px 18px;'>{label_html}{marked_html(before, after, theme)}</p>")
    if "color" in change.fields and change.before is not None and change.after is not None:
        squares = " → ".join(f"<span style='color: {escape(code.color)};'>■</span>" for code in (change.before, change.after))
        label_html = f"<span style='color: {theme.muted};'>{escape(_('Colour'))}:</span> "
        parts.append(f"<p style='margin: 2px 0 2px 18px;'>{label_html}{squares}</p>")
    return "".join(parts)
