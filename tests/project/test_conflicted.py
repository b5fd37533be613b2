"""Second versions that sync services make are found, and nothing else is taken for one."""

import shutil
from pathlib import Path

import pytest

from qcoder.project.conflicted import conflicted_copies, conflicted_words
from qcoder.project.project import Project
from tests.project.makers import Rename, make

NAMES = (
    "study (Ana's conflicted copy 2026-05-01).qcoder",
    "study (conflicted copy 2026-05-01).qcoder",
    "study (conflicted copy 2026-05-01 101112).qcoder",
    "study (1).qcoder",
    "study 2.qcoder",
    "study-LAPTOP-7.qcoder",
    "study_conflict-20260501-101112.qcoder",
    "study.sync-conflict-20260501-101112-ABCDEFG.qcoder",
    "study.Conflict.qcoder",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project."""
    return make(tmp_path / "study.qcoder")


def second(path: Path, name: str) -> Path:
    """A copy of that name in which Ben did one thing more."""
    copy = path.with_name("in between.qcoder")
    shutil.copy(path, copy)
    with Project.open(copy, "Ben") as project:
        project.do(Rename("on another computer"))
    return copy.rename(path.with_name(name))


@pytest.mark.parametrize("name", NAMES)
def test_names_of_sync_services(path: Path, name: str) -> None:
    """The person who opens the project hears of it, with its name."""
    other = second(path, name)
    with Project.open(path, "Ana") as project:
        (found,) = conflicted_copies(path, project.read)
        assert (found.path, found.steps, found.who) == (other, 1, "Ben")
        assert name in conflicted_words([found])
        assert project.notes == [conflicted_words([found])]
        project.do(Rename("goes on"))
        assert len(conflicted_copies(path, project.read)) == 1


def test_whoever_opened_the_second_version_hears_of_the_first(path: Path) -> None:
    """Two files, each with work of its own: from either the other is found."""
    other = second(path, "study (conflicted copy 2026-05-01).qcoder")
    with Project.open(path, "Ana") as project:
        project.do(Rename("on this one"))
    with Project.open(other, "Ben") as project:
        (found,) = conflicted_copies(other, project.read)
        assert (found.path, found.steps, found.who) == (path, 1, "Ana")


@pytest.mark.parametrize("name", ["study copy.qcoder", "study for Ben.qcoder", "other (1).qcoder", "study (1).txt", "studying.qcoder"])
def test_other_names(path: Path, name: str) -> None:
    """A copy that a person made is their own affair."""
    second(path, name)
    with Project.open(path, "Ana") as project:
        assert conflicted_copies(path, project.read) == []
        assert project.notes == []


def test_what_is_no_second_version(path: Path) -> None:
    """An older state of the project, another project, a file that is none."""
    shutil.copy(path, path.with_name("study (1).qcoder"))
    make(path.with_name("study (2).qcoder"))
    path.with_name("study (3).qcoder").write_bytes(b"no database" * 100)
    path.with_name("study (4).qcoder").mkdir()
    with Project.open(path, "Ana") as project:
        assert conflicted_copies(path, project.read) == []
        assert conflicted_words([]) == ""
