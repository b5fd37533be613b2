"""The command memos: memos and the journal, listed or written to a file."""

from datetime import datetime
from pathlib import Path

import click

from qcoder.cli.finding import coder_ids
from qcoder.cli.output import say, shortened, show_json
from qcoder.cli.shapes import QcoderCommand, example, json_option, out_option, project_argument
from qcoder.cli.surroundings import look_into
from qcoder.domain.memos import Subject, kind_words
from qcoder.domain.richtext import plain
from qcoder.project.read.memo_list import MemoLine, WantedMemos, find_memos
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.project.write import no_progress
from qcoder.words import _, n_


@click.command(cls=QcoderCommand, epilog=example('qcoder memos study.qcoder --about journal --text "second wave" --out memos.docx'))
@project_argument
@click.option(
    "--about",
    type=click.Choice([*(kind.value for kind in Subject if kind is not Subject.PROJECT), "journal"]),
    multiple=True,
    help=_("Only memos about such things, or the journal; may be given several times."),
)
@click.option("--code", metavar="C", help=_("Only about this code, its subcodes, and passages coded with them."))
@click.option("--by-coder", metavar="X", help=_("Only what this coder has written."))
@click.option("--text", metavar="WORDS", default="", help=_("Only with all these words; capitals and accents do not count."))
@out_option
@json_option
def memos(
    project: Path, about: tuple[str, ...], code: str | None, by_coder: str | None, text: str, out: Path | None, as_json: bool
) -> None:
    """List memos and journal entries, last changed first.

    With --out they go to a docx, xlsx, csv or html file, those about passages with the passage.
    """
    with look_into(project) as opened:
        read = opened.read
        kinds = frozenset(Subject.PROJECT if one == "journal" else Subject(one) for one in about)
        coders = coder_ids(read, by_coder)
        wanted = WantedMemos(
            kinds=kinds or None,
            coders=None if coders is None else frozenset(coders),
            codes=None if code is None else frozenset({read.codes.tree().find(code).id}),
            text=text,
            group_by="nothing",
        )
        lines = find_memos(read, wanted, no_progress).lines
        passages = [line.subject_id for line in lines if line.span is not None and line.subject_id is not None]
        quotes = {quote.id: quote for quote in QuoteFinder(read).of_ids(passages)}
        if out is not None:
            from qcoder.exporters.memos import MemoSheaf, export_memos

            export_memos([MemoSheaf("", lines)], quotes, out, datetime.now().astimezone(), project=read.name())
    if as_json:
        show_json([_memo(line, quotes) for line in lines])
        return
    if out is None:
        for line in lines:
            say(" · ".join(filter(None, (kind_words(line.subject), line.thing, line.coder, _local(line.changed_at)))))
            say(f"    {shortened(plain(line.text))}")
    counted = n_("{n} memo", "{n} memos", len(lines))
    say(_("Wrote {what} to {file}.").format(what=counted, file=out) if out is not None else counted + ".")


def _memo(line: MemoLine, quotes: dict[int, Quote]) -> dict[str, object]:
    quote = quotes.get(line.subject_id or 0) if line.span is not None else None
    return {
        "id": line.id,
        "kind": "journal" if line.subject is Subject.PROJECT else line.subject.value,
        "about": line.thing,
        "document": line.document,
        "start": line.span.start if line.span is not None else None,
        "end": line.span.end if line.span is not None else None,
        "passage": quote.text if quote is not None else "",
        "coder": line.coder,
        "made_at": line.made_at,
        "changed_at": line.changed_at,
        "memo": plain(line.text),
    }


def _local(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000).astimezone():%Y-%m-%d %H:%M}"
