"""What the person has chosen to compare, and how that stays sensible while the project changes beneath it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qcoder.analysis.compare import Count, RowSpec, row_of_code, rows_of_branch
from qcoder.domain.codes import CodeTree
from qcoder.project.read import Reader
from qcoder.words import _


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows are the codes under `branch` (None: the families) down to `depth` levels, unless codes are `picked` by hand.

    `columns` names no, one or two variables; `coder_ids` None means everybody.
    """

    branch: int | None = None
    depth: int = 1
    picked: frozenset[int] = frozenset()
    columns: tuple[str, ...] = ()
    count: Count = Count.PARTICIPANTS
    coder_ids: frozenset[int] | None = None

    def rows(self, tree: CodeTree) -> tuple[RowSpec, ...]:
        """The rows, in the order of the codebook."""
        if self.picked:
            return tuple(row_of_code(tree, code.id) for _depth, code in tree.walk() if code.id in self.picked)
        return rows_of_branch(tree, self.branch, self.depth)

    def title(self, tree: CodeTree) -> str:
        """What the rows are, as a heading."""
        if self.picked:
            return _("Chosen codes")
        return _("All families") if self.branch is None else tree.by_id[self.branch].name

    def fitted(self, tree: CodeTree, variables: Sequence[str], coder_ids: Sequence[int]) -> "Choice":
        """The same without what is no longer there."""
        coders = None if self.coder_ids is None else self.coder_ids.intersection(coder_ids) or None
        return replace(
            self,
            branch=self.branch if self.branch in tree.by_id else None,
            picked=self.picked.intersection(tree.by_id),
            columns=tuple(name for name in self.columns if name in variables),
            coder_ids=coders,
        )


def variable_label(name: str) -> str:
    """The name of a variable as a person reads it; attributes carry their own."""
    return {"locality": _("locality"), "group": _("group"), "wave": _("wave"), "school": _("school")}.get(name, name)


def count_label(count: Count) -> str:
    """What is counted, in few words."""
    return {
        Count.PARTICIPANTS: _("participants who said it"),
        Count.DOCUMENTS: _("documents"),
        Count.CODINGS: _("passages"),
        Count.WORDS: _("words"),
        Count.RATE: _("passages per 1,000 words"),
    }[count]


def usable_variables(read: Reader) -> list[str]:
    """What can be chosen for columns in this project: the parts of the design that have something in them, and every attribute."""
    study = read.study
    places = study.places()
    there = {
        "locality": bool(places),
        "group": bool(study.groups()),
        "wave": bool(study.waves()),
        "school": any(place.parent_id is not None for place in places),
    }
    return [*(name for name, some in there.items() if some), *(attribute.name for attribute in study.attributes())]


def first_choice(read: Reader, tree: CodeTree, variables: Sequence[str]) -> Choice:
    """Where to begin: the family that is used most, by locality."""
    counts = read.codes.counts()
    families = [code for code in tree.children(None) if tree.children(code.id)]
    branch = max(families, key=lambda family: sum(counts.get(id_, 0) for id_ in tree.branch(family.id)), default=None)
    return Choice(branch=None if branch is None else branch.id, columns=tuple(variables[:1]))
