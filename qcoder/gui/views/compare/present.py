"""A comparison as the matrix and the pictures show it: figures, denominators, warmth, and all of it in words."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qcoder.analysis.compare import Cell, Column, Comparison, Count, Row
from qcoder.domain.codes import CodeTree
from qcoder.exporters.comparison import apart, percent, probability
from qcoder.exporters.comparison import interval as interval_words
from qcoder.exporters.comparison import said as figure
from qcoder.gui.views.compare.choice import count_label
from qcoder.gui.widgets.dotplot import Dot, Plot, nice_top
from qcoder.gui.widgets.matrix import MatrixCell, MatrixColumn, MatrixData, MatrixRow
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.statistics import RowStatistics, Statistics

_SHARES = (Count.PARTICIPANTS, Count.DOCUMENTS)
_PLAIN = (Count.CODINGS, Count.RATE, Count.MEAN)
Interval = tuple[float, float]


def has_details(comparison: Comparison, intervals: bool) -> bool:
    """Whether cells carry a second, small figure."""
    return comparison.count is Count.WORDS or intervals


def columns_of(comparison: Comparison) -> list[Column]:
    """The columns of the table in order: crossed ones, each variable alone, everybody."""
    if not comparison.by:
        return [comparison.all]
    return [*comparison.columns, *(column for side in comparison.margins for column in side), comparison.all]


def cells_of(row: Row, comparison: Comparison) -> list[Cell]:
    """A row's cells in the same order."""
    if not comparison.by:
        return [row.total]
    return [*row.cells, *(cell for side in row.margins for cell in side), row.total]


def place_of(comparison: Comparison, column: int) -> tuple[int | None, int | None] | None:
    """What `cell_codings` asks for a column of the table: (column, margin); None for what follows the total."""
    if not comparison.by:
        return (None, None) if column == 0 else None
    if column < len(comparison.columns):
        return column, None
    column -= len(comparison.columns)
    for margin, side in enumerate(comparison.margins):
        if column < len(side):
            return column, margin
        column -= len(side)
    return (None, None) if column == 0 else None


def matrix_of(
    comparison: Comparison, tree: CodeTree, statistics: "Statistics | None" = None, *, intervals: bool, order: Sequence[int] | None = None
) -> MatrixData:
    """The table; the total is its last column of figures, tests and the difference follow. `order` says in which order the rows stand."""
    top = _hottest(comparison)
    rows = []
    columns = [MatrixColumn(_labels(comparison, column), _about_column(column)) for column in columns_of(comparison)]
    columns += [MatrixColumn((title,), tip) for title, tip in _more_columns(comparison, statistics)]
    for number in order if order is not None else range(len(comparison.rows)):
        row, sure = comparison.rows[number], statistics.rows[number] if statistics is not None else None
        code_id = row.spec.code_id
        known = code_id is not None and code_id in tree.by_id
        path = tree.path(code_id) if known and code_id is not None else row.spec.label
        color = tree.by_id[code_id].color if known and code_id is not None else ""
        shown = []
        for at, cell in enumerate(cells_of(row, comparison)):
            whole = bool(comparison.by) and cell is row.total and not _is_share(comparison)
            shown.append(_cell(comparison.count, cell, _ends(sure, cell, at, row), intervals, None if whole else top))
        shown += _more_cells(comparison, statistics, sure)
        rows.append(MatrixRow(row.spec.label, tuple(shown), color, row.spec.depth if order is None else 0, path))
    return MatrixData(tuple(columns), tuple(rows), count_label(comparison.count))


def _labels(comparison: Comparison, column: Column) -> tuple[str, ...]:
    """A margin's columns stand under the name of their variable."""
    for name, side in zip(comparison.by, comparison.margins, strict=False):
        if any(column is one for one in side):
            return (_("All by {variable}").format(variable=name), *column.labels)
    return column.labels


def _ends(sure: "RowStatistics | None", cell: Cell, at: int, row: Row) -> Interval | None:
    """The interval of a cell: the drawn one where there is one, else Wilson's."""
    if sure is not None and cell is row.total:
        return sure.total
    if sure is not None and at < len(row.cells) and row.cells[at] is cell:
        return sure.cells[at]
    return None if cell.low is None or cell.high is None else (cell.low, cell.high)


def _more_columns(comparison: Comparison, statistics: "Statistics | None") -> Iterator[tuple[str, str]]:
    if statistics is None:
        return
    if any(row.p is not None for row in statistics.rows):
        yield (
            _("p (Holm)"),
            _("Fisher's exact test of who said it, by column, adjusted for the rows shown; V: Cramér's, from 0 (alike) to 1"),
        )
    if statistics.between is not None:
        one, other = (comparison.columns[at].label for at in statistics.between)
        yield f"{one} − {other}", _("{one} less {other}, with the interval").format(one=one, other=other)


def _more_cells(comparison: Comparison, statistics: "Statistics | None", sure: "RowStatistics | None") -> Iterator[MatrixCell]:
    if statistics is None or sure is None:
        return
    if any(row.p is not None for row in statistics.rows):
        size = "" if sure.v is None else f"V {sure.v:.2f}"
        plain = _("p {p}, unadjusted {raw}, Cramér's {v}").format(p=probability(sure.p_holm), raw=probability(sure.p), v=size)
        yield MatrixCell(probability(sure.p_holm), size, said=plain if sure.p is not None else _("not tested"))
    if statistics.between is not None:
        words = apart(comparison.count, sure)
        head, _open, rest = words.partition(" (")
        told = sure.difference
        odds = ""
        if told is not None and told.odds_ratio is not None and told.odds_low is not None and told.odds_high is not None:
            odds = _("; odds ratio {ratio:.1f} ({low:.1f} to {high:.1f})").format(
                ratio=told.odds_ratio, low=told.odds_low, high=told.odds_high
            )
        yield MatrixCell(head, rest.rstrip(")"), said=(words or _("not told")) + odds)


def _is_share(comparison: Comparison) -> bool:
    return comparison.count in _SHARES


def _hottest(comparison: Comparison) -> float:
    """The value that is drawn warmest: the whole for shares of people, the largest in the table for everything else."""
    if _is_share(comparison):
        return 1.0
    cells = [cell for row in comparison.rows for cell in (row.cells or (row.total,))]
    return max((heat_value(comparison.count, cell) for cell in cells), default=0.0) or 1.0


def heat_value(count: Count, cell: Cell) -> float:
    """What a cell's warmth and its dot show: a share where there is one, else the figure itself."""
    return cell.value if count in _PLAIN or count is Count.SHARE else cell.share or 0.0


def _cell(count: Count, cell: Cell, ends: Interval | None, intervals: bool, top: float | None) -> MatrixCell:
    if cell.hidden:
        return MatrixCell(figure(count, cell), said=_("hidden: too few participants, or it would give a hidden figure away"), void=True)
    if cell.nobody:
        return MatrixCell(figure(count, cell), said=_("nobody here has been interviewed, so there is nothing to count"), void=True)
    heat = None if top is None else min(heat_value(count, cell) / top, 1.0)
    detail = ""
    if intervals and ends is not None:
        detail = interval_words(count, ends)
    elif count is Count.WORDS:
        detail = percent(cell.share or 0.0)
    text = f"{cell.n:,}" if count is Count.WORDS else figure(count, cell)  # their number beside that of all would not fit
    return MatrixCell(text, detail, heat, in_words(count, cell, ends))


def in_words(count: Count, cell: Cell, ends: Interval | None = None) -> str:
    """The figure with its unit, denominator and interval."""
    if cell.hidden:
        return _("hidden")
    if cell.nobody:
        return _("nobody interviewed")
    if ends is None and cell.low is not None and cell.high is not None:
        ends = cell.low, cell.high
    of = f"{cell.of or 0:,}"
    n = f"{cell.n:,}"
    passages = n_("{n} passage", "{n} passages", cell.n)
    words = {
        Count.PARTICIPANTS: _("{n} of {of} participants").format(n=n, of=of),
        Count.DOCUMENTS: _("{n} of {of} documents").format(n=n, of=of),
        Count.WORDS: _("{n} of {of} words, {share}").format(n=n, of=of, share=percent(cell.share or 0.0)),
        Count.SHARE: _("{n} of {of} words, {share}").format(n=n, of=of, share=percent(cell.share or 0.0)),
        Count.CODINGS: passages,
        Count.RATE: _("{rate} per 1,000 words ({passages} in {of} words)").format(rate=f"{cell.value:,.1f}", passages=passages, of=of),
        Count.MEAN: _("{mean} for each participant ({passages} of {of} participants)").format(
            mean=f"{cell.value:,.2f}", passages=passages, of=of
        ),
    }[count]
    return words + (_(", interval {interval}").format(interval=interval_words(count, ends)) if ends is not None else "")


def _about_column(column: Column) -> str:
    parts = [
        n_("{n} participant", "{n} participants", column.participants),
        n_("{n} document", "{n} documents", column.documents),
        n_("{n} word", "{n} words", column.words),
    ]
    return f"{column.label}: {', '.join(parts)}"


def plot_of(comparison: Comparison, row: Row, tree: CodeTree, sure: "RowStatistics | None" = None) -> Plot:
    """One row as a dot plot: a dot for every column, the total last."""
    count = comparison.count
    # The total is a share among shares; where passages or words are counted it would dwarf the columns.
    ends = sure.cells if sure is not None else (None,) * len(row.cells)
    trios = list(zip(comparison.columns, row.cells, ends, strict=True)) if comparison.by else []
    if not comparison.by or count is not Count.CODINGS:
        trios.append((comparison.all, row.total, sure.total if sure is not None else None))
    dots = tuple(_dot(count, column, cell, end) for column, cell, end in trios)
    share = count in (*_SHARES, Count.WORDS, Count.SHARE)
    reached = [max(dot.value or 0.0, dot.high or 0.0) for dot in dots]
    top = 1.0 if count in _SHARES else nice_top(reached)
    code = tree.by_id.get(row.spec.code_id) if row.spec.code_id is not None else None
    return Plot(_plot_title(count, row.spec.label), dots, top, share, code.color if code else "#0072b2")


def _dot(count: Count, column: Column, cell: Cell, ends: Interval | None) -> Dot:
    group, label = (column.labels[0], column.labels[1]) if len(column.labels) > 1 else ("", column.labels[0])
    if cell.hidden or cell.nobody:
        return Dot(label, None, _("hidden") if cell.hidden else _("nobody interviewed"), group=group)
    value = heat_value(count, cell)
    text = figure(count, cell) if count is not Count.WORDS else _("{n} ({share})").format(n=f"{cell.n:,}", share=percent(value))
    if ends is None and cell.low is not None and cell.high is not None:
        ends = cell.low, cell.high
    if count is Count.WORDS:  # the dot is the share, the interval that of the number of words
        ends = None if ends is None or not cell.of else (ends[0] / cell.of, ends[1] / cell.of)
    low, high = ends or (None, None)
    return Dot(label, value, text, low, high, group)


def _plot_title(count: Count, label: str) -> str:
    return {
        Count.PARTICIPANTS: _("{code}: share of participants who said it, with intervals (Wilson 95 %)"),
        Count.DOCUMENTS: _("{code}: share of documents in which it is said"),
        Count.CODINGS: _("{code}: passages"),
        Count.WORDS: _("{code}: share of the participants’ words"),
        Count.RATE: _("{code}: passages per 1,000 words"),
        Count.SHARE: _("{code}: share of the participants’ words"),
        Count.MEAN: _("{code}: passages per participant"),
    }[count].format(code=label)
