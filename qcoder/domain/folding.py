"""Folding: text without case and accents, letter by letter, so that every place in it leads back to the text."""

import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from qcoder.domain.spans import Span

# Scripts written without spaces between words: there a word may begin and end anywhere.
SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_FEW = 24
"""Up to so many different letters are replaced one after the other, which is faster than looking at every letter."""


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` folded, and for each of its characters its place in `original` (None: the same place)."""

    original: str
    text: str
    places: list[int] | None

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` (not empty) stands in the original, with the accents of its last letter."""
        if self.places is None:
            return Span(start, end)
        last = self.places[end - 1] + 1
        while last < len(self.original) and unicodedata.combining(self.original[last]):
            last += 1
        return Span(self.places[start], last)


def fold(text: str, *, case: bool = False, accents: bool = False) -> Folded:
    """Fold a text. `case` and `accents` say that these count; ligatures and other compatible forms are always taken apart."""
    if text.isascii():
        return Folded(text, text if case else text.lower(), None)
    odd = {letter: _folded(letter, case, accents) for letter in set(text) if not letter.isascii()}
    if all(len(piece) == 1 for piece in odd.values()):
        return Folded(text, _replaced(text, odd, case), None)
    pieces = [odd[letter] if letter in odd else letter if case else letter.lower() for letter in text]
    places = [place for place, piece in enumerate(pieces) for _letter in piece]
    return Folded(text, "".join(pieces), places)


def _replaced(text: str, odd: Mapping[str, str], case: bool) -> str:
    changed = {letter: piece for letter, piece in odd.items() if letter != piece}
    if len(changed) > _FEW:
        text = text.translate({ord(letter): piece for letter, piece in changed.items()})
    else:
        # What comes of folding is folded, so that the order does not matter.
        for letter, piece in changed.items():
            text = text.replace(letter, piece)
    return text if case else text.lower()


@cache
def _folded(letter: str, case: bool, accents: bool) -> str:
    apart = unicodedata.normalize("NFKD", letter)
    if not case:
        apart = apart.casefold().lower()
    return apart if accents else "".join(part for part in apart if not unicodedata.combining(part))


@cache
def marks() -> str:
    """Every character that is a mark on a letter (vowel signs, accents), as the inside of a character class."""
    found: list[list[int]] = []
    for point in (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)):
        if point <= sys.maxunicode and unicodedata.category(chr(point))[0] == "M":
            if found and found[-1][1] == point - 1:
                found[-1][1] = point
            else:
                found.append([point, point])
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in found)


@cache
def word_class() -> str:
    """A character class of all that words are made of: letters and digits of every script, with their marks."""
    return rf"[\w{marks()}]"


@cache
def _word() -> re.Pattern[str]:
    return re.compile(word_class() + "+")


def words_in(folded: str) -> list[str]:
    """The words of a folded text in order; in a script without spaces a run of letters is one."""
    return re.findall(r"\w+", folded) if folded.isascii() else _word().findall(folded)


@cache
def _spaceless() -> re.Pattern[str]:
    return re.compile(f"[{SPACELESS}]")


def is_spaceless(text: str) -> bool:
    """True if some of the text is in a script without spaces between words."""
    return not text.isascii() and _spaceless().search(text) is not None
