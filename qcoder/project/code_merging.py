"""What merging codes into one would do, before it is done: the same answer that the change then carries out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qcoder.domain.codes import FIELDS, Code, CodeTree
from qcoder.domain.codings import Coding
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.merging import Wording, joined
from qcoder.project.read import Reader
from qcoder.words import _


@dataclass(frozen=True, slots=True)
class MergeOutlook:
    """Codes that go, the one that stays, and what moves between them.

    `codings` of the codes that go; `twins`: coding -> the coding on exactly the same passage by the same coder with which it becomes one;
    `memos` about the codes that go; `subcodes` that come under the one that stays; `key` that it has then.
    """

    codes: tuple[Code, ...]
    into: Code
    codings: tuple[Coding, ...]
    twins: Mapping[int, int]
    memos: int
    subcodes: tuple[Code, ...]
    key: str
    freed: tuple[str, ...]
    rejections: int

    def texts(self, field: str) -> tuple[str, str]:
        """(what the one that stays says in a field, what the others say that it does not)."""
        ours = getattr(self.into, field)
        return ours, joined("", *(getattr(code, field) for code in self.codes if getattr(code, field).strip() not in ours))

    def text(self, field: str, wording: Wording) -> str:
        """What the field says afterwards."""
        ours, theirs = self.texts(field)
        if not theirs.strip() or wording is Wording.KEPT:
            return str(ours)
        return theirs if wording is Wording.TAKEN or not ours.strip() else joined(ours, theirs)

    @property
    def differing(self) -> tuple[str, ...]:
        """The fields in which both sides say something, and not the same."""
        return tuple(field for field in FIELDS if all(text.strip() for text in self.texts(field)))


def merge_outlook(read: Reader, code_ids: Sequence[int], into_id: int) -> MergeOutlook:
    """Work out a merge; raises KnownError with the reason where it cannot be."""
    tree = read.codes.tree()
    for code_id in (*code_ids, into_id):
        if code_id not in tree.by_id:
            raise KnownError(_("That code is no longer in the project."))
    codes = [tree.by_id[code_id] for code_id in dict.fromkeys(code_ids)]
    into = tree.by_id[into_id]
    for code in codes:
        if into.id in tree.branch(code.id):
            raise KnownError(_("“{name}” cannot be merged into itself or one of its own subcodes.").format(name=code.name))
    subcodes = tuple(_subcodes(tree, codes, into))
    codings = tuple(coding for code in codes for coding in read.codings.of_codes([code.id]))
    keys = [code.key for code in codes if code.key]
    key = into.key or (keys[0] if keys else "")
    return MergeOutlook(
        tuple(codes),
        into,
        codings,
        _twins(read.codings.of_codes([into.id]), codings),
        sum(len(read.memos.of(Subject.CODE, code.id)) for code in codes),
        subcodes,
        key,
        tuple(other for other in keys if other != key),
        sum(len(read.codings.rejections(code.id)) for code in codes),
    )


def _subcodes(tree: CodeTree, codes: Sequence[Code], into: Code) -> Iterator[Code]:
    """What comes under the one that stays, in order; raises KnownError where two would have one name."""
    gone = {code.id for code in codes}
    there = CodeTree(other for other in tree.by_id.values() if other.id not in gone)
    for code in codes:
        for child in tree.children(code.id):
            if child.id not in gone:
                there.check_place(child.id, child.name, into.id)
                there = CodeTree([*there.by_id.values(), Code(child.id, child.name, into.id)])
                yield child


def _twins(kept: Iterator[Coding], coming: Sequence[Coding]) -> dict[int, int]:
    first = {(c.document_id, c.coder_id, c.span): c.id for c in kept}
    found: dict[int, int] = {}
    for coding in coming:
        stays = first.setdefault((coding.document_id, coding.coder_id, coding.span), coding.id)
        if stays != coding.id:
            found[coding.id] = stays
    return found
