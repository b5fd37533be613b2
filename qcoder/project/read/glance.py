"""A few quotes at once, for the screen: only what is seen is read, not whole transcripts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qcoder.domain.codings import Coding
from qcoder.domain.richtext import plain
from qcoder.domain.spans import Span
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote

_Turn = tuple[int, int | None, str | None, int, int | None, str, int | None, int | None]
"""(start, time, label, interviewer, participant's id, name, place, group)."""
_AROUND = 300
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says before or after a passage: the speaker's label and the words, whole or cut short."""

    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A passage where it stands: `text` begins at `start` of the document and holds the passage's whole turns, `span` is the passage.

    `before` and `after` are the turns next to them; None where there are none.
    """

    text: str
    start: int
    span: Span
    before: Said | None
    after: Said | None


class QuoteGlance:
    """Quotes by the ids of their codings, a screenful at a time; make a new one when the codebook, the people or documents changed."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._ask = read.connection.execute
        self._tree = read.codes.tree()
        self._coders = {coder.id: coder for coder in read.study.coders()}
        self._localities = read.study.locality_of()
        self._groups = {group.id: group.name for group in read.study.groups()}
        self._waves = {wave.id: wave.name for wave in read.study.waves()}
        self._documents: dict[int, tuple[str, str]] = {}

    def of_ids(self, ids: Collection[int]) -> dict[int, Quote]:
        """Id -> quote, without codings that are gone. Attributes are left empty: nobody sees them here."""
        codings = self._read.codings.of_ids(ids)
        stars = self._read.stars.among(ids)
        return {coding.id: self._quote(coding, coding.id in stars) for coding in codings}

    def _quote(self, coding: Coding, starred: bool) -> Quote:
        document, wave = self._document(coding.document_id)
        turns = self._covered(coding.document_id, coding.span)
        people = {row[4]: row for row in turns if row[4] is not None and not row[3]}
        code, coder = self._tree.by_id[coding.code_id], self._coders[coding.coder_id]
        memos = self._ask("SELECT text FROM memo WHERE coding_id = ? ORDER BY id", (coding.id,)).fetchall()
        return Quote(
            id=coding.id,
            document_id=coding.document_id,
            document=document,
            span=coding.span,
            text=self._text(coding.document_id, coding.span),
            code_id=code.id,
            code=self._tree.path(code.id),
            coder=coder.name,
            speaker=_joined(row[2] for row in turns if row[2]),
            participant=_joined(row[5] for row in people.values()),
            locality=_joined(self._localities[row[6]].name for row in people.values() if row[6] is not None),
            group=_joined(self._groups[row[7]] for row in people.values() if row[7] is not None),
            time_ms=next((row[1] for row in turns if row[1] is not None), None),
            memo="\n".join(plain(row[0]) for row in memos),
            origin=coding.origin.value,
            made_at=coding.made_at,
            initials=coder.initials,
            color=code.color,
            wave=wave,
            starred=starred,
        )

    def around(self, document_id: int, span: Span) -> Surroundings:
        """A passage in its turns, with the turn before and the one after; where there are no turns, with some text around it."""
        rows = self._ask(
            "SELECT min(span_start), max(span_end) FROM turn WHERE document_id = ? AND span_start < ? AND span_end > ?",
            (document_id, span.end, span.start),
        ).fetchone()
        characters = self._ask("SELECT characters FROM document WHERE id = ?", (document_id,)).fetchone()[0]
        if rows[0] is None:
            start, end = max(0, span.start - _AROUND), min(characters, span.end + _AROUND)
            return Surroundings(self._text(document_id, Span(start, end)), start, span, None, None)
        start = max(min(rows[0], span.start), span.start - _LONGEST)
        end = min(max(rows[1], span.end), span.end + _LONGEST)
        before = self._neighbour(document_id, "span_end <= ? ORDER BY span_start DESC", min(rows[0], span.start))
        after = self._neighbour(document_id, "span_start >= ? ORDER BY span_start", max(rows[1], span.end))
        return Surroundings(self._text(document_id, Span(start, end)), start, span, before, after)

    def _neighbour(self, document_id: int, where: str, place: int) -> Said | None:
        row = self._ask(
            "SELECT span_start, span_end, label FROM turn LEFT JOIN speaker ON speaker.id = speaker_id"
            f" WHERE turn.document_id = ? AND {where} LIMIT 1",
            (document_id, place),
        ).fetchone()
        if row is None:
            return None
        words = self._text(document_id, Span(row[0], min(row[1], row[0] + _LONGEST)))
        return Said(row[2] or "", words.strip() + (" …" if row[1] - row[0] > _LONGEST else ""))

    def _text(self, document_id: int, span: Span) -> str:
        row = self._ask("SELECT substr(text, ?, ?) FROM document WHERE id = ?", (span.start + 1, len(span), document_id)).fetchone()
        return str(row[0])

    def _document(self, document_id: int) -> tuple[str, str]:
        if document_id not in self._documents:
            name, wave_id = self._ask("SELECT name, wave_id FROM document WHERE id = ?", (document_id,)).fetchone()
            self._documents[document_id] = (name, self._waves.get(wave_id, ""))
        return self._documents[document_id]

    def _covered(self, document_id: int, span: Span) -> list[_Turn]:
        """The turns that the passage covers some of, in order."""
        return self._ask(
            "SELECT span_start, start_ms, label, interviewer, participant.id, participant.name, place_id, group_id FROM turn"
            " LEFT JOIN speaker ON speaker.id = speaker_id LEFT JOIN participant ON participant.id = participant_id"
            " WHERE turn.document_id = ? AND span_start < ? AND span_end > ? ORDER BY span_start",
            (document_id, span.end, span.start),
        ).fetchall()


def _joined(names: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(name for name in names if name))
