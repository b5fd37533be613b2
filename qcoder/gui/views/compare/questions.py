"""What the Compare workspace asks of the project, on the thread that answers questions."""

from dataclasses import dataclass

from qcoder.analysis.compare import Comparison, cell_codings, compare
from qcoder.analysis.coverage import Coverage
from qcoder.analysis.scope import Scope
from qcoder.domain.codes import CodeTree
from qcoder.gui.views.compare.choice import Choice
from qcoder.gui.views.compare.quotes_pane import MOST_QUOTES, QuoteLine
from qcoder.project.read import Reader
from qcoder.project.read.quotes import QuoteFinder


@dataclass(frozen=True, slots=True)
class Answer:
    """A comparison, and the codebook as it was when it was made."""

    choice: Choice
    comparison: Comparison
    tree: CodeTree


@dataclass(frozen=True, slots=True)
class CellQuotes:
    """The first quotes behind a cell, and the ids of the codings of all of them."""

    row: int
    column: int | None
    ids: tuple[int, ...]
    lines: tuple[QuoteLine, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.ids)


def answer(read: Reader, choice: Choice, coverage: Coverage) -> Answer:
    """Compare as chosen; raises KnownError where that cannot be."""
    tree = read.codes.tree()
    return Answer(choice, compare(read, choice.rows(tree), choice.columns, choice.count, Scope(choice.coder_ids), coverage), tree)


def quotes(read: Reader, asked: Answer, row: int, column: int | None, coverage: Coverage) -> CellQuotes:
    """The quotes behind a cell, by document and place; `column` None is the total."""
    ids = cell_codings(read, asked.comparison, row, column, coverage)
    codings = [coding for coding in map(read.codings.get, ids[:MOST_QUOTES]) if coding is not None]
    names = {document_id: name for name, document_id in read.documents.names().items()}
    codings.sort(key=lambda coding: (names.get(coding.document_id, ""), coding.span, coding.id))
    finder = QuoteFinder(read)
    lines = tuple(QuoteLine(finder.quote(coding), asked.tree.by_id[coding.code_id].color) for coding in codings)
    return CellQuotes(row, column, tuple(ids), lines)


def same_cell(before: Answer | None, now: Answer, row: int, column: int | None) -> bool:
    """Whether a place in the table still means the same row and column: codes and people may have come, gone or moved."""
    if before is None or row >= min(len(before.comparison.rows), len(now.comparison.rows)):
        return False
    one, other = before.comparison.rows[row].spec, now.comparison.rows[row].spec
    columns = [[at.labels for at in answer.comparison.columns] for answer in (before, now)]
    return (one.code_id, one.depth) == (other.code_id, other.depth) and (column is None or columns[0] == columns[1])
