"""Every change is a step: all or nothing, undone and redone, and history only grows."""

import dataclasses
import sqlite3
from pathlib import Path

import pytest

from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import DeleteDocuments
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.check import check
from qcoder.project.journal import DATA_TABLES
from qcoder.project.project import Project
from qcoder.project.write import Cancelled
from tests.project.makers import Bulk, Everything, Rename, Sql, ThenRaise, Untitled, make, rows_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project file with something in every table."""
    return make(tmp_path / "study.qcoder")


@pytest.mark.parametrize("error", [KnownError("refused"), ValueError("a bug"), KeyboardInterrupt(), Cancelled()])
def test_failed_step_leaves_the_file_byte_for_byte(path: Path, error: BaseException) -> None:
    """Whatever a change raises comes out, and the file and its rows are as they were."""
    with Project.open(path, "Ana") as project:
        before = path.read_bytes(), rows_of(project.read), project.read.history.last()
        with pytest.raises(type(error)):
            project.do(ThenRaise(error))
        assert (path.read_bytes(), rows_of(project.read), project.read.history.last()) == before
        assert [name.name for name in path.parent.iterdir() if "journal" in name.name] == []
        assert project.do(Rename("afterwards")).step is not None
        assert check(project.read) == []


def test_cancelled_from_progress(path: Path) -> None:
    """Cancel in the middle of an import leaves all as it was."""
    with Project.open(path, "Ana") as project:
        before = path.read_bytes()

        def progress(done: int, _total: int) -> None:
            if done == 150:
                raise Cancelled

        with pytest.raises(Cancelled):
            project.do(Bulk(300), progress=progress)
        assert path.read_bytes() == before


def test_a_change_without_a_title_is_a_bug(path: Path) -> None:
    """History must say what happened."""
    with Project.open(path, "Ana") as project:
        before = path.read_bytes()
        with pytest.raises(AssertionError, match="title"):
            project.do(Untitled())
        assert path.read_bytes() == before


def test_a_change_that_changes_nothing_is_no_step(path: Path) -> None:
    """Setting what is already so leaves no trace."""
    with Project.open(path, "Ana") as project:
        before = path.read_bytes()
        done = project.do(Rename(project.read.name()))
        assert (done.step, done.tables, path.read_bytes()) == (None, frozenset(), before)


@pytest.mark.parametrize("table", DATA_TABLES)
def test_a_write_outside_a_step_raises(path: Path, table: str) -> None:
    """On every table, whichever the verb."""
    with Project.open(path, "Ana") as project:
        connection = project.read.connection
        before = path.read_bytes()
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for statement in (
            f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})",
            f"UPDATE {table} SET {columns[-1]} = 1 + length({columns[-1]})",
            f"INSERT OR REPLACE INTO {table} SELECT id + 1, {', '.join(columns[1:])} FROM {table}",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="outside a step"):
                connection.execute(statement)
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement", ["DELETE FROM step", "UPDATE step SET title = 'x'", "DELETE FROM image", "UPDATE image SET row_id = 1"]
)
def test_history_is_append_only(path: Path, statement: str) -> None:
    """Also from within a step."""
    with Project.open(path, "Ana") as project:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            project.read.connection.execute(statement)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            project.do(Sql(statement))


def test_an_id_never_changes(path: Path) -> None:
    """Or undo would bring the old row back beside the new."""
    with Project.open(path, "Ana") as project, pytest.raises(sqlite3.IntegrityError, match="id never changes"):
        project.do(Sql("UPDATE code SET id = id + 1"))


def test_undo_brings_back_what_replace_pushed_out(path: Path) -> None:
    """INSERT OR REPLACE deletes behind one's back; the journal sees it."""
    with Project.open(path, "Ana") as project:
        before = rows_of(project.read)
        project.do(Sql("INSERT OR REPLACE INTO fully_coded SELECT id + 1, document_id, coder_id FROM fully_coded"))
        assert rows_of(project.read) != before
        project.undo()
        assert rows_of(project.read) == before


def test_undo_and_redo_after_reopening(path: Path) -> None:
    """Every state comes back, through closing, until nothing is left to undo, and forwards again."""
    with Project.open(path, "Ana") as project:
        document, code, _coding = project.do(Everything("Second")).result
        project.do(AddCodings((NewCoding(document, code, Span(0, 5), memo="see"),)))
        project.do(DeleteDocuments((document,)))
    states = []
    while True:
        with Project.open(path, "Ana") as project:
            states.append(rows_of(project.read))
            if project.read.history.to_undo() is None:
                break
            project.undo()
    assert len(states) == 6  # two steps from `make` in effect, three of our own, and the beginning
    assert not any(states[-1][table] for table in DATA_TABLES if table not in {"project", "coder"})
    for state in reversed(states[:-1]):
        with Project.open(path, "Ana") as project:
            project.redo()
            assert rows_of(project.read) == state
    with Project.open(path, "Ana") as project:
        assert project.check() == []
        assert [step.title for step in project.read.history.steps() if not step.undone and step.origin is Origin.UNDO] == [
            "Undid: Renamed the project to “Third name”"
        ]


def test_undo_and_redo_refuse_when_there_is_nothing(tmp_path: Path) -> None:
    """A fresh project has nothing to take back, and nothing to bring back."""
    with Project.create(tmp_path / "a.qcoder", "A", "Ana") as project:
        with pytest.raises(KnownError, match="nothing to undo"):
            project.undo()
        with pytest.raises(KnownError, match="nothing to redo"):
            project.redo()


def test_a_new_step_clears_redo(path: Path) -> None:
    """After something else was done, what was undone stays undone."""
    with Project.open(path, "Ana") as project:
        assert project.read.history.to_redo() is not None
        project.do(Rename("Another way"))
        assert project.read.history.to_redo() is None
        with pytest.raises(KnownError, match="nothing to redo"):
            project.redo()


def test_history_only_grows(path: Path) -> None:
    """Undo and redo are steps of their own; earlier ones stay as they were written."""
    with Project.open(path, "Ana") as project:
        before = project.read.history.steps()
        project.redo()
        project.undo()
        after = project.read.history.steps()
        written, found = ([dataclasses.replace(step, undone=False) for step in steps] for steps in (before, after[2:]))
        assert found == written
        assert [step.origin for step in after[:2]] == [Origin.UNDO, Origin.REDO]


def test_undone_is_said_rightly_of_the_newest_steps(path: Path) -> None:
    """A short look at history tells the same as the whole."""
    with Project.open(path, "Ana") as project:
        for name in "abc":
            project.do(Rename(name))
        project.undo()
        project.undo()
        project.redo()
        whole = project.read.history.steps()
        assert [step.undone for step in whole] == [False, True, False, True, False, False, False, True, False, False]
        for limit in range(len(whole) + 1):
            assert project.read.history.steps(limit) == whole[:limit]


def test_a_new_coder_joins_with_their_first_step_and_leaves_with_its_undo(path: Path) -> None:
    """And every step says who made it."""
    with Project.open(path, "Ben") as project:
        document = project.read.documents.all()[0].id
        code = project.read.codes.tree().find("hub").id
        assert [coder.name for coder in project.read.study.coders()] == ["Ana"]
        done = project.do(AddCodings((NewCoding(document, code, Span(0, 5)),)))
        assert done.step is not None
        assert (done.step.who, [coder.name for coder in project.read.study.coders()]) == ("Ben", ["Ana", "Ben"])
        project.undo()
        assert [coder.name for coder in project.read.study.coders()] == ["Ana"]


def test_no_change_is_made_by_nobody(path: Path) -> None:
    """Without a name given, the system's name for the person stands."""
    with Project.open(path) as project:
        assert project.coder[1].strip()


def test_two_projects_never_share_ids(tmp_path: Path) -> None:
    """Not even two that were made in the same way at the same time."""
    ids = []
    for name in ("one", "two"):
        with Project.open(make(tmp_path / f"{name}.qcoder"), "Ana") as project:
            found = [row[0] for rows in rows_of(project.read).values() for row in rows] + [step.id for step in project.read.history.steps()]
            assert len(found) == len(set(found))
            ids.append(set(found))
    assert not ids[0] & ids[1]


def test_tables_say_what_was_touched(path: Path) -> None:
    """So that the window knows what to read again."""
    with Project.open(path, "Ana") as project:
        assert project.do(Rename("x")).tables == {"project"}
        document = project.read.documents.all()[0].id
        touched = {"document", "speaker", "turn", "coding", "memo", "rejection", "fully_coded", "coding_review", "star"}
        touched |= {"decision", "coding_sample_document", "card", "suggestion"}
        assert project.do(DeleteDocuments((document,))).tables == touched
        assert project.undo().tables == touched
