"""Models: a seeded logistic regression, and scores for segments by models that never saw their document."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]

_STRENGTH = 3.0
_MOST_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Scores:
    """`scores` (one a segment, 0 to 1), for labelled segments by models that did not see their document; `weights` of the whole model."""

    scores: Floats
    weights: Floats


def train(matrix: Any, labels: Bools) -> Any:
    """A logistic regression with both classes weighing alike; the same data give the same model."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", solver="liblinear", random_state=0, max_iter=1_000)
    return model.fit(matrix, labels)


def score(matrix: Any, labelled: Ints, labels: Bools, documents: Ints, progress: Callable[[int, int], None]) -> Scores:
    """Score every row of `matrix`; `labelled` are rows with `labels`, `documents` their document ids (same length).

    Needs at least two documents with positives and some negatives.
    """
    from sklearn.model_selection import GroupKFold

    folds = min(_MOST_FOLDS, len(np.unique(documents[labels])), len(np.unique(documents)))
    progress(0, folds + 1)
    whole = train(matrix[labelled], labels)
    scores = np.asarray(whole.predict_proba(matrix)[:, 1], dtype=np.float64)
    known = matrix[labelled]
    for fold, (seen, unseen) in enumerate(GroupKFold(n_splits=folds).split(known, labels, documents)):
        progress(fold + 1, folds + 1)
        if labels[seen].any() and not labels[seen].all():
            scores[labelled[unseen]] = train(known[seen], labels[seen]).predict_proba(known[unseen])[:, 1]
        else:
            scores[labelled[unseen]] = 0.0
    return Scores(scores, np.asarray(whole.coef_[0], dtype=np.float64))


def right_at(scores: Floats, labels: Bools, k: int) -> int:
    """How many of the `k` highest scores are positives; ties go to the earlier row."""
    order = np.argsort(-scores, kind="stable")[:k]
    return int(labels[order].sum())
