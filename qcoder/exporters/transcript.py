"""A transcript as a file to read: labels and times written back before what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qcoder.domain.documents import Speaker, StoredTurn
from qcoder.domain.errors import KnownError
from qcoder.exporters.files import export_to
from qcoder.exporters.pages import element, page_bytes, safe
from qcoder.exporters.phrases import clock
from qcoder.exporters.word import Run, Word
from qcoder.project.read import Reader
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a transcript: what was said with its label (empty for none), or, `aside`, what stands between turns."""

    label: str
    text: str
    aside: bool = False


def export_document(read: Reader, document_id: int, path: Path, made: datetime) -> Path:
    """Write one transcript to a .docx or .html file. Raises KnownError when it is gone or the file cannot be written."""
    document = read.documents.get(document_id)
    if document is None:
        raise KnownError(_("That document is no longer in the project."))
    facts = " · ".join((read.name(), f"{made.day} {made:%B %Y}", n_("{n} word", "{n} words", document.words)))
    parts = list(pieces(read.documents.text(document_id), read.documents.turns(document_id), read.documents.speakers(document_id)))
    return export_to(
        path,
        {
            ".docx": lambda: _word(document.name, facts, parts, made, read.name()).data(),
            ".html": lambda: _page(document.name, facts, parts),
        },
    )


def pieces(text: str, turns: list[StoredTurn], speakers: list[Speaker]) -> Iterator[Piece]:
    """The whole text in order. A label that is still in the text, on the line where a turn begins, stays as it stands there."""
    names = {speaker.id: speaker.label for speaker in speakers}
    at = 0
    for turn in turns:
        between = text[at : turn.span.start]
        aside, _newline, inline = between.rpartition("\n") if "\n" in between else ("", "", between) if at == 0 else (between, "", "")
        yield from _asides(aside)
        label = inline.strip() or _label(turn, names)
        yield Piece(label, text[turn.span.start : turn.span.end])
        at = max(at, turn.span.end)
    yield from _asides(text[at:])


def _asides(text: str) -> Iterator[Piece]:
    for block in text.split("\n"):
        if block.strip():
            yield Piece("", block.strip(), aside=True)


def _label(turn: StoredTurn, names: dict[int, str]) -> str:
    """The label and time as they stood in the file, unless the speaker has another name now."""
    name = names.get(turn.speaker_id, "") if turn.speaker_id is not None else ""
    lead = " ".join(turn.lead.split())
    if lead and name in lead:
        return lead
    time = f"[{clock(turn.start_ms)}]" if turn.start_ms is not None else ""
    label = " ".join(part for part in (name, time) if part)
    return f"{label}:" if label else ""


def _word(name: str, facts: str, parts: list[Piece], made: datetime, project: str) -> Word:
    word = Word(name, made, project)
    word.paragraph(name, "Title")
    word.paragraph(facts, "Details")
    for part in parts:
        if part.aside:
            word.paragraph(part.text, "Note")
            continue
        paragraphs = part.text.split("\n\n")
        label = [Run(f"{part.label} ", bold=True)] if part.label else []
        word.paragraph([*label, Run(paragraphs[0])], "Speech")
        for more in paragraphs[1:]:
            word.paragraph(more.strip("\n"), "Speech")
    return word


def _page(name: str, facts: str, parts: list[Piece]) -> bytes:
    found = ["<header>", element("h1", name), element("p", facts), "</header>"]
    for part in parts:
        if part.aside:
            found.append(element("p", part.text, kind="note"))
            continue
        paragraphs = [safe(block.strip("\n")).replace("\n", "<br>") for block in part.text.split("\n\n")]
        label = f'<span class="label">{safe(part.label)}</span> ' if part.label else ""
        found.append(f'<p dir="auto">{label}{paragraphs[0]}</p>')
        found += [f'<p dir="auto">{block}</p>' for block in paragraphs[1:]]
    return page_bytes(name, found)
