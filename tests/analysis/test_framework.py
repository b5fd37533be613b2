"""The framework matrix against comparisons of the same study, and the codings of its cells one by one."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcoder.analysis.compare import Count, compare, row_of_code
from qcoder.analysis.coverage import Coverage
from qcoder.analysis.framework import Cases, CellReader, framework, lengths
from tests.analysis import oracle
from tests.analysis.build import make
from tests.analysis.test_compare import below, random_study


@given(st.integers(0, 2**32))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_it_counts_what_compare_counts(seed: int) -> None:
    study = random_study(seed)
    with tempfile.TemporaryDirectory() as folder:
        project, ids = make(Path(folder), study)
        with project:
            read, coverage = project.read, Coverage()
            themes = [row_of_code(read.codes.tree(), code) for code in ids.codes]
            found = framework(read, Cases.LOCALITIES, themes, coverage=coverage)
            for count, figures in ((Count.CODINGS, found.passages), (Count.PARTICIPANTS, found.participants)):
                table = compare(read, themes, ("locality",), count, coverage=coverage)
                for at, case in enumerate(found.cases):
                    column = [one.labels for one in table.columns].index((case.name,))
                    assert [row.cells[column].n for row in table.rows] == list(figures[at])
                    assert case.speaks == (table.columns[column].participants > 0)
            by_person(study, ids.people, ids.marks, framework(read, Cases.PARTICIPANTS, themes, coverage=coverage), read, coverage)
            assert framework(read, Cases.SCHOOLS, themes, coverage=coverage).cases == ()
            assert framework(read, Cases.PARTICIPANTS, [], coverage=coverage).themes == ()


def by_person(study, people, marks, found, read, coverage) -> None:  # type: ignore[no-untyped-def]
    """Every cell has just the codings that cover a word of that person."""
    cells = CellReader(read, found, coverage)
    for row, case in enumerate(found.cases):
        person = people.index(case.case.id)
        codings = cells.codings(row)
        for theme in range(len(found.themes)):
            wanted = set()
            spans = set()
            for number, mark in enumerate(study.marks):
                said = oracle.hit(study, (), [(mark.document, mark.start, mark.end)], lambda _person, _document: True)
                if mark.code in below(study, theme) and person in {one for _column, one in said}:
                    wanted.add(marks[number])
                    spans.add((mark.document, mark.start, mark.end))
            assert {coding.id for coding in codings[theme]} == wanted
            assert found.passages[row][theme] == len(spans)
            assert set(lengths(codings[theme])) == wanted
