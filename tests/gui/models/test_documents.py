"""The documents as a Qt model, and how much of one is coded."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from qcoder.changes.documents import MarkFullyCoded, SetWave
from qcoder.changes.people import AddParticipant
from qcoder.changes.study import AddPlace
from qcoder.domain.spans import Span, union
from qcoder.gui.models.documents import DONE_ROLE, SHARE_ROLE, DocumentsModel, SpeakersModel, covered_share, gather, said_spans
from qcoder.project.project import Project

spans = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_share_is_that_of_single_characters(said: list[Span], codings: list[Span]) -> None:
    said = union(said)
    spoken = {i for span in said for i in range(span.start, span.end)}
    coded = {i for span in codings for i in range(span.start, span.end)}
    expected = len(spoken & coded) / len(spoken) if spoken else 0.0
    assert covered_share(said, codings) == expected


def headings(model: DocumentsModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_grouped_by_place_group_wave_or_not(small_project: Project, qtmodeltester: ModelTester) -> None:
    project = small_project
    first, second = (document.id for document in project.read.documents.all())
    place = project.do(AddPlace("City")).result
    priya = next(speaker for speaker in project.read.documents.speakers(first) if not speaker.interviewer)
    project.do(AddParticipant("Priya", place, None, (priya.id,)))
    project.do(SetWave((second,), "2"))
    project.do(MarkFullyCoded(second, True))
    model = DocumentsModel()
    model.set_documents(gather(project.read, project.coder[0]), "locality")
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # as it comes
    assert headings(model) == ["City · 1", "No locality yet · 1"]
    assert model.document_id(model.index(0, 0)) is None
    assert model.document_id(model.index(0, 0, model.index(0, 0))) == first
    assert model.index_of(second).parent().row() == 1
    model.set_documents(gather(project.read, project.coder[0]), "wave")
    assert headings(model) == ["Wave 2 · 1", "No wave yet · 1"]
    assert model.index_of(second).data(DONE_ROLE) is True
    model.set_documents(gather(project.read, project.coder[0]), "nothing")
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # as it comes
    assert headings(model) == ["Ashgrove", "Thornby"]
    assert model.in_order() == [first, second]


def test_only_what_is_looked_at_is_measured(small_project: Project, qtbot: QtBot) -> None:
    read = small_project.read
    first, second = (document.id for document in read.documents.all())
    model = DocumentsModel()
    model.set_documents(gather(read, small_project.coder[0]), "nothing")
    assert model.wanted() is None
    with qtbot.waitSignal(model.share_wanted):
        assert model.index_of(first).data(SHARE_ROLE) is None
    assert model.wanted() == first
    model.measured(first, said_spans(read, first), [coding.span for coding in read.codings.of_document(first)])
    assert model.wanted() is None
    share = model.index_of(first).data(SHARE_ROLE)
    said = sum(len(span) for span in said_spans(read, first))
    assert share == len("Next door.") / said
    model.forget_measures()
    assert model.index_of(first).data(SHARE_ROLE) == share
    assert model.wanted() == first
    assert "1 coding" in str(model.index_of(first).data(Qt.ItemDataRole.ToolTipRole))
    assert model.fact(second) is not None


def test_interviewers_words_do_not_count(small_project: Project) -> None:
    read = small_project.read
    document = read.documents.all()[0]
    text = read.documents.text(document.id)
    assert [text[span.start : span.end][:9] for span in said_spans(read, document.id)] == ["Next door", "It is acr"]


def test_speakers(small_project: Project, qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    read = small_project.read
    person = small_project.do(AddParticipant("Priya (Ashgrove)")).result
    document = read.documents.all()[0]
    model = SpeakersModel()
    model.set_speakers(read.documents.speakers(document.id), dict(read.study.participant_names()), read.study.participant_names)
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # as it comes
    assert [model.index(row, 0).data() for row in range(model.rowCount(QModelIndex()))] == ["Interviewer", "Priya"]
    assert model.choices() == [("—", None), ("Priya (Ashgrove)", person)]
    speaker = model.speaker(1)
    with qtbot.waitSignal(model.changed_by_hand) as told:
        assert model.setData(model.index(1, 1), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert told.args == [speaker.id, "interviewer", True]
    with qtbot.waitSignal(model.changed_by_hand) as told:
        assert model.setData(model.index(1, 2), person)
    assert told.args == [speaker.id, "participant", person]
    assert not model.setData(model.index(1, 0), "Priya")
