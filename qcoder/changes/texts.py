"""Correcting the text of a document after it was coded: codings follow the text they were on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import ClassVar

from qcoder.changes.memos import hand_over_memos
from qcoder.domain.codings import Coding, Origin
from qcoder.domain.documents import Document, Speaker, StoredTurn, Transcript, count_words
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.rebase import EditMap
from qcoder.domain.richtext import join
from qcoder.domain.spans import Span
from qcoder.project.read import Reader
from qcoder.project.write import Write
from qcoder.words import _, n_

LONGEST_LINE = 20_000
"""Longer paragraphs are broken when a file is read, since no window shows them at speed."""
# What reading a file takes out or replaces, so that no text in a project holds it.
_NEVER_KEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Edited:
    """What a correction does to codings.

    `kept` stay as they are; `moved` keep their words at another place, or have words in them put right; `shortened` lost some of their
    words: (coding id, old text, new text); `lost` lost all of them: (coding id, old text, code name).
    """

    kept: int
    moved: int
    shortened: tuple[tuple[int, str, str], ...]
    lost: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A correction thought through: which coding goes where (None: nowhere)."""

    document: Document
    edits: EditMap
    codings: tuple[tuple[Coding, Span | None], ...]
    edited: Edited


def preview_edit(read: Reader, document_id: int, transcript: Transcript) -> Edited:
    """What `EditText` would do, without doing it; refuses what that refuses."""
    return plan_edit(read, document_id, transcript).edited


@dataclass(frozen=True)
class EditText:
    """Replace a document's text and turns by those of a corrected transcript; returns what became of the codings.

    Speakers are met by label and keep their participant and whether they interview; what a label is called in the project counts, too.
    A memo on a coding whose words are all gone goes into its coder's memo on the document.
    """

    document_id: int
    transcript: Transcript
    base_hash: str = ""
    """The hash of the text that was corrected: when it is another by now, nothing is done. Empty: whatever text there is."""
    earlier: bool = False
    """It is a text that the document had before."""
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> Edited:
        """Refuses an empty text, one that is the same as before, and signs that no project keeps."""
        plan = plan_edit(write.read, self.document_id, self.transcript)
        if self.base_hash and plan.document.text_hash != self.base_hash:
            raise KnownError(
                _("The text of “{name}” was changed meanwhile, so the corrections were not kept; open them again.").format(
                    name=plan.document.name
                )
            )
        new = self.transcript.text
        _move_codings(write, plan)
        _move_rejections(write, plan, new)
        _move_decisions(write, plan)
        _replace_turns(write, plan, self.transcript)
        sentence = _("Brought back an earlier text of “{name}”") if self.earlier else _("Corrected the text of “{name}”")
        title = sentence.format(name=plan.document.name)
        lost = len(plan.edited.lost)
        write.say(title + (" " + n_("and lost {n} coding", "and lost {n} codings", lost) if lost else ""))
        return plan.edited


# -- thinking it through ----------------------------------------------------------------------------------------------


def plan_edit(read: Reader, document_id: int, transcript: Transcript) -> Plan:
    """What `EditText` would do, coding by coding, without doing it; refuses what that refuses."""
    document = read.documents.get(document_id)
    if document is None:
        raise KnownError(_("That document is no longer in the project."))
    old, new = read.documents.text(document_id), transcript.text
    _check(document.name, old, new)
    if old == new and _is_same_speech(read, document_id, transcript):
        raise KnownError(_("The text of “{name}” is the same as before, so there is nothing to correct.").format(name=document.name))
    edits = EditMap(old, new)
    names = {code.id: code.name for code in read.codes.tree().by_id.values()}
    kept = moved = 0
    codings: list[tuple[Coding, Span | None]] = []
    shortened: list[tuple[int, str, str]] = []
    lost: list[tuple[int, str, str]] = []
    for coding in read.codings.of_document(document_id):
        landed = edits.land(coding.span)
        before = old[coding.span.start : coding.span.end]
        after = "" if landed is None else new[landed.span.start : landed.span.end]
        codings.append((coding, None if landed is None else landed.span))
        if landed is None:
            lost.append((coding.id, before, names[coding.code_id]))
        elif landed.shortened:
            shortened.append((coding.id, before, after))
        elif landed.span == coding.span and after == before:
            kept += 1
        else:
            moved += 1
    return Plan(document, edits, tuple(codings), Edited(kept, moved, tuple(shortened), tuple(lost)))


def _check(name: str, old: str, new: str) -> None:
    if not new.strip():
        raise KnownError(_("The corrected text of “{name}” is empty; delete the document if nothing of it is wanted.").format(name=name))
    wrong = _NEVER_KEPT.search(new)
    if wrong is not None:
        raise KnownError(
            _("The corrected text of “{name}” has in line {line} a character that cannot be kept (U+{sign}); take it out first.").format(
                name=name, line=new.count("\n", 0, wrong.start()) + 1, sign=f"{ord(wrong[0]):04X}"
            )
        )
    known = {line for line in old.split("\n") if len(line) > LONGEST_LINE}
    for number, line in enumerate(new.split("\n"), 1):
        if len(line) > LONGEST_LINE and line not in known:
            raise KnownError(
                _("Line {line} of the corrected text of “{name}” has more than {n} characters; break it into paragraphs first.").format(
                    line=number, name=name, n=f"{LONGEST_LINE:,}"
                )
            )


def _is_same_speech(read: Reader, document_id: int, transcript: Transcript) -> bool:
    labels = {speaker.id: speaker.label for speaker in read.documents.speakers(document_id)}
    there = [
        (turn.span, None if turn.speaker_id is None else labels[turn.speaker_id], turn.start_ms, turn.end_ms, turn.lead)
        for turn in read.documents.turns(document_id)
    ]
    return there == [(turn.span, turn.speaker, turn.start_ms, turn.end_ms, turn.lead) for turn in transcript.turns]


# -- codings ----------------------------------------------------------------------------------------------------------


def _move_codings(write: Write, plan: Plan) -> None:
    """Put every coding on its new place; two of one coder and code that come to lie on the same passage become one, with both memos."""
    gone: list[int] = []
    twins: list[tuple[int, int]] = []
    there: dict[tuple[int, int, Span], Coding] = {}
    for coding, span in sorted(plan.codings, key=lambda pair: pair[0].id):
        if span is None:
            gone.append(coding.id)
            continue
        first = there.setdefault((coding.code_id, coding.coder_id, span), coding)
        if first.span != coding.span:
            twins.append((coding.id, first.id))
        elif span != coding.span:
            write.codings.move_ends(coding.id, span)
    _keep_memos(write, plan)
    hand_over_memos(write, Subject.CODING, twins)
    write.codings.delete([*gone, *(twin for twin, _first in twins)])


def _keep_memos(write: Write, plan: Plan) -> None:
    """What coders wrote about passages that are gone, in their memo on the document: no word of theirs is lost."""
    lost = {coding_id: (passage, code) for coding_id, passage, code in plan.edited.lost}
    if not lost:
        return
    memos = write.read.memos.all()
    kept: dict[int, list[str]] = {}
    for memo in memos:
        if memo.subject is Subject.CODING and memo.subject_id in lost and memo.text.strip():
            passage, code = lost[memo.subject_id]
            about = _("About the passage “{passage}”, coded “{code}”, which a correction of the text took out:")
            kept.setdefault(memo.coder_id, []).append(join(about.format(passage=passage, code=code), memo.text))
    for memo in memos:
        if memo.subject is Subject.DOCUMENT and memo.subject_id == plan.document.id and memo.coder_id in kept:
            write.memos.update(memo.id, _paragraphs([memo.text, *kept.pop(memo.coder_id)]), write.now)
    for coder_id, texts in kept.items():
        write.memos.insert(write.new_id(), Subject.DOCUMENT, plan.document.id, coder_id, _paragraphs(texts), write.now)


def _paragraphs(texts: Sequence[str]) -> str:
    """Memos' texts with a blank line between."""
    return reduce(lambda one, other: join(one, other, "\n\n"), texts)


def _move_rejections(write: Write, plan: Plan, new: str) -> None:
    """“Not this code” stays with its passage; where that is gone there is nothing to be proposed again."""
    gone: list[int] = []
    rows = write.rows("rejection")
    for rejection in write.read.codings.rejections():
        if rejection.document_id != plan.document.id:
            continue
        span = plan.edits.span(rejection.span)
        if span is None:
            gone.append(rejection.id)
        else:
            passage = new[span.start : span.end]
            rows.update(rejection.id, {"span_start": span.start, "span_end": span.end, "passage": passage})
    rows.delete(gone)


def _move_decisions(write: Write, plan: Plan) -> None:
    """What was decided about a passage stays with it, and goes where all of the passage is gone."""
    gone: list[int] = []
    rows = write.rows("decision")
    for decision in write.read.adjudication.decisions():
        if decision.document_id != plan.document.id:
            continue
        span = plan.edits.span(decision.span)
        if span is None:
            gone.append(decision.id)
        else:
            rows.update(decision.id, {"span_start": span.start, "span_end": span.end})
    rows.delete(gone)


# -- turns and speakers -----------------------------------------------------------------------------------------------


def _replace_turns(write: Write, plan: Plan, transcript: Transcript) -> None:
    """The new turns; those that go on from old ones keep their ids, and so do the speakers."""
    document_id = plan.document.id
    before = write.read.documents.turns(document_id)
    origins = list(_origins(plan.edits, before, [turn.span for turn in transcript.turns]))
    speakers = _Speakers(write.read.documents.speakers(document_id), before)
    for turn, origin in zip(transcript.turns, origins, strict=True):
        speakers.note_lead(turn.speaker, turn.lead, origin)
    after = [
        StoredTurn(
            write.new_id() if origin is None else origin.id, document_id, turn.span,
            speakers.id_of(write, document_id, turn.speaker, origin, turn.speaker in transcript.interviewers),
            turn.start_ms, turn.end_ms, turn.lead, count_words(transcript.text[turn.span.start : turn.span.end]),
        )
        for turn, origin in zip(transcript.turns, origins, strict=True)
    ]  # fmt: skip
    known = {turn.id: turn for turn in before}
    write.documents.replace_text(document_id, transcript.text, sum(turn.words for turn in after))
    write.documents.add_speakers(speakers.new)
    write.documents.change_turns([turn for turn in after if turn.id in known and known[turn.id] != turn])
    write.documents.add_turns([turn for turn in after if turn.id not in known])
    write.documents.delete_turns(known.keys() - {turn.id for turn in after})
    write.documents.delete_speakers(speakers.gone(after))


def _origins(edits: EditMap, before: Sequence[StoredTurn], spans: Sequence[Span]) -> Iterator[StoredTurn | None]:
    """For each new turn the old one that it goes on from: the first whose words it holds and that none before it has."""
    landed = [(turn, span) for turn in before if (span := edits.span(turn.span)) is not None]
    at = 0
    for span in spans:
        while at < len(landed) and landed[at][1].end <= span.start:
            at += 1
        if at < len(landed) and landed[at][1].overlaps(span):
            yield landed[at][0]
            at += 1
        else:
            yield None


class _Speakers:
    """Who speaks under which label: those there were, and those that are new."""

    def __init__(self, speakers: Sequence[Speaker], turns: Sequence[StoredTurn]) -> None:
        self._by_id = {speaker.id: speaker for speaker in speakers}
        self._by_label: dict[str, int] = {}
        for speaker in speakers:
            self._by_label.setdefault(speaker.label, speaker.id)
        self._spoke = {turn.speaker_id for turn in turns if turn.speaker_id is not None}
        self._leads: dict[str, set[int | None]] = {}
        self.new: list[Speaker] = []

    def note_lead(self, label: str | None, lead: str, origin: StoredTurn | None) -> None:
        """Remember who spoke where this label stands in the file as it stood there before: a speaker renamed in the project since."""
        if label is not None and label not in self._by_label and lead and origin is not None and origin.lead == lead:
            self._leads.setdefault(label, set()).add(origin.speaker_id)

    def id_of(self, write: Write, document_id: int, label: str | None, origin: StoredTurn | None, interviewer: bool) -> int | None:
        """The speaker of that label, made when there was none; None for no label."""
        if label is None:
            return None
        if origin is not None and origin.speaker_id is not None and self._by_id[origin.speaker_id].label == label:
            return origin.speaker_id  # where two have one label, each keeps their turns
        if label not in self._by_label:
            renamed = self._leads.get(label, set())
            found = next(iter(renamed)) if len(renamed) == 1 else None
            if found is None:
                found = write.new_id()
                self._by_id[found] = Speaker(found, document_id, label, interviewer)
                self.new.append(self._by_id[found])
            self._by_label[label] = found
        return self._by_label[label]

    def gone(self, turns: Sequence[StoredTurn]) -> list[int]:
        """Those who spoke before and do not any more."""
        return sorted(self._spoke - {turn.speaker_id for turn in turns})
