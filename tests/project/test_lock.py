"""One program writes a project at a time; the others read, and know who writes."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qcoder.domain.errors import KnownError
from qcoder.project.lock import Lock, lock_path
from qcoder.project.project import Project
from tests.project.makers import Rename, make

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from qcoder.project.project import Project
project = Project.open(Path(sys.argv[1]), "Ben")
print(project.read_only or "mine", flush=True)
sys.stdin.readline()
project.close()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project file with something in every table."""
    return make(tmp_path / "study.qcoder")


def hold(path: Path) -> "subprocess.Popen[str]":
    """Another program that has the project open until it reads a line."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, path], cwd=ROOT, text=True, encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_the_second_reads_only_and_hears_who_holds_it(path: Path) -> None:
    """Until the first closes."""
    with hold(path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        with Project.open(path, "Ana") as project:
            assert project.read_only.startswith("Ben has it open on ")
            assert project.read.name() == "Second name"
            with pytest.raises(KnownError, match="Ben has it open"):
                project.do(Rename("no"))
        other.communicate("done\n")
    with Project.open(path, "Ana") as project:
        assert project.read_only == ""
    assert not lock_path(path).exists()


def test_a_lock_left_by_a_killed_program_is_taken_over(path: Path) -> None:
    """It leaves its note behind, and the system has let go of the lock."""
    with hold(path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        other.kill()
    assert "Ben" in lock_path(path).read_text(encoding="utf-8")
    with Project.open(path, "Ana") as project:
        assert project.read_only == ""
        project.do(Rename("mine now"))
        assert "Ana" in lock_path(path).read_text(encoding="utf-8")


def test_two_windows_of_one_program(path: Path) -> None:
    """The second is refused the lock as another program would be."""
    with Project.open(path, "Ana") as first, Project.open(path, "Ana") as second:
        assert (first.read_only, second.read_only[:15]) == ("", "Ana has it open")
    with Project.open(path, "Ana") as third:
        assert third.read_only == ""


@pytest.mark.parametrize(("hours", "held"), [(0, True), (11, True), (13, False)])
def test_a_lock_of_another_computer(path: Path, hours: int, held: bool) -> None:
    """In a synced folder the lock file comes along, and counts for half a day."""
    note = {"who": "Carla", "host": "carlas-laptop", "pid": 1, "since": int(time.time()) - hours * 3600}
    lock_path(path).write_text(json.dumps(note), encoding="utf-8")
    with Project.open(path, "Ana") as project:
        assert project.read_only.startswith("Carla has it open on carlas-laptop since") is held
    assert lock_path(path).exists() is held


@pytest.mark.parametrize("note", ["", "{", "[]", "null", '{"who": 3}', "\0" * 100, "x" * 10_000])
def test_a_spoilt_note_stops_nobody(path: Path, note: str) -> None:
    """Whatever lies in the lock file: only the system's lock and a readable note count."""
    lock_path(path).write_text(note, encoding="utf-8")
    with Project.open(path, "Ana") as project:
        assert project.read_only == ""


def test_a_note_that_is_no_text(path: Path) -> None:
    """Also one that cannot be decoded."""
    lock_path(path).write_bytes(b"\xff\xfe\xff")
    with Project.open(path, "Ana") as project:
        assert project.read_only == ""


def test_a_lock_that_cannot_be_made(path: Path) -> None:
    """Then the project opens for reading, and says why."""
    lock_path(path).mkdir()
    with Project.open(path, "Ana") as project:
        assert "It cannot be locked in its folder" in project.read_only
        assert project.read.name() == "Second name"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let go of an open file")
def test_a_lock_file_that_was_taken_away_is_no_lock(path: Path) -> None:
    """Between opening and locking, the last holder may have deleted it: we must hold the file that others see."""
    first = Lock(path)
    assert first.acquire("Ana")
    lock_path(path).unlink()
    second = Lock(path)
    assert second.acquire("Ben")
    third = Lock(path)
    assert not third.acquire("Carla")
    assert third.holder is not None
    assert (third.holder.who, third.holder.pid) == ("Ben", os.getpid())
    second.release()
    first.release()


def test_a_failed_opening_lets_go(path: Path) -> None:
    """The lock is not kept for a project that was not opened."""
    path.write_bytes(b"no project")
    with pytest.raises(KnownError):
        Project.open(path, "Ana")
    assert not lock_path(path).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need special rights on Windows")
def test_a_link_is_the_same_project(path: Path, tmp_path: Path) -> None:
    """Opened under another name it is still held."""
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.qcoder"
    link.symlink_to(path)
    with Project.open(path, "Ana"), Project.open(link, "Ben") as second:
        assert second.read_only.startswith("Ana has it open")
    with Project.open(link, "Ben") as project:
        project.do(Rename("through the link"))
    assert [file.name for file in (tmp_path / "elsewhere").iterdir()] == ["link.qcoder"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_colleague_can_take_over(path: Path) -> None:
    """In a shared folder the lock file that a killed program leaves may be written by everyone; it holds no secret."""
    with Project.open(path, "Ana"):
        assert lock_path(path).stat().st_mode & 0o777 == 0o666
