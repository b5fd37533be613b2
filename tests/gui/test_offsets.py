"""Code points and UTF-16 units, there and back."""

from hypothesis import given
from hypothesis import strategies as st

from qcoder.gui.offsets import OffsetMap

FAMILY = "\U0001f469‍\U0001f469‍\U0001f467"
TEXTS = st.text(alphabet=st.sampled_from(["a", "é", "\n", "ש", "語", "\U0001f600", "\U0001f1e9", "‍", "️", "\U00020000"]), max_size=60)


@given(TEXTS)
def test_every_offset_is_the_length_of_what_lies_before_it_in_utf_16(text: str) -> None:
    offsets = OffsetMap(text)
    for at in range(len(text) + 1):
        expected = len(text[:at].encode("utf-16-le")) // 2
        assert offsets.to_qt(at) == expected
        assert offsets.to_text(expected) == at


def test_an_emoji_of_several_characters() -> None:
    offsets = OffsetMap(f"ab{FAMILY}c")
    assert offsets.to_qt(len(f"ab{FAMILY}")) == 2 + 8
    assert offsets.to_text(10) == 7


def test_an_offset_within_a_pair_means_the_character_it_cuts() -> None:
    offsets = OffsetMap("x\U0001f600y")
    assert [offsets.to_text(at) for at in range(5)] == [0, 1, 1, 2, 3]
