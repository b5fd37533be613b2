"""Finding a code by a few letters: the best first, and which letters were found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qcoder.domain.codes import PATH_SEPARATOR


@dataclass(frozen=True, slots=True)
class Match:
    """How well letters fit a name: the lower `rank`, the better; `letters` are the places in the name that were found."""

    rank: int
    letters: tuple[int, ...]


def folded(text: str) -> str:
    """`text` in small letters, every letter in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def match(typed: str, name: str, path: str = "") -> Match | None:
    """Fit what was typed to a code's name: its beginning, a word's beginning, anywhere, words of the path, or letters in order.

    None if it does not fit at all. All rules look at small letters; blanks at the ends of `typed` do not count.
    """
    wanted, low = folded(" ".join(typed.split())), folded(name)
    if not wanted:
        return Match(0, ())
    at = low.find(wanted)
    if at >= 0:
        word = _word_start(low, wanted)
        if word >= 0:
            at = word
        rank = 0 if low == wanted else 1 if at == 0 else 2 if word >= 0 else 3
        return Match(rank, tuple(range(at, at + len(wanted))))
    low_path = folded(path)
    words = wanted.replace(PATH_SEPARATOR.strip(), " ").split()
    if len(words) > 1 and all(_word_start(low_path, word) >= 0 for word in words) and any(word in low for word in words):
        return Match(4, tuple(sorted({i for word in words if word in low for i in range(low.index(word), low.index(word) + len(word))})))
    letters = _initials(wanted, low)
    if letters:
        return Match(5, letters)
    letters = _in_order(wanted.replace(" ", ""), low)
    return Match(6, letters) if letters else None


def best(typed: str, names: Iterable[tuple[int, str, str]], recent: Sequence[int] = (), limit: int = 60) -> list[tuple[int, Match]]:
    """The ids of `names` (id, name, path; in the codebook's order) that fit, the best first; of equals the codes used last come first."""
    used = {code_id: place for place, code_id in enumerate(recent)}
    found = [
        (fit.rank, used.get(code_id, len(used)), len(name) if typed.strip() else 0, place, code_id, fit)
        for place, (code_id, name, path) in enumerate(names)
        if (fit := match(typed, name, path)) is not None
    ]
    found.sort(key=lambda row: row[:4])
    return [(code_id, fit) for *_order, code_id, fit in found[:limit]]


def _word_start(low: str, wanted: str) -> int:
    """Where `wanted` stands at the beginning of a word, or -1."""
    at = low.find(wanted)
    while at > 0 and low[at - 1].isalnum():
        at = low.find(wanted, at + 1)
    return at


def _initials(wanted: str, low: str) -> tuple[int, ...]:
    """The first letters of words, if `wanted` is made of them: `wa` fits `who attends`."""
    starts = [i for i, c in enumerate(low) if c.isalnum() and (i == 0 or not low[i - 1].isalnum())]
    letters = "".join(low[i] for i in starts)
    at = letters.find(wanted)
    return tuple(starts[at : at + len(wanted)]) if at >= 0 and len(wanted) > 1 else ()


def _in_order(wanted: str, low: str) -> tuple[int, ...]:
    """The places of the letters of `wanted`, one after the other, beginning at a word; empty if they are not all there."""
    places: list[int] = []
    at = _word_start(low, wanted[:1])
    while at >= 0 and len(places) < len(wanted):
        places.append(at)
        if len(places) == len(wanted):
            return tuple(places)
        at = low.find(wanted[len(places)], at + 1)
    return ()
