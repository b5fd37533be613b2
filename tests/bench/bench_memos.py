"""Prints how the Memos workspace fares with 20,000 memos.

Usage: python -m tests.bench.bench_memos [HOW_MANY].
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.changes.memos import EditMemo
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.richtext import MARK
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from qcoder.project.read.memo_list import WantedMemos, find_memos
from qcoder.project.write import no_progress

_DOCUMENTS, _CODES = 200, 100
_LINE = "We go where somebody has the time to listen, and that is seldom the place where the help is meant to be found."
_MEMO = "Here she says why distance is not only a matter of the road, but of who is asked. Compare the second wave, and the head."


def said(what: str, seconds: float, size: str = "") -> None:
    """Print one figure."""
    print(f"{what:<58} {seconds * 1000:10.1f} ms  {size}", flush=True)


def timed(what: str, run: Callable[[], object], size: str = "") -> None:
    """Run and print how long it took."""
    began = time.perf_counter()
    run()
    said(what, time.perf_counter() - began, size)


def build(path: Path, many: int) -> Project:
    """A project with so many coded passages, each with a memo, one in four of them with bold and a link."""
    project = Project.create(path, "Memos", "Ana")
    lines = max(many // _DOCUMENTS, 1)
    text = "\n".join([_LINE] * lines)
    turns = tuple(Turn(Span(n * (len(_LINE) + 1), n * (len(_LINE) + 1) + len(_LINE)), "Rosa") for n in range(lines))
    documents = project.do(ImportDocuments(tuple(Transcript(f"Interview {n:03}", text, turns) for n in range(_DOCUMENTS)))).result
    family = project.do(AddCode("local")).result
    codes = [project.do(AddCode(f"code {n:02}", family)).result for n in range(_CODES)]
    new = []
    for number in range(many):
        turn = turns[number // _DOCUMENTS % lines]
        link = f"{MARK}**{number}** {_MEMO} See [it](qcoder:code/{codes[0]})" if number % 4 == 0 else f"{number} {_MEMO}"
        new.append(NewCoding(documents[number % _DOCUMENTS], codes[number % _CODES], turn.span, memo=link))
    project.do(AddCodings(tuple(new)))
    return project


def window(path: Path) -> None:
    """The workspace, as a person meets it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from qcoder.gui.app import make_window
    from qcoder.gui.views.memos.view import MemosView
    from qcoder.settings import Settings

    application = QApplication.instance() or QApplication([])
    made = make_window(path, settings=Settings(coder="Ana", theme="light"), remember=lambda _settings: None)
    made.resize(1366, 768)
    made.show()
    desk = made.desk
    assert desk is not None

    def settle() -> None:
        application.processEvents()
        while not desk.jobs.idle:
            application.processEvents()
        made.grab()

    settle()
    began = time.perf_counter()
    made.show_workspace("memos")
    said("Memos: the window is held for", time.perf_counter() - began)
    settle()
    said("Memos: all are shown after", time.perf_counter() - began)
    view = made.workspaces["memos"]
    assert isinstance(view, MemosView)

    def choose(wanted: WantedMemos) -> None:
        view.choose(wanted)
        view._ask()

    def longest(act: Callable[[], object]) -> tuple[float, float]:
        """(until it is shown, the longest time that the window was held)."""
        start = last = time.perf_counter()
        held = 0.0
        act()
        while True:
            application.processEvents()
            now = time.perf_counter()
            held, last = max(held, now - last), now
            if desk.jobs.idle:
                made.grab()
                return time.perf_counter() - start, held

    rows = view.model.rowCount()
    for what, act in (
        ("next memo", lambda: view.list.choose(40)),
        ("to the end", lambda: view.list.choose(rows - 1)),
        ("group by code", lambda: choose(WantedMemos(group_by="code"))),
        ("words", lambda: choose(WantedMemos(text="DISTANCE wave"))),
    ):
        shown, held = longest(act)
        said(f"Memos: {what}: shown", shown, f"held {held * 1000:.0f} ms")
    view.list.choose(view.model.rowCount() // 2)
    settle()
    view.pane.field.setFocus()
    view.pane.field.insertPlainText("changed ")
    shown, held = longest(view.pane.keep)
    said("Memos: one is changed: shown", shown, f"held {held * 1000:.0f} ms")
    made.close()


def main() -> None:
    """Make the project, ask, and look."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memos.qcoder"
        with build(path, many) as project:
            size = f"{len(project.read.memos.all())} memos"
            timed("all, by day", lambda: find_memos(project.read, WantedMemos(), no_progress), size)
            timed("by code, by thing", lambda: find_memos(project.read, WantedMemos(group_by="code", sort="thing"), no_progress), size)
            timed("with words", lambda: find_memos(project.read, WantedMemos(text="DISTANCE wave"), no_progress), size)
            first = project.read.memos.all()[0]
            timed("change one", lambda: project.do(EditMemo(first.id, "changed")), size)
        window(path)


if __name__ == "__main__":
    main()
