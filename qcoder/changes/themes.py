"""From piles of cards to the codebook: quotes are recoded with a pile's code, codes come to stand under it; one step for all piles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from qcoder.changes.codes import AddCode, EditCode, MoveCode
from qcoder.changes.codings import RecodeCodings, make_codings
from qcoder.changes.sorting import table_there
from qcoder.domain.codes import Code, CodeTree, same_name
from qcoder.domain.codings import Coding, NewCoding, Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.sorting import Card
from qcoder.project.read import Reader
from qcoder.project.write import Write
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class PileCode:
    """A pile and the code it is to become. A code of that name that stands there already is used; its definition stays."""

    pile_id: int
    name: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class OnPile:
    """What lies on a pile: codings of its cards, codings of others on exactly those passages with the same code that have no card
    of their own (they go with them), and codes that do not stand under another one of the pile."""

    codings: tuple[Coding, ...] = ()
    alike: tuple[Coding, ...] = ()
    code_ids: tuple[int, ...] = ()


def on_piles(read: Reader, sorting_id: int) -> dict[int, OnPile]:
    """Pile -> what lies on it, in the order in which it lies there; cards not sorted yet are left out."""
    tree, cards = read.codes.tree(), read.sortings.cards(sorting_id)
    codings = {coding.id: coding for coding in read.codings.of_ids([card.coding_id for card in cards if card.coding_id is not None])}
    alike = _alike(read, codings)
    found = {}
    for pile in read.sortings.piles(sorting_id):
        mine = [card for card in cards if card.pile_id == pile.id]
        own = [codings[card.coding_id] for card in mine if card.coding_id in codings]
        # Taken out: where coders' cards of one passage lie on two piles, what has no card goes with the first.
        others = [other for coding in own for other in alike.pop(_passage(coding), ())]
        found[pile.id] = OnPile(tuple(own), tuple(others), tuple(_highest(tree, mine)))
    return found


def _passage(coding: Coding) -> tuple[int, int, int, int]:
    return coding.document_id, coding.code_id, coding.span.start, coding.span.end


def _alike(read: Reader, codings: dict[int, Coding]) -> dict[tuple[int, int, int, int], list[Coding]]:
    """Passage and code -> codings that are on it, but not among these."""
    passages = {_passage(coding) for coding in codings.values()}
    found: dict[tuple[int, int, int, int], list[Coding]] = {}
    for coding in read.codings.of_codes({coding.code_id for coding in codings.values()}) if codings else ():
        if coding.id not in codings and _passage(coding) in passages:
            found.setdefault(_passage(coding), []).append(coding)
    return found


def _highest(tree: CodeTree, cards: Sequence[Card]) -> list[int]:
    ids = {card.code_id for card in cards if card.code_id is not None}
    return [id_ for card in cards if (id_ := card.code_id) is not None and not ids & {code.id for code in tree.ancestors(id_)[:-1]}]


def home_of(tree: CodeTree, piles: Sequence[OnPile]) -> int | None:
    """The code beneath which the codes of the piles belong: that of the quotes, or what the codes stand under; None for the top."""
    paths = [[code.id for code in tree.ancestors(coding.code_id)] for pile in piles for coding in pile.codings]
    paths += [[code.id for code in tree.ancestors(code_id)[:-1]] for pile in piles for code_id in pile.code_ids]
    common: int | None = None
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        common = level[0]
    return common


def child_named(tree: CodeTree, parent_id: int | None, name: str) -> Code | None:
    """The code of that name under a parent, or None."""
    return next((code for code in tree.children(parent_id) if same_name(code.name, " ".join(name.split()))), None)


@dataclass(frozen=True)
class MakeCodesOfPiles:
    """Make a code of each pile under a parent (None: at the top): its codes come to stand under it, its quotes are recoded with it,
    or with `keep` coded with it as well. Returns the codes' ids.

    Codings stay the codings of whoever made them; history says who sorted them.
    """

    sorting_id: int
    piles: tuple[PileCode, ...]
    parent_id: int | None
    keep: bool = False
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> tuple[int, ...]:
        """Refuses what AddCode and MoveCode refuse, and two piles of one name."""
        sorting = table_there(write, self.sorting_id)
        lying = on_piles(write.read, sorting.id)
        if not self.piles:
            raise KnownError(_("Choose at least one pile to make a code of."))
        if any(pile.pile_id not in lying for pile in self.piles):
            raise KnownError(_("That pile of cards is no longer in the project."))
        names: set[str] = set()
        for pile in self.piles:
            key = " ".join(pile.name.split()).casefold()
            if key in names:
                raise KnownError(_("Two piles are called “{name}”; give one of them another name.").format(name=pile.name))
            names.add(key)
        moved = recoded = 0
        made: list[int] = []
        for done, pile in enumerate(self.piles):
            write.progress(done, len(self.piles))
            code_id = self._code(write, pile)
            made.append(code_id)
            moved += self._move(write, lying[pile.pile_id].code_ids, code_id)
            recoded += self._recode(write, (*lying[pile.pile_id].codings, *lying[pile.pile_id].alike), code_id)
        self._say(write, sorting.name, recoded, moved)
        return tuple(made)

    def _code(self, write: Write, pile: PileCode) -> int:
        there = child_named(write.read.codes.tree(), self.parent_id, pile.name)
        if there is None:
            return AddCode(pile.name, self.parent_id, brief=pile.brief.strip()).run(write)
        if pile.brief.strip() and not there.brief:
            EditCode(there.id, brief=pile.brief.strip()).run(write)
        return there.id

    def _move(self, write: Write, code_ids: Sequence[int], parent_id: int) -> int:
        tree = write.read.codes.tree()
        moving = [id_ for id_ in code_ids if id_ != parent_id and tree.by_id[id_].parent_id != parent_id]
        for code_id in moving:
            MoveCode(code_id, parent_id).run(write)
        return len(moving)

    def _recode(self, write: Write, codings: Sequence[Coding], code_id: int) -> int:
        wanted = [coding for coding in codings if coding.code_id != code_id]
        if self.keep:
            make_codings(write, tuple(NewCoding(c.document_id, code_id, c.span, c.coder_id) for c in wanted), Origin.HAND)
            return len(wanted)
        RecodeCodings(tuple(coding.id for coding in wanted), code_id).run(write)
        return len(wanted)

    def _say(self, write: Write, table: str, recoded: int, moved: int) -> None:
        parts = [n_("Made a code of a pile of “{name}”", "Made codes of {n} piles of “{name}”", len(self.piles)).replace("{name}", table)]
        if recoded:
            parts.append(
                n_("coded {n} quote with it as well", "coded {n} quotes with them as well", recoded)
                if self.keep
                else n_("recoded {n} quote", "recoded {n} quotes", recoded)
            )
        if moved:
            parts.append(n_("moved {n} code", "moved {n} codes", moved))
        write.say(", ".join(parts))
