"""Migrations: each brings a file from one version to the next, inside one transaction."""

import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType

from qcoder.project.connection import SCHEMA_VERSION

MIGRATIONS: Mapping[int, str] = MappingProxyType({})
"""Version -> the SQL that makes the next version of it. Version 1 is the first that was published."""


def migrate(
    connection: sqlite3.Connection,
    before: Callable[[], object],
    migrations: Mapping[int, str] = MIGRATIONS,
    newest: int = SCHEMA_VERSION,
) -> None:
    """Bring an older file up to date; `before` makes the backup copy and runs only when there is something to do.

    Either every migration is done or none; what `before` raises stops it all.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == newest:
        return
    before()
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        while version < newest:
            for statement in filter(str.strip, migrations[version].split(";\n")):
                connection.execute(statement)
            version += 1
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise AssertionError(f"the migration to version {version} leaves rows that point nowhere")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
