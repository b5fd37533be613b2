"""Merging in the window: both sides in words, every kind of question with what most would choose, all of a kind, one step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, RenameCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.team import SetBranchOwners
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


@pytest.fixture
def proposed(small_project: Project, tmp_path: Path) -> Path:
    """Ben's copy, in which he changed what Ana looks after: a name, a definition, a new code with a passage; and a colour of both."""
    tree = small_project.read.codes.tree()
    advice, cover = tree.find("informal advice").id, tree.find("cover and cost").id
    (ana,) = [coder.id for coder in small_project.read.study.coders() if coder.name == "Ana"]
    for family in tree.children(None):
        small_project.do(SetBranchOwners(family.id, (ana,)))
    path = small_project.save_copy(tmp_path / "ben.qcoder")
    small_project.do(EditCode(cover, color="#111111"))
    document = small_project.read.documents.find("Thornby").id
    with Project.open(path, coder="Ben") as ben:
        ben.do(RenameCode(advice, "advice among friends"))
        ben.do(EditCode(cover, example="“Nobody can cover me.”", color="#222222"))
        new = ben.do(AddCode("by phone", advice)).result
        ben.do(AddCodings((NewCoding(document, new, Span(0, 11)),)))
    return path


def press(page: MergePage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focused = QApplication.focusWidget()
    QTest.keyClick(page if focused is None else focused, key, modifier)


def test_proposals_are_decided_by_keys_alone(page: MergePage, qtbot: QtBot, proposed: Path, small_project: Project) -> None:
    """N to the next question, 1 and 2 to answer, Ctrl+Enter to merge; what is left goes to the code above."""
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.compare(proposed)
    qtbot.waitUntil(lambda: len(page.cards) == 3)
    assert {card.conflict.kind for card in page.cards.values()} == {"proposal"}
    defaults = {card.conflict.id.rpartition(":")[2]: page.decisions[card.conflict.id] for card in page.cards.values()}
    assert defaults == {"name": "leave", "example": "take", "new": "take"}
    qtbot.waitUntil(lambda: "All 3 proposals:" in words(page))
    page.setFocus()
    for _question in page.cards:
        press(page, Qt.Key.Key_N)
        (card,) = [card for card in page.cards.values() if card.isAncestorOf(page.focusWidget())]
        choice = "take" if not card.conflict.id.endswith(":new") else "leave"
        press(page, Qt.Key.Key_2 if choice == "take" else Qt.Key.Key_1)
        settle(qtbot, page)
        assert page.decisions[card.conflict.id] == choice
    press(page, Qt.Key.Key_P)
    before = small_project.read.history.count()
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)
    tree = small_project.read.codes.tree()
    assert small_project.read.history.count() == before + 1
    assert [code.name for code in tree.by_id.values() if code.name in {"by phone", "advice among friends"}] == ["advice among friends"]
    document = small_project.read.documents.find("Thornby").id
    assert tree.find("advice among friends").id in {coding.code_id for coding in small_project.read.codings.of_document(document)}


def test_all_proposals_at_once_and_what_needs_no_decision(page: MergePage, qtbot: QtBot, proposed: Path) -> None:
    """One button for all; the details are behind another; Escape goes back to the beginning."""
    page.compare(proposed)
    qtbot.waitUntil(lambda: len(page.cards) == 3)
    next(button for button in page.findChildren(QPushButton) if button.text() == "leave").click()
    settle(qtbot, page)
    assert set(page.decisions.values()) == {"leave"}
    qtbot.waitUntil(lambda: all(card.radios["leave"].isChecked() for card in page.cards.values()))

    def folds() -> list[QToolButton]:
        return [button for button in page.findChildren(QToolButton) if "needs no decision" in button.text() and not button.isHidden()]

    qtbot.waitUntil(lambda: len(folds()) == 1)
    assert "yours stays" not in words(page)
    folds()[0].click()
    qtbot.waitUntil(lambda: "yours stays (#111111; theirs is #222222)" in words(page))
    press(page, Qt.Key.Key_Escape)
    assert page.cards == {}
