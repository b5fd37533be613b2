"""Changes to documents and who speaks in them."""

from dataclasses import dataclass
from typing import ClassVar

from qcoder.domain.codings import Origin
from qcoder.domain.documents import Speaker, StoredTurn, Transcript, count_words, read_day
from qcoder.domain.errors import KnownError
from qcoder.project.write import Write
from qcoder.words import _, n_


def clean_document_name(write: Write, name: str, document_id: int | None = None) -> str:
    """Return the name as it is kept; raises KnownError when it is empty or another document's."""
    kept = " ".join(name.split())
    if not kept:
        raise KnownError(_("A document needs a name; type one."))
    for other, other_id in write.read.documents.names().items():
        if other.casefold() == kept.casefold() and other_id != document_id:
            raise KnownError(_("There is already a document “{name}” in this project; give one of them another name.").format(name=other))
    return kept


def add_transcript(write: Write, transcript: Transcript) -> int:
    """Add one document with its speakers and turns; returns its id."""
    document_id = write.new_id()
    speakers = {label: write.new_id() for label in transcript.speakers}
    turns = [
        StoredTurn(
            write.new_id(), document_id, turn.span, speakers.get(turn.speaker) if turn.speaker is not None else None,
            turn.start_ms, turn.end_ms, turn.lead, count_words(transcript.text[turn.span.start : turn.span.end]),
        )
        for turn in transcript.turns
    ]  # fmt: skip
    name, words = clean_document_name(write, transcript.name), sum(turn.words for turn in turns)
    write.documents.insert(document_id, name, transcript.text, words, transcript.source, write.now)
    write.documents.add_speakers(
        [Speaker(id_, document_id, label, interviewer=label in transcript.interviewers) for label, id_ in speakers.items()]
    )
    write.documents.add_turns(turns)
    return document_id


@dataclass(frozen=True)
class ImportDocuments:
    """Take in transcripts. Returns the new ids in order."""

    transcripts: tuple[Transcript, ...]
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> tuple[int, ...]:
        """Refuses a name that is taken; then nothing of the whole import is written."""
        ids = []
        for done, transcript in enumerate(self.transcripts):
            write.progress(done, len(self.transcripts))
            ids.append(add_transcript(write, transcript))
        if len(self.transcripts) == 1:
            write.say(_("Imported “{name}”").format(name=self.transcripts[0].name))
        else:
            write.say(n_("Imported {n} document", "Imported {n} documents", len(ids)))
        return tuple(ids)


@dataclass(frozen=True)
class RenameDocument:
    """Give a document another name."""

    document_id: int
    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty name and another document's."""
        document = write.read.documents.get(self.document_id)
        if document is None:
            raise KnownError(_("That document is no longer in the project."))
        name = clean_document_name(write, self.name, document.id)
        write.documents.rename(document.id, name)
        write.say(_("Renamed the document “{old}” to “{new}”").format(old=document.name, new=name))


@dataclass(frozen=True)
class DeleteDocuments:
    """Remove documents with their codings and memos."""

    document_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> int:
        """Returns how many codings went with them."""
        documents = [found for document_id in self.document_ids if (found := write.read.documents.get(document_id)) is not None]
        if not documents:
            raise KnownError(_("That document is no longer in the project."))
        counts = write.read.documents.coding_counts()
        codings = sum(counts.get(document.id, 0) for document in documents)
        write.documents.delete([document.id for document in documents])
        if len(documents) == 1:
            title = _("Deleted the document “{name}”").format(name=documents[0].name)
        else:
            title = n_("Deleted {n} document", "Deleted {n} documents", len(documents))
        write.say(title + (" " + n_("and {n} coding", "and {n} codings", codings) if codings else ""))
        return codings


@dataclass(frozen=True)
class MarkFullyCoded:
    """Say, as the acting coder, that a document is fully coded, or that it is not."""

    document_id: int
    done: bool
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Other coders' marks stay."""
        document = write.read.documents.get(self.document_id)
        if document is None:
            raise KnownError(_("That document is no longer in the project."))
        me = write.me()
        marked = me in write.read.documents.fully_coded().get(document.id, set())
        if self.done and not marked:
            write.documents.mark_fully_coded(write.new_id(), document.id, me)
        elif marked and not self.done:
            write.documents.unmark_fully_coded(document.id, me)
        title = _("Marked “{name}” as fully coded") if self.done else _("Marked “{name}” as not fully coded")
        write.say(title.format(name=document.name))


@dataclass(frozen=True)
class SetWave:
    """Say in which wave interviews were held; a new name makes a wave, an empty one takes it away."""

    document_ids: tuple[int, ...]
    wave: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Waves are met by name; refuses when a document is gone."""
        if any(write.read.documents.get(document_id) is None for document_id in self.document_ids):
            raise KnownError(_("That document is no longer in the project."))
        wave_id = ensure_wave(write, self.wave)
        for document_id in self.document_ids:
            write.documents.set_wave(document_id, wave_id)
        if wave_id is None:
            write.say(n_("Took {n} document out of its wave", "Took {n} documents out of their waves", len(self.document_ids)))
            return
        write.say(
            n_("Put {n} document in wave “{wave}”", "Put {n} documents in wave “{wave}”", len(self.document_ids)).replace(
                "{wave}", " ".join(self.wave.split())
            )
        )


@dataclass(frozen=True)
class SetDay:
    """Say on which day interviews were held, as YYYY-MM-DD; empty when it is not known."""

    document_ids: tuple[int, ...]
    day: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses what is no day, and when a document is gone."""
        day = read_day(self.day)
        if any(write.read.documents.get(document_id) is None for document_id in self.document_ids):
            raise KnownError(_("That document is no longer in the project."))
        for document_id in self.document_ids:
            write.documents.set_day(document_id, day)
        count = len(self.document_ids)
        if not day:
            write.say(n_("Took the day of {n} interview away", "Took the days of {n} interviews away", count))
            return
        write.say(
            n_("Noted that {n} interview was held on {day}", "Noted that {n} interviews were held on {day}", count).replace("{day}", day)
        )


@dataclass(frozen=True)
class SetLanguage:
    """Say in which language interviews were held, by its code such as `en`; empty when nobody says."""

    document_ids: tuple[int, ...]
    language: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses what is no code of a language, and when a document is gone."""
        language = self.language.strip().casefold()
        if language and not (2 <= len(language) <= 3 and language.isascii() and language.isalpha()):
            raise KnownError(
                _("“{words}” is not the code of a language; write two or three letters, such as en.").format(words=self.language)
            )
        if any(write.read.documents.get(document_id) is None for document_id in self.document_ids):
            raise KnownError(_("That document is no longer in the project."))
        for document_id in self.document_ids:
            write.documents.set_language(document_id, language)
        count = len(self.document_ids)
        if not language:
            write.say(n_("Took the language of {n} document away", "Took the language of {n} documents away", count))
            return
        title = n_("Noted that {n} document is in “{language}”", "Noted that {n} documents are in “{language}”", count)
        write.say(title.replace("{language}", language))


def ensure_wave(write: Write, name: str) -> int | None:
    """The id of the wave of that name, made when new; None for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    waves = write.read.study.waves()
    for wave in waves:
        if wave.name.casefold() == name.casefold():
            return wave.id
    wave_id = write.new_id()
    write.study.add_wave(wave_id, name, max((wave.position for wave in waves), default=-1) + 1)
    return wave_id


def get_speaker(write: Write, speaker_id: int) -> Speaker:
    """The speaker; raises KnownError when they are gone."""
    for speaker in write.read.documents.speakers():
        if speaker.id == speaker_id:
            return speaker
    raise KnownError(_("That speaker is no longer in the project."))


@dataclass(frozen=True)
class RenameSpeaker:
    """Give a speaker another label; a label that the document has already joins the two."""

    speaker_id: int
    label: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses an empty label, and to make one speaker of two people or of an interviewer and a participant."""
        speaker = get_speaker(write, self.speaker_id)
        label = " ".join(self.label.split())
        if not label:
            raise KnownError(_("A speaker needs a label; type one."))
        others = write.read.documents.speakers(speaker.document_id)
        twin = next((s for s in others if s.label == label and s.id != speaker.id), None)
        if twin is None:
            write.documents.rename_speaker(speaker.id, label)
        else:
            _check_one_person(speaker, twin)
            write.documents.give_turns(speaker.id, twin.id)
            if twin.participant_id is None and speaker.participant_id is not None:
                write.documents.tie(twin.id, speaker.participant_id)
            write.documents.delete_speakers([speaker.id])
        write.say(_("Renamed the speaker “{old}” to “{new}”").format(old=speaker.label, new=label))


def _check_one_person(speaker: Speaker, twin: Speaker) -> None:
    if speaker.participant_id is not None and twin.participant_id not in {None, speaker.participant_id}:
        raise KnownError(
            _("“{a}” and “{b}” are two different participants, so they cannot become one speaker; untie one of them first.").format(
                a=speaker.label, b=twin.label
            )
        )
    if speaker.interviewer != twin.interviewer:
        raise KnownError(
            _("One of “{a}” and “{b}” is an interviewer and the other is not, so they cannot become one speaker; change one first.").format(
                a=speaker.label, b=twin.label
            )
        )


@dataclass(frozen=True)
class SetInterviewer:
    """Say whether speakers are interviewers, whose words never count."""

    speaker_ids: tuple[int, ...]
    interviewer: bool
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """An interviewer is not a participant, so a tie to one is cut."""
        for speaker_id in self.speaker_ids:
            speaker = get_speaker(write, speaker_id)
            write.documents.set_interviewer(speaker.id, self.interviewer)
            if self.interviewer and speaker.participant_id is not None:
                write.documents.tie(speaker.id, None)
        if len(self.speaker_ids) == 1:
            label = get_speaker(write, self.speaker_ids[0]).label
            title = _("Marked “{label}” as interviewer") if self.interviewer else _("Marked “{label}” as not an interviewer")
            write.say(title.format(label=label))
        else:
            write.say(n_("Changed the role of {n} speaker", "Changed the role of {n} speakers", len(self.speaker_ids)))


@dataclass(frozen=True)
class TieSpeakers:
    """Say which participant speakers are; None unties them."""

    speaker_ids: tuple[int, ...]
    participant_id: int | None
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """A speaker who is a participant is not an interviewer; refuses when one of them is gone."""
        names = {participant.id: participant.name for participant in write.read.study.participants()}
        if self.participant_id is not None and self.participant_id not in names:
            raise KnownError(_("That participant is no longer in the project."))
        for speaker_id in self.speaker_ids:
            speaker = get_speaker(write, speaker_id)
            write.documents.tie(speaker.id, self.participant_id)
            if self.participant_id is not None and speaker.interviewer:
                write.documents.set_interviewer(speaker.id, False)
        if self.participant_id is None:
            write.say(n_("Untied {n} speaker", "Untied {n} speakers", len(self.speaker_ids)))
        else:
            title = n_("Tied {n} speaker to “{name}”", "Tied {n} speakers to “{name}”", len(self.speaker_ids))
            write.say(title.replace("{name}", names[self.participant_id]))
