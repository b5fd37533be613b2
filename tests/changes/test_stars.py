"""Stars: given, taken away, kept when codings become one, gone with their coding and back with undo."""

from pathlib import Path

import pytest

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings, JoinCodings, RecodeCodings, RemoveCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.changes.stars import StarCodings
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from tests.project.makers import transcript


def begin(folder: Path) -> tuple[Project, tuple[int, ...], tuple[int, int]]:
    """A project with three codings of one code: two that touch, and one of another code on the second's passage."""
    project = Project.create(folder / "stars.qcoder", "Stars", "Ana")
    document = project.do(ImportDocuments((transcript("A"),))).result[0]
    one, two = project.do(AddCode("one")).result, project.do(AddCode("two")).result
    rows = (NewCoding(document, one, Span(0, 5)), NewCoding(document, one, Span(5, 9)), NewCoding(document, two, Span(5, 9)))
    return project, project.do(AddCodings(rows)).result, (one, two)


def test_stars_are_given_and_taken(tmp_path: Path) -> None:
    """The title counts what is new; starring twice is one star."""
    project, ids, _codes = begin(tmp_path)
    with project:
        done = project.do(StarCodings(ids[:2]))
        assert done.step is not None
        assert done.step.title == "Starred 2 passages"
        assert done.tables == {"star"}
        project.do(StarCodings((ids[0], ids[2])))
        assert project.read.stars.coding_ids() == set(ids)
        project.do(StarCodings((ids[0],), on=False))
        assert project.read.stars.among(ids) == set(ids[1:])
        project.undo()
        assert project.read.stars.coding_ids() == set(ids)


def test_stars_go_with_their_coding_and_come_back(tmp_path: Path) -> None:
    """Undo brings both back."""
    project, ids, _codes = begin(tmp_path)
    with project:
        project.do(StarCodings((ids[1],)))
        project.do(RemoveCodings((ids[1],)))
        assert project.read.stars.coding_ids() == set()
        project.undo()
        assert project.read.stars.coding_ids() == {ids[1]}


def test_codings_that_become_one_keep_the_star(tmp_path: Path) -> None:
    """Joining and recoding onto a twin hand it over, also where both had one."""
    project, ids, (_one, two) = begin(tmp_path)
    with project:
        project.do(StarCodings((ids[1],)))
        assert project.do(JoinCodings(ids[:2])).result == ids[0]
        assert project.read.stars.coding_ids() == {ids[0]}
        project.undo()
        project.do(RecodeCodings((ids[1],), two))
        assert project.read.stars.coding_ids() == {ids[2]}
        project.undo()
        project.do(StarCodings(ids))
        project.do(RecodeCodings((ids[1],), two))
        assert project.read.stars.coding_ids() == {ids[0], ids[2]}


@pytest.mark.parametrize("ids", [(), (12345,)])
def test_what_is_not_there_is_not_starred(tmp_path: Path, ids: tuple[int, ...]) -> None:
    """A sentence instead."""
    project, _ids, _codes = begin(tmp_path)
    with project, pytest.raises(KnownError):
        project.do(StarCodings(ids))
