"""Changes to participants, their attributes, and who of them speaks where."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from typing import ClassVar, Protocol

from qcoder.changes.documents import ensure_wave, get_speaker
from qcoder.changes.study import ensure_group, ensure_place, get_place, group_name, next_position
from qcoder.domain.codings import Origin
from qcoder.domain.documents import Speaker
from qcoder.domain.errors import KnownError
from qcoder.domain.people import Participant
from qcoder.domain.study import Attribute, AttributeKind
from qcoder.project.write import Write
from qcoder.words import _, n_

_FIXED = frozenset({"participant", "speaker", "document", "group", "locality", "school", "wave"})


def _clean(write: Write, name: str, participant_id: int | None = None) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise KnownError(_("A participant needs a name or a code such as T4; type one."))
    for other in write.read.study.participants():
        if other.name.casefold() == kept.casefold() and other.id != participant_id:
            raise KnownError(_("There is already a participant “{name}” in this project.").format(name=other.name))
    return kept


def _check_home(write: Write, place_id: int | None, group_id: int | None) -> None:
    if place_id is not None:
        get_place(write, place_id)
    if group_id is not None:
        group_name(write, group_id)


def _there(write: Write, participant_id: int) -> Participant:
    for participant in write.read.study.participants():
        if participant.id == participant_id:
            return participant
    raise KnownError(_("That participant is no longer in the project."))


@dataclass(frozen=True)
class AddParticipant:
    """Add a participant, and say at once which speakers they are. Returns the id."""

    name: str
    place_id: int | None = None
    group_id: int | None = None
    speaker_ids: tuple[int, ...] = ()
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses an empty name, another participant's, and a place or group that is gone."""
        name = _clean(write, self.name)
        _check_home(write, self.place_id, self.group_id)
        speakers = [get_speaker(write, speaker_id) for speaker_id in self.speaker_ids]
        participant_id = write.new_id()
        write.study.add_participant(participant_id, name, self.place_id, self.group_id)
        for speaker in speakers:
            write.documents.tie(speaker.id, participant_id)
            write.documents.set_interviewer(speaker.id, False)
        write.say(_("Added the participant “{name}”").format(name=name))
        return participant_id


@dataclass(frozen=True)
class EditParticipant:
    """Change a participant's name, place and group, all three as given."""

    participant_id: int
    name: str
    place_id: int | None
    group_id: int | None
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty name, another participant's, and a place or group that is gone."""
        participant = _there(write, self.participant_id)
        name = _clean(write, self.name, participant.id)
        _check_home(write, self.place_id, self.group_id)
        write.study.update_participant(participant.id, name=name, place_id=self.place_id, group_id=self.group_id)
        write.say(_("Changed the participant “{name}”").format(name=name))


@dataclass(frozen=True)
class DeleteParticipants:
    """Remove participants; what they said stays in the transcripts, tied to nobody."""

    participant_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> None:
        """Refuses when none of them is there."""
        people = [p for p in write.read.study.participants() if p.id in self.participant_ids]
        if not people:
            raise KnownError(_("That participant is no longer in the project."))
        write.study.delete_participants([p.id for p in people])
        if len(people) == 1:
            write.say(_("Deleted the participant “{name}”").format(name=people[0].name))
        else:
            write.say(n_("Deleted {n} participant", "Deleted {n} participants", len(people)))


@dataclass(frozen=True)
class AddAttribute:
    """Add an attribute of participants, such as years in post. Returns its id."""

    name: str
    kind: AttributeKind = AttributeKind.TEXT
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses an empty name, another attribute's, and the names of the fixed columns."""
        name = " ".join(self.name.split())
        if not name:
            raise KnownError(_("An attribute needs a name; type one."))
        attributes = write.read.study.attributes()
        if name.casefold() in _FIXED or any(attribute.name.casefold() == name.casefold() for attribute in attributes):
            raise KnownError(_("There is already an attribute “{name}”; choose another name.").format(name=name))
        attribute_id = write.new_id()
        write.study.add_attribute(attribute_id, name, self.kind, next_position(attributes))
        write.say(_("Added the attribute “{name}”").format(name=name))
        return attribute_id


@dataclass(frozen=True)
class DeleteAttribute:
    """Remove an attribute with all its values."""

    attribute_id: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> None:
        """Refuses when it is gone already."""
        attribute = _attribute(write, self.attribute_id)
        write.study.delete_attributes([attribute.id])
        write.say(_("Deleted the attribute “{name}”").format(name=attribute.name))


def _attribute(write: Write, attribute_id: int) -> Attribute:
    for attribute in write.read.study.attributes():
        if attribute.id == attribute_id:
            return attribute
    raise KnownError(_("That attribute is no longer in the project."))


@dataclass(frozen=True)
class SetAttribute:
    """Give a participant a value of an attribute; an empty one takes it away."""

    participant_id: int
    attribute_id: int
    value: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses a value that is not of the attribute's kind."""
        participant = _there(write, self.participant_id)
        attribute = _attribute(write, self.attribute_id)
        value = check_value(attribute, self.value)
        value_id = write.read.study.value_ids().get((participant.id, attribute.id))
        if value_id is None and value:
            write.study.add_value(write.new_id(), participant.id, attribute.id, value)
        elif value_id is not None and value:
            write.study.update_value(value_id, value)
        elif value_id is not None:
            write.study.delete_values([value_id])
        write.say(_("Set {attribute} of “{name}” to “{value}”").format(attribute=attribute.name, name=participant.name, value=value))


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text)) and "_" not in text
    except ValueError:
        return False


def check_value(attribute: Attribute, value: str) -> str:
    """Return the value as it is kept; raises KnownError when it is not of the attribute's kind."""
    from datetime import date

    kept = " ".join(value.split())
    if kept and attribute.kind is AttributeKind.NUMBER and not _is_number(kept):
        raise KnownError(_("“{value}” is not a number, and {name} holds numbers.").format(value=kept, name=attribute.name))
    if kept and attribute.kind is AttributeKind.DATE:
        try:
            date.fromisoformat(kept)
        except ValueError:
            raise KnownError(
                _("“{value}” is not a date, and {name} holds dates, written as 2026-05-31.").format(value=kept, name=attribute.name)
            ) from None
    return kept


class PersonRow(Protocol):
    """One row of a table of people, as the importer reads it."""

    @property
    def participant(self) -> str:
        """Who it is; never empty in a row that is taken in."""

    @property
    def speaker(self) -> str:
        """Their label in the transcript."""

    @property
    def document(self) -> str:
        """The interview's name."""

    @property
    def group(self) -> str:
        """Their participant group."""

    @property
    def locality(self) -> str:
        """Where they are."""

    @property
    def school(self) -> str:
        """Their school, in that locality."""

    @property
    def wave(self) -> str:
        """In which wave the interview was held."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """Every other column: its name and its value."""


@dataclass(frozen=True, slots=True)
class PeopleTaken:
    """What came of a table of people; `unmatched` are sentences about rows whose document or speaker is not there."""

    participants: int
    places: int
    attributes: int
    unmatched: tuple[str, ...]


@dataclass(frozen=True)
class ImportPeople:
    """Take in places, participants and attributes from a table, and tie speakers to participants.

    Participants are met by name; a filled cell replaces what was there, an empty one leaves it. A row with a speaker and no
    document ties that label in every document; a row with a document and no speaker ties its one speaker who is not an interviewer.
    Where nobody but interviewers is named in a document, its turns without a name are the participant's.
    """

    rows: tuple[PersonRow, ...]
    kinds: tuple[tuple[str, AttributeKind], ...] = ()
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> PeopleTaken:
        """What cannot be tied is reported; the participant is taken in all the same."""
        read = write.read
        places_before = len(read.study.places())
        attributes = {a.name.casefold(): a for a in read.study.attributes()}
        attributes_before = len(attributes)
        kinds = {name.casefold(): kind for name, kind in self.kinds}
        for name in dict.fromkeys(name for row in self.rows for name in row.attributes):
            if name.casefold() not in attributes:
                kind = kinds.get(name.casefold(), AttributeKind.TEXT)
                attribute = Attribute(write.new_id(), name, kind, next_position(attributes.values()))
                write.study.add_attribute(attribute.id, attribute.name, attribute.kind, attribute.position)
                attributes[name.casefold()] = attribute
        people = {p.name.casefold(): p for p in read.study.participants()}
        values = read.study.value_ids()
        documents = _find_documents(write, self.rows)
        speakers = read.documents.speakers()
        by_document: dict[int, list[Speaker]] = {}
        for speaker in speakers:
            by_document.setdefault(speaker.document_id, []).append(speaker)
        unmatched: list[str] = []
        met: set[str] = set()
        for done, row in enumerate(self.rows):
            write.progress(done, len(self.rows))
            participant = _take_in(write, row, people)
            met.add(participant.name.casefold())
            for name, value in row.attributes.items():
                _set_value(write, participant, attributes[name.casefold()], value, values)
            unmatched.extend(_tie(write, row, participant, documents, by_document))
        write.say(n_("Took in {n} participant from a table", "Took in {n} participants from a table", len(met)))
        return PeopleTaken(len(met), len(read.study.places()) - places_before, len(attributes) - attributes_before, tuple(unmatched))


def _find_documents(write: Write, rows: Sequence[PersonRow]) -> dict[str, int]:
    """The ids of the documents that the rows name, as far as they are there."""
    found: dict[str, int] = {}
    for name in {" ".join(row.document.split()) for row in rows}:
        with suppress(KnownError):
            found[name] = write.read.documents.find(name).id
    return found


def _take_in(write: Write, row: PersonRow, people: dict[str, Participant]) -> Participant:
    name = " ".join(row.participant.split())
    if not name:
        raise KnownError(_("A row of the table has no participant; fill in that column or remove the row."))
    place_id = ensure_place(write, row.locality, row.school)
    group_id = ensure_group(write, row.group)
    known = people.get(name.casefold())
    if known is None:
        known = Participant(write.new_id(), name, place_id, group_id)
        write.study.add_participant(known.id, name, place_id, group_id)
    else:
        known = Participant(known.id, known.name, place_id or known.place_id, group_id or known.group_id, known.attributes)
        write.study.update_participant(known.id, place_id=known.place_id, group_id=known.group_id)
    people[name.casefold()] = known
    return known


def _set_value(write: Write, participant: Participant, attribute: Attribute, value: str, values: dict[tuple[int, int], int]) -> None:
    kept = check_value(attribute, value)
    key = (participant.id, attribute.id)
    if not kept:
        return
    if key in values:
        write.study.update_value(values[key], kept)
    else:
        values[key] = write.new_id()
        write.study.add_value(values[key], participant.id, attribute.id, kept)


def _tie(
    write: Write, row: PersonRow, participant: Participant, documents: Mapping[str, int], speakers: Mapping[int, Sequence[Speaker]]
) -> list[str]:
    document_name = " ".join(row.document.split())
    label = " ".join(row.speaker.split())
    if not document_name and not label:
        return []
    document_id = documents.get(document_name)
    if document_name and document_id is None:
        return [_("{participant}: there is no document “{name}”.").format(participant=participant.name, name=document_name)]
    within = [s for some in speakers.values() for s in some] if document_id is None else speakers.get(document_id, ())
    if document_id is not None and all(s.interviewer for s in within):
        nameless = write.documents.name_turns(write.new_id(), document_id, label or participant.name)
        within = [*within, *nameless]
    if label:
        found = [s for s in within if s.label.casefold() == label.casefold()]
    else:
        found = [s for s in within if not s.interviewer]
        if not found:
            why = _("{participant}: “{name}” has no speaker who is not an interviewer; say which in the column speaker.")
            return [why.format(participant=participant.name, name=document_name)]
        if len(found) > 1:
            why = _("{participant}: “{name}” has several speakers; say which in the column speaker.")
            return [why.format(participant=participant.name, name=document_name)]
    if not found:
        where = f"“{document_name}”" if document_name else _("any document")
        why = _("{participant}: there is no speaker “{label}” in {where}.")
        return [why.format(participant=participant.name, label=label, where=where)]
    wave_id = ensure_wave(write, row.wave)
    for speaker in found:
        write.documents.tie(speaker.id, participant.id)
        if speaker.interviewer:
            write.documents.set_interviewer(speaker.id, False)
        if wave_id is not None:
            write.documents.set_wave(speaker.document_id, wave_id)
    return []


@dataclass(frozen=True)
class MakeParticipants:
    """Make a participant of every speaker who is no interviewer and is tied to nobody.

    A label used in several documents is one person only when `same_label`.
    """

    same_label: bool = False
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Returns how many were made; names are the labels, with the document's name where a label is not unique."""
        names = {id_: name for name, id_ in write.read.documents.names().items()}
        loose = [s for s in write.read.documents.speakers() if not s.interviewer and s.participant_id is None]
        taken = {p.name.casefold(): p.id for p in write.read.study.participants()}
        made = 0
        labels: dict[str, int] = {}
        for speaker in loose:
            labels[speaker.label.casefold()] = labels.get(speaker.label.casefold(), 0) + 1
        for speaker in loose:
            name = speaker.label
            if not self.same_label and (labels[name.casefold()] > 1 or name.casefold() in taken):
                name = f"{speaker.label} ({names[speaker.document_id]})"
            participant_id = taken.get(name.casefold())
            if participant_id is None:
                participant_id = taken[name.casefold()] = write.new_id()
                write.study.add_participant(participant_id, name, None, None)
                made += 1
            write.documents.tie(speaker.id, participant_id)
        write.say(n_("Made {n} participant of the speakers", "Made {n} participants of the speakers", made))
        return made
