"""Features: what a model sees of a segment: its words and pairs of words, and what was said just before."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from qcoder.suggest.segments import Segment

_WORD = r"\w+(?:['’]\w+)*|\?"
_BEFORE_WEIGHT = 0.5
_BEFORE_WORDS = 60


class Features:
    """The features of a fixed list of segments.

    `own` and `matrix` are sparse with one row a segment: TF-IDF of the segment's words and pairs, and the same beside that of the turn
    before at half weight, the share of words taken up from it, and the length. Stop words and `?` stay: they carry what speech does.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        from scipy import sparse
        from sklearn.feature_extraction.text import TfidfVectorizer

        def vectorizer() -> Any:
            # min_df 2: a word met once helps no other sentence.
            return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2 if len(segments) > 50 else 1, token_pattern=_WORD)

        own = vectorizer()
        self.own: Any = own.fit_transform([segment.text for segment in segments])
        self.terms: list[str] = [str(term) for term in own.get_feature_names_out()]
        parts = [self.own]
        before = [" ".join(segment.before.split()[-_BEFORE_WORDS:]) for segment in segments]
        if any(re.search(_WORD, text) for text in before):
            parts.append(vectorizer().fit_transform(before) * _BEFORE_WEIGHT)
        parts.append(sparse.csr_matrix(_measures(segments, before)))
        self.matrix: Any = sparse.hstack(parts, format="csr")

    def spoke_for(self, row: int, weights: "np.ndarray[Any, np.dtype[np.float64]]", most: int = 4) -> tuple[str, ...]:
        """The words of a segment that raised its score most, strongest first; words within a chosen pair are not said again."""
        entries = self.own[row]
        strength = entries.data * weights[entries.indices]
        order = sorted(range(len(strength)), key=lambda at: (-float(strength[at]), int(entries.indices[at])))
        chosen: list[str] = []
        for at in order:
            term = self.terms[int(entries.indices[at])]
            if strength[at] <= 0 or len(chosen) == most:
                break
            if not any(set(term.split()) <= set(other.split()) for other in chosen):
                chosen.append(term)
        return tuple(chosen)

    def nearest(self, row: int, among: "np.ndarray[Any, np.dtype[np.int64]]") -> tuple[int, float]:
        """The row of `among` whose words are most alike, with its cosine (0 to 1)."""
        likeness = np.asarray((self.own[among] @ self.own[row].T).todense()).ravel()
        best = int(np.argmax(likeness))
        return int(among[best]), float(likeness[best])


def _measures(segments: Sequence[Segment], before: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Share of a segment's words that the turn before used, and its length on a log scale, both about 0 to 1; shape (n, 2)."""
    token = re.compile(_WORD)
    found = np.zeros((len(segments), 2))
    seen: dict[str, frozenset[str]] = {}
    for row, (segment, text) in enumerate(zip(segments, before, strict=True)):
        if text not in seen:
            seen[text] = frozenset(token.findall(text.lower()))
        words = token.findall(segment.text.lower())
        found[row, 0] = sum(word in seen[text] for word in words) / len(words) if words else 0.0
        found[row, 1] = np.log1p(len(words)) / 5
    return found
