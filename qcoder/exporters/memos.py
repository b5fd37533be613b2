"""Memos and the journal as a file: Word and web pages to read, csv and xlsx to work on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.memos import Subject, kind_words
from qcoder.domain.richtext import Block, Kind, parse, plain, signed
from qcoder.exporters.files import export_to
from qcoder.exporters.frames import Values, frame_of
from qcoder.exporters.pages import element, page_bytes, safe
from qcoder.exporters.phrases import source_of
from qcoder.exporters.sheets import Sheet, csv_bytes, rows_of, xlsx_bytes
from qcoder.exporters.word import Run, Word, beside
from qcoder.project.read.memo_list import MemoLine
from qcoder.project.read.quotes import Quote
from qcoder.words import _, n_

if TYPE_CHECKING:
    from pandas import DataFrame

MEMO_COLUMNS = ("kind", "about", "document", "start", "end", "passage", "code", "coder", "written", "changed", "memo", "id")
_WIDTHS = (12, 32, 24, 8, 8, 60, 32, 14, 17, 17, 90, 22)
_BAR = "9AA7B4"


@dataclass(frozen=True, slots=True)
class MemoSheaf:
    """Memos that stand under one heading."""

    title: str
    lines: Sequence[MemoLine]


def export_memos(
    sheaves: Sequence[MemoSheaf], quotes: Mapping[int, Quote], path: Path, made: datetime, *, project: str, about: str = ""
) -> Path:
    """Write memos, in the order given, to a .docx, .xlsx, .csv or .html file.

    `quotes` are the passages of memos on codings, by the codings' ids; `about` says what was chosen. Word and html keep bold, italic and
    lists; the tables hold the words alone. Raises KnownError when the file cannot be written.
    """
    lines = [line for sheaf in sheaves for line in sheaf.lines]
    return export_to(
        path,
        {
            ".docx": lambda: memos_word(sheaves, quotes, made, project=project, about=about).data(),
            ".xlsx": lambda: xlsx_bytes([Sheet(_("Memos"), rows_of(memos_frame(lines, quotes)), _WIDTHS, 1)], title=project, made=made),
            ".csv": lambda: csv_bytes(memos_frame(lines, quotes)),
            ".html": lambda: _page(sheaves, quotes, made, project, about),
        },
    )


def memos_frame(lines: Sequence[MemoLine], quotes: Mapping[int, Quote]) -> "DataFrame":
    """One row a memo in the order given: MEMO_COLUMNS, all text but `start` and `end`; times in UTC, ids as text."""
    passages = [quotes.get(line.subject_id or 0) if line.subject is Subject.CODING else None for line in lines]
    values: dict[str, Values] = {
        "kind": [kind_words(line.subject) for line in lines],
        "about": [line.thing for line in lines],
        "document": [line.document for line in lines],
        "start": [None if line.span is None else line.span.start for line in lines],
        "end": [None if line.span is None else line.span.end for line in lines],
        "passage": ["" if quote is None else quote.text for quote in passages],
        "code": [line.thing if line.code_id is not None else "" for line in lines],
        "coder": [line.coder for line in lines],
        "written": [_utc(line.made_at) for line in lines],
        "changed": [_utc(line.changed_at) for line in lines],
        "memo": [plain(line.text) for line in lines],
        "id": [str(line.id) for line in lines],
    }
    return frame_of({name: ("Int64" if name in {"start", "end"} else "str", values[name]) for name in MEMO_COLUMNS})


def memos_word(sheaves: Sequence[MemoSheaf], quotes: Mapping[int, Quote], made: datetime, *, project: str, about: str = "") -> Word:
    """The memos as a Word document."""
    word = Word(_("Memos"), made, project)
    word.paragraph(_("Memos"), "Title")
    word.paragraph(project, "Subtitle")
    word.paragraph(_facts(sheaves, made), "Details")
    if about:
        word.paragraph(about, "Details")
    for sheaf in sheaves:
        if sheaf.title:
            word.heading(sheaf.title, 1)
        for line in sheaf.lines:
            word.heading(_title(line), 2)
            quote = quotes.get(line.subject_id or 0) if line.subject is Subject.CODING else None
            if quote is not None:
                word.paragraph(f"“{quote.text.strip()}”", "Passage", bar=_BAR)
                word.paragraph(beside(source_of(quote), quote.text), "Passage Source", bar=_BAR)
            for sign, block in signed(block for block in parse(line.text) if block.runs or block.kind is not Kind.TEXT):
                word.paragraph([Run(sign), *_word_runs(block)], "Normal")
            word.paragraph(_who(line), "Note")
    return word


def _word_runs(block: Block) -> Iterator[Run]:
    for run in block.runs:
        yield Run(run.text, bold=run.bold, italic=run.italic, underline=bool(run.target))


def _title(line: MemoLine) -> str:
    """`Code · learning > cover`, `Journal · 2026-05-31`."""
    kind = kind_words(line.subject)
    if line.subject is Subject.PROJECT:
        return f"{kind[:1].upper() + kind[1:]} · {_local(line.made_at)[:10]}"
    return " · ".join(filter(None, (kind[:1].upper() + kind[1:], line.thing, line.document if line.document != line.thing else "")))


def _who(line: MemoLine) -> str:
    """Who wrote it and when, in the person's own time."""
    written, changed = _local(line.made_at), _local(line.changed_at)
    return " · ".join(filter(None, (line.coder, written, _("changed {time}").format(time=changed) if changed != written else "")))


def _facts(sheaves: Sequence[MemoSheaf], made: datetime) -> str:
    return f"{made.day} {made:%B %Y} · " + n_("{n} memo", "{n} memos", sum(len(sheaf.lines) for sheaf in sheaves))


def _page(sheaves: Sequence[MemoSheaf], quotes: Mapping[int, Quote], made: datetime, project: str, about: str) -> bytes:
    parts = ["<header>", element("h1", _("Memos")), element("p", project), element("p", _facts(sheaves, made))]
    parts += [element("p", about)] if about else []
    parts.append("</header>")
    for sheaf in sheaves:
        parts += [element("h2", f"{sheaf.title} ({len(sheaf.lines)})")] if sheaf.title else []
        for line in sheaf.lines:
            parts.append(element("p", _title(line), kind="label"))
            quote = quotes.get(line.subject_id or 0) if line.subject is Subject.CODING else None
            if quote is not None:
                parts += [element("blockquote", f"“{quote.text.strip()}”"), element("p", source_of(quote), kind="source")]
            parts += _html(parse(line.text))
            parts.append(element("p", _who(line), kind="note"))
    return page_bytes(_("Memos") + " · " + project, parts)


def _html(blocks: Sequence[Block]) -> Iterator[str]:
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        some = list(group)
        if kind is Kind.TEXT:
            yield '<p dir="auto">' + "<br>".join(_html_runs(block) for block in some) + "</p>"
        else:
            tag = "ul" if kind is Kind.BULLET else "ol"
            yield f"<{tag}>" + "".join(f'<li dir="auto">{_html_runs(block)}</li>' for block in some) + f"</{tag}>"


def _html_runs(block: Block) -> str:
    parts = []
    for run in block.runs:
        text = safe(run.text)
        for tag, on in (("u", bool(run.target)), ("i", run.italic), ("b", run.bold)):
            text = f"<{tag}>{text}</{tag}>" if on else text
        parts.append(text)
    return "".join(parts)


def _utc(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M}"


def _local(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000).astimezone():%Y-%m-%d %H:%M}"


def heading_of(path: str) -> str:
    """A heading of the window as a file has it."""
    return path.replace(" › ", PATH_SEPARATOR)
