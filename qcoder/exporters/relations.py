"""Relations between codes as a file: every pair as a row, the matrix, and what was counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder import __version__
from qcoder.exporters import word as doc
from qcoder.exporters.files import export_to
from qcoder.exporters.frames import frame_of
from qcoder.exporters.report import Grid
from qcoder.exporters.sheets import Sheet, Value, csv_bytes, rows_of, xlsx_bytes
from qcoder.words import _

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_IN_WORD = 200
"""A Word document has the strongest pairs; all of them are in the spreadsheet."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes by their paths, and how often they meet; `hidden` tells no figure."""

    a: str
    b: str
    n: int
    documents: int
    participants: int
    jaccard: float | None
    lift: float | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RelationsTable:
    """What was counted: the codes with how often each is there alone, the pairs, strongest first, and the sentences that go with them.

    A size of None is hidden. `measure` is the name of what stands in the place of Jaccard's index.
    """

    codes: Sequence[str]
    sizes: Sequence[int | None]
    pairs: Sequence[Pair]
    measure: str
    sentences: Sequence[str]
    directed: bool = False


def export_relations(table: RelationsTable, path: Path, made: datetime, *, project: str) -> Path:
    """Write to a .xlsx (pairs, matrix, settings), .csv (pairs) or .docx file; raises KnownError when it cannot be written."""
    return export_to(
        path,
        {
            ".xlsx": lambda: xlsx_bytes(_sheets(table, made, project), title=project, made=made),
            ".csv": lambda: csv_bytes(_frame(table)),
            ".docx": lambda: _word(table, made, project).data(),
        },
    )


def _frame(table: RelationsTable) -> "DataFrame":
    shown = table.pairs
    return frame_of(
        {
            "a": ("str", [pair.a for pair in shown]),
            "b": ("str", [pair.b for pair in shown]),
            "n": ("Int64", [None if pair.hidden else pair.n for pair in shown]),
            "documents": ("Int64", [None if pair.hidden else pair.documents for pair in shown]),
            "participants": ("Int64", [None if pair.hidden else pair.participants for pair in shown]),
            table.measure: ("Float64", [None if pair.jaccard is None else round(pair.jaccard, 6) for pair in shown]),
            "lift": ("Float64", [None if pair.lift is None else round(pair.lift, 6) for pair in shown]),
            "hidden": ("bool", [pair.hidden for pair in shown]),
        }
    )


def _sheets(table: RelationsTable, made: datetime, project: str) -> list[Sheet]:
    there = {(pair.a, pair.b): pair for pair in table.pairs}
    matrix: list[list[Value]] = [["", *table.codes]]
    for at, one in enumerate(table.codes):
        line: list[Value] = [one]
        for other_at, other in enumerate(table.codes):
            pair = there.get((one, other)) or (None if table.directed else there.get((other, one)))
            if at == other_at:
                size = table.sizes[at]
                line.append(_("hidden") if size is None else size)
            else:
                line.append(None if pair is None else _("hidden") if pair.hidden else pair.n)
        matrix.append(line)
    notes: list[list[Value]] = [[_("Note"), sentence] for sentence in table.sentences]
    settings: list[list[Value]] = [
        [_("Setting"), _("Value")],
        [_("Project"), project],
        [_("Date"), f"{made:%Y-%m-%d}"],
        [_("Program"), f"qcoder {__version__}"],
        *notes,
        [_("Matrix"), _("On the diagonal stands how often each code is there.")],
    ]
    return [
        Sheet(_("Pairs"), rows_of(_frame(table)), (36, 36, 10, 12, 12, 12, 12), 2),
        Sheet(_("Matrix"), matrix, (36, *(12,) * len(table.codes)), 1),
        Sheet(_("Settings"), settings, (20, 100)),
    ]


def _word(table: RelationsTable, made: datetime, project: str) -> doc.Word:
    word = doc.Word(_("Codes with codes"), made, project, landscape=True)
    word.paragraph(_("Codes with codes"), "Title")
    word.paragraph(project, "Subtitle")
    grid_of(table, MOST_IN_WORD).put(word)
    for sentence in table.sentences:
        word.paragraph(sentence, "Note")
    if len(table.pairs) > MOST_IN_WORD:
        word.paragraph(_("The {n} strongest of {of} pairs.").format(n=MOST_IN_WORD, of=f"{len(table.pairs):,}"), "Note")
    return word


def grid_of(table: RelationsTable, most: int) -> Grid:
    """The strongest pairs as a table to read."""
    heads = [
        _("First code") if table.directed else _("Code"), _("Second code") if table.directed else _("With"), "n", _("documents"),
        _("participants"), table.measure, _("lift"),
    ]  # fmt: skip
    rows = [heads]
    for pair in table.pairs[:most]:
        figures = [_("hidden"), "", "", "", ""] if pair.hidden else [f"{pair.n:,}", f"{pair.documents:,}", f"{pair.participants:,}"]
        if not pair.hidden:
            figures += ["" if one is None else f"{one:.2f}" for one in (pair.jaccard, pair.lift)]
        rows.append([pair.a, pair.b, *figures])
    return Grid(rows, frozenset({2, 3, 4, 5, 6}), 3400)
