"""A branch of one codebook beside another codebook: which codes meet, which would be new, and what differs."""

from collections.abc import Iterable
from dataclasses import dataclass

from qcoder.domain.codes import FIELDS, Code, CodeTree, same_name


@dataclass(frozen=True, slots=True)
class Meeting:
    """A code that comes, and the code that it meets here (None: it is new). `path` is its path where it comes from.

    `differs` names the fields in which both say something, and not the same; `fills` those that are empty here.
    """

    code: Code
    path: str
    here: Code | None
    differs: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()


def branch_with_parents(tree: CodeTree, code_ids: Iterable[int]) -> tuple[Code, ...]:
    """Codes with all that stands under them and all that they stand under, parents first, in the order of the tree."""
    wanted: set[int] = set()
    for code_id in code_ids:
        wanted |= tree.branch(code_id) | {above.id for above in tree.ancestors(code_id)}
    return tuple(code for _depth, code in tree.walk() if code.id in wanted)


def meet(here: CodeTree, coming: Iterable[Code]) -> tuple[Meeting, ...]:
    """Find for every code that comes, parents first, the one here that it is.

    That is the code with its id, wherever it stands and whatever it is called by now, since ids are unique across files; else the one of
    its name under the code that its parent met.
    """
    codes = list(coming)
    taken = {code.id for code in codes if code.id in here.by_id}
    tree = CodeTree(codes)
    met: dict[int, Code | None] = {}
    found: list[Meeting] = []
    for code in codes:
        known = here.by_id.get(code.id)
        if known is None and (code.parent_id is None or met.get(code.parent_id) is not None):
            parent = None if code.parent_id is None else met[code.parent_id]
            siblings = here.children(None if parent is None else parent.id)
            known = next((other for other in siblings if other.id not in taken and same_name(other.name, code.name)), None)
            taken.update(() if known is None else (known.id,))
        met[code.id] = known
        found.append(_compared(code, tree.path(code.id), known))
    return tuple(found)


def _compared(code: Code, path: str, here: Code | None) -> Meeting:
    if here is None:
        return Meeting(code, path, None)
    texts = {field: (str(getattr(here, field)).strip(), str(getattr(code, field)).strip()) for field in ("name", *FIELDS)}
    differs = tuple(field for field, (ours, theirs) in texts.items() if ours and theirs and ours != theirs)
    return Meeting(code, path, here, differs, tuple(field for field, (ours, theirs) in texts.items() if theirs and not ours))
