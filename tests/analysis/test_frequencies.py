"""The word list: what is a word, whose words count, by how many, and that its lines are what Find finds."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.finding import TextSearch, Where, Whose
from qcoder.analysis.frequencies import Frequencies, WordRow, chosen, count_words_said, per_thousand, words_said
from qcoder.analysis.leaving_out import NAME, LeftOut, read_left_out
from qcoder.analysis.query import Matcher, Options, read_query
from qcoder.analysis.stopwords import ENGLISH, left_out
from qcoder.changes.documents import DeleteDocuments
from qcoder.changes.queries import STOP_WORDS, SaveQuery
from qcoder.project.project import Project
from tests.analysis.build import Mark, Said, Study, Talk, Written, make, spans_of

ALONE = Options(whole_words=True, accents=True, alone=True)
# Participant 0 speaks in two documents, 1 in one; speaker 0 of the first two interviews.
TALKS = (
    Talk(((None, True), (0, False)), (Said(0, "Is the hub far?"), Said(1, "The hub’s far. The teacher-led HUB, don't you know.")), 0),
    Talk(((0, False), (1, False)), (Said(0, "A hub 🙂 hub."), Said(1, "Don’t! École, école; Straße."))),
    Talk(((None, True),), (Said(0, "nothing"), Said(None, "hub"))),
)
FIRST = spans_of(TALKS[0])
MARKS = (
    Mark(0, 1, FIRST[1].start, FIRST[1].start + 14),
    Mark(0, 0, FIRST[0].start, FIRST[0].end),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Written]]:
    """The study, read by all tests here and changed by none."""
    project, done = make(tmp_path_factory.mktemp("words"), Study(((0, 0), (1, 1)), TALKS, (None, None), MARKS))
    yield project, done
    project.close()


def counts(project: Project, where: Where) -> dict[str, int]:
    """Word -> count."""
    return {row.word: row.count for row in count_words_said(project.read, where).rows or ()}


def test_words() -> None:
    assert words_said("Don’t don't, TEACHER-led -x- 'quoted' Ärger E\u0301cole ﬁve") == [
        "don't", "don't", "teacher-led", "x", "quoted", "ärger", "école", "five",
    ]  # fmt: skip
    assert words_said("हिन्दी में") == ["हिन्दी", "में"]
    assert words_said("") == []


def test_by_how_many(written: tuple[Project, Written]) -> None:
    counted = count_words_said(written[0].read, Where())
    rows = {row.word: row for row in counted.rows or ()}
    assert rows["hub"] == WordRow("hub", 5, 3, 1), "two of participant 0's, who counts once; the interviewer's; and nobody's"
    assert rows["don't"] == WordRow("don't", 2, 2, 2)
    assert rows["hub's"].count == rows["teacher-led"].count == 1
    assert rows["école"].count == 2
    assert counted.words == sum(row.count for row in rows.values()) == 22
    assert counted.different == len(rows)
    assert [row.count for row in counted.rows or ()] == sorted((row.count for row in rows.values()), reverse=True)
    assert per_thousand(5, 25) == 200
    assert per_thousand(0, 0) == 0


def test_where(written: tuple[Project, Written]) -> None:
    project, done = written
    assert counts(project, Where(whose=Whose.PARTICIPANTS))["hub"] == 3
    assert counts(project, Where(whose=Whose.INTERVIEWERS)) == {"is": 1, "the": 1, "hub": 1, "far": 1, "nothing": 1}
    assert counts(project, Where(documents=frozenset({done.documents[2]}))) == {"nothing": 1, "hub": 1}
    assert counts(project, Where(codes=frozenset({done.codes[1]}))) == {"the": 1, "hub's": 1, "far": 1}
    assert counts(project, Where(codes=frozenset({done.codes[0]}), whose=Whose.PARTICIPANTS)) == {}
    coded = Counter(counts(project, Where(codes=frozenset(done.codes))))
    uncoded = Counter(counts(project, Where(uncoded=True)))
    assert coded + uncoded == Counter(counts(project, Where()))


def test_slices_make_the_whole(written: tuple[Project, Written]) -> None:
    counting = Frequencies(Where())
    seen = []
    counted = counting.go_on(written[0].read, 0)
    while not counted.finished:
        seen.append((counted.done, counted.total))
        counted = counting.go_on(written[0].read, 0)
    assert seen == [(1, 3), (2, 3)]
    assert counted.rows == count_words_said(written[0].read, Where()).rows


def test_a_document_that_goes_meanwhile(tmp_path: Path) -> None:
    project, done = make(tmp_path, Study(((0, 0), (1, 1)), TALKS, (None,)))
    with project:
        counting = Frequencies(Where())
        counting.go_on(project.read, 0)
        project.do(DeleteDocuments((done.documents[1],)))
        counted = counting.go_on(project.read, 60)
        assert counted.finished
        assert {row.word: row for row in counted.rows or ()}["hub"] == WordRow("hub", 3, 2, 1), "and participant 0 is not forgotten"


def test_its_lines_are_what_find_finds(written: tuple[Project, Written]) -> None:
    """From a word to its lines: as many as were counted."""
    project, _done = written
    for where in (Where(), Where(whose=Whose.PARTICIPANTS)):
        for row in count_words_said(project.read, where).rows or ():
            found = TextSearch(f'"{row.word}"', ALONE, where).go_on(project.read, 60, 1_000)
            assert len(found.hits) == row.count, row.word


@given(
    st.lists(st.sampled_from(["a", "B", "é", "e\u0301", "ß", "'", "’", "-", " ", ".", "_", "1", "İ", "ि", "ﬁ"]), max_size=14).map("".join)
)
def test_words_are_found_as_they_are_counted(text: str) -> None:
    for word, count in Counter(words_said(text)).items():
        assert len(Matcher(read_query(f'"{word}"'), ALONE).spans(text)) == count, (text, word)


def test_what_is_left_out(written: tuple[Project, Written]) -> None:
    rows = count_words_said(written[0].read, Where()).rows or ()
    assert {"the", "don't", "um"} <= ENGLISH
    assert all(words_said(word) == [word] for word in ENGLISH), "each is one word, as words are counted"
    shown = [row.word for row in chosen(rows, left_out(["École"], english=True), 3)]
    assert shown[0] == "hub"
    assert not {"the", "don't", "école", "is"} & set(shown)
    assert [row.word for row in chosen(rows, frozenset(), 1, " TEACH")] == ["teacher-led"]
    assert [row.word for row in chosen(rows, frozenset(), 1, "Don’")] == ["don't"]


def test_what_is_left_out_is_kept_with_the_project(tmp_path: Path) -> None:
    project, _done = make(tmp_path, Study((), (), ()))
    with project:
        assert read_left_out(project.read) == LeftOut()
        mine = LeftOut().with_own("Hub um,  hub\nroad’s")
        assert mine.own == ("hub", "road's", "um")
        project.do(SaveQuery(STOP_WORDS, NAME, mine.to_json()))
        assert read_left_out(project.read) == mine
        assert "hub" in mine.words
        assert "the" in mine.words
        assert "the" not in LeftOut(("hub",), english=False).words
        project.undo()
        assert read_left_out(project.read) == LeftOut()
