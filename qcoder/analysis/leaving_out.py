"""Which words the word list leaves out: kept with the project, so that a team counts alike."""

import json
from dataclasses import dataclass
from functools import cached_property

from qcoder.analysis.frequencies import words_said
from qcoder.analysis.stopwords import left_out
from qcoder.changes.queries import STOP_WORDS
from qcoder.project.read import Reader

NAME = "words left out"


@dataclass(frozen=True)
class LeftOut:
    """One's own words, in small letters and by the alphabet, and whether the English ones are left out as well."""

    own: tuple[str, ...] = ()
    english: bool = True

    @cached_property
    def words(self) -> frozenset[str]:
        """All of them."""
        return left_out(self.own, english=self.english)

    def with_own(self, typed: str) -> "LeftOut":
        """The same with these words for one's own."""
        return LeftOut(tuple(sorted(set(words_said(typed)))), self.english)

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps({"english": self.english, "words": list(self.own)}, ensure_ascii=False)


def read_left_out(read: Reader) -> LeftOut:
    """What is kept with the project; the English words until somebody chose otherwise."""
    kept = read.queries.of(STOP_WORDS)
    if not kept:
        return LeftOut()
    # Two, where two people began at once: what either leaves out is left out.
    values = [json.loads(query.asked) for query in kept]
    own = {word for value in values for word in value.get("words", ()) if isinstance(word, str)}
    return LeftOut(tuple(sorted(own)), any(value.get("english", True) is True for value in values))
