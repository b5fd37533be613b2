"""What the commands look like: their options, their help with an example, and options that take several values."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from qcoder.words import _

F = TypeVar("F", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)


class QcoderCommand(click.Command):
    """A command whose options with `multiple=True` also take several values at once: `--codes a b c`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write `--codes a b c` as `--codes a --codes b --codes c`; an option, or `--`, ends the values."""
        options = [option for option in self.params if isinstance(option, click.Option)]
        several = {name for option in options if option.multiple and option.nargs == 1 for name in option.opts}
        written: list[str] = []
        current = ""
        taken = False
        for place, arg in enumerate(args):
            if arg == "--":
                written.extend(args[place:])
                break
            if arg.startswith("-") and len(arg) > 1:
                current, taken = (arg if arg in several else ""), False
                written.append(arg)
            elif current and taken:
                written.extend((current, arg))
            else:
                taken = True
                written.append(arg)
        return super().parse_args(ctx, written)


def example(line: str) -> str:
    """The end of a command's help: one line that can be typed."""
    return "\b\n" + _("Example:") + f"\n  {line}"


project_argument = click.argument("project", metavar="P", type=PATH)
json_option = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON value on standard output and nothing else."))
coder_option = click.option(
    "--coder", metavar="NAME", help=_("Who does this; otherwise the name in your settings, or your name on this system.")
)
out_option = click.option("--out", metavar="FILE", type=PATH, help=_("Write it to this file instead; the ending says which kind."))


def hide_below_option(words: str) -> Callable[[F], F]:
    """`--hide-below N`: nothing is below 1, and what is hidden below 2 is known to be 1."""

    def taken(_context: click.Context, _option: click.Parameter, below: int) -> int:
        from qcoder.analysis.suppression import FEWEST

        if 1 < below < FEWEST:
            words = _("what is hidden below {n} would be known by that; take 0 or at least {fewest}.")
            raise click.BadParameter(words.format(n=below, fewest=FEWEST))
        return below if below > 1 else 0

    return click.option("--hide-below", metavar="N", type=click.IntRange(min=0, max=100), default=0, callback=taken, help=words)
