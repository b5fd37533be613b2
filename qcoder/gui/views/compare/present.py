"""A comparison as the matrix and the dot plot show it: figures, denominators, warmth, and all of it in words."""

from qcoder.analysis.compare import Cell, Column, Comparison, Count, Row
from qcoder.domain.codes import CodeTree
from qcoder.gui.views.compare.choice import count_label
from qcoder.gui.widgets.dotplot import Dot, Plot, nice_top
from qcoder.gui.widgets.matrix import MatrixCell, MatrixColumn, MatrixData, MatrixRow
from qcoder.words import _, n_

NOBODY = "–"
_SHARES = (Count.PARTICIPANTS, Count.DOCUMENTS)


def has_details(comparison: Comparison, intervals: bool) -> bool:
    """Whether cells carry a second, small figure."""
    return comparison.count is Count.WORDS or (comparison.count is Count.PARTICIPANTS and intervals)


def matrix_of(comparison: Comparison, tree: CodeTree, intervals: bool) -> MatrixData:
    """The table; the total is its last column unless there is no other."""
    crossed = len(comparison.by) > 0
    columns = [*comparison.columns, comparison.all] if crossed else [comparison.all]
    top = _hottest(comparison)
    rows = []
    for row in comparison.rows:
        cells = [*row.cells, row.total] if crossed else [row.total]
        path = tree.path(row.spec.code_id) if row.spec.code_id in tree.by_id and row.spec.code_id is not None else row.spec.label
        color = tree.by_id[row.spec.code_id].color if row.spec.code_id in tree.by_id and row.spec.code_id is not None else ""
        shown = tuple(
            _cell(comparison.count, cell, intervals, None if crossed and cell is row.total and not _is_share(comparison) else top)
            for cell in cells
        )
        rows.append(MatrixRow(row.spec.label, shown, color, row.spec.depth, path))
    return MatrixData(
        tuple(MatrixColumn(column.labels, _about_column(column)) for column in columns), tuple(rows), count_label(comparison.count)
    )


def _is_share(comparison: Comparison) -> bool:
    return comparison.count in _SHARES


def _hottest(comparison: Comparison) -> float:
    """The value that is drawn warmest: the whole for shares of people, the largest in the table for everything else."""
    if _is_share(comparison):
        return 1.0
    cells = [cell for row in comparison.rows for cell in (row.cells or (row.total,))]
    return max((_heat_value(comparison.count, cell) for cell in cells), default=0.0) or 1.0


def _heat_value(count: Count, cell: Cell) -> float:
    return cell.value if count in (Count.CODINGS, Count.RATE) else cell.share or 0.0


def _cell(count: Count, cell: Cell, intervals: bool, top: float | None) -> MatrixCell:
    if cell.nobody:
        return MatrixCell(NOBODY, said=_("nobody here has been interviewed, so there is nothing to count"), void=True)
    heat = None if top is None else min(_heat_value(count, cell) / top, 1.0)
    detail = ""
    if count is Count.PARTICIPANTS and intervals:
        detail = interval(cell)
    elif count is Count.WORDS:
        detail = percent(cell.share or 0.0)
    return MatrixCell(figure(count, cell), detail, heat, in_words(count, cell))


def figure(count: Count, cell: Cell) -> str:
    """The figure as a cell shows it: `4 of 8`, `12`, `3.1`."""
    if count in _SHARES:
        return _("{n} of {of}").format(n=f"{cell.n:,}", of=f"{cell.of or 0:,}")
    return f"{cell.value:,.1f}" if count is Count.RATE else f"{cell.n:,}"


def in_words(count: Count, cell: Cell) -> str:
    """The figure with its unit, denominator and interval."""
    if cell.nobody:
        return _("nobody interviewed")
    of = f"{cell.of or 0:,}"
    if count is Count.PARTICIPANTS:
        words = _("{n} of {of} participants").format(n=f"{cell.n:,}", of=of)
        return words + (_(", interval {interval}").format(interval=interval(cell)) if cell.low is not None else "")
    if count is Count.DOCUMENTS:
        return _("{n} of {of} documents").format(n=f"{cell.n:,}", of=of)
    if count is Count.WORDS:
        return _("{n} of {of} words, {share}").format(n=f"{cell.n:,}", of=of, share=percent(cell.share or 0.0))
    passages = n_("{n} passage", "{n} passages", cell.n)
    if count is Count.RATE:
        return _("{rate} per 1,000 words ({passages} in {of} words)").format(rate=f"{cell.value:,.1f}", passages=passages, of=of)
    return passages


def interval(cell: Cell) -> str:
    """`15–85 %`, or nothing."""
    if cell.low is None or cell.high is None:
        return ""
    return f"{100 * cell.low:.0f}–{100 * cell.high:.0f} %"


def percent(share: float) -> str:
    """`3.9 %`; whole per cent from ten on."""
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"


def _about_column(column: Column) -> str:
    parts = [
        n_("{n} participant", "{n} participants", column.participants),
        n_("{n} document", "{n} documents", column.documents),
        n_("{n} word", "{n} words", column.words),
    ]
    return f"{column.label}: {', '.join(parts)}"


def plot_of(comparison: Comparison, row: Row, tree: CodeTree) -> Plot:
    """One row as a dot plot: a dot for every column, the total last."""
    count = comparison.count
    # The total is a share among shares; where passages are counted it would dwarf the columns.
    pairs = list(zip(comparison.columns, row.cells, strict=True)) if comparison.by else []
    if not comparison.by or count is not Count.CODINGS:
        pairs.append((comparison.all, row.total))
    dots = tuple(_dot(count, column, cell) for column, cell in pairs)
    share = count in (*_SHARES, Count.WORDS)
    reached = [max(dot.value or 0.0, dot.high or 0.0) for dot in dots]
    top = 1.0 if count in _SHARES else nice_top(reached)
    code = tree.by_id.get(row.spec.code_id) if row.spec.code_id is not None else None
    return Plot(_plot_title(count, row.spec.label), dots, top, share, code.color if code else "#0072b2")


def _dot(count: Count, column: Column, cell: Cell) -> Dot:
    group, label = (column.labels[0], column.labels[1]) if len(column.labels) > 1 else ("", column.labels[0])
    if cell.nobody:
        return Dot(label, None, _("nobody interviewed"), group=group)
    value = cell.value if count in (Count.CODINGS, Count.RATE) else cell.share or 0.0
    text = figure(count, cell) if count is not Count.WORDS else _("{n} ({share})").format(n=f"{cell.n:,}", share=percent(value))
    return Dot(label, value, text, cell.low, cell.high, group)


def _plot_title(count: Count, label: str) -> str:
    return {
        Count.PARTICIPANTS: _("{code}: share of participants who said it, with intervals (Wilson 95 %)"),
        Count.DOCUMENTS: _("{code}: share of documents in which it is said"),
        Count.CODINGS: _("{code}: passages"),
        Count.WORDS: _("{code}: share of the participants’ words"),
        Count.RATE: _("{code}: passages per 1,000 words"),
    }[count].format(code=label)
