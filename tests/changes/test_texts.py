"""Correcting a transcript after it was coded."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcoder.changes.codes import DeleteCodes
from qcoder.changes.codings import ChangeEnds
from qcoder.changes.documents import ImportDocuments, MarkFullyCoded, RenameSpeaker, TieSpeakers
from qcoder.changes.memos import SetMemo
from qcoder.changes.merge import NewValues, TakeIn
from qcoder.changes.suggestions import RejectSuggestion
from qcoder.changes.texts import LONGEST_LINE, Edited, EditText, plan_edit, preview_edit
from qcoder.domain.documents import Speaker, Transcript, text_hash
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.importers.normalise import LONGEST_LINE as BROKEN_ABOVE
from qcoder.importers.normalise import normalise
from qcoder.importers.transcripts import read_transcript
from qcoder.project.check import check
from tests.changes.test_codes import refused
from tests.changes.test_documents import document
from tests.strategies import HEAD, TEACHER, Small, content, transcript, transcripts

Turns = tuple[tuple[str | None, str], ...]


def teacher(*turns: tuple[str | None, str]) -> Transcript:
    """The teacher's interview as it would be read again."""
    return transcript("Teacher", *turns, interviewers=("I",))


def replaced(old: str, new: str, turns: Turns = TEACHER) -> Transcript:
    """The teacher's interview with some words replaced by others."""
    assert any(old in words for _speaker, words in turns)
    return teacher(*((speaker, words.replace(old, new)) for speaker, words in turns))


def edit(small: Small, corrected: Transcript) -> Edited:
    """Correct the teacher's interview; what was foretold must be what is done, and the project must be in order after it."""
    foretold = preview_edit(small.read, small.teacher, corrected)
    done = small.project.do(EditText(small.teacher, corrected))
    assert done.result == foretold
    assert check(small.read) == []
    return foretold


def coded(small: Small, coding_id: int) -> str | None:
    """The words of a coding; None when it is gone."""
    coding = small.read.codings.get(coding_id)
    return None if coding is None else small.read.documents.text(coding.document_id)[coding.span.start : coding.span.end]


def said(small: Small) -> list[tuple[str | None, str, int]]:
    """Speaker, words and number of words of the teacher's turns."""
    text, labels = small.read.documents.text(small.teacher), {s.id: s.label for s in small.read.documents.speakers()}
    return [
        (labels[t.speaker_id] if t.speaker_id is not None else None, text[t.span.start : t.span.end], t.words)
        for t in small.read.documents.turns(small.teacher)
    ]


def speakers(small: Small) -> dict[str, Speaker]:
    """The teacher's interview's speakers by label."""
    return {speaker.label: speaker for speaker in small.read.documents.speakers(small.teacher)}


def test_codings_follow_their_words(small: Small) -> None:
    doorway = small.code(small.teacher, "Karen's doorway 🙂 at the end", small.learning)
    asked = small.code(small.teacher, "Who do you ask", small.local)
    before = content(small.read)
    corrected = replaced("just go and stand", "just, er 🙂🙂, goes to stand")
    assert edit(small, corrected) == Edited(kept=1, moved=2, shortened=(), lost=())
    assert (coded(small, asked), coded(small, doorway)) == ("Who do you ask", "Karen's doorway 🙂 at the end")
    assert coded(small, small.coding) == "across the ring road"
    kept = document(small, small.teacher)
    assert small.read.documents.text(small.teacher) == corrected.text
    assert (kept.characters, kept.text_hash) == (len(corrected.text), text_hash(corrected.text))
    assert kept.words == sum(words for _speaker, _text, words in said(small))
    assert small.title() == "Corrected the text of “Teacher”"
    small.project.undo()
    assert content(small.read) == before
    small.project.redo()
    assert coded(small, small.coding) == "across the ring road"


def test_words_put_right_within_a_coding(small: Small) -> None:
    assert edit(small, replaced("the ring road", "the Ring Road")) == Edited(kept=0, moved=1, shortened=(), lost=())
    assert coded(small, small.coding) == "across the Ring Road"


def test_a_shortened_coding_is_told_of(small: Small) -> None:
    edited = edit(small, replaced("across the ring road", "across"))
    assert edited == Edited(0, 0, ((small.coding, "across the ring road", "across"),), ())
    assert coded(small, small.coding) == "across"
    assert [memo.text for memo in small.read.memos.of(Subject.CODING, small.coding)] == ["far 🙂"]


def test_a_lost_coding_leaves_its_memo(small: Small) -> None:
    small.project.act_as("Ben")
    small.project.do(SetMemo(Subject.CODING, small.coding, "I doubt it"))
    bens = small.code(small.teacher, "ring road", small.learning, memo="which?\n\nwhere?")
    small.project.act_as("Ana")
    small.project.do(SetMemo(Subject.DOCUMENT, small.teacher, "Met in May."))
    before = content(small.read)
    edited = edit(small, replaced("across the ring road", "elsewhere"))
    assert edited.lost == ((small.coding, "across the ring road", "distance"), (bens, "ring road", "learning"))
    assert small.title() == "Corrected the text of “Teacher” and lost 2 codings"
    coders = {coder.id: coder.name for coder in small.read.study.coders()}
    memos = {coders[memo.coder_id]: memo.text for memo in small.read.memos.of(Subject.DOCUMENT, small.teacher)}
    about = "About the passage “across the ring road”, coded “distance”, which a correction of the text took out:\n"
    assert memos["Ana"] == f"Met in May.\n\n{about}far 🙂"
    assert memos["Ben"] == (
        f"{about}I doubt it\n\nAbout the passage “ring road”, coded “learning”, which a correction of the text took out:\nwhich?\n\nwhere?"
    )
    assert [memo.subject for memo in small.read.memos.all()] == [Subject.DOCUMENT] * 2
    small.project.undo()
    assert content(small.read) == before


def test_codings_that_become_one_keep_both_memos(small: Small) -> None:
    other = small.code(small.teacher, "the ring road", small.distance, memo="which?")
    edit(small, replaced("across the ring road", "the ring road"))
    assert (coded(small, small.coding), coded(small, other)) == ("the ring road", None)
    assert [memo.text for memo in small.read.memos.all()] == ["far 🙂\nwhich?"]


def test_others_codings_stay_apart(small: Small) -> None:
    small.project.act_as("Ben")
    bens = small.code(small.teacher, "the ring road", small.distance)
    mine = small.code(small.teacher, "the ring road", small.learning)
    edit(small, replaced("across the ring road", "the ring road"))
    assert {coded(small, coding) for coding in (small.coding, bens, mine)} == {"the ring road"}


def test_speakers_are_met_by_label(small: Small) -> None:
    before = speakers(small)
    (question, answer, *_rest) = TEACHER
    edit(small, teacher(question, ("Karen", "Sorry!"), answer, (None, "(bell)"), ("I", "And the hub?"), ("T4", "Far.")))
    after = speakers(small)
    assert {label: after[label] for label in before} == before
    assert (after["T4"].participant_id, after["I"].interviewer) == (small.priya, True)
    assert (after["Karen"].participant_id, after["Karen"].interviewer) == (None, False)
    assert [(speaker, words) for speaker, words, _count in said(small)][1:4] == [("Karen", "Sorry!"), answer, (None, "(bell)")]


def test_labels_that_are_gone(small: Small) -> None:
    before = content(small.read)
    edit(small, teacher(*((speaker and speaker.replace("T4", "T5"), words) for speaker, words in TEACHER)))
    assert set(speakers(small)) == {"I", "T5"}
    assert speakers(small)["T5"].participant_id is None
    assert coded(small, small.coding) == "across the ring road"
    small.project.undo()
    assert content(small.read) == before


def test_a_new_interviewer(small: Small) -> None:
    edit(small, transcript("Teacher", *TEACHER, ("I2", "Thank you."), interviewers=("I2",)))
    assert {label: speaker.interviewer for label, speaker in speakers(small).items()} == {"I": True, "T4": False, "I2": True}


def test_a_speaker_renamed_in_the_project(small: Small) -> None:
    """The file still calls her what it called her when it was read."""
    t4 = small.speaker(small.teacher, "T4")
    small.project.do(RenameSpeaker(t4, "Priya"))
    edit(small, replaced("doorway", "door"))
    assert {label: speaker.id for label, speaker in speakers(small).items() if not speaker.interviewer} == {"Priya": t4}
    assert speakers(small)["Priya"].participant_id == small.priya


def test_a_file_read_again(small: Small, tmp_path: Path) -> None:
    """Labels and times are read by the same grammar, so that only what was said is compared."""
    path = tmp_path / "visit.txt"
    path.write_text(
        "[00:00:01] Interviewer: How far is the hub?\n\n[00:00:04] T9: Its across teh ring road 👩‍👩‍👧‍👦.\n\n"
        "[00:00:09] Interviewer: Thank you.\n",
        encoding="utf-8",
    )
    (document_id,) = small.project.do(ImportDocuments((read_transcript(path),))).result
    coding = small.code(document_id, "Its across teh ring road 👩‍👩‍👧‍👦", small.distance)
    t9 = small.speaker(document_id, "T9")
    small.project.do(TieSpeakers((t9,), small.priya))
    path.write_text(
        "[00:00:00] Interviewer: Hello 🙂. How far is the hub?\n\n[00:00:05] T9: It's across the ring road 👩‍👩‍👧‍👦. Far!\n\n"
        "[00:00:08] T9: (laughs)\n\n[00:00:09] Interviewer: Thank you.\n",
        encoding="utf-8",
    )
    small.project.do(EditText(document_id, read_transcript(path)))
    assert coded(small, coding) == "It's across the ring road 👩‍👩‍👧‍👦"
    assert small.speaker(document_id, "T9") == t9
    turns = small.read.documents.turns(document_id)
    assert (turns[1].speaker_id, turns[1].start_ms) == (t9, 5_000)
    assert "00:00" not in small.read.documents.text(document_id)
    assert check(small.read) == []


def test_turns_keep_their_ids(small: Small) -> None:
    before = [turn.id for turn in small.read.documents.turns(small.teacher)]
    question, answer, hub, far = TEACHER
    edit(small, teacher(question, ("I", "When a child does not see it?"), answer, hub))
    after = [turn.id for turn in small.read.documents.turns(small.teacher)]
    assert [before[0], before[1], before[2]] == [after[0], after[2], after[3]]
    assert after[1] not in before
    edit(small, teacher(question, answer, hub, far))
    assert [turn.id for turn in small.read.documents.turns(small.teacher)][:3] == before[:3]


def test_two_speakers_of_one_label_keep_their_turns(small: Small) -> None:
    """A merge may bring that about."""
    (document_id,) = small.project.do(ImportDocuments((transcript("Two", ("P", "one thing"), ("Q", "another one")),))).result
    ids = (small.speaker(document_id, "P"), small.speaker(document_id, "Q"))
    small.project.do(TakeIn("Merged", small.read.history.last(), changed=(NewValues("speaker", ids[1], {"label": "P"}),)))
    small.project.do(EditText(document_id, transcript("Two", ("P", "one thing"), ("P", "another one, too"), ("P", "yes"))))
    assert [turn.speaker_id for turn in small.read.documents.turns(document_id)] == [ids[0], ids[1], ids[0]]


def test_only_labels_and_times_may_change(small: Small) -> None:
    swapped = teacher(*(("I" if speaker == "T4" else "T4", words) for speaker, words in TEACHER))
    ids = [turn.id for turn in small.read.documents.turns(small.teacher)]
    assert edit(small, swapped) == Edited(1, 0, (), ())
    assert [turn.id for turn in small.read.documents.turns(small.teacher)] == ids
    assert [speaker for speaker, _text, _words in said(small)] == ["T4", "I", "T4", "I"]


def test_rejections_and_marks_follow(small: Small) -> None:
    small.project.do(MarkFullyCoded(small.teacher, True))
    for words in ("nobody can cover me", "at the end of the day"):
        small.project.do(RejectSuggestion(small.teacher, small.span(small.teacher, words), small.local))
    small.project.do(RejectSuggestion(small.head, small.span(small.head, "on Tuesdays"), small.local))
    turns = ((speaker, words.replace(" at the end of the day", "")) for speaker, words in TEACHER)
    edit(small, replaced("nobody can", "nobody could", tuple(turns)))
    assert [rejection.passage for rejection in small.read.codings.rejections()] == ["nobody could cover me", "on Tuesdays"]
    assert small.read.documents.fully_coded() == {small.teacher: {small.project.coder[0]}}


def test_refusals(small: Small) -> None:
    same = teacher(*TEACHER)
    assert "the same as before" in refused(small, EditText(small.teacher, same))
    assert "is empty" in refused(small, EditText(small.teacher, teacher((None, " \n "))))
    assert "no longer" in refused(small, EditText(1, same))
    bell = replaced("And the hub?", "And the hub?\x07")
    assert "in line 3 a character that cannot be kept (U+0007)" in refused(small, EditText(small.teacher, bell))
    assert "Line 3" in refused(small, EditText(small.teacher, replaced("And the hub?", "x" * (LONGEST_LINE + 1))))
    long = transcript("Long", ("A", "y" * (LONGEST_LINE + 1)), ("B", "short"))
    (document_id,) = small.project.do(ImportDocuments((long,))).result
    small.project.do(EditText(document_id, transcript("Long", ("A", "y" * (LONGEST_LINE + 1)), ("B", "shorter"))))


def test_what_is_refused_is_what_reading_takes_out(small: Small) -> None:
    assert LONGEST_LINE == BROKEN_ABOVE
    signs = {chr(point) for point in range(sys.maxunicode + 1) if normalise(chr(point)) != (chr(point), 0)}
    assert len(signs) > 2_000
    for sign in signs:
        with pytest.raises(KnownError, match="cannot be kept"):
            preview_edit(small.read, small.teacher, Transcript("Teacher", f"And{sign}the hub"))
    for sign in ("\n", "\t", "\u200d", "\u200f", "é", "🙂", "\ufffd"):
        assert preview_edit(small.read, small.teacher, replaced("hub", sign)).lost == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(transcripts(), transcripts(), st.data())
def test_any_text_after_any_other(small: Small, first: Transcript, second: Transcript, data: st.DataObject) -> None:
    """Whatever the texts: the project is in order, every coding is counted once, and undo brings all back."""
    try:
        for text in (first, second):
            length = document(small, small.teacher).characters
            start = data.draw(st.integers(0, length - 1))
            for coding in small.read.codings.of_document(small.teacher):
                small.project.do(ChangeEnds(coding.id, Span(start, data.draw(st.integers(start + 1, length)))))
            count = len(small.read.codings.of_document(small.teacher))
            before = content(small.read)
            if small.read.documents.text(small.teacher) == text.text:
                continue
            edited = edit(small, text)
            assert edited.kept + edited.moved + len(edited.shortened) + len(edited.lost) == count
            after = content(small.read)
            small.project.undo()
            assert content(small.read) == before
            small.project.redo()
            assert content(small.read) == after
    finally:
        while small.read.documents.text(small.teacher) != teacher(*TEACHER).text:
            small.project.undo()


def test_codes_may_go_with_their_codings(small: Small) -> None:
    """Only what is on this document is moved, and nothing points at what is not there any more."""
    head = small.code(small.head, "We meet on Tuesdays", small.local)
    small.project.do(DeleteCodes((small.distance,)))
    assert edit(small, teacher(*HEAD)) == Edited(0, 0, (), ())
    assert coded(small, head) == "We meet on Tuesdays"


def test_a_text_that_was_changed_meanwhile_is_not_written_over(small: Small) -> None:
    """The corrections were made on a text that is no longer there."""
    base = document(small, small.teacher).text_hash
    edit(small, replaced("hub", "HUB"))
    with pytest.raises(KnownError, match="changed meanwhile"):
        small.project.do(EditText(small.teacher, replaced("doorway", "door"), base))
    small.project.undo()
    small.project.do(EditText(small.teacher, replaced("doorway", "door"), base))
    assert "door 🙂" in small.read.documents.text(small.teacher)


def test_the_plan_says_where_every_coding_goes(small: Small) -> None:
    start = small.span(small.teacher, "across the ring road").start
    plan = plan_edit(small.read, small.teacher, replaced("Who do you", "Whom do you"))
    assert [(coding.id, span) for coding, span in plan.codings] == [(small.coding, Span(start + 1, start + 21))]
