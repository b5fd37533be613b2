"""Autocoding as one step: codes made, what is coded so already left alone, its origin kept."""

import pytest

from qcoder.changes.autocode import Autocode, AutoPassage, CodeTarget
from qcoder.changes.codings import AddCodings
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from tests.strategies import Small


def test_one_step_with_new_codes(small: Small) -> None:
    project = small.project
    document = project.read.documents.all()[0].id
    codes, codings = len(project.read.codes.tree()), project.read.codings.count()
    passages = (
        AutoPassage(document, Span(0, 5), 0),
        AutoPassage(document, Span(2, 9), 1),
        AutoPassage(document, Span(0, 5), 0),
        AutoPassage(document, Span(4, 6), 1),
    )
    done = project.do(Autocode(passages, (CodeTarget(None, "q7"), CodeTarget(None, " Q7 "))))
    assert (done.result.new_codes, done.result.made, done.result.skipped) == (1, 3, 1), "one name, one code; a passage once"
    assert done.step is not None
    assert done.step.title == "Autocoded 3 passages as “q7”"
    assert done.step.origin is Origin.AUTOCODE
    made = list(project.read.codings.of_codes([done.result.code_ids[0]]))
    assert {coding.origin for coding in made} == {Origin.AUTOCODE}
    assert project.check() == []
    project.undo()
    assert (len(project.read.codes.tree()), project.read.codings.count()) == (codes, codings)


def test_what_is_coded_so_is_left_alone(small: Small) -> None:
    project = small.project
    document = project.read.documents.all()[0].id
    code = next(iter(project.read.codes.tree().by_id))
    project.do(AddCodings((NewCoding(document, code, Span(3, 12)),)))
    before = project.read.codings.count()
    spans = (Span(3, 12), Span(4, 7), Span(2, 7), Span(7, 13))
    done = project.do(Autocode(tuple(AutoPassage(document, span) for span in spans), (CodeTarget(code),)))
    assert (done.result.made, done.result.skipped) == (2, 2)
    assert project.read.codings.count() == before + 2
    with pytest.raises(KnownError, match="coded so already"):
        project.do(Autocode((AutoPassage(document, Span(4, 7)),), (CodeTarget(code),)))


def test_what_makes_no_sense(small: Small) -> None:
    project = small.project
    document = project.read.documents.all()[0].id
    with pytest.raises(KnownError, match="no passage"):
        project.do(Autocode((), (CodeTarget(None, "x"),)))
    with pytest.raises(KnownError, match="code is no longer"):
        project.do(Autocode((AutoPassage(document, Span(0, 2)),), (CodeTarget(7),)))
    with pytest.raises(KnownError, match="needs a name"):
        project.do(Autocode((AutoPassage(document, Span(0, 2)),), (CodeTarget(None, " "),)))
    with pytest.raises(KnownError, match="beyond the end"):
        project.do(Autocode((AutoPassage(document, Span(0, 2)), AutoPassage(document, Span(0, 9_999_999))), (CodeTarget(None, "x"),)))
    assert not any(code.name == "x" for code in project.read.codes.tree().by_id.values()), "what fails leaves nothing"
