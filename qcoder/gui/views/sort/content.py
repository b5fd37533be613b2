"""What the cards of a table show: their words and sources, and whose words they are; read in the background."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from qcoder.domain.codes import PATH_SEPARATOR, CodeTree
from qcoder.domain.sorting import Card, Pile
from qcoder.gui.widgets.cardpaint import CardFace
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.project.write import Progress
from qcoder.words import _, n_


@dataclass(slots=True)
class Content:
    """Card -> its face, the words that a search looks at, the people and localities that it speaks for, and the quote on it."""

    faces: dict[int, CardFace] = field(default_factory=dict)
    searched: dict[int, str] = field(default_factory=dict)
    participants: dict[int, frozenset[int]] = field(default_factory=dict)
    localities: dict[int, frozenset[int]] = field(default_factory=dict)
    quotes: dict[int, Quote] = field(default_factory=dict)
    several_codes: bool = False

    def face(self, card: Card) -> CardFace:
        """The face of a card; an empty one while it is not known yet."""
        return self.faces.get(card.id) or CardFace(card.id, "…", "#8a8f94")

    def figures(self, cards: Collection[Card], shown: int) -> str:
        """How many cards lie on a pile, of how many participants and localities."""
        count = len(cards)
        words = [n_("{n} card", "{n} cards", count) if shown == count else _("{shown} of {n} cards").format(shown=shown, n=count)]
        people = frozenset[int]().union(*(self.participants.get(card.id, frozenset()) for card in cards))
        places = frozenset[int]().union(*(self.localities.get(card.id, frozenset()) for card in cards))
        if people:
            words.append(n_("{n} participant", "{n} participants", len(people)))
        if places:
            words.append(n_("{n} locality", "{n} localities", len(places)))
        return " · ".join(words)

    def fits(self, card: Card, words: Iterable[str]) -> bool:
        """True if all the words occur on the card."""
        text = self.searched.get(card.id, "")
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the cards of a table lie: piles in order, and the cards of each (None: not sorted yet)."""

    piles: tuple[Pile, ...]
    cards: dict[int | None, list[Card]]

    def pile_of(self, card_id: int) -> int | None:
        """The pile on which a card lies."""
        return next((pile_id for pile_id, cards in self.cards.items() for card in cards if card.id == card_id), None)

    def moved(self, ids: Sequence[int], pile_id: int | None, before: int | None) -> "Layout":
        """The same after these cards went onto a pile, before another card or last."""
        known = {card.id: card for card in self.every()}
        rest = self.without(ids)
        if pile_id not in rest.cards:
            return self
        there = rest.cards[pile_id]
        at = next((place for place, card in enumerate(there) if card.id == before), len(there))
        there[at:at] = [replace(known[id_], pile_id=pile_id) for id_ in ids if id_ in known]
        return rest

    def without(self, ids: Sequence[int]) -> "Layout":
        """The same after these cards were taken off."""
        gone = set(ids)
        return Layout(self.piles, {pile: [card for card in cards if card.id not in gone] for pile, cards in self.cards.items()})

    def every(self) -> list[Card]:
        """All cards, pile by pile, those not sorted yet first."""
        return [card for pile_id in (None, *(pile.id for pile in self.piles)) for card in self.cards[pile_id]]


def layout_of(read: Reader, sorting_id: int) -> Layout:
    """How the cards of a table lie now."""
    piles = tuple(read.sortings.piles(sorting_id))
    cards: dict[int | None, list[Card]] = {None: [], **{pile.id: [] for pile in piles}}
    for card in read.sortings.cards(sorting_id):
        cards[card.pile_id].append(card)
    return Layout(piles, cards)


def load(read: Reader, sorting_id: int, progress: Progress) -> Content:
    """Read what is on the cards of a table."""
    content, tree, counts = Content(), read.codes.tree(), read.codes.counts()
    cards = read.sortings.cards(sorting_id)
    quotes = {quote.id: quote for quote in QuoteFinder(read).of_ids([c.coding_id for c in cards if c.coding_id is not None], progress)}
    for card in cards:
        quote = quotes.get(card.coding_id or 0)
        if quote is not None:
            content.quotes[card.id] = quote
            content.faces[card.id] = _quote(card, quote)
        elif card.code_id in tree.by_id:
            content.faces[card.id] = _code(card, tree, card.code_id, counts)
    for card_id, face in content.faces.items():
        content.searched[card_id] = f"{face.text} {face.below} {face.code} {face.brief}".casefold()
    tops = {place_id: place.id for place_id, place in read.study.locality_of().items()}
    for card_id, people in read.sortings.people(sorting_id).items():
        content.participants[card_id] = frozenset(who for who, _place in people)
        content.localities[card_id] = frozenset(tops[place] for _who, place in people if place is not None)
    content.several_codes = len({quote.code_id for quote in quotes.values()}) > 1
    return content


def _quote(card: Card, quote: Quote) -> CardFace:
    who = quote.participant or quote.speaker
    below = " · ".join(dict.fromkeys(filter(None, (who, quote.locality, quote.document))))
    code = quote.code.replace(PATH_SEPARATOR, " › ")
    spoken = ", ".join(filter(None, (f"“{quote.text.strip()}”", who, quote.document, quote.code)))
    return CardFace(card.id, quote.text.strip(), quote.color or "#0072b2", below, code.rsplit(" › ", 1)[-1], spoken=spoken)


def _code(card: Card, tree: CodeTree, code_id: int, counts: dict[int, int]) -> CardFace:
    code = tree.by_id[code_id]
    count = sum(counts.get(id_, 0) for id_ in tree.branch(code_id))
    above = " › ".join(one.name for one in tree.ancestors(code_id)[:-1])
    below = " · ".join(filter(None, (n_("{n} quote", "{n} quotes", count), above)))
    spoken = ", ".join(filter(None, (_("code {name}").format(name=code.name), below, code.brief)))
    return CardFace(card.id, code.name, code.color, below, _("code"), code.brief, True, spoken)
