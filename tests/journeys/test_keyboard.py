"""A morning's work by keyboard alone, in the whole window: nobody touches a mouse, and nothing is called that a key does not call."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode, EditCode
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.memos import Subject
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.find import FindView
from qcoder.project.project import Project
from tests.gui.conftest import Files, Remembered, transcript
from tests.gui.views.reading import ALT, CTRL, SHIFT, Key, Reading

pytestmark = pytest.mark.journey

TURN = "Next door. I just stand in Karen’s doorway 😀 and ask. She shows me her book."


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Two interviews and a codebook in which one code has a key of its own; nothing is coded yet."""
    path = tmp_path / "study.qcoder"
    with Project.create(path, "Study", "Ana") as project:
        project.do(ImportDocuments((transcript(), transcript("Thornby"))))
        family = project.do(AddCode("learning")).result
        advice = project.do(AddCode("informal advice", family)).result
        project.do(AddCode("cover and cost", family))
        project.do(EditCode(advice, key="a"))
    return path


class Keys(Reading):
    """Presses keys where the focus is."""

    def focus(self) -> QWidget:
        """Where the keyboard is."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def walk(self, words: str) -> None:
        """Bring the caret before some words with arrows alone."""
        self.press(Key.Key_Home, CTRL)
        for _step in range(self.text.index(words)):
            QTest.keyClick(self.focus(), Key.Key_Right)

    def mark(self, words: str) -> None:
        """Select some words with Shift and the arrows."""
        self.walk(words)
        for _step in range(len(words)):
            QTest.keyClick(self.focus(), Key.Key_Right, SHIFT)


def test_a_morning_by_keyboard(study: Path, qtbot: QtBot) -> None:
    files, remembered = Files(), Remembered()
    files.answers = [study]
    window = MainWindow(remembered.settings, files, remembered)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    me = Keys(window, qtbot)
    QTest.keyClick(me.focus(), Key.Key_O, CTRL)
    qtbot.waitUntil(lambda: window.desk is not None)
    me.settle()
    code_in_every_way(me)
    change_what_is_there(me)
    find_and_come_back(me)
    undo_all_of_it(me)
    window.close()


def code_in_every_way(me: Keys) -> None:
    """The first document is open, the caret in it: key, picker, widening, new code, in vivo, digit, the code in the tree."""
    assert me.page.hasFocus()
    assert me.view.pane.header.name.whole == "Ashgrove"
    me.press(Key.Key_PageDown, ALT)
    assert me.page.caret() == me.text.index("Next door")
    me.press("a")
    assert me.coded() == [("informal advice", "Next door.")]
    me.press("a")
    assert me.coded() == [("informal advice", TURN)]
    me.press(Key.Key_Z, CTRL)

    me.walk("She shows")
    me.press(Key.Key_Space)
    me.press("cover")
    me.press(Key.Key_Return)
    assert me.coded()[-1] == ("cover and cost", "She shows me her book.")
    me.press(Key.Key_K, CTRL)
    me.press(Key.Key_Space)
    me.press("books")
    me.press(Key.Key_Return, SHIFT)
    assert ("books", TURN) in me.coded()

    me.mark("the ring road")
    me.press(Key.Key_Space)
    me.press(Key.Key_Return, CTRL)
    assert me.coded()[-1] == ("the ring road", "the ring road")
    me.mark("on a Tuesday")
    me.press("1")
    assert ("informal advice", "on a Tuesday") in me.coded()
    me.press(Key.Key_F6, SHIFT)
    me.press("cover")
    me.press(Key.Key_F6)
    me.walk("So I do not go")
    me.press(Key.Key_Return, CTRL)
    assert me.coded()[-1] == ("cover and cost", "So I do not go.")
    assert len(me.codings()) == 6


def change_what_is_there(me: Keys) -> None:
    """Ends, memo, overlapping codings in turn, several recoded from the list, joined; the next turn without a coding."""
    me.walk("She shows")
    me.press(Key.Key_Return)
    assert me.view.pane.selected() is not None
    me.press(Key.Key_Right, ALT | SHIFT)
    me.press(Key.Key_Left, ALT | SHIFT)
    me.press(Key.Key_E)
    me.press(Key.Key_Left)
    me.press(Key.Key_Return)
    assert ("cover and cost", "She shows me her book") in me.coded()
    me.press(Key.Key_M)
    me.press("Books travel.")
    me.press(Key.Key_Return, CTRL)
    assert me.page.hasFocus()
    assert [memo.text for memo in me.read.memos.all() if memo.subject is Subject.CODING] == ["Books travel."]

    me.walk("She shows")
    me.press(Key.Key_Return)
    me.press(Key.Key_Return, SHIFT)
    for _pane in range(2):
        me.press(Key.Key_F6)
    assert me.view.here.list.hasFocus()
    assert me.view.here.title.text() == "3 codings on this line"
    me.press(Key.Key_Home)
    me.press(Key.Key_End, SHIFT)
    assert len(me.page.chosen_marks()) == 3
    me.press("r")
    me.press("advice")
    me.press(Key.Key_Return)
    assert [name for name, _passage in me.coded()[:3]] == ["informal advice"] * 3
    me.press(Key.Key_J, CTRL)
    assert me.coded()[0] == ("informal advice", TURN)
    assert [passage for name, passage in me.coded() if name == "informal advice"] == [TURN, "on a Tuesday"]
    me.press(Key.Key_Home, CTRL)
    me.press(Key.Key_PageDown, ALT)
    assert me.window.toast.words == "Every turn below has a coding."
    me.press(Key.Key_G, CTRL)
    me.press("0:45")
    me.press(Key.Key_Return)
    assert me.page.caret() == me.text.index("And the hub?")


def find_and_come_back(me: Keys) -> None:
    """Find a word and open the place; look at the quotes of a code; back to the transcript."""
    me.press(Key.Key_2, CTRL)
    QTest.keyClicks(me.focus(), "Karen")
    QTest.keyClick(me.focus(), Key.Key_Return)
    finding = me.window.workspaces["find"]
    assert isinstance(finding, FindView)
    me.qtbot.waitUntil(lambda: len(list(finding.list.hits.all_hits())) == 2)
    me.settle()
    QTest.keyClick(me.focus(), Key.Key_Down)
    QTest.keyClick(me.focus(), Key.Key_Return)
    me.settle()
    assert me.window.stack.currentWidget() is me.view
    span = me.page.selection()
    assert span is not None
    assert me.text[span.start : span.end] == "Karen"
    me.press(Key.Key_3, CTRL)
    assert me.window.stack.currentWidget() is me.window.workspaces["quotes"]
    me.press(Key.Key_1, CTRL)
    assert me.page.hasFocus()


def undo_all_of_it(me: Keys) -> None:
    """Everything can be taken back step by step, and brought again."""
    coded = me.coded()
    steps = 0
    while me.coded() and steps < 40:
        me.press(Key.Key_Z, CTRL)
        steps += 1
    assert me.coded() == me.drawn() == []
    for _step in range(steps):
        me.press(Key.Key_Z, CTRL | SHIFT)
    assert me.coded() == coded
    assert sorted(me.drawn()) == sorted(coded)
