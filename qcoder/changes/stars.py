"""Changes to stars: the passages that somebody picked out as telling."""

from dataclasses import dataclass
from typing import ClassVar

from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.project.write import Write
from qcoder.words import _, n_


@dataclass(frozen=True)
class StarCodings:
    """Star codings, or take their stars off; a starred passage leads in exports and is offered first as an example of its code."""

    coding_ids: tuple[int, ...]
    on: bool = True
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Leaves alone what is as wanted already; refuses when a coding is gone."""
        wanted = tuple(dict.fromkeys(self.coding_ids))
        if not wanted:
            raise KnownError(_("Select a passage to star first."))
        if any(write.read.codings.get(coding_id) is None for coding_id in wanted):
            raise KnownError(_("That coding is no longer in the project."))
        starred = write.read.stars.among(wanted)
        if self.on:
            fresh = [coding_id for coding_id in wanted if coding_id not in starred]
            write.stars.add([(write.new_id(), coding_id) for coding_id in fresh])
            write.say(n_("Starred {n} passage", "Starred {n} passages", max(len(fresh), 1)))
        else:
            write.stars.remove(starred)
            write.say(n_("Took the star off {n} passage", "Took the star off {n} passages", max(len(starred), 1)))
