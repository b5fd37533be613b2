"""Places found, as a table: one row a place, with what stands before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder.exporters.files import export_to
from qcoder.exporters.phrases import clock
from qcoder.exporters.sheets import Sheet, csv_bytes, rows_of, xlsx_bytes
from qcoder.words import _

if TYPE_CHECKING:
    from pandas import DataFrame

FOUND_COLUMNS = ("document", "start", "end", "speaker", "time", "before", "match", "after")
_WIDTHS = (24, 8, 8, 16, 10, 50, 30, 50)


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One place: `start` and `end` in code points of the document, `time_ms` in its recording."""

    document: str
    start: int
    end: int
    speaker: str
    time_ms: int | None
    before: str
    match: str
    after: str

    def cells(self) -> tuple[str | int, ...]:
        """The row in the order of FOUND_COLUMNS."""
        time = "" if self.time_ms is None else clock(self.time_ms)
        return (self.document, self.start, self.end, self.speaker, time, self.before, self.match, self.after)


def found_frame(rows: Sequence[FoundRow]) -> "DataFrame":
    """The places as a frame, in the order given."""
    import pandas as pd

    return pd.DataFrame([row.cells() for row in rows], columns=list(FOUND_COLUMNS))


def export_found(rows: Sequence[FoundRow], path: Path, made: datetime, *, project: str) -> Path:
    """Write the places to an .xlsx or .csv file; raises KnownError when it cannot be written."""
    return export_to(
        path,
        {
            ".xlsx": lambda: xlsx_bytes([Sheet(_("Places"), rows_of(found_frame(rows)), _WIDTHS, 1)], title=project, made=made),
            ".csv": lambda: csv_bytes(found_frame(rows)),
        },
    )
