"""Tables of cards: laying out, moving, piles, and the codes that are made of piles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.codes import AddCode, DeleteCodes
from qcoder.changes.codings import AddCodings, JoinCodings, RecodeCodings, RemoveCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.changes.memos import SetMemo
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
from qcoder.changes.study import AddCoder
from qcoder.changes.themes import MakeCodesOfPiles, PileCode, child_named, home_of, on_piles
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.sorting import STEP, drawn, places_between
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from tests.strategies import content, transcript

SAID = "We ask next door. The hub is far away. Nobody can cover me. I ring Gwen. It is twenty miles."


class Table:
    """A project with six codings of `help` by two coders, and a table of Ana's five."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.document = project.do(ImportDocuments((transcript("one", ("T4", SAID)),))).result[0]
        self.family = project.do(AddCode("local")).result
        self.help = project.do(AddCode("help", self.family)).result
        self.ben = project.do(AddCoder("Ben")).result
        text = project.read.documents.text(self.document)
        spans = [Span(text.index(part), text.index(part) + len(part)) for part in SAID.split(". ")]
        new = [NewCoding(self.document, self.help, span) for span in spans]
        self.codings = project.do(AddCodings((*new, NewCoding(self.document, self.help, spans[0], self.ben)))).result
        self.spans = spans
        self.id = project.do(NewSorting("Help", self.codings[:5])).result

    def pile(self, name: str, *numbers: int) -> int:
        """Begin a pile with these of the cards, by number."""
        return self.project.do(AddPile(self.id, name, tuple(self.card(number) for number in numbers))).result

    def card(self, number: int) -> int:
        """The card of a coding, by number."""
        cards = self.project.read.sortings.cards(self.id)
        return next(card.id for card in cards if card.coding_id == self.codings[number])

    def lying(self, pile_id: int | None) -> list[int]:
        """The numbers of the codings on a pile, as they lie."""
        cards = [card for card in self.project.read.sortings.cards(self.id) if card.pile_id == pile_id]
        return [self.codings.index(card.coding_id) for card in cards if card.coding_id is not None]

    def code(self, path: str) -> int:
        """The id of a code."""
        return self.project.read.codes.tree().find(path).id

    def of_code(self, path: str) -> list[tuple[int, int]]:
        """(number of the passage, coder) of the codings of a code."""
        found = self.project.read.codings.of_codes([self.code(path)])
        return sorted((self.spans.index(coding.span), coding.coder_id) for coding in found)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """A table on a new project."""
    with Project.create(tmp_path / "study.qcoder", "Study", "Ana") as project:
        yield Table(project)


# -- positions -------------------------------------------------------------------------------------------------------------


def test_a_card_between_two_leaves_the_others_where_they_are() -> None:
    """While there is room between them."""
    assert places_between(None, None, 2) == [STEP, 2 * STEP]
    assert places_between(10, None, 1) == [10 + STEP]
    assert places_between(None, 10, 2) == [10 - 2 * STEP, 10 - STEP]
    between = places_between(0, 4, 3)
    assert between == [1, 2, 3]
    assert places_between(0, 4, 4) is None


def test_a_sample_is_the_same_for_everybody_and_keeps_the_order() -> None:
    """Another seed draws others."""
    ids = list(range(1000, 1100))
    sample = drawn(ids, 10, 1)
    assert len(sample) == 10
    assert sample == sorted(sample)
    assert drawn(list(reversed(ids)), 10, 1) == sample[::-1]
    assert drawn(ids, 10, 2) != sample
    assert drawn(ids, 500, 1) == ids


# -- cards -----------------------------------------------------------------------------------------------------------------


def test_cards_are_laid_out_in_order_and_once(table: Table) -> None:
    """More of the same is left where it lies."""
    assert table.lying(None) == [0, 1, 2, 3, 4]
    pile = table.pile("near", 0)
    assert table.project.do(AddCards(table.id, table.codings, (table.help,))).result == 2
    assert table.lying(pile) == [0]
    assert table.lying(None) == [1, 2, 3, 4, 5]
    assert [card.code_id for card in table.project.read.sortings.cards(table.id) if card.code_id] == [table.help]


def test_cards_go_before_others_or_to_the_end(table: Table) -> None:
    """Several together, in the order given, from several piles."""
    do, near = table.project.do, table.pile("near", 0, 1)
    do(MoveCards((table.card(4), table.card(2)), near, table.card(1)))
    assert table.lying(near) == [0, 4, 2, 1]
    do(MoveCards((table.card(0), table.card(3)), near))
    assert table.lying(near) == [4, 2, 1, 0, 3]
    do(MoveCards((table.card(1),), near, table.card(4)))
    assert table.lying(near) == [1, 4, 2, 0, 3]
    do(MoveCards((table.card(1),), None))
    assert table.lying(None) == [1]
    table.project.undo()
    assert table.lying(near) == [1, 4, 2, 0, 3]


def test_a_place_that_is_full_is_made_wider(table: Table) -> None:
    """However often cards are put at the same place."""
    near = table.pile("near", 0, 1, 2, 3, 4)
    for turn in range(40):
        last = table.lying(near)[-1]
        table.project.do(MoveCards((table.card(last),), near, table.card(table.lying(near)[1])))
        assert sorted(table.lying(near)) == [0, 1, 2, 3, 4], turn
    assert len({card.position for card in table.project.read.sortings.cards(table.id)}) == 5


def test_cards_taken_off_leave_their_codings(table: Table) -> None:
    """Only the table is about cards."""
    table.project.do(RemoveCards((table.card(0), table.card(1))))
    assert table.lying(None) == [2, 3, 4]
    assert len(list(table.project.read.codings.of_codes([table.help]))) == 6


def test_cards_vanish_with_what_they_show_and_come_back_with_it(table: Table) -> None:
    """A coding that is removed, a code that is deleted; a recoded quote stays and shows its present code."""
    project, near = table.project, table.pile("near", 0, 1)
    project.do(RemoveCodings((table.codings[0],)))
    assert table.lying(near) == [1]
    project.undo()
    assert table.lying(near) == [0, 1]
    project.do(RecodeCodings((table.codings[0],), table.family))
    assert table.lying(near) == [0, 1]
    before = content(project.read)
    project.do(DeleteCodes((table.help,)))
    assert table.lying(near) == [0]
    project.undo()
    assert content(project.read) == before


def test_a_card_stays_with_what_takes_the_place_of_what_it_shows(table: Table) -> None:
    """Codings that are joined, a code that is merged; where the other has a card on the table, that one stays."""
    project, near = table.project, table.pile("near", 0, 3)
    joined = project.do(JoinCodings((table.codings[0], table.codings[1]))).result
    assert [card.coding_id for card in project.read.sortings.cards(table.id) if card.pile_id == near] == [joined, table.codings[3]]
    assert len(project.read.sortings.cards(table.id)) == 4
    project.undo()
    trust, other = project.do(AddCode("trust")).result, project.do(AddCode("other")).result
    codes = project.do(NewSorting("Codes", (), (trust, table.family))).result
    project.do(MergeCodes(trust, other))
    assert [card.code_id for card in project.read.sortings.cards(codes)] == [other, table.family]
    project.do(MergeCodes(other, table.family))
    assert [card.code_id for card in project.read.sortings.cards(codes)] == [table.family]


def test_what_is_gone_or_of_another_table_is_refused(table: Table) -> None:
    """And nothing is changed by it."""
    other = table.project.do(NewSorting("Other", table.codings[:1])).result
    pile, card = table.project.do(AddPile(other, "far")).result, table.project.read.sortings.cards(other)[0].id
    before = content(table.project.read)
    for change, words in (
        (MoveCards((table.card(0),), pile), "another table"),
        (MoveCards((table.card(0), card), None), "several tables"),
        (MoveCards((), None), "Choose a card"),
        (RemoveCards((99,)), "no longer on the table"),
        (AddCards(table.id, (99,)), "no longer in the project"),
        (NewSorting("x", (), (99,)), "no longer in the project"),
        (NewSorting("  "), "need a name"),
        (RenamePile(pile, " "), "need a name"),
        (RenamePile(pile, "x" * 201), "longer than 200"),
        (RenameSorting(99, "x"), "no longer"),
        (DeleteSorting(99), "no longer"),
        (DeletePile(99), "no longer"),
        (AddPile(99, "x"), "no longer"),
        (MakeCodesOfPiles(table.id, (), None), "at least one pile"),
        (MakeCodesOfPiles(table.id, (PileCode(pile, "x"),), None), "no longer"),
    ):
        with pytest.raises(KnownError, match=words):
            table.project.do(change)
    assert content(table.project.read) == before


# -- piles and tables ------------------------------------------------------------------------------------------------------


def test_piles_are_named_noted_and_put_in_order(table: Table) -> None:
    """Each is a step with a title to read."""
    project, (near, far, last) = table.project, (table.pile("near", 0), table.pile("far", 1), table.pile("last"))
    project.do(RenamePile(near, "  next   door "))
    project.do(WritePileNote(near, "no form to fill in\n"))
    project.do(MovePile(last, 0))
    project.do(MovePile(near, 99))
    piles = project.read.sortings.piles(table.id)
    assert [(pile.name, pile.note) for pile in piles] == [("last", ""), ("far", ""), ("next door", "no form to fill in")]
    assert [pile.position for pile in piles] == [0, 1, 2]
    assert project.read.history.steps()[0].title == "Moved the pile “next door”"
    assert far in {pile.id for pile in piles}


def test_a_deleted_pile_gives_its_cards_back(table: Table) -> None:
    """After those that were not sorted, in their order; undo puts all back."""
    near = table.pile("near", 3, 1)
    before = content(table.project.read)
    table.project.do(DeletePile(near))
    assert table.lying(None) == [0, 2, 4, 3, 1]
    assert table.project.read.history.steps()[0].title == "Deleted the pile “near”; its 2 cards are not sorted any more"
    table.project.undo()
    assert content(table.project.read) == before


def test_a_deleted_table_comes_back_whole(table: Table) -> None:
    """With piles and cards."""
    table.pile("near", 3, 1)
    table.project.do(RenameSorting(table.id, "What help is"))
    before = content(table.project.read)
    table.project.do(DeleteSorting(table.id))
    assert table.project.read.sortings.all() == []
    assert table.project.read.history.steps()[0].title == "Deleted the table “What help is” with 5 cards"
    table.project.undo()
    assert content(table.project.read) == before


# -- piles become codes ----------------------------------------------------------------------------------------------------


def test_splitting_recodes_the_quotes_and_keeps_their_coders(table: Table) -> None:
    """Ben's coding of the same words, which has no card, goes along; what is not sorted stays; one undo takes all back."""
    ana = table.project.coder[0]
    near, far = table.pile("near", 0, 3), table.pile("far", 1, 4)
    table.project.do(WritePileNote(near, "One just asks."))
    before = content(table.project.read)
    piles = (PileCode(near, "asking near by", "One just asks."), PileCode(far, "distance"))
    made = table.project.do(MakeCodesOfPiles(table.id, piles, table.help)).result
    assert [table.project.read.codes.tree().path(id_) for id_ in made] == ["local > help > asking near by", "local > help > distance"]
    assert table.of_code("asking near by") == sorted([(0, ana), (0, table.ben), (3, ana)])
    assert table.of_code("distance") == [(1, ana), (4, ana)]
    assert table.of_code("help") == [(2, ana)]
    assert table.project.read.codes.tree().by_id[made[0]].brief == "One just asks."
    assert table.lying(near) == [0, 3]
    step = table.project.read.history.steps()[0]
    assert (step.title, step.who) == ("Made codes of 2 piles of “Help”, recoded 5 quotes", "Ana")
    table.project.undo()
    assert content(table.project.read) == before


def test_keeping_the_code_adds_the_new_one(table: Table) -> None:
    """To the same coder's name, and only once when it is done again."""
    ana, near = table.project.coder[0], table.pile("near", 0, 3)
    for _time in range(2):
        table.project.do(MakeCodesOfPiles(table.id, (PileCode(near, "near"),), table.help, keep=True))
        assert table.of_code("near") == sorted([(0, ana), (0, table.ben), (3, ana)])
        assert len(table.of_code("help")) == 6


def test_sorting_on_joins_the_codes_that_were_made(table: Table) -> None:
    """The rest of the cards, another day; the definition that was written meanwhile stays."""
    ana, near = table.project.coder[0], table.pile("near", 0)
    (code_id,) = table.project.do(MakeCodesOfPiles(table.id, (PileCode(near, "Near", "first"),), table.help)).result
    table.project.do(MoveCards((table.card(3),), near))
    again = table.project.do(MakeCodesOfPiles(table.id, (PileCode(near, "near", "second"),), table.help)).result
    assert again == (code_id,)
    assert table.of_code("Near") == sorted([(0, ana), (0, table.ben), (3, ana)])
    assert table.project.read.codes.tree().by_id[code_id].brief == "first"
    assert table.project.read.history.steps()[0].title == "Made a code of a pile of “Help”, recoded 1 quote"


def test_a_quote_that_has_the_code_already_stays_once_and_keeps_its_card_and_memo(table: Table) -> None:
    """The same coder had coded these words so before."""
    near_code = table.project.do(AddCode("near", table.help)).result
    (twin,) = table.project.do(AddCodings((NewCoding(table.document, near_code, table.spans[3]),))).result
    table.project.do(SetMemo(Subject.CODING, table.codings[3], "telling"))
    near = table.pile("near", 3)
    table.project.do(MakeCodesOfPiles(table.id, (PileCode(near, "near"),), table.help))
    assert [coding.id for coding in table.project.read.codings.of_codes([near_code])] == [twin]
    assert [card.coding_id for card in table.project.read.sortings.cards(table.id) if card.pile_id == near] == [twin]
    assert [memo.text for memo in table.project.read.memos.of(Subject.CODING, twin)] == ["telling"]


def test_codes_come_to_stand_under_their_theme(table: Table) -> None:
    """In the order of the pile, with their subcodes; one that stands under another of the pile stays there."""
    project = table.project
    trust, travel = project.do(AddCode("trust", table.family)).result, project.do(AddCode("travel")).result
    below = project.do(AddCode("miles", travel)).result
    sorting = project.do(NewSorting("Codes", (), (travel, below, trust, table.help))).result
    cards = {card.code_id: card.id for card in project.read.sortings.cards(sorting)}
    pile = project.do(AddPile(sorting, "Nearness", (cards[trust], cards[below], cards[travel]))).result
    (theme,) = project.do(MakeCodesOfPiles(sorting, (PileCode(pile, "nearness", "What is near."),), None)).result
    tree = project.read.codes.tree()
    assert [code.name for code in tree.children(theme)] == ["trust", "travel"]
    assert tree.path(below) == "nearness > travel > miles"
    assert tree.by_id[theme].brief == "What is near."
    assert project.read.history.steps()[0].title == "Made a code of a pile of “Codes”, moved 2 codes"
    project.undo()
    assert project.read.codes.tree().path(below) == "travel > miles"


def test_a_pile_of_quotes_and_codes_becomes_both(table: Table) -> None:
    """Quotes recoded, codes beneath."""
    trust = table.project.do(AddCode("trust", table.family)).result
    table.project.do(AddCards(table.id, (), (trust,)))
    card = next(card.id for card in table.project.read.sortings.cards(table.id) if card.code_id == trust)
    near = table.pile("near", 2)
    table.project.do(MoveCards((card,), near))
    (made,) = table.project.do(MakeCodesOfPiles(table.id, (PileCode(near, "near"),), None)).result
    assert table.of_code("near") == [(2, table.project.coder[0])]
    assert table.project.read.codes.tree().path(trust) == "near > trust"
    assert made == table.code("near")


def test_a_theme_under_one_of_its_own_codes_is_refused(table: Table) -> None:
    """And two piles of one name."""
    sorting = table.project.do(NewSorting("Codes", (), (table.family,))).result
    pile = table.project.do(AddPile(sorting, "a", (table.project.read.sortings.cards(sorting)[0].id,))).result
    before = content(table.project.read)
    with pytest.raises(KnownError, match="cannot be moved under itself"):
        table.project.do(MakeCodesOfPiles(sorting, (PileCode(pile, "a"),), table.help))
    with pytest.raises(KnownError, match="Two piles"):
        table.project.do(MakeCodesOfPiles(table.id, (PileCode(table.pile("b"), "x"), PileCode(table.pile("c"), " X "))[:2], None))
    table.project.undo()
    table.project.undo()
    assert content(table.project.read) == before


def test_where_the_codes_of_piles_belong(table: Table) -> None:
    """Quotes of one code: under it. Codes: where they stand. Of several families: at the top."""
    near = table.pile("near", 0, 3)
    read = table.project.read
    lying = on_piles(read, table.id)
    assert home_of(read.codes.tree(), list(lying.values())) == table.help
    assert [coding.coder_id for coding in lying[near].alike] == [table.ben]
    assert home_of(read.codes.tree(), []) is None
    travel = table.project.do(AddCode("travel")).result
    table.project.do(RecodeCodings((table.codings[0],), travel))
    assert home_of(read.codes.tree(), list(on_piles(read, table.id).values())) is None
    assert child_named(read.codes.tree(), table.family, " HELP ") is not None
    assert child_named(read.codes.tree(), None, "help") is None
