"""What the Compare workspace asks of the project, on the thread that answers questions."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qcoder.analysis.compare import Comparison, cell_codings, compare
from qcoder.analysis.coverage import Coverage
from qcoder.domain.codes import CodeTree
from qcoder.gui.views.compare.choice import Choice, Order
from qcoder.gui.views.compare.present import place_of
from qcoder.gui.views.compare.quotes_pane import MOST_QUOTES, QuoteLine
from qcoder.project.read import Reader
from qcoder.project.read.quotes import QuoteFinder
from qcoder.project.write import Progress

if TYPE_CHECKING:
    from qcoder.analysis.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Answer:
    """A comparison, and the codebook as it was when it was made; figures of fewer than `below` participants are hidden in it."""

    choice: Choice
    comparison: Comparison
    tree: CodeTree
    below: int = 0


@dataclass(frozen=True, slots=True)
class CellQuotes:
    """The first quotes behind a cell, and the ids of the codings of all of them."""

    row: int
    column: int
    ids: tuple[int, ...]
    lines: tuple[QuoteLine, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.ids)


def answer(read: Reader, choice: Choice, coverage: Coverage, below: int = 0) -> Answer:
    """Compare as chosen; raises KnownError where that cannot be."""
    tree = read.codes.tree()
    comparison = compare(read, choice.rows(tree), choice.columns, choice.count, choice.scope, coverage, margins=choice.margins)
    if below > 1:
        from qcoder.analysis.suppression import hide_small

        comparison = hide_small(comparison, below)
    return Answer(choice, comparison, tree, below)


def between(found: Answer) -> tuple[int, int] | None:
    """The two columns of the difference, where both are there."""
    labels = [column.labels for column in found.comparison.columns]
    wanted = found.choice.difference
    if wanted is None or wanted[0] == wanted[1] or any(one not in labels for one in wanted):
        return None
    return labels.index(wanted[0]), labels.index(wanted[1])


def sure(read: Reader, found: Answer, coverage: Coverage, progress: Progress) -> "Statistics":
    """How sure the figures are."""
    from qcoder.analysis.statistics import statistics

    return statistics(read, found.comparison, coverage, between(found), progress=progress)


def in_order(found: Answer, statistics: "Statistics | None") -> list[int] | None:
    """In which order the rows stand; None as they are. Rows whose figure is hidden or untested stand last."""
    rows, order = found.comparison.rows, found.choice.order
    places = list(range(len(rows)))
    if order is Order.TOTAL:
        return sorted(places, key=lambda at: (rows[at].total.hidden, -rows[at].total.value))
    if order is Order.NAME:
        return sorted(places, key=lambda at: rows[at].spec.label.casefold())
    if order is Order.P and statistics is not None:
        ps = [row.p for row in statistics.rows]
        return sorted(places, key=lambda at: (ps[at] is None, ps[at] or 0.0))
    return None


def quotes(read: Reader, asked: Answer, row: int, column: int, coverage: Coverage) -> CellQuotes:
    """The quotes behind a cell of the table, by document and place."""
    place = place_of(asked.comparison, column)
    ids = [] if place is None else cell_codings(read, asked.comparison, row, place[0], coverage, place[1])
    codings = [coding for coding in map(read.codings.get, ids[:MOST_QUOTES]) if coding is not None]
    names = {document_id: name for name, document_id in read.documents.names().items()}
    codings.sort(key=lambda coding: (names.get(coding.document_id, ""), coding.span, coding.id))
    finder = QuoteFinder(read)
    lines = tuple(QuoteLine(finder.quote(coding), asked.tree.by_id[coding.code_id].color) for coding in codings)
    return CellQuotes(row, column, tuple(ids), lines)


def same_cell(before: Answer | None, now: Answer, row: int, column: int) -> bool:
    """Whether a place in the table still means the same row and column: codes and people may have come, gone or moved."""
    if before is None or row >= min(len(before.comparison.rows), len(now.comparison.rows)):
        return False
    one, other = before.comparison.rows[row].spec, now.comparison.rows[row].spec
    columns = [[at.labels for at in answer.comparison.columns] for answer in (before, now)]
    return (one.code_id, one.depth, one.label) == (other.code_id, other.depth, other.label) and columns[0] == columns[1]
