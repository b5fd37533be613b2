"""Migrations: each brings a file from one version to the next, inside one transaction."""

import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType

from qcoder.project.connection import SCHEMA_VERSION

MIGRATIONS: Mapping[int, str] = MappingProxyType({})
"""Version -> the SQL that makes the next version of it. Version 1 is the first that was published."""


def migrate(connection: sqlite3.Connection, before: Callable[[], object]) -> None:
    """Bring an older file up to date; `before` makes the backup copy and runs only when there is something to do."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == SCHEMA_VERSION:
        return
    before()
    connection.execute("BEGIN IMMEDIATE")
    try:
        while version < SCHEMA_VERSION:
            for statement in filter(str.strip, MIGRATIONS[version].split(";\n")):
                connection.execute(statement)
            version += 1
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
