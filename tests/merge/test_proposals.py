"""What somebody changes in a branch that others look after is a proposal when it is merged."""

from collections.abc import Iterator

import pytest

from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, MoveCode, RenameCode
from qcoder.changes.codings import RecodeCodings
from qcoder.changes.documents import DeleteDocuments
from qcoder.changes.memos import SetMemo
from qcoder.changes.team import SetBranchOwners
from qcoder.domain.codes import Code
from qcoder.domain.memos import Subject
from qcoder.merge import MergePreview, merge, preview
from qcoder.merge.decisions import Conflict
from qcoder.project.project import Project
from tests.merge.people import same_whatever_ids
from tests.merge.study import code, coded, copied, document, everything


@pytest.fixture
def owned(ana: Project) -> Project:
    """Ana looks after “local”."""
    (me,) = [one.id for one in ana.read.study.coders() if one.name == "Ana"]
    ana.do(SetBranchOwners(code(ana, "local"), (me,)))
    return ana


@pytest.fixture
def guest(owned: Project) -> Iterator[Project]:
    """Ben's copy."""
    with copied(owned, "Ben") as project:
        yield project


def shown(project: Project, other: Project) -> MergePreview:
    """What the one who works in a project sees."""
    return preview(project.read, other.read, me=project.coder[0])


def proposal(project: Project, other: Project) -> Conflict:
    """The one thing that is asked."""
    (conflict,) = shown(project, other).undecided
    assert (conflict.kind, conflict.choices) == ("proposal", ("take", "leave"))
    return conflict


def field(project: Project, code_id: int) -> Code:
    """A code that is there."""
    found = project.read.codes.get(code_id)
    assert found is not None
    return found


def settled(ana: Project, ben: Project) -> None:
    """Nobody is asked again, and both files say the same."""
    assert preview(ana.read, ben.read).nothing
    assert merge(ben, ana.path).result.conflicts == ()
    assert same_whatever_ids(ben) == same_whatever_ids(ana)
    assert ana.check() == ben.check() == []


@pytest.mark.parametrize("choice", ["take", "leave"])
def test_another_name_is_left_as_it_is_unless_taken(owned: Project, guest: Project, choice: str) -> None:
    trust = code(owned, "trust")
    guest.do(RenameCode(trust, "confidence"))
    conflict = proposal(owned, guest)
    assert conflict.what == "Proposed by Ben: another “name” for the code “local > trust”. Ana looks after “local”."
    assert (conflict.mine, conflict.theirs, conflict.default) == ("trust", "confidence", "leave")
    before = everything(owned)
    merge(owned, guest.path, {conflict.id: choice})
    assert field(owned, trust).name == ("confidence" if choice == "take" else "trust")
    owned.undo()
    assert everything(owned) == before
    assert shown(owned, guest).answers == {conflict.id: choice}, "what was decided is kept when the merge is undone"
    owned.redo()
    settled(owned, guest)


def test_words_where_there_were_none_are_taken_by_default(owned: Project, guest: Project) -> None:
    guest.do(EditCode(code(guest, "trust"), brief="that others mean well", color="#123456"))
    conflict = proposal(owned, guest)
    assert (conflict.default, conflict.mine, conflict.theirs) == ("take", "–", "that others mean well")
    merge(owned, guest.path, {conflict.id: "take"})
    settled(owned, guest)


@pytest.mark.parametrize("take", ["mine", "theirs"])
def test_mine_and_theirs_for_all_leave_and_take(owned: Project, guest: Project, take: str) -> None:
    trust = code(owned, "trust")
    guest.do(RenameCode(trust, "confidence"))
    guest.do(MoveCode(trust, None))
    merge(owned, guest.path, take=take)
    assert owned.read.codes.tree().path(trust) == ("local > trust" if take == "mine" else "confidence")
    settled(owned, guest)


@pytest.mark.parametrize("choice", ["take", "leave"])
def test_a_new_code_that_is_left_loses_no_coding(owned: Project, guest: Project, choice: str) -> None:
    trust, old = code(owned, "trust"), owned.read.codings.of_document(document(owned, "one"))[0].id
    new = guest.do(AddCode("in peers", trust, brief="colleagues")).result
    under = guest.do(AddCode("near ones", new)).result
    ids = [coded(guest, path, "two", start, start + 9) for path, start in (("in peers", 50), ("near ones", 70))]
    guest.do(RecodeCodings((old,), under))
    guest.do(SetMemo(Subject.CODE, new, "new to me"))
    guest.do(SetMemo(Subject.CODING, ids[1], "look"))
    conflict = proposal(owned, guest)
    assert conflict.what == "Proposed by Ben: a new code “local > trust > in peers”. Ana looks after “local”."
    assert (conflict.default, conflict.theirs) == ("take", "new, with 3 codings")
    assert conflict.mine == "not taken; 3 codings with it go to “local > trust”"
    assert len(conflict.passages) == 2
    merge(owned, guest.path, {conflict.id: choice})
    codings = {coding.id: coding.code_id for coding in owned.read.codings.of_codes()}
    assert [codings[id_] for id_ in (*ids, old)] == ([new, under, under] if choice == "take" else [trust] * 3)
    memos = {(memo.subject, memo.subject_id): memo.text for memo in owned.read.memos.all()}
    assert memos == {(Subject.CODE, new if choice == "take" else trust): "new to me", (Subject.CODING, ids[1]): "look"}
    assert (new in owned.read.codes.tree().by_id) == (choice == "take")
    settled(owned, guest)


def test_a_coding_that_is_there_already_stays_once_when_the_new_code_is_left(owned: Project, guest: Project) -> None:
    new = guest.do(AddCode("in peers", code(guest, "trust"))).result
    first, second = coded(guest, "in peers", "two", 50, 60), coded(guest, "trust", "two", 50, 60)
    guest.do(SetMemo(Subject.CODING, first, "peers"))
    merge(owned, guest.path, {f"proposal:code:{new}:new": "leave"})
    (one,) = [c for c in owned.read.codings.of_document(document(owned, "two")) if c.span.start == 50]
    assert one.id in {first, second}
    assert [memo.subject_id for memo in owned.read.memos.all()] == [one.id]
    settled(owned, guest)


@pytest.mark.parametrize("choice", ["take", "leave"])
def test_a_deletion_waits(owned: Project, guest: Project, choice: str) -> None:
    trust = code(owned, "trust")
    guest.do(DeleteCodes((trust,)))
    conflict = proposal(owned, guest)
    assert (conflict.default, conflict.mine, conflict.theirs) == ("leave", "kept", "deleted, with 2 codings")
    merge(owned, guest.path, {conflict.id: choice})
    assert (trust in owned.read.codes.tree().by_id) == (choice == "leave")
    assert owned.read.codings.count() == (3 if choice == "leave" else 1)
    settled(owned, guest)


def test_a_branch_that_goes_with_the_one_above_is_asked_too(ana: Project) -> None:
    (me,) = [one.id for one in ana.read.study.coders() if one.name == "Ana"]
    ana.do(SetBranchOwners(code(ana, "trust"), (me,)))
    with copied(ana, "Ben") as ben:
        ben.do(DeleteCodes((code(ben, "local"),)))
        conflict = proposal(ana, ben)
        assert conflict.what == "Proposed by Ben: delete the code “local”. Ana looks after “local > trust”."
        merge(ana, ben.path, {conflict.id: "leave"})
        assert len(ana.read.codes.tree()) == 3
        settled(ana, ben)


def test_what_is_used_here_is_asked_once(owned: Project, guest: Project) -> None:
    guest.do(DeleteCodes((code(guest, "trust"),)))
    coded(owned, "trust", "two", 50, 60)
    assert [conflict.kind for conflict in shown(owned, guest).undecided] == ["deleted there"]


def test_where_both_changed_a_field_the_owners_words_are_offered(owned: Project, guest: Project) -> None:
    trust = code(owned, "trust")
    owned.do(RenameCode(trust, "faith"))
    guest.do(RenameCode(trust, "confidence"))
    for project, other, default in ((owned, guest, "mine"), (guest, owned, "theirs")):
        (conflict,) = shown(project, other).undecided
        assert (conflict.kind, conflict.default) == ("changed", default)


def test_who_proposes_is_told_and_not_asked(owned: Project, guest: Project) -> None:
    guest.do(RenameCode(code(guest, "trust"), "confidence"))
    guest.do(AddCode("space", code(guest, "local")))
    guest.do(AddCode("elsewhere"))
    coded(owned, "distance", "two", 50, 60)
    found = shown(guest, owned)
    assert found.conflicts == ()
    assert [note for note in found.notes if "proposal" in note] == [
        f"Ben changed the code “local > {name}” here: a proposal, about which Ana will be asked when they merge this file."
        for name in ("confidence", "space")
    ]
    merge(guest, owned.path)
    assert code(guest, "local > confidence")
    assert {conflict.kind for conflict in shown(owned, guest).undecided} == {"proposal"}


def test_owners_and_other_branches_are_not_asked_about(owned: Project, guest: Project) -> None:
    guest.act_as("Ana")
    guest.do(RenameCode(code(guest, "trust"), "confidence"))
    guest.act_as("Ben")
    mine = guest.do(AddCode("mine")).result
    guest.do(AddCode("of mine", mine))
    guest.do(RenameCode(mine, "my own"))
    assert shown(owned, guest).conflicts == ()


def test_nobody_becomes_owner_of_what_others_look_after(owned: Project, guest: Project) -> None:
    me = guest.coder[0]
    coded(guest, "trust", "two", 50, 60)
    guest.do(SetBranchOwners(code(guest, "local"), (me,)))
    guest.do(RenameCode(code(guest, "trust"), "confidence"))
    assert proposal(owned, guest).what.endswith("Ana looks after “local”.")


def test_an_owner_may_hand_a_branch_over(owned: Project, guest: Project) -> None:
    coded(guest, "trust", "two", 50, 60)
    merge(owned, guest.path)
    owned.do(SetBranchOwners(code(owned, "local"), (guest.coder[0],)))
    guest.do(RenameCode(code(guest, "trust"), "confidence"))
    assert shown(owned, guest).conflicts == ()


def test_a_third_passes_proposals_on(owned: Project, guest: Project) -> None:
    trust = code(owned, "trust")
    guest.do(RenameCode(trust, "confidence"))
    with copied(owned, "Cem") as cem:
        cem.do(AddCode("elsewhere"))
        conflict = proposal(cem, guest)
        assert conflict.default == "take", "or Ana would never be asked"
        merge(cem, guest.path, {conflict.id: "take"})
        asked = proposal(owned, cem)
        assert (asked.id, asked.default) == (conflict.id, "leave")
        assert asked.what.startswith("Proposed by Ben, Cem: another “name”")
        merge(owned, cem.path, {asked.id: "leave"})
        assert field(owned, trust).name == "trust"
        assert preview(owned.read, guest.read).conflicts == (), "decided once"
        for other in (cem, guest):
            settled(owned, other)


def test_a_code_that_is_kept_does_not_keep_documents(owned: Project, guest: Project) -> None:
    guest.do(DeleteCodes((code(guest, "local"),)))
    guest.do(DeleteDocuments((document(guest, "one"),)))
    conflict = proposal(owned, guest)
    merge(owned, guest.path, {conflict.id: "leave"})
    assert len(owned.read.codes.tree()) == 3
    assert [c.document_id for c in owned.read.codings.of_codes()] == [document(owned, "two")]
    settled(owned, guest)
