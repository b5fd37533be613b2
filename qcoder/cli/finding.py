"""Commands that look into what is coded: quotes, suggest."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from qcoder.cli.output import say, shortened, show_json
from qcoder.cli.shapes import QcoderCommand, example, json_option, out_option, project_argument
from qcoder.cli.surroundings import look_into
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.words import _, n_


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
