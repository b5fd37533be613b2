"""History: who did what and when, and which step undo and redo would take next."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qcoder.domain.codings import Origin


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded change. `seq` counts within the file, `id` is unique across files, `at` is ms UTC; `reverses` is the step taken back."""

    seq: int
    id: int
    at: int
    coder_id: int | None
    who: str
    title: str
    origin: Origin
    why: str
    reverses: int | None
    first_image: int
    undone: bool = False


@dataclass(frozen=True, slots=True)
class MergedStep:
    """A step of another file that a merge took in, as history that can be read. `reverses` is the id of the step it took back."""

    id: int
    at: int
    coder_id: int | None
    who: str
    title: str
    origin: Origin
    why: str
    reverses: int | None


_COLUMNS = "seq, id, at, coder_id, who, title, origin, why, reverses, first_image"


def _step(row: tuple[int, int, int, int | None, str, str, str, str, int | None, int]) -> Step:
    seq, id_, at, coder_id, who, title, origin, why, reverses, first_image = row
    return Step(seq, id_, at, coder_id, who, title, Origin(origin), why, reverses, first_image)


def merged_step(row: tuple[int, int, int | None, str, str, str, str, int | None]) -> MergedStep:
    """A row of merged_step, its columns in order."""
    id_, at, coder_id, who, title, origin, why, reverses = row
    return MergedStep(id_, at, coder_id, who, title, Origin(origin), why, reverses)


class History:
    """Reads the steps of a project; every answer comes from the file, so it is the same after reopening."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """How many steps there are."""
        return int(self._connection.execute("SELECT count(*) FROM step").fetchone()[0])

    def last(self) -> int:
        """The number of the newest step, 0 when there is none; it changes when anything in the project changes."""
        return int(self._connection.execute("SELECT coalesce(max(seq), 0) FROM step").fetchone()[0])

    def steps(self, limit: int | None = None) -> list[Step]:
        """The steps, newest first; `undone` says that a step is not in effect now."""
        return self._steps("", (), limit)

    def before(self, seq: int, limit: int, gone: set[int] | None = None) -> list[Step]:
        """The newest steps that came before the one of that number, newest first; `gone` are all that are undone, where that is known."""
        return self._steps("WHERE seq < ?", (seq,), limit, gone)

    def undone(self) -> set[int]:
        """The numbers of all steps that are not in effect now."""
        return self._undone(0)

    def _steps(self, where: str, values: tuple[int, ...], limit: int | None, gone: set[int] | None = None) -> list[Step]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM step {where} ORDER BY seq DESC LIMIT ?", (*values, -1 if limit is None else limit)
        )
        steps = [_step(row) for row in rows]
        # A step is taken back by a later one, so nothing before the oldest asked for matters.
        gone = self._undone(steps[-1].seq if steps else 0) if gone is None else gone
        return [_marked(step, gone) for step in steps]

    def step(self, seq: int) -> Step:
        """The step of that number."""
        return _step(self._connection.execute(f"SELECT {_COLUMNS} FROM step WHERE seq = ?", (seq,)).fetchone())

    def images_of(self, seq: int) -> tuple[int, int]:
        """The half-open range of images that belong to a step."""
        first = self.step(seq).first_image
        row = self._connection.execute("SELECT first_image FROM step WHERE seq > ? ORDER BY seq LIMIT 1", (seq,)).fetchone()
        if row is None:
            row = self._connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM image").fetchone()
        return first, int(row[0])

    def beginning(self) -> int:
        """The step with which this file began as a copy made for somebody, 0 for an original: nothing up to it can be undone here."""
        return int(self._connection.execute("SELECT coalesce(max(step), 0) FROM handover").fetchone()[0])

    def merged(self, limit: int | None = None) -> list[MergedStep]:
        """The steps of other files that merges took in, newest first."""
        rows = self._connection.execute(
            "SELECT id, at, coder_id, who, title, origin, why, reverses FROM merged_step ORDER BY at DESC, id DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return [merged_step(row) for row in rows]

    def merged_count(self) -> int:
        """How many steps of other files merges took in."""
        return int(self._connection.execute("SELECT count(*) FROM merged_step").fetchone()[0])

    def names(self) -> list[str]:
        """The names under which anything was done, here or in a file that was merged."""
        rows = self._connection.execute("SELECT who FROM step UNION SELECT who FROM merged_step").fetchall()
        return sorted({row[0] for row in rows}, key=str.casefold)

    def to_undo(self) -> Step | None:
        """The step that undo would take back: the newest that is in effect (a redo stands for what it brought back)."""
        skip = 0
        for step in self._backwards():
            if step.origin is Origin.UNDO:
                skip += 1
            elif skip:
                skip -= 1
            else:
                return step
        return None

    def to_redo(self) -> Step | None:
        """The undo step that redo would take back, or None when something else was done since."""
        skip = 0
        for step in self._backwards():
            if step.origin is Origin.REDO:
                skip += 1
            elif step.origin is not Origin.UNDO:
                return None
            elif skip:
                skip -= 1
            else:
                return step
        return None

    def _backwards(self) -> Iterator[Step]:
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM step WHERE seq > ? ORDER BY seq DESC", (self.beginning(),))
        return map(_step, rows)

    def _undone(self, oldest: int) -> set[int]:
        """The steps not in effect now: those reversed by a step, not before `oldest`, that is itself in effect."""
        gone: set[int] = set()
        rows = self._connection.execute(
            "SELECT seq, reverses FROM step WHERE reverses IS NOT NULL AND seq >= ? ORDER BY seq DESC", (oldest,)
        )
        for seq, reverses in rows:
            if seq not in gone:
                gone.add(reverses)
        return gone


def _marked(step: Step, gone: set[int]) -> Step:
    return replace(step, undone=True) if step.seq in gone else step
