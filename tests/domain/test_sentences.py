"""Sentences by rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.sentences import sentence_at, sentences
from qcoder.domain.spans import Span


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Next door. I just go.", ["Next door.", "I just go."]),
        ("Honestly? Next door! Yes", ["Honestly?", "Next door!", "Yes"]),
        ("We met Dr. Smith and Mrs. Brown. Then left.", ["We met Dr. Smith and Mrs. Brown.", "Then left."]),
        ("J. R. Hartley wrote it. So did I. You too.", ["J. R. Hartley wrote it.", "So did I.", "You too."]),
        ("maths, English etc. and so on. Etc. Then more", ["maths, English etc. and so on.", "Etc.", "Then more"]),
        ("At 9 a.m. we start. At 5 p.m. Nobody stays.", ["At 9 a.m. we start.", "At 5 p.m.", "Nobody stays."]),
        ("It cost 3.50 each. Fine.", ["It cost 3.50 each.", "Fine."]),
        ("I was... thinking… about it. Hm… Well.", ["I was... thinking… about it.", "Hm…", "Well."]),
        ("“Why?” she said. ‘No.’ Then (quietly.) She left.", ["“Why?” she said.", "‘No.’", "Then (quietly.)", "She left."]),
        ("it was good. and then we left", ["it was good.", "and then we left"]),
        ("See no. 4 and p. 12. No. I teach art. Then PE.", ["See no. 4 and p. 12.", "No.", "I teach art.", "Then PE."]),
        ("今天很好。我们去学校！真的？是", ["今天很好。", "我们去学校！", "真的？", "是"]),
        ("ماذا تفعل؟ أذهب إلى المدرسة.", ["ماذا تفعل؟", "أذهب إلى المدرسة."]),
        ("यह अच्छा है। हम जाते हैं।", ["यह अच्छा है।", "हम जाते हैं।"]),
        ("One line\nanother. And\n\nmore", ["One line", "another.", "And", "more"]),
        ("What?! No!! 😀 Really.", ["What?!", "No!!", "😀 Really."]),
        ("   \n ", []),
        ("", []),
    ],
)
def test_splits_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(st.text(alphabet='aA.?!…"” \n。I', max_size=50), st.integers(0, 10), st.integers(0, 60))
def test_sentences_are_in_order_apart_and_leave_out_nothing_but_space(text: str, start: int, end: int) -> None:
    span = Span(min(start, len(text)), max(min(end, len(text)), min(start, len(text))))
    found = sentences(text, span)
    left = span.start
    for piece in found:
        assert piece.start >= left
        assert not text[left : piece.start].strip()
        assert text[piece.start : piece.end].strip()
        left = piece.end
    assert left <= span.end
    assert not text[left : span.end].strip()


def test_the_sentence_at_a_place() -> None:
    text = "  One. Two.  Three"
    whole = Span(0, len(text))
    assert sentence_at(text, whole, 0) == Span(2, 6)
    assert sentence_at(text, whole, 6) == Span(2, 6)
    assert sentence_at(text, whole, 7) == Span(7, 11)
    assert sentence_at(text, whole, len(text)) == Span(13, 18)
    assert sentence_at("  ", Span(0, 2), 1) is None
