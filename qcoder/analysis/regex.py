"""Regular expressions that can be stopped."""

import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.words import _

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MOST_SECONDS = 10.0
"""How long a regular expression may take for the whole project."""


class Regex:
    """A regular expression at work in a process of its own, so that one that would never end can be stopped.

    Case does not count unless said so; `^` and `$` stand for the ends of lines. Use it in a `with` block; raises KnownError for what is
    no expression.
    """

    def __init__(self, pattern: str, seconds: float = MOST_SECONDS, *, case: bool = False) -> None:
        self._pattern = pattern
        self._case = case
        self._seconds = seconds
        self._left = seconds
        self._stopped = False
        try:
            _compiled(pattern, case)
        except (re.error, OverflowError, RecursionError) as error:
            raise KnownError(_("“{pattern}” is not a regular expression: {why}.").format(pattern=pattern, why=error)) from None

    def __enter__(self) -> Self:
        # Not at the top: a window that finds nothing needs no processes.
        from multiprocessing import get_context

        spawn = get_context("spawn")
        theirs_in, self._to = spawn.Pipe(duplex=False)
        self._back, theirs_out = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=_serve, args=(self._pattern, self._case, theirs_in, theirs_out), daemon=True)
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

    def stop(self) -> None:
        """Give up from any thread: whoever waits for matches gets none. The process goes at once, the rest with the `with` block."""
        self._stopped = True
        with suppress(ValueError):  # it has ended by itself, and is closed
            self._process.kill()

    def spans(self, text: str) -> list[Span]:
        """Every match that is not empty, in order; raises KnownError when the time for all texts together is used up."""
        began = time.monotonic()
        try:
            self._to.send(text)
            done = self._back.poll(max(self._left, 0.01))
            answer = self._back.recv() if done else []
        except (EOFError, OSError):
            if not self._stopped:
                raise
            return []
        self._left -= time.monotonic() - began
        if not done:
            raise KnownError(
                _("The expression “{pattern}” took longer than {seconds:g} seconds and was stopped; make it simpler.").format(
                    pattern=self._pattern, seconds=self._seconds
                )
            )
        return [Span(start, end) for start, end in answer]


def _compiled(pattern: str, case: bool) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE if case else re.IGNORECASE | re.MULTILINE)


def _serve(pattern: str, case: bool, texts: "Connection[str, str]", answers: "Connection[object, object]") -> None:
    """What the other process does until it is killed: a text in, its matches out."""
    expression = _compiled(pattern, case)
    answers.send("ready")
    try:
        while True:
            answers.send([match.span() for match in expression.finditer(texts.recv()) if match.end() > match.start()])
    except EOFError:
        return
