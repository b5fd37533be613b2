"""The command find: words, patterns and codes with codes, asked now or kept under a name."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import click

from qcoder.analysis.asked import WORKSPACE, Asked, Restored, from_json, missing_sentence, there_is, to_json
from qcoder.analysis.code_queries import Relation
from qcoder.analysis.finding import Hit, Search
from qcoder.analysis.query import Options
from qcoder.changes.queries import SaveQuery
from qcoder.cli.asking import limited, where_options
from qcoder.cli.output import say, shortened, show_json, show_table, warn
from qcoder.cli.shapes import QcoderCommand, coder_option, example, json_option, project_argument
from qcoder.cli.surroundings import Surroundings, look_into
from qcoder.domain.codes import same_name
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.words import _, n_


@click.command(cls=QcoderCommand, epilog=example('qcoder find study.qcoder "NEAR(ring road, 5)" --said-by participants --locality City'))
@project_argument
@click.argument("query", required=False, default="")
@click.option(
    "--regex", is_flag=True, help=_("QUERY is a regular expression, of Python's kind; it may take 10 seconds in all and is stopped then.")
)
@click.option("--whole-words", is_flag=True, help=_("Do not find QUERY within longer words."))
@click.option("--case", is_flag=True, help=_("Capital and small letters are different."))
@click.option("--accents", is_flag=True, help=_("Letters with and without accents are different."))
@click.option("--a", "a_codes", metavar="C", multiple=True, help=_("Instead of QUERY: passages of this code, by how they stand to --b."))
@click.option(
    "--relation",
    type=click.Choice([relation.value for relation in Relation]),
    default=Relation.OVERLAPS.value,
    show_default=True,
    help=_("How passages of --a stand to those of --b."),
)
@click.option("--b", "b_codes", metavar="C", multiple=True, help=_("The other code, or several."))
@click.option(
    "--within-turns", type=click.IntRange(0, 99), default=2, show_default=True, metavar="N", help=_("For “followed by”: how many turns on.")
)
@where_options()
@click.option("--saved", metavar="NAME", help=_("Ask a question that was saved under this name."))
@click.option("--save", metavar="NAME", help=_("Save this question with the project under a name."))
@click.option("--questions", is_flag=True, help=_("List the saved questions."))
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help=_("Stop after so many."))
@coder_option
@json_option
@click.pass_obj
def find(
    surroundings: Surroundings,
    /,
    project: Path,
    query: str,
    saved: str | None,
    save: str | None,
    questions: bool,
    limit: int | None,
    coder: str | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Find words in all transcripts of P. Case and accents do not count unless you say so.

    Words in QUERY are looked for one after the other, as they stand. AND, OR, NOT, NEAR(a b, 5), brackets, "quotation marks" and
    a star for any letters (teach*) work as in the window; AND, NOT and NEAR look within one turn. With --a and --b passages of
    codes are found by how they stand to those of others.
    """
    if questions:
        _list_questions(project, as_json)
        return
    _check_usage(query, saved, how)
    with look_into(project) as opened:
        read = opened.read
        restored = _saved(read, saved) if saved is not None else Restored(_asked(read, query, how), ())
        asked, names = restored.asked, {document.id: document.name for document in read.documents.all()}
        rows = [(names[hit.document_id], hit) for hit in islice(hits_of(read, asked.search(read.codes.tree(), None)), limit)]
    if restored.missing:
        warn(missing_sentence(restored.missing))
    if save is not None:
        with surroundings.change(project, coder) as changed:
            changed.do(SaveQuery(WORKSPACE, save, to_json(asked, there_is(changed.read).names)))
    if as_json:
        show_json([_found(name, hit) for name, hit in rows])
        return
    for name, hit in rows:
        before, after = " ".join(hit.before.split()), " ".join(hit.after.split())
        say(f"{name}, {hit.speaker or '–'}, {hit.span.start}: …{before[-30:]} [{shortened(hit.text)}] {after[:30]}…")
    say(n_("{n} place found.", "{n} places found.", len(rows)))


def _check_usage(query: str, saved: str | None, how: Mapping[str, Any]) -> None:
    codes = bool(how["a_codes"] or how["b_codes"])
    if sum((bool(query), saved is not None, codes)) != 1:
        raise click.UsageError(_("Give one of: QUERY, --a with --b, or --saved."))


def _asked(read: Reader, query: str, how: Mapping[str, Any]) -> Asked:
    asked = limited(read, how)
    if how["a_codes"] or how["b_codes"]:
        tree = read.codes.tree()
        a, b = (frozenset(tree.find(code).id for code in how[side]) for side in ("a_codes", "b_codes"))
        return replace(asked, by_codes=True, a=a, b=b, relation=Relation(how["relation"]), within_turns=how["within_turns"])
    options = Options(case=how["case"], accents=how["accents"], whole_words=how["whole_words"], regex=how["regex"])
    return replace(asked, text=query, options=options)


def _saved(read: Reader, name: str) -> Restored:
    kept = read.queries.of(WORKSPACE)
    found = next((query for query in kept if same_name(query.name, " ".join(name.split()))), None)
    if found is None:
        names = ", ".join(f"“{query.name}”" for query in kept) or _("none")
        raise KnownError(_("There is no saved question “{name}”; there are: {names}.").format(name=name, names=names))
    restored = from_json(found.asked, there_is(read))
    if restored.asked.is_empty or restored.asked.listing:
        what = missing_sentence(restored.missing) or _("It asks for a list of words; see the command words.")
        raise KnownError(_("The saved question “{name}” cannot be asked here. {what}").format(name=found.name, what=what))
    return restored


def _list_questions(project: Path, as_json: bool) -> None:
    with look_into(project) as opened:
        read = opened.read
        tree, there, coders = read.codes.tree(), there_is(read), {coder.id: coder.name for coder in read.study.coders()}
        rows = [
            (query.name, from_json(query.asked, there).asked.title(tree), coders[query.coder_id]) for query in read.queries.of(WORKSPACE)
        ]
    if as_json:
        show_json([{"name": name, "asks": asks, "coder": coder} for name, asks, coder in rows])
    else:
        show_table((_("Name"), _("Asks"), _("Saved by")), rows)


def hits_of(read: Reader, search: Search) -> Iterator[Hit]:
    """Every place of a search, as they are found."""
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
