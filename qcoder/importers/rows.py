"""Tables in documents: which column is the speaker, which the time, which the words."""

from collections import Counter
from dataclasses import dataclass

from qcoder.importers.grammar import Line
from qcoder.importers.marks import could_be_label, is_time, milliseconds
from qcoder.importers.sources import Block, Kind
from qcoder.importers.words_of_labels import is_refused, is_role, key_of

_HEADS = {
    "speaker": "speaker name who speakers participant person sprecher sprecherin name hablante orador locuteur intervenant "
    "interlocuteur falante parlante spreker 发言人 说话人 المتحدث דובר ομιλητής говорящий",
    "time": "time timestamp timecode start zeit zeitmarke hora tiempo temps heure tempo tijd 时间 الوقت זמן время",
    "text": "text transcript speech utterance content words said dialogue texto texte testo tekst transkript 内容 النص טקסט текст",
}
_HEAD_WORDS = {word: kind for kind, words in _HEADS.items() for word in words.split()} | {"time stamp": "time", "start time": "time"}


@dataclass(frozen=True, slots=True)
class _Columns:
    """Column numbers; `time` is None where the table has none."""

    speaker: int
    time: int | None
    text: int
    header: bool


def lines_of_table(rows: list[Block]) -> list[Line]:
    """The rows of one table as lines: with their speaker if a column names one, else as text for the line grammar."""
    width = max(len(row.cells) for row in rows)
    table = [(*row.cells, *[""] * (width - len(row.cells))) for row in rows]
    columns = _columns(table)
    if columns is None:
        return _plain(table)
    lines: list[Line] = []
    speaker: str | None = None
    for row in table[1:] if columns.header else table:
        named = " ".join(row[columns.speaker].strip().rstrip(":：").split())
        speaker = named or speaker
        clock = row[columns.time].strip() if columns.time is not None else ""
        times = milliseconds(clock) if clock and is_time(clock) else (None, None)
        lead = "\t".join(part for part in (clock, named) if part)
        lines.extend(_row_lines(row, columns, speaker, lead, times))
    return lines


def _row_lines(row: tuple[str, ...], columns: _Columns, speaker: str | None, lead: str, times: tuple[int | None, int | None]) -> list[Line]:
    said = row[columns.text].strip()
    lines: list[Line] = []
    if said:
        lines.append(Line(said, Kind.ROW, speaker=speaker, lead=lead, start_ms=times[0], end_ms=times[1], note=speaker is None))
    elif lead:
        lines.append(Line(lead, Kind.ROW, note=True))
    used = {columns.speaker, columns.time, columns.text}
    others = (cell.strip() for i, cell in enumerate(row) if i not in used)
    lines.extend(Line(cell, Kind.ROW, note=True) for cell in others if cell and not cell.isdigit())
    return lines


def _plain(table: list[tuple[str, ...]]) -> list[Line]:
    """No speaker column: line numbers leave, the other cells of a row stand side by side."""
    kept = [i for i in range(len(table[0])) if any(cell[i].strip() and not cell[i].strip().isdigit() for cell in table)]
    lines: list[Line] = []
    for row in table:
        cells = [row[i].strip() for i in kept if row[i].strip()]
        if any("\n" in cell for cell in cells) or len(cells) == 1:
            lines.extend(Line(text, first=n == 0) for cell in cells for n, text in enumerate(cell.split("\n")))
        elif cells:
            lines.append(Line("\t".join(cells)))
    return lines


def _columns(table: list[tuple[str, ...]]) -> _Columns | None:
    heads = [_HEAD_WORDS.get(key_of(cell)) for cell in table[0]]
    header = "text" in heads or ("speaker" in heads and len(table) > 1)
    body = table[1:] if header else table
    if not body:
        return None
    width = len(table[0])
    time = heads.index("time") if header and "time" in heads else next((i for i in range(width) if _is_time_column(body, i)), None)
    fixed = heads.index("text") if header and "text" in heads else None
    speaker = heads.index("speaker") if header and "speaker" in heads else _speaker_column(body, {fixed, time})
    others = [i for i in range(width) if i not in {speaker, time}]
    if speaker is None or not others:
        return None
    text = fixed if fixed is not None else max(others, key=lambda i: sum(len(row[i]) for row in body))
    return None if text == speaker else _Columns(speaker, time, text, header)


def _is_time_column(body: list[tuple[str, ...]], i: int) -> bool:
    filled = [row[i] for row in body if row[i].strip()]
    return len(filled) >= 2 and sum(map(is_time, filled)) >= 0.6 * len(filled)


def _speaker_column(body: list[tuple[str, ...]], taken: set[int | None]) -> int | None:
    """The first short column of labels in which at least one recurs, or one is a role's."""
    for i in range(len(body[0])):
        names = [row[i].strip().rstrip(":：") for row in body if row[i].strip()]
        if i in taken or not names:
            continue
        fitting = [name for name in names if could_be_label(name) and not is_refused(name)]
        counts = Counter(map(key_of, fitting))
        if len(fitting) >= 0.8 * len(names) and (max(counts.values(), default=0) >= 2 or sum(map(is_role, set(fitting))) >= 2):
            return i
    return None
