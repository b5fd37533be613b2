"""What merge knows of each noun beyond its columns: which rows are one thing, which fields nobody argues about, what to call them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qcoder.domain.codes import same_name
from qcoder.merge.inside import CODES, JSON, LINKS
from qcoder.project.read.whole import Row, Table, Value
from qcoder.words import _, n_

ROWS, UNION, LOCAL = "rows", "union", "local"


@dataclass(frozen=True, slots=True)
class Noun:
    """How the rows of one table merge.

    `how`: `rows` three-way, row by row and field by field; `union`: both files' rows, never changed and never taken away; `local`: speaks
    of this file alone. `same`: rows made on both sides are one thing when these columns are equal (none: only when their ids are).
    `ask`: that they are one is asked, since only their names say so. `quiet`: fields about which nobody is asked, mine stays.
    `about`: rows that have none of these columns filled are never one thing. `texts`: fields of which both versions can be kept. `scope`:
    a name may occur once only within rows that share these columns. `name`: rows made on both sides that only these columns have in common
    may still be one, which is asked. `inside`: (column, how) of texts that hold ids of other rows, which follow what is one (`follow`).
    """

    how: str = ROWS
    same: tuple[str, ...] = ()
    ask: bool = False
    quiet: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    scope: tuple[str, ...] | None = None
    about: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    inside: tuple[tuple[str, str], ...] = ()


_PASSAGE = ("document_id", "code_id", "coder_id", "span_start", "span_end")
_ABOUT = ("document_id", "code_id", "coding_id", "participant_id", "place_id", "group_id", "wave_id")
_DEFINITION = ("brief", "full_definition", "when_to_use", "when_not_to_use", "example")

NOUNS: Mapping[str, Noun] = MappingProxyType(
    {
        "project": Noun(),
        "coder": Noun(name=("name",), quiet=("color", "initials")),  # a name is not a person: it is asked
        "place": Noun(same=("parent_id", "name"), quiet=("position",), scope=("parent_id",)),
        "participant_group": Noun(same=("name",), quiet=("position",)),
        "wave": Noun(same=("name",), quiet=("position",)),
        "attribute": Noun(same=("name",), quiet=("position",)),
        "participant": Noun(same=("name",), ask=True, scope=()),
        "attribute_value": Noun(same=("participant_id", "attribute_id")),
        "target": Noun(same=("place_id", "group_id")),
        "document": Noun(same=("name", "text_hash"), name=("name",), quiet=("made_at", "source", "words", "characters"), scope=()),
        "speaker": Noun(same=("document_id", "label")),
        "turn": Noun(same=("document_id", "span_start", "span_end"), quiet=("words", "lead")),
        "code": Noun(same=("parent_id", "name"), ask=True, quiet=("position", "color", "key"), texts=_DEFINITION, scope=("parent_id",)),
        "coding": Noun(same=_PASSAGE, quiet=("origin", "made_at")),
        "rejection": Noun(same=_PASSAGE, quiet=("passage", "made_at")),
        "fully_coded": Noun(same=("document_id", "coder_id")),
        # Memos about nothing but the project are entries of its journal: as many as were written.
        "memo": Noun(same=(*_ABOUT, "coder_id"), quiet=("made_at", "changed_at"), texts=("text",), about=_ABOUT, inside=(("text", LINKS),)),
        "codebook_version": Noun(same=("name", "content"), quiet=("made_at",), inside=(("content", CODES),)),
        "branch_owner": Noun(same=("code_id", "coder_id"), quiet=("since",)),
        "coding_review": Noun(same=("coding_id", "coder_id"), quiet=("made_at",)),
        "decision": Noun(same=("document_id", "code_id", "span_start", "span_end"), quiet=("coder_id", "made_at"), texts=("note",)),
        "coding_sample": Noun(),
        "coding_sample_document": Noun(same=("sample_id", "document_id")),
        "star": Noun(same=("coding_id",)),
        "saved_query": Noun(
            same=("workspace", "name", "asked"),
            name=("workspace", "name"),
            quiet=("made_at", "coder_id"),
            scope=("workspace",),
            inside=(("asked", JSON),),
        ),
        "sorting": Noun(name=("name",), quiet=("made_at", "coder_id")),
        "pile": Noun(name=("sorting_id", "name"), quiet=("position",), texts=("note",), inside=(("note", LINKS),)),
        "card": Noun(same=("sorting_id", "code_id", "coding_id"), quiet=("position",)),
        # Two coders' summaries of one cell are both kept, side by side; a coder's own two are one.
        "summary": Noun(
            same=("participant_id", "place_id", "code_id", "coder_id"), quiet=("made_at", "changed_at", "basis"), texts=("text",)
        ),
        "suggesting": Noun(same=("code_id", "coder_id"), quiet=("since",)),
        "suggestion": Noun(quiet=("coding_id",)),
        "merged_step": Noun(UNION),
        "alias": Noun(UNION),
        "merge_choice": Noun(LOCAL),
    }
)
"""Every data table, with the decision how it merges."""


def quiet(table: str) -> tuple[str, ...]:
    """The fields of a table about which nobody is asked."""
    return NOUNS[table].quiet


def as_key(value: Value) -> Value:
    """A value for comparing: names differ by more than case."""
    return value.casefold() if isinstance(value, str) else value


def key_of(table: Table, columns: tuple[str, ...]) -> Callable[[Row], tuple[Value, ...]]:
    """A function that picks these columns of a row, made comparable."""
    places = [table.columns.index(column) for column in columns]
    names = {place for place in places if table.columns[place] in ("name", "label")}
    return lambda row: tuple(as_key(row[place]) if place in names else row[place] for place in places)


def free_name(name: str, taken: list[str]) -> str:
    """`name`, or `name (2)` and so on when it is taken."""
    number, free = 1, name
    while any(same_name(free, other) for other in taken):
        number += 1
        free = f"{name} ({number})"
    return free


def count_words(table: str, n: int) -> str:
    """`1 coding`, `12 codings`: a number of rows of a table as a person says it."""
    if table == "project":
        return n_("{n} project name", "{n} project names", n)
    counts = {
        "coder": n_("{n} coder", "{n} coders", n),
        "place": n_("{n} place", "{n} places", n),
        "participant_group": n_("{n} group", "{n} groups", n),
        "wave": n_("{n} wave", "{n} waves", n),
        "attribute": n_("{n} attribute", "{n} attributes", n),
        "participant": n_("{n} participant", "{n} participants", n),
        "attribute_value": n_("{n} attribute value", "{n} attribute values", n),
        "target": n_("{n} sampling target", "{n} sampling targets", n),
        "document": n_("{n} document", "{n} documents", n),
        "speaker": n_("{n} speaker", "{n} speakers", n),
        "turn": n_("{n} turn", "{n} turns", n),
        "code": n_("{n} code", "{n} codes", n),
        "coding": n_("{n} coding", "{n} codings", n),
        "rejection": n_("{n} rejected passage", "{n} rejected passages", n),
        "fully_coded": n_("{n} mark of a fully coded document", "{n} marks of fully coded documents", n),
        "memo": n_("{n} memo", "{n} memos", n),
        "codebook_version": n_("{n} named version of the codebook", "{n} named versions of the codebook", n),
        "branch_owner": n_("{n} owner of a branch", "{n} owners of branches", n),
        "coding_review": n_("{n} mark of a coding looked at again", "{n} marks of codings looked at again", n),
        "decision": n_("{n} decided difference between coders", "{n} decided differences between coders", n),
        "coding_sample": n_("{n} sample for a second coder", "{n} samples for second coders", n),
        "coding_sample_document": n_("{n} sampled document", "{n} sampled documents", n),
        "star": n_("{n} star", "{n} stars", n),
        "saved_query": n_("{n} saved question", "{n} saved questions", n),
        "sorting": n_("{n} table of sorted cards", "{n} tables of sorted cards", n),
        "pile": n_("{n} pile of cards", "{n} piles of cards", n),
        "card": n_("{n} sorted card", "{n} sorted cards", n),
        "summary": n_("{n} summary of a case", "{n} summaries of cases", n),
        "suggesting": n_("{n} code with suggestions", "{n} codes with suggestions", n),
        "suggestion": n_("{n} answered suggestion", "{n} answered suggestions", n),
        "merged_step": n_("{n} step of their history", "{n} steps of their history", n),
        "alias": n_("{n} note of what is one thing", "{n} notes of what is one thing", n),
        "merge_choice": n_("{n} decision", "{n} decisions", n),
    }
    return counts[table]


def noun(table: str) -> str:
    """What a person calls one row of a table."""
    nouns = {
        "project": _("the project"),
        "coder": _("the coder"),
        "place": _("the place"),
        "participant_group": _("the group"),
        "wave": _("the wave"),
        "attribute": _("the attribute"),
        "participant": _("the participant"),
        "attribute_value": _("the value of"),
        "target": _("the sampling target of"),
        "document": _("the document"),
        "speaker": _("the speaker"),
        "turn": _("a turn in"),
        "code": _("the code"),
        "coding": _("a coding with"),
        "rejection": _("a rejected passage of"),
        "fully_coded": _("the mark “fully coded” of"),
        "memo": _("a memo on"),
        "codebook_version": _("the version of the codebook"),
        "branch_owner": _("the ownership of"),
        "coding_review": _("the mark “looked at again” on"),
        "decision": _("what was decided about"),
        "coding_sample": _("a sample for"),
        "coding_sample_document": _("the sampled document"),
        "star": _("the star of"),
        "saved_query": _("the saved question"),
        "sorting": _("the table of sorted cards"),
        "pile": _("the pile"),
        "card": _("the card of"),
        "summary": _("a summary of"),
        "suggesting": _("the wish for suggestions of"),
        "suggestion": _("an answered suggestion of"),
        "merged_step": _("the step"),
        "alias": _("the note on"),
        "merge_choice": _("the decision about"),
    }
    return nouns[table]


def field_words(column: str) -> str:
    """What a person calls a field."""
    known = {
        "parent_id": _("where it stands"),
        "color": _("colour"),
        "key": _("key"),
        "initials": _("initials"),
        "position": _("place in the order"),
        "name": _("name"),
        "label": _("label"),
        "brief": _("brief definition"),
        "full_definition": _("full definition"),
        "when_to_use": _("when to use"),
        "when_not_to_use": _("when not to use"),
        "example": _("example"),
        "place_id": _("place"),
        "group_id": _("group"),
        "wave_id": _("wave"),
        "participant_id": _("who it is"),
        "speaker_id": _("who speaks"),
        "interviewer": _("interviewer or not"),
        "span_start": _("beginning"),
        "span_end": _("end"),
        "code_id": _("code"),
        "coder_id": _("coder"),
        "document_id": _("document"),
        "coding_id": _("coding"),
        "attribute_id": _("attribute"),
        "sample_id": _("sample"),
        "start_ms": _("time it begins"),
        "end_ms": _("time it ends"),
        "value": _("value"),
        "wanted": _("number wanted"),
        "text": _("text"),
        "kind": _("kind"),
        "verdict": _("verdict"),
        "kept_id": _("who was followed"),
        "note": _("note"),
        "asked": _("what it asks"),
        "workspace": _("workspace"),
        "pile_id": _("pile"),
        "sorting_id": _("table of cards"),
        "held_on": _("day of the interview"),
        "language": _("language"),
    }
    return known.get(column, column)
