"""Migrations: each brings a file from one version to the next with sqlite-utils, inside one transaction."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from qcoder.domain.errors import KnownError
from qcoder.project.connection import SCHEMA_VERSION
from qcoder.words import _

if TYPE_CHECKING:
    from sqlite_utils import Database

Migration = Callable[["Database"], object]


def _statements(name: str) -> Iterator[str]:
    """The SQL statements of a file beside this one."""
    statement = ""
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines(keepends=True):
        statement = statement + line if statement or not line.startswith(("--", "\n")) else ""
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def _to_2(database: "Database") -> None:
    """Memos on places, groups and waves; saved questions; cards sorted into piles."""
    for statement in _statements("to_2.sql"):
        database.execute(statement)


def _to_3(database: "Database") -> None:
    """Day and language of documents; summaries of a framework; what was done with suggestions."""
    for statement in _statements("to_3.sql"):
        database.execute(statement)


MIGRATIONS: Mapping[int, Migration] = MappingProxyType({1: _to_2, 2: _to_3})
"""Version -> what makes the next version of it. Version 1 is the first that was published."""


def migrate(
    connection: sqlite3.Connection,
    before: Callable[[], object],
    migrations: Mapping[int, Migration] = MIGRATIONS,
    newest: int = SCHEMA_VERSION,
) -> None:
    """Bring an older file up to date; `before` makes the backup copy and runs only when there is something to do.

    Either every migration is done or none; what `before` raises stops it all.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == newest:
        return
    from sqlite_utils import Database

    # No version ever had one; a foreign one would run while the tables are rewritten.
    if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger'").fetchone() is not None:
        raise KnownError(_("This project was changed by another program, so it was not brought up to date; restore a backup copy."))
    before()
    # Off, and only settable outside a transaction: rebuilding a table drops the old one, which would take all that points at it along.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        database = Database(connection)
        while version < newest:
            migrations[version](database)
            version += 1
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise AssertionError(f"the migration to version {version} leaves rows that point nowhere")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
