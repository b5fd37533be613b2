"""Taking in codings from tables."""

import pytest

from qcoder.changes.coded_rows import CodedPassage, CodedTurn, ImportCodedTurns, ImportCodings
from qcoder.changes.codes import AddCode
from qcoder.changes.documents import ImportDocuments, MarkFullyCoded
from qcoder.domain.codings import Origin
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from tests.changes.test_codes import refused
from tests.strategies import Small


def test_by_span_and_by_quote(small: Small) -> None:
    span = small.span(small.teacher, "الاجتماع بعيد")
    rows = (
        CodedPassage(2, "teacher", "distance", span, coder="Ben 🙂", memo="بعيد"),
        CodedPassage(3, "Head", "learning > meetings", quote="We meet on Tuesdays"),
    )
    taken = small.project.do(ImportCodings(rows, "ben.csv")).result
    assert (taken.codings, taken.codes, taken.documents, taken.unmatched) == (2, 1, 0, ())
    assert small.title() == "Took in 2 codings from “ben.csv”"
    (first,) = [c for c in small.read.codings.of_document(small.teacher) if c.id != small.coding]
    (second,) = small.read.codings.of_document(small.head)
    coders = {coder.id: coder.name for coder in small.read.study.coders()}
    assert (first.span, first.origin, coders[first.coder_id]) == (span, Origin.IMPORT, "Ben 🙂")
    assert (coders[second.coder_id], small.read.codes.tree().path(second.code_id)) == ("Ana", "learning > meetings")
    assert small.read.memos.of_codings()[first.id] == "بعيد"
    assert small.project.do(ImportCodings(rows, "ben.csv")).step is None, "the same table again changes nothing"


def test_what_does_not_fit_is_reported_in_order(small: Small) -> None:
    rows = (
        CodedPassage(2, "Teacher", "distance", Span(5, 9999)),
        CodedPassage(3, "Head", "distance", quote="never said"),
        CodedPassage(4, "Lost", "distance", quote="x"),
        CodedPassage(5, "Teacher", "distance", quote="a"),
        CodedPassage(6, "Head", "  ", quote="We meet"),
        CodedPassage(7, "Head", "learning", quote="We meet"),
        CodedPassage(8, "Head", "learning", Span(4, 4)),
    )
    taken = small.project.do(ImportCodings(rows)).result
    assert taken.codings == 1
    assert [sentence.split(":")[0] for sentence in taken.unmatched] == ["Row 2", "Row 3", "Row 4", "Row 5", "Row 6", "Row 8"]
    assert "does not lie within “Teacher”" in taken.unmatched[0]
    assert "is not in “Head”" in taken.unmatched[1]
    assert "no document “Lost”" in taken.unmatched[2]
    assert "more than once" in taken.unmatched[3]


def test_spans_of_another_text_do_not_lead_astray(small: Small) -> None:
    """A table may have been made on a text with labels; its quotes tell where the passages are."""
    right = small.span(small.teacher, "nobody can cover me")
    rows = (
        CodedPassage(2, "Teacher", "learning", Span(right.start + 9, right.end + 9), "nobody can cover me"),
        CodedPassage(3, "Teacher", "local", right, "on a Tuesday, and nobody can\ncover me. "),
        CodedPassage(4, "Teacher", "local", Span(0, 4), "never said"),
        CodedPassage(5, "Teacher", "distance", Span(9000, 9009), "the hub?"),
    )
    taken = small.project.do(ImportCodings(rows)).result
    assert [sentence.split(":")[0] for sentence in taken.unmatched] == ["Row 4"]
    spans = {c.span for c in small.read.codings.of_document(small.teacher) if c.id != small.coding}
    assert spans == {right, small.span(small.teacher, "the hub?")}


def test_nothing_that_fits_is_no_step(small: Small) -> None:
    """Not even by somebody new, who joins the team with their first change only."""
    small.project.act_as("Ben")
    assert small.project.do(ImportCodings((CodedPassage(2, "Lost", "local", quote="x", coder="Cy"),))).step is None


def test_ones_own_codings_before_anything_else(small: Small) -> None:
    """The acting coder, named in the table, is one person with whoever acts next."""
    small.project.act_as("Ben")
    small.project.do(ImportCodings((CodedPassage(2, "Head", "local", quote="We meet", coder="ben"),)))
    small.project.do(MarkFullyCoded(small.head, True))
    assert [coder.name for coder in small.read.study.coders()] == ["Ana", "Ben"]


def test_a_name_that_several_codes_have(small: Small) -> None:
    small.project.do(AddCode("distance", small.learning))
    taken = small.project.do(ImportCodings((CodedPassage(2, "Head", "distance", quote="We meet"),))).result
    assert "could be several codes (learning > distance; local > distance)" in taken.unmatched[0]


TURNS = (
    CodedTurn("Lesson", "Teacher", "What is a half? 🙂"),
    CodedTurn("Lesson", "Pupil", "A part.", ("learning", "talk > answer", "learning")),
    CodedTurn("Other", "", "نصف", ("talk > answer",)),
    CodedTurn("Lesson", "Pupil", "", ("learning",)),
)


def test_turns(small: Small) -> None:
    taken = small.project.do(ImportCodedTurns(TURNS, frozenset({"Teacher"}), "Cy", "rows.jsonl", fully_coded=True)).result
    assert (taken.documents, taken.codes, taken.codings, taken.unmatched) == (2, 2, 3, ())
    assert small.title() == "Took in 2 documents with 3 codings"
    lesson = small.read.documents.find("Lesson")
    assert small.read.documents.text(lesson.id) == "What is a half? 🙂\n\nA part.\n\n"
    turns = small.read.documents.turns(lesson.id)
    assert [len(turn.span) for turn in turns] == [17, 7, 0]
    codings = small.read.codings.of_document(lesson.id)
    assert {(c.span, small.read.codes.tree().path(c.code_id)) for c in codings} == {
        (turns[1].span, "learning"),
        (turns[1].span, "talk > answer"),
    }
    cy = next(c.id for c in small.read.study.coders() if c.name == "Cy")
    assert small.read.documents.fully_coded()[lesson.id] == {cy}
    assert {c.coder_id for c in codings} == {cy}
    assert [s.interviewer for s in small.read.documents.speakers(lesson.id)] == [True, False]


def test_turns_of_a_document_that_is_there(small: Small) -> None:
    taken = small.project.do(ImportCodedTurns((CodedTurn("HEAD", "A", "x"), *TURNS))).result
    assert taken.documents == 2
    assert taken.unmatched == ("There is already a document “Head” in this project; give one of them another name.",)


def test_turns_with_a_name_that_several_codes_have(small: Small) -> None:
    small.project.do(AddCode("distance", small.learning))
    assert "could be several codes" in refused(small, ImportCodedTurns((CodedTurn("New", "A", "x", ("distance",)),)))


def test_a_shift_by_one_cuts_off_nothing(small: Small) -> None:
    """White space before a passage makes up for a letter that is lost at its end; the words do not."""
    text = small.read.documents.text(small.teacher)
    right = small.span(small.teacher, "nobody can cover me.")
    assert text[right.start - 1] == " "
    shifted = CodedPassage(2, "Teacher", "local", Span(right.start - 1, right.end - 1), "nobody can cover me.")
    small.project.do(ImportCodings((shifted,)))
    assert right in {c.span for c in small.read.codings.of_document(small.teacher)}


def test_a_table_made_on_another_copy_of_the_text(small: Small) -> None:
    """Other white space, labels within passages, and words that come again: what is coded is what the table says."""
    copy = "I: Well.\n  Yes.\n  And then?\nP1: Yes.\n  We met on\n  Tuesdays.\nI: Good.\nP1: Yes.\n"
    turns = (
        CodedTurn("Copy", "I", "Well.\nYes.\nAnd then?"),
        CodedTurn("Copy", "P1", "Yes.\nWe met on Tuesdays."),
        CodedTurn("Copy", "I", "Good."),
        CodedTurn("Copy", "P1", "Yes."),
    )
    small.project.do(ImportCodedTurns(turns))
    document = small.read.documents.find("Copy").id
    text = small.read.documents.text(document)

    def row(line: int, words: str, after: int = 0) -> CodedPassage:
        start = copy.index(words, after)
        return CodedPassage(line, "copy", "local", Span(start, start + len(words)), words)

    across = "We met on\n  Tuesdays.\nI: Good."
    rows = (row(1, "Yes.", copy.index("P1: Yes.\n  We")), row(2, across), row(3, "And then?"), row(4, "Well.\n  Yes."))
    taken = small.project.do(ImportCodings(rows)).result
    assert taken.unmatched == ()
    found = sorted(c.span for c in small.read.codings.of_document(document))
    assert [" ".join(text[span.start : span.end].split()) for span in found] == [
        "Well. Yes.",
        "And then?",
        "Yes.",
        "We met on Tuesdays. Good.",
    ]
    assert found[2].start == text.index("Yes.\nWe met")
    (sentence,) = small.project.do(ImportCodings((CodedPassage(7, "copy", "local", quote="Yes."),))).result.unmatched
    assert "more than once" in sentence


def test_a_document_named_by_its_id(small: Small) -> None:
    row = CodedPassage(2, str(small.head), "local", quote="We meet")
    assert small.project.do(ImportCodings((row,))).result.unmatched == ()


def test_documents_are_found_by_the_names_that_people_write(small: Small) -> None:
    """In any case, with accents composed or not (as macOS writes file names), by id, or by the file that was imported."""
    transcript = Transcript(name="Zoe\u0308 1", text="Oui.", turns=(Turn(Span(0, 4), "Z"),), source="Zoe\u0308 1.docx")
    (document,) = small.project.do(ImportDocuments((transcript,))).result
    for written in ("Zo\u00eb 1", "ZOE\u0308 1", str(document), "zo\u00eb 1.DOCX"):
        assert small.read.documents.find(written).id == document
    with pytest.raises(KnownError, match="no document “Zo 1”"):
        small.read.documents.find("Zo 1")
