"""Tidy tables as pandas frames: one row a cell of a comparison, one row a quote; whole numbers stay whole, also beside empty cells."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from qcoder.exporters.phrases import clock
from qcoder.project.read.quotes import Quote

if TYPE_CHECKING:
    from pandas import DataFrame

Values = Sequence[str | int | float | bool | None]

QUOTE_COLUMNS = (
    "document", "start", "end", "quote", "code", "coder", "speaker", "participant", "locality", "group", "time", "memo", "id",
    "wave", "origin", "coded", "starred",
)  # fmt: skip
FIGURES = ("value", "n", "of", "share", "low", "high")


class Column(Protocol):
    """A column or the total, as a comparison has it."""

    @property
    def labels(self) -> tuple[str, ...]:
        """One label for each variable."""
    @property
    def label(self) -> str:
        """What a person reads."""
    @property
    def participants(self) -> int:
        """Participants who speak there."""
    @property
    def documents(self) -> int:
        """Documents in which they speak."""
    @property
    def words(self) -> int:
        """Words they speak."""


class Cell(Protocol):
    """A figure, as a comparison has it."""

    @property
    def value(self) -> float:
        """What the cell shows."""
    @property
    def n(self) -> int:
        """What was counted."""
    @property
    def of(self) -> int | None:
        """Of how many; None where there is no denominator."""
    @property
    def low(self) -> float | None:
        """Lower bound of the share."""
    @property
    def high(self) -> float | None:
        """Upper bound of the share."""
    @property
    def share(self) -> float | None:
        """`n` of `of`."""
    @property
    def nobody(self) -> bool:
        """True if nobody is there to be counted."""


class Spec(Protocol):
    """What a row counts."""

    @property
    def label(self) -> str:
        """What a person reads."""
    @property
    def depth(self) -> int:
        """How many levels below the first."""


class Row(Protocol):
    """A row of figures and its total."""

    @property
    def spec(self) -> Spec:
        """What is counted."""
    @property
    def cells(self) -> Sequence[Cell]:
        """One for each column."""
    @property
    def total(self) -> Cell:
        """Everybody together."""


class Comparison(Protocol):
    """What `analysis.compare` makes, as far as a file needs it; exporters do not look into that room."""

    @property
    def count(self) -> str:
        """participants, codings, documents, words or rate."""
    @property
    def by(self) -> tuple[str, ...]:
        """The variables' names."""
    @property
    def columns(self) -> Sequence[Column]:
        """The columns, without the total."""
    @property
    def all(self) -> Column:
        """The total."""
    @property
    def rows(self) -> Sequence[Row]:
        """The rows, in order."""
    @property
    def unit(self) -> str:
        """What the figures are, in a sentence."""
    @property
    def notes(self) -> tuple[str, ...]:
        """What to beware of."""


def frame_of(columns: Mapping[str, tuple[str, Values]]) -> "DataFrame":
    """A frame of named columns, each with its pandas type (`str`, `Int64`, `Float64`, `bool`) and its values; None is empty."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series(list(values), dtype=kind) for name, (kind, values) in columns.items()})


def comparison_frame(comparison: Comparison) -> "DataFrame":
    """One row a cell, the total of each code included: `code`, a column for each variable, FIGURES, and `nobody`.

    `value`, `n` and `of` are Int64 (`value` Float64 for a rate), `share`, `low` and `high` Float64 from 0 to 1. Where nobody is
    there to be counted, `nobody` is True and every figure empty. A comparison by nothing has one column, `column`, and totals only.
    """
    heads = [*(comparison.columns if comparison.by else ()), comparison.all]
    found = [
        (row.spec.label, head, cell)
        for row in comparison.rows
        for head, cell in zip(heads, [*(row.cells if comparison.by else ()), row.total], strict=True)
    ]
    columns: dict[str, tuple[str, Values]] = {"code": ("str", [code for code, _head, _cell in found])}
    for rank, name in enumerate(comparison.by or ("column",)):
        labels = [head.label if head is comparison.all else head.labels[rank] for _code, head, _cell in found]
        columns[_free(name, columns)] = ("str", labels)
    for name in FIGURES:
        kind = "Int64" if name in {"n", "of"} or (name == "value" and comparison.count != "rate") else "Float64"
        columns[name] = (kind, [None if cell.nobody else getattr(cell, name) for _code, _head, cell in found])
    columns["nobody"] = ("bool", [cell.nobody for _code, _head, cell in found])
    return frame_of(columns)


def _free(name: str, columns: Mapping[str, object]) -> str:
    """The variable's name, told apart where an attribute is called like one of our own columns."""
    while name in columns or name in FIGURES or name == "nobody":
        name = f"{name} (variable)"
    return name


def quotes_frame(quotes: Sequence[Quote]) -> "DataFrame":
    """One row a quote in the order given: QUOTE_COLUMNS and a column for every attribute of the study, all text but `start` and `end`,
    which are Int64 in code points; `coded` is when, in UTC.

    Ids are text, since spreadsheets round numbers of more than 15 digits; `time` is as people write it, empty where unknown.
    """
    values: dict[str, Values] = {
        "document": [q.document for q in quotes],
        "start": [q.span.start for q in quotes],
        "end": [q.span.end for q in quotes],
        "quote": [q.text for q in quotes],
        "code": [q.code for q in quotes],
        "coder": [q.coder for q in quotes],
        "speaker": [q.speaker for q in quotes],
        "participant": [q.participant for q in quotes],
        "locality": [q.locality for q in quotes],
        "group": [q.group for q in quotes],
        "time": ["" if q.time_ms is None else clock(q.time_ms) for q in quotes],
        "memo": [q.memo for q in quotes],
        "id": [str(q.id) for q in quotes],
        "wave": [q.wave for q in quotes],
        "origin": [q.origin for q in quotes],
        "coded": [f"{datetime.fromtimestamp(q.made_at / 1000, UTC):%Y-%m-%d %H:%M}" for q in quotes],
        "starred": ["★" if q.starred else "" for q in quotes],
    }
    columns = {name: ("Int64" if name in {"start", "end"} else "str", values[name]) for name in QUOTE_COLUMNS}
    for rank, (name, _value) in enumerate(quotes[0].attributes if quotes else ()):
        while name in columns:
            name += " (attribute)"  # an attribute may be called like one of our own columns
        columns[name] = ("str", [q.attributes[rank][1] for q in quotes])
    return frame_of(columns)
