"""Law 8: every version of the file that was ever published opens, and reads as it was recorded."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qcoder.domain.errors import KnownError
from qcoder.project.check import check
from qcoder.project.connection import SCHEMA_VERSION, connect
from qcoder.project.journal import DATA_TABLES, LATER_COLUMNS, columns_of
from qcoder.project.project import Project
from qcoder.project.read import Reader
from tests.project.makers import Rename, as_read, rows_of, spoil

FILES = Path(__file__).resolve().parents[1] / "files"


def as_recorded(found: object, recorded: object) -> object:
    """What is found without what newer versions say besides: keys that were not recorded."""
    if isinstance(found, dict) and isinstance(recorded, dict):
        return {key: as_recorded(found.get(key), value) for key, value in recorded.items()}
    if isinstance(found, list) and isinstance(recorded, list) and len(found) == len(recorded):
        return [as_recorded(one, other) for one, other in zip(found, recorded, strict=True)]
    return found


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_every_version_opens_and_reads_as_recorded(tmp_path: Path, version: int) -> None:
    """Nothing in it is lost or read otherwise; what newer versions added may come on top."""
    path = Path(shutil.copy(FILES / f"v{version}.qcoder", tmp_path / "old.qcoder"))
    path.chmod(0o644)
    recorded = json.loads((FILES / f"v{version}.json").read_text(encoding="utf-8"))
    with Project.open(path, "Ana") as project:
        found = json.loads(json.dumps(as_read(project.read)))
        assert as_recorded(found, recorded) == recorded
        assert project.check() == []


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_every_version_has_something_in_every_table_and_can_be_worked_on(tmp_path: Path, version: int) -> None:
    """Undone to its beginning, redone, and changed."""
    path = Path(shutil.copy(FILES / f"v{version}.qcoder", tmp_path / "old.qcoder"))
    path.chmod(0o644)
    with closing(sqlite3.connect(path)) as file:
        tables = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    with Project.open(path, "Ana") as project:
        before = rows_of(project.read)
        assert [table for table in DATA_TABLES if table in tables and not before[table]] == []
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


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_every_version_reads_without_being_changed(tmp_path: Path, version: int) -> None:
    """A colleague's file, or one on a stick that cannot be written, reads as recorded; what stood in for it is gone afterwards."""
    path = Path(shutil.copy(FILES / f"v{version}.qcoder", tmp_path / "old.qcoder"))
    bytes_before = path.read_bytes()
    recorded = json.loads((FILES / f"v{version}.json").read_text(encoding="utf-8"))
    with Project.open(path, write=False) as project:
        found = json.loads(json.dumps(as_read(project.read)))
        assert as_recorded(found, recorded) == recorded
        assert project.check() == []
        with closing(project.reader()) as reader:
            stand_in = Path(reader.connection.execute("SELECT file FROM pragma_database_list").fetchone()[0])
    assert path.read_bytes() == bytes_before
    assert (stand_in == path) == (version == SCHEMA_VERSION)
    assert stand_in.exists() == (stand_in == path)


def test_a_trigger_in_an_older_file_never_runs(tmp_path: Path) -> None:
    """It would while the tables are rewritten; so the file is refused and stays as it is."""
    path = Path(shutil.copy(FILES / "v1.qcoder", tmp_path / "old.qcoder"))
    path.chmod(0o644)
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TRIGGER evil AFTER DELETE ON memo BEGIN DELETE FROM coding; END")
    bytes_before = path.read_bytes()
    for write in (True, False):
        with pytest.raises(KnownError, match="another program"):
            Project.open(path, "Ana", write=write)
    assert path.read_bytes() == bytes_before


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_columns_that_came_later_are_known_and_may_be_empty(tmp_path: Path, version: int) -> None:
    """History from before then lacks them; undoing it must be possible, and it is no fault."""
    path = Path(shutil.copy(FILES / f"v{version}.qcoder", tmp_path / "old.qcoder"))
    path.chmod(0o644)
    with closing(sqlite3.connect(path)) as file:
        before = {table: set(columns_of(file, table)) for table in DATA_TABLES if columns_of(file, table)}
    with Project.open(path, "Ana") as project:
        for table, columns in before.items():
            later = set(columns_of(project.read.connection, table)) - columns
            assert later <= set(LATER_COLUMNS.get(table, ())), table
            for column in later:
                needed = project.read.connection.execute(
                    'SELECT "notnull" FROM pragma_table_info(?) WHERE name = ?', (table, column)
                ).fetchone()[0]
                assert not needed, f"{table}.{column}"


def test_an_image_that_lacks_columns_is_a_fault_all_the_same(tmp_path: Path) -> None:
    """Only those that came later may be missing."""
    path = Path(shutil.copy(FILES / f"v{SCHEMA_VERSION}.qcoder", tmp_path / "a.qcoder"))
    path.chmod(0o644)
    for gone, problems in (("$.held_on', '$.language", 0), ("$.held_on", 1), ("$.name", 1)):
        copy = Path(shutil.copy(path, tmp_path / "b.qcoder"))
        where = "seq = (SELECT max(seq) FROM image WHERE table_name = 'document' AND before IS NOT NULL)"
        spoil(copy, f"UPDATE image SET before = json_remove(before, '{gone}') WHERE {where}")
        with closing(connect(copy, write=False)) as connection:
            assert len(check(Reader(connection))) == problems, gone
