"""The past as people look through it: a project's own steps and those that merges brought, newest first, a page at a time."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from qcoder.domain.codings import Origin
from qcoder.project.history import MergedStep, Step, merged_step
from qcoder.project.read import Reader
from qcoder.project.write import Progress, no_progress

_AT_ONCE = 2_000
_LOOKED = 20_000
"""So many steps are looked through for one page, then what was found so far is shown."""

Place = tuple[int, int]
"""Where a page begins: the step's number, and how many of it and of what it brought were told already."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the past. `seq` is the step's own number or, where a merge `brought` it, that merge's; `file` is that merge's title."""

    seq: int
    at: int
    who: str
    title: str
    origin: Origin
    why: str
    undone: bool
    id: int
    brought: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: done under this name, of these origins, with all of these words in title, reason or name; nothing set: all."""

    who: str | None = None
    origins: frozenset[Origin] | None = None
    words: str = ""

    def fits(self, told: Told) -> bool:
        """True if it is looked for."""
        if self.who is not None and told.who != self.who:
            return False
        if self.origins is not None and told.origin not in self.origins:
            return False
        if not self.words:
            return True
        text = f"{told.title} {told.why} {told.who}".casefold()
        return all(word in text for word in self.words.casefold().split())


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of the past, and where the next page begins; None when there is no more."""

    lines: tuple[Told, ...]
    next: Place | None


def page(read: Reader, asked: Asked, since: Place | None = None, wanted: int = 300) -> Page:
    """The next lines that are looked for, about so many; fewer, or none, when they lie far apart."""
    found: list[Told] = []
    place: Place = since or (read.history.last(), 0)
    for looked, (there, told) in enumerate(_walk(read, place), 1):
        if asked.fits(told):
            found.append(told)
        if len(found) >= wanted or looked >= _LOOKED:
            return Page(tuple(found), (there[0], there[1] + 1))
    return Page(tuple(found), None)


def everything(read: Reader, asked: Asked, progress: Progress = no_progress) -> Iterator[Told]:
    """All lines that are looked for, newest first; `progress` hears how many steps were looked through and may raise to stop."""
    last = read.history.last()
    for (seq, _rank), told in _walk(read, (last, 0)):
        if not (last - seq) % _AT_ONCE:
            progress(last - seq, last)
        if asked.fits(told):
            yield told


def _walk(read: Reader, since: Place) -> Iterator[tuple[Place, Told]]:
    """Every line from a place on, with its own place. After a merge comes what it brought, newest first."""
    seq, rank = since
    gone: set[int] | None = None
    while True:
        steps = read.history.before(seq + 1, _AT_ONCE, gone)
        for step in steps:
            skip = rank if step.seq == seq else 0
            if not skip:
                yield (step.seq, 0), _own(step)
            if step.origin is Origin.MERGE:
                brought = _brought(read.connection, *read.history.images_of(step.seq), max(skip - 1, 0))
                for number, merged in enumerate(brought, max(skip, 1)):
                    yield (step.seq, number), _theirs(step, merged)
        if len(steps) < _AT_ONCE:
            return
        seq, rank = steps[-1].seq - 1, 0
        if gone is None:  # whoever goes on so far may go to the end; asking anew for every stretch would take long
            gone = read.history.undone()


def _brought(connection: sqlite3.Connection, first: int, end: int, skip: int) -> Iterator[MergedStep]:
    """The steps of another file that came with a merge and are here still, all at once: a cursor left open would hold up the writer."""
    rows = connection.execute(
        "SELECT id, at, coder_id, who, title, origin, why, reverses FROM merged_step WHERE id IN (SELECT row_id FROM image"
        " WHERE seq >= ? AND seq < ? AND table_name = 'merged_step' AND before IS NULL) ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?",
        (first, end, skip),
    )
    return map(merged_step, rows.fetchall())


def _own(step: Step) -> Told:
    return Told(step.seq, step.at, step.who, step.title, step.origin, step.why, step.undone, step.id)


def _theirs(merge: Step, step: MergedStep) -> Told:
    return Told(merge.seq, step.at, step.who, step.title, step.origin, step.why, False, step.id, True, merge.title)
