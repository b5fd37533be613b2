"""Several codings at once in Read & code: chosen by mouse, keys and list; recoded, coded too, joined, removed; repeated keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from tests.gui.views.reading import ALT, CTRL, SHIFT, Key, Reading, begin


@pytest.fixture
def reading(window: MainWindow, qtbot: QtBot) -> Reading:
    return begin(window, qtbot)


def code(reading: Reading, words: str, name: str) -> int:
    """Code a passage; returns the coding's id."""
    reading.view.hand.code(reading.put_caret(words), reading.code_id(name))
    reading.settle()
    selected = reading.page.selected_mark()
    assert selected is not None
    return selected


def click(reading: Reading, words: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Click the first letter of some words."""
    start = reading.text.index(words)
    rect = reading.page.text_span_rect(Span(start, start + 1))
    assert rect is not None
    at = rect.translated(-reading.page.viewport().pos()).center()
    QTest.mouseClick(reading.page.viewport(), Qt.MouseButton.LeftButton, held, at)


@pytest.fixture
def three(reading: Reading) -> list[int]:
    """Three codings: Next door., And the hub?, Nobody can cover me."""
    first = reading.codings()[0].id
    second = code(reading, "And the hub?", "cover and cost")
    third = code(reading, "Nobody can cover me", "learning")
    reading.page.setFocus()
    reading.press(Key.Key_Escape)
    return [first, second, third]


def test_ctrl_and_a_click_in_the_text_choose_several(reading: Reading, three: list[int]) -> None:
    click(reading, "Next door.")
    click(reading, "And the hub?", CTRL)
    click(reading, "Nobody can", CTRL)
    assert set(reading.page.chosen_marks()) == set(three)
    assert reading.page.selected_mark() == three[2]
    panel = reading.view.inspector.several
    assert panel.isVisible()
    assert panel.title.text() == "3 codings chosen"
    assert not panel.buttons["join"].isEnabled()
    click(reading, "And the hub?", CTRL)
    assert set(reading.page.chosen_marks()) == {three[0], three[2]}
    click(reading, "Nobody can", CTRL)
    assert reading.page.chosen_marks() == (three[0],)
    assert reading.view.inspector.coding.isVisible()
    reading.press(Key.Key_Escape)
    assert reading.page.chosen_marks() == ()


def test_ctrl_and_a_click_in_the_margin_choose_several(reading: Reading, three: list[int]) -> None:
    margin = reading.page._margin
    for mark_id, held in ((three[0], Qt.KeyboardModifier.NoModifier), (three[2], CTRL)):
        QTest.mouseClick(margin, Qt.MouseButton.LeftButton, held, margin.label_rects()[mark_id].center().toPoint())
    assert reading.page.chosen_marks() == (three[2], three[0])
    nowhere = QPoint(margin.width() - 2, margin.height() - 2)
    QTest.mouseClick(margin, Qt.MouseButton.LeftButton, CTRL, nowhere)
    assert len(reading.page.chosen_marks()) == 2
    QTest.mouseClick(margin, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, nowhere)
    assert reading.page.chosen_marks() == ()


def test_recoding_several_is_one_step(reading: Reading, three: list[int]) -> None:
    reading.page.choose_marks(three)
    reading.press("r")
    assert reading.view.pane.picker.box.placeholderText() == "Recode 3 codings as…"
    reading.press("cov")
    reading.press(Key.Key_Return)
    assert {name for name, _passage in reading.coded()} == {"cover and cost"}
    assert set(reading.page.chosen_marks()) == set(three)
    reading.press(Key.Key_Z, CTRL)
    assert [name for name, _passage in reading.coded()] == ["informal advice", "cover and cost", "learning"]


def test_code_these_too_by_picker_key_and_digit(reading: Reading, three: list[int]) -> None:
    reading.page.choose_marks([three[0], three[2]])
    reading.press(Key.Key_Space)
    picker = reading.view.pane.picker
    assert picker.box.placeholderText() == "Code these too…"
    assert picker.passage.text() == "“2 passages”"
    reading.press("cov")
    reading.press(Key.Key_Return)
    both = [("cover and cost", "Next door."), ("cover and cost", "Nobody can cover me")]
    assert [pair for pair in both if pair not in reading.coded()] == []
    assert len(reading.codings()) == 5
    reading.press(Key.Key_Z, CTRL)
    assert len(reading.codings()) == 3
    reading.page.choose_marks([three[0], three[2]])
    digit = reading.view.codes.recent.digit_of(reading.code_id("cover and cost"))
    reading.press(str(digit))
    assert [pair for pair in both if pair not in reading.coded()] == []
    # With text selected, that is meant and not the chosen codings.
    reading.page.choose_marks([three[0], three[2]])
    reading.select("So I do")
    reading.press(str(digit))
    assert ("cover and cost", "So I do") in reading.coded()
    assert len(reading.codings()) == 6


def test_removing_several_is_one_step(reading: Reading, three: list[int]) -> None:
    reading.page.choose_marks(three[1:])
    reading.press(Key.Key_Delete)
    assert reading.coded() == reading.drawn() == [("informal advice", "Next door.")]
    assert "Removed 2 codings" in reading.window.toast.words
    reading.press(Key.Key_Z, CTRL)
    assert len(reading.drawn()) == 3


def test_joining_several_of_one_code_even_apart(reading: Reading) -> None:
    first = code(reading, "I just stand", "cover and cost")
    second = code(reading, "She shows me", "cover and cost")
    reading.page.setFocus()
    reading.page.choose_marks([first, second])
    assert reading.view.inspector.several.buttons["join"].isEnabled()
    reading.press(Key.Key_J, CTRL)
    joined = "I just stand in Karen’s doorway 😀 and ask. She shows me"
    assert reading.coded()[1] == reading.drawn()[1] == ("cover and cost", joined)
    other = reading.codings()[0].id
    reading.page.choose_marks([first, other])
    reading.press(Key.Key_J, CTRL)
    assert "one code by one coder" in reading.window.toast.words
    assert len(reading.codings()) == 2


def test_touching_the_same_code_offers_to_join_with_a_key(reading: Reading) -> None:
    toast = reading.window.toast
    reading.view.hand.code(reading.put_caret(" I just stand"), reading.code_id("informal advice"))
    reading.settle()
    assert toast.words.startswith("Coded")
    assert toast.offered == "Join with the one it touches  Ctrl+J"
    assert toast._undo.isVisible()
    QTest.mouseClick(toast._act, Qt.MouseButton.LeftButton)
    reading.settle()
    assert reading.coded() == [("informal advice", "Next door. I just stand")]
    code(reading, "And the hub?", "cover and cost")
    assert toast.offered == ""


def test_the_same_key_again_widens_the_sentence_to_the_turn(reading: Reading) -> None:
    caret = reading.put_caret("She shows me").start
    reading.view.codes.recent.used(reading.code_id("cover and cost"))
    digit = str(reading.view.codes.recent.digit_of(reading.code_id("cover and cost")))
    reading.press(digit)
    assert reading.coded()[-1] == ("cover and cost", "She shows me her book.")
    reading.press(digit)
    turn = "Next door. I just stand in Karen’s doorway 😀 and ask. She shows me her book."
    assert reading.coded()[0] == reading.drawn()[0] == ("cover and cost", turn)
    assert len(reading.codings()) == 2
    assert reading.page.caret() == caret
    reading.press(Key.Key_Z, CTRL)
    assert reading.coded()[-1] == ("cover and cost", "She shows me her book.")
    # The caret having moved on, the key means the sentence there.
    reading.put_caret("And the hub?")
    reading.press(digit)
    assert ("cover and cost", "And the hub?") in reading.coded()


def test_the_codings_of_the_line_as_a_list(reading: Reading, three: list[int]) -> None:
    here = reading.view.here
    reading.put_caret("And the hub?")
    assert here.title.text() == "1 coding on this line"
    code(reading, "hub?", "learning")
    reading.page.setFocus()
    rows = [here.list.item(row).text() for row in range(here.list.count())]
    assert rows == ["cover and cost · “And the hub?”", "learning · “hub?”"]
    reading.press(Key.Key_Escape)
    for _pane in range(2):
        reading.press(Key.Key_F6)
    assert here.list.hasFocus()
    assert here.list.accessibleDescription() == "2 codings on this line"
    reading.press(Key.Key_Home)
    assert reading.page.chosen_marks() == (three[1],)
    reading.press(Key.Key_Down, SHIFT)
    assert set(reading.page.chosen_marks()) == {mark.id for mark in reading.page.marks_on_line()}
    assert reading.view.inspector.several.isVisible()
    reading.press(Key.Key_Delete)
    assert here.title.text() == "Nothing coded on this line"
    assert len(reading.codings()) == 2
    reading.press(Key.Key_Return)
    assert reading.page.hasFocus()
    reading.press(Key.Key_Z, CTRL)
    assert here.list.count() == 2


def test_ten_codings_in_one_place_are_each_reached_by_key_menu_and_number(reading: Reading) -> None:
    start = reading.text.index("Nobody can")
    names = ["learning", "cover and cost", "informal advice"]
    for number in range(10):
        reading.view.hand.code(Span(start + number, start + 20 + number), reading.code_id(names[number % 3]))
        reading.settle()
    reading.page.setFocus()
    reading.press(Key.Key_Escape)
    reading.page.go_to(start + 15)
    ids = {mark.id for mark in reading.page.marks_at(start + 15)}
    assert len(ids) == 10

    forwards = []
    for _press in range(10):
        reading.press(Key.Key_Return)
        forwards.append(reading.page.selected_mark())
    assert set(forwards) == ids
    backwards = []
    for _press in range(10):
        reading.press(Key.Key_Return, SHIFT)
        backwards.append(reading.page.selected_mark())
    assert backwards == [*forwards[-2::-1], forwards[-1]]

    before = reading.page.chosen_marks()
    reading.press(Key.Key_J, CTRL | ALT)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    seen = [reading.page.selected_mark()]
    for _press in range(9):
        QTest.keyClick(menu, Key.Key_Down)
        seen.append(reading.page.selected_mark())
    assert set(seen) == ids
    QTest.keyClick(menu, Key.Key_Escape)
    assert reading.page.chosen_marks() == before
    reading.press(Key.Key_J, CTRL | ALT)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Key.Key_Down)
    second = reading.page.selected_mark()
    QTest.keyClick(menu, Key.Key_Return)
    reading.settle()
    assert reading.page.chosen_marks() == (second,)

    reading.window.resize(1000, 420)
    QApplication.processEvents()
    reading.page.go_to(start)
    QApplication.processEvents()
    reached = {mark.id for marks in reading.page._margin.gave_way().values() for mark in marks} | reading.page._margin.label_rects().keys()
    assert ids <= reached


def test_what_gave_way_in_the_margin_is_listed_where_its_number_is_clicked(reading: Reading) -> None:
    start = reading.text.index("Nobody can")
    for number in range(9):
        reading.view.hand.code(Span(start + number, start + 20 + number), reading.code_id("learning"))
        reading.settle()
    reading.page.setFocus()
    reading.press(Key.Key_Escape)
    margin = reading.page._margin
    reading.window.resize(1000, 430)
    QApplication.processEvents()
    if not margin.gave_way():
        reading.page.verticalScrollBar().setValue(0)
    laid = margin._laid()
    crowded = next((label for label in margin._labels(laid) if label.gave_way), None)
    assert crowded is not None
    rect = margin._label_rect(crowded, laid)
    tail = f"  +{len(crowded.gave_way)}"
    right = rect.left() + min(margin.fontMetrics().horizontalAdvance(crowded.bracket.mark.label + tail), rect.width() - 4)
    at = next(
        QPoint(x, round(rect.center().y()))
        for x in range(round(right), round(rect.left()), -1)
        if margin._on_number(QPoint(x, round(rect.center().y())).toPointF(), crowded, laid)
    )
    QTest.mouseClick(margin, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert len(menu.actions()) == 1 + len(crowded.gave_way)
    QTest.keyClick(menu, Key.Key_Escape)


def test_nothing_is_listed_where_nothing_is_coded(reading: Reading) -> None:
    reading.put_caret("Where do you go")
    reading.press(Key.Key_J, CTRL | ALT)
    assert QApplication.activePopupWidget() is None
    assert reading.window.toast.words == "Nothing is coded here."
    reading.press(Key.Key_Return, ALT)
    assert reading.page.selected_mark() is None
