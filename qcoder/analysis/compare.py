"""Compare: who says what, across localities, groups, waves or the values of an attribute.

What is counted: a coding belongs to every participant of whose words it covers at least one character; interviewers and speakers
tied to nobody are not participants. A participant counts once however often they said it, also when they said it under several
subcodes of a row. Who spoke for two columns (two waves, say) counts in both, and once in all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qcoder.analysis.columns import Layout
from qcoder.analysis.coverage import Coverage
from qcoder.analysis.intervals import wilson
from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.counts import Ints, Passages, Seating, Speech

SMALL = 10


class Count(StrEnum):
    """What a comparison counts."""

    PARTICIPANTS = "participants"
    CODINGS = "codings"
    DOCUMENTS = "documents"
    WORDS = "words"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class RowSpec:
    """One row to be counted: any of these codes. `code_id` is the code whose branch it is, None for a set chosen by hand."""

    code_ids: frozenset[int]
    label: str
    code_id: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One column, or the total: a label for each variable, and who is there (participants and documents with words of theirs)."""

    labels: tuple[str, ...]
    participants: int
    documents: int
    words: int

    @property
    def label(self) -> str:
        """`Shire · teachers`."""
        return " · ".join(self.labels)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `value` is what the cell shows: a whole number, or for a rate codings per 1,000 words.

    `n` is what was counted and `of` its denominator (None where there is none: codings). `low` and `high` bound the share of
    participants (Wilson, 95 %, 0 to 1). `nobody` says that no participant of this column speaks, so that 0 means nothing.
    """

    value: float
    n: int
    of: int | None
    low: float | None = None
    high: float | None = None
    nobody: bool = False

    @property
    def share(self) -> float | None:
        """`n` of `of` between 0 and 1, None without a denominator."""
        return self.n / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of figures: a cell for every column, and the total, which is not their sum."""

    spec: RowSpec
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table of figures with all that is needed to read it: `unit` says what is counted and of what, `notes` what to beware of."""

    count: Count
    by: tuple[str, ...]
    columns: tuple[Column, ...]
    all: Column
    rows: tuple[Row, ...]
    unit: str
    notes: tuple[str, ...]
    coder_ids: frozenset[int] | None = None


def rows_of_branch(tree: CodeTree, code_id: int | None, depth: int = 1) -> tuple[RowSpec, ...]:
    """The codes up to `depth` levels below a code (below the root when None) in tree order, each with all that lies under it.

    A code without children is a row itself.
    """
    specs = tuple(
        RowSpec(frozenset(tree.branch(code.id)), code.name, code.id, level) for level, code in tree.walk(code_id) if level < max(depth, 1)
    )
    return specs or (() if code_id is None else (row_of_code(tree, code_id),))


def row_of_code(tree: CodeTree, code_id: int) -> RowSpec:
    """One code with all that lies under it."""
    return RowSpec(frozenset(tree.branch(code_id)), tree.by_id[code_id].name, code_id)


def compare(
    read: Reader,
    rows: Sequence[RowSpec],
    columns: Sequence[str],
    count: Count = Count.PARTICIPANTS,
    coder_ids: Collection[int] | None = None,
    coverage: Coverage | None = None,
) -> Comparison:
    """Count every row in every column; `columns` names none, one or two variables, which are then crossed.

    A variable is `locality`, `group`, `wave`, `school` or the name of an attribute. Hand in the same `coverage` every time and
    only the first comparison reads the turns. Raises KnownError for an unknown variable, the same one twice, or more than two.
    """
    from qcoder.analysis import counts

    if len(columns) > 2 or len({name.casefold() for name in columns}) < len(columns):
        raise KnownError(_("Compare by one thing, or by two different things crossed; {n} were given.").format(n=len(columns)))
    coverage = coverage or Coverage()
    speech = coverage.speech(read)
    layout, seating = coverage.seats(read, columns)
    passages = coverage.passages(read, frozenset().union(*(row.code_ids for row in rows)), coder_ids)
    chosen = [counts.rows_of_passages(passages, row.code_ids) for row in rows]
    heads, total = _columns(speech, seating, layout)
    amounts = _amounts(read, coverage, speech, seating, passages, chosen, count)
    everything = [*heads, total]
    table = []
    for spec, numbers in zip(rows, amounts, strict=True):
        cells = tuple(_cell(count, number, column) for number, column in zip(numbers, everything, strict=True))
        table.append(Row(spec, cells[:-1], cells[-1]))
    return Comparison(
        count=count,
        by=layout.names,
        columns=heads,
        all=total,
        rows=tuple(table),
        unit=unit(count),
        notes=_notes(heads, total, counts.strays(speech, seating, passages)),
        coder_ids=None if coder_ids is None else frozenset(coder_ids),
    )


def cell_codings(read: Reader, comparison: Comparison, row: int, column: int | None, coverage: Coverage | None = None) -> list[int]:
    """The ids of the codings behind one cell, by document and place; `column` None asks for the total's."""
    from qcoder.analysis import counts

    coverage = coverage or Coverage()
    speech = coverage.speech(read)
    _layout, seating = coverage.seats(read, comparison.by)
    codings = list(read.codings.of_codes(comparison.rows[row].spec.code_ids, comparison.coder_ids))
    inside = counts.covering(speech, seating, column, [(c.document_id, c.span.start, c.span.end) for c in codings])
    return [coding.id for coding, counted in zip(codings, inside, strict=True) if counted]


def _columns(speech: "Speech", seating: "Seating", layout: Layout) -> tuple[tuple[Column, ...], Column]:
    from qcoder.analysis import counts

    everybody = seating.column != counts.NOBODY
    people = counts.distinct(seating, seating.participant, everybody)
    documents = counts.distinct(seating, seating.document, everybody)
    words = counts.spoken(speech, seating)
    labels = [*layout.labels, (_("All"),)]
    columns = [Column(*column) for column in zip(labels, people, documents, words, strict=True)]
    return tuple(columns[:-1]), columns[-1]


def _amounts(
    read: Reader, coverage: Coverage, speech: "Speech", seating: "Seating", passages: "Passages", chosen: list["Ints"], count: Count
) -> list[list[int]]:
    """Per row the number in every column, and in all at the end."""
    from qcoder.analysis import counts

    if count in (Count.PARTICIPANTS, Count.DOCUMENTS):
        things = seating.participant if count is Count.PARTICIPANTS else seating.document
        return [counts.distinct(seating, things, counts.hit_speakers(speech, passages, rows)) for rows in chosen]
    if count is Count.WORDS:
        return counts.count_covered_words(speech, seating, passages, chosen, coverage.words, read.documents.text)
    return counts.count_passages(speech, seating, passages, chosen)


def _cell(count: Count, number: int, column: Column) -> Cell:
    nobody = column.participants == 0
    if count is Count.PARTICIPANTS:
        low, high = wilson(number, column.participants) or (None, None)
        return Cell(number, number, column.participants, low, high, nobody)
    if count is Count.DOCUMENTS:
        return Cell(number, number, column.documents, nobody=nobody)
    if count is Count.WORDS:
        return Cell(number, number, column.words, nobody=nobody)
    if count is Count.RATE:
        return Cell(1000 * number / column.words if column.words else 0.0, number, column.words, nobody=nobody)
    return Cell(number, number, None, nobody=nobody)


def unit(count: Count) -> str:
    """What the figures are and what they are figures of, in a sentence."""
    return {
        Count.PARTICIPANTS: _("Participants who said it, of all participants who speak; each is counted once however often they said it."),
        Count.CODINGS: _("Passages on participants' words; a passage coded twice, by two coders or with two subcodes, counts once."),
        Count.DOCUMENTS: _("Documents in which a participant said it, of all documents in which a participant speaks."),
        Count.WORDS: _("Participants' words in coded passages, of all words that participants speak; no word counts twice."),
        Count.RATE: _("Passages per 1,000 words that participants speak; a passage coded twice counts once."),
    }[count]


def _notes(columns: Sequence[Column], total: Column, strays: int) -> tuple[str, ...]:
    notes = []
    if not total.participants:
        notes.append(_("Nobody can be counted yet: no speaker who says something is tied to a participant."))
    sizes = {column.participants for column in columns if column.participants}
    if sizes and max(sizes) < SMALL and len(sizes) == 1:
        notes.append(_("Groups of {n}: read the counts, not the percentages.").format(n=max(sizes)))
    elif sizes and min(sizes) < SMALL:
        notes.append(
            _("Some groups are small ({low} to {high} participants): read the counts, not the percentages.").format(
                low=min(sizes), high=max(sizes)
            )
        )
    if strays:
        notes.append(
            n_(
                "{n} passage is not counted: it lies wholly outside what participants say.",
                "{n} passages are not counted: they lie wholly outside what participants say.",
                strays,
            )
        )
    return tuple(notes)
