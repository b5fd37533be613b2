"""What a command gets in its hand: the person's settings, where backups go, and how to open a project."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qcoder.domain.errors import KnownError
from qcoder.project.backups import Backups
from qcoder.project.connection import SUFFIX
from qcoder.project.faults import told, told_of_damage
from qcoder.project.lock import user_name
from qcoder.project.project import Project
from qcoder.settings import Settings
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.analysis.compare import Comparison
    from qcoder.analysis.statistics import Statistics
    from qcoder.domain.codes import CodeTree


Draw = Callable[["Comparison", "Statistics", "CodeTree", Path], None]
"""Draws a comparison into a png or svg file."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Handed to every command. `open_window` shows a project and returns the exit code; None where there is no screen.

    `draw` makes pictures, which only the window's side of the program can; None where it is not there.
    """

    settings: Settings
    backups: Path
    open_window: Callable[[Path], int] | None = None
    draw: Draw | None = None

    def coder(self, name: str | None) -> str:
        """Who acts: as the command says, else as the settings say, else as the system calls the person."""
        return (name or "").strip() or self.settings.coder.strip() or user_name()

    @contextmanager
    def change(self, path: Path, coder: str | None = None) -> Iterator[Project]:
        """Open a project to change it, with a backup copy before grave changes; raises KnownError when it may not be changed."""
        path = existing(path)
        backups = Backups(self.backups)
        with Project.open(path, self.coder(coder), before_migration=lambda: backups.make(path)) as project:
            if project.read_only:
                sentence = _("Nothing can be changed in “{name}” now. {why}")
                raise KnownError(sentence.format(name=path.name, why=project.read_only))
            backups.guard(project)
            for note in project.notes:
                click.echo(note, err=True)
            with told_of_damage(path):
                yield project


@contextmanager
def look_into(path: Path) -> Iterator[Project]:
    """Open a project for reading only."""
    with Project.open(existing(path), write=False) as project, told_of_damage(path):
        yield project


def existing(path: Path) -> Path:
    """The path, or with `.qcoder` at its end where only that is there."""
    with_suffix = path.with_name(path.name + SUFFIX) if path.name else path
    with told(path):
        return with_suffix if not path.exists() and with_suffix.exists() else path
