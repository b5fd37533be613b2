"""Finding words in transcripts: a plain scan, blind to case and accents, or a regular expression that can be stopped."""

import re
import time
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Self

from qcoder.domain.documents import StoredTurn
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.words import _

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

CONTEXT = 60
"""Characters shown before and after a match."""
MOST_SECONDS = 10.0
"""How long a regular expression may take for the whole project."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where something was found in one text, the turn it begins in (None between turns), and what stands around it."""

    span: Span
    turn: StoredTurn | None
    before: str
    text: str
    after: str


def find_words(text: str, query: str, *, whole_words: bool = False) -> list[Span]:
    """Every place where `query` stands in `text`, in order, none overlapping another.

    Case and accents do not count, and white space matches any white space. Spans are code points of `text`, and end after the accents
    of their last letter. Raises KnownError for a query without anything to look for.
    """
    words = fold(query)[0].split()
    if not words:
        raise KnownError(_("There is nothing to look for; type a word."))
    pattern = r"\s+".join(map(re.escape, words))
    folded, places = fold(text)
    found = []
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)" if whole_words else pattern, folded):
        if places is None:
            found.append(Span(*match.span()))
            continue
        end = places[match.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        start = places[match.start()]
        if not found or start >= found[-1].end:
            found.append(Span(start, end))
    return found


def fold(text: str) -> tuple[str, list[int] | None]:
    """The text without case and accents, and for each of its characters its place in `text` (None: the same place)."""
    if text.isascii():
        return text.lower(), None
    pieces = [_folded(letter) for letter in text]
    if all(len(piece) == 1 for piece in pieces):
        return "".join(pieces), None
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _letter in piece]


@cache
def _folded(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    return "".join(part for part in unicodedata.normalize("NFKD", letter).casefold() if not unicodedata.combining(part))


class Regex:
    """A regular expression at work in a process of its own, so that one that would never end can be stopped.

    Case does not count; `^` and `$` stand for the ends of lines. Use it in a `with` block; raises KnownError for what is no expression.
    """

    def __init__(self, pattern: str, seconds: float = MOST_SECONDS) -> None:
        self._pattern = pattern
        self._seconds = seconds
        self._left = seconds
        try:
            _compiled(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise KnownError(_("“{pattern}” is not a regular expression: {why}.").format(pattern=pattern, why=error)) from None

    def __enter__(self) -> Self:
        # Not at the top: a window that finds nothing needs no processes.
        from multiprocessing import get_context

        spawn = get_context("spawn")
        theirs_in, self._to = spawn.Pipe(duplex=False)
        self._back, theirs_out = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=_serve, args=(self._pattern, theirs_in, theirs_out), daemon=True)
        self._process.start()
        theirs_in.close()
        theirs_out.close()
        if not self._back.poll(60):
            raise AssertionError("the process for regular expressions did not start")
        self._back.recv()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._to.close()
        self._back.close()

    def spans(self, text: str) -> list[Span]:
        """Every match that is not empty, in order; raises KnownError when the time for all texts together is used up."""
        began = time.monotonic()
        self._to.send(text)
        done = self._back.poll(max(self._left, 0.01))
        self._left -= time.monotonic() - began
        if not done:
            raise KnownError(
                _("The expression “{pattern}” took longer than {seconds:g} seconds and was stopped; make it simpler.").format(
                    pattern=self._pattern, seconds=self._seconds
                )
            )
        return [Span(start, end) for start, end in self._back.recv()]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def _serve(pattern: str, texts: "Connection[str, str]", answers: "Connection[object, object]") -> None:
    """What the other process does until it is killed: a text in, its matches out."""
    expression = _compiled(pattern)
    answers.send("ready")
    try:
        while True:
            answers.send([match.span() for match in expression.finditer(texts.recv()) if match.end() > match.start()])
    except EOFError:
        return


def in_context(text: str, turns: Sequence[StoredTurn], spans: Sequence[Span]) -> Iterator[Match]:
    """The spans with their turn and what stands around them; `turns` are sorted and do not overlap."""
    starts = [turn.span.start for turn in turns]
    for span in spans:
        at = bisect_right(starts, span.start) - 1
        turn = turns[at] if at >= 0 and span.start < turns[at].span.end else None
        before = text[max(0, span.start - CONTEXT) : span.start]
        yield Match(span, turn, before, text[span.start : span.end], text[span.end : span.end + CONTEXT])
