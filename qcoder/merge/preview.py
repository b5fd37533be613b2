"""What a merge would do, in words and counts, before anything is written; and the merge itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qcoder.changes.merge import NewRows, NewValues, TakeIn
from qcoder.domain.errors import KnownError
from qcoder.merge.ancestor import Ancestor
from qcoder.merge.compare import Differences, differences
from qcoder.merge.decisions import NO_DECISIONS, Conflict, Plan
from qcoder.merge.names import Names
from qcoder.merge.nouns import count_words, field_words
from qcoder.merge.plan import make_plan
from qcoder.project.project import Done, Project
from qcoder.project.read import Reader
from qcoder.project.read.whole import WholeReader
from qcoder.project.write import Progress, no_progress
from qcoder.words import _, n_

# Turns and speakers come and go with their documents; a person counts documents.
_WITH_DOCUMENTS = frozenset({"turn", "speaker"})
_NAMED = ("code", "document", "participant", "coder", "place", "participant_group", "wave", "attribute")


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What taking in a file would do: counts of rows by table, sentences, and what has to be decided first.

    `undecided` are the conflicts that neither a decision nor `take` settles; while there are any, nothing can be merged.
    """

    ancestor: Ancestor
    added: dict[str, int]
    changed: dict[str, int]
    deleted: dict[str, int]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    undecided: tuple[Conflict, ...]

    @property
    def nothing(self) -> bool:
        """True if the merge would change nothing and asks nothing."""
        return not (self.added or self.changed or self.deleted or self.undecided)


def preview(mine: Reader, theirs: Reader, decisions: Mapping[str, str] = NO_DECISIONS, take: str = "") -> MergePreview:
    """Compare two files of one project and say what merging would do. Raises KnownError for unrelated projects."""
    found = differences(mine, theirs)
    return _preview(found, make_plan(found, decisions, take))


def merge(
    project: Project, theirs: Path, decisions: Mapping[str, str] = NO_DECISIONS, take: str = "", progress: Progress = no_progress
) -> Done[MergePreview]:
    """Take in a colleague's copy as one undoable step; `take` (`mine` or `theirs`) decides what `decisions` leaves open.

    Raises KnownError, and then nothing is written, for unrelated projects and while conflicts are undecided. When there is nothing to
    take in, no step is made. Their file is only read. Of their history only the outcome comes over, not the single steps: the file has
    no place for a second line of history yet.
    """
    with Project.open(theirs, write=False) as other:
        found = differences(project.read, other.read)
        plan = make_plan(found, decisions, take)
        result = _preview(found, plan)
        if plan.undecided:
            first = plan.undecided[0].what
            raise KnownError(
                n_(
                    "{n} conflict must be decided before anything is merged: {first}",
                    "{n} conflicts must be decided before anything is merged; the first: {first}",
                    len(plan.undecided),
                ).replace("{first}", first),
                details="\n".join(conflict.what for conflict in plan.undecided),
            )
        change = _change(found, plan, project.read.history.last(), theirs.name, WholeReader(other.read))
    if not change:
        return Done(None, frozenset(), result)
    done = project.do(change, why=" ".join(result.sentences), progress=progress)
    return Done(done.step, done.tables, result)


def _change(found: Differences, plan: Plan, seen: int, name: str, theirs: WholeReader) -> TakeIn:
    """The plan as one change, with the long texts fetched from their file."""
    added = []
    for table, definition in found.tables.items():
        rows = [row for _id, row in sorted(plan.added.get(table, {}).items())]
        if rows:
            long_texts = theirs.long_texts(table, [int(row[0] or 0) for row in rows])
            full = tuple((*row, *(texts[int(row[0] or 0)] for texts in long_texts.values())) for row in rows)
            added.append(NewRows(table, (*definition.columns, *long_texts), full))
    changed = tuple(NewValues(table, id_, fields) for (table, id_), fields in sorted(plan.changed.items(), key=lambda item: item[0]))
    removed = tuple((table, tuple(sorted(rows))) for table, rows in plan.removed.items())
    counts = {table: len(rows) for table, rows in plan.added.items() if table not in _WITH_DOCUMENTS}
    title = _("Merged “{name}”").format(name=name)
    shown = [count_words(table, counts[table]) for table in ("document", "code", "coding", "memo") if table in counts]
    return TakeIn(title + (": " + ", ".join(shown) if shown else ""), seen, tuple(added), changed, removed)


def _preview(found: Differences, plan: Plan) -> MergePreview:
    names = Names(found)
    changed: dict[str, int] = {}
    for table, _id in plan.changed:
        changed[table] = changed.get(table, 0) + 1
    return MergePreview(
        ancestor=found.ancestor,
        added={table: len(rows) for table, rows in plan.added.items()},
        changed=changed,
        deleted={table: len(rows) for table, rows in plan.removed.items()},
        sentences=(*_coded(plan, names), *_new(plan, names), *_altered(found, plan, names), *_removed(plan, names)),
        notes=tuple(plan.notes),
        conflicts=tuple(plan.conflicts),
        undecided=tuple(plan.undecided),
    )


def _coded(plan: Plan, names: Names) -> list[str]:
    """Who added how many codings in how many documents."""
    by_coder: dict[int, list[int]] = {}
    for row in plan.added.get("coding", {}).values():
        coder, document = names.value("coding", row, "coder_id"), names.value("coding", row, "document_id")
        by_coder.setdefault(int(coder or 0), []).append(int(document or 0))
    sentences = []
    for coder_id, documents in sorted(by_coder.items()):
        where = n_("in {n} document", "in {n} documents", len(set(documents)))
        sentence = _("{who} added {codings} {where}.")
        sentences.append(sentence.format(who=names.name("coder", coder_id), codings=count_words("coding", len(documents)), where=where))
    return sentences


def _new(plan: Plan, names: Names) -> list[str]:
    """What else is new."""
    sentences = []
    for table, rows in plan.added.items():
        if table in _NAMED:
            listed = names.listed(table, sorted(rows))
            sentences.append(_("New: {count} ({names}).").format(count=count_words(table, len(rows)), names=listed))
        elif table != "coding" and table not in _WITH_DOCUMENTS:
            sentences.append(_("New: {count}.").format(count=count_words(table, len(rows))))
    return sentences


def _altered(found: Differences, plan: Plan, names: Names, most: int = 6) -> list[str]:
    """What changed, field by field for things that have names."""
    by_table: dict[str, list[tuple[int, dict[str, int | str | None]]]] = {}
    for (table, id_), fields in sorted(plan.changed.items()):
        by_table.setdefault(table, []).append((id_, fields))
    sentences = []
    for table, rows in by_table.items():
        loud = [(id_, fields) for id_, fields in rows if set(fields) - {"position", "changed_at"}]
        if table in ("coding", "turn", "rejection", "memo", "fully_coded") or len(loud) > most:
            sentences.append(_("Changed: {count}.").format(count=count_words(table, len(rows))))
            continue
        for id_, fields in loud:
            row = found.mine[table][id_]
            parts = [
                f"{field_words(column)} {names.shown(table, column, names.value(table, row, column))} → {names.shown(table, column, value)}"
                for column, value in fields.items()
                if column not in ("position", "changed_at")
            ]
            sentences.append(_("Changed {thing}: {parts}.").format(thing=names.title(table, id_), parts="; ".join(parts)))
    return sentences


def _removed(plan: Plan, names: Names) -> list[str]:
    """What goes because they deleted it."""
    sentences = []
    for table, rows in plan.removed.items():
        if table in _NAMED:
            listed = names.listed(table, sorted(rows))
            sentences.append(_("Deleted there: {count} ({names}).").format(count=count_words(table, len(rows)), names=listed))
        elif table not in _WITH_DOCUMENTS:
            sentences.append(_("Deleted there: {count}.").format(count=count_words(table, len(rows))))
    return sentences
