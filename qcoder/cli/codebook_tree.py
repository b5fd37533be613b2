"""What `codes` does with the tree itself: promoting, colours, merging with a choice of wording, branches to and from other projects."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from qcoder.analysis.codebook_history import field_edits
from qcoder.changes.arranging import ColorByBranch, ColorCodes, ShiftCodes
from qcoder.changes.branches import TakeBranch
from qcoder.cli.codebook_time import word_difference
from qcoder.cli.output import say, show_json, when
from qcoder.cli.surroundings import Surroundings, existing, look_into
from qcoder.domain.arranging import Shift
from qcoder.domain.branches import Meeting, branch_with_parents, meet
from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.domain.merging import Wording
from qcoder.project.project import Change
from qcoder.project.read import Reader
from qcoder.words import _, n_

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--promote", metavar="PATH", help=_("Put a code beside the one it stands under.")),
    click.option("--demote", metavar="PATH", help=_("Put a code under the one above it.")),
    click.option("--color", nargs=2, metavar="PATH COLOR", help=_("Give a code a colour, written as #rrggbb.")),
    click.option("--shades", is_flag=True, help=_("With --color: and its subcodes shades of it.")),
    click.option("--color-by-branch", "by_branch", is_flag=True, help=_("Give every family a colour and its subcodes shades of it.")),
    click.option(
        "--wording",
        type=click.Choice([wording.value for wording in Wording]),
        help=_("With --merge, where definitions differ: both one below the other (as without), the kept code's, or the other one's taken."),
    ),
    click.option("--copy-to", "copy_to", nargs=2, metavar="PATH P2", help=_("Copy a code with its subcodes to the project P2.")),
    click.option("--take-from", "take_from", nargs=2, metavar="P2 PATH", help=_("Take a code with its subcodes from the project P2.")),
    click.option("--wordings", metavar="PATH", help=_("List who changed the definitions of a code, when and how.")),
)


def tree_options(command: F) -> F:
    """The options of this file, put on `codes`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class TreeAsked:
    """What the options of this file ask for."""

    promote: str | None
    demote: str | None
    color: tuple[str, str] | None
    shades: bool
    by_branch: bool
    wording: str | None
    copy_to: tuple[str, str] | None
    take_from: tuple[str, str] | None
    wordings: str | None

    def changes(self) -> list[object]:
        """What of it changes a codebook, or shows something else than it."""
        asked = (self.promote, self.demote, self.color, self.by_branch or None, self.copy_to, self.take_from, self.wordings)
        return [one for one in asked if one is not None]

    def check(self, *, merging: bool, importing: bool, either: bool) -> None:
        """Refuse what does not go together; `either`: --preview or --replace were given."""
        if either and not importing and self.copy_to is None and self.take_from is None:
            raise click.UsageError(_("--preview and --replace go with --import, --copy-to and --take-from."))
        if self.shades and self.color is None:
            raise click.UsageError(_("--shades goes with --color."))
        if self.wording is not None and not merging:
            raise click.UsageError(_("--wording goes with --merge."))

    def change(self, tree: CodeTree, replace: bool) -> Change[object] | None:
        """The change of this project that is asked for, if it is one of these."""
        if self.take_from is not None:
            return take_from(tree, Path(self.take_from[0]), self.take_from[1], replace)
        if self.promote is not None:
            return ShiftCodes((tree.find(self.promote).id,), Shift.OUT)
        if self.demote is not None:
            return ShiftCodes((tree.find(self.demote).id,), Shift.IN)
        if self.color is not None:
            return ColorCodes((tree.find(self.color[0]).id,), self.color[1], self.shades)
        return ColorByBranch() if self.by_branch else None

    def show(self, read: Reader, as_json: bool) -> bool:
        """Show what is asked for without changing anything; False if nothing of that kind is."""
        if self.wordings is not None:
            show_wordings(read, self.wordings, as_json)
        elif self.take_from is not None:
            preview_take(read.codes.tree(), Path(self.take_from[0]), self.take_from[1], as_json)
        return self.wordings is not None or self.take_from is not None


def take_from(tree: CodeTree, other: Path, path: str, replace: bool) -> TakeBranch:
    """The change that takes a branch of another project in; `replace`: its texts take the place of others."""
    with look_into(other) as opened:
        source = opened.read.codes.tree()
    codes = branch_with_parents(source, [source.find(path).id])
    taken = {(meeting.code.id, field) for meeting in meet(tree, codes) for field in meeting.differs} if replace else set()
    return TakeBranch(codes, existing(other).name, frozenset(taken))


def copy_to(
    surroundings: Surroundings, here: Path, path: str, other: Path, coder: str | None, *, replace: bool, preview: bool, as_json: bool
) -> None:
    """Copy a branch of this project to another, as a step there, or say what that would change."""
    with look_into(here) as opened:
        source = opened.read.codes.tree()
    codes = branch_with_parents(source, [source.find(path).id])
    if preview:
        with look_into(other) as opened:
            show_meetings(meet(opened.read.codes.tree(), codes), as_json)
        return
    if existing(other).absolute() == existing(here).absolute():
        raise KnownError(_("“{name}” is the project itself; name another one.").format(name=other.name))
    with surroundings.change(other, coder) as opened:
        taken = {(meeting.code.id, field) for meeting in meet(opened.read.codes.tree(), codes) for field in meeting.differs}
        done = opened.do(TakeBranch(codes, existing(here).name, frozenset(taken) if replace else frozenset()))
    step = done.step
    if as_json:
        show_json({"project": str(existing(other)), "codes": done.result, "step": None if step is None else step.title})
        return
    say(step.title + "." if step is not None else _("“{name}” had all of it already.").format(name=other.name))


def preview_take(here: CodeTree, other: Path, path: str, as_json: bool) -> None:
    """Say what taking a branch in would change."""
    with look_into(other) as opened:
        source = opened.read.codes.tree()
    show_meetings(meet(here, branch_with_parents(source, [source.find(path).id])), as_json)


def _texts(meeting: Meeting, fields: tuple[str, ...]) -> dict[str, list[str]]:
    """Field -> what it says there now, and what would come."""
    here = meeting.here
    return {field: ["" if here is None else str(getattr(here, field)), str(getattr(meeting.code, field))] for field in fields}


def show_meetings(meetings: tuple[Meeting, ...], as_json: bool) -> None:
    """What differs first, then what is new."""
    if as_json:
        show_json(
            [
                {"path": one.path, "new": one.here is None, "differs": _texts(one, one.differs), "fills": _texts(one, one.fills)}
                for one in meetings
            ]
        )
        return
    for meeting in meetings:
        for field, (before, after) in _texts(meeting, (*meeting.differs, *meeting.fills)).items():
            say(f"{meeting.path}, {field}: {word_difference(before, after)}")
    for meeting in meetings:
        if meeting.here is None:
            say(_("New: {path}").format(path=meeting.path))
    same = sum(not (meeting.differs or meeting.fills) for meeting in meetings if meeting.here is not None)
    if same:
        say(n_("{n} code is there already.", "{n} codes are there already.", same))
    say(_("Nothing was written. Without --preview new codes and empty fields are taken; with --replace the other fields as well."))


def show_wordings(read: Reader, path: str, as_json: bool) -> None:
    """Who changed the definitions of a code, when and how, newest first."""
    code = read.codes.tree().find(path)
    found = field_edits(read, code.id)
    if as_json:
        show_json(
            {
                field: [
                    {"when": when(edit.at), "who": edit.who, "what": edit.title, "before": edit.before, "after": edit.after}
                    for edit in edits
                ]
                for field, edits in found.items()
            }
        )
        return
    for field, edits in found.items():
        for edit in edits:
            say(f"{field}, {' '.join(filter(None, (when(edit.at), edit.who, edit.title)))}: {word_difference(edit.before, edit.after)}")
    if not any(found.values()):
        say(_("“{name}” has no definition yet, and never had one.").format(name=code.name))
