"""Commands for coding as a team: agree; and for correcting a transcript that is coded already: edit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qcoder.changes.texts import Edited, EditText, preview_edit
from qcoder.cli.finding import coder_ids
from qcoder.cli.output import say, shortened, show_json, show_table, warn
from qcoder.cli.shapes import PATH, QcoderCommand, coder_option, example, json_option, out_option, project_argument
from qcoder.cli.surroundings import Surroundings, look_into
from qcoder.importers.transcripts import read_transcript
from qcoder.project.read import Reader
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.agreement import CodeAgreement
    from qcoder.analysis.agreement.report import Report

UNITS = ("sentence", "character", "turn", "document", "participant")


@click.command(cls=QcoderCommand, epilog=example("qcoder agree study.qcoder --coders Ana,Ben --unit sentence"))
@project_argument
@click.option("--coders", metavar="A,B[,C]", multiple=True, required=True, help=_("Whom to compare: two coders or more."))
@click.option("--unit", type=click.Choice(UNITS), default="sentence", show_default=True, help=_("What counts as one decision."))
@click.option("--codes", metavar="C", multiple=True, help=_("Only these codes, each with its subcodes; otherwise all."))
@click.option("--documents", metavar="D", multiple=True, help=_("Only these documents; otherwise all that every one has worked on."))
@click.option("--passages", type=click.IntRange(min=0), metavar="N", default=0, help=_("Also list the N passages they differ on most."))
@out_option
@json_option
def agree(
    project: Path,
    coders: tuple[str, ...],
    unit: str,
    codes: tuple[str, ...],
    documents: tuple[str, ...],
    passages: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Measure how far coders agree, code by code and together.

    Text that nobody coded counts, too. Documents are those that all of them have worked on. With --out the figures go to an xlsx,
    csv or docx file.
    """
    from qcoder.analysis.agreement.report import report

    with look_into(project) as opened:
        read = opened.read
        who = _coders(read, coders)
        tree = read.codes.tree()
        code_ids = [tree.find(code).id for code in codes] or None
        document_ids = [read.documents.find(name).id for name in documents] or None
        found = report(read, who, code_ids, unit, document_ids)
        differing = _passages(read, who, code_ids, document_ids, passages) if passages else []
        if out is not None:
            from qcoder.exporters.agreement import export_agreement

            export_agreement(found, out, datetime.now().astimezone(), project=read.name())
    if as_json:
        show_json({**_as_json(found), **({"passages": differing} if passages else {})})
    elif out is not None:
        say(_("Wrote {file}.").format(file=out))
    else:
        _tell(found, differing)


def _coders(read: Reader, names: Sequence[str]) -> list[int]:
    """The ids of coders given as `A,B` or one by one; a name that has a comma in it is tried whole first."""
    known = {coder.name.casefold(): coder.id for coder in read.study.coders()}
    found: list[int] = []
    for name in names:
        parts = [name] if name.strip().casefold() in known else name.split(",")
        for part in parts:
            if part.strip():
                found += coder_ids(read, part) or []
    return found


def _passages(
    read: Reader, who: list[int], code_ids: list[int] | None, document_ids: list[int] | None, most: int
) -> list[dict[str, object]]:
    from qcoder.analysis.agreement import disagreements

    tree = read.codes.tree()
    names = {coder.id: coder.name for coder in read.study.coders()}
    documents = {document.id: document.name for document in read.documents.all()}
    return [
        {
            "document": documents[one.document_id],
            "code": tree.path(one.code_id),
            "start": one.span.start,
            "end": one.span.end,
            "text": read.documents.text(one.document_id)[one.span.start : one.span.end],
            "words": round(one.words, 2),
            "coded": {names[coder]: [[span.start, span.end] for span in spans] for coder, spans in one.coded},
            "instead": {names[coder]: [tree.path(id_) for id_ in ids] for coder, ids in one.instead},
        }
        for one in disagreements(read, who, code_ids, document_ids, most)
    ]


def _as_json(found: "Report") -> dict[str, object]:
    of, edges = found.agreement, found.boundaries
    rules = (of.unit_rule, of.documents_rule, of.overall_rule, of.interval_rule)
    return {
        "unit": of.unit.value,
        "coders": [coder.name for coder in of.coders],
        "codes": [_code_json(code, found) for code in of.codes],
        "overall": {
            **_code_json(of.overall, found),
            "u_alpha_binary": edges.binary.value,
            "cu_alpha": edges.cu_alpha.value,
            "u_alpha_1995": edges.u_alpha_1995.value,
        },
        "pairs": [_pair_json(pair.coder_a, pair.coder_b, pair.agree, pair.kappa, found) for pair in of.pairs],
        "units": of.units,
        "documents": list(found.documents),
        "left_out": list(found.left_out),
        "rules": list(rules),
        "notes": list(of.notes),
    }


def _pair_json(one: int, other: int, alike: float, kappa: float | None, found: "Report") -> dict[str, object]:
    names = {coder.id: coder.name for coder in found.agreement.coders}
    return {"a": names[one], "b": names[other], "agree": alike, "kappa": kappa}


def _code_json(code: "CodeAgreement", found: "Report") -> dict[str, object]:
    shown: dict[str, Any] = {
        "code": code.code,
        "n": code.n,
        "positives": {coder.name: number for coder, number in zip(found.agreement.coders, code.positives, strict=True)},
        "prevalence": code.prevalence,
        "agree": code.agree,
    }
    named = {"kappa": code.kappa, "fleiss": code.fleiss, "alpha": code.alpha, "ac1": code.ac1}
    for name, one in named.items():
        shown |= {name: one.value, f"{name}_low": one.low, f"{name}_high": one.high}
    return {**shown, "u_alpha": found.u_alphas.get(code.code_id), "remark": found.remarks[code.code_id]}


def _tell(found: "Report", differing: list[dict[str, Any]]) -> None:
    from qcoder.analysis.agreement.report import kappa_name, two_digits, unit_word, with_interval

    of = found.agreement
    documents = n_("{n} document", "{n} documents", len(found.documents))
    who = ", ".join(coder.name for coder in of.coders)
    say(_("{coders} on {units} of {documents}:").format(coders=who, units=unit_word(of.unit, of.units), documents=documents))
    heads = [_("code"), _("n"), _("prevalence"), _("alike"), kappa_name(len(of.coders)), _("alpha"), _("AC1"), _("u-alpha"), ""]
    lines = []
    for code in (*found.worst_first, of.overall):
        u_alpha = found.u_alphas.get(code.code_id)
        figures = [f"{code.n:,}", f"{code.prevalence:.1%}", f"{code.agree:.1%}", with_interval(code.kappa), with_interval(code.alpha)]
        figures += [two_digits(code.ac1.value), two_digits(u_alpha)]
        lines.append([code.code, *figures, found.remarks[code.code_id]])
    show_table(heads, lines, range(1, 8))
    say()
    for pair in of.pairs if len(of.coders) > 2 else ():
        shown = _pair_json(pair.coder_a, pair.coder_b, pair.agree, pair.kappa, found)
        told = {"agree": f"{pair.agree:.1%}", "kappa": two_digits(pair.kappa)}
        say(_("{a} with {b}: {agree} alike, kappa {kappa}").format(a=shown["a"], b=shown["b"], **told))
    for sentence in (of.unit_rule, of.documents_rule, of.overall_rule, of.interval_rule, *of.notes):
        say(sentence)
    for one in differing:
        used = ", ".join(name for name, spans in one["coded"].items() if spans)
        say(f"{one['document']}, {one['code']} ({used}): “{shortened(one['text'])}”")


@click.command(cls=QcoderCommand, epilog=example("qcoder edit study.qcoder Ashgrove corrected.txt --preview"))
@project_argument
@click.argument("document")
@click.argument("file", metavar="FILE.txt", type=PATH)
@click.option("--preview", is_flag=True, help=_("Say what would become of the codings, and write nothing."))
@click.option("--encoding", metavar="E", help=_("The encoding of the file, where it is not found out rightly."))
@coder_option
@json_option
@click.pass_obj
def edit(
    surroundings: Surroundings,
    project: Path,
    document: str,
    file: Path,
    preview: bool,
    encoding: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """Put the corrected transcript FILE in the place of DOCUMENT's text; codings follow the words they were on.

    Labels and times are read as in import. Codings whose words are all gone are lost; --preview lists them first.
    """
    transcript = read_transcript(file, encoding=encoding)
    for sentence in transcript.warnings:
        warn(sentence)
    if preview:
        with look_into(project) as opened:
            found = opened.read.documents.find(document)
            edited = preview_edit(opened.read, found.id, replace(transcript, name=found.name))
    else:
        with surroundings.change(project, coder) as opened:
            found = opened.read.documents.find(document)
            edited = opened.do(EditText(found.id, replace(transcript, name=found.name))).result
    if as_json:
        show_json(
            {
                "document": found.name,
                "kept": edited.kept,
                "moved": edited.moved,
                "shortened": [{"id": id_, "before": before, "after": after} for id_, before, after in edited.shortened],
                "lost": [{"id": id_, "text": text, "code": code} for id_, text, code in edited.lost],
            }
        )
        return
    _tell_edit(found.name, edited, preview=preview)


def _tell_edit(name: str, edited: Edited, *, preview: bool) -> None:
    say((_("Would correct {name}:") if preview else _("Corrected {name}:")).format(name=name))
    counts = (
        n_("{n} coding stays", "{n} codings stay", edited.kept),
        n_("{n} moves with its words", "{n} move with their words", edited.moved),
        n_("{n} is shortened", "{n} are shortened", len(edited.shortened)),
        n_("{n} is lost", "{n} are lost", len(edited.lost)),
    )
    say("  " + "; ".join(counts) + ".")
    for _id, before, after in edited.shortened:
        say(_("  Shortened: “{before}” to “{after}”").format(before=shortened(before), after=shortened(after)))
    for _id, text, code in edited.lost:
        say(_("  Lost: “{text}” ({code})").format(text=shortened(text), code=code))
