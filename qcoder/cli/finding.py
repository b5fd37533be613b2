"""Commands that look into a project: find, quotes, compare, suggest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path

import click

from qcoder.analysis.compare import Comparison, Count, RowSpec, row_of_code, rows_of_branch
from qcoder.analysis.compare import compare as compare_rows
from qcoder.analysis.finding import Hit, TextSearch, Where, Whose
from qcoder.analysis.query import Options
from qcoder.cli.output import say, shortened, show_json, show_table, width
from qcoder.cli.shapes import QcoderCommand, example, json_option, out_option, project_argument
from qcoder.cli.surroundings import look_into
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.words import _, n_

WIDEST = 100
"""A table wider than so many characters is turned where that makes it narrower."""


def coder_ids(read: Reader, name: str | None) -> list[int] | None:
    """The ids of the coder of that name; None for no name, that is all coders. Raises KnownError for a stranger."""
    if name is None:
        return None
    coders = read.study.coders()
    found = [coder.id for coder in coders if coder.name.casefold() == " ".join(name.split()).casefold()]
    if not found:
        names = ", ".join(coder.name for coder in coders)
        raise KnownError(_("There is no coder “{name}” in this project; there are: {names}.").format(name=name, names=names))
    return found


@click.command(cls=QcoderCommand, epilog=example('qcoder find study.qcoder "NEAR(ring road, 5)" --said-by participants --locality City'))
@project_argument
@click.argument("query")
@click.option(
    "--regex", is_flag=True, help=_("QUERY is a regular expression, of Python's kind; it may take 10 seconds in all and is stopped then.")
)
@click.option("--whole-words", is_flag=True, help=_("Do not find QUERY within longer words."))
@click.option("--case", is_flag=True, help=_("Capital and small letters are different."))
@click.option("--accents", is_flag=True, help=_("Letters with and without accents are different."))
@click.option("--speaker", "speakers", metavar="S", multiple=True, help=_("Only in what this speaker says."))
@click.option(
    "--said-by",
    type=click.Choice([whose.value for whose in Whose]),
    default=Whose.EVERYBODY.value,
    show_default=True,
    help=_("Only in what participants, or interviewers, say."),
)
@click.option("--locality", "localities", metavar="L", multiple=True, help=_("Only in what participants of this locality say."))
@click.option("--group", "groups", metavar="G", multiple=True, help=_("Only in what participants of this group say."))
@click.option("--document", "documents", metavar="D", multiple=True, help=_("Only in this document."))
@click.option("--code", "codes", metavar="C", multiple=True, help=_("Only within passages of this code or one beneath it."))
@click.option("--uncoded", is_flag=True, help=_("Only what nobody has coded."))
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help=_("Stop after so many."))
@json_option
def find(
    project: Path,
    query: str,
    regex: bool,
    whole_words: bool,
    case: bool,
    accents: bool,
    speakers: tuple[str, ...],
    said_by: str,
    localities: tuple[str, ...],
    groups: tuple[str, ...],
    documents: tuple[str, ...],
    codes: tuple[str, ...],
    uncoded: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    """Find words in all transcripts of P. Case and accents do not count unless you say so.

    Words in QUERY are looked for one after the other, as they stand. AND, OR, NOT, NEAR(a b, 5), brackets, "quotation marks" and
    a star for any letters (teach*) work as in the window; AND, NOT and NEAR look within one turn.
    """
    options = Options(case=case, accents=accents, whole_words=whole_words, regex=regex)
    with look_into(project) as opened:
        read = opened.read
        tree = read.codes.tree()
        where = Where(
            whose=Whose(said_by),
            labels=frozenset(_known(speakers, {known.label for known in read.documents.speakers()}, _NO_SPEAKER)),
            localities=_ids(localities, {p.name: p.id for p in read.study.places() if p.parent_id is None}, _NO_LOCALITY),
            groups=_ids(groups, {group.name: group.id for group in read.study.groups()}, _NO_GROUP),
            documents=frozenset(read.documents.find(name).id for name in documents),
            codes=frozenset[int]().union(*(tree.branch(tree.find(code).id) for code in codes)),
            uncoded=uncoded,
        )
        names = {document.id: document.name for document in read.documents.all()}
        rows = [(names[hit.document_id], hit) for hit in islice(_hits(read, TextSearch(query, options, where)), limit)]
    if as_json:
        show_json([_found(name, hit) for name, hit in rows])
        return
    for name, hit in rows:
        before, after = " ".join(hit.before.split()), " ".join(hit.after.split())
        say(f"{name}, {hit.speaker or '–'}, {hit.span.start}: …{before[-30:]} [{shortened(hit.text)}] {after[:30]}…")
    say(n_("{n} place found.", "{n} places found.", len(rows)))


_NO_SPEAKER = _("There is no speaker “{name}” in this project.")
_NO_LOCALITY = _("There is no locality “{name}” in this project.")
_NO_GROUP = _("There is no group “{name}” in this project.")


def _known(names: Iterable[str], there: Iterable[str], otherwise: str) -> list[str]:
    """The names as the project has them, whatever their case; raises KnownError for one that it has not."""
    by_name = {name.casefold(): name for name in there}
    for name in names:
        if name.casefold() not in by_name:
            raise KnownError(otherwise.format(name=name))
    return [by_name[name.casefold()] for name in names]


def _ids(names: Iterable[str], there: Mapping[str, int], otherwise: str) -> frozenset[int]:
    return frozenset(there[name] for name in _known(names, there, otherwise))


def _hits(read: Reader, search: TextSearch) -> Iterator[Hit]:
    try:
        found = search.go_on(read, 1.0, 1_000)
        yield from found.hits
        while not found.finished:
            found = search.go_on(read, 1.0, 1_000)
            yield from found.hits
    finally:
        search.close()


def _found(name: str, hit: Hit) -> dict[str, object]:
    return {
        "document": name,
        "start": hit.span.start,
        "end": hit.span.end,
        "before": hit.before,
        "match": hit.text,
        "after": hit.after,
        "speaker": hit.speaker or None,
    }


@click.command(cls=QcoderCommand, epilog=example('qcoder quotes study.qcoder --code "informal advice" --out quotes.docx'))
@project_argument
@click.option("--code", "codes", metavar="C", multiple=True, required=True, help=_("The code, with its subcodes; or several codes."))
@click.option("--by-coder", metavar="X", help=_("Only what this coder has coded."))
@out_option
@json_option
def quotes(project: Path, codes: tuple[str, ...], by_coder: str | None, out: Path | None, as_json: bool) -> None:
    """Every passage of a code and the codes beneath it, with its source.

    With --out they go to a docx, xlsx, csv or html file.
    """
    with look_into(project) as opened:
        tree = opened.read.codes.tree()
        branch = set[int]().union(*(tree.branch(tree.find(code).id) for code in codes))
        found = QuoteFinder(opened.read).of_codes(branch, coder_ids(opened.read, by_coder))
        if out is not None:
            from qcoder.exporters.quotes import export_quotes

            export_quotes(found, out, datetime.now().astimezone(), project=opened.read.name())
    if as_json:
        show_json([_quote(quote) for quote in found])
        return
    if out is None:
        for quote in found:
            source = ", ".join(part for part in (quote.document, quote.participant or quote.speaker) if part)
            say(f"“{' '.join(quote.text.split())}”")
            say(f"    {source} · {quote.code} · {quote.coder}" + (f" · {shortened(quote.memo)}" if quote.memo else ""))
    counted = n_("{n} passage", "{n} passages", len(found))
    say(_("Wrote {what} to {file}.").format(what=counted, file=out) if out is not None else counted + ".")


def _quote(quote: Quote) -> dict[str, object]:
    return {
        "id": quote.id,
        "document": quote.document,
        "start": quote.span.start,
        "end": quote.span.end,
        "text": quote.text,
        "code": quote.code,
        "coder": quote.coder,
        "speaker": quote.speaker,
        "participant": quote.participant,
        "locality": quote.locality,
        "group": quote.group,
        "memo": quote.memo,
    }


@click.command(cls=QcoderCommand, epilog=example("qcoder compare study.qcoder --codes local learning --by locality,group --out table.xlsx"))
@project_argument
@click.option("--codes", metavar="C...", multiple=True, help=_("The rows: codes, each with its subcodes; otherwise the families."))
@click.option("--children", is_flag=True, help=_("Rows are the codes directly below those named."))
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
@click.option("--by-coder", metavar="X", help=_("Only what this coder has coded."))
@out_option
@json_option
def compare(
    project: Path,
    codes: tuple[str, ...],
    children: bool,
    by: str,
    count: str,
    by_coder: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare how often codes occur by locality, group or anything else known of the participants.

    With --out the table goes to an xlsx, docx or csv file.
    """
    with look_into(project) as opened:
        read = opened.read
        columns = [name.strip() for name in by.split(",") if name.strip()]
        comparison = compare_rows(read, _rows(read, codes, children), columns, Count(count), coder_ids(read, by_coder))
        tree = read.codes.tree()
        paths = [tree.path(row.spec.code_id) if row.spec.code_id is not None else row.spec.label for row in comparison.rows]
        if out is not None:
            from qcoder.exporters.comparison import export_comparison

            coders = (by_coder,) if by_coder is not None else ()
            export_comparison(comparison, out, datetime.now().astimezone(), project=read.name(), coders=coders)
    if as_json:
        show_json(_compared(comparison, paths))
    elif out is not None:
        say(_("Wrote the comparison to {file}.").format(file=out))
    else:
        _show_comparison(comparison, paths)


def _rows(read: Reader, codes: tuple[str, ...], children: bool) -> tuple[RowSpec, ...]:
    tree = read.codes.tree()
    if not codes:
        return rows_of_branch(tree, None, 2 if children else 1)
    found = [tree.find(code).id for code in codes]
    if children:
        return tuple(row for code_id in found for row in rows_of_branch(tree, code_id))
    return tuple(row_of_code(tree, code_id) for code_id in found)


def _compared(comparison: Comparison, paths: list[str]) -> dict[str, object]:
    return {
        "count": comparison.count.value,
        "by": list(comparison.by),
        "columns": [column.label for column in comparison.columns],
        "rows": [
            {"code": path, "cells": [asdict(cell) for cell in row.cells], "total": asdict(row.total)}
            for path, row in zip(paths, comparison.rows, strict=True)
        ],
        "unit": comparison.unit,
        "notes": list(comparison.notes),
    }


def _show_comparison(comparison: Comparison, paths: list[str]) -> None:
    def shown(value: float, of: int | None, nobody: bool) -> str:
        if nobody:
            return "–"
        if comparison.count is Count.RATE:
            return f"{value:.1f}"
        return f"{value:.0f}" if of is None or comparison.count is Count.WORDS else f"{value:.0f}/{of}"

    columns = comparison.columns if comparison.by else ()
    heads = (_("Code"), *(column.label for column in columns), comparison.all.label)
    rows = [
        (path, *(shown(cell.value, cell.of, cell.nobody) for cell in (*(row.cells if comparison.by else ()), row.total)))
        for path, row in zip(paths, comparison.rows, strict=True)
    ]
    if sum(width(head) + 2 for head in heads) > WIDEST and len(rows) < len(heads):
        heads, *rows = (tuple(line) for line in zip(heads, *rows, strict=True))
        heads = (", ".join(comparison.by), *heads[1:])
    show_table(heads, rows, right=range(1, len(heads)))
    for sentence in (comparison.unit, *comparison.notes):
        say(sentence)


@click.command(cls=QcoderCommand, epilog=example('qcoder suggest study.qcoder --code "informal advice" --limit 10'))
@project_argument
@click.option("--code", metavar="C", required=True, help=_("The code to look for, with its subcodes."))
@click.option("--by-coder", metavar="X", help=_("Learn from what this coder has coded; otherwise from all."))
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help=_("At most so many."))
@json_option
def suggest(project: Path, code: str, by_coder: str | None, limit: int, as_json: bool) -> None:
    """Propose passages for a code, best first. Nothing is coded by this.

    Proposals are made only where they have been right often enough on the passages that are coded already.
    """
    from qcoder.suggest.queue import suggest as ask

    with look_into(project) as opened:
        ids = coder_ids(opened.read, by_coder)
        found = ask(opened.read, opened.read.codes.tree().find(code).id, ids[0] if ids else None, limit)
    measured = {**asdict(found.measured), "precision": found.measured.precision}
    if as_json:
        items = [
            {
                "document": item.document,
                "start": item.span.start,
                "end": item.span.end,
                "text": item.text,
                "score": item.score,
                "because": list(item.because),
                "nearest": {"document": item.nearest.document, "text": item.nearest.text},
            }
            for item in found.items
        ]
        show_json({"code": found.code, "ready": found.ready, "why_not": found.why_not, "measured": measured, "items": items})
        return
    if not found.ready:
        say(found.why_not)
        return
    sentence = _("Of the {of} best proposals for “{code}” in transcripts held back, {right} were coded so.")
    say(sentence.format(of=found.measured.of, code=found.code, right=found.measured.right))
    for item in found.items:
        say(f"{item.score:.2f}  {item.document}: “{' '.join(item.text.split())}”")
        say(f"      {_('because of')}: {', '.join(item.because)}")
