"""The framework matrix: cases by themes, how many passages each cell has, and which.

The method: Ritchie, J. & Lewis, J. (2003), Qualitative research practice, chapter 9; Gale, N. et al. (2013), Using the framework method,
BMC Medical Research Methodology 13, 117. A case is a participant, a school or a locality; a theme is a code with all under it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from qcoder.analysis import counts
from qcoder.analysis.compare import RowSpec
from qcoder.analysis.counts import NOBODY, SHIFT, Ints, Speech
from qcoder.analysis.coverage import EVERYTHING, Coverage
from qcoder.analysis.scope import Scope
from qcoder.domain.codings import Coding
from qcoder.domain.people import Participant
from qcoder.domain.study import Place
from qcoder.domain.summaries import Case, CaseKind
from qcoder.project.read import Reader


class Cases(StrEnum):
    """What the rows are."""

    PARTICIPANTS = "participants"
    SCHOOLS = "schools"
    LOCALITIES = "localities"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case: its name, what is known of it (locality, group, …), its participants, and whether any of them speaks."""

    case: Case
    name: str
    facts: tuple[str, ...]
    people: frozenset[int]
    speaks: bool


@dataclass(frozen=True, slots=True)
class Framework:
    """Cases by themes: how many different passages and how many participants each cell has, as rows of numbers."""

    kind: Cases
    cases: tuple[CaseRow, ...]
    themes: tuple[RowSpec, ...]
    passages: tuple[tuple[int, ...], ...]
    participants: tuple[tuple[int, ...], ...]
    scope: Scope


def framework(
    read: Reader, kind: Cases, themes: Sequence[RowSpec], scope: Scope = EVERYTHING, coverage: Coverage | None = None
) -> Framework:
    """Lay the matrix out. A passage belongs to every case of whose words it covers at least one; coded twice, it counts once."""
    coverage = coverage or Coverage()
    speech = coverage.speech(read)
    layout, seating = coverage.seats(read, (), scope)
    speaking = set(layout.participant_of.values())
    rows = _cases(read, kind, speaking)
    # The rank of a case for every participant (by rank), then for every turn.
    case_of = {person: at for at, row in enumerate(rows) for person in row.people}
    person_of = np.full(len(speech.speakers) + 1, NOBODY, np.int64)
    case_at = np.full(len(speech.speakers) + 1, NOBODY, np.int64)
    rank_of = {int(id_): at for at, id_ in enumerate(speech.speakers.tolist())}
    for speaker, person in layout.participant_of.items():
        if speaker in rank_of and seating.column[rank_of[speaker]] != NOBODY:
            person_of[rank_of[speaker]] = seating.participant[rank_of[speaker]]
            case_at[rank_of[speaker]] = case_of.get(person, NOBODY)
    passages = coverage.passages(read, frozenset().union(*(theme.code_ids for theme in themes)), scope) if themes else None
    many, people = np.zeros((len(rows), len(themes)), np.int64), np.zeros((len(rows), len(themes)), np.int64)
    for at, theme in enumerate(themes):
        if passages is None:
            break
        chosen = counts.rows_of_passages(passages, theme.code_ids)
        spans = np.unique(np.stack((passages.starts[chosen], passages.ends[chosen], passages.first[chosen], passages.stop[chosen])), axis=1)
        first, stop = spans[2], spans[3]
        size = np.maximum(stop - first, 0)
        turns = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size) + np.repeat(first, size)
        passage = np.repeat(np.arange(len(size)), size)
        case, person = case_at[speech.speaker[turns]], person_of[speech.speaker[turns]]
        here = case != NOBODY
        many[:, at] = _distinct(case[here], passage[here], len(rows))
        people[:, at] = _distinct(case[here], person[here], len(rows))
    return Framework(kind, tuple(rows), tuple(themes), tuple(map(tuple, many.tolist())), tuple(map(tuple, people.tolist())), scope)


def _distinct(case: Ints, thing: Ints, size: int) -> Ints:
    most = int(thing.max(initial=0)) + 1
    return np.bincount(np.unique(case * most + thing) // most, minlength=size).astype(np.int64) if len(case) else np.zeros(size, np.int64)


def _cases(read: Reader, kind: Cases, speaking: Collection[int]) -> list[CaseRow]:
    study = read.study
    people, places, tops = study.participants(), study.places(), study.locality_of()
    groups = {group.id: group.name for group in study.groups()}
    order = {place.id: at for at, place in enumerate(places)}
    if kind is Cases.PARTICIPANTS:
        names = {place.id: place.name for place in places}
        ranks = {group.id: at for at, group in enumerate(study.groups())}

        def where(person: Participant) -> tuple[int, int, int, str]:
            top = tops.get(person.place_id or 0)
            return (
                order.get(top.id, len(order)) if top else len(order),
                order.get(person.place_id or 0, len(order)),
                ranks.get(person.group_id or 0, len(ranks)),
                person.name.casefold(),
            )

        found = []
        for person in sorted(people, key=where):
            top = tops.get(person.place_id or 0)
            school = names.get(person.place_id or 0, "")
            facts = (top.name if top else "", "" if top and top.name == school else school, groups.get(person.group_id or 0, ""))
            case = Case(CaseKind.PARTICIPANT, person.id)
            found.append(CaseRow(case, person.name, tuple(filter(None, facts)), frozenset({person.id}), person.id in speaking))
        return found
    wanted = [place for place in places if (place.parent_id is None) == (kind is Cases.LOCALITIES)]
    return [_of_place(place, people, tops, kind, speaking) for place in wanted]


def _of_place(place: Place, people: Sequence[Participant], tops: Mapping[int, Place], kind: Cases, speaking: Collection[int]) -> CaseRow:
    def inside(person: Participant) -> bool:
        if person.place_id is None:
            return False
        return tops[person.place_id].id == place.id if kind is Cases.LOCALITIES else person.place_id == place.id

    here = frozenset(person.id for person in people if inside(person))
    facts = () if kind is Cases.LOCALITIES else (tops[place.id].name,)
    return CaseRow(Case(CaseKind.PLACE, place.id), place.name, facts, here, any(person in speaking for person in here))


class CellReader:
    """Reads the codings of cells, case by case; makes once what all cases need."""

    def __init__(self, read: Reader, found: Framework, coverage: Coverage) -> None:
        self._read, self._found = read, found
        self._speech: Speech = coverage.speech(read)
        layout, seating = coverage.seats(read, (), found.scope)
        self._documents: dict[int, set[int]] = {}
        rank_of = {int(id_): at for at, id_ in enumerate(self._speech.speakers.tolist())}
        self._speakers: dict[int, list[int]] = {}
        document_of = {speaker.id: speaker.document_id for speaker in read.documents.speakers()}
        for speaker, person in layout.participant_of.items():
            if speaker in rank_of and seating.column[rank_of[speaker]] != NOBODY:
                self._documents.setdefault(person, set()).add(document_of[speaker])
                self._speakers.setdefault(person, []).append(rank_of[speaker])

    def codings(self, row: int, themes: Collection[int] | None = None) -> dict[int, list[Coding]]:
        """The codings of a case's cells by theme (all, or these), by document and start."""
        case, speech, scope = self._found.cases[row], self._speech, self._found.scope
        wanted = {at: self._found.themes[at].code_ids for at in (range(len(self._found.themes)) if themes is None else themes)}
        every = frozenset().union(*wanted.values()) if wanted else frozenset()
        documents = sorted({document for person in case.people for document in self._documents.get(person, ())})
        codings = [
            coding
            for document in documents
            for coding in self._read.codings.of_document(document)
            if coding.code_id in every
            and (scope.coder_ids is None or coding.coder_id in scope.coder_ids)
            and coding.origin.value not in scope.without
        ]
        theirs = np.zeros(len(speech.speakers) + 1, np.bool_)
        theirs[[rank for person in case.people for rank in self._speakers.get(person, ())]] = True
        table = np.array([(c.document_id, c.span.start, c.span.end) for c in codings], np.int64).reshape(-1, 3)
        rank = np.searchsorted(speech.documents, table[:, 0]).astype(np.int64) << SHIFT
        first, stop = counts.turns_reached(self._read, speech, rank + table[:, 1], rank + table[:, 2])
        inside = [bool(theirs[speech.speaker[a:b]].any()) for a, b in zip(first.tolist(), stop.tolist(), strict=True)]
        found: dict[int, list[Coding]] = {}
        for at, code_ids in wanted.items():
            found[at] = [coding for coding, within in zip(codings, inside, strict=True) if within and coding.code_id in code_ids]
        return found


def lengths(codings: Sequence[Coding]) -> dict[int, int]:
    """Coding id -> how many code points it covers, as a summary's basis has it."""
    return {coding.id: coding.span.end - coding.span.start for coding in codings}
