"""The command for the codebook: codes."""

from pathlib import Path
from typing import Any

import click

from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.codes import (
    AddCodePath,
    DeleteCodes,
    EditCode,
    ImportCodebook,
    MoveCode,
    RenameCode,
    SplitCode,
)
from qcoder.changes.versions import NameCodebookVersion, TakeProposals
from qcoder.cli.codebook_time import show_changes, show_look_again, show_proposals, show_versions
from qcoder.cli.codebook_tree import TreeAsked, copy_to, tree_options
from qcoder.cli.output import say, show_json, show_table
from qcoder.cli.shapes import PATH, QcoderCommand, coder_option, example, json_option, out_option, project_argument
from qcoder.cli.surroundings import Surroundings, look_into
from qcoder.domain.codebooks import proposals
from qcoder.domain.codes import FIELDS as DEFINED
from qcoder.domain.codes import CodebookRow, CodeTree
from qcoder.domain.merging import Wording
from qcoder.importers.codebook import read_codebook
from qcoder.project.project import Change
from qcoder.project.read import Reader
from qcoder.words import _

FIELDS = {"brief": "brief", "full": "full", "when": "when", "when-not": "when_not", "example": "example", "color": "color", "key": "key"}


@click.command(cls=QcoderCommand, epilog=example('qcoder codes study.qcoder --add "local > boundaries"'))
@project_argument
@click.argument("names", metavar="[NAME...]", nargs=-1)
@click.option("--import", "source", metavar="FILE", type=PATH, help=_("Take in a codebook from csv, xlsx or docx; codes are met by path."))
@click.option("--add", metavar="PATH", help=_("Add a code, with the parents that are missing."))
@click.option("--rename", nargs=2, metavar="PATH NAME", help=_("Give a code another name."))
@click.option("--move", nargs=2, metavar="PATH PARENT", help=_('Put a code with its subcodes under another; "" is the top.'))
@click.option("--merge", nargs=2, metavar="PATH INTO", help=_("Put all codings of a code under another one, and remove it."))
@click.option("--split", metavar="PATH NAME...", help=_("Make subcodes of a code, for its passages to be sorted into."))
@click.option("--set", "field", nargs=3, metavar="PATH FIELD TEXT", help=_("Write a field: ") + ", ".join(FIELDS) + ".")
@click.option("--delete", metavar="PATH", help=_("Remove a code with its subcodes and their codings."))
@click.option("--preview", is_flag=True, help=_("With --import, --copy-to or --take-from: say what would change, and write nothing."))
@click.option("--replace", is_flag=True, help=_("With the same: take the text that comes also where a field has another one."))
@click.option("--version", metavar="NAME", help=_("Keep the codebook as it is now under a name."))
@click.option("--versions", is_flag=True, help=_("List the named versions."))
@click.option("--changes", nargs=2, metavar="A B", help=_('What changed between two versions, days (2026-05-31), "beginning" or "now".'))
@click.option("--again", is_flag=True, help=_("List the codings made under a definition that has changed since."))
@tree_options
@out_option
@coder_option
@json_option
@click.pass_obj
def codes(
    surroundings: Surroundings,
    /,
    project: Path,
    names: tuple[str, ...],
    source: Path | None,
    add: str | None,
    rename: tuple[str, str] | None,
    move: tuple[str, str] | None,
    merge: tuple[str, str] | None,
    split: str | None,
    field: tuple[str, str, str] | None,
    delete: str | None,
    preview: bool,
    replace: bool,
    version: str | None,
    versions: bool,
    changes: tuple[str, str] | None,
    again: bool,
    out: Path | None,
    coder: str | None,
    as_json: bool,
    **more: Any,
) -> None:
    """List the codebook of P, or change it: one change a call, and then the list.

    Codes are named by their path, "local > boundaries", or by their name alone while no other code has it.
    """
    tree_asked = TreeAsked(**more)
    asked = [
        what
        for what in (*tree_asked.changes(), source, add, rename, move, merge, split, field, delete, version, changes)
        if what is not None
    ]
    if len(asked) + versions + again > 1:
        raise click.UsageError(_("Make one change to the codebook at a time, so that each is a step of its own."))
    if (split is None) != (not names):
        raise click.UsageError(_("--split needs the code and then at least one name; no other option takes names after it."))
    tree_asked.check(merging=merge is not None, importing=source is not None, either=preview or replace)
    if out is not None and changes is None:
        raise click.UsageError(_("--out goes with --changes."))
    if tree_asked.copy_to is not None:
        path, other = tree_asked.copy_to
        copy_to(surroundings, project, path, Path(other), coder, replace=replace, preview=preview, as_json=as_json)
        return
    rows = read_codebook(source) if source is not None else ()
    if not asked or preview or changes is not None or tree_asked.wordings is not None:
        with look_into(project) as opened:
            if tree_asked.show(opened.read, as_json):
                return
            if preview:
                show_proposals(opened.read, rows, as_json)
            elif changes is not None:
                show_changes(opened.read, changes[0], changes[1], out, opened.read.name(), as_json)
            else:
                (show_versions if versions else show_look_again if again else _show)(opened.read, as_json)
        return
    with surroundings.change(project, coder) as opened:
        tree = opened.read.codes.tree()
        change = tree_asked.change(tree, replace) or _of_file(tree, source, rows, replace)
        if change is None and any(one is not None for one in (add, split, delete, version)):
            change = _of_one(tree, add, split, names, delete, version)
        change = change or _of_two(tree, rename, move, merge, field, tree_asked.wording)
        step = opened.do(change).step
        if not as_json:
            say(step.title + "." if step is not None else _("Nothing was different, so nothing was changed."))
        _show(opened.read, as_json)


def _of_file(tree: CodeTree, source: Path | None, rows: tuple[CodebookRow, ...], replace: bool) -> Change[object] | None:
    if source is None:
        return None
    found = proposals(tree, rows) if replace else ()
    return TakeProposals(found, source.name) if found else ImportCodebook(rows, source.name)


def _of_one(
    tree: CodeTree, add: str | None, split: str | None, names: tuple[str, ...], delete: str | None, version: str | None
) -> Change[object]:
    if add is not None:
        return AddCodePath(add)
    if split is not None:
        return SplitCode(tree.find(split).id, names)
    if delete is not None:
        return DeleteCodes((tree.find(delete).id,))
    return NameCodebookVersion(version or "")


def _of_two(
    tree: CodeTree,
    rename: tuple[str, str] | None,
    move: tuple[str, str] | None,
    merge: tuple[str, str] | None,
    field: tuple[str, str, str] | None,
    wording: str | None,
) -> Change[object]:
    if rename is not None:
        return RenameCode(tree.find(rename[0]).id, rename[1])
    if move is not None:
        return MoveCode(tree.find(move[0]).id, tree.find(move[1]).id if move[1].strip() else None)
    if merge is not None:
        wordings = tuple((name, Wording(wording)) for name in DEFINED) if wording is not None else ()
        return MergeCodes(tree.find(merge[0]).id, tree.find(merge[1]).id, wordings=wordings)
    assert field is not None
    if field[1] not in FIELDS:
        raise click.UsageError(_("A code has no field “{field}”; it has {fields}.").format(field=field[1], fields=", ".join(FIELDS)))
    return EditCode(tree.find(field[0]).id, **{FIELDS[field[1]]: field[2]})


def _show(read: Reader, as_json: bool) -> None:
    tree, counts = read.codes.tree(), read.codes.counts()
    totals = {code_id: sum(counts.get(below, 0) for below in tree.branch(code_id)) for code_id in tree.by_id}
    if as_json:
        show_json(
            [
                {
                    "id": code.id,
                    "path": tree.path(code.id),
                    "name": code.name,
                    "color": code.color,
                    "key": code.key,
                    "brief": code.brief,
                    "full": code.full,
                    "when": code.when,
                    "when_not": code.when_not,
                    "example": code.example,
                    "own": counts.get(code.id, 0),
                    "total": totals[code.id],
                }
                for _depth, code in tree.walk()
            ]
        )
    elif not len(tree):
        say(_("There are no codes in this project yet."))
    else:
        rows = [("  " * depth + code.name, counts.get(code.id, 0), totals[code.id], code.brief) for depth, code in tree.walk()]
        show_table((_("Code"), _("Own"), _("Total"), _("Brief definition")), rows, right=(1, 2))
