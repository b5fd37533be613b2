"""How well the ranking finds passages of documents that it has not seen, and how long it takes; prints, and needs the local data.

Run: python tests/bench/bench_suggest.py
"""

import gzip
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qcoder.domain.spans import Span
from qcoder.suggest.features import Features
from qcoder.suggest.models import train
from qcoder.suggest.segments import Segment

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LEAST = 10


def rows_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """The coded rows of a file, one turn or sentence each."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def segments_of(rows: Sequence[Mapping[str, Any]], names: Mapping[str, int]) -> list[Segment]:
    """Each row as a segment; what was said before is the row before it in the same document."""
    found = []
    for number, row in enumerate(rows):
        before = rows[number - 1] if number and rows[number - 1]["doc_id"] == row["doc_id"] else None
        text = str(row["text"])
        found.append(Segment(names[row["doc_id"]], Span(0, max(len(text), 1)), number, text, str(before["text"]) if before else ""))
    return found


def average_precision(scores: "np.ndarray[Any, Any]", truth: "np.ndarray[Any, Any]") -> float:
    """Mean of the precision at each positive."""
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(truth, scores))


def measure(name: str, path: Path, documents: int, trained: int, seeds: int = 3) -> None:
    """Train on some documents, test on the others; mean over codes with enough positives, and over seeds."""
    if not path.exists():
        print(f"{name}: not here ({path})")
        return
    rows = list(rows_of(path))
    ids = sorted({row["doc_id"] for row in rows})
    figures: list[tuple[float, float, float]] = []
    spent = []
    for seed in range(seeds):
        chosen = random.Random(seed).sample(ids, min(documents, len(ids)))
        names = {doc_id: number for number, doc_id in enumerate(chosen)}
        picked = [row for row in rows if row["doc_id"] in names]
        segments = segments_of(picked, names)
        started = time.perf_counter()
        features = Features(segments)
        spent.append(time.perf_counter() - started)
        seen = np.array([segment.document_id < trained for segment in segments])
        for code in sorted({code for row in picked for code in row["codes"]}):
            truth = np.array([code in row["codes"] for row in picked])
            if truth[seen].sum() < LEAST or truth[~seen].sum() < LEAST:
                continue
            scores = train(features.matrix[seen], truth[seen]).predict_proba(features.matrix[~seen])[:, 1]
            best = np.argsort(-scores, kind="stable")[:20]
            figures.append((average_precision(scores, truth[~seen]), float(truth[~seen][best].mean()), float(truth[~seen].mean())))
    ap, at_20, prevalence = (float(np.mean(column)) for column in zip(*figures, strict=True))
    print(
        f"{name}: average precision {ap:.3f} (by chance {prevalence:.3f}), precision at 20 {at_20:.2f}, "
        f"{len(figures)} code runs, {trained} documents coded; features of {len(segments):,} segments in {np.mean(spent):.1f} s"
    )


def main() -> None:
    """Print the figures."""
    measure("nc-talkmoves", DATA / "nc-talkmoves" / "turns.jsonl.gz", documents=60, trained=10)
    measure("casino", DATA / "casino" / "turns.jsonl", documents=238, trained=190)


if __name__ == "__main__":
    main()
