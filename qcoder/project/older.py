"""Reading a file of an older version without changing it: a copy is brought up to date and read in its place."""

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

from qcoder.project.connection import SCHEMA_VERSION, connect, identify
from qcoder.project.copies import save_copy
from qcoder.project.migrations import migrate


def is_older(path: Path) -> bool:
    """True if the file is of a version before this one; raises sqlite3.Error when it cannot be read."""
    with closing(connect(path, write=False)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0]) < SCHEMA_VERSION


def stand_in(path: Path) -> Path:
    """A copy of the file in a folder of its own that only this person may read, of this version; `remove_stand_in` takes it away.

    Raises KnownError when the copy cannot be made, and then nothing is left.
    """
    folder = Path(tempfile.mkdtemp(prefix="qcoder-"))
    try:
        copy = save_copy(path, folder / path.name)
        copy.chmod(0o600)
        with closing(connect(copy, write=True)) as connection:
            migrate(connection, lambda: None)
            identify(connection, path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return copy


def remove_stand_in(copy: Path) -> None:
    """Take the copy and its folder away."""
    shutil.rmtree(copy.parent, ignore_errors=True)
