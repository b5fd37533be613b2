"""The queue: passages proposed for a code, offered only when the proposals have been shown to be right on this coder's own documents."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from qcoder.domain.codings import Coding
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.read import Reader
from qcoder.suggest.index import Index
from qcoder.suggest.labels import Labels, label, wording
from qcoder.suggest.models import Scores, right_at, score
from qcoder.words import _, n_

LEAST_POSITIVES = 10
LEAST_DOCUMENTS = 3
LEAST_PRECISION = 0.5
CHECKED = 20
_LINE = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """How good proposals are: of the best `of`, scored by models that had not seen their document, `right` are coded so.

    `positives` are coded sentences, in `documents` documents. `of` is 0 while there are too few to check anything.
    """

    positives: int
    documents: int
    right: int = 0
    of: int = 0

    @property
    def precision(self) -> float | None:
        """Share of right proposals; None while nothing was checked."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its source."""

    document_id: int
    document: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed passage: its score (0 to 1), the words that spoke for it, strongest first, and the coded passage most like it."""

    document_id: int
    document: str
    span: Span
    text: str
    score: float
    because: tuple[str, ...]
    nearest: Passage


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The proposals for a code (its path), best first; while not `ready` there are none, and `why_not` says why in a sentence."""

    code: str
    ready: bool
    why_not: str
    measured: Measured
    items: tuple[Suggestion, ...]


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def suggest(
    read: Reader,
    code_id: int,
    coder_id: int | None = None,
    limit: int = 20,
    index: Index | None = None,
    progress: Callable[[int, int], None] = _silent,
) -> Suggestions:
    """Propose passages for a code (subcodes included) from the decisions of one coder (of all when None).

    The same project gives the same list. `index` keeps the cut transcripts between calls. Raises KnownError when the code is gone.
    """
    tree = read.codes.tree()
    if code_id not in tree.by_id:
        raise KnownError(_("That code is no longer in the project."))
    index = index or Index()
    index.update(read, progress)
    codings = list(read.codings.of_codes(tree.branch(code_id), None if coder_id is None else [coder_id]))
    rejections = [rejection for rejection in read.codings.rejections(code_id) if coder_id in (None, rejection.coder_id)]
    read_through = {coding.document_id for coding in codings}
    read_through |= {document for document, coders in read.documents.fully_coded().items() if coder_id is None or coder_id in coders}
    labels = label(index.segments, codings, rejections, read_through)
    path, name = tree.path(code_id), tree.by_id[code_id].name
    documents = {index.segments[row].document_id for row in np.flatnonzero(labels.positive)}
    measured = Measured(int(labels.positive.sum()), len(documents))
    why_not = _too_little(name, measured, labels)
    if why_not:
        return Suggestions(path, False, why_not, measured, ())
    scores, measured = _scored(index, labels, measured, progress)
    if measured.right < LEAST_PRECISION * measured.of:
        return Suggestions(path, False, _too_often_wrong(name, measured), measured, ())
    return Suggestions(path, True, "", measured, _Queue(read, index, labels, scores, codings).best(limit))


def _too_little(name: str, measured: Measured, labels: Labels) -> str:
    """Why a model cannot be made, or an empty string."""
    if measured.positives < LEAST_POSITIVES or measured.documents < LEAST_DOCUMENTS:
        coded = n_("{n} coded sentence", "{n} coded sentences", measured.positives)
        where = n_("{n} document", "{n} documents", measured.documents)
        return _(
            "“{code}” has {coded} in {where}; suggestions need at least {least} in {documents} documents, so code more passages first."
        ).format(code=name, coded=coded, where=where, least=LEAST_POSITIVES, documents=LEAST_DOCUMENTS)
    if not (labels.example & ~labels.positive).any():
        return _("Everything in the documents with “{code}” is coded so; there is nothing to learn the difference from.").format(code=name)
    return ""


def _too_often_wrong(name: str, measured: Measured) -> str:
    sentence = _(
        "Checked on documents that are coded already, {right} of the {of} best proposals for “{code}” were right, which is less than half; "
        "code more passages with it and ask again."
    )
    return sentence.format(right=measured.right, of=measured.of, code=name)


def _scored(index: Index, labels: Labels, measured: Measured, progress: Callable[[int, int], None]) -> tuple[Scores, Measured]:
    """Scores for all segments, and the check of the best of those that no model of theirs had seen."""
    rows = np.flatnonzero(labels.example)
    truth = labels.positive[rows]
    documents = np.array([index.segments[row].document_id for row in rows], dtype=np.int64)
    scores = score(index.features.matrix, rows, truth, documents, progress)
    of = min(CHECKED, measured.positives)
    right = right_at(scores.scores[rows], truth, of)
    return scores, Measured(measured.positives, measured.documents, right, of)


class _Queue:
    """Builds the list of proposals."""

    def __init__(self, read: Reader, index: Index, labels: Labels, scores: Scores, codings: list[Coding]) -> None:
        self._read = read
        self._index = index
        self._segments = index.segments
        self._open = labels.candidate & (scores.scores >= _LINE)
        self._positive = np.flatnonzero(labels.positive)
        self._scores = scores
        self._usual = median(len(coding.span) for coding in codings)
        self._names = {document.id: document.name for document in read.documents.all()}
        self._texts: dict[int, str] = {}

    def best(self, limit: int) -> tuple[Suggestion, ...]:
        """The best passages, each wording once."""
        found: list[Suggestion] = []
        said: set[str] = set()
        for row in (int(row) for row in np.argsort(-self._scores.scores, kind="stable")):
            if len(found) == limit:
                break
            if self._open[row]:
                first, last = self._joined(row)
                self._open[first : last + 1] = False
                passage = self._passage(first, last)
                if (words := wording(passage.text)) not in said:
                    said.add(words)
                    found.append(self._suggestion(row, passage))
        return tuple(found)

    def _joined(self, row: int) -> tuple[int, int]:
        """The segment with its promising neighbours in the same turn, as long as the coder's usual passage allows."""
        first = last = row
        while True:
            beside = [at for at in (first - 1, last + 1) if self._belongs(at, row)]
            beside.sort(key=lambda at: (-float(self._scores.scores[at]), at))
            for at in beside:
                low, high = min(first, at), max(last, at)
                if self._segments[high].span.end - self._segments[low].span.start <= self._usual:
                    first, last = low, high
                    break
            else:
                return first, last

    def _belongs(self, at: int, row: int) -> bool:
        if not 0 <= at < len(self._segments) or not self._open[at]:
            return False
        one, other = self._segments[at], self._segments[row]
        return (one.document_id, one.turn) == (other.document_id, other.turn)

    def _passage(self, first: int, last: int) -> Passage:
        document_id = self._segments[first].document_id
        if document_id not in self._texts:
            self._texts = {document_id: self._read.documents.text(document_id)}
        span = Span(self._segments[first].span.start, self._segments[last].span.end)
        return Passage(document_id, self._names[document_id], span, self._texts[document_id][span.start : span.end])

    def _suggestion(self, row: int, passage: Passage) -> Suggestion:
        features: Any = self._index.features
        like, _cosine = features.nearest(row, self._positive)
        because = features.spoke_for(row, self._scores.weights[: len(features.terms)])
        source = self._passage(like, like)
        rounded = round(float(self._scores.scores[row]), 4)
        return Suggestion(passage.document_id, passage.document, passage.span, passage.text, rounded, because, source)
