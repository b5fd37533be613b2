"""Writing documents, speakers and turns."""

import sqlite3
from collections.abc import Iterable

from qcoder.domain.documents import Speaker, StoredTurn, text_hash
from qcoder.project.write.rows import Rows


class DocumentWriter:
    """Adds, changes and removes documents and who speaks in them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._documents = Rows(connection, "document")
        self._speakers = Rows(connection, "speaker")
        self._turns = Rows(connection, "turn")
        self._fully = Rows(connection, "fully_coded")

    def insert(self, id_: int, name: str, text: str, words: int, source: str, made_at: int) -> None:
        """Add a document; its text is kept exactly, with its hash."""
        self._documents.insert(
            id=id_, name=name, text=text, text_hash=text_hash(text), characters=len(text), words=words, source=source, made_at=made_at
        )

    def add_speakers(self, speakers: Iterable[Speaker]) -> None:
        """Add speakers of documents that are there."""
        self._speakers.insert_many(
            ("id", "document_id", "label", "interviewer", "participant_id"),
            [(s.id, s.document_id, s.label, int(s.interviewer), s.participant_id) for s in speakers],
        )

    def add_turns(self, turns: Iterable[StoredTurn]) -> None:
        """Add turns of documents that are there."""
        self._turns.insert_many(
            ("id", "document_id", "speaker_id", "span_start", "span_end", "start_ms", "end_ms", "lead", "words"),
            [(t.id, t.document_id, t.speaker_id, t.span.start, t.span.end, t.start_ms, t.end_ms, t.lead, t.words) for t in turns],
        )

    def replace_text(self, document_id: int, text: str, words: int) -> None:
        """Give a document another text, kept exactly, with its hash; what lies on the text is put right by whoever calls."""
        self._documents.update(document_id, {"text": text, "text_hash": text_hash(text), "characters": len(text), "words": words})

    def change_turns(self, turns: Iterable[StoredTurn]) -> None:
        """Put turns that are there on other stretches, with other speakers, times, leads and numbers of words."""
        self._connection.executemany(
            "UPDATE turn SET speaker_id = ?, span_start = ?, span_end = ?, start_ms = ?, end_ms = ?, lead = ?, words = ? WHERE id = ?",
            [(t.speaker_id, t.span.start, t.span.end, t.start_ms, t.end_ms, t.lead, t.words, t.id) for t in turns],
        )

    def delete_turns(self, ids: Iterable[int]) -> None:
        """Remove turns; the text stays."""
        self._turns.delete(ids)

    def rename(self, document_id: int, name: str) -> None:
        """Give a document another name."""
        self._documents.update(document_id, {"name": name})

    def set_wave(self, document_id: int, wave_id: int | None) -> None:
        """Say in which wave the interview was held."""
        self._documents.update(document_id, {"wave_id": wave_id})

    def set_day(self, document_id: int, day: str) -> None:
        """Say on which day (YYYY-MM-DD, empty: not known) the interview was held."""
        self._documents.update(document_id, {"held_on": day or None})

    def set_language(self, document_id: int, language: str) -> None:
        """Say in which language (a code, empty: not said) the interview was held."""
        self._documents.update(document_id, {"language": language or None})

    def delete(self, ids: Iterable[int]) -> None:
        """Remove documents with their turns, speakers, codings and memos."""
        self._documents.delete(ids)

    def rename_speaker(self, speaker_id: int, label: str) -> None:
        """Give a speaker another label."""
        self._speakers.update(speaker_id, {"label": label})

    def set_interviewer(self, speaker_id: int, interviewer: bool) -> None:
        """Say whether a speaker's words are an interviewer's, which never count."""
        self._speakers.update(speaker_id, {"interviewer": int(interviewer)})

    def tie(self, speaker_id: int, participant_id: int | None) -> None:
        """Say who a speaker is."""
        self._speakers.update(speaker_id, {"participant_id": participant_id})

    def give_turns(self, from_speaker: int, to_speaker: int) -> None:
        """Hand all turns of one speaker to another."""
        self._connection.execute("UPDATE turn SET speaker_id = ? WHERE speaker_id = ?", (to_speaker, from_speaker))

    def name_turns(self, id_: int, document_id: int, label: str) -> list[Speaker]:
        """Give the turns of a document that nobody is named for to a new speaker; the speaker, or nothing when there are no such turns."""
        speaker = Speaker(id_, document_id, label)
        where = "document_id = ? AND speaker_id IS NULL"
        if self._connection.execute(f"SELECT 1 FROM turn WHERE {where}", (document_id,)).fetchone() is None:
            return []
        self.add_speakers([speaker])
        self._connection.execute(f"UPDATE turn SET speaker_id = ? WHERE {where}", (id_, document_id))
        return [speaker]

    def delete_speakers(self, ids: Iterable[int]) -> None:
        """Remove speakers; their turns stay, unnamed."""
        self._speakers.delete(ids)

    def mark_fully_coded(self, id_: int, document_id: int, coder_id: int) -> None:
        """Note that a coder has coded the whole document."""
        self._fully.insert(id=id_, document_id=document_id, coder_id=coder_id)

    def unmark_fully_coded(self, document_id: int, coder_id: int) -> None:
        """Take that note back."""
        self._connection.execute("DELETE FROM fully_coded WHERE document_id = ? AND coder_id = ?", (document_id, coder_id))
