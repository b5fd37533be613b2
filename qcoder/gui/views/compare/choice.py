"""What the person has chosen to compare, and how that stays sensible while the project changes beneath it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qcoder.analysis.compare import Count, RowSpec, Together, combination, row_of_code, rows_of_branch
from qcoder.analysis.scope import Scope
from qcoder.domain.codes import CodeTree
from qcoder.project.read import Reader
from qcoder.words import _, n_

Both = tuple[int, int, Together]
"""Two codes that make a row together."""
Labels = tuple[str, ...]


class Order(StrEnum):
    """How rows are ordered."""

    CODEBOOK = "codebook"
    TOTAL = "total"
    P = "p"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows are the codes under `branch` (None: the families) down to `depth` levels, unless codes are `picked` by hand or `both` combined.

    `columns` names no, one or two variables; `coder_ids` None means everybody; `agreed_by`, `where`, `fully_coded` and `suggestions` are
    those of Scope. `difference` names two columns by their labels.
    """

    branch: int | None = None
    depth: int = 1
    picked: frozenset[int] = frozenset()
    columns: tuple[str, ...] = ()
    count: Count = Count.PARTICIPANTS
    coder_ids: frozenset[int] | None = None
    both: tuple[Both, ...] = ()
    agreed_by: int = 1
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    fully_coded: bool = False
    suggestions: bool = True
    margins: bool = False
    difference: tuple[Labels, Labels] | None = None
    order: Order = Order.CODEBOOK

    def rows(self, tree: CodeTree) -> tuple[RowSpec, ...]:
        """The rows, in the order of the codebook; combinations last."""
        together = tuple(combination(row_of_code(tree, one), row_of_code(tree, two), how) for one, two, how in self.both)
        if self.picked:
            return (*(row_of_code(tree, code.id) for _depth, code in tree.walk() if code.id in self.picked), *together)
        return together or rows_of_branch(tree, self.branch, self.depth)

    @property
    def scope(self) -> Scope:
        """What of the study is looked at."""
        return Scope(self.coder_ids, self.agreed_by, self.where, self.fully_coded, self.suggestions)

    def title(self, tree: CodeTree) -> str:
        """What the rows are, as a heading."""
        if self.both:
            return _("Chosen codes and combinations") if self.picked else _("Combinations of codes")
        if self.picked:
            return _("Chosen codes")
        return _("All families") if self.branch is None else tree.by_id[self.branch].name

    def fitted(self, tree: CodeTree, variables: Sequence[str], coder_ids: Sequence[int]) -> "Choice":
        """The same without what is no longer there."""
        coders = None if self.coder_ids is None else self.coder_ids.intersection(coder_ids) or None
        columns = tuple(name for name in self.columns if name in variables)
        return replace(
            self,
            branch=self.branch if self.branch in tree.by_id else None,
            picked=self.picked.intersection(tree.by_id),
            both=tuple(pair for pair in self.both if pair[0] in tree.by_id and pair[1] in tree.by_id),
            columns=columns,
            coder_ids=coders,
            agreed_by=min(self.agreed_by, max(len(coder_ids) if coders is None else len(coders), 1)),
            where=tuple(pair for pair in self.where if pair[0] in (*variables, "speaker")),
            difference=self.difference if columns == self.columns else None,
        )

    def narrowed(self) -> int:
        """How many things narrow what is looked at, coders apart."""
        return len(self.where) + self.fully_coded + (not self.suggestions) + (self.agreed_by > 1)

    def narrowed_words(self) -> str:
        """The same in few words."""
        found = [f"{variable_label(name)}: {', '.join(sorted(labels))}" for name, labels in self.where]
        if self.agreed_by > 1:
            found.append(n_("agreed by {n} coder", "agreed by {n} coders", self.agreed_by))
        if self.fully_coded:
            found.append(_("fully coded"))
        if not self.suggestions:
            found.append(_("without suggestions"))
        return "; ".join(found) or _("everything")


def variable_label(name: str) -> str:
    """The name of a variable as a person reads it; attributes carry their own."""
    known = {"locality": _("locality"), "group": _("group"), "wave": _("wave"), "school": _("school"), "speaker": _("speaker")}
    return known.get(name, name)


def count_label(count: Count) -> str:
    """What is counted, in few words."""
    return {
        Count.PARTICIPANTS: _("participants who said it"),
        Count.DOCUMENTS: _("documents"),
        Count.CODINGS: _("passages"),
        Count.WORDS: _("words"),
        Count.SHARE: _("share of words"),
        Count.RATE: _("passages per 1,000 words"),
        Count.MEAN: _("passages per participant"),
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


MOST_SPEAKERS = 60
"""With more labels of speakers than this nobody is asked to tick among them."""


def values_to_narrow(read: Reader, variables: Sequence[str]) -> list[tuple[str, list[str]]]:
    """By which values of what one can narrow: every variable with its values, and the labels of speakers who are participants."""
    from qcoder.analysis.columns import variable

    found = [(name, [*variable(read, name).labels, _("not stated")]) for name in variables]
    labels = {speaker.label for speaker in read.documents.speakers() if speaker.participant_id is not None and not speaker.interviewer}
    if 1 < len(labels) <= MOST_SPEAKERS:
        found.append(("speaker", sorted(labels, key=str.casefold)))
    return found
