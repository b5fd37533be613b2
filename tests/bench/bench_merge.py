"""How long a merge takes: two copies with 5,000 new codings each, and 400,000 codings of which each side changed 2 %; prints.

Run: python tests/bench/bench_merge.py [small|large]
"""

import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings, RecodeCodings, RemoveCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.merge import merge, preview
from qcoder.project.project import Project


def code_at_random(project: Project, seed: int, codings: int, longest: int) -> None:
    """Add codings to every document."""
    rng = random.Random(seed)
    documents = [document.id for document in project.read.documents.all()]
    codes = list(project.read.codes.tree().by_id)
    new = []
    for _number in range(codings):
        start = rng.randrange(longest - 300)
        new.append(NewCoding(rng.choice(documents), rng.choice(codes), Span(start, start + rng.randrange(20, 300))))
    project.do(AddCodings(tuple(new)))


def change_some(project: Project, seed: int, codings: int, longest: int) -> None:
    """Recode, remove and add: so many in all."""
    rng = random.Random(seed)
    ids = [coding.id for coding in project.read.codings.of_codes()]
    codes = list(project.read.codes.tree().by_id)
    some = rng.sample(ids, codings // 2)
    project.do(RecodeCodings(tuple(some[: codings // 4]), rng.choice(codes)))
    project.do(RemoveCodings(tuple(some[codings // 4 :])))
    code_at_random(project, seed, codings // 2, longest)


def study(folder: Path, documents: int, words: int) -> Project:
    """A study of so many interviews of so many words, and 60 codes."""
    project = Project.create(folder / "mine.qcoder", "Bench", "Ana")
    text = "some words said " * (words // 3)
    project.do(ImportDocuments(tuple(Transcript(f"interview {n}", text, (Turn(Span(0, len(text)), "P"),)) for n in range(documents))))
    for number in range(60):
        project.do(AddCode(f"code {number}"))
    return project


def measure(mine: Project, theirs: Path) -> None:
    """Print how long the preview, the merge and the same merge again take."""
    with Project.open(theirs, write=False) as other:
        started = time.perf_counter()
        shown = preview(mine.read, other.read)
        looked = time.perf_counter()
    done = merge(mine, theirs, take="mine")
    merged = time.perf_counter()
    again = merge(mine, theirs)
    last = time.perf_counter()
    assert done.step is not None
    assert again.step is None
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{shown.added} {shown.changed} {shown.deleted}, {len(shown.conflicts)} conflicts")
    print(f"preview {looked - started:.3f} s, merge {merged - looked:.3f} s, again {last - merged:.3f} s, memory {memory} MB")


def small() -> None:
    """5,000 + 5,000 codings."""
    with tempfile.TemporaryDirectory() as folder, study(Path(folder), 30, 10_500) as mine:
        shutil.copy(mine.path, Path(folder) / "theirs.qcoder")
        with Project.open(Path(folder) / "theirs.qcoder", coder="Ben") as theirs:
            code_at_random(mine, 1, 5_000, 50_000)
            code_at_random(theirs, 2, 5_000, 50_000)
        measure(mine, theirs.path)


def large() -> None:
    """400,000 codings, 2 % changed on each side."""
    with tempfile.TemporaryDirectory() as folder, study(Path(folder), 1_600, 3_000) as mine:
        for part in range(8):
            code_at_random(mine, part, 50_000, 15_000)
        shutil.copy(mine.path, Path(folder) / "theirs.qcoder")
        with Project.open(Path(folder) / "theirs.qcoder", coder="Ben") as theirs:
            change_some(mine, 11, 8_000, 15_000)
            change_some(theirs, 12, 8_000, 15_000)
        measure(mine, theirs.path)


def main() -> None:
    """Print the figures."""
    which = sys.argv[1:] or ["small", "large"]
    for name in which:
        {"small": small, "large": large}[name]()


if __name__ == "__main__":
    main()
