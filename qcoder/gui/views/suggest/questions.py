"""What the Suggest workspace asks of the project."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.read import Reader
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.suggest.index import Index
    from qcoder.suggest.queue import Suggestions

LIMIT = 40
# As in qcoder.suggest.queue, which is too heavy to be read just for these; a test holds them equal.
LEAST_SENTENCES, LEAST_DOCUMENTS = 10, 3
_AROUND = 600
_BEFORE = 320


@dataclass(frozen=True, slots=True)
class Used:
    """How much there is to learn a code from, its subcodes included: codings, and the documents they are in."""

    codings: int
    documents: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What can be asked about: whose codings would be learnt from (None: the whole team's), and how often each code is used."""

    coder_id: int | None
    used: dict[int, Used]


def overview(read: Reader, tree: CodeTree, me: int) -> Overview:
    """Count codings by branch; the acting coder's own if there are any, else everybody's."""
    rows = [row for row in read.codings.table() if row[0] in tree.by_id]
    mine = any(row[4] == me for row in rows)
    codings: Counter[int] = Counter()
    documents: dict[int, set[int]] = {}
    chains = {code_id: [code.id for code in tree.ancestors(code_id)] for code_id in {row[0] for row in rows}}
    for code_id, document_id, _start, _end, coder_id in rows:
        if not mine or coder_id == me:
            for above in chains[code_id]:
                codings[above] += 1
                documents.setdefault(above, set()).add(document_id)
    return Overview(me if mine else None, {code_id: Used(n, len(documents[code_id])) for code_id, n in codings.items()})


class Looker:
    """Looks for passages; keeps the cut transcripts between questions. Used on the thread that answers questions, and only there."""

    def __init__(self) -> None:
        self._index: Index | None = None

    def look(
        self, read: Reader, code_ids: Sequence[int], coder_id: int | None, progress: Callable[[int, int], None]
    ) -> "dict[int, Suggestions]":
        """The suggestions for each of these codes that is still there."""
        from qcoder.suggest.index import Index
        from qcoder.suggest.queue import suggest

        if self._index is None:
            self._index = Index()
        found: dict[int, Suggestions] = {}
        for done, code_id in enumerate(code_ids):
            # Of one code the steps within are told, of many the codes.
            inner = progress if len(code_ids) == 1 else (lambda _done, _total, done=done: progress(done, len(code_ids)))
            try:
                found[code_id] = suggest(read, code_id, coder_id, LIMIT, self._index, inner)
            except KnownError:
                if len(code_ids) == 1:
                    raise
        return found


@dataclass(frozen=True, slots=True)
class Context:
    """A passage where it stands: `text` is what is shown of its turn and begins at `start` of the document.

    `before` is the turn before, with its speaker; `speaker` and `time_ms` are the passage's own; `cut` says whether more text stands
    before and after what is shown.
    """

    text: str
    start: int
    span: Span
    before: str
    speaker: str
    time_ms: int | None
    cut: tuple[bool, bool]


class Placed(Protocol):
    """A passage of a document: a suggestion, or a difference between coders."""

    @property
    def document_id(self) -> int:
        """The document."""
    @property
    def span(self) -> Span:
        """Where in it."""


def context(read: Reader, item: Placed) -> Context:
    """The passage in its turn and after the one before it; long turns are cut at words."""
    text = read.documents.text(item.document_id)
    turns = read.documents.turns(item.document_id)
    at = next((rank for rank, turn in enumerate(turns) if turn.span.overlaps(item.span)), None)
    if at is None:
        start, end = _window(text, Span(0, len(text)), item.span)
        return Context(text[start:end], start, item.span, "", "", None, (start > 0, end < len(text)))
    labels = {speaker.id: speaker.label for speaker in read.documents.speakers(item.document_id)}
    whole = turns[at].span.join(item.span)
    start, end = _window(text, whole, item.span)
    before = ""
    if at:
        words = text[turns[at - 1].span.start : turns[at - 1].span.end].strip()
        who = labels.get(turns[at - 1].speaker_id or 0, "")
        words = words if len(words) <= _BEFORE else "… " + words[-_BEFORE:].split(" ", 1)[-1]
        before = _("{speaker}: {words}").format(speaker=who, words=words) if who else words
    speaker = labels.get(turns[at].speaker_id or 0, "")
    return Context(text[start:end], start, item.span, before, speaker, turns[at].start_ms, (start > whole.start, end < whole.end))


def _window(text: str, whole: Span, span: Span) -> tuple[int, int]:
    """What to show of a turn: the passage with some hundred characters on either side, cut between words."""
    start, end = max(whole.start, span.start - _AROUND), min(whole.end, span.end + _AROUND)
    if start > whole.start:
        blank = text.find(" ", start, span.start)
        start = blank + 1 if blank >= 0 else start
    if end < whole.end:
        blank = text.rfind(" ", span.end, end)
        end = blank if blank >= 0 else end
    return start, end
