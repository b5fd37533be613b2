"""How long it takes to open a transcript of 500 codings, to add, resize and remove one, drawn, and to show 2,000 codes; prints.

Run: QT_QPA_PLATFORM=offscreen python -m tests.bench.bench_read [PROJECT]. With a project (a large one, say) it measures in a copy of that.
"""

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication, QWidget

from qcoder.changes.documents import ImportDocuments
from qcoder.domain.arranging import Shift
from qcoder.domain.codes import PALETTE, Code
from qcoder.domain.codings import Coding, Origin
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.ids import new_ids
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.models.code_order import CodeSort
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.read import ReadView
from qcoder.project.project import Project
from qcoder.project.write import Write
from qcoder.settings import Settings

WORDS = "there is a hub across the ring road and nobody can cover me on a Tuesday so we ask next door and she shows me her book"


@dataclass(frozen=True)
class Fill:
    """Codes in three levels, and codings scattered over all documents."""

    codes: int
    per_document: int
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Every twelfth code is a family."""
        chance = random.Random(1)
        ids = new_ids(self.codes)
        families = max(self.codes // 12, 1)
        write.codes.insert(
            Code(
                code,
                f"code {rank}",
                None if rank < families else ids[rank % families],
                rank,
                full=WORDS,
                color=PALETTE[rank % len(PALETTE)],
            )
            for rank, code in enumerate(ids)
        )
        for document in write.read.documents.all():
            made = []
            for coding_id in new_ids(self.per_document):
                start = chance.randrange(document.characters - 400)
                span = Span(start, start + chance.randrange(20, 380))
                made.append(Coding(coding_id, document.id, chance.choice(ids), write.me(), span, Origin.HAND, write.now))
            write.codings.insert(made)
        write.say("Filled the study")


def interview(name: str, words: int) -> Transcript:
    """An interview of so many words, written by chance."""
    chance = random.Random(name)
    vocabulary = WORDS.split()
    text, told = "", 0
    turns: list[Turn] = []
    while told < words:
        length = chance.choice((8, 20, 60, 90, 140))
        said = " ".join(chance.choice(vocabulary) for _word in range(length)).capitalize() + "."
        text += "\n\n" if text else ""
        turns.append(Turn(Span(len(text), len(text) + len(said)), "Interviewer" if len(turns) % 2 == 0 else "Priya", told * 300))
        text += said
        told += length
    return Transcript(name, text, tuple(turns), frozenset({"Interviewer"}))


class Bench:
    """A window on a project, and a stopwatch."""

    def __init__(self, project: Project) -> None:
        self.window = MainWindow(Settings(coder="Ana", theme="light"), FileDoor(), lambda _settings: None)
        self.window.resize(1440, 900)
        self.window.open_project(project)
        self.window.show()
        self.settle()
        view = self.window.workspaces["read"]
        assert isinstance(view, ReadView)
        self.view = view

    def settle(self) -> None:
        """Let everything that is under way come to its end."""
        desk = self.window.desk
        assert desk is not None
        while True:
            QApplication.processEvents()
            if desk.jobs.idle:
                break
        for _round in range(30):
            QApplication.processEvents()

    def drawn(self) -> None:
        """Draw the page now, and wait for no one."""
        page = self.view.pane.view
        page.viewport().repaint()
        page._margin.repaint()
        page._gutter.repaint()

    def say(self, what: str, seconds: list[float]) -> None:
        """Print the median and the worst."""
        print(f"{what:58} median {statistics.median(seconds) * 1000:7.1f} ms   worst {max(seconds) * 1000:7.1f} ms")

    def time(self, what: str, task: Callable[[int], object], rounds: int = 15) -> None:
        """Do something several times; each is over when it is drawn."""
        seconds = []
        for number in range(rounds):
            begun = time.perf_counter()
            task(number)
            self.drawn()
            seconds.append(time.perf_counter() - begun)
            self.settle()
        self.say(what, seconds)

    def change(self, what: str, task: Callable[[int], object], rounds: int = 15, before: Callable[[int], object] | None = None) -> None:
        """The same for changes: split into writing (the other thread) and the window's own part, from the answer to the drawing."""
        desk = self.window.desk
        assert desk is not None
        whole, own = [], []
        for number in range(rounds):
            if before is not None:
                before(number)
                self.settle()
            landed: list[float] = []
            note = desk.jobs.ended.connect(lambda _work, landed=landed: landed.append(time.perf_counter()))
            painted = Painted(self.view.pane.view.viewport())
            begun = time.perf_counter()
            task(number)
            # Waiting, as the window does: a loop that spins would keep the writer from running.
            while not landed:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            # The answer is dealt with in the same turn; whatever was drawn before it does not count.
            while not painted.after(landed[0]):
                QApplication.processEvents()
            now = time.perf_counter()
            painted.stop()
            desk.jobs.ended.disconnect(note)
            whole.append(now - begun)
            own.append(now - landed[0])
            self.settle()
        self.say(f"{what}, written and drawn", whole)
        self.say(f"{what}, the window's part", own)


class Painted(QObject):
    """Notes when a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget = widget
        self._last = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # as Qt calls it
        """Note the time."""
        if event.type() == QEvent.Type.Paint:
            self._last = time.perf_counter()
        return False

    def after(self, moment: float) -> bool:
        """True once it was painted after a moment."""
        return self._last > moment

    def stop(self) -> None:
        """Note no more."""
        self._widget.removeEventFilter(self)


def made(folder: Path, documents: int, words: int, codes: int, per_document: int) -> Project:
    """A project of some size, strewn with codings."""
    print(f"{documents} documents of {words:,} words, {codes:,} codes, {documents * per_document:,} codings")
    project = Project.create(folder / f"bench{codes}.qcoder", "Bench", "Ana")
    project.do(ImportDocuments(tuple(interview(f"Interview {n:03}", words) for n in range(documents))))
    project.do(Fill(codes, per_document))
    return project


def copied(folder: Path, path: Path) -> Project:
    """A copy of a project, opened."""
    shutil.copyfile(path, folder / path.name)
    project = Project.open(folder / path.name, "Ana")
    print(f"{len(project.read.documents.all()):,} documents, {project.read.codings.count():,} codings")
    return project


def run(project: Project) -> None:
    """Print all figures for one project."""
    bench = Bench(project)
    view = bench.view
    ids = view.documents_pane.model.in_order()[:15]
    bench.time("open a transcript, drawn", lambda n: view.open_passage(ids[n % len(ids)], None))
    view.open_passage(ids[0], None)
    bench.settle()
    code = view.codes.tree.children(None)[0].id
    view.pane.view.go_to(2_000)
    bench.settle()
    bench.change("add a coding", lambda n: view.hand.code(Span(2_000 + 7 * n, 2_090 + 7 * n), code))
    added = sorted(view.pane.codings)[-15:]
    bench.change("change its ends", lambda n: view.hand._ends_changed(added[n], 2_000 + 7 * n, 2_150 + 7 * n))
    bench.change("recolour its code", lambda n: view.codes_pane._actions.edit(code, "color", PALETTE[(n + 1) % len(PALETTE)]))
    bench.change("remove it", lambda _n: view.hand.remove(), before=lambda n: view.pane.view.select_mark(added[n]))
    bench.time("filter codes by a letter", lambda n: view.codes_pane.filter_box.setText("code 1"[: 1 + n % 6]))
    bench.window.commands["filter_definitions"].trigger()
    bench.time("filter codes and definitions", lambda n: view.codes_pane.filter_box.setText("code 1"[: 1 + n % 6]))
    bench.window.commands["filter_definitions"].trigger()
    view.codes_pane.filter_box.clear()
    bench.time("sort codes another way", lambda n: view.codes_pane.sort_by(list(CodeSort)[n % 4]))
    view.codes_pane.show_all()
    several = [code.id for code in view.codes.tree.children(code)]
    bench.change("move several codes", lambda n: view.codes_pane._actions.shift(several[1:3], Shift.DOWN if n % 2 else Shift.UP))
    bench.settle()

    def ask(_number: int) -> None:
        view.pane.picker.dismiss()
        view.hand.ask()

    bench.time("draw the page", lambda _n: None)
    bench.time("open the picker", ask)
    bench.time("a letter in the picker", lambda n: view.pane.picker.box.setText("code 1"[: 1 + n % 6]))
    view.pane.picker.dismiss()
    bench.settle()
    bench.window.close()


def main() -> None:
    """Print the figures for an ordinary study and for a large codebook."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            run(copied(Path(folder), Path(sys.argv[1])))
        else:
            run(made(Path(folder), 10, 10_000, 60, 500))
            run(made(Path(folder), 3, 10_000, 2_000, 500))
    application.processEvents()


if __name__ == "__main__":
    main()
