"""Scope: which coders, codes and documents agreement is about; the same rules for all its figures."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.domain.people import Coder
from qcoder.project.read import Reader
from qcoder.words import _

CodingRow = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Listed:
    """One code of the list, and all ids that count for it."""

    id: int
    path: str
    branch: frozenset[int]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is compared. `rows` are the codings of these coders in these documents, of any code: (code, document, start, end, coder)."""

    coders: tuple[Coder, ...]
    codes: tuple[Listed, ...]
    documents: tuple[int, ...]
    left_out: tuple[int, ...]
    documents_rule: str
    rows: tuple[CodingRow, ...]


def scope(read: Reader, coder_ids: Sequence[int], code_ids: Collection[int] | None, document_ids: Collection[int] | None) -> Scope:
    """Find out what can be compared; raises KnownError when that is nothing."""
    coders = _coders(read, coder_ids)
    codes = _codes(read.codes.tree(), code_ids)
    rows = read.codings.table(None, coder_ids)
    names = [coder.id for coder in coders]
    documents, left_out, rule = _documents(read, names, rows, document_ids)
    if not documents:
        raise KnownError(
            _(
                "There is no document that {names} have all worked on, so there is nothing to compare; code one by all of them first."
            ).format(names=_and(coder.name for coder in coders))
        )
    inside = set(documents)
    return Scope(coders, codes, documents, left_out, rule, tuple(row for row in rows if row[1] in inside))


def _coders(read: Reader, coder_ids: Sequence[int]) -> tuple[Coder, ...]:
    there = {coder.id: coder for coder in read.study.coders()}
    if any(coder_id not in there for coder_id in coder_ids):
        raise KnownError(_("One of these coders is no longer in the project; choose again."))
    wanted = tuple(there[coder_id] for coder_id in dict.fromkeys(coder_ids))
    if len(wanted) < 2:
        raise KnownError(_("Agreement needs at least two different coders; choose another one."))
    return wanted


def _codes(tree: CodeTree, code_ids: Collection[int] | None) -> tuple[Listed, ...]:
    if code_ids is not None and any(code_id not in tree.by_id for code_id in code_ids):
        raise KnownError(_("One of these codes is no longer in the project; choose again."))
    wanted = [code.id for _depth, code in tree.walk()] if code_ids is None else list(dict.fromkeys(code_ids))
    if not wanted:
        raise KnownError(_("There is no code to compare; add codes to the codebook or choose some."))
    return tuple(Listed(code_id, tree.path(code_id), frozenset(tree.branch(code_id))) for code_id in wanted)


def _documents(
    read: Reader, coder_ids: Sequence[int], rows: Sequence[CodingRow], document_ids: Collection[int] | None
) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """The documents that all coders have worked on, those asked for that they have not, and the rule.

    Marks of "fully coded" are the better evidence, since they also tell a document in which nothing was found from one that
    was not opened yet. Where there are none, a coding is taken as evidence.
    """
    everything = [document.id for document in read.documents.all()]
    asked = everything if document_ids is None else [id_ for id_ in everything if id_ in set(document_ids)]
    marks = read.documents.fully_coded()
    marked = [id_ for id_ in asked if marks.get(id_, set()).issuperset(coder_ids)]
    touched = {(document, coder) for _code, document, _start, _end, coder in rows}
    worked = [id_ for id_ in asked if all(coder in marks.get(id_, ()) or (id_, coder) in touched for coder in coder_ids)]
    if marked:
        chosen, rule = marked, _("Documents are those that every one of these coders has marked as fully coded.")
    else:
        chosen = worked
        rule = _(
            "No document is marked as fully coded by all of these coders, so documents are those in which each has coded something"
            " or which they have marked."
        )
    # By id and not by name: a renamed document must not change what resampling draws.
    inside = set(chosen)
    return tuple(sorted(inside)), tuple(id_ for id_ in asked if id_ not in inside), rule


def _and(names: Iterable[str]) -> str:
    listed = list(names)
    return _("{first} and {last}").format(first=", ".join(listed[:-1]), last=listed[-1])
