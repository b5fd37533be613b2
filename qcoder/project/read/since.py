"""Which decisions about differences rest on codings that have changed since, told by the history."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from qcoder.domain.adjudication import ChangedSince
from qcoder.domain.spans import Span

_COLUMNS = ("document_id", "code_id", "span_start", "span_end", "coder_id")
_Row = tuple[int, int, int, int, int]
"""Document, code, start, end, coder."""


@dataclass(frozen=True, slots=True)
class _Step:
    seq: int
    first_image: int
    at: int
    who: str


class SinceReader:
    """Goes back through the history to each decision and holds the codings of then against those of now."""

    def __init__(self, connection: sqlite3.Connection, consensus: int) -> None:
        self._connection = connection
        self._consensus = consensus
        self._now: dict[int, _Row] = {}
        self._then: dict[int, _Row | None] = {}
        self._last: dict[int, _Step] = {}
        self._decisions: dict[int, _Row] = {}

    def changed(self) -> dict[int, ChangedSince]:
        """Decision id -> the last change of a coding, by anybody but the consensus, on its words; none for what was undone."""
        decisions = self._connection.execute(f"SELECT id, {', '.join(_COLUMNS)} FROM decision").fetchall()
        self._decisions = {row[0]: tuple(row[1:]) for row in decisions}
        here = dict(self._decisions)
        made = self._made()
        wanted: dict[int, list[int]] = {}
        for id_ in here:
            wanted.setdefault(made.get(id_, 0), []).append(id_)
        found: dict[int, ChangedSince] = {}
        for step, images in self._steps_back(min(wanted, default=0)):
            for id_ in wanted.pop(step.seq, ()):  # as it was right after the step that decided
                self._hold(id_, here[id_], found)
            if not wanted:
                break
            self._undo(step, images)
        for id_ in (id_ for ids in wanted.values() for id_ in ids):
            self._hold(id_, here[id_], found)
        return found

    def _made(self) -> dict[int, int]:
        """Decision -> the step that made it as it is here."""
        query = (
            "SELECT row_id, (SELECT max(step.seq) FROM step WHERE step.first_image <= image.seq) FROM image"
            " WHERE table_name = 'decision' AND before IS NULL ORDER BY seq"
        )
        return dict(self._connection.execute(query).fetchall())

    def _steps_back(self, first: int) -> Iterator[tuple[_Step, list[tuple[str, int, str | None]]]]:
        """The steps down to this one, latest first, with what each did to codings, decisions and texts, latest first."""
        rows = self._connection.execute("SELECT seq, first_image, at, who FROM step WHERE seq >= ? ORDER BY seq DESC", (first,)).fetchall()
        if not rows:
            return
        steps = [_Step(*row) for row in rows]
        images = self._connection.execute(
            "SELECT (SELECT max(step.seq) FROM step WHERE step.first_image <= image.seq), table_name, row_id,"
            " CASE table_name WHEN 'document' THEN json_remove(before, '$.text') ELSE before END FROM image"
            " WHERE seq >= ? AND table_name IN ('coding', 'decision', 'document') ORDER BY seq DESC",
            (steps[-1].first_image,),
        )
        done = {seq: [row[1:] for row in group] for seq, group in groupby(images, key=lambda row: row[0])}
        for step in steps:
            yield step, done.get(step.seq, [])

    def _undo(self, step: _Step, images: list[tuple[str, int, str | None]]) -> None:
        """Take one step back."""
        corrected = {id_ for table, id_, before in images if table == "document" and before is not None}
        before_of: dict[int, _Row | None] = {}
        for table, id_, before in images:
            if table == "document":
                continue
            row = None if before is None else _row(before)
            if table == "coding":
                before_of[id_] = row
            elif table == "decision" and id_ in self._decisions and row is not None:
                self._decisions[id_] = row
        for id_, row in before_of.items():
            after = self._then[id_] if id_ in self._then else self._coding(id_)
            if row is None or after is None or not _moved_along(row, after, corrected):
                self._last.setdefault(id_, step)
                self._then[id_] = row
            elif id_ in self._last:
                self._then[id_] = row

    def _coding(self, id_: int) -> _Row | None:
        row = self._connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM coding WHERE id = ?", (id_,)).fetchone()
        if row is not None:
            self._now[id_] = tuple(row)
        return self._now.get(id_)

    def _hold(self, id_: int, here: _Row, found: dict[int, ChangedSince]) -> None:
        """Whether one decision, which is `here` now, rests on codings that are not the same now."""
        changes = [
            self._last[coding]
            for coding, then in self._then.items()
            if then != (now := self._now.get(coding)) and (self._is_about(self._decisions[id_], then) or self._is_about(here, now))
        ]
        if changes:
            last = max(changes, key=lambda step: step.seq)
            found[id_] = ChangedSince(last.at, last.who)

    def _is_about(self, decision: _Row, coding: _Row | None) -> bool:
        if coding is None or coding[4] == self._consensus or coding[:2] != decision[:2]:
            return False
        return Span(coding[2], coding[3]).overlaps(Span(decision[2], decision[3]))


def _row(before: str) -> _Row:
    values = json.loads(before)
    document, code, start, end, coder = (int(values[name] or 0) for name in _COLUMNS)
    return document, code, start, end, coder


def _moved_along(before: _Row, after: _Row, corrected: set[int]) -> bool:
    """True if only the text beneath was corrected."""
    return before[0] in corrected and (before[0], before[1], before[4]) == (after[0], after[1], after[4])
