"""The one normalisation of text at import; afterwards it is kept exactly."""

import re
from dataclasses import replace

from qcoder.importers.sources import Block

LONGEST_LINE = 20_000

_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# U+FDD0 and U+FDD1 are frame marks inside Qt's text documents; the other noncharacters cannot be exported to XML.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SENTENCE_END = re.compile(r"[.!?…؟।][\"”’»')\]]*\s+|[。！？][”』」]?\s*")


def normalise(text: str) -> tuple[str, int]:
    """Return the text as it is kept, and how many control characters and lone surrogates it lost."""
    if not _SUSPECT.search(text):
        return text, 0
    text = _BREAK.sub("\n", text.replace("\ufeff", ""))
    text, surrogates = _SURROGATE.subn("\ufffd", text)
    text, controls = _CONTROL.subn("", text)
    return text, surrogates + controls


def break_long(text: str, limit: int = LONGEST_LINE) -> str:
    """Break lines longer than `limit` code points at the last sentence end before it (else at a space, else there)."""
    if len(text) <= limit:
        return text
    return "\n".join(_break_line(line, limit) for line in text.split("\n"))


def _break_line(line: str, limit: int) -> str:
    parts: list[str] = []
    position = 0
    while len(line) - position > limit:
        window = line[position : position + limit]
        cut = 0
        for match in _SENTENCE_END.finditer(window):
            cut = match.end()
        cut = cut or window.rfind(" ") + 1 or limit
        parts.append(window[:cut].rstrip())
        position += cut
    parts.append(line[position:])
    return "\n".join(part for part in parts if part)


def normalise_blocks(blocks: list[Block]) -> tuple[list[Block], int, int]:
    """Normalise every text of every block; return them, how many characters were lost, and how many blocks were broken."""
    done: list[Block] = []
    lost = broken = 0
    for block in blocks:
        texts = (block.text, block.raw or "", block.voice or "", block.lead, *block.cells)
        if any(len(text) > LONGEST_LINE or _SUSPECT.search(text) for text in texts):
            block, gone = _normalise_block(block)
            lost += gone
            broken += len(texts[0]) > LONGEST_LINE
        done.append(block)
    return done, lost, broken


def _normalise_block(block: Block) -> tuple[Block, int]:
    text, lost = normalise(block.text)
    bold = len(normalise(block.text[: block.bold])[0])
    cells = [normalise(cell) for cell in block.cells]
    clean = replace(
        block,
        text=break_long(text),
        bold=bold,
        raw=None if block.raw is None else break_long(normalise(block.raw)[0]),
        voice=None if block.voice is None else normalise(block.voice)[0],
        lead=normalise(block.lead)[0],
        cells=tuple(break_long(cell) for cell, _gone in cells),
    )
    return clean, lost + sum(gone for _cell, gone in cells)
