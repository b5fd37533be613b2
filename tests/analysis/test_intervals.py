"""Wilson intervals against published figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.intervals import wilson


@pytest.mark.parametrize(
    ("n", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_newcombe_table_1(n: int, of: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: the score method without continuity correction."""
    found = wilson(n, of)
    assert found is not None
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_holds_the_share(case: tuple[int, int]) -> None:
    """The share lies within, the ends within 0 and 1, and the interval of what is left is the mirror image."""
    n, of = case
    found, mirror = wilson(n, of), wilson(of - n, of)
    assert found is not None
    assert mirror is not None
    assert 0 <= found[0] <= n / of <= found[1] <= 1
    assert found[0] == pytest.approx(1 - mirror[1])
    assert (found[0] == 0) == (n == 0)
    assert (found[1] == 1) == (n == of)


def test_no_share_of_nobody() -> None:
    """Of nobody there is no share; of three there cannot be four."""
    assert wilson(0, 0) is None
    for n, of in ((4, 3), (-1, 3)):
        with pytest.raises(ValueError):
            wilson(n, of)
