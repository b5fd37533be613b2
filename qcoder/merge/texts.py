"""Transcripts that were corrected in one file or in both: one text for both, and everything that lies on it put right."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from qcoder.domain.documents import count_words, text_hash
from qcoder.domain.rebase import EditMap, merge_texts
from qcoder.domain.spans import Span
from qcoder.merge.ancestor import Side
from qcoder.merge.decisions import MINE, THEIRS, Conflict, Decider, Passage
from qcoder.merge.names import Names
from qcoder.merge.rows import Pool
from qcoder.project.read.whole import Row
from qcoder.words import _, n_

_AROUND = 60


Lost = tuple[Pool, str, Row, str]
"""(whose file, table, row, words) of a passage that is not in the text that would stand."""


@dataclass(slots=True)
class Texts:
    """What was worked out: `final` text by document id; `lost` passages, table and row, whose words are in no text any more."""

    final: dict[int, str] = field(default_factory=dict)
    winner: dict[int, str] = field(default_factory=dict)
    lost_mine: dict[tuple[str, int], str] = field(default_factory=dict)
    lost_theirs: dict[tuple[str, int], str] = field(default_factory=dict)


class TextMerger:
    """Brings both files on one text, document by document; afterwards no row of either lies on another text."""

    def __init__(self, sides: tuple[Side, Side], pools: tuple[Pool, Pool], names: Names, decider: Decider, found: Texts) -> None:
        self._my, self._their = sides
        self._mine, self._theirs = pools
        self._names = names
        self._decider = decider
        self.found = found

    def moves(self, side: Side, document_id: int) -> frozenset[int]:
        """The steps that corrected a document: ends that these moved were not changed by anybody."""
        table = self._mine.whole.tables["document"]
        at = table.columns.index("text_hash")
        pool = self._mine if side is self._my else self._theirs
        raw = pool.raw("document", document_id)
        found = []
        after = raw
        for step, before in side.log(("document", document_id)):
            if before is not None and after is not None and before[at] != after[at]:
                found.append(step)
            after = before
        return frozenset(found)

    def correct(self, document_id: int, verdict: str) -> None:
        """Settle one document whose text differs; `verdict` says whose correction stands, or `clash`."""
        mine, theirs = self._mine.text(document_id), self._theirs.text(document_id)
        final, winner = (mine, MINE) if verdict == MINE else (theirs, THEIRS)
        if verdict not in (MINE, THEIRS):
            final, winner = self._both(document_id, mine, theirs)
        lost = self._lost(document_id, mine, theirs, final)
        if lost and self._is_news(lost):
            winner = self._decider.ask(f"text:{document_id}", lambda: self._passages_lost(document_id, mine, theirs, lost))
            final = mine if winner == MINE else theirs
        self.found.final[document_id], self.found.winner[document_id] = final, winner
        self._move(self._mine, document_id, EditMap(mine, final) if mine != final else None, final, self.found.lost_mine)
        self._move(self._theirs, document_id, EditMap(theirs, final) if theirs != final else None, final, self.found.lost_theirs)
        for here, there, gone in ((self._mine, self._theirs, self.found.lost_mine), (self._theirs, self._mine, self.found.lost_theirs)):
            for table, id_ in [key for key in gone if there.has(*key)]:  # one text still has the words: that passage stands for both
                here.put(table, id_, there.get(table, id_))
                del gone[table, id_]
        self._turns(document_id, winner, mine, theirs, final)
        self._documents(document_id, winner, final)

    def _both(self, document_id: int, mine: str, theirs: str) -> tuple[str, str]:
        """Both corrected it: one text with both corrections, where they were in different places and left the turns as they were."""
        known = self._their.old_texts(document_id)
        base = next((text for text in reversed(self._my.old_texts(document_id)) if text in known), None)
        merged = None if base is None else merge_texts(base, mine, theirs)
        if merged is not None and {t[0] for t in self._rows(self._mine, "turn", document_id)} == {
            t[0] for t in self._rows(self._theirs, "turn", document_id)
        }:
            return merged, "both"
        choice = self._decider.ask(f"text:{document_id}", lambda: self._two_texts(document_id, base or "", mine, theirs))
        return (mine, MINE) if choice == MINE else (theirs, THEIRS)

    def _rows(self, pool: Pool, table: str, document_id: int) -> list[Row]:
        link = next(link for link in pool.whole.tables[table].links if link.column == "document_id")
        return sorted((row for _id, row, _target in pool.pointing(table, link, (document_id,))), key=lambda row: int(row[0] or 0))

    def _span(self, table: str, row: Row) -> Span:
        columns = self._mine.whole.tables[table].columns
        return Span(int(row[columns.index("span_start")] or 0), int(row[columns.index("span_end")] or 0))

    def _with(self, table: str, row: Row, **values: int | str | None) -> Row:
        return tuple(values.get(column, value) for column, value in zip(self._mine.whole.tables[table].columns, row, strict=True))

    # -- what lies on the text ------------------------------------------------------------------------------------

    def _lost(self, document_id: int, mine: str, theirs: str, final: str) -> list[Lost]:
        """Coded passages whose words are not in the final text; a rejection that is lost has nothing left to be about."""
        found: list[Lost] = []
        landed: set[tuple[str, int]] = set()
        for pool, text in ((self._mine, mine), (self._theirs, theirs)):
            edits = EditMap(text, final)
            for table in self._lying(pool):
                for row in self._rows(pool, table, document_id) if table != "rejection" else ():
                    span = self._span(table, row)
                    if edits.span(span) is None:
                        found.append((pool, table, row, text[span.start : span.end]))
                    else:
                        landed.add((table, int(row[0] or 0)))
        return [lost for lost in found if (lost[1], int(lost[2][0] or 0)) not in landed]

    def _is_news(self, lost: list[Lost]) -> bool:
        """True if the other side does not know of one of these passages, or has it still."""
        for pool, table, row, _words in lost:
            side, other, there = (self._my, self._their, self._theirs) if pool is self._mine else (self._their, self._my, self._mine)
            id_ = int(row[0] or 0)
            if there.has(table, id_) or not other.knows(side.maker((table, id_))):
                return True
        return False

    @staticmethod
    def _lying(pool: Pool) -> list[str]:
        """The tables whose rows lie on a text, but for turns."""
        ends = {"document_id", "span_start", "span_end"}
        return [name for name, table in pool.whole.tables.items() if name != "turn" and ends <= set(table.columns)]

    def _move(self, pool: Pool, document_id: int, edits: EditMap | None, text: str, lost: dict[tuple[str, int], str]) -> None:
        if edits is None:
            return
        old = pool.text(document_id)
        for table in self._lying(pool):
            for row in self._rows(pool, table, document_id):
                id_, span = int(row[0] or 0), self._span(table, row)
                landed = edits.span(span)
                if landed is None:
                    lost[table, id_] = old[span.start : span.end]
                    pool.put(table, id_, None)
                    continue
                moved: dict[str, int | str | None] = {"span_start": landed.start, "span_end": landed.end}
                if table == "rejection":
                    moved["passage"] = text[landed.start : landed.end]
                pool.put(table, id_, self._with(table, row, **moved))

    # -- turns ----------------------------------------------------------------------------------------------------

    def _turns(self, document_id: int, winner: str, mine: str, theirs: str, final: str) -> None:
        """One set of turns for both files, each with its own idea of who speaks."""
        ours = {int(row[0] or 0): row for row in self._rows(self._mine, "turn", document_id)}
        other = {int(row[0] or 0): row for row in self._rows(self._theirs, "turn", document_id)}
        if winner == "both":
            for id_, span in self._hulls(ours, other, EditMap(mine, final), EditMap(theirs, final)).items():
                words = count_words(final[span.start : span.end])
                for pool, rows in ((self._mine, ours), (self._theirs, other)):
                    pool.put("turn", id_, self._with("turn", rows[id_], span_start=span.start, span_end=span.end, words=words))
            return
        loser, right, wrong = (self._theirs, ours, other) if winner == MINE else (self._mine, other, ours)
        at = self._mine.whole.tables["turn"].columns.index("speaker_id")
        for id_ in wrong.keys() | right.keys():
            if id_ not in right:
                loser.put("turn", id_, None)
            elif id_ in wrong:
                loser.put("turn", id_, self._with("turn", right[id_], speaker_id=wrong[id_][at]))
            elif winner == MINE:
                loser.put("turn", id_, right[id_])

    def _hulls(self, ours: dict[int, Row], other: dict[int, Row], my_edits: EditMap, their_edits: EditMap) -> dict[int, Span]:
        """Where each turn lies in a text with both corrections: what either put into it belongs to it."""
        found: dict[int, Span] = {}
        end = 0
        for id_, row in sorted(ours.items(), key=lambda item: self._span("turn", item[1]).start):
            spans = [span for span in (my_edits.span(self._span("turn", row)), their_edits.span(self._span("turn", other[id_]))) if span]
            start = max(end, min((span.start for span in spans), default=end))
            end = max(start, max((span.end for span in spans), default=start))
            found[id_] = Span(start, end)
        return found

    def _documents(self, document_id: int, winner: str, final: str) -> None:
        pool = self._theirs if winner == THEIRS else self._mine
        columns = self._mine.whole.tables["turn"].columns
        turns = self._rows(pool, "turn", document_id)
        words = sum(int(row[columns.index("words")] or 0) for row in turns)
        for side in (self._mine, self._theirs):
            row = side.get("document", document_id)
            if row is not None:
                made = self._with("document", row, text_hash=text_hash(final), characters=len(final), words=words)
                side.put("document", document_id, made)

    # -- what is asked --------------------------------------------------------------------------------------------

    def _two_texts(self, document_id: int, base: str, mine: str, theirs: str) -> Conflict:
        what = _("Both of you corrected the text of {thing} at the same place; one text must stand.").format(
            thing=self._names.title("document", document_id)
        )
        shown = [" … ".join(_changed(base, text)) for text in (mine, theirs)]
        return Conflict(f"text:{document_id}", "text", what, " … ".join(_changed(mine, base)), shown[0], shown[1])

    def _passages_lost(self, document_id: int, mine: str, theirs: str, lost: list[Lost]) -> Conflict:
        count = n_("{n} coded passage", "{n} coded passages", len(lost))
        what = _("A correction of {thing} took out {count} of the other; one text must stand.").format(
            thing=self._names.title("document", document_id), count=count
        )
        name = self._names.name("document", document_id)
        passages = []
        for pool, table, row, words in lost[:3]:
            text, span = (mine if pool is self._mine else theirs), self._span(table, row)
            passages.append(Passage(name, text[max(0, span.start - _AROUND) : span.start], words, text[span.end : span.end + _AROUND]))
        shown = [" … ".join(_changed(theirs, mine)), " … ".join(_changed(mine, theirs))]
        return Conflict(f"text:{document_id}", "text", what, "", shown[0], shown[1], passages=tuple(passages), more=max(0, len(lost) - 3))


def _changed(old: str, new: str, most: int = 3) -> Iterator[str]:
    """The words of `new` that differ, with a few around them; the first places only."""
    if old == new:
        yield "–"
        return
    differences = EditMap(old, new).differences()
    for difference in differences[:most]:
        span = difference.new
        yield new[max(0, span.start - 20) : span.end + 20].replace("\n", " ").strip()
    if len(differences) > most:
        yield n_("and {n} more place", "and {n} more places", len(differences) - most)
