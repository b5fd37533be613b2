"""The command for bringing copies together: merge."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from qcoder.cli.output import say, show_json, warn
from qcoder.cli.shapes import PATH, QcoderCommand, coder_option, example, json_option
from qcoder.cli.surroundings import Surroundings, existing, look_into
from qcoder.domain.errors import KnownError
from qcoder.merge import MergePreview
from qcoder.merge import merge as merge_files
from qcoder.merge import preview as preview_files
from qcoder.merge.decisions import BOTH, LEAVE, MINE, ONE, TAKE, THEIRS, TWO, UNDER, Conflict
from qcoder.words import _, n_

_CHOICES = frozenset({MINE, THEIRS, BOTH, ONE, TWO, UNDER, TAKE, LEAVE})


@click.command(cls=QcoderCommand, epilog=example("qcoder merge study.qcoder from-ben.qcoder --preview"))
@click.argument("mine", metavar="MINE", type=PATH)
@click.argument("theirs", metavar="THEIRS", type=PATH)
@click.option("--preview", is_flag=True, help=_("Say what would come in, and write nothing."))
@click.option("--decide", metavar="FILE.json", type=PATH, help=_("Decisions about conflicts: their ids and one of their choices each."))
@click.option("--take", type=click.Choice(["mine", "theirs", "both"]), help=_("What to take for every conflict that is not decided."))
@coder_option
@json_option
@click.pass_obj
def merge(
    surroundings: Surroundings,
    mine: Path,
    theirs: Path,
    preview: bool,
    decide: Path | None,
    take: str | None,
    coder: str | None,
    as_json: bool,
) -> int:
    """Merge a colleague's copy of the project into yours, as one step that can be undone.

    Where both of you changed the same thing it stops, says what the conflicts are and writes nothing, until you decide.
    """
    decisions = {} if decide is None else read_decisions(decide)
    theirs = existing(theirs)
    if preview:
        with look_into(mine) as ours, look_into(theirs) as other:
            ours.act_as(surroundings.coder(coder))
            shown = preview_files(ours.read, other.read, decisions, take or "", me=ours.coder[0])
        _show(shown, applied=False, preview=True, as_json=as_json)
        return 0
    with surroundings.change(mine, coder) as project:
        with look_into(theirs) as other:
            shown = preview_files(project.read, other.read, decisions, take or "", me=project.coder[0])
        done = None if shown.undecided else merge_files(project, theirs, decisions, take or "")
    _show(shown if done is None else done.result, applied=done is not None and done.step is not None, preview=False, as_json=as_json)
    if shown.undecided:
        sentence = n_(
            "{n} conflict must be decided before anything is merged; write --decide FILE.json, or --take mine, theirs or both.",
            "{n} conflicts must be decided before anything is merged; write --decide FILE.json, or --take mine, theirs or both.",
            len(shown.undecided),
        )
        raise KnownError(sentence)
    return 0


def read_decisions(path: Path) -> Mapping[str, str]:
    """Conflict id -> choice, from a JSON object, or from a list of objects with `id` and `choice`; raises KnownError."""
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
        pairs = value if isinstance(value, dict) else {one["id"]: one["choice"] for one in value}
    except OSError as error:
        raise KnownError(_("“{name}” cannot be read: {why}.").format(name=path.name, why=error.strerror or error)) from error
    except (ValueError, TypeError, KeyError, RecursionError):
        pairs = None
    if pairs is None or any(not isinstance(choice, str) or choice.partition(":")[0] not in _CHOICES for choice in pairs.values()):
        raise KnownError(
            _("“{name}” holds no decisions; it must be a JSON object of conflict ids and choices, such as {example}.").format(
                name=path.name, example='{"…": "mine"}'
            )
        )
    return {str(key): str(choice) for key, choice in pairs.items()}


def _conflict(conflict: Conflict) -> dict[str, object]:
    """A conflict as JSON says it."""
    keys = ("id", "kind", "what", "base", "mine", "theirs")
    return {key: getattr(conflict, key) for key in keys} | {"choices": list(conflict.choices)}


def _show(shown: MergePreview, *, applied: bool, preview: bool, as_json: bool) -> None:
    if as_json:
        step = shown.ancestor.step
        show_json(
            {
                "ancestor": None if step is None else {"step": shown.ancestor.mine, "id": step.id, "what": step.title},
                "added": shown.added,
                "changed": shown.changed,
                "deleted": shown.deleted,
                "conflicts": [_conflict(conflict) for conflict in shown.conflicts],
                "sentences": list(shown.sentences),
                "yours": list(shown.yours),
                "notes": list(shown.notes),
                "details": list(shown.details),
                "applied": applied,
            }
        )
        return
    if shown.nothing:
        say(_("There is nothing to merge: yours has all that is in theirs."))
    for sentence in (*shown.sentences, *shown.notes, *shown.details):
        say(sentence)
    for conflict in shown.conflicts:
        was = _("Conflict {id}: {what} It was “{base}”; mine is “{mine}”, theirs is “{theirs}”. Choices: {choices}.")
        new = _("Conflict {id}: {what} Mine is “{mine}”, theirs is “{theirs}”. Choices: {choices}.")
        warn(
            (was if conflict.base else new).format(
                **{**_conflict(conflict), "choices": ", ".join(conflict.choices)}
            )
        )
    if preview and not shown.nothing:
        say(_("Nothing was written."))
    elif applied:
        say(_("Merged."))
