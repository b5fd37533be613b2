"""Saturation: how many new codes each further interview brings, and whether there is still something new to be heard.

After Guest, G., Namey, E. & Chen, M. (2020), A simple method to assess and report thematic saturation in qualitative research, PLoS ONE
15(5), e0232076: the different codes of the first interviews (the base) are what new codes are measured against; a run is so many
interviews in a row after the base; saturation is reached before the first run whose new codes are no more of the base than the threshold.
"""

from dataclasses import dataclass

import numpy as np

from qcoder.analysis.compare import RowSpec
from qcoder.analysis.counts import NOBODY, SHIFT, Bools, Ints, turn_columns
from qcoder.analysis.coverage import EVERYTHING, Coverage
from qcoder.analysis.scope import Scope
from qcoder.project.read import Reader
from qcoder.words import _, n_

BASE, RUN, THRESHOLD = 4, 2, 0.05


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview in its place: which rows (by number) are heard in it for the first time, how many are heard at all, and so far."""

    document_id: int
    name: str
    day: str
    new: tuple[int, ...]
    heard: int
    so_far: int


@dataclass(frozen=True, slots=True)
class Run:
    """Some interviews in a row: the number (from 1) of the last before them, the new codes in them, and their share of the base."""

    after: int
    new: int
    share: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The interviews in order; `base` is the number of different codes in the first ones, `reached` the run that brought too little."""

    label: str
    interviews: tuple[Interview, ...]
    base: int
    runs: tuple[Run, ...]
    reached: Run | None


@dataclass(frozen=True, slots=True)
class Saturation:
    """One curve, or one for each locality and one for all; with what was asked, and what to beware of."""

    rows: tuple[RowSpec, ...]
    curves: tuple[Curve, ...]
    base: int
    run: int
    threshold: float
    notes: tuple[str, ...]


def saturation(
    read: Reader,
    rows: tuple[RowSpec, ...],
    scope: Scope = EVERYTHING,
    coverage: Coverage | None = None,
    *,
    base: int = BASE,
    run: int = RUN,
    threshold: float = THRESHOLD,
    by_locality: bool = False,
) -> Saturation:
    """New codes by interview in order of collection: by the day of the interview, those without one last, in the order of import.

    A code is heard in an interview when it is on a word of a participant there. Interviews in which nothing is coded at all are left out:
    they would look saturated. Raises ValueError for a base or run below 1, or a threshold that is no share.
    """
    if base < 1 or run < 1 or not 0 <= threshold <= 1:
        raise ValueError(f"no way to measure saturation: base {base}, run {run}, threshold {threshold}")
    coverage = coverage or Coverage()
    speech = coverage.speech(read)
    tree = read.codes.tree()
    passages = coverage.passages(read, frozenset(tree.by_id), scope)
    _layout, seating = coverage.seats(read, (), scope)
    said = turn_columns(speech, seating) != NOBODY
    before = np.concatenate(([0], np.cumsum(said)))
    counts: Bools = before[passages.stop] > before[passages.first]
    document = passages.starts >> SHIFT
    coded = set(np.unique(document[counts]).tolist())
    heard = [_heard(passages.codes, passages.code, document, counts, row.code_ids) for row in rows]
    spoken = set(np.unique(speech.starts[said] >> SHIFT).tolist())
    rank = {int(id_): at for at, id_ in enumerate(speech.documents.tolist())}
    there = [(at, one) for at, one in enumerate(read.documents.all()) if one.id in rank]
    order = sorted(there, key=lambda pair: (not pair[1].held_on, pair[1].held_on, pair[0]))
    line = [(rank[one.id], one.id, one.name, one.held_on) for _at, one in order if rank[one.id] in coded]
    curves = [_curve(_("All"), line, heard, base, run, threshold)]
    if by_locality:
        layout, seats = coverage.seats(read, ("locality",), scope)
        column = turn_columns(speech, seats)
        for at, labels in enumerate(layout.labels):
            here = set(np.unique(speech.starts[column == at] >> SHIFT).tolist())
            curves.append(_curve(labels[0], [one for one in line if one[0] in here], heard, base, run, threshold))
    undated = sum(not day for _rank, _id, _name, day in line)
    return Saturation(rows, tuple(curves), base, run, threshold, (*scope.in_words(read), *_notes(len(spoken - coded), undated, len(line))))


def _heard(codes: Ints, code: Ints, document: Ints, counts: Bools, code_ids: frozenset[int]) -> set[int]:
    """In which documents (ranks) any of the codes is on a participant's words."""
    wanted = np.isin(codes, np.array(sorted(code_ids), np.int64))
    chosen = wanted[code] & counts if len(codes) else counts
    return set(np.unique(document[chosen]).tolist())


def _curve(label: str, line: list[tuple[int, int, str, str]], heard: list[set[int]], base: int, run: int, threshold: float) -> Curve:
    known: set[int] = set()
    interviews = []
    for at, document_id, name, day in line:
        here = {number for number, documents in enumerate(heard) if at in documents}
        new = tuple(sorted(here - known))
        known |= here
        interviews.append(Interview(document_id, name, day, new, len(here), len(known)))
    first = interviews[base - 1].so_far if len(interviews) >= base else 0
    runs = []
    for after in range(base, len(interviews) - run + 1):
        new_codes = sum(len(one.new) for one in interviews[after : after + run])
        runs.append(Run(after, new_codes, new_codes / first if first else float(new_codes > 0)))
    reached = next((one for one in runs if one.share <= threshold), None) if first else None
    return Curve(label, tuple(interviews), first, tuple(runs), reached)


def in_words(curve: Curve, found: Saturation) -> str:
    """Whether saturation was reached, where, and on what that rests."""
    held = len(curve.interviews)
    if held < found.base + found.run:
        words = _("{held} interviews are too few: the base takes {base} and a run {run}.")
        return words.format(held=held, base=found.base, run=found.run)
    if not curve.base:
        return _("None of the codes is heard in the first {base} interviews.").format(base=found.base)
    limit = f"{100 * found.threshold:g} %"
    if curve.reached is None:
        last = curve.runs[-1]
        words = _(
            "Not reached in {held} interviews: the last {run} brought {new}, {share} of the {base} of the first {size}, above {limit}."
        )
    else:
        last = curve.reached
        words = _("Reached at interview {at}: the next {run} brought {new}, {share} of the {base} of the first {size}, not above {limit}.")
    return words.format(
        held=held,
        at=last.after,
        run=found.run,
        new=n_("{n} new code", "{n} new codes", last.new),
        share=f"{100 * last.share:.0f} %",
        base=curve.base,
        size=found.base,
        limit=limit,
    )


def _notes(uncoded: int, undated: int, held: int) -> tuple[str, ...]:
    notes = []
    if undated:
        notes.append(
            _("All interviews are in the order of import: nobody has said on which day they were held.")
            if undated == held
            else n_(
                "{n} interview has no day and stands last, in the order of import.",
                "{n} interviews have no day and stand last, in the order of import.",
                undated,
            )
        )
    if uncoded:
        notes.append(
            n_(
                "{n} interview is left out, since nothing is coded in it.",
                "{n} interviews are left out, since nothing is coded in them.",
                uncoded,
            )
        )
    return tuple(notes)
