"""What the page of codes with codes asks, and its answer as a matrix, a list and a network."""

from dataclasses import dataclass, field, replace
from math import log1p
from typing import TYPE_CHECKING

from qcoder.analysis.coverage import Coverage
from qcoder.domain.codes import CodeTree
from qcoder.exporters.relations import Pair, RelationsTable
from qcoder.gui.views.compare.choice import Choice
from qcoder.gui.widgets.matrix import MatrixCell, MatrixColumn, MatrixData, MatrixRow
from qcoder.gui.widgets.network import Network, Node, Tie
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.relations import Relation, Relations

MOST_ROWS = 80
"""A matrix of more codes than this nobody reads; the pairs are all in the list."""
MOST_LINES = 60
MOST_NODES, MOST_TIES = 60, 400
"""More codes or lines than this are not to be read in a network; the strongest lines stay."""
HOW = ("passage", "turn", "participant", "sequence")
SHOWN = ("matrix", "pairs", "network")
FIGURES = ("n", "fair", "lift")
"""What the matrix shows: how often, Jaccard's index or what stands in its place, lift."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is related how: the codes and the scope as for the table; `how` of HOW; for sequences how many turns on, and of whom."""

    choice: Choice
    how: str = "passage"
    within: int = 3
    same_speaker: bool = False
    figure: str = FIGURES[0]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer, with the codebook as it was, as matrix and as list: the pairs, strongest first, and of which two rows each is."""

    asked: Asked
    relations: "Relations"
    tree: CodeTree
    measures: tuple[str, str]
    matrix: MatrixData = field(default_factory=MatrixData)
    pairs: RelationsTable = field(default_factory=lambda: RelationsTable((), (), (), "", ()))
    keys: tuple[tuple[int, int], ...] = ()

    def pairs_in(self, documents: int) -> tuple[RelationsTable, list[tuple[int, int]]]:
        """The list with only those in at least so many documents; hidden ones, of which that is not told, are left out from 2 on."""
        if documents < 2:
            return self.pairs, list(self.keys)
        kept = [(pair, key) for pair, key in zip(self.pairs.pairs, self.keys, strict=True) if pair.documents >= documents]
        sentences = (*self.pairs.sentences, _("Only pairs in at least {n} documents.").format(n=documents))
        return replace(self.pairs, pairs=[pair for pair, _key in kept], sentences=sentences), [key for _pair, key in kept]


def how_label(asked: Asked) -> str:
    """What two codes must share, in few words."""
    if asked.how == "sequence":
        words = n_("then, within {n} turn", "then, within {n} turns", asked.within)
        return words + (_(" of the same speaker") if asked.same_speaker else "")
    return {"passage": _("on the same text"), "turn": _("in the same turn"), "participant": _("with the same participant")}[asked.how]


def figure_label(asked: Asked) -> str:
    """What the matrix shows."""
    fair = _("share") if asked.how == "sequence" else _("Jaccard")
    return {"n": _("how often"), "fair": fair, "lift": _("lift")}[asked.figure]


def shown_label(shown: str) -> str:
    """The name of a way of showing."""
    return {"matrix": _("matrix"), "pairs": _("list of pairs"), "network": _("network")}[shown]


def find(read: Reader, asked: Asked, coverage: Coverage, below: int, progress: Progress) -> Found:
    """Count; fit for the thread that answers questions."""
    from qcoder.analysis.relations import By, relations
    from qcoder.analysis.relations_told import hide_few, measures_in_words

    tree = read.codes.tree()
    rows = asked.choice.rows(tree)
    by = By(asked.how)
    found = relations(read, rows, by, asked.choice.scope, coverage, within=asked.within, same_speaker=asked.same_speaker, progress=progress)
    found = hide_few(found, below)
    counted = Found(asked, found, tree, measures_in_words(by))
    pairs, keys = table_of(counted)
    return replace(counted, matrix=matrix_shown(counted), pairs=pairs, keys=tuple(keys))


def pair_said(pair: "Relation | None", measure: str) -> str:
    """A pair in words."""
    if pair is None:
        return _("never")
    if pair.hidden:
        return _("hidden: too few participants stand behind it")
    parts = [n_("{n} time", "{n} times", pair.n), n_("{n} document", "{n} documents", pair.documents)]
    parts.append(n_("{n} participant", "{n} participants", pair.participants))
    if pair.jaccard is not None:
        parts.append(f"{measure} {pair.jaccard:.2f}")
    if pair.lift is not None:
        parts.append(_("lift {lift}").format(lift=f"{pair.lift:.2f}"))
    return ", ".join(parts)


def measure_of(found: Found) -> str:
    """The name of what stands in the place of Jaccard's index."""
    return _("share") if found.asked.how == "sequence" else "jaccard"


def matrix_shown(found: Found) -> MatrixData:
    """Codes by codes; on the diagonal how often each is there."""
    known, tree = found.relations, found.tree
    rows = known.rows[:MOST_ROWS]
    there = {(pair.a, pair.b): pair for pair in known.pairs}
    directed = found.asked.how == "sequence"
    figure = found.asked.figure
    most = max((_figure(pair, figure) or 0.0 for pair in known.pairs if max(pair.a, pair.b) < MOST_ROWS), default=0.0) or 1.0
    lines = []
    for a, row in enumerate(rows):
        cells = []
        for b in range(len(rows)):
            pair = there.get((a, b) if directed or a < b else (b, a))
            if a == b:
                size = known.sizes[a]
                alone = _("hidden") if size is None else f"{size:,}"
                said = _("the code alone: {n}").format(n=alone)
                cells.append(MatrixCell(alone if figure == "n" or size is None else "", said=said, void=size is None))
            elif row.code_ids & rows[b].code_ids:
                cells.append(MatrixCell("–", said=_("one lies within the other, so they are no pair"), void=True))
            elif pair is not None and pair.hidden:
                cells.append(MatrixCell(_("hidden"), said=pair_said(pair, ""), void=True))
            else:
                value = None if pair is None else _figure(pair, figure)
                text = "" if value is None else f"{value:,.0f}" if figure == "n" else f"{value:,.2f}"
                # A lift of 60 is not to make all others look like none.
                heat = log1p(value or 0.0) / log1p(most) if figure == "lift" else (value or 0.0) / most
                cells.append(MatrixCell(text, "", heat, pair_said(pair, measure_of(found))))
        path = tree.path(row.code_id) if row.code_id is not None else row.label
        lines.append(MatrixRow(row.label, tuple(cells), tree.by_id[row.code_id].color if row.code_id is not None else "", row.depth, path))
    return MatrixData(
        tuple(MatrixColumn((row.label,), row.label) for row in rows), tuple(lines), f"{how_label(found.asked)}, {figure_label(found.asked)}"
    )


def _figure(pair: "Relation", figure: str) -> float | None:
    return {"n": pair.n, "fair": pair.jaccard, "lift": pair.lift}[figure]


def table_of(found: Found) -> tuple[RelationsTable, list[tuple[int, int]]]:
    """The pairs, strongest first, and of which two rows each is."""
    from qcoder.analysis.relations_told import strongest_first

    known, tree = found.relations, found.tree
    paths = [tree.path(row.code_id) if row.code_id is not None else row.label for row in known.rows]
    order = strongest_first(known)
    pairs = [Pair(paths[p.a], paths[p.b], p.n, p.documents, p.participants, p.jaccard, p.lift, p.hidden) for p in order]
    sentences, directed = (known.unit, *found.measures, *known.notes), found.asked.how == "sequence"
    return RelationsTable(paths, known.sizes, pairs, measure_of(found), sentences, directed), [(p.a, p.b) for p in order]


def network_of(found: Found, least: int) -> Network:
    """Codes that are tied by at least so many, up to MOST_NODES of them; those that are not, are left out."""
    from qcoder.analysis.layout import spring
    from qcoder.analysis.relations_told import strongest_first

    known, tree = found.relations, found.tree
    there: dict[int, int] = {}
    shown: list[Relation] = []
    wanted = [pair for pair in strongest_first(known) if not pair.hidden and pair.n >= least]
    for pair in wanted:
        if len(shown) < MOST_TIES and len(there.keys() | {pair.a, pair.b}) <= MOST_NODES:
            shown.append(pair)
            for place in (pair.a, pair.b):
                there.setdefault(place, len(there))
    if not shown:
        return Network()
    most, largest = shown[0].n, max(known.sizes[place] or 0 for place in there) or 1
    at = spring(len(there), [(there[pair.a], there[pair.b], pair.n / most) for pair in shown])
    nodes = []
    for place, (x, y) in zip(there, at, strict=True):
        row, size = known.rows[place], known.sizes[place]
        color = tree.by_id[row.code_id].color if row.code_id is not None else "#0072b2"
        said = _("{code}: {n} alone").format(code=row.label, n=_("hidden") if size is None else f"{size:,}")
        nodes.append(Node(x, y, row.label, 0.0 if size is None else size / largest, color, said, (place,)))
    ties = []
    between = "→" if found.asked.how == "sequence" else "–"
    for pair in shown:
        said = f"{known.rows[pair.a].label} {between} {known.rows[pair.b].label}: {pair_said(pair, measure_of(found))}"
        ties.append(Tie(there[pair.a], there[pair.b], pair.n / most, said, (pair.a, pair.b), found.asked.how == "sequence"))
    form = _("First one code, {how}: lines of at least {n}") if found.asked.how == "sequence" else _("Codes {how}: lines of at least {n}")
    title = form.format(how=how_label(found.asked), n=least)
    if len(shown) < len(wanted):
        title = _("{title}; the strongest {some} of {all}").format(title=title, some=len(shown), all=len(wanted))
    return Network(title, tuple(nodes), tuple(ties))
