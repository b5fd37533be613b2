"""Every command explains itself, and its example is one that works."""

import shlex

import click
import pytest

from qcoder import __version__
from qcoder.cli import main
from tests.cli.conftest import Qcoder

COMMANDS = sorted(main.commands)


def test_the_help_names_every_command(qcoder: Qcoder) -> None:
    ran = qcoder("--help")
    assert ran.code == 0
    assert all(f"\n  {name} " in ran.out for name in COMMANDS)
    assert qcoder("--version").out.strip() == f"qcoder, version {__version__}"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_and_example(qcoder: Qcoder, name: str) -> None:
    ran = qcoder(name, "--help")
    assert ran.code == 0
    command = main.commands[name]
    assert command.help
    assert ran.out.count("Example:") == 1
    line = ran.out.partition("Example:\n")[2].strip()
    words = shlex.split(line)
    assert words[:2] == ["qcoder", name]
    command.make_context(name, words[2:])  # raises when the example could not be typed
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"
            assert parameter.help.endswith((".", ".)"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_speaks_json(name: str) -> None:
    assert "--json" in {option for parameter in main.commands[name].params for option in parameter.opts}


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("new",), ("import", "a.qcoder"), ("codes", "a.qcoder", "--nope"), ("history", "a", "--limit", "0")]
)
def test_wrong_usage(qcoder: Qcoder, arguments: tuple[str, ...]) -> None:
    ran = qcoder(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "Error:" in ran.err


def test_several_values_of_one_option() -> None:
    command = main.commands["compare"]
    context = command.make_context("compare", ["p.qcoder", "--codes", "a", "b > c", "--by", "group", "--codes", "d"])
    assert context.params["codes"] == ("a", "b > c", "d")
    assert context.params["by"] == "group"
