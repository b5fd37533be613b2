"""Plain text: one block per line, with the blank lines remembered as gaps."""

from qcoder.importers.sources import Block


def blocks_of_text(text: str) -> list[Block]:
    """One block for every line that is not blank."""
    blocks: list[Block] = []
    gap = True
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(line.rstrip(), gap=gap))
            gap = False
        else:
            gap = True
    return blocks
