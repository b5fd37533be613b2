"""The past of a project as a table, for an audit trail: one row a step, those that merges brought among them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from qcoder.exporters.files import export_to
from qcoder.exporters.sheets import csv_of_rows
from qcoder.project.past import Told

HISTORY_COLUMNS = ("step", "when_utc", "who", "what", "how", "why", "undone", "came_with", "id")


def export_history(lines: Iterable[Told], path: Path) -> Path:
    """Write the lines to a .csv file; raises KnownError when it cannot be written."""
    return export_to(path, {".csv": lambda: csv_of_rows([HISTORY_COLUMNS, *map(_cells, lines)])})


def _cells(told: Told) -> tuple[str, ...]:
    when = datetime.fromtimestamp(told.at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    seq = "" if told.brought else str(told.seq)
    return seq, when, told.who, told.title, told.origin.value, told.why, "x" if told.undone else "", told.file, str(told.id)
