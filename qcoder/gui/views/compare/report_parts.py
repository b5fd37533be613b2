"""What a report is made of: parts as they are kept with the project, and how each becomes tables, pictures and quotes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qcoder.analysis.compare import Comparison
from qcoder.analysis.coverage import Coverage
from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.gui.views.compare.choice import Choice, count_label, usable_variables, variable_label
from qcoder.gui.views.compare.keeping import as_json, described, from_json
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.saturation import Saturation
    from qcoder.analysis.statistics import Statistics
    from qcoder.exporters.report import Part
    from qcoder.gui.views.compare.relating import Found
    from qcoder.gui.widgets.picture import Picture

WORKSPACE = "report"
KINDS = ("heading", "words", "table", "picture", "pairs", "network", "saturation", "quotes")
MOST_QUOTES = 200
MOST_PAIRS = 40


@dataclass(frozen=True, slots=True)
class PartSpec:
    """One part: its kind (of KINDS), its text (a heading, words, or a caption of one's own), and what it asks."""

    kind: str
    text: str = ""
    asked: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report as it is kept."""

    title: str = ""
    authors: str = ""
    parts: tuple[PartSpec, ...] = ()

    def to_json(self) -> str:
        """As it is kept with the project."""
        parts = [{"kind": part.kind, "text": part.text, **({"asked": part.asked} if part.asked else {})} for part in self.parts]
        return json.dumps({"title": self.title, "authors": self.authors, "parts": parts}, ensure_ascii=False)


def read_spec(text: str) -> ReportSpec:
    """The other way; parts of kinds that are not known, as from a later version, are left out."""
    kept = json.loads(text)
    parts = []
    for part in kept.get("parts") or ():
        if isinstance(part, dict) and part.get("kind") in KINDS:
            asked = part.get("asked")
            parts.append(PartSpec(part["kind"], str(part.get("text", "")), asked if isinstance(asked, dict) else {}))
    return ReportSpec(str(kept.get("title", "")), str(kept.get("authors", "")), tuple(parts))


def of_choice(kind: str, choice: Choice, below: int, **more: object) -> PartSpec:
    """A part that asks what a page asks now."""
    return PartSpec(kind, "", {**json.loads(as_json(choice, below, None, datetime.now(UTC))), **more})


def choice_of(part: PartSpec) -> tuple[Choice, int]:
    """What a part asks: the choice, and below how many participants figures are hidden."""
    choice, below, _figures = from_json(json.dumps(part.asked))
    return choice, below


def label(part: PartSpec, tree: CodeTree) -> str:
    """A part as a line in the list."""
    if part.kind in ("heading", "words"):
        words = " ".join(part.text.split()) or _("(empty)")
        return f"{_('Heading') if part.kind == 'heading' else _('Text')}: {words[:80]}"
    if part.kind == "quotes":
        names = [tree.path(id_) for id_ in part.asked.get("codes", ()) if id_ in tree.by_id]
        about = n_("first {n} quote", "first {n} quotes", int(part.asked.get("limit", 5)))
        return _("Quotes: {codes}, {about}").format(codes="; ".join(names) or _("a code that is gone"), about=about)
    choice, _below = choice_of(part)
    kinds = {
        "table": _("Table"), "picture": _("Picture"), "pairs": _("Pairs of codes"), "network": _("Network"), "saturation": _("Saturation"),
    }  # fmt: skip
    return f"{kinds[part.kind]}: {part.text or described(choice, tree)}"


# -- counted on the thread that answers questions -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """A part with what was counted for it; pictures are drawn from it on the window's own thread."""

    part: PartSpec
    comparison: "Comparison | None" = None
    statistics: "Statistics | None" = None
    found: "Found | None" = None
    saturation: "Saturation | None" = None
    quotes: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """All that was counted for a report, how it was done in words, and the signs of the data."""

    spec: ReportSpec
    parts: tuple[Counted, ...]
    tree: CodeTree
    methods: tuple[str, ...]
    digest: str
    project: str
    missing: tuple[str, ...]


def gather(read: Reader, spec: ReportSpec, coverage: Coverage, version: str, progress: Progress) -> Material:
    """Count every part anew; what can no longer be asked is named and left out."""
    from qcoder.analysis.methods import Used, methods
    from qcoder.project.read.digest import data_digest

    tree = read.codes.tree()
    parts, missing = [], []
    for done, part in enumerate(spec.parts):
        progress(done, len(spec.parts) + 1)
        try:
            parts.append(_counted(read, part, tree, coverage, progress))
        except KnownError as error:
            missing.append(f"{label(part, tree)}: {error.sentence}")
    comparisons = [one.comparison for one in parts if one.comparison is not None]
    units = [one.unit for one in comparisons] + [one.found.relations.unit for one in parts if one.found is not None]
    rules = [note for one in parts if one.statistics is not None for note in one.statistics.notes if not note.startswith(_("Difference: "))]
    rules += [
        _("Figures behind which fewer than {n} participants stand are hidden, and others that would give them away.").format(
            n=one.hidden_below
        )
        for one in comparisons
        if one.hidden_below
    ]
    told = methods(read, Used(units, rules), version, coverage)
    return Material(spec, tuple(parts), tree, tuple(told), data_digest(read), read.name(), tuple(missing))


def _counted(read: Reader, part: PartSpec, tree: CodeTree, coverage: Coverage, progress: Progress) -> Counted:
    if part.kind in ("heading", "words"):
        return Counted(part)
    if part.kind == "quotes":
        return Counted(part, quotes=_quotes(read, part, tree))
    choice, below = choice_of(part)
    choice = choice.fitted(tree, usable_variables(read), [coder.id for coder in read.study.coders()])
    if part.kind in ("table", "picture"):
        from qcoder.analysis.statistics import statistics
        from qcoder.gui.views.compare.questions import answer, between

        found = answer(read, choice, coverage, below)
        return Counted(part, found.comparison, statistics(read, found.comparison, coverage, between(found)))
    if part.kind in ("pairs", "network"):
        from qcoder.gui.views.compare.relating import HOW, Asked, find

        how = part.asked.get("how")
        asked = Asked(choice, how if how in HOW else HOW[0], int(part.asked.get("within", 3)), part.asked.get("same_speaker") is True)
        return Counted(part, found=find(read, asked, coverage, below, progress))
    from qcoder.analysis.saturation import saturation

    numbers = {name: int(part.asked.get(name, usual)) for name, usual in (("base", 4), ("run", 2), ("threshold", 5))}
    curve = saturation(
        read, choice.rows(tree), choice.scope, coverage, base=max(numbers["base"], 1), run=max(numbers["run"], 1),
        threshold=min(max(numbers["threshold"], 0), 100) / 100, by_locality=part.asked.get("by_locality") is True,
    )  # fmt: skip
    return Counted(part, saturation=curve)


def _quotes(read: Reader, part: PartSpec, tree: CodeTree) -> tuple[object, ...]:
    from qcoder.project.read.quotes import QuoteFinder

    codes = [id_ for id_ in part.asked.get("codes", ()) if id_ in tree.by_id]
    if not codes:
        raise KnownError(_("its code is no longer in the project."))
    branch = set[int]().union(*(tree.branch(id_) for id_ in codes))
    starred = read.stars.coding_ids()
    codings = sorted(read.codings.of_codes(branch), key=lambda coding: coding.id not in starred)
    finder = QuoteFinder(read)
    limit = min(max(int(part.asked.get("limit", 5)), 1), MOST_QUOTES)
    return tuple(finder.quote(coding) for coding in codings[:limit])


# -- drawn on the window's own thread -----------------------------------------------------------------------------------


def as_parts(material: Material) -> "list[Part]":
    """The parts of the report as the exporter takes them."""
    return [_MAKERS[one.part.kind](one, material) for one in material.parts]


def _heading(one: Counted, _material: Material) -> "Part":
    from qcoder.exporters.report import Heading

    return Heading(one.part.text)


def _words(one: Counted, _material: Material) -> "Part":
    from qcoder.exporters.report import Words

    return Words(one.part.text)


def _caption(one: Counted, material: Material) -> str:
    if one.part.text:
        return one.part.text
    choice, _below = choice_of(one.part)
    by = " × ".join(variable_label(name) for name in choice.columns)
    title = choice.title(material.tree) if choice.branch in material.tree.by_id or choice.branch is None else ""
    if one.comparison is not None:
        what = f"{title}: {count_label(choice.count)}"
        return what + (_(", by {columns}").format(columns=by) if by else "")
    return title


def _table(one: Counted, material: Material) -> "Part":
    from qcoder.exporters.comparison import put_tables
    from qcoder.exporters.report import Table

    comparison, statistics = one.comparison, one.statistics
    assert comparison is not None
    notes = [comparison.unit, *comparison.notes, *(statistics.notes if statistics is not None else ())]
    return Table(_caption(one, material), lambda word: put_tables(word, comparison, statistics), notes)


def _picture(one: Counted, material: Material) -> "Part":
    from qcoder.gui.views.compare.drawing import comparison_picture

    assert one.comparison is not None
    picture = comparison_picture(one.comparison, one.statistics, material.tree)
    return _drawn(picture, _caption(one, material), one.comparison.notes)


def _drawn(picture: "Picture", caption: str, notes: Sequence[str]) -> "Part":
    from qcoder.exporters.report import Picture as Drawn
    from qcoder.gui.widgets.picture import MILLIMETRES

    made = Drawn(caption, picture.png(), MILLIMETRES, picture.said(), notes)
    picture.deleteLater()
    return made


def _pairs(one: Counted, material: Material) -> "Part":
    from qcoder.exporters.relations import grid_of
    from qcoder.exporters.report import Table
    from qcoder.gui.views.compare.relating import table_of

    assert one.found is not None
    table, _keys = table_of(one.found)
    caption = one.part.text or _("{codes}: codes that go together").format(codes=_caption(one, material))
    return Table(caption, grid_of(table, MOST_PAIRS).put, list(table.sentences))


def _network(one: Counted, material: Material) -> "Part":
    from qcoder.exporters.report import Words
    from qcoder.gui.views.compare.relating import network_of
    from qcoder.gui.widgets.network import NetworkPicture

    assert one.found is not None
    network = network_of(one.found, int(one.part.asked.get("least", 1)))
    if not network.nodes:
        return Words(_("No two of these codes go together."))
    picture = NetworkPicture()
    picture.show_network(network)
    return _drawn(picture, one.part.text or network.title, one.found.relations.notes)


def _saturation(one: Counted, _material: Material) -> "Part":
    from qcoder.gui.views.compare.saturation import panels_of
    from qcoder.gui.widgets.curve import CurvePicture

    assert one.saturation is not None
    _choice, below = choice_of(one.part)
    picture = CurvePicture()
    title, panels = panels_of(one.saturation, below)
    picture.show_panels(title, panels)
    return _drawn(picture, one.part.text or title, one.saturation.notes)


def _passages(one: Counted, material: Material) -> "Part":
    from qcoder.exporters.report import Quotes

    names = [material.tree.path(id_) for id_ in one.part.asked.get("codes", ()) if id_ in material.tree.by_id]
    return Quotes(one.part.text or "; ".join(names), one.quotes, "")  # type: ignore[arg-type]  # quotes, kept as objects until here


_MAKERS: dict[str, Callable[[Counted, Material], "Part"]] = {
    "heading": _heading, "words": _words, "table": _table, "picture": _picture, "pairs": _pairs, "network": _network,
    "saturation": _saturation, "quotes": _passages,
}  # fmt: skip
