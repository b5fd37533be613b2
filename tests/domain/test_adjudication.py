"""Drawing documents by a stated rule."""

from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.adjudication import consensus_id, draw


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.integers(1, 10**6), unique=True, max_size=12), max_size=5),
    st.integers(1, 100),
    st.integers(0, 2**31 - 1),
)
def test_every_stratum_gives_its_share(strata: dict[str, list[int]], percent: int, seed: int) -> None:
    """The sum is the percentage asked for, at least one document; no stratum is off its share by a whole document."""
    total = sum(len(documents) for documents in strata.values())
    found = draw(strata, percent, seed)
    drawn = sum(len(stratum.drawn) for stratum in found)
    assert drawn == (max(1, (total * percent + 50) // 100) if total else 0)
    for stratum in found:
        assert set(stratum.drawn) <= set(stratum.documents)
        assert len(set(stratum.drawn)) == len(stratum.drawn)
        assert abs(len(stratum.drawn) - len(stratum.documents) * drawn / max(total, 1)) < 1


def test_a_seed_draws_the_same_documents_in_whatever_order_they_come() -> None:
    """Known documents for a known seed: a change of the rule would make draws that were published impossible to repeat."""
    documents = list(range(100, 120))
    first = draw({"City": documents}, 20, 7)[0].drawn
    assert draw({"City": documents[::-1]}, 20, 7)[0].drawn == first
    assert draw({"City": documents}, 20, 8)[0].drawn != first
    assert first == (101, 107, 117, 115)  # as `sha256sum` orders them


def test_a_larger_share_keeps_what_a_smaller_one_drew() -> None:
    """Whoever draws more later goes on from there."""
    documents = list(range(50))
    assert set(draw({"": documents}, 10, 3)[0].drawn) < set(draw({"": documents}, 25, 3)[0].drawn)


def test_all_copies_of_a_project_have_one_consensus() -> None:
    """It depends on the project alone, is a valid id, and is no other coder's."""
    assert consensus_id(5) == consensus_id(5) != consensus_id(6)
    assert 0 < consensus_id(2**62 - 1) < 2**63
    assert consensus_id(5) != 5
