"""Things that are one though two rows say so: names of one person, documents, coders, saved questions, and ids within texts."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import RemoveCodings
from qcoder.changes.documents import ImportDocuments, MarkFullyCoded
from qcoder.changes.memos import SetMemo
from qcoder.changes.queries import SaveQuery
from qcoder.changes.sorting import AddCards, AddPile, MoveCards, NewSorting
from qcoder.changes.stars import StarCodings
from qcoder.changes.team import JoinCoders
from qcoder.changes.texts import EditText
from qcoder.changes.versions import NameCodebookVersion
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.merge import merge, preview
from qcoder.merge.inside import follow
from qcoder.project.project import Project
from tests.merge.people import same_whatever_ids
from tests.merge.study import TEXT, code, coded, copied, document, everything, lines


def coder(project: Project, name: str) -> int:
    """The id of the one coder of that name."""
    (found,) = [one.id for one in project.read.study.coders() if one.name == name]
    return found


def alike(ana: Project, ben: Project) -> None:
    """Both files say the same, whatever their ids."""
    assert same_whatever_ids(ben) == same_whatever_ids(ana)
    assert ana.check() == ben.check() == []


# -- two names of one person ----------------------------------------------------------------------------------------


@pytest.fixture
def two_names(ana: Project) -> Project:
    """Ana has worked under two names, and Ben has not heard yet that she is one."""
    ana.act_as("A. Perez")
    coded(ana, "trust", "two", 50, 60)
    ana.act_as("Ana")
    return ana


def test_work_under_a_name_that_was_joined_here_goes_to_the_other(two_names: Project) -> None:
    ana = two_names
    ana.do(SetMemo(Subject.CODE, code(ana, "trust"), "written here"))
    with copied(ana, "A. Perez") as away:
        late = coded(away, "distance", "two", 70, 80)
        away.do(SetMemo(Subject.CODE, code(away, "trust"), "written there"))
        away.do(MarkFullyCoded(document(away, "one"), True))
        ana.do(MarkFullyCoded(document(ana, "one"), True))
        ana.do(JoinCoders(coder(ana, "A. Perez"), coder(ana, "Ana")))
        before = everything(ana)
        assert preview(ana.read, away.read).conflicts == (), "no question is raised"
        merge(ana, away.path)
        assert [one.name for one in ana.read.study.coders()] == ["Ana"]
        brought = ana.read.codings.get(late)
        assert brought is not None
        assert brought.coder_id == coder(ana, "Ana")
        (memo,) = ana.read.memos.all()
        assert memo.text == "written here\nwritten there"
        assert merge(ana, away.path).step is None
        merge(away, ana.path)
        alike(ana, away)
        ana.undo()
        assert everything(ana) == before


def test_work_under_a_name_that_was_joined_there_goes_to_the_other(two_names: Project) -> None:
    ana = two_names
    with copied(ana, "Ben") as ben:
        ben.do(JoinCoders(coder(ben, "A. Perez"), coder(ben, "Ana")))
        ana.act_as("A. Perez")
        late = coded(ana, "distance", "two", 70, 80)
        assert preview(ana.read, ben.read).conflicts == ()
        merge(ana, ben.path)
        moved = ana.read.codings.get(late)
        assert moved is not None
        assert moved.coder_id == coder(ana, "Ana")
        merge(ben, ana.path)
        alike(ana, ben)


@pytest.mark.parametrize("into_ana", [True, False])
def test_codings_that_become_equal_stay_once_with_what_hangs_on_them(two_names: Project, into_ana: bool) -> None:
    ana = two_names
    first = coded(ana, "trust", "two", 80, 90)
    ana.do(SetMemo(Subject.CODING, first, "here"))
    with copied(ana, "A. Perez") as away:
        second = coded(away, "trust", "two", 80, 90)
        away.do(SetMemo(Subject.CODING, second, "there"))
        away.do(StarCodings((second,), True))
        ana.do(JoinCoders(coder(ana, "A. Perez"), coder(ana, "Ana")))
        into, other = (ana, away) if into_ana else (away, ana)
        assert preview(into.read, other.read).conflicts == ()
        merge(into, other.path)
        (one,) = [c for c in into.read.codings.of_document(document(into, "two")) if c.span == Span(80, 90)]
        assert one.id == first
        (memo,) = [memo for memo in into.read.memos.all() if memo.subject is Subject.CODING]
        assert (memo.subject_id, memo.text) == (first, "here\nthere")
        assert into.read.stars.coding_ids() == {first}
        assert merge(into, other.path).step is None
        merge(other, into.path)
        alike(into, other)


def test_a_join_that_was_undone_keeps_both(two_names: Project) -> None:
    ana = two_names
    with copied(ana, "A. Perez") as away:
        late = coded(away, "distance", "two", 70, 80)
        ana.do(JoinCoders(coder(ana, "A. Perez"), coder(ana, "Ana")))
        ana.undo()
        merge(ana, away.path)
        kept = ana.read.codings.get(late)
        assert kept is not None
        assert kept.coder_id == coder(ana, "A. Perez")


# -- one name twice -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["one", "two"])
def test_coders_of_one_name_made_on_both_sides_are_asked(ana: Project, ben: Project, choice: str) -> None:
    for project in (ana, ben):
        project.act_as("Cem")
    mine, theirs = coded(ana, "trust", "two", 50, 60), coded(ben, "distance", "two", 50, 60)
    (conflict,) = preview(ana.read, ben.read).undecided
    assert (conflict.kind, conflict.default, conflict.mine, conflict.theirs) == ("same name", "one", "1 coding", "1 coding")
    merge(ana, ben.path, {conflict.id: choice})
    coders = {ana.read.codings.get(id_).coder_id for id_ in (mine, theirs)}  # type: ignore[union-attr]  # both are there
    assert len(coders) == (1 if choice == "one" else 2)
    assert preview(ana.read, ben.read).conflicts == ()
    merge(ben, ana.path)
    alike(ana, ben)


@pytest.mark.parametrize("choice", ["one", "two"])
def test_documents_of_one_name_with_other_text_are_asked(ana: Project, ben: Project, choice: str) -> None:
    ana.do(ImportDocuments((lines("three", TEXT.replace("Mondays", "Sundays")),)))
    ben.do(ImportDocuments((lines("three", TEXT.replace("far away", "near by")),)))
    mine = coded(ana, "trust", "three", TEXT.index("It works"), TEXT.index("\nAnd"))
    theirs = coded(ben, "trust", "three", TEXT.index("Nobody"), TEXT.index(" It works"))
    (first,) = [asked for asked in preview(ana.read, ben.read).undecided if asked.kind == "same name"]
    assert "the document “three”" in first.what
    assert (first.default, first.mine) == ("one", "26 words")
    merge(ana, ben.path, {first.id: choice}, take="theirs")
    names = sorted(one.name for one in ana.read.documents.all())
    if choice == "one":
        assert names == ["one", "three", "two"]
        text = ana.read.documents.text(document(ana, "three"))
        assert ("near by" in text, "Mondays" in text) == (True, True), "theirs was taken where the texts differ"
        assert {c.id for c in ana.read.codings.of_document(document(ana, "three"))} == {mine, theirs}
    else:
        assert names == ["one", "three", "three (2)", "two"]
    assert ana.check() == []
    assert preview(ana.read, ben.read).conflicts == ()
    merge(ben, ana.path)
    alike(ana, ben)


def test_transcripts_that_are_nothing_alike_are_two_by_default(ana: Project, ben: Project) -> None:
    ana.do(ImportDocuments((lines("three", "What now?\nNothing."),)))
    ben.do(ImportDocuments((lines("three", TEXT),)))
    (conflict,) = preview(ana.read, ben.read).undecided
    assert conflict.default == "two"


def test_another_project_asks_for_documents_of_one_name(ana: Project, tmp_path: Path) -> None:
    with Project.create(tmp_path / "other.qcoder", "Other", "Cem") as other:
        (one,) = other.do(ImportDocuments((lines("one", TEXT.replace("Mondays", "Sundays")),))).result
        kinds = {conflict.id.partition(":")[0] for conflict in preview(ana.read, other.read).conflicts}
        assert kinds == {"same name", "text"}
        merge(ana, other.path, take="mine")
        assert sorted(d.name for d in ana.read.documents.all()) == ["one", "two"]
        assert merge(ana, other.path).step is None
        other.do(EditText(one, lines("one", TEXT.replace("Mondays", "Fridays"))))
        assert merge(ana, other.path, take="theirs").step is not None
        assert "Fridays" in ana.read.documents.text(document(ana, "one"))


# -- saved questions, tables of cards -------------------------------------------------------------------------------


def asked(project: Project, workspace: str = "find") -> Mapping[str, object]:
    """What the one saved question of a workspace asks."""
    (query,) = project.read.queries.of(workspace)
    found: dict[str, object] = json.loads(query.asked)
    return found


def test_ids_within_a_saved_question_follow_what_is_one(ana: Project, ben: Project) -> None:
    mine, theirs = ana.do(AddCode("sunshine")).result, ben.do(AddCode("sunshine")).result
    trust = code(ben, "trust")
    ben.do(SaveQuery("find", "warm", json.dumps({"codes": [trust, theirs], "not": {"code": theirs}, "within": 3})))
    ben.do(SetMemo(Subject.CODE, trust, f"\u2060See [this](qcoder:code/{theirs})."))
    ben.do(NameCodebookVersion("first"))
    (conflict,) = preview(ana.read, ben.read).undecided
    merge(ana, ben.path, {conflict.id: "one"})
    assert asked(ana) == {"codes": [trust, mine], "not": {"code": mine}, "within": 3}
    assert f"qcoder:code/{mine}" in ana.read.memos.all()[0].text
    assert mine in {one.id for one in ana.read.codebook.versions()[0].codes}
    assert preview(ana.read, ben.read).nothing
    merge(ben, ana.path)
    alike(ana, ben)
    assert preview(ben.read, ana.read).nothing


def test_the_same_question_on_both_sides_is_one_whatever_the_ids(ana: Project, ben: Project) -> None:
    for project in (ana, ben):
        new = project.do(AddCode("sunshine")).result
        project.do(SaveQuery("quotes", "warm", json.dumps({"codes": [new]})))
    (conflict,) = preview(ana.read, ben.read).undecided
    assert conflict.id.startswith("same name:code:")
    merge(ana, ben.path, {conflict.id: "one"})
    assert asked(ana, "quotes") == {"codes": [code(ana, "sunshine")]}


@pytest.mark.parametrize("choice", ["one", "two"])
def test_questions_of_one_name_that_ask_otherwise_are_asked(ana: Project, ben: Project, choice: str) -> None:
    ana.do(SaveQuery("quotes", "warm", '{"codes": []}'))
    ben.do(SaveQuery("quotes", "Warm", '{"starred": true}'))
    first = preview(ana.read, ben.read).undecided[0]
    assert first.kind == "same name"
    merge(ana, ben.path, {first.id: choice}, take="theirs")
    assert [(q.name, q.asked) for q in ana.read.queries.of("quotes")] == (
        [("warm", '{"starred": true}')] if choice == "one" else [("warm", '{"codes": []}'), ("Warm (2)", '{"starred": true}')]
    )
    merge(ben, ana.path)
    alike(ana, ben)


def test_ids_within_texts() -> None:
    """By the last word of their key; letter for letter the same otherwise."""
    ones = {("code", 4123): 7, ("document", 4005): 6}

    def mine(table: str, id_: int) -> int:
        return ones.get((table, id_), id_)

    text = '{ "without_codes":[ 4123, "4123" ],"code_ids": [41230], "limit": 3, "documents": {"id": 4005}, "x": 1.5, "speaker": null }'
    assert follow("json", text, mine) == text.replace(" 4123,", " 7,").replace('"4123"', '"7"').replace("4005", "6")
    assert follow("json", "no json 4123", mine) == "no json 4123"
    assert follow("links", "[a](qcoder:code/4123) qcoder:code/41234 qcoder:coding/4123", mine) == (
        "[a](qcoder:code/7) qcoder:code/41234 qcoder:coding/4123"
    )


def cards(project: Project) -> list[tuple[str, int | None, int | None]]:
    """(pile, code, coding) of every card."""
    piles = {pile.id: pile.name for table in project.read.sortings.all() for pile in project.read.sortings.piles(table.id)}
    found = [card for table in project.read.sortings.all() for card in project.read.sortings.cards(table.id)]
    return sorted((piles.get(card.pile_id or 0, ""), card.code_id, card.coding_id) for card in found)


@pytest.fixture
def sorting(ana: Project) -> int:
    """A table with a card of the code “trust” and a pile, before Ben got his copy."""
    made = ana.do(NewSorting("Themes", code_ids=(code(ana, "trust"),))).result
    ana.do(AddPile(made, "near"))
    return made


@pytest.mark.parametrize("take", ["mine", "theirs"])
def test_a_card_that_both_moved_is_asked(ana: Project, sorting: int, take: str) -> None:
    (card,) = ana.read.sortings.cards(sorting)
    with copied(ana, "Ben") as ben:
        for project, name in ((ana, "hers"), (ben, "his")):
            project.do(AddPile(sorting, name, (card.id,)))
        (conflict,) = preview(ana.read, ben.read).undecided
        assert (conflict.kind, conflict.base, conflict.mine, conflict.theirs) == ("changed", "–", "hers", "his")
        assert conflict.what == "Both of you changed “pile” of the card of “local > trust”."
        merge(ana, ben.path, take=take)
        assert cards(ana) == [("hers" if take == "mine" else "his", code(ana, "trust"), None)]
        assert {pile.name for pile in ana.read.sortings.piles(sorting)} == {"near", "hers", "his"}
        merge(ben, ana.path)
        alike(ana, ben)


def test_cards_of_one_coding_on_both_sides_are_one(ana: Project, sorting: int) -> None:
    coding = ana.read.codings.of_document(document(ana, "one"))[0].id
    (near,) = ana.read.sortings.piles(sorting)
    with copied(ana, "Ben") as ben:
        for project in (ana, ben):
            project.do(AddCards(sorting, coding_ids=(coding,)))
        card = next(card for card in ben.read.sortings.cards(sorting) if card.coding_id == coding)
        ben.do(MoveCards((card.id,), near.id))
        assert preview(ana.read, ben.read).conflicts == (), "only one of them laid it anywhere"
        merge(ana, ben.path)
        assert cards(ana) == [("", code(ana, "trust"), None), ("near", None, coding)]
        merge(ben, ana.path)
        alike(ana, ben)


@pytest.mark.parametrize("choice", ["one", "two"])
def test_tables_and_piles_of_one_name_are_asked(ana: Project, ben: Project, choice: str) -> None:
    for project in (ana, ben):
        table = project.do(NewSorting("Themes", code_ids=(code(project, "trust"),))).result
        project.do(AddPile(table, "near", (project.read.sortings.cards(table)[0].id,)))
    shown = preview(ana.read, ben.read)
    assert {(c.kind, c.mine) for c in shown.undecided} == {("same name", "1 card")}
    merge(ana, ben.path, {conflict.id: choice for conflict in shown.undecided})
    pile = ("near", code(ana, "trust"), None)
    assert cards(ana) == ([pile] if choice == "one" else [pile, pile])
    assert preview(ana.read, ben.read).nothing
    merge(ben, ana.path)
    alike(ana, ben)


def test_a_card_goes_with_the_coding_that_they_deleted(ana: Project, sorting: int) -> None:
    coding = ana.read.codings.of_document(document(ana, "one"))[0].id
    with copied(ana, "Ben") as ben:
        ben.do(RemoveCodings((coding,)))
        ana.do(AddCards(sorting, coding_ids=(coding,)))
        (conflict,) = preview(ana.read, ben.read).undecided
        assert conflict.kind == "deleted there"
        merge(ana, ben.path, take="theirs")
        assert cards(ana) == [("", code(ana, "trust"), None)]
        merge(ben, ana.path)
        alike(ana, ben)
