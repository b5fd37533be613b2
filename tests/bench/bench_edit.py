"""How long correcting a text takes: `python tests/bench/bench_edit.py` prints what, and milliseconds (best of three)."""

import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.changes.texts import EditText, preview_edit
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript
from qcoder.domain.rebase import EditMap, merge_texts
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from tests.strategies import transcript

WORDS = 60_000
CODINGS = 2_000


def text(seed: int, line: int = 40) -> str:
    """Made-up speech: rare words among the few that every sentence has."""
    dice = random.Random(seed)
    rare = [f"{dice.choice('bdfgklmnprst')}{dice.choice('aeiou')}{dice.choice('bdgklmnrst')}{number}" for number in range(3_000)]
    words = rare + ["the", "of", "and", "I", "you", "it", "school"] * 300
    return "\n".join(" ".join(dice.choice(words) + "." * (k % 12 == 11) for k in range(line)) for _line in range(WORDS // line))


def corrected(base: str, edits: int, seed: int = 1) -> str:
    """The text with so many places corrected."""
    dice = random.Random(seed)
    words = base.split(" ")
    for _edit in range(edits):
        words[dice.randrange(len(words))] = dice.choice(("teh", "some words more 🙂", "", "x\n\ny"))
    return " ".join(words)


def best(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of three."""
    found = []
    for _time in range(3):
        begun = time.perf_counter()
        work()
        found.append((time.perf_counter() - begun) * 1000)
    return min(found)


def show(what: str, milliseconds: float) -> None:
    """One line."""
    print(f"{what:60} {milliseconds:9.1f} ms")


def maps() -> None:
    """The difference of two texts."""
    base, long, same = text(1), text(1, 3_000), "yes no perhaps\n" * (WORDS // 3)
    for what, old, new in (
        ("10 edits", base, corrected(base, 10)),
        ("1,000 edits", base, corrected(base, 1_000)),
        ("20,000 edits", base, corrected(base, 20_000)),
        ("paragraphs of 3,000 words, 10 edits", long, corrected(long, 10)),
        ("always the same line, 10 edits", same, corrected(same, 10)),
        ("quite another text", base, text(2)),
        ("quite another text, paragraphs of 3,000 words", long, text(2, 3_000)),
        ("twice as long a quite other text", base * 2, text(2) + text(3)),
    ):
        show(f"{len(old.split()):,} words, {what}", best(lambda old=old, new=new: EditMap(old, new)))  # type: ignore[misc]  # bound early
    spans = [Span(at, at + 150) for at in range(0, len(base) - 200, len(base) // CODINGS)]
    edits = EditMap(base, corrected(base, 1_000))
    show(f"{len(spans):,} spans through 1,000 edits", best(lambda: [edits.span(span) for span in spans]))
    one, other = (
        corrected(base[: len(base) // 2], 100) + base[len(base) // 2 :],
        base[: len(base) // 2] + corrected(base[len(base) // 2 :], 100),
    )
    assert merge_texts(base, one, other) is not None
    show("two corrections of 100 edits merged", best(lambda: merge_texts(base, one, other)))


def changes() -> None:
    """The change as a whole, in a project on disk."""

    def read(words: str) -> Transcript:
        return transcript("Interview", *((("I", "P")[number % 2], line) for number, line in enumerate(words.split("\n")) if line))

    with tempfile.TemporaryDirectory() as folder, Project.create(Path(folder) / "bench.qcoder", "Bench", "Ana") as project:
        old = read(text(1))
        (document,) = project.do(ImportDocuments((old,))).result
        code = project.do(AddCode("code")).result
        step = len(old.text) // CODINGS
        project.do(AddCodings(tuple(NewCoding(document, code, Span(at * step, at * step + 150)) for at in range(CODINGS - 2))))
        new = read(corrected(text(1), 10))
        show(f"preview of 10 edits, {CODINGS:,} codings", best(lambda: preview_edit(project.read, document, new)))

        def there_and_back() -> None:
            project.do(EditText(document, new))
            project.undo()

        show(f"correction of 10 edits, {CODINGS:,} codings, and undo", best(there_and_back))


def since(at: tuple[float, float]) -> tuple[float, float]:
    """Milliseconds since then: on the clock, and of this thread's own work, which other programs do not lengthen."""
    return (time.perf_counter() - at[0]) * 1000, (time.thread_time() - at[1]) * 1000


def spread(found: list[tuple[float, float]]) -> str:
    """Median and most of many, on the clock and of own work."""
    words = []
    for name, times in (("clock", sorted(one for one, _other in found)), ("work", sorted(other for _one, other in found))):
        words.append(f"{name}: median {times[len(times) // 2]:5.1f} ms, 95 of 100 under {times[int(len(times) * 0.95)]:5.1f} ms")
    return "; ".join(words)


def keys() -> None:
    """Typing into a transcript that is being corrected: from the key to the painted page."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from qcoder.domain.draft import Draft
    from qcoder.gui.widgets.editor import Editor
    from qcoder.gui.widgets.marks import Mark
    from qcoder.importers.normalise import normalise

    application = QApplication.instance() or QApplication([])
    lines = text(1).replace(" of ", " 🙂 ", 200).split("\n")
    interview = transcript("Interview", *((("I", "P")[number % 2], line) for number, line in enumerate(lines) if line))
    step = len(interview.text) // CODINGS
    spans = [Span(at * step, at * step + 150) for at in range(CODINGS - 2)]
    marks = [Mark(number, span, ("#0072b2", "#d55e00", "#009e73")[number % 3], f"code {number % 40}") for number, span in enumerate(spans)]
    editor = Editor(lambda words: normalise(words)[0], lambda _time: "00:01")
    editor.resize(900, 700)
    editor.show()
    begun = time.perf_counter()
    draft = Draft(interview.text, interview.turns, spans)
    editor.begin(draft, marks, frozenset({"I"}))
    editor.go_to(len(interview.text) - 10)
    application.processEvents()
    show(f"{WORDS:,} words, {CODINGS:,} codings: to begin at the very end", (time.perf_counter() - begun) * 1000)
    for what, place in (("beginning", 30), ("middle", len(interview.text) // 2), ("end", len(interview.text) - 30)):
        editor.go_to(place)
        settled = time.perf_counter()
        while time.perf_counter() - settled < 0.5:
            application.processEvents()
        for name, key in (("letter", Qt.Key.Key_X), ("Backspace", Qt.Key.Key_Backspace), ("Enter", Qt.Key.Key_Return), ("undo", None)):
            found = []
            for _time in range({"Enter": 20, "undo": 15}.get(name, 60)):
                at = (time.perf_counter(), time.thread_time())
                if key is None:
                    editor.undo_typing()
                else:
                    QTest.keyClick(editor, key)
                application.processEvents()
                found.append(since(at))
            print(f"  {name + ' at the ' + what:40} {spread(found)}")
    editor.end()


def window() -> None:
    """The same in the whole window, with what goes on beside typing: drafts put by, codings foretold."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from qcoder.gui.app import make_window
    from qcoder.gui.views.read import ReadView
    from qcoder.settings import Settings

    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        shown = make_window(settings=Settings(coder="Ana", theme="light"), remember=lambda _settings: None)
        shown.resize(1366, 768)
        shown.show()
        shown.open_project(made_project(Path(folder)))
        view = shown.workspaces["read"]
        assert isinstance(view, ReadView)

        def wait(seconds: float) -> None:
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                application.processEvents()

        wait(2)
        for what, place in (("beginning", 40), ("end", len(view.pane.text) - 40)):
            view.pane.view.go_to(place)
            wait(0.5)
            begun = time.perf_counter()
            view.editing.begin()
            application.processEvents()
            show(f"to begin at the {what}, in the window", (time.perf_counter() - begun) * 1000)
            found = []
            for number in range(160):
                at = (time.perf_counter(), time.thread_time())
                QTest.keyClick(view.editing.editor, Qt.Key.Key_Space if number % 6 == 5 else Qt.Key.Key_X)
                application.processEvents()
                found.append(since(at))
                wait(0.05 if number % 40 else 0.45)  # as somebody types who stops to listen now and then
            print(f"  {'letter at the ' + what + ', in the window':40} {spread(found)}")
            begun = time.perf_counter()
            view.editing.keep()
            while view.editing.active:
                application.processEvents()
            show("to keep, from the key to the transcript", (time.perf_counter() - begun) * 1000)
            wait(0.5)
        begun = time.perf_counter()
        view.editing.show_versions()
        while view.editing.versions.count == 0:
            application.processEvents()
        show("versions, with differences marked", (time.perf_counter() - begun) * 1000)
        shown.close()


def made_project(folder: Path) -> Project:
    """An interview of many words and codings."""
    project = Project.create(folder / "window.qcoder", "Bench", "Ana")
    lines = text(1).split("\n")
    interview = transcript("Interview", *((("I", "P")[number % 2], line) for number, line in enumerate(lines) if line))
    (document,) = project.do(ImportDocuments((interview,))).result
    codes = [project.do(AddCode(f"code {number}")).result for number in range(40)]
    step = len(interview.text) // CODINGS
    project.do(AddCodings(tuple(NewCoding(document, codes[at % 40], Span(at * step, at * step + 150)) for at in range(CODINGS - 2))))
    return project


if __name__ == "__main__":
    maps()
    changes()
    keys()
    window()
