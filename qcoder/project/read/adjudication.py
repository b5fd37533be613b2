"""Reading what was decided about differences between coders, and the samples drawn for second coders."""

import sqlite3

from qcoder.domain.adjudication import ChangedSince, CodingSample, Decision, Verdict
from qcoder.domain.spans import Span
from qcoder.project.read.since import SinceReader


class AdjudicationReader:
    """Decisions, samples, and which documents a coder should code without seeing others' codings."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def decisions(self) -> list[Decision]:
        """Every decision, oldest first."""
        rows = self._connection.execute(
            "SELECT id, document_id, code_id, span_start, span_end, verdict, kept_id, note, coder_id, made_at FROM decision ORDER BY id"
        )
        return [
            Decision(id_, document, code, Span(start, end), Verdict(verdict), kept, note, coder, made_at)
            for id_, document, code, start, end, verdict, kept, note, coder, made_at in rows
        ]

    def changed_since(self, consensus: int) -> dict[int, ChangedSince]:
        """Decision id -> the last change since of a coding with its code on its words, by anybody but the consensus coder."""
        return SinceReader(self._connection, consensus).changed()

    def samples(self) -> list[CodingSample]:
        """Every sample for a second coder, oldest first, with its documents by name."""
        drawn: dict[int, list[int]] = {}
        for sample_id, document_id in self._connection.execute(
            "SELECT sample_id, document_id FROM coding_sample_document JOIN document ON document.id = document_id"
            " ORDER BY name, document.id"
        ):
            drawn.setdefault(sample_id, []).append(document_id)
        rows = self._connection.execute("SELECT id, coder_id, percent, seed, rule, made_at FROM coding_sample ORDER BY id")
        return [
            CodingSample(id_, coder, percent, seed, rule, made_at, tuple(drawn.get(id_, ())))
            for id_, coder, percent, seed, rule, made_at in rows
        ]

    def worked_on(self) -> dict[tuple[int, int], int]:
        """(document id, coder id) -> how many codings, 0 where the document is only marked as fully coded."""
        rows = self._connection.execute("SELECT document_id, coder_id, count(*) FROM coding GROUP BY document_id, coder_id")
        found = {(document_id, coder_id): count for document_id, coder_id, count in rows}
        for document_id, coder_id in self._connection.execute("SELECT document_id, coder_id FROM fully_coded"):
            found.setdefault((document_id, coder_id), 0)
        return found

    def blind(self, coder_id: int) -> set[int]:
        """The documents of a coder's samples that they have not marked as fully coded yet: others' codings there are none of theirs."""
        rows = self._connection.execute(
            "SELECT document_id FROM coding_sample_document JOIN coding_sample ON coding_sample.id = sample_id WHERE coder_id = ?"
            " AND document_id NOT IN (SELECT document_id FROM fully_coded WHERE coder_id = ?)",
            (coder_id, coder_id),
        )
        return {document_id for (document_id,) in rows}
