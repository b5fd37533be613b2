"""How long a merge takes: two copies with 5,000 new codings each; prints.

Run: python tests/bench/bench_merge.py
"""

import random
import shutil
import tempfile
import time
from pathlib import Path

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.merge import merge, preview
from qcoder.project.project import Project

CODINGS = 5_000


def code_at_random(project: Project, seed: int) -> None:
    """Add codings to every document."""
    rng = random.Random(seed)
    documents = [document.id for document in project.read.documents.all()]
    codes = list(project.read.codes.tree().by_id)
    new = []
    for _number in range(CODINGS):
        start = rng.randrange(50_000)
        new.append(NewCoding(rng.choice(documents), rng.choice(codes), Span(start, start + rng.randrange(20, 300))))
    project.do(AddCodings(tuple(new)))


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, Project.create(Path(folder) / "mine.qcoder", "Bench", "Ana") as mine:
        text = "some words said " * 3_500
        mine.do(ImportDocuments(tuple(Transcript(f"interview {n}", text, (Turn(Span(0, len(text)), "P"),)) for n in range(30))))
        for number in range(60):
            mine.do(AddCode(f"code {number}"))
        shutil.copy(mine.path, Path(folder) / "theirs.qcoder")
        with Project.open(Path(folder) / "theirs.qcoder", coder="Ben") as theirs:
            code_at_random(mine, 1)
            code_at_random(theirs, 2)
            started = time.perf_counter()
            shown = preview(mine.read, theirs.read)
            looked = time.perf_counter()
            done = merge(mine, theirs.path)
            merged = time.perf_counter()
            again = merge(mine, theirs.path)
            last = time.perf_counter()
        assert done.step is not None
        assert again.step is None
        print(f"{' '.join(shown.sentences)} preview {looked - started:.3f} s, merge {merged - looked:.3f} s, again {last - merged:.3f} s")


if __name__ == "__main__":
    main()
