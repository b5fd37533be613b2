"""Prints how long it takes to count which codes go with which, to hide small pairs and to lay out the network.

Run: python -m tests.bench.bench_relations [FILE.qcoder]
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from qcoder.analysis.compare import RowSpec, row_of_code
from qcoder.analysis.coverage import Coverage
from qcoder.analysis.relations import By, codings_behind, relations
from qcoder.analysis.relations_told import hide_few, strongest_first
from qcoder.project.project import Project
from qcoder.project.read import Reader
from tests.bench.bench_compare import Fill, timed

HIDE_BELOW = 5


def measure(read: Reader) -> None:
    """Every code with every other, each way of counting; the first count reads the turns and passages."""
    tree = read.codes.tree()
    rows = [row_of_code(tree, code.id) for _depth, code in tree.walk()]
    print(f"{len(rows)} codes, {sum(read.codes.counts().values()):,} codings")
    timed("by passage, nothing read yet", lambda: relations(read, rows, By.PASSAGE, coverage=Coverage()))
    coverage = Coverage()
    for by in By:
        relations(read, rows, by, coverage=coverage)
        timed(f"by {by.value}", lambda by=by: relations(read, rows, by, coverage=coverage), 2)  # type: ignore[misc]
    after(read, rows, coverage)


def after(read: Reader, rows: Sequence[RowSpec], coverage: Coverage) -> None:
    """What comes once the pairs are counted."""
    found = relations(read, rows, By.PASSAGE, coverage=coverage)
    timed(f"hide pairs below {HIDE_BELOW} ({len(found.pairs):,} pairs)", lambda: hide_few(found, HIDE_BELOW))
    strongest = strongest_first(found)[0]
    behind = len(codings_behind(read, found, strongest.a, strongest.b, coverage))
    timed(f"the {behind:,} codings behind the strongest pair", lambda: codings_behind(read, found, strongest.a, strongest.b, coverage))


def main() -> None:
    """A study of 30 interviews, 60 codes and 5,000 codings; and the file that is named, if one is."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "bench.qcoder", "Bench", "Ana")
        with project:
            project.do(Fill(30, 8_000, 60, 167))
            measure(project.read)
    for name in sys.argv[1:]:
        with Project.open(Path(name), write=False) as opened:
            measure(opened.read)


if __name__ == "__main__":
    main()
