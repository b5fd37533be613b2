"""Commands about the project as a whole: export, history, undo, redo, check."""

from datetime import datetime
from pathlib import Path

import click

from qcoder.cli.output import say, show_json, show_table, warn, when
from qcoder.cli.shapes import PATH, QcoderCommand, coder_option, example, json_option, out_option, project_argument
from qcoder.cli.surroundings import Surroundings, look_into
from qcoder.project.check import check as look_through
from qcoder.project.history import MergedStep, Step
from qcoder.words import _, n_


@click.command(cls=QcoderCommand, epilog=example("qcoder export study.qcoder --codebook codebook.docx"))
@project_argument
@click.option("--codebook", metavar="FILE", type=PATH, help=_("Write the codebook to this docx, xlsx or csv file."))
@click.option("--document", metavar="D", help=_("Write this document, by its name or id, to --out."))
@out_option
@json_option
def export(project: Path, codebook: Path | None, document: str | None, out: Path | None, as_json: bool) -> None:
    """Write the codebook, or a document with its speakers and times (docx or html)."""
    if (codebook is None) == (document is None):
        raise click.UsageError(_("Say what to write: --codebook FILE, or --document D --out FILE."))
    if (document is None) != (out is None):
        raise click.UsageError(_("--document and --out go together."))
    made = datetime.now().astimezone()
    with look_into(project) as opened:
        if codebook is not None:
            from qcoder.exporters.codebook import export_codebook

            file = export_codebook(opened.read, codebook, made)
        else:
            from qcoder.exporters.transcript import export_document

            assert document is not None
            assert out is not None
            file = export_document(opened.read, opened.read.documents.find(document).id, out, made)
    if as_json:
        show_json({"file": str(file), "losses": []})
    else:
        say(_("Wrote {file}.").format(file=file))


def _step(step: Step) -> dict[str, object]:
    return {
        "step": step.seq,
        "when": when(step.at),
        "who": step.who,
        "what": step.title,
        "origin": step.origin.value,
        "undone": step.undone,
    }


@click.command(cls=QcoderCommand, epilog=example("qcoder history study.qcoder --limit 10"))
@project_argument
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help=_("Only so many, the newest."))
@click.option("--merged", is_flag=True, help=_("The steps of others' files that merges took in, instead of those of this file."))
@json_option
def history(project: Path, limit: int | None, merged: bool, as_json: bool) -> None:
    """The steps of P, newest first: who did what and when."""
    with look_into(project) as opened:
        steps = opened.read.history.steps(limit)
        taken = opened.read.history.merged(limit)
    if merged:
        _show_merged(taken, as_json)
        return
    if as_json:
        show_json([_step(step) for step in steps])
        return
    rows = [
        (step.seq, when(step.at).replace("T", " ").rstrip("Z"), step.who, step.title + (" " + _("(undone)") if step.undone else ""))
        for step in steps
    ]
    show_table((_("Step"), _("When (UTC)"), _("Who"), _("What")), rows, right=(0,))


def _show_merged(steps: list[MergedStep], as_json: bool) -> None:
    if as_json:
        show_json([{"id": s.id, "when": when(s.at), "who": s.who, "what": s.title, "origin": s.origin.value} for s in steps])
        return
    show_table((_("When (UTC)"), _("Who"), _("What")), [(when(s.at).replace("T", " ").rstrip("Z"), s.who, s.title) for s in steps])


@click.command(cls=QcoderCommand, epilog=example("qcoder undo study.qcoder"))
@project_argument
@coder_option
@json_option
@click.pass_obj
def undo(surroundings: Surroundings, project: Path, coder: str | None, as_json: bool) -> None:
    """Take back the newest step that is in effect, as a new step."""
    with surroundings.change(project, coder) as opened:
        title = opened.undo().result
        steps = opened.read.history.steps(1)
    if as_json:
        show_json([_step(step) for step in steps])
    else:
        say(_("Undid: {title}").format(title=title))


@click.command(cls=QcoderCommand, epilog=example("qcoder redo study.qcoder"))
@project_argument
@coder_option
@json_option
@click.pass_obj
def redo(surroundings: Surroundings, project: Path, coder: str | None, as_json: bool) -> None:
    """Bring back the step that was undone last, as a new step."""
    with surroundings.change(project, coder) as opened:
        title = opened.redo().result
        steps = opened.read.history.steps(1)
    if as_json:
        show_json([_step(step) for step in steps])
    else:
        say(_("Did again: {title}").format(title=title))


@click.command(cls=QcoderCommand, epilog=example("qcoder check study.qcoder"))
@project_argument
@json_option
def check(project: Path, as_json: bool) -> int:
    """Look through the whole of P: file, tree, passages, texts, history. Exit code 1 if anything is wrong."""
    with look_into(project) as opened:
        problems = look_through(opened.read)
    if as_json:
        show_json({"ok": not problems, "problems": problems})
    elif problems:
        for problem in problems:
            warn(problem)
        say(n_("{n} problem found.", "{n} problems found.", len(problems)))
    else:
        say(_("The project is whole."))
    return 1 if problems else 0
