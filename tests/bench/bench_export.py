"""How long exports take: `python -m tests.bench.bench_export` prints milliseconds, cold (a fresh process) and warm (best of three)."""

import importlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from qcoder.changes.coded_rows import CodedPassage, ImportCodings
from qcoder.changes.codes import ImportCodebook
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.codes import CodebookRow
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.project.project import Project

CODES, DOCUMENTS, TURNS, CODINGS = 60, 30, 200, 10_000
SAID = "We talked about the school and the children in it for a while, and then about the road there. " * 2
MADE = datetime(2026, 5, 31, 9, 30, tzinfo=UTC)
COLD = ("codebook.docx", "codebook.csv", "codebook.xlsx")


def timed(label: str, task: Callable[[], object], times: int = 3) -> None:
    """Print the best of some times."""
    best = float("inf")
    for _time in range(times):
        start = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - start)
    print(f"{label:<60}{best * 1000:>9.0f} ms")


def build(path: Path) -> None:
    """A study of 60 codes in families of six, 30 interviews and 10,000 codings."""
    paths = [(f"family {n // 6}", f"code {n}") if n % 6 else (f"family {n // 6}",) for n in range(CODES)]
    rows = [CodebookRow(path, SAID[:40], SAID, SAID, SAID, SAID[:80]) for path in paths]
    turns = tuple(Turn(Span(n * (len(SAID) + 1), (n + 1) * (len(SAID) + 1) - 1), f"S{n % 2}", n * 9000) for n in range(TURNS))
    talks = [Transcript(f"Interview {n}", "\n".join([SAID] * TURNS), turns, frozenset({"S0"})) for n in range(DOCUMENTS)]
    passages = []
    for n in range(CODINGS):
        start = turns[n // DOCUMENTS % TURNS].span.start + n % 50
        passages.append(CodedPassage(n + 2, talks[n % DOCUMENTS].name, " > ".join(paths[n % CODES]), span=Span(start, start + 90)))
    with Project.create(path, "Bench", "Ana") as project:
        project.do(ImportCodebook(tuple(rows)))
        project.do(ImportDocuments(tuple(talks)))
        project.do(ImportCodings(tuple(passages)))


def cold(path: Path, name: str) -> None:
    """Export once in a process that has just started; how long its libraries take to import is shown apart."""
    from qcoder.exporters.codebook import export_codebook

    with Project.open(path, write=False) as project:
        for library in {".docx": ("docx",), ".csv": ("pandas",), ".xlsx": ("pandas", "openpyxl")}[Path(name).suffix]:
            timed(f"import {library}", lambda library=library: importlib.import_module(library), 1)  # type: ignore[misc]  # a default is no argument
        timed(f"{name}, {CODES} codes, first time", lambda: export_codebook(project.read, path.with_name(name), MADE), 1)


def warm(path: Path) -> None:
    """Everything again and again in one process."""
    from qcoder.exporters.codebook import export_codebook
    from qcoder.exporters.quotes import export_quotes
    from qcoder.exporters.transcript import export_document
    from qcoder.project.read.quotes import QuoteFinder

    with Project.open(path, write=False) as project:
        read = project.read
        for name in COLD:
            timed(f"{name}, {CODES} codes", lambda name=name: export_codebook(read, path.with_name(name), MADE))  # type: ignore[misc]  # a default is no argument
        quotes = QuoteFinder(read).of_codes(None)
        for suffix in (".docx", ".csv", ".xlsx", ".html"):
            file = path.with_suffix(suffix)
            timed(f"{len(quotes):,} quotes to {suffix}", lambda file=file: export_quotes(quotes, file, MADE, project="Bench"), 1)  # type: ignore[misc]  # a default is no argument
        document = read.documents.all()[0]
        word = path.with_suffix(".docx")
        timed(f"transcript of {document.words:,} words to .docx", lambda: export_document(read, document.id, word, MADE))


def main() -> None:
    """Build the study, then measure in processes of their own."""
    if len(sys.argv) > 2:
        cold(Path(sys.argv[1]), sys.argv[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.qcoder"
        build(path)
        for name in COLD:
            subprocess.run([sys.executable, "-m", "tests.bench.bench_export", str(path), name], check=True)
        warm(path)


if __name__ == "__main__":
    main()
