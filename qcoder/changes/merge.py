"""Taking in what a colleague's copy of the project holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.project.write import Write
from qcoder.words import _

Value = int | str | None


@dataclass(frozen=True, slots=True)
class NewRows:
    """Rows to add to one table, each in the order of `columns`."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class NewValues:
    """Fields to change in one row; all at once, since a row must be in order at every moment."""

    table: str
    id: int
    values: Mapping[str, Value]


@dataclass(frozen=True)
class TakeIn:
    """Add, change and remove rows of any tables as one step; the merge that worked them out saw the project at step `seen`.

    `freed` are rows to remove first, since what is new may stand in their place; on them hangs nothing.
    """

    title: str
    seen: int
    added: tuple[NewRows, ...] = ()
    changed: tuple[NewValues, ...] = ()
    removed: tuple[tuple[str, tuple[int, ...]], ...] = ()
    freed: tuple[tuple[str, tuple[int, ...]], ...] = ()
    origin: ClassVar[Origin] = Origin.MERGE
    grave: ClassVar[bool] = True

    def __bool__(self) -> bool:
        """True if there is anything to take in."""
        return bool(self.added or self.changed or self.removed or self.freed)

    def run(self, write: Write) -> int:
        """Refuses when the project has changed since; returns the number of rows added. New rows may point at one another in any order."""
        if write.read.history.last() != self.seen:
            raise KnownError(_("The project has changed since the two files were compared; compare them again."))
        total = sum(len(new.rows) for new in self.added)
        done = 0
        for table, ids in self.freed:
            write.rows(table).delete(ids)
        for new in self.added:
            write.progress(done, total)
            write.rows(new.table).insert_many(new.columns, new.rows)
            done += len(new.rows)
        for values in self.changed:
            write.rows(values.table).update(values.id, values.values)
        # Last: what has been moved away from a row must not go with it.
        for table, ids in self.removed:
            write.rows(table).delete(ids)
        write.say(self.title)
        return total
