"""The command words: how often which words are said."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from qcoder.analysis.finding import Whose
from qcoder.analysis.frequencies import WordRow, chosen, count_words_said, per_thousand
from qcoder.analysis.leaving_out import LeftOut, read_left_out
from qcoder.cli.asking import limited, where_options
from qcoder.cli.output import say, show_json, show_table
from qcoder.cli.shapes import PATH, QcoderCommand, example, json_option, out_option, project_argument
from qcoder.cli.surroundings import look_into
from qcoder.domain.errors import KnownError
from qcoder.words import _, n_


@click.command(cls=QcoderCommand, epilog=example("qcoder words study.qcoder --locality City --limit 50"))
@project_argument
@where_options(Whose.PARTICIPANTS)
@click.option("--least-letters", type=click.IntRange(min=1), default=3, show_default=True, metavar="N", help=_("Leave out shorter words."))
@click.option("--all-words", is_flag=True, help=_("Leave out no words, neither English ones of little meaning nor the project's own list."))
@click.option("--leave-out", metavar="FILE", type=PATH, help=_("A text file with more words to leave out."))
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help=_("Only the N most frequent."))
@out_option
@json_option
def words(
    project: Path,
    least_letters: int,
    all_words: bool,
    leave_out: Path | None,
    limit: int | None,
    out: Path | None,
    as_json: bool,
    **limits: Any,
) -> None:
    """Count how often each word is said, and by how many. Words of interviewers are left out unless you say so.

    Words are counted as they are written, whatever their case. With --out the list goes to an xlsx or csv file.
    """
    with look_into(project) as opened:
        read = opened.read
        counted = count_words_said(read, limited(read, limits).where(read.codes.tree()))
        left = LeftOut((), english=False) if all_words else read_left_out(read)
        if leave_out is not None:
            left = replace(left, own=(*left.own, *_own(leave_out)))
        rows = chosen(counted.rows or (), left.words, 1 if all_words else least_letters)[:limit]
        name = read.name()
    if out is not None:
        from qcoder.exporters.words import export_words

        cells = [(row.word, row.count, round(per_thousand(row.count, counted.words), 3), row.documents, row.participants) for row in rows]
        export_words(cells, out, datetime.now().astimezone(), project=name)
    if as_json:
        show_json({"words": counted.words, "different": counted.different, "rows": [_row(row, counted.words) for row in rows]})
        return
    if out is None:
        heads = (_("Word"), _("Count"), _("Per 1,000 words"), _("Documents"), _("Participants"))
        lines = [(r.word, r.count, f"{per_thousand(r.count, counted.words):.2f}", r.documents, r.participants) for r in rows]
        show_table(heads, lines, right=range(1, 5))
    listed = n_("{n} word listed", "{n} words listed", len(rows))
    say(_("{listed}, of {words} counted.").format(listed=listed, words=f"{counted.words:,}"))


def _own(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text(encoding="utf-8-sig").split())
    except (OSError, UnicodeDecodeError):
        raise KnownError(_("“{name}” cannot be read as text in UTF-8.").format(name=path.name)) from None


def _row(row: WordRow, words: int) -> dict[str, object]:
    return {
        "word": row.word,
        "count": row.count,
        "per_1000_words": round(per_thousand(row.count, words), 3),
        "documents": row.documents,
        "participants": row.participants,
    }
