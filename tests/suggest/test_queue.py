"""The queue: what is proposed, why, and when nothing is."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from qcoder.changes.codes import AddCode, DeleteCodes
from qcoder.changes.codings import AddCodings, RecodeCodings
from qcoder.changes.suggestions import AcceptSuggestion, RejectSuggestion
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.documents import count_words
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from qcoder.suggest.index import Index
from qcoder.suggest.labels import wording
from qcoder.suggest.queue import suggest
from qcoder.suggest.segments import Segmenter
from tests.suggest.interviews import interview, study


@pytest.fixture
def coded(tmp_path: Path) -> Iterator[tuple[Project, int]]:
    project, code_id = study(tmp_path)
    with project:
        yield project, code_id


def test_missed_passages_are_proposed_with_reasons(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    found = suggest(project.read, code_id)
    assert found.ready
    assert found.why_not == ""
    assert found.code == "advice"
    assert found.measured.documents == 4
    assert found.measured.of == 20
    assert found.measured.right >= 15
    transcript, advice = interview("interview 4", 4)
    wanted = {transcript.text[span.start : span.end] for span in advice}
    proposed = [item for item in found.items if item.document == "interview 4"]
    assert {item.text for item in proposed} == wanted
    assert [item.score for item in found.items] == sorted((item.score for item in found.items), reverse=True)
    for item in proposed:
        assert project.read.documents.text(item.document_id)[item.span.start : item.span.end] == item.text
        assert any("advice" in words for words in item.because)
        assert "advice" in item.nearest.text
        assert item.nearest.document != item.document


def test_interviewers_short_and_coded_passages_are_not_proposed(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    codings = list(project.read.codings.of_codes([code_id]))
    for item in suggest(project.read, code_id, limit=200).items:
        assert not item.text.startswith("Tell me about")
        assert count_words(item.text) >= 4
        assert not any(coding.document_id == item.document_id and coding.span.overlaps(item.span) for coding in codings)


def test_the_same_project_gives_the_same_list(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    index = Index()
    first = suggest(project.read, code_id, index=index)
    assert suggest(project.read, code_id, index=index) == first
    assert suggest(project.read, code_id) == first
    assert len(suggest(project.read, code_id, limit=2).items) == 2


def test_accepting_codes_and_undo_takes_it_back(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    item = suggest(project.read, code_id).items[0]
    done = project.do(AcceptSuggestion(item.document_id, item.span, code_id))
    coding = project.read.codings.get(done.result)
    assert coding is not None
    assert (coding.span, coding.origin) == (item.span, Origin.SUGGESTION)
    assert done.step is not None
    assert done.step.origin is Origin.SUGGESTION
    assert item not in suggest(project.read, code_id).items
    project.undo()
    assert item in suggest(project.read, code_id).items


def test_a_rejected_wording_returns_nowhere(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    item = suggest(project.read, code_id).items[0]
    project.do(RejectSuggestion(item.document_id, item.span, code_id))
    assert project.do(RejectSuggestion(item.document_id, item.span, code_id)).step is None, "twice is once"
    left = suggest(project.read, code_id, limit=200)
    assert wording(item.text) not in {wording(other.text) for other in left.items}
    project.undo()
    assert item.text in {other.text for other in suggest(project.read, code_id, limit=200).items}


def test_too_few_codings_say_so(tmp_path: Path) -> None:
    project, code_id = study(tmp_path, coded=2)
    with project:
        found = suggest(project.read, code_id)
        assert (found.ready, found.items, found.measured.documents) == (False, (), 2)
        assert "in 2 documents; suggestions need at least 10 in 3 documents" in found.why_not


def test_an_empty_project_says_so(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.qcoder", "Empty", "Ana") as project:
        code_id = project.do(AddCode("advice")).result
        found = suggest(project.read, code_id)
        assert (found.ready, found.items) == (False, ())
        assert "0 coded sentences in 0 documents" in found.why_not
        assert found.measured.precision is None


def test_a_code_that_cannot_be_told_is_not_offered(tmp_path: Path) -> None:
    project, _advice = study(tmp_path)
    with project:
        code_id = project.do(AddCode("every eleventh sentence")).result
        index = Index()
        index.update(project.read, lambda _done, _total: None)
        every = [NewCoding(s.document_id, code_id, s.span) for s in index.segments[::11]]
        project.do(AddCodings(tuple(every)))
        found = suggest(project.read, code_id, index=index)
        assert found.measured.of == len(every)
        assert found.measured.right * 2 < found.measured.of
        assert (found.ready, found.items) == (False, ())
        assert f"{found.measured.right} of the {found.measured.of} best proposals" in found.why_not


def test_subcodes_count_for_their_parent(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    child = project.do(AddCode("informal", code_id)).result
    before = suggest(project.read, code_id)
    some = tuple(coding.id for coding in list(project.read.codings.of_codes([code_id]))[::2])
    project.do(RecodeCodings(some, child))
    assert suggest(project.read, code_id) == before
    assert suggest(project.read, child).code == "advice > informal"


def test_another_coder_has_no_part_in_it(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    ana = project.coder[0]
    assert suggest(project.read, code_id, ana) == suggest(project.read, code_id)
    project.act_as("Ben")
    project.do(AddCodings((NewCoding(project.read.documents.find("interview 0").id, code_id, Span(0, 5)),)))
    assert suggest(project.read, code_id, project.coder[0]).measured.positives == 0
    assert suggest(project.read, code_id, ana).ready


def test_neighbours_join_up_to_the_usual_length(tmp_path: Path) -> None:
    project, code_id = study(tmp_path, at_once=2)
    with project:
        codings = list(project.read.codings.of_codes([code_id]))
        usual = median(len(coding.span) for coding in codings)
        items = suggest(project.read, code_id, limit=200).items
        joined = [item for item in items if item.text.count(".") == 2]
        assert joined
        assert all(len(item.span) <= usual for item in joined)
        places = sorted((item.document_id, item.span) for item in items)
        assert all(one[0] != two[0] or not one[1].overlaps(two[1]) for one, two in pairwise(places))


def test_a_code_that_is_gone(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    item = suggest(project.read, code_id).items[0]
    project.do(DeleteCodes((code_id,)))
    with pytest.raises(KnownError, match="no longer in the project"):
        suggest(project.read, code_id)
    with pytest.raises(KnownError, match="no longer in the project"):
        project.do(AcceptSuggestion(item.document_id, item.span, code_id))
    with pytest.raises(KnownError, match="no longer in the project"):
        project.do(RejectSuggestion(item.document_id, item.span, code_id))


def test_a_passage_beyond_the_text_is_refused(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    document = project.read.documents.all()[0]
    for change in (AcceptSuggestion, RejectSuggestion):
        with pytest.raises(KnownError, match="ask for suggestions again"):
            project.do(change(document.id, Span(document.characters - 1, document.characters + 1), code_id))


def test_rules_serve_where_there_is_no_model(coded: tuple[Project, int]) -> None:
    project, code_id = coded
    found = suggest(project.read, code_id, index=Index(Segmenter("de")))
    assert found.ready
    assert [item.text for item in found.items]
