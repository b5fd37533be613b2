"""The queue of one code: which passage is next, and what has been decided, as the project says and not as we remember."""

from enum import Enum
from typing import TYPE_CHECKING

from qcoder.domain.spans import Span
from qcoder.project.read import Reader

if TYPE_CHECKING:
    from qcoder.suggest.queue import Suggestion, Suggestions


class Standing(Enum):
    """Where a passage stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    GONE = "gone"


class Queue:
    """The passages in the order in which they were proposed; deciding about one never moves the others.

    `sync` reads from the project what has been decided, so that undo, redo and coding elsewhere are seen.
    """

    def __init__(self, code_id: int, coder_id: int, found: "Suggestions") -> None:
        self.code_id = code_id
        self.found = found
        self._coder_id = coder_id
        self._order = list(range(len(found.items)))
        self._standing = [Standing.OPEN] * len(found.items)
        self._coding_of: dict[int, int] = {}
        self._pending: set[int] = set()

    @property
    def current(self) -> int | None:
        """The number of the passage to decide about next, None when none is left."""
        return next((at for at in self._order if self._standing[at] is Standing.OPEN and at not in self._pending), None)

    def item(self, number: int) -> "Suggestion":
        """A passage by its number."""
        return self.found.items[number]

    def count(self, standing: Standing) -> int:
        """How many passages stand so."""
        return self._standing.count(standing)

    @property
    def left(self) -> int:
        """How many are still to be decided."""
        return self.count(Standing.OPEN) - len(self._pending)

    def skip(self) -> None:
        """Put the current passage to the end."""
        at = self.current
        if at is not None:
            self._order.remove(at)
            self._order.append(at)

    def begin(self, number: int) -> None:
        """A decision about this passage is being written; the next one comes up meanwhile."""
        self._pending.add(number)

    def end(self, number: int) -> None:
        """The writing has ended, well or not; `sync` tells which."""
        self._pending.discard(number)

    def accepted(self, number: int, coding_id: int) -> None:
        """Remember which coding came of a passage: its ends may have been moved away from where it was proposed."""
        self._coding_of[number] = coding_id

    def sync(self, read: Reader) -> None:
        """See what the project says now; a passage whose decision was taken back comes up next."""
        rejected = {(r.document_id, r.span) for r in read.codings.rejections(self.code_id) if r.coder_id == self._coder_id}
        texts: dict[int, str] = {}
        for document_id in {item.document_id for item in self.found.items}:
            texts[document_id] = read.documents.text(document_id) if read.documents.get(document_id) is not None else ""
        for number, item in enumerate(self.found.items):
            before = self._standing[number]
            now = Standing.OPEN
            if texts[item.document_id][item.span.start : item.span.end] != item.text:
                now = Standing.GONE
            elif self._is_coded(read, number, item.document_id, item.span):
                now = Standing.ACCEPTED
            elif (item.document_id, item.span) in rejected:
                now = Standing.REJECTED
            self._standing[number] = now
            if now is Standing.OPEN and before is not Standing.OPEN:
                self._order.remove(number)
                self._order.insert(0, number)

    def _is_coded(self, read: Reader, number: int, document_id: int, span: Span) -> bool:
        made = self._coding_of.get(number)
        if made is not None and read.codings.get(made) is not None:
            return True
        return any(coding.span.overlaps(span) for coding in read.codings.same(document_id, self.code_id, self._coder_id, span))
