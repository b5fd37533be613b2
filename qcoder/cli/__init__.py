"""The command line: the same changes through the same gate, for scripts and for machines without a screen."""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from qcoder import __version__
from qcoder.cli.agreement import agree, edit
from qcoder.cli.autocode import autocode
from qcoder.cli.codebook import codes
from qcoder.cli.comparing import compare
from qcoder.cli.demo import demo
from qcoder.cli.find import find
from qcoder.cli.finding import quotes, suggest
from qcoder.cli.keeping import check, export, history, redo, undo
from qcoder.cli.memos import memos
from qcoder.cli.output import shortened
from qcoder.cli.relations import cooccur
from qcoder.cli.surroundings import Draw, Surroundings
from qcoder.cli.taking_in import code, import_, new, people
from qcoder.cli.team import merge
from qcoder.cli.team_files import coders, copy
from qcoder.cli.words import words
from qcoder.domain.errors import KnownError
from qcoder.settings import data_folder, load
from qcoder.words import _


class InOrder(click.Group):
    """A group that lists its commands in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names as they were added."""
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="qcoder")
def main() -> None:
    """Code interview transcripts, offline; every change is a step that can be undone.

    `qcoder` alone opens the window, `qcoder FILE.qcoder` a project in it. In the commands P is a project file.
    `qcoder COMMAND --help` explains a command and gives an example.
    """


for _command in (
    new, import_, people, codes, code, autocode, edit, find, words, quotes, memos, compare, cooccur, agree, suggest, copy, merge, coders,
    export, history, undo, redo, check, demo,
):  # fmt: skip
    main.add_command(_command)


def run(arguments: Sequence[str], open_window: Callable[[Path], int] | None = None, draw: Draw | None = None) -> int:
    """Carry out a command and return its exit code: 0 done, 1 not done (one sentence on standard error), 2 wrong usage."""
    try:
        result = main.main(
            args=list(arguments),
            prog_name="qcoder",
            standalone_mode=False,
            obj=Surroundings(load(), data_folder() / "backups", open_window, draw),
        )
    except KnownError as error:
        click.echo(error.sentence, err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Stopped; the project is as it was."), err=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough, as `head` has; there is nobody to tell.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # What the system refuses is the world's fault wherever it is met: a name too long, a disk that went away.
        name = Path(str(error.filename)).name if error.filename else _("A file")
        click.echo(_("“{name}” could not be read or written: {why}.").format(name=shortened(name), why=error.strerror or error), err=True)
        return 1
    return result if isinstance(result, int) else 0
