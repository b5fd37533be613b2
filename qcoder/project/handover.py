"""Copies for colleagues: all documents or some, with others' work or without it; what is left out is in no byte of the copy.

A copy keeps the ids of everything in it and the steps of the original's history, so that it can be merged back. What was left out has no
before-images after the step at which the copy was made, and so is told from what the colleague deleted: a row that is missing from a file
was deleted there only if the file's history, after the last step that both share, holds an image of it.
"""

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.ids import new_id
from qcoder.project.check import check
from qcoder.project.connection import connect
from qcoder.project.journal import DATA_TABLES
from qcoder.project.project import Project
from qcoder.project.read import Reader
from qcoder.project.write import Cancelled, Progress, no_progress
from qcoder.words import _, n_

PERSONAL = ("coding", "rejection", "fully_coded", "memo", "coding_review", "sorting", "summary", "suggesting", "suggestion")
"""Tables whose rows are one coder's own work: a blind copy has only those of whom it is for."""
SHARED = ("codebook_version", "branch_owner", "coding_sample", "saved_query")
"""Tables that name a coder and are the team's all the same."""
JUDGED = ("decision",)
"""Tables that tell how coders differed: left out of a blind copy whoever wrote the row."""
TOLD = ("merged_step", "merge_choice")
"""Tables that tell in words what others did elsewhere: left out as soon as anything is."""


@dataclass(frozen=True, slots=True)
class CopyFor:
    """Whom a copy is for, which documents it has (all when None), and whether it is without others' codings and memos."""

    made_for: str
    documents: frozenset[int] | None = None
    blind: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How this file was made as a copy: after step `step`, at `at` (milliseconds UTC), without these documents and these coders' work."""

    step: int
    at: int
    made_by: str
    made_for: str
    blind: bool
    documents: frozenset[int]
    coders: frozenset[int]

    @property
    def anything(self) -> bool:
        """True if the copy lacks anything that the original has."""
        return self.blind or bool(self.documents)


def left_out(read: Reader) -> tuple[LeftOut, ...]:
    """The hand-overs that this file went through, oldest first; empty for an original and its plain copies."""
    rows = read.connection.execute("SELECT step, at, made_by, made_for, blind, documents, coders FROM handover ORDER BY step").fetchall()
    return tuple(
        LeftOut(step, at, by, for_, bool(blind), frozenset(json.loads(documents)), frozenset(json.loads(coders)))
        for step, at, by, for_, blind, documents, coders in rows
    )


def merge_notes(mine: Reader, theirs: Reader) -> list[str]:
    """What a person should know before merging `theirs` into `mine` because one of them is such a copy; empty when neither is."""
    ours = {found.step: found for found in left_out(mine)}
    notes = []
    for found in left_out(theirs):
        if ours.get(found.step) != found and found.anything:
            sentence = _("The other file is a copy made for {name} on {day} ({what}); what it was made without counts as not deleted.")
            notes.append(sentence.format(name=found.made_for, day=_day(found.at), what=_without(found)))
    others = {found.step: found for found in left_out(theirs)}
    for step, found in ours.items():
        if others.get(step) != found and found.anything:
            sentence = _("Your file is a copy made for {name} on {day} ({what}); merging can bring in what it was made without.")
            notes.append(sentence.format(name=found.made_for, day=_day(found.at), what=_without(found)))
    return notes


def hand_over(project: Project, to: Path, copy: CopyFor, *, overwrite: bool = False, progress: Progress = no_progress) -> Path:
    """Make a copy of the project for a colleague and return its path; raises KnownError, and then there is none.

    In the copy nothing from before can be undone: it begins with a step that says for whom it was made, by the project's acting coder.
    `progress` hears how many rows were copied and looked over, of how many, and may raise to stop: then there is no copy either.
    """
    made_for = " ".join(copy.made_for.split())
    if not made_for:
        raise KnownError(_("Say for whom the copy is: type a name."))
    if copy.documents is not None and not copy.documents:
        raise KnownError(_("A copy needs at least one document; choose which."))
    made_by = project.coder
    told = _Told(progress)

    def shape(fresh: Path) -> None:
        with closing(connect(fresh, write=True)) as connection, _stoppable(connection, told.again):
            # Nobody has this file yet and it is thrown away if anything fails, so it needs no journal; what hangs on what is
            # known, and looked over at the end, so no row has to be looked up for every row that goes.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA foreign_keys = OFF")
            _Shaping(connection, CopyFor(made_for, copy.documents, copy.blind), made_by).run()
            connection.execute("VACUUM")  # what was deleted must not be in the file's free pages either
            connection.execute("PRAGMA journal_mode = DELETE")
        with closing(connect(fresh, write=False)) as connection, _stoppable(connection, told.again):
            # The texts were compared with the original's, word for word.
            problems = check(Reader(connection), recount=False)
        if problems:
            sentence = _("The copy did not come out whole and was thrown away; look the project over with “check”.")
            raise KnownError(sentence, "\n".join(problems))

    return project.save_copy(to, overwrite=overwrite, shape=shape, progress=told)


_OFTEN = 100_000
"""So many of SQLite's instructions are a few milliseconds."""


class _Told:
    """Copying is half of the work; during the other half the count stands still."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = (0, 0)

    def __call__(self, done: int, total: int) -> None:
        """So many rows were copied and compared."""
        if total:
            self._last = (done, 2 * total)
        self.again()

    def again(self) -> None:
        """Nothing new, but whoever listens may stop it."""
        self._progress(*self._last)


@contextmanager
def _stoppable(connection: sqlite3.Connection, heard: Callable[[], None]) -> Iterator[None]:
    """Let `heard` stop what the connection is doing, also in the middle of a long statement."""
    stop: list[Cancelled] = []

    def look() -> int:
        try:
            heard()
        except Cancelled as error:  # SQLite cannot carry it; it is raised again below
            stop.append(error)
        return len(stop)

    connection.set_progress_handler(look, _OFTEN)
    try:
        yield
    except sqlite3.Error:
        if stop:
            raise stop[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d")


def _without(found: LeftOut) -> str:
    parts = [n_("without {n} document", "without {n} documents", len(found.documents))] if found.documents else []
    return _(" and ").join([*parts, *([_("without others' codings and memos")] if found.blind else [])])


class _Shaping:
    """Takes out of a fresh copy, in one transaction, what it must not hold, and notes how it was made."""

    def __init__(self, connection: sqlite3.Connection, copy: CopyFor, made_by: tuple[int, str]) -> None:
        self._connection = connection
        self._copy = copy
        self._made_by = made_by
        self._read = Reader(connection)

    def run(self) -> None:
        there = {document.id for document in self._read.documents.all()}
        kept = there if self._copy.documents is None else there & self._copy.documents
        if not kept and there:
            raise KnownError(_("None of those documents is in the project; choose others."))
        coders = self._read.study.coders()
        for_id = next((coder.id for coder in coders if coder.name.casefold() == self._copy.made_for.casefold()), None)
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        if self._copy.blind or self._copy.documents is not None:
            self._mark(kept if self._copy.documents is not None else None, for_id)
            self._take_out()
        title = _("Copied for {name}").format(name=self._copy.made_for) + _what(len(kept), len(there), blind=self._copy.blind)
        others = [coder.id for coder in coders if coder.id != for_id] if self._copy.blind else []
        self._note(title, sorted(there - kept), others)
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise AssertionError("a copy with rows that point nowhere")
        connection.execute("COMMIT")

    # -- what is left out ---------------------------------------------------------------------------------------

    def _mark(self, kept: set[int] | None, for_id: int | None) -> None:
        """List in temp.gone every row, present or only in the history, that is left out, and what hangs on it."""
        connection = self._connection
        connection.execute("CREATE TEMP TABLE gone (name TEXT, id INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID")
        connection.execute("CREATE TEMP TABLE kept_document (id INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO kept_document VALUES (?)", [(id_,) for id_ in kept or ()])
        # A row that is no more was deleted by its last image, which shows it as it was.
        connection.execute(
            "CREATE TEMP TABLE past AS SELECT table_name AS name, row_id AS id, before FROM image"
            " WHERE seq IN (SELECT max(seq) FROM image GROUP BY table_name, row_id) AND before IS NOT NULL"
        )
        for table in DATA_TABLES:
            if table == "document" and kept is not None:
                self._leave_out(table, "id NOT IN (SELECT id FROM kept_document)", "id")
            if table in PERSONAL and self._copy.blind:
                self._leave_out(table, f"coder_id IS NOT {for_id or 0}", "coder_id")
            if table in TOLD or (table in JUDGED and self._copy.blind):
                self._leave_out(table, "1", "id")
            for column, target in self._owners_of(table):
                self._leave_out(table, f"{column} IN (SELECT id FROM gone WHERE name = '{target}')", column)

    def _owners_of(self, table: str) -> list[tuple[str, str]]:
        """(column, table) of what a row cannot be without."""
        links = self._connection.execute(
            'SELECT "from", "table" FROM pragma_foreign_key_list(?) WHERE on_delete != \'SET NULL\' ORDER BY id', (table,)
        ).fetchall()
        return [(column, target) for column, target in links if target != table]

    def _leave_out(self, table: str, condition: str, column: str) -> None:
        connection = self._connection
        connection.execute(f"INSERT OR IGNORE INTO gone SELECT '{table}', id FROM {table} WHERE {condition}")
        value = "id" if column == "id" else f"json_extract(before, '$.{column}') AS {column}"
        rows = f"SELECT id, {value} FROM past WHERE name = '{table}'" if column != "id" else f"SELECT id FROM past WHERE name = '{table}'"
        connection.execute(
            f"INSERT OR IGNORE INTO gone SELECT '{table}', id FROM ({rows}) WHERE id NOT IN (SELECT id FROM {table}) AND {condition}"
        )

    def _take_out(self) -> None:
        connection = self._connection
        steps = connection.execute("SELECT seq, first_image FROM step ORDER BY seq").fetchall()
        firsts = [first for _seq, first in steps]
        hidden = [
            image
            for (image,) in connection.execute(
                "SELECT seq FROM image WHERE EXISTS (SELECT 1 FROM gone WHERE name = table_name AND id = row_id) ORDER BY seq"
            ).fetchall()
        ]
        # The titles of steps speak of passages and documents: where a step lost an image, it loses its words as well.
        touched = {bisect_right(firsts, image) - 1 for image in hidden}
        hushed = [(_("(left out of this copy)"), steps[place][0]) for place in sorted(touched)]
        connection.executemany("UPDATE step SET title = ?, why = '' WHERE seq = ?", hushed)
        for table in reversed(DATA_TABLES):
            connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM gone WHERE name = '{table}')")
        for table, column, target in self._left_pointing():
            connection.execute(f"UPDATE {table} SET {column} = NULL WHERE {column} IN (SELECT id FROM gone WHERE name = '{target}')")
        if hidden:
            self._number_images(steps, hidden)

    def _left_pointing(self) -> list[tuple[str, str, str]]:
        """(table, column, target) of rows that outlive what they point at, where something of the target is left out."""
        targets = {row[0] for row in self._connection.execute("SELECT DISTINCT name FROM gone")}
        links = 'SELECT "from", "table" FROM pragma_foreign_key_list(?) WHERE on_delete = \'SET NULL\''
        return [
            (table, column, target)
            for table in DATA_TABLES
            for column, target in self._connection.execute(links, (table,)).fetchall()
            if target in targets
        ]

    def _number_images(self, steps: list[tuple[int, int]], hidden: list[int]) -> None:
        """Leave images out and close the gaps in their numbers: a file with gaps would look as if history had been lost."""
        connection = self._connection
        connection.execute(
            "CREATE TEMP TABLE left_image AS SELECT row_number() OVER (ORDER BY seq) AS seq, table_name, row_id, before FROM image"
            " WHERE NOT EXISTS (SELECT 1 FROM gone WHERE name = table_name AND id = row_id)"
        )
        connection.execute("DELETE FROM image")
        connection.execute("INSERT INTO image(seq, table_name, row_id, before) SELECT seq, table_name, row_id, before FROM left_image")
        connection.execute("UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(seq), 0) FROM image) WHERE name = 'image'")
        connection.executemany(
            "UPDATE step SET first_image = ? WHERE seq = ?", [(first - bisect_left(hidden, first), seq) for seq, first in steps]
        )

    def _note(self, title: str, documents: list[int], coders: list[int]) -> None:
        connection = self._connection
        now = int(datetime.now(UTC).timestamp() * 1000)
        first = connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM image").fetchone()[0]
        coder_id, who = self._made_by
        step = connection.execute(
            "INSERT INTO step(id, at, coder_id, who, title, origin, first_image) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING seq",
            (new_id(), now, coder_id, who, title, Origin.HAND.value, first),
        ).fetchone()[0]
        connection.execute(
            "INSERT INTO handover(id, step, at, made_by, made_for, blind, documents, coders) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (new_id(), step, now, who, self._copy.made_for, int(self._copy.blind), json.dumps(documents), json.dumps(coders)),
        )


def _what(kept: int, there: int, *, blind: bool) -> str:
    parts = [_("{kept} of {there} documents").format(kept=kept, there=there)] if kept < there else []
    parts += [_("without others' codings and memos")] if blind else []
    return ": " + ", ".join(parts) if parts else ""
