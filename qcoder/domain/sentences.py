"""Sentences by rule: a small splitter that needs no model and no language setting."""

import re

from qcoder.domain.spans import Span

_END = re.compile(r"(?P<mark>\.{2,}|[.!?…؟۔।]+|[。！？｡]+)(?P<close>[\"'”’»›)\]}」』）】]*)")
_RUN = re.compile(r"[.!?…؟۔।。！？｡]+[\"'”’»›)\]}」』）】]*")
_WIDE = frozenset("。！？｡")
_BEFORE = re.compile(r"[^\s(\[{\"'“‘«]*\Z")
_NEVER_ENDS = frozenset(
    "mr mrs ms mx dr prof rev st hon capt lt gen e.g i.e cf vs viz approx resp mme mlle z.b d.h u.a bzw vgl sr sra srta dra p.ej".split()
)
_MAY_END = frozenset("etc al jr inc ltd co dept est a.m p.m u.s u.k ph.d b.a m.a usw".split())
_BEFORE_NUMBERS = frozenset("no nos fig eq vol pp p ch sec nr art".split())
_LONGEST_WORD = 60  # code points looked at before a full stop, so that long lines cost no more than short ones
_LONGEST_KNOWN = max(map(len, _NEVER_ENDS | _MAY_END | _BEFORE_NUMBERS)) + 1
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")


def sentences(text: str, span: Span) -> list[Span]:
    """Split `text[span]` into sentences, in order, each without the white space around it; blank stretches give none.

    A line break always ends a sentence. A full stop does not after titles, common abbreviations and single initials;
    dots and closed quotations followed by a small letter do not either, since speech trails off and goes on.
    """
    return [Span(start, end) for start, end in sentence_ends(text, span.start, span.end)]


def sentence_ends(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """As `sentences`, as plain (start, end): for going through whole studies."""
    found: list[tuple[int, int]] = []
    while start < stop:
        line_end = text.find("\n", start, stop)
        line_end = stop if line_end < 0 else line_end
        for end in [*_ends_in(text, start, line_end), line_end]:
            piece = text[start:end]
            bare = piece.lstrip()
            if bare:
                begin = end - len(bare)
                found.append((begin, begin + len(bare.rstrip())))
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
    found = []
    for run in _RUN.finditer(text, start, end):
        first, after = run.span()
        if after - first == 1:  # nearly always; telling its parts apart would take longer than all the rest
            if after < end and _is_end(text, start, end, text[first], False, first, after):
                found.append(after)
            continue
        found += [
            match.end()
            for match in _END.finditer(text, first, after)
            if match.end() < end and _is_end(text, start, end, match["mark"], bool(match["close"]), match.start(), match.end())
        ]
    return found


def _is_end(text: str, start: int, end: int, mark: str, closed: bool, first: int, after: int) -> bool:
    """True if the punctuation `mark`, with or without something that closes, from `first` to `after`, ends a sentence."""
    if mark[-1] in _WIDE:
        return True
    if not text[after].isspace():
        return False
    # Nearly always: one blank, then a letter.
    letter = text[after + 1 : after + 2] if after + 1 < end else ""
    follows = letter if letter.isalpha() else text[after:end].lstrip()[:2].lstrip("\"'“‘«([{¿¡—–-")
    goes_on = bool(follows) and follows[0].islower()
    if goes_on and (closed or mark == "…" or len(mark) > 1):
        return False
    if mark != ".":
        return True
    return not _is_abbreviation(text[max(start, first - _LONGEST_WORD) : first], goes_on, follows[:1].isdecimal())


def _is_abbreviation(before: str, goes_on: bool, number: bool) -> bool:
    """True if the full stop after `before` belongs to its last word; a small letter (`goes_on`) or a `number` comes next."""
    if before[-_LONGEST_KNOWN:].isalpha() and len(before) >= _LONGEST_KNOWN:
        return False  # a word that is longer than any abbreviation
    found = _BEFORE.search(before, max(0, before.rfind(" ")))
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
