"""Changes to documents and who speaks in them."""

import pytest

from qcoder.changes.documents import (
    DeleteDocuments,
    ImportDocuments,
    MarkFullyCoded,
    RenameDocument,
    RenameSpeaker,
    SetDay,
    SetInterviewer,
    SetLanguage,
    SetWave,
    TieSpeakers,
)
from qcoder.changes.people import AddParticipant
from qcoder.domain.documents import Document, text_hash
from qcoder.project.write import Cancelled
from tests.changes.test_codes import refused
from tests.strategies import Small, content, transcript


def document(small: Small, document_id: int) -> Document:
    """The document, which must be there."""
    found = small.read.documents.get(document_id)
    assert found is not None
    return found


def test_import(small: Small) -> None:
    arabic = transcript("مقابلة 🙂", ("م", "ما رأيك؟"), ("T9", "don't know 👩‍👩‍👧‍👦"), (None, "(laughs)"), interviewers=("م",))
    (document_id,) = small.project.do(ImportDocuments((arabic,))).result
    kept = document(small, document_id)
    assert small.title() == "Imported “مقابلة 🙂”"
    assert (kept.characters, kept.words, kept.text_hash) == (len(arabic.text), 5, text_hash(arabic.text))
    assert small.read.documents.text(document_id) == arabic.text
    assert [(s.label, s.interviewer) for s in small.read.documents.speakers(document_id)] == [("م", True), ("T9", False)]
    assert [turn.words for turn in small.read.documents.turns(document_id)] == [2, 2, 1]


def test_import_is_all_or_nothing(small: Small) -> None:
    new, taken = transcript("New", ("A", "hello")), transcript("HEAD", ("A", "hello"))
    assert "already a document “Head”" in refused(small, ImportDocuments((new, taken)))
    assert "needs a name" in refused(small, ImportDocuments((transcript(" ", ("A", "hello")),)))


def test_import_can_be_cancelled(small: Small) -> None:
    def cancel(done: int, _total: int) -> None:
        if done == 1:
            raise Cancelled

    before = content(small.read)
    with pytest.raises(Cancelled):
        small.project.do(ImportDocuments((transcript("a", ("A", "x")), transcript("b", ("A", "x")))), progress=cancel)
    assert content(small.read) == before


def test_rename(small: Small) -> None:
    small.project.do(RenameDocument(small.head, " Head   of שיעור "))
    assert document(small, small.head).name == "Head of שיעור"
    assert small.title() == "Renamed the document “Head” to “Head of שיעור”"
    small.project.do(RenameDocument(small.head, "head OF שיעור"))
    assert "already a document" in refused(small, RenameDocument(small.head, "teacher"))
    assert "no longer" in refused(small, RenameDocument(1, "x"))


def test_delete(small: Small) -> None:
    before = content(small.read)
    assert small.project.do(DeleteDocuments((small.teacher, 1))).result == 1
    assert small.title() == "Deleted the document “Teacher” and 1 coding"
    assert [d.id for d in small.read.documents.all()] == [small.head]
    small.project.undo()
    assert content(small.read) == before
    assert "no longer" in refused(small, DeleteDocuments((1,)))


def test_mark_fully_coded(small: Small) -> None:
    ana = small.project.coder[0]
    small.project.do(MarkFullyCoded(small.head, True))
    assert small.title() == "Marked “Head” as fully coded"
    small.project.act_as("Ben")
    small.project.do(MarkFullyCoded(small.head, True))
    assert small.project.do(MarkFullyCoded(small.head, True)).step is None
    ben = small.project.coder[0]
    assert small.read.documents.fully_coded() == {small.head: {ana, ben}}
    small.project.do(MarkFullyCoded(small.head, False))
    assert small.read.documents.fully_coded() == {small.head: {ana}}
    assert "no longer" in refused(small, MarkFullyCoded(1, True))


def test_waves(small: Small) -> None:
    small.project.do(SetWave((small.head, small.teacher), "Autumn 🍂"))
    assert small.title() == "Put 2 documents in wave “Autumn 🍂”"
    small.project.do(SetWave((small.head,), " autumn 🍂 "))
    assert [wave.name for wave in small.read.study.waves()] == ["Autumn 🍂"]
    small.project.do(SetWave((small.head,), ""))
    assert small.title() == "Took 1 document out of its wave"
    assert (document(small, small.head).wave_id, document(small, small.teacher).wave_id is None) == (None, False)
    assert "no longer" in refused(small, SetWave((1,), "x"))


def test_day(small: Small) -> None:
    small.project.do(SetDay((small.head, small.teacher), " 2024-02-29 "))
    assert small.title() == "Noted that 2 interviews were held on 2024-02-29"
    small.project.do(SetDay((small.head,), ""))
    assert small.title() == "Took the day of 1 interview away"
    assert [document(small, id_).held_on for id_ in (small.head, small.teacher)] == ["", "2024-02-29"]
    small.project.undo()
    assert document(small, small.head).held_on == "2024-02-29"
    for nonsense in ("2023-02-29", "spring", "29.2.2024"):
        assert "not a day" in refused(small, SetDay((small.head,), nonsense))
    assert "no longer" in refused(small, SetDay((1,), "2024-02-29"))


def test_language(small: Small) -> None:
    small.project.do(SetLanguage((small.head,), " AR"))
    assert small.title() == "Noted that 1 document is in “ar”"
    assert document(small, small.head).language == "ar"
    small.project.do(SetLanguage((small.head,), ""))
    assert (small.title(), document(small, small.head).language) == ("Took the language of 1 document away", "")
    assert "not the code" in refused(small, SetLanguage((small.head,), "English"))
    assert "no longer" in refused(small, SetLanguage((1,), "en"))


def test_rename_speaker(small: Small) -> None:
    dana = small.speaker(small.head, "Dana")
    small.project.do(RenameSpeaker(dana, "  דנה "))
    assert small.speaker(small.head, "דנה") == dana
    assert small.title() == "Renamed the speaker “Dana” to “דנה”"
    assert "needs a label" in refused(small, RenameSpeaker(dana, " "))
    assert "no longer" in refused(small, RenameSpeaker(1, "x"))


def test_rename_speaker_joins(small: Small) -> None:
    (document_id,) = small.project.do(
        ImportDocuments((transcript("Two", ("T", "one"), ("Teach", "two"), ("I", "?"), interviewers=("I",)),))
    ).result
    one, other = small.speaker(document_id, "T"), small.speaker(document_id, "Teach")
    small.project.do(TieSpeakers((other,), small.priya))
    small.project.do(RenameSpeaker(other, "T"))
    joined = next(s for s in small.read.documents.speakers(document_id) if s.id == one)
    assert joined.participant_id == small.priya
    assert [turn.speaker_id for turn in small.read.documents.turns(document_id)][:2] == [one, one]


def test_rename_speaker_does_not_drop_a_person(small: Small) -> None:
    (document_id,) = small.project.do(
        ImportDocuments((transcript("Two", ("T", "one"), ("U", "two"), ("I", "?"), interviewers=("I",)),))
    ).result
    t, u = small.speaker(document_id, "T"), small.speaker(document_id, "U")
    sam = small.project.do(AddParticipant("Sam")).result
    small.project.do(TieSpeakers((t,), small.priya))
    small.project.do(TieSpeakers((u,), sam))
    assert "two different participants" in refused(small, RenameSpeaker(u, "T"))
    assert "interviewer" in refused(small, RenameSpeaker(u, "I"))


def test_interviewers(small: Small) -> None:
    t4 = small.speaker(small.teacher, "T4")
    small.project.do(SetInterviewer((t4,), True))
    assert small.title() == "Marked “T4” as interviewer"
    speaker = next(s for s in small.read.documents.speakers() if s.id == t4)
    assert (speaker.interviewer, speaker.participant_id) == (True, None)
    small.project.do(TieSpeakers((t4,), small.priya))
    assert small.title() == "Tied 1 speaker to “Priya”"
    speaker = next(s for s in small.read.documents.speakers() if s.id == t4)
    assert (speaker.interviewer, speaker.participant_id) == (False, small.priya)
    small.project.do(SetInterviewer((t4, small.speaker(small.head, "Dana")), False))
    assert "no longer" in refused(small, SetInterviewer((1,), True))


def test_tie_refusals(small: Small) -> None:
    t4 = small.speaker(small.teacher, "T4")
    assert "participant is no longer" in refused(small, TieSpeakers((t4,), 1))
    assert "speaker is no longer" in refused(small, TieSpeakers((1,), small.priya))
    small.project.do(TieSpeakers((t4,), None))
    assert small.title() == "Untied 1 speaker"
