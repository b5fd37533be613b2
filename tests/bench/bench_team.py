"""Prints how long a team waits: copies for colleagues, the list of differences, and looking through a long history.

Run: python -m tests.bench.bench_team [documents of 10,000 words, 400 unless told]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from qcoder.analysis.agreement import disagreements
from qcoder.changes.samples import DrawSample
from qcoder.changes.study import AddCoder
from qcoder.project.connection import connect
from qcoder.project.handover import CopyFor, hand_over
from qcoder.project.past import Asked, everything, page
from qcoder.project.project import Project
from qcoder.project.read import Reader
from qcoder.project.read.retrieval import Wanted, all_quotes
from tests.bench.bench_agreement import Fill

CODINGS, STEPS = 400_000, 400_000


def timed(label: str, task: Callable[[], object]) -> None:
    """Print how long one run takes."""
    start = time.perf_counter()
    task()
    print(f"{label:<60} {time.perf_counter() - start:>8.2f} s", flush=True)


def copies(project: Project, to: Path) -> None:
    """Copies of a large study: whole, blind, and half of its documents."""
    half = frozenset(sorted(project.read.documents.names().values())[::2])
    timed("a copy of everything", lambda: hand_over(project, to, CopyFor("Ben"), overwrite=True))
    timed("a blind copy", lambda: hand_over(project, to, CopyFor("Coder 1", blind=True), overwrite=True))
    timed("a blind copy of half of the documents", lambda: hand_over(project, to, CopyFor("Ben", half, True), overwrite=True))


def blindness(project: Project) -> None:
    """What hiding costs those who code blind; nobody else has views before their tables."""
    me = project.do(AddCoder("Cleo")).result
    for what in ("everything is shown", "a tenth is hidden"):
        with closing(project.reader()) as read:
            read.hide_from(me)
            timed(f"counts by document while {what}", read.documents.coding_counts)
            timed(f"all quotes while {what}", lambda read=read: all_quotes(read, Wanted()))  # type: ignore[misc]  # a default is no argument
        project.do(DrawSample(me, 10, 1))


def past(path: Path) -> None:
    """A history of many small steps, written past the gate since that would take an hour."""
    Project.create(path, "Bench", "Ana").close()
    with closing(connect(path, write=True)) as connection:
        rows = ((10**15 + n, 1_700_000_000_000 + n * 1000, f"Coder {n % 3}", f"Coded a passage as code {n % 60}") for n in range(STEPS))
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO step(id, at, who, title, origin, first_image) VALUES (?, ?, ?, ?, 'hand', 1)", rows)
        connection.execute("COMMIT")
    with closing(connect(path, write=False)) as connection:
        read = Reader(connection)
        timed("the first page of the history", lambda: page(read, Asked()))
        timed("a page in the middle of it", lambda: page(read, Asked(), (STEPS // 2, 0)))
        timed("the first page of one person's", lambda: page(read, Asked(who="Coder 2")))
        timed("all of it, for csv", lambda: sum(1 for _line in everything(read, Asked())))


def main() -> None:
    """Build both, and measure."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with tempfile.TemporaryDirectory() as folder:
        with Project.create(Path(folder) / "large.qcoder", "Bench", "Bench") as project:
            project.do(Fill(documents, 10_000, 60, CODINGS * 5 // 8, 2))
            coders = [coder.id for coder in project.read.study.coders()]
            print(f"{documents} documents of 10,000 words, {project.read.codings.count():,} codings, {STEPS:,} steps")
            timed("all differences between two coders", lambda: disagreements(project.read, coders))
            copies(project, Path(folder) / "copy.qcoder")
            blindness(project)
        past(Path(folder) / "past.qcoder")


if __name__ == "__main__":
    main()
