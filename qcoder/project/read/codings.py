"""Reading codings, rejections and quotes."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from qcoder.domain.codings import Coding, Origin
from qcoder.domain.spans import Span

_COLUMNS = "id, document_id, code_id, coder_id, span_start, span_end, origin, made_at"
_ORIGINS = MappingProxyType({origin.value: origin for origin in Origin})


@dataclass(frozen=True, slots=True)
class Rejection:
    """A coder's "not this code" on a passage, with the passage's words."""

    id: int
    document_id: int
    code_id: int
    coder_id: int
    span: Span
    passage: str


def _coding(row: tuple[int, int, int, int, int, int, str, int]) -> Coding:
    id_, document_id, code_id, coder_id, start, end, origin, made_at = row
    return Coding(id_, document_id, code_id, coder_id, Span(start, end), _ORIGINS[origin], made_at)


def _among(column: str, ids: Collection[int] | None) -> tuple[str, tuple[int, ...]]:
    """SQL for `column IN ids`; the ids are bound, never spelled."""
    if ids is None:
        return "", ()
    return f" AND {column} IN ({', '.join('?' for _id in ids)})", tuple(ids)


class CodingReader:
    """Which passages carry which codes, by whom."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, coding_id: int) -> Coding | None:
        """One coding, or None when it is gone."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM coding WHERE id = ?", (coding_id,)).fetchone()
        return None if row is None else _coding(row)

    def of_ids(self, ids: Collection[int]) -> list[Coding]:
        """The codings that have these ids, without those that are gone."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM coding WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
        )
        return [_coding(row) for row in rows.fetchall()]

    def of_document(self, document_id: int) -> list[Coding]:
        """The codings of a document by start, longest first."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM coding WHERE document_id = ? ORDER BY span_start, span_end DESC, id", (document_id,)
        )
        return [_coding(row) for row in rows]

    def of_codes(self, code_ids: Collection[int] | None = None, coder_ids: Collection[int] | None = None) -> Iterator[Coding]:
        """The codings of some codes (all when None) and some coders (all when None), by document and start."""
        codes, code_values = _among("code_id", code_ids)
        coders, coder_values = _among("coder_id", coder_ids)
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM coding WHERE 1{codes}{coders} ORDER BY document_id, span_start, span_end, id",
            code_values + coder_values,
        )
        # All rows at once: a cursor left open would hold up the writer.
        return map(_coding, rows.fetchall())

    def table(
        self, code_ids: Collection[int] | None = None, coder_ids: Collection[int] | None = None
    ) -> list[tuple[int, int, int, int, int]]:
        """(code_id, document_id, start, end, coder_id) of some codes (all when None), unsorted; for counting."""
        codes, code_values = _among("code_id", code_ids)
        coders, coder_values = _among("coder_id", coder_ids)
        return self._connection.execute(
            f"SELECT code_id, document_id, span_start, span_end, coder_id FROM coding WHERE 1{codes}{coders}", code_values + coder_values
        ).fetchall()

    def columns(
        self, code_ids: Collection[int] | None = None, coder_ids: Collection[int] | None = None, without: Collection[str] = ()
    ) -> list[tuple[int, int, int, str, str, str]]:
        """Codings as (code_id, document_id, how many, starts, ends, coder ids), the lists joined by commas; for counting in large projects.

        `without` are origins of codings that are left out.
        """
        codes, code_values = _among("code_id", code_ids)
        coders, coder_values = _among("coder_id", coder_ids)
        origins = f" AND origin NOT IN ({', '.join('?' for _origin in without)})" if without else ""
        return self._connection.execute(
            "SELECT code_id, document_id, count(*), group_concat(span_start), group_concat(span_end), group_concat(coder_id) FROM coding"
            f" WHERE 1{codes}{coders}{origins} GROUP BY code_id, document_id",
            (*code_values, *coder_values, *sorted(without)),
        ).fetchall()

    def count(self) -> int:
        """How many codings there are."""
        return int(self._connection.execute("SELECT count(*) FROM coding").fetchone()[0])

    def any(self) -> bool:
        """Whether there are codings at all."""
        return self._connection.execute("SELECT 1 FROM coding LIMIT 1").fetchone() is not None

    def coder_counts(self) -> dict[int, int]:
        """Coder id -> number of codings."""
        return dict(self._connection.execute("SELECT coder_id, count(*) FROM coding GROUP BY coder_id"))

    def same(self, document_id: int, code_id: int, coder_id: int, span: Span) -> list[Coding]:
        """Codings of this code by this coder that touch or overlap the span."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM coding WHERE document_id = ? AND code_id = ? AND coder_id = ? AND span_start <= ? AND span_end >= ?"
            " ORDER BY span_start, id",
            (document_id, code_id, coder_id, span.end, span.start),
        )
        return [_coding(row) for row in rows]

    def ids_there(self, ids: Iterable[int]) -> set[int]:
        """Those of the ids that are codings of this project."""
        present = {row[0] for row in self._connection.execute("SELECT id FROM coding")}
        return present.intersection(ids)

    def rejections(self, code_id: int | None = None) -> list[Rejection]:
        """The rejections of one code, or of all."""
        where, values = _among("code_id", None if code_id is None else [code_id])
        rows = self._connection.execute(
            f"SELECT id, document_id, code_id, coder_id, span_start, span_end, passage FROM rejection WHERE 1{where} ORDER BY id", values
        )
        return [Rejection(id_, doc, code, coder, Span(start, end), passage) for id_, doc, code, coder, start, end, passage in rows]
