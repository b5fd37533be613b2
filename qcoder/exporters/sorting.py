"""A table of cards as a file: Word to read, pile by pile, and xlsx to work on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qcoder.exporters.files import export_to
from qcoder.exporters.phrases import clock, source_of
from qcoder.exporters.sheets import Sheet, Value, xlsx_bytes
from qcoder.exporters.word import Word, beside
from qcoder.project.read.quotes import Quote
from qcoder.words import _, n_

_BAR = "9AA7B4"
_WIDTHS = (24, 40, 8, 80, 32, 24, 16, 16, 16, 16, 10, 14)


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card: a quote, or a code by its path with what it is about."""

    quote: Quote | None = None
    code: str = ""
    brief: str = ""


@dataclass(frozen=True, slots=True)
class PileOfCards:
    """Cards under one heading; the note says what holds them together. `is_pile` is False for those not sorted yet."""

    name: str
    note: str
    cards: Sequence[CardRow]
    is_pile: bool = True


def sorting_rows(piles: Sequence[PileOfCards]) -> list[list[Value]]:
    """One row a card with the pile it lies on, the names of the columns first."""
    header: list[Value] = [
        "pile", "note", "card", "text", "code", "document", "speaker", "participant", "locality", "group", "time", "coder",
    ]  # fmt: skip
    return [header, *(_row(pile, card) for pile in piles for card in pile.cards)]


def _row(pile: PileOfCards, card: CardRow) -> list[Value]:
    quote = card.quote
    if quote is None:
        return [pile.name, pile.note, "code", card.brief, card.code, "", "", "", "", "", "", ""]
    time = "" if quote.time_ms is None else clock(quote.time_ms)
    people = [quote.speaker, quote.participant, quote.locality, quote.group]
    return [pile.name, pile.note, "quote", quote.text, quote.code, quote.document, *people, time, quote.coder]


def export_sorting(name: str, piles: Sequence[PileOfCards], path: Path, made: datetime, *, project: str) -> Path:
    """Write a table of cards to a .docx or .xlsx file; raises KnownError when it cannot be written."""
    return export_to(
        path,
        {
            ".docx": lambda: _word(name, piles, made, project).data(),
            ".xlsx": lambda: xlsx_bytes([Sheet(_("Cards"), sorting_rows(piles), _WIDTHS, 1)], title=project, made=made),
        },
    )


def _word(name: str, piles: Sequence[PileOfCards], made: datetime, project: str) -> Word:
    word = Word(name, made, project)
    word.paragraph(name, "Title")
    word.paragraph(project, "Subtitle")
    cards = sum(len(pile.cards) for pile in piles)
    counts = n_("{n} card", "{n} cards", cards), n_("{n} pile", "{n} piles", sum(pile.is_pile for pile in piles))
    word.paragraph(" · ".join((f"{made.day} {made:%B %Y}", *counts)), "Details")
    for pile in piles:
        word.heading(pile.name, 1)
        word.paragraph(n_("{n} card", "{n} cards", len(pile.cards)), "Code Path")
        if pile.note:
            word.paragraph(pile.note)
        for card in pile.cards:
            _card(word, card)
    return word


def _card(word: Word, card: CardRow) -> None:
    quote = card.quote
    if quote is None:
        word.paragraph(card.code, "Passage", bar=_BAR)
        if card.brief:
            word.paragraph(card.brief, "Passage Source", bar=_BAR)
        return
    source = " · ".join(filter(None, (source_of(quote), quote.locality, quote.group, quote.coder)))
    word.paragraph(f"“{quote.text.strip()}”", "Passage", bar=_BAR)
    word.paragraph(beside(f"{source}\n{quote.code}", quote.text), "Passage Source", bar=_BAR)
