"""Things made in both files that are one: met by what they are, or as an earlier merge noted, and asked where only names say so."""

from collections.abc import Iterable

from qcoder.domain.aliases import Pair, pair_of
from qcoder.merge.ancestor import BEGINNING, Side
from qcoder.merge.decisions import ONE, TWO, Conflict, Decider
from qcoder.merge.names import Names
from qcoder.merge.nouns import NOUNS, key_of, noun
from qcoder.merge.rows import Aliases, Pool
from qcoder.project.read.whole import Row, Table, Value, WholeReader
from qcoder.words import _, n_


class Meeting:
    """Finds what is one thing, table by table, parents first."""

    def __init__(
        self, sides: tuple[Side, Side], pools: tuple[Pool, Pool], aliases: Aliases, names: Names, decider: Decider, related: bool
    ) -> None:
        self._my, self._their = sides
        self._mine, self._theirs = pools
        self._aliases = aliases
        self._names = names
        self._decider = decider
        self._related = related
        self.pairs: set[Pair] = set()
        self.met: list[tuple[str, int]] = []
        self.two: list[tuple[str, int, int]] = []
        self._noted: dict[tuple[str, int], set[int]] = {}
        for pool in pools:
            for _id, table, one, other in pool.whole.rows("alias").values():
                self._note(str(table), int(one or 0), int(other or 0))

    def _note(self, table: str, one: int, other: int) -> None:
        whole = self._noted.setdefault((table, one), {one}) | self._noted.setdefault((table, other), {other})
        for id_ in whole:
            self._noted[table, id_] = whole

    def meet(self, table: Table, mine: set[int], theirs: set[int]) -> None:
        """Give their rows my ids. `mine` and `theirs` are the rows (own ids) that were touched since the ancestor."""
        decided = NOUNS[table.name]
        ways = [(decided.same, decided.ask)] if decided.same else []
        if not self._related and table.name == "document":  # no copies of one project: by their text alone, whatever their names
            ways.append((("text_hash",), False))
        if decided.name:
            ways.append((decided.name, True))
        inner = any(link.target == table.name for link in table.links)
        for same, ask in ways:
            while self._twins(table, same, ask, mine, theirs) and inner:
                pass

    def again(self) -> None:
        """Give their rows my ids where an earlier merge, or who joined two, said that they are one; before anything is compared."""
        by_table: dict[str, list[int]] = {}
        for table, id_ in self._noted:
            by_table.setdefault(table, []).append(id_)
        for table, ids in by_table.items():
            if table in self._names.tables:
                self._again(table, sorted(ids))

    def _again(self, table: str, theirs: Iterable[int]) -> None:
        """As far as here there is, or was, the other of the two."""
        for own in theirs:
            others = sorted(self._noted[table, own] - {own})
            if not others or self._mine.has(table, own) or not (self._theirs.raw(table, own) or self._their.log((table, own))):
                continue
            here = [id_ for id_ in others if self._mine.has(table, id_)] or [id_ for id_ in others if self._my.log((table, id_))]
            if here and not self._theirs_has_own(table, here[0]):
                self._aliases.add(table, own, here[0])
            elif here and table == "coder" and self._mine.has(table, here[0]):
                self._aliases.fold(table, own, here[0])  # two names of one person, joined here: there they are two still

    def partner(self, table: str, id_: int) -> int | None:
        """The row here of which one that they took away is a part: two names of one person, joined there."""
        others = sorted(self._noted.get((table, id_), set()) - {id_})
        return next((other for other in others if self._mine.has(table, other) or self._theirs.has(table, other)), None)

    def _theirs_has_own(self, table: str, id_: int) -> bool:
        return self._aliases.mine(table, id_) == id_ and self._theirs.has(table, id_)

    def _twins(self, table: Table, same: tuple[str, ...], ask: bool, mine: set[int], theirs: set[int]) -> bool:
        name = table.name
        once = any(set(columns) == set(same) for columns in table.unique)
        key = key_of(table, same)
        about = [table.columns.index(column) for column in NOUNS[name].about]
        known: dict[tuple[Value, ...], list[int]] = {}
        for id_ in sorted(mine):
            row = self._mine.get(name, id_)
            if row is None or (about and all(row[at] is None for at in about)):
                continue
            if not self._theirs.has(name, id_) and (once or self._is_new(self._my, self._their, name, id_)):
                known.setdefault(key(row), []).append(id_)
        if not known:
            return False
        found = False
        for own in sorted(theirs):
            id_ = self._aliases.mine(name, own)
            row = self._theirs.get(name, id_)
            if id_ != own or row is None or self._mine.has(name, own) or not (once or self._is_new(self._their, self._my, name, own)):
                continue
            twin = self._twin(table, row, known.get(key(row), []))
            if twin is not None and (not ask or self._are_one(table, twin, own)):
                known[key(row)].remove(twin)
                self._aliases.add(name, own, twin)
                self.pairs.add(pair_of(name, own, twin))
                self.met.append((name, twin))
                found = True
        return found

    def _is_new(self, side: Side, other: Side, table: str, id_: int) -> bool:
        """True if the other file never had this row."""
        maker = side.maker((table, id_))
        if maker == BEGINNING and side.log((table, id_)):
            return False
        return not other.knows(maker) and not other.log((table, id_))

    def _twin(self, table: Table, row: Row, mine: list[int]) -> int | None:
        for id_ in mine:
            ours = self._mine.get(table.name, id_)
            if ours is not None and (table.name != "participant" or _one_person(table, row, ours)):
                return id_
        return None

    def _are_one(self, table: Table, mine: int, theirs: int) -> bool:
        """Asked where only a name says so."""
        name = table.name
        one, other = sorted((mine, theirs))
        if self._decider.ask(f"same name:{name}:{one}:{other}", lambda: self._same_name(name, mine, theirs)) == ONE:
            return True
        if (name, mine, theirs) not in self.two:
            self.two.append((name, mine, theirs))
        return False

    def _same_name(self, table: str, mine: int, theirs: int) -> Conflict:
        what = _("Both of you made {noun} “{name}”: one thing, or two?").format(noun=noun(table), name=self._names.name(table, mine))
        sides = [_used(pool.whole, table, id_) for pool, id_ in ((self._mine, mine), (self._theirs, theirs))]
        one, two = sorted((mine, theirs))
        default = ONE
        if table == "document" and not _much_alike(self._mine.text(mine), self._theirs.text(theirs)):
            default = TWO  # two transcripts that are nothing alike have only been named alike
        return Conflict(f"same name:{table}:{one}:{two}", "same name", what, "", sides[0], sides[1], (ONE, TWO), default)


def _much_alike(one: str, other: str) -> bool:
    """True if half of the lines with words, or more, are in both texts."""
    lines, others = ({line for line in text.split("\n") if line.strip()} for text in (one, other))
    return 2 * len(lines & others) >= max(len(lines), len(others), 1)


def _used(whole: WholeReader, table: str, id_: int) -> str:
    """How much hangs on a new thing, in words."""
    if table == "code":
        return n_("{n} passage", "{n} passages", len(whole.pointing("coding", "code_id", (id_,))))
    if table == "coder":
        return n_("{n} coding", "{n} codings", len(whole.pointing("coding", "coder_id", (id_,))))
    if table == "document":
        words = whole.some_rows("document", (id_,))[id_][whole.tables["document"].columns.index("words")]
        return n_("{n} word", "{n} words", int(words or 0))
    if table in ("sorting", "pile"):
        return n_("{n} card", "{n} cards", len(whole.pointing("card", f"{table}_id", (id_,))))
    if table == "saved_query":
        return ""
    return n_("{n} speaker", "{n} speakers", len(whole.pointing("speaker", "participant_id", (id_,))))


def _one_person(table: Table, theirs: Row, mine: Row) -> bool:
    """Participants of one name may be one person unless place or group say otherwise."""
    places = [table.columns.index(column) for column in ("place_id", "group_id")]
    return all(theirs[at] == mine[at] or theirs[at] is None or mine[at] is None for at in places)
