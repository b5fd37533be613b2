"""Reading documents, their text, speakers and turns."""

import sqlite3
from collections.abc import Callable, Iterator
from unicodedata import normalize

from qcoder.domain.documents import Document, Speaker, StoredTurn
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.words import _

_COLUMNS = "id, name, text_hash, characters, words, wave_id, source, coalesce(held_on, ''), coalesce(language, '')"


def _folded(name: str) -> str:
    return normalize("NFC", " ".join(name.split())).casefold()


class DocumentReader:
    """The transcripts of a project."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Document]:
        """Every document, by name."""
        return [Document(*row) for row in self._connection.execute(f"SELECT {_COLUMNS} FROM document ORDER BY name, id")]

    def get(self, document_id: int) -> Document | None:
        """One document, or None when it is gone."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM document WHERE id = ?", (document_id,)).fetchone()
        return None if row is None else Document(*row)

    def find(self, name_or_id: str) -> Document:
        """The document of that name, however its accents are composed and in any case, of that id, or of that file; raises KnownError."""
        wanted, documents = _folded(name_or_id), self.all()
        ways: tuple[Callable[[Document], bool], ...] = (
            lambda document: document.name == name_or_id,
            lambda document: _folded(document.name) == wanted,
            lambda document: str(document.id) == name_or_id,
            lambda document: _folded(document.source) == wanted,
        )
        for fits in ways:
            found = [document for document in documents if fits(document)]
            if len(found) == 1:
                return found[0]
        raise KnownError(_("There is no document “{name}” in this project.").format(name=name_or_id))

    def names(self) -> dict[str, int]:
        """Document name -> id."""
        return dict(self._connection.execute("SELECT name, id FROM document"))

    def hashes(self) -> dict[str, int]:
        """Text hash -> id of a document with that text."""
        return dict(self._connection.execute("SELECT text_hash, id FROM document"))

    def text(self, document_id: int) -> str:
        """The stored text; raises KnownError when the document is gone."""
        row = self._connection.execute("SELECT text FROM document WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise KnownError(_("That document is no longer in the project."))
        return str(row[0])

    def texts(self, ids: list[int] | None = None) -> Iterator[tuple[int, str]]:
        """Stream (id, text) of the documents given, or of all, in order of name.

        One query a document: a cursor kept open while somebody thinks about a text would hold up the writer.
        """
        if ids is None:
            ids = [row[0] for row in self._connection.execute("SELECT id FROM document ORDER BY name, id").fetchall()]
        for document_id in ids:
            yield document_id, self.text(document_id)

    def turns(self, document_id: int) -> list[StoredTurn]:
        """The turns of a document in order."""
        rows = self._connection.execute(
            "SELECT id, document_id, span_start, span_end, speaker_id, start_ms, end_ms, lead, words FROM turn"
            " WHERE document_id = ? ORDER BY span_start, id",
            (document_id,),
        )
        return [
            StoredTurn(id_, doc, Span(start, end), speaker, start_ms, end_ms, lead, words)
            for id_, doc, start, end, speaker, start_ms, end_ms, lead, words in rows
        ]

    def speakers(self, document_id: int | None = None) -> list[Speaker]:
        """The speakers of one document, or of all."""
        where, values = ("", ()) if document_id is None else (" WHERE document_id = ?", (document_id,))
        rows = self._connection.execute(
            f"SELECT id, document_id, label, interviewer, participant_id FROM speaker{where} ORDER BY document_id, id", values
        )
        return [Speaker(id_, doc, label, bool(interviewer), participant) for id_, doc, label, interviewer, participant in rows]

    def speaker_labels(self) -> list[str]:
        """Every label that a speaker of any document has, once, in no order; read without the speakers."""
        return [row[0] for row in self._connection.execute("SELECT DISTINCT label FROM speaker")]

    def turn_table(self, ids: list[int] | None = None) -> list[tuple[int, int, int, int | None, int]]:
        """Every turn as (document_id, start, end, speaker_id, words), by document and start; for counting."""
        if ids is None:
            sql = ""
            values: tuple[int, ...] = ()
        else:
            sql, values = f" WHERE document_id IN ({', '.join('?' for _id in ids)})", tuple(ids)
        return self._connection.execute(
            f"SELECT document_id, span_start, span_end, speaker_id, words FROM turn{sql} ORDER BY document_id, span_start", values
        ).fetchall()

    def turn_columns(self) -> list[tuple[int, int, str, str, str, str]]:
        """Every document's turns as (document_id, how many, starts, ends, speaker ids, words), the lists joined by commas.

        A turn without a speaker has 0 there. For counting in large projects: SQLite joins a list four times faster than Python
        makes its rows.
        """
        return self._connection.execute(
            "SELECT document_id, count(*), group_concat(span_start), group_concat(span_end),"
            " group_concat(coalesce(speaker_id, 0)), group_concat(words) FROM turn GROUP BY document_id ORDER BY document_id"
        ).fetchall()

    def coding_counts(self) -> dict[int, int]:
        """Document id -> number of codings."""
        return dict(self._connection.execute("SELECT document_id, count(*) FROM coding GROUP BY document_id"))

    def fully_coded(self) -> dict[int, set[int]]:
        """Document id -> the coders who marked it as fully coded."""
        found: dict[int, set[int]] = {}
        for document_id, coder_id in self._connection.execute("SELECT document_id, coder_id FROM fully_coded"):
            found.setdefault(document_id, set()).add(coder_id)
        return found
