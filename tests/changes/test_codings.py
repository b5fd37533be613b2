"""Changes to codings."""

from qcoder.changes.codings import AddCodeAndCoding, AddCodings, ChangeEnds, JoinCodings, RecodeCodings, RemoveCodings
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.spans import Span
from tests.changes.test_codes import refused
from tests.strategies import Small


def test_add(small: Small) -> None:
    span = small.span(small.teacher, "Karen's doorway 🙂")
    done = small.project.do(AddCodings((NewCoding(small.teacher, small.learning, span, memo="  a routine "),)))
    coding = small.read.codings.get(done.result[0])
    assert coding is not None
    assert (coding.span, coding.origin, coding.coder_id) == (span, Origin.HAND, small.project.coder[0])
    assert small.title() == "Coded “Karen's doorway 🙂” as “learning”"
    assert small.read.memos.of_codings()[coding.id] == "a routine"


def test_title_is_one_short_line(small: Small) -> None:
    small.project.do(AddCodings((NewCoding(small.teacher, small.learning, Span(40, 120)),)))
    title = small.title()
    assert "\n" not in title
    assert "…” as “learning”" in title


def test_add_again_is_no_step(small: Small) -> None:
    coding = small.read.codings.get(small.coding)
    assert coding is not None
    done = small.project.do(AddCodings((NewCoding(small.teacher, small.distance, coding.span),)))
    assert (done.step, done.result) == (None, (small.coding,))


def test_same_passage_twice_in_one_go(small: Small) -> None:
    new = NewCoding(small.head, small.learning, Span(0, 5))
    ids = small.project.do(AddCodings((new, NewCoding(small.head, small.learning, Span(0, 5), memo="b"), new))).result
    assert len(set(ids)) == 1
    assert small.read.memos.of_codings()[ids[0]] == "b"
    assert small.title() == "Coded 3 passages"


def test_another_coder_may_code_the_same(small: Small) -> None:
    small.project.act_as("بن")
    coding = small.read.codings.get(small.coding)
    assert coding is not None
    done = small.project.do(AddCodings((NewCoding(small.teacher, small.distance, coding.span),)))
    assert done.result[0] != small.coding
    assert [coder.name for coder in small.read.study.coders()] == ["Ana", "بن"]
    small.project.undo()
    assert [coder.name for coder in small.read.study.coders()] == ["Ana"]


def test_add_refusals(small: Small) -> None:
    assert refused(small, AddCodings(())) == "Select a passage to code first."
    assert "at least one character" in refused(small, AddCodings((NewCoding(small.teacher, small.learning, Span(3, 3)),)))
    assert "reaches beyond the end of “Head”" in refused(small, AddCodings((NewCoding(small.head, small.learning, Span(3, 9999)),)))
    assert "document is no longer" in refused(small, AddCodings((NewCoding(1, small.learning, Span(0, 1)),)))
    assert "code is no longer" in refused(small, AddCodings((NewCoding(small.head, 1, Span(0, 1)),)))


def test_add_code_and_coding(small: Small) -> None:
    code_id, coding_id = small.project.do(AddCodeAndCoding("doorway 🚪", small.learning, small.teacher, Span(0, 3))).result
    assert small.read.codes.tree().path(code_id) == "learning > doorway 🚪"
    assert small.read.codings.get(coding_id) is not None
    assert small.title() == "Added the code “doorway 🚪” and coded a passage with it"
    assert "already a code" in refused(small, AddCodeAndCoding("Doorway 🚪", small.learning, small.teacher, Span(0, 3)))
    assert "at least one" in refused(small, AddCodeAndCoding("other", None, small.teacher, Span(0, 0)))


def test_change_ends(small: Small) -> None:
    small.project.do(ChangeEnds(small.coding, Span(0, 3)))
    coding = small.read.codings.get(small.coding)
    assert coding is not None
    assert coding.span == Span(0, 3)
    assert small.title() == "Changed the ends of a passage coded “distance”"
    assert "at least one" in refused(small, ChangeEnds(small.coding, Span(5, 5)))
    assert "coding is no longer" in refused(small, ChangeEnds(1, Span(5, 6)))


def test_change_ends_onto_the_same_coding(small: Small) -> None:
    """Two codings that became one passage are one coding, with both memos."""
    other = small.code(small.teacher, "nobody can cover me", small.distance, "cover")
    span = small.span(small.teacher, "nobody can cover me")
    small.project.do(ChangeEnds(small.coding, span))
    assert [c.id for c in small.read.codings.of_codes([small.distance])] == [small.coding]
    assert small.read.codings.get(other) is None
    assert small.read.memos.of_codings() == {small.coding: "far 🙂\ncover"}


def test_recode(small: Small) -> None:
    small.project.do(RecodeCodings((small.coding,), small.learning))
    coding = small.read.codings.get(small.coding)
    assert coding is not None
    assert coding.code_id == small.learning
    assert small.title() == "Recoded 1 passage as “learning”"
    assert small.project.do(RecodeCodings((small.coding,), small.learning)).step is None
    assert "code is no longer" in refused(small, RecodeCodings((small.coding,), 1))


def test_recode_onto_the_same_coding(small: Small) -> None:
    other = small.code(small.teacher, "across the ring road", small.learning, "second")
    small.project.do(RecodeCodings((small.coding, other), small.learning))
    assert [c.id for c in small.read.codings.of_codes(None)] == [other]
    memos = small.read.memos.all()
    assert [(memo.subject_id, set(memo.text.split("\n"))) for memo in memos] == [(other, {"far 🙂", "second"})]


def test_remove(small: Small) -> None:
    small.project.do(RemoveCodings((small.coding,)))
    assert small.title() == "Removed the code “distance” from a passage"
    assert small.read.codings.count() == 0
    assert "no longer" in refused(small, RemoveCodings((small.coding,)))
    assert "Select a coding" in refused(small, RemoveCodings(()))
    small.project.undo()
    assert small.read.memos.of_codings() == {small.coding: "far 🙂"}


def test_join(small: Small) -> None:
    other = small.code(small.teacher, "nobody can cover me", small.distance, "cover")
    whole = small.code(small.teacher, "across the ring road, on a Tuesday, and nobody can cover me", small.distance)
    kept = small.project.do(JoinCodings((other, small.coding, other))).result
    assert kept == small.coding
    assert [c.id for c in small.read.codings.of_codes(None)] == [small.coding], "the third became the same passage"
    assert small.read.codings.get(whole) is None
    assert small.read.memos.of_codings() == {small.coding: "far 🙂\ncover"}
    assert small.title() == "Joined 2 passages coded “distance”"


def test_join_refusals(small: Small) -> None:
    elsewhere = small.code(small.head, "We meet", small.distance)
    assert "Only codings of one code" in refused(small, JoinCodings((small.coding, elsewhere)))
    assert "Only codings of one code" in refused(small, JoinCodings((small.coding, small.coding)))
