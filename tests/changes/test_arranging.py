"""Several codes at once: moved, shifted, coloured; and what merging and taking a branch over do to a codebook."""

from pathlib import Path

import pytest

from qcoder.changes.arranging import ColorByBranch, ColorCodes, MoveCodes, ShiftCodes
from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.codes import AddCode, AddCodePath, EditCode, RenameCode
from qcoder.changes.sorting import AddCards, NewSorting
from qcoder.domain.arranging import Shift
from qcoder.domain.codes import PALETTE
from qcoder.domain.errors import KnownError
from qcoder.domain.merging import Wording, joined
from qcoder.domain.shades import shades
from qcoder.project.code_merging import merge_outlook
from qcoder.project.project import Project
from tests.changes.test_codes import paths, refused
from tests.strategies import Small

BOOK = ("a > a1", "a > a2", "a > a3", "b > b1", "b > b2", "c")


@pytest.fixture
def book(small: Small) -> Small:
    """The small project with a codebook of three more families."""
    for path in BOOK:
        small.project.do(AddCodePath(path))
    return small


def ids(small: Small, *found: str) -> tuple[int, ...]:
    tree = small.read.codes.tree()
    return tuple(tree.find(path).id for path in found)


def book_of(small: Small) -> list[str]:
    return [path for path in paths(small) if path[0] in "abc"]


def test_several_move_in_their_order_whatever_the_order_they_were_chosen_in(book: Small) -> None:
    book.project.do(MoveCodes(ids(book, "b2", "a3", "a1"), ids(book, "c")[0]))
    assert book_of(book) == ["a", "a > a2", "b", "b > b1", "c", "c > a1", "c > a3", "c > b2"]
    assert book.title() == "Moved “a1”, “a3”, “b2” to “c”"
    book.project.undo()
    assert book_of(book) == ["a", "a > a1", "a > a2", "a > a3", "b", "b > b1", "b > b2", "c"]


def test_what_stands_under_a_chosen_code_goes_along_and_is_not_moved_beside_it(book: Small) -> None:
    book.project.do(MoveCodes(ids(book, "a", "a2"), ids(book, "b")[0], 1))
    assert book_of(book) == ["b", "b > b1", "b > a", "b > a > a1", "b > a > a2", "b > a > a3", "b > b2", "c"]


def test_a_block_is_put_at_a_place_among_its_own_siblings(book: Small) -> None:
    book.project.do(MoveCodes(ids(book, "a2", "a3"), ids(book, "a")[0], 0))
    assert book_of(book)[:4] == ["a", "a > a2", "a > a3", "a > a1"]
    assert book.project.do(MoveCodes(ids(book, "a2", "a3"), ids(book, "a")[0], 0)).step is None


def test_moves_that_are_refused(book: Small) -> None:
    a, a1, c = ids(book, "a", "a1", "c")
    assert "under itself" in refused(book, MoveCodes((c, a), a1))
    assert "no longer in the project" in refused(book, MoveCodes((1, 2), a))
    assert "no longer there" in refused(book, MoveCodes((a,), 1))
    book.project.do(AddCode("B1", a))
    assert "already a code" in refused(book, MoveCodes((c, *ids(book, "b > b1")), a))


def test_two_of_one_name_cannot_be_moved_to_one_place(book: Small) -> None:
    book.project.do(AddCodePath("b > a1"))
    assert "already a code" in refused(book, MoveCodes(ids(book, "a > a1", "b > a1"), ids(book, "c")[0]))


@pytest.mark.parametrize(
    ("chosen", "how", "then"),
    [
        (("a2", "a3"), Shift.UP, ["a", "a > a2", "a > a3", "a > a1", "b", "b > b1", "b > b2", "c"]),
        (("a1", "a2"), Shift.DOWN, ["a", "a > a3", "a > a1", "a > a2", "b", "b > b1", "b > b2", "c"]),
        (("a1", "b2"), Shift.UP, ["a", "a > a1", "a > a2", "a > a3", "b", "b > b2", "b > b1", "c"]),
        (("a2", "b1"), Shift.OUT, ["a", "a > a1", "a > a3", "a2", "b", "b > b2", "b1", "c"]),
        (("a2", "a3"), Shift.IN, ["a", "a > a1", "a > a1 > a2", "a > a1 > a3", "b", "b > b1", "b > b2", "c"]),
    ],
)
def test_shifts(book: Small, chosen: tuple[str, ...], how: Shift, then: list[str]) -> None:
    before = book_of(book)
    book.project.do(ShiftCodes(ids(book, *chosen), how))
    assert book_of(book) == then
    if before != then:
        book.project.undo()
    assert book_of(book) == before


def test_nothing_happens_at_the_ends(book: Small) -> None:
    first = book.read.codes.tree().children(None)[0].id
    for how in (Shift.UP, Shift.IN, Shift.OUT):
        assert book.project.do(ShiftCodes((first,), how)).step is None


def test_a_code_cannot_be_shifted_beside_one_of_its_name(book: Small) -> None:
    book.project.do(AddCodePath("a > b"))
    assert "already a code “b”" in refused(book, ShiftCodes(ids(book, "a > b"), Shift.OUT))


# Colours


def test_shades_are_colours_of_their_own() -> None:
    for color in PALETTE:
        for n in (1, 2, 5, 8):
            found = shades(color, n)
            assert len({color, *found}) == n + 1
        assert len(shades(color, 40)) == 40
    assert shades("#0072b2", 0) == []


def test_a_branch_in_one_colour_or_in_shades(book: Small) -> None:
    a, a1, a2, c = ids(book, "a", "a1", "a2", "c")
    book.project.do(ColorCodes((a1, c), "#123456"))
    colors = {code.id: code.color for code in book.read.codes.tree().by_id.values()}
    assert (colors[a1], colors[c]) == ("#123456", "#123456")
    assert colors[a] != "#123456"
    assert book.title() == "Coloured “a1”, “c”"
    book.project.do(ColorCodes((a,), "#0072b2", shades=True))
    colors = {code.id: code.color for code in book.read.codes.tree().by_id.values()}
    assert colors[a] == "#0072b2"
    assert len({colors[a], colors[a1], colors[a2]}) == 3
    assert book.title() == "Coloured “a” with 3 subcodes"
    assert "not a colour" in refused(book, ColorCodes((a,), "red"))
    assert "no longer" in refused(book, ColorCodes((1,), "#123456"))


def test_all_by_branch_is_one_step(book: Small) -> None:
    before = {code.id: code.color for code in book.read.codes.tree().by_id.values()}
    book.project.do(ColorByBranch())
    families = [code.color for code in book.read.codes.tree().children(None)]
    assert families == list(PALETTE[: len(families)])
    assert book.project.do(ColorByBranch()).step is None
    book.project.undo()
    assert {code.id: code.color for code in book.read.codes.tree().by_id.values()} == before


def test_there_must_be_codes_to_colour(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.qcoder", "Empty", "Ana") as project, pytest.raises(KnownError, match="no codes to colour"):
        project.do(ColorByBranch())


# Merging several, and by whose wording


def test_several_become_one_in_one_step(book: Small) -> None:
    for code in ids(book, "a1", "a2"):
        book.code(book.head, "We meet on Tuesdays", code)
    book.code(book.head, "everybody", ids(book, "a2")[0])
    book.project.do(EditCode(ids(book, "a2")[0], key="q"))
    a1, a2, b1, c = ids(book, "a1", "a2", "b1", "c")
    outlook = merge_outlook(book.read, (a1, a2, b1), c)
    assert (len(outlook.codings), len(outlook.twins), outlook.key) == (3, 1, "q")
    assert book.project.do(MergeCodes(a1, c, (a2, b1))).result == 3
    assert book_of(book) == ["a", "a > a3", "b", "b > b2", "c"]
    assert book.title() == "Merged “a1”, “a2”, “b1” into “c” · 3 codings"
    assert len(list(book.read.codings.of_codes([c]))) == 2
    assert book.read.codes.tree().by_id[c].key == "q"
    book.project.undo()
    assert len(list(book.read.codings.of_codes([a1, a2]))) == 3


def test_a_parent_and_its_subcode_merged_at_once(book: Small) -> None:
    book.project.do(AddCodePath("a > a1 > deep"))
    a, a1, c = ids(book, "a", "a1", "c")
    book.project.do(MergeCodes(a, c, (a1,)))
    assert book_of(book) == ["b", "b > b1", "b > b2", "c", "c > a2", "c > a3", "c > deep"]


def test_the_wording_that_was_chosen_stays(book: Small) -> None:
    a1, a2, c = ids(book, "a1", "a2", "c")
    book.project.do(EditCode(a1, brief="from a1", full="full a1", when="when a1", example="said a1"))
    book.project.do(EditCode(a2, brief="from a2"))
    book.project.do(EditCode(c, brief="from c", full="full c", when="when c"))
    outlook = merge_outlook(book.read, (a1, a2), c)
    assert outlook.differing == ("brief", "full", "when")
    assert outlook.texts("brief") == ("from c", "from a1\nfrom a2")
    book.project.do(MergeCodes(a1, c, (a2,), (("brief", Wording.TAKEN), ("full", Wording.KEPT))))
    code = book.read.codes.tree().by_id[c]
    assert (code.brief, code.full, code.when, code.example) == ("from a1\nfrom a2", "full c", "when c\nwhen a1", "said a1")


def test_subcodes_of_one_name_are_refused(book: Small) -> None:
    book.project.do(RenameCode(ids(book, "b1")[0], "A1"))
    assert "already a code" in refused(book, MergeCodes(ids(book, "a")[0], ids(book, "c")[0], ids(book, "b")))
    assert "itself" in refused(book, MergeCodes(ids(book, "a2")[0], ids(book, "c")[0], ids(book, "c")))


def test_joined_says_nothing_twice() -> None:
    assert joined(" ", "x", "", "y", "x") == "x\ny"
    assert joined("x  ", " x") == "x  "


def test_cards_of_what_goes_become_cards_of_what_stays(book: Small) -> None:
    a1, a2, c = ids(book, "a1", "a2", "c")
    kept, twin = (book.code(book.head, "We meet on Tuesdays", code) for code in (c, a1))
    full, empty = (book.project.do(NewSorting(name)).result for name in ("both", "one"))
    book.project.do(AddCards(full, code_ids=(a1, c), coding_ids=(kept, twin)))
    book.project.do(AddCards(empty, code_ids=(a1, a2), coding_ids=(twin,)))
    book.project.do(MergeCodes(a1, c, (a2,)))
    for sorting in (full, empty):
        cards = book.read.sortings.cards(sorting)
        assert [(card.code_id, card.coding_id) for card in cards if card.code_id] == [(c, None)]
        assert [(card.code_id, card.coding_id) for card in cards if card.coding_id] == [(None, kept)]
    book.project.undo()
    assert {card.code_id for card in book.read.sortings.cards(empty) if card.code_id} == {a1, a2}
