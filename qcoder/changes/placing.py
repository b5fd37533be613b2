"""Placing participants by the names of places and groups, making those that are new, in one step."""

from dataclasses import dataclass
from typing import ClassVar

from qcoder.changes.study import ensure_group, ensure_place
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.project.write import Write
from qcoder.words import _, n_


@dataclass(frozen=True)
class PlaceParticipants:
    """Say where participants are and to which group they belong, by name; empty names take the place or group away, None leaves it."""

    participant_ids: tuple[int, ...]
    locality: str | None = None
    school: str | None = None
    group: str | None = None
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """A school needs its locality: when only one of the two is given, the other stays as it is."""
        people = {person.id: person for person in write.read.study.participants()}
        places = {place.id: place for place in write.read.study.places()}
        for participant_id in self.participant_ids:
            if participant_id not in people:
                raise KnownError(_("That participant is no longer in the project."))
            person = people[participant_id]
            fields: dict[str, int | str | None] = {}
            if self.locality is not None or self.school is not None:
                here = places.get(person.place_id) if person.place_id is not None else None
                above = places.get(here.parent_id) if here is not None and here.parent_id is not None else None
                top = above if above is not None else here
                locality = self.locality if self.locality is not None else top.name if top is not None else ""
                if self.school is not None:
                    school = self.school
                else:
                    # A school lies in one locality; who moves to another has left it.
                    stays = above is not None and here is not None and above.name.casefold() == locality.strip().casefold()
                    school = here.name if stays and here is not None else ""
                fields["place_id"] = ensure_place(write, locality, school)
            if self.group is not None:
                fields["group_id"] = ensure_group(write, self.group)
            write.study.update_participant(person.id, **fields)
        if len(self.participant_ids) == 1:
            write.say(_("Changed the participant “{name}”").format(name=people[self.participant_ids[0]].name))
        else:
            write.say(n_("Changed {n} participant", "Changed {n} participants", len(self.participant_ids)))
