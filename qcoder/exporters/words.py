"""The word list as a table: how often each word is said, and by how many."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder.exporters.files import export_to
from qcoder.exporters.sheets import Sheet, csv_bytes, rows_of, xlsx_bytes
from qcoder.words import _

if TYPE_CHECKING:
    from pandas import DataFrame

WORD_COLUMNS = ("word", "count", "per_1000_words", "documents", "participants")
_WIDTHS = (28, 10, 16, 12, 14)
WordCells = tuple[str, int, float, int, int]
"""A row in the order of WORD_COLUMNS."""


def words_frame(rows: Sequence[WordCells]) -> "DataFrame":
    """The words as a frame, in the order given."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(WORD_COLUMNS))


def export_words(rows: Sequence[WordCells], path: Path, made: datetime, *, project: str) -> Path:
    """Write the words to an .xlsx or .csv file; raises KnownError when it cannot be written."""
    return export_to(
        path,
        {
            ".xlsx": lambda: xlsx_bytes([Sheet(_("Words"), rows_of(words_frame(rows)), _WIDTHS, 1)], title=project, made=made),
            ".csv": lambda: csv_bytes(words_frame(rows)),
        },
    )
