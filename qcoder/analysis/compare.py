"""Compare: who says what, across localities, groups, waves or the values of an attribute.

What is counted: a coding belongs to every participant of whose words it covers at least one; interviewers and speakers tied to
nobody are not participants. A participant counts once however often they said it, also when they said it under several subcodes of a
row. Who spoke for two columns (two waves, say) counts in both, and once in all.

A row can also be a combination of two sets of codes. Both in one passage: what counts are the stretches of text where both are. Both by
one participant: what counts are the passages of either, of those participants who have both in the same column.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qcoder.analysis.columns import Layout
from qcoder.analysis.coverage import EVERYTHING, Coverage
from qcoder.analysis.intervals import wilson
from qcoder.analysis.scope import Scope
from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.counts import Counted, Ints, Passages, Seating, Speech

SMALL = 10


class Count(StrEnum):
    """What a comparison counts."""

    PARTICIPANTS = "participants"
    CODINGS = "codings"
    DOCUMENTS = "documents"
    WORDS = "words"
    RATE = "rate"
    SHARE = "share"
    MEAN = "mean"


class Together(StrEnum):
    """How two sets of codes make one row."""

    PASSAGE = "passage"
    PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class RowSpec:
    """One row to be counted: any of these codes. `code_id` is the code whose branch it is, None for a set chosen by hand.

    With `also`, only where any of those is as well: on the same text, or said by the same participant.
    """

    code_ids: frozenset[int]
    label: str
    code_id: int | None = None
    depth: int = 0
    also: frozenset[int] | None = None
    together: Together = Together.PASSAGE

    @property
    def all_ids(self) -> frozenset[int]:
        """Every code that this row looks at."""
        return self.code_ids | (self.also or frozenset())


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
    """One figure. `value` is what the cell shows: a whole number, a rate (passages per 1,000 words), a share (0 to 1) or a mean.

    `n` is what was counted and `of` its denominator (None where there is none: codings). `low` and `high` bound the share of
    participants (Wilson, 95 %, 0 to 1). `nobody` says that no participant of this column speaks, so that 0 means nothing. `people` are
    the participants behind it. A `hidden` cell is too small to be shown, or would give one away that is; it carries no figure at all.
    """

    value: float
    n: int
    of: int | None
    low: float | None = None
    high: float | None = None
    nobody: bool = False
    people: int = 0
    hidden: bool = False

    @property
    def share(self) -> float | None:
        """`n` of `of` between 0 and 1, None without a denominator."""
        return self.n / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of figures: a cell for every column and every margin, and the total, which is not their sum."""

    spec: RowSpec
    cells: tuple[Cell, ...]
    total: Cell
    margins: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table of figures with all that is needed to read it: `unit` says what is counted and of what, `notes` what to beware of.

    When two variables are crossed and margins were asked for, `margins` has the columns of each variable alone. `hidden_below` is the
    number of participants below which figures are hidden, 0 when none are.
    """

    count: Count
    by: tuple[str, ...]
    columns: tuple[Column, ...]
    all: Column
    rows: tuple[Row, ...]
    unit: str
    notes: tuple[str, ...]
    scope: Scope = EVERYTHING
    margins: tuple[tuple[Column, ...], ...] = ()
    hidden_below: int = 0


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


def combination(one: RowSpec, other: RowSpec, together: Together) -> RowSpec:
    """The row of what is both."""
    label = _("{one} + {other}") if together is Together.PASSAGE else _("{one} & {other}, by one participant")
    return RowSpec(one.code_ids, label.format(one=one.label, other=other.label), None, 0, other.code_ids, together)


def compare(
    read: Reader,
    rows: Sequence[RowSpec],
    columns: Sequence[str],
    count: Count = Count.PARTICIPANTS,
    scope: Scope = EVERYTHING,
    coverage: Coverage | None = None,
    *,
    margins: bool = False,
) -> Comparison:
    """Count every row in every column; `columns` names none, one or two variables, which are then crossed.

    A variable is `locality`, `group`, `wave`, `school` or the name of an attribute. Hand in the same `coverage` every time and
    only the first comparison reads the turns. `margins` counts each of two crossed variables alone as well. Raises KnownError for an
    unknown variable, the same one twice, or more than two.
    """
    from qcoder.analysis import counts

    if len(columns) > 2 or len({name.casefold() for name in columns}) < len(columns):
        raise KnownError(_("Compare by one thing, or by two different things crossed; {n} were given.").format(n=len(columns)))
    coverage = coverage or Coverage()
    speech = coverage.speech(read)
    layout, seating = coverage.seats(read, columns, scope)
    passages = coverage.passages(read, frozenset().union(*(row.all_ids for row in rows)), scope)
    counted = [_counted(read, speech, passages, row, scope) for row in rows]
    heads, total = _columns(speech, seating, layout)
    counting = _Counting(read, coverage, speech, count)
    cells = counting.cells(seating, [*heads, total], counted)
    beside, sides = [], []
    for name in columns if margins and len(columns) == 2 else ():
        one_layout, one_seating = coverage.seats(read, (name,), scope)
        some, _all = _columns(speech, one_seating, one_layout)
        beside.append(some)
        sides.append(counting.cells(one_seating, [*some, total], counted))
    table = [
        Row(spec, tuple(line[:-1]), line[-1], tuple(tuple(side[number][:-1]) for side in sides))
        for number, (spec, line) in enumerate(zip(rows, cells, strict=True))
    ]
    return Comparison(
        count=count,
        by=layout.names,
        columns=heads,
        all=total,
        rows=tuple(table),
        unit=unit(count),
        notes=(*scope.in_words(read), *_notes(heads, total, counts.strays(speech, seating, passages))),
        scope=scope,
        margins=tuple(beside),
    )


def _counted(read: Reader, speech: "Speech", passages: "Passages", row: RowSpec, scope: Scope) -> "Counted":
    import numpy as np

    from qcoder.analysis import counts
    from qcoder.analysis.stretches import common

    def plain(code_ids: Collection[int]) -> "tuple[Passages, Ints]":
        if scope.agreed_by < 2:
            return passages, counts.rows_of_passages(passages, code_ids)
        found = counts.stretches_as_passages(read, speech, *_agreed(passages, counts.rows_of_passages(passages, code_ids), scope.agreed_by))
        return found, np.arange(len(found.starts))

    if row.also is None:
        return counts.Counted(*plain(row.code_ids))
    if row.together is Together.PARTICIPANT:
        return counts.Counted(*plain(row.all_ids), (plain(row.code_ids), plain(row.also)))
    sides = [_agreed(passages, counts.rows_of_passages(passages, ids), scope.agreed_by) for ids in (row.code_ids, row.also)]
    found = counts.stretches_as_passages(read, speech, *common(sides[0], sides[1]))
    return counts.Counted(found, np.arange(len(found.starts)))


def _agreed(passages: "Passages", rows: "Ints", k: int) -> "tuple[Ints, Ints]":
    """The stretches that at least `k` different coders coded, each with any of a row's codes."""
    import numpy as np

    from qcoder.analysis.stretches import at_least, together

    starts, ends, coder = passages.starts[rows], passages.ends[rows], passages.coder[rows]
    if k < 2:
        return together(starts, ends)
    return at_least([together(starts[coder == one], ends[coder == one]) for one in np.unique(coder)], k)


def cell_codings(
    read: Reader,
    comparison: Comparison,
    row: int,
    column: int | None,
    coverage: Coverage | None = None,
    margin: int | None = None,
) -> list[int]:
    """The ids of the codings behind one cell, by document and place; `column` None asks for the total's, `margin` for a margin's column.

    None behind a hidden cell. Where a cell counts stretches (combinations, agreement), these are the codings that they are made of.
    """
    from qcoder.analysis import counts

    asked = comparison.rows[row]
    cell = asked.total if column is None else asked.cells[column] if margin is None else asked.margins[margin][column]
    if cell.hidden:
        return []
    coverage = coverage or Coverage()
    scope, spec = comparison.scope, asked.spec
    speech = coverage.speech(read)
    _layout, seating = coverage.seats(read, comparison.by if margin is None else (comparison.by[margin],), scope)
    codings = [coding for coding in read.codings.of_codes(spec.all_ids, scope.coder_ids) if coding.origin.value not in scope.without]
    spans = [(c.document_id, c.span.start, c.span.end) for c in codings]
    if spec.also is not None or scope.agreed_by > 1:
        passages = coverage.passages(read, frozenset().union(*(one.spec.all_ids for one in comparison.rows)), scope)
        counted = _counted(read, speech, passages, spec, scope)
        seating = counted.narrowed(speech, seating, whole=column is None)
        inside = counts.covering_stretches(read, speech, seating, column, spans, counted.passages, counted.rows)
    else:
        inside = counts.covering(read, speech, seating, column, spans)
    return [coding.id for coding, within in zip(codings, inside, strict=True) if within]


def counted_rows(read: Reader, comparison: Comparison, coverage: Coverage) -> "list[Counted]":
    """What each row of a comparison counts."""
    return count_rows(read, [row.spec for row in comparison.rows], comparison.scope, coverage)


def count_rows(read: Reader, rows: Sequence[RowSpec], scope: Scope, coverage: Coverage) -> "list[Counted]":
    """The passages that each of these rows counts."""
    speech = coverage.speech(read)
    passages = coverage.passages(read, frozenset().union(*(row.all_ids for row in rows)), scope)
    return [_counted(read, speech, passages, row, scope) for row in rows]


def _columns(speech: "Speech", seating: "Seating", layout: Layout) -> tuple[tuple[Column, ...], Column]:
    from qcoder.analysis import counts

    everybody = seating.column != counts.NOBODY
    people = counts.distinct(seating, seating.participant, everybody)
    documents = counts.distinct(seating, seating.document, everybody)
    words = counts.spoken(speech, seating)
    labels = [*layout.labels, (_("All"),)]
    columns = [Column(*column) for column in zip(labels, people, documents, words, strict=True)]
    return tuple(columns[:-1]), columns[-1]


class _Counting:
    """Counts rows of one comparison in the seating of its columns, and in those of its margins."""

    def __init__(self, read: Reader, coverage: Coverage, speech: "Speech", count: Count) -> None:
        self._read, self._coverage, self._speech, self._count = read, coverage, speech, count

    def cells(self, seating: "Seating", columns: Sequence[Column], rows: "Sequence[Counted]") -> list[list[Cell]]:
        """Per row a cell for every column, the total last."""
        people = self._in_groups(self._people, seating, rows)
        amounts = people if self._count is Count.PARTICIPANTS else self._in_groups(self._amounts, seating, rows)
        return [
            [_cell(self._count, number, column, some) for number, column, some in zip(line, columns, persons, strict=True)]
            for line, persons in zip(amounts, people, strict=True)
        ]

    def _in_groups(self, count: "_Amounts", seating: "Seating", rows: "Sequence[Counted]") -> list[list[int]]:
        """Rows that share passages and seating are counted at once; those of their own, one by one."""
        found: list[list[int]] = [[] for _row in rows]
        shared: dict[int, list[int]] = {}
        for number, row in enumerate(rows):
            if row.both is None:
                shared.setdefault(id(row.passages), []).append(number)
            else:
                by_column = count(row.narrowed(self._speech, seating, whole=False), row.passages, [row.rows])[0]
                in_all = count(row.narrowed(self._speech, seating, whole=True), row.passages, [row.rows])[0]
                found[number] = [*by_column[:-1], in_all[-1]]
        for numbers in shared.values():
            for number, line in zip(numbers, count(seating, rows[numbers[0]].passages, [rows[n].rows for n in numbers]), strict=True):
                found[number] = line
        return found

    def _people(self, seating: "Seating", passages: "Passages", chosen: Sequence["Ints"]) -> list[list[int]]:
        from qcoder.analysis import counts

        hits = [counts.hit_speakers(self._speech, passages, rows) for rows in chosen]
        return [counts.distinct(seating, seating.participant, hit) for hit in hits]

    def _amounts(self, seating: "Seating", passages: "Passages", chosen: Sequence["Ints"]) -> list[list[int]]:
        from qcoder.analysis import counts

        if self._count is Count.DOCUMENTS:
            hits = [counts.hit_speakers(self._speech, passages, rows) for rows in chosen]
            return [counts.distinct(seating, seating.document, hit) for hit in hits]
        if self._count in (Count.WORDS, Count.SHARE):
            text = self._read.documents.text
            return counts.count_covered_words(self._speech, seating, passages, chosen, self._coverage.words, text)
        return counts.count_passages(self._speech, seating, passages, chosen)


_Amounts = Callable[["Seating", "Passages", Sequence["Ints"]], list[list[int]]]


def _cell(count: Count, number: int, column: Column, people: int) -> Cell:
    nobody = column.participants == 0
    if count is Count.PARTICIPANTS:
        low, high = wilson(number, column.participants) or (None, None)
        return Cell(number, number, column.participants, low, high, nobody, people)
    if count is Count.CODINGS:
        return Cell(number, number, None, nobody=nobody, people=people)
    of = {Count.DOCUMENTS: column.documents, Count.MEAN: column.participants}.get(count, column.words)
    value: float = number
    if count in (Count.RATE, Count.SHARE, Count.MEAN):
        value = (1000 if count is Count.RATE else 1) * number / of if of else 0.0
    return Cell(value, number, of, nobody=nobody, people=people)


def unit(count: Count) -> str:
    """What the figures are and what they are figures of, in a sentence."""
    return {
        Count.PARTICIPANTS: _("Participants who said it, of all participants who speak; each is counted once however often they said it."),
        Count.CODINGS: _("Passages on participants' words; a passage coded twice, by two coders or with two subcodes, counts once."),
        Count.DOCUMENTS: _("Documents in which a participant said it, of all documents in which a participant speaks."),
        Count.WORDS: _("Participants' words in coded passages, of all words that participants speak; no word counts twice."),
        Count.RATE: _("Passages per 1,000 words that participants speak; a passage coded twice counts once."),
        Count.SHARE: _("Share of the words that participants speak which lie in coded passages; no word counts twice."),
        Count.MEAN: _("Passages per participant who speaks, also of those who never said it; a passage coded twice counts once."),
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
