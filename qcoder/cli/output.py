"""What the commands print: one JSON value, or short tables for people."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import click

MOST_CHARACTERS = 72


def show_json(value: Any) -> None:
    """Print one JSON value."""
    click.echo(json.dumps(value, ensure_ascii=False))


def say(line: str = "") -> None:
    """Print a line for people."""
    click.echo(line)


def warn(line: str) -> None:
    """Print a line for people beside the result."""
    click.echo(line, err=True)


def show_table(heads: Sequence[str], rows: Iterable[Sequence[object]], right: Iterable[int] = ()) -> None:
    """Print a table with its columns in line; the columns numbered in `right` stand at the right, long cells are cut."""
    lines = [list(heads), *([shortened(str(cell)) for cell in row] for row in rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(heads))]
    numbers = set(right)
    for line in lines:
        cells = []
        for column, cell in enumerate(line):
            blank = " " * (widths[column] - width(cell))
            cells.append(blank + cell if column in numbers else cell + blank)
        say("  ".join(cells).rstrip())


def shortened(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text on one line, cut when it is too long; blanks before it, which show its depth, stay."""
    depth = len(text) - len(text.lstrip(" "))
    line = " " * depth + " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def width(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters two, marks on letters none."""
    return sum(
        0 if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}
        else 2 if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )  # fmt: skip


def when(milliseconds: int) -> str:
    """A moment in UTC: `2026-11-22T20:36:58Z`."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock(milliseconds: int | None) -> str | None:
    """A time in a recording: `00:04:12`, or `00:04:12.340` where it is not a whole second."""
    if milliseconds is None:
        return None
    seconds, rest = divmod(milliseconds, 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if rest else text
