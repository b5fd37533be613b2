"""Jobs: changes and questions off the window's thread, progress, cancel, and errors told once."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

import pytest
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode
from qcoder.gui.views.workspace import Desk
from qcoder.project.project import Project
from qcoder.project.read import Reader
from qcoder.project.write import Progress


def test_a_change_is_made_elsewhere_and_told_here(desk: Desk, qtbot: QtBot) -> None:
    """The tables touched and the title come back on this thread; `then` has the result."""
    here = threading.get_ident()
    threads: list[int] = []
    results: list[int] = []
    tables: list[frozenset[str]] = []
    said: list[tuple[str, bool]] = []
    desk.jobs.changed.connect(lambda _tables: threads.append(threading.get_ident()))
    desk.jobs.changed.connect(tables.append)
    desk.jobs.said.connect(lambda title, undo: said.append((title, undo)))
    desk.jobs.do(AddCode("system"), results.append)
    qtbot.waitUntil(lambda: desk.jobs.idle)
    assert tables == [frozenset({"code"})]
    assert said == [("Added the code “system”", True)]
    assert threads == [here]
    assert results == [desk.jobs.read.codes.tree().find("system").id]


def test_a_refusal_is_told_and_then_is_not_called(desk: Desk, qtbot: QtBot) -> None:
    """A KnownError goes to the one door."""
    results: list[int] = []
    with qtbot.waitSignal(desk.errors.told) as told:
        desk.jobs.do(AddCode("  "), results.append)
    assert "name" in told.args[0]
    assert results == []
    assert desk.jobs.idle


def test_changes_are_made_in_the_order_asked(desk: Desk, qtbot: QtBot) -> None:
    """One writer: ten changes in a row arrive as ten steps in order."""
    for number in range(10):
        desk.jobs.do(AddCode(f"code {number}"))
    qtbot.waitUntil(lambda: desk.jobs.idle)
    titles = [step.title for step in desk.jobs.read.history.steps(10)]
    assert titles == [f"Added the code “code {number}”" for number in reversed(range(10))]


def test_a_question_is_answered_with_a_reader_of_its_own(desk: Desk, qtbot: QtBot) -> None:
    """It runs on another thread and sees what is committed."""
    answers: list[tuple[int, int]] = []

    def question(reader: Reader, _progress: Progress) -> tuple[int, int]:
        return threading.get_ident(), len(reader.codes.tree())

    desk.jobs.ask(question, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0][0] != threading.get_ident()
    assert answers[0][1] == 3


def test_a_cancelled_question_gives_no_answer(desk: Desk, qtbot: QtBot) -> None:
    """Cancel is noticed at the next progress call; nobody is told of an error."""
    begun = threading.Event()
    go_on = threading.Event()
    answers: list[str] = []
    told: list[str] = []
    desk.errors.told.connect(lambda sentence, _details: told.append(sentence))

    def question(_reader: Reader, progress: Progress) -> str:
        begun.set()
        go_on.wait(10)
        progress(1, 2)
        return "too late"

    work = desk.jobs.ask(question, answers.append, label="Thinking")
    assert begun.wait(10)
    work.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: desk.jobs.idle)
    assert answers == []
    assert told == []
    assert work.finished


def test_undo_with_nothing_left_is_told(desk: Desk, small_project: Project, qtbot: QtBot) -> None:
    """Undo goes back to the empty project and then says so."""
    steps = small_project.read.history.count()
    for _step in range(steps):
        desk.jobs.undo()
    qtbot.waitUntil(lambda: desk.jobs.idle)
    assert desk.jobs.read.documents.all() == []
    with qtbot.waitSignal(desk.errors.told) as told:
        desk.jobs.undo()
    assert "nothing to undo" in told.args[0]


@pytest.mark.parametrize("count", [1, 3])
def test_closing_waits_for_what_is_being_written(small_project: Project, qtbot: QtBot, count: int) -> None:
    """An accepted change is never lost by closing."""
    from PySide6.QtWidgets import QWidget

    from qcoder.gui.errors import Errors
    from qcoder.gui.jobs import Jobs

    ground = QWidget()
    qtbot.addWidget(ground)
    jobs = Jobs(small_project, Errors(ground), ground)
    for number in range(count):
        jobs.do(AddCode(f"late {number}"))
    jobs.close()
    with Project.open(small_project.path, write=False) as again:
        assert len(again.read.codes.tree()) == 3 + count


def test_what_could_not_be_written_at_the_last_moment_is_told(small_project: Project, qtbot: QtBot) -> None:
    """Closing answers that not all was written, and the sentence has gone to the one door."""
    from PySide6.QtWidgets import QWidget

    from qcoder.gui.errors import Errors
    from qcoder.gui.jobs import Jobs

    ground = QWidget()
    qtbot.addWidget(ground)
    errors = Errors(ground)
    told: list[str] = []
    errors.told.connect(lambda sentence, _details: told.append(sentence))
    jobs = Jobs(small_project, errors, ground)
    jobs.do(AddCode("  "))
    jobs.do(AddCode("late"))
    assert jobs.close() is False
    assert len(told) == 1
    assert "name" in told[0]
    with Project.open(small_project.path, write=False) as again:
        assert "late" in [code.name for code in again.read.codes.tree().by_id.values()]


class AtOnce:
    """A pool in which every task has ended before `submit` returns."""

    def submit(self, task: Callable[[], object]) -> "Future[object]":
        """Run it here and now."""
        done: Future[object] = Future()
        done.set_result(task())
        return done

    def shutdown(self, wait: bool = True, cancel_futures: bool = False) -> None:
        """Nothing to wait for."""


def test_nobody_is_answered_before_they_have_their_work(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the task ended at once: the answer comes after `ask` has returned."""
    asker = desk.jobs._asker
    monkeypatch.setattr(desk.jobs, "_asker", AtOnce())
    order: list[str] = []
    desk.jobs.ask(lambda _reader, _progress: "answer", order.append)
    order.append("returned")
    qtbot.waitUntil(lambda: desk.jobs.idle)
    assert order == ["returned", "answer"]
    asker.shutdown()
