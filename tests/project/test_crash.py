"""Killed in the middle of its work a hundred times, the program loses nothing that it said was done."""

import contextlib
import random
import subprocess
import sys
from pathlib import Path

from qcoder.project.project import Project
from tests.project.makers import make

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 100
FRESH_EVERY = 10


def start() -> "subprocess.Popen[str]":
    """A worker that has loaded everything and waits for its order."""
    command = [sys.executable, "-m", "tests.project.crash_worker"]
    return subprocess.Popen(command, cwd=ROOT, text=True, encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def acknowledged(notes: Path) -> list[tuple[int, set[int]]]:
    """(step id, coding ids) of every line that was written whole."""
    text = notes.read_text(encoding="ascii") if notes.exists() else ""
    return [(int(step), set(map(int, ids))) for step, *ids in (line.split() for line in text.splitlines())]


def verify(path: Path, notes: Path) -> int:
    """The file is sound, history is whole, and everything acknowledged is there. Returns how many steps were acknowledged."""
    with Project.open(path, "Ana") as project:
        assert project.read_only == ""
        assert project.check() == []
        steps = {step.id: step for step in project.read.history.steps()}
        there = {coding.id for coding in project.read.codings.of_codes()}
        known = acknowledged(notes)
        for step_id, codings in known:
            assert step_id in steps
            if not steps[step_id].undone:
                assert codings <= there
        assert len(steps) - 4 - len(known) <= ROUNDS  # a step may be done and not yet noted, at most one a kill
    return len(known)


def noted(notes: Path) -> int:
    """How many lines were noted whole."""
    return notes.read_bytes().count(b"\n") if notes.exists() else 0


def wait_for_work(worker: "subprocess.Popen[str]", notes: Path) -> None:
    """Wait until the worker has noted two steps of its own."""
    enough = noted(notes) + 2
    while worker.poll() is None and noted(notes) < enough:
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(0.002)


def test_killed_at_a_hundred_random_moments(tmp_path: Path) -> None:
    """Every tenth round begins a new file, so that the files stay small and the kills hit more often than they wait."""
    chance = random.Random(7)
    total = 0
    waiting = [start(), start()]
    try:
        for number in range(ROUNDS):
            if number % FRESH_EVERY == 0:
                path = make(tmp_path / f"study{number}.qcoder")
                notes = path.with_suffix(".notes")
            worker = waiting.pop(0)
            waiting.append(start())
            assert worker.stdin is not None
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
            worker.stdin.write(f"{path}\t{notes}\t{number}\n")
            worker.stdin.flush()
            if number % 4:  # most are killed in the midst of work, however slow the machine; the others perhaps before it began
                wait_for_work(worker, notes)
            try:
                worker.wait(chance.uniform(0.0, 0.1))
                raise AssertionError("the worker ended by itself")
            except subprocess.TimeoutExpired:
                worker.kill()
            finally:
                worker.kill()
                worker.communicate()
            known = verify(path, notes)
            if number % FRESH_EVERY == FRESH_EVERY - 1:
                total += known
    finally:
        for worker in waiting:
            worker.kill()
            worker.communicate()
    assert total >= ROUNDS * 3 // 4 * 2  # or the moments were all before the work began
