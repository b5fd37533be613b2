"""Changes to tables of cards: laying out, naming, sorting into piles."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.sorting import Card, Pile, Sorting, placed, places_between
from qcoder.project.write import Write
from qcoder.words import _, n_


def _name(name: str) -> str:
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not kept:
        raise KnownError(_("Tables and piles of cards need a name; type one."))
    if len(kept) > 200:
        raise KnownError(_("The name “{name}…” is longer than 200 characters; shorten it.").format(name=kept[:40]))
    return kept


def table_there(write: Write, sorting_id: int) -> Sorting:
    """The table of that id; raises KnownError when it is gone."""
    sorting = write.read.sortings.get(sorting_id)
    if sorting is None:
        raise KnownError(_("That table of cards is no longer in the project."))
    return sorting


def pile_there(write: Write, pile_id: int) -> Pile:
    """The pile of that id; raises KnownError when it is gone."""
    pile = write.read.sortings.pile(pile_id)
    if pile is None:
        raise KnownError(_("That pile of cards is no longer in the project."))
    return pile


def _cards_there(write: Write, card_ids: Sequence[int]) -> list[Card]:
    """The cards in the order given, all of one table."""
    wanted = list(dict.fromkeys(card_ids))
    found = {card.id: card for card in write.read.sortings.cards_of(wanted)}
    if not wanted:
        raise KnownError(_("Choose a card first."))
    if len(found) < len(wanted):
        raise KnownError(_("That card is no longer on the table."))
    if len({card.sorting_id for card in found.values()}) > 1:
        raise KnownError(_("Cards of several tables cannot be moved together; choose cards of one table."))
    return [found[card_id] for card_id in wanted]


def _lay(write: Write, sorting_id: int, coding_ids: Sequence[int], code_ids: Sequence[int]) -> int:
    """Put cards for what has none yet, last among the unsorted; returns how many."""
    codings, codes = list(dict.fromkeys(coding_ids)), list(dict.fromkeys(code_ids))
    tree = write.read.codes.tree()
    if len(write.read.codings.ids_there(codings)) < len(codings) or any(code_id not in tree.by_id for code_id in codes):
        raise KnownError(_("Some of what should be laid out is no longer in the project; choose again."))
    there = write.read.sortings.cards(sorting_id)
    known = {(card.code_id, card.coding_id) for card in there}
    fresh = [key for key in [*((None, id_) for id_ in codings), *((id_, None) for id_ in codes)] if key not in known]
    last = max((card.position for card in there if card.pile_id is None), default=None)
    rows = zip(fresh, places_between(last, None, len(fresh)) or (), strict=True)
    write.sortings.insert_cards(Card(write.new_id(), sorting_id, None, code, coding, position) for (code, coding), position in rows)
    return len(fresh)


@dataclass(frozen=True)
class NewSorting:
    """Lay out quotes and codes as cards on a new table. `rule` says in words how they were chosen. Returns the table's id."""

    name: str
    coding_ids: tuple[int, ...] = ()
    code_ids: tuple[int, ...] = ()
    rule: str = ""
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses an empty name, and quotes and codes that are gone; a table may begin without cards."""
        name = _name(self.name)
        sorting_id = write.new_id()
        write.sortings.insert(Sorting(sorting_id, name, write.me(), write.now))
        count = _lay(write, sorting_id, self.coding_ids, self.code_ids)
        title = n_("Laid out {n} card on the table “{name}”", "Laid out {n} cards on the table “{name}”", count).replace("{name}", name)
        write.say(title + (f" ({self.rule})" if self.rule else ""))
        return sorting_id


@dataclass(frozen=True)
class RenameSorting:
    """Give a table of cards another name."""

    sorting_id: int
    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty name."""
        sorting, name = table_there(write, self.sorting_id), _name(self.name)
        write.sortings.rename(sorting.id, name)
        write.say(_("Renamed the table “{old}” to “{new}”").format(old=sorting.name, new=name))


@dataclass(frozen=True)
class DeleteSorting:
    """Remove a table with its piles; codes and codings stay."""

    sorting_id: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when it is gone already."""
        sorting = table_there(write, self.sorting_id)
        write.sortings.delete(sorting.id)
        title = n_("Deleted the table “{name}” with {n} card", "Deleted the table “{name}” with {n} cards", sorting.cards)
        write.say(title.replace("{name}", sorting.name))


@dataclass(frozen=True)
class AddCards:
    """Lay out more quotes and codes on a table; what has a card already is left where it lies. Returns how many are new."""

    sorting_id: int
    coding_ids: tuple[int, ...] = ()
    code_ids: tuple[int, ...] = ()
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses quotes and codes that are gone."""
        sorting = table_there(write, self.sorting_id)
        count = _lay(write, sorting.id, self.coding_ids, self.code_ids)
        title = n_("Added {n} card to the table “{name}”", "Added {n} cards to the table “{name}”", count)
        write.say(title.replace("{name}", sorting.name))
        return count


@dataclass(frozen=True)
class RemoveCards:
    """Take cards off their table; the codes and codings they show stay."""

    card_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when one of them is gone already."""
        cards = _cards_there(write, self.card_ids)
        write.sortings.delete_cards([card.id for card in cards])
        name = table_there(write, cards[0].sorting_id).name
        title = n_("Took {n} card off the table “{name}”", "Took {n} cards off the table “{name}”", len(cards))
        write.say(title.replace("{name}", name))


def _put(write: Write, cards: Sequence[Card], pile_id: int | None, before_id: int | None = None) -> None:
    moved = {card.id for card in cards}
    others = [card for card in write.read.sortings.cards(cards[0].sorting_id) if card.pile_id == pile_id and card.id not in moved]
    at = next((place for place, card in enumerate(others) if card.id == before_id), None)
    write.sortings.put_cards([card.id for card in cards if card.pile_id != pile_id], pile_id)
    write.sortings.place_cards(placed(others, [card.id for card in cards], at))


@dataclass(frozen=True)
class MoveCards:
    """Put cards, in the order given, onto a pile (None: back to those still to be sorted), before another card there (None: last)."""

    card_ids: tuple[int, ...]
    pile_id: int | None
    before_id: int | None = None
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses a pile of another table."""
        cards = _cards_there(write, self.card_ids)
        pile = None if self.pile_id is None else pile_there(write, self.pile_id)
        if pile is not None and pile.sorting_id != cards[0].sorting_id:
            raise KnownError(_("“{name}” is a pile of another table; choose one of this table.").format(name=pile.name))
        _put(write, cards, self.pile_id, self.before_id)
        if pile is None:
            write.say(n_("Put {n} card back to those not sorted yet", "Put {n} cards back to those not sorted yet", len(cards)))
        else:
            write.say(n_("Put {n} card onto “{pile}”", "Put {n} cards onto “{pile}”", len(cards)).replace("{pile}", pile.name))


@dataclass(frozen=True)
class AddPile:
    """Begin a pile, last on the table, with the cards given on it. Returns its id."""

    sorting_id: int
    name: str
    card_ids: tuple[int, ...] = ()
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses an empty name, and cards of another table."""
        table_there(write, self.sorting_id)
        name = _name(self.name)
        position = max((pile.position + 1 for pile in write.read.sortings.piles(self.sorting_id)), default=0)
        pile = Pile(write.new_id(), self.sorting_id, name, "", position)
        write.sortings.insert_pile(pile)
        title = _("Began the pile “{name}”").format(name=name)
        if self.card_ids:
            MoveCards(self.card_ids, pile.id).run(write)
            title += " " + n_("with {n} card", "with {n} cards", len(set(self.card_ids)))
        write.say(title)
        return pile.id


@dataclass(frozen=True)
class RenamePile:
    """Give a pile another name."""

    pile_id: int
    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty name."""
        pile, name = pile_there(write, self.pile_id), _name(self.name)
        write.sortings.change_pile(pile.id, name=name)
        write.say(_("Renamed the pile “{old}” to “{new}”").format(old=pile.name, new=name))


@dataclass(frozen=True)
class WritePileNote:
    """Write what holds a pile together."""

    pile_id: int
    note: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """An empty note takes it away."""
        pile = pile_there(write, self.pile_id)
        write.sortings.change_pile(pile.id, note=self.note.strip())
        said = _("Wrote the note of the pile “{name}”") if self.note.strip() else _("Emptied the note of the pile “{name}”")
        write.say(said.format(name=pile.name))


@dataclass(frozen=True)
class MovePile:
    """Put a pile at another place among the piles of its table, from 0."""

    pile_id: int
    at: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """A place beyond the ends is the end."""
        pile = pile_there(write, self.pile_id)
        others = [other for other in write.read.sortings.piles(pile.sorting_id) if other.id != pile.id]
        at = max(0, min(self.at, len(others)))
        order = [*others[:at], pile, *others[at:]]
        write.sortings.place_piles([(number, one.id) for number, one in enumerate(order) if one.position != number])
        write.say(_("Moved the pile “{name}”").format(name=pile.name))


@dataclass(frozen=True)
class DeletePile:
    """Remove a pile; its cards are still to be sorted again, after those that are so already."""

    pile_id: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when it is gone already."""
        pile = pile_there(write, self.pile_id)
        cards = [card for card in write.read.sortings.cards(pile.sorting_id) if card.pile_id == pile.id]
        if cards:
            _put(write, cards, None)
        write.sortings.delete_pile(pile.id)
        title = _("Deleted the pile “{name}”").format(name=pile.name)
        if cards:
            title += "; " + n_("its card is not sorted any more", "its {n} cards are not sorted any more", len(cards))
        write.say(title)
