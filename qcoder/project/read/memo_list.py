"""All memos and journal entries as one list: chosen, searched, put in order and under headings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.folding import fold
from qcoder.domain.memos import Subject
from qcoder.domain.richtext import plain
from qcoder.domain.spans import Span
from qcoder.project.read import Reader
from qcoder.project.write import Progress

GROUPINGS = ("nothing", "kind", "day", "coder", "document", "code")
SORTS = ("changed", "made", "thing")
_ORDER = {subject: rank for rank, subject in enumerate(Subject)}


@dataclass(frozen=True, slots=True)
class MemoLine:
    """One memo with what it is about. `thing` is its name: the path of a code, also for the coding of a passage in `document`.

    `document_id` and `code_id` say under which document and code it falls; `span` is the passage; `color` the code's, or nothing.
    """

    id: int
    subject: Subject
    subject_id: int | None
    coder_id: int
    coder: str
    text: str
    made_at: int
    changed_at: int
    thing: str
    document_id: int | None = None
    document: str = ""
    code_id: int | None = None
    span: Span | None = None
    color: str = ""


@dataclass(frozen=True, slots=True)
class WantedMemos:
    """Which memos are wanted, and how; None is all. `codes` stand for their branches, times are ms UTC (`until` not included)."""

    kinds: frozenset[Subject] | None = None
    coders: frozenset[int] | None = None
    codes: frozenset[int] | None = None
    documents: frozenset[int] | None = None
    since: int | None = None
    until: int | None = None
    text: str = ""
    sort: str = "changed"
    group_by: str = "day"

    @property
    def filtered(self) -> bool:
        """True if anything is left out."""
        chosen = (self.kinds, self.coders, self.codes, self.documents, self.since, self.until)
        return any(one is not None for one in chosen) or bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class MemoSection:
    """Memos under one heading, from `first` on; `title` is the name of a thing, or the heading's `key` where that is a kind or a day."""

    title: str
    key: object
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class FoundMemos:
    """The memos in order with their headings; `every` are all there are, to choose others from."""

    lines: tuple[MemoLine, ...] = ()
    sections: tuple[MemoSection, ...] = ()
    every: tuple[MemoLine, ...] = ()

    @property
    def of(self) -> int:
        """How many there are in all."""
        return len(self.every)


@dataclass(slots=True)
class _Names:
    """What things are called."""

    codes: dict[int, tuple[str, str]]
    documents: dict[int, str]
    things: dict[Subject, dict[int, str]] = field(default_factory=dict)


def find_memos(read: Reader, wanted: WantedMemos, progress: Progress, known: Sequence[MemoLine] | None = None) -> FoundMemos:
    """The memos that are wanted; `progress` may raise to stop. `known` are all there are, if nothing has changed since they were read."""
    lines = tuple(memo_lines(read)) if known is None else tuple(known)
    progress(0, len(lines))
    branches = _branches(read, wanted.codes)
    words = fold(wanted.text).text.split()
    chosen = [line for line in lines if _is_wanted(line, wanted, branches)]
    if words:
        chosen = [line for line in _telling(chosen, progress) if _has(line, words)]
    chosen.sort(key=_sorting(wanted.sort))
    sections = _put_under(chosen, wanted.group_by)
    return FoundMemos(tuple(chosen), tuple(sections), lines)


def _telling(lines: list[MemoLine], progress: Progress) -> Iterable[MemoLine]:
    for done, line in enumerate(lines):
        if not done % 500:
            progress(done, len(lines))
        yield line


def memo_lines(read: Reader) -> list[MemoLine]:
    """Every memo, oldest first."""
    names = _names(read)
    coders = {coder.id: coder.name for coder in read.study.coders()}
    passages: dict[int, tuple[int, int, int, int]] = {
        row[0]: row[1:]
        for row in read.connection.execute(
            "SELECT id, document_id, code_id, span_start, span_end FROM coding WHERE id IN"
            " (SELECT coding_id FROM memo WHERE coding_id IS NOT NULL)"
        )
    }
    made = []
    for memo in read.memos.all():
        document_id, code_id, span = None, None, None
        if memo.subject is Subject.CODING:
            # One's own memo on a coding that is hidden from one stays without its passage.
            if memo.subject_id in passages:
                document_id, code_id, start, end = passages[memo.subject_id]
                span = Span(start, end)
        elif memo.subject is Subject.CODE:
            code_id = memo.subject_id
        elif memo.subject is Subject.DOCUMENT:
            document_id = memo.subject_id
        thing, color = names.codes[code_id] if code_id is not None else ("", "")
        if code_id is None and memo.subject_id is not None:
            thing = names.things.get(memo.subject, {}).get(memo.subject_id, "")
        made.append(
            MemoLine(
                id=memo.id,
                subject=memo.subject,
                subject_id=memo.subject_id,
                coder_id=memo.coder_id,
                coder=coders[memo.coder_id],
                text=memo.text,
                made_at=memo.made_at,
                changed_at=memo.changed_at,
                thing=thing,
                document_id=document_id,
                document=names.documents[document_id] if document_id is not None else "",
                code_id=code_id,
                span=span,
                color=color,
            )
        )
    return made


def _names(read: Reader) -> _Names:
    tree, study = read.codes.tree(), read.study
    documents = {document.id: document.name for document in read.documents.all()}
    places = {place.id: place for place in study.places()}
    localities = study.locality_of()
    things: dict[Subject, dict[int, str]] = {
        Subject.DOCUMENT: documents,
        Subject.PARTICIPANT: dict(study.participant_names()),
        Subject.PLACE: {
            id_: place.name if place.parent_id is None else f"{place.name} ({localities[id_].name})" for id_, place in places.items()
        },
        Subject.GROUP: {group.id: group.name for group in study.groups()},
        Subject.WAVE: {wave.id: wave.name for wave in study.waves()},
    }
    return _Names({id_: (tree.path(id_), code.color) for id_, code in tree.by_id.items()}, documents, things)


def _branches(read: Reader, codes: frozenset[int] | None) -> frozenset[int] | None:
    if codes is None:
        return None
    tree = read.codes.tree()
    return codes | {code.id for root in codes if root in tree.by_id for _depth, code in tree.walk(root)}


def _is_wanted(line: MemoLine, wanted: WantedMemos, codes: frozenset[int] | None) -> bool:
    return (
        (wanted.kinds is None or line.subject in wanted.kinds)
        and (wanted.coders is None or line.coder_id in wanted.coders)
        and (codes is None or line.code_id in codes)
        and (wanted.documents is None or line.document_id in wanted.documents)
        and (wanted.since is None or line.changed_at >= wanted.since)
        and (wanted.until is None or line.changed_at < wanted.until)
    )


def _has(line: MemoLine, words: list[str]) -> bool:
    """True if all words stand in the memo, or in the name of what it is about; case and accents do not count."""
    text = fold(f"{plain(line.text)}\n{line.thing}\n{line.document}").text
    return all(word in text for word in words)


def _sorting(sort: str) -> Callable[[MemoLine], tuple[object, ...]]:
    if sort == "thing":
        return lambda line: (
            _ORDER[line.subject],
            line.thing.casefold(),
            line.document.casefold(),
            line.span.start if line.span is not None else 0,
            -line.changed_at,
            line.id,
        )
    if sort == "made":
        return lambda line: (-line.made_at, -line.id)
    return lambda line: (-line.changed_at, -line.id)


def _put_under(lines: list[MemoLine], group_by: str) -> list[MemoSection]:
    """Sort the lines further, by heading; returns the headings."""
    if group_by == "nothing" or not lines:
        return [MemoSection("", None, 0, len(lines))] if lines else []
    days = {line.id: datetime.fromtimestamp(line.changed_at / 1000).astimezone().date() for line in lines} if group_by == "day" else {}
    headings: dict[str, Callable[[MemoLine], tuple[object, str, object]]] = {
        "kind": lambda line: (_ORDER[line.subject], "", line.subject),
        "day": lambda line: (-days[line.id].toordinal(), "", days[line.id]),
        "coder": lambda line: (line.coder.casefold(), line.coder, line.coder_id),
        "document": lambda line: ((line.document_id is None, line.document.casefold()), line.document, line.document_id),
        "code": lambda line: (
            (line.code_id is None, line.thing.casefold() if line.code_id is not None else ""),
            line.thing.replace(PATH_SEPARATOR, " › ") if line.code_id is not None else "",
            line.code_id,
        ),
    }
    heading = headings[group_by]
    if group_by == "day":
        lines.sort(key=lambda line: -days[line.id].toordinal())
    else:
        lines.sort(key=lambda line: (heading(line)[0], str(heading(line)[2])))
    sections: list[MemoSection] = []
    for place, line in enumerate(lines):
        _rank, title, key = heading(line)
        if sections and sections[-1].key == key:
            last = sections[-1]
            sections[-1] = MemoSection(last.title, last.key, last.first, last.count + 1)
        else:
            sections.append(MemoSection(title, key, place, 1))
    return sections
