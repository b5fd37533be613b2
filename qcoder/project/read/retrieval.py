"""Retrieval: which passages are wanted, under which headings and in which order, as ids; texts are read by whoever shows them.

What comes first is found first: headings are taken one after the other, and within them documents, so that a screenful is there
before all is known.
"""

import json
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from qcoder.project.read import Reader

_MANY = 1000
_STARRED = " AND id IN (SELECT coding_id FROM star)"

GROUPINGS = ("code", "document", "participant", "locality", "group", "wave", "nothing")
SORTS = ("place", "newest", "longest", "shortest", "starred")

Row = tuple[int, int, int, int]
"""(coding id, document id, start, end)."""
Key = int | None
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; None means all. `codes` are exactly those, subcodes named; `text` must occur in the passage, case aside.

    `only` are the ids of codings that somebody else chose, and `only_words` says what they are.
    """

    codes: frozenset[int] | None = None
    coders: frozenset[int] | None = None
    origins: frozenset[str] | None = None
    documents: frozenset[int] | None = None
    waves: frozenset[int] | None = None
    participants: frozenset[int] | None = None
    localities: frozenset[int] | None = None
    groups: frozenset[int] | None = None
    text: str = ""
    starred: bool = False
    only: frozenset[int] | None = None
    only_words: str = ""
    group_by: str = "code"
    sort: str = "place"

    @property
    def about_people(self) -> bool:
        """True if it matters who said it."""
        return self.participants is not None or self.localities is not None or self.groups is not None


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: `key` is the id of the code, document and so on, None for what belongs to none of them."""

    key: Key
    title: str
    first: int
    count: int


@dataclass(slots=True)
class Found:
    """The ids in order with their sections; a passage by two people stands under both. `complete` when nothing is left to find.

    The figures are known when it is complete: `passages` counts each once; documents and participants that have some, of how many
    that were looked at.
    """

    ids: "array[int]" = field(default_factory=lambda: array("q"))
    sections: list[Section] = field(default_factory=list)
    complete: bool = False
    passages: int = 0
    documents: int = 0
    of_documents: int = 0
    participants: int = 0
    of_participants: int = 0


def first_quotes(read: Reader, wanted: Wanted, least: int = 60) -> Found:
    """The first passages, at least so many if there are, found without looking for the others."""
    return _Search(read, wanted).run(least)


def all_quotes(read: Reader, wanted: Wanted, progress: Progress = lambda _done, _total: None) -> Found:
    """All passages and the figures; `progress` hears (done, total) and may raise to stop."""
    return _Search(read, wanted, progress).run(None)


class _People:
    """Who of those wanted speaks where in one document."""

    __slots__ = ("ends", "places", "starts", "who")

    def __init__(self, turns: list[tuple[int, int, int, Key, Key]]) -> None:
        self.starts = [turn[0] for turn in turns]
        self.ends = [turn[1] for turn in turns]
        self.who = [turn[2] for turn in turns]
        self.places = {turn[2]: (turn[3], turn[4]) for turn in turns}

    def of(self, start: int, end: int) -> list[int]:
        """The participants of whose words a passage covers some."""
        found: list[int] = []
        at = bisect_right(self.ends, start)
        while at < len(self.starts) and self.starts[at] < end:
            if self.who[at] not in found:
                found.append(self.who[at])
            at += 1
        return found


@dataclass(frozen=True, slots=True)
class _Picked:
    """A few passages in order of place, by document and by code."""

    by_document: dict[Key, list[Row]]
    by_code: dict[Key, list[Row]]


class _Search:
    """One search through a project."""

    def __init__(self, read: Reader, wanted: Wanted, progress: Progress = lambda _done, _total: None) -> None:
        self._read, self._wanted, self._progress = read, wanted, progress
        self._ask = read.connection.execute
        self._top = {place_id: place.id for place_id, place in read.study.locality_of().items()} if self._needs_places() else {}
        self._documents = self._wanted_documents()
        self._rank = {document_id: rank for rank, document_id in enumerate(self._documents)}
        self._where, self._values = self._conditions()
        self._sorted_out: dict[int, dict[Key, list[Row]]] = {}
        self._speaking: dict[int, _People] = {}
        self._coded: dict[int, list[Row]] | None = None
        self._picked: _Picked | None = None
        self._few = wanted.starred or wanted.only is not None
        self._hurry = False
        self._least = 0
        self._needle = " ".join(wanted.text.casefold().split())

    def run(self, least: int | None) -> Found:
        """Find at least so many, or all."""
        found, tally = Found(), _Tally(self)
        self._hurry, self._least = least is not None, least or 0
        late: list[list[Row]] = []  # counting takes longer than finding, and is done only if this is all there is
        for done, total, key, title in self._headings():
            self._progress(done, total)
            before = len(found.ids)
            for rows in self._ordered(key):
                found.ids.extend([row[0] for row in rows])
                if least is None:
                    tally.add(rows)
                    self._progress(done, total)
                    continue
                late.append(rows)
                if len(found.ids) >= least:
                    break
            if len(found.ids) > before:
                found.sections.append(Section(key, title, before, len(found.ids) - before))
            if least is not None and len(found.ids) >= least:
                return found
        for rows in late:
            tally.add(rows)
        found.complete = True
        found.passages = len(set(found.ids)) if self._may_repeat() else len(found.ids)
        tally.fill(found)
        return found

    # -- headings -----------------------------------------------------------------------------------------------

    def _headings(self) -> Iterator[tuple[int, int, Key, str]]:
        """(how many before, of how many, key, title) of every heading there could be."""
        keys: list[tuple[Key, str]] = list(self._keys())
        for done, (key, title) in enumerate(keys):
            yield done, len(keys), key, title

    def _keys(self) -> Iterator[tuple[Key, str]]:
        wanted, study = self._wanted, self._read.study
        if wanted.group_by == "code":
            tree = self._read.codes.tree()
            for _depth, code in tree.walk():
                if wanted.codes is None or code.id in wanted.codes:
                    yield code.id, tree.path(code.id)
            return
        if wanted.group_by == "nothing":
            yield None, ""
            return
        if wanted.group_by == "document":
            yield from self._documents.items()
            return
        if wanted.group_by == "participant":
            yield from self._ask("SELECT id, name FROM participant ORDER BY name, id").fetchall()
        elif wanted.group_by == "locality":
            yield from ((place.id, place.name) for place in study.places() if place.parent_id is None)
        elif wanted.group_by == "group":
            yield from ((group.id, group.name) for group in study.groups())
        else:
            yield from ((wave.id, wave.name) for wave in study.waves())
        yield None, ""

    def _may_repeat(self) -> bool:
        return self._wanted.group_by in {"participant", "locality", "group"}

    # -- what stands under a heading ------------------------------------------------------------------------------

    def _ordered(self, key: Key) -> Iterator[list[Row]]:
        """The rows under a heading in the order that is wanted, in pieces."""
        pieces = self._under(key)
        sort = self._wanted.sort
        if sort == "place":
            yield from pieces
            return
        if sort == "starred" and self._hurry and self._wanted.group_by == "nothing":
            yield from self._stars_first(pieces)
            return
        soonest = self._soonest() if self._hurry else None
        if soonest is not None:
            yield soonest
            return
        rows = [row for piece in pieces for row in piece]
        if sort == "newest":
            rows.sort(key=lambda row: -row[0])  # ids rise with time
        elif sort in {"longest", "shortest"}:
            sign = -1 if sort == "longest" else 1
            rows.sort(key=lambda row: (sign * (row[3] - row[2]), row[0]))
        elif sort == "starred":
            stars = self._read.stars.coding_ids()
            rows.sort(key=lambda row: row[0] not in stars)
        yield rows

    def _stars_first(self, pieces: Iterator[list[Row]]) -> Iterator[list[Row]]:
        """The same as sorting all of them, without reading all of them."""
        stars = self._pick(starred=True).by_document
        first = [row for document_id in self._documents for row in self._sift(document_id, stars.get(document_id, []))]
        yield first
        led = {row[0] for row in first}
        for piece in pieces:
            yield [row for row in piece if row[0] not in led]

    def _among_few(self) -> "_Picked":
        """The passages of which only some few may be wanted: the file is asked for them alone."""
        if self._picked is None:
            self._picked = self._pick(starred=self._wanted.starred)
        return self._picked

    def _pick(self, *, starred: bool) -> "_Picked":
        among, values = self._among_codes()
        first: tuple[str, ...] = ()
        source = "coding"
        if self._wanted.only is not None:
            source, first = "json_each(?) AS chosen CROSS JOIN coding ON coding.id = chosen.value", (_listed(self._wanted.only),)
        if starred:
            source += " JOIN star ON star.coding_id = coding.id" if first else ""
            source = source if first else "star CROSS JOIN coding ON coding.id = star.coding_id"
        rows = self._ask(
            f"SELECT code_id, coding.id, document_id, span_start, span_end FROM {source}"
            f" WHERE 1{among}{self._where.replace(_STARRED, '')} ORDER BY span_start, span_end, coding.id",
            (*first, *values, *self._values),
        ).fetchall()
        picked = _Picked({}, {})
        for row in sorted((row for row in rows if row[2] in self._rank), key=lambda row: self._rank[row[2]]):
            picked.by_document.setdefault(row[2], []).append(row[1:])
            picked.by_code.setdefault(row[0], []).append(row[1:])
        return picked

    def _among_codes(self) -> tuple[str, tuple[str, ...]]:
        if self._wanted.codes is None:
            return "", ()
        return " AND code_id IN (SELECT value FROM json_each(?))", (_listed(self._wanted.codes),)

    def _soonest(self) -> list[Row] | None:
        """The first rows of all by age or length, sorted by the file itself; None where that cannot be or they would not be enough."""
        wanted = self._wanted
        order = {"newest": "id DESC", "longest": "span_end - span_start DESC, id", "shortest": "span_end - span_start, id"}.get(wanted.sort)
        parts_only = wanted.documents is not None or wanted.waves is not None or wanted.about_people or bool(self._needle)
        if order is None or parts_only or self._few or wanted.group_by != "nothing":
            return None
        among, chosen = self._among_codes()
        where, values = among + self._where, (*chosen, *self._values)
        sql = f"SELECT id, document_id, span_start, span_end FROM coding WHERE 1{where} ORDER BY {order} LIMIT ?"
        rows = self._ask(sql, (*values, self._least)).fetchall()
        return rows if len(rows) == self._least else None

    def _under(self, key: Key) -> Iterator[list[Row]]:
        grouping = self._wanted.group_by
        if grouping == "code":
            yield from self._of_code(key)
        elif grouping == "document":
            yield self._rows(key or 0)
        elif grouping == "wave":
            sql = "SELECT id FROM document WHERE wave_id IS ?"
            within = {row[0] for row in self._ask(sql, (key,))}
            yield from (self._rows(document_id) for document_id in self._documents if document_id in within)
        elif grouping == "nothing":
            yield from (self._rows(document_id) for document_id in self._documents)
        else:
            candidates = self._speak_there(grouping, key)
            there = self._documents if candidates is None else sorted(candidates & self._rank.keys(), key=self._rank.__getitem__)
            yield from (self._by_people(document_id).get(key, []) for document_id in there)

    def _of_code(self, code_id: Key) -> Iterator[list[Row]]:
        if self._needle:
            yield self._by_code().get(code_id or 0, [])
            return
        if self._few:
            rows = self._among_few().by_code.get(code_id, [])
            yield from (self._sift(document_id, list(some)) for document_id, some in groupby(rows, key=itemgetter(1)))
            return
        if self._hurry and self._has_many(code_id):
            sql = f"SELECT id, document_id, span_start, span_end FROM coding WHERE code_id = ? AND document_id = ?{self._where}"
            for document_id in self._documents:
                rows = self._ask(f"{sql} ORDER BY span_start, span_end, id", (code_id, document_id, *self._values)).fetchall()
                yield self._sift(document_id, rows)
            return
        rows = self._ask(
            f"SELECT id, document_id, span_start, span_end FROM coding WHERE code_id = ?{self._where}", (code_id, *self._values)
        ).fetchall()
        rank = self._rank
        rows = [row for row in rows if row[1] in rank]
        rows.sort(key=lambda row: (rank[row[1]], row[2], row[3], row[0]))
        if not self._wanted.about_people and not self._needle:
            yield rows
            return
        start = 0
        while start < len(rows):
            end = start
            while end < len(rows) and rows[end][1] == rows[start][1]:
                end += 1
            yield self._sift(rows[start][1], rows[start:end])
            start = end

    def _has_many(self, code_id: Key) -> bool:
        """True if it pays to look for the first passages of a code in one document after the other."""
        return self._ask("SELECT 1 FROM coding WHERE code_id = ? LIMIT 1 OFFSET ?", (code_id, _MANY)).fetchone() is not None

    def _by_code(self) -> dict[int, list[Row]]:
        """All rows by their code, every text read once."""
        if self._coded is None:
            self._coded = {}
            for done, document_id in enumerate(self._documents):
                self._progress(done, len(self._documents))
                rows = self._rows(document_id)
                codes = self._ask("SELECT id, code_id FROM coding WHERE document_id = ?", (document_id,)).fetchall() if rows else ()
                code_of: dict[int, int] = dict(codes)
                for row in rows:
                    self._coded.setdefault(code_of[row[0]], []).append(row)
        return self._coded

    def _rows(self, document_id: int) -> list[Row]:
        if self._few:
            return self._sift(document_id, self._among_few().by_document.get(document_id, []))
        among, chosen = self._among_codes()
        where, values = among + self._where, (*chosen, *self._values)
        rows = self._ask(
            f"SELECT id, document_id, span_start, span_end FROM coding WHERE document_id = ?{where} ORDER BY span_start, span_end, id",
            (document_id, *values),
        ).fetchall()
        return self._sift(document_id, rows)

    def _by_people(self, document_id: int) -> dict[Key, list[Row]]:
        """The rows of a document under each heading about people; kept, since other headings will ask as well."""
        if document_id not in self._sorted_out:
            found: dict[Key, list[Row]] = {}
            people = self.people(document_id)
            by = ("participant", "locality", "group").index(self._wanted.group_by)
            for row in self._rows(document_id):
                whose: list[Key] = list(people.of(row[2], row[3]))
                keys = whose if by == 0 else [people.places[who][by - 1] for who in whose if who is not None]
                for key in dict.fromkeys(keys) or (None,):
                    found.setdefault(key, []).append(row)
            self._sorted_out[document_id] = found
        return self._sorted_out[document_id]

    def _speak_there(self, grouping: str, key: Key) -> set[int] | None:
        """The documents in which somebody under a heading speaks; None if any may hold something."""
        if key is None:
            return None
        if grouping == "participant":
            people, value = "participant_id = ?", str(key)
        else:
            column = "group_id" if grouping == "group" else "place_id"
            ids = [key] if grouping == "group" else [place for place, top in self._top.items() if top == key]
            people = f"participant_id IN (SELECT id FROM participant WHERE {column} IN (SELECT value FROM json_each(?)))"
            value = _listed(frozenset(ids))
        rows = self._ask(f"SELECT document_id FROM speaker WHERE {people}", (int(value) if grouping == "participant" else value,))
        return {row[0] for row in rows.fetchall()}

    # -- conditions -----------------------------------------------------------------------------------------------

    def _needs_places(self) -> bool:
        return self._wanted.localities is not None or self._wanted.group_by == "locality"

    def _wanted_documents(self) -> dict[int, str]:
        wanted = self._wanted
        rows = self._ask("SELECT id, name, wave_id FROM document ORDER BY name, id").fetchall()
        return {
            id_: name
            for id_, name, wave_id in rows
            if (wanted.documents is None or id_ in wanted.documents) and (wanted.waves is None or wave_id in wanted.waves)
        }

    def _conditions(self) -> tuple[str, tuple[str, ...]]:
        wanted = self._wanted
        parts = ""
        values: tuple[str, ...] = ()
        if wanted.coders is not None:
            parts, values = parts + " AND coder_id IN (SELECT value FROM json_each(?))", (*values, _listed(wanted.coders))
        if wanted.origins is not None:
            parts, values = parts + " AND origin IN (SELECT value FROM json_each(?))", (*values, json.dumps(sorted(wanted.origins)))
        if wanted.starred:
            parts += _STARRED
        return parts, values

    def _sift(self, document_id: int, rows: list[Row]) -> list[Row]:
        """Those rows of one document that the right people said and that have the words."""
        if rows and self._wanted.about_people:
            people = self.people(document_id)
            rows = [row for row in rows if people.of(row[2], row[3])]
        if rows and self._needle:
            text = self._read.documents.text(document_id)
            if self._needle.split(" ", 1)[0] not in text.casefold():
                return []
            rows = [row for row in rows if self._needle in " ".join(text[row[2] : row[3]].casefold().split())]
        return rows

    def people(self, document_id: int) -> _People:
        """Who of those wanted speaks where in a document; interviewers and those tied to no participant are nobody here."""
        if document_id not in self._speaking:
            self._speaking[document_id] = self._read_people(document_id)
        return self._speaking[document_id]

    def _read_people(self, document_id: int) -> _People:
        wanted = self._wanted
        rows = self._ask(
            "SELECT span_start, span_end, participant.id, place_id, group_id FROM turn JOIN speaker ON speaker.id = speaker_id"
            " JOIN participant ON participant.id = participant_id WHERE turn.document_id = ? AND NOT interviewer ORDER BY span_start",
            (document_id,),
        ).fetchall()
        if self._top:
            rows = [(start, end, who, self._top.get(place), group) for start, end, who, place, group in rows]
        if wanted.about_people:
            rows = [
                row
                for row in rows
                if (wanted.participants is None or row[2] in wanted.participants)
                and (wanted.localities is None or row[3] in wanted.localities)
                and (wanted.groups is None or row[4] in wanted.groups)
            ]
        return _People(rows)

    def denominators(self) -> tuple[int, int]:
        """How many documents were looked through, and how many of the participants wanted speak in them."""
        wanted, whole = self._wanted, self._read.connection.execute("SELECT count(*) FROM document").fetchone()[0]
        rows = self._ask(
            "SELECT DISTINCT participant.id, place_id, group_id, speaker.document_id FROM speaker"
            " JOIN participant ON participant.id = participant_id WHERE NOT interviewer"
            " AND EXISTS (SELECT 1 FROM turn WHERE speaker_id = speaker.id)"
        ).fetchall()
        people = {
            who
            for who, place, group, document_id in rows
            if (len(self._documents) == whole or document_id in self._documents)
            and (wanted.participants is None or who in wanted.participants)
            and (wanted.localities is None or self._top.get(place) in wanted.localities)
            and (wanted.groups is None or group in wanted.groups)
        }
        return len(self._documents), len(people)


class _Tally:
    """Counts documents and participants while passages are found; a document is looked into until all in it were heard."""

    def __init__(self, search: _Search) -> None:
        self._search = search
        self._silent: dict[int, tuple[_People, set[int]]] = {}
        self._heard: set[int] = set()

    def add(self, rows: list[Row]) -> None:
        """Take note of some passages."""
        for _id, document_id, start, end in rows:
            if document_id not in self._silent:
                people = self._search.people(document_id)
                self._silent[document_id] = (people, set(people.places))
            people, silent = self._silent[document_id]
            if silent:
                whose = people.of(start, end)
                silent.difference_update(whose)
                self._heard.update(whose)

    def fill(self, found: Found) -> None:
        """Write the figures."""
        found.documents, found.participants = len(self._silent), len(self._heard)
        found.of_documents, found.of_participants = self._search.denominators()


def _listed(ids: frozenset[int]) -> str:
    return json.dumps(sorted(ids))
