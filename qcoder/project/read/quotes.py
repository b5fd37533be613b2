"""Quotes: passages with their source, for retrieval and export."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from qcoder.domain.codings import Coding
from qcoder.domain.documents import Speaker, StoredTurn
from qcoder.domain.spans import Span
from qcoder.project.read import Reader


@dataclass(frozen=True, slots=True)
class Quote:
    """One coded passage. `code` is a path; `speaker`, `participant`, `locality`, `group` name all whose words it covers, joined by `; `.

    `initials` are the coder's, `color` the code's (#rrggbb); `attributes` pairs every attribute of the study, in order, with the
    participants' values of it.
    """

    id: int
    document_id: int
    document: str
    span: Span
    text: str
    code_id: int
    code: str
    coder: str
    speaker: str
    participant: str
    locality: str
    group: str
    time_ms: int | None
    memo: str
    origin: str
    made_at: int
    initials: str = ""
    color: str = ""
    wave: str = ""
    starred: bool = False
    attributes: tuple[tuple[str, str], ...] = ()


class QuoteFinder:
    """Turns codings into quotes; keeps the last documents' texts and turns at hand, so ask in order of document."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._tree = read.codes.tree()
        self._coders = {coder.id: coder for coder in read.study.coders()}
        waves = {wave.id: wave.name for wave in read.study.waves()}
        documents = read.documents.all()
        self._documents = {document.id: document.name for document in documents}
        self._waves = {document.id: waves.get(document.wave_id or 0, "") for document in documents}
        self._attributes = [attribute.name for attribute in read.study.attributes()]
        self._stars = read.stars.coding_ids()
        self._participants = {participant.id: participant for participant in read.study.participants()}
        self._localities = read.study.locality_of()
        self._groups = {group.id: group.name for group in read.study.groups()}
        self._memos = read.memos.of_codings()
        self._paths: dict[int, str] = {}
        self._open: int | None = None
        self._text = ""
        self._turns: list[StoredTurn] = []
        self._starts: list[int] = []
        self._speakers: dict[int, Speaker] = {}

    def of_codes(self, code_ids: Collection[int] | None, coder_ids: Collection[int] | None = None) -> list[Quote]:
        """Every passage of these codes (all when None), by document and place."""
        codings = list(self._read.codings.of_codes(code_ids, coder_ids))
        order = {document_id: position for position, document_id in enumerate(self._documents)}
        codings.sort(key=lambda coding: (order[coding.document_id], coding.span, coding.id))
        return [self.quote(coding) for coding in codings]

    def of_ids(self, ids: Sequence[int], progress: Callable[[int, int], None] = lambda _done, _total: None) -> list[Quote]:
        """The passages of these codings in the order given, without those that are gone; `progress` may raise to stop."""
        there = {coding.id: coding for coding in self._read.codings.of_ids(ids)}
        found: dict[int, Quote] = {}
        # By document, so that every text is read once.
        for done, coding in enumerate(sorted(there.values(), key=lambda coding: (coding.document_id, coding.span.start))):
            if not done % 500:
                progress(done, len(there))
            found[coding.id] = self.quote(coding)
        return [found[id_] for id_ in ids if id_ in found]

    def quote(self, coding: Coding) -> Quote:
        """One coding as a quote."""
        self._turn_to(coding.document_id)
        turns = self._covered(coding.span)
        speakers = [self._speakers[turn.speaker_id] for turn in turns if turn.speaker_id is not None]
        people = [
            self._participants[speaker.participant_id]
            for speaker in speakers
            if speaker.participant_id is not None and not speaker.interviewer
        ]
        if coding.code_id not in self._paths:
            self._paths[coding.code_id] = self._tree.path(coding.code_id)
        return Quote(
            id=coding.id,
            document_id=coding.document_id,
            document=self._documents[coding.document_id],
            span=coding.span,
            text=self._text[coding.span.start : coding.span.end],
            code_id=coding.code_id,
            code=self._paths[coding.code_id],
            coder=self._coders[coding.coder_id].name,
            speaker=_joined(speaker.label for speaker in speakers),
            participant=_joined(person.name for person in people),
            locality=_joined(self._localities[person.place_id].name for person in people if person.place_id is not None),
            group=_joined(self._groups[person.group_id] for person in people if person.group_id is not None),
            time_ms=next((turn.start_ms for turn in turns if turn.start_ms is not None), None),
            memo=self._memos.get(coding.id, ""),
            origin=coding.origin.value,
            made_at=coding.made_at,
            initials=self._coders[coding.coder_id].initials,
            color=self._tree.by_id[coding.code_id].color,
            wave=self._waves[coding.document_id],
            starred=coding.id in self._stars,
            attributes=tuple((name, _joined(filter(None, (p.attributes.get(name, "") for p in people)))) for name in self._attributes),
        )

    def _turn_to(self, document_id: int) -> None:
        if document_id == self._open:
            return
        self._open = document_id
        self._text = self._read.documents.text(document_id)
        self._turns = self._read.documents.turns(document_id)
        self._starts = [turn.span.start for turn in self._turns]
        self._speakers = {speaker.id: speaker for speaker in self._read.documents.speakers(document_id)}

    def _covered(self, span: Span) -> list[StoredTurn]:
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        found = []
        for turn in self._turns[first:]:
            if turn.span.start >= span.end:
                break
            if turn.span.overlaps(span):
                found.append(turn)
        return found


def _joined(names: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(names))
