"""Coefficients of agreement: published worked examples, other people's libraries on random data, and the cases without an answer."""

from itertools import combinations
from math import isnan
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.agreement.coefficients import Chance, Floats, cohen, fleiss, gwet, krippendorff

# Krippendorff (2011), section C: four observers, twelve units, five values, some missing (0); also Gwet (2014), table 2.10.
FOUR = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ]
)

# Fleiss (1971), table 1: thirty patients, six psychiatrists, five diagnoses.
DIAGNOSES = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""

# The table of ten units, fourteen coders and five categories that most textbooks now use for Fleiss' kappa.
TEXTBOOK = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def counted(ratings: Floats | np.ndarray, categories: int) -> Floats:
    """Ratings [coders, units] (1 and up, 0 missing) as counts [units, categories]."""
    return np.stack([(ratings == value).sum(axis=0) for value in range(1, categories + 1)], axis=-1).astype(np.float64)


def ones(counts: Floats) -> Floats:
    """Every unit once."""
    return np.ones(len(counts))


def table_of(one: list[int], other: list[int], categories: int) -> Floats:
    """Two coders' ratings (0 and up) as a table."""
    table = np.zeros((categories, categories))
    np.add.at(table, (one, other), 1)
    return table


def value(chance: Chance) -> float:
    """The coefficient as a number."""
    return float(chance.coefficient())


def test_cohen_1960() -> None:
    """Cohen (1960), table 2: kappa .492."""
    table = np.array([[88.0, 10, 2], [14, 40, 6], [18, 10, 12]])
    assert value(cohen(table)) == pytest.approx(0.492, abs=0.0005)


def test_gwet_2014_abstractors() -> None:
    """Gwet (2014), two abstractors and three diagnoses: kappa .79641, Scott's pi .79624, AC1 .84933."""
    table = np.array([[13.0, 0, 0], [0, 20, 7], [0, 4, 56]])
    pairs = [(i, j) for i in range(3) for j in range(3)]
    counts = np.array([[float((i == k) + (j == k)) for k in range(3)] for i, j in pairs])
    weights = np.array([table[pair] for pair in pairs])
    assert value(cohen(table)) == pytest.approx(0.7964094, abs=1e-7)
    assert value(fleiss(counts, weights)) == pytest.approx(0.7962397, abs=1e-7)
    assert value(gwet(counts, weights)) == pytest.approx(0.84933, abs=5e-6)


def test_gwet_2008_paradox() -> None:
    """Nearly all alike, 118 of 125 without the trait: kappa -.0234 where AC1 says .9408."""
    table = np.array([[118.0, 5], [2, 0]])
    counts, weights = np.array([[2.0, 0], [1, 1], [0, 2]]), np.array([118.0, 7, 0])
    assert value(cohen(table)) == pytest.approx(-0.0234, abs=5e-5)
    assert value(gwet(counts, weights)) == pytest.approx(0.9408, abs=5e-5)


def test_fleiss_1971() -> None:
    """Fleiss (1971): kappa .430; and the textbook table: .210."""
    counts = np.array([[float(digit) for digit in row] for row in DIAGNOSES.split()])
    assert counts.sum(axis=0).tolist() == [26, 26, 30, 55, 43]
    assert value(fleiss(counts, ones(counts))) == pytest.approx(0.430, abs=0.0005)
    textbook = np.array(TEXTBOOK, np.float64)
    assert value(fleiss(textbook, ones(textbook))) == pytest.approx(0.210, abs=0.0005)


def test_krippendorff_2011() -> None:
    """Krippendorff (2011): alpha .095 (binary), .692 (nominal), .743 (four observers, missing data)."""
    binary = counted(np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]) + 1, 2)
    nominal = counted(np.array([["abcde".index(letter) + 1 for letter in row] for row in ("aabbdcccedda", "babbbcccEddd".lower())]), 5)
    missing = counted(FOUR, 5)
    assert value(krippendorff(binary, ones(binary))) == pytest.approx(0.095, abs=0.0005)
    assert value(krippendorff(nominal, ones(nominal))) == pytest.approx(0.692, abs=0.0005)
    assert value(krippendorff(missing, ones(missing))) == pytest.approx(0.743, abs=0.0005)


def test_gwet_2014_four_raters() -> None:
    """Gwet (2014) on the same data: AC1 .77544, Fleiss' kappa generalised to missing ratings .76117."""
    counts = counted(FOUR, 5)
    assert value(gwet(counts, ones(counts))) == pytest.approx(0.77544, abs=5e-6)
    assert value(fleiss(counts, ones(counts))) == pytest.approx(0.76117, abs=5e-6)


def draw(seed: int) -> tuple[np.ndarray, int]:
    """Random ratings [coders, units] from 0, at least two values among them, and the number of categories."""
    chance = Random(seed)
    categories, coders, units = chance.randint(2, 4), chance.randint(2, 5), chance.randint(3, 40)
    likely = [chance.random() + 0.05 for _category in range(categories)]
    truth = chance.choices(range(categories), likely, k=units)
    ratings = np.array([[t if chance.random() < 0.6 else chance.randrange(categories) for t in truth] for _coder in range(coders)])
    ratings[0, 0], ratings[1, 0] = 0, 1
    return ratings, categories


def coincidence_alpha(ratings: np.ndarray, categories: int) -> float:
    """Krippendorff (2011), steps B to E, pair by pair in plain Python."""
    matrix = [[0.0] * categories for _value in range(categories)]
    for unit in ratings.T.tolist():
        for i, one in enumerate(unit):
            for j, other in enumerate(unit):
                if i != j:
                    matrix[one][other] += 1 / (len(unit) - 1)
    totals = [sum(row) for row in matrix]
    n = sum(totals)
    apart = sum(matrix[c][k] for c in range(categories) for k in range(categories) if c != k)
    expected = sum(totals[c] * totals[k] for c in range(categories) for k in range(categories) if c != k) / (n - 1)
    return 1 - apart / expected


@given(st.integers(0, 2**32))
def test_cohen_against_two_libraries(seed: int) -> None:
    """scikit-learn and statsmodels say the same."""
    metrics, raters = pytest.importorskip("sklearn.metrics"), pytest.importorskip("statsmodels.stats.inter_rater")
    ratings, categories = draw(seed)
    for one, other in combinations(ratings.tolist(), 2):
        table = table_of(one, other, categories)
        ours = value(cohen(table))
        if isnan(ours):
            assert len(set(one)) == len(set(other)) == 1
            continue
        assert ours == pytest.approx(metrics.cohen_kappa_score(one, other), abs=1e-12)
        assert ours == pytest.approx(raters.cohens_kappa(table, return_results=False), abs=1e-12)


@given(st.integers(0, 2**32))
def test_fleiss_and_alpha_against_libraries(seed: int) -> None:
    """statsmodels gives the same kappa; alpha follows from it for complete data, and from the coincidence matrix."""
    raters = pytest.importorskip("statsmodels.stats.inter_rater")
    ratings, categories = draw(seed)
    counts = counted(ratings + 1, categories)
    theirs = raters.fleiss_kappa(counts)
    assert value(fleiss(counts, ones(counts))) == pytest.approx(theirs, abs=1e-12)
    alpha = value(krippendorff(counts, ones(counts)))
    n = ratings.size
    assert alpha == pytest.approx(1 - (1 - theirs) * (n - 1) / n, abs=1e-12)
    assert alpha == pytest.approx(coincidence_alpha(ratings, categories), abs=1e-12)


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")  # simpledorff's own affair
@given(st.integers(0, 2**32))
def test_alpha_against_two_libraries(seed: int) -> None:
    """NLTK and simpledorff say the same, also where ratings are missing."""
    agreement, simpledorff = pytest.importorskip("nltk.metrics.agreement"), pytest.importorskip("simpledorff")
    frames = pytest.importorskip("pandas")
    ratings, categories = draw(seed)
    ratings = ratings + 1
    chance = Random(seed)
    for coder, unit in ((c, u) for c in range(len(ratings)) for u in range(1, ratings.shape[1])):
        if chance.random() < 0.2:
            ratings[coder, unit] = 0
    counts = counted(ratings, categories)
    ours = value(krippendorff(counts, ones(counts)))
    told = [(str(coder), str(unit), int(ratings[coder, unit])) for coder, unit in zip(*np.nonzero(ratings), strict=True)]
    assert ours == pytest.approx(agreement.AnnotationTask(data=told).alpha(), abs=1e-12)
    table = frames.DataFrame(told, columns=["coder", "unit", "value"])
    theirs = simpledorff.calculate_krippendorffs_alpha_for_df(table, experiment_col="unit", annotator_col="coder", class_col="value")
    assert ours == pytest.approx(theirs, abs=1e-12)


@given(st.integers(0, 2**32))
def test_ac1_by_definition(seed: int) -> None:
    """Gwet (2008), equations for q categories, pair by pair."""
    ratings, categories = draw(seed)
    pairs = list(combinations(range(len(ratings)), 2))
    alike = sum(int((ratings[i] == ratings[j]).sum()) for i, j in pairs) / (len(pairs) * ratings.shape[1])
    shares = [float((ratings == value).mean()) for value in range(categories)]
    by_chance = sum(share * (1 - share) for share in shares) / (categories - 1)
    counts = counted(ratings + 1, categories)
    assert value(gwet(counts, ones(counts))) == pytest.approx((alike - by_chance) / (1 - by_chance), abs=1e-12)


def test_weights_stand_for_units() -> None:
    """A unit with weight three is three units, also over leading axes."""
    counts = np.array([[2.0, 0], [1, 1], [0, 2]])
    weights = np.array([[3.0, 1, 2], [1, 0, 1]])
    for coefficient in (fleiss, krippendorff, gwet):
        found = coefficient(counts, weights).coefficient()
        for row, each in zip(weights, found, strict=True):
            long = np.repeat(counts, row.astype(int), axis=0)
            assert each == pytest.approx(value(coefficient(long, ones(long))), abs=1e-12)


@pytest.mark.parametrize("cell", [(0, 0), (1, 1)])
def test_no_variation_is_no_coefficient(cell: tuple[int, int]) -> None:
    """Where all always say the same, kappa and alpha are undefined; AC1 is 1."""
    table = np.zeros((2, 2))
    table[cell] = 17
    counts = np.array([[0.0, 2] if cell == (1, 1) else [2.0, 0]])
    assert isnan(value(cohen(table)))
    assert isnan(value(fleiss(counts, np.array([17.0]))))
    assert isnan(value(krippendorff(counts, np.array([17.0]))))
    assert value(gwet(counts, np.array([17.0]))) == 1.0


@pytest.mark.parametrize(("n", "hits"), [(100, 1), (100, 33), (7, 7), (1_000_000, 3)])
def test_one_coder_coded_nothing(n: int, hits: int) -> None:
    """Kappa is exactly 0 when one coder never uses the code and the other does: never 0.33."""
    assert value(cohen(np.array([[n - hits, hits], [0.0, 0.0]]))) == 0.0


def test_pooled_takes_chance_code_by_code() -> None:
    """Two codes of very different frequency, both coded at random, pool to nothing; added up they would look like agreement."""
    common, rare = np.array([[25.0, 25], [25, 25]]), np.array([[9801.0, 99], [99, 1]]) / 100
    each = cohen(np.stack([common, rare]))
    assert value(each.pooled()) == pytest.approx(0.0, abs=1e-12)
    assert value(cohen(common + rare)) > 0.2


def test_pooled_over_unused_codes() -> None:
    """A code that nobody used leaves pooled kappa as it is, and alone has none."""
    used, unused = np.array([[50.0, 10], [5, 35]]), np.array([[100.0, 0], [0, 0]])
    assert value(cohen(np.stack([used, unused])).pooled()) == pytest.approx(value(cohen(used)), abs=1e-12)
    assert isnan(value(cohen(np.stack([unused, unused])).pooled()))
