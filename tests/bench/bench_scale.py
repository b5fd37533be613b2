"""Prints how qcoder fares with 1,600 interviews of 10,000 words and 400,000 codings.

Usage: python -m tests.bench.bench_scale FOLDER [PROJECT]. FOLDER holds txt/*.txt transcripts and codings.jsonl with doc_id, turn_index and
code a line. PROJECT is made when it is not there yet, else used as it is.
"""

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from qcoder.analysis.compare import compare, row_of_code, rows_of_branch
from qcoder.analysis.coverage import Coverage
from qcoder.changes.coded_rows import CodedPassage, ImportCodings
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.changes.people import ImportPeople
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.importers.people import PersonRow
from qcoder.importers.transcripts import read_transcript
from qcoder.project.project import Project

LOCALITIES, GROUPS, AT_ONCE = 24, 6, 100


def said(what: str, seconds: float, size: str = "") -> None:
    """Print one figure."""
    print(f"{what:<58} {seconds * 1000:10.1f} ms  {size}", flush=True)


def timed(run: Callable[[], object], times: int = 1) -> float:
    """The median seconds of some runs."""
    found = []
    for _run in range(times):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def build(folder: Path, path: Path) -> None:
    """Import everything through the same gate as a person would."""
    project = Project.create(path, "Scale", "Ana")
    files = sorted((folder / "txt").glob("*.txt"))
    spans: dict[tuple[str, int], Span] = {}
    began = time.perf_counter()
    for first in range(0, len(files), AT_ONCE):
        transcripts = tuple(read_transcript(file) for file in files[first : first + AT_ONCE])
        project.do(ImportDocuments(transcripts))
        for transcript in transcripts:
            for number, turn in enumerate(transcript.turns):
                spans[transcript.name, number] = turn.span
    said("read and import the transcripts", time.perf_counter() - began, f"{len(files)} files")
    began = time.perf_counter()
    project.do(ImportPeople(tuple(people(project))))
    said("take in a participant for each", time.perf_counter() - began)
    passages = [
        CodedPassage(line, row["doc_id"], row["code"], spans[row["doc_id"], row["turn_index"]])
        for line, row in enumerate(map(json.loads, (folder / "codings.jsonl").open(encoding="utf-8")), 1)
        if (row["doc_id"], row["turn_index"]) in spans
    ]
    began = time.perf_counter()
    taken = project.do(ImportCodings(tuple(passages))).result
    said("take in the codings", time.perf_counter() - began, f"{taken.codings:,} codings")
    project.close()


def people(project: Project) -> Iterator[PersonRow]:
    """Everybody who speaks, spread over localities and groups."""
    dice = random.Random(1)
    names = {id_: name for name, id_ in project.read.documents.names().items()}
    for number, speaker in enumerate(project.read.documents.speakers()):
        yield PersonRow(
            participant=f"P{number}",
            speaker=speaker.label,
            document=names[speaker.document_id],
            group=f"group {dice.randrange(GROUPS)}",
            locality=f"place {dice.randrange(LOCALITIES)}",
            school="",
            wave="",
            attributes={},
        )


def main() -> None:
    """Build when needed, then measure."""
    folder = Path(sys.argv[1])
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "scale.qcoder"
    if not path.exists():
        build(folder, path)
    size = f"{path.stat().st_size / 1e6:.0f} MB"
    said("open and close the project", timed(lambda: Project.open(path, "Ana").close(), 5), size)
    project = Project.open(path, "Ana")
    read = project.read
    tree = read.codes.tree()
    said("list of documents with their codings", timed(lambda: (read.documents.all(), read.documents.coding_counts()), 3))
    said("codebook with counts", timed(lambda: (read.codes.tree(), read.codes.counts()), 3), f"{len(tree)} codes")
    family = tree.children(None)[0]
    rows = (row_of_code(tree, family.id),)
    coverage = Coverage()
    said("compare one branch, first time", timed(lambda: compare(read, rows, ("locality",), coverage=coverage)))
    said("compare one branch, again", timed(lambda: compare(read, rows, ("locality", "group"), coverage=coverage), 5), "locality x group")
    every = rows_of_branch(tree, None, depth=9)
    said("compare all codes", timed(lambda: compare(read, every, ("locality", "group"), coverage=coverage)), f"{len(every)} rows")
    documents = read.documents.all()
    dice = random.Random(2)

    def add() -> None:
        document = dice.choice(documents)
        start = dice.randrange(document.characters - 40)
        project.do(AddCodings((NewCoding(document.id, family.id, Span(start, start + 30)),)))

    said("add a coding", timed(add, 30))
    said("undo it", timed(project.undo, 30))
    project.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"most memory held: {memory:.0f} MB")


if __name__ == "__main__":
    main()
