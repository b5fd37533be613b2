"""How fast the transcript view is on a long transcript. Prints milliseconds: `python tests/bench/bench_transcript.py`."""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from qcoder.domain.spans import Span
from qcoder.gui.widgets.colors import ReadingColors
from qcoder.gui.widgets.marks import Mark, TurnLine
from qcoder.gui.widgets.transcript import TranscriptView

WORDS = "the of school and teacher to maths we hub day course in for going meeting she subject lead always people across road".split()
COLORS = ["#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#56b4e9"]


def make(words: int, marks: int) -> tuple[str, list[TurnLine], list[Mark]]:
    """An invented transcript of `words` words with `marks` marks strewn over it."""
    rng = random.Random(7)
    parts: list[str] = []
    turns: list[TurnLine] = []
    count = place = 0
    while count < words:
        length = rng.choice([8, 15, 40, 90, 120])
        said = " ".join(rng.choice(WORDS) for _ in range(length)) + "."
        turns.append(TurnLine(Span(place, place + len(said)), f"Speaker {len(turns) % 2}", "00:00", len(turns) % 2 == 0))
        parts.append(said)
        place += len(said) + 2
        count += length
    text = "\n\n".join(parts)
    made = []
    for i in range(marks):
        start = rng.randrange(len(text) - 500)
        made.append(Mark(i, Span(start, start + rng.choice([40, 90, 200, 450])), rng.choice(COLORS), f"code {i % 60}", "An"))
    return text, turns, made


def timed(action: Callable[[], object], times: int = 9) -> tuple[float, float]:
    """The best and the median of some runs in milliseconds; on a machine shared with others the best is the fairer."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begun) * 1000)
    return min(taken), statistics.median(taken)


def each(*actions: Callable[[], object]) -> Callable[[], None]:
    """The actions one after the other."""

    def run() -> None:
        for action in actions:
            action()

    return run


def draw(view: TranscriptView) -> None:
    """Paint text, gutter and margin now."""
    for part in (view.viewport(), view._gutter, view._margin):
        part.repaint()
    QApplication.processEvents()


def measure(words: int, marks: int) -> None:
    """Print the figures for one size."""
    text, turns, made = make(words, marks)
    view = TranscriptView()
    view.resize(1100, 900)
    view.show()
    draw(view)

    def open_it() -> None:
        view.set_document(text, turns, made)
        for part in (view.viewport(), view._gutter, view._margin):
            part.repaint()

    figures = {"open, drawn": timed(open_it, 7)}
    document = view.document()
    figures["then, at leisure, layout of all"] = timed(lambda: document.documentLayout().documentSize(), 1)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    draw(view)
    numbers = iter(range(marks, marks + 1000))

    def add() -> None:
        place = view.caret() + 100
        view.add_mark(Mark(next(numbers), Span(place, place + 90), COLORS[0], "new"))
        draw(view)

    view.go_to(len(text) // 2)
    figures["add a mark, drawn"] = timed(add, 40)
    figures["scroll three lines, drawn"] = timed(each(lambda: bar.setValue(bar.value() + 78), lambda: draw(view)), 40)
    figures["next mark, drawn"] = timed(each(view.next_mark, lambda: draw(view)), 20)
    figures["go to the end, drawn"] = timed(each(lambda: view.go_to(0), lambda: view.go_to(len(text)), lambda: draw(view)))
    heights = iter([800, 900] * 10)
    figures["make lower or higher, drawn"] = timed(each(lambda: view.resize(1100, next(heights)), lambda: draw(view)))
    widths = iter([1000, 760] * 10)
    figures["make narrower at the end, drawn"] = timed(each(lambda: view.resize(next(widths), 900), lambda: draw(view)))
    figures["set all marks, drawn"] = timed(each(lambda: view.set_marks(made), lambda: draw(view)))
    figures["other theme, drawn"] = timed(each(lambda: view.set_theme(ReadingColors.night()), lambda: draw(view)), 5)
    sizes = iter([11.0, 14.0] * 5)
    figures["other size, drawn"] = timed(each(lambda: view.set_reading("", next(sizes), 1.5, 75, True, True), lambda: draw(view)), 5)
    print(f"{words:,} words, {marks:,} marks")
    for what, (best, middle) in figures.items():
        print(f"  {what:34} best {best:7.1f}  median {middle:7.1f} ms")
    view.close()


if __name__ == "__main__":
    application = QApplication([])
    for size in ((10_000, 500), (60_000, 2_000), (60_000, 10_000)):
        measure(*size)
