"""Taking a table of cards away: onto the clipboard, into a file; the reading is done in the background."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder.gui.views.sort.content import layout_of
from qcoder.project.read import Reader
from qcoder.project.read.quotes import QuoteFinder
from qcoder.project.write import Progress
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.exporters.sorting import PileOfCards


def piles_of(read: Reader, sorting_id: int, only: Collection[int] | None, progress: Progress) -> "list[PileOfCards]":
    """The piles with their cards (only these, when some are named), those not sorted yet last; empty ones are left out."""
    from qcoder.exporters.sorting import CardRow, PileOfCards

    layout, tree = layout_of(read, sorting_id), read.codes.tree()
    ids = [card.coding_id for card in layout.every() if card.coding_id is not None]
    quotes = {quote.id: quote for quote in QuoteFinder(read).of_ids(ids, progress)}
    found = []
    for pile in (*layout.piles, None):
        rows = []
        for card in layout.cards[None if pile is None else pile.id]:
            if only is not None and card.id not in only:
                continue
            if card.coding_id in quotes:
                rows.append(CardRow(quotes[card.coding_id]))
            elif card.code_id in tree.by_id:
                rows.append(CardRow(None, tree.path(card.code_id), tree.by_id[card.code_id].brief))
        if rows or (pile is not None and only is None):
            found.append(PileOfCards(pile.name if pile else _("Not sorted yet"), pile.note if pile else "", rows, pile is not None))
    return found


def table_rows(read: Reader, sorting_id: int, only: Collection[int] | None, progress: Progress) -> list[list[str]]:
    """One row a card, the names of the columns first."""
    from qcoder.exporters.sorting import sorting_rows

    return [["" if value is None else str(value) for value in row] for row in sorting_rows(piles_of(read, sorting_id, only, progress))]


def write_file(read: Reader, sorting_id: int, path: Path, progress: Progress) -> Path:
    """Write a whole table to a file."""
    from qcoder.exporters.sorting import export_sorting

    sorting = read.sortings.get(sorting_id)
    name = sorting.name if sorting is not None else _("Cards")
    return export_sorting(name, piles_of(read, sorting_id, None, progress), path, datetime.now(UTC), project=read.name())
