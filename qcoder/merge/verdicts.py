"""What both sides decided about one difference between coders: one verdict holds, with the codings of the consensus that follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from qcoder.domain.adjudication import consensus_id
from qcoder.domain.spans import Span
from qcoder.merge.compare import Differences
from qcoder.merge.decisions import MINE, Conflict, Decider
from qcoder.merge.names import Names
from qcoder.merge.outcome import Plan, put
from qcoder.merge.rows import Pool
from qcoder.project.read.whole import Row
from qcoder.words import _

COLUMNS = ("verdict", "kept_id")
"""They are one question: who was followed belongs to the verdict."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision of one side: its row, and the consensus' codings that follow from it, by id."""

    id: int
    row: Row
    span: Span
    codings: dict[int, Row]


class Verdicts:
    """Finds what was decided on both sides about the same words and asks which of the two holds."""

    def __init__(self, found: Differences, decider: Decider, names: Names, plan: Plan) -> None:
        self._found = found
        self._decider = decider
        self._names = names
        self._plan = plan
        self._consensus = self._coders()

    def settle(self) -> None:
        """Ask about every pair of decisions that say otherwise; what follows from the other one goes."""
        for mine, theirs in list(self._pairs()):
            answer = self._decider.ask(self._id(mine, theirs), partial(self._conflict, mine, theirs))
            if answer == MINE:
                self._drop_theirs(mine, theirs)
            else:
                self._take_theirs(mine, theirs)

    # -- finding ------------------------------------------------------------------------------------------------

    def _coders(self) -> set[int]:
        found = {consensus_id(id_) for id_ in self._found.mine.whole.ids("project")}
        aliases = self._found.aliases
        there = {consensus_id(id_) for id_ in self._found.theirs.whole.ids("project")}
        return found | {id_ if aliases is None else aliases.mine("coder", id_) for id_ in there}

    def _pairs(self) -> Iterator[tuple[_Decided, _Decided]]:
        """Decisions made anew on both sides about the same words: met as one, or overlapping."""
        met = {id_ for table, id_ in self._found.met if table == "decision"}
        met |= {id_ for (table, id_), fields in self._found.clashes.items() if table == "decision" and set(fields) & set(COLUMNS)}
        for id_ in sorted(met):
            ours, row = self._found.mine.get("decision", id_), self._found.theirs.get("decision", id_)
            if ours is not None and row is not None:
                mine, theirs = self._decided(self._found.mine, id_, ours), self._decided(self._found.theirs, id_, row)
                if self._said(mine) != self._said(theirs):
                    yield mine, theirs
        new = self._found.ours.get("decision", {})
        for id_, row in sorted(self._plan.added.get("decision", {}).items()):
            for other, ours in sorted(new.items()):
                if self._about(row)[:2] == self._about(ours)[:2] and self._about(row)[2].overlaps(self._about(ours)[2]):
                    yield self._decided(self._found.mine, other, ours), self._decided(self._found.theirs, id_, row)

    def _value(self, table: str, row: Row, column: str) -> int:
        return int(self._names.value(table, row, column) or 0)

    def _about(self, row: Row, table: str = "decision") -> tuple[int, int, Span]:
        start, end = (self._value(table, row, column) for column in ("span_start", "span_end"))
        return self._value(table, row, "document_id"), self._value(table, row, "code_id"), Span(start, end)

    def _decided(self, pool: Pool, id_: int, row: Row) -> _Decided:
        document, code, span = self._about(row)
        link = next(link for link in self._found.tables["coding"].links if link.target == "coder")
        codings: dict[int, Row] = {}
        for coding, there, _coder in pool.pointing("coding", link, self._consensus):
            where = self._about(there, "coding")
            if where[:2] == (document, code) and where[2].overlaps(span):
                codings[coding] = there
        return _Decided(id_, row, span, codings)

    def _said(self, decided: _Decided) -> tuple[object, ...]:
        spans = sorted((span.start, span.end) for span in (self._about(row, "coding")[2] for row in decided.codings.values()))
        return (*(self._names.value("decision", decided.row, column) for column in COLUMNS), *spans)

    # -- asking -------------------------------------------------------------------------------------------------

    def _id(self, mine: _Decided, theirs: _Decided) -> str:
        return f"decided:{min(mine.id, theirs.id)}:{max(mine.id, theirs.id)}"

    def _conflict(self, mine: _Decided, theirs: _Decided) -> Conflict:
        document, code, span = self._about(mine.row)
        where = {"document_id": document, "code_id": code, "span_start": span.start, "span_end": span.end}
        row: Row = tuple(where.get(column) for column in self._found.tables["coding"].columns)
        passage = self._names.passage(row, theirs=False)
        what = _("Both of you decided a difference between coders about {thing}, and not alike.").format(
            thing=self._names.title("code", code)
        )
        sides = [self._words(decided, theirs=side) for decided, side in ((mine, False), (theirs, True))]
        return Conflict(self._id(mine, theirs), "changed", what, "", sides[0], sides[1], passages=(passage,))

    def _words(self, decided: _Decided, *, theirs: bool) -> str:
        """`as Ben did: “We meet”`."""
        kept = self._names.shown("decision", "kept_id", self._names.value("decision", decided.row, "kept_id"))
        verdict = str(self._names.value("decision", decided.row, "verdict"))
        how = {"one": _("as {name} did").format(name=kept), "all": _("all of it"), "none": _("not this code"), "ends": _("other ends")}
        coded = ", ".join(f"“{self._names.passage(row, theirs=theirs).words}”" for _id, row in sorted(decided.codings.items()))
        return how.get(verdict, verdict) + (f": {coded}" if coded else "")

    # -- carrying out -------------------------------------------------------------------------------------------

    def _drop_theirs(self, mine: _Decided, theirs: _Decided) -> None:
        self._plan.changed.get(("decision", mine.id), {}).clear()
        for id_ in theirs.codings.keys() - mine.codings.keys():
            self._keep_memos(id_, mine)
            self._plan.added.get("coding", {}).pop(id_, None)
        if mine.id != theirs.id:
            self._plan.added.get("decision", {}).pop(theirs.id, None)

    def _take_theirs(self, mine: _Decided, theirs: _Decided) -> None:
        for id_ in mine.codings.keys() - theirs.codings.keys():
            self._keep_memos(id_, theirs)
            self._plan.removed.setdefault("coding", {})[id_] = mine.codings[id_]
        if mine.id != theirs.id:
            self._plan.removed.setdefault("decision", {})[mine.id] = mine.row
            return
        for column in COLUMNS:
            put(self._plan, self._found.tables["decision"], mine.id, column, self._names.value("decision", theirs.row, column))

    def _keep_memos(self, going: int, stays: _Decided) -> None:
        """What was written about a coding that goes is about one that stays, or about the document: no word is lost."""
        table = self._found.tables["memo"]
        at = table.columns.index("coding_id")
        instead = min(stays.codings, default=None)
        rows = {id_: row for id_, row in self._found.mine.all("memo").items() if row[at] == going}
        rows |= {id_: row for id_, row in self._plan.added.get("memo", {}).items() if row[at] == going}
        for id_ in rows:
            put(self._plan, table, id_, "coding_id", instead)
            if instead is None:
                put(self._plan, table, id_, "document_id", self._about(stays.row)[0])
            self._plan.moved.add(("memo", id_))
