"""What the person asks of Find: words, codes with codes, or a list of words, and where; one frozen value, which can be kept as JSON."""

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from qcoder.analysis.code_queries import Relation
from qcoder.analysis.finding import CodesAsked, CodeSearch, Frames, Search, TextSearch, Where, Whose
from qcoder.analysis.query import Options
from qcoder.domain.codes import CodeTree
from qcoder.project.read import Reader
from qcoder.project.search import SearchIndex
from qcoder.words import _

WORKSPACE = "find"
"""Under this name Find's questions are kept."""
WHOLE_WORDS = Options(whole_words=True)
"""How it is looked unless somebody chooses otherwise."""
UNCODED = "uncoded"
"""Stands among chosen codes for text that carries none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`codes`, `a` and `b` are the codes as ticked; those beneath them are meant as well. `listing`: a list of words is wanted."""

    by_codes: bool = False
    listing: bool = False
    text: str = ""
    options: Options = WHOLE_WORDS
    whose: Whose = Whose.EVERYBODY
    labels: frozenset[Hashable] = frozenset()
    groups: frozenset[Hashable] = frozenset()
    localities: frozenset[Hashable] = frozenset()
    waves: frozenset[Hashable] = frozenset()
    attributes: frozenset[Hashable] = frozenset()
    documents: frozenset[Hashable] = frozenset()
    codes: frozenset[Hashable] = frozenset()
    a: frozenset[Hashable] = frozenset()
    b: frozenset[Hashable] = frozenset()
    relation: Relation = Relation.OVERLAPS
    within_turns: int = 2

    @property
    def is_empty(self) -> bool:
        """True while there is nothing to look for."""
        if self.listing:
            return False
        return not (self.a and self.b) if self.by_codes else not self.text.strip()

    @property
    def is_limited(self) -> bool:
        """True if it is not looked everywhere."""
        return self.whose is not Whose.EVERYBODY or any(getattr(self, name) for name in _LIMITS)

    @property
    def depends_on_codings(self) -> bool:
        """True if other codings may mean other places."""
        return (self.by_codes and not self.listing) or bool(self.codes)

    def where(self, tree: CodeTree) -> Where:
        """Where it is looked."""
        return Where(
            whose=self.whose,
            labels=frozenset(map(str, self.labels)),
            groups=_ids(self.groups),
            localities=_ids(self.localities),
            waves=_ids(self.waves),
            attributes=frozenset((str(one[0]), str(one[1])) for one in self.attributes if isinstance(one, tuple)),
            documents=_ids(self.documents),
            codes=branches(tree, self.codes),
            uncoded=UNCODED in self.codes,
        )

    def search(self, tree: CodeTree, index: SearchIndex | None, frames: Frames | None = None) -> Search:
        """The search for it; raises KnownError for what makes no sense."""
        if self.by_codes:
            codes = CodesAsked(branches(tree, self.a), branches(tree, self.b), self.relation, self.within_turns)
            return CodeSearch(codes, self.where(tree), frames)
        options = replace(self.options, whole_words=self.options.whole_words and not self.options.regex)
        return TextSearch(self.text, options, self.where(tree), index, frames)

    def fitted(self, there: "There") -> "Asked":
        """The same without what is gone."""
        return replace(self, **{name: getattr(self, name) & there.values[name] for name in there.values})

    def title(self, tree: CodeTree) -> str:
        """What it is called in an export."""
        if not self.by_codes:
            return self.text.strip()
        return " ".join((named(tree, self.a), relation_label(self.relation), named(tree, self.b)))


_LIMITS = ("labels", "groups", "localities", "waves", "attributes", "documents", "codes")
_KEYS = {
    "labels": "speaker_labels",
    "groups": "groups",
    "localities": "places",
    "waves": "waves",
    "attributes": "attributes",
    "documents": "documents",
    "codes": "codes",
    "a": "a_codes",
    "b": "b_codes",
}
"""Field -> its key in JSON; the ends of the keys say of what they hold ids, so that a merge can follow them."""


@dataclass(frozen=True, slots=True)
class There:
    """What the project has now: field of Asked -> its values; and the names of those that have an id."""

    values: Mapping[str, frozenset[Hashable]]
    names: Mapping[int, str]


def there_is(read: Reader) -> There:
    """What can be chosen now."""
    tree = read.codes.tree()
    documents, groups, waves = read.documents.all(), read.study.groups(), read.study.waves()
    places = [place for place in read.study.places() if place.parent_id is None]
    codes: frozenset[Hashable] = frozenset(tree.by_id)
    values: dict[str, frozenset[Hashable]] = {
        "labels": frozenset(read.documents.speaker_labels()),
        "groups": frozenset(group.id for group in groups),
        "localities": frozenset(place.id for place in places),
        "waves": frozenset(wave.id for wave in waves),
        "attributes": frozenset(attribute_values(read)),
        "documents": frozenset(document.id for document in documents),
        "codes": codes | {UNCODED},
        "a": codes,
        "b": codes,
    }
    pairs: list[tuple[int, str]] = [(code.id, code.name) for code in tree.by_id.values()]
    pairs += [(document.id, document.name) for document in documents]
    pairs += [(group.id, group.name) for group in groups]
    pairs += [(wave.id, wave.name) for wave in waves]
    pairs += [(place.id, place.name) for place in places]
    return There(values, dict(pairs))


def attribute_values(read: Reader) -> list[tuple[str, str]]:
    """Every (attribute, value) that participants have, attributes in their order and values by the alphabet."""
    found = sorted(read.study.attribute_values(), key=lambda one: (one[0], one[1], one[2].casefold(), one[2]))
    return [(name, value) for _rank, name, value in found]


# -- kept under a name -------------------------------------------------------------------------------------------------------


def to_json(asked: Asked, names: Mapping[int, str]) -> str:
    """The question as a JSON object; `names` of what it names by id go with it, to be said when those are gone."""
    kept: dict[str, Any] = {}
    plain = Asked()
    for field in fields(asked):
        value = getattr(asked, field.name)
        if field.name in _KEYS:
            if value:
                kept[_KEYS[field.name]] = [list(one) if isinstance(one, tuple) else one for one in sorted(value, key=str)]
        elif field.name == "options":
            kept["options"] = {option.name: getattr(value, option.name) for option in fields(value)}
        elif value != getattr(plain, field.name):
            kept[field.name] = value
    ids = {one for name in _KEYS for one in getattr(asked, name) if isinstance(one, int)}
    if ids:
        kept["names"] = {str(one): names[one] for one in sorted(ids) if one in names}
    return json.dumps(kept, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Restored:
    """A kept question as it can be asked now, and the names of what it named and is gone."""

    asked: Asked
    missing: tuple[str, ...]


def from_json(text: str, there: There) -> Restored:
    """Read a kept question; what a later version may have added is passed over, what is gone is left out and named."""
    kept: Any = json.loads(text)
    kept = kept if isinstance(kept, dict) else {}
    asked = Asked()
    for name, kind in (("by_codes", bool), ("listing", bool), ("text", str), ("within_turns", int)):
        if type(kept.get(name)) is kind:
            asked = replace(asked, **{name: kept[name]})
    if kept.get("whose") in set(Whose):
        asked = replace(asked, whose=Whose(kept["whose"]))
    if kept.get("relation") in set(Relation):
        asked = replace(asked, relation=Relation(kept["relation"]))
    options = kept.get("options")
    if isinstance(options, dict):
        known = {field.name for field in fields(Options)}
        asked = replace(asked, options=Options(**{name: bool(value) for name, value in options.items() if name in known}))
    chosen: dict[str, Any] = {name: frozenset(map(_hashable, _items(kept.get(key)))) for name, key in _KEYS.items()}
    asked = replace(asked, **chosen)
    fitted = asked.fitted(there)
    gone = {one: None for name in _KEYS for one in sorted(getattr(asked, name) - getattr(fitted, name), key=str)}
    old = kept.get("names")
    names = old if isinstance(old, dict) else {}
    return Restored(fitted, tuple(_called(one, names) for one in gone))


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _hashable(value: object) -> Hashable:
    return tuple(map(str, value)) if isinstance(value, list) else value if isinstance(value, int | str) else str(value)


def _called(one: Hashable, names: Mapping[str, object]) -> str:
    if isinstance(one, tuple):
        return ": ".join(map(str, one))
    return str(names.get(str(one), "")) or (_("something that has gone") if isinstance(one, int) else str(one))


def missing_sentence(missing: Iterable[str]) -> str:
    """Says that a kept question names what is no longer there; empty when all is."""
    names = [f"“{name}”" for name in missing]
    if not names:
        return ""
    return _("This question also names {names}, no longer in the project; it is asked without.").format(names=", ".join(names))


# -- words for it ------------------------------------------------------------------------------------------------------------


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
