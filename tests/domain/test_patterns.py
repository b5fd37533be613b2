"""Patterns that tell codes of like colours apart."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.codes import PALETTE, Code
from qcoder.domain.patterns import PATTERNS, alike, code_patterns

COLORS = st.sampled_from([*PALETTE, "#0078b8", "#005f99", "#00a97c"])


def codes(*colors: str) -> list[Code]:
    return [Code(number, f"code {number}", color=color) for number, color in enumerate(colors, 1)]


def test_the_palettes_own_colours_are_plain() -> None:
    assert set(code_patterns(codes(*PALETTE)).values()) == {0}
    assert not any(alike(a, b) for a, b in combinations(PALETTE, 2))


def test_codes_of_one_colour_differ_until_the_patterns_are_used_up() -> None:
    found = code_patterns(codes(*[PALETTE[0]] * PATTERNS, PALETTE[1], *[PALETTE[0]] * PATTERNS))
    assert [found[number] for number in range(1, PATTERNS + 1)] == list(range(PATTERNS))
    assert found[PATTERNS + 1] == 0
    assert [found[number] for number in range(PATTERNS + 2, 2 * PATTERNS + 2)] == list(range(PATTERNS))


def test_shades_count_as_their_colour() -> None:
    assert code_patterns(codes("#0072b2", "#0078b8", "#005f99")) == {1: 0, 2: 1, 3: 2}


@given(st.lists(COLORS, max_size=40), COLORS)
def test_a_new_code_leaves_the_others_theirs_and_no_two_of_few_are_the_same(colors: list[str], fresh: str) -> None:
    before = code_patterns(codes(*colors))
    after = code_patterns(codes(*colors, fresh))
    assert all(after[code_id] == pattern for code_id, pattern in before.items())
    few = codes(*colors[:PATTERNS])
    found = code_patterns(few)
    assert all(found[a.id] != found[b.id] for a, b in combinations(few, 2) if alike(a.color, b.color))
