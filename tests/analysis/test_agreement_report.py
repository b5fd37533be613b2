"""Agreement in words, what coders agree on, and what is still to be decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.analysis.agreement import Unit
from qcoder.analysis.agreement.alike import Decided, agreed, differences
from qcoder.analysis.agreement.report import report, two_digits, unit_word, with_interval
from qcoder.analysis.agreement.results import Coefficient
from qcoder.changes.adjudication import AdoptAgreed, DecidePassage
from qcoder.changes.codings import AddCodings
from qcoder.changes.study import AddCoder
from qcoder.domain.adjudication import Verdict, consensus_id
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from tests.strategies import Small, small_project


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """Ana and Ben agree on one passage of “learning”, on another but for a full stop, and differ on a third."""
    made = small_project(tmp_path)
    ben = made.project.do(AddCoder("Ben")).result
    alike, almost, apart = (
        made.span(made.teacher, words) for words in ("She shows me her book", "stand in Karen's doorway", "And the hub")
    )
    longer = Span(alike.start, alike.end + 1)
    codings = [NewCoding(made.teacher, made.learning, span) for span in (alike, almost, apart)]
    codings += [NewCoding(made.teacher, made.learning, span, ben) for span in (longer, almost)]
    made.project.do(AddCodings(tuple(codings)))
    yield made
    made.project.close()


def coders(small: Small) -> list[int]:
    """Ana and Ben."""
    return [coder.id for coder in small.read.study.coders()][:2]


def test_what_is_alike_and_what_is_not(small: Small) -> None:
    """An end that differs by a full stop is alike, and then the first coder's counts."""
    found, documents = agreed(small.read, coders(small))
    assert documents == (small.teacher,)
    expected = [small.span(small.teacher, words) for words in ("stand in Karen's doorway", "She shows me her book")]
    assert found == [(small.teacher, small.learning, span) for span in expected]
    differing = differences(small.read, coders(small))
    assert {(one.code_id, one.span) for one in differing} == {
        (small.learning, small.span(small.teacher, "And the hub")),
        (small.distance, small.span(small.teacher, "across the ring road")),
    }
    assert agreed(small.read, coders(small), [small.distance])[0] == []
    assert [one.code_id for one in differences(small.read, coders(small), [small.learning])] == [small.learning]


def test_the_consensus_agrees_with_all_that_was_alike(small: Small) -> None:
    passages, documents = agreed(small.read, coders(small))
    small.project.do(AdoptAgreed(tuple(passages), documents))
    consensus = consensus_id(small.read.project_id())
    found = report(small.read, [coders(small)[1], consensus], [small.learning])
    assert found.agreement.codes[0].kappa.value == 1.0


def test_a_decision_holds_until_the_passage_grows(small: Small) -> None:
    one = differences(small.read, coders(small), [small.learning])[0]
    small.project.do(DecidePassage(one.document_id, one.code_id, one.span, Verdict.NONE))
    decisions = small.read.adjudication.decisions()
    assert one in Decided(decisions)
    assert not any(other in Decided(decisions) for other in differences(small.read, coders(small), [small.distance]))
    ben = coders(small)[1]
    small.project.do(AddCodings((NewCoding(small.teacher, small.learning, Span(one.span.start, one.span.end + 20), ben),)))
    grown = next(d for d in differences(small.read, coders(small), [small.learning]) if d.span.start == one.span.start)
    assert grown not in Decided(decisions)


def test_the_report_says_what_to_think_of_each_figure(small: Small) -> None:
    found = report(small.read, coders(small))
    assert found.documents == ("Teacher",)
    assert found.left_out == ("Head",)
    by_code = {code.code: code for code in found.worst_first}
    assert found.remarks[by_code["learning"].code_id] == "Coded 5 times in all: too few to say much."


def test_codes_without_a_kappa_come_last_and_say_why(small: Small) -> None:
    from qcoder.changes.codes import AddCode

    never = small.project.do(AddCode("a never used one")).result
    found = report(small.read, coders(small))
    assert found.worst_first[-1].code_id == never
    assert "None of these coders used the code" in found.remarks[never]
    assert found.u_alphas[never] is None


def test_figures_as_people_read_them() -> None:
    assert [two_digits(value) for value in (None, 0.614, -0.001, -0.25, 1.0)] == ["–", "0.61", "0.00", "−0.25", "1.00"]
    assert with_interval(Coefficient(0.5, 0.25, 0.75)) == "0.50 (0.25–0.75)"
    assert with_interval(Coefficient(0.5)) == "0.50"
    assert unit_word(Unit.TURN, 1240) == "1,240 turns"
