"""Counts: the arithmetic beneath comparisons, on whole columns of numbers at once.

A position is one integer, `rank of the document << 32 | offset`, so that turns and passages of all documents lie on one line and
one binary search serves them all. Turns are sorted and disjoint on it. A passage reaches the turns `first` up to `stop`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from qcoder.analysis.columns import Layout
from qcoder.domain.documents import word_spans
from qcoder.project.read import Reader

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SHIFT = 32
NOBODY = -1

Part = tuple[int, int, int]
"""What is in a part of a turn: how many words, and where the first and the last of them start (NOBODY without words)."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Every turn with words: where it starts and ends, the rank of its speaker in `speakers` (NOBODY when unnamed) and its words."""

    documents: Ints
    speakers: Ints
    starts: Ints
    ends: Ints
    speaker: Ints
    words: Ints


@dataclass(frozen=True, slots=True)
class Passages:
    """Codings as ranges of positions and of the turns of which they cover words.

    `code` is the rank of the code in `codes`, which is sorted; `coder` the coder's id.
    """

    codes: Ints
    code: Ints
    starts: Ints
    ends: Ints
    first: Ints
    stop: Ints
    coder: Ints


@dataclass(frozen=True, slots=True)
class Seating:
    """The speakers by rank: their column, participant and document as ranks, NOBODY for those whose words do not count."""

    columns: int
    column: Ints
    participant: Ints
    document: Ints


def load_speech(read: Reader) -> Speech:
    """Read the turns of every document."""
    table = read.documents.turn_columns()
    documents, counts = np.array([row[0] for row in table], np.int64), np.array([row[1] for row in table], np.int64)
    start, end = _numbers(row[2] for row in table), _numbers(row[3] for row in table)
    speaker, words = _numbers(row[4] for row in table), _numbers(row[5] for row in table)
    speakers = np.unique(speaker[speaker != 0])
    base = np.repeat(np.arange(len(documents)), counts) << SHIFT
    whose = np.where(speaker == 0, NOBODY, np.searchsorted(speakers, speaker)).astype(np.int64)
    said = np.flatnonzero((end > start) & (words > 0))  # a pause, or a shrug, is nothing that can be counted
    order = said[np.argsort((base + start)[said], kind="stable")]
    return Speech(documents, speakers, (base + start)[order], (base + end)[order], whose[order], words[order])


def _numbers(lists: Iterable[str]) -> Ints:
    """One column of numbers out of lists joined by commas."""
    text = ",".join(lists)
    return np.fromstring(text, np.int64, sep=",") if text else np.zeros(0, np.int64)


def load_passages(
    read: Reader, speech: Speech, code_ids: Collection[int], coder_ids: Collection[int] | None, without: Collection[str] = ()
) -> Passages:
    """Read the codings of these codes, but those of an origin in `without`, and find the turns of which each covers words."""
    codes = np.array(sorted(code_ids), np.int64)
    table = read.codings.columns(code_ids, coder_ids, without)
    counts = np.array([row[2] for row in table], np.int64)
    code = np.repeat(np.array([row[0] for row in table], np.int64), counts)
    document = np.repeat(np.array([row[1] for row in table], np.int64), counts)
    start, end, coder = _numbers(row[3] for row in table), _numbers(row[4] for row in table), _numbers(row[5] for row in table)
    rank, known = _ranks(speech.documents, document)
    code, rank, start, end, coder = code[known], rank[known], start[known], end[known], coder[known]
    starts, ends = (rank << SHIFT) + start, (rank << SHIFT) + end
    first, stop = turns_reached(read, speech, starts, ends)
    return Passages(codes, np.searchsorted(codes, code).astype(np.int64), starts, ends, first, stop, coder)


def stretches_as_passages(read: Reader, speech: Speech, starts: Ints, ends: Ints) -> Passages:
    """Ranges of positions as passages of no code in particular."""
    first, stop = turns_reached(read, speech, starts, ends)
    none = np.zeros(len(starts), np.int64)
    return Passages(np.zeros(1, np.int64), none, starts, ends, first, stop, none)


LONG_ENOUGH = 40
"""So many code points of somebody's turn are taken to have a word among them without looking."""
_WORDLIKE = re.compile(r"\w")
_INSIDE_WORDS = re.compile(r"['’\-]")


def turns_reached(read: Reader, speech: Speech, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The turns [first, stop) of which each range covers a word: nobody is counted for a comma of theirs."""
    first = np.searchsorted(speech.ends, starts, "right").astype(np.int64)
    stop = np.maximum(np.searchsorted(speech.starts, ends, "left"), first).astype(np.int64)
    if not len(speech.starts):
        return first, stop
    there = stop > first
    for edge in (np.minimum(first, len(speech.starts) - 1), np.maximum(stop - 1, 0)):
        begin, finish = np.maximum(starts, speech.starts[edge]), np.minimum(ends, speech.ends[edge])
        part = (begin > speech.starts[edge]) | (finish < speech.ends[edge])
        doubtful = np.flatnonzero(there & part & (finish - begin <= LONG_ENOUGH))
        wordless = doubtful[_wordless(read, speech, edge[doubtful], begin[doubtful], finish[doubtful])]
        # Between the first and the last every turn is covered whole, and has words.
        first[wordless] += edge[wordless] == first[wordless]
        stop[wordless] -= (edge[wordless] == stop[wordless] - 1) & (stop[wordless] > first[wordless])
        there = stop > first
    return first, np.maximum(first, stop)


def _wordless(read: Reader, speech: Speech, turns: Ints, begin: Ints, finish: Ints) -> Bools:
    """For parts of turns: whether no word is covered, not even a part of one."""
    found = np.zeros(len(turns), np.bool_)
    rank, text = NOBODY, ""
    for at in np.argsort(begin, kind="stable").tolist():
        if int(begin[at]) >> SHIFT != rank:
            rank = int(begin[at]) >> SHIFT
            text = read.documents.text(int(speech.documents[rank]))
        base = rank << SHIFT
        start, end = int(begin[at]) - base, int(finish[at]) - base
        part = text[start:end]
        if _WORDLIKE.search(part):
            continue
        turn = int(turns[at])
        if _INSIDE_WORDS.search(part):
            words = word_spans(text, int(speech.starts[turn]) - base, int(speech.ends[turn]) - base)
            found[at] = not any(first < end and start < last for first, last in words)
        else:
            found[at] = True
    return found


def _ranks(ids: Ints, wanted: Ints) -> tuple[Ints, Bools]:
    """The rank of each wanted id in the sorted `ids`, and whether it is there."""
    if not len(ids):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    rank = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1).astype(np.int64)
    return rank, ids[rank] == wanted


def seat(speech: Speech, layout: Layout) -> Seating:
    """Put the layout's columns and participants into the order of the speakers."""
    ranks = {participant: rank for rank, participant in enumerate(dict.fromkeys(layout.participant_of.values()))}
    ids = speech.speakers.tolist()
    document = np.full(len(ids), NOBODY, np.int64)
    named = speech.speaker != NOBODY
    document[speech.speaker[named]] = speech.starts[named] >> SHIFT
    return Seating(
        columns=len(layout.labels),
        column=np.array([layout.column_of.get(speaker, NOBODY) for speaker in ids], np.int64),
        participant=np.array([ranks[layout.participant_of[s]] if s in layout.participant_of else NOBODY for s in ids], np.int64),
        document=document,
    )


def rows_of_passages(passages: Passages, code_ids: Collection[int]) -> Ints:
    """The indices of the passages that carry one of these codes."""
    chosen = np.zeros(len(passages.codes) + 1, np.bool_)
    rank, known = _ranks(passages.codes, np.array(sorted(code_ids), np.int64))
    chosen[rank[known]] = True
    return np.flatnonzero(chosen[passages.code])


def hit_speakers(speech: Speech, passages: Passages, rows: Ints) -> Bools:
    """Which speakers have at least one code point of theirs covered."""
    turns = len(speech.starts)
    steps = np.bincount(passages.first[rows], minlength=turns + 1) - np.bincount(passages.stop[rows], minlength=turns + 1)
    reached = np.cumsum(steps)[:turns] > 0
    hit = np.zeros(len(speech.speakers) + 1, np.bool_)
    hit[speech.speaker[reached]] = True  # nobody's turns fall on the spare place at the end
    return hit[:-1]


def distinct(seating: Seating, things: Ints, chosen: Bools) -> list[int]:
    """How many different things (participants, documents) the chosen speakers are of: by column, and in all at the end."""
    counted = chosen & (seating.column != NOBODY)
    column, thing = seating.column[counted], things[counted]
    pairs = np.unique(column * (int(things.max(initial=0)) + 1) + thing)
    by_column = np.bincount(pairs // (int(things.max(initial=0)) + 1), minlength=seating.columns)
    return [*by_column.tolist(), len(np.unique(thing))]


def who_have_both(seating: Seating, one: Bools, other: Bools, *, whole: bool) -> Bools:
    """The speakers who are participants reached by both: in the same column, or (`whole`) in whatever column."""
    most = int(seating.participant.max(initial=0)) + 1
    key = seating.participant if whole else seating.column * most + seating.participant
    sits = seating.column != NOBODY
    answer: Bools = sits & np.isin(key, np.intersect1d(key[one & sits], key[other & sits]))
    return answer


def narrowed(seating: Seating, speakers: Bools) -> Seating:
    """The seating with nobody in it but these speakers."""
    return replace(seating, column=np.where(speakers, seating.column, NOBODY))


@dataclass(frozen=True, slots=True)
class Counted:
    """What a row counts: these of the passages; with `both`, only on the words of those who are reached by both of the two."""

    passages: Passages
    rows: Ints
    both: tuple[tuple[Passages, Ints], tuple[Passages, Ints]] | None = None

    def narrowed(self, speech: Speech, seating: Seating, *, whole: bool) -> Seating:
        """The seating of those reached by both, in the same column or (`whole`) anywhere; of everybody where that is not asked."""
        if self.both is None:
            return seating
        one, other = (hit_speakers(speech, passages, rows) for passages, rows in self.both)
        return narrowed(seating, who_have_both(seating, one, other, whole=whole))


def turn_columns(speech: Speech, seating: Seating) -> Ints:
    """The column in which each turn counts, NOBODY for interviewers and strangers."""
    return np.append(seating.column, NOBODY)[speech.speaker]


def spoken(speech: Speech, seating: Seating) -> list[int]:
    """How many words the participants speak: by column, and in all at the end."""
    return _by_column(turn_columns(speech, seating), speech.words, seating.columns)


def _by_column(column: Ints, amounts: Ints, columns: int) -> list[int]:
    counted = column != NOBODY
    sums = np.bincount(column[counted], weights=amounts[counted], minlength=columns)
    return [*(round(amount) for amount in sums.tolist()), int(amounts[counted].sum())]


def count_passages(speech: Speech, seating: Seating, passages: Passages, rows: Sequence[Ints]) -> list[list[int]]:
    """Different passages that cover a participant's words: per row by column and in all at the end.

    A passage is a stretch of a document: coded twice, it counts once. One over two columns counts in both, once in all.
    """
    same = _same(passages)
    kept = [chosen[np.unique(same[chosen], return_index=True)[1]] for chosen in rows]
    column = turn_columns(speech, seating)
    found: list[list[int]] = [[] for _row in rows]
    anybody = np.zeros(len(passages.first), np.bool_)
    for rank in range(seating.columns):
        touched = _touched(passages, column == rank)
        anybody |= touched
        for counts, chosen in zip(found, kept, strict=True):
            counts.append(int(np.count_nonzero(touched[chosen])))
    for counts, chosen in zip(found, kept, strict=True):
        counts.append(int(np.count_nonzero(anybody[chosen])))
    return found


def strays(speech: Speech, seating: Seating, passages: Passages) -> int:
    """How many different passages cover no participant's words and so count nowhere."""
    lost = ~_touched(passages, turn_columns(speech, seating) != NOBODY)
    return len(set(zip(passages.starts[lost].tolist(), passages.ends[lost].tolist(), strict=True)))


def _touched(passages: Passages, turns: Bools) -> Bools:
    """Which passages reach at least one of the chosen turns."""
    before = np.concatenate(([0], np.cumsum(turns)))
    answer: Bools = before[passages.stop] > before[passages.first]
    return answer


def _same(passages: Passages) -> Ints:
    """A number for every passage, the same for those that start and end together."""
    order = np.lexsort((passages.ends, passages.starts))
    starts, ends = passages.starts[order], passages.ends[order]
    fresh = (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
    same = np.zeros(len(order), np.int64)
    same[order[1:]] = np.cumsum(fresh)
    return same


def count_covered_words(
    speech: Speech,
    seating: Seating,
    passages: Passages,
    rows: Sequence[Ints],
    known: dict[tuple[int, int], Part],
    text: Callable[[int], str],
    turn_column: Ints | None = None,
) -> list[list[int]]:
    """Participants' words in the union of each row's passages, by column and in all at the end; `turn_column` puts turns in other columns.

    Turns covered whole give their stored count; in the others words are looked for in `text(document id)`, and `known` remembers
    them by (start, end). A word of which a part is covered counts, and once, also when a gap between passages cuts it in two.
    """
    column = turn_columns(speech, seating) if turn_column is None else turn_column
    columns = seating.columns if turn_column is None else int(turn_column.max(initial=NOBODY)) + 1
    pieces = [_pieces(speech, column, passages, chosen) for chosen in rows]
    asked = sorted({part for piece in pieces for part in _partial(speech, *piece) if part not in known})
    _look_at_parts(asked, speech, known, text)
    found = []
    for turn, start, end in pieces:
        whole = (start == speech.starts[turn]) & (end == speech.ends[turn])
        amounts = np.where(whole, speech.words[turn], 0)
        looked = np.array([known[part] for part in _partial(speech, turn, start, end)], np.int64).reshape(-1, 3)
        looked[1:, 0] -= (looked[1:, 1] == looked[:-1, 2]) & (looked[1:, 0] > 0)
        amounts[~whole] = looked[:, 0]
        found.append(_by_column(column[turn], amounts, columns))
    return found


def _pieces(speech: Speech, column: Ints, passages: Passages, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """The union of the passages cut at the turns' ends: (turn, start, end) of every piece in a participant's turn."""
    order = rows[np.argsort(passages.starts[rows], kind="stable")]
    starts, ends = passages.starts[order], np.maximum.accumulate(passages.ends[order])
    opens = np.concatenate((np.ones(min(1, len(starts)), np.bool_), starts[1:] > ends[:-1]))
    begin = starts[opens]
    finish = ends[np.concatenate((opens[1:], np.ones(min(1, len(starts)), np.bool_)))]
    first = np.searchsorted(speech.ends, begin, "right")
    count = np.maximum(np.searchsorted(speech.starts, finish, "left") - first, 0)
    turn = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    start = np.maximum(np.repeat(begin, count), speech.starts[turn])
    end = np.minimum(np.repeat(finish, count), speech.ends[turn])
    counted = column[turn] != NOBODY
    return turn[counted], start[counted], end[counted]


def _partial(speech: Speech, turn: Ints, start: Ints, end: Ints) -> list[tuple[int, int]]:
    part = (start != speech.starts[turn]) | (end != speech.ends[turn])
    return list(zip(start[part].tolist(), end[part].tolist(), strict=True))


def _look_at_parts(
    parts: Sequence[tuple[int, int]], speech: Speech, known: dict[tuple[int, int], Part], text: Callable[[int], str]
) -> None:
    """Find the words in parts of turns, given in order so that each document is read once and each turn cut into words once."""
    rank, at, words = NOBODY, NOBODY, ""
    starts: list[int] = []
    ends: list[int] = []
    turns = np.searchsorted(speech.ends, np.array([start for start, _end in parts], np.int64), "right")
    for (start, end), turn in zip(parts, turns.tolist(), strict=True):
        base = start >> SHIFT << SHIFT
        if start >> SHIFT != rank:
            rank = start >> SHIFT
            words = text(int(speech.documents[rank]))
        if turn != at:
            at = turn
            spans = word_spans(words, int(speech.starts[turn]) - base, int(speech.ends[turn]) - base)
            starts, ends = [base + first for first, _last in spans], [base + last for _first, last in spans]
        first, stop = bisect_right(ends, start), bisect_left(starts, end)
        known[start, end] = (stop - first, starts[first], starts[stop - 1]) if stop > first else (0, NOBODY, NOBODY)


def covering(read: Reader, speech: Speech, seating: Seating, column: int | None, spans: Sequence[tuple[int, int, int]]) -> list[bool]:
    """For each (document id, start, end): whether it covers words of a participant of this column (of any when None)."""
    table = np.array(spans, np.int64).reshape(-1, 3)
    rank, known = _ranks(speech.documents, table[:, 0])
    starts, ends = (rank << SHIFT) + table[:, 1], (rank << SHIFT) + table[:, 2]
    columns = turn_columns(speech, seating)
    before = np.concatenate(([0], np.cumsum(columns != NOBODY if column is None else columns == column)))
    first, stop = turns_reached(read, speech, starts, ends)
    answer: list[bool] = (known & (before[stop] > before[first])).tolist()
    return answer


def covering_stretches(
    read: Reader,
    speech: Speech,
    seating: Seating,
    column: int | None,
    spans: Sequence[tuple[int, int, int]],
    stretches: Passages,
    rows: Ints,
) -> list[bool]:
    """For each (document id, start, end): whether it lies on one of those stretches that cover words of a participant of this column."""
    columns = turn_columns(speech, seating)
    chosen = rows[_touched(stretches, columns != NOBODY if column is None else columns == column)[rows]]
    order = np.argsort(stretches.starts[chosen], kind="stable")
    begins, ends = stretches.starts[chosen][order], np.maximum.accumulate(stretches.ends[chosen][order])
    table = np.array(spans, np.int64).reshape(-1, 3)
    rank, known = _ranks(speech.documents, table[:, 0])
    starts, stops = (rank << SHIFT) + table[:, 1], (rank << SHIFT) + table[:, 2]
    before = np.searchsorted(begins, stops, "left")  # those that begin before it ends
    meets = before > np.searchsorted(ends, starts, "right")  # less those that end before it begins
    on_words: list[bool] = (known & meets).tolist()
    return on_words


def speaking(speech: Speech) -> set[int]:
    """The ids of the speakers who have at least one turn."""
    spoke = np.zeros(len(speech.speakers) + 1, np.bool_)
    spoke[speech.speaker] = True
    return set(speech.speakers[spoke[:-1]].tolist())
