"""Merging a colleague's copy: look first, then one step."""

from collections.abc import Callable, Mapping
from pathlib import Path

from qcoder.gui.jobs import Jobs
from qcoder.merge.preview import MergePreview, merge, preview
from qcoder.project.project import Done, Project
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _


class MergeActions:
    """Preview and merge of one other file."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def preview(self, path: Path, decisions: Mapping[str, str], then: Callable[[MergePreview], None]) -> None:
        """Compare with a colleague's file; nothing is written to either."""
        chosen, me = dict(decisions), self._jobs.project.coder[0]

        def question(mine: Reader, progress: Progress) -> MergePreview:
            with Project.open(path, write=False) as theirs:
                return preview(mine, theirs.read, chosen, progress=progress, me=me)

        self._jobs.ask(question, then, label=_("Comparing the two projects"), whole=True)

    def merge(self, path: Path, decisions: Mapping[str, str], then: Callable[[MergePreview], None]) -> None:
        """Take the colleague's work in, as one step."""
        chosen = dict(decisions)

        def finish(done: Done[MergePreview]) -> None:
            self._jobs.settle(done)
            then(done.result)

        self._jobs.run(lambda project, progress: merge(project, path, chosen, progress=progress), finish, label=_("Merging"))
