"""Prints how smooth a table of cards is: `python -m tests.bench.bench_sort [CARDS]`; 2,000 cards on ten piles unless told."""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qcoder.changes.sorting import AddPile, MoveCards, NewSorting
from qcoder.changes.themes import MakeCodesOfPiles, PileCode
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.sort import SortView
from qcoder.gui.views.sort.content import layout_of, load
from qcoder.project.project import Project
from qcoder.project.write import no_progress
from qcoder.settings import Settings
from tests.bench import bench_export


def timed(label: str, task: Callable[[], object], times: int = 1) -> None:
    """Print the mean and the longest of some runs."""
    taken = []
    for _time in range(times):
        start = time.perf_counter()
        task()
        taken.append((time.perf_counter() - start) * 1000)
    longest = f", at most {max(taken):.1f}" if times > 1 else ""
    print(f"{label:<60}{sum(taken) / times:>9.1f} ms{longest}", flush=True)


def lay_out(project: Project, count: int) -> int:
    """A table of so many cards, half of them on ten piles."""
    codings = [coding.id for coding in project.read.codings.of_codes()][:count]
    table = 0

    def make() -> None:
        nonlocal table
        table = project.do(NewSorting("table", tuple(codings))).result

    timed(f"lay out {len(codings):,} cards", make)
    cards = [card.id for card in project.read.sortings.cards(table)]
    for number in range(10):
        project.do(AddPile(table, f"pile {number}", tuple(cards[number::20])))
    return table


def steps(project: Project, table: int) -> None:
    """Moving, without a window."""
    read, dice = project.read, random.Random(1)
    piles = [pile.id for pile in read.sortings.piles(table)]
    cards = [card.id for card in read.sortings.cards(table)]
    timed("read how they lie", lambda: layout_of(read, table), 10)
    timed("read what is on them", lambda: load(read, table, no_progress), 3)
    timed("move a card", lambda: project.do(MoveCards((dice.choice(cards),), dice.choice(piles))), 30)
    timed("move a card between two others", lambda: project.do(MoveCards((dice.choice(cards),), piles[0], dice.choice(cards))), 30)
    timed("move 500 cards", lambda: project.do(MoveCards(tuple(cards[:500]), dice.choice(piles))), 3)
    timed("take that back", project.undo, 3)


def look(project: Project) -> None:
    """The window."""
    application = QApplication.instance() or QApplication([])
    window = MainWindow(Settings(coder="Ana", theme="light"), FileDoor(), lambda _settings: None)
    window.open_project(project)
    window.resize(1366, 768)
    window.show()
    desk = window.desk
    assert desk is not None

    def rest() -> None:
        while not desk.jobs.idle:
            application.processEvents()
        application.processEvents()

    rest()
    timed("make the workspace", lambda: window.show_workspace("sort"))
    timed("then, until the cards are there", rest)
    view = window.workspaces["sort"]
    assert isinstance(view, SortView)
    cards = view.board.unsorted.list

    def step(act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            act()
            application.processEvents()

        return run

    cards.setFocus()
    timed("page down", step(lambda: QTest.keyClick(cards, Qt.Key.Key_PageDown)), 30)
    bar = cards.verticalScrollBar()
    timed("wheel", step(lambda: bar.setValue(bar.value() + 60)), 50)
    timed("arrow", step(lambda: QTest.keyClick(cards, Qt.Key.Key_Down)), 30)

    def then_rest(act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            act()
            rest()

        return run

    timed("put onto a pile by its number, until it lies there", then_rest(lambda: QTest.keyClick(cards, Qt.Key.Key_3)), 20)
    timed("other size", then_rest(view._next_size), 3)
    view.bar.words.setText("children")
    timed("find", then_rest(view._show_cards))
    view.bar.words.clear()
    rest()
    timed("look at what would become of the piles", then_rest(view.hand.ask_for_codes))
    window.close()


def main(count: int) -> None:
    """Everything, on a project that is made for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.qcoder"
        bench_export.build(path)
        project = Project.open(path, coder="Ana")
        table = lay_out(project, count)
        steps(project, table)
        look(project)
        with Project.open(path, coder="Ana") as again:
            piles = tuple(PileCode(pile.id, pile.name) for pile in again.read.sortings.piles(table))
            timed("make codes of ten piles", lambda: again.do(MakeCodesOfPiles(table, piles, None)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
