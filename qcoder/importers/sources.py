"""What every format is read into before the grammar looks at it: paragraphs, cues and table rows with their hints."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a block is in its file; only paragraphs, cues and rows can be speech when speakers are named."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    VERBATIM = "verbatim"  # program text and the like: never carries a label
    ASIDE = "aside"  # front matter: never speech
    CUE = "cue"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, cue or table row.

    `text` may hold line breaks. `bold` counts its leading code points in bold. `raw` is the text with the markup that `text`
    lost (Markdown's stars), kept in case the bold words turn out to be no label. `gap` says that a blank line or a
    paragraph end came before it. Rows have `cells` and the number of their `table`; cues have times in ms and perhaps
    a `voice`, with the tag in `lead` as it stood in the file.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    bold: int = 0
    raw: str | None = None
    gap: bool = True
    cells: tuple[str, ...] = ()
    table: int = 0
    start_ms: int | None = None
    end_ms: int | None = None
    voice: str | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read and normalised, not yet understood: `format` is its suffix without the dot, by content."""

    name: str
    blocks: tuple[Block, ...] = ()
    format: str = "txt"
    encoding: str = ""
    warnings: tuple[str, ...] = ()
    file: str = ""
