"""Finding words in one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.replacing import places
from tests.strategies import said


def found(text: str, words: str, **how: bool) -> list[str]:
    return [f"{span.start}:{text[span.start : span.end]}" for span in places(text, words, **how)]


@pytest.mark.parametrize(
    ("text", "words", "how", "expected"),
    [
        ("Karen and karen", "Karen", {}, ["0:Karen", "10:karen"]),
        ("Karen and karen", "Karen", {"case": True}, ["0:Karen"]),
        ("the hub, hubs", "hub", {"whole": True}, ["4:hub"]),
        ("the hub, hubs", "hub", {}, ["4:hub", "9:hub"]),
        ("🙂🙂 a.c abc", "a.c", {}, ["3:a.c"]),
        ("cafe\u0301 café cafe", "café", {}, ["0:cafe\u0301", "6:café"]),
        ("cafe\u0301 cafe", "cafe", {}, ["6:cafe"]),
        ("Karen’s Karen's", "karen's", {}, ["0:Karen’s", "8:Karen's"]),
        ("(so) so", "(so)", {"whole": True}, ["0:(so)"]),
        ("aaaa", "aa", {}, ["0:aa", "2:aa"]),
        ("anything", "", {}, []),
    ],
)
def test_places(text: str, words: str, how: dict[str, bool], expected: list[str]) -> None:
    assert found(text, words, **how) == expected


@given(said(), said(), st.booleans())
def test_what_is_put_together_from_a_word_is_found(left: str, word: str, whole: bool) -> None:
    text = f"{left} {word} {left}"
    assert any(text[span.start : span.end] == word for span in places(text, word, case=True, whole=whole))
