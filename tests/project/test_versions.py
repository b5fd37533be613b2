"""Law 8: every version of the file that was ever published opens, and reads as it was recorded."""

import json
import shutil
from pathlib import Path

import pytest

from qcoder.project.connection import SCHEMA_VERSION
from qcoder.project.journal import DATA_TABLES
from qcoder.project.project import Project
from tests.project.makers import Rename, as_read, rows_of

FILES = Path(__file__).resolve().parents[1] / "files"


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_every_version_opens_and_reads_as_recorded(tmp_path: Path, version: int) -> None:
    """Nothing in it is lost or read otherwise; what newer versions added may come on top."""
    path = Path(shutil.copy(FILES / f"v{version}.qcoder", tmp_path / "old.qcoder"))
    path.chmod(0o644)
    recorded = json.loads((FILES / f"v{version}.json").read_text(encoding="utf-8"))
    with Project.open(path, "Ana") as project:
        found = json.loads(json.dumps(as_read(project.read)))
        assert {key: found.get(key) for key in recorded} == recorded
        assert project.check() == []


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_every_version_has_something_in_every_table_and_can_be_worked_on(tmp_path: Path, version: int) -> None:
    """Undone to its beginning, redone, and changed."""
    path = Path(shutil.copy(FILES / f"v{version}.qcoder", tmp_path / "old.qcoder"))
    path.chmod(0o644)
    with Project.open(path, "Ana") as project:
        before = rows_of(project.read)
        assert [table for table in DATA_TABLES if not before[table]] == []
        steps = 0
        while project.read.history.to_undo() is not None:
            project.undo()
            steps += 1
        assert steps == 2
        for _step in range(steps):
            project.redo()
        assert rows_of(project.read) == before
        project.do(Rename("still in use"))
        assert project.check() == []
