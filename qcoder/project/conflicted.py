"""Conflicted copies: second versions of a project that a sync service made beside it when two computers wrote at once."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from qcoder.domain.errors import KnownError
from qcoder.project.connection import SUFFIX, connect, inspect
from qcoder.project.read import Reader
from qcoder.words import n_

_ENDINGS = re.compile(
    r"""
    \ \(.*\bconflict.*\)            # Dropbox, Nextcloud, Box: "study (Ana's conflicted copy 2026-05-01)"
    | \ \([^()]*\ in\ Konflikt.*\)  # Dropbox in German
    | \ \(\d+\)                     # Google Drive and browsers: "study (1)"
    | \ [2-9]\d*                    # iCloud Drive: "study 2"
    | [ _.]conflict.*               # ownCloud, pCloud, Resilio: "study_conflict-20260501-101112"
    | \.sync-conflict-.*            # Syncthing: "study.sync-conflict-20260501-101112-ABCDEFG"
    | -[^\s\\/]+(?:-\d+)?           # OneDrive: "study-HOSTNAME"
    """,
    re.IGNORECASE | re.VERBOSE,
)
MOST = 20
"""So many files are looked into at most; a folder with more has another trouble."""


@dataclass(frozen=True, slots=True)
class Conflicted:
    """A second version of a project: where it is, how many steps in it the project lacks, who made the last of them and when (ms UTC)."""

    path: Path
    steps: int
    who: str
    at: int


def conflicted_copies(path: Path, read: Reader) -> list[Conflicted]:
    """The files beside a project that are named as sync services name them, are copies of it, and hold steps that it lacks; by name."""
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return []
    named = [file for file in beside if _is_named_so(file, path)][:MOST]
    if not named:
        return []
    known = {row[0] for row in read.connection.execute("SELECT id FROM step")} | _merged(read)
    project_id = read.project_id()
    return [found for file in named if (found := _look(file, project_id, known)) is not None]


def conflicted_words(copies: list[Conflicted]) -> str:
    """The sentence for the person who opens the project; empty when there are none."""
    if not copies:
        return ""
    sentence = n_(
        "Beside this project lies a second version of it with work that is not in here: “{name}”. Merge it under Team & study, Copies.",
        "Beside this project lie {n} second versions of it with work that is not in here, such as “{name}”. "
        "Merge them under Team & study, Copies.",
        len(copies),
    )
    return sentence.replace("{name}", copies[0].path.name)


def _is_named_so(file: Path, path: Path) -> bool:
    """True if one of the two is named as a second version of the other: whoever opened the second one should hear of the first."""
    if file.suffix.casefold() != SUFFIX or file.name == path.name:
        return False
    shorter, longer = sorted((path.stem, file.stem), key=len)
    return longer.startswith(shorter) and _ENDINGS.fullmatch(longer[len(shorter) :]) is not None


def _merged(read: Reader) -> set[int]:
    """The ids of steps that came in with merges."""
    there = read.connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'merged_step'").fetchone()
    return set() if there is None else {row[0] for row in read.connection.execute("SELECT id FROM merged_step")}


def _look(file: Path, project_id: int, known: set[int]) -> Conflicted | None:
    """What is new in a file; None for what is no copy of the project, cannot be read, or has nothing new."""
    try:
        inspect(file)
        with closing(connect(file, write=False)) as connection:
            reader = Reader(connection)
            if reader.project_id() != project_id:
                return None
            steps = connection.execute("SELECT id, who, at FROM step ORDER BY seq DESC").fetchall()
    except (sqlite3.Error, OSError, KnownError):
        return None  # whoever opens that file hears why
    fresh = [step for step in steps if step[0] not in known]
    return Conflicted(file, len(fresh), fresh[0][1], fresh[0][2]) if fresh else None
