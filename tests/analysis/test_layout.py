"""Networks are laid out within the unit square, always alike, and what is tied lies nearer than what is not."""

from itertools import combinations
from math import dist
from statistics import mean

from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.layout import spring


@given(st.integers(0, 25), st.data())
def test_within_the_square_and_always_alike(count: int, data: st.DataObject) -> None:
    node = st.integers(0, max(count - 1, 0))
    lines = data.draw(st.lists(st.tuples(node, node, st.floats(0, 1)), max_size=40)) if count else []
    lines = [line for line in lines if line[0] != line[1]]
    places = spring(count, lines)
    assert len(places) == count
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places)
    assert places == spring(count, lines)


def test_what_is_tied_lies_near() -> None:
    groups = [range(8), range(8, 16)]
    lines = [(one, other, 1.0) for group in groups for one, other in combinations(group, 2)] + [(0, 8, 0.1)]
    places = spring(16, lines)
    tied = [dist(places[one], places[other]) for group in groups for one, other in combinations(group, 2)]
    untied = [dist(places[one], places[other]) for one in groups[0] for other in groups[1]]
    assert mean(tied) < mean(untied) / 1.5
