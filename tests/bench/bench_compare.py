"""Prints how long comparisons and the codebook's export take, for 30 interviews and for 1,600.

Run: python -m tests.bench.bench_compare
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from qcoder.domain.codes import Code
from qcoder.domain.codings import Coding, Origin
from qcoder.domain.documents import Speaker, StoredTurn
from qcoder.domain.ids import new_id, new_ids
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from qcoder.project.write import Write

TURN_WORDS = (4, 15, 30, 60, 90, 160)  # about 60 words a turn, as in long recorded conversations
WORD = "learning "


@dataclass(frozen=True)
class Fill:
    """Write a study of this size: three speakers a document, the first an interviewer, codes drawn as unevenly as in real studies."""

    documents: int
    words: int
    codes: int
    per_document: int
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Families are every twelfth code."""
        chance = random.Random(1)
        coder, places, groups, codes = write.me(), new_ids(3), new_ids(4), new_ids(self.codes)
        for rank, place in enumerate(places):
            write.study.add_place(place, f"Place {rank}", None, rank)
        for rank, group in enumerate(groups):
            write.study.add_group(group, f"Group {rank}", rank)
        write.codes.insert(Code(code, f"Code {rank}", None if rank < 12 else codes[rank % 12], rank) for rank, code in enumerate(codes))
        for number in range(self.documents):
            self._document(write, chance, number, coder, places, groups, codes)
        write.say("Wrote a large study")

    def _document(
        self, write: Write, chance: random.Random, number: int, coder: int, places: list[int], groups: list[int], codes: list[int]
    ) -> None:
        document, people, speakers = new_id(), new_ids(2), new_ids(3)
        for rank, person in enumerate(people):
            write.study.add_participant(person, f"P{number} {rank}", places[number % 3], groups[(number // 3 + rank) % 4])
        turns, at, words = [], 0, 0
        while words < self.words:
            count = chance.choice(TURN_WORDS)
            turns.append(StoredTurn(new_id(), document, Span(at, at + len(WORD) * count), chance.choice(speakers), None, None, "", count))
            at, words = at + len(WORD) * count + 2, words + count
        write.documents.insert(document, f"Talk {number:04}", (WORD * (at // len(WORD) + 1))[:at], words, "", write.now)
        tied = zip(speakers, [None, *people], strict=True)
        write.documents.add_speakers(Speaker(id_, document, str(rank), rank == 0, who) for rank, (id_, who) in enumerate(tied))
        write.documents.add_turns(turns)
        codings = []
        for _coding in range(self.per_document):
            span = chance.choice(turns).span
            part = span if chance.random() < 0.5 else Span(span.start + len(span) // 4, span.end - len(span) // 4)
            code = codes[min(len(codes), int(chance.paretovariate(0.7))) - 1]
            codings.append(Coding(new_id(), document, code, coder, part, Origin.HAND, write.now))
        write.codings.insert(codings)


def timed(label: str, task: Callable[[], object], times: int = 1) -> None:
    """Print the shortest of some runs in milliseconds."""
    best = float("inf")
    for _time in range(times):
        start = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - start)
    print(f"{label:<66}{best * 1000:>9.1f} ms")


def measure(path: Path) -> None:
    """Compare in a process that has just started: first time with all reading, then with the coverage kept."""
    from qcoder.analysis import counts  # not part of what is measured
    from qcoder.analysis.compare import Count, compare, rows_of_branch
    from qcoder.analysis.coverage import Coverage

    assert counts.SHIFT
    from qcoder.exporters.codebook import export_codebook

    with Project.open(path, write=False) as project:
        read, coverage = project.read, Coverage()
        tree = read.codes.tree()
        families = rows_of_branch(tree, None)
        branch = rows_of_branch(tree, families[0].code_id)
        by = ("locality", "group")
        timed(f"one branch ({len(branch)} rows), locality x group, first time", lambda: compare(read, branch, by, coverage=coverage))
        timed("the same again", lambda: compare(read, branch, by, coverage=coverage), 3)
        timed(f"whole codebook ({len(families)} rows), passages read anew", lambda: compare(read, families, by, coverage=coverage))
        for count in Count:
            timed(f"whole codebook, {count}, first", lambda count=count: compare(read, families, by, count, coverage=coverage))  # type: ignore[misc]  # a default is no argument
            timed(f"whole codebook, {count}, again", lambda count=count: compare(read, families, by, count, coverage=coverage), 3)  # type: ignore[misc]  # a default is no argument
        made = datetime.now(UTC)
        for suffix in (".docx", ".csv"):
            timed(f"codebook to {suffix}", lambda suffix=suffix: export_codebook(read, path.with_suffix(suffix), made))  # type: ignore[misc]  # a default is no argument


def main() -> None:
    """Build both studies, and measure each in a process of its own."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, fill in (("30", Fill(30, 10_000, 60, 167)), ("1600", Fill(1_600, 10_000, 200, 250))):
            path = Path(folder) / f"{name}.qcoder"
            with Project.create(path, name, "Bench") as project:
                project.do(fill)
                turns = len(project.read.documents.turn_table())
                print(f"\n{name} documents, {fill.words:,} words each, {turns:,} turns, {project.read.codings.count():,} codings")
            subprocess.run([sys.executable, "-m", "tests.bench.bench_compare", str(path)], check=True)


if __name__ == "__main__":
    main()
