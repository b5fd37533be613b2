"""The files with corrections that are not kept yet."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from qcoder.domain.documents import Turn
from qcoder.domain.spans import Span
from qcoder.gui.views.read.editing_drafts import DraftFiles, StoredDraft

DRAFT = StoredDraft(
    "Ashgrove 🙂", "abc", "old text", "new 🙂 text", (Turn(Span(0, 5), "Priya", 0, None, "P:"), Turn(Span(6, 6), None)), 12, 3
)


@pytest.fixture
def files(tmp_path: Path) -> DraftFiles:
    (tmp_path / "study.qcoder").touch()
    return DraftFiles(tmp_path / "drafts", 1, tmp_path / "study.qcoder")


def test_what_is_written_is_read(files: DraftFiles, tmp_path: Path) -> None:
    assert files.load(2) is None
    files.save(2, DRAFT, files.number())
    assert files.load(2) == DRAFT
    assert files.load(3) is None
    files.remove(2)
    assert files.load(2) is None
    assert list((tmp_path / "drafts").iterdir()) == []


def test_an_older_draft_never_takes_the_place_of_a_newer_one(files: DraftFiles) -> None:
    older, newer = files.number(), files.number()
    files.save(2, dataclasses.replace(DRAFT, text="new 🙂 text, and more"), newer)
    files.save(2, DRAFT, older)
    found = files.load(2)
    assert found is not None
    assert found.text == "new 🙂 text, and more"
    late = files.number()
    files.remove(2)
    files.save(2, DRAFT, late)
    assert files.load(2) is None
    files.save(2, DRAFT, files.number())
    assert files.load(2) == DRAFT


def test_discarded_and_brought_back(files: DraftFiles) -> None:
    files.save(2, DRAFT, files.number())
    files.discard(2)
    assert files.load(2) is None
    files.bring_back(2)
    assert files.load(2) == DRAFT
    files.bring_back(3)
    assert files.load(3) is None


def test_a_copy_has_drafts_of_its_own_and_a_moved_project_keeps_its(files: DraftFiles, tmp_path: Path) -> None:
    files.save(2, DRAFT, files.number())
    copy = DraftFiles(tmp_path / "drafts", 1, tmp_path / "copy.qcoder")
    assert copy.load(2) is None
    (tmp_path / "study.qcoder").rename(tmp_path / "copy.qcoder")
    assert copy.load(2) == DRAFT
    copy.remove(2)
    assert copy.load(2) is None
    assert DraftFiles(tmp_path / "drafts", 9, tmp_path / "copy.qcoder").load(2) is None


@pytest.mark.parametrize(("old", "new"), [('"turns"', '"turned"'), ("[0, 5,", "[0, 500,"), ('"at": 12', '"at": "x"'), ("{", "")])
def test_a_file_that_makes_no_sense(files: DraftFiles, tmp_path: Path, expect_log: Callable[[str], None], old: str, new: str) -> None:
    expect_log("cannot be read")
    files.save(2, DRAFT, files.number())
    (path,) = (tmp_path / "drafts").iterdir()
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert files.load(2) is None
    assert path.exists()
