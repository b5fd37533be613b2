"""Unitizing coefficients: Krippendorff's worked examples, and the definitions character by character on random stretches."""

from math import isnan
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.agreement.unitizing import Family, Stretches, family, u_alpha_1995

Plain = list[tuple[int, int, int]]

# Krippendorff (1995), figure 3, pairs A to D: 24 places; digits are stretches, dots gaps, a bar ends a stretch.
PAIRS_1995 = {
    "A": ("..11111111....111111....", "....1111.......11......."),
    "B": ("111111111111111111......", "11|1|1|1|1|111|1.............."),
    "C": ("..111111..11..1111..11..", "11..1111..1111..11..11.."),
    "D": ("11|11111111|1111|111111|1111", "1111|1111|1111111|11|1111111"),
}


def stretches(plain: Plain) -> Stretches:
    """(start, end, value) as arrays."""
    table = np.array(sorted(plain), np.int64).reshape(-1, 3)
    return Stretches(table[:, 0], table[:, 1], table[:, 2])


def drawn(picture: str, scale: int = 1) -> Stretches:
    """A picture as above, every place `scale` characters long."""
    found: Plain = []
    at, start = 0, None
    for sign in [*picture, "."]:
        if sign != "1" and start is not None:
            found.append((start * scale, at * scale, 1))
            start = None
        if sign == "1" and start is None:
            start = at
        at += sign != "|"
    return stretches(found)


@pytest.mark.parametrize(("pair", "observed"), [("A", 0.03125), ("B", 2.26736), ("C", 0.02777), ("D", 0.38715)])
def test_observed_1995(pair: str, observed: float) -> None:
    """The observed disagreements that Krippendorff (1995) gives, which do not depend on the unit of measurement."""
    for scale in (1, 50):
        found = u_alpha_1995([drawn(picture, scale) for picture in PAIRS_1995[pair]], 24 * scale)
        assert float(found.observed) == pytest.approx(observed, abs=1e-5)


@pytest.mark.parametrize(("pair", "alpha", "off"), [("A", 0.553, 0.0005), ("B", -0.926, 0.003), ("D", 0.066, 0.0005)])
def test_alpha_1995(pair: str, alpha: float, off: float) -> None:
    """The alphas that Krippendorff (1995) gives for a line of 1,200,000 places; his B is rounded more coarsely."""
    found = u_alpha_1995([drawn(picture, 50_000) for picture in PAIRS_1995[pair]], 1_200_000)
    assert float(found.coefficient()) == pytest.approx(alpha, abs=off)


def test_expected_1995_where_the_article_slipped() -> None:
    """Pair C is printed with an expected disagreement of .08642, from which stretches paired with themselves were not taken."""
    found = u_alpha_1995([drawn(picture, 50_000) for picture in PAIRS_1995["C"]], 1_200_000)
    squares = 104  # of the nine stretches' lengths, on the line of 24
    assert float(found.expected) * (48**2 - squares) / 48**2 == pytest.approx(0.08642, abs=5e-6)


def test_example_2004() -> None:
    """Krippendorff (2004), figure 2: alpha .7286 for c, 1 for k, .8591 joined (from parts rounded to four places)."""
    c = u_alpha_1995([stretches([(75, 145, 1), (220, 250, 1)]), stretches([(70, 150, 1), (205, 225, 1), (250, 270, 1)])], 300)
    both = stretches([(30, 90, 1), (150, 200, 1)])
    k = u_alpha_1995([both, both], 300)
    assert float(c.observed) == pytest.approx(0.0144, abs=5e-5)
    assert float(c.expected) == pytest.approx(0.0532, abs=5e-5)
    assert float(k.observed) == 0
    assert float(k.expected) == pytest.approx(0.0490, abs=5e-5)
    assert float(c.coefficient()) == pytest.approx(0.7286, abs=0.0002)
    joined = 1 - (float(c.observed) + float(k.observed)) / (float(c.expected) + float(k.expected))
    assert joined == pytest.approx(0.8591, abs=0.0005)


@pytest.mark.parametrize(
    ("rows", "alpha"), [(("0100000010", "1110010000"), 0.095), (("112243335441", "212223335444"), 0.692)], ids=["binary", "nominal"]
)
def test_single_characters_are_units(rows: tuple[str, str], alpha: float) -> None:
    """Where every stretch is one character, u-alpha is alpha: the examples of Krippendorff (2011)."""
    coders = [stretches([(at, at + 1, int(sign)) for at, sign in enumerate(row) if sign != "0"]) for row in rows]
    found = family(coders, len(rows[0]))
    assert float(found.u.coefficient()) == pytest.approx(alpha, abs=0.0005)


def test_stretches_expect_more_agreement_than_characters() -> None:
    """Two coders who mark the same one stretch agree wholly; the same stretch against nothing is below chance, not at it."""
    one = stretches([(10, 30, 1)])
    assert float(family([one, one], 100).u.coefficient()) == 1.0
    assert float(u_alpha_1995([one, one], 100).coefficient()) == 1.0
    assert float(family([one, stretches([])], 100).u.coefficient()) < 0


def test_nothing_to_agree_on() -> None:
    """Nobody marked anything: no coefficient, and none by accident; one value everywhere: no cu-alpha."""
    nothing = family([stretches([]), stretches([])], 50)
    assert [isnan(float(chance.coefficient())) for chance in (nothing.u, nothing.binary, nothing.cu)] == [True, True, True]
    assert isnan(float(u_alpha_1995([stretches([]), stretches([])], 50).coefficient()))
    same = family([stretches([(0, 10, 1)]), stretches([(5, 20, 1)])], 50)
    assert isnan(float(same.cu.coefficient()))
    assert not isnan(float(same.binary.coefficient()))


def test_cuts_end_gaps() -> None:
    """A gap does not run on into the next document, so that a stretch longer than any gap cannot be lost in one."""
    coders = [stretches([(0, 10, 1)]), stretches([(20, 25, 1)])]
    whole = u_alpha_1995(coders, 40)
    cut = u_alpha_1995(coders, 40, np.array([0, 5], np.int64))
    assert float(whole.observed) == pytest.approx(2 * (100 + 25) / (2 * 1600))
    assert float(cut.observed) == pytest.approx(2 * 25 / (2 * 1600))
    assert float(cut.expected) < float(whole.expected)


def random_coders(seed: int) -> tuple[list[Plain], int]:
    """Two to four coders' stretches of up to three values on a short line."""
    chance = Random(seed)
    length = chance.randint(4, 30)
    coders = []
    for _coder in range(chance.randint(2, 4)):
        at, found = 0, []
        while True:
            start = at + chance.choice([0, 0, 1, 3])
            end = start + chance.randint(1, 6)
            if end > length:
                break
            if chance.random() < 0.7:
                found.append((start, end, chance.randint(1, 3)))
            at = end
        coders.append(found)
    return coders, length


def by_hand(coders: list[Plain], length: int) -> tuple[float | None, float | None, float | None]:
    """u, binary and cu by the formulas of 2016, over all pairs of single characters."""
    at = [[(0, -1)] * length for _coder in coders]
    for rank, plain in enumerate(coders):
        for number, (start, end, value) in enumerate(plain):
            for place in range(start, end):
                at[rank][place] = (value, number)
    m = len(coders)
    cells = [(rank, place, *at[rank][place]) for rank in range(m) for place in range(length)]

    def alpha(same: dict[int, int], chosen: list[tuple[int, int, int, int]], share: dict[tuple[int, int], float]) -> float | None:
        """`share` is how much of a character takes part, by coder and place; `same` says which values count as one."""
        n = sum(share.values())
        apart = sum(
            1 / (m - 1)
            for i, p, value, _number in chosen
            for j, q, other, _other in chosen
            if i != j and p == q and same[value] != same[other]
        )
        expected, pairs = 0.0, 0.0
        for i, p, value, number in chosen:
            for j, q, other, another in chosen:
                itself = i == j and (number == another if number >= 0 or another >= 0 else p == q)
                weight = share[i, p] * share[j, q] * (not itself)
                pairs += weight
                expected += weight * (same[value] != same[other])
        return 1 - (apart / n) / (expected / pairs) if expected else None

    everything = {(i, p): 1.0 for i, p, _value, _number in cells}
    coded = [cell for cell in cells if cell[2]]
    within = {(i, p): sum(1 for j, q, _v, _n in coded if q == p and j != i) / (m - 1) for i, p, _value, _number in coded}
    each, any_ = {value: value for value in range(4)}, {0: 0, 1: 1, 2: 1, 3: 1}
    return alpha(each, cells, everything), alpha(any_, cells, everything), alpha(each, coded, within)


@given(st.integers(0, 2**32))
def test_family_by_definition(seed: int) -> None:
    """The fast way gives what the definitions give, character by character."""
    plain, length = random_coders(seed)
    found: Family = family([stretches(some) for some in plain], length)
    for chance, wanted in zip((found.u, found.binary, found.cu), by_hand(plain, length), strict=True):
        value = float(chance.coefficient())
        assert isnan(value) if wanted is None else value == pytest.approx(wanted, abs=1e-9)


@given(st.integers(0, 2**32))
def test_1995_by_definition(seed: int) -> None:
    """The fast way gives what the two functions of 1995 and 2004 give, stretch by stretch and gap by gap."""
    plain, length = random_coders(seed)
    found = u_alpha_1995([stretches(some) for some in plain], length)
    m, apart, expected, pairs = len(plain), 0.0, 0.0, (len(plain) * length) * (len(plain) * length - 1.0)
    gaps = []
    for some in plain:
        ends = [0, *(end for _start, end, _value in some)]
        starts = [*(start for start, _end, _value in some), length]
        gaps.append([(a, b) for a, b in zip(ends, starts, strict=True) if b > a])
    count = sum(len(some) for some in plain)
    for i in range(m):
        for start, end, _value in plain[i]:
            size = end - start
            pairs -= size * (size - 1)
            expected += (count - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
            expected += size**2 * sum(b - a - size + 1 for other in gaps for a, b in other if b - a >= size)
            for j in range(m):
                if i != j:
                    apart += sum((start - a) ** 2 + (end - b) ** 2 for a, b, _v in plain[j] if a < end and start < b) / 2
                    apart += sum(size**2 for a, b in gaps[j] if a <= start and end <= b)
    assert float(found.observed) == pytest.approx(2 * apart / (m * (m - 1) * length**2), abs=1e-12)
    assert float(found.expected) == pytest.approx(2 / length * expected / pairs if count and pairs > 0 else 0.0, abs=1e-12)
