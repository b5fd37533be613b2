"""Sentences by rule: a small splitter that needs no model and no language setting."""

import re

from qcoder.domain.spans import Span, trim

_END = re.compile(r"(?P<mark>\.{2,}|[.!?…؟۔।]+|[。！？｡]+)(?P<close>[\"'”’»›)\]}」』）】]*)")
_WIDE = frozenset("。！？｡")
_BEFORE = re.compile(r"[^\s(\[{\"'“‘«]*\Z")
_NEVER_ENDS = frozenset(
    "mr mrs ms mx dr prof rev st hon capt lt gen e.g i.e cf vs viz approx resp mme mlle z.b d.h u.a bzw vgl sr sra srta dra p.ej".split()
)
_MAY_END = frozenset("etc al jr inc ltd co dept est a.m p.m u.s u.k ph.d b.a m.a usw".split())
_BEFORE_NUMBERS = frozenset("no nos fig eq vol pp p ch sec nr art".split())
_LONGEST_WORD = 60  # code points looked at before a full stop, so that long lines cost no more than short ones
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")


def sentences(text: str, span: Span) -> list[Span]:
    """Split `text[span]` into sentences, in order, each without the white space around it; blank stretches give none.

    A line break always ends a sentence. A full stop does not after titles, common abbreviations and single initials;
    dots and closed quotations followed by a small letter do not either, since speech trails off and goes on.
    """
    found: list[Span] = []
    start = span.start
    while start < span.end:
        line_end = text.find("\n", start, span.end)
        line_end = span.end if line_end < 0 else line_end
        for end in [*_ends_in(text, start, line_end), line_end]:
            piece = trim(text, Span(start, end))
            if text[piece.start : piece.end].strip():
                found.append(piece)
            start = end
        start = line_end + 1
    return found


def sentence_at(text: str, span: Span, position: int) -> Span | None:
    """The sentence of `text[span]` that holds `position`; white space belongs to the sentence before it. None if all is blank."""
    pieces = sentences(text, span)
    if not pieces:
        return None
    before = [piece for piece in pieces if piece.start <= position]
    return before[-1] if before else pieces[0]


def _ends_in(text: str, start: int, end: int) -> list[int]:
    """Where sentences end inside one line, the line's own end left out."""
    return [match.end() for match in _END.finditer(text, start, end) if match.end() < end and _is_end(text, start, end, match)]


def _is_end(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """True if the punctuation in `match` ends a sentence."""
    mark = match["mark"]
    if mark[-1] in _WIDE:
        return True
    if not text[match.end()].isspace():
        return False
    follows = text[match.end() : end].lstrip()[:2].lstrip("\"'“‘«([{¿¡—–-")
    goes_on = bool(follows) and follows[0].islower()
    if goes_on and (match["close"] or mark == "…" or len(mark) > 1):
        return False
    if mark != ".":
        return True
    return not _is_abbreviation(text[max(start, match.start() - _LONGEST_WORD) : match.start()], goes_on, follows[:1].isdecimal())


def _is_abbreviation(before: str, goes_on: bool, number: bool) -> bool:
    """True if the full stop after `before` belongs to its last word; a small letter (`goes_on`) or a `number` comes next."""
    found = _BEFORE.search(before)
    word = found[0] if found else ""
    low = word.lower()
    if low in _NEVER_ENDS:
        return True
    if low in _MAY_END:
        return goes_on
    if low in _BEFORE_NUMBERS:
        return number
    # "I" is far more often the pronoun at the end of a sentence than somebody's initial.
    return word != "I" and word[:1].isupper() and _INITIALS.match(word) is not None
