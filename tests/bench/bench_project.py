"""How fast a project file is at 5,000 and at 400,000 codings: `python -m tests.bench.bench_project [folder]` prints a table."""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import ClassVar

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import add_transcript
from qcoder.domain.codings import Coding, NewCoding, Origin
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.project.backups import Backups
from qcoder.project.check import check
from qcoder.project.project import Project
from qcoder.project.write import Write

WORDS = "school lead hub maths region local network advice trust pupil policy teach time plan share visit".split()


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block took."""
    begin = time.perf_counter()
    yield
    print(f"{what:<52}{time.perf_counter() - begin:>10.3f} s")


def repeated(what: str, action: Callable[[], object], times: int) -> None:
    """Print the median and the worst of many."""
    taken = []
    for _i in range(times):
        begin = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begin) * 1000)
    print(f"{what:<52}{median(taken):>10.2f} ms   worst {max(taken):.2f} ms")


def transcript(number: int, characters: int, chance: random.Random) -> Transcript:
    """An interview of about that length in turns of about sixty words."""
    turns: list[Turn] = []
    parts: list[str] = []
    at = 0
    while at < characters:
        said = " ".join(chance.choices(WORDS, k=60)) + "."
        turns.append(Turn(Span(at, at + len(said)), "I" if len(turns) % 2 else "P"))
        parts.append(said)
        at += len(said) + 1
    return Transcript(f"Interview {number:04}", "\n".join(parts), tuple(turns), frozenset({"I"}))


@dataclass(frozen=True)
class Fill:
    """Documents and codings in bulk, as one step."""

    documents: int
    characters: int
    codings: int
    code_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Fills the project."""
        chance = random.Random(1)
        me = write.me()
        ids = [add_transcript(write, transcript(number, self.characters, chance)) for number in range(self.documents)]
        write.codings.insert(
            Coding(write.new_id(), chance.choice(ids), chance.choice(self.code_ids), me, Span(start, start + 200), Origin.IMPORT, write.now)
            for start in (chance.randrange(self.characters - 200) for _i in range(self.codings))
        )
        write.say("Filled the project")


def measure(folder: Path, documents: int, characters: int, codings: int) -> None:
    """Make a project of that size and print what things take in it."""
    print(f"\n{codings:,} codings, {documents} documents of {characters:,} characters")
    path = folder / f"bench{codings}.qcoder"
    with timed("create an empty project"):
        project = Project.create(path, "Bench", "Ana")
    code_ids = tuple(project.do(AddCode(f"code {number}")).result for number in range(200))
    with timed("fill it (one step)"):
        project.do(Fill(documents, characters, codings, code_ids))
    project.close()
    print(f"{'size of the file':<52}{path.stat().st_size / 1e6:>10.1f} MB")
    repeated("open and close", lambda: Project.open(path, "Ana").close(), 9)
    project = Project.open(path, "Ana")
    chance = random.Random(2)
    ids = [document.id for document in project.read.documents.all()]

    def code_one() -> None:
        start = chance.randrange(characters - 200)
        project.do(AddCodings((NewCoding(chance.choice(ids), chance.choice(code_ids), Span(start, start + 100)),)))

    repeated("add one coding", code_one, 50)
    repeated("undo it", project.undo, 25)
    repeated("redo it", project.redo, 25)
    repeated("newest 100 steps of the history", lambda: project.read.history.steps(100), 9)
    many = min(100_000, codings)
    start = [(chance.choice(ids), chance.choice(code_ids), chance.randrange(characters - 200)) for _i in range(many)]
    news = tuple(NewCoding(document, code, Span(at, at + 50)) for document, code, at in start)
    with timed(f"add {many:,} codings in one step"):
        project.do(AddCodings(news))
    with timed(f"undo {many:,} codings"):
        project.undo()
    with timed("backup copy, compared row by row"):
        Backups(folder / "copies").make(project, datetime.now(UTC))
    with timed("check the whole file"):
        assert check(project.read) == []
    project.close()


def main() -> None:
    """Measure a small and a large project, in the folder given or a temporary one."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        measure(Path(folder), 40, 45_000, 5_000)
        measure(Path(folder), 900, 100_000, 400_000)


if __name__ == "__main__":
    main()
