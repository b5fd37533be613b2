"""The index: every segment of a project with its features, kept between questions while the transcripts stay as they are."""

from collections.abc import Callable
from typing import Any

from qcoder.domain.documents import StoredTurn
from qcoder.project.read import Reader
from qcoder.suggest.features import Features
from qcoder.suggest.segments import Segment, Segmenter


class Index:
    """Segments by document in order of name, and the features of all. `update` does only what has changed since."""

    def __init__(self, segmenter: Segmenter | None = None) -> None:
        self.segmenter = segmenter or Segmenter()
        self.segments: list[Segment] = []
        self._known: dict[int, tuple[tuple[Any, ...], list[Segment]]] = {}
        self._features: Features | None = None

    @property
    def features(self) -> Features:
        """The features of `segments`; made at the first asking. Needs at least one segment with a word."""
        if self._features is None:
            self._features = Features(self.segments)
        return self._features

    def update(self, read: Reader, progress: Callable[[int, int], None]) -> None:
        """Cut the documents that are new or changed; `progress` hears of documents done."""
        documents = read.documents.all()
        interviewers = {speaker.id for speaker in read.documents.speakers() if speaker.interviewer}
        known: dict[int, tuple[tuple[Any, ...], list[Segment]]] = {}
        for done, document in enumerate(documents):
            turns = read.documents.turns(document.id)
            mark = (document.text_hash, *(_mark(turn, interviewers) for turn in turns))
            if document.id in self._known and self._known[document.id][0] == mark:
                known[document.id] = self._known[document.id]
                continue
            progress(done, len(documents))
            text = read.documents.text(document.id)
            known[document.id] = mark, self.segmenter.segments(document.id, text, turns, interviewers)
        if list(known.items()) != list(self._known.items()):
            self._known = known
            self.segments = [segment for _mark_, segments in known.values() for segment in segments]
            self._features = None


def _mark(turn: StoredTurn, interviewers: set[int]) -> tuple[int, int, bool]:
    return turn.span.start, turn.span.end, turn.speaker_id in interviewers
