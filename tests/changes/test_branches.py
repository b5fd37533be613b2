"""A branch copied to another project: what is new, what meets, what differs, and what a later merge makes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.changes.branches import TakeBranch
from qcoder.changes.codes import AddCode, AddCodePath, DeleteCodes, EditCode, RenameCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.branches import branch_with_parents, meet
from qcoder.domain.codes import Code, CodeTree
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.merge import merge, preview
from qcoder.merge.decisions import ONE
from qcoder.project.project import Project
from tests.changes.test_codes import paths
from tests.strategies import Small, transcript


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Project]:
    """Another project, which has a family of the same name as the small one."""
    with Project.create(tmp_path / "other.qcoder", "Other", "Ben") as project:
        project.do(AddCodePath("Local > roads"))
        yield project


def branch(small: Small, *names: str) -> tuple[Code, ...]:
    tree = small.read.codes.tree()
    return branch_with_parents(tree, [tree.find(name).id for name in names])


def test_a_branch_comes_with_what_it_stands_under(small: Small) -> None:
    small.project.do(AddCodePath("local > distance > by car"))
    assert [code.name for code in branch(small, "local > distance")] == ["local", "distance", "by car"]


def test_new_codes_keep_their_ids_and_all_that_they_say(small: Small, other: Project) -> None:
    small.project.do(EditCode(small.distance, brief="How far 🙂", full="all", example="it's far", key="d", color="#123456"))
    other.do(AddCode("taken key"))
    done = other.do(TakeBranch(branch(small, "distance"), "small.qcoder"))
    assert done.result == 1
    assert done.step is not None
    assert (done.step.title, done.step.origin) == ("Took in 1 new code from “small.qcoder”", Origin.IMPORT)
    tree = other.read.codes.tree()
    code = tree.by_id[small.distance]
    assert tree.path(code.id) == "Local > distance"
    assert (code.brief, code.full, code.example, code.key, code.color) == ("How far 🙂", "all", "it's far", "d", "#123456")
    assert other.do(TakeBranch(branch(small, "distance"), "small.qcoder")).step is None
    other.undo()
    assert small.distance not in other.read.codes.tree().by_id


def test_a_key_that_is_taken_stays_where_it_is(small: Small, other: Project) -> None:
    small.project.do(EditCode(small.distance, key="d"))
    other.do(EditCode(other.read.codes.tree().find("roads").id, key="d"))
    other.do(TakeBranch(branch(small, "distance"), "small.qcoder"))
    assert other.read.codes.tree().by_id[small.distance].key == ""


def test_texts_that_differ_stay_unless_they_are_chosen(small: Small, other: Project) -> None:
    local = other.read.codes.tree().find("Local").id
    other.do(EditCode(local, brief="ours"))
    small.project.do(EditCode(small.local, brief="theirs", full="fills"))
    meetings = meet(other.read.codes.tree(), branch(small, "local"))
    assert [(m.path, m.here.name if m.here else None, m.differs, m.fills) for m in meetings] == [
        ("local", "Local", ("name", "brief"), ("full",)),
        ("local > distance", None, (), ()),
    ]
    other.do(TakeBranch(branch(small, "local"), "small.qcoder"))
    code = other.read.codes.tree().by_id[local]
    assert (code.name, code.brief, code.full) == ("Local", "ours", "fills")
    other.do(TakeBranch(branch(small, "local"), "small.qcoder", frozenset({(small.local, "brief"), (small.local, "name")})))
    code = other.read.codes.tree().by_id[local]
    assert (code.name, code.brief, code.full) == ("local", "theirs", "fills")
    assert other.read.history.steps(1)[0].title == "Took in 1 changed code from “small.qcoder”"


def test_a_code_is_met_by_its_id_wherever_it_stands_and_whatever_it_is_called(small: Small, other: Project) -> None:
    other.do(TakeBranch(branch(small, "distance"), "small.qcoder"))
    other.do(RenameCode(small.distance, "how far"))
    other.do(AddCode("distance", other.read.codes.tree().find("Local").id))
    small.project.do(AddCodePath("local > distance > by car"))
    other.do(TakeBranch(branch(small, "distance"), "small.qcoder"))
    tree = other.read.codes.tree()
    assert tree.path(tree.find("by car").id) == "Local > how far > by car"
    assert not tree.children(tree.find("Local > distance").id)


def test_two_that_would_have_one_name_do_not_become_one() -> None:
    here = CodeTree([Code(1, "was renamed"), Code(2, "a")])
    met = meet(here, [Code(2, "was renamed"), Code(3, "a"), Code(4, "A")])
    assert [m.here.id if m.here else None for m in met] == [2, None, None]


def test_a_name_that_another_code_has_gets_a_number(other: Project) -> None:
    other.do(TakeBranch((Code(11, "x"), Code(12, "X")), "s"))
    assert [code.name for code in other.read.codes.tree().children(None)] == ["Local", "x", "X (2)"]


def test_nothing_chosen_is_refused(other: Project) -> None:
    with pytest.raises(KnownError, match="at least one code"):
        other.do(TakeBranch((), "s"))


def test_a_code_that_was_deleted_here_comes_back_as_itself(small: Small) -> None:
    codes = branch(small, "distance")
    small.project.do(DeleteCodes((small.distance,)))
    small.project.do(TakeBranch(codes, "copy.qcoder"))
    assert paths(small) == ["local", "local > distance", "learning"]
    assert small.distance in small.read.codes.tree().by_id


def test_a_later_merge_knows_the_branch_again(small: Small, other: Project) -> None:
    """What was coded there with a code copied from here comes back under that code, though it was renamed; nobody is asked about it."""
    other.do(TakeBranch(branch(small, "distance"), "small.qcoder"))
    document = other.do(
        ImportDocuments(
            (
                transcript(
                    "theirs",
                    ("T9", "Nobody can cover me."),
                ),
            )
        )
    ).result[0]
    other.do(AddCodings((NewCoding(document, small.distance, Span(0, 6)),)))
    other.do(RenameCode(small.distance, "how far"))
    asked = preview(small.read, other.read).conflicts
    assert [conflict.kind for conflict in asked] == ["same name"]
    assert "“local”" in asked[0].what.casefold(), "the family was met by its name only, so merge asks"
    merge(small.project, other.path, {asked[0].id: ONE})
    tree = small.read.codes.tree()
    assert tree.by_id[small.distance].name == "how far"
    assert [coding.code_id for coding in small.read.codings.of_document(document)] == [small.distance]
    assert len([code for code in tree.by_id.values() if "far" in code.name or "distance" in code.name]) == 1
