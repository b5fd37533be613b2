"""The world's faults while a project is open: a full disk, a lost file. Nothing is lost, and the sentence says what to do."""

import contextlib
import errno
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.domain.errors import KnownError
from qcoder.project.faults import explain
from qcoder.project.project import Project
from tests.project.makers import Bulk, Everything, Rename, make, raw, rows_of, small_disk

no_open_files_vanish = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let go of an open file")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project file with something in every table."""
    return make(tmp_path / "study.qcoder")


@contextlib.contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Let the system refuse this process to write any file beyond that many bytes."""
    if sys.platform == "win32":
        pytest.skip("Windows has no limit on the size of files")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def survives(project: Project) -> None:
    """After the fault is over, the project goes on as if nothing had been."""
    project.do(Rename("goes on"))
    assert project.read.name() == "goes on"
    assert project.check() == []


@pytest.mark.parametrize("room", [0, 5_000, 100_000])
def test_the_system_refuses_a_longer_file(path: Path, room: int) -> None:
    """In the middle of writing: the part already written is taken back."""
    with Project.open(path, "Ana") as project:
        before = path.read_bytes(), rows_of(project.read)
        with no_file_longer_than(path.stat().st_size + room), pytest.raises(KnownError, match="nothing was changed"):
            project.do(Bulk(300))
        assert (path.read_bytes(), rows_of(project.read)) == before
        survives(project)


def test_the_journal_does_not_fit(path: Path) -> None:
    """Not even the first page can be set aside."""
    with Project.open(path, "Ana") as project:
        before = path.read_bytes()
        with no_file_longer_than(100), pytest.raises(KnownError, match="nothing was changed"):
            project.do(Rename("no"))
        assert path.read_bytes() == before
        survives(project)


def test_a_full_database(path: Path) -> None:
    """SQLite's own limit, met in the middle of a step."""
    with Project.open(path, "Ana") as project:
        connection = project.read.connection
        before = path.read_bytes()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        for room in (0, 3, 20):
            connection.execute(f"PRAGMA max_page_count = {pages + room}")
            with pytest.raises(KnownError, match="disk is full, so nothing was changed"):
                project.do(Bulk(100))
            assert path.read_bytes() == before
        connection.execute("PRAGMA max_page_count = 1000000")
        survives(project)


def test_a_full_disk(path: Path, tmp_path: Path) -> None:
    """A real one: filled to its last byte by something else, also for the lock file and for a new project."""
    with small_disk(tmp_path / "stick", 1024) as stick:
        shutil.copy(path, stick / "study.qcoder")
        with contextlib.suppress(OSError), (stick / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(b"x" * 4096)
        with Project.open(stick / "study.qcoder", "Ana") as project:
            before = (stick / "study.qcoder").read_bytes(), rows_of(project.read)
            for change in (Everything("no"), Bulk(300), Rename("no")):
                with pytest.raises(KnownError, match=r"disk is full, so nothing was changed in “study.qcoder”"):
                    project.do(change)
            with pytest.raises(KnownError, match="disk is full"):
                Project.create(stick / "new.qcoder", "New", "Ana")
            assert ((stick / "study.qcoder").read_bytes(), rows_of(project.read)) == before
            (stick / "filler").unlink()
            survives(project)
        assert sorted(file.name for file in stick.iterdir()) == ["study.qcoder"]


@no_open_files_vanish
def test_the_file_is_gone(path: Path) -> None:
    """A change would go into a file that nobody can open again; when it is put back, work goes on."""
    with Project.open(path, "Ana") as project:
        path.rename(path.with_name("moved.qcoder"))
        for attempt in (lambda: project.do(Rename("no")), project.undo, project.redo):
            with pytest.raises(KnownError, match="no longer where it was opened"):
                attempt()
        assert project.read.name() == "Second name"
        path.with_name("moved.qcoder").rename(path)
        survives(project)


@no_open_files_vanish
def test_another_file_in_its_place(path: Path, tmp_path: Path) -> None:
    """A sync service puts its own version there: nothing is written, neither into it nor into the void."""
    (tmp_path / "theirs").mkdir()
    theirs = make(tmp_path / "theirs" / "study.qcoder", "Ben")
    content = theirs.read_bytes()
    with Project.open(path, "Ana") as project:
        theirs.replace(path)
        with pytest.raises(KnownError, match="Another file took the place"):
            project.do(Rename("no"))
        assert path.read_bytes() == content
        copy = project.save_copy(tmp_path / "mine.qcoder")
    with Project.open(copy, "Ana") as project:
        assert [coder.name for coder in project.read.study.coders()] == ["Ana"]
    with Project.open(path, "Ben") as project:
        assert [coder.name for coder in project.read.study.coders()] == ["Ben"]


@no_open_files_vanish
def test_the_file_goes_during_a_step(path: Path) -> None:
    """What was looked at before the step is looked at again before it counts."""
    with Project.open(path, "Ana") as project:

        def progress(done: int, _total: int) -> None:
            if done == 5:
                path.rename(path.with_name("moved.qcoder"))

        with pytest.raises(KnownError, match=r"no longer where it was opened|moved or replaced"):
            project.do(Bulk(10), progress=progress)
        assert project.read.documents.names().keys() == {"Interview"}


@no_open_files_vanish
def test_the_folder_is_gone(path: Path, tmp_path: Path) -> None:
    """A stick pulled out."""
    (tmp_path / "stick").mkdir()
    with Project.open(Path(shutil.copy(path, tmp_path / "stick")), "Ana") as project:
        shutil.rmtree(tmp_path / "stick")
        with pytest.raises(KnownError, match="no longer where it was opened"):
            project.do(Rename("no"))
        with pytest.raises(KnownError):
            project.reader()


def test_another_program_writes(path: Path) -> None:
    """We wait, and then say so; nothing is changed."""
    with Project.open(path, "Ana") as project, contextlib.closing(raw(path)) as other:
        project.read.connection.execute("PRAGMA busy_timeout = 1")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError, match="in use by another program"):
            project.do(Rename("no"))
        other.execute("ROLLBACK")
        survives(project)


def test_another_program_reads_for_long(path: Path) -> None:
    """The step cannot be committed, and is taken back whole."""
    with Project.open(path, "Ana") as project, contextlib.closing(raw(path)) as other:
        before = path.read_bytes()
        project.read.connection.execute("PRAGMA busy_timeout = 1")
        other.execute("BEGIN")
        other.execute("SELECT * FROM code").fetchone()
        with pytest.raises(KnownError, match="in use by another program"):
            project.do(Rename("no"))
        assert path.read_bytes() == before
        other.execute("ROLLBACK")
        survives(project)


def test_faults_that_are_not_the_worlds() -> None:
    """Our own mistakes get no sentence: they go to the crash dialog."""
    for error in (sqlite3.IntegrityError("x"), sqlite3.ProgrammingError("x"), ValueError("x"), KeyError("x")):
        assert explain(error, Path("a.qcoder")) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EEXIST, "already a file"),
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "may not"),
        (errno.ENOENT, "is not there"),
        (errno.ENAMETOOLONG, "could not be"),
    ],
)
def test_faults_of_the_system(number: int, words: str) -> None:
    """Each names the file."""
    known = explain(OSError(number, "reason"), Path("folder/a.qcoder"))
    assert known is not None
    assert words in known.sentence
    assert "“a.qcoder”" in known.sentence
