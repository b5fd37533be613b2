"""Migrations: all or none, a backup first, nothing when there is nothing to do."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from qcoder.domain.errors import KnownError
from qcoder.project.connection import SCHEMA_VERSION, connect
from qcoder.project.migrations import MIGRATIONS, Migration, migrate
from tests.project.makers import make


def add_note(database: Database) -> None:
    """A new column, with something in it."""
    database.table("wave").add_column("note", str, not_null_default="")
    database.execute("UPDATE wave SET note = 'first; second'")


def rebuild_code(database: Database) -> None:
    """A table on which others hang is made anew, with a column of another name."""
    database.table("code").transform(rename={"brief": "in_short"})


STEPS: dict[int, Migration] = {SCHEMA_VERSION: add_note, SCHEMA_VERSION + 1: rebuild_code}


def test_every_version_has_its_migration() -> None:
    """From the first published one to the newest."""
    assert sorted(MIGRATIONS) == list(range(1, SCHEMA_VERSION))


def test_step_by_step(tmp_path: Path) -> None:
    """Two versions at once, after one backup."""
    backups: list[str] = []
    with contextlib.closing(connect(make(tmp_path / "a.qcoder"), write=True)) as connection:
        codings = connection.execute("SELECT count(*) FROM coding").fetchone()[0]
        migrate(connection, lambda: backups.append("made"), STEPS, SCHEMA_VERSION + 2)
        assert backups == ["made"]
        assert connection.execute("SELECT note FROM wave").fetchall() == [("first; second",)]
        assert connection.execute("SELECT in_short FROM code").fetchall() == [("Near by",), ("",)]
        assert connection.execute("SELECT count(*) FROM coding").fetchone()[0] == codings > 0, "codings must survive their code's new table"
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION + 2
        migrate(connection, lambda: backups.append("again"), STEPS, SCHEMA_VERSION + 2)
        assert backups == ["made"]


@pytest.mark.parametrize("second", ["CREATE TABLE idea (nonsense", "UPDATE coding SET code_id = 5"])
def test_all_or_none(tmp_path: Path, second: str) -> None:
    """The second fails, by its words or by what it leaves behind, and the first is taken back."""
    path = make(tmp_path / "a.qcoder")
    before = path.read_bytes()
    with contextlib.closing(connect(path, write=True)) as connection:
        with pytest.raises((sqlite3.Error, AssertionError)):
            migrate(connection, lambda: None, STEPS | {SCHEMA_VERSION + 1: lambda database: database.execute(second)}, SCHEMA_VERSION + 2)
        assert not connection.in_transaction
    assert path.read_bytes() == before


def test_no_migration_without_its_backup(tmp_path: Path) -> None:
    """When the copy fails, the file stays as it is."""
    path = make(tmp_path / "a.qcoder")
    before = path.read_bytes()

    def fail() -> None:
        raise KnownError("no room")

    with contextlib.closing(connect(path, write=True)) as connection, pytest.raises(KnownError, match="no room"):
        migrate(connection, fail, STEPS, SCHEMA_VERSION + 2)
    assert path.read_bytes() == before
