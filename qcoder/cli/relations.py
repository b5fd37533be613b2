"""The command `cooccur`: which codes go together, and which follow which."""

from datetime import datetime
from pathlib import Path

import click

from qcoder.analysis.compare import RowSpec, row_of_code
from qcoder.analysis.scope import Scope
from qcoder.cli.finding import coder_ids
from qcoder.cli.output import say, show_json, show_table
from qcoder.cli.shapes import QcoderCommand, example, hide_below_option, json_option, out_option, project_argument
from qcoder.cli.surroundings import look_into
from qcoder.exporters.relations import Pair, RelationsTable, export_relations
from qcoder.words import _, n_


@click.command(cls=QcoderCommand, epilog=example("qcoder cooccur study.qcoder --codes local learning system"))
@project_argument
@click.option("--codes", metavar="C...", multiple=True, help=_("Only these codes, each with its subcodes; otherwise every code by itself."))
@click.option(
    "--by",
    type=click.Choice(["passage", "turn", "participant", "sequence"]),
    default="passage",
    show_default=True,
    help=_("What both must share: text, a turn or a participant; or sequence, one following the other."),
)
@click.option(
    "--within", metavar="N", type=click.IntRange(min=1), default=3, show_default=True, help=_("In a sequence, so many turns later.")
)
@click.option("--sequence", metavar="N", type=click.IntRange(min=1), help=_("The same as --by sequence --within N."))
@click.option("--same-speaker", is_flag=True, help=_("In a sequence, turns of the same speaker alone."))
@click.option("--by-coder", metavar="X", help=_("Only what this coder has coded."))
@click.option("--least", metavar="N", type=click.IntRange(min=1), default=1, help=_("Only pairs that meet so often or more."))
@hide_below_option(_("Hide pairs with fewer than N participants, and what would give them away."))
@out_option
@json_option
def cooccur(
    project: Path,
    codes: tuple[str, ...],
    by: str,
    within: int,
    sequence: int | None,
    same_speaker: bool,
    by_coder: str | None,
    least: int,
    hide_below: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Which codes are on overlapping text, in the same turns, with the same participants, or follow each other.

    Every pair with its number of passages, documents and participants, and two fair measures. With --out they go to
    an xlsx, csv or docx file.
    """
    from qcoder.analysis.relations import By, relations
    from qcoder.analysis.relations_told import hide_few, measures_in_words, strongest_first

    by, within = (by, within) if sequence is None else ("sequence", sequence)
    with look_into(project) as opened:
        read = opened.read
        tree = read.codes.tree()
        chosen = [row_of_code(tree, tree.find(code).id) for code in codes]
        rows = chosen or [RowSpec(frozenset([code.id]), code.name, code.id) for _depth, code in tree.walk()]
        coders = coder_ids(read, by_coder)
        scope = Scope(None if coders is None else frozenset(coders))
        found = relations(read, rows, By(by), scope, within=within, same_speaker=same_speaker)
        found = hide_few(found, hide_below)
        paths = [tree.path(row.code_id) if row.code_id is not None else row.label for row in rows]
        pairs = [
            Pair(paths[p.a], paths[p.b], p.n, p.documents, p.participants, p.jaccard, p.lift, p.hidden)
            for p in strongest_first(found)
            if p.n >= least or p.hidden
        ]
        measure = "share" if found.by is By.SEQUENCE else "jaccard"
        sentences = (found.unit, *measures_in_words(found.by), *found.notes)
        if out is not None:
            table = RelationsTable(paths, found.sizes, pairs, measure, sentences, found.by is By.SEQUENCE)
            export_relations(table, out, datetime.now().astimezone(), project=read.name())
    if as_json:
        show_json([_pair(pair, measure) for pair in pairs])
        return
    if out is not None:
        say(_("Wrote {what} to {file}.").format(what=n_("{n} pair", "{n} pairs", len(pairs)), file=out))
        return
    heads = (_("code"), _("with"), by, _("documents"), _("participants"), measure, _("lift"))
    show_table(heads, [_line(pair) for pair in pairs], right=range(2, 7))
    for sentence in sentences:
        say(sentence)


def _pair(pair: Pair, measure: str) -> dict[str, object]:
    told = not pair.hidden
    return {
        "a": pair.a,
        "b": pair.b,
        "passages": pair.n if told else None,
        "documents": pair.documents if told else None,
        "participants": pair.participants if told else None,
        measure: pair.jaccard,
        "lift": pair.lift,
        "hidden": pair.hidden,
    }


def _line(pair: Pair) -> tuple[str, ...]:
    if pair.hidden:
        return pair.a, pair.b, _("hidden"), "", "", "", ""
    measures = ("" if one is None else f"{one:.2f}" for one in (pair.jaccard, pair.lift))
    return pair.a, pair.b, f"{pair.n:,}", f"{pair.documents:,}", f"{pair.participants:,}", *measures
