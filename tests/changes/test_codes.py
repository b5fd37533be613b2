"""Changes to the codebook: what they do, what they refuse, what they are called."""

import pytest

from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.codes import (
    AddCode,
    AddCodePath,
    DeleteCodes,
    EditCode,
    ImportCodebook,
    MoveCode,
    RenameCode,
    SplitCode,
)
from qcoder.changes.codings import AddCodings
from qcoder.changes.memos import SetMemo
from qcoder.domain.codes import CodebookRow
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.project.project import Change
from tests.strategies import HARD_NAMES, Small, content


def paths(small: Small) -> list[str]:
    """The codebook as paths, in order."""
    tree = small.read.codes.tree()
    return [tree.path(code.id) for _depth, code in tree.walk()]


def refused(small: Small, change: Change[object]) -> str:
    """The sentence with which a change is refused; nothing may have happened."""
    before, steps = content(small.read), small.read.history.count()
    with pytest.raises(KnownError) as caught:
        small.project.do(change)
    assert (content(small.read), small.read.history.count()) == (before, steps)
    return caught.value.sentence


def test_add_at_a_position(small: Small) -> None:
    small.project.do(AddCode("first", position=0))
    small.project.do(AddCode("beyond the end", position=99))
    assert paths(small) == ["first", "local", "local > distance", "learning", "beyond the end"]
    assert small.title() == "Added the code “beyond the end”"


@pytest.mark.parametrize("name", HARD_NAMES)
def test_add_any_name(small: Small, name: str) -> None:
    code_id = small.project.do(AddCode(name, small.local)).result
    code = small.read.codes.get(code_id)
    assert code is not None
    assert code.name in {name, "Café"}
    assert code.color == small.read.codes.tree().by_id[small.local].color


def test_add_refusals(small: Small) -> None:
    assert refused(small, AddCode("  ")) == "A code needs a name; type one."
    assert "“Local”" not in refused(small, AddCode("LOCAL"))
    assert "already a code “local”" in refused(small, AddCode("LOCAL"))
    assert "separates parents from children" in refused(small, AddCode("a > b"))
    assert "longer than 200" in refused(small, AddCode("x" * 201))
    assert "no longer there" in refused(small, AddCode("child", parent_id=12345))
    assert "not a colour" in refused(small, AddCode("red one", color="red"))


def test_families_get_different_colors(small: Small) -> None:
    tree = small.read.codes.tree()
    assert tree.by_id[small.local].color != tree.by_id[small.learning].color


def test_rename(small: Small) -> None:
    small.project.do(RenameCode(small.local, "  حدود   محلية "))
    assert paths(small)[0] == "حدود محلية"
    assert small.title() == "Renamed “local” to “حدود محلية”"
    assert "already a code" in refused(small, RenameCode(small.local, "Learning"))
    assert "no longer in the project" in refused(small, RenameCode(1, "x"))


def test_move(small: Small) -> None:
    small.project.do(MoveCode(small.learning, small.local, 0))
    assert paths(small) == ["local", "local > learning", "local > distance"]
    assert small.title() == "Moved “learning” to “local”"
    small.project.do(MoveCode(small.distance, None, 0))
    assert paths(small) == ["distance", "local", "local > learning"]
    assert small.title() == "Moved “distance” to the top"
    assert "under itself" in refused(small, MoveCode(small.local, small.learning))


def test_move_to_where_it_is_makes_no_step(small: Small) -> None:
    done = small.project.do(MoveCode(small.learning, None, 1))
    assert done.step is None


def test_edit(small: Small) -> None:
    small.project.do(EditCode(small.local, brief="Where 🙂", key="L", color=" #ABCDEF "))
    code = small.read.codes.tree().by_id[small.local]
    assert (code.brief, code.key, code.color, code.full) == ("Where 🙂", "l", "#abcdef", "")
    assert "belongs to “local” already" in refused(small, EditCode(small.learning, key="l"))
    for key in ("1", "ab", "²", "-"):
        assert "one letter" in refused(small, EditCode(small.learning, key=key))
    assert "not a colour" in refused(small, EditCode(small.learning, color="blue"))
    small.project.do(EditCode(small.local, key=""))
    assert small.read.codes.tree().by_id[small.local].key == ""


def test_delete_takes_the_branch(small: Small) -> None:
    assert small.project.do(DeleteCodes((small.local, small.local))).result == 1
    assert paths(small) == ["learning"]
    assert small.title() == "Deleted the code “local” with 1 subcode and 1 coding"
    small.project.undo()
    assert small.read.codings.get(small.coding) is not None
    assert small.read.memos.of_codings() == {small.coding: "far 🙂"}
    assert "no longer" in refused(small, DeleteCodes((1, 2)))


def test_delete_parent_and_child_together(small: Small) -> None:
    small.project.do(DeleteCodes((small.local, small.distance, small.learning)))
    assert paths(small) == []
    assert small.title() == "Deleted the code “local”, “distance”, “learning” and 1 coding"


def test_order_survives_gaps(small: Small) -> None:
    """Codes that were deleted leave no hole into which a later code would fall."""
    for name in "abcdef":
        small.project.do(AddCode(name))
    tree = small.read.codes.tree()
    small.project.do(DeleteCodes(tuple(tree.find(name).id for name in ("local", "learning", "a", "b"))))
    small.project.do(ImportCodebook((CodebookRow(("imported",)),)))
    assert paths(small) == ["c", "d", "e", "f", "imported"]


def test_merge(small: Small) -> None:
    same = small.span(small.teacher, "across the ring road")
    coded = small.project.do(AddCodings((NewCoding(small.teacher, small.learning, same, memo="twice"),))).result[0]
    other = small.code(small.head, "We meet on Tuesdays", small.learning)
    small.project.do(EditCode(small.learning, brief="how they learn"))
    small.project.do(AddCode("together", small.learning))
    assert small.project.do(MergeCodes(small.learning, small.distance)).result == 2
    assert small.title() == "Merged “learning” into “distance” · 2 codings"
    assert paths(small) == ["local", "local > distance", "local > distance > together"]
    assert small.read.codings.get(coded) is None
    kept = small.read.codings.get(other)
    assert kept is not None
    assert kept.code_id == small.distance
    assert small.read.codes.tree().by_id[small.distance].brief == "how they learn"
    assert small.read.memos.of_codings() == {small.coding: "far 🙂\ntwice"}


def test_merge_leaves_one_memo_a_coder(small: Small) -> None:
    small.project.do(SetMemo(Subject.CODE, small.learning, "one"))
    small.project.do(SetMemo(Subject.CODE, small.distance, "two"))
    small.project.do(MergeCodes(small.learning, small.distance))
    assert [memo.text for memo in small.read.memos.of(Subject.CODE, small.distance)] == ["one\ntwo"]


def test_merge_refusals(small: Small) -> None:
    assert "itself or one of its own subcodes" in refused(small, MergeCodes(small.local, small.distance))
    assert "itself" in refused(small, MergeCodes(small.local, small.local))
    small.project.do(AddCode("same", small.learning))
    small.project.do(AddCode("Same", small.local))
    assert "already a code" in refused(small, MergeCodes(small.learning, small.local))


def test_merge_into_the_parent_with_a_child_of_its_own_name(small: Small) -> None:
    """`local > distance > distance` merged upwards leaves `local > distance`."""
    inner = small.project.do(AddCode("distance", small.distance)).result
    small.project.do(MergeCodes(small.distance, small.local))
    assert small.read.codes.tree().path(inner) == "local > distance"


def test_merge_keeps_order(small: Small) -> None:
    early = small.project.do(AddCode("early", small.learning)).result
    for name in ("p", "q", "r"):
        small.project.do(AddCode(name, small.local))
    tree = small.read.codes.tree()
    small.project.do(DeleteCodes((tree.find("p").id, small.distance)))
    small.project.do(MergeCodes(small.learning, small.local))
    assert [code.name for code in small.read.codes.tree().children(small.local)] == ["q", "r", "early"]
    assert small.read.codes.tree().path(early) == "local > early"


def test_split(small: Small) -> None:
    made = small.project.do(SplitCode(small.distance, ("travel", "time"))).result
    assert [small.read.codes.tree().path(code_id) for code_id in made] == ["local > distance > travel", "local > distance > time"]
    assert small.title() == "Split “distance” into travel, time"
    assert "at least one" in refused(small, SplitCode(small.distance, ()))
    assert "already a code" in refused(small, SplitCode(small.distance, ("new", "TIME")))


def test_import_codebook(small: Small) -> None:
    rows = (
        CodebookRow(("LOCAL",), brief="place", key="p"),
        CodebookRow(("local", "travel", "by car"), brief="driving 🚗", color="#123456", key="p"),
        CodebookRow(("system",), color="#654321"),
    )
    small.project.do(EditCode(small.local, full="kept"))
    assert small.project.do(ImportCodebook(rows, "book.csv")).result == 3
    assert small.title() == "Took in 3 codes from “book.csv”"
    tree = small.read.codes.tree()
    assert paths(small) == ["local", "local > distance", "local > travel", "local > travel > by car", "learning", "system"]
    assert (tree.by_id[small.local].brief, tree.by_id[small.local].full, tree.by_id[small.local].key) == ("place", "kept", "p")
    assert (tree.find("by car").color, tree.find("by car").key) == ("#123456", "")
    assert small.project.do(ImportCodebook(rows, "book.csv")).step is None


def test_add_path(small: Small) -> None:
    small.project.do(AddCodePath("local > boundaries > hub"))
    assert small.title() == "Added the code “local > boundaries > hub”"
    assert "local > boundaries > hub" in paths(small)
    assert "already a code “Local > Distance”" in refused(small, AddCodePath("Local>Distance"))
    assert "needs a name" in refused(small, AddCodePath("local > "))
