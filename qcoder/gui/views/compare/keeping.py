"""Comparisons kept under a name: what was asked and what came of it, so that what moved since can be told."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from qcoder.analysis.compare import Comparison, Count, Together
from qcoder.domain.codes import CodeTree
from qcoder.exporters.comparison import said
from qcoder.gui.views.compare.choice import Both, Choice, Order, count_label, variable_label
from qcoder.gui.views.compare.present import cells_of, columns_of
from qcoder.words import _, n_

WORKSPACE = "compare"
MOST_FIGURES = 4_000
"""Of a larger table only the question is kept, not its figures."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a table showed when it was kept: the day, and by row and column what stood there."""

    day: str
    shown: dict[tuple[str, str], str]


def figures_of(comparison: Comparison) -> dict[tuple[str, str], str]:
    """What a table shows, by the labels of row and column; of rows with the same label, one after the other."""
    found: dict[tuple[str, str], str] = {}
    met: dict[str, int] = {}
    heads = [column.label for column in columns_of(comparison)]
    for row in comparison.rows:
        met[row.spec.label] = met.get(row.spec.label, 0) + 1
        label = row.spec.label if met[row.spec.label] == 1 else f"{row.spec.label} ({met[row.spec.label]})"
        for head, cell in zip(heads, cells_of(row, comparison), strict=True):
            found[label, head] = said(comparison.count, cell)
    return found


def as_json(choice: Choice, below: int, comparison: Comparison | None, now: datetime) -> str:
    """A choice with what came of it, as it is kept; ids stand under keys by which a merge can follow them."""
    kept: dict[str, object] = {
        "count": choice.count.value,
        "columns": list(choice.columns),
        "depth": choice.depth,
        "order": choice.order.value,
        "margins": choice.margins,
        "hide_below": below,
        "agreed_by": choice.agreed_by,
        "fully_coded": choice.fully_coded,
        "suggestions": choice.suggestions,
        "where": [[name, sorted(labels)] for name, labels in choice.where],
    }
    if choice.branch is not None:
        kept["branch_codes"] = [choice.branch]
    if choice.picked:
        kept["picked_codes"] = sorted(choice.picked)
    for together in Together:
        pairs = [(one, two) for one, two, how in choice.both if how is together]
        if pairs:
            kept[f"first_{together.value}_codes"] = [one for one, _two in pairs]
            kept[f"second_{together.value}_codes"] = [two for _one, two in pairs]
    if choice.coder_ids is not None:
        kept["coders"] = sorted(choice.coder_ids)
    if choice.difference is not None:
        kept["difference"] = [list(labels) for labels in choice.difference]
    shown = figures_of(comparison) if comparison is not None else {}
    if shown and len(shown) <= MOST_FIGURES:
        kept["day"] = f"{now.astimezone(UTC):%Y-%m-%d}"
        kept["figures"] = [[row, column, words] for (row, column), words in shown.items()]
    return json.dumps(kept, ensure_ascii=False)


def from_json(text: str) -> tuple[Choice, int, Figures | None]:
    """What was kept: the choice, below how many participants figures were hidden, and the figures. What is not understood is as usual."""
    kept = json.loads(text)

    def ids(name: str) -> list[int]:
        found = kept.get(name)
        return [one for one in found if isinstance(one, int)] if isinstance(found, list) else []

    both: list[Both] = []
    for how in Together:
        pairs = zip(ids(f"first_{how.value}_codes"), ids(f"second_{how.value}_codes"), strict=False)
        both += [(one, two, how) for one, two in pairs]
    where = kept.get("where")
    choice = Choice(
        branch=next(iter(ids("branch_codes")), None),
        picked=frozenset(ids("picked_codes")),
        columns=tuple(map(str, kept.get("columns") or ()))[:2],
        coder_ids=frozenset(ids("coders")) or None,
        both=tuple(both),
        where=tuple((str(name), frozenset(map(str, labels))) for name, labels in where) if isinstance(where, list) else (),
        fully_coded=kept.get("fully_coded") is True,
        suggestions=kept.get("suggestions") is not False,
        margins=kept.get("margins") is True,
    )
    if isinstance(kept.get("depth"), int):
        choice = replace(choice, depth=max(1, kept["depth"]))
    if isinstance(kept.get("agreed_by"), int):
        choice = replace(choice, agreed_by=max(1, kept["agreed_by"]))
    if kept.get("count") in set(Count):
        choice = replace(choice, count=Count(kept["count"]))
    if kept.get("order") in set(Order):
        choice = replace(choice, order=Order(kept["order"]))
    difference = kept.get("difference")
    if isinstance(difference, list) and len(difference) == 2:
        choice = replace(choice, difference=(tuple(map(str, difference[0])), tuple(map(str, difference[1]))))
    below = kept.get("hide_below")
    figures = kept.get("figures")
    before = None
    if isinstance(figures, list):
        before = Figures(str(kept.get("day", "")), {(str(row), str(column)): str(words) for row, column, words in figures})
    return choice, below if isinstance(below, int) else 0, before


@dataclass(frozen=True, slots=True)
class Moved:
    """What a table shows otherwise than when it was kept: figures (row, column, before, now), rows and columns that came or went."""

    figures: tuple[tuple[str, str, str, str], ...] = ()
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()

    def in_words(self) -> list[str]:
        """A line for each."""
        lines = [_("{row}, {column}: {before} → {now}").format(row=r, column=c, before=b, now=n) for r, c, b, n in self.figures]
        lines += [_("new: {what}").format(what=what) for what in self.came]
        return [*lines, *(_("no longer there: {what}").format(what=what) for what in self.went)]

    def summary(self, name: str, day: str) -> str:
        """What moved, in a sentence."""
        if not (self.figures or self.came or self.went):
            return _("“{name}”: nothing has moved since {day}.").format(name=name, day=day)
        parts = []
        if self.figures:
            parts.append(n_("{n} figure moved", "{n} figures moved", len(self.figures)))
        if self.came:
            parts.append(n_("{n} row or column is new", "{n} rows or columns are new", len(self.came)))
        if self.went:
            parts.append(n_("{n} row or column is gone", "{n} rows or columns are gone", len(self.went)))
        return _("“{name}”, since {day}: {what}.").format(name=name, day=day, what=", ".join(parts))


def moved(before: Figures, now: dict[tuple[str, str], str]) -> Moved:
    """What is otherwise, in the order of the table as it is now."""
    rows, columns = ({key[at] for key in before.shown} for at in (0, 1))
    rows_now, columns_now = list(dict.fromkeys(key[0] for key in now)), list(dict.fromkeys(key[1] for key in now))
    figures = tuple((*key, before.shown[key], words) for key, words in now.items() if key in before.shown and before.shown[key] != words)
    came = tuple(one for one in rows_now if one not in rows) + tuple(one for one in columns_now if one not in columns)
    old_rows, old_columns = (dict.fromkeys(key[at] for key in before.shown) for at in (0, 1))
    went = tuple(one for one in old_rows if one not in rows_now) + tuple(one for one in old_columns if one not in columns_now)
    return Moved(figures, came, went)


def described(choice: Choice, tree: CodeTree) -> str:
    """What a kept comparison shows, in words."""
    fitted = choice.fitted(tree, [*choice.columns, *(name for name, _labels in choice.where)], list(choice.coder_ids or ()))
    by = " × ".join(variable_label(name) for name in choice.columns) or _("everybody together")
    parts = [fitted.title(tree), by, count_label(choice.count)]
    return " · ".join([*parts, *([choice.narrowed_words()] if choice.narrowed() else [])])
