"""Commands for working as a team: copies for colleagues, and who the coders are."""

from pathlib import Path

import click

from qcoder.changes.team import JoinCoders, SetBranchOwners
from qcoder.cli.output import say, show_json, show_table, warn, when
from qcoder.cli.shapes import PATH, QcoderCommand, coder_option, example, json_option, project_argument
from qcoder.cli.surroundings import Surroundings, look_into
from qcoder.domain.errors import KnownError
from qcoder.domain.people import Coder
from qcoder.project.conflicted import conflicted_copies
from qcoder.project.handover import CopyFor, hand_over, left_out
from qcoder.project.project import Change, Project
from qcoder.project.read import Reader
from qcoder.words import _


@click.command(cls=QcoderCommand, epilog=example("qcoder copy study.qcoder for-ben.qcoder --for Ben --blind"))
@project_argument
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--for", "made_for", metavar="NAME", required=True, help=_("For whom; with --blind their own work stays in the copy."))
@click.option("--documents", metavar="D", multiple=True, help=_("Only these documents, by name or id."))
@click.option("--blind", is_flag=True, help=_("Without the codings and memos of others, for coding independently."))
@coder_option
@json_option
@click.pass_obj
def copy(
    surroundings: Surroundings,
    project: Path,
    file: Path,
    made_for: str,
    documents: tuple[str, ...],
    blind: bool,
    coder: str | None,
    as_json: bool,
) -> None:
    """Make a copy of P for a colleague, to be merged back later; what is left out is in no byte of it.

    In the copy nothing from before can be undone. P itself stays as it is.
    """
    with look_into(project) as opened:
        opened.act_as(surroundings.coder(coder))
        kept = frozenset(opened.read.documents.find(name).id for name in documents) if documents else None
        made = hand_over(opened, file, CopyFor(made_for, kept, blind))
    with look_into(made) as opened:
        (*_earlier, note) = left_out(opened.read)
        title = opened.read.history.steps(1)[0].title
    if as_json:
        without = {"documents": sorted(note.documents), "coders": sorted(note.coders)}
        show_json({"file": str(made), "for": note.made_for, "blind": note.blind, "left_out": without})
    else:
        say(f"{title}.")
        say(_("Wrote {file}.").format(file=made))


@click.command(cls=QcoderCommand, epilog=example('qcoder coders study.qcoder --join "A. Perez" Ana'))
@project_argument
@click.option("--join", nargs=2, metavar="NAME INTO", help=_("Two names that are one person: all of the first goes to the second."))
@click.option("--owns", nargs=2, metavar="NAMES PATH", help=_('Who looks after a branch of the codebook: "Ana, Ben" or "" for nobody.'))
@coder_option
@json_option
@click.pass_obj
def coders(
    surroundings: Surroundings, project: Path, join: tuple[str, str] | None, owns: tuple[str, str] | None, coder: str | None, as_json: bool
) -> None:
    """List the coders of P with their codings and branches, and what others changed there; or join two, or say who owns a branch."""
    if join is not None and owns is not None:
        raise click.UsageError(_("Make one change at a time, so that each is a step of its own."))
    if join is None and owns is None:
        with look_into(project) as opened:
            _show(opened, as_json)
        return
    with surroundings.change(project, coder) as opened:
        team = opened.read.study.coders()
        change: Change[object]
        if join is not None:
            change = JoinCoders(_find(team, join[0]).id, _find(team, join[1]).id)
        else:
            assert owns is not None
            names = [name.strip() for name in owns[0].split(",") if name.strip()]
            change = SetBranchOwners(opened.read.codes.tree().find(owns[1]).id, tuple(_find(team, name).id for name in names))
        step = opened.do(change).step
        if not as_json:
            say(step.title + "." if step is not None else _("Nothing was different, so nothing was changed."))
        _show(opened, as_json)


def _find(team: list[Coder], name: str) -> Coder:
    """The coder of that name or id; raises KnownError when there is none, or several of one name."""
    found = [coder for coder in team if coder.name.casefold() == name.strip().casefold() or str(coder.id) == name.strip()]
    if not found:
        raise KnownError(_("There is no coder “{name}” in this project; `coders` lists them.").format(name=name))
    if len(found) > 1:
        raise KnownError(_("Several coders are called “{name}”; name one by the id that `coders --json` shows.").format(name=name))
    return found[0]


def _show(opened: Project, as_json: bool) -> None:
    from qcoder.analysis.codebook_history import changed_by_others

    read: Reader = opened.read
    tree, counts = read.codes.tree(), read.codings.coder_counts()
    branches: dict[int, list[str]] = {}
    for owner in read.codebook.owners():
        branches.setdefault(owner.coder_id, []).append(tree.path(owner.code_id))
    edits = changed_by_others(read)
    if as_json:
        show_json(
            {
                "coders": [
                    {
                        "id": coder.id,
                        "name": coder.name,
                        "initials": coder.initials,
                        "color": coder.color,
                        "codings": counts.get(coder.id, 0),
                        "branches": branches.get(coder.id, []),
                    }
                    for coder in read.study.coders()
                ],
                "changed_by_others": [
                    {"branch": one.branch, "who": one.edit.who, "when": when(one.edit.at), "what": one.edit.title} for one in edits
                ],
                "second_versions": [str(found.path) for found in conflicted_copies(opened.path, read)],
            }
        )
        return
    rows = [(c.name, c.initials, counts.get(c.id, 0), "; ".join(branches.get(c.id, []))) for c in read.study.coders()]
    show_table((_("Coder"), _("Initials"), _("Codings"), _("Looks after")), rows, right=(2,))
    if edits:
        say()
        say(_("Changed by others since the owners last looked:"))
        table = [(one.branch, one.edit.who, when(one.edit.at).replace("T", " ").rstrip("Z"), one.edit.title) for one in edits]
        show_table((_("Branch"), _("Who"), _("When (UTC)"), _("What")), table)
    for found in conflicted_copies(opened.path, read):
        warn(_("“{name}” is a second version of this project with work that is not in here; merge it.").format(name=found.path.name))
