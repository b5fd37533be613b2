"""What the person asks for: a query or codes with codes, and where; one frozen value."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from qcoder.analysis.code_queries import Relation
from qcoder.analysis.finding import CodesAsked, CodeSearch, Frames, Search, TextSearch, Where, Whose
from qcoder.analysis.query import Options
from qcoder.domain.codes import CodeTree
from qcoder.project.search import SearchIndex
from qcoder.words import _

WHOLE_WORDS = Options(whole_words=True)
"""How it is looked unless somebody chooses otherwise."""
UNCODED = "uncoded"
"""Stands among chosen codes for text that carries none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`codes`, `a` and `b` are the codes as ticked; those beneath them are meant as well."""

    by_codes: bool = False
    text: str = ""
    options: Options = WHOLE_WORDS
    whose: Whose = Whose.EVERYBODY
    labels: frozenset[Hashable] = frozenset()
    groups: frozenset[Hashable] = frozenset()
    localities: frozenset[Hashable] = frozenset()
    waves: frozenset[Hashable] = frozenset()
    documents: frozenset[Hashable] = frozenset()
    codes: frozenset[Hashable] = frozenset()
    a: frozenset[Hashable] = frozenset()
    b: frozenset[Hashable] = frozenset()
    relation: Relation = Relation.OVERLAPS
    within_turns: int = 2

    @property
    def is_empty(self) -> bool:
        """True while there is nothing to look for."""
        return not (self.a and self.b) if self.by_codes else not self.text.strip()

    @property
    def depends_on_codings(self) -> bool:
        """True if other codings may mean other places."""
        return self.by_codes or bool(self.codes)

    def where(self, tree: CodeTree) -> Where:
        """Where it is looked."""
        return Where(
            whose=self.whose,
            labels=frozenset(map(str, self.labels)),
            groups=_ids(self.groups),
            localities=_ids(self.localities),
            waves=_ids(self.waves),
            documents=_ids(self.documents),
            codes=branches(tree, self.codes),
            uncoded=UNCODED in self.codes,
        )

    def search(self, tree: CodeTree, index: SearchIndex, frames: Frames) -> Search:
        """The search for it; raises KnownError for what makes no sense."""
        if self.by_codes:
            codes = CodesAsked(branches(tree, self.a), branches(tree, self.b), self.relation, self.within_turns)
            return CodeSearch(codes, self.where(tree), frames)
        options = replace(self.options, whole_words=self.options.whole_words and not self.options.regex)
        return TextSearch(self.text, options, self.where(tree), index, frames)

    def fitted(self, tree: CodeTree, documents: frozenset[int]) -> "Asked":
        """The same without codes and documents that are gone."""
        there: frozenset[Hashable] = frozenset({*tree.by_id, UNCODED})
        return replace(
            self, codes=self.codes & there, a=self.a & there, b=self.b & there, documents=self.documents & frozenset[Hashable](documents)
        )

    def title(self, tree: CodeTree) -> str:
        """What it is called in an export."""
        if not self.by_codes:
            return self.text.strip()
        return " ".join((named(tree, self.a), relation_label(self.relation), named(tree, self.b)))


def _ids(values: frozenset[Hashable]) -> frozenset[int]:
    return frozenset(value for value in values if isinstance(value, int))


def branches(tree: CodeTree, roots: frozenset[Hashable]) -> frozenset[int]:
    """The ids of these codes and all beneath them."""
    return frozenset[int]().union(*(tree.branch(root) for root in _ids(roots) if root in tree.by_id))


def named(tree: CodeTree, roots: frozenset[Hashable]) -> str:
    """The codes by name."""
    return ", ".join(sorted(tree.by_id[root].name for root in _ids(roots) if root in tree.by_id))


def relation_label(relation: Relation) -> str:
    """How a relation reads between the names of two codes."""
    return {
        Relation.AND: _("and also (text that carries both)"),
        Relation.OR: _("or"),
        Relation.NOT: _("not together with"),
        Relation.OVERLAPS: _("overlapping with"),
        Relation.WITHIN: _("within"),
        Relation.CONTAINS: _("containing"),
        Relation.FOLLOWED_BY: _("followed by"),
        Relation.SAME_PARTICIPANT: _("by somebody who also has"),
    }[relation]
