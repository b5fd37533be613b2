"""Comparisons: the fast way against brute force, and the rules of counting one by one."""

import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcoder.analysis.compare import (
    Cell,
    Comparison,
    Count,
    RowSpec,
    Together,
    cell_codings,
    combination,
    compare,
    row_of_code,
    rows_of_branch,
)
from qcoder.analysis.coverage import Coverage
from qcoder.analysis.scope import Scope
from qcoder.changes.documents import MarkFullyCoded
from qcoder.domain.errors import KnownError
from qcoder.project.project import Project
from tests.analysis import oracle
from tests.analysis.build import Mark, Said, Study, Talk, Written, make, spans_of, text_of

ALL_COUNTS = tuple(Count)
BYS = ((), ("locality",), ("group",), ("wave",), ("Years",), ("locality", "group"), ("wave", "Years"))


SAID = ("a", "yes, I know", "don't - well, perhaps", "twenty-one 世界", "…", "")


def random_study(seed: int) -> Study:
    """A small study with interviewers, unnamed and untied speakers, several participants per coding, overlaps of every kind."""
    chance = Random(seed)
    people = tuple((chance.choice([None, 0, 1]), chance.choice([None, 0, 1, 1])) for _person in range(chance.randint(2, 4)))
    talks = []
    for _talk in range(chance.randint(1, 3)):
        speakers = [(chance.choice([None, *range(len(people)), *range(len(people))]), chance.random() < 0.2) for _speaker in range(3)]
        turns = [Said(chance.choice([None, 0, 1, 1, 2, 2]), chance.choice(SAID)) for _turn in range(chance.randint(1, 6))]
        talks.append(Talk(tuple(speakers), tuple(turns), chance.choice([None, 0, 1])))
    parents = chance.choice([(None,), (None, 0, 0), (None, 0, 1, None), (None, None, 1, 1)])
    marks: list[Mark] = []
    for _mark in range(chance.randint(1, 9)):
        document = chance.randrange(len(talks))
        length = len(text_of(talks[document]))
        edges = [edge for span in spans_of(talks[document]) for edge in (span.start, span.end)]
        start, end = sorted(chance.choice([chance.choice(edges), chance.randint(0, length)]) for _end in range(2))
        if start == end:
            start, end = max(start - 1, 0), max(end, 1)
        fresh = Mark(document, chance.randrange(len(parents)), start, end, chance.randint(0, 1))
        marks.append(replace(marks[-1], code=fresh.code, coder=fresh.coder) if marks and chance.random() < 0.2 else fresh)
    years = tuple(chance.choice(["", "9", "10", "2"]) for _person in people[1:])
    return Study(people, tuple(talks), parents, tuple(marks), years=years)


def below(study: Study, code: int) -> set[int]:
    """A code and all under it, by number."""
    found = {code}
    for number, parent in enumerate(study.parents):
        if parent in found:
            found.add(number)
    return found


@given(st.integers(0, 2**32), st.sampled_from(BYS), st.sampled_from([{0, 1}, {0}]))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_equals_brute_force(seed: int, by: tuple[str, ...], coders: set[int]) -> None:
    """All five counts, every row rolled up, every column and the total are what counting by hand gives."""
    study = random_study(seed)
    with tempfile.TemporaryDirectory() as folder:
        project, ids = make(Path(folder), study)
        with project:
            tree = project.read.codes.tree()
            rows = [row_of_code(tree, code_id) for code_id in ids.codes]
            coverage = Coverage()
            for what in ALL_COUNTS:
                scope = Scope() if len(coders) == 2 else Scope(frozenset([ids.coders[0]]))
                found = compare(project.read, rows, by, what, scope, coverage)
                check(study, by, coders, found)
                check_cells(project, ids, study, found, coders)


def check(study: Study, by: tuple[str, ...], coders: set[int], found: Comparison) -> None:
    """Hold every figure of a comparison against the oracle's."""
    there = oracle.there(study, by)
    for column in (*found.columns, found.all):
        key = column.labels if column is not found.all else ()
        assert (column.participants, column.documents, column.words) == there.get(key, (0, 0, 0))
    labels = [column.labels for column in found.columns]
    assert set(there) - {()} <= set(labels)
    for code, row in enumerate(found.rows):
        cells, total = oracle.count(study, by, below(study, code), found.count.value, coders)
        assert [cell.n for cell in row.cells] == [cells.get(label, 0) for label in labels]
        assert set(cells) <= set(labels)
        assert row.total.n == total


def check_cells(project: Project, ids: Written, study: Study, found: Comparison, coders: set[int]) -> None:
    """The codings behind the cells of the first row are those that cover somebody of the column."""
    for rank, column in enumerate(found.columns):
        wanted = set()
        for number, mark in enumerate(study.marks):
            whose = oracle.hit(study, found.by, [(mark.document, mark.start, mark.end)], lambda _person, _document: True)
            if mark.coder in coders and mark.code in below(study, 0) and any(labels == column.labels for labels, _person in whose):
                wanted.add(ids.marks[number])
        assert set(cell_codings(project.read, found, 0, rank)) == wanted


@given(
    st.integers(0, 2**32),
    st.sampled_from(BYS),
    st.sampled_from(ALL_COUNTS),
    st.integers(1, 2),
    st.sampled_from((None, Together.PASSAGE, Together.PARTICIPANT)),
    st.sampled_from((None, "group", "wave", "speaker")),
    st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
def test_every_scope_equals_brute_force(
    seed: int, by: tuple[str, ...], what: Count, k: int, both: Together | None, where: str | None, done: bool
) -> None:
    """Agreement of coders, combinations, filters by people and by finished documents, and the margins of two variables."""
    study = random_study(seed)
    chance = Random(seed + 1)
    finished = {(document, coder) for document in range(len(study.talks)) for coder in (0, 1) if chance.random() < 0.6} if done else set()
    kept = {"group": frozenset({"Group 1"}), "wave": frozenset({"Wave 0", "not stated"}), "speaker": frozenset({"S1", "S2"})}
    scope = Scope(agreed_by=k, where=((where, kept[where]),) if where else (), fully_coded=done)

    def keep(person: int, document: int) -> bool:
        if done and sum((document, coder) in finished for coder in (0, 1)) < k:
            return False
        return where in (None, "speaker") or oracle.column_of(study, (str(where),), person, document)[0] in kept[str(where)]

    counted = only_speakers(study, {1, 2}) if where == "speaker" else study
    with tempfile.TemporaryDirectory() as folder:
        project, ids = make(Path(folder), study)
        with project:
            for document, coder in sorted(finished):
                project.act_as(("Ana", "Ben")[coder])
                project.do(MarkFullyCoded(ids.documents[document], True))
            tree = project.read.codes.tree()
            rows = [row_of_code(tree, code_id) for code_id in ids.codes]
            if both is not None:
                rows = [combination(row, rows[-1], both) for row in rows]
            found = compare(project.read, rows, by, what, scope, margins=True)
            there = oracle.there(counted, by, keep)
            for column in found.columns:
                assert (column.participants, column.documents, column.words) == there.get(column.labels, (0, 0, 0))
            also = None if both is None else below(counted, len(rows) - 1)
            asked = (k, also, both is Together.PARTICIPANT, keep)
            for code, row in enumerate(found.rows):
                cells, total = oracle.count(counted, by, below(counted, code), what.value, {0, 1}, *asked)
                assert [cell.n for cell in row.cells] == [cells.get(column.labels, 0) for column in found.columns]
                assert row.total.n == total
                people, everybody = oracle.count(counted, by, below(counted, code), "participants", {0, 1}, *asked)
                assert [cell.people for cell in row.cells] == [people.get(column.labels, 0) for column in found.columns]
                assert row.total.people == everybody
                for name, columns, margin in zip(by, found.margins, row.margins, strict=False):
                    beside, _all = oracle.count(counted, (name,), below(counted, code), what.value, {0, 1}, *asked)
                    assert [cell.n for cell in margin] == [beside.get(column.labels, 0) for column in columns]
                check_behind(project, found, code)
            assert len(found.margins) == (2 if len(by) == 2 else 0)


def only_speakers(study: Study, labels: set[int]) -> Study:
    """The study as it would be if nobody but these speakers were a participant."""
    talks = tuple(
        replace(talk, speakers=tuple((person if at in labels else None, asks) for at, (person, asks) in enumerate(talk.speakers)))
        for talk in study.talks
    )
    return replace(study, talks=talks)


def check_behind(project: Project, found: Comparison, row: int) -> None:
    """There are codings behind every figure and none behind a zero."""
    cells: list[tuple[int, int | None, Cell]] = [(column, None, cell) for column, cell in enumerate(found.rows[row].cells)]
    cells += [(column, at, cell) for at, margin in enumerate(found.rows[row].margins) for column, cell in enumerate(margin)]
    for column, margin, cell in cells:
        assert bool(cell_codings(project.read, found, row, column, margin=margin)) == bool(cell.people)


FOCUS = Study(
    people=((0, 0), (0, 1), (1, 0)),
    talks=(
        Talk(((None, True), (0, False), (1, False)), (Said(0, "Well?"), Said(1, "We learn here."), Said(2, "Not me, never."))),
        Talk(((2, False), (2, True)), (Said(0, "Far away we do."), Said(1, "And I ask."))),
    ),
    parents=(None, 0, 0, None),
)


def marked(*marks: Mark) -> Study:
    """The focus group and the interview with these codings."""
    return Study(FOCUS.people, FOCUS.talks, FOCUS.parents, marks)


def figures(tmp_path: Path, study: Study, count: Count, by: tuple[str, ...] = ("locality",)) -> list[int]:
    """The numbers of the first code's row, the total last."""
    project, ids = make(tmp_path, study, f"{count}{len(study.marks)}{len(list(tmp_path.iterdir()))}")
    with project:
        row = compare(project.read, [row_of_code(project.read.codes.tree(), ids.codes[0])], by, count).rows[0]
        return [cell.n for cell in (*row.cells, row.total)]


WELL, WE, NOT = spans_of(FOCUS.talks[0])


def test_participant_counts_once(tmp_path: Path) -> None:
    """However often, under however many subcodes."""
    study = marked(Mark(0, 1, WE.start, WE.start + 2), Mark(0, 2, WE.start + 3, WE.end), Mark(0, 0, WE.start, WE.end))
    assert figures(tmp_path, study, Count.PARTICIPANTS) == [1, 0, 1]


def test_passage_with_two_subcodes_counts_once(tmp_path: Path) -> None:
    """For their parent; by one coder or by two."""
    study = marked(Mark(0, 1, WE.start, WE.end), Mark(0, 2, WE.start, WE.end), Mark(0, 2, WE.start, WE.end, 1))
    assert figures(tmp_path, study, Count.CODINGS) == [1, 0, 1]
    assert figures(tmp_path, study, Count.WORDS) == [3, 0, 3]


def test_passage_over_two_people_counts_for_both(tmp_path: Path) -> None:
    """And once in all."""
    study = marked(Mark(0, 0, WE.end - 3, NOT.start + 1))
    assert figures(tmp_path, study, Count.PARTICIPANTS, ("group",)) == [1, 1, 2]
    assert figures(tmp_path, study, Count.CODINGS, ("group",)) == [1, 1, 1]
    assert figures(tmp_path, study, Count.DOCUMENTS, ("group",)) == [1, 1, 1]


def test_a_comma_counts_for_nobody(tmp_path: Path) -> None:
    """Who is covered with no word of theirs is not among those who said it, whatever is counted."""
    study = marked(Mark(0, 0, WE.end - 1, NOT.start + 1))
    assert figures(tmp_path, study, Count.PARTICIPANTS, ("group",)) == [0, 1, 1]
    for count in Count:
        assert figures(tmp_path, marked(Mark(0, 0, WE.end - 1, WE.end)), count) == [0, 0, 0]


def test_interviewers_and_gaps_never_count(tmp_path: Path) -> None:
    """Not even the words of an interviewer whom somebody tied to a participant; the comparison says what it left out."""
    asks = spans_of(FOCUS.talks[1])[1]
    study = marked(Mark(0, 0, WELL.start, WELL.end), Mark(0, 0, WELL.end, WE.start), Mark(1, 0, asks.start, asks.end))
    for count in ALL_COUNTS:
        assert figures(tmp_path, study, count) == [0, 0, 0]
    project, ids = make(tmp_path, study)
    with project:
        found = compare(project.read, [row_of_code(project.read.codes.tree(), ids.codes[0])], ())
    assert any("3 passages are not counted" in note for note in found.notes)


def test_rate_is_per_thousand_words(tmp_path: Path) -> None:
    """One passage in the 4 words of the second place is 250 per 1,000."""
    far = spans_of(FOCUS.talks[1])[0]
    project, ids = make(tmp_path, marked(Mark(1, 0, far.start, far.end)))
    with project:
        row = compare(project.read, [row_of_code(project.read.codes.tree(), ids.codes[0])], ["locality"], Count.RATE).rows[0]
    assert row.cells == (Cell(0.0, 0, 6), Cell(250.0, 1, 4, people=1))
    assert row.total == Cell(100.0, 1, 10, people=1)


def test_empty_is_not_nobody(tmp_path: Path) -> None:
    """A crossed column in which nobody speaks says so; one in which nobody said it has an interval."""
    project, ids = make(tmp_path, marked(Mark(0, 0, WE.start, WE.end)))
    with project:
        found = compare(project.read, [row_of_code(project.read.codes.tree(), ids.codes[0])], ["Locality", "GROUP"])
    assert [column.labels for column in found.columns] == [
        ("Place 0", "Group 0"), ("Place 0", "Group 1"), ("Place 1", "Group 0"), ("Place 1", "Group 1"),
    ]  # fmt: skip
    said, silent, _other, empty = found.rows[0].cells
    assert (said.share, said.nobody) == (1.0, False)
    assert (silent.n, silent.of, silent.low, silent.nobody) == (0, 1, 0.0, False)
    assert silent.high == pytest.approx(0.7935, abs=1e-4)
    assert (empty.of, empty.low, empty.high, empty.nobody, empty.share) == (0, None, None, True, None)


def test_numbers_are_ordered_by_size(tmp_path: Path) -> None:
    """An attribute of numbers is not sorted as text; those without a value come last."""
    project, _ids = make(tmp_path, Study(FOCUS.people, FOCUS.talks, FOCUS.parents, (), years=("10", "9")))
    with project:
        found = compare(project.read, [], ["years"])
    assert [column.label for column in found.columns] == ["9", "10", "not stated"]
    assert found.by == ("Years",)


def test_rows_of_branch(tmp_path: Path) -> None:
    """Families at the root, children of a branch in tree order, a leaf as a row itself, two levels with their depth."""
    project, ids = make(tmp_path, FOCUS)
    with project:
        tree = project.read.codes.tree()
    zero, one, two, three = ids.codes
    assert rows_of_branch(tree, None) == (RowSpec(frozenset({zero, one, two}), "c0", zero), RowSpec(frozenset({three}), "c3", three))
    assert [row.code_id for row in rows_of_branch(tree, zero)] == [one, two]
    assert rows_of_branch(tree, one) == (RowSpec(frozenset({one}), "c1", one),)
    assert [(row.label, row.depth) for row in rows_of_branch(tree, None, 2)] == [("c0", 0), ("c1", 1), ("c2", 1), ("c3", 0)]


def test_small_groups_and_nobody_are_said(tmp_path: Path) -> None:
    """Notes warn of small groups, and of a study in which no speaker is tied."""
    project, _ids = make(tmp_path, FOCUS)
    with project:
        assert "Groups of 3: read the counts, not the percentages." in compare(project.read, [], ()).notes
        assert any(note.startswith("Some groups are small (1 to 2") for note in compare(project.read, [], ["locality"]).notes)
    project, _ids = make(tmp_path, Study((), (Talk(((None, False),), (Said(0, "Hello"),)),), (None,)), "untied")
    with project:
        found = compare(project.read, [], ["locality"])
    assert any(note.startswith("Nobody can be counted yet") for note in found.notes)
    assert all(column.participants == 0 for column in found.columns)


def test_empty_project(tmp_path: Path) -> None:
    """Nothing to count is no fault: no documents, no codes; and documents in which nobody is named."""
    nameless = Study((), (Talk((), ()), Talk((), (Said(None, "Hm"),))), (None,), (Mark(1, 0, 0, 3),))
    for number, study in enumerate((Study((), (), ()), nameless)):
        project, ids = make(tmp_path, study, f"empty{number}")
        with project:
            tree = project.read.codes.tree()
            for count in ALL_COUNTS:
                found = compare(project.read, rows_of_branch(tree, None), ["locality"], count)
                assert [row.total.n for row in found.rows] == [0] * len(ids.codes)
                assert all(cell.nobody for row in found.rows for cell in row.cells)


def test_wrong_columns_are_refused(tmp_path: Path) -> None:
    """Unknown names name those there are; a variable cannot be crossed with itself."""
    project, _ids = make(tmp_path, FOCUS)
    with project:
        with pytest.raises(KnownError, match=r"nothing called “age”.*locality, group, wave, school, Years"):
            compare(project.read, [], ["age"])
        with pytest.raises(KnownError, match="two different things"):
            compare(project.read, [], ["group", "Group"])
        with pytest.raises(KnownError, match="two different things"):
            compare(project.read, [], ["group", "wave", "locality"])


def test_kept_coverage_sees_changes(tmp_path: Path) -> None:
    """A coverage handed in again never answers from before a change, nor from another project."""
    coverage = Coverage()
    project, ids = make(tmp_path, marked(Mark(0, 0, WE.start, WE.end)))
    with project:
        rows = [row_of_code(project.read.codes.tree(), ids.codes[0])]
        assert compare(project.read, rows, (), coverage=coverage).rows[0].total.n == 1
        assert compare(project.read, rows, (), Count.WORDS, coverage=coverage).rows[0].total.n == 3
        project.undo()
        assert compare(project.read, rows, (), coverage=coverage).rows[0].total.n == 0
        project.redo()
        assert compare(project.read, rows, (), coverage=coverage).rows[0].total.n == 1
        assert compare(project.read, rows, (), scope=Scope(frozenset([ids.coders[1]])), coverage=coverage).rows[0].total.n == 0
    other, more = make(tmp_path, FOCUS, "other")
    with other:
        assert compare(other.read, [row_of_code(other.read.codes.tree(), more.codes[0])], (), coverage=coverage).rows[0].total.n == 0


def test_a_word_cut_by_a_gap_is_one_word(tmp_path: Path) -> None:
    """Three codings on parts of one word, and a turn of dots that is no speech."""
    study = Study(
        people=((0, 0), (0, 0)),
        talks=(Talk(((0, False), (1, False)), (Said(0, "understandable things"), Said(1, "… 🙂"))),),
        parents=(None,),
        marks=(Mark(0, 0, 0, 2), Mark(0, 0, 4, 6), Mark(0, 0, 8, 25)),
    )
    project, _ids = make(tmp_path, study)
    with project:
        tree = project.read.codes.tree()
        (row,) = compare(project.read, rows_of_branch(tree, None), [], Count.WORDS).rows
        assert (row.total.n, row.total.of) == (2, 2)
        (row,) = compare(project.read, rows_of_branch(tree, None), [], Count.PARTICIPANTS).rows
        assert (row.total.n, row.total.of) == (1, 1), "who says no word is not counted among those who speak"
