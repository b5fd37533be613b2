"""Opening: what is not a project is told from what is, nothing is written before that, and a dead program's file comes back."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qcoder.domain.errors import KnownError
from qcoder.project.connection import APPLICATION_ID, SCHEMA_VERSION
from qcoder.project.project import Project
from tests.project.makers import Rename, leave_hot_journal, make, raw, rows_of, spoil, unwritable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project file with something in every table."""
    return make(tmp_path / "study.qcoder")


def refused(path: Path, sentence: str) -> None:
    """The file is not opened, for this reason, and neither it nor its folder has changed."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    for write in (True, False):
        with pytest.raises(KnownError, match=sentence):
            Project.open(path, "Ana", write=write)
        assert {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before


def test_no_file(tmp_path: Path) -> None:
    """Nothing is made by opening."""
    refused(tmp_path / "gone.qcoder", "is not there")


def test_a_folder(tmp_path: Path) -> None:
    """A folder can be called anything."""
    (tmp_path / "folder.qcoder").mkdir()
    refused(tmp_path / "folder.qcoder", "is a folder")


@pytest.mark.parametrize("content", [b"", b"SQLite", b"SQLite format 3\0", b"Dear diary,\n" * 500, random.Random(1).randbytes(20_000)])
def test_not_a_database(tmp_path: Path, content: bytes) -> None:
    """Empty, text, noise and the beginning of a database."""
    path = tmp_path / "noise.qcoder"
    path.write_bytes(content)
    refused(path, "is not a qcoder project")


def test_noise_behind_a_true_header(path: Path) -> None:
    """A header alone makes no project."""
    path.write_bytes(path.read_bytes()[:100] + random.Random(2).randbytes(path.stat().st_size - 100))
    refused(path, "damaged|not a qcoder project|changed by another program")


@pytest.mark.parametrize("share", [0.9, 0.5, 0.02])
def test_truncated(path: Path, share: float) -> None:
    """A file that was copied only in part."""
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    refused(path, "is damaged")


def test_newer(path: Path) -> None:
    """A newer program's file is left alone."""
    spoil(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}", "CREATE TABLE idea (id INTEGER PRIMARY KEY)")
    refused(path, "newer qcoder")


def test_of_no_version(path: Path) -> None:
    """Version 0 was never published."""
    spoil(path, "PRAGMA user_version = 0")
    refused(path, "not a whole qcoder project")


def test_another_programs_database(tmp_path: Path) -> None:
    """Whatever journal it uses, nothing is written to it or beside it."""
    for mode in ("delete", "wal"):
        folder = tmp_path / mode
        folder.mkdir()
        with closing(raw(folder / "other.qcoder")) as connection:
            connection.execute(f"PRAGMA journal_mode = {mode}")
            connection.execute("CREATE TABLE project (id INTEGER)")
        refused(folder / "other.qcoder", "is not a qcoder project")


def test_another_programs_half_written_database(path: Path, tmp_path: Path) -> None:
    """We do not play another program's journal into its file."""
    spoil(path, "PRAGMA application_id = 7")
    (tmp_path / "crashed").mkdir()
    refused(leave_hot_journal(path, tmp_path / "crashed"), "is not a qcoder project")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER spy AFTER INSERT ON coding BEGIN DELETE FROM document; END",
        "CREATE TABLE extra (id INTEGER)",
        "CREATE VIEW passages2 AS SELECT 1",
        "CREATE INDEX more ON coding(origin)",
        "DROP INDEX coding_by_code",
        "DROP VIEW people",
        "ALTER TABLE coding ADD COLUMN weight INTEGER",
        "DROP TABLE rejection",
    ],
)
def test_changed_by_another_program(path: Path, statement: str) -> None:
    """Whatever is more, less or other than we know."""
    spoil(path, statement)
    refused(path, "changed by another program")


def test_a_trigger_under_a_name_of_sqlites_own(path: Path) -> None:
    """Such a name is only possible with force, and does not hide it."""
    spoil(
        path,
        "CREATE TRIGGER spy AFTER INSERT ON coding BEGIN DELETE FROM document; END",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET name = 'sqlite_spy', sql = replace(sql, 'spy', 'sqlite_spy') WHERE name = 'spy'",
    )
    refused(path, "changed by another program|damaged")


def test_statistics_are_no_harm(path: Path) -> None:
    """ANALYZE by another program leaves SQLite's own tables behind, and we open the file."""
    spoil(path, "ANALYZE")
    with Project.open(path, "Ana") as project:
        assert project.read_only == ""
        assert project.check() == []


def test_a_file_in_the_other_journal_mode_comes_back(path: Path) -> None:
    """Another program left the file in WAL mode: it opens, and no sidecar file stays."""
    spoil(path, "PRAGMA journal_mode = WAL")
    with Project.open(path, "Ana") as project:
        project.do(Rename("back again"))
        assert sorted(file.name for file in path.parent.iterdir()) == [".study.qcoder.lock", "study.qcoder"]
    with Project.open(path, "Ana") as project:
        assert project.read.name() == "back again"


@pytest.mark.parametrize("write", [True, False])
def test_a_hot_journal_left_behind(path: Path, tmp_path: Path, write: bool) -> None:
    """A program died in the middle of a change: the state before it comes back, whole."""
    with Project.open(path, "Ana") as project:
        before = rows_of(project.read)
    (tmp_path / "crashed").mkdir()
    crashed = leave_hot_journal(path, tmp_path / "crashed")
    assert crashed.read_bytes() != path.read_bytes()
    with Project.open(crashed, "Ana", write=write) as project:
        assert rows_of(project.read) == before
        assert project.check() == []
    assert crashed.read_bytes() == path.read_bytes()
    assert not Path(f"{crashed}-journal").exists()


def test_a_hot_journal_where_nobody_may_write(path: Path, tmp_path: Path) -> None:
    """It cannot be put right there, and the sentence says what to do."""
    folder = tmp_path / "crashed"
    folder.mkdir()
    crashed = leave_hot_journal(path, folder)
    before = crashed.read_bytes()
    with unwritable(folder), unwritable(crashed), unwritable(Path(f"{crashed}-journal")):
        with pytest.raises(KnownError, match=r"copy it together with “study.qcoder-journal”"):
            Project.open(crashed, "Ana")
        assert crashed.read_bytes() == before


def test_odd_names(tmp_path: Path) -> None:
    """A name may hold what means something in an address."""
    for name in ("50% done?#1.qcoder", "école – مدرسة.qcoder", "a&mode=memory.qcoder", "no suffix"):
        with Project.create(tmp_path / name, "N", "Ana") as project:
            assert project.path.suffix == ".qcoder"
            project.do(Rename("written"))
        with Project.open(project.path, write=False) as project:
            assert project.read.name() == "written"


def test_create_never_replaces(path: Path) -> None:
    """An existing file stays as it is, and no half-made file is left."""
    before = path.read_bytes()
    with pytest.raises(KnownError, match="already a file"):
        Project.create(path, "New", "Ana")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["study.qcoder"]


def test_create_beside_the_remains_of_another_file(tmp_path: Path) -> None:
    """SQLite would play a journal of that name into the new file."""
    (tmp_path / "new.qcoder-journal").write_bytes(b"needed")
    with pytest.raises(KnownError, match="remains of another file"):
        Project.create(tmp_path / "new.qcoder", "New", "Ana")
    assert [file.name for file in tmp_path.iterdir()] == ["new.qcoder-journal"]


def test_a_fresh_file_is_ours(tmp_path: Path) -> None:
    """Its header says so, and it lies alone."""
    Project.create(tmp_path / "new.qcoder", "New", "Ana").close()
    with closing(sqlite3.connect(tmp_path / "new.qcoder")) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    assert [file.name for file in tmp_path.iterdir()] == ["new.qcoder"]


def test_read_only_file_and_folder(path: Path) -> None:
    """Reading works, changing is refused with the reason, and nothing is written."""
    before = path.read_bytes()
    with unwritable(path), unwritable(path.parent), Project.open(path, "Ana") as project:
        assert "read-only" in project.read_only
        assert project.read.name() == "Second name"
        for attempt in (lambda: project.do(Rename("no")), project.undo, project.redo):
            with pytest.raises(KnownError, match=r"Nothing can be changed .* read-only"):
                attempt()
        assert path.read_bytes() == before


def test_opened_for_reading(path: Path) -> None:
    """Neither changed nor locked; another writes beside it."""
    with Project.open(path, write=False) as reading, Project.open(path, "Ana") as writing:
        assert writing.read_only == ""
        writing.do(Rename("written meanwhile"))
        assert reading.read.name() == "written meanwhile"
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reading.read.connection.execute("DELETE FROM coding")
        with pytest.raises(KnownError, match="opened for reading"):
            reading.do(Rename("no"))


def test_a_reader_never_writes(path: Path) -> None:
    """The window's own connection is for asking."""
    with Project.open(path, "Ana") as project, closing(project.reader()) as reader:
        project.do(Rename("seen"))
        assert reader.name() == "seen"
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.connection.execute("DELETE FROM coding")


@pytest.mark.parametrize("folder", ["OneDrive - University", "Dropbox", "iCloud Drive", "GoogleDrive-ana@x.org"])
def test_a_note_in_a_sync_folder(tmp_path: Path, folder: str) -> None:
    """The person hears once that a service copies the file behind their back."""
    with Project.create(tmp_path / folder / "papers" / "s.qcoder", "S", "Ana") as project:
        assert len(project.notes) == 1
        assert "copies: let it finish" in project.notes[0]


def test_no_note_elsewhere(path: Path) -> None:
    """Nor for a file that is only called so."""
    with Project.create(path.with_name("dropbox.qcoder"), "S", "Ana") as project:
        assert project.notes == []


def test_noise_where_the_schema_stands(path: Path) -> None:
    """What SQLite says of it quotes the noise, which is no text."""
    path.write_bytes(path.read_bytes().replace(b"CREATE ", b"\xff\xdf\xff\xdf\xff\xdf\xff"))
    refused(path, "is damaged")


def test_a_name_that_the_system_refuses(tmp_path: Path) -> None:
    """Longer than any file system takes; both when opening and when making."""
    path = tmp_path / ("y" * 300 + ".qcoder")
    refused(path, "could not be read or written")
    with pytest.raises(KnownError, match="could not be read or written"):
        Project.create(path, "y", "Ana")
