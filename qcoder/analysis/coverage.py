"""Coverage: whose words each passage covers, worked out once and kept while the project does not change."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from qcoder.analysis.scope import Scope
from qcoder.project.read import Reader

if TYPE_CHECKING:
    from qcoder.analysis.columns import Layout
    from qcoder.analysis.counts import Part, Passages, Seating, Speech


EVERYTHING = Scope()


class Coverage:
    """What comparisons of one project share. Make one beside the reader and hand it to every `compare`; it forgets by itself.

    It holds the turns as arrays, who sits in which column, the passages asked for last, and the words counted in parts of
    turns; all of it is dropped as soon as the project's last step is another.
    """

    def __init__(self) -> None:
        self._key: tuple[int, int] | None = None
        self._speech: Speech | None = None
        self._passages: tuple[tuple[object, ...], Passages] | None = None
        self._seats: dict[tuple[object, ...], tuple[Layout, Seating]] = {}
        self.words: dict[tuple[int, int], Part] = {}

    def speech(self, read: Reader) -> "Speech":
        """The turns of the project as it is now."""
        from qcoder.analysis.counts import load_speech

        key = (read.project_id(), read.history.last())
        if key != self._key or self._speech is None:
            self._key, self._speech, self._passages, self._seats, self.words = key, load_speech(read), None, {}, {}
        return self._speech

    def seats(self, read: Reader, columns: Sequence[str], scope: Scope = EVERYTHING) -> "tuple[Layout, Seating]":
        """Who of the scope sits in which column when comparing by these variables; raises KnownError when one of them is not there."""
        from qcoder.analysis.columns import lay_out
        from qcoder.analysis.counts import seat, speaking

        speech = self.speech(read)
        key = (tuple(name.casefold() for name in columns), scope.people)
        if key not in self._seats:
            layout = lay_out(read, columns, speaking(speech), scope.keeps(read))
            self._seats[key] = layout, seat(speech, layout)
        return self._seats[key]

    def passages(self, read: Reader, code_ids: Collection[int], scope: Scope = EVERYTHING) -> "Passages":
        """The passages of these codes in the scope, each with the turns of which it covers words."""
        from qcoder.analysis.counts import load_passages

        speech = self.speech(read)
        key = (frozenset(code_ids), scope.coder_ids, scope.without)
        if self._passages is None or self._passages[0] != key:
            self._passages = key, load_passages(read, speech, frozenset(code_ids), scope.coder_ids, scope.without)
        return self._passages[1]
