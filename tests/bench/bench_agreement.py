"""Prints how long agreement takes on 30 interviews of 10,000 words with 60 codes.

Run: python -m tests.bench.bench_agreement
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from qcoder.domain.codes import Code
from qcoder.domain.codings import Coding, Origin
from qcoder.domain.documents import Speaker, StoredTurn
from qcoder.domain.ids import new_id, new_ids
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from qcoder.project.write import Write

WORDS = "we said that the school near the hub had no teachers of science for years and nobody came to ask why it was so".split()


@dataclass(frozen=True)
class Fill:
    """Write interviews of this size; each coder codes most of what the first one does, with other ends."""

    documents: int
    words: int
    codes: int
    per_coder: int
    coders: int
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Families are every twelfth code."""
        chance = random.Random(1)
        coders = [write.me(), *new_ids(self.coders - 1)]
        for rank, coder in enumerate(coders[1:], 1):
            write.study.add_coder(coder, f"Coder {rank}", "C", rank)
        codes = new_ids(self.codes)
        write.codes.insert(Code(code, f"Code {rank}", None if rank < 12 else codes[rank % 12], rank) for rank, code in enumerate(codes))
        for number in range(self.documents):
            self._document(write, chance, number, coders, codes)
        write.say("Wrote a large study")

    def _document(self, write: Write, chance: random.Random, number: int, coders: list[int], codes: list[int]) -> None:
        document, speakers, people = new_id(), new_ids(3), new_ids(2)
        turns: list[StoredTurn] = []
        pieces: list[Span] = []
        text, words = "", 0
        while words < self.words:
            start = len(text)
            said: list[str] = []
            for _sentence in range(chance.choice([1, 2, 4, 6])):
                sentence = " ".join(chance.choices(WORDS, k=chance.randint(4, 24))).capitalize() + "."
                at = start + len(" ".join([*said, ""]))
                pieces.append(Span(at, at + len(sentence)))
                said.append(sentence)
            text += " ".join(said)
            count = text.count(" ", start) + 1
            turns.append(StoredTurn(new_id(), document, Span(start, len(text)), chance.choice(speakers), None, None, "", count))
            text, words = text + "\n", words + count
        for person in people:
            write.study.add_participant(person, f"P{person}", None, None)
        write.documents.insert(document, f"Talk {number:04}", text, words, "", write.now)
        tied = zip(speakers, [None, *people], strict=True)
        write.documents.add_speakers(Speaker(id_, document, str(rank), rank == 0, who) for rank, (id_, who) in enumerate(tied))
        write.documents.add_turns(turns)
        codings = []
        for _coding in range(self.per_coder // self.documents):
            first = chance.randrange(len(pieces) - 3)
            code = codes[min(len(codes), int(chance.paretovariate(0.7))) - 1]
            for coder in coders:
                if chance.random() < 0.8:
                    span = pieces[first].join(pieces[first + chance.choice([0, 0, 1, 2])])
                    codings.append(Coding(new_id(), document, code, coder, span, Origin.HAND, write.now))
        write.codings.insert(codings)


def timed(label: str, task: Callable[[], object]) -> None:
    """Print the first and the shortest of three runs in milliseconds."""
    times = []
    for _time in range(3):
        start = time.perf_counter()
        task()
        times.append((time.perf_counter() - start) * 1000)
    print(f"{label:<52} first {times[0]:>7.0f} ms, best {min(times):>7.0f} ms")


def measure(path: Path) -> None:
    """Measure in a process that has just started; loading numpy is printed on its own."""
    start = time.perf_counter()
    from qcoder.analysis.agreement import Unit, agree, boundaries, disagreements, tallies, unitizing

    print(f"{'loading numpy and the coefficients':<52} {(time.perf_counter() - start) * 1000:>13.0f} ms")
    assert tallies.RESAMPLES
    assert unitizing.__name__
    with Project.open(path, write=False) as project:
        read = project.read
        coders = [coder.id for coder in read.study.coders()]
        for unit in Unit:
            timed(f"agree on {unit}, {len(coders)} coders, with intervals", lambda unit=unit: agree(read, coders, unit=unit))  # type: ignore[misc]  # a default is no argument
        found = agree(read, coders)
        print(f"  {found.units:,} sentences, kappa {found.overall.kappa}")
        timed("boundaries", lambda: boundaries(read, coders))
        timed("disagreements", lambda: disagreements(read, coders))


def main() -> None:
    """Build each study, and measure it in a process of its own."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for coders, per_coder in ((2, 3_125), (4, 3_125), (4, 62_500)):
            path = Path(folder) / f"{coders}-{per_coder}.qcoder"
            with Project.create(path, "Bench", "Bench") as project:
                project.do(Fill(30, 10_000, 60, per_coder, coders))
                print(f"\n30 documents of 10,000 words, 60 codes, {coders} coders, {project.read.codings.count():,} codings")
            subprocess.run([sys.executable, "-m", "tests.bench.bench_agreement", str(path)], check=True)


if __name__ == "__main__":
    main()
