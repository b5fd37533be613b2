"""Samples for a second coder."""

import pytest

from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments, MarkFullyCoded
from qcoder.changes.samples import DeleteSample, DrawSample, drawing
from qcoder.changes.study import AddCoder
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from tests.strategies import Small, content, transcript


@pytest.fixture
def ben(small: Small) -> int:
    """The second coder; Ana has coded something in each of twelve interviews."""
    more = tuple(transcript(f"More {number}", ("I", "Why?"), ("P", f"Because of {number}.")) for number in range(10))
    documents = small.project.do(ImportDocuments(more)).result
    small.project.do(AddCodings(tuple(NewCoding(document, small.learning, Span(0, 3)) for document in (*documents, small.head))))
    return small.project.do(AddCoder("Ben")).result


def test_a_sample_is_drawn_shown_and_deleted(small: Small, ben: int) -> None:
    shown = drawing(small.read, ben, 25, 7, coded_only=True)
    sample = small.project.do(DrawSample(ben, 25, 7)).result
    kept = small.read.adjudication.samples()[0]
    assert (kept.id, kept.coder_id, kept.percent, kept.seed) == (sample, ben, 25, 7)
    assert set(kept.documents) == set(shown.drawn)
    assert len(kept.documents) == 3
    assert kept.rule == shown.rule
    assert "25 % of the 12 documents" in kept.rule
    assert "SHA-256" in kept.rule
    assert "“7:”" in kept.rule
    assert small.title() == "Drew 3 documents for Ben to code blind"
    small.project.do(DeleteSample(sample))
    assert small.read.adjudication.samples() == []
    assert small.read.adjudication.blind(ben) == set()


def test_strata_are_localities_by_groups(small: Small, ben: int) -> None:
    """Priya speaks in one document; of the others nothing is known."""
    found = drawing(small.read, ben, 100, 1, coded_only=False)
    assert {stratum.label: len(stratum.documents) for stratum in found.strata} == {"": 11, "City · teachers": 1}
    assert "locality and group" in found.rule


def test_documents_are_blind_until_their_coder_has_done_them(small: Small, ben: int) -> None:
    small.project.do(DrawSample(ben, 25, 7))
    blind = small.read.adjudication.blind(ben)
    assert len(blind) == 3
    ana = next(coder.id for coder in small.read.study.coders() if coder.name == "Ana")
    assert small.read.adjudication.blind(ana) == set()
    first = min(blind)
    small.project.do(MarkFullyCoded(first, done=True))
    assert small.read.adjudication.blind(ben) == blind, "that Ana has marked it is nothing to Ben"
    small.project.act_as("Ben")
    small.project.do(MarkFullyCoded(first, done=True))
    assert small.read.adjudication.blind(ben) == blind - {first}


def test_what_the_coder_has_begun_is_not_drawn(small: Small, ben: int) -> None:
    small.project.do(AddCodings((NewCoding(small.head, small.learning, Span(0, 3), ben),)))
    assert small.head not in drawing(small.read, ben, 100, 1, coded_only=True).drawn


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (DrawSample(1, 20, 7), "coder is no longer"),
        (DrawSample(2, 0, 7), "between 1 and 100"),
        (DrawSample(2, 20, -1), "seed"),
        (DrawSample(2, 20, 2**31), "seed"),
        (DeleteSample(1), "sample is no longer"),
    ],
)
def test_what_cannot_be_drawn_is_refused(small: Small, ben: int, change: DrawSample | DeleteSample, sentence: str) -> None:
    before = content(small.read)
    if isinstance(change, DrawSample) and change.coder_id == 2:
        change = DrawSample(ben, change.percent, change.seed)
    with pytest.raises(KnownError, match=sentence):
        small.project.do(change)
    assert content(small.read) == before


def test_nothing_is_left_for_whoever_has_begun_everything(small: Small, ben: int) -> None:
    ana = next(coder.id for coder in small.read.study.coders() if coder.name == "Ana")
    with pytest.raises(KnownError, match="no document that Ana could be given"):
        drawing(small.read, ana, 20, 1, coded_only=True)
    assert drawing(small.read, ben, 20, 1, coded_only=True).of == 12
