"""Tidy tables as pandas frames: one row a cell of a comparison, one row a quote; whole numbers stay whole, also beside empty cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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

    @property
    def hidden(self) -> bool:
        """True if the figure is too small to be told, or would give one away that is."""


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

    @property
    def margins(self) -> Sequence[Sequence[Cell]]:
        """For each of two crossed variables alone, one for each of its columns; empty when not asked for."""


class Comparison(Protocol):
    """What `analysis.compare` makes, as far as a file needs it; exporters do not look into that room."""

    @property
    def count(self) -> str:
        """participants, codings, documents, words, rate, share or mean."""

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

    @property
    def margins(self) -> Sequence[Sequence[Column]]:
        """The columns of each of two crossed variables alone; empty when not asked for."""


class Difference(Protocol):
    """One column less another."""

    @property
    def value(self) -> float:
        """The difference."""

    @property
    def low(self) -> float | None:
        """Its lower bound."""

    @property
    def high(self) -> float | None:
        """Its upper bound."""

    @property
    def odds_ratio(self) -> float | None:
        """Of shares alone."""

    @property
    def odds_low(self) -> float | None:
        """Its lower bound."""

    @property
    def odds_high(self) -> float | None:
        """Its upper bound."""


class RowStatistics(Protocol):
    """How sure the figures of a row are."""

    @property
    def cells(self) -> Sequence[tuple[float, float] | None]:
        """Intervals, one for each column."""

    @property
    def total(self) -> tuple[float, float] | None:
        """The interval of the total."""

    @property
    def p(self) -> float | None:
        """Of Fisher's test."""

    @property
    def p_holm(self) -> float | None:
        """Adjusted for the rows shown."""

    @property
    def drawn(self) -> int:
        """From how many tables p was estimated, 0 when it is exact."""

    @property
    def v(self) -> float | None:
        """Cramer's V."""

    @property
    def difference(self) -> Difference | None:
        """Of the two columns asked for."""


class Statistics(Protocol):
    """What `analysis.statistics` makes, as far as a file needs it."""

    @property
    def rows(self) -> Sequence[RowStatistics]:
        """One for each row of the comparison."""

    @property
    def notes(self) -> Sequence[str]:
        """What was done, and what to beware of."""

    @property
    def between(self) -> tuple[int, int] | None:
        """The two columns of the difference."""


FRACTIONS = frozenset({"rate", "share", "mean"})
"""Counts whose values are no whole numbers."""
TESTS = ("p", "p_holm", "cramers_v")
DIFFERENCE = ("difference", "difference_low", "difference_high")
ODDS = ("odds_ratio", "odds_low", "odds_high")


def tests_of(statistics: Statistics) -> tuple[str, ...]:
    """The names of the figures that a row has besides its cells: those that any row has."""
    rows = statistics.rows
    names: tuple[str, ...] = TESTS if any(row.p is not None for row in rows) else ()
    names += DIFFERENCE if statistics.between is not None else ()
    return names + (ODDS if any(row.difference is not None and row.difference.odds_ratio is not None for row in rows) else ())


def figure_of(row: RowStatistics, name: str) -> float | None:
    """One of a row's figures besides its cells, by the name that `tests_of` gave it; None where there is none."""
    if name in TESTS:
        return {"p": row.p, "p_holm": row.p_holm, "cramers_v": row.v}[name]
    if row.difference is None:
        return None
    found: float | None = getattr(
        row.difference, {"difference": "value", "difference_low": "low", "difference_high": "high"}.get(name, name)
    )
    return found


def frame_of(columns: Mapping[str, tuple[str, Values]]) -> "DataFrame":
    """A frame of named columns, each with its pandas type (`str`, `Int64`, `Float64`, `bool`) and its values; None is empty."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series(list(values), dtype=kind) for name, (kind, values) in columns.items()})


def comparison_frame(comparison: Comparison, statistics: Statistics | None = None) -> "DataFrame":
    """One row a cell, margins and the total of each code included: `code`, a column for each variable, FIGURES, `nobody`, `hidden`.

    `value`, `n` and `of` are Int64 (`value` Float64 for rates, shares of words and means), `share`, `low` and `high` Float64; `low` and
    `high` bound `value` where statistics were made for other counts than participants, else the share. Where nobody is there to be
    counted `nobody` is True, where the figure is not told `hidden`, and every figure empty. A comparison by nothing has one column,
    `column`, and totals only. With statistics, the row of each total has the tests of its code as well.
    """
    found = [line for number, row in enumerate(comparison.rows) for line in _cells(comparison, row, number, statistics)]
    columns: dict[str, tuple[str, Values]] = {"code": ("str", [line.code for line in found])}
    for rank, name in enumerate(comparison.by or ("column",)):
        columns[_free(name, columns)] = ("str", [line.labels[rank] for line in found])
    for name in FIGURES:
        kind = "Int64" if name in {"n", "of"} or (name == "value" and comparison.count not in FRACTIONS) else "Float64"
        columns[name] = (kind, [line.figure(name) for line in found])
    columns["nobody"] = ("bool", [line.cell.nobody for line in found])
    columns["hidden"] = ("bool", [line.cell.hidden for line in found])
    for name in tests_of(statistics) if statistics is not None else ():
        columns[name] = ("Float64", [None if line.tests is None else figure_of(line.tests, name) for line in found])
    return frame_of(columns)


@dataclass(frozen=True, slots=True)
class _Line:
    """A cell as a row of the frame."""

    code: str
    labels: tuple[str, ...]
    cell: Cell
    ends: tuple[float, float] | None = None
    tests: RowStatistics | None = None

    def figure(self, name: str) -> float | None:
        if self.cell.nobody or self.cell.hidden:
            return None
        if name in {"low", "high"} and self.ends is not None:
            return self.ends[name == "high"]
        found: float | None = getattr(self.cell, name)
        return found


def _cells(comparison: Comparison, row: Row, number: int, statistics: Statistics | None) -> Iterator[_Line]:
    sure = None if statistics is None else statistics.rows[number]
    code, everything = row.spec.label, comparison.all.label
    if comparison.by:
        for at, (column, cell) in enumerate(zip(comparison.columns, row.cells, strict=True)):
            yield _Line(code, column.labels, cell, None if sure is None else sure.cells[at])
    for rank, (heads, cells) in enumerate(zip(comparison.margins, row.margins, strict=True)):
        for column, cell in zip(heads, cells, strict=True):
            labels = [everything] * len(comparison.by)
            labels[rank] = column.label
            yield _Line(code, tuple(labels), cell)
    yield _Line(code, (everything,) * max(len(comparison.by), 1), row.total, None if sure is None else sure.total, sure)


def _free(name: str, columns: Mapping[str, object]) -> str:
    """The variable's name, told apart where an attribute is called like one of our own columns."""
    while name in columns or name in (*FIGURES, "nobody", "hidden", *TESTS, *DIFFERENCE, *ODDS):
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
