"""The codebook through time."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcoder.analysis.codebook_history import changed_by_others, codebook_difference, definitions, field_edits, find_state, look_again
from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, MoveCode, RenameCode
from qcoder.changes.team import SetBranchOwners
from qcoder.changes.versions import NameCodebookVersion, ReviewCodings
from qcoder.domain.codebooks import Kind, Mark, marked
from qcoder.domain.codes import Code
from qcoder.domain.errors import KnownError
from qcoder.project.project import Project
from tests.recipes import CODES, Hand
from tests.strategies import Small, small_project


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """A small project of Ana's."""
    small = small_project(tmp_path)
    tick()
    yield small
    small.project.close()


def tick() -> None:
    """Wait until the clock shows another millisecond, so that one thing is later than another."""
    now = int(time.time() * 1000)
    while int(time.time() * 1000) <= now + 1:
        pass


def ana(small: Small) -> int:
    """Ana's id."""
    return next(coder.id for coder in small.read.study.coders() if coder.name == "Ana")


@given(old=st.text("ab .,\n🙂é", max_size=60), new=st.text("ab .,\n🙂é", max_size=60))
def test_marks_make_both_texts(old: str, new: str) -> None:
    """Nothing is lost and nothing invented."""
    pieces = marked(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.COME) == old
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.GONE) == new


def test_marks_are_words() -> None:
    """As a person would mark them."""
    found = [(piece.mark.value, piece.text) for piece in marked("Talk of the hub.", "Talk of the local hub only.")]
    assert found == [("same", "Talk of the "), ("come", "local "), ("same", "hub"), ("come", " only"), ("same", ".")]


def test_difference_of_a_version_and_now(small: Small) -> None:
    """Renamed, moved, defined, removed and new codes, in the order of the newer codebook."""
    project = small.project
    project.do(NameCodebookVersion("pilot"))
    project.do(EditCode(small.distance, brief="How far"))
    project.do(RenameCode(small.local, "near"))
    project.do(MoveCode(small.distance, None))
    trust = project.do(AddCode("trust", small.local)).result
    project.do(DeleteCodes((small.learning,)))
    found = codebook_difference(find_state(project.read, "PILOT"), find_state(project.read, "now"))
    assert [(change.kind, change.path_before, change.path, change.fields) for change in found.changes] == [
        (Kind.CHANGED, "local", "near", ("name",)),
        (Kind.ADDED, "", "near > trust", ()),
        (Kind.CHANGED, "local > distance", "distance", ("parent", "brief")),
        (Kind.REMOVED, "learning", "learning", ()),
    ]
    assert found.changes[1].after is not None
    assert found.changes[1].after.id == trust
    back = codebook_difference(find_state(project.read, "now"), find_state(project.read, "pilot"))
    assert {change.kind for change in back.changes} == set(Kind)
    assert codebook_difference(found.older, found.older).changes == ()


def test_states(small: Small) -> None:
    """By name, by day, the beginning; anything else is refused in a sentence."""
    read = small.read
    assert find_state(read, "beginning").codes == ()
    assert find_state(read, "2000-01-01").codes == ()
    assert find_state(read, "2999-12-31").codes == find_state(read, "now").codes
    with pytest.raises(KnownError, match="no version “pilot”"):
        find_state(read, "pilot")


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], database=None)
@given(data=st.data(), times=st.integers(1, 12))
def test_the_codebook_at_any_step(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, times: int) -> None:
    """Worked out from the history it is what it was."""
    with Project.create(tmp_path_factory.mktemp("any") / "any.qcoder", "Any", "Ana") as project:
        seen: dict[int, dict[int, Code]] = {0: {}}
        for _time in range(times):
            try:
                kind = data.draw(st.sampled_from(sorted(CODES, key=str)))
                project.do(CODES[kind](Hand(data, project.read)))
                seen[project.read.history.last()] = dict(project.read.codes.tree().by_id)
                if data.draw(st.booleans()):
                    project.undo()
            except KnownError:
                continue
            seen[project.read.history.last()] = dict(project.read.codes.tree().by_id)
        for seq, codes in seen.items():
            assert {code.id: code for code in project.read.codebook.at(seq)} == codes


def test_definitions_and_the_codings_made_under_them(small: Small) -> None:
    """A code without a definition, defined, and defined otherwise; renaming and colour define nothing."""
    project = small.project
    first = small.code(small.head, "across the ring road", small.distance)
    tick()
    project.do(EditCode(small.distance, brief="How far"))
    project.do(RenameCode(small.distance, "far"))
    project.do(EditCode(small.distance, color="#123456"))
    tick()
    second = small.code(small.head, "not everybody comes", small.distance)
    tick()
    project.act_as("Ben")
    project.do(EditCode(small.distance, brief="How far, in minutes"))
    found = definitions(project.read, small.distance)
    assert [(one.texts[0], one.who, len(one.coding_ids), one.empty) for one in found] == [
        ("", "Ana", 2, True),
        ("How far", "Ana", 1, False),
        ("How far, in minutes", "Ben", 0, False),
    ]
    assert first in found[0].coding_ids
    assert found[1].coding_ids == (second,)
    assert found[1].until == found[2].since
    with pytest.raises(KnownError, match="no longer"):
        definitions(project.read, 1)


def test_look_again(small: Small) -> None:
    """What was made under another definition, until somebody looked; not when the definition is put back."""
    project = small.project
    project.do(EditCode(small.distance, brief="How far"))
    tick()
    coding = small.code(small.head, "across the ring road", small.distance)
    assert look_again(project.read) == []
    tick()
    project.do(EditCode(small.distance, brief="How far, in minutes"))
    (found,) = look_again(project.read)
    assert (found.coding.id, found.path, found.then[0], found.now[0]) == (coding, "local > distance", "How far", "How far, in minutes")
    assert {one.coding.id for one in look_again(project.read, undefined=True)} == {coding, small.coding}
    project.undo()
    assert look_again(project.read) == []
    project.redo()
    assert len(look_again(project.read)) == 1
    tick()
    project.do(ReviewCodings((coding,)))
    assert look_again(project.read) == []
    tick()
    project.do(EditCode(small.distance, brief="In hours"))
    assert len(look_again(project.read)) == 1


def test_changes_by_others(small: Small) -> None:
    """Also to codes under the branch, moved out of it or deleted; not the owner's own, not undone ones, not what was seen."""
    project = small.project
    project.do(SetBranchOwners(small.local, (ana(small),)))
    tick()
    project.do(EditCode(small.local, brief="Ana herself"))
    project.act_as("Ben")
    project.do(EditCode(small.learning, brief="Not her branch"))
    assert changed_by_others(project.read) == []
    project.do(EditCode(small.distance, brief="How far"))
    project.do(EditCode(small.distance, full="a mistake"))
    project.undo()
    project.do(MoveCode(small.distance, None, 0))
    found = changed_by_others(project.read)
    assert [(one.branch, one.edit.who, one.edit.title) for one in found] == [
        ("local", "Ben", "Moved “distance” to the top"),
        ("local", "Ben", "Changed the code “distance”"),
    ]
    gone = project.do(AddCode("trust", small.local)).result
    project.do(DeleteCodes((gone,)))
    assert [one.edit.title for one in changed_by_others(project.read)][:2] == ["Deleted the code “trust”", "Added the code “trust”"]
    tick()
    project.do(SetBranchOwners(small.local, (ana(small),)))
    assert changed_by_others(project.read) == []


def test_every_wording_of_a_field_is_known_newest_first(small: Small) -> None:
    project = small.project
    for text in ("far", "far away", "far off"):
        project.do(EditCode(small.distance, brief=text))
    project.undo()
    project.do(EditCode(small.distance, color="#123456"))
    found = field_edits(project.read, small.distance)
    assert [(edit.before, edit.after) for edit in found["brief"]] == [
        ("far off", "far away"),
        ("far away", "far off"),
        ("far", "far away"),
        ("", "far"),
    ]
    assert [edit.title for edit in found["brief"]] == ["Undid: Changed the code “distance”", "", "", ""]
    assert {edit.who for edit in found["brief"]} == {project.coder[1]}
    assert found["full"] == ()


def test_the_edits_of_one_code_are_those_among_all(small: Small) -> None:
    project = small.project
    project.do(MoveCode(small.distance, None, 0))
    project.do(RenameCode(small.distance, "how far"))
    project.do(DeleteCodes((small.local,)))
    project.undo()
    for code_id in (small.local, small.distance, small.learning):
        assert project.read.codebook.edits_of(code_id) == [edit for edit in project.read.codebook.edits() if edit.code_id == code_id]
