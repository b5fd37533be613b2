"""Finding words: case and accents do not count, spans are code points, and no expression runs for ever."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.find import Regex, find_words, fold, in_context
from qcoder.domain.documents import StoredTurn
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from tests.strategies import said


def found(text: str, query: str, *, whole_words: bool = False) -> list[str]:
    """The passages found."""
    return [text[span.start : span.end] for span in find_words(text, query, whole_words=whole_words)]


@pytest.mark.parametrize(
    ("text", "query", "passages"),
    [
        ("The hub, the HUB and the hubs", "hub", ["hub", "HUB", "hub"]),
        ("cafe\u0301 CAFÉ cafe", "café", ["cafe\u0301", "CAFÉ", "cafe"]),
        ("🙂👩‍👩‍👧‍👦 Straße 🙂", "strasse", ["Straße"]),
        ("the ﬁrst ﬁeld", "fir", ["ﬁr"]),
        ("ring\n  road", "Ring road", ["ring\n  road"]),
        ("مُعَلِّم و معلم", "معلم", ["مُعَلِّم", "معلم"]),
        ("שָׁלוֹם שלום", "שלום", ["שָׁלוֹם", "שלום"]),
        ("数学教研活动", "教研", ["教研"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("ΟΔΟΣ οδος", "οδός", ["ΟΔΟΣ", "οδος"]),
    ],
)
def test_words(text: str, query: str, passages: list[str]) -> None:
    assert found(text, query) == passages


def test_whole_words() -> None:
    assert found("hub hubs the-hub HUB", "hub", whole_words=True) == ["hub", "hub", "HUB"]


@pytest.mark.parametrize("query", ["", "  \n", "\u0301"])
def test_nothing_to_look_for(query: str) -> None:
    with pytest.raises(KnownError, match="nothing to look for"):
        find_words("text", query)


@given(text=said(), data=st.data())
def test_what_stands_there_is_found(text: str, data: st.DataObject) -> None:
    """Any stretch of a text is found in it, at its place or before, and every find folds to the query."""
    start = data.draw(st.integers(0, len(text) - 1))
    query = text[start : data.draw(st.integers(start + 1, len(text)))]
    wanted = " ".join(fold(query)[0].split())
    if not wanted:
        return
    spans = find_words(text, query)
    assert spans
    assert spans[0].start <= start + len(query)
    assert all(" ".join(fold(text[span.start : span.end])[0].split()) == wanted for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert not any(span.end < len(text) and unicodedata.combining(text[span.end]) for span in spans)


def test_context() -> None:
    text = "heading\nfirst words\nsecond words"
    turns = [StoredTurn(1, 1, Span(8, 19), 5, None, None, "", 2), StoredTurn(2, 1, Span(20, 32), 6, None, None, "", 2)]
    matches = list(in_context(text, turns, find_words(text, "words")))
    assert [(match.turn and match.turn.id, match.text) for match in matches] == [(1, "words"), (2, "words")]
    assert matches[0].before.endswith("first ")
    assert matches[0].after == "\nsecond words"
    assert [match.turn for match in in_context(text, turns, [Span(0, 4), Span(19, 20)])] == [None, None]


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
