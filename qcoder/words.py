"""The words a person reads: gettext for all rooms, English where no translation is installed."""

import gettext
from pathlib import Path

_LOCALES = Path(__file__).resolve().parent.parent / "resources" / "translations"
_translation = gettext.translation("qcoder", localedir=_LOCALES, fallback=True)


def _(message: str) -> str:
    """Return `message` in the person's language."""
    return _translation.gettext(message)


def n_(one: str, many: str, n: int) -> str:
    """Return the singular or plural form for `n`, with `{n}` filled in with thousands separators."""
    return _translation.ngettext(one, many, n).replace("{n}", f"{n:,}")
