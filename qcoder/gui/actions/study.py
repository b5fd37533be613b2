"""Participants, speakers, places, targets and the team."""

from collections.abc import Callable, Sequence

from qcoder.changes.documents import RenameSpeaker, SetInterviewer, SetWave, TieSpeakers
from qcoder.changes.people import (
    AddAttribute,
    AddParticipant,
    DeleteAttribute,
    DeleteParticipants,
    EditParticipant,
    MakeParticipants,
    SetAttribute,
)
from qcoder.changes.placing import PlaceParticipants
from qcoder.changes.study import (
    AddCoder,
    AddGroup,
    AddPlace,
    DeleteGroup,
    DeletePlace,
    EditCoder,
    RenameGroup,
    RenamePlace,
    RenameProject,
    SetTarget,
)
from qcoder.domain.people import Participant
from qcoder.domain.study import AttributeKind
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs
from qcoder.words import _

STUDY_COMMANDS = (
    Command("add_participant", _("Add a participant"), _("Add a person who was interviewed"), "study", "Ctrl+Shift+A", "team"),
    Command(
        "make_participants",
        _("Make participants of the speakers"),
        _("One participant for every speaker who is no interviewer and is tied to nobody"),
        "study",
        "",
        "team",
    ),
    Command(
        "delete_participants",
        _("Delete the selected participants"),
        _("Their words stay in the transcripts, tied to nobody"),
        "study",
        "",
        "team",
    ),
    Command("add_attribute", _("Add an attribute"), _("Add a property of participants, such as years in post"), "study", "", "team"),
    Command(
        "delete_attribute",
        _("Delete the attribute"),
        _("Delete the attribute in whose column the cursor is, with its values"),
        "study",
        "",
        "team",
    ),
    Command("add_locality", _("Add a locality"), _("Add a place to compare"), "study", "", "team"),
    Command("add_group", _("Add a group"), _("Add a participant group to compare"), "study", "", "team"),
    Command("add_coder", _("Add a coder"), _("Add a member of the team"), "study", "", "team"),
    Command("rename_project", _("Rename the project…"), _("Give the project another name; the file keeps its own"), "file"),
)


class StudyActions:
    """One method for each thing a person can do to the study's people and design."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def add_participant(self, name: str, then: Callable[[int], None] | None = None) -> None:
        """Add a participant."""
        self._jobs.do(AddParticipant(name), then)

    def rename_participant(self, person: Participant, name: str) -> None:
        """Give a participant another name."""
        self._jobs.do(EditParticipant(person.id, name, person.place_id, person.group_id))

    def place(self, ids: Sequence[int], *, locality: str | None = None, school: str | None = None, group: str | None = None) -> None:
        """Say where participants are and to which group they belong; new names are made."""
        self._jobs.do(PlaceParticipants(tuple(ids), locality, school, group))

    def delete_participants(self, ids: Sequence[int]) -> None:
        """Remove participants."""
        self._jobs.do(DeleteParticipants(tuple(ids)))

    def make_participants(self) -> None:
        """Make a participant of every loose speaker."""
        self._jobs.do(MakeParticipants())

    def add_attribute(self, name: str, kind: AttributeKind) -> None:
        """Add an attribute."""
        self._jobs.do(AddAttribute(name, kind))

    def delete_attribute(self, attribute_id: int) -> None:
        """Remove an attribute with its values."""
        self._jobs.do(DeleteAttribute(attribute_id))

    def set_attribute(self, participant_id: int, attribute_id: int, value: str) -> None:
        """Give a participant a value."""
        self._jobs.do(SetAttribute(participant_id, attribute_id, value))

    def rename_speaker(self, speaker_id: int, label: str) -> None:
        """Give a speaker another label."""
        self._jobs.do(RenameSpeaker(speaker_id, label))

    def set_interviewer(self, ids: Sequence[int], interviewer: bool) -> None:
        """Say whether speakers are interviewers."""
        self._jobs.do(SetInterviewer(tuple(ids), interviewer))

    def tie(self, ids: Sequence[int], participant_id: int | None) -> None:
        """Say who speakers are."""
        self._jobs.do(TieSpeakers(tuple(ids), participant_id))

    def tie_new(self, speaker_id: int, name: str) -> None:
        """Make a participant and say that the speaker is they."""
        self._jobs.do(AddParticipant(name, speaker_ids=(speaker_id,)))

    def set_wave(self, document_ids: Sequence[int], wave: str) -> None:
        """Say in which wave interviews were held."""
        self._jobs.do(SetWave(tuple(document_ids), wave))

    def add_locality(self, name: str) -> None:
        """Add a locality."""
        self._jobs.do(AddPlace(name))

    def rename_place(self, place_id: int, name: str) -> None:
        """Give a place another name."""
        self._jobs.do(RenamePlace(place_id, name))

    def delete_place(self, place_id: int) -> None:
        """Remove a place."""
        self._jobs.do(DeletePlace(place_id))

    def add_group(self, name: str) -> None:
        """Add a group."""
        self._jobs.do(AddGroup(name))

    def rename_group(self, group_id: int, name: str) -> None:
        """Give a group another name."""
        self._jobs.do(RenameGroup(group_id, name))

    def delete_group(self, group_id: int) -> None:
        """Remove a group."""
        self._jobs.do(DeleteGroup(group_id))

    def set_target(self, place_id: int, group_id: int, wanted: int) -> None:
        """Say how many participants are wanted."""
        self._jobs.do(SetTarget(place_id, group_id, wanted))

    def add_coder(self, name: str, then: Callable[[int], None] | None = None) -> None:
        """Add a member of the team; `then` gets the id."""
        self._jobs.do(AddCoder(name), then)

    def edit_coder(
        self,
        coder_id: int,
        *,
        name: str | None = None,
        initials: str | None = None,
        color: str | None = None,
        then: Callable[[None], None] | None = None,
    ) -> None:
        """Change a coder; `then` is called when it is done."""
        self._jobs.do(EditCoder(coder_id, name, initials, color), then)

    def rename_project(self, name: str) -> None:
        """Give the project another name."""
        self._jobs.do(RenameProject(name))
