"""Relations between codes: the fast way against brute force, and the rules one by one."""

import tempfile
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcoder.analysis.compare import row_of_code
from qcoder.analysis.coverage import Coverage
from qcoder.analysis.relations import By, Relations, codings_behind, codings_of, relations
from qcoder.analysis.relations_told import hide_few
from qcoder.analysis.scope import Scope
from qcoder.domain.documents import count_words
from tests.analysis.build import Mark, Said, Study, Talk, make, spans_of, text_of
from tests.analysis.oracle import in_words
from tests.analysis.test_compare import below, random_study

Turn = tuple[int, int]
"""(document, number of the turn)."""


def merged(study: Study, code: int) -> list[tuple[int, int, int]]:
    """The text of a code and those under it: passages that overlap are one, passages that touch are two."""
    found: list[tuple[int, int, int]] = []
    for mark in sorted((m.document, m.start, m.end) for m in study.marks if m.code in below(study, code)):
        if found and found[-1][0] == mark[0] and mark[1] < found[-1][2]:
            found[-1] = (mark[0], found[-1][1], max(found[-1][2], mark[2]))
        else:
            found.append(mark)
    return found


def turns_of(study: Study, code: int) -> set[Turn]:
    """The turns of which a code covers a word."""
    found = set()
    for document, start, end in merged(study, code):
        word = in_words(study, document)
        for number, span in enumerate(spans_of(study.talks[document])):
            if any(word[at] for at in range(max(start, span.start), min(end, span.end))):
                found.add((document, number))
    return found


def person_of(study: Study, turn: Turn) -> int | None:
    """Who says a turn, if a participant."""
    talk = study.talks[turn[0]]
    speaker = talk.turns[turn[1]].speaker
    person, interviewer = (None, True) if speaker is None else talk.speakers[speaker]
    return None if interviewer else person


def spoken(study: Study) -> list[Turn]:
    """The turns with words, in order."""
    return [(d, t) for d, talk in enumerate(study.talks) for t, said in enumerate(talk.turns) if count_words(said.text)]


def by_hand(study: Study, by: By, a: int, b: int, within: int, same: bool) -> tuple[int, float | None, float | None]:
    """(n, jaccard, lift) of two codes, thing by thing."""
    if by is By.PASSAGE:
        shared = [min(one[2], two[2]) - max(one[1], two[1]) for one in merged(study, a) for two in merged(study, b) if one[0] == two[0]]
        shared = [length for length in shared if length > 0]
        sizes = [sum(end - start for _d, start, end in merged(study, code)) for code in (a, b)]
        speech = sum(len(study.talks[d].turns[t].text) for d, t in spoken(study))
        whole = max(speech, *(sum(end - start for _d, start, end in merged(study, code)) for code in range(len(study.parents))))
        return told(len(shared), sum(shared), sizes[0], sizes[1], whole)
    one, two = turns_of(study, a), turns_of(study, b)
    if by is By.TURN:
        return told(len(one & two), len(one & two), len(one), len(two), len(spoken(study)))
    if by is By.PARTICIPANT:
        first, second = ({person_of(study, turn) for turn in turns} - {None} for turns in (one, two))
        people = {person_of(study, turn) for turn in spoken(study)} - {None}
        return told(len(first & second), len(first & second), len(first), len(second), len(people))
    order = spoken(study)

    def follows(turn: Turn) -> bool:
        later = [t for t in order if t[0] == turn[0] and t > turn]
        if same:
            later = [t for t in later if study.talks[t[0]].turns[t[1]].speaker == study.talks[turn[0]].turns[turn[1]].speaker]
        return any(t in two for t in later[:within])

    n = sum(follows(turn) for turn in one)
    chance = sum(follows(turn) for turn in order) / len(order) if order else 0.0
    return n, n / len(one) if one else None, n / len(one) / chance if one and chance else None


def told(n: int, shared: int, one: int, two: int, whole: int) -> tuple[int, float | None, float | None]:
    """n with Jaccard's index and lift."""
    either = one + two - shared
    return n, shared / either if either else None, shared * whole / (one * two) if one and two else None


@given(st.integers(0, 2**32), st.sampled_from(list(By)), st.integers(1, 3), st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_equals_brute_force(seed: int, by: By, within: int, same: bool) -> None:
    study = random_study(seed)
    with tempfile.TemporaryDirectory() as folder:
        project, ids = make(Path(folder), study)
        with project:
            tree = project.read.codes.tree()
            found = relations(project.read, [row_of_code(tree, code) for code in ids.codes], by, within=within, same_speaker=same)
            pairs = [(a, b) for a in range(len(ids.codes)) for b in range(len(ids.codes)) if a < b or by is By.SEQUENCE]
            for a, b in pairs:
                if below(study, a) & below(study, b):
                    assert found.at(a, b) is None, "a code and its subcode are no pair"
                    continue
                n, jaccard, lift = by_hand(study, by, a, b, within, same)
                pair = found.at(a, b)
                assert (pair.n if pair else 0) == n
                if pair is not None:
                    assert pair.jaccard == pytest.approx(jaccard)
                    assert pair.lift == pytest.approx(lift)
                    assert 0 <= (pair.jaccard or 0) <= 1
                    check_behind(study, found, a, b, codings_behind(project.read, found, a, b), ids.marks)
                else:
                    assert codings_behind(project.read, found, a, b) == []


def check_behind(study: Study, found: Relations, a: int, b: int, behind: list[int], marks: list[int]) -> None:
    """Behind a pair stand codings of both, and by passage just those that lie on one of the other."""
    mine = [{mark for mark, m in zip(marks, study.marks, strict=True) if m.code in below(study, code)} for code in (a, b)]
    assert set(behind) & mine[0]
    assert set(behind) & mine[1]
    if found.by is By.PASSAGE:
        wanted = set()
        for one, two in combinations(range(len(marks)), 2):
            m, o = study.marks[one], study.marks[two]
            crossed = {m.code, o.code} and (
                (marks[one] in mine[0] and marks[two] in mine[1]) or (marks[one] in mine[1] and marks[two] in mine[0])
            )
            if crossed and m.document == o.document and m.start < o.end and o.start < m.end:
                wanted |= {marks[one], marks[two]}
        assert wanted <= set(behind)


TALKS = tuple(
    Talk(((None, True), (person, False)), (Said(0, "How is it?"), Said(1, "Far and dear."), Said(1, "And late."))) for person in range(4)
)
SPANS = spans_of(TALKS[0])


def four(*marks: Mark) -> Study:
    """Four people, four codes of which 3 lies under 0."""
    return Study(((0, 0), (0, 1), (1, 1), (1, 0)), TALKS, (None, None, None, 0), marks)


def test_who_and_where_is_counted_once(tmp_path: Path) -> None:
    both = [Mark(d, code, SPANS[1].start, SPANS[1].end, coder) for d in (0, 1) for code in (0, 1) for coder in (0, 1)]
    project, ids = make(tmp_path, four(*both, Mark(2, 0, *_ends(1)), Mark(2, 1, *_ends(2))))
    with project:
        rows = [row_of_code(project.read.codes.tree(), code) for code in ids.codes[:3]]
        coverage = Coverage()
        found = relations(project.read, rows, By.PASSAGE, coverage=coverage).at(0, 1)
        assert found is not None
        assert (found.n, found.documents, found.participants) == (2, 2, 2), "two coders coded the same passage"
        people = relations(project.read, rows, By.PARTICIPANT, coverage=coverage)
        pair = people.at(1, 0)
        assert pair is not None
        assert (pair.n, pair.documents, pair.participants, people.sizes) == (3, 3, 3, (3, 3, 0))
        after = relations(project.read, rows, By.SEQUENCE, coverage=coverage, within=1)
        assert [(pair.a, pair.b, pair.n) for pair in after.pairs] == [(0, 1, 1)], "only in the third talk one follows the other"
        here = relations(project.read, rows, By.PASSAGE, Scope(where=(("locality", frozenset({"Place 1"})),)), coverage)
        assert here.pairs == ()
        one = relations(project.read, rows, By.PASSAGE, Scope(frozenset([ids.coders[1]])), coverage).at(0, 1)
        assert one is not None
        assert one.n == 2


def _ends(turn: int) -> tuple[int, int]:
    return SPANS[turn].start, SPANS[turn].end


def test_few_are_hidden_and_so_are_the_codes_above_them(tmp_path: Path) -> None:
    marks = [Mark(d, code, *_ends(1)) for d in range(4) for code in (1,)] + [Mark(0, 3, *_ends(1))]
    marks += [Mark(d, 0, *_ends(1)) for d in (1, 2, 3)] + [Mark(d, 2, *_ends(1)) for d in range(4)]
    project, ids = make(tmp_path, four(*marks))
    with project:
        rows = [row_of_code(project.read.codes.tree(), code) for code in ids.codes]
        found = relations(project.read, rows, By.PASSAGE)
        assert {(pair.a, pair.b): pair.participants for pair in found.pairs} == {(0, 1): 4, (0, 2): 4, (1, 2): 4, (1, 3): 1, (2, 3): 1}
        hidden = hide_few(found, 3)
        assert [(pair.a, pair.b) for pair in hidden.pairs if not pair.hidden] == [(1, 2)], "4 less 3 of the other subcodes would tell 1"
        assert all((pair.n, pair.jaccard, pair.lift) == (0, None, None) for pair in hidden.pairs if pair.hidden)
        assert codings_behind(project.read, hidden, 1, 3) == []
        assert "4 pairs are hidden" in hidden.notes[-1]
        assert hide_few(found, 0) is found


def test_nothing_to_relate(tmp_path: Path) -> None:
    project, ids = make(tmp_path, four())
    with project:
        rows = [row_of_code(project.read.codes.tree(), code) for code in ids.codes]
        for by in By:
            assert relations(project.read, rows, by).pairs == ()
            assert relations(project.read, [], by).pairs == ()
        with pytest.raises(ValueError, match="follow"):
            relations(project.read, rows, By.SEQUENCE, within=0)


def test_the_text_of_talks_is_as_the_test_thinks() -> None:
    assert text_of(TALKS[0])[SPANS[1].start : SPANS[1].end] == "Far and dear."


@given(st.integers(0, 2**32), st.sampled_from(list(By)), st.integers(3, 5))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_is_hidden_is_in_nothing_that_is_shown(seed: int, by: By, below: int) -> None:
    study = random_study(seed)
    with tempfile.TemporaryDirectory() as folder:
        project, ids = make(Path(folder), study)
        with project:
            tree = project.read.codes.tree()
            open_ = relations(project.read, [row_of_code(tree, code) for code in ids.codes], by)
            hidden = hide_few(open_, below)
            assert len(hidden.pairs) == len(open_.pairs)
            for before, after in zip(open_.pairs, hidden.pairs, strict=True):
                few = [row for row in (before.a, before.b) if 0 < people_of(study, row) < below]
                if before.participants < below or few:
                    assert after.hidden
                    assert codings_behind(project.read, hidden, before.a, before.b) == []
                if after.hidden:
                    assert (after.n, after.documents, after.participants, after.jaccard, after.lift) == (0, 0, 0, None, None)
                elif None in (hidden.sizes[after.a], hidden.sizes[after.b]):
                    assert (after.jaccard, after.lift) == (None, None), "either is made of how often a code is there alone"
                else:
                    assert after == before
            for row in range(len(ids.codes)):
                assert open_.people[row] == people_of(study, row)
                if 0 < open_.people[row] < below:
                    assert hidden.sizes[row] is None
                if hidden.sizes[row] is None:
                    assert hidden.people[row] == 0
                    assert codings_of(project.read, hidden, row) == []


def people_of(study: Study, code: int) -> int:
    """How many participants said a code or one below it."""
    return len({person_of(study, turn) for turn in turns_of(study, code)} - {None})


def test_no_code_alone_is_told_that_the_code_above_it_would_tell(tmp_path: Path) -> None:
    marks = [Mark(d, code, *_ends(1)) for d in range(4) for code in (1, 3)] + [Mark(0, 0, *_ends(2))]
    project, ids = make(tmp_path, four(*marks))
    with project:
        rows = [row_of_code(project.read.codes.tree(), code) for code in ids.codes]
        found = relations(project.read, rows, By.TURN)
        assert (found.sizes, found.people) == ((5, 4, 0, 4), (4, 4, 0, 4))
        assert hide_few(found, 4).sizes == (5, 4, 0, 4)
        assert all(size is None for size in (hide_few(found, 5).sizes[row] for row in (0, 1, 3)))
        for below in (1, 2):
            with pytest.raises(ValueError, match="nothing can be hidden"):
                hide_few(found, below)


def test_passages_of_a_code_are_those_that_were_counted(tmp_path: Path) -> None:
    project, ids = make(tmp_path, four(Mark(0, 0, *_ends(0)), Mark(0, 0, *_ends(1)), Mark(1, 3, *_ends(2)), Mark(1, 1, *_ends(1))))
    with project:
        rows = [row_of_code(project.read.codes.tree(), code) for code in ids.codes]
        for by, wanted in ((By.PASSAGE, [0, 1, 2]), (By.TURN, [0, 1, 2]), (By.PARTICIPANT, [1, 2])):
            found = relations(project.read, rows, by)
            assert codings_of(project.read, found, 0) == [ids.marks[at] for at in wanted]
        where = Scope(where=(("locality", frozenset({"Place 0"})),))
        assert codings_of(project.read, relations(project.read, rows, By.PASSAGE, where), 0) == ids.marks[1:3]
