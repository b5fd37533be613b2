"""Columns: how the people who speak fall into localities, groups, waves or the values of an attribute."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from qcoder.domain.documents import Speaker
from qcoder.domain.errors import KnownError
from qcoder.domain.people import Participant
from qcoder.domain.study import AttributeKind
from qcoder.project.read import Reader
from qcoder.words import _

MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing to compare by: its values in order, and the position of a participant in a document among them (None: not stated)."""

    name: str
    labels: tuple[str, ...]
    position: Callable[[Participant, int], int | None]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the words of every speaker who is a participant count.

    `labels` holds one tuple of labels per column, `column_of` and `participant_of` map speaker id to column and participant id.
    Interviewers and speakers tied to nobody are in neither. `names` are the variables' names.
    """

    names: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    column_of: dict[int, int]
    participant_of: dict[int, int]


def variable_names(read: Reader) -> list[str]:
    """What the columns of a comparison can be in this project: the design's four and every attribute."""
    return ["locality", "group", "wave", "school", *(attribute.name for attribute in read.study.attributes())]


def variable(read: Reader, name: str) -> Variable:
    """The variable of that name, whatever its capitals; raises KnownError, naming those there are."""
    wanted = " ".join(name.split()).casefold()
    makers: dict[str, Callable[[Reader], Variable]] = {"locality": _locality, "group": _group, "wave": _wave, "school": _school}
    if wanted in makers:
        return makers[wanted](read)
    for attribute in read.study.attributes():
        if attribute.name.casefold() == wanted:
            return _attribute(read, attribute.name, attribute.kind)
    raise KnownError(
        _("There is nothing called “{name}” to compare by; there are: {names}.").format(name=name, names=", ".join(variable_names(read)))
    )


def lay_out(read: Reader, names: Sequence[str], speaking: set[int], keep: Callable[[Speaker], bool] | None = None) -> Layout:
    """Give every participant's speaker a column: one variable, two crossed, or none (then everybody is in one column).

    `speaking` are the ids of the speakers who say something; only they decide whether a column “not stated” is needed. Speakers for whom
    `keep` is False have no column. Raises KnownError for an unknown variable or more columns than anybody could read.
    """
    variables = [variable(read, name) for name in names]
    people = {person.id: person for person in read.study.participants()}
    places: dict[int, tuple[int, ...]] = {}
    participant_of: dict[int, int] = {}
    for speaker in read.documents.speakers():
        if speaker.interviewer or speaker.participant_id is None or speaker.id not in speaking:
            continue
        if keep is not None and not keep(speaker):
            continue
        person = people[speaker.participant_id]
        participant_of[speaker.id] = person.id
        found = [one.position(person, speaker.document_id) for one in variables]
        places[speaker.id] = tuple(len(one.labels) if at is None else at for one, at in zip(variables, found, strict=True))
    labels = [_labels(one, {place[rank] for place in places.values()}) for rank, one in enumerate(variables)]
    total = 1
    for some in labels:
        total *= len(some)
    if total > MOST_COLUMNS:
        raise KnownError(
            _("Comparing by {names} would make {total} columns; choose something with fewer values.").format(
                names=" × ".join(one.name for one in variables), total=total
            )
        )
    ranks = {place: rank for rank, place in enumerate(product(*(range(len(some)) for some in labels)))}
    return Layout(
        names=tuple(one.name for one in variables),
        labels=tuple(product(*labels)),
        column_of={speaker: ranks[place] for speaker, place in places.items()},
        participant_of=participant_of,
    )


def _labels(one: Variable, positions: set[int]) -> tuple[str, ...]:
    return (*one.labels, _("not stated")) if len(one.labels) in positions else one.labels


def _locality(read: Reader) -> Variable:
    tops = [place for place in read.study.places() if place.parent_id is None]
    ranks = {place.id: rank for rank, place in enumerate(tops)}
    at = {place_id: ranks[top.id] for place_id, top in read.study.locality_of().items()}
    return Variable("locality", tuple(place.name for place in tops), lambda person, _document: _look_up(at, person.place_id))


def _school(read: Reader) -> Variable:
    places = read.study.places()
    tops = read.study.locality_of()
    order = {place.id: rank for rank, place in enumerate(places)}
    schools = sorted((place for place in places if place.parent_id is not None), key=lambda s: (order[tops[s.id].id], order[s.id]))
    names = [school.name for school in schools]
    labels = tuple(s.name if names.count(s.name) == 1 else f"{s.name} ({tops[s.id].name})" for s in schools)
    at = {school.id: rank for rank, school in enumerate(schools)}
    return Variable("school", labels, lambda person, _document: _look_up(at, person.place_id))


def _group(read: Reader) -> Variable:
    groups = read.study.groups()
    at = {group.id: rank for rank, group in enumerate(groups)}
    return Variable("group", tuple(group.name for group in groups), lambda person, _document: _look_up(at, person.group_id))


def _wave(read: Reader) -> Variable:
    waves = read.study.waves()
    ranks = {wave.id: rank for rank, wave in enumerate(waves)}
    at = {document.id: ranks[document.wave_id] for document in read.documents.all() if document.wave_id is not None}
    return Variable("wave", tuple(wave.name for wave in waves), lambda _person, document_id: at.get(document_id))


def _attribute(read: Reader, name: str, kind: AttributeKind) -> Variable:
    met = {person.attributes[name] for person in read.study.participants() if person.attributes.get(name)}
    values = sorted(met, key=lambda value: sort_key(value, kind))
    at = {value: rank for rank, value in enumerate(values)}
    return Variable(name, tuple(values), lambda person, _document: at.get(person.attributes.get(name, "")))


def _look_up(ranks: dict[int, int], key: int | None) -> int | None:
    return None if key is None else ranks.get(key)


def sort_key(value: str, kind: AttributeKind) -> tuple[int, float, str]:
    """Numbers by size and dates by time, what cannot be read as such behind them; anything else by its letters."""
    try:
        if kind is AttributeKind.NUMBER:
            return 0, float(value), ""
        if kind is AttributeKind.DATE:
            return 0, float(date.fromisoformat(value).toordinal()), ""
    except ValueError:
        pass
    return 1, 0.0, value.casefold()
