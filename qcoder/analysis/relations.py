"""Relations between codes: which go together on the same text, in the same turn or with the same participant, and which follow which.

A code with its subcodes is one row. Two rows of which one lies within the other are no pair: a code always goes with its own subcodes.
Two fair measures stand beside every count. Jaccard's index (Jaccard 1912, New Phytologist 11, 37-50) is what both share of what either
has, 0 to 1. Lift (Brin, Motwani & Tsur 1997, SIGMOD Record 26, 255-264) is how many times more often both meet than they would by
chance: 1 is chance.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from qcoder.analysis import counts
from qcoder.analysis.compare import RowSpec, count_rows
from qcoder.analysis.counts import NOBODY, SHIFT, Bools, Counted, Ints, Speech
from qcoder.analysis.coverage import EVERYTHING, Coverage
from qcoder.analysis.meeting import Met, Told, distinct, expanded, line, nested
from qcoder.analysis.scope import Scope
from qcoder.analysis.stretches import together
from qcoder.domain.codings import Coding
from qcoder.project.read import Reader
from qcoder.words import _, n_

Reals = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]


class By(StrEnum):
    """What two codes have to share to go together; or, that one follows the other."""

    PASSAGE = "passage"
    TURN = "turn"
    PARTICIPANT = "participant"
    SEQUENCE = "sequence"


@dataclass(frozen=True, slots=True)
class Relation:
    """Two rows by their places, how often they meet, in how many documents, with how many participants; `hidden` tells no figure.

    For a sequence `a` comes first and `n` counts the turns of `a` that `b` follows.
    """

    a: int
    b: int
    n: int
    documents: int
    participants: int
    jaccard: float | None
    lift: float | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Relations:
    """What was counted of which rows.

    `sizes` is how often each row is there alone (stretches of text, turns, participants), None where that is hidden; `people` are the
    participants behind it, and none where it is hidden.
    """

    by: By
    rows: tuple[RowSpec, ...]
    sizes: tuple[int | None, ...]
    people: tuple[int, ...]
    pairs: tuple[Relation, ...]
    unit: str
    notes: tuple[str, ...]
    within: int = 0
    same_speaker: bool = False
    scope: Scope = EVERYTHING
    hidden_below: int = 0

    def at(self, a: int, b: int) -> Relation | None:
        """The relation of two rows, None where they never meet; in whichever order unless one follows the other."""
        if self.by is not By.SEQUENCE and a > b:
            a, b = b, a
        return next((pair for pair in self.pairs if (pair.a, pair.b) == (a, b)), None)


def relations(
    read: Reader,
    rows: Sequence[RowSpec],
    by: By = By.PASSAGE,
    scope: Scope = EVERYTHING,
    coverage: Coverage | None = None,
    *,
    within: int = 3,
    same_speaker: bool = False,
    progress: Progress | None = None,
) -> Relations:
    """Count how often every two rows meet; `within` and `same_speaker` are for sequences: so many turns (of the same speaker) later.

    By passage, what is counted are stretches of text where both are, whoever speaks; passages of one code that overlap, as of two coders,
    are one. By turn and in sequences, participants' and interviewers' turns alike; by participant, those who have both anywhere.
    `progress` may raise to stop. Raises ValueError for a sequence within less than one turn.
    """
    if within < 1:
        raise ValueError("a sequence needs a turn to follow in")
    work = _Work(read, tuple(rows), scope, coverage or Coverage(), progress or (lambda _done, _of: None))
    made = {By.PASSAGE: work.by_passage, By.TURN: work.by_turn, By.PARTICIPANT: work.by_participant}
    sizes, pairs = made[by]() if by in made else work.in_sequence(within, same_speaker)
    return Relations(
        by, tuple(rows), tuple(sizes), tuple(work.people()), tuple(pairs), _unit(by, within, same_speaker), scope.in_words(read), within,
        same_speaker, scope,
    )  # fmt: skip


def codings_behind(read: Reader, found: Relations, a: int, b: int, coverage: Coverage | None = None) -> list[int]:
    """The ids of the codings of either row that make a relation, by document and place; none behind a hidden one."""
    pair = found.at(a, b)
    if pair is None or pair.hidden:
        return []
    work = _Work(read, (found.rows[a], found.rows[b]), found.scope, coverage or Coverage(), lambda _done, _of: None)
    return work.behind(found)


def codings_of(read: Reader, found: Relations, row: int, coverage: Coverage | None = None) -> list[int]:
    """The ids of the codings of one row that were counted, by document and place; none where its figure is hidden."""
    if found.sizes[row] is None:
        return []
    return _Work(read, (found.rows[row],), found.scope, coverage or Coverage(), lambda _done, _of: None).alone(found.by)


class _Work:
    """One counting: the rows' passages, and what each of them reaches."""

    def __init__(self, read: Reader, rows: tuple[RowSpec, ...], scope: Scope, coverage: Coverage, progress: Progress) -> None:
        self.read, self.rows, self.scope, self.progress = read, rows, scope, progress
        self.speech: Speech = coverage.speech(read)
        _layout, seating = coverage.seats(read, (), scope)
        sits = np.append(seating.column != NOBODY, False)[self.speech.speaker]
        self.person: Ints = np.where(sits, np.append(seating.participant, NOBODY)[self.speech.speaker], NOBODY)
        self.narrow = bool(scope.where) or scope.fully_coded
        self.counted: list[Counted] = count_rows(read, rows, scope, coverage) if rows else []
        self.allowed: Bools = np.array([[not nested(one, other) for other in rows] for one in rows], np.bool_).reshape(len(rows), len(rows))

    # -- on the same text ----------------------------------------------------------------------------------------

    def stretches(self) -> tuple[Ints, Ints, Ints]:
        """(starts, ends, row) of every row's text, by start; what touches stays apart, what overlaps is one."""
        starts, ends, row = [], [], []
        for at, counted in enumerate(self.counted):
            passages, chosen = counted.passages, counted.rows
            some, others = together(2 * passages.starts[chosen], 2 * passages.ends[chosen] - 1)
            starts.append(some // 2)
            ends.append((others + 1) // 2)
            row.append(np.full(len(some), at, np.int64))
        if not starts:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)
        begin, end, whose = np.concatenate(starts), np.concatenate(ends), np.concatenate(row)
        if self.narrow:
            kept = self._reached(begin, end)
            begin, end, whose = begin[kept], end[kept], whose[kept]
        order = np.lexsort((whose, begin))
        return begin[order], end[order], whose[order]

    def _reached(self, starts: Ints, ends: Ints) -> Bools:
        """Which ranges cover a word of a participant in the scope."""
        return self._reaches(self.person != NOBODY, starts, ends)

    def by_passage(self) -> tuple[list[int], list[Relation]]:
        starts, ends, row = self.stretches()
        size = len(self.rows)
        text = np.asarray(np.bincount(row, weights=ends - starts, minlength=size), np.float64)
        n, shared = np.zeros(size * size, np.int64), np.zeros(size * size)
        met = Met(size)
        upto = np.searchsorted(starts, ends, "left").astype(np.int64)
        for i, j in expanded(upto - np.arange(len(starts)) - 1, self.progress):
            key, kept = self._keys(row[i], row[j])
            begin, end = starts[j][kept], np.minimum(ends[i], ends[j])[kept]
            n += np.bincount(key, minlength=size * size)
            shared += np.bincount(key, weights=end - begin, minlength=size * size)
            met.documents(key, begin >> SHIFT)
            first, stop = counts.turns_reached(self.read, self.speech, begin, end)
            many = stop - first
            turns = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many) + np.repeat(first, many)
            met.people(np.repeat(key, many), self.person[turns])
        whole = float((self.speech.ends - self.speech.starts).sum())
        return np.bincount(row, minlength=size).tolist(), self._told(n, shared, text, max(whole, text.max(initial=0)), met)

    # -- in the same turn, with the same participant --------------------------------------------------------------

    @cached_property
    def turns(self) -> tuple[Ints, Ints]:
        """(turn, row): the turns of which each row covers words, by turn."""
        found_turns, found_rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for at, counted in enumerate(self.counted):
            first, stop = counted.passages.first[counted.rows], counted.passages.stop[counted.rows]
            many = np.maximum(stop - first, 0)
            turns = distinct(np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many) + np.repeat(first, many))
            if self.narrow:
                turns = turns[self.person[turns] != NOBODY]
            found_turns.append(turns)
            found_rows.append(np.full(len(turns), at, np.int64))
        turn, row = np.concatenate(found_turns), np.concatenate(found_rows)
        order = np.lexsort((row, turn))
        return turn[order], row[order]

    def people(self) -> list[int]:
        """How many participants stand behind each row."""
        turn, row = self.turns
        found: list[int] = Told(row, self.person[turn], len(self.rows)).of(np.ones(len(row), np.bool_)).tolist()
        return found

    def by_participant(self) -> tuple[list[int], list[Relation]]:
        turn, row = self.turns
        told = self.person[turn] != NOBODY
        turn, row = turn[told], row[told]
        size = len(self.rows)
        said = _presence(self.person[turn], row, size)
        both = said.T @ said
        # Documents are those in which one participant has both: an interview is said by one, a group by several.
        documents = np.zeros((size, size), np.int64)
        document = self.speech.starts[turn] >> SHIFT
        for start, stop in pairwise([0, *(np.flatnonzero(np.diff(document)) + 1).tolist(), len(document)]) if len(document) else ():
            here = _presence(self.person[turn[start:stop]], row[start:stop], size)
            documents += here.T @ here > 0
        n = np.rint(both).astype(np.int64)
        n[~self.allowed] = 0
        n[np.tril_indices(size)] = 0
        sizes = np.rint(np.diag(both)).astype(np.int64)
        whole = len(np.unique(self.person[self.person != NOBODY]))
        met = Met(size, documents.ravel(), n.ravel())
        return sizes.tolist(), self._told(n.ravel(), n.ravel().astype(np.float64), sizes.astype(np.float64), float(whole), met)

    def by_turn(self) -> tuple[list[int], list[Relation]]:
        turn, row = self.turns
        size = len(self.rows)
        sizes = np.bincount(row, minlength=size) if size else np.zeros(0, np.int64)
        n, met = np.zeros(size * size, np.int64), Met(size)
        for key, where in self._met_in(turn, row):
            n += np.bincount(key, minlength=size * size)
            met.documents(key, self.speech.starts[where] >> SHIFT)
            met.people(key, self.person[where])
        whole = int(np.count_nonzero(self.person != NOBODY)) if self.narrow else len(self.speech.starts)
        return sizes.tolist(), self._told(n, n.astype(np.float64), sizes.astype(np.float64), float(whole), met)

    def _met_in(self, group: Ints, row: Ints) -> Iterator[tuple[Ints, Ints]]:
        """(pair, group) for every two rows that are in one group; both come in order, and each row once a group."""
        upto = np.searchsorted(group, group, "right").astype(np.int64)
        for i, j in expanded(upto - np.arange(len(group)) - 1, self.progress):
            key, kept = self._keys(row[i], row[j])
            yield key, group[i][kept]

    def _keys(self, one: Ints, other: Ints) -> tuple[Ints, Bools]:
        """The pair of each two rows as one number, and which of them are pairs at all."""
        low, high = np.minimum(one, other), np.maximum(one, other)
        kept: Bools = self.allowed[low, high]
        return (low * len(self.rows) + high)[kept], kept

    def _told(self, n: Ints, both: Reals, alone: Reals, whole: float, met: Met) -> list[Relation]:
        size, found = len(self.rows), []
        documents, people = met.told()
        for key in np.flatnonzero(n).tolist():
            a, b = divmod(key, size)
            either = alone[a] + alone[b] - both[key]
            chance = alone[a] * alone[b]
            found.append(
                Relation(
                    a, b, int(n[key]), int(documents[key]), int(people[key]),
                    float(both[key] / either) if either > 0 else None, float(both[key] * whole / chance) if chance > 0 else None,
                )
            )  # fmt: skip
        return found

    # -- one after the other --------------------------------------------------------------------------------------

    def in_sequence(self, within: int, same_speaker: bool) -> tuple[list[int], list[Relation]]:
        turn, row = self.turns
        size, turns = len(self.rows), len(self.speech.starts)
        place, first, _last = line(self.speech, same_speaker)
        sizes = np.bincount(row, minlength=size)
        behind = place[turn]  # where each hit stands in the line of turns that follow each other
        in_documents, with_people = Told(row, self.speech.starts[turn] >> SHIFT, size), Told(row, self.person[turn], size)
        n, documents, people = (np.zeros((size, size), np.int64) for _each in range(3))
        followed_by_chance = np.zeros(size)
        for b in range(size):
            self.progress(b, size)
            at = behind[row == b]
            # Every turn from which b is near enough, as the ranges before each b: +1 where one begins, -1 where it ends.
            edges = np.bincount(np.maximum(at - within, first[at]), minlength=turns + 1) - np.bincount(at, minlength=turns + 1)
            near = np.cumsum(edges)[:turns] > 0
            follows = near[behind]
            n[:, b] = np.bincount(row[follows], minlength=size)
            documents[:, b], people[:, b] = in_documents.of(follows), with_people.of(follows)
            followed_by_chance[b] = np.count_nonzero(near) / max(turns, 1)
        n[~self.allowed] = 0
        found = []
        for a, b in zip(*(axis.tolist() for axis in np.nonzero(n)), strict=True):
            share = float(n[a, b] / sizes[a])
            lift = share / followed_by_chance[b] if followed_by_chance[b] else None
            found.append(Relation(a, b, int(n[a, b]), int(documents[a, b]), int(people[a, b]), share, lift))
        return sizes.tolist(), found

    # -- what is behind -------------------------------------------------------------------------------------------

    def behind(self, found: Relations) -> list[int]:
        """The codings of the two rows that make their relation."""
        some: list[Coding] = []
        marks = None if found.by is By.PASSAGE else self._marks(found)
        begin, finish = self._shared() if marks is None else (self.person[:0], self.person[:0])
        for at, row in enumerate(self.rows):
            codings, starts, ends = self._codings(row)
            if marks is None:
                inside = np.searchsorted(begin, ends, "left") > np.searchsorted(finish, starts, "right")
            else:
                inside = self._reaches(marks[at], starts, ends)
            some += [coding for coding, within in zip(codings, inside.tolist(), strict=True) if within]
        return _in_order(some)

    def alone(self, by: By) -> list[int]:
        """The codings of the only row, as far as they are counted."""
        codings, starts, ends = self._codings(self.rows[0])
        if by is By.PASSAGE:
            inside = self._reached(starts, ends) if self.narrow else np.ones(len(codings), np.bool_)
        else:
            there = np.zeros(len(self.speech.starts), np.bool_)
            there[self.turns[0]] = True
            inside = self._reaches(there & (self.person != NOBODY) if by is By.PARTICIPANT else there, starts, ends)
        return _in_order([coding for coding, within in zip(codings, inside.tolist(), strict=True) if within])

    def _codings(self, row: RowSpec) -> tuple[list[Coding], Ints, Ints]:
        """The codings of a row in the scope, and where they are."""
        without = self.scope.without
        codings = [c for c in self.read.codings.of_codes(row.code_ids, self.scope.coder_ids) if c.origin.value not in without]
        table = np.array([(c.document_id, c.span.start, c.span.end) for c in codings], np.int64).reshape(-1, 3)
        rank = np.searchsorted(self.speech.documents, table[:, 0]).astype(np.int64)
        return codings, (rank << SHIFT) + table[:, 1], (rank << SHIFT) + table[:, 2]

    def _reaches(self, turns: Bools, starts: Ints, ends: Ints) -> Bools:
        """Which ranges cover a word of these turns."""
        before = np.concatenate(([0], np.cumsum(turns)))
        first, stop = counts.turns_reached(self.read, self.speech, starts, ends)
        answer: Bools = before[stop] > before[first]
        return answer

    def _shared(self) -> tuple[Ints, Ints]:
        """(starts, ends) of the text where both are."""
        starts, ends, row = self.stretches()
        upto = np.searchsorted(starts, ends, "left").astype(np.int64)
        begin, finish = [starts[:0]], [ends[:0]]
        for i, j in expanded(upto - np.arange(len(starts)) - 1, self.progress):
            both = row[i] != row[j]
            begin.append(starts[j][both])
            finish.append(np.minimum(ends[i], ends[j])[both])
        return np.concatenate(begin), np.concatenate(finish)

    def _marks(self, found: Relations) -> tuple[Bools, Bools]:
        """For either row the turns on which its codings count."""
        turn, row = self.turns
        here = [np.zeros(len(self.speech.starts), np.bool_) for _row in self.rows]
        for at in range(2):
            here[at][turn[row == at]] = True
        if found.by is By.TURN:
            return here[0] & here[1], here[0] & here[1]
        if found.by is By.PARTICIPANT:
            both = np.intersect1d(self.person[here[0]], self.person[here[1]])
            theirs = np.isin(self.person, both[both != NOBODY])
            return theirs, theirs
        return self._one_after_the_other(here[0], here[1], found)

    def _one_after_the_other(self, one: Bools, other: Bools, found: Relations) -> tuple[Bools, Bools]:
        place, _first, last = line(self.speech, found.same_speaker)
        turn_at = np.empty(len(place), np.int64)
        turn_at[place] = np.arange(len(place))
        first, second = np.zeros(len(place), np.bool_), np.zeros(len(place), np.bool_)
        for at in place[np.flatnonzero(one)].tolist():
            following = turn_at[at + 1 : min(at + found.within, int(last[at])) + 1]
            hits = following[other[following]]
            if len(hits):
                first[turn_at[at]] = True
                second[hits] = True
        return first, second


def _in_order(codings: list[Coding]) -> list[int]:
    return [coding.id for coding in sorted(codings, key=lambda one: (one.document_id, one.span.start, one.span.end, one.id))]


def _presence(thing: Ints, row: Ints, size: int) -> Reals:
    """Things by rows: 1 where a thing has a row."""
    different, rank = np.unique(thing, return_inverse=True)
    found = np.zeros((len(different), size))
    found[rank.ravel(), row] = 1.0
    return found


def _unit(by: By, within: int, same_speaker: bool) -> str:
    if by is By.SEQUENCE:
        words = n_(
            "Turns with the code of the row after which the code of the column comes within {n} turn",
            "Turns with the code of the row after which the code of the column comes within {n} turns",
            within,
        )
        return words + (_(" of the same speaker.") if same_speaker else _(", whoever speaks."))
    return {
        By.PASSAGE: _("Stretches of text where both codes are, whoever speaks; passages of one code that overlap count as one."),
        By.TURN: _("Turns in which both codes are, whoever speaks."),
        By.PARTICIPANT: _("Participants who have both codes, wherever they said it."),
    }[by]
