"""The digest of a study: other for other data, the same for the same, whatever was asked or undone meanwhile."""

from pathlib import Path

import pytest

from qcoder.changes.queries import SaveQuery
from qcoder.project.journal import DATA_TABLES
from qcoder.project.project import Project
from qcoder.project.read.digest import _NOT_DATA, data_digest, digest_of
from tests.project.makers import Rename, Sql, make


def test_it_follows_the_data_alone(tmp_path: Path) -> None:
    """A change makes it another, undo brings it back, and a saved question leaves it as it is."""
    with Project.open(make(tmp_path / "a.qcoder"), "Ana") as project:
        before = data_digest(project.read)
        assert len(before) == 16
        project.do(SaveQuery("compare", "Mine", "{}"))
        assert data_digest(project.read) == before
        project.do(Rename("Another name"))
        assert data_digest(project.read) != before
        project.undo()
        assert data_digest(project.read) == before
    with Project.open(tmp_path / "a.qcoder", write=False) as project:
        assert data_digest(project.read) == before


@pytest.mark.parametrize("table", [table for table in DATA_TABLES if table not in _NOT_DATA])
def test_every_table_of_data_counts(tmp_path: Path, table: str) -> None:
    """Taking a row away from any of them is seen."""
    with Project.open(make(tmp_path / "a.qcoder"), "Ana") as project:
        before = data_digest(project.read)
        if table in ("project", "coder"):  # others cannot be without it
            project.do(Sql(f"UPDATE {table} SET name = 'x' WHERE id = (SELECT min(id) FROM {table})"))
        else:
            project.do(Sql(f"DELETE FROM {table} WHERE id = (SELECT min(id) FROM {table})"))
        assert data_digest(project.read) != before


def test_digest_of_values() -> None:
    """The order of keys does not matter, the order of a list does."""
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of([1, 2]) != digest_of([2, 1])
