"""Merging copies of one project: what is taken, what is asked, what is never lost."""

from pathlib import Path

import pytest

from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, MoveCode, RenameCode
from qcoder.changes.codings import ChangeEnds, RemoveCodings
from qcoder.changes.documents import DeleteDocuments, ImportDocuments, MarkFullyCoded, RenameDocument
from qcoder.changes.memos import SetMemo
from qcoder.changes.people import AddAttribute, AddParticipant, SetAttribute
from qcoder.changes.study import AddGroup, AddPlace, DeleteGroup, SetTarget
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.merge import merge, preview
from qcoder.merge.ancestor import common_step, state_at
from qcoder.project.project import Project
from tests.merge.study import code, coded, content, copied, document, everything, transcript


def test_new_codings_come_with_coder_time_and_origin(ana: Project, ben: Project) -> None:
    coding_id = coded(ben, "distance", "two", 90, 110)
    coded(ana, "trust", "two", 50, 60)
    before = everything(ana)
    done = merge(ana, ben.path)
    assert ana.read.codings.get(coding_id) == ben.read.codings.get(coding_id)
    assert ana.read.codings.count() == 5
    assert [coder.name for coder in ana.read.study.coders()] == ["Ana", "Ben"]
    assert done.step is not None
    assert done.step.origin is Origin.MERGE
    assert done.step.title == "Merged “ben.qcoder”: 1 coding"
    assert done.result.added == {"coder": 1, "coding": 1}
    assert "Ben added 1 coding in 1 document." in done.result.sentences
    ana.undo()
    assert everything(ana) == before
    merge(ana, ben.path)
    assert ana.read.codings.count() == 5, "after undo the merge can be made again"


def test_itself_and_twice_change_nothing(ana: Project, ben: Project) -> None:
    assert merge(ana, ana.path).step is None
    coded(ben, "distance", "two", 90, 110)
    merge(ana, ben.path)
    steps = ana.read.history.count()
    again = merge(ana, ben.path)
    assert again.step is None
    assert again.result.nothing
    assert ana.read.history.count() == steps


def test_the_ancestor_is_the_last_common_step(ana: Project, ben: Project) -> None:
    shared = ana.read.history.last()
    at_copy = everything(ana)
    coded(ana, "trust", "two", 50, 60)
    ana.do(DeleteCodes((code(ana, "distance"),)))
    ben.do(AddCode("time"))
    found = common_step(ana.read, ben.read)
    assert (found.mine, found.theirs) == (shared, shared)
    assert state_at(ana.read, shared) == at_copy == state_at(ben.read, shared)


def test_copies_made_before_the_first_step(tmp_path: Path) -> None:
    with Project.create(tmp_path / "ana.qcoder", "Study", "Ana") as ana, copied(ana, "Ben") as ben:
        ana.do(AddCode("local"))
        ben.do(ImportDocuments((transcript("one"),)))
        assert common_step(ana.read, ben.read).step is None
        merge(ana, ben.path)
        assert ana.read.documents.text(document(ana, "one")) == transcript("one").text


def test_what_one_side_changed_is_taken(ana: Project, ben: Project) -> None:
    trust = code(ana, "trust")
    ana.do(EditCode(trust, brief="that others mean well"))
    ben.do(RenameCode(trust, "confidence"))
    ben.do(MoveCode(trust, None))
    ben.do(RemoveCodings((ben.read.codings.of_document(document(ben, "two"))[0].id,)))
    shown = preview(ana.read, ben.read)
    assert shown.conflicts == ()
    assert (shown.changed, shown.deleted) == ({"code": 1}, {"coding": 1})
    assert any("confidence" in sentence for sentence in shown.sentences)
    merge(ana, ben.path)
    merged = ana.read.codes.get(trust)
    assert merged is not None
    assert (merged.name, merged.parent_id, merged.brief) == ("confidence", None, "that others mean well")
    assert ana.read.codings.of_document(document(ana, "two")) == []


def test_both_changed_one_field_is_asked(ana: Project, ben: Project) -> None:
    trust = code(ana, "trust")
    ana.do(RenameCode(trust, "faith"))
    ben.do(RenameCode(trust, "confidence"))
    coded(ben, "distance", "two", 90, 110)
    before = everything(ana)
    with pytest.raises(KnownError, match="1 conflict must be decided"):
        merge(ana, ben.path)
    assert everything(ana) == before
    (conflict,) = preview(ana.read, ben.read).conflicts
    assert (conflict.kind, conflict.base, conflict.mine, conflict.theirs) == ("changed", "trust", "faith", "confidence")
    assert merge(ana, ben.path, {conflict.id: "theirs"}).step is not None
    merged = ana.read.codes.get(trust)
    assert merged is not None
    assert merged.name == "confidence"
    ana.undo()
    merge(ana, ben.path, take="mine")
    merged = ana.read.codes.get(trust)
    assert merged is not None
    assert merged.name == "faith"
    assert ana.read.codings.count() == 4


def test_both_made_the_same_change(ana: Project, ben: Project) -> None:
    trust = code(ana, "trust")
    ana.do(RenameCode(trust, "faith"))
    ben.do(RenameCode(trust, "faith"))
    before = content(ana)
    assert preview(ana.read, ben.read).sentences == ("1 step of their history comes over; nothing else is new.",)
    assert merge(ana, ben.path).step is not None
    assert content(ana) == before
    assert preview(ana.read, ben.read).nothing


@pytest.mark.parametrize("take", ["mine", "theirs"])
def test_deleted_here_but_used_there(ana: Project, ben: Project, take: str) -> None:
    trust = code(ana, "trust")
    ana.do(DeleteCodes((code(ana, "local"),)))
    new = coded(ben, "trust", "two", 90, 110)
    ben.do(SetMemo(Subject.CODING, new, "so far"))
    (conflict,) = preview(ana.read, ben.read).undecided
    assert conflict.kind == "deleted here"
    assert "“local”" in conflict.what
    assert "1 coding" in conflict.what
    merge(ana, ben.path, take=take)
    if take == "theirs":
        assert ana.read.codes.tree().path(trust) == "local > trust"
        assert ana.read.codings.count() == 4
        assert [memo.text for memo in ana.read.memos.all()] == ["so far"]
    else:
        assert len(ana.read.codes.tree()) == 0
        assert ana.read.codings.count() == 0
        assert ana.read.memos.all() == []
    ana.undo()
    assert len(ana.read.codes.tree()) == 0


@pytest.mark.parametrize("take", ["mine", "theirs"])
def test_deleted_there_but_used_here(ana: Project, ben: Project, take: str) -> None:
    ben.do(DeleteDocuments((document(ben, "two"),)))
    coded(ana, "distance", "two", 90, 110)
    before = everything(ana)
    kept = content(ana)
    (conflict,) = preview(ana.read, ben.read).undecided
    assert conflict.kind == "deleted there"
    assert "“two”" in conflict.what
    assert [passage.words for passage in conflict.passages] == [" hub is far away. I "]
    merge(ana, ben.path, take=take)
    if take == "mine":
        assert content(ana) == kept
    else:
        assert [d.name for d in ana.read.documents.all()] == ["one"]
    ana.undo()
    assert everything(ana) == before


def test_what_i_moved_under_something_deleted_there_is_kept(ana: Project, ben: Project) -> None:
    trust, distance = code(ana, "trust"), code(ana, "distance")
    ana.do(MoveCode(distance, trust))
    ben.do(RenameCode(distance, "time"))
    ben.do(DeleteCodes((trust,)))
    merge(ana, ben.path, take="theirs")
    assert [ana.read.codes.tree().path(c.id) for _depth, c in ana.read.codes.tree().walk()] == ["local", "local > time"]
    assert ana.read.codings.count() == 1
    assert merge(ana, ben.path, take="theirs").step is None


def test_deleted_there_and_untouched_here_goes(ana: Project, ben: Project) -> None:
    ben.do(DeleteCodes((code(ben, "local"),)))
    shown = preview(ana.read, ben.read)
    assert shown.conflicts == ()
    merge(ana, ben.path)
    assert len(ana.read.codes.tree()) == 0
    assert ana.read.codings.count() == 0


def test_what_i_deleted_stays_deleted(ana: Project, ben: Project) -> None:
    ana.do(DeleteCodes((code(ana, "distance"),)))
    coded(ben, "trust", "two", 90, 110)
    merge(ana, ben.path)
    assert [c.name for _depth, c in ana.read.codes.tree().walk()] == ["local", "trust"]
    # Also what came by a merge and was deleted then.
    new = ana.read.codings.of_document(document(ana, "two"))[-1]
    ana.do(RemoveCodings((new.id,)))
    assert preview(ana.read, ben.read).nothing


def test_taken_then_changed_here_is_not_asked_again(ana: Project, ben: Project) -> None:
    trust = code(ana, "trust")
    ben.do(RenameCode(trust, "confidence"))
    fresh = ben.do(AddCode("time")).result
    merge(ana, ben.path)
    ana.do(RenameCode(trust, "faith"))
    ana.do(RenameCode(fresh, "hours"))
    assert preview(ana.read, ben.read).nothing
    ben.do(EditCode(fresh, brief="clock time"))
    merge(ana, ben.path)
    merged = ana.read.codes.get(fresh)
    assert merged is not None
    assert (merged.name, merged.brief) == ("hours", "clock time")


def test_back_and_forth(ana: Project, ben: Project) -> None:
    new = coded(ben, "trust", "two", 90, 110)
    merge(ana, ben.path)
    merge(ben, ana.path)
    ben.do(RemoveCodings((new,)))
    kept = coded(ana, "trust", "one", 50, 60)
    merge(ana, ben.path)
    merge(ben, ana.path)
    assert ana.read.codings.get(new) is None
    assert ben.read.codings.get(kept) is not None
    assert everything(ana)["coding"] == everything(ben)["coding"]


def test_three_coders_in_any_order(ana: Project, ben: Project, tmp_path: Path) -> None:
    with copied(ana, "Cem") as cem, copied(ana, "Dia") as dia:
        coded(ben, "trust", "two", 90, 110)
        coded(cem, "distance", "two", 20, 30)
        ben.do(RemoveCodings((ben.read.codings.of_document(document(ben, "one"))[0].id,)))
        for project, order in ((ana, (ben, cem)), (dia, (cem, ben))):
            for other in order:
                merge(project, other.path)
        assert everything(ana) == everything(dia)
        # What came from Ben is not taken for something that Cem deleted.
        assert preview(ana.read, cem.read).nothing


def test_same_named_new_things_are_one(ana: Project, ben: Project) -> None:
    for project in (ana, ben):
        family = project.do(AddCode("time")).result
        project.do(AddCode("Hours" if project is ana else "hours", family))
        project.do(ImportDocuments((transcript("three", " Indeed."),)))
        place = project.do(AddPlace("Port")).result
        group = project.do(AddGroup("teachers")).result
        project.do(SetTarget(place, group, 4))
        project.do(AddParticipant("Rosa", place, group, (project.read.documents.speakers(document(project, "three"))[1].id,)))
        project.do(MarkFullyCoded(document(project, "one"), True))
    new = coded(ben, "time > hours", "three", 17, 45)
    before = {table: len(rows) for table, rows in everything(ana).items()}
    assert [conflict.kind for conflict in preview(ana.read, ben.read).undecided] == ["same name"] * 3
    done = merge(ana, ben.path, take="both")
    after = {table: len(rows) for table, rows in content(ana).items()}
    assert {table: n - before[table] for table, n in after.items() if n != before[table]} == {"coder": 1, "coding": 1, "fully_coded": 1}
    coding = ana.read.codings.get(new)
    assert coding is not None
    assert (coding.code_id, coding.document_id) == (code(ana, "time > Hours"), document(ana, "three"))
    assert any("“three”" in note and "one now" in note for note in done.result.notes)
    assert merge(ana, ben.path).step is None


def test_same_name_but_another_thing_is_kept_apart(ana: Project, ben: Project) -> None:
    ana.do(ImportDocuments((transcript("three"),)))
    ben.do(ImportDocuments((transcript("three", " But not the same."),)))
    trust = code(ben, "trust")
    ana.do(AddCode("confidence", code(ana, "local")))
    ben.do(RenameCode(trust, "confidence"))
    north, south = ana.do(AddPlace("North")).result, ben.do(AddPlace("South")).result
    ana.do(AddParticipant("T4", north))
    ben.do(AddParticipant("T4", south))
    first = preview(ana.read, ben.read).undecided[0]
    merge(ana, ben.path, {first.id: "two"})
    assert [d.name for d in ana.read.documents.all()] == ["one", "three", "three (2)", "two"]
    assert [p.name for p in ana.read.study.participants()] == ["T4", "T4 (2)"]
    assert ana.read.codes.tree().path(trust) == "local > confidence (2)"
    assert merge(ana, ben.path).step is None


def test_values_given_on_both_sides(ana: Project, ben: Project) -> None:
    person = ana.do(AddParticipant("Rosa")).result
    years = ana.do(AddAttribute("years")).result
    with copied(ana, "Cem") as cem:
        cem.do(SetAttribute(person, years, "12"))
        ana.do(SetAttribute(person, years, "11"))
        (conflict,) = preview(ana.read, cem.read).undecided
        assert (conflict.mine, conflict.theirs) == ("11", "12")
        merge(ana, cem.path, take="theirs")
        assert ana.read.study.participants()[0].attributes == {"years": "12"}


def test_moved_into_each_other_is_asked(ana: Project, ben: Project) -> None:
    trust, distance = code(ana, "trust"), code(ana, "distance")
    ana.do(MoveCode(trust, distance))
    ben.do(MoveCode(distance, trust))
    (conflict,) = preview(ana.read, ben.read).undecided
    assert conflict.kind == "moved"
    merge(ana, ben.path, take="mine")
    assert ana.read.codes.tree().path(trust) == "local > distance > trust"
    ana.undo()
    merge(ana, ben.path, take="theirs")
    assert ana.read.codes.tree().path(distance) == "local > trust > distance"


def test_ends_that_would_cross_are_asked(ana: Project, ben: Project) -> None:
    coding = ana.read.codings.of_document(document(ana, "one"))[0]
    ana.do(ChangeEnds(coding.id, Span(17, 25)))
    ben.do(ChangeEnds(coding.id, Span(30, 45)))
    (conflict,) = preview(ana.read, ben.read).undecided
    assert conflict.kind == "changed"
    merge(ana, ben.path, take="theirs")
    merged = ana.read.codings.get(coding.id)
    assert merged is not None
    assert merged.span == Span(30, 45)


def test_a_group_deleted_here_and_used_there(ana: Project) -> None:
    group = ana.do(AddGroup("teachers")).result
    old = ana.do(AddParticipant("Rosa", None, group)).result
    with copied(ana, "Cem") as cem:
        ana.do(DeleteGroup(group))
        cem.do(AddParticipant("Ida", None, group))
        assert [c.kind for c in preview(ana.read, cem.read).undecided] == ["deleted here"]
        merge(ana, cem.path, take="mine")
        assert [(p.name, p.group_id) for p in ana.read.study.participants()] == [("Ida", None), ("Rosa", None)]
        ana.undo()
        merge(ana, cem.path, take="theirs")
        assert {(p.name, p.group_id) for p in ana.read.study.participants()} == {("Ida", group), ("Rosa", group)}
        assert old in {p.id for p in ana.read.study.participants()}


def test_two_coders_of_one_name_are_kept_apart_when_it_is_said_so(ana: Project, ben: Project) -> None:
    coded(ben, "trust", "two", 90, 110)
    ana.act_as("Ben")
    coded(ana, "trust", "two", 50, 60)
    (conflict,) = preview(ana.read, ben.read).undecided
    done = merge(ana, ben.path, {conflict.id: "two"})
    assert [coder.name for coder in ana.read.study.coders()].count("Ben") == 2
    assert any("kept apart" in note for note in done.result.notes)


def test_their_file_is_only_read(ana: Project, ben: Project) -> None:
    coded(ben, "trust", "two", 90, 110)
    ben.do(RenameDocument(document(ben, "two"), "second"))
    before = ben.path.read_bytes()
    merge(ana, ben.path)
    assert ben.path.read_bytes() == before


def test_a_file_that_is_no_project(ana: Project, tmp_path: Path) -> None:
    path = tmp_path / "notes.qcoder"
    path.write_text("not a database, though it is long enough to look like one" * 20)
    with pytest.raises(KnownError):
        merge(ana, path)
