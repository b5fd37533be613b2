"""Commands that make a project and take things in: new, import, people, code."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from qcoder.changes.coded_rows import CodedTaken, ImportCodedTurns, ImportCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.changes.people import ImportPeople
from qcoder.cli.output import clock, say, show_json, warn
from qcoder.cli.shapes import PATH, QcoderCommand, coder_option, example, json_option, project_argument
from qcoder.cli.surroundings import Surroundings, look_into
from qcoder.domain.documents import Transcript, count_words, text_hash
from qcoder.domain.errors import KnownError
from qcoder.importers.codebook import starter_codebooks
from qcoder.importers.codings import CodingTable, read_codings
from qcoder.importers.people import read_people
from qcoder.importers.transcripts import Corrections, read_transcript
from qcoder.importers.words_of_labels import is_interviewer
from qcoder.project.read import Reader
from qcoder.starters import new_project
from qcoder.words import _, n_


@click.command(cls=QcoderCommand, epilog=example('qcoder new study.qcoder --codebook local-learning-systems --coder "Ana"'))
@project_argument
@click.option("--codebook", metavar="NAME|FILE", help=_("A starter codebook by its name, or a csv, xlsx or docx file with one."))
@click.option("--name", help=_("The project's name; otherwise the file's."))
@coder_option
@json_option
@click.pass_obj
def new(surroundings: Surroundings, project: Path, codebook: str | None, name: str | None, coder: str | None, as_json: bool) -> None:
    """Make a project in the file P, from a starter codebook if wanted."""
    source = None if codebook is None else _codebook(codebook)
    with new_project(project, name or project.stem, surroundings.coder(coder), source) as made:
        codes = len(made.read.codes.tree())
        path = made.path
    if as_json:
        show_json({"project": str(path), "codes": codes})
    else:
        say(_("Made {path} with {codes}.").format(path=path, codes=n_("{n} code", "{n} codes", codes)))


def _codebook(name_or_file: str) -> Path:
    starters = starter_codebooks()
    wanted = name_or_file.replace("-", " ").casefold()
    for name, path in starters.items():
        if wanted == name.replace("-", " ").casefold():
            return path
    if Path(name_or_file).exists():
        return Path(name_or_file)
    names = ", ".join(path.stem for path in starters.values())
    raise KnownError(
        _("There is no codebook file or starter codebook “{name}”; the starter codebooks are: {names}.").format(
            name=name_or_file, names=names
        )
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """One file that was to be imported: its transcript, or why it cannot be."""

    file: Path
    transcript: Transcript | None = None
    error: str = ""


@click.command("import", cls=QcoderCommand, epilog=example("qcoder import study.qcoder interviews/*.docx"))
@project_argument
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@click.option("--preview", is_flag=True, help=_("Show what would come in, and write nothing."))
@click.option("--encoding", metavar="E", help=_("The encoding of text files, such as cp1252, where it is not found out rightly."))
@click.option(
    "--interviewer",
    "interviewers",
    metavar="LABEL",
    multiple=True,
    help=_("A label that is an interviewer's; otherwise the labels' words tell."),
)
@coder_option
@json_option
@click.pass_obj
def import_(
    surroundings: Surroundings,
    project: Path,
    files: tuple[Path, ...],
    preview: bool,
    encoding: str | None,
    interviewers: tuple[str, ...],
    coder: str | None,
    as_json: bool,
) -> int:
    """Import transcripts into P: txt, md, docx, odt, vtt or srt.

    A file that cannot be read is reported, and the others still go in, all of them as one step that can be undone.
    """
    corrections = Corrections(interviewers=frozenset(interviewers)) if interviewers else None
    found = [_read(file, encoding, corrections) for file in _expanded(files)]
    with look_into(project) if preview else surroundings.change(project, coder) as opened:
        found = _without_twins(opened.read, found, preview)
        good = [one.transcript for one in found if one.transcript is not None]
        ids = list(opened.do(ImportDocuments(tuple(good))).result) if good and not preview else [None] * len(good)
    rows: list[dict[str, object]] = []
    for one in found:
        if one.transcript is None:
            rows.append({"file": str(one.file), "error": one.error})
        else:
            rows.append(_imported(one.file, one.transcript, ids.pop(0)))
    if as_json:
        show_json(rows)
    else:
        _tell(found, preview)
    return 0 if len(good) == len(found) else 1


def _expanded(files: Iterable[Path]) -> list[Path]:
    """The files, patterns such as *.txt filled in where the shell has not, each file once."""
    found: list[Path] = []
    for file in files:
        pattern = file.name if any(sign in file.name for sign in "*?[") and not file.exists() else ""
        found.extend(sorted(file.parent.glob(pattern)) or [file] if pattern else [file])
    return list(dict.fromkeys(found))


def _read(file: Path, encoding: str | None, corrections: Corrections | None) -> _Read:
    try:
        return _Read(file, read_transcript(file, encoding=encoding, corrections=corrections))
    except KnownError as error:
        return _Read(file, error=error.sentence)


def _without_twins(read: Reader, found: list[_Read], preview: bool) -> list[_Read]:
    """Leave out what is in the project already, and give a free name to another text of a name that is taken."""
    names = {document.name.casefold(): document.text_hash for document in read.documents.all()}
    texts = {document.text_hash: document.name for document in read.documents.all()}
    kept = []
    for one in found:
        if one.transcript is not None:
            name, text = " ".join(one.transcript.name.split()), text_hash(one.transcript.text)
            if names.get(name.casefold()) == text and not preview:
                sentence = _("“{file}” is in this project already, as “{name}”; it was left out.")
                kept.append(_Read(one.file, error=sentence.format(file=one.file.name, name=texts[text])))
                continue
            warnings = list(one.transcript.warnings)
            if text in texts:
                warnings.append(_("It has the same text as “{name}”.").format(name=texts[text]))
            free = _free_name(name, names)
            if free != name:
                warnings.append(_("There is already a document “{name}”, so this one is named “{free}”.").format(name=name, free=free))
            names[free.casefold()] = text
            texts.setdefault(text, free)
            one = replace(one, transcript=replace(one.transcript, name=free, warnings=tuple(warnings)))
        kept.append(one)
    return kept


def _free_name(name: str, taken: Container[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _imported(file: Path, transcript: Transcript, document_id: int | None) -> dict[str, object]:
    turns = [
        {
            "speaker": turn.speaker,
            "text": transcript.text[turn.span.start : turn.span.end],
            "start": turn.span.start,
            "end": turn.span.end,
            "time": clock(turn.start_ms),
        }
        for turn in transcript.turns
    ]
    return {
        "file": str(file),
        "document": " ".join(transcript.name.split()),
        "id": document_id,
        "words": sum(count_words(str(turn["text"])) for turn in turns),
        "characters": len(transcript.text),
        "interviewers": sorted(transcript.interviewers),
        "turns": turns,
        "warnings": list(transcript.warnings),
    }


def _tell(found: list[_Read], preview: bool) -> None:
    for one in found:
        if one.transcript is None:
            warn(one.error)
            continue
        row = _imported(one.file, one.transcript, None)
        turns = n_("{n} turn", "{n} turns", len(one.transcript.turns))
        words = n_("{n} word", "{n} words", sum(count_words(one.transcript.text[t.span.start : t.span.end]) for t in one.transcript.turns))
        roles = [
            _("{speaker} (interviewer)").format(speaker=label) if label in one.transcript.interviewers else label
            for label in one.transcript.speakers
        ]
        verb = _("Would import") if preview else _("Imported")
        say(f"{verb} {row['document']}: {words}, {turns}; " + (_("speakers") + ": " + ", ".join(roles) if roles else _("no speakers")))
        for sentence in one.transcript.warnings:
            say(f"  {sentence}")


@click.command(cls=QcoderCommand, epilog=example("qcoder people study.qcoder people.csv"))
@project_argument
@click.argument("table", metavar="TABLE.csv|xlsx", type=PATH)
@click.option("--encoding", metavar="E", help=_("The encoding of a csv file, where it is not found out rightly."))
@coder_option
@json_option
@click.pass_obj
def people(surroundings: Surroundings, project: Path, table: Path, encoding: str | None, coder: str | None, as_json: bool) -> None:
    """Take in places, participants and their attributes from a table, one row a participant.

    Columns: participant, speaker, document, group, locality, school, wave; any others become attributes.
    """
    read = read_people(table, encoding=encoding)
    with surroundings.change(project, coder) as opened:
        taken = opened.do(ImportPeople(read.rows, read.kinds)).result
    if as_json:
        unmatched = list(taken.unmatched)
        show_json({"participants": taken.participants, "places": taken.places, "attributes": taken.attributes, "unmatched": unmatched})
        return
    parts = (
        n_("{n} participant", "{n} participants", taken.participants),
        n_("{n} new place", "{n} new places", taken.places),
        n_("{n} new attribute", "{n} new attributes", taken.attributes),
    )
    say(_("Took in {parts}.").format(parts=", ".join(parts)))
    for sentence in taken.unmatched:
        warn(sentence)


@click.command(cls=QcoderCommand, epilog=example("qcoder code study.qcoder codings.csv --coder Ben"))
@project_argument
@click.argument("table", metavar="TABLE.csv|jsonl", type=PATH)
@click.option(
    "--interviewer", "interviewers", metavar="LABEL", multiple=True, help=_("For rows of turns: a speaker who is an interviewer.")
)
@click.option("--fully-coded", is_flag=True, help=_("For rows of turns: mark the documents as fully coded."))
@click.option("--encoding", metavar="E", help=_("The encoding of the table, where it is not found out rightly."))
@coder_option
@json_option
@click.pass_obj
def code(
    surroundings: Surroundings,
    project: Path,
    table: Path,
    interviewers: tuple[str, ...],
    fully_coded: bool,
    encoding: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """Take in codings from a table.

    Columns document, start, end, code, coder, memo; or document, quote, code, where the quote must be found exactly once; or
    doc_id, speaker, turn_index, text, codes, one turn a row, which makes the documents, too. Codes that are missing are made.
    """
    read = read_codings(table, encoding=encoding)
    with surroundings.change(project, coder) as opened:
        change = _change(read, frozenset(interviewers), fully_coded, table.name)
        taken: CodedTaken = opened.do(change).result
    if as_json:
        unmatched = list(taken.unmatched)
        show_json({"documents": taken.documents, "codes": taken.codes, "codings": taken.codings, "unmatched": unmatched})
        return
    parts = (
        n_("{n} coding", "{n} codings", taken.codings),
        n_("{n} new document", "{n} new documents", taken.documents),
        n_("{n} new code", "{n} new codes", taken.codes),
    )
    say(_("Took in {parts}.").format(parts=", ".join(parts)))
    for sentence in taken.unmatched:
        warn(sentence)


def _change(read: CodingTable, interviewers: frozenset[str], fully_coded: bool, source: str) -> ImportCodings | ImportCodedTurns:
    if not read.turns:
        return ImportCodings(read.passages, source)
    guessed = {turn.speaker for turn in read.turns if is_interviewer(turn.speaker)}
    return ImportCodedTurns(read.turns, frozenset(interviewers or guessed), source=source, fully_coded=fully_coded)
