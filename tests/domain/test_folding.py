"""Folding: case and accents go, places stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.folding import fold, is_spaceless, words_in


@given(st.text(max_size=40), st.booleans(), st.booleans())
def test_every_letter_leads_back(text: str, case: bool, accents: bool) -> None:
    """Folding letter by letter gives the same as folding the whole, and each letter's place is that of the letter it came from."""
    folded = fold(text, case=case, accents=accents)
    assert folded.text == "".join(fold(letter, case=case, accents=accents).text for letter in text)
    places = range(len(text)) if folded.places is None else folded.places
    assert len(places) == len(folded.text)
    for letter, place in zip(folded.text, places, strict=True):
        assert letter in fold(text[place], case=case, accents=accents).text


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text).text).text == fold(text).text


def test_many_different_letters() -> None:
    """A text of many scripts takes another way to the same end."""
    text = "".join(chr(point) for point in range(0xC0, 0x180)) + "ОДИН"
    text = "".join(letter for letter in text if len(fold(letter).text) == 1)
    assert fold(text).places is None
    assert fold(text).text == "".join(fold(letter).text for letter in text)


def test_span_with_its_accents() -> None:
    text = "x cafe\u0301!"
    folded = fold(text)
    start = folded.text.index("cafe")
    span = folded.span(start, start + 4)
    assert text[span.start : span.end] == "cafe\u0301"


@pytest.mark.parametrize(
    ("text", "words"),
    [("the hub's, e_mail 42!", ["the", "hub", "s", "e_mail", "42"]), ("शिक्षक और", ["शिक्षक", "और"]), ("数学。教研", ["数学", "教研"])],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_in(text) == words


def test_scripts_without_spaces() -> None:
    assert [is_spaceless(text) for text in ("教", "学校a", "ไป", "カ", "школа", "café", "hub")] == [True] * 4 + [False] * 3
    assert unicodedata.category("教") == "Lo"
