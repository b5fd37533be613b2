"""What autocoding would code: passages found by a search, said by somebody, or given in answer to questions; nothing is changed."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qcoder.analysis.asked import Asked
from qcoder.analysis.finding import Extent, Frame, OpenDocument, Where, cut, meant, passages
from qcoder.analysis.questions import Question
from qcoder.changes.autocode import AutoPassage, CodeTarget, coded_so
from qcoder.domain.codes import PATH_SEPARATOR, CodeTree, clean_name, same_name
from qcoder.domain.documents import StoredTurn
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span, trim
from qcoder.project.read import Reader
from qcoder.project.search import SearchIndex
from qcoder.project.write import Progress, no_progress
from qcoder.words import _

EXAMPLES = 30
"""So many passages are shown before anything is coded."""
Found = tuple[int, Span, int]
"""A passage: its document, its span, the number of its target."""


class Role(StrEnum):
    """What a recognised question does: its answers are coded, or it only ends the answer before it, or nothing."""

    CODE = "code"
    ENDS = "ends"
    NOTHING = "nothing"


class Rule(ABC):
    """Finds passages, document by document."""

    @abstractmethod
    def found(self, read: Reader, progress: Progress) -> Iterator[Found]:
        """Every passage, those of one document together; may raise Cancelled, and KnownError for what makes no sense."""


@dataclass(frozen=True)
class BySearch(Rule):
    """What a question of Find finds, as far as `extent` says; never beyond the text of the codes it is limited to."""

    asked: Asked
    extent: Extent = Extent.PLACE
    index: SearchIndex | None = None

    def found(self, read: Reader, progress: Progress) -> Iterator[Found]:
        """As Find finds them."""
        tree = read.codes.tree()
        where = self.asked.where(tree)
        search = self.asked.search(tree, self.index)
        try:
            finished = False
            while not finished:
                slice_ = search.go_on(read, 0.2, 2_000)
                finished = slice_.finished
                progress(slice_.done, slice_.total)
                places = [(hit.document_id, hit.span) for hit in slice_.hits]
                wide = passages(read, places, self.extent) if self.extent is not Extent.PLACE else places
                for document_id, span in self._within(read, where, wide, dict.fromkeys(places)):
                    yield document_id, span, 0
        finally:
            search.close()

    def _within(
        self, read: Reader, where: Where, wide: Iterable[tuple[int, Span]], places: Iterable[tuple[int, Span]]
    ) -> Iterator[tuple[int, Span]]:
        """Cut what reaches beyond the text that is meant; of the parts, those with a place in them."""
        if self.extent is Extent.PLACE or not (where.codes or where.uncoded):
            yield from wide
            return
        by_document: dict[int, list[Span]] = {}
        for document_id, span in places:
            by_document.setdefault(document_id, []).append(span)
        stretches: dict[int, list[Span] | None] = {}
        for document_id, span in wide:
            text = read.documents.text(document_id)
            if document_id not in stretches:
                stretches[document_id] = meant(read, where, document_id, len(text))
            for part in cut(span, stretches[document_id]):
                if any(part.contains(place) for place in by_document[document_id]):
                    yield document_id, trim(text, part)


@dataclass(frozen=True)
class BySpeaker(Rule):
    """Every turn of those who are meant: by label, by group, locality or attribute; only text that carries the codes, if some are named."""

    where: Where

    def found(self, read: Reader, progress: Progress) -> Iterator[Found]:
        """Turn by turn."""
        frame = Frame(read, self.where)
        for done, document_id in enumerate(frame.documents):
            progress(done, len(frame.documents))
            document = OpenDocument(read, document_id)
            turns = [turn for turn in document.turns if frame.speakers is None or turn.speaker_id in frame.speakers]
            yield from ((document_id, span, 0) for span in _parts(read, self.where, document, turns))


@dataclass(frozen=True)
class ByQuestion(Rule):
    """The answers to questions: what others than interviewers say until the next question, each turn or the whole as one passage.

    `roles` and `targets` go with `questions`; a question that is not coded has no use for its target.
    """

    questions: tuple[Question, ...]
    roles: tuple[Role, ...]
    where: Where
    whole: bool = False

    def found(self, read: Reader, progress: Progress) -> Iterator[Found]:
        """Answer by answer; where two questions are asked in one turn, the answer is one to both."""
        frame = Frame(read, self.where)
        interviewers = {speaker.id for speaker in read.documents.speakers() if speaker.interviewer}
        asked: dict[int, dict[int, list[int]]] = {}
        for number, (question, role) in enumerate(zip(self.questions, self.roles, strict=True)):
            for asking in question.asked if role is not Role.NOTHING else ():
                asked.setdefault(asking.document_id, {}).setdefault(asking.stretch, []).append(number)
        documents = [document_id for document_id in frame.documents if document_id in asked]
        for done, document_id in enumerate(documents):
            progress(done, len(documents))
            document = OpenDocument(read, document_id)
            for numbers, turns in _answers(document, asked[document_id], interviewers):
                coded = [number for number in numbers if self.roles[number] is Role.CODE]
                mine = [turn for turn in turns if frame.speakers is None or turn.speaker_id in frame.speakers]
                if coded and mine:
                    spans = _parts(read, self.where, document, mine, whole=self.whole)
                    yield from ((document_id, span, number) for span in spans for number in coded)


def _answers(document: OpenDocument, asked: dict[int, list[int]], interviewers: set[int]) -> Iterator[tuple[list[int], list[StoredTurn]]]:
    """The numbers of the questions of one stretch, and the turns that answer them."""
    starts = {stretch.start: rank for rank, stretch in enumerate(document.stretches)}
    ranks = [(starts[turn.span.start], turn) for turn in document.turns if turn.span.start in starts]
    places = sorted(rank for rank in asked if rank < len(document.stretches))
    for place, following in zip(places, [*places[1:], len(document.stretches)], strict=True):
        yield asked[place], [turn for rank, turn in ranks if place < rank < following and turn.speaker_id not in interviewers]


def _parts(read: Reader, where: Where, document: OpenDocument, turns: Sequence[StoredTurn], *, whole: bool = False) -> list[Span]:
    """The turns as passages, or all as one; of them what is meant, without the blanks around it."""
    spans = [turn.span for turn in turns]
    if whole and spans:
        spans = [spans[0].join(spans[-1])]
    stretches = meant(read, where, document.id, len(document.text))
    parts = [trim(document.text, part) for span in spans for part in cut(span, stretches)]
    return [part for part in parts if len(part) and document.text[part.start : part.end].strip()]


# -- what would come of it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    """One of the first passages: where it stands, its words, and what it would be coded with."""

    document_id: int
    span: Span
    text: str
    speaker: str
    target: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be coded: the passages that are new, how many are coded so already, and the first of the new ones in their words."""

    passages: tuple[AutoPassage, ...]
    targets: tuple[CodeTarget, ...]
    skipped: int
    documents: int
    by_target: tuple[int, ...]
    examples: tuple[Example, ...]


def plan(read: Reader, rule: Rule, targets: Sequence[CodeTarget], coder_id: int | None, progress: Progress = no_progress) -> Plan:
    """Find out what a rule would code; may raise Cancelled, and KnownError for what makes no sense."""
    tree = read.codes.tree()
    codes = [code_of(tree, target) for target in targets]
    seen: set[Found] = set()
    fresh: list[AutoPassage] = []
    documents: set[int] = set()
    counts = [0] * len(targets)
    skipped = 0
    last, there = 0, coded_so((), 0)
    for document_id, span, target in rule.found(read, progress):
        if (document_id, span, target) in seen:
            continue
        seen.add((document_id, span, target))
        if last != document_id:
            last, there = document_id, coded_so(read.codings.of_document(document_id), coder_id or 0)
        code_id = codes[target]
        if code_id is not None and code_id in there and there[code_id].holds(span):
            skipped += 1
            continue
        fresh.append(AutoPassage(document_id, span, target))
        documents.add(document_id)
        counts[target] += 1
    return Plan(tuple(fresh), tuple(targets), skipped, len(documents), tuple(counts), _examples(read, fresh))


def _examples(read: Reader, fresh: Sequence[AutoPassage]) -> tuple[Example, ...]:
    found = []
    document: OpenDocument | None = None
    for passage in fresh[:EXAMPLES]:
        if document is None or document.id != passage.document_id:
            document = OpenDocument(read, passage.document_id)
        hit = document.hit(passage.span)
        found.append(Example(passage.document_id, passage.span, hit.text[:400], hit.speaker, passage.target))
    return tuple(found)


def code_of(tree: CodeTree, target: CodeTarget) -> int | None:
    """The code that a target is already, or None where it would be made."""
    if target.code_id is not None:
        return target.code_id
    name = " ".join(target.name.split())
    return next((code.id for code in tree.children(target.parent_id) if same_name(code.name, name)), None)


def target_of(tree: CodeTree, typed: str, under: int | None = None) -> CodeTarget:
    """What a typed path means: a code that is there, or a new one, under `under` unless a parent is typed; raises KnownError.

    A bare name is a code of that name wherever it stands while there is one only.
    """
    names = [" ".join(name.split()) for name in typed.split(PATH_SEPARATOR.strip())]
    if not all(names):
        raise KnownError(_("Type the name of a code, or choose one."))
    if len(names) == 1:
        named = [code.id for code in tree.by_id.values() if same_name(code.name, names[0])]
        beneath = CodeTarget(None, clean_name(names[0]), under)
        here = code_of(tree, beneath)
        return replace(beneath, code_id=here) if here is not None else CodeTarget(named[0]) if len(named) == 1 else beneath
    parent: int | None = None
    for depth, name in enumerate(names):
        found = next((code.id for code in tree.children(parent) if same_name(code.name, name)), None)
        if found is None and depth == len(names) - 1:
            return CodeTarget(None, clean_name(name), parent)
        if found is None:
            raise KnownError(_("There is no code “{name}” to put a new code under.").format(name=name))
        parent = found
    return CodeTarget(parent)
