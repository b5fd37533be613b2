"""What a coder may not see yet: others' work in documents that were drawn for them to code blind. Decided here and nowhere else.

The connection is given views that stand before the tables of the same name, so that every question asked through it, whoever wrote
it, is answered without what is hidden. A connection from which nothing is hidden has no views and loses no time.
"""

import sqlite3

from qcoder.words import _

_OTHERS = "document_id NOT IN (SELECT id FROM temp.blind_document) OR coder_id = {me}"
"""The document first: SQLite then looks for the coder only where it matters."""
_SEEN = "EXISTS (SELECT 1 FROM temp.coding AS seen WHERE seen.id = {table}.coding_id)"
_VIEWS = (
    ("coding", _OTHERS),
    ("rejection", _OTHERS),
    ("fully_coded", _OTHERS),
    ("decision", "document_id NOT IN (SELECT id FROM temp.blind_document)"),
    ("suggestion", _OTHERS),
    ("suggesting", "coder_id = {me}"),
    ("summary", "coder_id = {me}"),  # one tells of everything that somebody said, wherever it was said
    ("star", _SEEN),
    ("coding_review", f"coder_id = {{me}} OR {_SEEN}"),
    ("card", f"coding_id IS NULL OR {_SEEN}"),
    (
        "memo",
        (
            "coder_id = {me} OR ((document_id IS NULL OR document_id NOT IN (SELECT id FROM temp.blind_document)) AND (coding_id"
            " IS NULL OR coding_id NOT IN (SELECT id FROM main.coding WHERE document_id IN (SELECT id FROM temp.blind_document))))"
        ),
    ),
)
"""Table -> which of its rows may be seen; in an order in which a view finds those that it asks."""
HIDING = frozenset(name for name, _condition in _VIEWS) | {"step", "merged_step"}
"""The tables that have other rows, or other words, when something is hidden or shown again."""


def hide(connection: sqlite3.Connection, coder_id: int, documents: frozenset[int]) -> None:
    """Hide from this connection, which only reads, others' work in these documents; with none of them nothing is hidden any more."""
    connection.execute("PRAGMA query_only = OFF")
    try:
        for name in ("merged_step", "step", *(name for name, _condition in reversed(_VIEWS))):
            connection.execute(f"DROP VIEW IF EXISTS temp.{name}")
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS blind_document (id INTEGER PRIMARY KEY)")
        connection.execute("DELETE FROM temp.blind_document")
        if documents:
            connection.executemany("INSERT INTO temp.blind_document VALUES (?)", [(id_,) for id_ in sorted(documents)])
            for name, condition in _VIEWS:
                where = condition.format(me=int(coder_id), table=name)
                connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} WHERE {where}")
            _hush(connection, int(coder_id))
    finally:
        connection.execute("PRAGMA query_only = ON")


def _hush(connection: sqlite3.Connection, me: int) -> None:
    """Others' steps keep who and when; titles that speak of what is hidden, or of what is there no more, are not told."""
    words = "'" + _("(hidden while you code blind)").replace("'", "''") + "'"
    next_ = "coalesce((SELECT later.first_image FROM main.step AS later WHERE later.seq > step.seq ORDER BY later.seq LIMIT 1), 1 << 62)"
    unseen = " OR ".join(
        f"(table_name = '{name}' AND NOT EXISTS (SELECT 1 FROM temp.{name} AS seen WHERE seen.id = row_id))"
        for name in ("coding", "rejection", "memo", "star", "decision", "fully_coded", "summary", "suggestion")
    )
    touched = f"EXISTS (SELECT 1 FROM main.image WHERE seq >= step.first_image AND seq < {next_} AND ({unseen}))"
    told = f"coder_id IS NOT {me} AND {touched}"
    connection.execute(
        f"CREATE TEMP VIEW step AS SELECT seq, id, at, coder_id, who, CASE WHEN {told} THEN {words} ELSE title END AS title, origin,"
        f" CASE WHEN {told} THEN '' ELSE why END AS why, reverses, first_image FROM main.step AS step"
    )
    connection.execute(
        "CREATE TEMP VIEW merged_step AS SELECT id, at, coder_id, who,"
        f" CASE WHEN coder_id IS NOT {me} THEN {words} ELSE title END AS title, origin,"
        f" CASE WHEN coder_id IS NOT {me} THEN '' ELSE why END AS why, reverses FROM main.merged_step"
    )
