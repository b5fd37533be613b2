"""Commands of the Sort workspace, and what it changes."""

from collections.abc import Callable, Sequence

from qcoder.changes.sorting import (
    AddCards,
    AddPile,
    DeletePile,
    DeleteSorting,
    MoveCards,
    MovePile,
    NewSorting,
    RemoveCards,
    RenamePile,
    RenameSorting,
    WritePileNote,
)
from qcoder.changes.themes import MakeCodesOfPiles, PileCode
from qcoder.gui.actions.base import Command
from qcoder.gui.jobs import Jobs, Work
from qcoder.words import _

_PLACE = "sort"
SORTING_COMMANDS: tuple[Command, ...] = (
    Command("sort_as_cards", _("Sort as cards…"), _("Lay the chosen codes or their quotes out as cards in Sort"), "code", "", "read"),
    Command("cards_new", _("Lay out cards…"), _("Lay out quotes or codes as cards, on a new table or on one there is"), "study",
            "Ctrl+Shift+N", _PLACE),
    Command("cards_rename", _("Rename the table…"), _("Give the table of cards another name"), "study", "", _PLACE),
    Command("cards_delete", _("Delete the table"), _("Remove the table with its piles; codes and codings stay"), "study", "", _PLACE),
    Command("cards_pile", _("New pile"), _("Begin an empty pile (N on the board)"), "study", "", _PLACE),
    Command("cards_pile_of_chosen", _("New pile of the chosen cards"), _("Begin a pile with them (Shift+N on the board)"), "study", "",
            _PLACE),
    Command("cards_rename_pile", _("Rename the pile"), _("Give the pile another name (F2 on the board)"), "study", "", _PLACE),
    Command("cards_note", _("Say what holds the pile together"), _("Write the note of the pile (M on the board)"), "study", "Ctrl+M",
            _PLACE),
    Command("cards_pile_left", _("Move the pile left"), _("Change places with the pile at its left"), "study", "Alt+Left", _PLACE),
    Command("cards_pile_right", _("Move the pile right"), _("Change places with the pile at its right"), "study", "Alt+Right", _PLACE),
    Command("cards_delete_pile", _("Delete the pile"), _("Remove the pile; its cards are not sorted any more"), "study", "", _PLACE),
    Command("cards_remove", _("Take the cards off the table"), _("The codes and codings they show stay (Delete on the board)"), "study", "",
            _PLACE),
    Command("cards_make_codes", _("Make codes of the piles…"), _("Look at what would become of each pile, then make it so"), "code",
            "Ctrl+K", _PLACE),
    Command("cards_make_code", _("Make a code of this pile…"), _("Its quotes get the code, its codes come to stand under it"), "code", "",
            _PLACE),
    Command("cards_open", _("Show the whole card"), _("Show or hide the whole quote with what stands around it (Space on the board)"),
            "view", "Ctrl+Shift+Space", _PLACE),
    Command("cards_size", _("Size of the cards"), _("Compact, normal, large (Z on the board)"), "view", "", _PLACE),
    Command("cards_read", _("Open in Read"), _("Show the passage in its transcript (a double click on the card)"), "go", "Ctrl+Return",
            _PLACE),
    Command("cards_find", _("Find cards"), _("Show only cards with these words"), "go", "Ctrl+F", _PLACE),
    Command("cards_copy", _("Copy the cards as a table"), _("Copy the chosen cards with their piles, for a spreadsheet"), "edit",
            "Ctrl+Shift+C", _PLACE),
    Command("cards_export", _("Export this table…"), _("Write the piles with their cards to Word or Excel"), "file", "Ctrl+Shift+E",
            _PLACE),
)  # fmt: skip
CHANGING = (
    "cards_new", "cards_rename", "cards_delete", "cards_pile", "cards_pile_of_chosen", "cards_rename_pile", "cards_note", "cards_pile_left",
    "cards_pile_right", "cards_delete_pile", "cards_remove", "cards_make_codes", "cards_make_code",
)  # fmt: skip
"""Those that change the project."""


class SortingActions:
    """What changes tables of cards; each call is one undoable step."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def lay_out(self, name: str, codings: Sequence[int], codes: Sequence[int], rule: str, then: Callable[[int], None]) -> Work:
        """Lay cards out on a new table; `then` gets its id."""
        return self._jobs.do(NewSorting(name, tuple(codings), tuple(codes), rule), then)

    def add(self, sorting_id: int, codings: Sequence[int], codes: Sequence[int], then: Callable[[int], None]) -> Work:
        """Lay more cards out on a table."""
        return self._jobs.do(AddCards(sorting_id, tuple(codings), tuple(codes)), then)

    def rename(self, sorting_id: int, name: str) -> Work:
        """Give a table another name."""
        return self._jobs.do(RenameSorting(sorting_id, name))

    def delete(self, sorting_id: int) -> Work:
        """Remove a table."""
        return self._jobs.do(DeleteSorting(sorting_id))

    def move(self, card_ids: Sequence[int], pile_id: int | None, before: int | None) -> Work:
        """Put cards onto a pile, before one there or last; nothing is said, since the eye has seen it."""
        return self._jobs.do(MoveCards(tuple(card_ids), pile_id, before), quiet=True)

    def remove(self, card_ids: Sequence[int]) -> Work:
        """Take cards off their table."""
        return self._jobs.do(RemoveCards(tuple(card_ids)))

    def add_pile(self, sorting_id: int, name: str, card_ids: Sequence[int], then: Callable[[int], None]) -> Work:
        """Begin a pile; `then` gets its id."""
        return self._jobs.do(AddPile(sorting_id, name, tuple(card_ids)), then, quiet=True)

    def rename_pile(self, pile_id: int, name: str) -> Work:
        """Give a pile another name."""
        return self._jobs.do(RenamePile(pile_id, name), quiet=True)

    def note(self, pile_id: int, note: str) -> Work:
        """Write what holds a pile together."""
        return self._jobs.do(WritePileNote(pile_id, note), quiet=True)

    def move_pile(self, pile_id: int, at: int) -> Work:
        """Put a pile at another place."""
        return self._jobs.do(MovePile(pile_id, at), quiet=True)

    def delete_pile(self, pile_id: int) -> Work:
        """Remove a pile; its cards stay on the table."""
        return self._jobs.do(DeletePile(pile_id))

    def make_codes(
        self, sorting_id: int, piles: Sequence[PileCode], parent_id: int | None, keep: bool, then: Callable[[tuple[int, ...]], None]
    ) -> Work:
        """Make codes of piles; `then` gets their ids."""
        return self._jobs.do(MakeCodesOfPiles(sorting_id, tuple(piles), parent_id, keep), then, label=_("Making codes"))
