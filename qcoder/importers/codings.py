"""Tables of codings: by span, by quote, or rows of turns that make the documents too; csv, xlsx or jsonl."""

import json
from dataclasses import dataclass
from pathlib import Path

from qcoder.changes.coded_rows import CodedPassage, CodedTurn
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.importers.encoding import decode
from qcoder.importers.tables import Row, Table, fold, read_bytes, read_table, shown
from qcoder.words import _

_LISTED = "\x01"  # a control character, which no cell holds after normalisation
_DOCUMENT = ("document", "doc id", "transcript")


@dataclass(frozen=True, slots=True)
class CodingTable:
    """What a table held: passages for `ImportCodings`, or turns, in order within each document, for `ImportCodedTurns`; never both."""

    passages: tuple[CodedPassage, ...] = ()
    turns: tuple[CodedTurn, ...] = ()


def read_codings(path: Path, *, encoding: str | None = None) -> CodingTable:
    """Read a table of codings; its columns decide its shape.

    A cell `codes` holds several codes separated by `;` or line breaks, in jsonl also a list. Raises KnownError with the row's number.
    """
    path = Path(path)
    is_jsonl = path.suffix.casefold() in {".jsonl", ".ndjson"}
    table = _read_jsonl(path, encoding) if is_jsonl else read_table(path, encoding=encoding)
    if not table.has(*_DOCUMENT):
        raise _unknown_shape(table)
    if table.has("turn index") and table.has("text"):
        return CodingTable(turns=_turns(table))
    if not table.has("code", "codes"):
        raise _unknown_shape(table)
    if table.has("start") and table.has("end"):
        return CodingTable(passages=tuple(passage for row in table.rows for passage in _spans(table, row)))
    if table.has("quote", "text"):
        return CodingTable(passages=tuple(passage for row in table.rows for passage in _quotes(table, row)))
    raise _unknown_shape(table)


def _unknown_shape(table: Table) -> KnownError:
    return KnownError(
        _(
            "“{file}” is no table of codings: it needs the columns document, start, end, code; or document, quote, code; or "
            "doc_id, speaker, turn_index, text, codes; it has {found}."
        ).format(file=table.file, found=", ".join(table.header))
    )


def _read_jsonl(path: Path, encoding: str | None) -> Table:
    text, _name, _guessed = decode(read_bytes(path), path.name, encoding)
    rows: list[Row] = []
    header: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise KnownError(
                _("“{file}”, line {line}: this is not a JSON object; every line must be one.").format(file=path.name, line=number)
            )
        header.update(dict.fromkeys(value))
        rows.append(Row(number, {fold(str(name)): _text(cell) for name, cell in value.items()}))
    return Table(path.name, tuple(header), tuple(rows))


def _text(cell: object) -> str:
    if isinstance(cell, list):
        # A list says itself where each code ends, so that a semicolon within a name is only a semicolon.
        return _LISTED + _LISTED.join(map(shown, cell))
    return shown(cell)


def codes_of(cell: str) -> tuple[str, ...]:
    """The codes named in one cell."""
    parts = cell.split(_LISTED) if _LISTED in cell else cell.replace("\n", ";").split(";")
    return tuple(dict.fromkeys(name for part in parts if (name := " ".join(part.split()))))


def _document(table: Table, row: Row) -> str:
    name = row.get(*_DOCUMENT)
    if not name:
        raise table.wrong(row, _("there is no document; fill in that column or remove the row."))
    return " ".join(name.split())


def _codes(table: Table, row: Row) -> tuple[str, ...]:
    codes = codes_of(row.get("codes")) or tuple(name for name in (" ".join(row.get("code").split()),) if name)
    # An empty list says that there are none; an empty cell of one code is a gap.
    if not codes and not table.has("codes"):
        raise table.wrong(row, _("there is no code; fill in that column or remove the row."))
    return codes


def _spans(table: Table, row: Row) -> list[CodedPassage]:
    start, end = _number(table, row, "start"), _number(table, row, "end")
    if start >= end:
        raise table.wrong(row, _("the passage ends ({end}) before it starts ({start}).").format(start=start, end=end))
    span = Span(start, end)
    document, coder, memo = _document(table, row), row.get("coder"), row.get("memo")
    # The words, where the table has them, keep offsets of another text from falling on the wrong passage.
    quote = row.get("quote", "text")
    return [CodedPassage(row.number, document, code, span, quote, coder, memo) for code in _codes(table, row)]


def _quotes(table: Table, row: Row) -> list[CodedPassage]:
    quote = row.get("quote", "text")
    if not quote:
        raise table.wrong(row, _("there is no quote; fill in that column or remove the row."))
    document, coder, memo = _document(table, row), row.get("coder"), row.get("memo")
    return [CodedPassage(row.number, document, code, None, quote, coder, memo) for code in _codes(table, row)]


def _turns(table: Table) -> tuple[CodedTurn, ...]:
    """The rows of each document in order of their turn_index, documents in order of first mention."""
    order: dict[str, int] = {}
    rows: list[tuple[int, int, Row]] = []
    met: dict[tuple[str, int], int] = {}
    for row in table.rows:
        document, index = _document(table, row), _number(table, row, "turn index")
        if (document, index) in met:
            why = _("turn {index} of “{document}” is in row {line} already.")
            raise table.wrong(row, why.format(index=index, document=document, line=met[document, index]))
        met[document, index] = row.number
        rows.append((order.setdefault(document, len(order)), index, row))
    rows.sort(key=lambda entry: entry[:2])
    return tuple(
        CodedTurn(
            _document(table, row),
            " ".join(row.get("speaker").split()),
            row.cells.get("text", ""),
            codes_of(row.get("codes", "code")),
        )
        for _rank, _index, row in rows
    )


def _number(table: Table, row: Row, name: str) -> int:
    text = row.get(name)
    if not text.isdecimal() or len(text) > 12:
        raise table.wrong(row, _("{name} is “{text}”, which is not a whole number.").format(name=name, text=text))
    return int(text)
