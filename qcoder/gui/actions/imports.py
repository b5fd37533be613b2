"""Taking things in: transcripts and people."""

from collections.abc import Callable, Sequence

from qcoder.changes.documents import ImportDocuments
from qcoder.changes.people import ImportPeople, PeopleTaken, PersonRow
from qcoder.domain.documents import Transcript
from qcoder.domain.study import AttributeKind
from qcoder.gui.jobs import Jobs
from qcoder.words import _


class ImportActions:
    """Imports, each one undoable step, with progress and cancel."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def transcripts(self, transcripts: Sequence[Transcript], then: Callable[[tuple[int, ...]], None]) -> None:
        """Take in transcripts; `then` gets the new ids."""
        self._jobs.do(ImportDocuments(tuple(transcripts)), then, label=_("Importing transcripts"))

    def people(self, rows: Sequence[PersonRow], kinds: Sequence[tuple[str, AttributeKind]], then: Callable[[PeopleTaken], None]) -> None:
        """Take in participants, places and attributes."""
        self._jobs.do(ImportPeople(tuple(rows), tuple(kinds)), then, label=_("Taking in people"))
