"""Transcripts from files: read them, understand who speaks, and correct what was understood before anything is written."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qcoder.domain.documents import Transcript
from qcoder.importers.files import SUFFIXES, read_source
from qcoder.importers.grammar import Labels, Line, decide
from qcoder.importers.marks import is_direction
from qcoder.importers.rows import lines_of_table
from qcoder.importers.sources import Block, Kind, Source
from qcoder.importers.turns import Builder, Naming, Segment, build_nameless, is_wrapped, render
from qcoder.importers.words_of_labels import bare, is_interviewer, key_of
from qcoder.words import _

__all__ = ["SUFFIXES", "Corrections", "Source", "read_source", "read_transcript", "understand"]

_NUMBERED = re.compile(r"\s*\d{1,2}(?:\.?[a-z]|(?:\.\d{1,2})+)?[.)]?\s+\S")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person says about a preview.

    `rename` maps a label to the name to use (two labels with one name are joined); `not_speakers` are labels that go back into the
    text; `interviewers` are the labels, before or after renaming, that are interviewers' (None: guess from their words).
    """

    rename: Mapping[str, str] = field(default_factory=dict)
    not_speakers: frozenset[str] = frozenset()
    interviewers: frozenset[str] | None = None


def read_transcript(path: Path, *, encoding: str | None = None, corrections: Corrections | None = None) -> Transcript:
    """Read and understand one file; raises KnownError if it cannot be read as a transcript."""
    return understand(read_source(path, encoding=encoding), corrections)


def understand(source: Source, corrections: Corrections | None = None) -> Transcript:
    """Find the turns of a source. Pure, and total: every source has a transcript, if need be one without speakers."""
    corrections = corrections or Corrections()
    lines = _lines(source.blocks)
    labels = decide(lines)
    naming = _naming(lines, labels, corrections)
    warnings = list(source.warnings)
    segments = _segments(lines, labels, naming, source, warnings)
    text, turns = render(segments)
    speakers = dict.fromkeys(turn.speaker for turn in turns if turn.speaker is not None)
    return Transcript(
        name=source.name,
        text=text,
        turns=turns,
        interviewers=_interviewers(speakers, corrections),
        warnings=tuple(warnings),
        source=source.file,
        encoding=source.encoding,
    )


def _segments(lines: list[Line], labels: Labels, naming: Naming, source: Source, warnings: list[str]) -> list[Segment]:
    named = {line.speaker for line in lines if line.speaker is not None}
    for number, line in enumerate(lines):
        mark = labels.mark(number, line)
        speaker = naming.speaker(mark) if mark is not None else None
        if speaker is not None:
            named.add(speaker)
    if not named:
        warnings.append(_("No speakers were found in “{file}”; every paragraph stands as a turn without a name.").format(file=source.file))
        return build_nameless(lines, labels)
    unlabelled = _unlabelled(lines, labels, naming, named)
    if unlabelled == "all":
        warnings.append(
            _("Only interviewers are named in “{file}”; other paragraphs stand as turns without a name.").format(file=source.file)
        )
        numbered = [line for line in lines if _NUMBERED.match(line.text) and line.kind is Kind.PARAGRAPH]
        for line in numbered if len(numbered) >= 3 else ():
            line.note = True
    elif unlabelled == "before":
        warnings.append(_("“{file}” begins with much text without a speaker; it stands as turns without a name.").format(file=source.file))
    return Builder(labels, naming, unlabelled, wrapped=is_wrapped(lines)).build(lines)


def _unlabelled(lines: list[Line], labels: Labels, naming: Naming, named: set[str]) -> str:
    """Whether lines without a label are speech of nobody in particular: "all", those "before" the first label, or "none"."""
    if any(line.speaker is not None for line in lines):
        return "none"
    sizes = [len(line.text) for line in lines]  # characters: words cannot be counted in every script
    marked = [labels.mark(number, line) is not None for number, line in enumerate(lines)]
    first = marked.index(True)
    free = sum(size for size, has, line in zip(sizes, marked, lines, strict=True) if not has and line.kind is Kind.PARAGRAPH)
    if all(is_interviewer(name) for name in named) and free > 0.4 * sum(sizes):
        return "all"
    before = sum(
        size for size, line in zip(sizes[:first], lines[:first], strict=True) if line.kind is Kind.PARAGRAPH and not is_direction(line.text)
    )
    return "before" if before > 2000 or (before > 500 and before > 0.2 * sum(sizes)) else "none"


def _lines(blocks: tuple[Block, ...]) -> list[Line]:
    lines: list[Line] = []
    rows: list[Block] = []
    for block in blocks:
        if rows and (block.kind is not Kind.ROW or block.table != rows[0].table):
            lines.extend(lines_of_table(rows))
            rows = []
        if block.kind is Kind.ROW:
            if block.cells:
                rows.append(block)
        elif block.kind is Kind.CUE:
            lines.extend(_cue_lines(block))
        else:
            lines.extend(_block_lines(block))
    if rows:
        lines.extend(lines_of_table(rows))
    return [line.read() for line in lines]


def _block_lines(block: Block) -> list[Line]:
    if "\n" not in block.text:
        return [Line(block.text, block.kind, block.bold, block.raw, block.gap)]
    lines: list[Line] = []
    position = 0
    for number, text in enumerate(block.text.split("\n")):
        bold = min(max(0, block.bold - position), len(text))
        position += len(text) + 1
        lines.append(Line(text, block.kind, bold, gap=block.gap and number == 0, first=number == 0))
    if block.raw is not None and "\n" not in block.raw:
        lines[0].raw = None
    return lines


def _cue_lines(block: Block) -> list[Line]:
    """A cue's own lines are one stretch of speech, unless a later line has the shape of a label."""
    text = " ".join(block.text.split("\n"))
    line = Line(text, Kind.CUE, speaker=block.voice, lead=block.lead, start_ms=block.start_ms, end_ms=block.end_ms)
    if block.voice is not None or "\n" not in block.text:
        return [line]
    first, *others = (Line(part.strip(), Kind.CUE, start_ms=block.start_ms, end_ms=block.end_ms) for part in block.text.split("\n"))
    kept = [first]
    for other in others:
        other.read()
        if any(mark.style == 1 and mark.name_like for mark in other.marks):
            kept.append(other)
        else:
            kept[-1].text += " " + other.text
    return kept


def _naming(lines: list[Line], labels: Labels, corrections: Corrections) -> Naming:
    """One name per key, as it was written most often; `Ann Lee (AL)` and a later `AL` are one speaker."""
    written: dict[str, Counter[str]] = {}
    for number, line in enumerate(lines):
        mark = labels.mark(number, line)
        if mark is not None:
            written.setdefault(mark.key, Counter())[mark.label] += 1
    names = {key: counts.most_common(1)[0][0] for key, counts in written.items()}
    for key, name in list(names.items()):
        short = _initials_given(name)
        if short and key_of(short) in names and key_of(short) != key:
            names[key_of(short)] = name
    rename = {key_of(label): name.strip() for label, name in corrections.rename.items() if name.strip()}
    refused = {key_of(label) for label in corrections.not_speakers}
    gone = frozenset(key for key, name in names.items() if key in refused or key_of(name) in refused)
    for line in lines:
        if line.speaker is not None:
            if key_of(line.speaker) in refused:
                line.text, line.speaker = (line.lead.replace("\t", " ") + ": " + line.text if line.kind is Kind.ROW else line.text), None
            else:
                line.speaker = rename.get(key_of(line.speaker), line.speaker)
    return Naming({key: rename.get(key_of(name), rename.get(key, name)) for key, name in names.items()}, gone)


def _initials_given(name: str) -> str:
    """`Aaron van Wirdum (AvW)` -> `AvW`; empty if what stands in brackets is not made of the initials."""
    match = re.fullmatch(r"(.+?)\s*[(（]\s*(\w{1,5})\s*[)）]", name)
    if match is None or "".join(word[0] for word in bare(name).split()).casefold() != match[2].casefold():
        return ""
    return match[2]


def _interviewers(speakers: Mapping[str, None], corrections: Corrections) -> frozenset[str]:
    if corrections.interviewers is None:
        return frozenset(name for name in speakers if is_interviewer(name))
    told = {key_of(label) for label in corrections.interviewers}
    told |= {key_of(name) for label, name in corrections.rename.items() if key_of(label) in told}
    return frozenset(name for name in speakers if key_of(name) in told)
