"""What merge knows of each noun beyond its columns: which rows are one thing, which fields nobody argues about, what to call them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from qcoder.domain.codes import same_name
from qcoder.project.read.whole import Row, Table, Value
from qcoder.words import _, n_

SAME: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "place": ("parent_id", "name"),
        "participant_group": ("name",),
        "wave": ("name",),
        "attribute": ("name",),
        "participant": ("name",),
        "attribute_value": ("participant_id", "attribute_id"),
        "target": ("place_id", "group_id"),
        "document": ("name", "text_hash"),
        "speaker": ("document_id", "label"),
        "turn": ("document_id", "span_start", "span_end"),
        "code": ("parent_id", "name"),
        "coding": ("document_id", "code_id", "coder_id", "span_start", "span_end"),
        "rejection": ("document_id", "code_id", "coder_id", "span_start", "span_end"),
        "fully_coded": ("document_id", "coder_id"),
        "memo": ("document_id", "code_id", "coding_id", "participant_id", "coder_id", "text"),
        "codebook_version": ("name", "content"),
        "branch_owner": ("code_id", "coder_id"),
        "coding_review": ("coding_id", "coder_id"),
    }
)
"""Rows made on both sides that are one thing when these columns are equal. Coders are not among them: a name is not a person."""

ASIDE: tuple[str, ...] = ("project", "coder")
"""Tables whose rows are one thing only when their ids are."""

QUIET: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "coder": ("color", "initials"),
        "place": ("position",),
        "participant_group": ("position",),
        "wave": ("position",),
        "attribute": ("position",),
        "document": ("made_at", "source", "words"),
        "turn": ("words", "lead"),
        "code": ("position", "color", "key"),
        "coding": ("origin", "made_at"),
        "rejection": ("passage", "made_at"),
        "memo": ("made_at", "changed_at"),
        "codebook_version": ("made_at",),
        "branch_owner": ("since",),
        "coding_review": ("made_at",),
    }
)
"""Fields about which nobody is asked: where both sides changed them, mine stays."""

NAMED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"code": ("parent_id",), "document": (), "participant": (), "place": ("parent_id",)}
)
"""Tables in which a name may occur once only, within rows that share these columns."""


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
    }
    return nouns[table]


def field_words(column: str) -> str:
    """What a person calls a field."""
    known = {
        "parent_id": _("where it stands"),
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
        "value": _("value"),
        "wanted": _("number wanted"),
        "text": _("text"),
        "kind": _("kind"),
    }
    return known.get(column, column)
