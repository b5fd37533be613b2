"""A merge in words: what they did and what I did since both files were one."""

from collections.abc import Callable, Mapping

from qcoder.merge.ancestor import Key
from qcoder.merge.compare import Differences
from qcoder.merge.names import Names
from qcoder.merge.nouns import NOUNS, ROWS, count_words, field_words
from qcoder.merge.outcome import Plan
from qcoder.merge.rows import Pool, Rows
from qcoder.project.read.whole import Value
from qcoder.words import _, n_

# Turns and speakers come and go with their documents; a person counts documents.
_WITH_DOCUMENTS = frozenset({"turn", "speaker"})
_NAMED = ("code", "document", "participant", "coder", "place", "participant_group", "wave", "attribute")
_UNTOLD = frozenset({"position", "changed_at", "text_hash", "characters", "words"})
_COUNTED = frozenset({"coding", "turn", "rejection", "memo", "fully_coded", "coding_review"})
_MOST = 6
_LONG = 50

Changes = Mapping[Key, Mapping[str, Value]]


class Telling:
    """Says what a plan takes in, and what was done here meanwhile."""

    def __init__(self, found: Differences, plan: Plan, names: Names) -> None:
        self._found = found
        self._plan = plan
        self._names = names
        workers = list(dict.fromkeys(step.who for step in found.their_side.steps if step.id in found.their_side.since and step.who))
        self.who = workers[0] if len(workers) == 1 else ""

    def theirs(self) -> tuple[str, ...]:
        """What comes in."""
        plan, found = self._plan, self._found
        added = {table: rows for table, rows in plan.added.items() if NOUNS[table].how == ROWS}
        told = self._tell(added, plan.changed, plan.removed, self._before, _("Deleted there"), found.mine)
        steps = len(plan.added.get("merged_step", ()))
        if not told and steps:
            told = (n_("{n} step of their history comes over; nothing else is new.",
                       "{n} steps of their history come over; nothing else is new.", steps),)  # fmt: skip
        return told

    def mine(self) -> tuple[str, ...]:
        """What was done here since."""
        found = self._found
        return self._tell(found.ours, found.kept, found.went, self._at_ancestor, _("Deleted here"), found.theirs)

    def _before(self, table: str, id_: int, column: str) -> Value:
        return self._found.mine.value(table, id_, column)

    def _at_ancestor(self, table: str, id_: int, column: str) -> Value:
        base = self._found.my_side.base((table, id_), self._found.mine.get(table, id_))
        return None if base is None else self._names.value(table, base, column)

    def _tell(
        self, new: Rows, changed: Changes, gone: Rows, before: Callable[[str, int, str], Value], deleted: str, other: Pool
    ) -> tuple[str, ...]:
        return (
            *self._coded(new),
            *self._new(new),
            *self._corrected(changed, other),
            *self._altered(changed, before),
            *self._gone(gone, deleted),
        )

    def _coded(self, new: Rows) -> list[str]:
        """Who added how many codings in how many documents."""
        by_coder: dict[int, list[int]] = {}
        for row in new.get("coding", {}).values():
            coder, document = self._names.value("coding", row, "coder_id"), self._names.value("coding", row, "document_id")
            by_coder.setdefault(int(coder or 0), []).append(int(document or 0))
        sentences = []
        for coder_id, documents in sorted(by_coder.items()):
            where = n_("in {n} document", "in {n} documents", len(set(documents)))
            count = count_words("coding", len(documents))
            who = self._names.name("coder", coder_id)
            sentences.append(_("{who} added {codings} {where}.").format(who=who, codings=count, where=where))
        return sentences

    def _new(self, new: Rows) -> list[str]:
        """What else is new."""
        sentences = []
        for table, rows in new.items():
            if table in _NAMED:
                listed = self._names.listed(table, sorted(rows))
                sentences.append(_("New: {count} ({names}).").format(count=count_words(table, len(rows)), names=listed))
            elif table != "coding" and table not in _WITH_DOCUMENTS:
                sentences.append(_("New: {count}.").format(count=count_words(table, len(rows))))
        return sentences

    def _corrected(self, changed: Changes, other: Pool) -> list[str]:
        """Whose text was corrected, and what moves with it."""
        sentences = []
        for (table, id_), fields in sorted(changed.items()):
            if table == "document" and "text_hash" in fields:
                documents = self._found.tables["coding"].columns.index("document_id")
                moved = sum(1 for row in other.over.get("coding", {}).values() if row is not None and row[documents] == id_)
                along = (
                    " (" + n_("{n} coding of the other side moves along", "{n} codings of the other side move along", moved) + ")"
                    if moved
                    else ""
                )
                sentences.append(_("Corrected the text of {thing}{along}.").format(thing=self._names.title(table, id_), along=along))
        return sentences

    def _altered(self, changed: Changes, before: Callable[[str, int, str], Value]) -> list[str]:
        """What changed, field by field for things that have names."""
        by_table: dict[str, list[tuple[int, Mapping[str, Value]]]] = {}
        for (table, id_), fields in sorted(changed.items()):
            if NOUNS[table].how == ROWS and set(fields) - _UNTOLD:
                by_table.setdefault(table, []).append((id_, fields))
        sentences = []
        for table, rows in by_table.items():
            if table in _COUNTED or len(rows) > _MOST:
                sentences.append(_("Changed: {count}.").format(count=count_words(table, len(rows))))
                continue
            for id_, fields in rows:
                told = [column for column in fields if column not in _UNTOLD]
                parts = [self._part(table, column, before(table, id_, column), fields[column]) for column in told]
                sentences.append(_("Changed {thing}: {parts}.").format(thing=self._names.title(table, id_), parts="; ".join(parts)))
        return sentences

    def _part(self, table: str, column: str, before: Value, after: Value) -> str:
        """A field with what it was and is; of long texts only that they changed."""
        shown = [self._names.shown(table, column, value) for value in (before, after)]
        if any(len(words) > _LONG for words in shown):
            return field_words(column)
        return f"{field_words(column)} {shown[0]} → {shown[1]}"

    def _gone(self, gone: Rows, deleted: str) -> list[str]:
        """What goes because it was deleted."""
        sentences = []
        for table, rows in gone.items():
            count = count_words(table, len(rows))
            if table in _NAMED and rows:
                sentences.append(f"{deleted}: {count} ({self._names.listed(table, sorted(rows))}).")
            elif rows and table not in _WITH_DOCUMENTS:
                sentences.append(f"{deleted}: {count}.")
        return sentences
