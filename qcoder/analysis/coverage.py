"""Coverage: whose words each passage covers, worked out once and kept while the project does not change."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from qcoder.project.read import Reader

if TYPE_CHECKING:
    from qcoder.analysis.columns import Layout
    from qcoder.analysis.counts import Part, Passages, Seating, Speech


class Coverage:
    """What comparisons of one project share. Make one beside the reader and hand it to every `compare`; it forgets by itself.

    It holds the turns as arrays, who sits in which column, the passages asked for last, and the words counted in parts of
    turns; all of it is dropped as soon as the project's last step is another.
    """

    def __init__(self) -> None:
        self._key: tuple[int, int] | None = None
        self._speech: Speech | None = None
        self._passages: tuple[frozenset[int], frozenset[int] | None, Passages] | None = None
        self._seats: dict[tuple[str, ...], tuple[Layout, Seating]] = {}
        self.words: dict[tuple[int, int], Part] = {}

    def speech(self, read: Reader) -> "Speech":
        """The turns of the project as it is now."""
        from qcoder.analysis.counts import load_speech

        key = (read.project_id(), read.history.last())
        if key != self._key or self._speech is None:
            self._key, self._speech, self._passages, self._seats, self.words = key, load_speech(read), None, {}, {}
        return self._speech

    def seats(self, read: Reader, columns: Sequence[str]) -> "tuple[Layout, Seating]":
        """Who sits in which column when comparing by these variables; raises KnownError when one of them is not there."""
        from qcoder.analysis.columns import lay_out
        from qcoder.analysis.counts import seat, speaking

        speech = self.speech(read)
        key = tuple(name.casefold() for name in columns)
        if key not in self._seats:
            layout = lay_out(read, columns, speaking(speech))
            self._seats[key] = layout, seat(speech, layout)
        return self._seats[key]

    def passages(self, read: Reader, code_ids: Collection[int], coder_ids: Collection[int] | None) -> "Passages":
        """The passages of these codes by these coders (all when None), each with the turns that it reaches."""
        from qcoder.analysis.counts import load_passages

        speech = self.speech(read)
        codes, coders = frozenset(code_ids), None if coder_ids is None else frozenset(coder_ids)
        if self._passages is None or self._passages[:2] != (codes, coders):
            self._passages = codes, coders, load_passages(read, speech, codes, coders)
        return self._passages[2]
