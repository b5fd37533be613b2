"""Writing codings and rejections."""

import sqlite3
from collections.abc import Iterable

from qcoder.domain.codings import Coding
from qcoder.domain.spans import Span
from qcoder.project.write.rows import Rows


class CodingWriter:
    """Adds, changes and removes codings."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._rows = Rows(connection, "coding")
        self._rejections = Rows(connection, "rejection")

    def insert(self, codings: Iterable[Coding]) -> None:
        """Add codings."""
        self._rows.insert_many(
            ("id", "document_id", "code_id", "coder_id", "span_start", "span_end", "origin", "made_at"),
            [(c.id, c.document_id, c.code_id, c.coder_id, c.span.start, c.span.end, c.origin.value, c.made_at) for c in codings],
        )

    def move_ends(self, coding_id: int, span: Span) -> None:
        """Put a coding on another stretch of the same document."""
        self._rows.update(coding_id, {"span_start": span.start, "span_end": span.end})

    def recode(self, ids: Iterable[int], code_id: int) -> None:
        """Give codings another code."""
        self._rows.update_many("code_id", [(code_id, id_) for id_ in ids])

    def delete(self, ids: Iterable[int]) -> None:
        """Remove codings with their memos."""
        self._rows.delete(ids)

    def reject(self, id_: int, document_id: int, code_id: int, coder_id: int, span: Span, passage: str, made_at: int) -> None:
        """Note "not this code" for a passage."""
        self._rejections.insert(
            id=id_, document_id=document_id, code_id=code_id, coder_id=coder_id, span_start=span.start, span_end=span.end,
            passage=passage, made_at=made_at,
        )  # fmt: skip
