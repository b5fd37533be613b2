"""Copies are whole, checked, and in place in one go or not at all."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qcoder.domain.errors import KnownError
from qcoder.project.copies import save_copy
from qcoder.project.project import Project
from tests.project.makers import Bulk, Rename, leave_hot_journal, make, pages, rows_of, small_disk, spoil, unwritable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project file with something in every table."""
    return make(tmp_path / "study.qcoder")


def names(folder: Path) -> list[str]:
    """What lies in a folder, also what is hidden."""
    return sorted(file.name for file in folder.iterdir())


def test_a_copy_is_the_same_to_the_byte(path: Path, tmp_path: Path) -> None:
    """Rows, history, and all that the header says; and it opens."""
    (tmp_path / "out").mkdir()
    with Project.open(path, "Ana") as project:
        copy = project.save_copy(tmp_path / "out" / "copy")
        assert copy == tmp_path / "out" / "copy.qcoder"
        assert pages(copy) == pages(path)
        assert names(copy.parent) == ["copy.qcoder"]
        with Project.open(copy, "Ben") as other:
            assert (rows_of(other.read), other.read.history.steps()) == (rows_of(project.read), project.read.history.steps())
            other.redo()
            assert other.read.name() == "Third name"
        assert project.read.name() == "Second name"


def test_a_copy_from_a_closed_file_and_from_another_thread(path: Path, tmp_path: Path) -> None:
    """By its path, while somebody has it open."""
    with Project.open(path, "Ana") as project:
        assert pages(save_copy(path, tmp_path / "copy.qcoder")) == pages(path)
        project.do(Rename("goes on"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_copy_is_as_private_as_the_original(path: Path, tmp_path: Path) -> None:
    """Interviews that only one person may read stay so."""
    path.chmod(0o600)
    assert save_copy(path, tmp_path / "copy.qcoder").stat().st_mode & 0o777 == 0o600


def test_refuses_to_overwrite_unless_told(path: Path, tmp_path: Path) -> None:
    """And then replaces the file in one go."""
    other = make(tmp_path / "other.qcoder")
    before = other.read_bytes()
    with pytest.raises(KnownError, match=r"already a file “other.qcoder”"):
        save_copy(path, other)
    assert other.read_bytes() == before
    assert pages(save_copy(path, other, overwrite=True)) == pages(path)
    assert names(tmp_path) == ["other.qcoder", "study.qcoder"]


def test_never_over_itself(path: Path, tmp_path: Path) -> None:
    """Not by another name for the same file either."""
    before = path.read_bytes()
    (tmp_path / "link.qcoder").symlink_to(path)
    for to in (path, tmp_path / "link.qcoder", tmp_path / "study"):
        with pytest.raises(KnownError, match="is the project itself"):
            save_copy(path, to, overwrite=True)
    assert path.read_bytes() == before


def test_never_over_an_open_project(path: Path, tmp_path: Path) -> None:
    """Its window would write into a file that nobody sees."""
    with Project.create(tmp_path / "open.qcoder", "Open", "Ben") as project:
        with pytest.raises(KnownError, match="is open in another window"):
            save_copy(path, project.path, overwrite=True)
        project.do(Rename("still here"))
        assert project.read.name() == "still here"


@pytest.mark.parametrize("end", ["-journal", "-wal"])
def test_never_beside_the_remains_of_another_file(path: Path, tmp_path: Path, end: str) -> None:
    """SQLite would play them into the copy."""
    (tmp_path / f"copy.qcoder{end}").write_bytes(b"remains")
    with pytest.raises(KnownError, match="remains of another file"):
        save_copy(path, tmp_path / "copy.qcoder", overwrite=True)
    assert names(tmp_path) == [f"copy.qcoder{end}", "study.qcoder"]


def test_no_folder_and_a_folder(path: Path, tmp_path: Path) -> None:
    """Said by name."""
    with pytest.raises(KnownError, match=r"no folder “.*nowhere”"):
        save_copy(path, tmp_path / "nowhere" / "copy.qcoder")
    (tmp_path / "dir.qcoder").mkdir()
    with pytest.raises(KnownError, match="is a folder"):
        save_copy(path, tmp_path / "dir.qcoder", overwrite=True)


def test_into_a_folder_that_takes_nothing(path: Path, tmp_path: Path) -> None:
    """The sentence names the copy, not the project."""
    closed = tmp_path / "closed"
    closed.mkdir()
    with unwritable(closed), pytest.raises(KnownError, match=r"copy “copy.qcoder” was not made"):
        save_copy(path, closed / "copy.qcoder")
    assert names(closed) == []


def test_onto_a_full_disk(path: Path, tmp_path: Path) -> None:
    """No half copy stays, and an older copy there is as it was."""
    with Project.open(path, "Ana") as project:
        project.do(Bulk(100))
    with small_disk(tmp_path / "stick", 128) as stick:
        (stick / "copy.qcoder").write_bytes(b"older")
        with pytest.raises(KnownError, match=r"“copy.qcoder” was not made. The disk is full"):
            save_copy(path, stick / "copy.qcoder", overwrite=True)
        assert (names(stick), (stick / "copy.qcoder").read_bytes()) == (["copy.qcoder"], b"older")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let go of an open file")
def test_what_is_open_is_saved_when_the_file_is_gone(path: Path, tmp_path: Path) -> None:
    """The way out that the sentence about the missing file names."""
    with Project.open(path, "Ana") as project:
        project.do(Rename("the last change"))
        path.unlink()
        copy = project.save_copy(tmp_path / "rescued.qcoder")
    with Project.open(copy, "Ana") as project:
        assert project.read.name() == "the last change"
        assert project.check() == []


def test_a_copy_of_a_half_written_file_is_the_state_before(path: Path, tmp_path: Path) -> None:
    """The journal belongs to the file."""
    (tmp_path / "crashed").mkdir()
    crashed = leave_hot_journal(path, tmp_path / "crashed")
    copy = save_copy(crashed, tmp_path / "copy.qcoder")
    with Project.open(copy, "Ana") as project:
        assert project.read.name() == "Second name"
        assert project.check() == []


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:30_000])


def _other(path: Path) -> None:
    spoil(path, "PRAGMA application_id = 1")


def _noise(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-3000:] = b"\xa5" * 3000
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [_truncate, _other, _noise])
def test_a_damaged_or_foreign_original(path: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """Is not copied, and leaves nothing behind."""
    harm(path)
    with pytest.raises(KnownError, match=r"damaged|not a qcoder project|did not come out the same"):
        save_copy(path, tmp_path / "copy.qcoder")
    assert names(tmp_path) == ["study.qcoder"]


def test_where_there_are_no_hard_links(path: Path, tmp_path: Path) -> None:
    """Sticks have none: the copy comes to its place by renaming, still refusing to replace."""
    image, stick = tmp_path / "image", tmp_path / "stick"
    if shutil.which("mkfs.vfat") is None:
        pytest.skip("no mkfs.vfat here to make a stick with")
    stick.mkdir()
    image.write_bytes(b"\0" * (4 << 20))
    subprocess.run(["mkfs.vfat", image], check=True, capture_output=True)
    if subprocess.run(["mount", "-o", "loop", image, stick], check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        assert pages(save_copy(path, stick / "copy.qcoder")) == pages(path)
        with pytest.raises(KnownError, match="already a file"):
            save_copy(path, stick / "copy.qcoder")
        assert names(stick) == ["copy.qcoder"]
    finally:
        subprocess.run(["umount", stick], check=True)
