"""The ancestor of two project files: the last step that both went through, and what has happened in each since."""

from dataclasses import dataclass

from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.project.history import Step
from qcoder.project.read import Reader
from qcoder.project.read.whole import Row, WholeReader
from qcoder.words import _

Key = tuple[str, int]
"""A row anywhere in a project: (table, id)."""


@dataclass(frozen=True, slots=True)
class Ancestor:
    """The last common step; both sequence numbers are 0 for copies made before the first step, and then `step` is None."""

    mine: int
    theirs: int
    step: Step | None


def common_step(mine: Reader, theirs: Reader) -> Ancestor:
    """The last step that both files share, told by step ids. Raises KnownError for projects that have nothing in common."""
    last: tuple[int, int] = (0, 0)
    for (my_seq, my_id), (their_seq, their_id) in zip(WholeReader(mine).step_ids(), WholeReader(theirs).step_ids(), strict=False):
        if my_id != their_id:
            break
        last = (my_seq, their_seq)
    if last == (0, 0):
        if mine.project_id() != theirs.project_id():
            raise KnownError(
                _("“{mine}” and “{theirs}” are two projects, not copies of one; choose a copy of this project to merge.").format(
                    mine=mine.name(), theirs=theirs.name()
                )
            )
        return Ancestor(0, 0, None)
    return Ancestor(*last, mine.history.step(last[0]))


class Past:
    """What rows of one file were: at the ancestor, right after the last merge that touched them, and before they went.

    Merges that were undone do not count. Rows that nothing has touched since the ancestor are not in here.
    """

    def __init__(self, whole: WholeReader, history: list[Step], seq: int) -> None:
        self._whole = whole
        self._at: dict[Key, str | None] = {}
        self._merged: dict[Key, str | None] = {}
        self._as_now: set[Key] = set()
        self._went: dict[Key, str] = {}
        self._had: set[Key] = set()
        undone = {step.seq for step in history if step.origin is Origin.MERGE and step.undone}
        turned = {step.seq for step in history if step.origin in (Origin.UNDO, Origin.REDO)}
        merges = {step.seq for step in history if step.origin is Origin.MERGE and not step.undone}
        for step, table, row_id, before in whole.images_after(seq):
            key = (table, row_id)
            if before is None and step not in undone and step not in turned:
                self._had.add(key)
            if key not in self._at:
                if before is not None:
                    self._went[key] = before
                if step in merges:
                    self._as_now.add(key)
            elif step in merges and key not in self._as_now:
                self._merged.setdefault(key, self._at[key])
            self._at[key] = before

    def touched(self, key: Key) -> bool:
        """True if anything was done to the row since."""
        return key in self._at

    def at_ancestor(self, key: Key, now: Row | None) -> Row | None:
        """The row as it was at the ancestor; None when it was not there."""
        return self._row(key, self._at[key]) if key in self._at else now

    def merged(self, key: Key, now: Row | None) -> Row | None:
        """The row as the last merge that touched it left it; None when no merge did, or it took the row away."""
        return now if key in self._as_now else self._row(key, self._merged.get(key))

    def went(self, key: Key) -> Row | None:
        """The row as it was before its last change: for a row that is gone, what was deleted."""
        return self._row(key, self._went.get(key))

    def had(self, key: Key) -> bool:
        """True if the row, now gone, was once here in earnest: made here, or brought by a merge that was not undone."""
        return key in self._had and key in self._went

    def _row(self, key: Key, before: str | None) -> Row | None:
        return None if before is None else self._whole.row_of(key[0], before)


def state_at(read: Reader, seq: int) -> dict[str, dict[int, Row]]:
    """Every table as it was right after step `seq` (0: before the first), worked out from the before-images since."""
    whole = WholeReader(read)
    tables = {name: whole.rows(name) for name in whole.tables}
    for _step, table, row_id, before in whole.images_after(seq):
        if before is None:
            tables[table].pop(row_id, None)
        else:
            tables[table][row_id] = whole.row_of(table, before)
    return tables
