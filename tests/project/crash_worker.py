"""A program to be killed: told a project file, it works on it without end and notes each step that the project acknowledged."""

import os
import random
import sys
from pathlib import Path

from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.project.project import Project

TEXT = "We asked the local hub. “Come,” they said 🙂, and helped us slowly."


def interviews(count: int, chance: random.Random) -> ImportDocuments:
    """An import of so many short interviews under names of their own."""
    turns = (Turn(Span(0, 23), "Q"), Turn(Span(24, len(TEXT)), "Head"))
    return ImportDocuments(tuple(Transcript(f"{os.getpid()} {chance.random()}", TEXT, turns, frozenset({"Q"})) for _i in range(count)))


def work(path: Path, notes: int, chance: random.Random) -> None:
    """Codes, imports, undoes and redoes; writes `step id, coding ids` to the open file `notes` once each step is done."""
    project = Project.open(path, "Ana")
    assert project.read_only == "", project.read_only
    code = project.read.codes.tree().find("hub").id
    while True:
        documents = [document.id for document in project.read.documents.all()]
        kind = chance.random()
        ids: tuple[int, ...] = ()
        if kind < 0.75:
            starts = chance.sample(range(len(TEXT) - 1), chance.choice((1, 1, 40)))
            spans = [Span(start, chance.randrange(start + 1, len(TEXT))) for start in starts]
            done = project.do(AddCodings(tuple(NewCoding(chance.choice(documents), code, span) for span in spans)))
            step, ids = done.step, done.result
        elif kind < 0.85:
            step = project.do(interviews(chance.choice((1, 8)), chance)).step
        elif kind < 0.95 and project.read.history.to_undo() is not None:
            step = project.undo().step
        elif project.read.history.to_redo() is not None:
            step = project.redo().step
        else:
            continue
        if step is not None:
            os.write(notes, (" ".join(map(str, (step.id, *ids))) + "\n").encode())


def main() -> None:
    """Load everything, wait for the order `file notes seed`, and work until killed."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    path, notes, seed = sys.stdin.readline().rstrip("\n").split("\t")
    work(Path(path), os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT), random.Random(seed))


if __name__ == "__main__":
    main()
