"""Markdown: headings, bold names, front matter and fences; every other mark stays in the text as it was typed."""

import re

from qcoder.importers.sources import Block, Kind

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_BOLD = re.compile(r"\s*(\*\*\*|\*\*|___|__)(?=\S)(.{1,120}?)(?<=\S)\1(?!\w)(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ROW = re.compile(r"\s*\|.*\|\s*")
_ROW_RULE = re.compile(r"[\s|:-]+")
_RULE = re.compile(r"---+\s*")


def blocks_of_markdown(text: str) -> list[Block]:
    """One block for every line that is not blank; a line that begins in bold says how far."""
    lines = text.split("\n")
    start = _after_front_matter(lines)
    blocks = [Block(line.rstrip(), Kind.ASIDE, gap=i == 0) for i, line in enumerate(lines[:start]) if line.strip()]
    gap, fence, table = True, "", 1
    for line in lines[start:]:
        mark = _FENCE.match(line)
        if fence or mark:
            blocks.append(Block(line.rstrip(), Kind.VERBATIM, gap=gap and not fence))
            if mark and not fence:
                fence = mark[1]
            elif mark and mark[1].startswith(fence):
                fence = ""
            gap = False
        elif not line.strip():
            gap = True
            table += 1
        elif _ROW.fullmatch(line):
            if not _ROW_RULE.fullmatch(line):
                cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
                blocks.append(Block("", Kind.ROW, cells=cells, table=table))
            gap = False
        else:
            blocks.append(_block(line.rstrip(), gap))
            gap = False
    return blocks


def _after_front_matter(lines: list[str]) -> int:
    """The index of the first line after a YAML block between `---` lines at the very top; 0 if there is none."""
    if not lines or not _RULE.fullmatch(lines[0]):
        return 0
    for i, line in enumerate(lines[1:200], start=1):
        if _RULE.fullmatch(line) or line.strip() == "...":
            return i + 1
    return 0


def _block(line: str, gap: bool) -> Block:
    if _HEADING.match(line):
        return Block(_HEADING.sub("", line, count=1).strip(" #") or line, Kind.HEADING, raw=line, gap=True)
    plain = _ESCAPE.sub(r"\1", line)
    bold = _BOLD.fullmatch(line)
    if bold is None:
        return Block(plain, gap=gap)
    name, rest = _ESCAPE.sub(r"\1", bold[2]), _ESCAPE.sub(r"\1", bold[3])
    return Block(name + rest, bold=len(name), raw=plain, gap=gap)
