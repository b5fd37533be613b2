"""The codebook through time: what differs between two states, which codings were made under which definition, who changed what."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from qcoder.domain.codebooks import DEFINITION, CodeChange, Version, compare_codebooks, definition
from qcoder.domain.codes import FIELDS, Code, CodeTree
from qcoder.domain.codings import Coding
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.project.read.codebook import CodeEdit
from qcoder.words import _

NOW = "now"
BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class CodebookState:
    """A codebook at some moment: `name` as a person calls it, `at` in milliseconds UTC (None: now)."""

    name: str
    at: int | None
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class CodebookDifference:
    """What differs between two states of the codebook, in the order of the newer one."""

    older: CodebookState
    newer: CodebookState
    changes: tuple[CodeChange, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """What a code said from `since` until `until` (milliseconds UTC; None: still): the texts of DEFINITION, and the codings made then.

    `elsewhere`: it said so in a colleague's copy alone. `unsure` are those of the codings that a merge brought without its being known
    which definition their coder had at hand; they count by when they were made.
    """

    since: int
    until: int | None
    who: str
    texts: tuple[str, ...]
    coding_ids: tuple[int, ...]
    elsewhere: bool = False
    unsure: tuple[int, ...] = ()

    @property
    def empty(self) -> bool:
        """True if the code was not defined then."""
        return not any(text.strip() for text in self.texts)


@dataclass(frozen=True, slots=True)
class LookAgain:
    """A coding made while its code was defined otherwise: `then` and `now` are texts of DEFINITION, `changed` when they last changed.

    `elsewhere` and `unsure` are as in Definition.
    """

    coding: Coding
    path: str
    then: tuple[str, ...]
    now: tuple[str, ...]
    changed: int
    who: str
    elsewhere: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class OthersEdit:
    """What somebody who does not look after a branch did in it since its owners last looked."""

    branch_id: int
    branch: str
    edit: CodeEdit


def find_state(read: Reader, name: str) -> CodebookState:
    """The codebook as it is (`now`), as it was before anything (`beginning`), on a day (2026-05-01, its end, local time) or in a version.

    Raises KnownError for anything else.
    """
    wanted = name.strip()
    if wanted.casefold() == NOW:
        return CodebookState(_("now"), None, _in_order(read.codes.tree().by_id.values()))
    if wanted.casefold() == BEGINNING:
        return CodebookState(_("the beginning"), 0, ())
    for version in read.codebook.versions():
        if version.name.casefold() == wanted.casefold() or str(version.id) == wanted:
            return of_version(version)
    try:
        day = datetime.fromisoformat(wanted).replace(hour=23, minute=59, second=59, microsecond=999_999).astimezone()
    except ValueError:
        raise KnownError(
            _("There is no version “{name}” of the codebook; name one that there is, “now”, “beginning”, or a day as 2026-05-31.").format(
                name=wanted
            )
        ) from None
    return state_at(read, int(day.timestamp() * 1000), wanted)


def of_version(version: Version) -> CodebookState:
    """A named version as a state."""
    return CodebookState(version.name, version.made_at, version.codes)


def state_at(read: Reader, at: int, name: str) -> CodebookState:
    """The codebook as it was at a moment (milliseconds UTC), worked out from the history."""
    seq = max((step.seq for step in read.history.steps() if step.at <= at), default=0)
    return CodebookState(name, at, _in_order(read.codebook.at(seq)))


def _in_order(codes: Iterable[Code]) -> tuple[Code, ...]:
    return tuple(code for _depth, code in CodeTree(codes).walk())


def codebook_difference(older: CodebookState, newer: CodebookState) -> CodebookDifference:
    """What differs between two states."""
    return CodebookDifference(older, newer, compare_codebooks(older.codes, newer.codes))


# -- definitions and the codings made under them -----------------------------------------------------------------------


def definitions(read: Reader, code_id: int) -> tuple[Definition, ...]:
    """What a code has said since it was made, oldest first, with the codings that it has now by the definition they were made under.

    A coding counts by when it was made; one that a merge brought by what the code said in the copy in which it was made.
    """
    code = read.codes.get(code_id)
    if code is None:
        raise KnownError(_("That code is no longer in the project."))
    edits = [edit for edit in read.codebook.edits() if edit.code_id == code_id]
    return _definitions(code, edits, list(read.codings.of_codes([code_id])), _Merged.of(read))


@dataclass(frozen=True, slots=True)
class _Merged:
    """Of codings that merges brought: what their code said where they were made, as far as it is known, and when they came."""

    at_hand: Mapping[int, tuple[str, ...]]
    came: Mapping[int, int]

    @classmethod
    def of(cls, read: Reader) -> "_Merged":
        return cls(read.codebook.at_hand(), read.codebook.came_by_merge())


def _definitions(code: Code, edits: Sequence[CodeEdit], codings: Sequence[Coding], merged: _Merged) -> tuple[Definition, ...]:
    states: list[tuple[int, str, tuple[str, ...]]] = []
    for edit in edits:
        if edit.after is not None and (not states or states[-1][2] != definition(edit.after)):
            states.append((edit.at, edit.who, definition(edit.after)))
    if not states:  # a code that came from no step: as it is now
        states.append((0, "", definition(code)))
    starts = [at for at, _who, _texts in states]
    under: dict[int, list[int]] = {}
    unsure: dict[int, list[int]] = {}
    elsewhere: dict[tuple[str, ...], list[Coding]] = {}
    for coding in codings:
        # What was made before the code's first definition (elsewhere, and imported) counts to the first.
        place = max(bisect_right(starts, coding.made_at) - 1, 0)
        said = merged.at_hand.get(coding.id)
        if said is not None and states[place][2] != said:
            same = [at for at, (_since, _who, texts) in enumerate(states) if texts == said]
            if not same:
                elsewhere.setdefault(said, []).append(coding)
                continue
            place = max((at for at in same if at < place), default=same[0])
        elif said is None and bisect_right(starts, merged.came.get(coding.id, 0)) > 1:
            unsure.setdefault(place, []).append(coding.id)
        under.setdefault(place, []).append(coding.id)
    ends: list[int | None] = [*starts[1:], None]
    return (
        *(_elsewhere(texts, theirs) for texts, theirs in sorted(elsewhere.items(), key=lambda item: min(c.made_at for c in item[1]))),
        *(
            Definition(at, until, who, texts, tuple(under.get(place, ())), unsure=tuple(unsure.get(place, ())))
            for place, ((at, who, texts), until) in enumerate(zip(states, ends, strict=True))
        ),
    )


def _elsewhere(texts: tuple[str, ...], codings: Sequence[Coding]) -> Definition:
    """A definition that a colleague's copy alone had, for as long as it is known from its codings."""
    made = [coding.made_at for coding in codings]
    return Definition(min(made), max(made), "", texts, tuple(coding.id for coding in codings), elsewhere=True)


def look_again(read: Reader, *, undefined: bool = False) -> list[LookAgain]:
    """The codings made under a definition that is no longer the code's, and not looked at since it changed; by code and document.

    Those made while a code had no definition at all are among them only when `undefined`.
    """
    by_code: dict[int, list[CodeEdit]] = {}
    for edit in read.codebook.edits():
        by_code.setdefault(edit.code_id, []).append(edit)
    tree, reviews = read.codes.tree(), read.codebook.reviews()
    merged = _Merged.of(read)
    handed = {coding.code_id for coding in read.codings.of_codes() if coding.id in merged.at_hand} if merged.at_hand else set()
    suspects = [
        code
        for _depth, code in tree.walk()
        if code.id in handed or len({definition(e.after) for e in by_code.get(code.id, ()) if e.after}) > 1
    ]
    codings: dict[int, dict[int, Coding]] = {}
    for coding in read.codings.of_codes([code.id for code in suspects]) if suspects else ():
        codings.setdefault(coding.code_id, {})[coding.id] = coding
    found: list[LookAgain] = []
    for code in suspects:
        own = codings.get(code.id, {})
        past = _definitions(code, by_code.get(code.id, ()), list(own.values()), merged)
        now = past[-1]
        for one in past[:-1]:
            if one.texts == now.texts or (one.empty and not undefined):
                continue
            found.extend(
                LookAgain(own[id_], tree.path(code.id), one.texts, now.texts, now.since, now.who, one.elsewhere, id_ in one.unsure)
                for id_ in one.coding_ids
                if reviews.get(id_, -1) < now.since
            )
    return found


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One change of one field of a code: `at` in milliseconds UTC; `title` says what it was where it was more than an edit of the code."""

    at: int
    who: str
    title: str
    before: str
    after: str


def field_edits(read: Reader, code_id: int) -> dict[str, tuple[FieldEdit, ...]]:
    """Field -> what was done to it, newest first; undone changes and their undoing are among them, for a wording may be wanted again."""
    found: dict[str, list[FieldEdit]] = {field: [] for field in FIELDS}
    for edit in reversed(read.codebook.edits_of(code_id)):
        if edit.after is None:
            continue
        plain = edit.title == _("Changed the code “{name}”").format(name=edit.after.name)
        for field in FIELDS:
            before, after = "" if edit.before is None else str(getattr(edit.before, field)), str(getattr(edit.after, field))
            if before != after:
                found[field].append(FieldEdit(edit.at, edit.who, "" if plain else edit.title, before, after))
    return {field: tuple(edits) for field, edits in found.items()}


def definition_words(texts: Sequence[str]) -> str:
    """A definition on one line; a dash for none."""
    labels = {"brief": "", "full": "", "when": _("when: "), "when_not": _("not when: ")}
    parts = [labels[name] + " ".join(text.split()) for name, text in zip(DEFINITION, texts, strict=True) if text.strip()]
    return " · ".join(parts) or "–"


def doubt_words(one: LookAgain) -> str:
    """What a person should know about where a coding was made; empty where there is nothing to know."""
    if one.elsewhere:
        return _("Only the copy in which it was made said so.")
    if one.unsure:
        return _("It came by a merge that did not note what the code said in that copy, so it counts by when it was made.")
    return ""


# -- who changed what in whose branch ------------------------------------------------------------------------------------


def changed_by_others(read: Reader) -> list[OthersEdit]:
    """What others did in branches that somebody looks after, since the owners last looked, newest first.

    Undone changes and their undoing are left out.
    """
    owners: dict[int, set[int]] = {}
    since: dict[int, int] = {}
    for owner in read.codebook.owners():
        owners.setdefault(owner.code_id, set()).add(owner.coder_id)
        since[owner.code_id] = max(owner.since, since.get(owner.code_id, 0))
    if not owners:
        return []
    tree = read.codes.tree()
    undone = {step.seq for step in read.history.steps() if step.undone or step.reverses is not None}
    edits = [edit for edit in read.codebook.edits() if edit.step not in undone and not _only_moved_along(edit)]
    parents: dict[int, int | None] = {}  # as of each code's last state, also of codes that are gone
    for edit in edits:
        last = edit.after or edit.before
        if last is not None:
            parents[edit.code_id] = last.parent_id
    parents.update({code.id: code.parent_id for code in tree.by_id.values()})
    found: list[OthersEdit] = []
    for edit in reversed(edits):
        watched = [id_ for id_ in _above(edit, parents) if id_ in owners and edit.coder_id not in owners[id_] and edit.at > since[id_]]
        found.extend(OthersEdit(branch_id, tree.path(branch_id), edit) for branch_id in sorted(watched))
    return found


def _only_moved_along(edit: CodeEdit) -> bool:
    """True if nothing changed but the place among siblings, which changes whenever one of them is moved."""
    return edit.before is not None and edit.after is not None and replace(edit.before, position=edit.after.position) == edit.after


def _above(edit: CodeEdit, parents: dict[int, int | None]) -> set[int]:
    """The code itself and every code that it stood or stands under."""
    found: set[int] = set()
    for start in (edit.code_id, edit.before.parent_id if edit.before else None, edit.after.parent_id if edit.after else None):
        current = start
        while current is not None and current not in found:
            found.add(current)
            current = parents.get(current)
    return found
