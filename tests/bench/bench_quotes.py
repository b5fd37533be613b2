"""Prints how fast quotes come up, scroll and leave: `python -m tests.bench.bench_quotes [PROJECT]`; without one, 20,000 are made.

PROJECT is opened for reading; what bench_scale makes has 400,000 codings.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qcoder.exporters.quotes import export_quotes
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.quotes import QuotesView
from qcoder.project.project import Project
from qcoder.project.read.quotes import QuoteFinder
from qcoder.project.read.retrieval import GROUPINGS, SORTS, Wanted, all_quotes, first_quotes
from qcoder.settings import Settings
from tests.bench import bench_export

MADE = datetime(2026, 5, 31, 9, 30, tzinfo=UTC)


def timed(label: str, task: Callable[[], object], times: int = 1) -> None:
    """Print the mean of some runs."""
    start = time.perf_counter()
    for _time in range(times):
        task()
    print(f"{label:<60}{(time.perf_counter() - start) / times * 1000:>9.1f} ms", flush=True)


def ask(project: Project) -> None:
    """The first and all quotes, in every grouping and order."""
    read = project.read
    ways = [Wanted(group_by=grouping) for grouping in GROUPINGS] + [Wanted(group_by="nothing", sort=sort) for sort in SORTS[1:]]
    ways += [Wanted(text="children"), Wanted(starred=True)]
    for wanted in ways:
        what = f"{wanted.group_by}, {wanted.sort} {wanted.text} {'starred' if wanted.starred else ''}"
        timed(f"first quotes by {what}", lambda wanted=wanted: first_quotes(read, wanted))  # type: ignore[misc]  # a default is no argument
        timed(f"  all, {read.codings.count():,} codings", lambda wanted=wanted: all_quotes(read, wanted))  # type: ignore[misc]  # a default is no argument


def look(project: Project) -> None:
    """The window: from choosing the place to the first rows, and scrolling."""
    application = QApplication.instance() or QApplication([])
    window = MainWindow(Settings(coder="Ana", theme="light"), FileDoor(), lambda _settings: None)
    window.open_project(project)
    window.resize(1366, 768)
    window.show()
    desk = window.desk
    assert desk is not None

    def wait(done: Callable[[], bool]) -> None:
        while not done():
            application.processEvents()

    wait(lambda: desk.jobs.idle)
    timed("make the workspace", lambda: window.show_workspace("quotes"))
    view = window.workspaces["quotes"]
    assert isinstance(view, QuotesView)
    timed("then, until the first rows are there", lambda: wait(lambda: view.model.rowCount() > 0))
    timed("then, until all are there", lambda: wait(lambda: desk.jobs.idle))
    bar, dice = view.list.verticalScrollBar(), random.Random(1)

    def step(act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            act()
            application.processEvents()

        return run

    timed("page down", step(lambda: QTest.keyClick(view.list, Qt.Key.Key_PageDown)), 30)
    timed("wheel", step(lambda: view.list.scroll_by(60)), 50)
    timed("anywhere by the scroll bar", step(lambda: bar.setValue(dice.randrange(bar.maximum()))), 50)
    timed("to the end", step(lambda: QTest.keyClick(view.list, Qt.Key.Key_End)))
    window.close()


def write(project: Project, folder: Path) -> None:
    """5,000 quotes to every format."""
    ids = list(all_quotes(project.read, Wanted(group_by="document")).ids[:5000])
    quotes = QuoteFinder(project.read).of_ids(ids)
    for suffix in (".docx", ".xlsx", ".csv", ".html"):
        path = folder / f"quotes{suffix}"
        timed(f"{len(quotes):,} quotes to {suffix}", lambda path=path: export_quotes(quotes, path, MADE, project="Bench"), 2)  # type: ignore[misc]  # a default is no argument


def main() -> None:
    """Everything, on a project given or made."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "study.qcoder"
        if not path.exists():
            bench_export.build(path)
        with Project.open(path, write=False) as project:
            ask(project)
            write(project, Path(folder))
        look(Project.open(path, write=False))


if __name__ == "__main__":
    main()
