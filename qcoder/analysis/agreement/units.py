"""Units: what coders are compared on, laid out one after the other on a line of whole numbers.

Every unit is one step of the line, so that a coding becomes a half-open range of steps. For sentences, turns and documents the
steps are these in order of document; characters are those of the turns; participants are steps of their own, since one may speak in
several places. A position in the text is `rank of the document << 32 | offset`, as in `analysis/counts.py`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qcoder.analysis.agreement.results import FEWEST, Unit
from qcoder.analysis.agreement.scope import CodingRow
from qcoder.domain.sentences import sentence_ends
from qcoder.project.read import Reader

Ints = npt.NDArray[np.int64]

SHIFT = 32
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Line:
    """The line of units.

    `documents` are sorted ids. `starts` and `ends` are stretches of speech as positions, sorted and disjoint, and `unit` the step of
    each (of its first character when `by_character`). `total` is the line's length. `clusters` are the steps at which the things begin
    that are resampled; `resampled` names these.
    """

    documents: Ints
    starts: Ints
    ends: Ints
    unit: Ints
    total: int
    clusters: Ints
    resampled: Unit
    by_character: bool = False
    contiguous: bool = True


@dataclass(frozen=True, slots=True)
class Marks:
    """Ranges of steps that a coder gave a code; `code` and `coder` are ranks in the lists asked about."""

    code: Ints
    coder: Ints
    starts: Ints
    ends: Ints


def lay_out(read: Reader, documents: Sequence[int], unit: Unit, text: Callable[[int], str]) -> Line:
    """Put the units of these documents on a line; a stretch without a single word is no unit."""
    ids = np.array(sorted(documents), np.int64)
    turns = _turns(read, ids, text)
    if unit is Unit.PARTICIPANT:
        turns = turns[turns[:, 3] != 0]
    if unit is Unit.CHARACTER:
        return _characters(ids, turns)
    pieces = _sentences(ids, turns, text) if unit is Unit.SENTENCE else _spoken(ids, turns, text)
    starts, ends = (pieces[:, 0] << SHIFT) + pieces[:, 1], (pieces[:, 0] << SHIFT) + pieces[:, 2]
    if unit is Unit.PARTICIPANT:
        people, step = np.unique(pieces[:, 3], return_inverse=True)
        return Line(ids, starts, ends, step.astype(np.int64), len(people), np.arange(len(people)), unit, contiguous=False)
    if unit is Unit.DOCUMENT:
        there, step = np.unique(pieces[:, 0], return_inverse=True)
        return Line(ids, starts, ends, step.astype(np.int64), len(there), np.arange(len(there)), unit)
    clusters, resampled = _clusters(pieces)
    return Line(ids, starts, ends, np.arange(len(pieces)), len(pieces), clusters, resampled)


def _turns(read: Reader, ids: Ints, text: Callable[[int], str]) -> Ints:
    """Every turn as (rank of the document, start, end, participant or 0, number of the turn); a document without turns is one itself."""
    people = {
        speaker.id: speaker.participant_id
        for speaker in read.documents.speakers()
        if speaker.participant_id is not None and not speaker.interviewer
    }
    rank = {int(id_): number for number, id_ in enumerate(ids)}
    rows = [
        (rank[document], start, end, 0 if speaker is None else people.get(speaker, 0))
        for document, start, end, speaker, _words in read.documents.turn_table(ids.tolist())
        if end > start
    ]
    silent = set(rank.values()) - {row[0] for row in rows}
    rows += [(number, 0, len(text(int(ids[number]))), 0) for number in silent]
    found = np.array([row for row in rows if row[2]], np.int64).reshape(-1, 4)
    found = found[np.lexsort((found[:, 1], found[:, 0]))]
    return np.column_stack([found, np.arange(len(found))])


def _spoken(ids: Ints, turns: Ints, text: Callable[[int], str]) -> Ints:
    """The turns that hold a word."""
    kept = [_WORD.search(text(int(ids[rank])), start, end) is not None for rank, start, end in turns[:, :3].tolist()]
    return turns[np.array(kept, np.bool_)]


def _sentences(ids: Ints, turns: Ints, text: Callable[[int], str]) -> Ints:
    """The sentences that hold a word, with the columns of their turns."""
    found = []
    search = _WORD.search
    for rank, start, end, person, turn in turns.tolist():
        words = text(int(ids[rank]))
        found += [(rank, first, last, person, turn) for first, last in sentence_ends(words, start, end) if search(words, first, last)]
    return np.array(found, np.int64).reshape(-1, 5)


def _clusters(pieces: Ints) -> tuple[Ints, Unit]:
    """Where documents begin among the pieces, or turns when there are few documents."""
    by_document = np.unique(pieces[:, 0], return_index=True)[1]
    if len(by_document) >= FEWEST:
        return by_document.astype(np.int64), Unit.DOCUMENT
    return np.unique(pieces[:, 4], return_index=True)[1].astype(np.int64), Unit.TURN


def _characters(ids: Ints, turns: Ints) -> Line:
    """The characters of all turns."""
    starts, ends = (turns[:, 0] << SHIFT) + turns[:, 1], (turns[:, 0] << SHIFT) + turns[:, 2]
    begin = np.cumsum(ends - starts) - (ends - starts)
    pieces, resampled = _clusters(turns)
    return Line(ids, starts, ends, begin, int((ends - starts).sum()), begin[pieces], resampled, by_character=True)


def place(
    line: Line,
    rows: Sequence[CodingRow],
    branches: Sequence[frozenset[int]],
    coders: Sequence[int],
    text: Callable[[int], str],
) -> Marks:
    """Turn codings (code, document, start, end, coder) into ranges of steps, once for every listed branch that holds their code.

    Except on characters, an end of a coding that covers no word, or part of one, is left off first.
    """
    kept = sorted(rows, key=lambda row: row[1])  # so that each text is read once
    if not line.by_character:
        kept = _tightened(kept, text)
    code, document, start, end, coder = np.array(kept, np.int64).reshape(-1, 5).T
    listed, row = _listed(code, branches)
    base = np.searchsorted(line.documents, document) << SHIFT
    first, stop = _steps(line, base + start, base + end)
    order = np.argsort(np.array(coders, np.int64))
    who = order[np.searchsorted(np.array(coders, np.int64)[order], coder)]
    real = stop[row] > first[row]
    marks = Marks(listed[real], who[row][real], first[row][real], stop[row][real])
    return marks if line.contiguous else _by_person(line, marks)


def _tightened(rows: Sequence[CodingRow], text: Callable[[int], str]) -> list[CodingRow]:
    """Draw both ends of every coding in to a letter or digit; what then overlaps a unit covers a word of it, or part of one."""
    found = []
    for code, document, start, end, coder in rows:
        words = text(document)
        begin = _WORD.search(words, start, end)
        if begin:
            while not _WORD.match(words, end - 1):
                end -= 1
            found.append((code, document, begin.start(), end, coder))
    return found


def _listed(code: Ints, branches: Sequence[frozenset[int]]) -> tuple[Ints, Ints]:
    """(rank of the branch, row) for every row whose code is in a branch."""
    met, which = np.unique(code, return_inverse=True)
    ranks = [[rank for rank, branch in enumerate(branches) if id_ in branch] for id_ in met.tolist()]
    count = np.array([len(some) for some in ranks], np.int64)
    flat = np.array([rank for some in ranks for rank in some], np.int64)
    first = np.cumsum(count) - count
    rows = np.repeat(np.arange(len(code)), count[which])
    repeats = count[which]
    inner = np.arange(len(rows)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return flat[np.repeat(first[which], repeats) + inner], rows


def _steps(line: Line, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The range of steps that each range of positions covers; of stretches instead of steps when the line is not contiguous."""
    if not len(line.starts):
        return np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64)
    if line.by_character:
        return _character_of(line, starts), _character_of(line, ends)
    first = np.searchsorted(line.ends, starts, "right")
    stop = np.searchsorted(line.starts, ends, "left")
    if not line.contiguous:
        return first.astype(np.int64), stop.astype(np.int64)
    some = stop > first
    last = np.minimum(np.maximum(stop, 1), len(line.unit)) - 1
    begin = line.unit[np.minimum(first, len(line.unit) - 1)]
    return np.where(some, begin, 0), np.where(some, line.unit[last] + 1, 0)


def _character_of(line: Line, positions: Ints) -> Ints:
    """The character of the line at or after each position."""
    rank = np.searchsorted(line.starts, positions, "right") - 1
    held = np.maximum(rank, 0)
    inside = np.clip(positions - line.starts[held], 0, line.ends[held] - line.starts[held])
    return np.where(rank < 0, 0, line.unit[held] + inside).astype(np.int64)


def _by_person(line: Line, marks: Marks) -> Marks:
    """Ranges of stretches as the steps of those who speak in them."""
    count = marks.ends - marks.starts
    stretch = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(marks.starts, count)
    rows = np.unique(np.column_stack([np.repeat(marks.code, count), np.repeat(marks.coder, count), line.unit[stretch]]), axis=0)
    return Marks(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 2] + 1)
