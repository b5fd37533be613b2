"""A comparison over waves as a slope chart: one line a code (or a code and a group), from wave to wave."""

from typing import TYPE_CHECKING

from qcoder.analysis.compare import Comparison, Count
from qcoder.domain.codes import CodeTree
from qcoder.exporters.comparison import said
from qcoder.gui.views.compare.present import heat_value
from qcoder.gui.widgets.dotplot import nice_top
from qcoder.gui.widgets.slope import SlopeChart, SlopeLine, SlopePoint, Slopes
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.analysis.statistics import Statistics

__all__ = ["SlopeChart", "slopes_of"]
MOST_LINES = 14
"""More lines than this nobody can follow."""


def slopes_of(comparison: Comparison, tree: CodeTree, statistics: "Statistics | None" = None) -> Slopes:
    """Lines over the waves, where the columns are waves, alone or crossed; else, or with too many lines, nothing."""
    if "wave" not in comparison.by:
        return Slopes()
    at = comparison.by.index("wave")
    waves = list(dict.fromkeys(column.labels[at] for column in comparison.columns))
    others = list(dict.fromkeys(column.labels[1 - at] for column in comparison.columns)) if len(comparison.by) == 2 else [""]
    if len(waves) < 2 or len(comparison.rows) * len(others) > MOST_LINES:
        return Slopes()
    share = comparison.count in (Count.PARTICIPANTS, Count.DOCUMENTS, Count.WORDS, Count.SHARE)
    lines = []
    for number, row in enumerate(comparison.rows):
        code = tree.by_id.get(row.spec.code_id) if row.spec.code_id is not None else None
        sure = statistics.rows[number].cells if statistics is not None and comparison.count is not Count.WORDS else None
        for other in others:
            points = []
            for rank, (column, cell) in enumerate(zip(comparison.columns, row.cells, strict=True)):
                if len(comparison.by) == 2 and column.labels[1 - at] != other:
                    continue
                told = not (cell.hidden or cell.nobody)
                ends = sure[rank] if sure is not None else (cell.low, cell.high) if cell.low is not None and cell.high is not None else None
                low, high = ends if ends is not None and told else (None, None)
                place = waves.index(column.labels[at])
                value = heat_value(comparison.count, cell) if told else None
                points.append(SlopePoint(place, value, said(comparison.count, cell), low, high, (number, rank)))
            label = " · ".join(filter(None, (row.spec.label, other)))
            lines.append(SlopeLine(label, tuple(sorted(points, key=lambda point: point.at)), code.color if code else "#0072b2"))
    reached = [point.value for line in lines for point in line.points if point.value is not None]
    top = 1.0 if comparison.count in (Count.PARTICIPANTS, Count.DOCUMENTS) else nice_top(reached)
    people = [f"{wave}: {sum(c.participants for c in comparison.columns if c.labels[at] == wave):,}" for wave in waves]
    about = _("From wave to wave; whoever was interviewed in a wave counts there (participants: {people})").format(people=", ".join(people))
    return Slopes(about, tuple(waves), tuple(lines), top, share)
