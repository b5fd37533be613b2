"""Merging in the window: both sides in words, every kind of question with what most would choose, all of a kind, one step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode, DeleteCodes, EditCode
from qcoder.changes.codings import AddCodings
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.team.merging import MergePage
from qcoder.gui.views.workspace import Desk
from qcoder.project.project import Project


@pytest.fixture
def theirs(small_project: Project, tmp_path: Path) -> Path:
    """Ben's copy after both went on: a definition changed twice, a code deleted there and used here, two codes of one name."""
    path = small_project.save_copy(tmp_path / "ben.qcoder")
    tree = small_project.read.codes.tree()
    advice, cover = tree.find("informal advice").id, tree.find("cover and cost").id
    document = small_project.read.documents.find("Thornby").id
    small_project.do(EditCode(advice, when="A person is turned to; phone."))
    small_project.do(AddCodings((NewCoding(document, cover, Span(0, 11)),)))
    for name in ("sunshine", "rain"):
        small_project.do(AddCode(name))
    with Project.open(path, coder="Ben") as ben:
        ben.do(EditCode(advice, when="A person is turned to outside meetings."))
        ben.do(DeleteCodes((cover,)))
        for name in ("sunshine", "rain"):
            ben.do(AddCode(name))
    return path


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[MergePage]:
    """The page by itself."""
    made = MergePage(desk, FileDoor())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()


def settle(qtbot: QtBot, page: MergePage) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: page._desk.jobs.idle)


def words(page: MergePage) -> str:
    """All that is said on the page."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_both_sides_are_told_and_everything_has_a_default(page: MergePage, qtbot: QtBot, theirs: Path) -> None:
    """Four questions, each with its radio buttons and something chosen."""
    page.compare(theirs)
    settle(qtbot, page)
    assert page.title.text() == "Merge Ben's copy"
    assert "shared until" in page.when.text()
    # What was added is seen once it has been laid out.
    qtbot.waitUntil(lambda: "4 things to decide" in words(page))
    said = words(page)
    assert "Ana added 1 coding in 1 document." in said
    assert [card.conflict.kind for card in page.cards.values()].count("same name") == 2
    for card in page.cards.values():
        assert [radio.isChecked() for radio in card.radios.values()].count(True) == 1
        assert all(radio.accessibleName() for radio in card.radios.values())
    assert page.go.isEnabled()


def test_choices_by_key_and_for_all_of_a_kind_and_one_step(page: MergePage, qtbot: QtBot, theirs: Path, small_project: Project) -> None:
    """Two of one name, all at once; the passages of the deleted code under another; one undo takes it all back."""
    page.compare(theirs)
    settle(qtbot, page)
    two = next(button for button in page.findChildren(QPushButton) if button.text() == "two things")
    two.click()
    settle(qtbot, page)
    gone = next(card for card in page.cards.values() if card.conflict.kind == "deleted there")
    assert "Where do yo" in gone.conflict.passages[0].words
    gone.codes.setCurrentIndex(gone.codes.findText("learning"))
    gone.radios["under"].setFocus()
    QTest.keyClick(gone.radios["under"], Qt.Key.Key_Space)
    settle(qtbot, page)
    before = small_project.read.history.count()
    page.go.click()
    settle(qtbot, page)
    tree = small_project.read.codes.tree()
    names = {code.name for code in tree.by_id.values()}
    assert {"sunshine (Ana)", "sunshine (Ben)", "rain (Ana)", "rain (Ben)"} <= names
    assert "cover and cost" not in names
    assert [c.code_id for c in small_project.read.codings.of_document(small_project.read.documents.find("Thornby").id)] == [
        tree.find("learning").id
    ]
    assert tree.find("informal advice").when == "A person is turned to; phone.\n\nA person is turned to outside meetings."
    assert small_project.read.history.count() == before + 1
    page.refresh()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: "nothing in that file" in words(page))
    assert not page.go.isVisible()
    small_project.undo()
    page.refresh()
    settle(qtbot, page)
    assert all(card.radios["two"].isChecked() for card in page.cards.values() if card.conflict.kind == "same name"), "decisions are kept"


def test_cancel_goes_back_to_the_beginning(page: MergePage, qtbot: QtBot, theirs: Path, small_project: Project) -> None:
    """Nothing was written."""
    before = small_project.read.history.count()
    page.compare(theirs)
    settle(qtbot, page)
    page.cancel.click()
    assert page.cards == {}
    qtbot.waitUntil(lambda: "Give a colleague a copy" in words(page))
    assert small_project.read.history.count() == before
