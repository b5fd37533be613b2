"""Plain text: one block per line, with the blank lines remembered as gaps."""

import re
from itertools import pairwise

from qcoder.importers.sources import Block, Kind

_NUMBERED = re.compile(r"\s{0,8}(\d{1,5})(?:[ \t]+|$)")


def blocks_of_text(text: str) -> list[Block]:
    """One block for every line that is not blank, a row where the text is a table; numbers that count the lines are left out."""
    lines = text.split("\n")
    if _is_table(lines):
        return [Block("", Kind.ROW, cells=tuple(cell.strip() for cell in line.split("\t")), table=1) for line in lines if line.strip()]
    blocks: list[Block] = []
    gap = True
    for line in _without_numbers(lines):
        if line.strip():
            blocks.append(Block(line.rstrip(), gap=gap))
            gap = False
        else:
            gap = True
    return blocks


def _is_table(lines: list[str]) -> bool:
    """True if every line has the same number of tabs, and at least two: a table saved as text."""
    counts = {line.count("\t") for line in lines if line.strip()}
    return len(counts) == 1 and min(counts) >= 2 and len(lines) > 2


def _without_numbers(lines: list[str]) -> list[str]:
    """The lines as they are, or without their numbers if every line has one that is one more than the last."""
    matches = [(i, _NUMBERED.match(line)) for i, line in enumerate(lines) if line.strip()]
    numbers = [int(match[1]) for _i, match in matches if match is not None]
    if len(numbers) < 5 or len(numbers) != len(matches) or any(b - a != 1 for a, b in pairwise(numbers)):
        return lines
    return [line[match.end() :] if (match := _NUMBERED.match(line)) else line for line in lines]
