"""The ancestor of two project files: the last step that both went through, and what each has done and heard of since."""

from collections.abc import Callable
from dataclasses import dataclass

from qcoder.domain.codings import Origin
from qcoder.project.history import Step
from qcoder.project.read import Reader
from qcoder.project.read.whole import Row, Value, WholeReader

Key = tuple[str, int]
"""A row anywhere in a project: (table, id)."""
Event = tuple[int, Row | None]
"""Something done to a row: (id of the step, the row before it or None)."""

BEGINNING = 0
"""Stands for the step that made what both files had from the ancestor on."""


@dataclass(frozen=True, slots=True)
class Ancestor:
    """The last common step; both sequence numbers are 0 where there is none. `related` is False for two projects that never met."""

    mine: int
    theirs: int
    step: Step | None
    related: bool = True


def common_step(mine: Reader, theirs: Reader) -> Ancestor:
    """The last step that both files share from their beginning on, told by step ids."""
    last: tuple[int, int] = (0, 0)
    for (my_seq, my_id), (their_seq, their_id) in zip(WholeReader(mine).step_ids(), WholeReader(theirs).step_ids(), strict=False):
        if my_id != their_id:
            break
        last = (my_seq, their_seq)
    if last == (0, 0):
        return Ancestor(0, 0, None, related=mine.project_id() == theirs.project_id())
    return Ancestor(*last, mine.history.step(last[0]))


class Side:
    """One of two files: the steps it went through and took in by merges, and what was done to its rows since the ancestor."""

    def __init__(self, read: Reader, ancestor: Ancestor, seq: int) -> None:
        self.whole = WholeReader(read)
        self.steps = read.history.steps()
        self._seq = seq
        self._related = ancestor.related
        ids = {step.seq: step.id for step in self.steps}
        self.own = set(ids.values())
        self.since = {step.id for step in self.steps if step.seq > seq}
        self.taken = self.whole.merged_ids()
        self._carriers: dict[int, int] = {}
        self._images: dict[Key, list[tuple[int, str | None]]] = {}
        self.choices: dict[str, str] = {}
        for number, table, row_id, before in self.whole.images_after(seq):
            self._images.setdefault((table, row_id), []).append((ids[number], before))
            if table == "merged_step" and before is None:
                self._carriers.setdefault(row_id, ids[number])
            if table == "merge_choice" and before is not None:
                _id, conflict, choice = self.whole.row_of(table, before)
                self.choices.setdefault(str(conflict), str(choice))
        self.choices |= {str(conflict): str(choice) for _id, conflict, choice in self.whole.rows("merge_choice").values()}
        self._skipped: set[int] = set()
        self._logs: dict[Key, list[Event]] = {}

    def meet(self, other: "Side") -> None:
        """Learn what counts before the other file: what was done and undone again without its hearing of it never happened."""
        by_seq = {step.seq: step for step in self.steps}
        for step in self.steps:
            before = by_seq.get(step.reverses or 0)
            if before is None or step.undone or before.seq <= self._seq:
                continue
            if before.origin is Origin.MERGE or not other.knows(before.id):
                self._skipped |= {step.id, before.id}
        self._beginning_known = self._related or bool(self.taken & other.own) or bool(other.taken & self.own)

    def knows(self, step: int) -> bool:
        """True if this file went through the step or took it in by a merge."""
        return self._beginning_known if step == BEGINNING else step in self.own or step in self.taken

    def carrier(self, step: int) -> int:
        """The step of this file by which it came to know another file's step; the beginning for what it always knew."""
        return self._carriers.get(step, BEGINNING)

    def touched(self) -> dict[str, set[int]]:
        """Table -> ids of all rows to which anything was done since the ancestor."""
        found: dict[str, set[int]] = {}
        for table, id_ in self._images:
            found.setdefault(table, set()).add(id_)
        return found

    def log(self, key: Key) -> list[Event]:
        """What was done to a row since the ancestor, latest first."""
        if key not in self._logs:
            events = []
            for step, before in self._images.get(key, ()):
                if step not in self._skipped:
                    events.append((step, None if before is None else self.whole.row_of(key[0], before)))
            self._logs[key] = events
        return self._logs[key]

    def old_texts(self, document_id: int) -> list[str]:
        """The texts that a document had since the ancestor, latest first."""
        images = self._images.get(("document", document_id), ())
        return [self.whole.long_text_of("document", "text", before) for _step, before in images if before is not None]

    def writer(self, key: Key, column: int, now: Row | None, moves: frozenset[int] = frozenset()) -> int:
        """The step that gave a field the value it has; steps in `moves` do not count."""
        after = now
        for step, before in self.log(key):
            if step not in moves and (before is None or after is None or before[column] != after[column]):
                return step
            after = before
        return BEGINNING

    def past(self, key: Key, column: int, translated: Callable[[Row], Row]) -> set[Value]:
        """The values that a field had since the ancestor, without the present one unless it had that before, too."""
        return {translated(before)[column] for _step, before in self.log(key) if before is not None}

    def maker(self, key: Key) -> int:
        """The step that made a row that is here, or the beginning."""
        return next((step for step, before in self.log(key) if before is None), BEGINNING)

    def deleter(self, key: Key) -> int | None:
        """The step that took away a row that is not here now; None when it was never here."""
        log = self.log(key)
        return log[0][0] if log and log[0][1] is not None else None

    def base(self, key: Key, now: Row | None) -> Row | None:
        """The row as it was at the ancestor; None when it was not there."""
        log = self.log(key)
        return log[-1][1] if log else now


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
