"""Finding places in a project, a slice at a time: what is asked, where, and the places as lines with their context."""

import time
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from qcoder.analysis.code_queries import Passage, Relation, related
from qcoder.analysis.query import Matcher, Options, need_of, read_query
from qcoder.analysis.regex import Regex
from qcoder.domain.documents import Document, Speaker, StoredTurn
from qcoder.domain.errors import KnownError
from qcoder.domain.sentences import sentences
from qcoder.domain.spans import Span, trim, union
from qcoder.project.read import Reader
from qcoder.project.search import Proposed, SearchIndex, stretches
from qcoder.words import _

AROUND = 140
"""Characters shown before and after a place."""


class Whose(StrEnum):
    """Whose words are looked through."""

    EVERYBODY = "everybody"
    PARTICIPANTS = "participants"
    INTERVIEWERS = "interviewers"


@dataclass(frozen=True, slots=True)
class Where:
    """What is looked through; an empty set limits nothing. `codes` are all code ids meant, subcodes included; labels ignore case.

    `attributes` are names with values: of one attribute any of the values will do, of several attributes each must fit.
    """

    whose: Whose = Whose.EVERYBODY
    labels: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    localities: frozenset[int] = frozenset()
    waves: frozenset[int] = frozenset()
    attributes: frozenset[tuple[str, str]] = frozenset()
    documents: frozenset[int] = frozenset()
    codes: frozenset[int] = frozenset()
    uncoded: bool = False

    @property
    def by_speaker(self) -> bool:
        """True if only some speakers' words count."""
        return self.whose is not Whose.EVERYBODY or bool(self.labels) or self.by_person

    @property
    def by_person(self) -> bool:
        """True if only the words of some participants count."""
        return bool(self.groups or self.localities or self.attributes)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: its span and text, what stands around it, and in whose turn it begins."""

    document_id: int
    span: Span
    speaker: str
    time_ms: int | None
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Slice:
    """What one slice of a search found, and how many of the documents are done; `finished` when nothing is left."""

    hits: tuple[Hit, ...]
    done: int
    total: int
    finished: bool


class Frame:
    """Documents and speakers as one search sees them, limited to where it looks."""

    def __init__(self, read: Reader, where: Where) -> None:
        self.where = where
        self.documents: dict[int, Document] = {document.id: document for document in read.documents.all() if self._meant(document)}
        self.speakers: frozenset[int] | None = None
        if where.by_speaker:
            speakers = list(self._speakers(read))
            self.speakers = frozenset(speaker.id for speaker in speakers)
            self._keep({speaker.document_id for speaker in speakers})
        if where.codes:
            self._keep({row[1] for row in read.codings.columns(where.codes)})

    def _meant(self, document: Document) -> bool:
        where = self.where
        return (not where.documents or document.id in where.documents) and (not where.waves or document.wave_id in where.waves)

    def _keep(self, ids: Collection[int]) -> None:
        self.documents = {id_: document for id_, document in self.documents.items() if id_ in ids}

    def _speakers(self, read: Reader) -> Iterator[Speaker]:
        where = self.where
        labels = {label.casefold() for label in where.labels}
        people = self._people(read) if where.by_person else frozenset()
        for speaker in read.documents.speakers():
            if where.whose is not Whose.EVERYBODY and speaker.interviewer is (where.whose is Whose.PARTICIPANTS):
                continue
            if labels and speaker.label.casefold() not in labels:
                continue
            if where.by_person and (speaker.interviewer or speaker.participant_id not in people):
                continue
            yield speaker

    def _people(self, read: Reader) -> frozenset[int]:
        """The participants who are in the groups and localities and have the attributes."""
        where = self.where
        localities = read.study.locality_of() if where.localities else {}
        wanted: dict[str, set[str]] = {}
        for name, value in where.attributes:
            wanted.setdefault(name, set()).add(value)
        found = []
        for person in read.study.participants():
            place = localities.get(person.place_id or 0)
            if where.groups and person.group_id not in where.groups:
                continue
            if where.localities and (place is None or place.id not in where.localities):
                continue
            if all(person.attributes.get(name, "") in values for name, values in wanted.items()):
                found.append(person.id)
        return frozenset(found)


class Frames:
    """Keeps the newest frame, so that one search after another in the same places of an unchanged project begins at once.

    Every step makes a new one necessary; unless it is `told`, by `forget`, of those that matter.
    """

    def __init__(self, *, told: bool = False) -> None:
        self._told = told
        self._times = 0
        self._kept: tuple[tuple[int, Where], Frame] | None = None

    def frame(self, read: Reader, where: Where) -> Frame:
        """The frame for these places as the project is now; any thread may ask."""
        key = (self._times if self._told else read.history.last(), where)
        kept = self._kept
        if kept is None or kept[0] != key:
            kept = self._kept = (key, Frame(read, where))
        return kept[1]

    def forget(self) -> None:
        """Documents, speakers, people or codings are others now."""
        self._times += 1


class OpenDocument:
    """One document while it is looked through."""

    def __init__(self, read: Reader, document_id: int) -> None:
        self._read = read
        self.id = document_id
        self.text = read.documents.text(document_id)

    @cached_property
    def turns(self) -> list[StoredTurn]:
        """Its turns in order."""
        return self._read.documents.turns(self.id)

    @cached_property
    def stretches(self) -> list[Span]:
        """Its turns and the paragraphs between them, in order."""
        return stretches(self.text, [(turn.span.start, turn.span.end) for turn in self.turns])

    @cached_property
    def _starts(self) -> list[int]:
        return [turn.span.start for turn in self.turns]

    @cached_property
    def _speakers(self) -> dict[int, Speaker]:
        return {speaker.id: speaker for speaker in self._read.documents.speakers(self.id)}

    def turn_at(self, place: int) -> StoredTurn | None:
        """The turn that a place lies in."""
        rank = bisect_right(self._starts, place) - 1
        return self.turns[rank] if rank >= 0 and place < self.turns[rank].span.end else None

    def hit(self, span: Span) -> Hit:
        """A place as a line."""
        turn = self.turn_at(span.start)
        speaker = self._speakers.get(turn.speaker_id or 0) if turn is not None else None
        return Hit(
            document_id=self.id,
            span=span,
            speaker=speaker.label if speaker is not None else "",
            time_ms=turn.start_ms if turn is not None else None,
            before=self.text[max(0, span.start - AROUND) : span.start],
            text=self.text[span.start : span.end],
            after=self.text[span.end : span.end + AROUND],
        )

    def limited(self, spans: Iterable[Span], frame: Frame) -> list[Span]:
        """Those of the spans that lie where the search looks."""
        where = frame.where
        kept = list(spans)
        if frame.speakers is not None:
            kept = [span for span in kept if (turn := self.turn_at(span.start)) and turn.speaker_id in frame.speakers]
        if kept and (where.codes or where.uncoded):
            codings = self._read.codings.of_document(self.id)
            if where.uncoded:
                coded = union(coding.span for coding in codings)
                kept = [span for span in kept if not _reached(coded, span)]
            if where.codes:
                coded = union(coding.span for coding in codings if coding.code_id in where.codes)
                kept = [span for span in kept if (other := _reached(coded, span)) is not None and other.contains(span)]
        return kept


def meant(read: Reader, where: Where, document_id: int, length: int) -> list[Span] | None:
    """The stretches of a document that carry the codes asked about, or no code at all; None where all is meant."""
    if not where.codes and not where.uncoded:
        return None
    codings = read.codings.of_document(document_id)
    if not where.uncoded:
        return union(coding.span for coding in codings if coding.code_id in where.codes)
    ends = [Span(0, 0), *union(coding.span for coding in codings), Span(length, length)]
    free = [Span(a.end, max(a.end, b.start)) for a, b in pairwise(ends)]
    return [] if where.codes else [span for span in free if len(span)]


def cut(span: Span, stretches: Sequence[Span] | None) -> list[Span]:
    """The parts of a span that lie in sorted, disjoint stretches; the whole where there are None."""
    if stretches is None:
        return [span]
    first = max(bisect_right(stretches, span.start, key=lambda other: other.start) - 1, 0)
    found = []
    for other in stretches[first:]:
        if other.start >= span.end:
            break
        if other.end > span.start:
            found.append(Span(max(span.start, other.start), min(span.end, other.end)))
    return found


def _reached(sorted_spans: Sequence[Span], span: Span) -> Span | None:
    """The last of sorted, disjoint spans that overlaps this one."""
    rank = bisect_right(sorted_spans, span.end - 1, key=lambda other: other.start) - 1
    return sorted_spans[rank] if rank >= 0 and sorted_spans[rank].overlaps(span) else None


class Search(ABC):
    """A search under way. Ask for slices, one after the other, from any thread but one at a time; `close` it when it is given up."""

    def __init__(self, where: Where, frames: Frames | None = None) -> None:
        self._where = where
        self._frames = frames or Frames()
        self._frame: Frame | None = None
        self._held = ExitStack()
        self._stopped = False
        self._order: list[int] = []
        self._done = 0
        self._pending: list[Hit] = []

    def go_on(self, read: Reader, seconds: float, most: int) -> Slice:
        """Look on for about so long or until so many places are found; raises KnownError for what cannot be looked for."""
        until = time.monotonic() + seconds
        if self._frame is None:
            self._frame = self._frames.frame(read, self._where)
            self._order = self._prepare(read, self._frame)
        while not self._stopped and len(self._pending) < most and self._done < len(self._order):
            self._pending += self._look(read, self._order[self._done])
            self._done += 1
            if time.monotonic() >= until:
                break
        hits, self._pending = tuple(self._pending[:most]), self._pending[most:]
        finished = self._stopped or (not self._pending and self._done >= len(self._order))
        if finished:
            self.close()
        return Slice(hits, self._done, len(self._order), finished)

    def _look(self, read: Reader, document_id: int) -> list[Hit]:
        assert self._frame is not None
        try:
            document = OpenDocument(read, document_id)
        except KnownError:
            return []  # it has gone since
        return [document.hit(span) for span in document.limited(self._spans(document), self._frame)]

    @abstractmethod
    def _prepare(self, read: Reader, frame: Frame) -> list[int]:
        """The documents to look into, in the order of the answer."""

    @abstractmethod
    def _spans(self, document: OpenDocument) -> Iterable[Span]:
        """What is found in one of them, in order."""

    def close(self) -> None:
        """Let go of whatever it holds: for the thread that looks."""
        self._held.close()

    def stop(self) -> None:
        """Give up from another thread: a slice that is under way ends soon, and closes what was held."""
        self._stopped = True


class TextSearch(Search):
    """Looks for words or a regular expression. Raises KnownError at once for what makes no sense."""

    def __init__(self, text: str, options: Options, where: Where, index: SearchIndex | None = None, frames: Frames | None = None) -> None:
        super().__init__(where, frames)
        self._index = index
        self._proposed = Proposed({}, None)
        self._regex = Regex(text, case=options.case) if options.regex and text else None
        self._begun = False
        if self._regex is None:
            query = read_query(text)
            self._matcher = Matcher(query, options)
            self._need = need_of(query, options)

    def _prepare(self, read: Reader, frame: Frame) -> list[int]:
        if self._regex is not None:
            self._held.enter_context(self._regex)
            self._begun = True
        elif self._index is not None:
            self._proposed = self._index.propose(read, self._need)
        unread = self._proposed.unread
        return [id_ for id_ in frame.documents if unread is None or id_ in unread or id_ in self._proposed.places]

    def _spans(self, document: OpenDocument) -> Iterator[Span]:
        if self._regex is not None:
            yield from self._regex.spans(document.text)
            return
        numbers = self._proposed.places.get(document.id)
        unread = self._proposed.unread
        if numbers is None or unread is None or document.id in unread:
            if not self._matcher.may_be_in(document.text):
                return
            pieces = document.stretches
        else:
            pieces = [document.stretches[number] for number in numbers if number < len(document.stretches)]
        for piece in pieces:
            for span in self._matcher.spans(document.text[piece.start : piece.end]):
                yield Span(piece.start + span.start, piece.start + span.end)

    def stop(self) -> None:
        """Give up from another thread; nobody waits any longer for a regular expression."""
        super().stop()
        if self._regex is not None and self._begun:
            self._regex.stop()


@dataclass(frozen=True, slots=True)
class CodesAsked:
    """Codes with codes: the ids of either side, subcodes included, and how they must stand to each other."""

    a: frozenset[int]
    b: frozenset[int]
    relation: Relation
    within_turns: int = 1


class CodeSearch(Search):
    """Looks for passages of codes that stand in a relation to passages of others."""

    def __init__(self, asked: CodesAsked, where: Where, frames: Frames | None = None) -> None:
        super().__init__(where, frames)
        if not asked.a or not asked.b:
            raise KnownError(_("Choose a code on both sides."))
        self._asked = asked
        self._found: dict[int, list[Span]] = {}

    def _prepare(self, read: Reader, frame: Frame) -> list[int]:
        asked = self._asked
        a = [passage for passage in _passages(read, asked.a) if passage[0] in frame.documents]
        b = _passages(read, asked.b)
        turns: dict[int, list[tuple[int, int]]] = {}
        people = None
        if asked.relation is Relation.FOLLOWED_BY:
            both = {passage[0] for passage in a} & {passage[0] for passage in b}
            for document_id in both:
                turns[document_id] = [(start, end) for _doc, start, end, _speaker, _words in read.documents.turn_table([document_id])]
        elif asked.relation is Relation.SAME_PARTICIPANT:
            people = _People(read)
        if asked.relation is Relation.OR:
            b = [passage for passage in b if passage[0] in frame.documents]
        found = related(a, b, asked.relation, turns=turns, within_turns=asked.within_turns, people=people)
        for document_id, start, end in found:
            self._found.setdefault(document_id, []).append(Span(start, end))
        return [id_ for id_ in frame.documents if id_ in self._found]

    def _spans(self, document: OpenDocument) -> list[Span]:
        return [span for span in self._found[document.id] if span.end <= len(document.text)]


def _passages(read: Reader, code_ids: frozenset[int]) -> list[Passage]:
    return [(document_id, start, end) for _code, document_id, start, end, _coder in read.codings.table(code_ids)]


class _People:
    """Who speaks in a passage: the ids of its participants."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._who = {s.id: s.participant_id for s in read.documents.speakers() if s.participant_id is not None and not s.interviewer}
        self._turns: dict[int, tuple[list[int], list[tuple[int, int, int]]]] = {}

    def __call__(self, passage: Passage) -> set[int]:
        document_id, start, end = passage
        if document_id not in self._turns:
            rows = [(a, b, self._who.get(s or 0, 0)) for _doc, a, b, s, _words in self._read.documents.turn_table([document_id])]
            self._turns[document_id] = ([a for a, _b, _who in rows], rows)
        starts, rows = self._turns[document_id]
        found = set()
        for a, b, who in rows[max(bisect_right(starts, start) - 1, 0) :]:
            if a >= end:
                break
            if who and b > start:
                found.add(who)
        return found


class Extent(StrEnum):
    """How far a place is taken to reach when it is coded."""

    PLACE = "place"
    SENTENCE = "sentence"
    TURN = "turn"


def passages(read: Reader, places: Iterable[tuple[int, Span]], extent: Extent) -> list[tuple[int, Span]]:
    """The places as passages to be coded: as they are, or widened to their sentences or turns; each passage once, sorted."""
    by_document: dict[int, list[Span]] = {}
    for document_id, span in places:
        by_document.setdefault(document_id, []).append(span)
    found: set[tuple[int, Span]] = set()
    for document_id, spans in by_document.items():
        if extent is Extent.PLACE:
            found.update((document_id, span) for span in spans)
            continue
        document = OpenDocument(read, document_id)
        kept = [span for span in spans if span.end <= len(document.text)]
        found.update((document_id, _widened(document, span, extent)) for span in kept)
    return sorted(found)


def _widened(document: OpenDocument, span: Span, extent: Extent) -> Span:
    rank = bisect_right(document.stretches, span.start, key=lambda piece: piece.start) - 1
    if rank < 0 or span.start >= document.stretches[rank].end:
        return span
    around = document.stretches[rank]
    if extent is Extent.SENTENCE:
        touched = [piece for piece in sentences(document.text, around) if piece.overlaps(span)]
        around = touched[0].join(touched[-1]) if touched else span
    return trim(document.text, around.join(span))
