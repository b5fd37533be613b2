"""Working as a team: copies for colleagues, coders who are one person, the codebook through time."""

from collections.abc import Callable, Sequence
from pathlib import Path

from qcoder.changes.team import JoinCoders, SetBranchOwners
from qcoder.changes.versions import DeleteCodebookVersion, NameCodebookVersion, RenameCodebookVersion, ReviewCodings, TakeProposals
from qcoder.domain.codebooks import Proposal
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs
from qcoder.project.handover import CopyFor, hand_over
from qcoder.words import _

TEAM_COMMANDS = (
    Command(
        "copy_for_colleague",
        _("Make a copy for a colleague…"),
        _("A copy with all documents or some, with others' codings or without, to be merged back later"),
        "study",
        "",
        "team",
    ),
    Command(
        "show_copies",
        _("Copies and second versions"),
        _("Copies for colleagues, and second versions of the project that a sync service left beside it"),
        "study",
        "",
        "team",
    ),
    Command("join_coders", _("Join two coders…"), _("Two names that are one person become one"), "study", "", "team"),
    Command("name_version", _("Name this version of the codebook"), _("Keep the codebook as it is now under a name"), "study", "", "team"),
)


class TeamActions:
    """One method for each thing that a team does beyond coding."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def hand_over(self, to: Path, copy: CopyFor, then: Callable[[Path], None]) -> None:
        """Make a copy for a colleague; `then` gets its path."""
        project = self._jobs.project
        # Beside the other questions: coding goes on while the copy is shaped and looked over.
        self._jobs.ask(
            lambda _read, progress: hand_over(project, to, copy, overwrite=True, progress=progress),
            then,
            label=_("Making the copy"),
            aside=True,
            whole=True,
        )

    def join_coders(self, coder_id: int, into_id: int, into: str) -> None:
        """Make two names one; whoever acts as the first acts as the second from then on."""

        def joined(_codings: int) -> None:
            if self._jobs.project.coder[0] == coder_id:
                self._jobs.act_as(into)

        self._jobs.do(JoinCoders(coder_id, into_id), joined, label=_("Joining the coders"))

    def set_owners(self, code_id: int, coder_ids: Sequence[int]) -> None:
        """Say who looks after a branch; with its owners as they are it says that others' changes were seen."""
        self._jobs.do(SetBranchOwners(code_id, tuple(coder_ids)))

    def name_version(self, name: str, then: Callable[[int], None]) -> None:
        """Keep the codebook under a name; `then` gets the version's id."""
        self._jobs.do(NameCodebookVersion(name), then)

    def rename_version(self, version_id: int, name: str) -> None:
        """Give a named version another name."""
        self._jobs.do(RenameCodebookVersion(version_id, name))

    def delete_version(self, version_id: int) -> None:
        """Remove a named version."""
        self._jobs.do(DeleteCodebookVersion(version_id))

    def review(self, coding_ids: Sequence[int]) -> None:
        """Note that codings were looked at again and stand."""
        self._jobs.do(ReviewCodings(tuple(coding_ids)))

    def take_proposals(self, proposals: Sequence[Proposal], source: str) -> None:
        """Take in what was chosen of a codebook file."""
        self._jobs.do(TakeProposals(tuple(proposals), source), label=_("Taking in codes"))
