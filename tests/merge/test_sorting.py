"""Merging tables of cards: two people sort one table apart, or lay out their own."""

from pathlib import Path

import pytest

from qcoder.changes.codings import RemoveCodings
from qcoder.changes.sorting import AddCards, AddPile, DeletePile, MoveCards, NewSorting, WritePileNote
from qcoder.domain.errors import KnownError
from qcoder.merge import merge, preview
from qcoder.project.project import Project
from tests.merge.study import begin, code, content, copied


def lying(project: Project, sorting_id: int) -> dict[str, set[int]]:
    """Pile -> the codings and codes on it."""
    read = project.read
    names = {pile.id: pile.name for pile in read.sortings.piles(sorting_id)}
    found: dict[str, set[int]] = {name: set() for name in ("", *names.values())}
    for card in read.sortings.cards(sorting_id):
        found[names.get(card.pile_id or 0, "")].add(card.coding_id or card.code_id or 0)
    return found


@pytest.fixture
def sorted_(tmp_path: Path) -> tuple[Path, int, tuple[int, ...]]:
    """Ana's project with three quotes on a table and one pile; the path, the table, the codings."""
    with begin(tmp_path) as project:
        codings = tuple(sorted(coding.id for coding in project.read.codings.of_codes()))
        table = project.do(NewSorting("Trust", codings)).result
        project.do(AddPile(table, "near"))
        return project.path, table, codings


def test_what_two_people_sorted_apart_comes_together(sorted_: tuple[Path, int, tuple[int, ...]]) -> None:
    """Other cards onto other piles, a pile each, a card added by both: nobody is asked, and both ways give the same."""
    path, table, codings = sorted_
    with Project.open(path, coder="Ana") as ana, copied(ana, "Ben") as ben:
        near = ana.read.sortings.piles(table)[0].id
        card = {c.coding_id: c.id for c in ana.read.sortings.cards(table)}
        ana.do(MoveCards((card[codings[0]],), near))
        ana.do(AddCards(table, (), (code(ana, "trust"),)))
        ben.do(AddPile(table, "far", (card[codings[1]],)))
        ben.do(WritePileNote(near, "One just asks."))
        ben.do(AddCards(table, (), (code(ben, "trust"),)))
        with copied(ben, "Cy") as cy:
            assert preview(ana.read, ben.read).conflicts == ()
            merge(ana, ben.path)
            merge(cy, ana.path)
            assert lying(ana, table) == {"": {codings[2], code(ana, "trust")}, "near": {codings[0]}, "far": {codings[1]}}
            assert lying(cy, table) == lying(ana, table)
            assert [pile.note for pile in ana.read.sortings.piles(table) if pile.id == near] == ["One just asks."]


def test_a_card_that_both_moved_is_asked_about(sorted_: tuple[Path, int, tuple[int, ...]]) -> None:
    """Nothing is merged until somebody decides; the question names the piles."""
    path, table, codings = sorted_
    with Project.open(path, coder="Ana") as ana:
        far = ana.do(AddPile(table, "far")).result
        near = next(pile.id for pile in ana.read.sortings.piles(table) if pile.name == "near")
        card = next(c.id for c in ana.read.sortings.cards(table) if c.coding_id == codings[0])
        with copied(ana, "Ben") as ben:
            ana.do(MoveCards((card,), near))
            ben.do(MoveCards((card,), far))
            (conflict,) = preview(ana.read, ben.read).conflicts
            assert "pile" in conflict.what
            assert {conflict.mine, conflict.theirs} == {"near", "far"}
            with pytest.raises(KnownError, match="must be decided"):
                merge(ana, ben.path)
            merge(ana, ben.path, {conflict.id: "theirs"})
            assert codings[0] in lying(ana, table)["far"]


@pytest.mark.parametrize(("take", "piles"), [("mine", {""}), ("theirs", {"", "near"})])
def test_a_pile_deleted_here_and_used_there(sorted_: tuple[Path, int, tuple[int, ...]], take: str, piles: set[str]) -> None:
    """It is asked about; no card is lost, whether the pile goes or stays."""
    path, table, codings = sorted_
    with Project.open(path, coder="Ana") as ana, copied(ana, "Ben") as ben:
        near = ana.read.sortings.piles(table)[0].id
        card = next(c.id for c in ana.read.sortings.cards(table) if c.coding_id == codings[0])
        ana.do(DeletePile(near))
        ben.do(MoveCards((card,), near))
        merge(ana, ben.path, take=take)
        assert set(lying(ana, table)) == piles
        assert set().union(*lying(ana, table).values()) == set(codings)


def test_a_card_whose_coding_was_removed_there_goes(sorted_: tuple[Path, int, tuple[int, ...]]) -> None:
    """As it would have gone here, and the merge can be taken back."""
    path, table, codings = sorted_
    with Project.open(path, coder="Ana") as ana, copied(ana, "Ben") as ben:
        before = content(ana)
        ben.do(RemoveCodings((codings[2],)))
        merge(ana, ben.path)
        assert set().union(*lying(ana, table).values()) == set(codings[:2])
        ana.undo()
        assert content(ana) == before
