"""How fast places are found: `python -m tests.bench.bench_find PROJECT.qcoder` builds the index in a temporary folder and prints."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from qcoder.analysis.asked import Asked
from qcoder.analysis.autocoding import BySearch, BySpeaker, Rule, plan
from qcoder.analysis.code_queries import Relation
from qcoder.analysis.finding import CodesAsked, CodeSearch, Extent, Frames, Search, TextSearch, Where, Whose
from qcoder.analysis.frequencies import Frequencies
from qcoder.analysis.query import Options
from qcoder.analysis.questions import recognised
from qcoder.changes.autocode import CodeTarget
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


def counted(name: str, where: Where, project: Project) -> None:
    """The list of words as the window counts it: in short slices."""
    reader = project.reader()
    began = time.perf_counter()
    counting = Frequencies(where)
    found, first, slowest = counting.go_on(reader, 0.1), 0.0, 0.0
    while not found.finished:
        slice_began = time.perf_counter()
        found = counting.go_on(reader, 0.1)
        slowest = max(slowest, time.perf_counter() - slice_began)
        first = first or (time.perf_counter() - began if found.rows is not None else 0.0)
    reader.close()
    whole = time.perf_counter() - began
    times = f"first {first * 1000:7.1f} ms  all {whole * 1000:8.0f} ms  slowest slice {slowest * 1000:6.0f} ms"
    print(f"{name:<44} {times}  {found.words:,} words")


def autocoded(project: Project) -> None:
    """What autocoding works out before anything is coded."""
    read = project.read
    target = (CodeTarget(None, "new"),)
    began = time.perf_counter()
    questions = recognised(read, [document.id for document in read.documents.all()])
    print(f"recognise questions: {time.perf_counter() - began:.1f} s, {len(questions):,} questions")
    rules: tuple[tuple[str, Rule], ...] = (
        ("sentences with a word", BySearch(Asked(text="advice"), Extent.SENTENCE)),
        ("all that participants say", BySpeaker(Where(whose=Whose.PARTICIPANTS))),
    )
    for name, rule in rules:
        began = time.perf_counter()
        planned = plan(read, rule, target, None)
        print(f"plan {name}: {time.perf_counter() - began:.1f} s, {len(planned.passages):,} passages")


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
        frames = Frames(told=True)
        began = time.perf_counter()
        frames.frame(project.read, Where())
        print(f"work out who speaks where, ahead of the first search: {(time.perf_counter() - began) * 1000:.0f} ms")
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
        counted("list of words", Where(), project)
        counted("list of words, participants only", people, project)
        autocoded(project)
    project.close()


if __name__ == "__main__":
    main()
