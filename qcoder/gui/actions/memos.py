"""Writing memos."""

from qcoder.changes.memos import SetMemo
from qcoder.domain.memos import Subject
from qcoder.gui.jobs import Jobs, Work


class MemoActions:
    """The acting coder's memos about things; each call is one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def write(self, subject: Subject, subject_id: int | None, text: str) -> Work:
        """Write, change or (when blank) remove one's own memo about a thing."""
        return self._jobs.do(SetMemo(subject, subject_id, text))
