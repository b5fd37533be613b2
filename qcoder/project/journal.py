"""The journal: TEMP triggers that note every row as it was before a change, and refuse changes outside a step."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

DATA_TABLES = (
    "project", "coder", "place", "participant_group", "wave", "attribute", "participant", "attribute_value", "target",
    "document", "speaker", "turn", "code", "coding", "rejection", "fully_coded", "memo",
    "codebook_version", "branch_owner", "coding_review", "star", "merged_step", "alias", "merge_choice",
    "decision", "coding_sample", "coding_sample_document", "saved_query", "sorting", "pile", "card",
    "summary", "suggesting", "suggestion",
)  # fmt: skip
"""Every table whose rows are the researcher's; all others are history."""

LATER_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"memo": ("place_id", "group_id", "wave_id"), "document": ("held_on", "language")}
)
"""Columns that came with a later version than the table: before-images from before then lack them, and they were empty."""

OUTSIDE = "change outside a step"
HISTORY = "history is append-only"
FIXED = "an id never changes"


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The column names of a table, in order."""
    return [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def install(connection: sqlite3.Connection) -> None:
    """Put the journal's triggers on every data table of this connection; they live and die with it."""
    connection.execute("CREATE TEMP TABLE open_step (seq INTEGER)")
    for table in DATA_TABLES:
        columns = columns_of(connection, table)
        before = "json_object(" + ", ".join(f"'{name}', OLD.{name}" for name in columns) + ")"
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
        _trigger(connection, table, "INSERT", "", "NEW.id", "NULL")
        _trigger(connection, table, "UPDATE", f"WHEN {changed}", "OLD.id", before)
        _trigger(connection, table, "DELETE", "", "OLD.id", before)
        connection.execute(
            f"CREATE TEMP TRIGGER keep_id_{table} BEFORE UPDATE OF id ON main.{table} WHEN OLD.id IS NOT NEW.id "
            f"BEGIN SELECT RAISE(ABORT, '{FIXED}'); END"
        )
    for table in ("step", "image", "handover"):
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TEMP TRIGGER keep_{table}_{verb.lower()} BEFORE {verb} ON main.{table} BEGIN SELECT RAISE(ABORT, '{HISTORY}'); END"
            )


def _trigger(connection: sqlite3.Connection, table: str, verb: str, when: str, row_id: str, before: str) -> None:
    connection.execute(
        f"CREATE TEMP TRIGGER journal_{table}_{verb.lower()} AFTER {verb} ON main.{table} {when} BEGIN "
        f"SELECT RAISE(ABORT, '{OUTSIDE}') WHERE NOT EXISTS (SELECT 1 FROM temp.open_step); "
        f"INSERT INTO image(table_name, row_id, before) VALUES ('{table}', {row_id}, {before}); END"
    )


def replay(connection: sqlite3.Connection, first: int, end: int) -> None:
    """Put the rows noted in images [first, end) back as they were, latest first; itself journaled like any change.

    Every state on the way back has existed before, so no constraint can fail; foreign keys wait for the commit.
    """
    images = connection.execute(
        "SELECT table_name, before IS NULL, row_id, before FROM image WHERE seq >= ? AND seq < ? ORDER BY seq DESC", (first, end)
    ).fetchall()
    for (table, absent), run in groupby(images, key=lambda image: (image[0], image[1])):
        if absent:
            connection.executemany(f"DELETE FROM {table} WHERE id = ?", [(image[2],) for image in run])
        else:
            columns = columns_of(connection, table)
            sets = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
            marks = ", ".join("?" for _column in columns)
            connection.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets}",
                _rows(run, columns),
            )


def _rows(images: Iterator[tuple[str, int, int, str]], columns: list[str]) -> Iterator[list[object]]:
    for image in images:
        row = json.loads(image[3])
        yield [row.get(name) for name in columns]
