"""The command `compare`: a table of figures with intervals and tests, on the screen, as JSON or as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qcoder.analysis.compare import Cell, Comparison, Count, RowSpec, Together, combination, row_of_code, rows_of_branch
from qcoder.analysis.compare import compare as compare_rows
from qcoder.analysis.coverage import Coverage
from qcoder.analysis.intervals import DRAWS, SEED
from qcoder.analysis.scope import Scope
from qcoder.cli.finding import coder_ids
from qcoder.cli.output import say, show_json, show_table, width
from qcoder.cli.shapes import QcoderCommand, example, hide_below_option, json_option, out_option, project_argument
from qcoder.cli.surroundings import Surroundings, look_into
from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.exporters.comparison import apart, export_comparison, interval, probability, said
from qcoder.project.read import Reader
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.analysis.statistics import RowStatistics, Statistics

WIDEST = 100
"""A table wider than so many characters is turned where that makes it narrower."""
PICTURES = frozenset({".png", ".svg"})


@click.command(cls=QcoderCommand, epilog=example("qcoder compare study.qcoder --codes local learning --by locality,group --out table.xlsx"))
@project_argument
@click.option("--codes", metavar="C...", multiple=True, help=_("The rows: codes, each with its subcodes; otherwise the families."))
@click.option("--children", is_flag=True, help=_("Rows are the codes directly below those named."))
@click.option("--both", metavar="A B", nargs=2, multiple=True, help=_("A row more: passages in which both codes are."))
@click.option(
    "--both-people", metavar="A B", nargs=2, multiple=True, help=_("A row more: participants who said both, wherever they said it.")
)
@click.option(
    "--by",
    metavar="A[,B]",
    default="locality",
    show_default=True,
    help=_("The columns: locality, group, wave, school or an attribute; or two, crossed."),
)
@click.option(
    "--count",
    type=click.Choice([count.value for count in Count]),
    default=Count.PARTICIPANTS.value,
    show_default=True,
    help=_("What is counted."),
)
@click.option("--margins", is_flag=True, help=_("With two variables crossed, count each of them alone as well."))
@click.option("--by-coder", metavar="X", help=_("Only what this coder has coded."))
@click.option(
    "--agreed-by", metavar="K", type=click.IntRange(min=1), default=1, help=_("Only text that at least K coders coded with the code.")
)
@click.option("--where", metavar="V=A|B", multiple=True, help=_("Only participants with these values: `group=teachers`, `speaker=P1|P2`."))
@click.option("--fully-coded", is_flag=True, help=_("Only documents marked as fully coded."))
@click.option("--without-suggestions", is_flag=True, help=_("Leave out codings that were suggested by the program and accepted."))
@hide_below_option(_("Hide figures behind which fewer than N participants stand, and what would give them away."))
@click.option("--difference", metavar="A B", nargs=2, help=_("Tell column A less column B, with its interval."))
@click.option("--draws", metavar="N", type=click.IntRange(min=100), default=DRAWS, show_default=True, help=_("Draws of the bootstrap."))
@click.option(
    "--seed", metavar="N", type=int, default=SEED, show_default=True, help=_("Where the draws begin; the same seed repeats them.")
)
@out_option
@json_option
@click.pass_obj
def compare(surroundings: Surroundings, /, project: Path, out: Path | None, as_json: bool, draws: int, seed: int, **asked: object) -> None:
    """Compare how often codes occur by locality, group or anything else known of the participants.

    Intervals are Wilson's for participants and bootstrapped by participant for everything else; rows are tested by Fisher's exact test,
    adjusted for being so many. With --out the table goes to an xlsx, docx or csv file, or to a picture in png or svg.
    """
    from qcoder.analysis.statistics import statistics
    from qcoder.analysis.suppression import hide_small

    if out is not None and out.suffix.casefold() in PICTURES and surroundings.draw is None:
        raise KnownError(_("Pictures cannot be drawn here; write xlsx, docx or csv."))
    with look_into(project) as opened:
        read, coverage, wish = opened.read, Coverage(), _wish(asked)
        tree = read.codes.tree()
        scope = _scope(read, wish)
        comparison = compare_rows(read, _rows(tree, wish), wish.columns, wish.count, scope, coverage, margins=wish.margins)
        if wish.hide_below > 1:
            comparison = hide_small(comparison, wish.hide_below)
        sure = statistics(read, comparison, coverage, _between(comparison, wish.difference), draws, seed)
        paths = [tree.path(row.spec.code_id) if row.spec.code_id is not None else row.spec.label for row in comparison.rows]
        if out is not None and out.suffix.casefold() in PICTURES and surroundings.draw is not None:
            surroundings.draw(comparison, sure, tree, out)
        elif out is not None:
            coders = (wish.by_coder,) if wish.by_coder is not None else ()
            export_comparison(comparison, out, datetime.now().astimezone(), project=read.name(), coders=coders, statistics=sure)
    if as_json:
        show_json(_as_json(comparison, sure, paths))
    elif out is not None:
        say(_("Wrote the comparison to {file}.").format(file=out))
    else:
        _show(comparison, sure, paths)


@dataclass(frozen=True, slots=True)
class _Wish:
    """The options as they were given."""

    codes: tuple[str, ...]
    children: bool
    both: tuple[tuple[str, str], ...]
    both_people: tuple[tuple[str, str], ...]
    by: str
    count: Count
    margins: bool
    by_coder: str | None
    agreed_by: int
    where: tuple[str, ...]
    fully_coded: bool
    without_suggestions: bool
    hide_below: int
    difference: tuple[str, str] | None

    @property
    def columns(self) -> list[str]:
        """The variables' names."""
        return [name.strip() for name in self.by.split(",") if name.strip()]


def _wish(asked: dict[str, object]) -> _Wish:
    return _Wish(**{**asked, "count": Count(str(asked["count"]))})  # type: ignore[arg-type]  # click has made each of its type


def _rows(tree: CodeTree, wish: _Wish) -> tuple[RowSpec, ...]:
    pairs = [(pair, Together.PASSAGE) for pair in wish.both] + [(pair, Together.PARTICIPANT) for pair in wish.both_people]
    both = [combination(row_of_code(tree, tree.find(one).id), row_of_code(tree, tree.find(two).id), how) for (one, two), how in pairs]
    if not wish.codes:
        return tuple(both) or rows_of_branch(tree, None, 2 if wish.children else 1)
    found = [tree.find(code).id for code in wish.codes]
    if wish.children:
        return (*(row for code_id in found for row in rows_of_branch(tree, code_id)), *both)
    return (*(row_of_code(tree, code_id) for code_id in found), *both)


def _scope(read: Reader, wish: _Wish) -> Scope:
    coders = coder_ids(read, wish.by_coder)
    where = []
    for condition in wish.where:
        name, equals, values = condition.partition("=")
        labels = frozenset(value.strip() for value in values.split("|") if value.strip())
        if not (name.strip() and equals and labels):
            sentence = _("“{condition}” is no condition; write a variable, = and its values: `group=teachers|heads`.")
            raise KnownError(sentence.format(condition=condition))
        where.append((name.strip(), labels))
    return Scope(
        None if coders is None else frozenset(coders), wish.agreed_by, tuple(where), wish.fully_coded, not wish.without_suggestions
    )


def _between(comparison: Comparison, wanted: tuple[str, str] | None) -> tuple[int, int] | None:
    """The two columns by their labels, as the table shows them (`Shire · teachers`, also written with a comma)."""
    if wanted is None:
        return None
    names = {_plain(column.label): at for at, column in enumerate(comparison.columns)}
    found = []
    for label in wanted:
        if _plain(label) not in names:
            there = ", ".join(column.label for column in comparison.columns)
            raise KnownError(_("There is no column “{label}”; there are: {columns}.").format(label=label, columns=there))
        found.append(names[_plain(label)])
    if found[0] == found[1]:
        raise KnownError(_("The difference needs two different columns; “{label}” was given twice.").format(label=wanted[0]))
    return found[0], found[1]


def _plain(label: str) -> str:
    return " ".join(label.replace("·", " ").replace(",", " ").split()).casefold()


# -- telling ----------------------------------------------------------------------------------------------------------


def _figure(cell: Cell, ends: tuple[float, float] | None) -> dict[str, object]:
    low, high = ends or (None, None)
    told = not cell.hidden
    return {
        "value": cell.value if told else None,
        "n": cell.n if told else None,
        "of": cell.of if told else None,
        "low": low if told else None,
        "high": high if told else None,
        "hidden": cell.hidden,
        "nobody": cell.nobody,
    }


def _as_json(comparison: Comparison, sure: "Statistics", paths: Sequence[str]) -> dict[str, object]:
    rows = []
    for path, row, known in zip(paths, comparison.rows, sure.rows, strict=True):
        line: dict[str, object] = {"code": path}
        line["cells"] = [_figure(cell, ends) for cell, ends in zip(row.cells, known.cells, strict=True)]
        line["total"] = _figure(row.total, known.total)
        if row.margins:
            line["margins"] = [[_figure(cell, None) for cell in side] for side in row.margins]
        rows.append(line)
    found: dict[str, object] = {
        "count": comparison.count.value,
        "by": list(comparison.by),
        "columns": [column.label for column in comparison.columns],
        "participants": [column.participants for column in comparison.columns],
        "rows": rows,
        "tests": [_test(path, known) for path, known in zip(paths, sure.rows, strict=True)],
        "hidden_below": comparison.hidden_below,
        "unit": comparison.unit,
        "notes": [*comparison.notes, *sure.notes],
    }
    if comparison.margins:
        found["margins"] = [[column.label for column in side] for side in comparison.margins]
    return found


def _test(path: str, known: "RowStatistics") -> dict[str, object]:
    told = known.difference
    return {
        "code": path,
        "test": "fisher",
        "p": known.p,
        "p_holm": known.p_holm,
        "drawn": known.drawn,
        "cramers_v": known.v,
        "difference": None
        if told is None
        else {
            "value": told.value,
            "low": told.low,
            "high": told.high,
            "odds_ratio": told.odds_ratio,
            "odds_low": told.odds_low,
            "odds_high": told.odds_high,
        },
    }


def _show(comparison: Comparison, sure: "Statistics", paths: Sequence[str]) -> None:
    columns = comparison.columns if comparison.by else ()
    heads = [_("Code"), *(column.label for column in columns), comparison.all.label]
    rows = []
    for path, row in zip(paths, comparison.rows, strict=True):
        rows.append([path, *(said(comparison.count, cell) for cell in (*(row.cells if comparison.by else ()), row.total))])
    if any(known.p is not None for known in sure.rows):
        heads.append(_("p (Holm)"))
        for line, known in zip(rows, sure.rows, strict=True):
            line.append(probability(known.p_holm))
    if sure.between is not None:
        heads.append(_("difference"))
        for line, known in zip(rows, sure.rows, strict=True):
            line.append(apart(comparison.count, known))
    if sum(width(head) + 2 for head in heads) > WIDEST and len(rows) < len(heads):
        heads, *rows = (list(line) for line in zip(heads, *rows, strict=True))
        heads[0] = ", ".join(comparison.by)
    show_table(tuple(heads), [tuple(line) for line in rows], right=range(1, len(heads)))
    totals = [known.total for known in sure.rows]
    if len(totals) == 1 and totals[0] is not None:
        say(_("All together: {interval}.").format(interval=interval(comparison.count, totals[0])))
    for sentence in (comparison.unit, *comparison.notes, *sure.notes):
        say(sentence)
