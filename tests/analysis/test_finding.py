"""Searches over a whole project: where they look, in slices, with and without the index, and what is coded of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.code_queries import Relation
from qcoder.analysis.finding import CodesAsked, CodeSearch, Extent, Frames, Hit, Search, TextSearch, Where, Whose, passages
from qcoder.analysis.query import Options
from qcoder.changes.documents import DeleteDocuments, RenameDocument
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from qcoder.project.search import SearchIndex
from tests.analysis.build import Mark, Said, Study, Talk, Written, make, spans_of

WHOLE = Options(whole_words=True)
# Participant 0 is in place 0 and group 0; 1 in place 1, group 1; 2 nowhere. Speaker 0 of every talk interviews.
STUDY = Study(
    people=((0, 0), (1, 1), (None, None)),
    talks=(
        Talk(((None, True), (0, False)), (Said(0, "Is the hub far?"), Said(1, "The hub is far. So I ask Karen."), Said(1, "No hub.")), 0),
        Talk(((None, True), (1, False)), (Said(0, "And you?"), Said(1, "A hub 🙂 hub, and a ring road."))),
        Talk(((2, False),), (Said(0, "nothing"), Said(None, "hub"))),
    ),
    parents=(None, 0, None),
)
TALK0, TALK1, _TALK2 = (spans_of(talk) for talk in STUDY.talks)
MARKS = (
    Mark(0, 1, TALK0[1].start, TALK0[1].start + 15),
    Mark(0, 2, TALK0[1].start + 4, TALK0[1].start + 7),
    Mark(0, 2, TALK0[2].start, TALK0[2].end, 1),
    Mark(1, 2, TALK1[1].start, TALK1[1].start + 5),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Written]]:
    """The study, read by all tests here and changed by none."""
    study = Study(STUDY.people, STUDY.talks, STUDY.parents, MARKS)
    project, done = make(tmp_path_factory.mktemp("finding"), study)
    yield project, done
    project.close()


def everything(search: Search, project: Project, most: int = 1_000) -> list[Hit]:
    """All hits, in as many slices as it takes."""
    hits: list[Hit] = []
    for _slice in range(1_000):
        found = search.go_on(project.read, 60, most)
        assert len(found.hits) <= most
        hits += found.hits
        if found.finished:
            return hits
    raise AssertionError("the search never ends")


def places(search: Search, written: tuple[Project, Written], most: int = 1_000) -> list[tuple[int, int, str]]:
    """(number of the document, start, text) of all hits."""
    project, done = written
    return [(done.documents.index(hit.document_id), hit.span.start, hit.text) for hit in everything(search, project, most)]


def texts(text: str, written: tuple[Project, Written], where: Where, options: Options = WHOLE) -> list[tuple[int, str]]:
    """(number of the document, text) of all hits of a query."""
    return [(document, found) for document, _start, found in places(TextSearch(text, options, where), written)]


def test_hits(written: tuple[Project, Written]) -> None:
    hits = everything(TextSearch("hub", WHOLE, Where()), written[0])
    assert [(hit.speaker, hit.text) for hit in hits] == [
        ("S0", "hub"),
        ("S1", "hub"),
        ("S1", "hub"),
        ("S1", "hub"),
        ("S1", "hub"),
        ("", "hub"),
    ]
    for hit in hits:
        text = written[0].read.documents.text(hit.document_id)
        assert text[hit.span.start : hit.span.end] == hit.text
        assert text[: hit.span.start].endswith(hit.before)
        assert text[hit.span.end :].startswith(hit.after)


@pytest.mark.parametrize("most", [1, 2, 5])
def test_slices_make_the_whole(most: int, written: tuple[Project, Written]) -> None:
    whole = places(TextSearch("hub", WHOLE, Where()), written)
    assert places(TextSearch("hub", WHOLE, Where()), written, most) == whole
    assert places(TextSearch(r"\bhub\b", Options(regex=True), Where()), written, most) == whole


def test_where(written: tuple[Project, Written]) -> None:
    project, done = written
    read = project.read
    assert texts("hub", written, Where(whose=Whose.PARTICIPANTS)) == [(0, "hub"), (0, "hub"), (1, "hub"), (1, "hub")]
    assert texts("hub", written, Where(whose=Whose.INTERVIEWERS)) == [(0, "hub")]
    assert texts("hub", written, Where(labels=frozenset({"s0"}))) == [(0, "hub")]
    assert texts("hub", written, Where(documents=frozenset({done.documents[1]}))) == [(1, "hub"), (1, "hub")]
    groups = {group.name: group.id for group in read.study.groups()}
    assert texts("hub", written, Where(groups=frozenset({groups["Group 1"]}))) == [(1, "hub"), (1, "hub")]
    localities = {place.name: place.id for place in read.study.places()}
    assert texts("hub", written, Where(localities=frozenset({localities["Place 0"]}))) == [(0, "hub"), (0, "hub")]
    waves = {wave.name: wave.id for wave in read.study.waves()}
    assert texts("hub", written, Where(waves=frozenset({waves["Wave 0"]}))) == [(0, "hub")] * 3
    assert texts("hub", written, Where(codes=frozenset({done.codes[1]}))) == [(0, "hub")]
    assert texts("is far", written, Where(codes=frozenset({done.codes[2]}))) == [], "wholly within, or not at all"
    assert texts("hub", written, Where(uncoded=True)) == [(0, "hub"), (1, "hub"), (2, "hub")]
    assert texts("hub|far", written, Where(whose=Whose.INTERVIEWERS), Options(regex=True)) == [(0, "hub"), (0, "far")]


def test_within_one_turn(written: tuple[Project, Written]) -> None:
    assert texts("far AND no", written, Where()) == []
    assert [text for _document, text in texts("hub AND karen", written, Where())] == ["hub", "Karen"]
    assert texts("karen no", written, Where()) == [], "no phrase over two turns"


QUERIES = st.sampled_from(
    [
        "hub",
        "HUB far",
        "the hub is",
        "hub OR road",
        "hub NOT karen",
        "NEAR(hub road, 4)",
        "ring road",
        "k*",
        "*ad",
        "u",
        "🙂",
        "hub AND far",
        "zzz",
    ]
)


@given(text=QUERIES, whole=st.booleans(), case=st.booleans())
def test_the_index_changes_nothing(
    text: str, whole: bool, case: bool, written: tuple[Project, Written], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With the index or without, half made or whole: the same places."""
    options = Options(whole_words=whole, case=case)
    index = SearchIndex(tmp_path_factory.getbasetemp() / "cache" / "finding.index")
    plain = places(TextSearch(text, options, Where()), written)
    assert places(TextSearch(text, options, Where(), index), written) == plain
    index.tend(written[0].read, 0)
    assert places(TextSearch(text, options, Where(), index), written) == plain
    index.tend(written[0].read, 60)
    assert places(TextSearch(text, options, Where(), index), written) == plain


def test_what_makes_no_sense_is_said_at_once() -> None:
    for text, options in (("(", WHOLE), ("(", Options(regex=True)), ("", Options(regex=True))):
        with pytest.raises(KnownError):
            TextSearch(text, options, Where())
    with pytest.raises(KnownError, match="both sides"):
        CodeSearch(CodesAsked(frozenset({1}), frozenset(), Relation.AND), Where())


def test_changes_in_the_middle(tmp_path: Path) -> None:
    """Documents that go while a search is under way are passed over; a frame is kept only while nothing changes."""
    project, done = make(tmp_path, STUDY)
    frames = Frames()
    search = TextSearch("hub", WHOLE, Where(), frames=frames)
    search.go_on(project.read, 60, 1)
    project.do(DeleteDocuments((done.documents[1],)))
    assert {hit.document_id for hit in everything(search, project)} == {done.documents[0], done.documents[2]}
    first = frames.frame(project.read, Where())
    assert frames.frame(project.read, Where()) is first
    project.do(RenameDocument(done.documents[0], "Another"))
    assert frames.frame(project.read, Where()) is not first
    told = Frames(told=True)
    first = told.frame(project.read, Where())
    project.do(RenameDocument(done.documents[0], "Yet another"))
    assert told.frame(project.read, Where()) is first
    told.forget()
    assert told.frame(project.read, Where()) is not first
    project.close()


def test_giving_up(written: tuple[Project, Written]) -> None:
    search = TextSearch("hub", WHOLE, Where())
    search.go_on(written[0].read, 60, 1)
    search.stop()
    assert search.go_on(written[0].read, 60, 100).finished
    regex = TextSearch("hub", Options(regex=True), Where())
    regex.go_on(written[0].read, 60, 1)
    regex.stop()
    assert regex.go_on(written[0].read, 60, 100).finished


def test_codes_with_codes(written: tuple[Project, Written]) -> None:
    """A family stands for all beneath it; turns and people come from the project."""
    _project, done = written
    family, other = frozenset({done.codes[0], done.codes[1]}), frozenset({done.codes[2]})

    def answer(relation: Relation, where: Where = Where(), turns: int = 1) -> list[str]:  # noqa: B008  # frozen
        return [text for _document, _start, text in places(CodeSearch(CodesAsked(family, other, relation, turns), where), written)]

    assert answer(Relation.OVERLAPS) == ["The hub is far."]
    assert answer(Relation.AND) == ["hub"]
    assert answer(Relation.OR) == ["The hub is far.", "No hub.", "A hub"]
    assert answer(Relation.NOT) == []
    assert answer(Relation.CONTAINS) == ["The hub is far."]
    assert answer(Relation.WITHIN) == []
    assert answer(Relation.FOLLOWED_BY)[0].startswith("The hub is far. So I ask Karen.")
    assert answer(Relation.FOLLOWED_BY, turns=0) == []
    assert answer(Relation.SAME_PARTICIPANT) == ["The hub is far."]
    assert answer(Relation.OR, Where(documents=frozenset({done.documents[1]}))) == ["A hub"]
    assert answer(Relation.OR, Where(whose=Whose.INTERVIEWERS)) == []


def test_passages(written: tuple[Project, Written]) -> None:
    """As found, or widened to sentence or turn; two places in one sentence make one passage."""
    project, done = written
    read = project.read
    hits = everything(TextSearch("hub", WHOLE, Where()), project)
    spots = [(hit.document_id, hit.span) for hit in hits]
    said = {extent: [read.documents.text(id_)[s.start : s.end] for id_, s in passages(read, spots, extent)] for extent in Extent}
    assert said[Extent.PLACE] == ["hub"] * 6
    assert said[Extent.SENTENCE] == ["Is the hub far?", "The hub is far.", "No hub.", "A hub 🙂 hub, and a ring road.", "hub"]
    assert said[Extent.TURN][1] == "The hub is far. So I ask Karen."
    assert passages(read, [(done.documents[0], Span(0, 1))], Extent.TURN) == [(done.documents[0], Span(0, 1))]
