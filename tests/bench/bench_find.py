"""How fast places are found: `python -m tests.bench.bench_find PROJECT.qcoder` builds the index in a temporary folder and prints."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from qcoder.analysis.code_queries import Relation
from qcoder.analysis.finding import CodesAsked, CodeSearch, Frames, Search, TextSearch, Where, Whose
from qcoder.analysis.query import Options
from qcoder.project.project import Project
from qcoder.project.search import SearchIndex

MOST = 20_000
QUERIES = (
    ("advice", False), ("the", True), ("ring road", False), ("of the", True), ("teach*", True), ("NEAR(open school, 5)", True),
    ("open AND school", True), ("school NOT open", True), ("zzzqqq", False),
)  # fmt: skip


def measured(name: str, make: Callable[[], Search], project: Project) -> None:
    """One search as the window makes it: a short first slice, then longer ones."""
    reader = project.reader()
    began = time.perf_counter()
    search = make()
    found = search.go_on(reader, 0.02, 60)
    first, hits = time.perf_counter() - began, len(found.hits)
    slowest = first
    shown = first if hits else 0.0
    while not found.finished and hits < MOST:
        slice_began = time.perf_counter()
        found = search.go_on(reader, 0.1, 1_000) if hits else search.go_on(reader, 0.02, 60)
        hits += len(found.hits)
        slowest = max(slowest, time.perf_counter() - slice_began)
        shown = shown or (time.perf_counter() - began if found.hits else 0.0)
    search.close()
    reader.close()
    whole = time.perf_counter() - began
    print(f"{name:<44} first {shown * 1000:7.1f} ms  all {whole * 1000:8.0f} ms  slowest slice {slowest * 1000:6.0f} ms  {hits:,} places")


def main() -> None:
    """Index, then look for this and that."""
    project = Project.open(Path(sys.argv[1]), "Bench", write=False)
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder) / "bench.index")
        began = time.perf_counter()
        slices = 1
        while len(set(index.tend(project.read, 0.2))) > 1:
            slices += 1
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        print(f"build the index: {time.perf_counter() - began:.1f} s in {slices} slices, {size:.0f} MB")
        began = time.perf_counter()
        index.tend(project.read, 0.2)
        print(f"see that nothing changed: {(time.perf_counter() - began) * 1000:.0f} ms")
        frames = Frames()
        for text, whole in QUERIES:
            options = Options(whole_words=whole)
            measured(text, lambda text=text, options=options: TextSearch(text, options, Where(), index, frames), project)  # type: ignore[misc]  # bound at once
        people = Where(whose=Whose.PARTICIPANTS)
        for again in ("", ", again"):
            measured(f"advice, participants only{again}", lambda: TextSearch("advice", Options(), people, index, frames), project)
        measured("advice, not coded at all", lambda: TextSearch("advice", Options(), Where(uncoded=True), index, frames), project)
        measured("advice, without the index", lambda: TextSearch("advice", Options(), Where(), None, frames), project)
        measured(r"\badvice\b as a pattern", lambda: TextSearch(r"\badvice\b", Options(regex=True), Where(), None, frames), project)
        tree = project.read.codes.tree()
        family, other = (frozenset(tree.branch(code.id)) for code in tree.children(None)[:2])
        for relation in Relation:
            asked = CodesAsked(family, other, relation, 2)
            measured(f"two families: {relation}", lambda asked=asked: CodeSearch(asked, Where(), frames), project)  # type: ignore[misc]  # bound at once
    project.close()


if __name__ == "__main__":
    main()
