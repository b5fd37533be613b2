"""Finding the places of some words in one text in order to put others there; positions are code points."""

import re
from unicodedata import category, normalize

from qcoder.domain.spans import Span

_QUOTES = "['’‘ʼ]"


def places(text: str, words: str, *, case: bool = False, whole: bool = False) -> list[Span]:
    """Where the words stand, in order and apart; `whole`: only as words of their own.

    However accents are composed and whichever apostrophe was written; never the beginning of a longer sign.
    """
    if not words:
        return []
    pattern = "".join(_sign(sign) for sign in normalize("NFC", words))
    if whole:
        pattern = (r"(?<!\w)" if _is_letter(words[0]) else "") + pattern + (r"(?!\w)" if _is_letter(words[-1]) else "")
    found = re.compile(pattern, re.UNICODE if case else re.IGNORECASE)
    return [Span(*match.span()) for match in found.finditer(text) if not _cuts(text, match.end())]


def _sign(sign: str) -> str:
    if re.match(_QUOTES, sign):
        return _QUOTES
    apart = normalize("NFD", sign)
    return re.escape(sign) if apart == sign else f"(?:{re.escape(sign)}|{re.escape(apart)})"


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _cuts(text: str, end: int) -> bool:
    """True if an accent or a part of an emoji follows."""
    return end < len(text) and (text[end] == "\u200d" or category(text[end]).startswith("M"))
