"""The full-text index: where words may stand. A cache beside the person's data, one file a project, that may be deleted at any time.

It holds folded words by stretch of speech, keeps no text, and only proposes: whoever asks looks into the stored text, and what is not
there is not shown. What the index does not know yet, or knows in another state, is named so that it can be read through.
"""

import contextlib
import logging
import sqlite3
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from qcoder.domain.folding import fold, words_in
from qcoder.domain.spans import Span, trim
from qcoder.project.read import Reader
from qcoder.project.write import Progress, no_progress

_LOG = logging.getLogger(__name__)
# Words are folded before they come here, by the rules that the looking itself goes by; so SQLite's own folding, which knows an older
# Unicode, must not: `ascii` takes every letter beyond ASCII as it is.
_SCHEMA = """
CREATE TABLE about (format TEXT NOT NULL, made INTEGER NOT NULL, step INTEGER NOT NULL, next INTEGER NOT NULL);
CREATE TABLE document (id INTEGER PRIMARY KEY, state TEXT NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL);
CREATE TABLE term (term TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE place USING fts5 (words, content = '', columnsize = 0, tokenize = "ascii tokenchars '_'");
"""
_FORMAT = f"1 {unicodedata.unidata_version}"
_MOST_TERMS = 400
"""Letters that stand in more words than this are everywhere: reading through finds them as fast."""
MOST_PLACES = 20_000
"""Words in more stretches than this are everywhere as well."""
LEFTOVERS = 20_000
"""So many entries of stretches that are gone are borne before the file is made anew."""


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch has a word that is, begins with, ends with or holds these folded letters."""

    letters: str
    kind: Literal["is", "begins", "ends", "holds"] = "is"


@dataclass(frozen=True, slots=True)
class Sequel:
    """A stretch has these whole words, one right after the other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """A stretch has all of these; of nothing at all, nothing is asked."""

    parts: "tuple[Need, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    """A stretch has at least one of these."""

    parts: "tuple[Need, ...]"


Need = Term | Sequel | All | Any
"""What a stretch must have at the least, to be looked into."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Where to look: document id -> the numbers of its stretches; `unread` are documents to read through (None: all there are)."""

    places: dict[int, list[int]]
    unread: frozenset[int] | None


def stretches(text: str, turns: Iterable[tuple[int, int]]) -> list[Span]:
    """Cut a text into its turns (sorted start and end) and the paragraphs between them, in order; blank ones are left out."""
    found: list[Span] = []
    at = 0
    for start, end in (*turns, (len(text), len(text))):
        while at < start:
            stop = text.find("\n\n", at, start)
            stop = start if stop < 0 else stop + 2
            if text[at:stop].strip():
                found.append(trim(text, Span(at, stop)))
            at = stop
        if start < end and text[start:end].strip():
            found.append(Span(start, end))
        at = max(at, end)
    return found


class SearchIndex:
    """The index of one project, in a file of its own. Every call opens and closes it, so any thread may ask, and any may be the first."""

    def __init__(self, path: Path, leftovers: int = LEFTOVERS) -> None:
        self.path = path
        self._leftovers = leftovers
        self._made = 0
        self._terms: set[str] = set()

    # -- keeping it up to date ----------------------------------------------------------------------------------

    def tend(self, read: Reader, seconds: float, progress: Progress = no_progress) -> tuple[int, int]:
        """Take in what changed, for about so long but at least one document; returns (documents up to date, documents).

        Call it again until the two are equal. Where the file cannot be written now, nothing happens and the answer is (0, documents).
        """
        step, wanted = _newest_step(read), _states(read)
        until = time.monotonic() + seconds
        try:
            with self._opened(make=True) as connection:
                if connection is not None:
                    return self._take_in(connection, read, step, wanted, until, progress)
        except OSError as error:
            _LOG.info("the index %s cannot be kept: %s", self.path, error)
        return 0, len(wanted)

    def _take_in(
        self, connection: sqlite3.Connection, read: Reader, step: int, wanted: dict[int, str], until: float, progress: Progress
    ) -> tuple[int, int]:
        with _transaction(connection):
            made, row = connection.execute("SELECT made, next FROM about").fetchone()
            if made != self._made:
                self._made, self._terms = made, set()
            known = dict(connection.execute("SELECT id, state FROM document"))
            gone = [(id_,) for id_, state in known.items() if wanted.get(id_) != state]
            connection.executemany("DELETE FROM document WHERE id = ?", gone)
            todo = [id_ for id_, state in wanted.items() if known.get(id_) != state]
            done = len(wanted) - len(todo)
            for document_id in todo:
                progress(done, len(wanted))
                row = self._add(connection, read, document_id, wanted[document_id], row)
                done += 1
                if time.monotonic() >= until:
                    break
            complete = done == len(wanted)
            connection.execute("UPDATE about SET step = ?, next = ?", (step if complete else 0, row))
            live = connection.execute("SELECT coalesce(sum(count), 0) FROM document").fetchone()[0]
        if complete and row - live > max(self._leftovers, live // 2):
            self._forget("too much in it is gone")
            return 0, len(wanted)
        return done, len(wanted)

    def _add(self, connection: sqlite3.Connection, read: Reader, document_id: int, state: str, row: int) -> int:
        """Take one document in, its stretches numbered from `row`; returns the number after the last."""
        text, turns = _content(read, document_id)
        said = [words_in(fold(text[span.start : span.end]).text) for span in stretches(text, turns)]
        terms = set().union(*said) - self._terms
        connection.executemany("INSERT OR IGNORE INTO term (term) VALUES (?)", [(term,) for term in terms])
        self._terms |= terms
        connection.executemany(
            "INSERT INTO place (rowid, words) VALUES (?, ?)", [(row + number, " ".join(words)) for number, words in enumerate(said)]
        )
        connection.execute("INSERT INTO document (id, state, first, count) VALUES (?, ?, ?, ?)", (document_id, state, row, len(said)))
        return row + len(said)

    # -- asking -------------------------------------------------------------------------------------------------

    def propose(self, read: Reader, need: Need) -> Proposed:
        """Where there may be what is needed, as the project is now; no index, or a damaged one, proposes to read everything."""
        try:
            with self._opened(make=False) as connection:
                if connection is not None:
                    return _propose(connection, read, need)
        except OSError as error:
            _LOG.info("the index %s cannot be read: %s", self.path, error)
        return Proposed({}, None)

    # -- the file -----------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _opened(self, *, make: bool) -> Iterator[sqlite3.Connection | None]:
        """The file open, or None where there is none, or is none of ours; a damaged one is removed, to be made anew."""
        connection = self._connected(make=make)
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            if connection is not None:
                connection.close()
            if _is_damage(error):
                self._forget(error)
        finally:
            if connection is not None:
                connection.close()

    def _connected(self, *, make: bool) -> sqlite3.Connection | None:
        if make:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not self.path.exists():
            return None
        connection = None
        why: object = "it is none, or was made by another version"
        try:
            connection = sqlite3.connect(self.path, isolation_level=None, timeout=0.1)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if _is_ours(connection, make=make):
                return connection
        except sqlite3.DatabaseError as error:
            why = error if _is_damage(error) else None
        if connection is not None:
            connection.close()
        if why is not None:
            self._forget(why)
        return None

    def _forget(self, why: object) -> None:
        """Remove the file; it is only a cache, so nobody is told."""
        _LOG.info("the index %s is made anew: %s", self.path, why)
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """False for what may be otherwise in a moment: another program at work on the file, a full disk, a folder that is read-only."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    passing = (
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT,
    )  # fmt: skip
    return code & 0xFF not in passing


def _is_ours(connection: sqlite3.Connection, *, make: bool) -> bool:
    """True if the file is an index of this format; an empty one becomes one when it may be written."""
    there = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not there and make:
        with _transaction(connection):
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute("INSERT INTO about VALUES (?, ?, 0, 1)", (_FORMAT, time.time_ns()))
        return True
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
        return False
    row: object = connection.execute("SELECT format FROM about").fetchone()
    return row == (_FORMAT,)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _newest_step(read: Reader) -> int:
    """The id of the project's newest step, which no other state of any copy of it shares; 0 before the first."""
    row = read.connection.execute("SELECT id FROM step ORDER BY seq DESC LIMIT 1").fetchone()
    return 0 if row is None else int(row[0])


def _states(read: Reader) -> dict[int, str]:
    """Every document in order of name, with a few words that differ whenever its text or its turns do."""
    turns = {
        id_: f"{count} {last}"
        for id_, count, last in read.connection.execute("SELECT document_id, count(*), max(id) FROM turn GROUP BY document_id")
    }
    rows = read.connection.execute("SELECT id, text_hash FROM document ORDER BY name, id")
    return {id_: f"{text_hash} {turns.get(id_, '0')}" for id_, text_hash in rows.fetchall()}


def _content(read: Reader, document_id: int) -> tuple[str, list[tuple[int, int]]]:
    row = read.connection.execute("SELECT text FROM document WHERE id = ?", (document_id,)).fetchone()
    turns = [(start, end) for _document, start, end, _speaker, _words in read.documents.turn_table([document_id])]
    return ("", []) if row is None else (str(row[0]), turns)


# -- from needs to FTS5's language ------------------------------------------------------------------------------------


def _propose(connection: sqlite3.Connection, read: Reader, need: Need) -> Proposed:
    step = connection.execute("SELECT step FROM about").fetchone()[0]
    documents = connection.execute("SELECT id, state, first, count FROM document ORDER BY first").fetchall()
    unread: frozenset[int] = frozenset()
    stale: set[int] = set()
    if step != _newest_step(read) or not step:
        wanted = _states(read)
        known = {id_: state for id_, state, _first, _count in documents}
        unread = frozenset(id_ for id_, state in wanted.items() if known.get(id_) != state)
        stale = {id_ for id_ in known if wanted.get(id_) != known[id_]}
    asked = _asked(connection, need)
    if asked is None:
        return Proposed({}, None)
    if not asked:
        return Proposed({}, unread)
    rows = connection.execute("SELECT rowid FROM place WHERE place MATCH ? LIMIT ?", (asked, MOST_PLACES + 1)).fetchall()
    if len(rows) > MOST_PLACES:
        return Proposed({}, None)
    places: dict[int, list[int]] = {}
    at = 0
    for (row,) in rows:
        while at < len(documents) and row >= documents[at][2] + documents[at][3]:
            at += 1
        if at < len(documents) and row >= documents[at][2] and documents[at][0] not in stale:
            places.setdefault(documents[at][0], []).append(row - documents[at][2])
    return Proposed(places, unread)


def _asked(connection: sqlite3.Connection, need: Need) -> str | None:
    """The need in FTS5's language; empty when nothing can have it, None when everything may."""
    if isinstance(need, Sequel):
        return _quoted(" ".join(need.words))
    if isinstance(need, Term):
        terms = _terms(connection, need)
        return None if terms is None else _joined(" OR ", [_quoted(term) for term in terms])
    parts = [_asked(connection, part) for part in need.parts]
    if isinstance(need, Any):
        return None if None in parts else _joined(" OR ", [part for part in parts if part])
    if "" in parts:
        return ""
    known = [part for part in parts if part is not None]
    return _joined(" AND ", known) if known else None


def _joined(between: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({between.join(parts)})" if parts else ""


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _terms(connection: sqlite3.Connection, term: Term) -> list[str] | None:
    """The words of the project that fit; None when there are so many that asking for them all would not pay."""
    if term.kind == "is":
        return [term.letters]
    where, values = {
        "begins": ("term >= ? AND term < ?", (term.letters, term.letters + "\U0010ffff")),
        "ends": ("substr(term, -length(?)) = ?", (term.letters, term.letters)),
        "holds": ("instr(term, ?)", (term.letters,)),
    }[term.kind]
    rows = connection.execute(f"SELECT term FROM term WHERE {where} LIMIT {_MOST_TERMS + 1}", values).fetchall()
    return None if len(rows) > _MOST_TERMS else [row[0] for row in rows]
