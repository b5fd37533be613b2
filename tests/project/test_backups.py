"""Backups: in time, thinned but never to nothing, and a grave change does not happen without one."""

import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.errors import KnownError
from qcoder.project.backups import RECENT, Backups
from qcoder.project.project import Project
from tests.project.makers import Everything, GraveRename, Rename, make, pages, rows_of, unwritable

NOON = datetime(2026, 3, 29, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project file with something in every table."""
    return make(tmp_path / "study.qcoder")


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    """Backups in a folder that is not there yet."""
    return Backups(tmp_path / "data" / "backups")


def test_a_backup_is_the_project_under_a_readable_name(path: Path, backups: Backups) -> None:
    """In the folder of the project's id, with its name and the time in UTC."""
    with Project.open(path, "Ana") as project:
        made = backups.make(project, NOON)
        assert made.path == backups.folder / str(project.read.project_id()) / "Second name 2026-03-29 12.00.00 UTC.qcoder"
        assert pages(made.path) == pages(path)
        assert backups.list(project.read.project_id()) == [made]
        assert backups.projects() == {project.read.project_id(): "Second name"}


@pytest.mark.parametrize("name", ['a/b\\c:"d"?*<e>|', "...", "  ", "مدرسة " * 60, "line\nbreak", "CON"])
def test_any_project_name_makes_a_file_name(path: Path, backups: Backups, name: str) -> None:
    """Names that a file system refuses are tidied."""
    with Project.open(path, "Ana") as project:
        project.do(Rename(name))
        made = backups.make(project, NOON)
        assert made.path.parent.parent == backups.folder
        assert not set(made.path.name) & set('<>:"/\\|?*\n')
        assert len(made.path.name.encode()) < 200
        assert [copy.path for copy in backups.list(project.read.project_id())] == [made.path]


def test_two_in_one_second_are_two(path: Path, backups: Backups) -> None:
    """Neither replaces the other, and the later is the newest."""
    with Project.open(path, "Ana") as project:
        backups.make(project, NOON)
        project.do(Rename("A name before it in the alphabet"))
        second = backups.make(project, NOON)
        copies = backups.list(project.read.project_id())
        assert len(copies) == 2
        assert copies[0].path == second.path


def test_due(path: Path, backups: Backups) -> None:
    """Every 15 minutes if something changed since the last one."""
    with Project.open(path, "Ana") as project:
        assert backups.due(project, NOON)
        backups.make(project, NOON)
        assert not backups.due(project, NOON + timedelta(hours=5))
        project.do(Rename("changed"))
        assert not backups.due(project, NOON + timedelta(minutes=14, seconds=59))
        assert backups.due(project, NOON + timedelta(minutes=15))
        # A clock that was a year ahead when the last copy was made must not keep us from making more.
        assert backups.due(project, NOON - timedelta(days=365))
        project.undo()
        assert backups.due(project, NOON + timedelta(minutes=15))


def test_a_copy_that_cannot_be_read_is_none(path: Path, backups: Backups) -> None:
    """When the newest copy was damaged, a new one is due."""
    with Project.open(path, "Ana") as project:
        backups.make(project, NOON).path.write_bytes(b"noise")
        assert backups.due(project, NOON + timedelta(minutes=15))


def test_a_grave_change_makes_a_backup_first(path: Path, backups: Backups) -> None:
    """Of the state before it; and not again while nothing has changed."""
    with Project.open(path, "Ana") as project:
        backups.guard(project)
        project.do(Rename("not grave"))
        assert backups.projects() == {}
        before = pages(path)
        project.do(GraveRename("grave"))
        copies = backups.list(project.read.project_id())
        assert [pages(copy.path) for copy in copies] == [before]
        backups.make(project)
        project.do(GraveRename("grave again"))
        assert len(backups.list(project.read.project_id())) == 2


def test_without_its_backup_a_grave_change_is_not_made(path: Path, backups: Backups) -> None:
    """The person reads why, and other changes go on."""
    backups.folder.parent.mkdir()
    backups.folder.write_text("a file where the folder should be", encoding="utf-8")
    with Project.open(path, "Ana") as project:
        backups.guard(project)
        before = path.read_bytes()
        with pytest.raises(KnownError, match=r"No backup copy could be made before this change.*folder for backup copies"):
            project.do(GraveRename("no"))
        assert path.read_bytes() == before
        project.do(Rename("yes"))
        assert project.read.name() == "yes"


def test_without_its_backup_in_a_folder_that_refuses(path: Path, backups: Backups) -> None:
    """Also when the folder is there and takes nothing."""
    with Project.open(path, "Ana") as project:
        (backups.folder / str(project.read.project_id())).mkdir(parents=True)
        backups.guard(project)
        with unwritable(backups.folder / str(project.read.project_id())):
            with pytest.raises(KnownError, match="No backup copy could be made before this change"):
                project.do(GraveRename("no"))
            assert project.read.name() == "Second name"


def test_restore(path: Path, backups: Backups, tmp_path: Path) -> None:
    """As a project of its own, never over what is there."""
    with Project.open(path, "Ana") as project:
        made = backups.make(project, NOON)
        before = rows_of(project.read)
        project.do(Everything("later"))
        for to in (path, tmp_path / "study"):
            with pytest.raises(KnownError, match="already a file"):
                backups.restore(made, to)
        restored = backups.restore(made, tmp_path / "restored")
        with Project.open(restored, "Ana") as other:
            assert rows_of(other.read) == before
            assert other.check() == []


def test_a_damaged_copy_is_not_restored(path: Path, backups: Backups, tmp_path: Path) -> None:
    """And says so by name."""
    with Project.open(path, "Ana") as project:
        made = backups.make(project, NOON)
    made.path.write_bytes(made.path.read_bytes()[:10_000])
    with pytest.raises(KnownError, match=r"“Second name 2026.*is damaged"):
        backups.restore(made, tmp_path / "restored.qcoder")
    assert not (tmp_path / "restored.qcoder").exists()


def test_backup_of_a_file_by_its_path(path: Path, backups: Backups) -> None:
    """As before a migration, when nothing is open yet."""
    made = backups.make(path, NOON)
    assert pages(made.path) == pages(path)
    with pytest.raises(KnownError):
        backups.make(path.with_name("gone.qcoder"), NOON)


def lay(folder: Path, times: list[datetime]) -> Path:
    """Empty files under the names of copies: thinning looks at names alone."""
    (folder / "7").mkdir(parents=True)
    for at in times:
        (folder / "7" / f"Study {at:%Y-%m-%d %H.%M.%S} UTC.qcoder").touch()
    return folder / "7"


def test_thin_a_year_of_copies(tmp_path: Path) -> None:
    """What is kept reaches back most of a year, dense at its end."""
    backups = Backups(tmp_path)
    lay(tmp_path, [NOON - timedelta(hours=12) * number for number in range(2 * 365)])
    backups.thin(NOON)
    ages = [(NOON - copy.at) for copy in backups.list(7)]
    assert ages[:12] == [timedelta(hours=12) * number for number in range(12)]
    assert 30 <= len(ages) <= 12 + 12 + 10 + 9
    assert timedelta(days=235) < ages[-1] < timedelta(days=280)
    assert sum(age < timedelta(days=12) for age in ages) >= 12 + 5
    kept = [copy.path.name for copy in backups.list(7)]
    backups.thin(NOON)
    assert [copy.path.name for copy in backups.list(7)] == kept


def test_thin_leaves_what_is_not_a_copy(tmp_path: Path) -> None:
    """Somebody's own files in that folder are not ours to delete."""
    folder = lay(tmp_path, [NOON - timedelta(minutes=number) for number in range(40)])
    for name in ("notes.txt", "Study.qcoder", "Study 2026-13-45 99.99.99 UTC.qcoder"):
        (folder / name).touch()
    Backups(tmp_path).thin(NOON)
    assert {"notes.txt", "Study.qcoder", "Study 2026-13-45 99.99.99 UTC.qcoder"} <= {file.name for file in folder.iterdir()}
    assert len(Backups(tmp_path).list(7)) == RECENT


@given(minutes=st.sets(st.integers(-5_000, 600_000), max_size=120))
def test_thinning_never_takes_the_newest(tmp_path_factory: pytest.TempPathFactory, minutes: set[int]) -> None:
    """The 12 newest stay, whatever is from the future stays, every day of the last twelve keeps its latest, and twice is as once."""
    folder = tmp_path_factory.mktemp("thin")
    times = sorted((NOON - timedelta(minutes=number) for number in minutes), reverse=True)
    lay(folder, times)
    backups = Backups(folder)
    gone = backups.thin(NOON)
    kept = [copy.at for copy in backups.list(7)]
    past = [at for at in times if at <= NOON]
    assert gone == len(times) - len(kept)
    assert {at for at in times if at > NOON} | set(past[:12]) <= set(kept)
    days = list(dict.fromkeys(at.date() for at in past))[:12]
    assert {max(at for at in past if at.date() == day) for day in days} <= set(kept)
    assert backups.thin(NOON) == 0


def test_backups_from_another_thread_while_work_goes_on(path: Path, backups: Backups) -> None:
    """Each copy is one of the states between two steps, whole; no step is lost or refused."""
    with Project.open(path, "Ana") as project:
        project_id = project.read.project_id()
        failed: list[BaseException] = []

        def copy() -> None:
            try:
                for _number in range(15):
                    backups.make(project)
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=copy)
        thread.start()
        names: list[str] = []
        while thread.is_alive() or not names:
            names.append(f"name {len(names)}")
            project.do(Rename(names[-1]))
        thread.join()
        assert failed == []
        assert project.read.name() == names[-1]
        assert project.read.history.count() == 4 + len(names)
        copies = backups.list(project_id)
        assert len(copies) == 12
        for made in copies:
            with Project.open(made.path, write=False) as other:
                assert other.read.name() in {"Second name", *names}
                assert other.check() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let go of an open file")
def test_a_backup_when_the_file_is_gone(path: Path, backups: Backups) -> None:
    """What is open is saved, all the more."""
    with Project.open(path, "Ana") as project:
        path.unlink()
        assert backups.due(project, NOON)
        made = backups.make(project, NOON)
    with Project.open(made.path, write=False) as other:
        assert other.read.name() == "Second name"
