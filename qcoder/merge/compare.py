"""Comparing two files, row by row and field by field: who changed what without having heard of the other's change."""

from dataclasses import dataclass, field

from qcoder.domain.errors import KnownError
from qcoder.merge.ancestor import Ancestor, Key, Side, common_step
from qcoder.merge.decisions import MINE, NO_DECISIONS, THEIRS, Decider
from qcoder.merge.meet import Meeting
from qcoder.merge.names import Names
from qcoder.merge.nouns import LOCAL, NOUNS, UNION, as_key
from qcoder.merge.rows import Aliases, Pool, Rows
from qcoder.merge.texts import TextMerger, Texts
from qcoder.project.read import Reader
from qcoder.project.read.whole import Row, Table, Value
from qcoder.project.write import Progress, no_progress
from qcoder.words import _

_ENDS = ("span_start", "span_end")


@dataclass(slots=True)
class Differences:
    """What two files differ in, in my ids: things made on both sides that are one thing have mine.

    `added`: theirs alone, new. `ours`: mine alone, new. `changed`: fields that only they changed. `kept`: fields that only I changed.
    `clashes`: fields that both changed. `gone`: deleted by them, still here; of these `gone_touched` were changed here since. `lost`:
    deleted here, still there; of these `lost_touched` were changed there since. `went`: deleted by me, untouched there. `union`: rows to
    add without asking. `met`: made on both sides, one now; `pairs` is how they are noted; `two`: of one name, and two things. `joined`:
    what they took away because it is one with another row, which is meant instead. `quiet`: what both changed and nobody is asked.
    """

    ancestor: Ancestor
    tables: dict[str, Table]
    my_side: Side
    their_side: Side
    mine: Pool
    theirs: Pool
    texts: Texts = field(default_factory=Texts)
    added: Rows = field(default_factory=dict)
    ours: Rows = field(default_factory=dict)
    changed: dict[Key, dict[str, Value]] = field(default_factory=dict)
    kept: dict[Key, dict[str, Value]] = field(default_factory=dict)
    clashes: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    base: dict[Key, Row] = field(default_factory=dict)
    gone: Rows = field(default_factory=dict)
    gone_touched: set[Key] = field(default_factory=set)
    lost: Rows = field(default_factory=dict)
    lost_touched: set[Key] = field(default_factory=set)
    went: Rows = field(default_factory=dict)
    union: Rows = field(default_factory=dict)
    met: list[Key] = field(default_factory=list)
    pairs: set[tuple[str, int, int]] = field(default_factory=set)
    two: list[tuple[str, int, int]] = field(default_factory=list)
    joined: dict[Key, int] = field(default_factory=dict)
    quiet: list[tuple[Key, str]] = field(default_factory=list)
    aliases: Aliases | None = None
    compared: int = 0

    def is_folded(self, table: str, id_: Value) -> bool:
        """True for a row of theirs that is part of one that both files have."""
        return self.aliases is not None and self.aliases.is_folded(table, id_)

    def own_id(self, table: str, id_: int) -> int:
        """Their id of a row."""
        own = None if self.aliases is None else self.aliases.own(table, id_)
        return id_ if own is None else own


def differences(mine: Reader, theirs: Reader, decider: Decider | None = None, progress: Progress = no_progress) -> Differences:
    """Everything in which their file differs from mine; asks the decider what is one thing and which text stands."""
    return Comparison(mine, theirs, progress).run(decider or Decider(NO_DECISIONS, "", {}))


class Comparison:
    """The two sides while they are compared."""

    def __init__(self, mine: Reader, theirs: Reader, progress: Progress = no_progress) -> None:
        ancestor = common_step(mine, theirs)
        if not ancestor.related and not theirs.history.count():
            sentence = _("“{mine}” and “{theirs}” are two projects, and nothing was done in the second yet; there is nothing to merge.")
            raise KnownError(sentence.format(mine=mine.name(), theirs=theirs.name()))
        self.my, self.their = Side(mine, ancestor, ancestor.mine), Side(theirs, ancestor, ancestor.theirs)
        progress(1, 10)
        self.my.meet(self.their)
        self.their.meet(self.my)
        self._progress = progress
        self._aliases = Aliases(self.my.whole.tables)
        self._found = Differences(
            ancestor,
            self.my.whole.tables,
            self.my,
            self.their,
            Pool(self.my.whole, self._aliases, theirs=False),
            Pool(self.their.whole, self._aliases, theirs=True),
        )
        self._found.aliases = self._aliases
        self._moves: dict[int, tuple[frozenset[int], frozenset[int]]] = {}

    def run(self, decider: Decider) -> Differences:
        """Compare, parents first; the decider is asked what is one thing and which text stands."""
        found = self._found
        pools = (found.mine, found.theirs)
        names = Names(*pools, found.texts.final)
        meeting = Meeting((self.my, self.their), pools, self._aliases, names, decider, found.ancestor.related)
        texts = TextMerger((self.my, self.their), pools, names, decider, found.texts)
        touched, touched_there = self._touched()
        meeting.again()
        for number, table in enumerate(found.tables.values()):
            self._progress(1 + 7 * number // len(found.tables), 10)
            name = table.name
            if NOUNS[name].how == LOCAL or (name == "project" and not found.ancestor.related):
                continue
            own = touched_there.get(name, set())
            found.mine.load(name, touched.get(name, set()) | own)
            found.theirs.load(name, touched.get(name, set()) | own)
            if NOUNS[name].how == UNION:
                self._unite(name)
                continue
            meeting.meet(table, touched.get(name, set()), own)
            ids = touched.get(name, set()) | {self._aliases.mine(name, id_) for id_ in own}
            if name == "document":
                self._correct(table, ids, texts)
            over = {id_ for pool in pools for id_ in pool.over.get(name, ())}
            found.compared += len(ids | over)
            for id_ in sorted(ids | over):
                self._compare(table, id_)
        found.met, found.pairs, found.two = meeting.met, meeting.pairs, meeting.two
        partners = {("coder", id_): meeting.partner("coder", id_) for id_ in found.gone.get("coder", ())}
        found.joined = {key: partner for key, partner in partners.items() if partner is not None}
        return found

    def _touched(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """The rows that can differ, by their own ids: all of them where the files have no past in common."""
        if self._found.ancestor.related:
            return self.my.touched(), self.their.touched()
        mine, theirs = ({name: set(side.whole.ids(name)) for name in side.whole.tables} for side in (self.my, self.their))
        return (
            {name: ids | self.my.touched().get(name, set()) for name, ids in mine.items()},
            {name: ids | self.their.touched().get(name, set()) for name, ids in theirs.items()},
        )

    def _unite(self, table: str) -> None:
        """Rows that only ever come: the steps of the other's history and what it took in, and what is one thing."""
        theirs = self.their.whole.steps_for_others() if table == "merged_step" else self.their.whole.rows(table)
        here = self.my.whole.rows(table).keys() | (self.my.own if table == "merged_step" else set())
        rows = {id_: row for id_, row in theirs.items() if id_ not in here and not self._is_taken_back((table, id_))}
        if rows:
            self._found.union[table] = rows

    def _is_taken_back(self, key: Key) -> bool:
        """True for what came by a merge that both had and that was undone here: here it is not known any more."""
        deleter = self.my.deleter(key)
        return deleter is not None and not self.their.knows(deleter)

    def _correct(self, table: Table, ids: set[int], texts: TextMerger) -> None:
        """Bring documents whose text differs on one text, before anything that lies on it is compared."""
        at = table.columns.index("text_hash")
        for id_ in sorted(ids):
            ours, row = self._found.mine.get("document", id_), self._found.theirs.get("document", id_)
            if ours is not None and row is not None and ours[at] != row[at]:
                self._moves[id_] = texts.moves(self.my, id_), texts.moves(self.their, self._own(("document", id_))[1])
                verdict = self.verdict(table, id_, at, ours, row)
                texts.correct(id_, verdict)
                if verdict != THEIRS and not self.their.knows(self._writer(self.my, table, ("document", id_), at, ours)):
                    self._found.kept["document", id_] = {"text_hash": ours[at]}

    # -- row by row ---------------------------------------------------------------------------------------------

    def _own(self, key: Key) -> Key:
        own = self._aliases.own(*key)
        return (key[0], key[1] if own is None else own)

    def _compare(self, table: Table, id_: int) -> None:
        ours, row = self._found.mine.get(table.name, id_), self._found.theirs.get(table.name, id_)
        key = (table.name, id_)
        if ours is None and row is not None:
            self._not_here(table, key, row)
        elif ours is not None and row is None:
            self._not_there(table, key, ours)
        elif ours is not None and row is not None and ours != row:
            self._both(table, key, ours, row)

    def _comes_with_text(self, table: Table, row: Row, side: str) -> bool:
        """True for a turn or speaker of a document in which that side's text was chosen to stand: it stands, too."""
        if table.name not in ("turn", "speaker"):
            return False
        return self._found.texts.winner.get(int(row[table.columns.index("document_id")] or 0)) == side

    def _not_here(self, table: Table, key: Key, row: Row) -> None:
        own = self._own(key)
        if self._comes_with_text(table, row, THEIRS):
            self._found.added.setdefault(table.name, {})[key[1]] = row
            return
        if key in self._found.texts.lost_mine or self._is_left_out(self.my, key, self.their.maker(own)):
            return
        if self._stays_away(key, self.my, own, self.their, self.their.maker(own)):
            self._found.lost.setdefault(table.name, {})[key[1]] = row
            if self._is_touched(table, self.their, own, row, self.my, key):
                self._found.lost_touched.add(key)
            elif self.my.deleter(key) is not None and not self.their.knows(self.my.deleter(key) or 0):
                self._found.went.setdefault(table.name, {})[key[1]] = row
        else:
            self._found.added.setdefault(table.name, {})[key[1]] = row

    def _not_there(self, table: Table, key: Key, row: Row) -> None:
        own = self._own(key)
        if self._comes_with_text(table, row, MINE):
            return
        if key in self._found.texts.lost_theirs or self._is_left_out(self.their, own, self.my.maker(key)):
            return
        if self._stays_away(own, self.their, key, self.my, self.my.maker(key)):
            self._found.gone.setdefault(table.name, {})[key[1]] = row
            if self._is_touched(table, self.my, key, row, self.their, own):
                self._found.gone_touched.add(key)
        elif not self.their.knows(self.my.maker(key)):
            self._found.ours.setdefault(table.name, {})[key[1]] = row

    def _is_left_out(self, without: Side, key: Key, maker: int) -> bool:
        """True for a row of the common past that one file lacks though nobody deleted it: its copy was made without it."""
        return maker == 0 and without.deleter(key) is None and self._found.ancestor.related

    def _stays_away(self, key: Key, without: Side, own: Key, having: Side, maker: int) -> bool:
        """True if the file without a row took it away, or chose not to take it in, and the other has not decided against that since."""
        deleter = without.deleter(key)
        if deleter is not None:
            return not having.knows(deleter) or without.knows(having.carrier(deleter))
        if not without.knows(maker):
            return False
        return not having.knows(without.carrier(maker))

    def _is_touched(self, table: Table, side: Side, key: Key, row: Row, other: Side, other_key: Key) -> bool:
        """True if something was changed that the other file has not heard of, and has never had so."""
        loud = [at for at, column in enumerate(table.columns) if at and column not in NOUNS[table.name].quiet]
        return any(
            not other.knows(self._writer(side, table, key, at, row)) and row[at] not in self._past(other, other_key, at) for at in loud
        )

    def _writer(self, side: Side, table: Table, own: Key, at: int, row: Row) -> int:
        """The step that gave a field its value in one file; `own` is the row's key there, `row` the row with my ids."""
        pool = self._found.mine if side is self.my else self._found.theirs
        return side.writer(own, at, pool.raw(*own), self._moved(table, row, side, at))

    def _past(self, side: Side, own: Key, at: int) -> set[Value]:
        """The values that a field had in one file, with my ids."""
        return side.past(own, at, (lambda row: row) if side is self.my else (lambda row: self._aliases.row(own[0], row)))

    def _moved(self, table: Table, row: Row, side: Side, at: int) -> frozenset[int]:
        """The steps that moved this field only because they corrected the text beneath."""
        if not self._moves or table.columns[at] not in (*_ENDS, "passage", "words", "text_hash") or "document_id" not in table.columns:
            return frozenset()
        both = self._moves.get(int(row[table.columns.index("document_id")] or 0))
        return frozenset() if both is None else both[0 if side is self.my else 1]

    # -- field by field -----------------------------------------------------------------------------------------

    def _both(self, table: Table, key: Key, ours: Row, row: Row) -> None:
        """What one side alone changed is taken, what both changed is a clash."""
        taken: dict[str, Value] = {}
        kept: dict[str, Value] = {}
        clash: list[str] = []
        quiet = NOUNS[table.name].quiet
        for at, column in enumerate(table.columns):
            if ours[at] == row[at]:
                continue
            verdict = self.verdict(table, key[1], at, ours, row)
            if verdict == "clash" and column in quiet:
                self._found.quiet.append((key, column))
                later = column == "changed_at" and int(row[at] or 0) > int(ours[at] or 0)
                verdict = THEIRS if later else MINE
            if verdict == THEIRS:
                taken[column] = row[at]
            elif verdict == "clash":
                clash.append(column)
            elif not self.their.knows(self._writer(self.my, table, key, at, ours)):
                kept[column] = ours[at]
        self._keep_ends_together(table, ours, row, taken, clash)
        if taken:
            self._found.changed[key] = taken
        if kept:
            self._found.kept.setdefault(key, {}).update(kept)
        if clash:
            self._found.clashes[key] = tuple(clash)
            base = self.my.base(key, ours)
            if base is not None:
                self._found.base[key] = base

    def verdict(self, table: Table, id_: int, at: int, ours: Row, row: Row) -> str:
        """Whose value of a field stands: `mine`, `theirs`, or `clash`. Who has heard of the other's change has decided about it."""
        key = (table.name, id_)
        own = self._own(key)
        my_writer, their_writer = self._writer(self.my, table, key, at, ours), self._writer(self.their, table, own, at, row)
        they_know, i_know = self.their.knows(my_writer), self.my.knows(their_writer)
        if they_know != i_know:
            return THEIRS if they_know else MINE
        if they_know:
            return self._by_last_word(table, at, ours, self.their.carrier(my_writer), self.my.carrier(their_writer))
        i_had, they_had = row[at] in self._past(self.my, key, at), ours[at] in self._past(self.their, own, at)
        if i_had != they_had:
            return MINE if i_had else THEIRS
        base = self.my.base(key, ours)
        if base is None:
            return _new_on_both(table, at, ours, row)
        if i_had and row[at] == base[at]:
            return MINE
        return THEIRS if i_had and ours[at] == base[at] else "clash"

    def _by_last_word(self, table: Table, at: int, ours: Row, told_them: int, told_me: int) -> str:
        """Both have heard of the other's value, by these steps: who heard of it last has decided."""
        i_know, they_know = self.my.knows(told_them), self.their.knows(told_me)
        if i_know != they_know:
            return MINE if i_know else THEIRS
        if i_know and self._moves and table.columns[at] in (*_ENDS, "passage"):  # moved with the text, by nobody
            return THEIRS if self._found.texts.winner.get(int(ours[table.columns.index("document_id")] or 0)) == THEIRS else MINE
        return MINE if i_know else "clash"

    @staticmethod
    def _keep_ends_together(table: Table, ours: Row, row: Row, taken: dict[str, Value], clash: list[str]) -> None:
        """Both ends of a passage are one question as soon as one of them is, or where one end from each side would cross."""
        if not any(end in taken or end in clash for end in _ENDS):
            return
        places = [table.columns.index(end) for end in _ENDS]
        start, end = (int(taken.get(name, ours[at]) or 0) for name, at in zip(_ENDS, places, strict=True))
        if start < end and not any(name in clash for name in _ENDS):
            return
        for name, at in zip(_ENDS, places, strict=True):
            taken.pop(name, None)
            if ours[at] != row[at] and name not in clash:
                clash.append(name)


def _new_on_both(table: Table, at: int, ours: Row, row: Row) -> str:
    """Made on both sides: what only one of them filled in is taken, and names differ by more than case."""
    mine, theirs = ours[at], row[at]
    if table.columns[at] in ("name", "label") and as_key(mine) == as_key(theirs):
        return MINE
    if table.columns[at] in NOUNS[table.name].quiet:
        return MINE
    if mine in ("", None):
        return THEIRS
    return MINE if theirs in ("", None) else "clash"
