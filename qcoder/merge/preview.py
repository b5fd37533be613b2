"""What a merge would do, in words and counts, before anything is written; and the merge itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qcoder.changes.merge import NewRows, NewValues, TakeIn
from qcoder.domain.errors import KnownError
from qcoder.domain.ids import new_id
from qcoder.merge.ancestor import Ancestor
from qcoder.merge.compare import Comparison, Differences
from qcoder.merge.decisions import NO_DECISIONS, Conflict, Decider
from qcoder.merge.definitions import note_definitions
from qcoder.merge.nouns import NOUNS, ROWS, count_words
from qcoder.merge.outcome import Plan
from qcoder.merge.plan import Planner
from qcoder.merge.sentences import Telling
from qcoder.merge.tidy import tidy
from qcoder.project.handover import merge_notes
from qcoder.project.project import Done, Project
from qcoder.project.read import Reader
from qcoder.project.read.whole import WholeReader
from qcoder.project.write import Progress, no_progress
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What taking in a file would do: counts of rows by table, sentences, and what has to be decided first.

    `sentences` tell what they did, `yours` what I did since both were one; `who` they are, and when (ms UTC) they last worked. `notes` are
    what a person should know, `details` what both changed and nobody is asked.
    `answers` are the decisions so far by conflict id, also those kept from an undone merge; `undecided` are the conflicts without one:
    while there are any, nothing can be merged. `steps` is how many steps of their history come over.
    """

    ancestor: Ancestor
    added: dict[str, int]
    changed: dict[str, int]
    deleted: dict[str, int]
    sentences: tuple[str, ...]
    yours: tuple[str, ...]
    notes: tuple[str, ...]
    details: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    undecided: tuple[Conflict, ...]
    answers: Mapping[str, str]
    who: str
    worked_until: int | None
    compared: int
    steps: int

    @property
    def nothing(self) -> bool:
        """True if the merge would change nothing, asks nothing, and there is no history to take over."""
        return not (self.added or self.changed or self.deleted or self.undecided or self.steps)


@dataclass(slots=True)
class _Worked:
    """A merge worked out."""

    found: Differences
    decider: Decider
    plan: Plan
    preview: MergePreview


def preview(
    mine: Reader,
    theirs: Reader,
    decisions: Mapping[str, str] = NO_DECISIONS,
    take: str = "",
    progress: Progress = no_progress,
    me: int | None = None,
) -> MergePreview:
    """Compare two project files and say what merging would do; nothing is written. `progress` may raise to stop.

    `me` is the id of the coder who merges, where it is known: whoever looks after a branch is offered others' changes there otherwise.
    """
    return _work_out(mine, theirs, decisions, take, progress, me).preview


def merge(
    project: Project, theirs: Path, decisions: Mapping[str, str] = NO_DECISIONS, take: str = "", progress: Progress = no_progress
) -> Done[MergePreview]:
    """Take in a colleague's file as one undoable step; `take` (`mine`, `theirs` or `both`) decides what `decisions` leaves open.

    Raises KnownError, and then nothing is written, while conflicts are undecided. When there is nothing to take in, no step is made.
    Their file is only read. Their steps come over as history that can be read.
    """
    with Project.open(theirs, write=False) as other:
        worked = _work_out(project.read, other.read, decisions, take, progress, project.coder[0])
        if worked.preview.undecided:
            first = worked.preview.undecided[0].what
            raise KnownError(
                n_(
                    "{n} conflict must be decided before anything is merged: {first}",
                    "{n} conflicts must be decided before anything is merged; the first: {first}",
                    len(worked.preview.undecided),
                ).replace("{first}", first),
                details="\n".join(conflict.what for conflict in worked.preview.undecided),
            )
        note_definitions(worked.found, worked.plan, project.read, other.read)
        change = _change(worked, project.read.history.last(), theirs.name, WholeReader(other.read))
    if not change:
        return Done(None, frozenset(), worked.preview)
    done = project.do(change, why=" ".join(worked.preview.sentences), progress=progress)
    return Done(done.step, done.tables, worked.preview)


def _work_out(mine: Reader, theirs: Reader, decisions: Mapping[str, str], take: str, progress: Progress, me: int | None) -> _Worked:
    progress(0, 10)
    comparison = Comparison(mine, theirs, progress)
    decider = Decider(decisions, take, comparison.my.choices)
    found = comparison.run(decider)
    planner = Planner(found, decider, me)
    plan = planner.run()
    progress(8, 10)
    tidy(found, plan, planner.names)
    plan.notes[:0] = merge_notes(mine, theirs)
    progress(9, 10)
    return _Worked(found, decider, plan, _preview(found, decider, plan, Telling(found, plan, planner.names)))


def _change(worked: _Worked, seen: int, name: str, theirs: WholeReader) -> TakeIn:
    """The plan as one change, with the long texts fetched from their file."""
    found, plan = worked.found, worked.plan
    _note_choices(worked)
    added = []
    for table, definition in found.tables.items():
        rows = [row for _id, row in sorted(plan.added.get(table, {}).items())]
        if rows:
            own = {int(row[0] or 0): found.own_id(table, int(row[0] or 0)) for row in rows}
            long_texts = theirs.long_texts(table, list(own.values()))
            full = tuple((*row, *(texts[own[int(row[0] or 0)]] for texts in long_texts.values())) for row in rows)
            added.append(NewRows(table, (*definition.columns, *long_texts), full))
    changed = [NewValues(table, id_, fields) for (table, id_), fields in sorted(plan.changed.items(), key=lambda item: item[0])]
    changed += [NewValues("document", id_, {"text": text}) for id_, text in plan.texts.items()]
    going = [(table, tuple(sorted(rows))) for table, rows in plan.removed.items()]
    removed = tuple(one for one in going if not found.tables[one[0]].unique)
    freed = tuple(one for one in going if found.tables[one[0]].unique)
    shown = [count_words(table, len(plan.added[table])) for table in ("document", "code", "coding", "memo") if table in plan.added]
    title = _("Merged “{name}”").format(name=name)
    return TakeIn(title + (": " + ", ".join(shown) if shown else ""), seen, tuple(added), tuple(changed), removed, freed)


def _note_choices(worked: _Worked) -> None:
    """Keep what was decided, so that nobody is asked again when the merge is undone and made anew."""
    known = {str(row[1]): int(row[0] or 0) for row in worked.found.mine.whole.rows("merge_choice").values()}
    for id_, answer in worked.decider.answers.items():
        mark = worked.decider.conflicts[id_].mark
        if mark in known:
            worked.plan.changed["merge_choice", known[mark]] = {"choice": answer}
        else:
            fresh = new_id()
            worked.plan.added.setdefault("merge_choice", {})[fresh] = (fresh, mark, answer)


def _preview(found: Differences, decider: Decider, plan: Plan, telling: Telling) -> MergePreview:
    changed: dict[str, int] = {}
    for table, _id in plan.changed:
        changed[table] = changed.get(table, 0) + 1
    content = {table: rows for table, rows in plan.added.items() if NOUNS[table].how == ROWS}
    return MergePreview(
        ancestor=found.ancestor,
        added={table: len(rows) for table, rows in content.items()},
        changed=changed,
        deleted={table: len(rows) for table, rows in plan.removed.items()},
        sentences=telling.theirs(),
        yours=telling.mine(),
        notes=tuple(plan.notes),
        details=tuple(plan.details),
        conflicts=tuple(decider.conflicts.values()),
        undecided=tuple(decider.undecided),
        answers=dict(decider.answers),
        who=telling.who,
        worked_until=max((step.at for step in found.their_side.steps), default=None),
        compared=found.compared,
        steps=len(plan.added.get("merged_step", ())) + len(plan.added.get("alias", ())),
    )
