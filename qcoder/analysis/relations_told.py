"""What is told of relations between codes: in which order, in which words, and without the few people behind small figures."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qcoder.analysis.compare import RowSpec
from qcoder.analysis.counts import Bools
from qcoder.analysis.relations import By, Relation, Relations
from qcoder.analysis.suppression import FEWEST, Table, hidden_cells, nesting
from qcoder.words import _, n_


def hide_few(found: Relations, below: int) -> Relations:
    """The relations without figures behind which fewer than `below` participants stand, nor those that would give them away.

    Hidden are small pairs, pairs of a code that fewer said, and the pairs of the codes above those, which hold them. How often a code is
    there alone is hidden as it would be in a table of one column; a pair that is shown then has no measures, for these are made of that.
    With 0 nothing is hidden. Raises ValueError for 1 or 2, which would say what they hide.
    """
    if not below or found.hidden_below == below:
        return found
    if below < FEWEST:
        raise ValueError(f"nothing can be hidden below {below}")
    alone = _hidden_alone(found, below)
    pairs = tuple(_hidden(pair) if hide else pair for pair, hide in zip(found.pairs, _hidden_pairs(found, below), strict=True))
    pairs = tuple(
        replace(pair, jaccard=None, lift=None) if not pair.hidden and (pair.a in alone or pair.b in alone) else pair for pair in pairs
    )
    notes = (*found.notes, *_said(below, sum(pair.hidden for pair in pairs)))
    sizes = tuple(None if at in alone else size for at, size in enumerate(found.sizes))
    people = tuple(0 if at in alone else number for at, number in enumerate(found.people))
    return replace(found, sizes=sizes, people=people, pairs=pairs, notes=notes, hidden_below=below)


def _hidden(pair: Relation) -> Relation:
    return Relation(pair.a, pair.b, 0, 0, 0, None, None, True)


def _hidden_alone(found: Relations, below: int) -> set[int]:
    """The rows that are not to be told of by themselves."""
    sizes = [size or 0 for size in found.sizes]
    under = nesting([row.code_ids for row in found.rows])
    # A column and its total, which is the same.
    table = Table([[size] * 2 for size in sizes], [[number] * 2 for number in found.people], [None] * 2, [(1, (0,))], under)
    return {row for row, _column in hidden_cells(table, below)}


def _hidden_pairs(found: Relations, below: int) -> list[bool]:
    size = len(found.rows)
    small = np.zeros((size, size))
    for pair in found.pairs:
        few = pair.participants < below or any(0 < found.people[row] < below for row in (pair.a, pair.b))
        small[pair.a, pair.b] = few
        if found.by is not By.SEQUENCE:
            small[pair.b, pair.a] = few
    over = _over(found.rows).astype(np.float64)
    tells = over @ small @ over.T > 0
    return [bool(tells[pair.a, pair.b]) for pair in found.pairs]


def _over(rows: Sequence[RowSpec]) -> Bools:
    """Which row holds all codes of which; each its own."""
    return np.array([[one.code_ids >= other.code_ids for other in rows] for one in rows], np.bool_).reshape(len(rows), len(rows))


def _said(below: int, hidden: int) -> tuple[str, ...]:
    if not hidden:
        return (_("Pairs behind which fewer than {below} participants stand would be hidden; there are none.").format(below=below),)
    note = n_(
        "{n} pair is hidden: fewer than {below} participants stand behind it, or it would give such a pair away.",
        "{n} pairs are hidden: fewer than {below} participants stand behind them, or they would give such pairs away.",
        hidden,
    )
    return (note.replace("{below}", str(below)),)


def strongest_first(found: Relations) -> list[Relation]:
    """The pairs by how often they meet, then by how surprising that is; hidden ones last."""
    return sorted(found.pairs, key=lambda pair: (pair.hidden, -pair.n, -(pair.lift or 0.0), pair.a, pair.b))


def measures_in_words(by: By) -> tuple[str, str]:
    """A line each on the two measures: what is in the place of Jaccard's index, and lift."""
    if by is By.SEQUENCE:
        return (
            _("Share: of the turns with the first code, how many the second follows."),
            _("Lift: how many times as often the second code follows as it follows any turn; 1 is chance."),
        )
    what = {By.PASSAGE: _("text"), By.TURN: _("turns"), By.PARTICIPANT: _("participants")}[by]
    return (
        _("Jaccard: of the {what} that either code has, the share that both have; 0 never together, 1 always.").format(what=what),
        _("Lift: how many times more {what} both have than if they met by chance; 1 is chance.").format(what=what),
    )
