"""Regular expressions: matches as spans of code points, and none runs for ever."""

import threading

import pytest

from qcoder.analysis.regex import Regex
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span


def test_regex() -> None:
    with Regex(r"\bhubs?$|x*") as regex:
        assert regex.spans("the Hubs\n🙂 hub xx") == [Span(4, 8), Span(15, 17)]
        assert regex.spans("") == []


def test_regex_that_is_none() -> None:
    with pytest.raises(KnownError, match="not a regular expression"):
        Regex("(")


def test_regex_that_would_never_end() -> None:
    with Regex(r"(a+)+$", seconds=0.2) as regex, pytest.raises(KnownError, match="was stopped"):
        regex.spans("a" * 60 + "b")


def test_case_counts_when_it_is_said() -> None:
    with Regex("hub", case=True) as regex:
        assert regex.spans("Hub hub") == [Span(4, 7)]


def test_regex_that_is_given_up() -> None:
    """Whoever waits for one that would never end is let go by another thread."""
    with Regex(r"(a+)+$", seconds=600) as regex:
        begun = threading.Event()

        def stop() -> None:
            begun.wait()
            regex.stop()

        other = threading.Thread(target=stop)
        other.start()
        begun.set()
        assert regex.spans("a" * 60 + "b") == []
        other.join()
